// SPDX-License-Identifier: MIT
/* What the answer hangs on: a tornado of all parameters that act. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/view_knob.h"
#include "ui/view_sensitivity.h"

enum {
	LABEL_W = 19,
	NOW_W = 12,
	FLIP_TEXT_W = 16, /* behind a bar */
	PAIRS_H = 6,
	PAIRS_FROM_H = 24, /* rows from which there is room for them */
};

/* The bars on the screen. */
struct tornado {
	const struct frame *frame;
	const struct sensitivity *found;
	struct rect inner;
	int bar_x, bar_w;
	double largest; /* of what the bars show */
};

int sensitivity_rows(const struct sensitivity_view *view, int rows[SENSITIVITY_ROWS_MAX])
{
	const struct sensitivity *found = view->found;
	int n = 0;

	for (int i = 0; found && i < found->ranked_count; i++)
		if (!view->list.only || found->row[found->ranked[i]].flip.found)
			rows[n++] = found->ranked[i];
	return n;
}

static void knob_text(struct knob knob, double value, char text[FORMAT_SIZE])
{
	if (isnan(value))
		snprintf(text, FORMAT_SIZE, "none");
	else
		knob_value_text(knob, value, text, FORMAT_SIZE);
}

/* ---- one row ---- */

static enum role flip_role(const struct flip *flip)
{
	return flip->nobody ? ROLE_MISSED : role_of_arch(flip->best, false);
}

static void flip_text(const struct sensitivity_row *row, char text[2 * FORMAT_SIZE])
{
	char at[FORMAT_SIZE];

	if (!row->flip.found) {
		snprintf(text, 2 * FORMAT_SIZE, "–");
		return;
	}
	format_value(at, sizeof(at), row->flip.at, knob_unit(row->knob));
	if (!row->knob.is_target && knob_grain(row->knob) > 0)
		knob_text(row->knob, row->flip.at, at);
	snprintf(text, 2 * FORMAT_SIZE, "%s %s", row->flip.nobody ? "∅" : arch_sign(row->flip.best),
		 at);
}

/* As long as the way to the flip, which stands at its end. */
static void draw_flip(const struct tornado *tornado, const struct sensitivity_row *row, int y)
{
	double distance = sensitivity_distance(row);
	char text[2 * FORMAT_SIZE];
	int room, x = tornado->bar_x;

	flip_text(row, text);
	room = tornado->bar_w - FLIP_TEXT_W; /* the same for all rows: bars compare */
	if (isfinite(distance) && room > 0)
		x = 1 + bars_row(tornado->frame->canvas, x, y, room, 0, fmin(distance, 1),
				 SIGN_SERVICE, flip_role(&row->flip));
	canvas_rich(tornado->frame->canvas, x, y, row->flip.found ? ROLE_TEXT : ROLE_HINT, 0, text);
}

/* From the present in the middle to both ends; the gap closes to the left. */
static void draw_gap(const struct tornado *tornado, const struct sensitivity_row *row, int y)
{
	const struct sensitivity *found = tornado->found;
	double lo = row->lo.known ? row->lo.gap - found->gap : 0;
	double hi = row->hi.known ? row->hi.gap - found->gap : 0;
	double down = fmax(fmax(-lo, -hi), 0), up = fmax(fmax(lo, hi), 0);
	int half = (tornado->bar_w - 1) / 2, middle = tornado->bar_x + half;

	if (tornado->largest > 0 && down > 0)
		bars_row(tornado->frame->canvas, tornado->bar_x, y, half,
			 1 - fmax(down / tornado->largest, 1.0 / half), 1, SIGN_SERVICE,
			 found->two ? role_of_arch(found->next, false) : ROLE_HINT);
	if (tornado->largest > 0 && up > 0)
		bars_row(tornado->frame->canvas, middle + 1, y, half, 0, up / tornado->largest,
			 SIGN_SERVICE, role_of_arch(found->best, false));
	canvas_text(tornado->frame->canvas, middle, y, ROLE_HINT, 0, "│");
}

static void breakeven_text(double at, char text[FORMAT_SIZE])
{
	if (isnan(at))
		snprintf(text, FORMAT_SIZE, "never");
	else
		format_value(text, FORMAT_SIZE, at, UNIT_PER_MONTH);
}

