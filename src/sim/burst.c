// SPDX-License-Identifier: MIT
#include "sim/burst.h"

#include "base/fmath.h"
#include "base/variate.h"

struct burst_law burst_law(const struct params *params)
{
	struct burst_law law = { .rate = { 1, 1 } };
	double per_s = params->traffic.bursts_per_day / DAY_S, factor, low;

	law.mean_s[1] = params->traffic.burst_minutes * MINUTE_S;
	law.on = params->traffic.burst_factor != 1 && per_s > 0 && law.mean_s[1] > 0;
	if (!law.on)
		return law;
	law.mean_s[0] = 1 / per_s;
	law.share = law.mean_s[1] / (law.mean_s[0] + law.mean_s[1]);
	factor = params->traffic.burst_factor;
	low = 1 / (1 - law.share + factor * law.share);
	law.rate[0] = low;
	law.rate[1] = factor * low;
	return law;
}

double burst_memory_s(const struct burst_law *law)
{
	return law->on ? 1 / (1 / law->mean_s[0] + 1 / law->mean_s[1]) : 0;
}

double burst_dispersion_s(const struct burst_law *law)
{
	double apart = law->rate[1] - law->rate[0];

	return 2 * apart * apart * law->share * (1 - law->share) * burst_memory_s(law);
}

double burst_dispersion_within_s(const struct burst_law *law, double t_s)
{
	double x;

	if (!law->on)
		return 0;
	x = t_s / burst_memory_s(law);
	return burst_dispersion_s(law) * (1 + fm_expm1(-x) / x);
}

static void enter(struct burst *burst, bool high)
{
	burst->high = high;
	burst->left_s = burst->law.mean_s[high] *
			variate_exponential_from_unit(rng_unit(&burst->rng));
}

void burst_open(struct burst *burst, const struct burst_law *law, const struct rng *rng)
{
	*burst = (struct burst){ .law = *law, .rng = *rng };
	if (!law->on)
		return;
	burst->start = rng_unit(&burst->rng);
	enter(burst, burst->start < law->share);
}

/* The rest of an exponential time is as long as all of it, so only the state differs. */
void burst_start_at_query(struct burst *burst)
{
	bool high = burst->start < burst->law.share * burst->law.rate[1];

	if (!burst->law.on || high == burst->high)
		return;
	burst->left_s *= burst->law.mean_s[high] / burst->law.mean_s[!high];
	burst->high = high;
}

void burst_change(struct burst *burst, const struct burst_law *law)
{
	bool was_on = burst->law.on;

	if (law->on && was_on)
		burst->left_s *= law->mean_s[burst->high] / burst->law.mean_s[burst->high];
	burst->law = *law;
	if (law->on && !was_on)
		enter(burst, rng_unit(&burst->rng) < law->share);
}

void burst_pass(struct burst *burst, double length_s)
{
	while (burst->left_s <= length_s) {
		length_s -= burst->left_s;
		enter(burst, !burst->high);
	}
	burst->left_s -= length_s;
}
