// SPDX-License-Identifier: MIT
#include "base/variate.h"

#include <math.h>
#include <string.h>

#include "base/fmath.h"
#include "base/hash.h"
#include "base/suite.h"

/* Published quantiles; the last come from the far tail's own coefficients. */
START_TEST(normal_quantiles)
{
	static const double rows[][2] = {
		{ 0.5, 0 },
		{ 0.9, 1.2815515655446004 },
		{ 0.95, 1.6448536269514722 },
		{ 0.975, 1.959963984540054 },
		{ 0.99, 2.3263478740408408 },
		{ 0.995, 2.5758293035489004 },
		{ 0.999, 3.090232306167813 },
		{ 0.25, -0.6744897501960817 },
		{ 1e-5, -4.264890793922825 },
		{ 1e-10, -6.361340902404056 },
		{ 1e-20, -9.262340089798408 },
		{ 1e-100, -21.273453560965324 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double z = variate_normal_from_unit(rows[i][0]);

		ck_assert_double_eq_tol(z, rows[i][1], 4e-15 * (1 + fabs(rows[i][1])));
	}
}
END_TEST

/* The inverse of the distribution function, for 1,000 points of the body and both tails. */
START_TEST(normal_inverts_erfc)
{
	for (int i = 1; i < 1000; i++) {
		double p = i / 1000.0;
		double z = variate_normal_from_unit(p);

		ck_assert_double_eq_tol(0.5 * erfc(-z / sqrt(2)), p, 1e-15);
		p = pow(10, -i / 4.0);
		z = variate_normal_from_unit(p);
		/* the relative error of the tail is z^2 times that of z */
		ck_assert_double_eq_tol(0.5 * erfc(-z / sqrt(2)) / p, 1, 2e-15 * (1 + z * z));
	}
}
END_TEST

START_TEST(normal_above_is_erfc)
{
	for (int i = -100; i <= 380; i++) {
		double z = i / 10.0, p = 0.5 * erfc(z / sqrt(2));

		/* libm's own error grows with z^2 */
		ck_assert_double_eq_tol(variate_normal_above(z) / p, 1, 2e-14 + 1e-15 * z * z);
	}
	ck_assert_double_eq(variate_normal_above(0), 0.5);
	ck_assert_double_eq(variate_normal_above(60), 0);
	ck_assert_double_eq(variate_normal_above(-60), 1);
}
END_TEST

START_TEST(normal_is_odd_and_monotone)
{
	double before = variate_normal_from_unit(0x1p-53);

	for (int i = 1; i < 65536; i++) {
		double u = i / 65536.0;
		double z = variate_normal_from_unit(u);

		ck_assert_double_gt(z, before);
		ck_assert_double_eq(z, -variate_normal_from_unit(1 - u));
		before = z;
	}
}
END_TEST

START_TEST(exponential)
{
	ck_assert_double_eq_tol(variate_exponential_from_unit(exp(-1.0)), 1, 1e-15);
	ck_assert_double_eq_tol(variate_exponential_from_unit(0.5), 0.6931471805599453, 1e-15);
	ck_assert_double_gt(variate_exponential_from_unit(1 - 0x1p-53), 0);
}
END_TEST

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Kolmogorov-Smirnov distance of sorted samples from a distribution. */
static double distance(double *x, int n, double (*cdf)(double x, double shape), double shape)
{
	double worst = 0;

	qsort(x, (size_t)n, sizeof(*x), ascending);
	for (int i = 0; i < n; i++) {
		double f = cdf(x[i], shape);

		worst = fmax(worst, fmax(f - (double)i / n, (i + 1.0) / n - f));
	}
	return worst;
}

static double normal_cdf(double x, double shape)
{
	(void)shape;
	return 0.5 * erfc(-x / sqrt(2));
}

static double exponential_cdf(double x, double shape)
{
	(void)shape;
	return -expm1(-x);
}

/* Regularised incomplete gamma function by its series; enough terms for shape and x up to 100. */
static double gamma_cdf(double x, double shape)
{
	double term = 1 / shape, sum = term;

	if (x <= 0)
		return 0;
	for (int k = 1; k < 1000; k++) {
		term *= x / (shape + k);
		sum += term;
	}
	return sum * exp(shape * log(x) - x - lgamma(shape));
}

enum { N = 50000 };

static double sample[N];

/* 1e-6 critical value of the distance: a wrong law is far beyond, chance is not (fixed seed). */
static const double critical = 2.693;

START_TEST(fills_follow_their_laws)
{
	struct rng rng;

	rng_open(&rng, 5, 0, 0, "fill");
	variate_fill_normal(&rng, sample, N);
	ck_assert_double_lt(distance(sample, N, normal_cdf, 0) * sqrt(N), critical);
	variate_fill_exponential(&rng, sample, N);
	ck_assert_double_lt(distance(sample, N, exponential_cdf, 0) * sqrt(N), critical);
}
END_TEST

/* A block must be the same draws as one by one, or changing block sizes would change results. */
START_TEST(fills_equal_single_draws)
{
	struct rng a, b;
	double block[7];

	rng_open(&a, 6, 0, 0, "fill");
	b = a;
	variate_fill_unit(&a, block, 7);
	for (int i = 0; i < 7; i++)
		ck_assert_double_eq(block[i], rng_unit(&b));
	variate_fill_normal(&a, block, 7);
	for (int i = 0; i < 7; i++)
		ck_assert_double_eq(block[i], variate_normal_from_unit(rng_unit(&b)));
}
END_TEST

static const double shapes[] = { 0.05, 0.3, 0.9999, 1, 1.0001, 2.5, 30 };
enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

START_TEST(gamma_follows_its_law)
{
	double shape = shapes[_i];
	struct rng rng;

	rng_open(&rng, 7, 0, (uint64_t)_i, "gamma");
	for (int i = 0; i < N; i++)
		sample[i] = variate_gamma(&rng, shape);
	ck_assert_msg(distance(sample, N, gamma_cdf, shape) * sqrt(N) < critical, "shape %g",
		      shape);
	variate_fill_gamma(&rng, shape, sample, N);
	ck_assert_msg(distance(sample, N, gamma_cdf, shape) * sqrt(N) < critical,
		      "filled, shape %g", shape);
}
END_TEST

/* Burstiness 14 needs a shape of 0.005: mostly underflow, yet the mean is right and all finite. */
START_TEST(gamma_of_tiny_shape)
{
	const double shape = 0.005;
	double sum = 0;
	struct rng rng;

	rng_open(&rng, 8, 0, 0, "gamma");
	for (int i = 0; i < 1000000; i++) {
		double x = variate_gamma(&rng, shape);

		ck_assert(x >= 0 && x < (double)INFINITY);
		sum += x;
	}
	/* the mean of a million has standard deviation sqrt(0.005) / 1000; five of them */
	ck_assert_double_eq_tol(sum / 1e6, shape, 5 * sqrt(shape) / 1000);
}
END_TEST

/* The first two moments are what the caller asked for, by integration over the normal. */
START_TEST(lognormal_moments)
{
	static const double rows[][2] = { { 0.34, 0.55 }, { 150, 0.8 }, { 1, 0.1 }, { 2000, 2 } };

	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		struct lognormal law = lognormal_from_mean_cv(rows[r][0], rows[r][1]);
		double sum = 0, squares = 0;

		/* trapezoidal rule over +-12 standard deviations: exact to rounding here */
		for (int i = -1200; i <= 1200; i++) {
			double z = i / 100.0;
			double weight = exp(-z * z / 2) / sqrt(2 * acos(-1)) / 100;
			double x = lognormal_at(&law, z);

			sum += weight * x;
			squares += weight * x * x;
		}
		ck_assert_double_eq_tol(sum / rows[r][0], 1, 1e-12);
		ck_assert_double_eq_tol(sqrt(squares / (sum * sum) - 1), rows[r][1], 1e-9);
	}
}
END_TEST

