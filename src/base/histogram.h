// SPDX-License-Identifier: MIT
/*
 * L0. Histograms over logarithmic buckets, and weighted mixes of them.
 *
 * For durations in seconds, 2^-24 (60 ns) to 2^29 (5e8 s, 17 years); any non-negative quantity in
 * that range will do. The bucket is read off the bits of the double: 128 per factor of two, so a
 * bucket is at most 1/128 = 0.79 % wide and every quantile is within 1 % of the true one.
 * Bin 0 takes everything smaller, zero included, and stands for 0; the last bin takes everything
 * larger, infinity included, and stands for infinity. Negative values and NaN assert.
 *
 * Both types are plain data, may be copied by assignment, and are empty when zeroed. Means are not
 * kept here (see stats.h). [lo, hi) are the bins that may be occupied: whatever loops, loops there.
 * Counts are 32 bits wide: a histogram holds at most 2^32 - 1 values (asserted); larger sums of
 * histograms belong in a density.
 */
#ifndef RAGTOP_BASE_HISTOGRAM_H
#define RAGTOP_BASE_HISTOGRAM_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	HISTOGRAM_SUB_BITS = 7,
	HISTOGRAM_EXP_MIN = -24,
	HISTOGRAM_EXP_MAX = 29,
	HISTOGRAM_BINS = ((HISTOGRAM_EXP_MAX - HISTOGRAM_EXP_MIN) << HISTOGRAM_SUB_BITS) + 2,
};

struct histogram {
	uint64_t total;
	uint32_t lo, hi;
	uint32_t counts[HISTOGRAM_BINS];
};

struct density {
	double total;
	size_t lo, hi;
	double weight[HISTOGRAM_BINS];
};

static inline size_t histogram_index(double value)
{
	const uint64_t first = (uint64_t)(1023 + HISTOGRAM_EXP_MIN) << HISTOGRAM_SUB_BITS;
	uint64_t bits;

	assert(value >= 0);
	if (value < 0x1p-24) /* HISTOGRAM_EXP_MIN; catches -0.0 too */
		return 0;
	memcpy(&bits, &value, sizeof(bits));
	bits = (bits >> (52 - HISTOGRAM_SUB_BITS)) - first + 1;
	return bits < HISTOGRAM_BINS - 1 ? (size_t)bits : HISTOGRAM_BINS - 1;
}

/* Edges of a bin, value in [lo, hi). Bin 0 starts at 0, the last one ends at infinity. */
double histogram_bin_lo(size_t bin);
double histogram_bin_hi(size_t bin);

static inline void histogram_add(struct histogram *histogram, double value)
{
	uint32_t bin = (uint32_t)histogram_index(value);

	assert(histogram->total < UINT32_MAX);
	if (histogram->total++ == 0) {
		histogram->lo = bin;
		histogram->hi = bin;
	}
	if (bin < histogram->lo)
		histogram->lo = bin;
	if (bin >= histogram->hi)
		histogram->hi = bin + 1;
	histogram->counts[bin]++;
}

/* Empties one that is already valid; costs only the occupied range. To start, zero it. */
void histogram_reset(struct histogram *histogram);
void histogram_merge(struct histogram *into, const struct histogram *from);

/* The value below which a share p in [0, 1] lies, straight inside a bin: 0 in the first bin,
 * INFINITY in the last, NaN when empty. */
double histogram_quantile(const struct histogram *histogram, double p);
/* How many values are below x >= 0, straight inside a bin. */
double histogram_count_below(const struct histogram *histogram, double x);

void density_reset(struct density *density);
/* Adds each count times weight_per_count (>= 0, finite). */
void density_add(struct density *density, const struct histogram *histogram,
		 double weight_per_count);
void density_merge(struct density *into, const struct density *from);
/* As the two above; the fraction is of the total, NaN when that is 0. */
double density_quantile(const struct density *density, double p);
double density_fraction_below(const struct density *density, double x);

#endif
