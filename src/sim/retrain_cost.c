// SPDX-License-Identifier: MIT
/* What a run of the pipeline takes and costs, from the parameters. */
#include "sim/retrain.h"

#include <math.h>

#include "base/fmath.h"
#include "sim/arch.h"
#include "sim/profile.h"
#include "sim/form.h"

/* Operations per parameter and token. Forward 2, gradients of activations 2, of weights 2: low-rank
 * adapters leave out the last. */
static const double FULL_OPERATIONS = 6, LORA_OPERATIONS = 4;

static double training_usd(const struct params *p)
{
	double tokens = p->ft.train_tok * p->ft.epochs;
	double operations = (p->ft.method == METHOD_LORA ? LORA_OPERATIONS : FULL_OPERATIONS) *
			    p->ft.model_params_b * 1e9 * tokens;

	if (p->ft.train_gpu_usd_per_hour > 0)
		return operations / (p->ft.gpu_tflops * 1e12) / HOUR_S *
		       p->ft.train_gpu_usd_per_hour;
	return tokens * p->ft.train_usd_per_mtok / 1e6;
}

/* Adapters leave the weights as they are, and so more of what they know. With few labels a model
 * learns them by heart at the cost of the rest (S4:95): by how much is assumed. */
static double forgetting(const struct params *p)
{
	double labels = p->ft.labels, frac = p->ft.forgetting_frac;

	if (p->ft.method == METHOD_LORA)
		frac /= 2;
	if (labels < FORM_LABELS_ENOUGH)
		frac = labels > 0 ? frac * FORM_LABELS_ENOUGH / labels : frac > 0;
	return frac < 1 ? frac : 1;
}

static void durations(struct retrain_spec *spec, const struct params *p)
{
	spec->mean_s[PHASE_LABEL] = DAY_S * p->ft.label_days;
	spec->mean_s[PHASE_PREPARE] = DAY_S * p->ft.prep_days;
	spec->mean_s[PHASE_WAIT] = DAY_S * p->ft.hardware_wait_days;
	spec->mean_s[PHASE_EXPERIMENT] = HOUR_S * p->ft.train_hours;
	spec->mean_s[PHASE_TRAIN] = HOUR_S * p->ft.train_hours;
	spec->mean_s[PHASE_EVALUATE] = DAY_S * p->ft.eval_days;
	spec->mean_s[PHASE_CANARY] = DAY_S * p->ft.canary_days;
	/* an adapter is swapped in the models that run */
	spec->mean_s[PHASE_DEPLOY] = p->ft.method == METHOD_LORA ? 0 : HOUR_S * p->ft.deploy_hours;
}

static void stage_costs(struct retrain_spec *spec, const struct params *p)
{
	spec->usd[PHASE_LABEL] = p->ft.new_labels * p->ft.label_usd;
	spec->usd[PHASE_PREPARE] = p->ft.prep_usd;
	spec->usd[PHASE_EXPERIMENT] = spec->usd[PHASE_TRAIN] = training_usd(p);
	spec->usd[PHASE_EVALUATE] = p->ft.eval_usd;
	spec->usd[PHASE_DEPLOY] = p->ft.deploy_usd;
}

static double over_stages(const struct retrain_spec *spec, const double each[PHASE_COUNT])
{
	double sum = 0;

	for (int phase = PHASE_LABEL; phase < PHASE_COUNT; phase++)
		sum += each[phase] * (phase == PHASE_EXPERIMENT ? spec->experiments : 1);
	return sum;
}

static void costs(struct retrain_spec *spec, const struct params *p, double run_usd)
{
	spec->all_in = !isnan(run_usd);
	if (spec->all_in) {
		spec->run_usd = run_usd;
		spec->repeat_usd = run_usd * p->ft.repeat_frac;
		return;
	}
	stage_costs(spec, p);
	spec->run_usd = over_stages(spec, spec->usd);
	spec->repeat_usd = spec->usd[PHASE_TRAIN] + spec->usd[PHASE_EVALUATE];
}

void retrain_spec_init(struct retrain_spec *spec, const struct params *params, enum arch arch)
{
	bool hybrid = arch_facts(arch) != FACTS_MODEL; /* for its behaviour, not for facts */

	*spec = (struct retrain_spec){
		.policy = (enum retrain_policy)(int)(hybrid ? params->hybrid.retrain_policy
							    : params->ft.retrain_policy),
		.every_s = DAY_S * (hybrid ? params->hybrid.retrain_every_days
					   : params->ft.retrain_every_days),
		.min_gap_s = DAY_S * params->ft.min_gap_days,
		.after_updates = (int)(hybrid ? params->hybrid.retrain_after_changes
					      : params->ft.retrain_after_updates),
		.stale_frac = params->ft.retrain_stale_frac,
		.duration_cv = params->ft.duration_cv,
		.experiments = (int)params->ft.experiments,
		.pass_frac = params->ft.eval_pass_frac,
		.canary_fail_frac = params->ft.canary_fail_frac,
		.max_tries = (int)params->ft.max_tries,
		.forgetting_frac = forgetting(params),
		.life_s = DAY_S * params->base.life_days,
	};
	if (spec->policy == RETRAIN_COST_AWARE)
		spec->every_s = INFINITY;
	durations(spec, params);
	costs(spec, params, hybrid ? params->hybrid.run_usd : params->ft.run_usd);
}

double retrain_lead_s(const struct retrain_spec *spec)
{
	return over_stages(spec, spec->mean_s);
}

double retrain_expected_usd(const struct retrain_spec *spec)
{
	double fails = 1 - spec->pass_frac, tries = spec->max_tries - 1, repeats;

	/* fails + fails^2 + ...: as many as may be repeated */
	repeats = fails < 1 ? fails * (1 - fm_pow(fails, tries)) / (1 - fails) : tries;
	return spec->run_usd + repeats * spec->repeat_usd;
}
