// SPDX-License-Identifier: MIT
/* Plots: axes and ticks, dots and dashes, series into columns, places of labels. */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/plot.h"
#include "ui/plot_label.h"

static struct extent extent_of(double lo, double hi)
{
	struct extent extent;

	extent_init(&extent);
	extent_add(&extent, lo);
	extent_add(&extent, hi);
	return extent;
}

static bool is_1_2_5(double x)
{
	double m = x / pow(10, floor(log10(x) + 1e-9));

	return fabs(m - 1) < 1e-6 || fabs(m - 2) < 1e-6 || fabs(m - 5) < 1e-6;
}

static const struct tick *tick_with(const struct axis *axis, const char *text)
{
	for (int i = 0; i < axis->tick_count; i++)
		if (strcmp(axis->tick[i].text, text) == 0)
			return &axis->tick[i];
	ck_abort_msg("no tick says \"%s\"", text);
	return NULL;
}

/* A curve must not touch the top, and the steps must be ones that people count in. */
START_TEST(linear_axes_count_in_1_2_5)
{
	for (double largest = 1e-5; largest < 1e9; largest *= 1.37)
		for (int rows = 3; rows < 40; rows += 4) {
			struct extent extent = extent_of(0, largest);
			struct axis axis;

			axis_init_y(&axis, &extent, UNIT_USD, false, PARAM_NULL, rows, 4);
			ck_assert_double_eq(axis.lo, 0);
			ck_assert_double_ge(axis.hi, largest * 1.05 * (1 - 1e-9));
			ck_assert_double_le(axis.hi, largest * 2.7);
			ck_assert_int_ge(axis.tick_count, 2);
			ck_assert(is_1_2_5(axis.tick[1].at));
			for (int i = 1; i < axis.tick_count; i++)
				ck_assert_int_ge(axis.tick[i].cell - axis.tick[i - 1].cell, 1);
		}
}
END_TEST

START_TEST(the_target_is_inside)
{
	struct extent extent = extent_of(0.2, 0.4);
	struct axis axis;

	axis_init_y(&axis, &extent, UNIT_S, false, 3, 10, 4);
	ck_assert_double_ge(axis.hi, 3);
	axis_init_y(&axis, &extent, UNIT_S, true, 300, 10, 4);
	ck_assert(axis.log);
	ck_assert_double_ge(axis.hi, 300);
	axis_init_y(&axis, &extent, UNIT_S, true, 0.001, 10, 4);
	ck_assert_double_le(axis.lo, 0.001);
}
END_TEST

/* Where decades have a whole number of rows, every tick lies on the lowest dot of its row. */
START_TEST(decades_sit_on_rows)
{
	struct extent extent = extent_of(253, 388000);
	struct axis axis;

	axis_init_y(&axis, &extent, UNIT_USD, true, PARAM_NULL, 8, 4);
	ck_assert_double_eq_tol(axis.lo, 100, 1e-9);
	ck_assert_double_eq_tol(axis.hi, 1e6, 1e-3);
	ck_assert_int_eq(axis.tick_count, 4); /* $1M lies just above the top */
	for (int i = 0; i < axis.tick_count; i++)
		ck_assert_int_eq(axis_dot(&axis, axis.tick[i].at), 8 * i);
	axis_init_y(&axis, &extent, UNIT_USD, true, PARAM_NULL, 10, 4);
	ck_assert_int_eq(axis.tick_count, 5);
	ck_assert_int_eq(tick_with(&axis, "$1M")->cell, 9);
}
END_TEST

START_TEST(log_axes_have_six_decades_at_most)
{
	struct extent extent = extent_of(1e-9, 1e9);
	struct axis axis;

	axis_init_y(&axis, &extent, UNIT_COUNT, true, PARAM_NULL, 20, 4);
	ck_assert_double_eq_tol(log10(axis.hi / axis.lo), 6, 1e-9);
	ck_assert_int_eq(axis_dot(&axis, 1e-9), 0);
	extent = extent_of(3, 40);
	axis_init_y(&axis, &extent, UNIT_COUNT, true, PARAM_NULL, 20, 4);
	ck_assert(is_1_2_5(axis.lo) && is_1_2_5(axis.hi));
}
END_TEST