static void draw_breakeven(const struct tornado *tornado, const struct sensitivity_row *row, int y)
{
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE], from[FORMAT_SIZE], to[FORMAT_SIZE];
	char text[4 * FORMAT_SIZE];

	breakeven_text(row->lo.breakeven_qpm, lo);
	breakeven_text(row->hi.breakeven_qpm, hi);
	knob_text(row->knob, row->lo.value, from);
	knob_text(row->knob, row->hi.value, to);
	snprintf(text, sizeof(text), "%s at %s, %s at %s", lo, from, hi, to);
	canvas_rich_in(tornado->frame->canvas, tornado->bar_x, y, tornado->bar_w,
		       sensitivity_stretch(tornado->found, row) > 1 ? ROLE_TEXT : ROLE_HINT, 0,
		       text);
}

static void draw_row(const struct tornado *tornado, const struct sensitivity_row *row, int y,
		     bool active)
{
	struct canvas *canvas = tornado->frame->canvas;
	char now[FORMAT_SIZE];

	canvas_text(canvas, tornado->inner.x, y, ROLE_TITLE, 0, active ? "▸" : " ");
	canvas_rich_in(canvas, tornado->inner.x + 1, y, LABEL_W - 1,
		       active ? ROLE_TITLE : ROLE_TEXT, active ? CELL_BOLD : 0,
		       knob_label(row->knob));
	knob_text(row->knob, row->now, now);
	canvas_right(canvas, tornado->inner.x + LABEL_W + NOW_W, y, ROLE_TEXT, 0, now);
	switch (tornado->frame->state->sensitivity.figure) {
	case SENSITIVITY_FLIP:
	case SENSITIVITY_FIGURES:
		draw_flip(tornado, row, y);
		break;
	case SENSITIVITY_GAP:
		draw_gap(tornado, row, y);
		break;
	case SENSITIVITY_BREAKEVEN:
		draw_breakeven(tornado, row, y);
		break;
	}
}

/* ---- all of them ---- */

static void draw_rows(struct tornado *tornado, int room)
{
	const struct list_view *list = &tornado->frame->state->sensitivity.list;
	int rows[SENSITIVITY_ROWS_MAX];
	int n = sensitivity_rows(&tornado->frame->state->sensitivity, rows);
	int row = list->row < n ? list->row : n - 1;
	int first = list_first(row, n, room);

	for (int i = 0; i < n; i++)
		tornado->largest = fmax(
			tornado->largest,
			sensitivity_swing(tornado->found, &tornado->found->row[rows[i]]));
	for (int i = 0; i < room && first + i < n; i++) {
		int y = tornado->inner.y + 1 + i;

		draw_row(tornado, &tornado->found->row[rows[first + i]], y, first + i == row);
		canvas_hit(tornado->frame->canvas,
			   (struct rect){ tornado->inner.x, y, tornado->inner.w, 1 },
			   ACTION_HIT_ROW, first + i);
	}
	if (n == 0)
		panel_note(tornado->frame, tornado->inner,
			   tornado->frame->state->sensitivity.news.complete
				   ? "no parameter changes the answer within its range"
				   : "… trying every parameter");
}

static void draw_heading(const struct tornado *tornado)
{
	static const char *const headings[] = {
		[SENSITIVITY_FLIP] = "how far along its track to another answer",
		[SENSITIVITY_GAP] = "the gap closes  │  opens",
		[SENSITIVITY_BREAKEVEN] = "break-even of the two at both ends of the range",
	};
	struct canvas *canvas = tornado->frame->canvas;
	enum sensitivity_figure figure = tornado->frame->state->sensitivity.figure;
	int x = tornado->bar_x;

	canvas_right(canvas, tornado->inner.x + LABEL_W + NOW_W, tornado->inner.y, ROLE_HINT, 0,
		     "now");
	if (figure == SENSITIVITY_GAP)
		x += (tornado->bar_w - 1) / 2 - 16;
	canvas_rich_in(canvas, x, tornado->inner.y, tornado->inner.x + tornado->inner.w - x,
		       ROLE_HINT, 0, headings[figure]);
}