START_TEST(lognormal_corners)
{
	struct lognormal zero = lognormal_from_mean_cv(0, 0.8);
	struct lognormal constant = lognormal_from_mean_cv(0.06, 0);

	for (double z = -8; z <= 8; z += 0.5) {
		ck_assert_double_eq(lognormal_at(&zero, z), 0);
		ck_assert_double_eq_tol(lognormal_at(&constant, z), 0.06, 1e-16);
	}
}
END_TEST

/* Digests of saved scenarios hang on these bits. */
START_TEST(bits_are_pinned)
{
	struct lognormal law = lognormal_from_mean_cv(0.34, 0.55);
	struct hash hash;
	struct rng rng;

	hash_init(&hash);
	rng_open(&rng, 9, 0, 0, "pinned");
	for (int i = 0; i < 5000; i++) {
		double z = variate_normal_from_unit(rng_unit(&rng));

		hash_double(&hash, z);
		hash_double(&hash, lognormal_at(&law, z));
		hash_double(&hash, variate_exponential_from_unit(rng_unit(&rng)));
		hash_double(&hash, variate_gamma(&rng, i % 2 ? 0.1 : 3));
	}
	ck_assert_uint_eq(hash_final(&hash), UINT64_C(3842009807644691042));
}
END_TEST

/* In the tails, from the innermost to the outermost unit there is. */
static double tail_unit(struct rng *rng)
{
	double area = 0.5 * fm_exp(-36 * rng_unit(rng));

	if (area < 0x1p-53)
		area = 0x1p-53;
	return rng_unit(rng) < 0.5 ? area : 1 - area;
}

