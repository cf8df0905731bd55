// SPDX-License-Identifier: MIT
/* Why: the gap between two architectures taken apart, and what would change the answer. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "study/why.h"
#include "ui/view.h"
#include "ui/view_sentence.h"

enum { BOX_W = 80, LABEL_W = 23, MONEY_W = 13, BAR_W = 8, FLIPS = 4 };

/* The other one of the pair: the next by cost, or with `s` the ones after it. */
static bool choose_pair(const struct frame *frame, enum arch *a, enum arch *b)
{
	const struct scenario *scenario = &frame->snapshot->scenario;
	int left = frame->state->why_pair;
	enum arch first;

	if (!why_pair(scenario, &frame->snapshot->result, a, &first))
		return false;
	*b = first;
	for (int i = 0; left > 0 && i < scenario->arch_count; i++) {
		if (scenario->archs[i] == *a || scenario->archs[i] == first)
			continue;
		*b = scenario->archs[i];
		left--;
	}
	return true;
}

static void put_money(const struct frame *frame, int x_end, int y, double usd, bool sign)
{
	char text[FORMAT_SIZE], signed_text[FORMAT_SIZE + 1];

	format_money_long(text, sizeof(text), usd);
	snprintf(signed_text, sizeof(signed_text), "%s%s", sign && usd > 0 ? "+" : "", text);
	canvas_right(frame->canvas, x_end, y, usd != 0 ? ROLE_TEXT : ROLE_HINT, 0,
		     usd != 0 ? signed_text : "–");
}

static void put_row(const struct frame *frame, int x, int y, const char *label, double a, double b,
		    enum role role)
{
	canvas_text(frame->canvas, x, y, role, 0, label);
	put_money(frame, x + LABEL_W + MONEY_W, y, a, false);
	put_money(frame, x + LABEL_W + 2 * MONEY_W, y, b, false);
	put_money(frame, x + LABEL_W + 3 * MONEY_W, y, b - a, true);
}

/* A bar in the colour of who pays more there. */
static void put_bar(const struct frame *frame, const struct why *why, int x, int y, double diff,
		    double largest)
{
	int n = largest > 0 ? (int)ceil(fabs(diff) / largest * BAR_W) : 0;

	for (int i = 0; i < n; i++)
		canvas_put(frame->canvas, x + i, y, sign_code(frame->canvas->charset, SIGN_SERVICE),
			   role_of_arch(diff > 0 ? why->b : why->a, false), 0);
}

static int put_rows(const struct frame *frame, struct rect inner, const struct why *why)
{
	int y = inner.y, end = inner.y + inner.h, bar_x = inner.x + LABEL_W + 3 * MONEY_W + 2;
	double largest = 0;
	char title[64];

	for (int i = 0; i < why->count; i++)
		largest = fmax(largest, fabs(why->row[i].b_usd - why->row[i].a_usd));
	canvas_text(frame->canvas, inner.x, y, ROLE_HINT, 0, "$ a month");
	snprintf(title, sizeof(title), "%s %s", arch_sign(why->a), arch_name_short(why->a));
	canvas_right(frame->canvas, inner.x + LABEL_W + MONEY_W, y, role_of_arch(why->a, false), 0,
		     title);
	snprintf(title, sizeof(title), "%s %s", arch_sign(why->b), arch_name_short(why->b));
	canvas_right(frame->canvas, inner.x + LABEL_W + 2 * MONEY_W, y, role_of_arch(why->b, false),
		     0, title);
	canvas_right(frame->canvas, inner.x + LABEL_W + 3 * MONEY_W, y, ROLE_HINT, 0, "difference");
	for (int i = 0; i < why->count && y + 1 < end; i++) {
		const struct why_row *row = &why->row[i];

		put_row(frame, inner.x, ++y, ledger_label(row->category), row->a_usd, row->b_usd,
			ROLE_TEXT);
		if (bar_x + BAR_W <= inner.x + inner.w)
			put_bar(frame, why, bar_x, y, row->b_usd - row->a_usd, largest);
	}
	if (y + 1 < end)
		put_row(frame, inner.x, ++y, "all in", why->a_usd, why->b_usd, ROLE_TITLE);
	return y + 2;
}

