// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "ui/view_figures.h"

enum {
	ROWS_MAX = 64,
	COLUMN_W = 11,       /* of one architecture: figure, blank, flag, blanks */
	COLUMN_FLAGS_W = 2,  /* of these, blank and flag */
	NARROW_COLUMN_W = 7, /* figure and flag */
	NARROW_LABEL_W = 10,
	LABEL_W = 22,
	LABEL_WIDEST_W = 32, /* further away the eye loses the row */
	ROOMY_W = 96,        /* from here on columns may be wider */
	ROOMY_COLUMN_W = 15,
	SCORE_COLUMNS = ARCH_COUNT + 1,
};

/* How the table is laid out. */
struct table {
	struct rect inner;
	bool narrow; /* short words */
	int label_w, column_w, flag_gap;
	bool delta; /* a column with the difference to the baseline */
	int n, all; /* architectures that there is room for, and all that there are */
	enum arch archs[ARCH_COUNT];
};

static struct table table_of(const struct frame *frame, struct rect inner)
{
	struct table table = { .inner = inner, .column_w = COLUMN_W, .flag_gap = 1 };
	int n;

	table.delta = frame->state->has_baseline;
	table.all = frame_archs(frame, table.archs);
	table.n = frame_archs_in(
		frame, (inner.w - 1 - NARROW_LABEL_W) / NARROW_COLUMN_W - (table.delta ? 1 : 0),
		table.archs);
	n = table.n + (table.delta ? 1 : 0);
	if (inner.w >= ROOMY_W)
		table.column_w = ROOMY_COLUMN_W;
	table.label_w = inner.w - 1 - n * table.column_w;
	if (table.label_w > LABEL_WIDEST_W)
		table.label_w = LABEL_WIDEST_W;
	table.narrow = table.label_w < LABEL_W;
	if (table.label_w > NARROW_LABEL_W)
		return table;
	table.narrow = true;
	table.column_w = (inner.w - 1 - NARROW_LABEL_W) / n;
	table.column_w = table.column_w < NARROW_COLUMN_W ? NARROW_COLUMN_W
			 : table.column_w > COLUMN_W      ? COLUMN_W
							  : table.column_w;
	table.flag_gap = table.column_w >= COLUMN_W ? 1 : 0;
	table.label_w = inner.w - 1 - n * table.column_w;
	return table;
}

/* The column after the figures of the i-th architecture; the flag stands behind it. */
static int figure_end(const struct table *table, int i)
{
	return table->inner.x + table->label_w + (i + 1) * table->column_w - 1 - table->flag_gap;
}

static bool told(const struct frame *frame, const struct figure_row *row)
{
	struct figure_values values;

	figure_get(frame, row, &values);
	for (int i = 0; i < values.n; i++)
		if (!isnan(values.value[i]))
			return true;
	return false;
}

static int rank_of(const struct frame *frame, const struct figure_row *row)
{
	if (row->target != NO_TARGET && !isnan(frame->snapshot->scenario.targets[row->target]))
		return -1;
	return row->rank;
}

/* The rows with the lowest ranks, at most `room`, in the order of the table. */
static int choose_rows(const struct frame *frame, int room, const struct figure_row *rows[ROWS_MAX])
{
	int last = frame->state->scoreboard_all ? ROWS_MAX : figure_rank_short, count = 0;
	int rank[ROWS_MAX];

	assert(figure_row_count <= ROWS_MAX);
	for (int i = 0; i < figure_row_count; i++)
		rank[i] = told(frame, &figure_rows[i]) ? rank_of(frame, &figure_rows[i])
						       : ROWS_MAX + 1;
	for (int i = 0; i < figure_row_count; i++) {
		int before = 0;

		for (int k = 0; k < figure_row_count; k++)
			before += rank[k] < rank[i] || (rank[k] == rank[i] && k < i);
		if (rank[i] <= last && before < room)
			rows[count++] = &figure_rows[i];
	}
	return count;
}

/* Does it switch inside of the run? */
static const struct timeline_entry *switched(const struct frame *frame, enum arch arch)
{
	const struct scenario *scenario = &frame->snapshot->scenario;
	const struct timeline_entry *entry = scenario_switch(scenario, arch);

	return entry && entry->at_days < scenario->horizon_days ? entry : NULL;
}

