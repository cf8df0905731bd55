// SPDX-License-Identifier: MIT
/*
 * L1. The stream of queries that every architecture gets: when they come, how long they are, and
 * how lucky each is at every station. Common random numbers make differences between architectures,
 * and between slider positions, signal.
 *
 * Arrivals are a renewal process of unit rate in "operational" time, counted in queries; whoever
 * plays it maps that clock to seconds, so a change of volume re-times the same stream. Everything
 * else is a factor of mean 1 that an architecture multiplies with its own mean.
 */
#ifndef RAGTOP_SIM_WORKLOAD_H
#define RAGTOP_SIM_WORKLOAD_H

#include <stdint.h>

#include <ragtop/params.h>
#include "base/rng.h"
#include "base/variate.h"
#include "sim/burst.h"
#include "sim/queues.h"
#include "sim/renewal.h"

/* A row is a cache line longer than 4 KB, so that the luck of one query is not all in one set. */
enum { BLOCK_QUERIES = 512, BLOCK_ROW = BLOCK_QUERIES + 8 };

/* One stream per source of chance. */
enum luck {
	LUCK_QUESTION,
	LUCK_HISTORY,
	LUCK_ANSWER,
	LUCK_FIRST,
	LUCK_OUTPUT,
	LUCK_REPEAT,  /* uniform, as the next three: may an earlier answer do? */
	LUCK_TOPIC,   /* what is asked about, see answers.h */
	LUCK_FORM,    /* is the answer valid? */
	LUCK_REVIEW,  /* is it read by an expert, and for how long? */
	LUCK_CONTEXT, /* 1, but from a trace that knows the passages */
	LUCK_QUEUE,   /* the first of one for each queue */
	LUCK_SEARCH = LUCK_QUEUE + QUEUE_SEARCH,
	LUCK_COUNT = LUCK_QUEUE + QUEUE_COUNT,
};

/* Zeroed at first. */
struct block {
	int count;
	/* So many of the first are 1 already: what is not drawn stays. 0 again where somebody else
	 * writes luck. */
	int ones[LUCK_COUNT];
	double clock[BLOCK_ROW];     /* arrivals in operational time, ascending */
	double arrival_s[BLOCK_ROW]; /* filled by whoever maps the clock */
	double luck[LUCK_COUNT][BLOCK_ROW];
	uint32_t prefix[BLOCK_QUERIES]; /* whose prompts begin alike; 0 for all but from a trace */
};

struct workload {
	struct rng gaps, streams[LUCK_COUNT];
	double clock; /* where the stream stands: at an arrival, or where it was stopped */
	double gap;   /* to the next arrival; in bursts, at the rate of the state */
	double stopped;
	struct burst burst;
	double rate_rps; /* the mean one, by which bursts turn seconds into queries */
	struct renewal arrivals;
	struct lognormal laws[LUCK_COUNT];
	bool uniform[LUCK_COUNT]; /* drawn; what is not drawn is 1 for everybody */
	enum dist search_dist;
	struct renewal searches; /* under a gamma law, which gaps have, too */
};

/* A stationary stream that starts at operational time 0. anchor tells windows apart. */
void workload_open(struct workload *workload, uint64_t seed, uint64_t replication, uint64_t anchor,
		   const struct params *params);
/* Other lengths and spreads from the next block on. */
void workload_params(struct workload *workload, const struct params *params);
/* Where there are bursts: the mean rate from now on, and a start as a query finds it. The clock
 * must not be filled beyond the time that the rate holds for. */
void workload_rate(struct workload *workload, double rate_rps);
void workload_start_at_query(struct workload *workload);
/* Time goes by in which nobody comes, nor could. */
void workload_pause(struct workload *workload, double length_s);
/* Up to `limit` (at most BLOCK_QUERIES) arrivals before operational time clock_end. Not mapped. */
void workload_fill(struct workload *workload, struct block *block, int limit, double clock_end);
/* Only the factors, for as many queries as the block has. */
void workload_fill_luck(struct workload *workload, struct block *block);

#endif