static void formula_text(const struct why *why, char text[512])
{
	char b[64], words[256];

	snprintf(b, sizeof(b), "%s %s", arch_sign(why->b), arch_name(why->b));
	why_words(why, b, words, sizeof(words));
	snprintf(text, 512, "%s.", words);
}

/* "Equal at 3.62M queries a month by formula, simulated 3.62M (3.55M to 3.69M)." */
static void volume_text(const struct frame *frame, const struct why *why, char text[512])
{
	const struct crossing *crossing = crossing_nearest(frame);
	char at[FORMAT_SIZE], simulated[FORMAT_SIZE] = "";

	if (isnan(why->volume_qpm)) {
		snprintf(text, 512, "By that, one of them is cheaper at any volume.");
		return;
	}
	format_value(at, sizeof(at), why->volume_qpm, UNIT_PER_MONTH);
	if (crossing && !crossing->nobody_above && !crossing->nobody_below &&
	    ((crossing->below == why->a && crossing->above == why->b) ||
	     (crossing->below == why->b && crossing->above == why->a)))
		format_interval(simulated, sizeof(simulated), crossing->at_qpm, crossing->lo_qpm,
				crossing->hi_qpm, UNIT_PER_MONTH);
	snprintf(text, 512, "Equal at %s a month by formula%s%s.", at,
		 simulated[0] ? ", simulated " : "", simulated);
}

/* Who is out, and why. */
static void verdict_text(const struct frame *frame, char text[512])
{
	snprintf(text, 512, "Simulated: %s.", frame->snapshot->result.verdict.why);
}

static void put_flips(const struct frame *frame, struct rect inner, int y)
{
	char line[FLIPS][SENTENCE_SIZE];
	int n = sentences_flips(frame, FLIPS, line);

	if (n == 0 || y + 1 >= inner.y + inner.h)
		return;
	canvas_text(frame->canvas, inner.x, y++, ROLE_HINT, 0,
		    "What would change the answer, nearest first:");
	for (int i = 0; i < n && y < inner.y + inner.h; i++, y++)
		canvas_rich_in(frame->canvas, inner.x + 2, y, inner.w - 2, ROLE_TEXT, 0, line[i]);
}

void view_why_draw(const struct frame *frame, struct rect area)
{
	static const struct hint hints[] = {
		{ "s", NULL, "other pair", ACTION_ARCH_NEXT, ACTION_NONE },
	};
	struct rect inner;
	struct why why;
	enum arch a, b;
	char title[128], text[512];
	int y;

	if (!frame_ready(frame) || !choose_pair(frame, &a, &b)) {
		canvas_box(frame->canvas, area, "y why", true);
		panel_note(frame, area, "one architecture has nobody to be compared with");
		return;
	}
	why_find(&frame->snapshot->scenario, &frame->snapshot->result, a, b, &why);
	snprintf(title, sizeof(title), "y why: %s %s against %s %s", arch_sign(a), arch_name(a),
		 arch_sign(b), arch_name(b));
	canvas_box(frame->canvas, area, title, true);
	hints_draw_border(frame->canvas, area.x + 4 + text_width(title), area.x + area.w - 2,
			  area.y, hints, 1);
	inner = (struct rect){ area.x + 2, area.y + 1, area.w - 4, area.h - 2 };
	/* Where its columns have no room, words. */
	y = inner.w >= LABEL_W + 3 * MONEY_W ? put_rows(frame, inner, &why) : inner.y;
	formula_text(&why, text);
	y = panel_words(frame, inner, y, ROLE_TEXT, text);
	volume_text(frame, &why, text);
	y = panel_words(frame, inner, y, ROLE_TEXT, text);
	verdict_text(frame, text);
	y = panel_words(frame, inner, y, ROLE_TEXT, text);
	put_flips(frame, inner, y + 1);
}

int view_why_height(const struct frame *frame)
{
	struct why why;
	enum arch a, b;

	if (!frame_ready(frame) || !choose_pair(frame, &a, &b))
		return 5;
	why_find(&frame->snapshot->scenario, &frame->snapshot->result, a, b, &why);
	return why.count + 14;
}
