// SPDX-License-Identifier: MIT
/* The claims of the articles, put to the test: the other form of the advisor. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "study/claim_words.h"
#include "ui/view_advisor.h"

enum { ID_W = 5, VERDICT_W = 15, LABEL_W = 12, DETAIL_H = 12, DETAIL_FROM_H = 22, SMALL_H = 5 };

static bool is_known(const struct advisor_view *view, int i)
{
	return view->claims && view->claims->known[i];
}

/* What does not simply hold: fails, or only under a condition that the setting does not meet. */
static bool matters(const struct claim_outcome *outcome)
{
	return outcome->verdict != CLAIM_NOT_RUN &&
	       (outcome->verdict == CLAIM_UNCLEAR || !outcome->as_stated);
}

int claims_rows(const struct advisor_view *view, int rows[CLAIM_COUNT])
{
	int n = 0;

	for (int i = 0; i < CLAIM_COUNT; i++)
		if (!view->list[ADVISOR_CLAIMS].only ||
		    (is_known(view, i) && matters(&view->claims->outcome[i])))
			rows[n++] = i;
	return n;
}

void claims_title(const struct frame *frame, char *title, size_t size)
{
	const struct advisor_view *view = &frame->state->advisor;
	int count = view->claims ? view->claims->count : 0;

	if (count < CLAIM_COUNT)
		snprintf(title, size, "8 claims of the articles, %d of %d tried", count,
			 CLAIM_COUNT);
	else
		snprintf(title, size, "8 claims of the articles, put to the test");
}

/* ---- the list ---- */

static enum role verdict_role(const struct claim_outcome *outcome)
{
	switch (outcome->verdict) {
	case CLAIM_HOLDS:
		return ROLE_TITLE;
	case CLAIM_ONLY_IF:
		return outcome->as_stated ? ROLE_TEXT : ROLE_MISSED;
	case CLAIM_FAILS:
	case CLAIM_UNCLEAR:
		return ROLE_MISSED;
	case CLAIM_NOT_RUN:
	case CLAIM_VERDICTS:
		break;
	}
	return ROLE_HINT;
}

static void draw_row(const struct frame *frame, struct rect inner, int y, int i, bool active)
{
	const struct advisor_view *view = &frame->state->advisor;
	const struct claim *claim = claim_at(i);
	int x = inner.x + 1 + ID_W, right = inner.x + inner.w;

	canvas_text(frame->canvas, inner.x, y, ROLE_TITLE, 0, active ? "▸" : " ");
	canvas_text(frame->canvas, inner.x + 1, y, ROLE_HINT, 0, claim->id);
	if (is_known(view, i))
		canvas_text(frame->canvas, x, y, verdict_role(&view->claims->outcome[i]), 0,
			    claim_verdict_label(view->claims->outcome[i].verdict));
	else
		canvas_text(frame->canvas, x, y, ROLE_HINT, 0, "…");
	x += VERDICT_W;
	canvas_rich_in(frame->canvas, x, y, right - x, active ? ROLE_TITLE : ROLE_TEXT,
		       active ? CELL_BOLD : 0, claim->title);
}

/* ---- one of them ---- */

/* A text in as many lines as it takes. Returns the row after it. */
static int put_text(const struct frame *frame, struct rect inner, int y, const char *label,
		    const char *text)
{
	struct rect words = { inner.x + LABEL_W, inner.y, inner.w - LABEL_W, inner.h };

	if (y < inner.y + inner.h)
		canvas_text(frame->canvas, inner.x, y, ROLE_HINT, 0, label);
	return panel_words(frame, words, y, ROLE_TEXT, text);
}

static int put_figures(const struct frame *frame, struct rect inner, int y,
		       const struct claim_outcome *outcome)
{
	for (int i = 0; i < outcome->figure_count; i++) {
		const struct claim_figure *figure = &outcome->figure[i];
		char value[FORMAT_SIZE], text[2 * FORMAT_SIZE + CLAIM_LABEL_SIZE];

		format_value(value, sizeof(value), figure->value, figure->unit);
		snprintf(text, sizeof(text), "%s: %s", figure->label, value);
		y = put_text(frame, inner, y, i == 0 ? "figures" : "", text);
	}
	return y;
}

static int put_verdict(const struct frame *frame, struct rect inner, int y,
		       const struct claim *claim, const struct claim_outcome *outcome)
{
	char condition[CLAIM_WORDS_SIZE], here[CLAIM_WORDS_SIZE], text[2 * CLAIM_WORDS_SIZE + 32];

	if (outcome->verdict == CLAIM_NOT_RUN)
		return put_text(frame, inner, y, "not run", claim->why_not);
	if (outcome->verdict != CLAIM_ONLY_IF)
		return put_text(frame, inner, y, "verdict", claim_verdict_label(outcome->verdict));
	claim_condition(claim, outcome, condition);
	claim_here(claim, outcome, here);
	snprintf(text, sizeof(text), "%s%s%s", condition, here[0] ? "; " : "", here);
	return put_text(frame, inner, y, "only if", text);
}

static void draw_detail(const struct frame *frame, struct rect inner, int i)
{
	const struct advisor_view *view = &frame->state->advisor;
	const struct claim *claim = claim_at(i);
	char text[1024];
	int y = inner.y;

	for (int x = inner.x; x < inner.x + inner.w; x++)
		canvas_text(frame->canvas, x, y, ROLE_BORDER, 0, "─");
	snprintf(text, sizeof(text), "%s (%s)", claim->says, claim->source);
	y = put_text(frame, inner, y + 1, claim->id, text);
	if (!is_known(view, i)) {
		put_text(frame, inner, y, "verdict", "… being tried");
		return;
	}
	y = put_verdict(frame, inner, y, claim, &view->claims->outcome[i]);
	y = put_figures(frame, inner, y, &view->claims->outcome[i]);
	if (claim->scenario && claim->margin) {
		snprintf(text, sizeof(text), "%s; `ragtop claims %s` has the command",
			 claim->scenario, claim->id);
		y = put_text(frame, inner, y, "run on", text);
	}
	if (claim->note)
		put_text(frame, inner, y, "note", claim->note);
}

void claims_inside(const struct frame *frame, struct rect inner)
{
	const struct advisor_view *view = &frame->state->advisor;
	int rows[CLAIM_COUNT], n = claims_rows(view, rows);
	int detail_h = inner.h >= DETAIL_FROM_H ? DETAIL_H : inner.h > 10 ? SMALL_H : 0;
	int room = inner.h - detail_h, at = view->list[ADVISOR_CLAIMS].row;
	int row = at < n ? at : n - 1, first = list_first(row, n, room);

	for (int i = 0; i < room && first + i < n; i++) {
		draw_row(frame, inner, inner.y + i, rows[first + i], first + i == row);
		canvas_hit(frame->canvas, (struct rect){ inner.x, inner.y + i, inner.w, 1 },
			   ACTION_HIT_ROW, first + i);
	}
	if (n == 0)
		panel_note(frame, inner, "… none so far");
	else if (detail_h > 0)
		draw_detail(frame, (struct rect){ inner.x, inner.y + room, inner.w, detail_h },
			    rows[row]);
}
