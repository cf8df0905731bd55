// SPDX-License-Identifier: MIT
/*
 * L1. The retraining pipeline of one model: trigger, prepare, train, evaluate, deploy.
 *
 * Data are frozen at the trigger; updates during the pipeline are missed. A failed evaluation
 * trains again on the same data, or gives up after max_tries and keeps the old model. Triggers
 * while a run is under way, or sooner than min_gap after the last start, coalesce into one that
 * starts as soon as it may. Calendar triggers are at k x every, k = 1, 2 ..., counted from the last
 * change of policy. At time 0 the model is one whose data were frozen one lead time before. Times
 * in seconds.
 */
#ifndef RAGTOP_SIM_RETRAIN_H
#define RAGTOP_SIM_RETRAIN_H

#include <stdbool.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>
#include "base/rng.h"

/* The pipeline's parameters of one architecture, in seconds and dollars. */
struct retrain_spec {
	enum retrain_policy policy;
	double every_s, min_gap_s;
	int after_updates;
	double prep_s, train_s, eval_s, deploy_s;
	double pass_frac;
	int max_tries;
	double run_usd, repeat_usd;
};

enum retrain_phase { PHASE_IDLE, PHASE_PREPARE, PHASE_TRAIN, PHASE_EVALUATE, PHASE_DEPLOY };

enum retrain_outcome {
	RETRAIN_NOTHING,
	RETRAIN_STARTED,  /* costs run_usd */
	RETRAIN_REPEATED, /* an evaluation failed; costs repeat_usd */
	RETRAIN_GIVEN_UP, /* an evaluation failed for the last time */
	RETRAIN_DEPLOYED,
};

struct retrain {
	struct retrain_spec spec;
	enum retrain_phase phase;
	double phase_end_s;
	int tries;
	bool wanted;         /* a coalesced trigger */
	double last_start_s; /* -INFINITY before the first */
	double calendar_base_s;
	double ticks;         /* calendar triggers since the base */
	double frozen_s;      /* data date of the run under way */
	double live_frozen_s; /* data date of the deployed model */
};

void retrain_spec_init(struct retrain_spec *spec, const struct params *params, enum arch arch);
/* Trigger to deployment when the first evaluation passes. */
double retrain_lead_s(const struct retrain_spec *spec);

void retrain_init(struct retrain *retrain, const struct retrain_spec *spec);
/* The parameters change at t_s; a phase under way keeps the end it has. */
void retrain_respec(struct retrain *retrain, const struct retrain_spec *spec, double t_s);
/* When something happens next by itself; INFINITY if nothing will. */
double retrain_next_s(const struct retrain *retrain);
/* What happens at t_s == retrain_next_s(). One outcome a call; call again while the time is the
 * same. */
enum retrain_outcome retrain_step(struct retrain *retrain, double t_s, struct rng *rng);
/* Asks for a run at t_s; it starts at retrain_next_s(), perhaps at once. */
void retrain_trigger(struct retrain *retrain);
/* Data date after which an update is in no model and no run under way. */
double retrain_newest_frozen_s(const struct retrain *retrain);

#endif
