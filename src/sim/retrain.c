// SPDX-License-Identifier: MIT
#include "sim/retrain.h"

#include <assert.h>
#include <math.h>

#include "base/variate.h"
#include "sim/profile.h"

/* The first withdrawal after t_s. */
static double retires_after_s(const struct retrain_spec *spec, double t_s)
{
	double k;

	if (spec->life_s == 0)
		return INFINITY;
	k = floor(t_s / spec->life_s) + 1;
	/* the quotient may be off by one for rounding */
	return k * spec->life_s > t_s ? k * spec->life_s : (k + 1) * spec->life_s;
}

void retrain_init(struct retrain *retrain, const struct retrain_spec *spec, double t_s)
{
	*retrain = (struct retrain){
		.spec = *spec,
		.last_start_s = -INFINITY,
		.calendar_base_s = t_s,
		.live_frozen_s = t_s - retrain_lead_s(spec),
		.kept_frac = 1,
		.retires_s = retires_after_s(spec, t_s),
	};
}

/* The policies that wait for a time and not for something to happen. */
static bool ticks(const struct retrain *retrain)
{
	return retrain->spec.policy == RETRAIN_CALENDAR ||
	       retrain->spec.policy == RETRAIN_COST_AWARE;
}

static double tick_next_s(const struct retrain *retrain)
{
	return retrain->calendar_base_s + (retrain->ticks + 1) * retrain->spec.every_s;
}

/* Ticks up to t_s are over; the quotient may be off by one for rounding. */
static void calendar_catch_up(struct retrain *retrain, double t_s)
{
	double over = floor((t_s - retrain->calendar_base_s) / retrain->spec.every_s);

	retrain->ticks = over > retrain->ticks + 1 ? over - 1 : retrain->ticks;
	while (tick_next_s(retrain) <= t_s)
		retrain->ticks++;
}

static void rebase(struct retrain *retrain, double t_s)
{
	retrain->calendar_base_s = t_s;
	retrain->ticks = 0;
}

void retrain_respec(struct retrain *retrain, const struct retrain_spec *spec, double t_s)
{
	bool other_policy = spec->policy != retrain->spec.policy;
	bool other_calendar = spec->policy == RETRAIN_CALENDAR &&
			      spec->every_s != retrain->spec.every_s;

	if (spec->life_s != retrain->spec.life_s) {
		retrain->retires_s = retires_after_s(spec, t_s);
		retrain->announced = false;
	}
	retrain->spec = *spec;
	if (other_policy || other_calendar)
		rebase(retrain, t_s);
	if (other_policy && (spec->policy == RETRAIN_NEVER || spec->policy == RETRAIN_MANUAL))
		retrain->wanted = false;
}

static double start_allowed_s(const struct retrain *retrain)
{
	return retrain->last_start_s + retrain->spec.min_gap_s;
}

/* The base that a run which starts now is made of. */
static int newest_base(const struct retrain *retrain)
{
	return retrain->bases_gone + retrain->announced;
}

/* When a run may start that is asked for, by the policy or for a new base. */
static double start_next_s(const struct retrain *retrain)
{
	double next_s = retrain->wanted ? start_allowed_s(retrain) : INFINITY;

	if (retrain->live_base < newest_base(retrain) && retrain->retune_from_s < next_s)
		next_s = retrain->retune_from_s;
	return next_s;
}

static double base_next_s(const struct retrain *retrain)
{
	if (!(retrain->retires_s < INFINITY))
		return INFINITY;
	return retrain->announced ? retrain->retires_s
				  : retrain->retires_s - retrain_lead_s(&retrain->spec);
}

double retrain_next_s(const struct retrain *retrain)
{
	double next_s = retrain->phase != PHASE_IDLE ? retrain->phase_end_s : start_next_s(retrain);

	if (base_next_s(retrain) < next_s)
		next_s = base_next_s(retrain);
	/* a tick adds nothing to a trigger that waits already */
	if (ticks(retrain) && !retrain->wanted && tick_next_s(retrain) < next_s)
		next_s = tick_next_s(retrain);
	return next_s;
}

void retrain_trigger(struct retrain *retrain)
{
	retrain->wanted = true;
}

void retrain_spoil(struct retrain *retrain)
{
	retrain->fails_next = true;
}

void retrain_pay(struct retrain *retrain, double usd[LEDGER_COUNT])
{
	for (int c = 0; c < LEDGER_COUNT; c++) {
		usd[c] += retrain->owed_usd[c];
		retrain->owed_usd[c] = 0;
	}
}

