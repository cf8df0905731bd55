// SPDX-License-Identifier: MIT
/* Studies of a scenario that replays a trace: points within the budget are known, others are not,
 * and knobs that the trace replaces turn nothing. */
#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/curve.h"
#include "study/flip.h"
#include "study/sample.h"

enum { ROWS = 200 };

static struct scenario scenario;
static struct trace *trace;

static struct trace *new_trace(uint32_t question_tok)
{
	struct trace *made = xcalloc(1, sizeof(*made));

	made->count = ROWS;
	made->at_s = xcalloc(ROWS, sizeof(double));
	made->question_tok = xcalloc(ROWS, sizeof(uint32_t));
	made->answer_tok = xcalloc(ROWS, sizeof(uint32_t));
	for (uint32_t i = 0; i < ROWS; i++) {
		made->at_s[i] = 400.0 * i + 100 * (i % 3);
		made->question_tok[i] = question_tok + i;
		made->answer_tok[i] = 1 + i;
	}
	made->period_s = made->at_s[ROWS - 1] * ROWS / (ROWS - 1);
	trace_seal(made);
	return made;
}

static void set_up(void)
{
	trace = new_trace(100);
	sample_init(&scenario);
	scenario.params.ft.retrain_policy = scenario.params.hybrid.retrain_policy = RETRAIN_NEVER;
	scenario_take_trace(&scenario, "t", trace);
	scenario.params.traffic.volume_qpm = PARAM_NULL;
	scenario.horizon_days = trace_days(trace);
}

static void tear_down(void)
{
	trace_free(trace);
}

/* The point at the trace's own pace is the run as recorded; far beyond the budget nothing is
 * known, and nothing breaks. */
START_TEST(curve_of_a_trace)
{
	struct curve *curve = xcalloc(1, sizeof(*curve));
	struct result *result = xcalloc(1, sizeof(*result));
	double pace_qpm = scenario_volume_qpm(&scenario);
	struct error error;

	curve_init(curve, pace_qpm, 1e5 * pace_qpm, 1);
	ck_assert(run(&scenario, NULL, result, &error));
	for (int i = 0; i < curve->point_count; i++) {
		bool within = curve->point[i].volume_qpm < 490 * pace_qpm;

		ck_assert_int_eq(curve_compute_point(curve, i, &scenario, NULL), within);
		ck_assert_int_eq(curve->point[i].known, within);
	}
	ck_assert_double_eq_tol(curve->point[0].arch[ARCH_RAG].per_1k_queries_usd,
				result->arch[ARCH_RAG].per_1k_queries_usd,
				0.01 * result->arch[ARCH_RAG].per_1k_queries_usd);
	curve_find_crossings(curve, &scenario, result, NULL);
	curve_guess_crossings(curve);
	free(result);
	free(curve);
}
END_TEST

/* A curve is the same whatever the volume, null included; another trace has another. */
START_TEST(key_of_a_trace)
{
	uint64_t key = curve_key(&scenario);
	struct trace *other = new_trace(100);

	scenario.params.traffic.volume_qpm = 5000;
	ck_assert_uint_eq(curve_key(&scenario), key);
	scenario.trace = other;
	ck_assert_uint_eq(curve_key(&scenario), key);
	other->question_tok[0]++;
	trace_seal(other);
	ck_assert_uint_ne(curve_key(&scenario), key);
	trace_free(other);
}
END_TEST

START_TEST(flips_of_a_trace)
{
	struct flip flip = { 0 };

	ck_assert(flip_find(&scenario, (struct knob){ .param = P_traffic_answer_tok }, NULL, &flip,
			    NULL));
	ck_assert(flip.known && !flip.found);
	flip.known = false;
	ck_assert(flip_find(&scenario, (struct knob){ .param = P_traffic_volume_qpm }, NULL, &flip,
			    NULL));
	ck_assert(flip.known);
	flip = (struct flip){ 0 };
	ck_assert(flip_find(&scenario, (struct knob){ .param = P_rag_vector_db_usd_per_month },
			    NULL, &flip, NULL));
	ck_assert(flip.known && flip.found);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("study_trace");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, curve_of_a_trace);
	tcase_add_test(tcase, key_of_a_trace);
	tcase_add_test(tcase, flips_of_a_trace);
	return suite_run("study_trace", tcase);
}
