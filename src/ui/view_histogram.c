// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/widget_bars.h"

enum {
	BINS_PER_DECADE = 16,
	MARGIN = 4, /* half a label, and its blank */
};

static const double *bins_of(const struct frame *frame)
{
	const struct arch_result *result = frame_result(frame, frame_focus(frame));

	return frame->state->latency_figure == LATENCY_E2E ? result->e2e_hist : result->ttft_hist;
}

/* The bins with anything in them. */
static bool bins_used(const double *bins, int *first, int *end)
{
	*first = RESULT_HIST_BINS;
	*end = 0;
	for (int i = 0; i < RESULT_HIST_BINS; i++) {
		if (!(bins[i] > 1e-6))
			continue;
		*first = i < *first ? i : *first;
		*end = i + 1;
	}
	return *first < *end;
}

/* Share of the answers below a time, with bins taken as even. */
static double share_below(const double *bins, double s)
{
	double place = BINS_PER_DECADE * log10(fmax(s, 1e-6) / 1e-3), sum = 0;

	for (int i = 0; i < RESULT_HIST_BINS && i < place; i++)
		sum += (bins[i] > 0 ? bins[i] : 0) * fmin(place - i, 1);
	return sum;
}

static void draw_columns(const struct frame *frame, struct rect dots, const double *bins,
			 const struct axis *x)
{
	enum role role = role_of_arch(frame_focus(frame), false);
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

static double target_of(const struct frame *frame)
{
	return frame->snapshot->scenario
		.targets[frame->state->latency_figure == LATENCY_E2E ? TARGET_LATENCY_P95_S
								     : TARGET_TTFT_P95_S];
}

/* The target as a line through what is empty, and how many answers come before it. */
static void draw_target(const struct frame *frame, struct rect dots, const double *bins,
			const struct axis *x)
{
	double target = target_of(frame);
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

static void draw_axis(const struct frame *frame, struct rect dots, struct axis *x, bool boxed)
{
	int y = dots.y + dots.h;

	axis_ticks_x(x, "", boxed ? 2 : 1);
	for (int i = 0; i < x->tick_count; i++) {
		const struct tick *tick = &x->tick[i];
		int at = dots.x + axis_label_x(tick);

		canvas_text(frame->canvas, at, y, ROLE_HINT, 0, tick->text);
		if (boxed) {
			canvas_put(frame->canvas, at - 1, y, ' ', ROLE_HINT, 0);
			canvas_put(frame->canvas, at + text_width(tick->text), y, ' ', ROLE_HINT,
				   0);
		}
	}
}

void histogram_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	const double *bins = bins_of(frame);
	struct rect dots = { inner.x + MARGIN, inner.y, inner.w - 2 * MARGIN,
			     inner.h - (boxed ? 0 : 1) };
	struct axis x;
	int first, end;

	if (!bins_used(bins, &first, &end) || dots.w < 8 || dots.h < 1) {
		panel_note(frame, inner, "no answers");
		return;
	}
	axis_init_x(&x, axis_nice_down(result_hist_edge_s(first)),
		    axis_nice_up(result_hist_edge_s(end)), UNIT_S, true, dots.w, 1);
	draw_columns(frame, dots, bins, &x);
	draw_target(frame, dots, bins, &x);
	draw_axis(frame, dots, &x, boxed);
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
