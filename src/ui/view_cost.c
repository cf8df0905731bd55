// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/view_sentence.h"

enum {
	LEDGER_H = 16, /* rows of a zoomed ledger that shares its panel */
	PLOT_H = 9,
};

static const struct hint hint_figure = { "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE };

static const char *form_name(enum cost_form form)
{
	static const char *const names[COST_FORMS] = {
		[COST_BY_VOLUME] = "volume",
		[COST_BY_TIME] = "time",
		[COST_LEDGER] = "ledger",
		[COST_STACK] = "stack",
	};

	return names[form];
}

/* What v and V lead to, so that the hint names it. */
static int border_hints(const struct frame *frame, struct hint hints[4])
{
	enum cost_form next = (enum cost_form)((frame->state->cost_form + 1) % COST_FORMS);
	int n = 0;

	if (frame->state->cost_form != COST_LEDGER)
		hints[n++] = hint_figure;
	hints[n++] = (struct hint){ "v", NULL, form_name(next), ACTION_FORM, ACTION_NONE };
	if (frame->state->cost_form == COST_STACK)
		hints[n++] = (struct hint){ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE };
	else if (frame->state->cost_form != COST_LEDGER)
		hints[n++] = (struct hint){ "V", NULL, frame->state->cost_linear ? "log" : "linear",
					    ACTION_SCALE, ACTION_NONE };
	if (frame->state->cost_form == COST_BY_TIME)
		hints[n++] = (struct hint){ "d", NULL, "bands", ACTION_DETAIL, ACTION_NONE };
	return n;
}

static double point_value(const struct curve_arch *point, enum cost_figure figure)
{
	switch (figure) {
	case COST_ALL_IN:
	case COST_FIGURES:
		break;
	case COST_SO_FAR:
		return point->total_usd;
	case COST_PER_1K:
		return point->per_1k_queries_usd;
	case COST_PER_1K_GOOD:
		return point->per_1k_good_usd;
	}
	return point->all_in_usd;
}

/* At your volume the run says it, not the curve. */
static double your_value(const struct arch_result *result, enum cost_figure figure)
{
	const struct curve_arch as_point = {
		.total_usd = result->total_usd,
		.all_in_usd = result->all_in_usd,
		.per_1k_queries_usd = result->per_1k_queries_usd,
		.per_1k_good_usd = result->per_1k_good_usd,
	};

	return point_value(&as_point, figure);
}

static void volume_title(const struct frame *frame, char *title, size_t size, int columns)
{
	static const char *const figures[COST_FIGURES] = {
		[COST_ALL_IN] = "all-in cost a month",
		[COST_SO_FAR] = "cost of the whole run",
		[COST_PER_1K] = "cost per 1,000 queries",
		[COST_PER_1K_GOOD] = "cost per 1,000 good",
	};
	static const char *const brief[COST_FIGURES] = {
		[COST_ALL_IN] = "cost",
		[COST_SO_FAR] = "total cost",
		[COST_PER_1K] = "$ per 1k",
		[COST_PER_1K_GOOD] = "$ per 1k good",
	};
	enum cost_figure figure = frame->state->cost_figure;

	if (columns < 56)
		snprintf(title, size, "1 %s by queries", brief[figure]);
	else
		snprintf(title, size, "1 %s, by queries%s", figures[figure],
			 columns >= 72 ? " a month" : "");
}

static struct plot_line *add_line(struct plot *plot, const struct frame *frame,
				  const struct curve *curve, enum arch arch, bool log_y, bool ghost)
{
	double at[CURVE_POINTS_MAX], value[CURVE_POINTS_MAX];
	struct plot_line *line = plot_line_add(plot, role_of_arch(arch, ghost), arch_dash(arch));

	for (int i = 0; i < curve->point_count; i++) {
		const struct curve_point *point = &curve->point[i];

		at[i] = point->volume_qpm;
		value[i] = point->known ? point_value(&point->arch[arch], frame->state->cost_figure)
					: PARAM_NULL;
	}
	columns_of_points(line->columns, &plot->x, at, value, curve->point_count, log_y);
	line->ghost = ghost;
	return line;
}

static void add_curve(struct plot *plot, const struct frame *frame, enum arch arch, bool log_y)
{
	struct plot_line *line = add_line(plot, frame, &frame->snapshot->curve, arch, log_y, false);

	line->letter = arch_letter(arch);
	line->attrs = arch == frame_focus(frame) ? CELL_BOLD : 0;
	snprintf(line->sign, sizeof(line->sign), "%s", arch_sign(arch));
	snprintf(line->label, sizeof(line->label), "%s", arch_name_short(arch));
	line->reads = your_value(frame_result(frame, arch), frame->state->cost_figure);
	snprintf(line->name, sizeof(line->name), "%s %s", arch_sign(arch), arch_name_short(arch));
}

/* What the curve of an architecture says at a volume. */
static double curve_at(const struct frame *frame, const struct plot *plot, enum arch arch,
		       double volume)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs);

	int first = plot->line_count - n; /* the ghosts of a baseline lie below */

	for (int i = 0; i < n; i++)
		if (archs[i] == arch)
			return plot->line[first + i].columns[axis_dot(&plot->x, volume)].lo;
	return PARAM_NULL;
}