static void charge_stage(struct retrain *retrain, enum retrain_phase phase)
{
	static const enum ledger categories[PHASE_COUNT] = {
		[PHASE_LABEL] = LEDGER_LABELS,          [PHASE_PREPARE] = LEDGER_PREPARATION,
		[PHASE_EXPERIMENT] = LEDGER_RETRAINING, [PHASE_TRAIN] = LEDGER_RETRAINING,
		[PHASE_EVALUATE] = LEDGER_EVALUATION,   [PHASE_DEPLOY] = LEDGER_RETRAINING,
	};

	retrain->owed_usd[categories[phase]] += retrain->spec.usd[phase];
}

static double length_s(const struct retrain *retrain, enum retrain_phase phase,
		       struct retrain_luck *luck)
{
	double mean_s = retrain->spec.mean_s[phase], cv = retrain->spec.duration_cv;
	struct lognormal law;

	if (mean_s == 0)
		return 0;
	if (phase == PHASE_WAIT)
		return mean_s * variate_exponential_from_unit(rng_unit(&luck->durations));
	if (cv == 0)
		return mean_s;
	law = lognormal_from_mean_cv(mean_s, cv);
	return lognormal_at(&law, variate_normal_from_unit(rng_unit(&luck->durations)));
}

/* Stages that take no time, and whose end decides nothing, are gone through at once. */
static bool passes_over(const struct retrain *retrain, enum retrain_phase phase)
{
	switch (phase) {
	case PHASE_LABEL:
	case PHASE_PREPARE:
	case PHASE_WAIT:
	case PHASE_TRAIN:
		return retrain->spec.mean_s[phase] == 0;
	case PHASE_EXPERIMENT:
		return retrain->experiments_left == 0;
	case PHASE_CANARY:
		return retrain->spec.mean_s[phase] == 0 && retrain->spec.canary_fail_frac == 0;
	case PHASE_IDLE:
	case PHASE_EVALUATE:
	case PHASE_DEPLOY:
	case PHASE_COUNT:
		break;
	}
	return false;
}

static void enter(struct retrain *retrain, enum retrain_phase phase, double t_s,
		  struct retrain_luck *luck)
{
	for (; passes_over(retrain, phase); phase++)
		if (phase != PHASE_EXPERIMENT)
			charge_stage(retrain, phase);
	charge_stage(retrain, phase);
	retrain->phase = phase;
	retrain->phase_end_s = t_s + length_s(retrain, phase, luck);
}

static enum retrain_outcome start(struct retrain *retrain, double t_s, struct retrain_luck *luck)
{
	if (retrain->spec.policy == RETRAIN_CALENDAR)
		calendar_catch_up(retrain, t_s);
	else
		rebase(retrain, t_s);
	retrain->wanted = false;
	retrain->tries = 0;
	retrain->experiments_left = retrain->spec.experiments;
	retrain->last_start_s = retrain->frozen_s = t_s;
	retrain->run_base = newest_base(retrain);
	if (retrain->spec.all_in)
		retrain->owed_usd[LEDGER_RETRAINING] += retrain->spec.run_usd;
	enter(retrain, PHASE_LABEL, t_s, luck);
	return RETRAIN_STARTED;
}

/* A run comes to nothing: the old model stays. */
static void ends(struct retrain *retrain)
{
	double gap_s = retrain->spec.min_gap_s > DAY_S ? retrain->spec.min_gap_s : DAY_S;

	retrain->phase = PHASE_IDLE;
	retrain->retune_from_s = retrain->last_start_s + gap_s;
}

/* The draw is made in any case, so that an incident does not disturb the luck of those after it. */
static bool passes(struct retrain *retrain, struct retrain_luck *luck)
{
	bool passed = rng_unit(&luck->evaluation) < retrain->spec.pass_frac && !retrain->fails_next;

	retrain->fails_next = false;
	return passed;
}

static enum retrain_outcome evaluated(struct retrain *retrain, double t_s,
				      struct retrain_luck *luck)
{
	retrain->tries++;
	if (passes(retrain, luck)) {
		enter(retrain, PHASE_CANARY, t_s, luck);
		return RETRAIN_NOTHING;
	}
	if (retrain->tries < retrain->spec.max_tries) {
		if (retrain->spec.all_in)
			retrain->owed_usd[LEDGER_RETRAINING] += retrain->spec.repeat_usd;
		enter(retrain, PHASE_TRAIN, t_s, luck);
		return RETRAIN_REPEATED;
	}
	ends(retrain);
	return RETRAIN_GIVEN_UP;
}

