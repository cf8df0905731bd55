// SPDX-License-Identifier: MIT
#include "ui/view.h"

/* The most useful first: what does not fit is left out. */
static const struct hint hints[] = {
	{ "←", "→", "move", ACTION_LESS, ACTION_MORE },
	{ "[ ", "]", "knob", ACTION_KNOB_PREVIOUS, ACTION_KNOB_NEXT },
	{ "=", NULL, "type", ACTION_TYPE_VALUE, ACTION_NONE },
	{ "c", NULL, "crossing", ACTION_CROSSING, ACTION_NONE },
	{ "y", NULL, "why", ACTION_WHY, ACTION_NONE },
	{ "Space", NULL, "play", ACTION_PLAY, ACTION_NONE },
	{ "i", NULL, "incident", ACTION_INCIDENT, ACTION_NONE },
	{ "w", NULL, "save", ACTION_SAVE, ACTION_NONE },
	/* Views that the main screen has no panel of, so nothing else names them. */
	{ "6", NULL, "map", ACTION_ZOOM_MAP, ACTION_NONE },
	{ "7", NULL, "hangs on", ACTION_ZOOM_SENSITIVITY, ACTION_NONE },
	{ "9", NULL, "flow", ACTION_ZOOM_FLOW, ACTION_NONE },
	{ "0", NULL, "log", ACTION_ZOOM_LOG, ACTION_NONE },
	{ "o", NULL, "open", ACTION_OPEN, ACTION_NONE },
	{ "8", NULL, "articles", ACTION_ZOOM_ADVISOR, ACTION_NONE },
	{ ":", NULL, "command", ACTION_COMMAND, ACTION_NONE },
	{ "a", NULL, "baseline", ACTION_BASELINE, ACTION_NONE },
	{ "u", NULL, "undo", ACTION_UNDO, ACTION_NONE },
	{ "/", NULL, "find", ACTION_FIND, ACTION_NONE },
	{ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE },
	{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
	{ "v", NULL, "view", ACTION_FORM, ACTION_NONE },
	{ "r", NULL, "exact", ACTION_REFINE, ACTION_NONE },
	{ "T", NULL, "theme", ACTION_THEME, ACTION_NONE },
};

/* In a tour; the first two are said by turns. */
static const struct hint tour[] = {
	{ "PgDn", NULL, "reveal", ACTION_PAGE_DOWN, ACTION_NONE },
	{ "=", NULL, "guess", ACTION_TYPE_VALUE, ACTION_NONE },
	{ "PgDn", NULL, "next", ACTION_PAGE_DOWN, ACTION_NONE },
	{ "PgUp", NULL, "back", ACTION_PAGE_UP, ACTION_NONE },
	{ "`", NULL, "step as it was", ACTION_STEP_AGAIN, ACTION_NONE },
	{ "q", NULL, "leave the tour", ACTION_QUIT, ACTION_NONE },
	{ ":", NULL, "step N", ACTION_COMMAND, ACTION_NONE },
	{ "Space", NULL, "play", ACTION_PLAY, ACTION_NONE },
	{ "?", NULL, "help", ACTION_HELP, ACTION_NONE },
	{ "i", NULL, "incident", ACTION_INCIDENT, ACTION_NONE },
	{ "E", NULL, "key echo", ACTION_ECHO, ACTION_NONE },
};

/* A few columns hold what gets one going. */
static const struct hint tiny[] = {
	{ "←", "→", "drag", ACTION_LESS, ACTION_MORE },
	{ "?", NULL, "help", ACTION_HELP, ACTION_NONE },
};

enum {
	HINTS = sizeof(hints) / sizeof(hints[0]),
	TINY = 2,
	TINY_W = 40,
	TOUR = sizeof(tour) / sizeof(tour[0])
};

static void draw_tour(const struct frame *frame, int x, int y, int columns)
{
	const struct tour_state *state = &frame->state->tour;
	struct hint hints_now[TOUR];
	int n = 0;

	for (int i = 0; i < TOUR; i++) {
		bool asks = i == 1 && state->tour->steps[state->step].answer[0] != '\0';

		if (i > 2 || (frame_hides(frame) ? i == 0 || asks : i == 2))
			hints_now[n++] = tour[i];
	}
	hints_draw(frame->canvas, x, y, columns, hints_now, n);
}

void view_footer_draw(const struct frame *frame, struct rect area)
{
	const struct ui_state *state = frame->state;
	int x = area.x + (area.w >= TINY_W ? 1 : 0), columns = area.w - (x - area.x);

	if (state->message[0] != '\0') {
		if (state->message_is_error)
			x += canvas_rich(frame->canvas, x, area.y, ROLE_MISSED, 0, "! ");
		canvas_rich_in(frame->canvas, x, area.y, area.x + area.w - x,
			       state->message_is_error ? ROLE_MISSED : ROLE_TITLE, 0,
			       state->message);
	} else if (state->tour.on) {
		draw_tour(frame, x, area.y, columns);
	} else if (area.w < TINY_W) {
		hints_draw(frame->canvas, x, area.y, columns, tiny, TINY);
	} else {
		hints_draw(frame->canvas, x, area.y, columns, hints, HINTS);
	}
}
