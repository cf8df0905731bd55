// SPDX-License-Identifier: MIT
/* Against the long double functions of libm, whose 64 bits leave 11 to judge the last place by. */
#include "base/fmath.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "base/rng.h"
#include "base/suite.h"

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { DRAWS = 200000 };

static double ulps_off(double got, long double want)
{
	int exponent;

	if (got == (double)want || (got != got && want != want))
		return 0;
	if (!isfinite(got) || !isfinite((double)want))
		return (double)INFINITY;
	frexpl(want, &exponent);
	exponent = exponent - 53 < -1074 ? -1074 : exponent - 53;
	return (double)(fabsl((long double)got - want) / ldexpl(1, exponent));
}

static double between(struct rng *rng, double lo, double hi)
{
	return lo + (hi - lo) * rng_unit(rng);
}

struct sweep {
	double (*function)(double);
	long double (*reference)(long double);
	double lo, hi;
	double worst; /* ulps allowed */
};

/* Each range is one where another part of the function does the work. */
static const struct sweep sweeps[] = {
	{ fm_log, logl, 0, 1, 1 },
	{ fm_log, logl, 0.7, 1.42, 1 },
	{ fm_log, logl, 1 - 1e-9, 1 + 1e-9, 1 },
	{ fm_log, logl, 1, 1e300, 1 },
	{ fm_log, logl, DBL_TRUE_MIN, DBL_MIN, 1 },
	{ fm_log1p, log1pl, -1, 1, 1 },
	{ fm_log1p, log1pl, -1e-8, 1e-8, 1 },
	{ fm_log1p, log1pl, 0.4, 0.42, 1 },
	{ fm_log1p, log1pl, 1, 1e20, 1 },
	{ fm_exp, expl, -1, 1, 0.6 },
	{ fm_exp, expl, -708, 709.7, 0.6 },
	{ fm_exp, expl, 709, 709.78, 0.6 },
	{ fm_exp, expl, -745.1, -708, 1 },
	{ fm_expm1, expm1l, -0.03, 0.03, 2 },
	{ fm_expm1, expm1l, -1e-7, 1e-7, 2 },
	{ fm_expm1, expm1l, -60, 60, 2 },
	{ fm_expm1, expm1l, 50, 700, 2 },
	{ fm_sin, sinl, -8, 8, 1 },
	{ fm_sin, sinl, -1e6, 1e6, 1 },
	{ fm_sin, sinl, -1e-6, 1e-6, 1 },
	{ fm_cos, cosl, -8, 8, 1 },
	{ fm_cos, cosl, -1e6, 1e6, 1 },
};

START_TEST(last_place_is_right)
{
	const struct sweep *sweep = &sweeps[_i];
	struct rng rng;

	rng_open(&rng, 1, 0, (uint64_t)_i, "fmath");
	for (int i = 0; i < DRAWS; i++) {
		double x = between(&rng, sweep->lo, sweep->hi);
		double off = ulps_off(sweep->function(x), sweep->reference((long double)x));

		ck_assert_msg(off <= sweep->worst, "sweep %d: %.3f ulps off at %a", _i, off, x);
	}
}
END_TEST

/* Logarithms of every order of magnitude, by random bits. */
START_TEST(log_of_any_bits)
{
	struct rng rng;

	rng_open(&rng, 2, 0, 0, "fmath");
	for (int i = 0; i < DRAWS; i++) {
		uint64_t bits = rng_u64(&rng) % UINT64_C(0x7ff0000000000000);
		double x;

		memcpy(&x, &bits, sizeof(x));
		ck_assert_msg(ulps_off(fm_log(x), logl((long double)x)) <= 1, "at %a", x);
	}
}
END_TEST

/* Near multiples of pi / 2 nearly all digits cancel: the reduction must carry enough of them. */
START_TEST(sine_near_its_zeros)
{
	for (int i = 1; i < 600000; i += 7) {
		double x = i * 1.57079632679489661923;

		ck_assert_msg(ulps_off(fm_sin(x), sinl((long double)x)) <= 1, "sin at %a", x);
		ck_assert_msg(ulps_off(fm_cos(x), cosl((long double)x)) <= 1, "cos at %a", x);
	}
}
END_TEST

static double pow_off(double x, double y)
{
	return ulps_off(fm_pow(x, y), powl((long double)x, (long double)y));
}

START_TEST(power)
{
	struct rng rng;

	rng_open(&rng, 3, 0, 0, "fmath");
	for (int i = 0; i < DRAWS; i++) {
		double x = exp(between(&rng, -5, 5)), y = between(&rng, -2, 2);

		ck_assert_msg(pow_off(x, y) <= 1, "%a to the %a", x, y);
		y *= 70;
		ck_assert_msg(pow_off(x, y) <= 50, "%a to the %a", x, y);
		x = between(&rng, 0.7, 1.41);
		ck_assert_msg(pow_off(x, y * 14) <= 50, "%a to the %a", x, y * 14);
	}
}
END_TEST

#define INF ((double)INFINITY)
#define QNAN ((double)NAN)

struct special {
	double (*function)(double);
	double x, expected;
};