/* Zero has no logarithm: it is drawn on a row of its own, which says 0. */
START_TEST(zero_lies_on_the_floor)
{
	struct extent extent = extent_of(0, 1000);
	struct axis axis;

	extent_add(&extent, 1);
	axis_init_y(&axis, &extent, UNIT_USD, true, PARAM_NULL, 10, 4);
	ck_assert(axis.log && axis.zero);
	ck_assert_int_eq(axis_dot(&axis, 0), 0);
	ck_assert_int_eq(tick_with(&axis, "0")->cell, 0);
	ck_assert_int_ge(axis_dot(&axis, 1), 4);
	ck_assert_int_eq(axis_dot(&axis, (double)INFINITY), 39);
}
END_TEST

START_TEST(strange_values_stay_on_the_axis)
{
	static const double values[] = { -1e308, -1, 0, 1e-300, 1, 1e308, HUGE_VAL, -HUGE_VAL };
	enum { N = sizeof(values) / sizeof(values[0]) };

	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++)
			for (int log = 0; log < 2; log++) {
				struct extent extent = extent_of(values[i], values[k]);
				struct axis axis;

				axis_init_y(&axis, &extent, UNIT_S, log != 0, values[k], 7, 4);
				ck_assert(isfinite(axis.lo) && isfinite(axis.hi));
				ck_assert_double_lt(axis.lo, axis.hi);
				for (int v = 0; v < N; v++) {
					ck_assert_int_ge(axis_dot(&axis, values[v]), 0);
					ck_assert_int_lt(axis_dot(&axis, values[v]), 28);
				}
				ck_assert_int_ge(axis_dot(&axis, PARAM_NULL), 0);
			}
}
END_TEST

static void expect_labels_apart(const struct axis *axis, int gap)
{
	for (int i = 0; i < axis->tick_count; i++)
		for (int k = 0; k < axis->tick_count; k++) {
			int a = axis_label_x(&axis->tick[i]), b = axis_label_x(&axis->tick[k]);
			int end = a + text_width(axis->tick[i].text);

			ck_assert_msg(i == k || b < a || b >= end + gap, "%s and %s touch",
				      axis->tick[i].text, axis->tick[k].text);
		}
}

START_TEST(x_labels_never_touch)
{
	for (int columns = 1; columns < 260; columns++) {
		struct axis axis;

		axis_init_x(&axis, 1e4, 1e8, UNIT_COUNT, true, columns, 2);
		axis_ticks_x(&axis, "/mo", 2);
		expect_labels_apart(&axis, 2);
		axis_init_x(&axis, 0, 360 * 86400.0, UNIT_S, false, columns, 2);
		axis_ticks_x(&axis, "", 2);
		expect_labels_apart(&axis, 2);
		axis_init_x(&axis, 0.05, 5, UNIT_S, true, columns, 1);
		axis_ticks_x(&axis, "", 1);
		expect_labels_apart(&axis, 1);
		ck_assert_int_ge(axis.tick_count, 1);
	}
}
END_TEST

START_TEST(both_ends_of_x_are_labelled)
{
	struct axis axis;

	axis_init_x(&axis, 0, 360 * 86400.0, UNIT_S, false, 43, 2);
	axis_ticks_x(&axis, "", 2);
	ck_assert_int_eq(tick_with(&axis, "0")->cell, 0);
	ck_assert_int_eq(tick_with(&axis, "360")->cell, 42);
	ck_assert_int_eq(tick_with(&axis, "90")->cell, 10);
	ck_assert_int_eq(axis.tick_count, 5);
}
END_TEST

/* ---- dots ---- */

static uint32_t drawn(struct raster *raster, int x, int y, struct canvas *canvas)
{
	raster_draw(raster, canvas, 0, 0, raster->w);
	return canvas->cells[y * canvas->w + x].code;
}

