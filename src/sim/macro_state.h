// SPDX-License-Identifier: MIT
/*
 * L1. State of a macro replication on its way, shared by the files of the macro clock: macro.c
 * (what happens when), macro_updates.c (the streams of knowledge updates), macro_retrain.c
 * (policies and models), macro_behaviour.c (changes of behaviour), macro_accrue.c and macro_age.c
 * (integrals and money between events). Nobody else includes this.
 */
#ifndef RAGTOP_SIM_MACRO_STATE_H
#define RAGTOP_SIM_MACRO_STATE_H

#include "base/rng.h"
#include "base/stats.h"
#include "sim/ingest.h"
#include "sim/arch.h"
#include "sim/macro.h"
#include "sim/retrain.h"

/* The same over the queries of one stretch. */
struct stretch_integrals {
	struct ksum stale;
	double stale_time; /* by time, where there is no query */
	/* tuned models only */
	struct ksum worn, outdated, untuned, untuned_stale;
};

/* Integrals over the queries or the time of the horizon, of one architecture. */
struct integrals {
	struct ksum usd[LEDGER_COUNT];
	struct ksum age, model_age, pending, noncompliant_hours;
	struct ksum modelled;         /* queries while there was a model */
	struct stretch_integrals *at; /* macro_stretch_count() of them */
};

/* Changes of behaviour that a tuned model does not know, and those since its next one's data were
 * frozen. */
struct behind {
	int pending, since_frozen;
};

/* The model that an architecture will switch to: since when it misses changes of behaviour, and how
 * many. */
struct coming {
	double frozen_s; /* INFINITY: there is none */
	int missed;
};

struct stretch {
	int bucket;
	double knowledge_frac; /* of the regime */
	double mass, length_s;
};

/* What comes again and again at a rate that may change. */
struct stream {
	struct rng gaps;
	double gap_left; /* to the next one, in mean gaps, from gap_from_s on */
	double gap_from_s;
};

/* How far an architecture is with the requests to delete: so many of them, in order. */
struct compliance {
	size_t documents, model; /* gone from the index or the prompt, and from the model */
	size_t gone;             /* from every place that it has */
	size_t noted;            /* that have been gone: with another architecture some are back */
};

/* How much there has been before it. */
struct instant {
	double t_s, mass, moment; /* queries expected, and the integral of t x their rate */
};

struct macro {
	const struct scenario *scenario;
	const struct profile *profile;
	struct knowledge *knowledge;
	struct macro_scratch *scratch;
	struct macro_arch *out;
	struct macro_series *series;
	uint64_t replication;

	double now_s;
	struct instant from, to; /* the ends of the time that goes on, see macro_advance */
	int bucket;
	int regime;
	const struct params *params;
	double fees_from_s;                        /* fixed costs are accrued up to here */
	double fees_usd[ARCH_COUNT][LEDGER_COUNT]; /* a month of them, under these parameters */
	int timeline_next;

	struct stream updates[SOURCES];
	struct rng facts[SOURCES];
	struct stream deletions;
	double reembeds; /* of the corpus, done so far */

	struct stream behaviour;
	struct behind behind[ARCH_COUNT];
	struct coming coming[ARCH_COUNT];

	struct retrain retrain[ARCH_COUNT];
	struct compliance compliance[ARCH_COUNT];
	size_t noted[ARCH_COUNT]; /* updates whose delay is known, as compliance.noted */
	struct retrain_luck luck[ARCH_COUNT];
	double decided_month; /* the last for which periods were decided on */
	struct integrals integrals[ARCH_COUNT];
	struct stretch *stretches; /* macro_stretch_count() of them */
};

/* macro.c */
/* Does what happens now still belong to the run? */
bool macro_counts(const struct macro *m);
void macro_log_event(struct macro *m, enum arch arch, enum event_kind kind, int timeline_index);
/* The oldest unseen update becomes visible. */
void macro_absorb_one(struct macro *m, enum arch arch);

double macro_bucket_edge_s(const struct macro *m, int bucket);

/* As what it answers now. */
static inline enum arch macro_serves(const struct macro *m, enum arch arch)
{
	return m->profile->regimes[m->regime].serves[arch];
}
static inline const struct standing *macro_standing(const struct macro *m, enum arch arch)
{
	return &m->profile->regimes[m->regime].standing[arch];
}
static inline enum facts macro_facts(const struct macro *m, enum arch arch)
{
	return macro_standing(m, arch)->facts;
}
static inline bool macro_tuned(const struct macro *m, enum arch arch)
{
	return macro_standing(m, arch)->tuned;
}

/* macro_switch.c */
void macro_switch_start(struct macro *m);
/* The behaviour that is demanded changes: what the model does not know that will be switched to. */
void macro_switch_behaviour(struct macro *m);
/* The next regime begins, for those that answer as something else in it than before. */
void macro_switch(struct macro *m, const struct regime *before);
/* What an entry of the timeline costs at once. */
void macro_switch_pay(struct macro *m, const struct timeline_entry *entry);

