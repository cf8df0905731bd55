// SPDX-License-Identifier: MIT
/*
 * L1. Which queries are simulated. At exact fidelity all of them; below that, windows: short
 * stretches of queries at the constant rate of one slot, in strata of slots that are alike.
 *
 * Load, not clock time, is the coordinate: within a kind of regime the slots are sorted by how long
 * a query would have to wait for the backlog carried into them, then by arrival rate, and cut into
 * strata of about equal query mass. Every replicate puts one window into each stratum, at the same
 * relative place, and starts with what waits there (backlog.h). An API that is asked for more than
 * it may take is simulated on a slower clock, see plan_api_slowdown.
 *
 * Equations: docs/MODEL.md, [I1] [I2] [W11] [W12] [W18].
 */
#ifndef RAGTOP_SIM_PLAN_H
#define RAGTOP_SIM_PLAN_H

#include <stdint.h>

#include <ragtop/scenario.h>
#include "sim/arch.h"
#include "sim/backlog.h"
#include "sim/profile.h"

struct fidelity {
	int strata, replicates; /* micro; 0 strata: exact */
	int window_queries;     /* recorded in each window */
	int macro_reps;
	double macro_changes; /* of facts over all macro replications, before they get fewer */
};

/* What a level (or FIDELITY_MAP, FIDELITY_GLANCE, FIDELITY_EXACT) buys. */
struct fidelity plan_fidelity(int level);

struct stratum {
	int regime;
	int first, count; /* range of plan.order */
	double mass;
};

/* Where a window stands: in a slot, and at which instant of the run. */
struct place {
	int slot;
	double at_s;
	struct backlog backlog;
	double pace[ARCH_COUNT]; /* of the models, see backlog_pace */
};

struct plan {
	int *order;      /* slots with queries, by kind of regime, then as they load the system */
	int *stratum_of; /* of each slot; -1 where there are no queries */
	int stratum_count, replicates;
	struct stratum *strata;
	struct place *places; /* [stratum][replicate] */
};

void plan_init(struct plan *plan, const struct profile *profile, const struct fidelity *fidelity,
	       uint64_t seed);
void plan_release(struct plan *plan);

/* What the first replicate finds at an instant. */
void plan_place_at(const struct profile *profile, uint64_t seed, double at_s, struct place *place);
const struct place *plan_place(const struct plan *plan, int stratum, int replicate);

/* Queries to simulate and throw away before recording, for a window at a slot's rate, and after. */
int plan_warm_up(const struct params *params, const struct demand *demand, double rate_rps,
		 const struct backlog *backlog, int window_queries);
int plan_run_on(const struct demand *demand, double rate_rps, int window_queries);

/* How full the API's buckets of requests and tokens are to start with, 0 to 1, with the luck u. */
struct api_level {
	double requests, tokens;
};
struct api_level plan_api_level(const struct params *params, const struct demand *demand,
				double rate_rps, double u);
/* By how much to slow the clock of an API that is asked for too much: queries and limits alike come
 * that many times slower, while a retry waits as long as ever. At many queries a second a try meets
 * a bucket that has long forgotten the last one, so the share refused no longer depends on the
 * rate; and retries, up to half a minute later, still fall inside a window. 1: as it is. */
double plan_api_slowdown(const struct params *params, const struct demand *demand, double rate_rps);

#endif