static void put_pair(const struct tornado *tornado, const struct sensitivity_pair *pair, int y)
{
	const struct sensitivity *found = tornado->found;
	char together[FORMAT_SIZE], apart[FORMAT_SIZE], text[256];

	format_delta(together, sizeof(together), pair->together, UNIT_USD);
	format_delta(apart, sizeof(apart), pair->apart, UNIT_USD);
	snprintf(text, sizeof(text), "%s and %s: %s, each alone %s in sum",
		 knob_label(found->row[pair->i].knob), knob_label(found->row[pair->j].knob),
		 together, apart);
	canvas_rich_in(tornado->frame->canvas, tornado->inner.x + 1, y, tornado->inner.w - 2,
		       ROLE_TEXT, 0, text);
}

/* Two that do more, or less, together than each alone. */
static void draw_pairs(const struct tornado *tornado, int y, int room)
{
	const struct sensitivity *found = tornado->found;
	char text[128];
	int sums = 0, end = y + room;

	for (int x = tornado->inner.x; x < tornado->inner.x + tornado->inner.w; x++)
		canvas_text(tornado->frame->canvas, x, y, ROLE_BORDER, 0, "─");
	y++;
	for (int p = 0; p < found->pair_count; p++) {
		if (sensitivity_adds_up(&found->pair[p]))
			sums++;
		else if (found->pair[p].known && y < end - 1)
			put_pair(tornado, &found->pair[p], y++);
	}
	snprintf(text, sizeof(text),
		 "%d of %d pairs of the first %d do what each does alone, in sum", sums,
		 found->pair_count, SENSITIVITY_TOP);
	if (found->pair_count > 0 && y < end)
		canvas_text(tornado->frame->canvas, tornado->inner.x + 1, y, ROLE_HINT, 0, text);
}

static int pairs_height(const struct sensitivity *found)
{
	int told = 0;

	for (int p = 0; p < found->pair_count; p++)
		told += found->pair[p].known && !sensitivity_adds_up(&found->pair[p]);
	return found->pair_count == 0 ? 0 : told + 2 < PAIRS_H ? told + 2 : PAIRS_H;
}

static void title_text(const struct frame *frame, char *title, size_t size)
{
	const struct sensitivity_view *view = &frame->state->sensitivity;
	const struct sensitivity *found = view->found;
	char next[64] = "", tried[64] = "";

	if (found && found->two && !frame->narrow)
		snprintf(next, sizeof(next), ", %s against %s", arch_name(found->best),
			 arch_name(found->next));
	if (found && !view->news.complete)
		snprintf(tried, sizeof(tried), ", %d of %d tried", view->news.pieces,
			 found->row_count);
	snprintf(title, size, "7 what it hangs on%s%s", next, tried);
}

static void draw_sensitivity(const struct frame *frame, struct rect area, bool zoomed)
{
	static const struct hint hints[] = {
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "m", NULL, "what flips", ACTION_FILTER, ACTION_NONE },
		{ "c", NULL, "to the flip", ACTION_CROSSING, ACTION_NONE },
	};
	struct tornado tornado = { .frame = frame, .found = frame->state->sensitivity.found };
	char title[160];
	int pairs_h;

	(void)zoomed;
	title_text(frame, title, sizeof(title));
	tornado.inner = panel_box(frame, area, PANEL_SENSITIVITY, title, hints, 3);
	if (!tornado.found) {
		panel_note(frame, tornado.inner, "… trying every parameter");
		return;
	}
	tornado.bar_x = tornado.inner.x + LABEL_W + NOW_W + 2;
	tornado.bar_w = tornado.inner.x + tornado.inner.w - 1 - tornado.bar_x;
	if (tornado.bar_w < 8 || tornado.inner.h < 2)
		return;
	pairs_h = tornado.inner.h >= PAIRS_FROM_H ? pairs_height(tornado.found) : 0;
	draw_heading(&tornado);
	draw_rows(&tornado, tornado.inner.h - 1 - pairs_h);
	if (pairs_h > 0)
		draw_pairs(&tornado, tornado.inner.y + tornado.inner.h - pairs_h, pairs_h);
}

const struct view view_sensitivity = { PANEL_SENSITIVITY, "sensitivity", ACTION_ZOOM_SENSITIVITY,
				       draw_sensitivity };
