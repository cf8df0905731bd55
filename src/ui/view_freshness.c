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
	[FRESH_VISIBLE] = { "update to visible", UNIT_S },
};

static enum freshness_figure figure_of(const struct frame *frame)
{
	return frame->state->fresh_figure < FRESH_FIGURES ? frame->state->fresh_figure
							  : FRESH_STALE;
}

static const double *series_of(const struct arch_result *result, enum freshness_figure figure)
{
	const struct arch_series *series = &result->series;

	switch (figure) {
	case FRESH_STALE:
	case FRESH_FIGURES:
		break;
	case FRESH_OLDEST:
		return series->oldest_missed_s;
	case FRESH_PENDING:
		return series->pending;
	case FRESH_VISIBLE:
		return result->pictures.visible_s;
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
	case FRESH_VISIBLE:
		return result->visible_delay_p95_s;
	}
	return result->stale_answer_frac;
}

/* The last change that became visible says how long it takes, until the next one does. */
static void hold_last(const double *values, double out[RESULT_BUCKETS])
{
	for (int i = 0; i < RESULT_BUCKETS; i++)
		out[i] = isnan(values[i]) && i > 0 ? out[i - 1] : values[i];
}

static void add_columns(struct plot *plot, struct plot_line *line, const struct frame *frame,
			const struct arch_result *result, enum role band)
{
	enum freshness_figure figure = figure_of(frame);
	const double *series = series_of(result, figure);
	const double *largest = figure == FRESH_STALE ? result->series.stale_max : series;
	double calm[RESULT_BUCKETS], lo[RESULT_BUCKETS], hi[RESULT_BUCKETS];
	double visible = (plot->x.hi - plot->x.lo) / frame_horizon_s(frame);

	if (figure == FRESH_VISIBLE) {
		hold_last(series, calm);
		columns_of_buckets(line->columns, &plot->x, calm, RESULT_BUCKETS,
				   frame_horizon_s(frame), true);
		return;
	}
	series_calm(series, largest, RESULT_BUCKETS, visible * RESULT_BUCKETS / plot->dots.w, calm,
		    lo, hi);
	columns_of_buckets(line->columns, &plot->x, calm, RESULT_BUCKETS, frame_horizon_s(frame),
			   false);
	if (!line->ghost)
		columns_of_ranges(plot_band_add(plot, line, band), &plot->x, lo, hi, RESULT_BUCKETS,
				  frame_horizon_s(frame));
}

static void add_arch(struct plot *plot, const struct frame *frame, const struct arch_result *result,
		     enum arch arch, bool ghost)
{
	struct plot_line *line = plot_line_add(plot, role_of_arch(arch, ghost), arch_dash(arch));

	line->ghost = ghost;
	add_columns(plot, line, frame, result, role_of_arch(arch, true));
	if (ghost)
		return;
	line->letter = arch_letter(arch);
	line->attrs = arch == frame_focus(frame) ? CELL_BOLD : 0;
	snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(arch));
	snprintf(line->name, sizeof(line->name), "%s %s", arch_sign(arch), arch_name_short(arch));
}

/* "2.6 %" with the decimals of the axis: the whole run's figure, or that at the playhead. */
static void label_lines(struct plot *plot, const struct frame *frame, const enum arch *archs, int n)
{
	enum freshness_figure figure = figure_of(frame);

	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);
		struct plot_line *line = &plot->line[plot->line_count - n + i];
		double value = frame_at_end(frame) ? whole_run(result, figure)
						   : series_of(result, figure)[frame_bucket(frame)];
		char text[FORMAT_SIZE];

		line->reads = value;
		if (figure == FRESH_STALE)
			format_share(text, sizeof(text), value);
		else if (figures[figure].unit == UNIT_S)
			format_value_narrow(text, sizeof(text), value, UNIT_S);
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
	plot_remember(&plot, frame, PANEL_FRESHNESS, (int)figure);
	plot_over_time(&plot, frame);
	for (int i = 0; i < n && state->has_baseline; i++)
		if (state->baseline->arch[archs[i]].present)
			add_arch(&plot, frame, &state->baseline->arch[archs[i]], archs[i], true);
	for (int i = 0; i < n; i++)
		add_arch(&plot, frame, frame_result(frame, archs[i]), archs[i], false);
	log = state->fresh_scale == 2 ||
	      (state->fresh_scale == 0 && figure == FRESH_VISIBLE && plot_wants_log(&plot, 100));
	plot_scale(&plot, figures[figure].unit, log, target);
	label_lines(&plot, frame, archs, n);
	plot_draw(&plot);
	plot_release(&plot);
}

static void draw_freshness(const struct frame *frame, struct rect area, bool zoomed)
{
	bool strip = frame->state->fresh_form == FRESH_PIPELINE;
	const struct hint hints[] = {
		{ "v", NULL, strip ? "over time" : "pipeline", ACTION_FORM, ACTION_NONE },
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "V", NULL, "scale", ACTION_SCALE, ACTION_NONE },
		{ "z ", "Z", "zoom", ACTION_ZOOM_IN, ACTION_ZOOM_OUT },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	struct rect inner;
	char title[96];

	snprintf(title, sizeof(title), "4 %s",
		 strip ? "from change to answer" : figures[figure_of(frame)].title);
	inner = panel_box(frame, area, PANEL_FRESHNESS, title, hints, strip ? 1 : zoomed ? 5 : 3);
	if (!frame_ready(frame))
		return;
	if (strip)
		pipeline_inside(frame, inner, panel_has_box(frame, area));
	else
		fresh_inside(frame, inner, panel_has_box(frame, area));
}

const struct view view_freshness = { PANEL_FRESHNESS, "freshness", ACTION_ZOOM_FRESHNESS,
				     draw_freshness };
