// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/price_book.h"
#include "ui/view_knob.h"

enum {
	PROMPT_H = 3,
	MESSAGE_GAP = 3, /* columns between what is typed and what is said of it */
	SOURCE_W = 78,
	SOURCE_LABEL_W = 12,
	TARGET_FACTS = 4,
	PARAM_FACTS = 9,
	OPEN_W = 60,
	QUIT_W = 62,
	JOURNAL_W = 70,
	JOURNAL_LABEL_W = 24,
	JOURNAL_KNOBS = 8, /* that are listed */
	WHY_W = 80,
};

/* An area of this size in the middle, cut to the screen, blank. */
static struct rect centred(const struct frame *frame, int w, int h)
{
	struct canvas *canvas = frame->canvas;
	struct rect area;

	area.w = w < canvas->w ? w : canvas->w;
	area.h = h < canvas->h ? h : canvas->h;
	area.x = (canvas->w - area.w) / 2;
	area.y = (canvas->h - area.h) / 2;
	canvas_fill(canvas, area, ' ', ROLE_TEXT, 0);
	return area;
}

/* ---- the line of text ---- */

static struct knob active_knob(const struct frame *frame)
{
	const struct ui_state *state = frame->state;

	if (state->knob >= 0 && state->knob < state->knob_count)
		return state->knobs[state->knob];
	return (struct knob){ .param = P_traffic_volume_qpm };
}

static const char *prompt_title(const struct frame *frame)
{
	switch (frame->state->prompt.kind) {
	case PROMPT_VALUE:
		break;
	case PROMPT_SAVE_AS:
		return "save as";
	case PROMPT_COMMAND:
		return "command";
	case PROMPT_FIND:
		return frame->state->zoom == PANEL_LOG ? "find in the log" : "find a knob";
	case PROMPT_INCIDENT:
		return incident_choice_label(frame->state->incident.choice);
	case PROMPT_GUESS:
		return "your guess";
	case PROMPT_EXPORT:
		return "export as .svg .txt .ansi .csv";
	case PROMPT_RECORD:
		return "record to";
	}
	return knob_label(active_knob(frame));
}

static const char *prompt_sign(const struct frame *frame)
{
	switch (frame->state->prompt.kind) {
	case PROMPT_VALUE:
		break;
	case PROMPT_SAVE_AS:
		return "W";
	case PROMPT_COMMAND:
		return ":";
	case PROMPT_FIND:
		return "/";
	case PROMPT_EXPORT:
		return "e";
	case PROMPT_RECORD:
		return "R";
	case PROMPT_INCIDENT:
	case PROMPT_GUESS:
		break;
	}
	return "=";
}

/* "1k to 100M, now 60k, file 60k" */
static void draw_prompt_range(const struct frame *frame, struct rect area)
{
	struct knob knob = active_knob(frame);
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE], file[FORMAT_SIZE], text[4 * FORMAT_SIZE];
	double from, to;

	if (frame->state->prompt.kind != PROMPT_VALUE)
		return;
	knob_slider_range(knob, &from, &to);
	knob_value_text(knob, from, lo, sizeof(lo));
	knob_value_text(knob, to, hi, sizeof(hi));
	knob_value_text(knob, knob_file_value(frame, knob), file, sizeof(file));
	snprintf(text, sizeof(text), " %s to %s, file %s ", lo, hi, file);
	if (text_width(text) + text_width(prompt_title(frame)) + 8 <= area.w)
		canvas_right(frame->canvas, area.x + area.w - 2, area.y, ROLE_HINT, 0, text);
}

