// SPDX-License-Identifier: MIT
/* What is expected of a batch without simulating it, against simulations. */
#include "sim/batch_rig.h"

#include <math.h>
#include <stdlib.h>

#include "base/suite.h"

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Limits of places, of memory, of reading; even lengths and uneven ones. */
static const struct {
	int max_batch;
	double kv_tok, budget_tok, cv;
} full[] = {
	{ 40, 6e5, 8192, 0 },   { 40, 6e5, 8192, 0.7 },    { 256, 6e5, 8192, 0.7 },
	{ 1, 6e5, 8192, 0.7 },  { 256, 20000, 8192, 0.7 }, { 256, 6e5, 50, 0.7 },
	{ 256, 6e5, 300, 0.7 },
};

/* What is promised of a full batch is what an endless line gets, away from the ends of the run. */
START_TEST(throughput_of_a_full_batch)
{
	struct batch_setup setup = large;
	struct batch_load load = { 500, 200, 0, full[_i].cv };
	static double done_s[QUERIES];
	double rate_rps;

	setup.max_batch = full[_i].max_batch;
	setup.kv_tok = full[_i].kv_tok;
	setup.prefill_budget_tok = full[_i].budget_tok;
	draw_queries(3, 1e6, 500, 200, full[_i].cv);
	closed_form(&setup);
	for (int i = 0; i < QUERIES; i++)
		done_s[i] = queries[i].done_s;
	qsort(done_s, QUERIES, sizeof(double), by_time);
	rate_rps = (0.7 * QUERIES) / (done_s[(int)(0.8 * QUERIES)] - done_s[QUERIES / 10]);
	ck_assert_double_eq_tol(rate_rps / batch_full_rps(&setup, &load), 1, 0.04);
}
END_TEST

/* Mean step and number of writers in the middle of the range. */
START_TEST(mean_field_is_near)
{
	struct batch_load load = { 800, 200, 0, 1 };
	struct batch_mean mean = batch_mean_field(&large, &load, 8);
	double writing_s = 0, tokens = 0, span_s;

	draw_queries(4, 8, 800, 200, 1);
	closed_form(&large);
	for (int i = 500; i < QUERIES; i++) {
		writing_s += queries[i].done_s - queries[i].first_s;
		tokens += queries[i].output_tok - 1;
	}
	span_s = queries[QUERIES - 1].arrival_s - queries[500].arrival_s;
	ck_assert_double_eq_tol(writing_s / tokens / mean.step_s, 1, 0.1);
	ck_assert_double_eq_tol(writing_s / span_s / mean.writing, 1, 0.1);
}
END_TEST

static void teardown(void)
{
	batch_release(&batch);
}

int main(void)
{
	TCase *tcase = tcase_create("batch_mean");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_loop_test(tcase, throughput_of_a_full_batch, 0,
			    (int)(sizeof(full) / sizeof(full[0])));
	tcase_add_test(tcase, mean_field_is_near);
	return suite_run("batch_mean", tcase);
}