static void draw_head(const struct frame *frame, const struct table *table)
{
	const enum arch *archs = table->archs;
	int n = table->n, y = table->inner.y;
	char days[FORMAT_SIZE], queries[FORMAT_SIZE];

	for (int i = 0; i < n; i++) {
		int end = figure_end(table, i);
		char name[FORMAT_SIZE];
		const struct timeline_entry *to = switched(frame, archs[i]);
		const char *word = table->column_w < COLUMN_W || to ? arch_name_tiny(archs[i])
								    : arch_name_short(archs[i]);

		snprintf(name, sizeof(name), "%s %s", arch_sign(archs[i]), word);
		if (to && table->column_w >= COLUMN_W)
			snprintf(name, sizeof(name), "%s %s%s%s", arch_sign(archs[i]), word,
				 arch_sign(to->to), arch_name_tiny(to->to));
		canvas_right(frame->canvas, end, y, role_of_arch(archs[i], false),
			     archs[i] == frame_focus(frame) ? CELL_BOLD : 0, name);
		canvas_hit(frame->canvas,
			   (struct rect){ end - text_width(name), y, text_width(name), 1 },
			   ACTION_HIT_ARCH, (int)archs[i]);
	}
	if (table->delta)
		canvas_right(frame->canvas, figure_end(table, n), y, ROLE_HINT, 0,
			     table->column_w < COLUMN_W ? "vs a" : "vs base");
	if (table->n < table->all)
		canvas_printf(frame->canvas, table->inner.x + 1, y, ROLE_HINT, 0, "%d more",
			      table->all - table->n);
	if (table->narrow)
		return;
	format_set_value(days, sizeof(days), frame_horizon_s(frame), UNIT_S);
	format_count(queries, sizeof(queries), frame_result(frame, archs[0])->queries);
	if (frame->state->till_playhead) {
		format_day(days, sizeof(days),
			   frame->state->playhead_frac * frame_horizon_s(frame));
		canvas_printf(frame->canvas, table->inner.x + 1, y, ROLE_HINT, 0, "to day %s",
			      days);
	} else {
		canvas_printf(frame->canvas, table->inner.x + 1, y, ROLE_HINT, 0, "%s, %s queries",
			      days, queries);
	}
}

static void draw_label(const struct frame *frame, const struct table *table, int y,
		       const struct figure_row *row)
{
	char target[FORMAT_SIZE], label[2 * FORMAT_SIZE];
	double wanted = PARAM_NULL;

	if (row->target != NO_TARGET)
		wanted = frame->snapshot->scenario.targets[row->target];
	snprintf(label, sizeof(label), "%s", table->narrow ? row->narrow : row->label);
	if (!isnan(wanted) && !table->narrow) {
		format_set_value(target, sizeof(target), wanted, target_unit(row->target));
		snprintf(label, sizeof(label), "%s %s %s", row->label,
			 target_is_floor(row->target) ? "≥" : "≤", target);
	}
	canvas_rich_in(frame->canvas, table->inner.x + 1, y, table->label_w, ROLE_TEXT, 0, label);
}

static void draw_flag(const struct frame *frame, int x, int y, const struct figure_row *row,
		      enum arch arch, bool best)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	enum charset charset = frame->canvas->charset;

	if (row->target != NO_TARGET && verdict->missed[arch][row->target])
		canvas_put(frame->canvas, x, y, sign_code(charset, SIGN_MISSED), ROLE_MISSED,
			   CELL_BOLD);
	else if (best)
		canvas_put(frame->canvas, x, y, sign_code(charset, SIGN_BEST),
			   role_of_arch(arch, false), CELL_BOLD);
}

static double baseline_value(const struct frame *frame, const struct figure_row *row)
{
	const struct arch_result *arch = &frame->state->baseline->arch[frame_focus(frame)];
	double value;

	if (!arch->present || frame->state->till_playhead)
		return PARAM_NULL;
	memcpy(&value, (const char *)arch + row->offset, sizeof(value));
	return value;
}

static void relative_text(const struct table *table, double change, char *text, size_t size)
{
	if (!isfinite(change))
		snprintf(text, size, "%s", FORMAT_MISSING);
	else if (fabs(change) >= 10)
		snprintf(text, size, change > 1e6 ? ">1e6x" : "x%.3g", change + 1);
	else if (table->column_w < COLUMN_W)
		snprintf(text, size, "%+.0f%%", 100 * change);
	else
		snprintf(text, size, "%+.1f %%", 100 * change);
}

static void drop_blanks(char *text)
{
	char *to = text;

	for (; *text; text++)
		if (*text != ' ')
			*to++ = *text;
	*to = '\0';
}

/* Narrow columns have room for two digits with a sign. */
static void absolute_text(const struct table *table, double change, enum unit unit, char *text,
			  size_t size)
{
	char digits[FORMAT_SIZE];

	if (table->column_w >= COLUMN_W) {
		format_delta(text, size, change, unit);
		return;
	}
	if (isfinite(change)) {
		struct decimal two = decimal_round_digits(decimal_from(fabs(change)), 2);

		change = copysign(decimal_value(&two), change);
	}
	format_value_narrow(digits, sizeof(digits), change, unit);
	if (strcmp(digits, "0.00%") == 0 || strcmp(digits, "-0.00%") == 0)
		snprintf(text, size, "=");
	else
		snprintf(text, size, "%s%s", change > 0 && digits[0] != '<' ? "+" : "", digits);
	drop_blanks(text);
}