/* 6 on, 2 off looks like "⠤⠤⠤ ": if the count were by cells or by pixels it would not. */
START_TEST(dashes_are_counted_in_dots)
{
	struct raster raster;
	struct canvas canvas;
	struct span spans[32];
	struct pen pen = { .role = ROLE_FT, .dash = DASH_LONG };
	char *text;

	canvas_init(&canvas, 16, 1, CHARSET_UNICODE);
	raster_init(&raster, 16, 1, CHARSET_UNICODE);
	for (int i = 0; i < 32; i++)
		spans[i] = (struct span){ 1, 1, false };
	raster_line(&raster, spans, &pen);
	drawn(&raster, 0, 0, &canvas);
	text = canvas_to_text(&canvas);
	ck_assert_str_eq(text, "⠤⠤⠤ ⠤⠤⠤ ⠤⠤⠤ ⠤⠤⠤\n");
	free(text);
	raster_release(&raster);
	canvas_release(&canvas);
}
END_TEST

static int dots_of(const struct raster *raster)
{
	int count = 0;

	for (int i = 0; i < raster->w * raster->h; i++)
		count += __builtin_popcount(raster->cells[i].line);
	return count;
}

/* A vertical run is as long a line as a horizontal one: a steep dashed line keeps its dashes. */
START_TEST(vertical_runs_count)
{
	struct raster raster;
	struct span spans[4] = {
		{ 0, 0, false }, { 39, 39, false }, { 39, 39, false }, { 0, 0, false }
	};
	struct pen pen = { .role = ROLE_FT, .dash = DASH_FINE };

	raster_init(&raster, 2, 10, CHARSET_UNICODE);
	raster_line(&raster, spans, &pen);
	/* 1 + 39 + 1 + 39 dots along the line, every second one on */
	ck_assert_int_eq(dots_of(&raster), 40);
	raster_release(&raster);
}
END_TEST

/* "No value" must not look like a value: nothing is drawn in a gap, and no line across it. */
START_TEST(gaps_are_not_bridged)
{
	struct raster raster;
	struct span spans[12];
	struct pen pen = { .role = ROLE_RAG };

	for (int i = 0; i < 12; i++)
		spans[i] = i < 4 || i >= 8 ? (struct span){ i < 4 ? 0 : 15, i < 4 ? 0 : 15, false }
					   : span_gap;
	raster_init(&raster, 6, 4, CHARSET_UNICODE);
	raster_line(&raster, spans, &pen);
	ck_assert_int_eq(dots_of(&raster), 8);
	raster_release(&raster);
}
END_TEST

/* A band is a regular lattice and gives way to lines, so that it never passes for one. */
START_TEST(bands_are_lattices_behind_lines)
{
	struct raster raster;
	struct canvas canvas;
	struct span band[16], line[16];
	struct pen pen = { .role = ROLE_RAG };
	int dots = 0;

	canvas_init(&canvas, 8, 4, CHARSET_UNICODE);
	raster_init(&raster, 8, 4, CHARSET_UNICODE);
	for (int i = 0; i < 16; i++) {
		band[i] = (struct span){ 0, 15, false };
		line[i] = (struct span){ 8, 8, false };
	}
	raster_band(&raster, band, ROLE_RAG_DIM);
	raster_line(&raster, line, &pen);
	for (int i = 0; i < 32; i++)
		dots += __builtin_popcount(raster.cells[i].band);
	ck_assert_int_eq(dots, 16 * 16 / 8);
	ck_assert_uint_eq(drawn(&raster, 3, 1, &canvas), 0x28c0);
	ck_assert_uint_eq(canvas.cells[8 * 3].role, ROLE_RAG_DIM);
	raster_release(&raster);
	canvas_release(&canvas);
}
END_TEST

START_TEST(zero_is_every_second_dot)
{
	struct raster raster;
	struct span spans[16];
	struct pen pen = { .role = ROLE_RAG };

	for (int i = 0; i < 16; i++)
		spans[i] = (struct span){ 0, 0, true };
	raster_init(&raster, 8, 4, CHARSET_UNICODE);
	raster_line(&raster, spans, &pen);
	ck_assert_int_eq(dots_of(&raster), 8);
	raster_release(&raster);
}
END_TEST

