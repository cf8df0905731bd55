// SPDX-License-Identifier: MIT
#include "study/spark.h"

#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/sample.h"

static const struct knob volume = { .param = P_traffic_volume_qpm };
static const struct knob answer = { .param = P_traffic_answer_tok };
static const struct knob ft_run = { .param = P_ft_run_usd };
static const struct knob policy = { .param = P_ft_retrain_policy };
static const struct knob target = { .is_target = true, .target = TARGET_TTFT_P95_S };

static struct scenario *scenario;
static struct result *result;
static struct probe *probe;
static struct spark spark;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	result = xmalloc(sizeof(*result));
	sample_init(scenario);
	scenario->horizon_days = 30;
	probe = probe_new(scenario, NULL);
	spark = (struct spark){ 0 };
}

static void teardown(void)
{
	probe_free(probe);
	free(scenario);
	free(result);
}

static double cost_with(struct knob knob, double value, enum arch arch)
{
	const struct run_options options = { 0 };
	struct scenario *other = xmalloc(sizeof(*other));
	struct error error;

	*other = *scenario;
	other->fidelity = FIDELITY_MAP;
	knob_set(other, knob, value);
	ck_assert(run(other, &options, result, &error));
	free(other);
	return result->arch[arch].all_in_usd;
}

/* A decade on either side of the present value, in equal factors, and no further than is legal. */
START_TEST(places_surround_the_value)
{
	double now = scenario->params.traffic.volume_qpm, lo, hi;

	ck_assert_double_eq_tol(spark_value(scenario, volume, 0), now / 10, now * 1e-9);
	ck_assert_double_eq_tol(spark_value(scenario, volume, 7), now * 10, now * 1e-9);
	for (int i = 1; i < SPARK_PLACES; i++)
		ck_assert_double_eq_tol(spark_value(scenario, volume, i) /
						spark_value(scenario, volume, i - 1),
					pow(10, 2.0 / 7), 1e-9);
	knob_legal_range(answer, &lo, &hi);
	knob_set(scenario, answer, hi);
	ck_assert_double_eq(spark_value(scenario, answer, 7), hi);
	ck_assert_double_eq_tol(spark_value(scenario, answer, 0), hi / 10, 0.5);
	ck_assert_double_eq(spark_value(scenario, policy, 0), 0);
	ck_assert_double_eq(spark_value(scenario, policy, 7), param_table[P_ft_retrain_policy].max);
}
END_TEST

/* Every place is a run of its own, whatever was asked before. */
START_TEST(costs_are_those_of_runs)
{
	const struct knob knobs[] = { volume, answer, policy };

	for (int k = 0; k < 3; k++) {
		ck_assert(spark_find(scenario, knobs[k], ARCH_HYBRID, &spark, probe));
		ck_assert(spark.known && !spark.stale);
		for (int i = 0; i < SPARK_PLACES; i++)
			ck_assert_float_eq(spark.all_in_usd[i],
					   (float)cost_with(knobs[k],
							    spark_value(scenario, knobs[k], i),
							    ARCH_HYBRID));
	}
}
END_TEST

START_TEST(more_answer_costs_more)
{
	double height[SPARK_PLACES];

	ck_assert(spark_find(scenario, answer, ARCH_RAG, &spark, probe));
	ck_assert(!spark_is_flat(&spark));
	spark_heights(&spark, height);
	ck_assert_double_eq(height[0], 0);
	for (int i = 1; i < SPARK_PLACES; i++)
		ck_assert_double_gt(height[i], height[i - 1]);
	ck_assert_double_le(height[SPARK_PLACES - 1], 1);
}
END_TEST

/* What retraining costs is nothing to RAG, and a target nothing to anybody. */
START_TEST(what_does_nothing_is_flat)
{
	ck_assert(spark_find(scenario, ft_run, ARCH_RAG, &spark, probe));
	ck_assert(spark_is_flat(&spark));
	ck_assert_float_eq(spark.all_in_usd[3],
			   (float)cost_with(ft_run, scenario->params.ft.run_usd, ARCH_RAG));
	ck_assert(spark_find(scenario, ft_run, ARCH_FT, &spark, probe));
	ck_assert(!spark_is_flat(&spark));
	ck_assert(spark_find(scenario, target, ARCH_FT, &spark, probe));
	ck_assert(spark_is_flat(&spark));
	ck_assert_float_gt(spark.all_in_usd[0], 0);
}
END_TEST

START_TEST(little_difference_looks_little)
{
	double height[SPARK_PLACES];

	for (int i = 0; i < SPARK_PLACES; i++)
		spark.all_in_usd[i] = (float)(1000 + i);
	spark.all_in_usd[2] = NAN;
	spark_heights(&spark, height);
	ck_assert(isnan(height[2]));
	ck_assert_double_eq_tol(height[7], 7 / (0.25 * 1003.57), 1e-3);
	for (int i = 0; i < SPARK_PLACES; i++)
		spark.all_in_usd[i] = (float)(1000 * (i + 1));
	spark_heights(&spark, height);
	ck_assert_double_eq(height[7], 1);
	ck_assert_double_eq_tol(height[3], 3.0 / 7, 1e-6);
}
END_TEST

START_TEST(a_cancelled_one_says_nothing)
{
	atomic_bool cancel = true;

	probe_free(probe);
	probe = probe_new(scenario, &cancel);
	ck_assert(!spark_find(scenario, volume, ARCH_RAG, &spark, probe));
	ck_assert(!spark.known);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("spark");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, places_surround_the_value);
	tcase_add_test(tcase, costs_are_those_of_runs);
	tcase_add_test(tcase, more_answer_costs_more);
	tcase_add_test(tcase, what_does_nothing_is_flat);
	tcase_add_test(tcase, little_difference_looks_little);
	tcase_add_test(tcase, a_cancelled_one_says_nothing);
	return suite_run("spark", tcase);
}
