// SPDX-License-Identifier: MIT
/*
 * L6. A chart of a report: lines by architecture over one axis, drawn as SVG. Every point keeps its
 * value, so that what stands under the pointer is the figure itself and not what was drawn of it.
 */
#ifndef RAGTOP_REPORT_CHART_H
#define RAGTOP_REPORT_CHART_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>

enum { CHART_POINTS_MAX = 256, CHART_MARKS_MAX = 16, CHART_NAME_SIZE = 256 };

struct chart_series {
	enum arch arch; /* its colour and dashes */
	int count;
	double y[CHART_POINTS_MAX]; /* NaN: a gap */
};

struct chart {
	char id[32]; /* of its element; lower case and dashes */
	char title[128];
	const char *x_suffix; /* after the last tick of x: "/mo", " d" */
	enum unit x_unit, y_unit;
	bool x_log, y_log, steps; /* steps: a value holds until the next */
	double target;            /* a line across; NaN: none */
	int point_count;
	double x[CHART_POINTS_MAX]; /* rising, of all series */
	int series_count;
	struct chart_series series[ARCH_COUNT];
	int mark_count;
	struct chart_mark {
		double x;
		char label[CHART_NAME_SIZE];
	} mark[CHART_MARKS_MAX];
};

struct chart *chart_new(const char *id, const char *title);
void chart_free(struct chart *chart);
void chart_add_mark(struct chart *chart, double x, const char *label);
/* The text of a value on the x axis or of a series, as the pointer shows it. */
void chart_x_text(const struct chart *chart, int point, char *text, size_t size);
void chart_y_text(const struct chart *chart, double value, char *text, size_t size);

/* The picture, and the values for the page's script. */
void chart_write_svg(const struct chart *chart, FILE *out);
void chart_write_data(const struct chart *chart, FILE *out);

#endif
