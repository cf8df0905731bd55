// SPDX-License-Identifier: MIT
#include "base/stats.h"

#include <signal.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/variate.h"

/* A plain sum loses every one of the small terms, and Kahan's first form the 1 itself. */
START_TEST(ksum_keeps_what_rounding_takes)
{
	struct ksum sum = { 0 };

	ksum_add(&sum, 1);
	ksum_add(&sum, 1e100);
	ksum_add(&sum, 1);
	ksum_add(&sum, -1e100);
	ck_assert_double_eq(ksum_value(&sum), 2);
	sum = (struct ksum){ 0 };
	for (int i = 0; i < 10000000; i++)
		ksum_add(&sum, 0.1);
	ck_assert_double_eq(ksum_value(&sum), 1e6);
}
END_TEST

/* Values with a large common part: the textbook formula would give a variance of 0 or less. */
START_TEST(tally_is_stable)
{
	static const double x[] = { 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16 };
	struct tally tally = { 0 };

	ck_assert_double_nan(tally_variance(&tally));
	for (int i = 0; i < 4; i++)
		tally_add(&tally, x[i]);
	ck_assert_uint_eq(tally.n, 4);
	ck_assert_double_eq(tally.mean, 1e9 + 10);
	ck_assert_double_eq_tol(tally_variance(&tally), 30, 1e-9);
	ck_assert_double_eq_tol(tally_sd(&tally), sqrt(30), 1e-9);
	ck_assert_double_eq(tally.min, 1e9 + 4);
	ck_assert_double_eq(tally.max, 1e9 + 16);
}
END_TEST

/* Negative values only: a minimum or maximum that starts at 0 would show. */
START_TEST(tally_of_negatives)
{
	struct tally tally = { 0 };

	tally_add(&tally, -3);
	tally_add(&tally, -5);
	ck_assert_double_eq(tally.min, -5);
	ck_assert_double_eq(tally.max, -3);
	ck_assert_double_eq(tally.mean, -4);
}
END_TEST

START_TEST(merged_tally_equals_whole)
{
	struct tally parts[3] = { { 0 } }, whole = { 0 }, empty = { 0 };
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "tally");
	for (int i = 0; i < 3000; i++) {
		double x = variate_gamma(&rng, 1 + i % 3);

		tally_add(&parts[i % 3], x);
		tally_add(&whole, x);
	}
	tally_merge(&empty, &parts[0]);
	tally_merge(&empty, &(struct tally){ 0 });
	tally_merge(&empty, &parts[1]);
	tally_merge(&empty, &parts[2]);
	ck_assert_uint_eq(empty.n, whole.n);
	ck_assert_double_eq_tol(empty.mean, whole.mean, 1e-13);
	ck_assert_double_eq_tol(tally_variance(&empty), tally_variance(&whole), 1e-12);
	ck_assert_double_eq(empty.min, whole.min);
	ck_assert_double_eq(empty.max, whole.max);
}
END_TEST

/* A queue of 2 for 3 s, 5 for 1 s, 0 for 6 s; asking must not change anything. */
START_TEST(time_weighted_area)
{
	struct time_weighted tw;

	tw_start(&tw, 10, 2);
	ck_assert_double_eq(tw_mean(&tw, 10), 2);
	tw_set(&tw, 13, 5);
	ck_assert_double_eq(tw_area(&tw, 14), 11);
	tw_set(&tw, 14, 0);
	tw_set(&tw, 14, 1);
	tw_set(&tw, 14, 0);
	ck_assert_double_eq(tw_area(&tw, 20), 11);
	ck_assert_double_eq(tw_mean(&tw, 20), 1.1);
	ck_assert_double_eq(tw_area(&tw, 14), 11);
	ck_assert_double_eq(tw.max, 5);
}
END_TEST

START_TEST(time_does_not_go_back)
{
	struct time_weighted tw;

	tw_start(&tw, 10, 2);
	tw_set(&tw, 9, 1);
}
END_TEST

