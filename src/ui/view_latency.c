// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/view_latency.h"

enum {
	HISTOGRAM_W = 48, /* of the zoomed panel */
	DETAIL_H = 26,    /* rows of the zoomed panel from which it has waterfall and histogram */
	DETAIL_W = 100,
};

/* A percentile of a bucket needs 20 / (1 - p) queries. */
static const struct percentile_look {
	const char *name;
	double need;
	struct dash dash;
} percentiles[PERCENTILES] = {
	[PERCENTILE_50] = { "p50", 40, DASH_FINE },
	[PERCENTILE_99] = { "p99", 2000, DASH_EVEN },
	[PERCENTILE_95] = { "p95", 400, DASH_SOLID },
};

static struct plot_line *add_line(struct plot *plot, const struct frame *frame,
				  const struct arch_result *result, enum percentile percentile,
				  enum role role, struct dash dash)
{
	const double *series = latency_series(result, frame->state->latency_figure, percentile);
	struct plot_line *line = plot_line_add(plot, role, dash);
	double merged[RESULT_BUCKETS];
	bool steps = series_merge(merged, series, result->series.queries, RESULT_BUCKETS,
				  percentiles[percentile].need);

	columns_of_buckets(line->columns, &plot->x, merged, RESULT_BUCKETS, frame_horizon_s(frame),
			   steps);
	return line;
}

static void add_percentile(struct plot *plot, const struct frame *frame,
			   const struct arch_result *result, enum percentile i, bool ghost)
{
	struct plot_line *line = add_line(plot, frame, result, i,
					  role_of_arch(frame_focus(frame), ghost),
					  percentiles[i].dash);

	line->ghost = ghost;
	line->attrs = i == PERCENTILE_95 && !ghost ? CELL_BOLD : 0;
}

/* The p95 of the other architectures, with their dashes. */
static void add_others(struct plot *plot, const struct frame *frame)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs);

	for (int i = 0; i < n - 1 && frame->state->latency_others; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);
		struct plot_line *line = add_line(plot, frame, result, PERCENTILE_95,
						  role_of_arch(archs[i], false),
						  arch_dash(archs[i]));

		line->letter = arch_letter(archs[i]);
		snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(archs[i]));
		snprintf(line->label, sizeof(line->label), "%s", arch_name_short(archs[i]));
		snprintf(line->name, sizeof(line->name), "%s p95", arch_sign(archs[i]));
	}
}

/* What follows the number: 0.84| s| */
static const char *unit_of(const char *text)
{
	return text + strcspn(text, " ");
}

/* With its unit, and no blank before it: 135ms, 2.78h. */
static void write_tight(char *text, size_t size, double s)
{
	char *blank;

	format_value_narrow(text, size, s, UNIT_S);
	blank = strchr(text, ' ');
	if (blank)
		memmove(blank, blank + 1, strlen(blank));
}

/* Do all values of the row have the unit that the top of the axis has? */
static bool units_agree(const struct format_row *row, const double *values, double top)
{
	char axis[FORMAT_SIZE], text[FORMAT_SIZE];

	format_set_value(axis, sizeof(axis), top, UNIT_S);
	for (int i = 0; i < PERCENTILES; i++) {
		format_row_value(row, text, sizeof(text), values[i]);
		if (isfinite(values[i]) && strcmp(unit_of(text), unit_of(axis)) != 0)
			return false;
	}
	return true;
}

/* "p95 0.84": the whole run's figure, or that of the moment the playhead is at. */
static void label_percentiles(struct plot *plot, const struct frame *frame, int first_line)
{
	const struct arch_result *result = frame_result(frame, frame_focus(frame));
	enum latency_figure figure = frame->state->latency_figure;
	double values[PERCENTILES];
	struct format_row row;
	bool same_unit;

	for (int i = 0; i < PERCENTILES; i++)
		values[i] = frame_at_end(frame)
				    ? latency_whole(result, figure, (enum percentile)i)
				    : latency_series(result, figure,
						     (enum percentile)i)[frame_bucket(frame)];
	format_row_init(&row, UNIT_S, values, PERCENTILES, plot->y.hi);
	same_unit = units_agree(&row, values, plot->y.hi);
	for (int i = 0; i < PERCENTILES; i++) {
		struct plot_line *line = &plot->line[first_line + i];
		char text[FORMAT_SIZE];

		line->reads = values[i];
		format_row_value(&row, text, sizeof(text), values[i]);
		if (same_unit)
			text[strcspn(text, " ")] = '\0'; /* the axis has the unit */
		else
			write_tight(text, sizeof(text), values[i]);
		snprintf(line->label, sizeof(line->label), "%s %.40s", percentiles[i].name, text);
		snprintf(line->name, sizeof(line->name), "%s %s", arch_sign(frame_focus(frame)),
			 percentiles[i].name);
	}
}

static bool scale_is_log(const struct plot *plot, int scale, double ratio)
{
	if (scale == 1)
		return false;
	return scale == 2 || plot_wants_log(plot, ratio);
}

static void over_time(const struct frame *frame, struct rect inner, bool boxed)
{
	const struct ui_state *state = frame->state;
	enum arch focus = frame_focus(frame);
	struct plot plot;
	int first;

	if (!boxed)
		inner.h--;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot_remember(&plot, frame, PANEL_LATENCY,
		      (int)state->latency_figure + LATENCY_FIGURES * (int)focus);
	plot_over_time(&plot, frame);
	if (state->has_baseline && state->baseline->arch[focus].present)
		add_percentile(&plot, frame, &state->baseline->arch[focus], PERCENTILE_95, true);
	add_others(&plot, frame);
	first = plot.line_count;
	for (int i = 0; i < PERCENTILES; i++)
		add_percentile(&plot, frame, frame_result(frame, focus), (enum percentile)i, false);
	plot_scale(&plot, UNIT_S, scale_is_log(&plot, state->latency_scale, 5),
		   latency_target(frame));
	label_percentiles(&plot, frame, first);
	plot_draw(&plot);
	plot_release(&plot);
}

