// SPDX-License-Identifier: MIT
/*
 * Continuous batching in closed form against a simulation of every single step, written apart from
 * it: src/validate/steps.h. Then its laws.
 */
#include "sim/batch_rig.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "validate/steps.h"

static struct step_query brute[QUERIES];

static const struct {
	const char *what;
	double rate_rps, prompt_tok, output_tok, cv;
	int replicas, max_batch;
	double kv_tok, budget_tok;
} cases[] = {
	{ "light", 0.2, 800, 200, 1, 1, 256, 6e5, 8192 },
	{ "busy", 12, 800, 200, 1, 1, 256, 6e5, 8192 },
	{ "three replicas", 40, 800, 200, 1, 3, 256, 6e5, 8192 },
	{ "small batch", 10, 800, 200, 1, 2, 8, 6e5, 8192 },
	{ "little memory", 6, 800, 200, 1.5, 1, 256, 9000, 8192 },
	{ "long prompts", 1, 12000, 100, 1, 2, 64, 6e5, 2048 },
	{ "even lengths", 12, 1024, 128, 0, 1, 32, 6e5, 1000 },
	{ "one token", 30, 600, 1, 1, 2, 16, 6e5, 512 },
	{ "eight replicas, overload", 400, 300, 60, 1, 8, 16, 1e5, 4096 },
};

START_TEST(as_step_by_step)
{
	struct batch_setup setup = large;
	int refused = 0;

	setup.replicas = cases[_i].replicas;
	setup.max_batch = cases[_i].max_batch;
	setup.kv_tok = cases[_i].kv_tok;
	setup.prefill_budget_tok = cases[_i].budget_tok;
	draw_queries((uint64_t)_i, cases[_i].rate_rps, cases[_i].prompt_tok, cases[_i].output_tok,
		     cases[_i].cv);
	closed_form(&setup);
	memcpy(brute, queries, sizeof(brute));
	steps_run(&setup, brute, QUERIES);
	for (int i = 0; i < QUERIES; i++) {
		const struct step_query *a = &queries[i], *b = &brute[i];

		ck_assert_int_eq(a->refused, b->refused);
		ck_assert_double_eq_tol(a->done_s, b->done_s, 1e-8);
		refused += a->refused;
		if (a->refused)
			continue;
		ck_assert_double_eq_tol(a->admitted_s, b->admitted_s, 1e-8);
		ck_assert_double_eq_tol(a->first_s, b->first_s, 1e-8);
		ck_assert(a->arrival_s <= a->admitted_s && a->admitted_s < a->first_s &&
			  a->first_s <= a->done_s);
	}
	ck_assert_int_lt(refused, QUERIES / 4);
	if (strcmp(cases[_i].what, "little memory") == 0)
		ck_assert_int_gt(refused, 0);
}
END_TEST

/* A single query: its time is the sum of its steps. */
START_TEST(alone)
{
	struct batch_report report;
	double sum_s = large.step_a_s + large.step_b_s + large.step_d_s * 100;

	batch_reset(&batch, &large);
	ck_assert(batch_arrive(&batch, 5, 0, 100, 0, 11));
	ck_assert(batch_next(&batch, INFINITY, &report));
	ck_assert_double_eq_tol(report.first_s - 5, sum_s, 1e-12);
	for (int token = 1; token < 11; token++)
		sum_s += large.step_a_s + large.step_b_s + large.step_c_s * (100 + token - 1);
	ck_assert_double_eq_tol(report.done_s - 5, sum_s, 1e-12);
	ck_assert(!batch_next(&batch, INFINITY, &report));
}
END_TEST

/* Prompts that are not whole: several read in one step must add up. */
START_TEST(broken_prompts)
{
	struct batch_setup setup = large;
	int served = 0;

	setup.prefill_budget_tok = 1000;
	draw_queries(8, 30, 200, 20, 1);
	for (int i = 0; i < QUERIES; i++)
		queries[i].prompt_tok += 0.1 + 0.37 * (i % 3);
	closed_form(&setup);
	for (int i = 0; i < QUERIES; i++)
		served += queries[i].done_s > queries[i].arrival_s;
	ck_assert_int_eq(served, QUERIES);
}
END_TEST

/* A line of two, and the third is turned away. */
START_TEST(full_line)
{
	struct batch_setup setup = large;

	setup.max_batch = 1;
	setup.queue_limit = 2;
	batch_reset(&batch, &setup);
	ck_assert(batch_arrive(&batch, 0, 0, 100, 0, 10));
	ck_assert(batch_arrive(&batch, 0.001, 1, 100, 0, 10));
	ck_assert(batch_arrive(&batch, 0.002, 2, 100, 0, 10));
	ck_assert(!batch_arrive(&batch, 0.003, 3, 100, 0, 10));
}
END_TEST

