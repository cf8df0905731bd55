// SPDX-License-Identifier: MIT
/*
 * L1. The simulator: scenario + options -> result. Pure: no input or output, no threads, no clock,
 * no globals. The same inputs give the same bits on every machine, compiler and thread count.
 *
 * A run is a plan of waves of independent units, each of which writes to its own place only, so
 * that a caller may spread the units of a wave over threads in any order. run() does them one after
 * another.
 */
#ifndef RAGTOP_RUN_H
#define RAGTOP_RUN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>

struct run_options {
	int reps;      /* replications; 0: what the fidelity asks for */
	bool pictures; /* fill arch_result.pictures; figures and digest are the same without */
	/* Above 0: only costs, staleness and their intervals will be read. Where queues lose a
	 * share of the queries that is no larger, none is simulated: these figures are those of a
	 * full run in which only searches are lost that take too long though nobody waits, latency
	 * and all that comes of it are 0, and there is no digest and no verdict. INFINITY: whatever
	 * else queues would lose. */
	double costs_lost_frac;
	bool costs_over_time; /* with costs_lost_frac: their series, too, which takes a while */
	bool unnamed;         /* no digest, which takes one part in 25 of a cheap run */
};

struct sim;
struct sim_scratch;

/* Lays out the units. False: the scenario asks for more than the budgets
 * allow (number of fact changes, queries at exact fidelity); `*out` is then untouched. */
bool sim_new(const struct scenario *scenario, const struct run_options *options, struct sim **out,
	     struct error *error);
/* Of the wave at hand. */
size_t sim_unit_count(const struct sim *sim);
/* Relative cost of a unit, so that the large ones can start first. */
double sim_unit_weight(const struct sim *sim, size_t unit);
/* Thread-safe for different units with different scratch. Returns early once *cancel is true
 * (checked at least every millisecond or so); sim_finish must not be called then. cancel may be
 * NULL. */
void sim_unit_run(struct sim *sim, size_t unit, struct sim_scratch *scratch,
		  const atomic_bool *cancel);
/* After all units of a wave, when none is running: true if there is another wave. */
bool sim_next_wave(struct sim *sim);
/* After all waves: merges in a fixed order. Fills every field of *result; but the pictures
 * stay 0 if not asked for, and at FIDELITY_MAP so do latency by bucket, by bin and of the tail. */
void sim_finish(struct sim *sim, struct result *result);
void sim_free(struct sim *sim);

/* Working memory of one thread, reused from unit to unit and from run to run. */
struct sim_scratch *sim_scratch_new(void);
void sim_scratch_free(struct sim_scratch *scratch);

/* All of the above on the calling thread. */
bool run(const struct scenario *scenario, const struct run_options *options, struct result *result,
	 struct error *error);

#endif
