// SPDX-License-Identifier: MIT
#include "batch_rig.h"

#include <check.h>
#include <math.h>

#include "base/rng.h"
#include "base/variate.h"

struct step_query queries[QUERIES];
struct batch batch;

void take_reports(double until_s)
{
	struct batch_report report;

	while (batch_next(&batch, until_s, &report)) {
		struct step_query *query = &queries[report.id];

		query->refused = report.refused;
		query->admitted_s = report.admitted_s;
		query->first_s = report.first_s;
		query->done_s = report.done_s;
	}
}

void closed_form(const struct batch_setup *setup)
{
	batch_reset(&batch, setup);
	for (int id = 0; id < QUERIES; id++) {
		take_reports(queries[id].arrival_s);
		ck_assert(batch_arrive(&batch, queries[id].arrival_s, (uint32_t)id,
				       queries[id].prompt_tok, 0, queries[id].output_tok));
	}
	take_reports(INFINITY);
}

static double at_least_one(double tokens)
{
	return tokens < 1 ? 1 : floor(tokens + 0.5);
}

void draw_queries(uint64_t seed, double rate_rps, double prompt_tok, double output_tok, double cv)
{
	struct lognormal law = lognormal_from_mean_cv(1, cv);
	double t_s = 0;
	struct rng rng;

	rng_open(&rng, seed, 0, 0, "test-batch");
	for (int i = 0; i < QUERIES; i++) {
		double u[3];

		variate_fill_unit(&rng, u, 3);
		t_s += variate_exponential_from_unit(u[0]) / rate_rps;
		queries[i] = (struct step_query){
			.arrival_s = t_s,
			.prompt_tok = at_least_one(
				prompt_tok * lognormal_at(&law, variate_normal_from_unit(u[1]))),
			.output_tok = at_least_one(
				output_tok * lognormal_at(&law, variate_normal_from_unit(u[2]))),
		};
	}
}

const struct batch_setup large = { .replicas = 1,
				   .max_batch = 256,
				   .kv_tok = 600000,
				   .prefill_budget_tok = 8192,
				   .step_a_s = 11.02e-3,
				   .step_b_s = 0.055e-3,
				   .step_c_s = 2.79e-8,
				   .step_d_s = 0.0446e-3 };