/* Started in the middle, the same work is left: who has written n of its tokens writes the rest. */
START_TEST(started_in_the_middle)
{
	struct batch_report report;
	double sum_s = 0;

	batch_reset(&batch, &large);
	batch_place(&batch, 0, 7, 100, 11, 5);
	batch_begin(&batch, NULL);
	ck_assert(batch_next(&batch, INFINITY, &report));
	ck_assert_uint_eq(report.id, 7);
	for (int token = 5; token < 11; token++)
		sum_s += large.step_a_s + large.step_b_s + large.step_c_s * (100 + token - 1);
	ck_assert_double_eq_tol(report.done_s, sum_s, 1e-12);
}
END_TEST

/* Cut off at an instant, the rest estimated: first tokens are as simulated, ends are near. */
START_TEST(the_rest_extrapolated)
{
	enum { CUT = 3000 };
	double error = 0;
	int late = 0;

	draw_queries(5, 12, 800, 200, 1);
	closed_form(&large);
	memcpy(brute, queries, sizeof(brute));
	batch_reset(&batch, &large);
	for (int id = 0; id < CUT; id++) {
		take_reports(queries[id].arrival_s);
		ck_assert(batch_arrive(&batch, queries[id].arrival_s, (uint32_t)id,
				       queries[id].prompt_tok, 0, queries[id].output_tok));
	}
	batch_extrapolate(&batch);
	take_reports(INFINITY);
	for (int id = 0; id < CUT; id++) {
		if (brute[id].done_s <= queries[CUT - 1].arrival_s)
			continue;
		late++;
		error += queries[id].done_s / brute[id].done_s - 1;
	}
	ck_assert_int_gt(late, 20);
	ck_assert_double_lt(fabs(error / late), 0.01);
}
END_TEST

/* Replicas come and go: everybody is served, and new ones take their part. */
START_TEST(other_numbers_on_the_way)
{
	struct batch_setup setup = large;
	int served = 0;

	setup.replicas = 2;
	draw_queries(6, 30, 800, 100, 1);
	batch_reset(&batch, &setup);
	for (int id = 0; id < QUERIES; id++) {
		double t_s = queries[id].arrival_s;

		take_reports(t_s);
		if (id % 500 == 0) {
			setup.replicas = 1 + id / 500 % 4;
			setup.step_a_s = large.step_a_s * (1 + id / 500 % 3);
			batch_configure(&batch, &setup, t_s);
		}
		ck_assert(batch_arrive(&batch, t_s, (uint32_t)id, queries[id].prompt_tok, 0,
				       queries[id].output_tok));
	}
	take_reports(INFINITY);
	for (int id = 0; id < QUERIES; id++)
		served += queries[id].done_s > queries[id].arrival_s;
	ck_assert_int_eq(served, QUERIES);
}
END_TEST

/* A change to the same numbers changes nothing. */
START_TEST(the_same_numbers_on_the_way)
{
	draw_queries(7, 12, 800, 200, 1);
	closed_form(&large);
	memcpy(brute, queries, sizeof(brute));
	batch_reset(&batch, &large);
	for (int id = 0; id < QUERIES; id++) {
		take_reports(queries[id].arrival_s);
		if (id % 7 == 0)
			batch_configure(&batch, &large, queries[id].arrival_s);
		ck_assert(batch_arrive(&batch, queries[id].arrival_s, (uint32_t)id,
				       queries[id].prompt_tok, 0, queries[id].output_tok));
	}
	take_reports(INFINITY);
	for (int id = 0; id < QUERIES; id++)
		ck_assert_double_eq_tol(queries[id].done_s, brute[id].done_s, 1e-8);
}
END_TEST

static void teardown(void)
{
	batch_release(&batch);
}

int main(void)
{
	TCase *tcase = tcase_create("batch");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, as_step_by_step, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tcase, alone);
	tcase_add_test(tcase, broken_prompts);
	tcase_add_test(tcase, full_line);
	tcase_add_test(tcase, started_in_the_middle);
	tcase_add_test(tcase, the_rest_extrapolated);
	tcase_add_test(tcase, other_numbers_on_the_way);
	tcase_add_test(tcase, the_same_numbers_on_the_way);
	return suite_run("batch", tcase);
}