static void mark_crossing(struct plot *plot, const struct frame *frame,
			  const struct crossing *crossing, bool labelled)
{
	struct plot_mark *mark = plot_mark_add(plot, crossing->at_qpm, SIGN_YOU, ROLE_HINT);
	char text[FORMAT_SIZE];

	if (mark == NULL)
		return;
	mark->sign = SIGN_CROSSING;
	mark->lo = crossing->lo_qpm;
	mark->hi = crossing->hi_qpm;
	/* Where costs cross, both say the same; where a target decides, the sign lies on the new
	 * best. */
	mark->y = curve_at(frame, plot, crossing->nobody_above ? crossing->below : crossing->above,
			   crossing->at_qpm);
	format_count(text, sizeof(text), crossing->at_qpm);
	if (labelled)
		snprintf(mark->label, sizeof(mark->label), "%.40s", text);
}

/* Where the room thinks that the answer turns over. */
static void mark_guess(struct plot *plot, const struct frame *frame)
{
	const struct tour_state *tour = &frame->state->tour;
	struct plot_mark *mark;
	char text[FORMAT_SIZE];

	if (!tour->on || !tour->guessed ||
	    !(tour->guess >= plot->x.lo && tour->guess <= plot->x.hi) ||
	    strncmp(tour->tour->steps[tour->step].answer, "crossing.", 9) != 0)
		return;
	mark = plot_mark_add(plot, tour->guess, SIGN_GUESS, ROLE_TITLE);
	if (mark == NULL)
		return;
	format_set_value(text, sizeof(text), tour->guess, UNIT_COUNT);
	snprintf(mark->label, sizeof(mark->label), "guess %.30s", text);
}

static void mark_volumes(struct plot *plot, const struct frame *frame)
{
	const struct curve *curve = &frame->snapshot->curve;
	const struct crossing *nearest = crossing_nearest(frame);
	struct plot_mark *you;
	char text[FORMAT_SIZE];

	if (nearest != NULL && !frame_hides(frame))
		mark_crossing(plot, frame, nearest, true);
	mark_guess(plot, frame);
	for (int i = 0; i < curve->crossing_count && !frame_hides(frame); i++)
		if (&curve->crossing[i] != nearest)
			mark_crossing(plot, frame, &curve->crossing[i], true);
	if (!(frame_volume(frame) >= plot->x.lo && frame_volume(frame) <= plot->x.hi))
		return;
	you = plot_mark_add(plot, frame_volume(frame), SIGN_YOU, ROLE_TITLE);
	if (you == NULL)
		return;
	format_set_value(text, sizeof(text), frame_volume(frame), UNIT_COUNT);
	plot->box_at = frame_volume(frame);
	if (frame->state->zoom == PANEL_COST)
		snprintf(plot->box, sizeof(plot->box), "%.24s a month", text);
	if (plot->dots.w < 40)
		snprintf(you->label, sizeof(you->label), "you");
	else
		snprintf(you->label, sizeof(you->label), "you %.40s", text);
}