static void draw_prompt_hints(const struct frame *frame, struct rect area)
{
	static const char *const verbs[] = {
		[PROMPT_VALUE] = "set",     [PROMPT_SAVE_AS] = "save", [PROMPT_COMMAND] = "do",
		[PROMPT_FIND] = "keep",     [PROMPT_INCIDENT] = "set", [PROMPT_EXPORT] = "write",
		[PROMPT_RECORD] = "record", [PROMPT_GUESS] = "guess",
	};
	int x = area.x + 2, y = area.y + area.h - 1, kind = (int)frame->state->prompt.kind;
	struct rect old = canvas_clip(frame->canvas,
				      (struct rect){ area.x, area.y, area.w - 2, area.h });

	x = hint_draw(frame->canvas, x, y, "Enter", verbs[kind]);
	x = hint_draw(frame->canvas, x, y, "Esc", "leave");
	x = hint_draw(frame->canvas, x, y, "↑ ↓", kind == PROMPT_FIND ? "matches" : "earlier");
	if (kind != PROMPT_FIND && kind != PROMPT_INCIDENT && kind != PROMPT_GUESS)
		hint_draw(frame->canvas, x, y, "Tab", kind == PROMPT_VALUE ? "units" : "complete");
	canvas_unclip(frame->canvas, old);
}

/* The text with its cursor, moved so that the cursor is in sight; then what is said of it. */
static void draw_prompt_text(const struct frame *frame, struct rect row)
{
	const struct prompt *prompt = &frame->state->prompt;
	int length = (int)strlen(prompt->text);
	int cursor = prompt->cursor >= 0 && prompt->cursor <= length ? prompt->cursor : length;
	char before[sizeof(prompt->text)];
	int x = row.x, room = row.w, end, left;

	x += canvas_text(frame->canvas, x, row.y, ROLE_KEY, 0, prompt_sign(frame)) + 1;
	room -= x - row.x;
	memcpy(before, prompt->text, (size_t)cursor);
	before[cursor] = '\0';
	left = text_width(before) - (room - 2);
	left = left > 0 ? left : 0;
	{
		struct rect old = canvas_clip(frame->canvas, (struct rect){ x, row.y, room, 1 });

		canvas_text(frame->canvas, x - left, row.y, ROLE_TITLE,
			    prompt->proposed ? CELL_REVERSE : CELL_BOLD, before);
		end = x - left + text_width(before);
		canvas_text(frame->canvas, end, row.y, ROLE_CURSOR, 0, "▏");
		end += 1 + canvas_text(frame->canvas, end + 1, row.y, ROLE_TITLE, CELL_BOLD,
				       prompt->text + cursor);
		canvas_unclip(frame->canvas, old);
	}
	end += MESSAGE_GAP;
	canvas_rich_in(frame->canvas, end, row.y, row.x + row.w - end,
		       prompt->message[0] == '!' ? ROLE_MISSED : ROLE_TEXT, 0, prompt->message);
}

/* Over the last lines, so that the curves above preview the value. */
static void draw_prompt(const struct frame *frame)
{
	struct canvas *canvas = frame->canvas;
	struct rect area = { 0, canvas->h - PROMPT_H, canvas->w, PROMPT_H };
	bool boxed = canvas->h >= 2 * PROMPT_H && canvas->w >= 24;

	if (!boxed)
		area = (struct rect){ 0, canvas->h - 1, canvas->w, 1 };
	canvas_fill(canvas, area, ' ', ROLE_TEXT, 0);
	canvas_hit(canvas, area, ACTION_NONE, 0);
	if (!boxed) {
		draw_prompt_text(frame, area);
		return;
	}
	canvas_box(canvas, area, prompt_title(frame), false);
	draw_prompt_range(frame, area);
	draw_prompt_hints(frame, area);
	draw_prompt_text(frame, (struct rect){ area.x + 2, area.y + 1, area.w - 4, 1 });
}

/* ---- where a number comes from ---- */

static int draw_fact(const struct frame *frame, struct rect inner, int y, const char *label,
		     const char *text)
{
	int label_w = inner.w >= 2 * SOURCE_LABEL_W ? SOURCE_LABEL_W : text_width(label) + 1;

	if (text[0] == '\0')
		return y;
	canvas_text(frame->canvas, inner.x, y, ROLE_HINT, 0, label);
	canvas_rich_in(frame->canvas, inner.x + label_w, y, inner.w - label_w, ROLE_TEXT, 0, text);
	return y + 1;
}

