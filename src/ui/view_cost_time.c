// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "ui/view.h"

void cost_time_title(const struct frame *frame, char *title, size_t size)
{
	const char *what = "cost so far";

	if (frame->state->cost_figure == COST_PER_1K)
		what = "cost per 1,000 queries so far";
	else if (frame->state->cost_figure == COST_PER_1K_GOOD)
		what = "cost per 1,000 good so far";
	snprintf(title, size, "1 %s, by day", what);
}

/* Money spent by the end of every bucket as the chosen figure. */
static void scale_series(const struct arch_series *series, enum cost_figure figure,
			 const double usd[RESULT_BUCKETS], double out[RESULT_BUCKETS])
{
	double queries = 0, good = 0;

	for (int i = 0; i < RESULT_BUCKETS; i++) {
		queries += series->queries[i] > 0 ? series->queries[i] : 0;
		good += series->good[i] > 0 ? series->good[i] : 0;
		out[i] = usd[i];
		if (figure == COST_PER_1K)
			out[i] = queries > 0 ? 1000 * out[i] / queries : PARAM_NULL;
		else if (figure == COST_PER_1K_GOOD)
			out[i] = good > 0 ? 1000 * out[i] / good : PARAM_NULL;
	}
}

/* The runs' spread around this seed's, by the same measure. */
static void add_band(struct plot *plot, struct plot_line *line, const struct frame *frame,
		     const struct arch_result *result, enum arch arch)
{
	double lo[RESULT_BUCKETS], hi[RESULT_BUCKETS];

	scale_series(&result->series, frame->state->cost_figure, result->pictures.usd_p10, lo);
	scale_series(&result->series, frame->state->cost_figure, result->pictures.usd_p90, hi);
	columns_of_ranges(plot_band_add(plot, line, role_of_arch(arch, true)), &plot->x, lo, hi,
			  RESULT_BUCKETS, frame_horizon_s(frame));
}

static void add_series(struct plot *plot, const struct frame *frame,
		       const struct arch_result *result, enum arch arch, bool ghost)
{
	struct plot_line *line = plot_line_add(plot, role_of_arch(arch, ghost), arch_dash(arch));
	double values[RESULT_BUCKETS];
	char money[FORMAT_SIZE];

	scale_series(&result->series, frame->state->cost_figure, result->series.cumulative_usd,
		     values);
	columns_of_buckets(line->columns, &plot->x, values, RESULT_BUCKETS, frame_horizon_s(frame),
			   true);
	line->ghost = ghost;
	line->attrs = !ghost && arch == frame_focus(frame) ? CELL_BOLD : 0;
	if (ghost)
		return;
	if (frame->state->cost_bands)
		add_band(plot, line, frame, result, arch);
	line->letter = arch_letter(arch);
	snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(arch));
	line->reads = values[frame_bucket(frame)];
	snprintf(line->name, sizeof(line->name), "%s %s", arch_sign(arch), arch_name_short(arch));
	/* With the playhead inside the run the labels say what it reads. */
	format_money(money, sizeof(money), values[frame_bucket(frame)]);
	snprintf(line->label, sizeof(line->label), "%.40s",
		 frame_at_end(frame) ? arch_name_short(arch) : money);
}

static enum arch least_of(const struct frame *frame, int bucket)
{
	enum arch archs[ARCH_COUNT], least;
	int n = frame_archs(frame, archs);

	least = archs[0];
	for (int i = 1; i < n; i++)
		if (frame_result(frame, archs[i])->series.cumulative_usd[bucket] <
		    frame_result(frame, least)->series.cumulative_usd[bucket])
			least = archs[i];
	return least;
}

/* Where what was spent crosses: from then on the other one has paid back. */
static void mark_payback(struct plot *plot, const struct frame *frame, int bucket, enum arch before,
			 enum arch after)
{
	const double *a = frame_result(frame, before)->series.cumulative_usd;
	const double *b = frame_result(frame, after)->series.cumulative_usd;
	double gap = b[bucket - 1] - a[bucket - 1], closes = gap - (b[bucket] - a[bucket]);
	double part = closes > 0 ? gap / closes : 0;
	/* entries are ends of buckets */
	double at = (bucket + part) * frame_horizon_s(frame) / RESULT_BUCKETS;
	struct plot_mark *mark;
	char text[FORMAT_SIZE];

	if (!(at >= plot->x.lo && at <= plot->x.hi))
		return;
	mark = plot_mark_add(plot, at, SIGN_YOU, ROLE_HINT);
	if (mark == NULL)
		return;
	mark->sign = SIGN_CROSSING;
	mark->y = a[bucket - 1] + part * (a[bucket] - a[bucket - 1]);
	format_day(text, sizeof(text), at);
	snprintf(mark->label, sizeof(mark->label), "day %.16s, %s payback", text,
		 arch_name_short(after));
}

static void mark_paybacks(struct plot *plot, const struct frame *frame)
{
	if (frame->state->cost_figure > COST_SO_FAR)
		return;
	for (int b = 1; b < RESULT_BUCKETS; b++) {
		enum arch before = least_of(frame, b - 1), after = least_of(frame, b);

		if (before != after)
			mark_payback(plot, frame, b, before, after);
	}
}

void cost_time_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	const struct ui_state *state = frame->state;
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs);
	struct plot plot;

	if (!boxed)
		inner.h--;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot_remember(&plot, frame, PANEL_COST, 16 + (int)state->cost_figure);
	plot_over_time(&plot, frame);
	for (int i = 0; i < n && state->has_baseline; i++)
		if (state->baseline->arch[archs[i]].present)
			add_series(&plot, frame, &state->baseline->arch[archs[i]], archs[i], true);
	for (int i = 0; i < n; i++)
		add_series(&plot, frame, frame_result(frame, archs[i]), archs[i], false);
	plot_scale(&plot, UNIT_USD, !state->cost_linear && plot_wants_log(&plot, 0), PARAM_NULL);
	mark_paybacks(&plot, frame);
	plot_draw(&plot);
	plot_release(&plot);
}

void view_cost_time_draw(const struct frame *frame, struct rect area)
{
	const struct hint hints[] = {
		{ "V", NULL, frame->state->cost_linear ? "log" : "linear", ACTION_SCALE,
		  ACTION_NONE },
	};
	struct rect inner;
	char title[96];

	cost_time_title(frame, title, sizeof(title));
	inner = panel_box(frame, area, PANEL_COST, title, hints, 1);
	if (frame_ready(frame))
		cost_time_inside(frame, inner, panel_has_box(frame, area));
}
