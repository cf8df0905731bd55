// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "ui/view.h"

static const struct fresh_figure {
	const char *title;
	enum unit unit;
} figures[FRESH_FIGURES] = {
	[FRESH_STALE] = { "stale answers", UNIT_SHARE },
	[FRESH_OLDEST] = { "oldest missed change", UNIT_S },
	[FRESH_PENDING] = { "pending updates", UNIT_COUNT },
};

static enum freshness_figure figure_of(const struct frame *frame)
{
	return frame->state->fresh_figure < FRESH_FIGURES ? frame->state->fresh_figure
							  : FRESH_STALE;
}

static const double *series_of(const struct arch_series *series, enum freshness_figure figure)
{
	switch (figure) {
	case FRESH_STALE:
	case FRESH_FIGURES:
		break;
	case FRESH_OLDEST:
		return series->oldest_missed_s;
	case FRESH_PENDING:
		return series->pending;
	}
	return series->stale_frac;
}

static double whole_run(const struct arch_result *result, enum freshness_figure figure)
{
	switch (figure) {
	case FRESH_STALE:
	case FRESH_FIGURES:
		break;
	case FRESH_OLDEST:
		return result->oldest_missed_s;
	case FRESH_PENDING:
		return result->pending_mean;
	}
	return result->stale_answer_frac;
}

static void add_arch(struct plot *plot, const struct frame *frame, const struct arch_result *result,
		     enum arch arch, bool ghost)
{
	enum freshness_figure figure = figure_of(frame);
	const double *series = series_of(&result->series, figure);
	const double *largest = figure == FRESH_STALE ? result->series.stale_max : series;
	struct plot_line *line = plot_line_add(plot, role_of_arch(arch, ghost), arch_dash(arch));
	double calm[RESULT_BUCKETS], lo[RESULT_BUCKETS], hi[RESULT_BUCKETS];
	double visible = (plot->x.hi - plot->x.lo) / frame_horizon_s(frame);

	series_calm(series, largest, RESULT_BUCKETS, visible * RESULT_BUCKETS / plot->dots.w, calm,
		    lo, hi);
	columns_of_buckets(line->columns, &plot->x, calm, RESULT_BUCKETS, frame_horizon_s(frame),
			   false);
	line->ghost = ghost;
	if (ghost)
		return;
	columns_of_ranges(plot_band_add(plot, line, role_of_arch(arch, true)), &plot->x, lo, hi,
			  RESULT_BUCKETS, frame_horizon_s(frame));
	line->letter = arch_letter(arch);
	line->attrs = arch == frame_focus(frame) ? CELL_BOLD : 0;
	snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(arch));
}

/* "2.6 %" with the decimals of the axis: the whole run's figure, or that at the playhead. */
static void label_lines(struct plot *plot, const struct frame *frame, const enum arch *archs, int n)
{
	enum freshness_figure figure = figure_of(frame);

	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);
		struct plot_line *line = &plot->line[plot->line_count - n + i];
		double value = frame_at_end(frame)
				       ? whole_run(result, figure)
				       : series_of(&result->series, figure)[frame_bucket(frame)];
		char text[FORMAT_SIZE];

		if (figure == FRESH_STALE)
			format_share(text, sizeof(text), value);
		else
			format_value(text, sizeof(text), value, figures[figure].unit);
		if (figure == FRESH_STALE && value < 0.001 && value >= 0)
			snprintf(text, sizeof(text), "%s", plot->y.hi >= 0.01 ? "0.00 %" : text);
		snprintf(line->label, sizeof(line->label), "%.40s", text);
	}
}

static void fresh_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	const struct ui_state *state = frame->state;
	enum freshness_figure figure = figure_of(frame);
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs);
	double target = PARAM_NULL;
	bool log;
	struct plot plot;

	if (figure == FRESH_STALE)
		target = frame->snapshot->scenario.targets[TARGET_STALE_ANSWER_FRAC];
	if (!boxed)
		inner.h--;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot_over_time(&plot, frame);
	for (int i = 0; i < n && state->has_baseline; i++)
		if (state->baseline->arch[archs[i]].present)
			add_arch(&plot, frame, &state->baseline->arch[archs[i]], archs[i], true);
	for (int i = 0; i < n; i++)
		add_arch(&plot, frame, frame_result(frame, archs[i]), archs[i], false);
	log = state->fresh_scale == 2 ||
	      (state->fresh_scale == 0 && figure == FRESH_OLDEST && plot_wants_log(&plot, 100));
	plot_scale(&plot, figures[figure].unit, log, target);
	label_lines(&plot, frame, archs, n);
	plot_draw(&plot);
	plot_release(&plot);
}

static void draw_freshness(const struct frame *frame, struct rect area, bool zoomed)
{
	static const struct hint hints[] = {
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "V", NULL, "scale", ACTION_SCALE, ACTION_NONE },
		{ "z ", "Z", "zoom", ACTION_ZOOM_IN, ACTION_ZOOM_OUT },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	struct rect inner;
	char title[96];

	snprintf(title, sizeof(title), "4 %s", figures[figure_of(frame)].title);
	inner = panel_box(frame, area, PANEL_FRESHNESS, title, hints, zoomed ? 4 : 2);
	if (frame_ready(frame))
		fresh_inside(frame, inner, panel_has_box(frame, area));
}

const struct view view_freshness = { PANEL_FRESHNESS, "freshness", ACTION_ZOOM_FRESHNESS,
				     draw_freshness };
