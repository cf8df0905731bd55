// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view_latency.h"
#include "ui/widget_bars.h"

enum {
	BINS_PER_DECADE = 16,
	MARGIN = 4,   /* half a label, and its blank */
	ROWS_MIN = 4, /* of one histogram among several */
};

/* Widens a range to the bins with anything in them. */
static void bins_used(const double *bins, int *first, int *end)
{
	for (int i = 0; i < RESULT_HIST_BINS; i++) {
		if (!(bins[i] > 1e-6))
			continue;
		*first = i < *first ? i : *first;
		*end = i + 1 > *end ? i + 1 : *end;
	}
}

/* Share of the answers below a time, with bins taken as even. */
static double share_below(const double *bins, double s)
{
	double place = BINS_PER_DECADE * log10(fmax(s, 1e-6) / 1e-3), sum = 0;

	for (int i = 0; i < RESULT_HIST_BINS && i < place; i++)
		sum += (bins[i] > 0 ? bins[i] : 0) * fmin(place - i, 1);
	return sum;
}

static void draw_columns(const struct frame *frame, struct rect dots, enum arch arch,
			 const double *bins, const struct axis *x)
{
	enum role role = role_of_arch(arch, false);
	double largest = 0, half = 0.5 / dots.w * log(x->hi / x->lo);

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < dots.w; i++) {
			double middle = x->lo * exp((i + 0.5) / dots.w * log(x->hi / x->lo));
			double share = share_below(bins, middle * exp(half)) -
				       share_below(bins, middle * exp(-half));

			if (pass == 0)
				largest = fmax(largest, share);
			else if (share > 1e-6)
				bars_column(frame->canvas, dots, i, share / largest, role);
		}
}

/* The target as a line through what is empty, and how many answers come before it. */
static void draw_target(const struct frame *frame, struct rect dots, const double *bins,
			const struct axis *x)
{
	double target = latency_target(frame);
	char limit[FORMAT_SIZE], share[FORMAT_SIZE], text[3 * FORMAT_SIZE];
	int column;

	if (!(target > x->lo && target < x->hi))
		return;
	column = dots.x + axis_cell(x, target);
	for (int y = dots.y; y < dots.y + dots.h; y++)
		if (canvas_blank(frame->canvas, column, y))
			canvas_put(frame->canvas, column, y,
				   sign_code(frame->canvas->charset, SIGN_YOU), ROLE_HINT, 0);
	format_set_value(limit, sizeof(limit), target, UNIT_S);
	format_share(share, sizeof(share), share_below(bins, target));
	snprintf(text, sizeof(text), "%s by %s", share, limit);
	if (column + 2 + text_width(text) < dots.x + dots.w)
		canvas_text(frame->canvas, column + 2, dots.y, ROLE_TEXT, 0, text);
}

/* One architecture's share of the panel, named where there are several. */
static void draw_one(const struct frame *frame, struct rect dots, enum arch arch, struct axis *x,
		     bool named)
{
	const double *bins = latency_bins(frame_result(frame, arch), frame->state->latency_figure);
	char name[64];

	draw_columns(frame, dots, arch, bins, x);
	draw_target(frame, dots, bins, x);
	snprintf(name, sizeof(name), "%s %s", arch_sign(arch), arch_name_short(arch));
	if (named && dots.w >= 2 * text_width(name))
		canvas_text(frame->canvas, dots.x, dots.y, role_of_arch(arch, false),
			    arch == frame_focus(frame) ? CELL_BOLD : 0, name);
}

void histogram_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	struct rect dots = { inner.x + MARGIN, inner.y, inner.w - 2 * MARGIN,
			     inner.h - (boxed ? 0 : 1) };
	int first = RESULT_HIST_BINS, end = 0, n, each;
	enum arch archs[ARCH_COUNT];
	struct axis x;

	n = latency_archs(frame, dots.h, ROWS_MIN, archs);
	for (int i = 0; i < n; i++)
		bins_used(latency_bins(frame_result(frame, archs[i]), frame->state->latency_figure),
			  &first, &end);
	if (first >= end || dots.w < 8 || dots.h < 1) {
		panel_note(frame, inner, "no answers");
		return;
	}
	axis_init_x(&x, axis_nice_down(result_hist_edge_s(first)),
		    axis_nice_up(result_hist_edge_s(end)), UNIT_S, true, dots.w, 1);
	each = dots.h / n;
	for (int i = 0; i < n; i++)
		draw_one(frame,
			 (struct rect){ dots.x, dots.y + i * each, dots.w,
					i + 1 < n ? each : dots.h - i * each },
			 archs[i], &x, n > 1);
	axis_labels(frame, &x, dots.x, dots.y + dots.h, boxed);
}

void view_histogram_draw(const struct frame *frame, struct rect area)
{
	struct rect inner;
	char title[96];

	snprintf(title, sizeof(title), "all queries, %s %s", arch_sign(frame_focus(frame)),
		 arch_name_short(frame_focus(frame)));
	inner = panel_box(frame, area, PANEL_NONE, title, NULL, 0);
	histogram_inside(frame, inner, panel_has_box(frame, area));
}
