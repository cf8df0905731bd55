// SPDX-License-Identifier: MIT
#include "base/histogram.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "base/fmath.h"
#include "base/rng.h"
#include "base/suite.h"
#include "base/variate.h"

static struct histogram a, b, both;
static struct density mix;

static void reset(void)
{
	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	memset(&both, 0, sizeof(both));
	memset(&mix, 0, sizeof(mix));
}

/* Edges and index are inverse: a value on an edge belongs above, just below it below. */
START_TEST(bins_tile_the_range)
{
	for (size_t i = 1; i < HISTOGRAM_BINS; i++) {
		double lo = histogram_bin_lo(i);

		ck_assert_double_eq(lo, histogram_bin_hi(i - 1));
		ck_assert_uint_eq(histogram_index(lo), i);
		ck_assert_uint_eq(histogram_index(nextafter(lo, 0)), i - 1);
		if (i < HISTOGRAM_BINS - 1)
			ck_assert_double_le(histogram_bin_hi(i) / lo, 1 + 1.0 / 128);
	}
	ck_assert_double_eq(histogram_bin_lo(1), 0x1p-24);
	ck_assert_double_eq(histogram_bin_lo(HISTOGRAM_BINS - 1), 0x1p29);
}
END_TEST

START_TEST(open_ends)
{
	ck_assert_uint_eq(histogram_index(0), 0);
	ck_assert_uint_eq(histogram_index(-0.0), 0);
	ck_assert_uint_eq(histogram_index(1e-300), 0);
	ck_assert_uint_eq(histogram_index(1e300), HISTOGRAM_BINS - 1);
	ck_assert_uint_eq(histogram_index((double)INFINITY), HISTOGRAM_BINS - 1);
	ck_assert_double_eq(histogram_bin_lo(0), 0);
	ck_assert_double_eq(histogram_bin_hi(HISTOGRAM_BINS - 1), (double)INFINITY);
}
END_TEST

START_TEST(negative_aborts)
{
	histogram_add(&a, -1e-9);
}
END_TEST

START_TEST(nan_aborts)
{
	histogram_add(&a, (double)NAN);
}
END_TEST

static int ascending(const void *p, const void *q)
{
	double x = *(const double *)p, y = *(const double *)q;

	return (x > y) - (x < y);
}

enum { N = 20000 };

static double sample[N];

static const double percents[] = { 0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999 };
enum { PERCENTS = sizeof(percents) / sizeof(percents[0]) };

/* The promise of the module: within 1 % of the sorted sample, for smooth and for lumpy values. */
START_TEST(quantiles_are_within_one_percent)
{
	struct lognormal law = lognormal_from_mean_cv(0.34, 2);
	struct rng rng;

	reset();
	rng_open(&rng, 1, 0, (uint64_t)_i, "histogram");
	for (int i = 0; i < N; i++) {
		double x = lognormal_at(&law, variate_normal_from_unit(rng_unit(&rng)));

		/* the second round has ten values only, all on lower edges of bins */
		sample[i] = _i ? ldexp(1, (int)(10 * rng_unit(&rng)) - 5) : x;
		histogram_add(&a, sample[i]);
	}
	qsort(sample, N, sizeof(sample[0]), ascending);
	for (size_t i = 0; i < PERCENTS; i++) {
		double exact = sample[(int)(percents[i] * N + 0.5) - 1];

		ck_assert_double_eq_tol(histogram_quantile(&a, percents[i]) / exact, 1, 0.01);
	}
}
END_TEST

/* The ends of the range of p stay inside the occupied bins. */
START_TEST(quantile_ends)
{
	reset();
	ck_assert_double_nan(histogram_quantile(&a, 0.5));
	histogram_add(&a, 2);
	histogram_add(&a, 5);
	ck_assert_double_eq(histogram_quantile(&a, 0), 2);
	ck_assert_double_ge(histogram_quantile(&a, 1), 5);
	ck_assert_double_le(histogram_quantile(&a, 1), 5.05);
	/* exactly half of the values are in the first bin: its upper edge */
	ck_assert_double_eq(histogram_quantile(&a, 0.5), histogram_bin_hi(histogram_index(2)));
}
END_TEST

/* No wait is exactly no wait, and a value beyond the range is not taken for its edge. */
START_TEST(quantiles_of_the_open_ends)
{
	reset();
	histogram_add(&a, 0);
	histogram_add(&a, 0);
	histogram_add(&a, (double)INFINITY);
	ck_assert_double_eq(histogram_quantile(&a, 0.5), 0);
	ck_assert_double_eq(histogram_quantile(&a, 0.9), (double)INFINITY);
	ck_assert_double_eq(histogram_count_below(&a, 1), 2);
	ck_assert_double_eq(histogram_count_below(&a, 1e-9), 2);
	ck_assert_double_eq(histogram_count_below(&a, 0), 0);
	ck_assert_double_eq(histogram_count_below(&a, (double)INFINITY), 2);
}
END_TEST

