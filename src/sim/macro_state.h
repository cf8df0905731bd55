// SPDX-License-Identifier: MIT
/*
 * L1. State of a macro replication on its way, shared by the three files of the macro clock:
 * macro.c (what happens when), macro_updates.c (the stream of knowledge updates), macro_accrue.c
 * (integrals and money between events). Nobody else includes this.
 */
#ifndef RAGTOP_SIM_MACRO_STATE_H
#define RAGTOP_SIM_MACRO_STATE_H

#include "base/rng.h"
#include "base/stats.h"
#include "sim/macro.h"
#include "sim/retrain.h"

/* Integrals over the queries or the time of the horizon, of one architecture. */
struct integrals {
	struct ksum usd[LEDGER_COUNT];
	struct ksum age, model_age, pending;
	struct ksum stale[MACRO_STRETCHES];
	double stale_time[MACRO_STRETCHES]; /* by time, where there is no query */
};

struct stretch {
	int bucket;
	double knowledge_frac; /* of the regime */
	double mass, length_s;
};

struct macro {
	const struct scenario *scenario;
	const struct profile *profile;
	struct knowledge *knowledge;
	struct macro_scratch *scratch;
	struct macro_arch *out;
	struct macro_series *series;

	double now_s;
	int bucket;
	int regime;
	const struct params *params;
	double fees_from_s; /* fixed costs are accrued up to here */
	int timeline_next;

	struct rng gaps, facts;
	double gap_left; /* to the next update, in mean gaps, from gap_from_s on */
	double gap_from_s;
	double ingest_free_s;

	struct retrain retrain[ARCH_COUNT];
	struct rng evaluation[ARCH_COUNT];
	struct integrals integrals[ARCH_COUNT];
	struct stretch stretches[MACRO_STRETCHES];
};

double macro_bucket_edge_s(const struct macro *m, int bucket);

/* macro_updates.c */
void macro_updates_start(struct macro *m, uint64_t replication);
/* How long after the horizon a run may go on until its updates are visible. */
double macro_run_on_s(const struct scenario *scenario, const struct params *params);
double macro_next_update_s(const struct macro *m);
/* The parameters change now: what is left of the gap is waited for at the new rate. */
void macro_gap_rebase(struct macro *m);
void macro_gap_next(struct macro *m);
/* An update at at_s: draws its facts (or takes `singles` of them, from `single` on), queues it for
 * indexing, and makes it unseen everywhere. */
void macro_update(struct macro *m, double at_s, uint32_t single, int singles);
/* The oldest update that the architecture has not seen; NULL when there is none. */
const struct update *macro_oldest_unseen(const struct macro *m, enum arch arch);
/* From a change to its being seen, where no queue and no retraining comes in between: the lag of an
 * index, the refresh of a prompt. An architecture without your facts misses nothing. */
double macro_lag_s(const struct params *params, enum arch arch);
/* When the architecture sees an update by itself; INFINITY: only by being retrained. */
double macro_visible_s(const struct macro *m, enum arch arch, const struct update *update);

/* macro_accrue.c */
void macro_charge(struct macro *m, enum arch arch, enum ledger category, double usd);
void macro_charge_all(struct macro *m, enum arch arch, const double usd[LEDGER_COUNT]);
/* Time goes on to t_s; nothing happens in between, and no bucket ends. */
void macro_advance(struct macro *m, double t_s);
/* Fixed costs up to now, at the prices that were in force. */
void macro_fees(struct macro *m);
/* Turns the integrals into the figures of *m->out. */
void macro_account(struct macro *m, enum arch arch);

#endif
