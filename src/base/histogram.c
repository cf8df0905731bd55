// SPDX-License-Identifier: MIT
#include "base/histogram.h"

#include <math.h> /* constants only */

/* The inverse of the bit arithmetic in histogram_index. */
double histogram_bin_lo(size_t bin)
{
	const uint64_t first = (uint64_t)(1023 + HISTOGRAM_EXP_MIN) << HISTOGRAM_SUB_BITS;
	uint64_t bits;
	double edge;

	assert(bin < HISTOGRAM_BINS);
	if (bin == 0)
		return 0;
	bits = (first + bin - 1) << (52 - HISTOGRAM_SUB_BITS);
	memcpy(&edge, &bits, sizeof(edge));
	return edge;
}

double histogram_bin_hi(size_t bin)
{
	return bin == HISTOGRAM_BINS - 1 ? (double)INFINITY : histogram_bin_lo(bin + 1);
}

/* The point at a fraction of a bin. The open ends have one value only, see the header. */
static double bin_point(size_t bin, double fraction)
{
	double lo = histogram_bin_lo(bin);

	if (bin == 0)
		return 0;
	if (bin == HISTOGRAM_BINS - 1)
		return (double)INFINITY;
	return lo + fraction * (histogram_bin_hi(bin) - lo);
}

/* The part of a bin that lies below x, where x is in this bin. */
static double bin_fraction(size_t bin, double x)
{
	double lo = histogram_bin_lo(bin);

	if (bin == 0)
		return x > 0; /* all of it is 0 */
	if (bin == HISTOGRAM_BINS - 1)
		return 0; /* all of it is infinite */
	return (x - lo) / (histogram_bin_hi(bin) - lo);
}

void histogram_reset(struct histogram *histogram)
{
	memset(histogram->counts + histogram->lo, 0,
	       (histogram->hi - histogram->lo) * sizeof(histogram->counts[0]));
	histogram->total = 0;
	histogram->lo = 0;
	histogram->hi = 0;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
	if (from->total == 0)
		return;
	if (into->total == 0) {
		into->lo = from->lo;
		into->hi = from->hi;
	}
	assert(into->total + from->total <= UINT32_MAX);
	into->total += from->total;
	into->lo = from->lo < into->lo ? from->lo : into->lo;
	into->hi = from->hi > into->hi ? from->hi : into->hi;
	for (size_t i = from->lo; i < from->hi; i++)
		into->counts[i] += from->counts[i];
}

double histogram_quantile(const struct histogram *histogram, double p)
{
	double rank = p * (double)histogram->total;
	uint64_t before = 0;
	size_t last = histogram->lo;

	assert(p >= 0 && p <= 1);
	if (histogram->total == 0)
		return (double)NAN;
	for (size_t i = histogram->lo; i < histogram->hi; i++) {
		uint32_t count = histogram->counts[i];

		if (count == 0)
			continue;
		last = i;
		if ((double)(before + count) >= rank)
			return bin_point(i, (rank - (double)before) / count);
		before += count;
	}
	return bin_point(last, 1);
}

double histogram_count_below(const struct histogram *histogram, double x)
{
	size_t bin = histogram_index(x);
	uint64_t below = 0;

	for (size_t i = histogram->lo; i < histogram->hi && i < bin; i++)
		below += histogram->counts[i];
	return (double)below + histogram->counts[bin] * bin_fraction(bin, x);
}

void density_reset(struct density *density)
{
	memset(density->weight + density->lo, 0,
	       (density->hi - density->lo) * sizeof(density->weight[0]));
	density->total = 0;
	density->lo = 0;
	density->hi = 0;
}

/* Weights outside [lo, hi) are zero, so widening needs no clearing. */
static void density_widen(struct density *density, size_t lo, size_t hi)
{
	if (density->lo == density->hi) {
		density->lo = lo;
		density->hi = hi;
	}
	density->lo = lo < density->lo ? lo : density->lo;
	density->hi = hi > density->hi ? hi : density->hi;
}

/* Known counts let compilers use vectors. */
enum { CHUNK = 8 };

static void chunk_add(double *restrict weights, const uint32_t *restrict counts,
		      double weight_per_count)
{
	for (int i = 0; i < CHUNK; i++)
		weights[i] += weight_per_count * counts[i];
}

void density_add(struct density *density, const struct histogram *histogram,
		 double weight_per_count)
{
	size_t i = histogram->lo;

	assert(weight_per_count >= 0 && weight_per_count < (double)INFINITY);
	if (histogram->total == 0)
		return;
	density_widen(density, histogram->lo, histogram->hi);
	for (; i + CHUNK <= histogram->hi; i += CHUNK)
		chunk_add(density->weight + i, histogram->counts + i, weight_per_count);
	for (; i < histogram->hi; i++)
		density->weight[i] += weight_per_count * histogram->counts[i];
	density->total += weight_per_count * (double)histogram->total;
}

void density_merge(struct density *into, const struct density *from)
{
	if (from->lo == from->hi)
		return;
	density_widen(into, from->lo, from->hi);
	for (size_t i = from->lo; i < from->hi; i++)
		into->weight[i] += from->weight[i];
	into->total += from->total;
}

double density_quantile(const struct density *density, double p)
{
	/* Weights that sum to the rank but for rounding have reached it: else a rank in a gap would
	 * be taken for one end of it or the other by chance. */
	double rank = p * density->total, enough = rank * (1 - 1e-12);
	double before = 0;
	size_t last = density->lo;

	assert(p >= 0 && p <= 1);
	if (!(density->total > 0))
		return (double)NAN;
	for (size_t i = density->lo; i < density->hi; i++) {
		double weight = density->weight[i];

		if (weight <= 0)
			continue;
		last = i;
		if (before + weight >= enough)
			return bin_point(i, rank < before + weight ? (rank - before) / weight : 1);
		before += weight;
	}
	return bin_point(last, 1); /* rounding left the sum a little below the total */
}

double density_fraction_below(const struct density *density, double x)
{
	size_t bin = histogram_index(x);
	double below = 0;

	if (!(density->total > 0))
		return (double)NAN;
	for (size_t i = density->lo; i < density->hi && i < bin; i++)
		below += density->weight[i];
	below += density->weight[bin] * bin_fraction(bin, x);
	return below < density->total ? below / density->total : 1;
}
