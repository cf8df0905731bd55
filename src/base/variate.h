// SPDX-License-Identifier: MIT
/*
 * L0. Random variates.
 *
 * The *_from_unit functions are inverse distribution functions: one uniform, one variate, monotone.
 * Common random numbers need that: two scenarios that read the same uniforms see the same luck.
 * variate_gamma rejects, so it uses a varying number of uniforms: give it a stream of its own.
 *
 * Sources: normal: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal
 * distribution", Applied Statistics 37 (1988), PPND16. Gamma: G. Marsaglia and W. W. Tsang, "A
 * simple method for generating gamma variables", ACM TOMS 26 (2000); below shape 1 their boost.
 */
#ifndef RAGTOP_BASE_VARIATE_H
#define RAGTOP_BASE_VARIATE_H

#include <stddef.h>

#include "base/rng.h"

/* Standard normal quantile of u in (0, 1), relative error about 1e-15. */
double variate_normal_from_unit(double u);
/* P(a standard normal is above z), relative error about 1e-14. */
double variate_normal_above(double z);
/* The same bits for each, in place, in half the time: units in, normals out. */
void variate_normal_each(double *z, size_t n);
/* Exponential of mean 1: -log(u), so small u gives large values. */
double variate_exponential_from_unit(double u);
/* Gamma of the given shape (> 0) and scale 1, so its mean is the shape. Shapes below about 0.01 can
 * underflow to 0; never NaN or infinite. */
double variate_gamma(struct rng *rng, double shape);

struct lognormal {
	double mu, sigma; /* of the logarithm; mu is -inf for a mean of 0 */
};

/* Lognormal of the given mean (>= 0) and coefficient of variation (>= 0). A mean of 0 gives always
 * 0, a variation of 0 always the mean (to a rounding). */
struct lognormal lognormal_from_mean_cv(double mean, double cv);
/* Its value at the standard normal z: exp(mu + sigma z). */
double lognormal_at(const struct lognormal *law, double z);
/* The same bits for each, in place, in less time. */
void lognormal_each(const struct lognormal *law, double *z, size_t n);

/* Fill out[0..n) with as many draws, one uniform each. */
void variate_fill_unit(struct rng *rng, double *out, size_t n);
void variate_fill_normal(struct rng *rng, double *out, size_t n);
/* Gamma of this shape and scale 1; uses a varying number of uniforms, and not those that as many
 * single draws would use. */
void variate_fill_gamma(struct rng *rng, double shape, double *out, size_t n);
void variate_fill_exponential(struct rng *rng, double *out, size_t n);

#endif