/* macro_retrain.c */
/* Is there a tuned model now, to be retrained? */
static inline bool macro_has_model(const struct macro *m, enum arch arch)
{
	return macro_tuned(m, arch) && macro_standing(m, arch)->live;
}
void macro_retrain_start(struct macro *m, enum arch arch);
/* Something changed that policies look at. */
void macro_retrain_look(struct macro *m);
/* The parameters change now, or the volume that decisions are made for. */
void macro_retrain_respec(struct macro *m, const struct regime *before);
double macro_retrain_decide_next_s(const struct macro *m);
/* A record that shall be gone asks for a run of its own, whatever the policy. */
void macro_retrain_deletions(struct macro *m);
void macro_retrain_incident(struct macro *m, enum incident incident);
/* A pipeline moves: retrain_next_s() is due. */
void macro_retrain_happens(struct macro *m, enum arch arch);
/* The model that is live knows every change up to the freezing of its data. */
void macro_model_absorbs(struct macro *m, enum arch arch);

/* macro_behaviour.c */
void macro_behaviour_start(struct macro *m);
/* Changes before time 0 that came after from_s. */
int macro_behaviour_before(const struct macro *m, double from_s);
double macro_behaviour_next_s(const struct macro *m);
void macro_behaviour_rebase(struct macro *m);
void macro_behaviour_changes(struct macro *m);
/* Share of a tuned model's answers that are not as they should be now. */
double macro_behaviour_outdated(const struct macro *m, enum arch arch);

/* macro_updates.c */
void macro_updates_start(struct macro *m);
/* How long after the horizon a run may go on until its updates are visible. */
double macro_run_on_s(const struct macro *m);
/* The next update of any source; INFINITY: none. */
double macro_next_update_s(const struct macro *m);
/* The parameters change now: what is left of the gaps is waited for at the new rates. */
void macro_gaps_rebase(struct macro *m);
/* The updates due now happen: draws their facts, queues them for indexing, and makes them unseen
 * everywhere. Returns how many there were. */
int macro_updates_happen(struct macro *m);
/* Dated ones: `singles` single facts from `single` on, or `times` updates of the first source. */
void macro_change(struct macro *m, uint32_t single, int singles);
/* index: among the entries of the timeline, notes apart. */
void macro_burst(struct macro *m, int index, int times);
/* The oldest update that the architecture has not seen; NULL when there is none. */
const struct update *macro_oldest_unseen(const struct macro *m, enum arch arch);
/* From a change to its being seen, where no queue and no retraining comes in between: the lag of an
 * index, the refresh of a prompt. An architecture without your facts misses nothing. */
double macro_lag_s(const struct params *params, enum arch as);
/* When the architecture sees an update by itself; INFINITY: only by being retrained. */
double macro_visible_s(const struct macro *m, enum arch arch, const struct update *update);

/* macro_deletion.c */
void macro_deletions_start(struct macro *m);
double macro_next_deletion_s(const struct macro *m);
/* The rate changes now. */
void macro_deletions_rebase(struct macro *m);
/* The requests due now; how many. */
int macro_deletions_happen(struct macro *m);
/* One request, now: queued for the index, and gone where there is nothing to be deleted. */
void macro_deletion(struct macro *m);
/* When the next record is out of the index or the prompt; INFINITY: none. */
double macro_deletion_gone_s(const struct macro *m, enum arch arch);
void macro_documents_forget(struct macro *m, enum arch arch);
/* A model is deployed. */
void macro_model_forgets(struct macro *m, enum arch arch, double frozen_s);
/* Is a record in the model, and in the one under way, that shall not wait for the next one? */
bool macro_deletion_wants_model(const struct macro *m, enum arch arch);
/* Is a record of the horizon not gone yet? */
bool macro_deletion_open(const struct macro *m, enum arch arch);
void macro_accrue_deletions(struct macro *m, enum arch arch, double length_s);
void macro_account_deletions(struct macro *m, enum arch arch);

/* macro_reembed.c */
double macro_next_reembed_s(const struct macro *m);
/* The parameters change now. */
void macro_reembed_rebase(struct macro *m, const struct params *before);
/* How long one takes. */
double macro_reembed_length_s(const struct params *params);
/* Those due now: paid, and put into the queue behind what has been taken. */
void macro_reembeds_happen(struct macro *m);

/* macro_age.c: integrals of age x queries over [a, b], in which nothing happens. For an index its
 * lag and the wait for a batch, or more while indexing is behind. */
double macro_index_age(const struct macro *m, enum arch arch, double a, double b);
double macro_model_age(const struct macro *m, enum arch arch, double a, double b);

/* macro_accrue.c */
void macro_charge(struct macro *m, enum arch arch, enum ledger category, double usd);
void macro_charge_all(struct macro *m, enum arch arch, const double usd[LEDGER_COUNT]);
/* Time goes on to t_s; nothing happens in between, and no bucket ends. */
void macro_advance(struct macro *m, double t_s);
/* Fixed costs up to now, at the prices that were in force. */
void macro_fees(struct macro *m);
/* The parameters are others now. */
void macro_fees_respec(struct macro *m);
/* Turns the integrals into the figures of *m->out. */
void macro_account(struct macro *m, enum arch arch);

#endif