/* Bins with anything in them, over all architectures: the range of the plots. */
static bool bins_used(const struct frame *frame, int *first, int *end)
{
	*first = RESULT_HIST_BINS;
	*end = 0;
	for (int a = 0; a < ARCH_COUNT; a++) {
		const double *hist = latency_bins(frame_result(frame, (enum arch)a),
						  frame->state->latency_figure);

		for (int i = 0; frame_result(frame, (enum arch)a)->present && i < RESULT_HIST_BINS;
		     i++) {
			if (!(hist[i] > 1e-6))
				continue;
			*first = i < *first ? i : *first;
			*end = i + 1 > *end ? i + 1 : *end;
		}
	}
	return *first < *end;
}

static void add_cumulative(struct plot *plot, const struct frame *frame, enum arch arch)
{
	const double *hist = latency_bins(frame_result(frame, arch), frame->state->latency_figure);
	struct plot_line *line = plot_line_add(plot, role_of_arch(arch, false), arch_dash(arch));
	double at[RESULT_HIST_BINS + 1], share[RESULT_HIST_BINS + 1], sum = 0;

	for (int i = 0; i <= RESULT_HIST_BINS; i++) {
		at[i] = result_hist_edge_s(i);
		share[i] = fmin(sum, 1);
		sum += i < RESULT_HIST_BINS && hist[i] > 0 ? hist[i] : 0;
	}
	columns_of_points(line->columns, &plot->x, at, share, RESULT_HIST_BINS + 1, false);
	line->letter = arch_letter(arch);
	line->attrs = arch == frame_focus(frame) ? CELL_BOLD : 0;
	snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(arch));
	snprintf(line->label, sizeof(line->label), "%s", arch_name_short(arch));
}

static void mark_target(struct plot *plot, const struct frame *frame)
{
	struct plot_mark *mark;
	char text[FORMAT_SIZE];

	if (!(latency_target(frame) >= plot->x.lo && latency_target(frame) <= plot->x.hi))
		return;
	mark = plot_mark_add(plot, latency_target(frame), SIGN_YOU, ROLE_HINT);
	format_set_value(text, sizeof(text), latency_target(frame), UNIT_S);
	snprintf(mark->label, sizeof(mark->label), "target %.32s", text);
}

static void cumulative(const struct frame *frame, struct rect inner, bool boxed)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs), first, end;
	struct plot plot;

	if (!bins_used(frame, &first, &end)) {
		panel_note(frame, inner, "no answers yet");
		return;
	}
	if (!boxed)
		inner.h--;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot_x(&plot, axis_nice_down(result_hist_edge_s(first)),
	       axis_nice_up(result_hist_edge_s(end)), UNIT_S, true);
	for (int i = 0; i < n; i++)
		add_cumulative(&plot, frame, archs[i]);
	plot_scale(&plot, UNIT_SHARE, false, PARAM_NULL);
	mark_target(&plot, frame);
	plot_draw(&plot);
	plot_release(&plot);
}

static void draw_form(const struct frame *frame, struct rect inner, bool boxed)
{
	switch (frame->state->latency_form) {
	case LATENCY_OVER_TIME:
	case LATENCY_FORMS:
		over_time(frame, inner, boxed);
		return;
	case LATENCY_HISTOGRAM:
		histogram_inside(frame, inner, boxed);
		return;
	case LATENCY_CUMULATIVE:
		cumulative(frame, inner, boxed);
		return;
	case LATENCY_HEAT:
		heat_inside(frame, inner, boxed);
		return;
	}
}

static void draw_latency(const struct frame *frame, struct rect area, bool zoomed)
{
	static const struct hint hints[] = {
		{ "s", NULL, "next", ACTION_ARCH_NEXT, ACTION_NONE },
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "v", NULL, "form", ACTION_FORM, ACTION_NONE },
		{ "V", NULL, "scale", ACTION_SCALE, ACTION_NONE },
		{ "d", NULL, "others", ACTION_DETAIL, ACTION_NONE },
		{ "z ", "Z", "zoom", ACTION_ZOOM_IN, ACTION_ZOOM_OUT },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	const char *figure = latency_name(frame->state->latency_figure);
	bool detail = zoomed && area.h >= DETAIL_H && area.w >= DETAIL_W;
	struct rect plot_area = area, inner;
	char title[96];

	if (detail)
		plot_area.h = area.h * 52 / 100;
	if (frame_ready(frame))
		snprintf(title, sizeof(title), "3 %s, %s %s", figure, arch_sign(frame_focus(frame)),
			 arch_name(frame_focus(frame)));
	else
		snprintf(title, sizeof(title), "3 %s", figure);
	inner = panel_box(frame, plot_area, PANEL_LATENCY, title, hints, zoomed ? 7 : 5);
	if (!frame_ready(frame))
		return;
	draw_form(frame, inner, panel_has_box(frame, plot_area));
	if (detail) {
		struct rect below = { area.x, area.y + plot_area.h, area.w - HISTOGRAM_W,
				      area.h - plot_area.h };
		struct rect right = { below.x + below.w, below.y, HISTOGRAM_W, below.h };

		view_waterfall_draw(frame, below);
		view_histogram_draw(frame, right);
	}
}

const struct view view_latency = { PANEL_LATENCY, "latency", ACTION_ZOOM_LATENCY, draw_latency };