static enum retrain_outcome canary_over(struct retrain *retrain, double t_s,
					struct retrain_luck *luck)
{
	if (rng_unit(&luck->canary) >= retrain->spec.canary_fail_frac) {
		enter(retrain, PHASE_DEPLOY, t_s, luck);
		return RETRAIN_NOTHING;
	}
	ends(retrain);
	return RETRAIN_ROLLED_BACK;
}

static enum retrain_outcome deploys(struct retrain *retrain, double t_s)
{
	if (retrain->run_base > retrain->live_base)
		retrain->kept_frac = 1;
	else
		retrain->kept_frac *= 1 - retrain->spec.forgetting_frac;
	retrain->live_base = retrain->run_base;
	retrain->live_frozen_s = retrain->frozen_s;
	retrain->retune_from_s = t_s;
	retrain->phase = PHASE_IDLE;
	return RETRAIN_DEPLOYED;
}

static enum retrain_outcome phase_over(struct retrain *retrain, double t_s,
				       struct retrain_luck *luck)
{
	switch (retrain->phase) {
	case PHASE_LABEL:
	case PHASE_PREPARE:
	case PHASE_WAIT:
	case PHASE_TRAIN:
		enter(retrain, retrain->phase + 1, t_s, luck);
		return RETRAIN_NOTHING;
	case PHASE_EXPERIMENT:
		retrain->experiments_left--;
		enter(retrain, PHASE_EXPERIMENT, t_s, luck);
		return RETRAIN_NOTHING;
	case PHASE_EVALUATE:
		return evaluated(retrain, t_s, luck);
	case PHASE_CANARY:
		return canary_over(retrain, t_s, luck);
	case PHASE_DEPLOY:
		return deploys(retrain, t_s);
	case PHASE_IDLE:
	case PHASE_COUNT:
		break;
	}
	assert(!"a phase was over");
	return RETRAIN_NOTHING;
}

/* The successor is there. What is being made of the old base would live for a lead at most. */
static enum retrain_outcome announce(struct retrain *retrain, double t_s)
{
	retrain->announced = true;
	retrain->retune_from_s = t_s;
	if (retrain->phase == PHASE_IDLE || retrain->run_base > retrain->live_base)
		return RETRAIN_NOTHING;
	retrain->phase = PHASE_IDLE;
	return RETRAIN_BROKEN_OFF;
}

static enum retrain_outcome retire(struct retrain *retrain)
{
	retrain->bases_gone++;
	retrain->announced = false;
	retrain->retires_s = retires_after_s(&retrain->spec, retrain->retires_s);
	return RETRAIN_BASE_RETIRED;
}

enum retrain_outcome retrain_step(struct retrain *retrain, double t_s, struct retrain_luck *luck)
{
	if (retrain->phase != PHASE_IDLE && retrain->phase_end_s <= t_s)
		return phase_over(retrain, t_s, luck);
	if (base_next_s(retrain) <= t_s)
		return retrain->announced ? retire(retrain) : announce(retrain, t_s);
	if (ticks(retrain) && tick_next_s(retrain) <= t_s)
		retrain_trigger(retrain);
	if (retrain->phase == PHASE_IDLE && start_next_s(retrain) <= t_s)
		return start(retrain, t_s, luck);
	return RETRAIN_NOTHING;
}

double retrain_newest_frozen_s(const struct retrain *retrain)
{
	return retrain->phase == PHASE_IDLE ? retrain->live_frozen_s : retrain->frozen_s;
}

bool retrain_untuned(const struct retrain *retrain)
{
	return retrain->live_base < retrain->bases_gone;
}

bool retrain_goes_on(const struct retrain *retrain)
{
	switch (retrain->spec.policy) {
	case RETRAIN_NEVER:
	case RETRAIN_MANUAL:
	case RETRAIN_COST_AWARE:
		return retrain->phase != PHASE_IDLE || retrain->wanted ||
		       retrain->retires_s < INFINITY || retrain_untuned(retrain) ||
		       (ticks(retrain) && tick_next_s(retrain) < INFINITY);
	case RETRAIN_CALENDAR:
	case RETRAIN_UPDATES:
	case RETRAIN_STALENESS:
		break;
	}
	return true;
}