/* ---- series ---- */

/* One bad hour in a year has to be seen at any width. */
START_TEST(a_peak_of_one_bucket_never_vanishes)
{
	double values[180];

	for (int peak = 0; peak < 180; peak += 7)
		for (int columns = 3; columns < 200; columns += 13) {
			struct axis x;
			struct column shown[400];
			double largest = 0;

			for (int i = 0; i < 180; i++)
				values[i] = i == peak ? 9 : 1;
			axis_init_x(&x, 0, 180, UNIT_S, false, columns, 2);
			columns_of_buckets(shown, &x, values, 180, 180, false);
			for (int i = 0; i < 2 * columns; i++)
				largest = fmax(largest, shown[i].hi);
			if (2 * columns <= 180)
				ck_assert_double_eq(largest, 9);
			else
				ck_assert_double_ge(largest, 5);
		}
}
END_TEST

/* 20 / (1 - p) queries to a percentile: p99 of a handful is noise. */
START_TEST(thin_buckets_are_merged)
{
	double values[8] = { 9, 1, 2, 3, 4, 5, 6, 9 }, out[8];
	double queries[8] = { 0, 10, 30, 40, 40, 10, 10, 0 };

	ck_assert(series_merge(out, values, queries, 8, 40));
	ck_assert(isnan(out[0]) && isnan(out[7])); /* not served yet, no longer served */
	ck_assert_double_eq_tol(out[1], (10 * 1 + 30 * 2) / 40.0, 1e-12);
	ck_assert_double_eq(out[2], out[1]);
	ck_assert_double_eq_tol(out[3], 3, 1e-12);
	ck_assert_double_eq_tol(out[4], (40 * 4 + 10 * 5 + 10 * 6) / 60.0, 1e-12);
	ck_assert_double_eq(out[6], out[4]);
	ck_assert(!series_merge(out, values + 1, queries + 1, 6, 5));
	ck_assert_double_eq(out[5], 6);
}
END_TEST

/* Weekly retraining over a year would fill the plot with stripes. */
START_TEST(fast_cycles_become_their_mean)
{
	double saw[180], line[180], lo[180], hi[180];

	for (int i = 0; i < 180; i++)
		saw[i] = i % 4;
	series_calm(saw, saw, 180, 4, line, lo, hi);
	for (int i = 0; i < 180; i++) {
		ck_assert_double_eq_tol(line[i], 1.5, 1e-9);
		ck_assert_double_eq(lo[i], 0);
		ck_assert_double_eq(hi[i], 3);
	}
	series_calm(saw, saw, 180, 1, line, lo, hi);
	ck_assert_mem_eq(line, saw, sizeof(saw));
}
END_TEST

START_TEST(unknown_points_leave_gaps)
{
	double at[4] = { 1, 10, 100, 1000 }, values[4] = { 1, 10, PARAM_NULL, 1000 };
	struct column shown[61];
	struct axis x;

	axis_init_x(&x, 1, 1000, UNIT_COUNT, true, 61, 1);
	columns_of_points(shown, &x, at, values, 4, true);
	ck_assert_double_eq_tol(shown[10].lo, sqrt(10), 1e-6);
	ck_assert(isnan(shown[30].lo) && isnan(shown[59].lo));
}
END_TEST

/* ---- labels ---- */

