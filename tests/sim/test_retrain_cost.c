// SPDX-License-Identifier: MIT
/* What a run costs: all in, or stage by stage as they start. */
#include "sim/retrain.h"

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"

static struct params params;
static struct retrain_spec spec;
static struct scenario scenario;
static struct world world;

/* Every part another amount, so that a sum says what is in it. */
static void parts(void)
{
	params_init(&params);
	params.ft.run_usd = params.hybrid.run_usd = PARAM_NULL;
	params.ft.new_labels = 300;
	params.ft.label_usd = 2;
	params.ft.prep_usd = 70;
	params.ft.train_tok = 2e6;
	params.ft.epochs = 4;
	params.ft.train_usd_per_mtok = 5;
	params.ft.eval_usd = 900;
	params.ft.deploy_usd = 8000;
	retrain_spec_init(&spec, &params, ARCH_FT);
}

START_TEST(all_in)
{
	parts();
	params.ft.run_usd = 5000;
	params.ft.repeat_frac = 0.6;
	params.ft.experiments = 3;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert(spec.all_in);
	ck_assert_double_eq(spec.run_usd, 5000);
	ck_assert_double_eq(spec.repeat_usd, 3000);
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		ck_assert_double_eq(spec.usd[phase], 0);
	/* the other model is priced by itself */
	retrain_spec_init(&spec, &params, ARCH_HYBRID);
	ck_assert(!spec.all_in);
}
END_TEST

START_TEST(sum_of_parts)
{
	parts();
	ck_assert(!spec.all_in);
	ck_assert_double_eq(spec.usd[PHASE_LABEL], 600);
	ck_assert_double_eq(spec.usd[PHASE_TRAIN], 40);
	ck_assert_double_eq(spec.run_usd, 600 + 70 + 40 + 900 + 8000);
	ck_assert_double_eq(spec.repeat_usd, 40 + 900);
	params.ft.experiments = 2;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_double_eq(spec.run_usd, 600 + 70 + 3 * 40 + 900 + 8000);
	ck_assert_double_eq(spec.repeat_usd, 40 + 900);
}
END_TEST

/* S0:67: 20 M tokens at $25 a million are $500, and with it 30 % of the budget is preparation. */
START_TEST(published_run)
{
	params_init(&params);
	params.ft.run_usd = PARAM_NULL;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_double_eq(spec.usd[PHASE_TRAIN], 500);
	ck_assert_double_eq_tol(spec.usd[PHASE_PREPARE] / (spec.usd[PHASE_PREPARE] + 500), 0.3,
				0.001);
	/* S1:79: a 7B model costs $10 to $100 a run in rented GPUs */
	params.ft.train_gpu_usd_per_hour = 2.5;
	params.ft.model_params_b = 7;
	params.ft.epochs = 3;
	params.ft.gpu_tflops = 125; /* an A100 at 40 % */
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_double_ge(spec.usd[PHASE_TRAIN], 10);
	ck_assert_double_le(spec.usd[PHASE_TRAIN], 100);
}
END_TEST

/* 6 x 7e9 parameters x 60e6 tokens = 2.52e18 operations; 1e14 a second take 7 hours. */
START_TEST(by_gpu_hours)
{
	parts();
	params.ft.train_gpu_usd_per_hour = 3;
	params.ft.model_params_b = 7;
	params.ft.train_tok = 20e6;
	params.ft.epochs = 3;
	params.ft.gpu_tflops = 100;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_double_eq_tol(spec.usd[PHASE_TRAIN], 21, 1e-9);
	params.ft.method = METHOD_LORA;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_double_eq_tol(spec.usd[PHASE_TRAIN], 14, 1e-9);
}
END_TEST

