// SPDX-License-Identifier: MIT
/*
 * L1. The slow clock, always exact over the whole horizon: knowledge updates, indexing, retraining,
 * dated changes, and the money that does not depend on single queries. One call is one replication.
 *
 * Staleness is integrated between events against the expected number of queries, so it is the exact
 * probability for the path of this replication (Rao-Blackwell): no query is sampled.
 */
#ifndef RAGTOP_SIM_MACRO_H
#define RAGTOP_SIM_MACRO_H

#include <stdint.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "sim/ingest.h"
#include "sim/condition.h"
#include "sim/knowledge.h"
#include "sim/profile.h"
#include "sim/quality.h"

/* A stretch is where a bucket and a regime meet; its number is the sum of theirs. Parameters are
 * the same all over it, so what a stale answer does is exact however regimes cut through buckets.
 */
enum {
	MACRO_STRETCHES = RESULT_BUCKETS + PROFILE_STEPS + 2 * SCENARIO_TIMELINE_MAX +
			  CONDITION_EDGES_MAX + ARCH_COUNT
};

/* How many of them this profile has; the others stay empty. */
static inline int macro_stretch_count(const struct profile *profile)
{
	return RESULT_BUCKETS + profile->regime_count - 1;
}

/* What became of a tuned model, as shares of the queries of a stretch; 0 without one. */
struct model_shares {
	double worn;          /* general skill lost */
	double outdated;      /* answers of a behaviour that is no longer demanded */
	double untuned;       /* asked while no tuned model was live */
	double untuned_stale; /* and needed a fact that is stale, as share of asked facts */
};

/* Per architecture and replication. */
struct macro_arch {
	double usd[LEDGER_COUNT]; /* all but what single queries cost */
	double stale_answer_frac; /* of all queries */
	/* By stretch, macro_stretch_count() of each: memory of the caller's, zeroed. */
	double *stale; /* of asked facts; 0 where there is none */
	struct model_shares *model;
	double age_mean_s, model_age_mean_s, pending_mean, oldest_missed_s;
	double outdated_frac, untuned_frac, forgotten_frac; /* of all queries */
	double runs, failed, rolled_back, deployed, retired;
	/* Requests to delete a record: how many, hours that they waited for it, up to the horizon,
	 * and those that were not gone everywhere by their deadline, whenever that is. */
	double deletions, noncompliant_hours, deletions_late;
	/* Request-to-gone delays of those, as the next; INFINITY: never. At most MACRO_DELAYS. */
	double *deletion_delays_s;
	size_t deletion_delay_count;
	/* Update-to-visible delays of the horizon's updates; INFINITY: not within four times the
	 * usual way after the horizon. At most MACRO_DELAYS. */
	double *delays_s;
	size_t delay_count;
	double *bucket_usd; /* usd, all categories, by bucket: room for RESULT_BUCKETS, or NULL */
};

enum { MACRO_DELAYS = 1 << 13 };

/* What only "this seed's run" is asked for. */
struct macro_series {
	double usd[RESULT_BUCKETS];         /* as macro_arch.usd, all categories, in the bucket */
	double (*ledger_usd)[LEDGER_COUNT]; /* by category: room for RESULT_BUCKETS, or NULL */
	double stale[RESULT_BUCKETS];       /* answers, of all queries in the bucket */
	double stale_max[RESULT_BUCKETS];
	double oldest_s[RESULT_BUCKETS];  /* largest age of an unseen change in the bucket */
	double pending[RESULT_BUCKETS];   /* mean */
	double visible_s[RESULT_BUCKETS]; /* longest delay that ended in the bucket; 0: none */
	int event_count, events_lost;
	struct event events[RESULT_EVENTS_MAX];
	int span_count;
	struct pipeline_span spans[RESULT_SPANS_MAX];
};

/* A request to delete a record. */
struct deletion {
	double at_s;
	double indexed_s;  /* when it is out of the index */
	double deadline_s; /* from at_s on */
};

struct deletion_log {
	struct deletion *requests;
	size_t count, capacity;
};

struct macro_scratch {
	struct update_log log;
	struct deletion_log deletions;
	struct ingest ingest;
	struct freshness seen[ARCH_COUNT];
};

/* What stale and model shares make of a stretch: weights of its conditions, adding up to 1. */
void macro_states(const struct macro_arch *arch, int stretch, double weights[STATE_COUNT]);

/* Expected number of fact changes of one replication: what a budget is set against. */
double macro_changes_expected(const struct scenario *scenario, const struct profile *profile);
/* Likewise of requests to delete a record, each of which is an event in every place. */
double macro_deletions_expected(const struct scenario *scenario, const struct profile *profile);

void macro_scratch_init(struct macro_scratch *scratch, const struct knowledge *knowledge);
void macro_scratch_release(struct macro_scratch *scratch);

/* out: ARCH_COUNT of them, zeroed but for the delays (room for MACRO_DELAYS, or NULL: none wanted);
 * series: ARCH_COUNT of them, zeroed, or NULL. Architectures outside the scenario stay zero. */
void macro_run(const struct scenario *scenario, const struct profile *profile,
	       struct knowledge *knowledge, uint64_t replication, struct macro_scratch *scratch,
	       struct macro_arch *out, struct macro_series *series);

#endif