START_TEST(labels_have_a_row_each)
{
	unsigned int random = 1;

	for (int trial = 0; trial < 2000; trial++) {
		struct label_place labels[LABELS_MAX];
		int n = 1 + trial % 6, rows = 4 + trial % 9, homeless, found = 0;

		for (int i = 0; i < n; i++) {
			random = random * 1664525U + 1013904223U;
			labels[i].wanted = (random >> 16) % 1000 * rows / 1000.0;
		}
		homeless = label_place(labels, n, rows);
		for (int i = 0; i < n; i++) {
			found += labels[i].row >= 0;
			ck_assert_int_lt(labels[i].row, rows);
			for (int k = 0; k < n; k++) {
				if (i == k || labels[i].row < 0 || labels[k].row < 0)
					continue;
				ck_assert_int_ne(labels[i].row, labels[k].row);
				if (labels[i].wanted < labels[k].wanted)
					ck_assert_int_lt(labels[i].row, labels[k].row);
			}
		}
		ck_assert_int_eq(found + homeless, n);
	}
}
END_TEST

/* As little movement as possible: two labels wanting one row move apart by one, not down by one. */
START_TEST(labels_move_as_little_as_possible)
{
	struct label_place labels[3] = { { 5.0, 0 }, { 5.1, 0 }, { 5.2, 0 } };

	ck_assert_int_eq(label_place(labels, 3, 10), 0);
	ck_assert_int_eq(labels[0].row, 4);
	ck_assert_int_eq(labels[1].row, 5);
	ck_assert_int_eq(labels[2].row, 6);
}
END_TEST

/* Two lines on the same dots: both have to be seen. */
START_TEST(coinciding_lines_share_the_colour)
{
	struct canvas canvas;
	struct plot plot;
	int seen[ROLE_COUNT] = { 0 };

	canvas_init(&canvas, 60, 10, CHARSET_UNICODE);
	plot_init(&plot, &canvas, (struct rect){ 0, 0, 60, 9 }, false);
	plot_x(&plot, 0, 100, UNIT_S, false);
	for (int i = 0; i < 2; i++) {
		struct plot_line *line = plot_line_add(&plot, i == 0 ? ROLE_RAG : ROLE_HYBRID,
						       (struct dash)DASH_SOLID);

		strcpy(line->sign, i == 0 ? "●" : "■");
		strcpy(line->label, "1.00");
		for (int x = 0; x < axis_dots(&plot.x); x++)
			line->columns[x] = (struct column){ 1, 1 };
	}
	plot_scale(&plot, UNIT_USD, false, PARAM_NULL);
	plot_draw(&plot);
	for (int i = 0; i < 600; i++)
		if (canvas.cells[i].code > 0x2800 && canvas.cells[i].code < 0x2900)
			seen[canvas.cells[i].role]++;
	ck_assert_int_eq(seen[ROLE_RAG] + seen[ROLE_HYBRID], plot.dots.w);
	ck_assert_int_le(abs(seen[ROLE_RAG] - seen[ROLE_HYBRID]), 2);
	plot_release(&plot);
	canvas_release(&canvas);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("plot");

	tcase_add_test(tcase, linear_axes_count_in_1_2_5);
	tcase_add_test(tcase, the_target_is_inside);
	tcase_add_test(tcase, decades_sit_on_rows);
	tcase_add_test(tcase, log_axes_have_six_decades_at_most);
	tcase_add_test(tcase, zero_lies_on_the_floor);
	tcase_add_test(tcase, strange_values_stay_on_the_axis);
	tcase_add_test(tcase, x_labels_never_touch);
	tcase_add_test(tcase, both_ends_of_x_are_labelled);
	tcase_add_test(tcase, dashes_are_counted_in_dots);
	tcase_add_test(tcase, vertical_runs_count);
	tcase_add_test(tcase, gaps_are_not_bridged);
	tcase_add_test(tcase, bands_are_lattices_behind_lines);
	tcase_add_test(tcase, zero_is_every_second_dot);
	tcase_add_test(tcase, a_peak_of_one_bucket_never_vanishes);
	tcase_add_test(tcase, thin_buckets_are_merged);
	tcase_add_test(tcase, fast_cycles_become_their_mean);
	tcase_add_test(tcase, unknown_points_leave_gaps);
	tcase_add_test(tcase, labels_have_a_row_each);
	tcase_add_test(tcase, labels_move_as_little_as_possible);
	tcase_add_test(tcase, coinciding_lines_share_the_colour);
	return suite_run("ui/plot", tcase);
}
