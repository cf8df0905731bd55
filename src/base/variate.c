// SPDX-License-Identifier: MIT
#include "base/variate.h"

#include <assert.h>
#include <math.h> /* sqrt and fabs, exact everywhere */
#include <stdbool.h>
#include <string.h>

#include "base/fmath.h"

/* Written out, so that compilers can use vectors where it is wanted for many x. */
static double polynomial(const double c[8], double x)
{
	return ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) *
		       x +
	       c[0];
}

/* The coefficients of PPND16, lowest power first: numerator and denominator of three regions. */
/* clang-format off */
static const double centre_num[8] = {
	3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
	1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
	3.3430575583588128105e+4, 2.5090809287301226727e+3,
};
static const double centre_den[8] = {
	1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
	2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
	5.2264952788528545610e+3,
};
static const double tail_num[8] = {
	1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
	3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
	2.27238449892691845833e-2, 7.74545014278341407640e-4,
};
static const double tail_den[8] = {
	1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
	1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
	1.05075007164441684324e-9,
};
static const double far_num[8] = {
	6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
	2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
	2.71155556874348757815e-5, 2.01033439929228813265e-7,
};
static const double far_den[8] = {
	1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
	7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
	2.04426310338993978564e-15,
};
/* clang-format on */

/* The three regions: |q| <= 0.425, where q = u - 0.5, and by r = sqrt(-log(p)) of the tail area. */
static double normal_centre(double q)
{
	double r = 0.180625 - q * q;

	return q * polynomial(centre_num, r) / polynomial(centre_den, r);
}

static double normal_tail(double r)
{
	return polynomial(tail_num, r - 1.6) / polynomial(tail_den, r - 1.6);
}

static double normal_far(double r)
{
	return polynomial(far_num, r - 5) / polynomial(far_den, r - 5);
}

static const double CENTRE = 0.425, FAR = 5;
static const double FAR_FROM = 6; /* quantiles from here on are looked at again: r is above 4.5 */

double variate_normal_from_unit(double u)
{
	double q = u - 0.5, r, z;

	assert(u > 0 && u < 1);
	if (fabs(q) <= CENTRE)
		return normal_centre(q);
	r = sqrt(-fm_log(q < 0 ? u : 1 - u));
	z = r <= FAR ? normal_tail(r) : normal_far(r);
	return q < 0 ? -z : z;
}

/* The series of the middle, by odd powers; the continued fraction of the tail (Laplace). */
double variate_normal_above(double z)
{
	static const double MIDDLE = 2.5, ROOT_2_PI = 2.5066282746310002;
	enum { TERMS = 60 };
	double density = fm_exp(-z * z / 2) / ROOT_2_PI, sum, term;

	if (z < 0)
		return 1 - variate_normal_above(-z);
	if (z > MIDDLE) {
		sum = z;
		for (int k = TERMS; k >= 1; k--)
			sum = z + k / sum;
		return density / sum;
	}
	sum = term = z;
	for (int k = 3; term > 1e-17 * sum; k += 2) {
		term *= z * z / k;
		sum += term;
	}
	return 0.5 - density * sum;
}

double variate_exponential_from_unit(double u)
{
	assert(u > 0 && u < 1);
	return -fm_log(u);
}

/* Is a try good: first by the squeeze, which spares most of the logarithms. */
static bool gamma_accepts(double d, double root, double x, double u)
{
	double x2 = x * x, v = root * root * root;

	if (root <= 0)
		return false;
	return u < 1 - 0.0331 * x2 * x2 || fm_log(u) < 0.5 * x2 + d * (1 - v + fm_log(v));
}

/* Marsaglia and Tsang, for shapes from 1. About 1.05 rounds at shape 1, fewer above. */
static double gamma_large(struct rng *rng, double shape)
{
	double d = shape - 1.0 / 3;
	double c = 1 / sqrt(9 * d);

	for (;;) {
		double x = variate_normal_from_unit(rng_unit(rng));
		double root = 1 + c * x;
		double u = rng_unit(rng);

		if (gamma_accepts(d, root, x, u))
			return d * (root * root * root);
	}
}

/* Gamma(a) = Gamma(a + 1) U^(1/a); by logarithms, as the power alone underflows too early. */
double variate_gamma(struct rng *rng, double shape)
{
	double large;

	assert(shape > 0);
	if (shape >= 1)
		return gamma_large(rng, shape);
	large = gamma_large(rng, shape + 1);
	return fm_exp(fm_log(large) + fm_log(rng_unit(rng)) / shape);
}

/* sigma^2 = log(1 + cv^2), mu = log(mean) - sigma^2 / 2 */
struct lognormal lognormal_from_mean_cv(double mean, double cv)
{
	double variance = fm_log1p(cv * cv);

	assert(mean >= 0 && cv >= 0);
	return (struct lognormal){
		.mu = fm_log(mean) - variance / 2,
		.sigma = sqrt(variance),
	};
}