static void value_pair(struct knob knob, double a, double b, const char *format, char *buffer,
		       size_t size)
{
	char first[FORMAT_SIZE], second[FORMAT_SIZE];

	knob_value_text(knob, a, first, sizeof(first));
	knob_value_text(knob, b, second, sizeof(second));
	snprintf(buffer, size, "%s%s%s", first, format, second);
}

static const char *kind_words(enum provenance kind)
{
	switch (kind) {
	case PROVENANCE_ASSUMED:
		break;
	case PROVENANCE_PUBLISHED:
		return "published: somebody wrote it down, see the source";
	case PROVENANCE_MEASURED:
		return "measured: somebody observed it, see the source";
	}
	return "assumed: a guess, yours is as good";
}

/* Of the price book that the value is from; "" when it is not. */
static const char *book_title(const struct scenario *scenario, enum param_id id)
{
	return scenario_from_book(scenario, id) ? price_book_find(scenario->price_book)->title : "";
}

/* What the scenario says of a value, unless that is what the default's source says. */
static const char *own_note(const struct frame *frame, enum param_id id)
{
	const struct param_note *note = scenario_source(&frame->snapshot->scenario, id);

	return note && strcmp(note->note, param_table[id].source) != 0 ? note->note : "";
}

static int draw_param_facts(const struct frame *frame, struct rect inner, int y, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	const struct param_note *note = scenario_source(&frame->snapshot->scenario, id);
	struct knob knob = { .param = id };
	char name[96], value[FORMAT_SIZE];

	param_full_name(id, name, sizeof(name));
	y = draw_fact(frame, inner, y, "name", name);
	y = draw_fact(frame, inner, y, "is", info->help);
	y = draw_fact(frame, inner, y, "moves", info->affects);
	knob_value_text(knob, info->def, value, sizeof(value));
	y = draw_fact(frame, inner, y, "default", value);
	y = draw_fact(frame, inner, y, "kind",
		      scenario_recorded(&frame->snapshot->scenario, id)
			      ? "measured: the trace has it so"
			      : kind_words(note ? note->kind : info->provenance));
	y = draw_fact(frame, inner, y, "source", info->source);
	y = draw_fact(frame, inner, y, "prices", book_title(&frame->snapshot->scenario, id));
	y = draw_fact(frame, inner, y, "note", own_note(frame, id));
	return draw_fact(frame, inner, y, "date", note ? note->date : "");
}

/* How many facts there are. */
static int source_lines(const struct frame *frame, struct knob knob)
{
	const struct param_note *note;

	if (knob.is_target)
		return TARGET_FACTS;
	note = scenario_source(&frame->snapshot->scenario, knob.param);
	return PARAM_FACTS + scenario_from_book(&frame->snapshot->scenario, knob.param) +
	       (own_note(frame, knob.param)[0] != '\0') + (note && note->date[0] != '\0');
}

static void draw_source(const struct frame *frame)
{
	struct knob knob = active_knob(frame);
	struct rect area = centred(frame, SOURCE_W, source_lines(frame, knob) + 2), inner;
	char text[4 * FORMAT_SIZE];
	double lo, hi;
	int y;

	canvas_box(frame->canvas, area, knob_label(knob), false);
	inner = (struct rect){ area.x + 2, area.y + 1, area.w - 4, area.h - 2 };
	y = inner.y;
	value_pair(knob, knob_get(&frame->snapshot->scenario, knob), knob_file_value(frame, knob),
		   ", in the file ", text, sizeof(text));
	y = draw_fact(frame, inner, y, "value", text);
	if (knob.is_target)
		y = draw_fact(frame, inner, y, "kind", "a target: what you ask for, not a fact");
	else
		y = draw_param_facts(frame, inner, y, knob.param);
	knob_legal_range(knob, &lo, &hi);
	value_pair(knob, lo, hi, " to ", text, sizeof(text));
	if (strstr(text, " to >")) /* more than anybody counts with */
		strcpy(strstr(text, " to >"), " and up");
	y = draw_fact(frame, inner, y, "legal", text);
	knob_slider_range(knob, &lo, &hi);
	value_pair(knob, lo, hi, " to ", text, sizeof(text));
	draw_fact(frame, inner, y, "track", text);
	hint_draw(frame->canvas,
		  hint_draw(frame->canvas, area.x + 2, area.y + area.h - 1, "[ ]", "other knob"),
		  area.y + area.h - 1, "Esc", "back");
}