/* The best in a column of the plot, by the crossings: each changes it in its own column. */
static const struct crossing *crossing_of_column(const struct curve *curve, const struct axis *axis,
						 int column, bool *below)
{
	for (int i = 0; i < curve->crossing_count; i++) {
		*below = column < axis_cell(axis, curve->crossing[i].at_qpm);
		if (*below || i + 1 == curve->crossing_count)
			return &curve->crossing[i];
	}
	return NULL;
}

/* The known point of the curve that is nearest to a volume. */
static const struct curve_point *point_near(const struct curve *curve, double volume)
{
	const struct curve_point *nearest = NULL;
	double least = HUGE_VAL;

	for (int i = 0; i < curve->point_count; i++) {
		double distance = fabs(log(curve->point[i].volume_qpm / volume));

		if (!curve->point[i].known || !(distance < least))
			continue;
		least = distance;
		nearest = &curve->point[i];
	}
	return nearest;
}

enum best { BEST_UNKNOWN, BEST_NOBODY, BEST_ARCH };

static enum best best_in_column(const struct curve *curve, const struct axis *axis, int column,
				enum arch *arch)
{
	double volume = axis_value(axis, (column + 0.5) * axis->per_cell - 0.5);
	bool below = false;
	const struct crossing *crossing = crossing_of_column(curve, axis, column, &below);
	const struct curve_point *point;

	if (crossing != NULL) {
		*arch = below ? crossing->below : crossing->above;
		return (below ? crossing->nobody_below : crossing->nobody_above) ? BEST_NOBODY
										 : BEST_ARCH;
	}
	point = point_near(curve, volume);
	if (point == NULL || !curve_has_best(curve))
		return BEST_UNKNOWN;
	*arch = point->best;
	return point->none_meets ? BEST_NOBODY : BEST_ARCH;
}

/* One row: who is best, over the volume axis. A sign stands where that changes. */
static void draw_best_strip(const struct frame *frame, const struct plot *plot, int y)
{
	struct canvas *canvas = frame->canvas;
	enum best last = BEST_UNKNOWN;
	enum arch arch = ARCH_RAG, last_arch = ARCH_RAG;

	if (plot->number_w > 0) {
		canvas_right(canvas, plot->dots.x - 1, y, ROLE_HINT, 0, "best");
		canvas_put(canvas, plot->dots.x - 1, y, sign_code(canvas->charset, SIGN_TEE),
			   ROLE_BORDER, 0);
	}
	for (int x = 0; x < plot->dots.w; x++) {
		enum best best = best_in_column(&frame->snapshot->curve, &plot->x, x, &arch);
		bool nobody = best == BEST_NOBODY, same = best == last && arch == last_arch;
		enum role role = nobody ? ROLE_MISSED : role_of_arch(arch, false);
		enum sign sign = same ? SIGN_STRIP : nobody ? SIGN_NOBODY : sign_of_arch(arch);

		if (best != BEST_UNKNOWN && !(same && nobody))
			canvas_put(canvas, plot->dots.x + x, y, sign_code(canvas->charset, sign),
				   role, same ? 0 : CELL_BOLD);
		last = best;
		last_arch = arch;
	}
}

static void say_throughout(const struct frame *frame, const struct plot *plot, int y)
{
	const struct curve *curve = &frame->snapshot->curve;
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	char text[64];

	if (curve->crossing_count > 0 || !curve->complete || verdict->none_meets)
		return;
	snprintf(text, sizeof(text), " %s %s throughout", arch_sign(verdict->best),
		 arch_name_short(verdict->best));
	if (plot->dots.w >= 2 * text_width(text))
		canvas_rich(frame->canvas, plot->dots.x + plot->dots.w - text_width(text), y,
			    ROLE_TITLE, 0, text);
}

