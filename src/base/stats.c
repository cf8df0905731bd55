// SPDX-License-Identifier: MIT
#include "base/stats.h"

#include <assert.h>

#include "base/fmath.h"
#include "base/variate.h"

#define PI_HALF 0x1.921fb54442d18p+0

void tally_add(struct tally *tally, double x)
{
	double delta = x - tally->mean;

	if (tally->n == 0 || x < tally->min)
		tally->min = x;
	if (tally->n == 0 || x > tally->max)
		tally->max = x;
	tally->n++;
	tally->mean += delta / (double)tally->n;
	tally->m2 += delta * (x - tally->mean);
}

void tally_merge(struct tally *into, const struct tally *from)
{
	double n = (double)into->n + (double)from->n;
	double delta = from->mean - into->mean;

	if (from->n == 0)
		return;
	if (into->n == 0) {
		*into = *from;
		return;
	}
	into->mean += delta * ((double)from->n / n);
	into->m2 += from->m2 + delta * delta * ((double)into->n * (double)from->n / n);
	into->min = from->min < into->min ? from->min : into->min;
	into->max = from->max > into->max ? from->max : into->max;
	into->n += from->n;
}

double tally_variance(const struct tally *tally)
{
	return tally->n < 2 ? (double)NAN : tally->m2 / (double)(tally->n - 1);
}

double tally_sd(const struct tally *tally)
{
	return sqrt(tally_variance(tally));
}

void tw_start(struct time_weighted *tw, double t, double value)
{
	*tw = (struct time_weighted){ .start = t, .last = t, .value = value, .max = value };
}

void tw_set(struct time_weighted *tw, double t, double value)
{
	assert(t >= tw->last);
	ksum_add(&tw->area, tw->value * (t - tw->last));
	tw->last = t;
	tw->value = value;
	if (value > tw->max)
		tw->max = value;
}

double tw_area(const struct time_weighted *tw, double t_end)
{
	struct ksum area = tw->area;

	assert(t_end >= tw->last);
	ksum_add(&area, tw->value * (t_end - tw->last));
	return ksum_value(&area);
}

double tw_mean(const struct time_weighted *tw, double t_end)
{
	return t_end > tw->start ? tw_area(tw, t_end) / (t_end - tw->start) : tw->value;
}

/*
 * Probability that |t| <= sqrt(df) tan(angle), by the finite series of Abramowitz and Stegun
 * 26.7.3 (odd df) and 26.7.4 (even df). *slope gets its derivative.
 */
static double t_central(double angle, int df, double *slope)
{
	double sine = fm_sin(angle), cosine = fm_cos(angle);
	double term = df % 2 ? cosine : 1;
	double sum = df == 1 ? 0 : term;

	for (int k = df % 2 ? 2 : 1; k + 2 < df; k += 2) {
		term *= cosine * cosine * k / (k + 1);
		sum += term;
	}
	/* the derivative is the density of the angle, which is the next term of the series */
	if (df % 2) {
		*slope = df == 1 ? 1 / PI_HALF : term * cosine * (df - 1) / PI_HALF;
		return (angle + sine * sum) / PI_HALF;
	}
	*slope = term * cosine * (df - 1);
	return sine * sum;
}

/* The angle whose central probability is this: Newton, kept inside a shrinking bracket. */
static double t_angle(double central, int df)
{
	double lo = 0, hi = PI_HALF;
	double angle = PI_HALF / 2;

	for (int i = 0; i < 100 && lo < hi; i++) {
		double slope;
		double excess = t_central(angle, df, &slope) - central;
		double next = angle - excess / slope;

		if (excess > 0)
			hi = angle;
		else
			lo = angle;
		if (!(next > lo && next < hi))
			next = lo + (hi - lo) / 2;
		if (fabs(next - angle) <= 1e-15 * angle)
			return next;
		angle = next;
	}
	return angle;
}

/* Abramowitz and Stegun 26.7.5: from the normal quantile, for many degrees of freedom. */
static double t_expansion(double z, double df)
{
	double z2 = z * z;
	double g1 = (z2 + 1) / 4;
	double g2 = ((5 * z2 + 16) * z2 + 3) / 96;
	double g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
	double g4 = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;

	return z * (1 + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df);
}

double stats_t_quantile(double p, int df)
{
	double angle;

	assert(p > 0 && p < 1 && df >= 1);
	if (df > 200)
		return t_expansion(variate_normal_from_unit(p), df);
	angle = t_angle(fabs(2 * p - 1), df);
	angle = p < 0.5 ? -angle : angle;
	return sqrt(df) * fm_sin(angle) / fm_cos(angle);
}

void stats_mean_ci(const double *x, size_t n, double level, double *lo, double *hi)
{
	struct tally tally = { 0 };
	double half;

	*lo = *hi = (double)NAN;
	if (n < 2)
		return;
	for (size_t i = 0; i < n; i++)
		tally_add(&tally, x[i]);
	assert(level > 0 && level < 1 && n <= INT32_MAX);
	half = stats_t_quantile(0.5 + level / 2, (int)(n - 1)) * tally_sd(&tally) / sqrt((double)n);
	*lo = tally.mean - half;
	*hi = tally.mean + half;
}

void stats_wait_ci(double mean, double half, double *lo, double *hi)
{
	double x = half / mean;

	*lo = mean - half;
	*hi = mean + half;
	if (!(mean > 0))
		return;
	*lo = mean / (1 + x);
	*hi = mean * (1 + x * (1 + x * (1 + x)));
}

void stats_skewed_ci(double mean, double half, double *lo, double *hi)
{
	double factor;

	*lo = mean - half;
	*hi = mean + half;
	if (!(mean > 0))
		return;
	factor = fm_exp(half / mean);
	*lo = mean / factor;
	*hi = mean * factor;
}