double lognormal_at(const struct lognormal *law, double z)
{
	return fm_exp(law->mu + law->sigma * z);
}

/* ---- many at a time, the same bits ---- */

void lognormal_each(const struct lognormal *law, double *z, size_t n)
{
	for (size_t i = 0; i < n; i++)
		z[i] = law->mu + law->sigma * z[i];
	fm_exp_each(z, n);
}

/* Known counts let compilers use vectors, so everything is done for all of a chunk. What belongs
 * elsewhere is done again: of the normals, the 15 in 100 that are in the tails. */
enum { CHUNK = 64, TAIL_CHUNK = 8 };

void variate_fill_unit(struct rng *rng, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = rng_unit(rng);
}

static void normal_centres(const double *restrict u, double *restrict z)
{
	for (int i = 0; i < CHUNK; i++)
		z[i] = normal_centre(u[i] - 0.5);
}

/* In place, from the tail areas. */
static void normal_tails(double *z)
{
	double r[TAIL_CHUNK];

	fm_log_each(z, TAIL_CHUNK);
	for (int i = 0; i < TAIL_CHUNK; i++)
		r[i] = sqrt(-z[i]);
	for (int i = 0; i < TAIL_CHUNK; i++)
		z[i] = normal_tail(r[i]);
}

/* Finds those in the tails. Without a branch, which would go wrong half of the time. */
static int find_tails(const double *u, int *places, double *areas)
{
	int count = 0;

	for (int i = 0; i < CHUNK; i++) {
		double rest = 1 - u[i];

		places[count] = i;
		areas[count] = u[i] < rest ? u[i] : rest;
		count += fabs(u[i] - 0.5) > CENTRE;
	}
	return count;
}

static void place_tails(const double *u, const int *places, const double *tails, int count,
			double *z)
{
	for (int k = 0; k < count; k++) {
		int i = places[k];

		z[i] = tails[k] * (2 * (u[i] > 0.5) - 1);
		if (tails[k] > FAR_FROM)
			z[i] = variate_normal_from_unit(u[i]);
	}
}

static void normal_chunk(const double *u, double *z)
{
	double areas[CHUNK + TAIL_CHUNK];
	int places[CHUNK + TAIL_CHUNK], count = find_tails(u, places, areas);

	normal_centres(u, z);
	for (int i = 0; i < TAIL_CHUNK; i++)
		areas[count + i] = 0.05; /* to a whole chunk */
	for (int first = 0; first < count; first += TAIL_CHUNK)
		normal_tails(areas + first);
	place_tails(u, places, areas, count, z);
}

void variate_normal_each(double *z, size_t n)
{
	double u[CHUNK];
	size_t i = 0;

	for (; i + CHUNK <= n; i += CHUNK) {
		memcpy(u, z + i, sizeof(u));
		normal_chunk(u, z + i);
	}
	for (; i < n; i++)
		z[i] = variate_normal_from_unit(z[i]);
}

void variate_fill_normal(struct rng *rng, double *out, size_t n)
{
	variate_fill_unit(rng, out, n);
	variate_normal_each(out, n);
}

void variate_fill_exponential(struct rng *rng, double *out, size_t n)
{
	variate_fill_unit(rng, out, n);
	fm_log_each(out, n);
	for (size_t i = 0; i < n; i++)
		out[i] = -out[i];
}

/* Marsaglia and Tsang, a chunk of first tries; who fails, one in twenty at most, tries alone. */
static void gamma_chunk(struct rng *rng, double shape, double *out)
{
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
	double x[CHUNK], u[CHUNK];

	variate_fill_normal(rng, x, CHUNK);
	variate_fill_unit(rng, u, CHUNK);
	for (int i = 0; i < CHUNK; i++) {
		double root = 1 + c * x[i];

		out[i] = d * (root * root * root);
	}
	for (int i = 0; i < CHUNK; i++)
		if (!gamma_accepts(d, 1 + c * x[i], x[i], u[i]))
			out[i] = gamma_large(rng, shape);
}

static void gamma_boost(struct rng *rng, double shape, double *out)
{
	double u[CHUNK];

	variate_fill_unit(rng, u, CHUNK);
	fm_log_each(u, CHUNK);
	fm_log_each(out, CHUNK);
	for (int i = 0; i < CHUNK; i++)
		out[i] = fm_exp(out[i] + u[i] / shape);
}

void variate_fill_gamma(struct rng *rng, double shape, double *out, size_t n)
{
	double chunk[CHUNK];

	assert(shape > 0);
	for (size_t i = 0; i < n; i += CHUNK) {
		gamma_chunk(rng, shape >= 1 ? shape : shape + 1, chunk);
		if (shape < 1)
			gamma_boost(rng, shape, chunk);
		memcpy(out + i, chunk, (n - i < CHUNK ? n - i : CHUNK) * sizeof(*out));
	}
}
