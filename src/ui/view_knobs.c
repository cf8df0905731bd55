// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/view_knob.h"

enum { COLUMN_W = 59, LINES_MAX = SESSION_KNOBS_MAX + GROUP_COUNT + 8 };

/* A line of the zoomed list: a knob, or the heading of those below. */
struct list_line {
	int knob; /* -1: a heading */
	const char *heading;
};

/* Where the part of the list begins that is in the order of the parameter table. What stands before
 * it are the knobs that people ask for first. */
static int table_start(const struct ui_state *state)
{
	int i = state->knob_count - 1;

	if (i < 0 || state->knobs[i].is_target)
		return state->knob_count;
	while (i > 0 && !state->knobs[i - 1].is_target &&
	       state->knobs[i - 1].param < state->knobs[i].param)
		i--;
	return i;
}

static const char *heading_of(const struct ui_state *state, int i, int start)
{
	if (i < start)
		return "Most asked for";
	return param_group_title(param_table[state->knobs[i].param].group_id);
}

static int list_lines(const struct ui_state *state, struct list_line *lines)
{
	int start = table_start(state), n = 0;
	const char *last = "";

	for (int i = 0; i < state->knob_count && n < LINES_MAX - 1; i++) {
		const char *heading = heading_of(state, i, start);

		if (strcmp(heading, last) != 0)
			lines[n++] = (struct list_line){ -1, heading };
		last = heading;
		lines[n++] = (struct list_line){ i, NULL };
	}
	return n;
}

static int columns_of(struct rect inner)
{
	return inner.w / COLUMN_W > 0 ? inner.w / COLUMN_W : 1;
}

static struct rect column_of(struct rect inner, int column, int columns)
{
	int w = inner.w / columns;

	return (struct rect){ inner.x + column * w, inner.y, w, inner.h };
}

/* The knobs of the main screen: one page, moved so that the active one is on it. */
static void draw_page(const struct frame *frame, struct rect inner)
{
	const struct ui_state *state = frame->state;
	int columns = columns_of(inner), rows = inner.h - 1, room = columns * rows;
	int first = 0;

	if (rows < 1 || state->knob_count == 0)
		return;
	if (state->knob >= room)
		first = state->knob - room + 1;
	for (int i = 0; i < room && first + i < state->knob_count; i++) {
		struct rect column = column_of(inner, i / rows, columns);

		knob_row_draw(frame, column.x, inner.y + i % rows, column.w, first + i);
	}
}

/* All knobs in groups; turns over page by page with the active one. */
static void draw_list(const struct frame *frame, struct rect inner)
{
	struct list_line lines[LINES_MAX];
	int n = list_lines(frame->state, lines), columns = columns_of(inner);
	int rows = inner.h - 1, room = columns * rows, active = 0, first;

	if (rows < 1)
		return;
	for (int i = 0; i < n; i++)
		if (lines[i].knob == frame->state->knob)
			active = i;
	first = active / room * room;
	for (int i = 0; i < room && first + i < n; i++) {
		struct rect column = column_of(inner, i / rows, columns);
		int y = inner.y + i % rows;

		if (lines[first + i].knob >= 0)
			knob_row_draw(frame, column.x, y, column.w, lines[first + i].knob);
		else
			canvas_text(frame->canvas, column.x + 1, y, ROLE_TITLE, CELL_BOLD,
				    lines[first + i].heading);
	}
	if (n > room)
		canvas_printf(frame->canvas, inner.x + inner.w - 14, inner.y + rows, ROLE_HINT, 0,
			      "page %d of %d", first / room + 1, (n + room - 1) / room);
}

static void draw_knobs(const struct frame *frame, struct rect area, bool zoomed)
{
	static const struct hint hints[] = {
		{ "=", NULL, "type", ACTION_TYPE_VALUE, ACTION_NONE },
		{ "Bksp", NULL, "reset", ACTION_RESET, ACTION_NONE },
		{ "x", NULL, "lock", ACTION_LOCK, ACTION_NONE },
		{ "u", NULL, "undo", ACTION_UNDO, ACTION_NONE },
		{ "p", NULL, "source", ACTION_SOURCE, ACTION_NONE },
		{ "/", NULL, "find", ACTION_FIND, ACTION_NONE },
		{ "c", NULL, "to the flip", ACTION_CROSSING, ACTION_NONE },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	struct rect inner = panel_box(frame, area, PANEL_KNOBS, zoomed ? "5 all knobs" : "5 knobs",
				      hints, zoomed ? 8 : 6);
	struct rect old;

	if (frame->snapshot == NULL)
		return;
	old = canvas_clip(frame->canvas, inner);
	if (zoomed)
		draw_list(frame, inner);
	else
		draw_page(frame, inner);
	knob_status_draw(frame, inner.x + 1, inner.y + inner.h - 1,
			 zoomed ? inner.w - 16 : inner.w - 1,
			 !knob_row_has_spark(inner.w / columns_of(inner)));
	canvas_unclip(frame->canvas, old);
}

const struct view view_knobs = { PANEL_KNOBS, "knobs", ACTION_ZOOM_KNOBS, draw_knobs };
