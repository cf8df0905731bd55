// SPDX-License-Identifier: MIT
#include "sim/heat.h"

#include <math.h>

/* Shares on their way to levels. Values must come in growing order. */
struct heat_sum {
	double share[RESULT_HEAT_BINS], total;
	int bin;
	double end_s; /* of the bin at hand */
};

static void sum_init(struct heat_sum *sum)
{
	*sum = (struct heat_sum){ .end_s = result_heat_edge_s(1) };
}

static void sum_add(struct heat_sum *sum, double value_s, double weight)
{
	while (sum->bin + 1 < RESULT_HEAT_BINS && value_s >= sum->end_s)
		sum->end_s = result_heat_edge_s(++sum->bin + 1);
	sum->share[sum->bin] += weight;
	sum->total += weight;
}

static void sum_levels(const struct heat_sum *sum, uint8_t levels[RESULT_HEAT_BINS])
{
	for (int bin = 0; bin < RESULT_HEAT_BINS; bin++)
		levels[bin] = sum->total > 0 ? result_heat_level(sum->share[bin] / sum->total) : 0;
}

void heat_of_density(const struct density *density, uint8_t levels[RESULT_HEAT_BINS])
{
	struct heat_sum sum;

	sum_init(&sum);
	for (size_t i = density->lo; i < density->hi; i++)
		if (density->weight[i] > 0)
			sum_add(&sum, (histogram_bin_lo(i) + histogram_bin_hi(i)) / 2,
				density->weight[i]);
	sum_levels(&sum, levels);
}

void heat_of_tokens(const double bins[TOKEN_BINS], uint8_t levels[RESULT_HEAT_BINS])
{
	struct heat_sum sum;

	sum_init(&sum);
	for (int i = 0; i < TOKEN_BINS; i++)
		if (bins[i] > 0)
			sum_add(&sum, (token_edge_s(i) + token_edge_s(i + 1)) / 2, bins[i]);
	sum_levels(&sum, levels);
}

double token_quantile(const double bins[TOKEN_BINS], double p)
{
	double total = 0, before = 0;
	int last = -1;

	for (int i = 0; i < TOKEN_BINS; i++)
		total += bins[i];
	for (int i = 0; i < TOKEN_BINS; i++) {
		double lo_s = token_edge_s(i), hi_s = token_edge_s(i + 1);

		if (!(bins[i] > 0))
			continue;
		last = i;
		if (before + bins[i] >= p * total)
			return lo_s + (p * total - before) / bins[i] * (hi_s - lo_s);
		before += bins[i];
	}
	return last < 0 ? NAN : token_edge_s(last + 1);
}
