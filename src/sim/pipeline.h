// SPDX-License-Identifier: MIT
/*
 * L1. The fast clock of one architecture: queries through its row of stages, event by event.
 *
 * An event is a query's arrival at a stage. Embedding and search are stations whose visits are
 * decided on arrival (station.h). Behind an API the model may refuse, and then the query comes back
 * later; reading the prompt, the first token and the rest are delays without a queue. A model
 * served by yourself is a batch (batch.h): waiting for the prompt to be read and reading it are the
 * stage `prompt`, the rest is `decode`. Queries must be fed in time order.
 */
#ifndef RAGTOP_SIM_PIPELINE_H
#define RAGTOP_SIM_PIPELINE_H

#include <stdint.h>

#include <ragtop/scenario.h>
#include "sim/arch.h"
#include "sim/backlog.h"
#include "sim/batch.h"
#include "sim/event.h"
#include "sim/flight.h"
#include "sim/measure.h"
#include "sim/prefix_uses.h"
#include "sim/ratelimit.h"
#include "sim/station.h"
#include "sim/tap.h"
#include "sim/workload.h"

struct pipeline {
	struct demand demand;
	struct way ways[2];                 /* that queries go: the usual one and the direct one */
	double ttft_target_s, e2e_target_s; /* INFINITY: none */
	struct station stations[QUEUE_COUNT];
	struct answers answers; /* that are kept, topic by topic */
	double hit_frac;        /* or so many queries find one */
	struct batch batch;
	bool batching;        /* the batch is in use, or was: its last ones may still be in it */
	double batch_delay_s; /* wait behind queries that are not simulated one by one */
	struct ratelimit limit;
	double api_slowdown; /* of the clock that the limits run by; 1 but in a window */
	struct rng retry, failure, change, classes;
	struct prefix_uses prefixes; /* when the starts of prompts were used last */
	struct recorder recorder;
	struct event_queue queue;
	struct flights flights;
	struct tap *tap; /* where every query's way is recorded; NULL: nowhere. Borrowed */
};

/* A zeroed pipeline is valid input; memory of an earlier use is kept. Empty at start_s. */
void pipeline_reset(struct pipeline *pipeline, const struct demand *demand,
		    const double targets[TARGET_COUNT], uint64_t seed, uint64_t replication,
		    uint64_t anchor);
void pipeline_release(struct pipeline *pipeline);
/* New demand from now on; what waits keeps its place. The number of servers changes at once. */
void pipeline_demand(struct pipeline *pipeline, const struct demand *demand, double t_s);
/* Other means of times and lengths from now on, and nothing else. */
void pipeline_drift(struct pipeline *pipeline, const struct demand *demand);
/* Starts with queries waiting at the retrieval stations. At time 0. */
void pipeline_preload(struct pipeline *pipeline, const struct backlog_start starts[QUEUE_COUNT]);
/* The cache of answers: of these topics, one by one; or so that a share of all queries hits. Until
 * then nobody does. */
void pipeline_keep_answers(struct pipeline *pipeline, const struct topics *topics);
void pipeline_hit_answers(struct pipeline *pipeline, double hit_frac);
/* Starts with an API whose buckets are filled to these shares and whose clock is slowed.
 * At time 0. */
void pipeline_start_api(struct pipeline *pipeline, double slowdown, double requests_level,
			double tokens_level);

/* Nobody's query, to start a batch with that is in the middle of its work: an id for
 * pipeline->batch, given back when that reports it. */
uint32_t pipeline_ghost(struct pipeline *pipeline);

/* How queries are fed: when the pipeline's time starts, when observation ends, and where what
 * became of them is written. */
struct feed {
	double start_s, end_s;
	bool end_after_arrival; /* end_s is from each arrival on */
	struct sinks sinks;
};

/* Queries [from, to) of the block, and everything that is due before them. */
void pipeline_feed(struct pipeline *pipeline, const struct block *block, int from, int to,
		   const struct feed *feed);
/* Everything that is due up to t_s, and no more; the tap, if there is one, knows it then. */
void pipeline_until(struct pipeline *pipeline, double t_s);
/* Lets those in flight finish, and what was recorded arrive where it belongs. In a window the ends
 * of answers are estimated: who writes them would have had company. */
void pipeline_drain(struct pipeline *pipeline, bool window);

#endif
