// SPDX-License-Identifier: MIT
/*
 * L4. The times that the latency panel can show, and where the result has them. Its forms are in
 * view_latency.c (over time, cumulative), view_histogram.c and view_heat.c.
 */
#ifndef RAGTOP_UI_VIEW_LATENCY_H
#define RAGTOP_UI_VIEW_LATENCY_H

#include "ui/view.h"

/* In the order in which lines are drawn: the solid one last. */
enum percentile { PERCENTILE_50, PERCENTILE_99, PERCENTILE_95, PERCENTILES };

const char *latency_name(enum latency_figure figure);
/* By bucket, and of the whole run. */
const double *latency_series(const struct arch_result *result, enum latency_figure figure,
			     enum percentile percentile);
double latency_whole(const struct arch_result *result, enum latency_figure figure,
		     enum percentile percentile);
/* RESULT_HIST_BINS of them. */
const double *latency_bins(const struct arch_result *result, enum latency_figure figure);
enum heat latency_heat(enum latency_figure figure);
/* NaN where the figure has none. */
double latency_target(const struct frame *frame);

/* The architectures that a form shows one below the other: the focused one, and with d the others
 * as far as there is room of `rows` each. */
int latency_archs(const struct frame *frame, int height, int rows, enum arch archs[ARCH_COUNT]);

/* Forms without a box. */
void histogram_inside(const struct frame *frame, struct rect inner, bool boxed);
void heat_inside(const struct frame *frame, struct rect inner, bool boxed);

#endif
