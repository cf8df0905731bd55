// SPDX-License-Identifier: MIT
#include "sim/retrain.h"

#include <assert.h>
#include <math.h>

#include "sim/profile.h"

void retrain_spec_init(struct retrain_spec *spec, const struct params *params, enum arch arch)
{
	bool hybrid = arch == ARCH_HYBRID;

	*spec = (struct retrain_spec){
		.policy = (enum retrain_policy)(int)(hybrid ? params->hybrid.retrain_policy
							    : params->ft.retrain_policy),
		.every_s = DAY_S * (hybrid ? params->hybrid.retrain_every_days
					   : params->ft.retrain_every_days),
		.min_gap_s = DAY_S * params->ft.min_gap_days,
		.after_updates = (int)params->ft.retrain_after_updates,
		.prep_s = DAY_S * params->ft.prep_days,
		.train_s = HOUR_S * params->ft.train_hours,
		.eval_s = DAY_S * params->ft.eval_days,
		.deploy_s = HOUR_S * params->ft.deploy_hours,
		.pass_frac = params->ft.eval_pass_frac,
		.max_tries = (int)params->ft.max_tries,
		.run_usd = hybrid ? params->hybrid.run_usd : params->ft.run_usd,
	};
	spec->repeat_usd = spec->run_usd * params->ft.repeat_frac;
}

double retrain_lead_s(const struct retrain_spec *spec)
{
	return spec->prep_s + spec->train_s + spec->eval_s + spec->deploy_s;
}

void retrain_init(struct retrain *retrain, const struct retrain_spec *spec)
{
	*retrain = (struct retrain){
		.spec = *spec,
		.last_start_s = -INFINITY,
		.live_frozen_s = -retrain_lead_s(spec),
	};
}

static double calendar_next_s(const struct retrain *retrain)
{
	return retrain->calendar_base_s + (retrain->ticks + 1) * retrain->spec.every_s;
}

static bool calendar_runs(const struct retrain *retrain)
{
	return retrain->spec.policy == RETRAIN_CALENDAR;
}

/* Ticks up to t_s are over; the quotient may be off by one for rounding. */
static void calendar_catch_up(struct retrain *retrain, double t_s)
{
	double ticks = floor((t_s - retrain->calendar_base_s) / retrain->spec.every_s);

	retrain->ticks = ticks > retrain->ticks + 1 ? ticks - 1 : retrain->ticks;
	while (calendar_next_s(retrain) <= t_s)
		retrain->ticks++;
}

void retrain_respec(struct retrain *retrain, const struct retrain_spec *spec, double t_s)
{
	bool rebase = spec->policy != retrain->spec.policy ||
		      spec->every_s != retrain->spec.every_s;

	retrain->spec = *spec;
	if (rebase) {
		retrain->calendar_base_s = t_s;
		retrain->ticks = 0;
	}
	if (spec->policy == RETRAIN_NEVER)
		retrain->wanted = false;
}

static double start_allowed_s(const struct retrain *retrain)
{
	return retrain->last_start_s + retrain->spec.min_gap_s;
}

double retrain_next_s(const struct retrain *retrain)
{
	double next_s = INFINITY;

	if (retrain->phase != PHASE_IDLE)
		next_s = retrain->phase_end_s;
	else if (retrain->wanted)
		next_s = start_allowed_s(retrain);
	/* a tick adds nothing to a trigger that waits already */
	if (calendar_runs(retrain) && !retrain->wanted && calendar_next_s(retrain) < next_s)
		next_s = calendar_next_s(retrain);
	return next_s;
}

void retrain_trigger(struct retrain *retrain)
{
	retrain->wanted = true;
}

static void enter(struct retrain *retrain, enum retrain_phase phase, double t_s, double length_s)
{
	retrain->phase = phase;
	retrain->phase_end_s = t_s + length_s;
}

static enum retrain_outcome start(struct retrain *retrain, double t_s)
{
	if (calendar_runs(retrain))
		calendar_catch_up(retrain, t_s);
	retrain->wanted = false;
	retrain->tries = 0;
	retrain->last_start_s = retrain->frozen_s = t_s;
	enter(retrain, PHASE_PREPARE, t_s, retrain->spec.prep_s);
	return RETRAIN_STARTED;
}

static enum retrain_outcome evaluated(struct retrain *retrain, double t_s, struct rng *rng)
{
	retrain->tries++;
	if (rng_unit(rng) < retrain->spec.pass_frac) {
		enter(retrain, PHASE_DEPLOY, t_s, retrain->spec.deploy_s);
		return RETRAIN_NOTHING;
	}
	if (retrain->tries < retrain->spec.max_tries) {
		enter(retrain, PHASE_TRAIN, t_s, retrain->spec.train_s);
		return RETRAIN_REPEATED;
	}
	retrain->phase = PHASE_IDLE;
	return RETRAIN_GIVEN_UP;
}

static enum retrain_outcome phase_over(struct retrain *retrain, double t_s, struct rng *rng)
{
	switch (retrain->phase) {
	case PHASE_PREPARE:
		enter(retrain, PHASE_TRAIN, t_s, retrain->spec.train_s);
		return RETRAIN_NOTHING;
	case PHASE_TRAIN:
		enter(retrain, PHASE_EVALUATE, t_s, retrain->spec.eval_s);
		return RETRAIN_NOTHING;
	case PHASE_EVALUATE:
		return evaluated(retrain, t_s, rng);
	case PHASE_DEPLOY:
		retrain->live_frozen_s = retrain->frozen_s;
		retrain->phase = PHASE_IDLE;
		return RETRAIN_DEPLOYED;
	case PHASE_IDLE:
		break;
	}
	assert(!"a phase was over");
	return RETRAIN_NOTHING;
}

enum retrain_outcome retrain_step(struct retrain *retrain, double t_s, struct rng *rng)
{
	if (retrain->phase != PHASE_IDLE && retrain->phase_end_s <= t_s)
		return phase_over(retrain, t_s, rng);
	if (calendar_runs(retrain) && calendar_next_s(retrain) <= t_s)
		retrain_trigger(retrain);
	if (retrain->phase == PHASE_IDLE && retrain->wanted && start_allowed_s(retrain) <= t_s)
		return start(retrain, t_s);
	return RETRAIN_NOTHING;
}

double retrain_newest_frozen_s(const struct retrain *retrain)
{
	return retrain->phase == PHASE_IDLE ? retrain->live_frozen_s : retrain->frozen_s;
}
