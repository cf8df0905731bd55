// SPDX-License-Identifier: MIT
/* What is known not to hold, with its size: each simulated beside what it should be. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/batch.h"
#include "validate/checks.h"
#include "validate/loop.h"
#include "validate/theory.h"

/* Means of figures over so many runs. */
static void means_of(struct scenario *scenario, int fidelity, int seeds, const size_t *offsets,
		     int count, double *means)
{
	struct result *result = xcalloc(1, sizeof(*result));
	struct ksum sums[FIGURES_MAX] = { 0 };

	scenario->fidelity = fidelity;
	for (int s = 0; s < seeds; s++) {
		const struct arch_result *arch = plain_run(scenario, 1 + (uint64_t)s, result);

		for (int i = 0; i < count; i++)
			ksum_add(&sums[i], arch ? *(const double *)((const char *)arch + offsets[i])
						: (double)NAN);
	}
	for (int i = 0; i < count; i++)
		means[i] = ksum_value(&sums[i]) / seeds;
	free(result);
}

#define FIGURE(member) offsetof(struct arch_result, member)

/* The size that is declared decides. */
static void claim_limit(struct claims *claims, int figure, double theory, double found)
{
	claim_exact(claims, figure, theory, found, 0);
}

/* Where prompts are read more slowly than answers are written, fewer are there while a batch is not
 * full, and its steps are shorter. */
static void slow_reading(const void *argument, struct claims *claims)
{
	const struct batch_setup setup = { .replicas = 1,
					   .max_batch = 64,
					   .kv_tok = 6e5,
					   .prefill_budget_tok = 50,
					   .step_a_s = 11.02e-3,
					   .step_b_s = 0.055e-3,
					   .step_c_s = 2.79e-8,
					   .step_d_s = 0.0446e-3 };
	const struct batch_load load = { .prompt_tok = 800, .output_tok = 200 };
	const struct loop loop = { *(const int *)argument, 800, 200 };

	claim_limit(claims, 0, loop_run(&setup, &loop).rps, batch_full_rps(&setup, &load));
}

/* ---- sampled runs beside exact ones ---- */

enum { EXACT_SEEDS = 2, SAMPLED_SEEDS = 8 };

static void claim_sampled(struct claims *claims, struct scenario *scenario, const size_t *figures,
			  int count)
{
	double exact[FIGURES_MAX], sampled[FIGURES_MAX];

	means_of(scenario, FIDELITY_EXACT, EXACT_SEEDS, figures, count, exact);
	means_of(scenario, 0, SAMPLED_SEEDS, figures, count, sampled);
	for (int i = 0; i < count; i++)
		claim_limit(claims, i, exact[i], sampled[i]);
}

static void own_model(struct scenario *scenario, double volume_qpm, double days)
{
	plain_scenario(scenario, ARCH_RAG);
	scenario->params.traffic.volume_qpm = volume_qpm;
	scenario->horizon_days = days;
	scenario->params.traffic.prompt_cv = scenario->params.traffic.answer_cv = 1;
	scenario->params.serving.mode = SERVING_SELF;
	scenario->params.serving.replicas = 1;
}

static void set_from(struct scenario *scenario, double at_days, enum param_id param, double value)
{
	scenario->timeline[scenario->timeline_count++] = (struct timeline_entry){
		.at_days = at_days, .kind = TIMELINE_SET, .param = param, .value = value
	};
}

/* Who waits while the batch is narrow is let in at once when it is wide again. */
static void crowd_let_in(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(tpot_s.mean) };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	own_model(scenario, 1.7e6, 4);
	set_from(scenario, 1, P_serving_max_batch, 1);
	set_from(scenario, 2, P_serving_max_batch, 256);
	claim_sampled(claims, scenario, figures, 1);
	free(scenario);
}

static void slow_by_day(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(utilisation[STAGE_DECODE]) };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	own_model(scenario, 8e6, 1);
	scenario->params.serving.prefill_budget_tok = 50;
	scenario->params.serving.step_b_ms = 0; /* else a longer line slows the steps */
	scenario->params.traffic.diurnal_frac = 0.8;
	claim_sampled(claims, scenario, figures, 1);
	free(scenario);
}

static void batch_overload(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(utilisation[STAGE_DECODE]),
					  FIGURE(in_system_mean[STAGE_PROMPT]),
					  FIGURE(ttft_s.mean) };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	own_model(scenario, 2.4e7, 0.25);
	scenario->params.serving.max_batch = 32;
	scenario->params.serving.queue_limit = 100;
	claim_sampled(claims, scenario, figures, 3);
	free(scenario);
}

/* Bursts of an hour that overload the search. */
static void long_bursts(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(wait_s[STAGE_SEARCH]) };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	plain_search(scenario, 3e6, 4, 0.6);
	scenario->horizon_days = 4;
	scenario->params.traffic.burst_factor = 3;
	scenario->params.traffic.burst_minutes = 60;
	scenario->params.traffic.bursts_per_day = 6;
	claim_sampled(claims, scenario, figures, 1);
	free(scenario);
}

/* Kept answers are found more often when queries come in clusters; windows take the share of a
 * Poisson stream. */
static void clustered_repeats(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(response_cache_hit_frac) };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	plain_scenario(scenario, ARCH_FT);
	scenario->params.traffic.volume_qpm = 30e3;
	scenario->params.traffic.repeat_frac = 0.5;
	scenario->params.traffic.burst_cv = 4;
	scenario->params.knowledge.facts = 200;
	scenario->params.serving.response_ttl_s = 7200;
	claim_sampled(claims, scenario, figures, 1);
	free(scenario);
}

/* clang-format off */
#define SAMPLED "Known limits of level 0"

const struct check limit_checks[] = {
	{ "Known limits", "slow reading", { "capacity" }, slow_reading, &(const int){ 16 }, .18,
	  "plans take a full batch's capacity for that of 16 clients" },
	{ SAMPLED, "crowd let in", { "token" }, crowd_let_in, NULL, .4,
	  "windows do not see a whole line of prompts read at once" },
	{ SAMPLED, "slow by day", { "busy" }, slow_by_day, NULL, .75,
	  "queries that wait to be read are in the line, not in the batch" },
	{ SAMPLED, "overload", { "busy", "in line", "first token" }, batch_overload, NULL, .03,
	  "the line outside of a window is a delay of all in it" },
	{ SAMPLED, "bursts of 1 h", { "wait" }, long_bursts, NULL, .4,
	  "windows are shorter than such a burst: use exact" },
	{ SAMPLED, "answers kept, cv 4", { "found" }, clustered_repeats, NULL, .06,
	  "below exact the share is that of Poisson arrivals" },
	{ 0 },
};
