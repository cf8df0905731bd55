// SPDX-License-Identifier: MIT
/*
 * The order of operations is the specification here: any change changes digests. The constants were
 * computed with 300 bits; Where a product is said
 * to be exact, its factors have few enough bits.
 */
#include "base/fmath.h"

#include <math.h> /* constants, fabs and floor; exact everywhere */
#include <stdint.h>
#include <string.h>

#include "base/fmath_table.h"

/* ln 2 in two parts; the first has 32 bits, so its product with an exponent is exact. */
#define LN2_HI 0x1.62e42fee00000p-1
#define LN2_LO 0x1.a39ef35793c76p-33

/* Numbers that the functions for many take at a time. */
enum { FM_CHUNK = 8 };

static uint64_t bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static double from_bits(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* 2^e for a normal result. */
static double power_of_two(int64_t e)
{
	return from_bits((uint64_t)(1023 + e) << 52);
}

/* A double-double: the value is hi + lo, lo being below the last place of hi. */
struct pair {
	double hi, lo;
};

/* Knuth: a + b without error. */
static struct pair two_sum(double a, double b)
{
	double sum = a + b;
	double part = sum - a;

	return (struct pair){ sum, (a - (sum - part)) + (b - part) };
}

/* Veltkamp: the upper 26 bits. */
static double upper_half(double a)
{
	double c = 0x1.0000002p27 * a;

	return c - (c - a);
}

/* Dekker: a b without error, away from overflow and underflow. */
static struct pair two_product(double a, double b)
{
	double ah = upper_half(a), bh = upper_half(b);
	double al = a - ah, bl = b - bh;
	double product = a * b;

	return (struct pair){ product, ((ah * bh - product) + ah * bl + al * bh) + al * bl };
}

/* ---- logarithms ---- */

/*
 * With s = f / (2 + f): log(1 + f) = 2 atanh(s) = 2 s + s R(s^2), where R(z) = 2 z / 3 + 2 z^2 / 5
 * + ... The coefficients are the minimax ones for |s| <= 0.1716 (Remez; relative error of the
 * logarithm 1.3e-18).
 */
static double atanh_tail(double z)
{
	double z2 = z * z;
	double even = 0x1.999999997feaap-2 +
		      z2 * (0x1.c71c5212fc946p-3 + z2 * 0x1.39a1e7d96e3a0p-3);
	double odd = 0x1.5555555555592p-1 +
		     z2 * (0x1.24924941e48bep-2 +
			   z2 * (0x1.74663d0cdc48fp-3 + z2 * 0x1.2f03b726e5dcfp-3));

	return z2 * even + z * odd;
}

/* log(2^k (1 + f)) + low, for 1 + f in [sqrt(1/2), sqrt(2)]. Since 2 s = f - s f and
 * s f = f^2 / 2 - s f^2 / 2, f itself, which is exact, can be the leading term. */
static double log_sum(double f, double k, double low)
{
	double s = f / (2 + f);
	double half_square = 0.5 * f * f;
	double tail = s * (half_square + atanh_tail(s * s));

	return k * LN2_HI - ((half_square - (tail + (k * LN2_LO + low))) - f);
}

/* x = 2^k m with m in [sqrt(1/2), sqrt(2)), to 20 bits; x positive, finite, normal. *k is a whole
 * number; it gets there without a conversion, for which there are no vector instructions. */
static double split(double x, double *k)
{
	/* Carries into the exponent when the fraction is at least that of sqrt(2), 0x6a09e. */
	uint64_t shifted = bits_of(x) + ((UINT64_C(0x100000) - 0x6a09e) << 32);
	uint64_t exponent = shifted >> 52;

	*k = from_bits(exponent | UINT64_C(0x433) << 52) - (0x1p52 + 1023);
	return from_bits(bits_of(x) - ((exponent - 1023) << 52));
}

/* Subnormals are brought into the normal range; *k gets what that costs. */
static double normalise(double x, double *k)
{
	*k = 0;
	if (x >= 0x1p-1022)
		return x;
	*k = -54;
	return x * 0x1p54;
}

double fm_log(double x)
{
	double k, shift;

	if (!(x > 0))
		return x == 0 ? -(double)INFINITY : (double)NAN;
	if (x == (double)INFINITY)
		return x;
	x = split(normalise(x, &shift), &k);
	return log_sum(x - 1, k + shift, 0);
}

/* Counts that are known let compilers use vectors, whose results are the same bits. */
static void log_chunk(const double *restrict x, double *restrict out)
{
	for (int i = 0; i < FM_CHUNK; i++) {
		double k, m = split(x[i], &k);

		out[i] = log_sum(m - 1, k, 0);
	}
}

void fm_log_each(double *x, size_t n)
{
	double out[FM_CHUNK];
	size_t i = 0;

	for (; i + FM_CHUNK <= n; i += FM_CHUNK) {
		log_chunk(x + i, out);
		memcpy(x + i, out, sizeof(out));
	}
	for (; i < n; i++)
		x[i] = fm_log(x[i]);
}

double fm_log1p(double x)
{
	double sum = 1 + x;
	double m, k, lost;

	if (!(x > -1))
		return x == -1 ? -(double)INFINITY : (double)NAN;
	if (x == (double)INFINITY || fabs(x) < 0x1p-54)
		return x;
	if (x > -0.29 && x < 0.41)
		return log_sum(x, 0, 0);
	/* What rounding took from the sum is far too small to move more than the last place. */
	lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
	m = split(sum, &k);
	return log_sum(m - 1, k, lost / sum);
}

/* ---- exponentials ---- */

#define LN2_64_HI 0x1.62e42fee00000p-7
#define LN2_64_LO 0x1.a39ef35793c76p-39
#define INV_LN2_64 0x1.71547652b82fep+6
#define TO_INTEGER 0x1.8p52 /* adding it rounds to a whole number, in round to nearest */

/* exp(x + low) = 2^e (hi + lo) (1 + p) */
struct exp_parts {
	int64_t e;
	double hi, lo, p;
};

/* Reduction by multiples of ln(2) / 64, then the series: |r| <= 0.0055, so r^7 / 7! < 4e-20. */
static inline struct exp_parts exp_reduce(double x, double low)
{
	double n = (x * INV_LN2_64 + TO_INTEGER) - TO_INTEGER;
	double r = ((x - n * LN2_64_HI) - n * LN2_64_LO) + low;
	double r2 = r * r;
	double tail = (1.0 / 2 + r * (1.0 / 6)) +
		      r2 * ((1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720));
	int64_t whole = (int64_t)n;
	int64_t i = whole & 63;

	return (struct exp_parts){
		.e = (whole - i) / 64,
		.hi = exp2_table[i].hi,
		.lo = exp2_table[i].lo,
		.p = r + r2 * tail,
	};
}

/* exp(x + low) for a small low. */
static inline double exp_sum(double x, double low)
{
	struct exp_parts parts;
	double m;

	if (x > 709.79)
		return (double)INFINITY;
	if (x < -745.14)
		return 0;
	parts = exp_reduce(x, low);
	m = parts.hi + (parts.lo + parts.hi * parts.p);
	if (parts.e > -1022 && parts.e < 1023)
		return m * power_of_two(parts.e);
	/* In two steps, the second of which overflows or rounds into the subnormals. */
	return m * power_of_two(parts.e / 2) * power_of_two(parts.e - parts.e / 2);
}

double fm_exp(double x)
{
	return x == x ? exp_sum(x, 0) : x;
}

void fm_exp_each(double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = exp_sum(x[i], 0);
}

double fm_expm1(double x)
{
	struct exp_parts parts;
	double scale, head;

	if (x != x || fabs(x) < 0x1p-54)
		return x;
	if (x > 50)
		return exp_sum(x, 0);
	if (x < -50)
		return -1;
	parts = exp_reduce(x, 0);
	scale = power_of_two(parts.e);
	/* The head is exact unless the 1 hardly matters, and nothing cancels after it. */
	head = parts.hi * scale - 1;
	return head + scale * (parts.lo + parts.hi * parts.p);
}

/* ---- powers ---- */

/* log(x) to about 60 bits: as log_sum, with s and the leading sum as pairs. */
static struct pair log_pair(double x)
{
	double k, shift, f, s, s_low, z;
	struct pair denominator, product, sum;

	f = split(normalise(x, &shift), &k) - 1;
	k += shift;
	denominator = two_sum(2, f);
	s = f / denominator.hi;
	product = two_product(s, denominator.hi);
	s_low = (((f - product.hi) - product.lo) - s * denominator.lo) / denominator.hi;
	z = s * s;
	sum = two_sum(k * LN2_HI, 2 * s);
	return two_sum(sum.hi, sum.lo + ((s * atanh_tail(z) + 2 * s_low) + k * LN2_LO));
}

double fm_pow(double x, double y)
{
	struct pair log_x, product;

	if (y == 0 || x == 1)
		return 1;
	if (!(x >= 0) || y != y)
		return (double)NAN;
	if (x == 0 || x == (double)INFINITY)
		return (x == 0) == (y > 0) ? 0 : (double)INFINITY;
	log_x = log_pair(x);
	/* Before the exact product, which such numbers could overflow. */
	if (!(fabs(y * log_x.hi) < 800))
		return y * log_x.hi > 0 ? (double)INFINITY : 0;
	product = two_product(y, log_x.hi);
	return exp_sum(product.hi, product.lo + y * log_x.lo);
}

/* ---- sine and cosine ---- */

/* pi / 2 in four parts of 33, 33, 33 and 53 bits. */
#define PIO2_1 0x1.921fb54400000p+0
#define PIO2_2 0x1.0b4611a600000p-34
#define PIO2_3 0x1.3198a2e000000p-69
#define PIO2_4 0x1.b839a252049c1p-104
#define TWO_OVER_PI 0x1.45f306dc9c883p-1

/* x minus the nearest multiple of pi / 2, which is the *quadrant-th modulo 4. Up to |x| = 1e6 the
 * multiple has 20 bits, so the products with the first three parts are exact. */
static struct pair reduce_angle(double x, int *quadrant)
{
	double n = (x * TWO_OVER_PI + TO_INTEGER) - TO_INTEGER;
	struct pair a = two_sum(x - n * PIO2_1, -(n * PIO2_2));
	struct pair b = two_sum(a.hi, -(n * PIO2_3));

	*quadrant = (int)((int64_t)n & 3);
	return two_sum(b.hi, b.lo + (a.lo - n * PIO2_4));
}

/* Taylor series about 0, |r| <= pi / 4: the first term left out is below 2e-19 of the result. */
static double sin_series(struct pair r)
{
	double z = r.hi * r.hi;
	double tail = -1.0 / 6 +
		      z * (1.0 / 120 + z * (-1.0 / 5040 +
					    z * (1.0 / 362880 +
						 z * (-1.0 / 39916800 +
						      z * (1.0 / 6227020800.0 +
							   z * (-1.0 / 1307674368000.0 +
								z * (1.0 / 355687428096000.0)))))));

	/* sin(hi + lo) = sin(hi) + lo cos(hi), where 1 - z / 2 is cosine enough */
	return r.hi + (r.hi * z * tail + r.lo * (1 - 0.5 * z));
}

static double cos_series(struct pair r)
{
	double z = r.hi * r.hi;
	double tail = 1.0 / 24 +
		      z * (-1.0 / 720 +
			   z * (1.0 / 40320 +
				z * (-1.0 / 3628800 +
				     z * (1.0 / 479001600 +
					  z * (-1.0 / 87178291200.0 +
					       z * (1.0 / 20922789888000.0 +
						    z * (-1.0 / 6402373705728000.0)))))));
	double half = 0.5 * z;
	double head = 1 - half;

	/* (1 - head) - half is what the subtraction lost */
	return head + (((1 - head) - half) + (z * z * tail - r.hi * r.lo));
}

/* sin(x + quarter_turns pi / 2) */
static double sin_turned(double x, int quarter_turns)
{
	struct pair r;
	double value;
	int quadrant;

	if (!(fabs(x) <= 1e6))
		return (double)NAN;
	r = reduce_angle(x, &quadrant);
	quadrant += quarter_turns;
	value = quadrant & 1 ? cos_series(r) : sin_series(r);
	return quadrant & 2 ? -value : value;
}

double fm_sin(double x)
{
	/* A denormal or -0 must come back as it is. */
	return fabs(x) < 0x1p-27 ? x : sin_turned(x, 0);
}

double fm_cos(double x)
{
	return sin_turned(x, 1);
}
