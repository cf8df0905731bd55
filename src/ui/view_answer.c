// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "base/text.h"
#include "ui/view_advisor.h"
#include "ui/view_sentence.h"

static const struct hint hints[] = {
	{ "c", NULL, "to the crossing", ACTION_CROSSING, ACTION_NONE },
	{ "y", NULL, "why", ACTION_WHY, ACTION_NONE },
};

static void draw_error(const struct frame *frame, struct rect inner)
{
	const struct snapshot *snapshot = frame->snapshot;

	if (snapshot == NULL || snapshot->has_result) {
		canvas_rich_in(frame->canvas, inner.x, inner.y, inner.w, ROLE_HINT, 0,
			       "… simulating");
		return;
	}
	canvas_rich_in(frame->canvas, inner.x, inner.y, inner.w, ROLE_MISSED, CELL_BOLD,
		       "! this scenario cannot be run:");
	canvas_rich_in(frame->canvas, inner.x, inner.y + 1, inner.w, ROLE_MISSED, 0,
		       snapshot->error.message);
	canvas_rich_in(frame->canvas, inner.x, inner.y + 2, inner.h > 2 ? inner.w : 0, ROLE_HINT, 0,
		       "turn the knob back, or press u to undo");
}

/* In one line: the answer, and the crossing if there is room for it. */
static void draw_one_line(const struct frame *frame, struct rect inner, int attrs)
{
	char line[SENTENCES_MAX][SENTENCE_SIZE];
	int used, n;

	sentences(frame, WORDS_SHORT, line);
	used = canvas_rich_in(frame->canvas, inner.x, inner.y, inner.w, ROLE_TITLE, attrs, line[0]);
	n = sentences(frame, WORDS_COMPACT, line);
	canvas_rich_in(frame->canvas, inner.x + used + 4, inner.y, inner.w - used - 4, ROLE_TITLE,
		       attrs, line[n - 1]);
}

/* In the border: what each article's frameworks answer. */
static void draw_strip(const struct frame *frame, struct rect area)
{
	const char *lead = "articles  ";
	char strip[96];
	int y = area.y + area.h - 1, x, w;

	advisor_strip(frame, strip, sizeof(strip));
	w = text_width(lead) + text_width(strip);
	if (area.w < w + 20)
		return;
	x = area.x + 3;
	canvas_put(frame->canvas, x - 1, y, ' ', ROLE_HINT, 0);
	canvas_text(frame->canvas, x, y, ROLE_KEY, 0, "8");
	canvas_put(frame->canvas, x + 1, y, ' ', ROLE_HINT, 0);
	x += 2 + canvas_text(frame->canvas, x + 2, y, ROLE_HINT, 0, lead);
	x += canvas_rich(frame->canvas, x, y, ROLE_HINT, 0, strip);
	canvas_put(frame->canvas, x, y, ' ', ROLE_HINT, 0);
	canvas_hit(frame->canvas, (struct rect){ area.x + 2, y, w + 4, 1 }, ACTION_ZOOM_ADVISOR, 0);
}

void view_answer_draw(const struct frame *frame, struct rect area)
{
	char line[SENTENCES_MAX][SENTENCE_SIZE];
	int flash = frame->state->flash_s > 0 ? CELL_REVERSE : 0, n;
	struct rect inner = area;
	int margin = area.w >= 80 ? 1 : 0;

	if (frame->layout.answer_boxed)
		inner = panel_box(frame, area, PANEL_NONE, "answer", hints, 2);
	inner.x += margin;
	inner.w -= 2 * margin;
	if (!frame_ready(frame)) {
		draw_error(frame, inner);
		return;
	}
	if (frame->layout.answer_lines == 1 && inner.w > 40) {
		draw_one_line(frame, inner, flash);
		return;
	}
	if (frame->layout.answer_boxed)
		draw_strip(frame, area);
	n = sentences(frame, verbosity_of_width(inner.w), line);
	for (int i = 0; i < n && i < inner.h; i++)
		canvas_rich_in(frame->canvas, inner.x, inner.y + i, inner.w, ROLE_TITLE,
			       i == 0 ? flash : 0, line[i]);
}