/* Printed tables of Student's t, and closed forms for one and two degrees of freedom. */
START_TEST(t_quantiles)
{
	static const struct {
		double p;
		int df;
		double t, tolerance;
	} rows[] = {
		{ 0.975, 1, 12.706204736174693, 1e-12 },
		{ 0.975, 2, 4.3026527297494618, 1e-12 },
		{ 0.975, 3, 3.1824463052837084, 1e-12 },
		{ 0.975, 4, 2.7764451051977935, 1e-12 },
		{ 0.975, 9, 2.262157162798205, 1e-12 },
		{ 0.975, 10, 2.2281388519862742, 1e-12 },
		{ 0.975, 30, 2.0422724563012379, 1e-12 },
		{ 0.975, 120, 1.9799304050824405, 1e-12 },
		{ 0.95, 5, 2.015, 5e-4 },
		{ 0.99, 5, 3.365, 5e-4 },
		{ 0.995, 20, 2.845, 5e-4 },
		{ 0.9995, 7, 5.408, 5e-4 },
		{ 0.9995, 60, 3.460, 5e-4 },
		{ 0.75, 29, 0.683, 5e-4 },
		{ 0.6, 15, 0.258, 5e-4 },
		{ 0.975, 1000, 1.9623390808264081, 1e-8 },
		{ 0.975, 1000000, 1.9599663568141067, 1e-12 },
		{ 0.5, 7, 0, 1e-15 },
		{ 0.025, 10, -2.2281388519862742, 1e-12 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double t = stats_t_quantile(rows[i].p, rows[i].df);

		ck_assert_double_eq_tol(t, rows[i].t, rows[i].tolerance);
	}
}
END_TEST

/* df 1: tan(pi (p - 1/2)); df 2: (2p - 1) / sqrt(2 p (1 - p)). Far into the tails. */
START_TEST(t_closed_forms)
{
	for (int i = 1; i < 24; i++) {
		double p = 1 - ldexp(1, -i - 1) / 1.1;
		double one = tan(acos(-1) * (p - 0.5));
		double two = (2 * p - 1) / sqrt(2 * p * (1 - p));

		ck_assert_double_eq_tol(stats_t_quantile(p, 1) / one, 1, 1e-8);
		ck_assert_double_eq_tol(stats_t_quantile(p, 2) / two, 1, 1e-8);
	}
}
END_TEST

/* At 200 degrees of freedom one method hands over to another: they must agree there. */
START_TEST(t_methods_meet)
{
	static const double ps[] = { 1e-6, 0.01, 0.3, 0.6, 0.975, 0.9999 };

	for (size_t i = 0; i < sizeof(ps) / sizeof(ps[0]); i++) {
		double last = stats_t_quantile(ps[i], 200), first = stats_t_quantile(ps[i], 201);
		double before = stats_t_quantile(ps[i], 199);

		/* the quantile is smooth in the degrees of freedom */
		ck_assert_double_eq_tol((first - last) / (last - before), 1, 0.02);
	}
}
END_TEST

START_TEST(mean_interval)
{
	static const double x[] = { 4, 7, 13, 16 };
	double lo, hi;

	stats_mean_ci(x, 4, 0.95, &lo, &hi);
	/* 10 +- 3.1824 sqrt(30) / 2 */
	ck_assert_double_eq_tol(lo, 10 - 8.715488147266, 1e-9);
	ck_assert_double_eq_tol(hi, 10 + 8.715488147266, 1e-9);
	stats_mean_ci(x, 1, 0.95, &lo, &hi);
	ck_assert_double_nan(lo);
	ck_assert_double_nan(hi);
}
END_TEST

/* What a confidence interval is for: 95 % of them hold the mean (2,000 samples of 5). */
START_TEST(interval_covers)
{
	int covered = 0;
	struct rng rng;

	rng_open(&rng, 2, 0, 0, "coverage");
	for (int i = 0; i < 2000; i++) {
		double x[5], lo, hi;

		variate_fill_normal(&rng, x, 5);
		stats_mean_ci(x, 5, 0.95, &lo, &hi);
		covered += lo < 0 && hi > 0;
	}
	/* binomial: 1,900 with standard deviation 9.7 */
	ck_assert_int_gt(covered, 1900 - 40);
	ck_assert_int_lt(covered, 1900 + 40);
}
END_TEST

/* As far on a scale of logarithms, and even where it is small or there is no such scale. */
START_TEST(skewed_interval)
{
	double lo, hi;

	stats_skewed_ci(2, 2 * log(1.5), &lo, &hi);
	ck_assert_double_eq_tol(lo, 2 / 1.5, 1e-12);
	ck_assert_double_eq_tol(hi, 2 * 1.5, 1e-12);
	stats_skewed_ci(1, 1e-4, &lo, &hi);
	ck_assert_double_eq_tol(lo, 1 - 1e-4, 1e-8);
	ck_assert_double_eq_tol(hi, 1 + 1e-4, 1e-8);
	stats_skewed_ci(0, 0, &lo, &hi);
	ck_assert(lo == 0 && hi == 0);
	stats_skewed_ci((double)NAN, (double)NAN, &lo, &hi);
	ck_assert(isnan(lo) && isnan(hi));
}
END_TEST

START_TEST(wait_interval)
{
	double lo, hi;

	stats_wait_ci(2, 0.02, &lo, &hi); /* 1 / 2 +- 1 % of it */
	ck_assert_double_eq_tol(1 / lo, 0.5 * 1.01, 1e-12);
	ck_assert_double_eq_tol(1 / hi, 0.5 * 0.99, 1e-8);
	stats_wait_ci(2, 4, &lo, &hi);
	ck_assert_double_eq_tol(lo, 2.0 / 3, 1e-12);
	ck_assert_double_eq_tol(hi, 2 * (1 + 2 + 4 + 8), 1e-12);
	stats_wait_ci(0, 0, &lo, &hi);
	ck_assert(lo == 0 && hi == 0);
	stats_wait_ci((double)NAN, (double)NAN, &lo, &hi);
	ck_assert(isnan(lo) && isnan(hi));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("stats");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, ksum_keeps_what_rounding_takes);
	tcase_add_test(tcase, tally_is_stable);
	tcase_add_test(tcase, tally_of_negatives);
	tcase_add_test(tcase, merged_tally_equals_whole);
	tcase_add_test(tcase, time_weighted_area);
	tcase_add_test_raise_signal(tcase, time_does_not_go_back, SIGABRT);
	tcase_add_test(tcase, t_quantiles);
	tcase_add_test(tcase, t_closed_forms);
	tcase_add_test(tcase, t_methods_meet);
	tcase_add_test(tcase, mean_interval);
	tcase_add_test(tcase, interval_covers);
	tcase_add_test(tcase, skewed_interval);
	tcase_add_test(tcase, wait_interval);
	return suite_run("stats", tcase);
}