/* ---- the list of files ---- */

static void draw_open(const struct frame *frame)
{
	const struct ui_state *state = frame->state;
	int longest = OPEN_W;
	struct rect area;

	for (int i = 0; i < state->open_count; i++)
		if (text_width(state->open_names[i]) + 6 > longest)
			longest = text_width(state->open_names[i]) + 6;
	area = centred(frame, longest, state->open_count + 2);
	canvas_box(frame->canvas, area, "o open", false);
	for (int row = 0; row < area.h - 2; row++) {
		int first = state->open_index >= area.h - 2 ? state->open_index - area.h + 3 : 0;
		int i = first + row, y = area.y + 1 + row;
		bool chosen = i == state->open_index;

		if (i >= state->open_count)
			break;
		canvas_text(frame->canvas, area.x + 2, y, ROLE_TITLE, CELL_BOLD,
			    chosen ? "▸" : " ");
		canvas_rich_in(frame->canvas, area.x + 3, y, area.w - 5,
			       chosen ? ROLE_TITLE : ROLE_TEXT, chosen ? CELL_BOLD : 0,
			       state->open_names[i]);
		canvas_hit(frame->canvas, (struct rect){ area.x + 1, y, area.w - 2, 1 },
			   ACTION_HIT_OPEN, i);
	}
	hint_draw(frame->canvas,
		  hint_draw(frame->canvas, area.x + 2, area.y + area.h - 1, "Enter", "open"),
		  area.y + area.h - 1, "Esc", "back");
}

/* ---- the question before quitting ---- */

static void draw_quit(const struct frame *frame)
{
	struct rect area = centred(frame, QUIT_W, frame->state->journal ? 6 : 5);
	int x = area.x + 3, y = area.y + (area.h > 3 ? 2 : 1);
	bool narrow = area.w < QUIT_W;

	if (frame->state->journal && area.h > 5)
		canvas_rich_in(frame->canvas, x, y + 1, area.w - 6, ROLE_HINT, 0,
			       "the journal keeps them; the next start offers them");
	canvas_box(frame->canvas, area, "q quit", false);
	if (narrow) {
		x = area.x + 1;
		canvas_rich_in(frame->canvas, x + 1, y - 1, area.w - 3, ROLE_TITLE, 0,
			       "unsaved edits");
	} else {
		x += canvas_text(frame->canvas, x, y, ROLE_TITLE, 0, "unsaved edits:");
	}
	x = hint_draw(frame->canvas, x, y, "w", narrow ? "save" : "save and quit");
	x = hint_draw(frame->canvas, x, y, "q", "quit");
	hint_draw(frame->canvas, x, y, "Esc", "stay");
}

/* ---- what a program that died left behind ---- */

