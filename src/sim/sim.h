// SPDX-License-Identifier: MIT
/*
 * L1. Inside of a run, shared by the files that do its parts: sim.c lays it out, wave.c hands out
 * the units, window.c and exact.c do those of the queries, finish.c makes a result of what they
 * measured. Nobody else includes this.
 */
#ifndef RAGTOP_SIM_SIM_H
#define RAGTOP_SIM_SIM_H

#include <ragtop/run.h>
#include "base/stats.h"
#include "sim/knowledge.h"
#include "sim/macro.h"
#include "sim/measure.h"
#include "sim/pipeline.h"
#include "sim/plan.h"
#include "sim/profile.h"
#include "sim/replay.h"

enum {
	EXACT_BATCHES = 20,
	MACRO_UNITS = 2, /* that the replications of the macro clock are dealt to */
};

/* A stretch of queries that share their parameters and what is broken: a stratum, or at exact
 * fidelity the part of a time bucket that lies in one regime. */
struct cell {
	int regime;
	struct ksum sum;
	double mass; /* queries expected in it: the sum's value */
};

/* Queries of a time bucket in a cell. Sorted by bucket. */
struct share {
	int bucket, cell, regime;
	double mass;
	/* Sums over its queries: how much larger the corpus is than at time 0, and how many more
	 * read units that takes, each beside those at time 0. */
	double corpus_more, reads_more;
};

/* What is to be done next; see wave.c. */
enum wave { WAVE_QUERIES, WAVE_FINISH, WAVE_OVER };

struct sim {
	enum wave wave;
	struct scenario scenario;
	struct profile profile;
	struct replay replay; /* where the scenario has a trace */
	struct plan plan;
	struct fidelity fidelity;
	bool exact; /* every query, one by one: always so with a trace */
	bool pictures;
	bool unnamed, costs_over_time;
	bool certain; /* what becomes of queries: none is simulated, and a cell is a regime */

	int macro_reps;
	struct knowledge knowledge;             /* that every unit of the macro clock shares */
	struct macro_arch (*macro)[ARCH_COUNT]; /* [macro_reps] */
	struct macro_series *series;            /* [ARCH_COUNT], of replication 0 */
	struct demand (*demand)[ARCH_COUNT];    /* [regime_count] */

	int cell_count, share_count;
	struct cell *cells;
	struct share *shares;

	/* Of each architecture of the scenario, by stratum (sampled) or replicate (exact). */
	int measure_count;
	struct measure *measures[ARCH_COUNT];
	/* What intervals are made from: [stratum][replicate] windows, or
	 * [replicate][EXACT_BATCHES]. */
	struct sketch *parts[ARCH_COUNT];
	/* Exact only: [replicate][cell]. */
	struct sketch *stretches[ARCH_COUNT];
	double *batch_mass; /* exact: queries expected in each batch */

	/* Exact only: which tile is fed in this wave, from -1 on, and by replicate what is left. */
	int tile;
	struct lane {
		struct exact *exact;
		bool draws; /* another tile, in this wave */
		bool feeds; /* the tile, in this wave */
	} * lanes;

	struct arch_result *finished; /* in the order of the scenario, from the last wave on */
};

struct sim_scratch {
	struct workload workload;
	struct block block;
	struct pipeline pipelines[ARCH_COUNT];
};

void window_unit(struct sim *sim, int stratum, struct sim_scratch *scratch,
		 const atomic_bool *cancel);
/* Replications number `unit`, `unit` + MACRO_UNITS, ... of the macro clock. */
void macro_unit(struct sim *sim, int unit, const atomic_bool *cancel);
/* One architecture's part of the result, once everything is measured. */
void finish_unit(const struct sim *sim, enum arch arch, struct arch_result *out);
/* How long changes take to be seen and records to be gone, over all replications. */
void delays_finish(const struct sim *sim, enum arch arch, struct arch_result *out);
/* The batch that an instant belongs to: days in turn over long horizons, else equal query mass. */
int exact_batch(const struct sim *sim, double t_s, double clock);

/* Writes result->digest; everything else is there already. */
void digest_make(const struct sim *sim, struct result *result);

void verdict_reach(const struct scenario *scenario, const struct arch_result archs[ARCH_COUNT],
		   struct verdict *verdict);

#endif