static const struct special specials[] = {
	{ fm_log, 0, -INF },      { fm_log, -0.0, -INF },   { fm_log, -1, QNAN },
	{ fm_log, INF, INF },     { fm_log, -INF, QNAN },   { fm_log, QNAN, QNAN },
	{ fm_log, 1, 0 },         { fm_log1p, 0, 0 },       { fm_log1p, -1, -INF },
	{ fm_log1p, -1.5, QNAN }, { fm_log1p, INF, INF },   { fm_log1p, QNAN, QNAN },
	{ fm_exp, 0, 1 },         { fm_exp, -0.0, 1 },      { fm_exp, 710, INF },
	{ fm_exp, INF, INF },     { fm_exp, -746, 0 },      { fm_exp, -INF, 0 },
	{ fm_exp, QNAN, QNAN },   { fm_exp, -1e300, 0 },    { fm_exp, 1e300, INF },
	{ fm_expm1, 0, 0 },       { fm_expm1, INF, INF },   { fm_expm1, -INF, -1 },
	{ fm_expm1, 710, INF },   { fm_expm1, QNAN, QNAN }, { fm_sin, 0, 0 },
	{ fm_sin, INF, QNAN },    { fm_sin, QNAN, QNAN },   { fm_sin, 1.1e6, QNAN },
	{ fm_cos, 0, 1 },         { fm_cos, -INF, QNAN },   { fm_cos, QNAN, QNAN },
};

START_TEST(special_values)
{
	const struct special *special = &specials[_i];
	double got = special->function(special->x);

	ck_assert_msg(got == special->expected ||
			      (got != got && special->expected != special->expected),
		      "row %d: %g gives %g, not %g", _i, special->x, got, special->expected);
}
END_TEST

START_TEST(special_powers)
{
	static const double rows[][3] = {
		{ 0, 0, 1 },         { 5, 0, 1 },
		{ QNAN, 0, 1 },      { 1, QNAN, 1 },
		{ 0, 2, 0 },         { 0, -2, INF },
		{ INF, 2, INF },     { INF, -2, 0 },
		{ -2, 2, QNAN },     { 2, QNAN, QNAN },
		{ 2, 1024, INF },    { 2, -1080, 0 },
		{ 0.5, INF, 0 },     { 2, INF, INF },
		{ 0.5, -INF, INF },  { 2, 10, 1024 },
		{ 1.5, 1e300, INF }, { 10, 2, 100 },
		{ 4, 0.5, 2 },       { 2, -1074, DBL_TRUE_MIN },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double got = fm_pow(rows[i][0], rows[i][1]);

		ck_assert_msg(got == rows[i][2] || (got != got && rows[i][2] != rows[i][2]),
			      "%g to the %g is %g, not %g", rows[i][0], rows[i][1], got,
			      rows[i][2]);
	}
}
END_TEST

/* Tiny arguments come back as they are, with their sign. */
START_TEST(tiny_arguments)
{
	ck_assert_double_eq(fm_log1p(0x1p-60), 0x1p-60);
	ck_assert_double_eq(fm_expm1(-0x1p-60), -0x1p-60);
	ck_assert_double_eq(fm_sin(DBL_TRUE_MIN), DBL_TRUE_MIN);
	ck_assert(signbit(fm_sin(-0.0)));
	ck_assert(signbit(fm_log1p(-0.0)));
	ck_assert(signbit(fm_expm1(-0.0)));
}
END_TEST

/* Table and polynomial meet at 64 points per octave: no step down where they do. */
START_TEST(exp_is_monotone_at_the_joints)
{
	for (int i = -6400; i < 6400; i++) {
		double x = (i + 0.5) * 0.01083042469624914545964425189778400367;

		ck_assert_double_le(fm_exp(nextafter(x, -1000)), fm_exp(x));
		ck_assert_double_le(fm_exp(x), fm_exp(nextafter(x, 1000)));
	}
}
END_TEST

/*
 * The point of the module: the same bits for every compiler, optimisation and CPU. The digest was
 * taken from gcc -O2 and must never change by itself.
 */
START_TEST(bits_are_pinned)
{
	struct hash hash;
	struct rng rng;

	hash_init(&hash);
	rng_open(&rng, 4, 0, 0, "fmath");
	for (int i = 0; i < 20000; i++) {
		double u = rng_unit(&rng), v = between(&rng, -700, 700);

		hash_double(&hash, fm_log(u));
		hash_double(&hash, fm_log1p(u - 0.5));
		hash_double(&hash, fm_exp(v));
		hash_double(&hash, fm_expm1(u - 0.5));
		hash_double(&hash, fm_pow(u, v));
		hash_double(&hash, fm_sin(v));
		hash_double(&hash, fm_cos(v));
	}
	ck_assert_uint_eq(hash_final(&hash), UINT64_C(18386227824782218998));
}
END_TEST

static bool same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Lengths that are no multiple of what is done at a time, and numbers from one end to the other. */
START_TEST(each_log_is_the_same)
{
	double x[75], got[75];
	struct rng rng;

	rng_open(&rng, 4, 0, 0, "each");
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)(76 * rng_unit(&rng));

		for (size_t i = 0; i < n; i++)
			got[i] = x[i] = round % 2 ? rng_unit(&rng)
						  : fm_exp(between(&rng, -708, 709));
		fm_log_each(got, n);
		for (size_t i = 0; i < n; i++)
			if (!same_bits(got[i], fm_log(x[i]))) /* an assertion takes longer */
				ck_abort_msg("log(%a)", x[i]);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("fmath");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, last_place_is_right, 0, COUNT_OF(sweeps));
	tcase_add_test(tcase, log_of_any_bits);
	tcase_add_test(tcase, sine_near_its_zeros);
	tcase_add_test(tcase, power);
	tcase_add_loop_test(tcase, special_values, 0, COUNT_OF(specials));
	tcase_add_test(tcase, special_powers);
	tcase_add_test(tcase, tiny_arguments);
	tcase_add_test(tcase, exp_is_monotone_at_the_joints);
	tcase_add_test(tcase, each_log_is_the_same);
	tcase_add_test(tcase, bits_are_pinned);
	return suite_run("fmath", tcase);
}
