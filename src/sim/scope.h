// SPDX-License-Identifier: MIT
/*
 * L1. The microscope: every query of a short stretch around one moment, through one architecture,
 * simulated exactly and recorded step by step (tap.h).
 *
 * It starts before the moment: at the stations wait those who wait there then (the walk of the
 * first replicate, see backlog.h), and the queries of a warm-up, at the rates and under the
 * conditions of the run, bring the rest to where it would be. From there on it can be advanced for
 * as long as one likes, without a seam. The same scenario, architecture and moment give the same
 * bits. Nothing is slowed, thinned or extrapolated as windows do it; only
 *   - the cache of answers hits its share of queries, not topic by topic;
 *   - of a queue before a batch at most SCOPE_BATCH_QUEUE are placed one by one (`before` more);
 *   - more than TAP_QUERIES at a time are simulated, but not all recorded.
 * Times in seconds of the run.
 *
 * Equations: docs/MODEL.md, [X1] to [X3].
 */
#ifndef RAGTOP_SIM_SCOPE_H
#define RAGTOP_SIM_SCOPE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "sim/queues.h"
#include "sim/tap.h"

enum {
	SCOPE_BATCH_QUEUE = 20000,
	SCOPE_STRETCH = 6000, /* queries that scope_span_s lets one record grow by */
};

/* What the stations are from at_s on. */
struct scope_setup {
	double at_s, rate_rps;
	int servers[QUEUE_COUNT]; /* 0: the architecture has no such queue */
	double timeout_s[QUEUE_COUNT];
	int queue_limit; /* of stations and, by replica, batches; 0: none */
	bool self;       /* the model is a batch of your own, else an API */
	int replicas, max_batch;
	double rpm_limit, tpm_limit, api_fail_frac;
	bool search_down, caches;
};

/* Those who stood at a station of retrieval when the microscope was opened; see scope_ghosts. */
struct scope_preload {
	double count, drained_s, service_s;
};

/* Immutable; by itself. Of every query that was under way at some time in [from_s, to_s]. */
struct scope_record {
	enum arch arch;
	double origin_s, from_s, to_s; /* of the run; the tap's times are from origin_s on */
	bool over;                     /* the run ends there */
	double before;                 /* see scope.h */
	uint32_t every;                /* queries that a newcomer stands for */
	struct scope_preload preload[QUEUE_COUNT];
	int setup_count;
	struct scope_setup *setups; /* the first one holds at from_s */
	unsigned stages;            /* bit set of enum stage: that were visited */
	uint32_t query_count, visit_count;
	struct tap_query *queries;
	struct tap_visit *visits;
};

struct scope;

/* False: as sim_new. The moment is moved into the run. NULL in *out: cancelled. */
bool scope_new(const struct scenario *scenario, enum arch arch, double at_s,
	       const atomic_bool *cancel, struct scope **out, struct error *error);
void scope_free(struct scope *scope);
/* So many seconds more. False: cancelled, and nothing but scope_free may follow. */
bool scope_advance(struct scope *scope, double span_s, const atomic_bool *cancel);
double scope_until_s(const struct scope *scope);
/* Seconds before the moment that a record should have, where so many queries come. */
double scope_history_s(double rate_rps);
/* The longest span that is simulated in a moment, at most wanted_s. */
double scope_span_s(const struct scope *scope, double wanted_s);
/* From from_s on, as far as it is remembered; what is before that is forgotten now. */
struct scope_record *scope_record(struct scope *scope, double from_s);
void scope_record_free(struct scope_record *record);

/* What a record says of one stage at one moment, in queries. */
struct scope_count {
	double waiting, busy;
};
void scope_count(const struct scope_record *record, double at_s,
		 struct scope_count counts[STAGE_COUNT]);
/* Of scope_count, those of the preload. */
struct scope_count scope_ghosts(const struct scope_record *record, enum queue queue, double at_s);
const struct scope_setup *scope_setup_at(const struct scope_record *record, double at_s);

#endif