/* How the focused architecture differs from the baseline. */
static void draw_delta(const struct frame *frame, const struct table *table, int y,
		       const struct figure_row *row, const struct figure_values *values)
{
	const double same = 0.0005; /* relative: half of the third digit, where it counts most */
	double before = baseline_value(frame, row), now = PARAM_NULL;
	char text[FORMAT_SIZE];
	enum role role = ROLE_HINT;

	for (int i = 0; i < values->n; i++)
		if (values->arch[i] == frame_focus(frame))
			now = values->value[i];
	if (isnan(before) || isnan(now))
		return;
	/* Also where both are infinite and have no difference, or none that a figure would show. */
	if (now == before || fabs(now - before) < same * fabs(before))
		snprintf(text, sizeof(text), "=");
	else if (frame->state->delta_relative)
		relative_text(table, now / before - 1, text, sizeof(text));
	else
		absolute_text(table, now - before, row->unit, text, sizeof(text));
	/* What reads the same is neither better nor worse. */
	if (strcmp(text, "=") == 0)
		role = ROLE_HINT;
	else if ((now - before) * row->better > 0)
		role = ROLE_TITLE;
	else if ((now - before) * row->better < 0)
		role = ROLE_MISSED;
	canvas_right(frame->canvas, figure_end(table, table->n), y, role, 0, text);
}

/* All values of a row are compared, also those that are not shown. */
static int value_at(const struct figure_values *values, enum arch arch)
{
	int at = 0;

	while (at < values->n - 1 && values->arch[at] != arch)
		at++;
	return at;
}

static void draw_row(const struct frame *frame, const struct table *table, int y,
		     const struct figure_row *row)
{
	struct figure_values values;
	struct frame form = { frame->snapshot, frame->state, frame->canvas, frame->layout,
			      table->column_w < COLUMN_W };
	char text[ARCH_COUNT][FORMAT_SIZE];
	const char *texts[ARCH_COUNT];
	bool best[ARCH_COUNT];

	figure_get(frame, row, &values);
	figure_texts(&form, row, &values, text);
	for (int i = 0; i < values.n; i++)
		texts[i] = text[i];
	result_best_of(&frame->snapshot->result, values.arch, values.n, row->better, values.value,
		       texts, best);
	draw_label(frame, table, y, row);
	for (int i = 0; i < table->n; i++) {
		int v = value_at(&values, table->archs[i]), end = figure_end(table, i);
		bool focus = values.arch[v] == frame_focus(frame);

		canvas_right(frame->canvas, end, y, focus ? ROLE_TITLE : ROLE_TEXT, 0, text[v]);
		draw_flag(frame, end + table->flag_gap, y, row, values.arch[v], best[v]);
	}
	if (table->delta)
		draw_delta(frame, table, y, row, &values);
}

static void draw_scoreboard(const struct frame *frame, struct rect area, bool zoomed)
{
	const bool till = frame->state->till_playhead, all = frame->state->scoreboard_all;
	const struct hint full[] = {
		{ "t", NULL, till ? "till here" : "whole run", ACTION_TILL, ACTION_NONE },
		{ "a", NULL, "baseline", ACTION_BASELINE, ACTION_NONE },
		{ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE },
		{ "v", NULL, all ? "short" : "all rows", ACTION_FORM, ACTION_NONE },
		{ "d", NULL, frame->state->delta_relative ? "absolute" : "per cent", ACTION_DETAIL,
		  ACTION_NONE },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	const struct hint brief[] = {
		{ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE },
		{ "Enter", NULL, "all", ACTION_ENTER, ACTION_NONE },
	};
	bool small = area.w < 48;
	const struct figure_row *rows[ROWS_MAX];
	struct rect inner, old;
	struct table table;
	int n;

	inner = panel_box(frame, area, PANEL_SCOREBOARD, small ? "2 scores" : "2 scoreboard",
			  small ? brief : full,
			  small    ? 2
			  : zoomed ? 6
				   : 3);
	if (!frame_ready(frame))
		return;
	old = canvas_clip(frame->canvas, inner);
	table = table_of(frame, inner);
	draw_head(frame, &table);
	n = choose_rows(frame, inner.h - 1, rows);
	for (int i = 0; i < n; i++)
		draw_row(frame, &table, inner.y + 1 + i, rows[i]);
	canvas_unclip(frame->canvas, old);
}

const struct view view_scoreboard = { PANEL_SCOREBOARD, "scoreboard", ACTION_ZOOM_SCORES,
				      draw_scoreboard };