static bool same_value(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* The i-th parameter or, after them, target. */
static struct knob any_knob(int i)
{
	if (i < PARAM_COUNT)
		return (struct knob){ .param = (enum param_id)i };
	return (struct knob){ .is_target = true, .target = (enum target)(i - PARAM_COUNT) };
}

/* What is other than in the file; returns how many there are, of which `max` are kept. */
static int changed_knobs(const struct ui_state *state, struct knob *changed, int max)
{
	int count = 0;

	for (int i = 0; i < PARAM_COUNT + TARGET_COUNT; i++) {
		struct knob knob = any_knob(i);

		if (same_value(knob_get(&state->file, knob), knob_get(state->offer.scenario, knob)))
			continue;
		if (count < max)
			changed[count] = knob;
		count++;
	}
	return count;
}

static void draw_changed(const struct frame *frame, struct rect row, struct knob knob)
{
	char before[FORMAT_SIZE], after[FORMAT_SIZE], text[3 * FORMAT_SIZE];

	knob_value_text(knob, knob_get(&frame->state->file, knob), before, sizeof(before));
	knob_value_text(knob, knob_get(frame->state->offer.scenario, knob), after, sizeof(after));
	snprintf(text, sizeof(text), "%s, in the file %s", after, before);
	canvas_rich_in(frame->canvas, row.x, row.y, JOURNAL_LABEL_W - 1, ROLE_HINT, 0,
		       knob_label(knob));
	canvas_rich_in(frame->canvas, row.x + JOURNAL_LABEL_W, row.y, row.w - JOURNAL_LABEL_W,
		       ROLE_TEXT, 0, text);
}

static void draw_journal(const struct frame *frame)
{
	const struct journal_offer *offer = &frame->state->offer;
	struct knob changed[JOURNAL_KNOBS];
	int count = changed_knobs(frame->state, changed, JOURNAL_KNOBS);
	int shown = count < JOURNAL_KNOBS ? count : JOURNAL_KNOBS, x, y;
	struct rect area = centred(frame, JOURNAL_W, shown + 5 + (count > shown)), row;
	char text[128];

	canvas_box(frame->canvas, area, "unsaved edits", false);
	row = (struct rect){ area.x + 3, area.y + 1, area.w - 6, 1 };
	snprintf(text, sizeof(text), "from %s, when the program ended without saving", offer->when);
	canvas_rich_in(frame->canvas, row.x, row.y++, row.w, ROLE_TITLE, 0, text);
	if (offer->file_changed)
		canvas_rich_in(frame->canvas, row.x, row.y, row.w, ROLE_MISSED, 0,
			       "the scenario has changed since; it would be as it was with them");
	row.y++;
	for (int i = 0; i < shown; i++, row.y++)
		draw_changed(frame, row, changed[i]);
	snprintf(text, sizeof(text), "and %d more", count - shown);
	if (count > shown)
		canvas_rich_in(frame->canvas, row.x, row.y, row.w, ROLE_HINT, 0, text);
	x = area.x + 2;
	y = area.y + area.h - 1;
	x = hint_draw(frame->canvas, x, y, "r", "restore");
	x = hint_draw(frame->canvas, x, y, "d", "drop");
	hint_draw(frame->canvas, x, y, "Esc", "later");
}

/* ---- why ---- */

static void draw_why(const struct frame *frame)
{
	struct rect area = centred(frame, WHY_W, view_why_height(frame));
	int x = area.x + 2, y = area.y + area.h - 1;

	view_why_draw(frame, area);
	x = hint_draw(frame->canvas, x, y, "Enter", "ledger");
	x = hint_draw(frame->canvas, x, y, "7", "what it hangs on");
	hint_draw(frame->canvas, x, y, "Esc", "back");
}

void view_overlay_draw(const struct frame *frame)
{
	switch (frame->state->overlay) {
	case OVERLAY_NONE:
	case OVERLAY_HELP:
	case OVERLAY_INCIDENT:
		return;
	case OVERLAY_PROMPT:
		draw_prompt(frame);
		return;
	case OVERLAY_OPEN:
		draw_open(frame);
		return;
	case OVERLAY_QUIT:
		draw_quit(frame);
		return;
	case OVERLAY_JOURNAL:
		if (frame->state->offer.scenario != NULL)
			draw_journal(frame);
		return;
	case OVERLAY_SOURCE:
		if (frame->snapshot != NULL)
			draw_source(frame);
		return;
	case OVERLAY_WHY:
		draw_why(frame);
		return;
	}
}
