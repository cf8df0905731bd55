// SPDX-License-Identifier: MIT
/* The advisor: every framework of the articles with the rule that fired, beside the simulation. */
#include "ui/view_advisor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/draw.h"

enum {
	ARTICLES = 5,
	DETAIL_H = 9,       /* rows of what is said of the framework with the cursor */
	DETAIL_FROM_H = 22, /* rows from which there is room for it */
	ID_W = 5,
	SIGN_W = 2,
	ANSWER_W = 24,
};

struct advise_report *advisor_report(const struct frame *frame)
{
	struct advise_report *report = xmalloc(sizeof(*report));

	advise_all(&frame->snapshot->scenario, report);
	advise_compare(&frame->snapshot->scenario, &frame->snapshot->result, report);
	return report;
}

int advisor_rows(const struct advise_report *report, const struct verdict *verdict, bool only,
		 int rows[ADVISE_FRAMEWORKS])
{
	int n = 0;

	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		enum advise_answer answer = report->advice[i].answer;

		if (!only || (advise_answer_says(answer) && !advise_agrees(answer, verdict)))
			rows[n++] = i;
	}
	return n;
}

/* The one architecture that an answer names; ARCH_COUNT: none, or several. */
static enum arch only_arch(enum advise_answer answer)
{
	enum arch found = ARCH_COUNT;

	if (!advise_answer_says(answer))
		return ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++) {
		if (!advise_answer_allows(answer, (enum arch)a))
			continue;
		if (found != ARCH_COUNT)
			return ARCH_COUNT;
		found = (enum arch)a;
	}
	return found;
}

static bool is_of_article(const struct advise_framework *framework, int article)
{
	const char name[] = { 'S', (char)('0' + article), ':', '\0' };

	return strncmp(framework->source, name, strlen(name)) == 0;
}

/* The signs of what the frameworks of an article name, each once. */
static size_t strip_signs(const struct advise_inputs *inputs, int article, char *text, size_t size)
{
	bool told[ARCH_COUNT] = { false };
	size_t used = 0;

	for (int i = 0; i < ADVISE_FRAMEWORKS && used < size; i++) {
		struct advice advice;
		enum arch arch;

		if (!is_of_article(advise_table[i], article))
			continue;
		advise_one(advise_table[i], inputs, &advice);
		arch = only_arch(advice.answer);
		if (arch == ARCH_COUNT || told[arch])
			continue;
		told[arch] = true;
		used += (size_t)snprintf(text + used, size - used, "%s", arch_sign(arch));
	}
	return used > 0 ? used : (size_t)snprintf(text, size, "–");
}

void advisor_strip(const struct frame *frame, char *text, size_t size)
{
	struct advise_inputs inputs;
	size_t used = 0;

	text[0] = '\0';
	advise_inputs_take(&inputs, &frame->snapshot->scenario);
	for (int article = 0; article < ARTICLES && used < size; article++) {
		used += (size_t)snprintf(text + used, size - used, "%sS%d ", used ? "  " : "",
					 article);
		if (used < size)
			used += strip_signs(&inputs, article, text + used, size - used);
	}
}

/* ---- the list ---- */

static void draw_row(const struct frame *frame, struct rect inner, int y,
		     const struct advice *advice, bool active)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	bool says = advise_answer_says(advice->answer);
	bool agrees = says && advise_agrees(advice->answer, verdict);
	enum arch arch = only_arch(advice->answer);
	int x = inner.x, right = inner.x + inner.w;
	char text[ADVISE_TEXT_SIZE + 64];

	canvas_text(frame->canvas, x, y, active ? ROLE_TITLE : ROLE_HINT, active ? CELL_BOLD : 0,
		    active ? "▸" : " ");
	canvas_text(frame->canvas, x + 1, y, ROLE_HINT, 0, advice->framework->id);
	x += ID_W;
	canvas_text(frame->canvas, x, y, agrees ? ROLE_TEXT : ROLE_MISSED, 0,
		    !says    ? " "
		    : agrees ? "="
			     : "≠");
	x += SIGN_W;
	if (arch != ARCH_COUNT)
		canvas_text(frame->canvas, x, y, role_of_arch(arch, false), 0, arch_sign(arch));
	x += SIGN_W;
	canvas_rich_in(frame->canvas, x, y, ANSWER_W, says ? ROLE_TITLE : ROLE_HINT,
		       active ? CELL_BOLD : 0, advise_answer_label(advice->answer));
	x += frame->narrow ? 18 : ANSWER_W;
	if (advice->text[0] != '\0')
		snprintf(text, sizeof(text), "%s (%s%s)", advice->text, advice->source,
			 advice->ours ? ", ours" : "");
	else
		snprintf(text, sizeof(text), "nothing fires");
	canvas_rich_in(frame->canvas, x, y, right - x, ROLE_TEXT, 0, text);
}