static void draw_by_volume(const struct frame *frame, struct rect inner, bool boxed)
{
	const struct curve *curve = &frame->snapshot->curve;
	bool log_y = !frame->state->cost_linear;
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_bottom_up(frame, archs);
	struct plot plot;

	if (!curve_ready(frame)) {
		panel_note(frame, inner, "… computing the curves");
		return;
	}
	inner.h -= boxed ? 1 : 2;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot_remember(&plot, frame, PANEL_COST, (int)frame->state->cost_figure);
	plot.x_row = 1;
	plot.x_suffix = boxed ? "/mo" : "";
	plot.x_unit = boxed ? "" : "/mo";
	plot_x(&plot, curve->lo_qpm, curve->hi_qpm, UNIT_COUNT, true);
	for (int i = 0; i < n && frame->state->has_baseline; i++)
		if (frame->state->baseline->arch[archs[i]].present && frame->state->baseline_curve)
			add_line(&plot, frame, frame->state->baseline_curve, archs[i], log_y, true);
	for (int i = 0; i < n; i++)
		add_curve(&plot, frame, archs[i], log_y);
	plot_scale(&plot, UNIT_USD, log_y && plot_wants_log(&plot, 0), PARAM_NULL);
	mark_volumes(&plot, frame);
	plot_draw(&plot);
	if (!frame_hides(frame)) {
		draw_best_strip(frame, &plot, plot.dots.y + plot.dots.h);
		say_throughout(frame, &plot, plot.dots.y + plot.dots.h);
	}
	canvas_hit(frame->canvas, plot.dots, ACTION_HIT_VOLUME, 0);
	plot_release(&plot);
}

static void cost_title(const struct frame *frame, char *title, size_t size, int columns)
{
	switch (frame->state->cost_form) {
	case COST_BY_VOLUME:
	case COST_FORMS:
		volume_title(frame, title, size, columns);
		return;
	case COST_BY_TIME:
		cost_time_title(frame, title, size);
		return;
	case COST_LEDGER:
		snprintf(title, size, "1 ledger, $ a month");
		return;
	case COST_STACK:
		cost_stack_title(frame, title, size);
		return;
	}
}

static void draw_form(const struct frame *frame, struct rect inner, bool boxed)
{
	switch (frame->state->cost_form) {
	case COST_BY_VOLUME:
	case COST_FORMS:
		draw_by_volume(frame, inner, boxed);
		return;
	case COST_BY_TIME:
		cost_time_inside(frame, inner, boxed);
		return;
	case COST_LEDGER:
		ledger_inside(frame, inner);
		return;
	case COST_STACK:
		cost_stack_inside(frame, inner, boxed);
		return;
	}
}

static void draw_cost(const struct frame *frame, struct rect area, bool zoomed)
{
	struct hint hints[5];
	int n = border_hints(frame, hints);
	struct rect inner;
	char title[96];

	if (zoomed)
		hints[n++] = (struct hint){ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE };
	if (zoomed && frame->state->cost_form == COST_LEDGER && area.h >= LEDGER_H + PLOT_H) {
		/* A ledger has few rows: the rest shows how it adds up. */
		struct rect below = { area.x, area.y + LEDGER_H, area.w, area.h - LEDGER_H };

		view_cost_stack_draw(frame, below);
		area.h = LEDGER_H;
	}
	cost_title(frame, title, sizeof(title), area.w);
	inner = panel_box(frame, area, PANEL_COST, title, hints, n);
	if (frame_ready(frame))
		draw_form(frame, inner, panel_has_box(frame, area));
}

const struct view view_cost = { PANEL_COST, "cost", ACTION_ZOOM_COST, draw_cost };
