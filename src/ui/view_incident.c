// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view.h"

enum {
	MENU_W = 72,
	ROWS_Y = 2, /* within the box */
	WHAT_X = 5,
	AMOUNT_X = 23,
	LENGTH_X = 37,
	HITS_X = 48,
	BELOW = 4, /* rows of the time line and the last line, which stay in sight */
};

/* At the right, where it leaves most of the curves in sight; in the middle of narrow screens. */
static struct rect place(const struct frame *frame, int rows)
{
	struct canvas *canvas = frame->canvas;
	struct rect area = { .w = MENU_W < canvas->w ? MENU_W : canvas->w,
			     .h = rows < canvas->h ? rows : canvas->h };
	int below = frame->narrow ? 2 : BELOW;

	area.x = frame->narrow ? (canvas->w - area.w) / 2 : canvas->w - area.w;
	area.y = canvas->h - area.h - below;
	area.y = area.y > 0 ? area.y : 0;
	canvas_fill(canvas, area, ' ', ROLE_TEXT, 0);
	canvas_hit(canvas, area, ACTION_NONE, 0);
	return area;
}

static void draw_field(const struct frame *frame, int x, int y, enum incident_choice choice,
		       enum incident_field field)
{
	const struct incident_draft *draft = &frame->state->incident;
	bool chosen = draft->choice == choice;
	bool turned = chosen && draft->field == field && incident_has_field(choice, field);
	char text[SCENARIO_NOTE_SIZE];

	incident_field_text(draft, choice, field, text, sizeof(text));
	if (choice == CHOICE_NOTE && chosen && text[0] == '\0' && field == FIELD_AMOUNT)
		snprintf(text, sizeof(text), "= types it");
	canvas_rich_in(frame->canvas, x, y,
		       choice == CHOICE_NOTE ? HITS_X - x : LENGTH_X - AMOUNT_X,
		       chosen ? ROLE_TITLE : ROLE_TEXT, turned ? CELL_REVERSE : 0, text);
}

static void draw_hits(const struct frame *frame, int x, int y, enum incident_choice choice)
{
	const struct incident_draft *draft = &frame->state->incident;
	const struct scenario *scenario = &frame->snapshot->scenario;
	char text[128] = "";
	size_t used = 0;

	for (int i = 0; i < scenario->arch_count; i++)
		if (incident_hits_arch(draft, scenario, choice, scenario->archs[i]))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s ",
						 arch_sign(scenario->archs[i]));
	snprintf(text + used, sizeof(text) - used, "%s%s", used > 0 ? " " : "",
		 incident_hits(draft, choice));
	canvas_rich(frame->canvas, x, y, ROLE_HINT, 0, text);
}

static void draw_choice(const struct frame *frame, struct rect area, int y,
			enum incident_choice choice)
{
	struct canvas *canvas = frame->canvas;
	bool chosen = frame->state->incident.choice == choice;
	int x = area.x;

	if (chosen)
		canvas_put(canvas, x + 1, y, sign_code(canvas->charset, SIGN_ACTIVE), ROLE_TITLE,
			   CELL_BOLD);
	canvas_put(canvas, x + 2, y, (unsigned char)incident_choice_key(choice), ROLE_KEY, 0);
	canvas_rich_in(canvas, x + WHAT_X, y, area.w - WHAT_X - 1, chosen ? ROLE_TITLE : ROLE_TEXT,
		       chosen ? CELL_BOLD : 0, incident_choice_label(choice));
	if (area.w >= LENGTH_X)
		draw_field(frame, x + AMOUNT_X, y, choice, FIELD_AMOUNT);
	if (choice != CHOICE_NOTE && area.w >= HITS_X)
		draw_field(frame, x + LENGTH_X, y, choice, FIELD_LENGTH);
	if (area.w >= MENU_W)
		draw_hits(frame, x + HITS_X, y, choice);
	canvas_hit(canvas, (struct rect){ x + 1, y, area.w - 2, 1 }, ACTION_HIT_INCIDENT,
		   (int)choice);
}

/* --- what it does --- */

static int bucket_of(const struct frame *frame)
{
	double share = frame->state->incident.at_days / frame->snapshot->scenario.horizon_days;
	int bucket = (int)(share * RESULT_BUCKETS);

	return bucket < RESULT_BUCKETS ? bucket : RESULT_BUCKETS - 1;
}

static double good_frac(const struct arch_result *arch, int bucket)
{
	double queries = arch->series.queries[bucket];

	return queries > 0 ? arch->series.good[bucket] / queries : PARAM_NULL;
}