/* C + (q + q^2) R for three tries that each fail with probability q. */
START_TEST(expectation)
{
	parts();
	spec.pass_frac = 0.7;
	spec.max_tries = 3;
	ck_assert_double_eq_tol(retrain_expected_usd(&spec), spec.run_usd + 0.39 * spec.repeat_usd,
				1e-9);
	spec.pass_frac = 1;
	ck_assert_double_eq(retrain_expected_usd(&spec), spec.run_usd);
	spec.pass_frac = 0;
	ck_assert_double_eq(retrain_expected_usd(&spec), spec.run_usd + 2 * spec.repeat_usd);
	spec.max_tries = 1;
	ck_assert_double_eq(retrain_expected_usd(&spec), spec.run_usd);
}
END_TEST

/* A run from day 30 on: 2 days of labels, 3 of preparation, 1 of training, 4 of evaluation. */
static void one_run(double horizon_days)
{
	struct params *p = &scenario.params;

	fixture_quiet(&scenario);
	parts();
	p->ft = params.ft;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 30;
	p->ft.min_gap_days = 0;
	p->ft.eval_pass_frac = 1;
	p->ft.label_days = 2;
	p->ft.prep_days = 3;
	p->ft.train_hours = 24;
	p->ft.eval_days = 4;
	p->ft.deploy_hours = 24;
	p->ft.upfront_usd = p->ft.hosting_usd_per_month = 0;
	scenario.horizon_days = horizon_days;
}

static void check_ledger(double labels, double preparation, double evaluation, double retraining)
{
	const double *usd = world.out[ARCH_FT].usd;

	ck_assert_double_eq(usd[LEDGER_LABELS], labels);
	ck_assert_double_eq(usd[LEDGER_PREPARATION], preparation);
	ck_assert_double_eq(usd[LEDGER_EVALUATION], evaluation);
	ck_assert_double_eq(usd[LEDGER_RETRAINING], retraining);
	ck_assert_double_eq(usd[LEDGER_HOSTING], 0);
}

/* What has not begun has not been paid. */
START_TEST(stages_are_charged_as_they_start)
{
	static const struct {
		double horizon_days, labels, preparation, evaluation, retraining;
	} cases[] = {
		{ 29, 0, 0, 0, 0 },         { 30, 600, 0, 0, 0 },     { 31, 600, 0, 0, 0 },
		{ 33, 600, 70, 0, 0 },      { 35.5, 600, 70, 0, 40 }, { 38, 600, 70, 900, 40 },
		{ 41, 600, 70, 900, 8040 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		one_run(cases[i].horizon_days);
		world_once(&world, &scenario);
		check_ledger(cases[i].labels, cases[i].preparation, cases[i].evaluation,
			     cases[i].retraining);
	}
}
END_TEST

/* Three tries without success: training and evaluation three times, the rest once, no roll-out;
 * and an experiment before the first of them. */
START_TEST(repeats)
{
	one_run(59);
	scenario.params.ft.eval_pass_frac = 0;
	scenario.params.ft.experiments = 1;
	world_once(&world, &scenario);
	check_ledger(600, 70, 3 * 900, 4 * 40);
	ck_assert_double_eq(world.out[ARCH_FT].failed, 3);
	/* the same in stages of no length */
	one_run(59);
	scenario.params.ft.eval_pass_frac = 0;
	scenario.params.ft.experiments = 1;
	scenario.params.ft.label_days = scenario.params.ft.prep_days = 0;
	scenario.params.ft.train_hours = scenario.params.ft.eval_days = 0;
	world_once(&world, &scenario);
	check_ledger(600, 70, 3 * 900, 4 * 40);
}
END_TEST

/* All in, and nothing but that, whatever else is set. */
START_TEST(lump)
{
	one_run(59);
	scenario.params.ft.run_usd = 5000;
	world_once(&world, &scenario);
	check_ledger(0, 0, 0, 5000);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("retrain_cost");

	tcase_add_test(tcase, all_in);
	tcase_add_test(tcase, sum_of_parts);
	tcase_add_test(tcase, published_run);
	tcase_add_test(tcase, by_gpu_hours);
	tcase_add_test(tcase, expectation);
	tcase_add_test(tcase, stages_are_charged_as_they_start);
	tcase_add_test(tcase, repeats);
	tcase_add_test(tcase, lump);
	return suite_run("retrain_cost", tcase);
}