START_TEST(each_normal_is_the_same)
{
	double u[150], z[150];
	struct rng rng;

	rng_open(&rng, 12, 0, 0, "each");
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)(151 * rng_unit(&rng));
		int rare = 1 + (int)(10 * rng_unit(&rng));

		for (size_t i = 0; i < n; i++)
			z[i] = u[i] = i % (size_t)rare == 0 ? tail_unit(&rng) : rng_unit(&rng);
		variate_normal_each(z, n);
		for (size_t i = 0; i < n; i++)
			ck_assert_msg(z[i] == variate_normal_from_unit(u[i]), "%a", u[i]);
	}
}
END_TEST

START_TEST(each_lognormal_is_the_same)
{
	struct lognormal law = lognormal_from_mean_cv(3, 1.5);
	double z[100], x[100];
	struct rng rng;

	rng_open(&rng, 13, 0, 0, "each");
	for (int round = 0; round < 1000; round++) {
		variate_fill_normal(&rng, z, 100);
		z[round % 100] *= 500; /* out of the range of a double, too */
		memcpy(x, z, sizeof(x));
		lognormal_each(&law, x, 100);
		for (int i = 0; i < 100; i++)
			ck_assert_msg(x[i] == lognormal_at(&law, z[i]), "%a", z[i]);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("variate");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, normal_quantiles);
	tcase_add_test(tcase, normal_inverts_erfc);
	tcase_add_test(tcase, normal_above_is_erfc);
	tcase_add_test(tcase, normal_is_odd_and_monotone);
	tcase_add_test(tcase, exponential);
	tcase_add_test(tcase, fills_follow_their_laws);
	tcase_add_test(tcase, fills_equal_single_draws);
	tcase_add_loop_test(tcase, gamma_follows_its_law, 0, SHAPES);
	tcase_add_test(tcase, gamma_of_tiny_shape);
	tcase_add_test(tcase, lognormal_moments);
	tcase_add_test(tcase, lognormal_corners);
	tcase_add_test(tcase, each_normal_is_the_same);
	tcase_add_test(tcase, each_lognormal_is_the_same);
	tcase_add_test(tcase, bits_are_pinned);
	return suite_run("variate", tcase);
}
