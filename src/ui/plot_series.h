// SPDX-License-Identifier: MIT
/*
 * L4. From series of numbers to what the dot columns of a plot show.
 *
 * A dot column shows the smallest to the largest value of the buckets that fall into it, so that a
 * peak of one bucket never vanishes; where there are more columns than buckets, it interpolates.
 */
#ifndef RAGTOP_UI_PLOT_SERIES_H
#define RAGTOP_UI_PLOT_SERIES_H

#include <stdbool.h>

#include "ui/plot_axis.h"

/* Values of a dot column; NaN in `lo` for a gap. */
struct column {
	double lo, hi;
};

enum { SERIES_MAX = 256 };

/* n buckets, equal parts of [0, whole) on the linear axis x. steps: no slopes between buckets. */
void columns_of_buckets(struct column *columns, const struct axis *x, const double *values, int n,
			double whole, bool steps);
/* The range from lo[i] to hi[i] of buckets as above, for bands. */
void columns_of_ranges(struct column *columns, const struct axis *x, const double *lo,
		       const double *hi, int n, double whole);
/* Straight lines between n points with growing at[], on the axis x; in log-log if both are log.
 * A NaN value leaves a gap on both sides of its point. */
void columns_of_points(struct column *columns, const struct axis *x, const double *at,
		       const double *values, int n, bool log_y);
void columns_extent(const struct column *columns, const struct axis *x, struct extent *extent);

/*
 * Percentiles of buckets with few queries in them say little: neighbours are merged until they hold
 * `need` queries, and get the mean weighted by queries. Returns whether anything was merged. A
 * bucket without queries among others gets their value; before the first query and after the last
 * one there is none (NaN).
 */
bool series_merge(double *out, const double *values, const double *queries, int n, double need);

/*
 * A series that cycles faster than two cells becomes its mean over three cycles, and the band its
 * smallest and largest value in that time; another series stays as it is, with the range of every
 * bucket as its band. per_cell: buckets to a cell of the plot.
 */
void series_calm(const double *mean, const double *largest, int n, double per_cell, double *line,
		 double *lo, double *hi);

#endif
