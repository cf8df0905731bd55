// SPDX-License-Identifier: MIT
/* What checks say, and what their scenarios begin with. */
#include <math.h> /* constants */

#include "validate/checks.h"

/* Of the intervals that decide: all cells together fail by chance once in a thousand. */
static const double FAILURE = 0.001;
enum { CELLS = 160 };

static double half_of(const double *x, int count, double level)
{
	double lo, hi;

	stats_mean_ci(x, (size_t)count, level, &lo, &hi);
	return (hi - lo) / 2;
}

void claim_spread(struct claims *claims, int figure, double theory, double found, const double *x,
		  int count, double bend_rel)
{
	claims->of[figure] = (struct claim){
		.theory = theory * claims->theory_factor,
		.found = found,
		.half = half_of(x, count, 0.95),
		.allowed = half_of(x, count, 1 - FAILURE / CELLS) + bend_rel * theory,
	};
}

void claim_mean(struct claims *claims, int figure, double theory, const double *x, int count,
		double bend_rel)
{
	struct ksum sum = { 0 };

	for (int i = 0; i < count; i++)
		ksum_add(&sum, x[i]);
	claim_spread(claims, figure, theory, ksum_value(&sum) / count, x, count, bend_rel);
}

void claim_exact(struct claims *claims, int figure, double theory, double found, double allowed)
{
	claims->of[figure] = (struct claim){
		.theory = theory * claims->theory_factor,
		.found = found,
		.half = (double)NAN,
		.allowed = allowed,
	};
}

void claim_usd(struct claims *claims, int figure, double theory, double found)
{
	claim_exact(claims, figure, theory, found, 0.005);
}

/* ---- scenarios to start from ---- */

static void no_cost(struct params *p)
{
	for (int i = 0; i < PARAM_COUNT; i++) {
		enum unit unit = param_table[i].unit;

		if (param_nullable((enum param_id)i))
			continue; /* as the other model's, which is free */
		if (unit == UNIT_USD || unit == UNIT_USD_PER_MONTH || unit == UNIT_USD_PER_MTOK ||
		    unit == UNIT_USD_PER_GB_MONTH || unit == UNIT_USD_PER_M)
			params_set(p, (enum param_id)i, 0);
	}
}

void plain_scenario(struct scenario *scenario, enum arch arch)
{
	struct params *p = &scenario->params;

	scenario_init(scenario);
	scenario->horizon_days = 30;
	scenario->fidelity = FIDELITY_EXACT;
	scenario->arch_count = 1;
	scenario->archs[0] = arch;
	no_cost(p);
	p->traffic.burst_cv = 1;
	p->traffic.diurnal_frac = p->traffic.weekend_frac = 0;
	p->traffic.growth_frac_per_month = 0;
	p->traffic.prompt_cv = p->traffic.answer_cv = 0;
	p->traffic.knowledge_frac = 1;
	p->base.ttft_cv = p->base.output_cv = 0;
	p->rag.embed_cv = p->rag.search_cv = 0;
	p->rag.search_dist = DIST_DETERMINISTIC;
	p->rag.queue_limit = p->rag.timeout_s = 0;
	p->knowledge.updates_per_month = p->knowledge.behaviour_changes_per_month = 0;
	p->ft.forgetting_frac = 0;
	p->ft.retrain_policy = p->hybrid.retrain_policy = RETRAIN_NEVER;
	p->ft.eval_pass_frac = 1;
	p->ft.min_gap_days = 0;
}

void plain_search(struct scenario *scenario, double queries, int servers, double load)
{
	struct params *p = &scenario->params;

	plain_scenario(scenario, ARCH_RAG);
	p->traffic.volume_qpm = queries;
	p->rag.embed_s = 0;
	p->rag.search_servers = servers;
	p->rag.search_s = load * servers * MONTH_S / queries;
	p->rag.search_dist = DIST_EXPONENTIAL;
	p->base.ttft_s = p->base.prompt_tok_s = p->base.output_tok_s = 0;
}

const struct arch_result *plain_run(struct scenario *scenario, uint64_t seed, struct result *result)
{
	struct arch_result *arch = &result->arch[scenario->archs[0]];
	struct error error;

	scenario->seed = seed;
	return run(scenario, NULL, result, &error) ? arch : NULL;
}