static void change_text(double before, double after, enum unit unit, char *buffer, size_t size)
{
	char a[FORMAT_SIZE], b[FORMAT_SIZE];

	format_value(a, sizeof(a), before, unit);
	format_value(b, sizeof(b), after, unit);
	if (unit == UNIT_USD) { /* narrow: the column is */
		format_money_narrow(a, sizeof(a), before);
		format_money_narrow(b, sizeof(b), after);
	}
	if (strcmp(a, b) == 0)
		snprintf(buffer, size, "%s", a);
	else
		snprintf(buffer, size, "%s to %s", a, b);
}

/* One figure before and after; what misses its target afterwards says so. */
static void draw_change(const struct frame *frame, int x, int y, double before, double after,
			enum unit unit, double target)
{
	char text[3 * FORMAT_SIZE];
	bool missed = after > target;

	change_text(before, after, unit, text, sizeof(text));
	if (missed)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " !");
	canvas_rich_in(frame->canvas, x, y, 20, strstr(text, " to ") ? ROLE_TITLE : ROLE_HINT, 0,
		       text);
}

static bool hits_staleness(const struct frame *frame)
{
	const struct incident_draft *draft = &frame->state->incident;

	return strcmp(incident_hits(draft, draft->choice), "staleness") == 0;
}

static void draw_arch(const struct frame *frame, struct rect area, int y, enum arch arch)
{
	const struct arch_result *before = &frame->state->incident_before->arch[arch],
				 *after = &frame->state->incident_after->arch[arch];
	const struct scenario *scenario = &frame->snapshot->scenario;
	bool stale = hits_staleness(frame);
	int bucket = bucket_of(frame), x = area.x + 2;
	char name[64];

	snprintf(name, sizeof(name), "%s %s", arch_sign(arch), arch_name_short(arch));
	canvas_rich(frame->canvas, x, y, role_of_arch(arch, false), 0, name);
	x += 11;
	draw_change(frame, x, y, before->series.ttft_p95_s[bucket],
		    after->series.ttft_p95_s[bucket], UNIT_S, scenario->targets[TARGET_TTFT_P95_S]);
	x += 21;
	draw_change(frame, x, y, good_frac(before, bucket), good_frac(after, bucket), UNIT_SHARE,
		    PARAM_NULL);
	x += 20;
	if (stale)
		draw_change(frame, x, y, before->stale_answer_frac, after->stale_answer_frac,
			    UNIT_SHARE, scenario->targets[TARGET_STALE_ANSWER_FRAC]);
	else
		draw_change(frame, x, y, before->all_in_usd, after->all_in_usd, UNIT_USD,
			    PARAM_NULL);
}

static void best_text(const struct verdict *verdict, char *buffer, size_t size)
{
	if (verdict->none_meets)
		snprintf(buffer, size, "∅ nobody meets the targets");
	else
		snprintf(buffer, size, "%s %s", arch_sign(verdict->best), arch_name(verdict->best));
}

static void draw_verdict(const struct frame *frame, struct rect area, int y)
{
	char before[64], after[64], text[192], days[FORMAT_SIZE];

	best_text(&frame->state->incident_before->verdict, before, sizeof(before));
	best_text(&frame->state->incident_after->verdict, after, sizeof(after));
	format_set_value(days, sizeof(days), frame_horizon_s(frame), UNIT_S);
	if (strcmp(before, after) == 0)
		snprintf(text, sizeof(text), "verdict over %s  %s, unchanged", days, after);
	else
		snprintf(text, sizeof(text), "verdict over %s  %s becomes %s", days, before, after);
	canvas_rich_in(frame->canvas, area.x + 2, y, area.w - 4, ROLE_TITLE, 0, text);
}

static void draw_preview_head(const struct frame *frame, struct rect area, int y)
{
	const struct scenario *scenario = &frame->snapshot->scenario;
	bool stale = hits_staleness(frame);
	double step = scenario->horizon_days / RESULT_BUCKETS, from = bucket_of(frame) * step;
	char text[96];

	snprintf(text, sizeof(text), "day %.4g-%.4g", from, from + step);
	canvas_text(frame->canvas, area.x + 2, y, ROLE_HINT, 0, text);
	canvas_text(frame->canvas, area.x + 13 + (text_width(text) > 10 ? 3 : 0), y, ROLE_HINT, 0,
		    text_width(text) > 10 ? "1st token p95" : "first token p95");
	canvas_text(frame->canvas, area.x + 34, y, ROLE_HINT, 0, "good answers");
	canvas_text(frame->canvas, area.x + 54, y, ROLE_HINT, 0,
		    stale ? "stale, all run" : "all in a month");
}