START_TEST(count_below_inverts_quantile)
{
	reset();
	for (int i = 0; i < 1000; i++)
		histogram_add(&a, 0.001 * i);
	for (int i = 1; i < 100; i++) {
		double x = histogram_quantile(&a, i / 100.0);

		ck_assert_double_eq_tol(histogram_count_below(&a, x), 10 * i, 1e-9);
	}
	ck_assert_double_eq(histogram_count_below(&a, 2), 1000);
}
END_TEST

/* Windows simulated apart and merged must equal one histogram of everything, in every field. */
START_TEST(merging_equals_adding)
{
	struct rng rng;

	reset();
	rng_open(&rng, 2, 0, 0, "histogram");
	for (int i = 0; i < 5000; i++) {
		double x = fm_exp(20 * rng_unit(&rng) - 10);

		histogram_add(i % 3 ? &a : &b, x);
		histogram_add(&both, x);
	}
	histogram_merge(&a, &b);
	ck_assert_mem_eq(&a, &both, sizeof(a));
	histogram_reset(&b);
	histogram_merge(&a, &b);
	ck_assert_mem_eq(&a, &both, sizeof(a));
	histogram_merge(&b, &a);
	ck_assert_mem_eq(&b, &both, sizeof(b));
}
END_TEST

/* What reset leaves behind would come back in the next window. */
START_TEST(reset_leaves_nothing)
{
	reset();
	histogram_add(&a, 1e-3);
	histogram_add(&a, 1e3);
	density_add(&mix, &a, 0.5);
	density_reset(&mix);
	histogram_reset(&a);
	ck_assert_mem_eq(&a, &both, sizeof(a));
	ck_assert_double_eq(mix.total, 0);
	for (size_t i = 0; i < HISTOGRAM_BINS; i++)
		ck_assert_double_eq(mix.weight[i], 0);
	ck_assert_double_nan(density_quantile(&mix, 0.5));
	ck_assert_double_nan(density_fraction_below(&mix, 1));
}
END_TEST

/* A mix weighs windows by what they stand for: 1,000 queries at 1 s, 3,000 at 4 s. */
START_TEST(mix_is_weighted)
{
	reset();
	for (int i = 0; i < 10; i++)
		histogram_add(&a, 1);
	for (int i = 0; i < 100; i++)
		histogram_add(&b, 4);
	density_add(&mix, &a, 100);
	density_add(&mix, &b, 30);
	ck_assert_double_eq(mix.total, 4000);
	ck_assert_double_eq(density_fraction_below(&mix, 2), 0.25);
	ck_assert_double_eq(density_fraction_below(&mix, 8), 1);
	ck_assert_double_eq_tol(density_quantile(&mix, 0.2), 1, 0.01);
	ck_assert_double_eq_tol(density_quantile(&mix, 0.3), 4, 0.04);
	ck_assert_double_eq_tol(density_quantile(&mix, 1), 4, 0.04);
}
END_TEST

/* With weight 1 a density is the histogram. */
START_TEST(density_agrees_with_histogram)
{
	static struct density other;

	reset();
	for (int i = 1; i <= 999; i++)
		histogram_add(i < 400 ? &a : &b, 1.0 / i);
	density_add(&mix, &a, 1);
	density_add(&other, &b, 1);
	density_merge(&mix, &other);
	density_reset(&other);
	density_merge(&mix, &other);
	histogram_merge(&a, &b);
	for (size_t i = 0; i < PERCENTS; i++) {
		double x = histogram_quantile(&a, percents[i]);

		ck_assert_double_eq(density_quantile(&mix, percents[i]), x);
		ck_assert_double_eq_tol(density_fraction_below(&mix, x), percents[i], 1e-12);
	}
}
END_TEST

/* Half of the weight lies below a gap. Rounding of the sums must not decide at which end of it the
 * median is. */
START_TEST(rank_at_a_gap)
{
	for (int n = 1; n <= 50; n++) {
		histogram_reset(&a);
		histogram_reset(&b);
		histogram_add(&a, 1);
		for (int i = 0; i < n; i++)
			histogram_add(&b, 100);
		density_reset(&mix);
		for (int i = 0; i < n; i++)
			density_add(&mix, &a, 0.1);
		density_add(&mix, &b, 0.1);
		ck_assert_double_eq_tol(density_quantile(&mix, 0.5), 1, 0.01);
		ck_assert_double_eq_tol(density_quantile(&mix, 0.5 + 1e-9), 100, 1);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("histogram");

	tcase_add_test(tcase, bins_tile_the_range);
	tcase_add_test(tcase, open_ends);
	tcase_add_test_raise_signal(tcase, negative_aborts, SIGABRT);
	tcase_add_test_raise_signal(tcase, nan_aborts, SIGABRT);
	tcase_add_loop_test(tcase, quantiles_are_within_one_percent, 0, 2);
	tcase_add_test(tcase, quantile_ends);
	tcase_add_test(tcase, quantiles_of_the_open_ends);
	tcase_add_test(tcase, count_below_inverts_quantile);
	tcase_add_test(tcase, merging_equals_adding);
	tcase_add_test(tcase, reset_leaves_nothing);
	tcase_add_test(tcase, mix_is_weighted);
	tcase_add_test(tcase, density_agrees_with_histogram);
	tcase_add_test(tcase, rank_at_a_gap);
	return suite_run("histogram", tcase);
}
