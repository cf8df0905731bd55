// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>

#include <ragtop/params.h>

#include "ui/plot_series.h"

enum { CALM_CYCLES = 3 };

static const struct column gap = { PARAM_NULL, PARAM_NULL };

/* Buckets whose middle lies in a dot column, as [first, end); none where dots are finer. */
static void buckets_of_dot(const struct axis *x, int dot, double width, int n, int *first, int *end)
{
	double from = axis_value(x, dot - 0.5) / width, to = axis_value(x, dot + 0.5) / width;

	*first = (int)fmax(ceil(from - 0.5), 0);
	*end = (int)fmin(ceil(to - 0.5), n);
}

/* Between the middles of the buckets around a place, or of the bucket there. */
static double between_buckets(const double *values, int n, double place, bool steps)
{
	int i = (int)floor(place - 0.5);
	double part = place - 0.5 - i;

	if (steps)
		return values[(int)fmin(fmax(floor(place), 0), n - 1)];
	if (i < 0)
		return values[0];
	if (i >= n - 1)
		return values[n - 1];
	if (isnan(values[i]) || isnan(values[i + 1]))
		return values[part < 0.5 ? i : i + 1];
	return values[i] + part * (values[i + 1] - values[i]);
}

static void widen(struct column *column, double lo, double hi)
{
	if (isnan(lo) || isnan(hi))
		return;
	if (isnan(column->lo)) {
		*column = (struct column){ lo, hi };
		return;
	}
	column->lo = lo < column->lo ? lo : column->lo;
	column->hi = hi > column->hi ? hi : column->hi;
}

static void fill_columns(struct column *columns, const struct axis *x, const double *lo,
			 const double *hi, int n, double whole, bool steps)
{
	double width = whole / n;

	assert(n > 0);
	for (int dot = 0; dot < axis_dots(x); dot++) {
		double place = axis_value(x, dot) / width;
		int first, end;

		buckets_of_dot(x, dot, width, n, &first, &end);
		columns[dot] = gap;
		for (int i = first; i < end; i++)
			widen(&columns[dot], lo[i], hi[i]);
		if (first >= end)
			widen(&columns[dot], between_buckets(lo, n, place, steps),
			      between_buckets(hi, n, place, steps));
	}
}

void columns_of_buckets(struct column *columns, const struct axis *x, const double *values, int n,
			double whole, bool steps)
{
	fill_columns(columns, x, values, values, n, whole, steps);
}

void columns_of_ranges(struct column *columns, const struct axis *x, const double *lo,
		       const double *hi, int n, double whole)
{
	fill_columns(columns, x, lo, hi, n, whole, false);
}

static double interpolate(double a, double b, double part, bool log)
{
	if (log && a > 0 && b > 0 && isfinite(a) && isfinite(b))
		return a * pow(b / a, part);
	return part <= 0 ? a : part >= 1 ? b : a + part * (b - a);
}

void columns_of_points(struct column *columns, const struct axis *x, const double *at,
		       const double *values, int n, bool log_y)
{
	int i = 0;

	for (int dot = 0; dot < axis_dots(x); dot++) {
		double place = axis_value(x, dot), part;

		columns[dot] = gap;
		while (i + 2 < n && at[i + 1] < place)
			i++;
		/* The ends of the axis are the ends of the points but for rounding. */
		if (n < 2 || place < at[0] * (1 - 1e-9) || place > at[n - 1] * (1 + 1e-9))
			continue;
		part = x->log ? log10(place / at[i]) / log10(at[i + 1] / at[i])
			      : (place - at[i]) / (at[i + 1] - at[i]);
		part = fmin(fmax(part, 0), 1);
		if (!isnan(values[i]) && !isnan(values[i + 1]))
			columns[dot].lo = interpolate(values[i], values[i + 1], part, log_y);
		columns[dot].hi = columns[dot].lo;
	}
}

void columns_extent(const struct column *columns, const struct axis *x, struct extent *extent)
{
	for (int dot = 0; dot < axis_dots(x); dot++) {
		extent_add(extent, columns[dot].lo);
		extent_add(extent, columns[dot].hi);
	}
}

/* The mean of [first, end) weighted by queries; NaN without any. */
static double weighted_mean(const double *values, const double *queries, int first, int end)
{
	double sum = 0, weight = 0;

	for (int i = first; i < end; i++) {
		if (!(queries[i] > 0) || isnan(values[i]))
			continue;
		sum += values[i] * queries[i];
		weight += queries[i];
	}
	return weight > 0 ? sum / weight : PARAM_NULL;
}

bool series_merge(double *out, const double *values, const double *queries, int n, double need)
{
	int first = 0, start_last;
	bool merged = false;

	for (int i = 0; i < n; i++)
		out[i] = PARAM_NULL;
	while (first < n && !(queries[first] > 0))
		first++;
	while (n > first && !(queries[n - 1] > 0))
		n--;
	start_last = first;
	while (first < n) {
		double sum = 0;
		int end = first;

		while (end < n && (sum < need || end == first))
			sum += queries[end] > 0 ? queries[end] : 0, end++;
		/* A rest that is too small joins the group before it. */
		if (sum < need)
			first = start_last;
		for (int i = first; i < end; i++)
			out[i] = weighted_mean(values, queries, first, end);
		merged = merged || end - first > 1;
		start_last = first;
		first = end;
	}
	return merged;
}

/* Buckets to a cycle: from one peak to the next. Infinite for a steady series. */
static double period_of(const double *values, int n)
{
	int peaks = 0;

	for (int i = 1; i + 1 < n; i++)
		peaks += values[i] > values[i - 1] && values[i] >= values[i + 1];
	return peaks > 1 ? (double)n / peaks : HUGE_VAL;
}

/* The mean of the finite values of [first, end), and what they span; NaN without any. */
static void calm_bucket(const double *mean, const double *largest, int first, int end, double *line,
			double *lo, double *hi)
{
	double sum = 0, least = HUGE_VAL, most = -HUGE_VAL;
	int count = 0;

	for (int i = first; i < end; i++) {
		if (!isfinite(mean[i]))
			continue;
		sum += mean[i];
		count++;
		least = mean[i] < least ? mean[i] : least;
		most = mean[i] > most ? mean[i] : most;
		most = largest[i] > most ? largest[i] : most;
	}
	*line = count > 0 ? sum / count : PARAM_NULL;
	*lo = count > 0 ? least : PARAM_NULL;
	*hi = count > 0 ? most : PARAM_NULL;
}

void series_calm(const double *mean, const double *largest, int n, double per_cell, double *line,
		 double *lo, double *hi)
{
	double period = period_of(mean, n);
	int window = period < 2 * per_cell ? (int)lround(CALM_CYCLES * period) : 0;

	for (int i = 0; i < n; i++) {
		int first = i - window / 2 > 0 ? i - window / 2 : 0;

		if (window > 0 && window <= n) {
			/* It stays whole at the ends: a part of a cycle would bend the line. */
			first = first + window <= n ? first : n - window;
			calm_bucket(mean, largest, first, first + window, &line[i], &lo[i], &hi[i]);
			continue;
		}
		line[i] = lo[i] = mean[i];
		hi[i] = fmax(mean[i], largest[i]);
	}
}