/* Real figures of two runs, or that they are still being computed. */
static void draw_preview(const struct frame *frame, struct rect area, int y)
{
	const struct ui_state *state = frame->state;
	enum arch archs[ARCH_COUNT];
	int n = frame_archs_in(frame, 3, archs);

	draw_preview_head(frame, area, y);
	if (state->incident.choice == CHOICE_NOTE) {
		canvas_text(frame->canvas, area.x + 2, y + 1, ROLE_HINT, 0,
			    "a note changes no figure");
		return;
	}
	if (!frame->snapshot->has_result) {
		canvas_rich_in(frame->canvas, area.x + 2, y + 1, area.w - 4, ROLE_MISSED, 0,
			       frame->snapshot->error.message);
		return;
	}
	if (!state->incident_after || !state->incident_before) {
		canvas_text(frame->canvas, area.x + 2, y + 1, ROLE_HINT, 0, "… simulating it");
		return;
	}
	for (int i = 0; i < n; i++)
		draw_arch(frame, area, y + 1 + i, archs[i]);
	draw_verdict(frame, area, y + 1 + n);
}

/* --- the menu --- */

static void draw_hints(const struct frame *frame, struct rect area)
{
	int x = area.x + 2, y = area.y + area.h - 1;
	bool edit = frame->state->incident.replaces >= 0;

	x = hint_draw(frame->canvas, x, y, "Enter", edit ? "change" : "inject");
	x = hint_draw(frame->canvas, x, y, "← →", "amount");
	x = hint_draw(frame->canvas, x, y, "=", "type");
	if (frame->state->incident.choice == CHOICE_CHANGE)
		x = hint_draw(frame->canvas, x, y, "[ ]", "of what");
	x = hint_draw(frame->canvas, x, y, "Tab",
		      frame->state->incident.choice == CHOICE_SWITCH ? "cost, day" : "length, day");
	hint_draw(frame->canvas, x, y, "Esc", "cancel");
}

static void draw_title(const struct frame *frame, struct rect area)
{
	const struct incident_draft *draft = &frame->state->incident;
	char title[96];
	const char *note;
	bool turned = draft->field == FIELD_DAY;

	snprintf(title, sizeof(title), "i %s day %.4g",
		 draft->replaces >= 0 ? "change at" : "inject at", draft->at_days);
	canvas_box(frame->canvas, area, title, turned);
	note = draft->middle ? " the middle of the run; Tab: the day "
			     : " nothing is set until Enter ";
	if (text_width(title) + text_width(note) + 8 <= area.w)
		canvas_right(frame->canvas, area.x + area.w - 2, area.y, ROLE_HINT, 0, note);
}

/* Over the columns; where they have no room, what the chosen one has in them. */
static void draw_head(const struct frame *frame, struct rect area, int y)
{
	const struct incident_draft *draft = &frame->state->incident;
	char amount[SCENARIO_NOTE_SIZE], length[64] = "", text[2 * SCENARIO_NOTE_SIZE];

	if (area.w >= MENU_W) {
		canvas_text(frame->canvas, area.x + WHAT_X, y, ROLE_HINT, 0, "what");
		canvas_text(frame->canvas, area.x + AMOUNT_X, y, ROLE_HINT, 0, "amount");
		canvas_text(frame->canvas, area.x + LENGTH_X, y, ROLE_HINT, 0, "for");
		canvas_text(frame->canvas, area.x + HITS_X, y, ROLE_HINT, 0, "hits first");
		return;
	}
	incident_field_text(draft, draft->choice, FIELD_AMOUNT, amount, sizeof(amount));
	if (draft->choice != CHOICE_NOTE)
		incident_field_text(draft, draft->choice, FIELD_LENGTH, length, sizeof(length));
	snprintf(text, sizeof(text), "%s%s%s", amount, length[0] != '\0' ? ", " : "", length);
	canvas_rich_in(frame->canvas, area.x + 2, y, area.w - 3, ROLE_TITLE, 0, text);
}

void view_incident_draw(const struct frame *frame)
{
	enum arch archs[ARCH_COUNT];
	int n = frame->snapshot ? frame_archs_in(frame, 3, archs) : 0;
	struct rect area = place(frame, ROWS_Y + CHOICE_COUNT + 1 + 1 + n + 1 + 1), old;
	int y = area.y + 1, rows, first;

	draw_title(frame, area);
	if (area.h > 2)
		draw_hints(frame, area);
	if (frame->snapshot == NULL)
		return;
	old = canvas_clip(frame->canvas,
			  (struct rect){ area.x + 1, area.y + 1, area.w - 2, area.h - 2 });
	draw_head(frame, area, y);
	rows = area.h - 3 < CHOICE_COUNT ? area.h - 3 : CHOICE_COUNT;
	first = list_first((int)frame->state->incident.choice, CHOICE_COUNT, rows);
	for (int i = 0; i < rows; i++)
		draw_choice(frame, area, y + 1 + i, (enum incident_choice)(first + i));
	draw_preview(frame, area, y + CHOICE_COUNT + 2);
	canvas_unclip(frame->canvas, old);
}
