// SPDX-License-Identifier: MIT
/* A model served by yourself: steps summed in closed form against every single step, and closed
 * forms of what comes out. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/variate.h"
#include "base/xalloc.h"
#include "validate/checks.h"
#include "validate/loop.h"
#include "validate/steps.h"
#include "validate/theory.h"

enum { QUERIES = 2000 };

/* 70B parameters, 8 bits, 4 x H100; see docs/MODEL.md. */
static const struct batch_setup large = { .replicas = 1,
					  .max_batch = 256,
					  .kv_tok = 600000,
					  .prefill_budget_tok = 8192,
					  .step_a_s = 11.02e-3,
					  .step_b_s = 0.055e-3,
					  .step_c_s = 2.79e-8,
					  .step_d_s = 0.0446e-3 };

struct crowd {
	double rate_rps, prompt_tok, output_tok, cv;
	int replicas, max_batch;
	double kv_tok, budget_tok;
};

static double whole_tok(double tokens)
{
	return tokens < 1 ? 1 : floor(tokens + 0.5);
}

static void draw_crowd(const struct crowd *crowd, struct step_query *queries)
{
	struct lognormal law = lognormal_from_mean_cv(1, crowd->cv);
	double t_s = 0, u[3];
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "crowd");
	for (int i = 0; i < QUERIES; i++) {
		variate_fill_unit(&rng, u, 3);
		t_s += variate_exponential_from_unit(u[0]) / crowd->rate_rps;
		queries[i] = (struct step_query){
			.arrival_s = t_s,
			.prompt_tok = whole_tok(crowd->prompt_tok *
						lognormal_at(&law, variate_normal_from_unit(u[1]))),
			.output_tok = whole_tok(crowd->output_tok *
						lognormal_at(&law, variate_normal_from_unit(u[2]))),
		};
	}
}

static void take_reports(struct batch *batch, double until_s, struct step_query *queries)
{
	struct batch_report report;

	while (batch_next(batch, until_s, &report)) {
		struct step_query *query = &queries[report.id];

		query->refused = report.refused;
		query->first_s = report.first_s;
		query->done_s = report.done_s;
	}
}

static void closed_form(const struct batch_setup *setup, struct step_query *queries)
{
	struct batch batch = { 0 };

	batch_reset(&batch, setup);
	for (int i = 0; i < QUERIES; i++) {
		take_reports(&batch, queries[i].arrival_s, queries);
		batch_arrive(&batch, queries[i].arrival_s, (uint32_t)i, queries[i].prompt_tok, 0,
			     queries[i].output_tok);
	}
	take_reports(&batch, INFINITY, queries);
	batch_release(&batch);
}

/* Mean time to the first token and to the last, of those who are served. */
static void means_of(const struct step_query *queries, double *first_s, double *stay_s)
{
	int served = 0;

	*first_s = *stay_s = 0;
	for (int i = 0; i < QUERIES; i++) {
		if (queries[i].refused)
			continue;
		served++;
		*first_s += queries[i].first_s - queries[i].arrival_s;
		*stay_s += queries[i].done_s - queries[i].arrival_s;
	}
	*first_s /= served;
	*stay_s /= served;
}

static void every_step(const void *argument, struct claims *claims)
{
	const struct crowd *crowd = argument;
	struct step_query *queries = xcalloc(QUERIES, sizeof(*queries));
	double first_s, stay_s, theory_first_s, theory_stay_s;
	struct batch_setup setup = large;

	setup.replicas = crowd->replicas;
	setup.max_batch = crowd->max_batch;
	setup.kv_tok = crowd->kv_tok;
	setup.prefill_budget_tok = crowd->budget_tok;
	draw_crowd(crowd, queries);
	closed_form(&setup, queries);
	means_of(queries, &first_s, &stay_s);
	draw_crowd(crowd, queries);
	steps_run(&setup, queries, QUERIES);
	means_of(queries, &theory_first_s, &theory_stay_s);
	claim_exact(claims, 0, theory_first_s, first_s, 1e-8);
	claim_exact(claims, 1, theory_stay_s, stay_s, 1e-8);
	free(queries);
}

/* A closed loop of equal queries: each takes as many steps as it has tokens, and over so many steps
 * each of the others has all of its own. The step that reads its own prompt is before its first
 * token. */
static void closed_loop(const void *argument, struct claims *claims)
{
	const struct loop *loop = argument;
	struct loop_figures found = loop_run(&large, loop);
	double B = loop->concurrency, P = loop->prompt_tok, O = loop->output_tok;
	double writing = (O - 1) / O, context_s = large.step_c_s * (P + O / 2 - 1);
	double base_s = large.step_a_s + large.step_b_s * B, read_s = large.step_d_s * P / O;
	double step_s = base_s + B * (writing * context_s + read_s);
	double token_s = base_s + context_s + (B - 1) * (writing * context_s + read_s);

	claim_exact(claims, 0, 1000 * token_s, 1000 * found.tpot_s, 5 * token_s);
	claim_exact(claims, 1, B / (O * step_s), found.rps, 0.005 * B / (O * step_s));
}

/* clang-format off */
#define STEPS(name, ...) \
	{ "Every step, own model (s)", name, { "first", "stay" }, every_step, \
	  &(const struct crowd){ __VA_ARGS__ }, 0, NULL }
#define LOOP(name, ...) \
	{ "Closed loop, own model", name, { "ms a token", "rate" }, closed_loop, \
	  &(const struct loop){ __VA_ARGS__ }, 0, NULL }

const struct check batch_checks[] = {
	STEPS("light", 0.2, 800, 200, 1, 1, 256, 6e5, 8192),
	STEPS("busy", 12, 800, 200, 1, 1, 256, 6e5, 8192),
	STEPS("three replicas", 40, 800, 200, 1, 3, 256, 6e5, 8192),
	STEPS("small batch", 10, 800, 200, 1, 2, 8, 6e5, 8192),
	STEPS("little memory", 6, 800, 200, 1.5, 1, 256, 9000, 8192),
	STEPS("long prompts", 1, 12000, 100, 1, 2, 64, 6e5, 2048),
	LOOP("16 clients", 16, 1024, 256),
	LOOP("128 clients", 128, 2048, 512),
	{ 0 },
};
