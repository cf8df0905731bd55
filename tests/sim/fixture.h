// SPDX-License-Identifier: MIT
/*
 * What the tests of src/sim share: a quiet scenario to start from, and one replication of the macro
 * clock with everything it needs. Not for production code.
 */
#ifndef RAGTOP_TESTS_SIM_FIXTURE_H
#define RAGTOP_TESTS_SIM_FIXTURE_H

#include <check.h>
#include <math.h>

#include <ragtop/scenario.h>
#include "sim/macro.h"

/* Flat Poisson traffic of 60,000 queries a month, all about facts, for 360 days; no updates, no
 * retraining, nothing costs anything, every length and time without spread. */
void fixture_quiet(struct scenario *scenario);
/* Entries of the timeline, in ascending order of at_days. */
void fixture_set_at(struct scenario *scenario, double at_days, enum param_id param, double value);
void fixture_change_at(struct scenario *scenario, double at_days, int facts, double query_share);
void fixture_incident_at(struct scenario *scenario, double at_days, enum incident incident,
			 double times);

/* Assertions for loops. libcheck prepares a message for every assertion, even for one that holds;
 * in the hundred thousands that takes longer than what is tested. */
#define HOLDS(condition)                                               \
	do {                                                           \
		if (!(condition))                                      \
			ck_abort_msg("does not hold: %s", #condition); \
	} while (0)
#define NEAR(value, expected, tolerance)                                                           \
	do {                                                                                       \
		const double near_value = (value), near_expected = (expected);                     \
		if (!(fabs(near_value - near_expected) <= (tolerance)))                            \
			ck_abort_msg("%s is %.17g, not %.17g", #value, near_value, near_expected); \
	} while (0)

/* |a - b| as a share of the larger of them; 0 when they are equal. */
double fixture_gap(double a, double b);

/* The macro clock of one scenario. `out` and `series` hold the replication that was run last. */
struct world {
	const struct scenario *scenario;
	struct profile profile;
	struct knowledge knowledge;
	struct macro_scratch scratch;
	struct macro_arch out[ARCH_COUNT];
	struct macro_series series[ARCH_COUNT];
	double stale[ARCH_COUNT][MACRO_STRETCHES];
	struct model_shares model[ARCH_COUNT][MACRO_STRETCHES];
	double delays_s[ARCH_COUNT][MACRO_DELAYS], deletion_delays_s[ARCH_COUNT][MACRO_DELAYS];
};

void world_init(struct world *world, const struct scenario *scenario);
void world_release(struct world *world);
void world_run(struct world *world, uint64_t replication);
/* init, replication 0, and release: for scenarios without chance. */
void world_once(struct world *world, const struct scenario *scenario);
/* Instants of the events of one kind, at most `max`; returns how many there are. */
int world_events(const struct world *world, enum arch arch, enum event_kind kind, double *at_s,
		 int max);

#endif