/* ---- what is said of one, and of all together ---- */

static void missing_text(const struct advice *advice, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < ADVISE_INPUTS && used < size; i++)
		if (advice->missing[i])
			used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "",
						 advise_input_info(i).label);
	if (used == 0)
		snprintf(text, size, "nothing");
}

static int put_line(const struct frame *frame, struct rect inner, int y, const char *label,
		    const char *text)
{
	enum { LABEL_W = 12 };

	if (y >= inner.y + inner.h)
		return y;
	canvas_text(frame->canvas, inner.x, y, ROLE_HINT, 0, label);
	canvas_rich_in(frame->canvas, inner.x + LABEL_W, y, inner.w - LABEL_W, ROLE_TEXT, 0, text);
	return y + 1;
}

static void draw_detail(const struct frame *frame, struct rect inner,
			const struct advise_report *report, const struct advice *advice)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	char text[512];
	int y = inner.y;

	for (int x = inner.x; x < inner.x + inner.w; x++)
		canvas_text(frame->canvas, x, y, ROLE_BORDER, 0, "─");
	snprintf(text, sizeof(text), "%s (%s)", advice->framework->title,
		 advice->framework->source);
	y = put_line(frame, inner, y + 1, advice->framework->id, text);
	missing_text(advice, text, sizeof(text));
	y = put_line(frame, inner, y, "missing", text);
	for (int i = 0; i < advice->remark_count && y < inner.y + inner.h - 3; i++)
		y = put_line(frame, inner, y,
			     advice->remarks[i].kind == REMARK_GAP       ? "gap"
			     : advice->remarks[i].kind == REMARK_OVERLAP ? "overlap"
									 : "note",
			     advice->remarks[i].text);
	snprintf(text, sizeof(text), "%s, decided by %s",
		 advise_answer_label(report->combined.answer), report->combined.decided_by);
	y = put_line(frame, inner, y, "combined", text);
	snprintf(text, sizeof(text), "%s %s: %s", arch_sign(verdict->best),
		 arch_name(verdict->best), verdict->why);
	y = put_line(frame, inner, y, "simulated", text);
	put_line(frame, inner, y, report->agrees ? "they agree" : "they differ",
		 report->agrees ? "the combined answer is what the run finds best" : report->why);
}

static void list_inside(const struct frame *frame, struct rect inner)
{
	const struct list_view *view = &frame->state->advisor.list[ADVISOR_FRAMEWORKS];
	struct advise_report *report = advisor_report(frame);
	int rows[ADVISE_FRAMEWORKS];
	int n = advisor_rows(report, &frame->snapshot->result.verdict, view->only, rows);
	int detail_h = inner.h >= DETAIL_FROM_H ? DETAIL_H : inner.h > 10 ? 4 : 0;
	int room = inner.h - detail_h, row = view->row < n ? view->row : n - 1;
	int first = list_first(row, n, room);

	for (int i = 0; i < room && first + i < n; i++) {
		draw_row(frame, inner, inner.y + i, &report->advice[rows[first + i]],
			 first + i == row);
		canvas_hit(frame->canvas, (struct rect){ inner.x, inner.y + i, inner.w, 1 },
			   ACTION_HIT_ROW, first + i);
	}
	if (n == 0)
		panel_note(frame, (struct rect){ inner.x, inner.y, inner.w, room },
			   "every framework that says something agrees with the run");
	else if (detail_h > 0)
		draw_detail(frame, (struct rect){ inner.x, inner.y + room, inner.w, detail_h },
			    report, &report->advice[rows[row]]);
	free(report);
}

static void draw_advisor(const struct frame *frame, struct rect area, bool zoomed)
{
	const struct advisor_view *view = &frame->state->advisor;
	bool claims = view->form == ADVISOR_CLAIMS;
	const struct hint hints[] = {
		{ "v", NULL, claims ? "frameworks" : "claims", ACTION_FORM, ACTION_NONE },
		{ "m", NULL,
		  view->list[view->form].only ? "all"
		  : claims                    ? "what does not hold"
					      : "what differs",
		  ACTION_FILTER, ACTION_NONE },
	};
	char title[96];
	struct rect inner;

	(void)zoomed;
	if (claims)
		claims_title(frame, title, sizeof(title));
	else
		snprintf(title, sizeof(title), "%s",
			 frame->narrow ? "8 what the articles say"
				       : "8 what the articles' frameworks say, = as simulated, "
					 "≠ not");
	inner = panel_box(frame, area, PANEL_ADVISOR, title, hints, 2);
	if (!frame_ready(frame))
		panel_note(frame, inner, "… simulating");
	else if (claims)
		claims_inside(frame, inner);
	else
		list_inside(frame, inner);
}

const struct view view_advisor = { PANEL_ADVISOR, "advisor", ACTION_ZOOM_ADVISOR, draw_advisor };
