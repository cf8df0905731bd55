// SPDX-License-Identifier: MIT
/*
 * L1. The retraining pipeline of one model: trigger, label, prepare, wait for hardware, experiment,
 * train, evaluate, try on some users (canary), roll out.
 *
 * Data are frozen at the trigger; updates during the pipeline are missed. A failed evaluation
 * trains again on the same data, or gives up after max_tries and keeps the old model; so does a
 * canary that fails. Triggers while a run is under way, or sooner than min_gap after the last
 * start, coalesce into one that starts as soon as it may. Calendar triggers are at k x every, k =
 * 1, 2 ..., counted from the last change of policy; cost_aware ones are every_s after the last
 * start. At time 0 the model is one whose data were frozen one lead time before.
 *
 * A base model is withdrawn at k x life. A run for its successor starts one lead before, whatever
 * the policy and the gap: a run on the old base is broken off for it, one on a new base is ended
 * first. If it comes to nothing the next one starts after a day, or the gap if that is longer.
 * Until a model on the new base is live, there is none from the day of withdrawal on. Each
 * deployment takes forgetting_frac of the general skill that is left; the first on a new base
 * starts from all of it.
 *
 * A run costs run_usd at its trigger, all in, or each stage costs its part when it starts; the bill
 * waits in the pipeline until somebody takes it. Times in seconds, money in dollars.
 */
#ifndef RAGTOP_SIM_RETRAIN_H
#define RAGTOP_SIM_RETRAIN_H

#include <stdbool.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>
#include <ragtop/result.h>
#include "base/rng.h"

/* In the order in which a run goes through them. */
enum retrain_phase {
	PHASE_IDLE,
	PHASE_LABEL,
	PHASE_PREPARE,
	PHASE_WAIT,       /* for hardware: exponential; the other lengths are lognormal */
	PHASE_EXPERIMENT, /* one after another, each as long and as dear as a training */
	PHASE_TRAIN,
	PHASE_EVALUATE,
	PHASE_CANARY,
	PHASE_DEPLOY,
	PHASE_COUNT,
};

/* The pipeline's parameters of one architecture. */
struct retrain_spec {
	enum retrain_policy policy;
	double every_s; /* calendar, cost_aware; INFINITY: never */
	double min_gap_s;
	int after_updates; /* updates */
	double stale_frac; /* staleness */
	double mean_s[PHASE_COUNT];
	double duration_cv;
	int experiments;
	double pass_frac, canary_fail_frac;
	int max_tries;
	bool all_in;                /* run_usd and repeat_usd are charged, else usd by stage */
	double run_usd, repeat_usd; /* also what they come to where stages are charged */
	double usd[PHASE_COUNT];    /* of an experiment each */
	double forgetting_frac;     /* general skill lost by one deployment */
	double life_s;              /* of a base model; 0: for ever */
};

enum retrain_outcome {
	RETRAIN_NOTHING,
	RETRAIN_STARTED,
	RETRAIN_REPEATED,    /* an evaluation failed, training starts again */
	RETRAIN_GIVEN_UP,    /* an evaluation failed for the last time */
	RETRAIN_ROLLED_BACK, /* a canary failed */
	RETRAIN_DEPLOYED,
	RETRAIN_BROKEN_OFF, /* for a base model that goes: another run is due */
	RETRAIN_BASE_RETIRED,
};

/* One stream per source of chance, so that one does not disturb the other. */
struct retrain_luck {
	struct rng evaluation, canary, durations;
};

struct retrain {
	struct retrain_spec spec;
	enum retrain_phase phase;
	double phase_end_s;
	int tries, experiments_left;
	bool wanted;         /* a coalesced trigger */
	bool fails_next;     /* the next evaluation fails for certain */
	double last_start_s; /* -INFINITY before the first */
	double calendar_base_s;
	double ticks;         /* calendar triggers since the base */
	double frozen_s;      /* data date of the run under way */
	double live_frozen_s; /* data date of the deployed model */
	double owed_usd[LEDGER_COUNT];

	double kept_frac; /* general skill that earlier deployments have left */
	/* Base models by number, from 0: how many are gone; which the live model and the run under
	 * way are made of. */
	int bases_gone, live_base, run_base;
	double retires_s;     /* when the next one goes; INFINITY: never */
	bool announced;       /* its successor is there and must be tuned by then */
	double retune_from_s; /* a run for the new base may start from then on */
};

/* retrain_cost.c. every_s is INFINITY under cost_aware: retrain_best_period_s() knows better. */
void retrain_spec_init(struct retrain_spec *spec, const struct params *params, enum arch arch);
/* Trigger to deployment when the first evaluation passes, on average. */
double retrain_lead_s(const struct retrain_spec *spec);
/* What a run costs on average, repeats included. */
double retrain_expected_usd(const struct retrain_spec *spec);

/* At t_s a model is live whose data were frozen one lead time before. */
void retrain_init(struct retrain *retrain, const struct retrain_spec *spec, double t_s);
/* The parameters change at t_s; a phase under way keeps the end it has. */
void retrain_respec(struct retrain *retrain, const struct retrain_spec *spec, double t_s);
/* When something happens next by itself; INFINITY if nothing will. May lie in the past. */
double retrain_next_s(const struct retrain *retrain);
/* What happens at t_s >= retrain_next_s(). One outcome a call; call again while the time is the
 * same. */
enum retrain_outcome retrain_step(struct retrain *retrain, double t_s, struct retrain_luck *luck);
/* Asks for a run; it starts at retrain_next_s(), perhaps at once. */
void retrain_trigger(struct retrain *retrain);
/* The next evaluation, of a run under way or to come, fails for certain. */
void retrain_spoil(struct retrain *retrain);
/* Data date after which an update is in no model and no run under way. */
double retrain_newest_frozen_s(const struct retrain *retrain);
/* The base of the live model is gone and none on the new one is live: queries are answered without
 * tuning. */
bool retrain_untuned(const struct retrain *retrain);
/* Is or may there be a run, as far as one can see from here? */
bool retrain_goes_on(const struct retrain *retrain);
/* Adds what is owed to a ledger; then nothing is owed. */
void retrain_pay(struct retrain *retrain, double usd[LEDGER_COUNT]);

/*
 * retrain_policy.c. Time from one trigger to the next that costs least under the policy cost_aware:
 * it minimises C / T + Q c P(T) a second, where P(T) = 1 - exp(-m L) (1 - exp(-m T)) / (m T) is the
 * outdated share of the answers that may be outdated (docs/MODEL.md, [F8] [F9]). INFINITY where no
 * run is worth its cost, C >= Q c exp(-m L) / m; at least RETRAIN_LEAST_PERIOD_S.
 */
struct retrain_economy {
	double run_usd;       /* C, of one run */
	double queries_per_s; /* Q, whose answers may be outdated */
	double stale_usd;     /* c, damage by an outdated one */
	double change_per_s;  /* m, of what a query asks for */
	double lead_s;        /* L */
};
extern const double RETRAIN_LEAST_PERIOD_S;
double retrain_best_period_s(const struct retrain_economy *economy);

#endif
