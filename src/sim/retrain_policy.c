// SPDX-License-Identifier: MIT
/* When to retrain if one knows what it costs and what staleness does. */
#include "sim/retrain.h"

#include <math.h>

#include "base/fmath.h"

const double RETRAIN_LEAST_PERIOD_S = 86.4; /* the least of the calendar: 0.001 days */

/* 1 - (1 + x) exp(-x), from 0 to 1 as x goes from 0 on. Near 0 the terms cancel, and the series
 * x^2/2 - x^3/3 + x^4/8 - x^5/30 + x^6/144 is right to 1e-9 of it. */
static double rise(double x)
{
	if (x < 0.05)
		return x * x * (1.0 / 2 - x * (1.0 / 3 - x * (1.0 / 8 - x * (1.0 / 30 - x / 144))));
	return -fm_expm1(-x) - x * fm_exp(-x);
}

/* The x of rise(x) = y, 0 < y < 1: halved until no number is left in between. */
static double rise_inverse(double y)
{
	double lo = 0, hi = 1;

	while (rise(hi) < y)
		hi *= 2;
	for (;;) {
		double middle = lo + (hi - lo) / 2;

		if (middle <= lo || middle >= hi)
			return hi;
		if (rise(middle) < y)
			lo = middle;
		else
			hi = middle;
	}
}

/* The slope of the cost a second is 0 where rise(m T) = C m exp(m L) / (Q c): before it the run
 * costs more than it saves, after it less, so there is one such T or none. */
double retrain_best_period_s(const struct retrain_economy *e)
{
	double damage = e->queries_per_s * e->stale_usd; /* a second, if all were outdated */
	double y, period_s;

	if (!(damage * e->change_per_s > 0))
		return INFINITY;
	y = e->run_usd * e->change_per_s * fm_exp(e->change_per_s * e->lead_s) / damage;
	if (!(y < 1))
		return INFINITY;
	period_s = y > 0 ? rise_inverse(y) / e->change_per_s : 0;
	return period_s > RETRAIN_LEAST_PERIOD_S ? period_s : RETRAIN_LEAST_PERIOD_S;
}
