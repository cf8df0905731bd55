// SPDX-License-Identifier: MIT
/*
 * L0. Sums and means of samples and of step functions, and confidence intervals.
 *
 * Per-sample and time-weighted figures are different types on purpose. All are plain data and empty
 * when zeroed. Results depend on the order of adding and merging only, so keep that fixed.
 *
 * Sources: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (ZAMM
 * 54, 1974); Welford (Technometrics 4, 1962), merged as Chan, Golub, LeVeque (1983); Abramowitz and
 * Stegun 26.7.3, 26.7.4 (Student's t for whole degrees of freedom) and 26.7.5 (many).
 */
#ifndef RAGTOP_BASE_STATS_H
#define RAGTOP_BASE_STATS_H

#include <math.h> /* fabs, exact everywhere */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A sum that carries its rounding error along. */
struct ksum {
	double sum, carry;
};

static inline void ksum_add(struct ksum *ksum, double x)
{
	double t = ksum->sum + x;

	if (fabs(ksum->sum) >= fabs(x))
		ksum->carry += (ksum->sum - t) + x;
	else
		ksum->carry += (x - t) + ksum->sum;
	ksum->sum = t;
}

/* An infinite or NaN term makes the sum NaN. */
static inline double ksum_value(const struct ksum *ksum)
{
	return ksum->sum + ksum->carry;
}

struct tally {
	uint64_t n;
	double mean, m2; /* m2: sum of squared deviations from the mean */
	double min, max; /* 0 while n is 0 */
};

void tally_add(struct tally *tally, double x);
void tally_merge(struct tally *into, const struct tally *from);
/* Of the sample, with n - 1; NaN below two values. */
double tally_variance(const struct tally *tally);
double tally_sd(const struct tally *tally);

/* Area under a step function of time. */
struct time_weighted {
	double start, last; /* times */
	double value;       /* since `last` */
	double max;         /* largest value that lasted or is set */
	struct ksum area;   /* from start to last */
};

void tw_start(struct time_weighted *tw, double t, double value);
/* From t on the function has this value. t may not be before the last one (asserted). */
void tw_set(struct time_weighted *tw, double t, double value);
/* Of the time from the start to t_end, the last value holding on. Mean of no time is the value. */
double tw_area(const struct time_weighted *tw, double t_end);
double tw_mean(const struct time_weighted *tw, double t_end);

/* Quantile of Student's t with df >= 1 degrees of freedom, p in (0, 1). Relative error below 1e-6
 * for p between 1e-6 and 1 - 1e-6. */
double stats_t_quantile(double p, int df);
/* Interval of the mean of independent x at a level such as 0.95. Below two values both are NaN. */
void stats_mean_ci(const double *x, size_t n, double level, double *lo, double *hi);
/* The same about a mean above 0, as far on a scale of logarithms: mean x exp(+-half / mean). What
 * is never negative and now and then large, as waits are, is more often underestimated by a little
 * than overestimated by much, and misses an even interval on one side. */
void stats_skewed_ci(double mean, double half, double *lo, double *hi);

/* The same about a mean wait, on a scale of reciprocals. The longer waits are, the longer a queue
 * remembers, as the square of them; so the spread of an estimate grows with the square of what it
 * is of, and only that of the reciprocal is the same for large and small. Above it is 1 / (1 - x)
 * up to x^3, x = half / mean, which does not run away. */
void stats_wait_ci(double mean, double half, double *lo, double *hi);

#endif
