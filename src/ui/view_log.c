// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/log.h"
#include "ui/view.h"
#include "ui/view_knob.h"

enum {
	DAY_W = 9,
	WHO_W = 14,
	NARROW_WHO_W = 3, /* the sign alone */
	LABEL_W = 19,
	NAME_W = 34,
	VALUE_W = 12,
	KIND_W = 11,
	DATE_W = 11,
	ROOMY_W = 110, /* from here on names are full, and events say how things stood then */
	STATE_W = 30,  /* of two figures */
	STATE_COLUMN_W = 14,
};

/* The first row shown: the chosen one is kept in the middle, but for the ends. */
static int first_shown(int chosen, int count, int room)
{
	int first = chosen - room / 2;

	if (first > count - room)
		first = count - room;
	return first > 0 ? first : 0;
}

static int chosen_row(const struct frame *frame, int count)
{
	int chosen = frame->state->log_row[frame->state->log_form];

	return chosen >= count ? count - 1 : chosen < 0 ? 0 : chosen;
}

/* The marker, and what a click on the row means. */
static void begin_row(const struct frame *frame, struct rect row, int index, bool chosen)
{
	if (chosen)
		canvas_put(frame->canvas, row.x, row.y,
			   sign_code(frame->canvas->charset, SIGN_ACTIVE), ROLE_TITLE, CELL_BOLD);
	canvas_hit(frame->canvas, row, ACTION_HIT_LOG, index);
}

/* "12 to 31 of 157" */
static void draw_place(const struct frame *frame, struct rect inner, int end, int first, int count,
		       const char *what)
{
	int rows = inner.h - 1 < count - first ? inner.h - 1 : count - first;
	char text[96];

	if (count == 0)
		return;
	snprintf(text, sizeof(text), "%d to %d of %d %s", first + 1, first + rows, count, what);
	canvas_right(frame->canvas, end, inner.y, ROLE_HINT, 0, text);
}

/* --- what happened --- */

static void draw_event(const struct frame *frame, struct rect row, const struct log_row *event,
		       bool chosen)
{
	struct canvas *canvas = frame->canvas;
	bool mine = event->entry >= 0;
	int who_w = frame->narrow ? NARROW_WHO_W : WHO_W, x = row.x + 1 + DAY_W + 2;
	char day[FORMAT_SIZE], text[SCENARIO_NOTE_SIZE + 64];

	snprintf(day, sizeof(day), "%.2f", event->at_s / 86400);
	canvas_right(canvas, row.x + 1 + DAY_W, row.y, chosen ? ROLE_TITLE : ROLE_HINT, 0, day);
	if (mine)
		canvas_rich(canvas, x, row.y, ROLE_CURSOR, CELL_BOLD,
			    frame->snapshot->scenario.timeline[event->entry].kind == TIMELINE_NOTE
				    ? "▽"
				    : "▼");
	else
		canvas_text(canvas, x, row.y, role_of_arch(event->arch, false), 0,
			    arch_sign(event->arch));
	if (!frame->narrow)
		canvas_text(canvas, x + 2, row.y,
			    mine ? ROLE_TITLE : role_of_arch(event->arch, false), 0,
			    mine ? "you" : arch_name(event->arch));
	log_row_text(frame->snapshot, event, text, sizeof(text));
	canvas_rich_in(canvas, x + who_w, row.y,
		       row.x + row.w - x - who_w - (row.w >= ROOMY_W ? STATE_W : 1),
		       chosen || mine ? ROLE_TITLE : ROLE_TEXT, chosen ? CELL_BOLD : 0, text);
}

static void draw_figure(const struct frame *frame, int end, int y, const char *text, bool missed)
{
	canvas_right(frame->canvas, end, y, missed ? ROLE_MISSED : ROLE_HINT, 0, text);
	if (missed)
		canvas_put(frame->canvas, end, y, sign_code(frame->canvas->charset, SIGN_MISSED),
			   ROLE_MISSED, CELL_BOLD);
}

/* How things stood at that time: of the architecture, or of the focused one for what was set. */
static void draw_state(const struct frame *frame, struct rect row, const struct log_row *event)
{
	enum arch arch = event->entry >= 0 ? frame_focus(frame) : event->arch;
	const struct arch_series *series = &frame_result(frame, arch)->series;
	const double *targets = frame->snapshot->scenario.targets;
	double part = event->at_s / frame_horizon_s(frame) * RESULT_BUCKETS;
	int bucket = part >= 0 && part < RESULT_BUCKETS ? (int)part : RESULT_BUCKETS - 1;
	double p95_s = series->ttft_p95_s[bucket], stale = series->stale_frac[bucket];
	int end = row.x + row.w - 2;
	char text[FORMAT_SIZE];

	format_time(text, sizeof(text), p95_s);
	draw_figure(frame, end - STATE_COLUMN_W, row.y, text, p95_s > targets[TARGET_TTFT_P95_S]);
	format_share(text, sizeof(text), stale);
	draw_figure(frame, end, row.y, text, stale > targets[TARGET_STALE_ANSWER_FRAC]);
}

/* Where the playhead is among the events. */
static void draw_playhead(const struct frame *frame, struct rect row, const struct log_row *event,
			  const struct log_row *next)
{
	double at_s = frame->state->playhead_frac * frame_horizon_s(frame);

	if (event->at_s <= at_s && (next == NULL || next->at_s > at_s))
		canvas_put(frame->canvas, row.x + row.w - 1, row.y,
			   sign_code(frame->canvas->charset, SIGN_PLAYHEAD), ROLE_CURSOR,
			   CELL_BOLD);
}

static int lost_events(const struct frame *frame)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs), lost = 0;

	for (int i = 0; i < n; i++)
		lost += frame_result(frame, archs[i])->events_lost;
	return lost;
}

static void draw_events_head(const struct frame *frame, struct rect inner, bool roomy)
{
	int end = inner.x + inner.w - 2;
	const struct ui_state *state = frame->state;
	char text[128], lost[48] = "";

	if (lost_events(frame) > 0)
		snprintf(lost, sizeof(lost), ", %d later ones not kept", lost_events(frame));
	if (state->log_mine)
		snprintf(text, sizeof(text), "what you set");
	else if (state->log_one_arch)
		snprintf(text, sizeof(text), "this seed's run, %s %s, and what you set%s",
			 arch_sign(state->arch), arch_name_short(state->arch), lost);
	else
		snprintf(text, sizeof(text), "this seed's run, and what you set%s", lost);
	canvas_rich_in(frame->canvas, inner.x + 1, inner.y, inner.w - 1, ROLE_HINT, 0, text);
	if (!roomy)
		return;
	canvas_right(frame->canvas, end - STATE_COLUMN_W, inner.y, ROLE_HINT, 0, "p95 then");
	canvas_right(frame->canvas, end, inner.y, ROLE_HINT, 0, "stale then");
}

static void draw_events(const struct frame *frame, struct rect inner)
{
	struct log_rows rows = log_rows(frame->snapshot, frame->state);
	int room = inner.h - 1, chosen = chosen_row(frame, rows.count);
	int first = first_shown(chosen, rows.count, room);
	bool roomy = inner.w >= ROOMY_W;

	draw_events_head(frame, inner, roomy);
	if (!frame->narrow)
		draw_place(frame, inner, inner.x + inner.w - (roomy ? STATE_W : 1), first,
			   rows.count, "entries");
	if (rows.count == 0)
		panel_note(frame, inner,
			   frame->state->log_mine
				   ? "nothing yet: i injects an incident, b sets a bookmark"
				   : "nothing happens in this run; i injects an incident");
	for (int i = 0; i < room && first + i < rows.count; i++) {
		const struct log_row *event = &rows.rows[first + i];
		struct rect row = { inner.x, inner.y + 1 + i, inner.w, 1 };

		begin_row(frame, row, first + i, first + i == chosen);
		draw_event(frame, row, event, first + i == chosen);
		if (roomy)
			draw_state(frame, row, event);
		draw_playhead(frame, row, event, first + i + 1 < rows.count ? event + 1 : NULL);
	}
	log_rows_free(&rows);
}

/* --- where the numbers come from --- */

static enum role kind_role(const char *kind)
{
	return strcmp(kind, "measured") == 0 || strcmp(kind, "published") == 0 ? ROLE_TITLE
									       : ROLE_HINT;
}

static void draw_param(const struct frame *frame, struct rect row, enum param_id id, bool chosen)
{
	const struct scenario *scenario = &frame->snapshot->scenario;
	struct canvas *canvas = frame->canvas;
	const char *date, *source = log_param_source(scenario, id, &date),
			  *kind = log_param_kind(scenario, id);
	bool roomy = row.w >= ROOMY_W;
	char name[96], value[FORMAT_SIZE];
	int x = row.x + 1, end = row.x + row.w;

	snprintf(name, sizeof(name), "%s", param_table[id].label);
	if (roomy)
		param_full_name(id, name, sizeof(name));
	knob_value_text((struct knob){ .param = id }, params_get(&scenario->params, id), value,
			sizeof(value));
	canvas_rich_in(canvas, x, row.y, (roomy ? NAME_W : LABEL_W) - 1,
		       chosen ? ROLE_TITLE : ROLE_TEXT, chosen ? CELL_BOLD : 0, name);
	x += roomy ? NAME_W : LABEL_W;
	canvas_right(canvas, x + VALUE_W, row.y, ROLE_TITLE, 0, value);
	x += VALUE_W + 2;
	canvas_text(canvas, x, row.y, kind_role(kind), 0, kind);
	x += KIND_W;
	if (roomy && date[0] != '\0')
		canvas_text(canvas, x, row.y, ROLE_HINT, 0, date);
	x += roomy ? DATE_W : 0;
	canvas_rich_in(canvas, x, row.y, end - x, ROLE_HINT, 0, source);
}

static void draw_params(const struct frame *frame, struct rect inner)
{
	enum param_id params[PARAM_COUNT];
	int count = log_params(frame->snapshot, frame->state, params);
	int room = inner.h - 1, chosen = chosen_row(frame, count);
	int first = first_shown(chosen, count, room);

	canvas_rich_in(frame->canvas, inner.x + 1, inner.y, inner.w - 1, ROLE_HINT, 0,
		       frame->state->log_mine ? "what this scenario sets itself"
					      : "every parameter and where its value comes from");
	if (!frame->narrow)
		draw_place(frame, inner, inner.x + inner.w - 1, first, count, "parameters");
	if (count == 0)
		panel_note(frame, inner, "the scenario sets nothing: all as by default");
	for (int i = 0; i < room && first + i < count; i++) {
		struct rect row = { inner.x, inner.y + 1 + i, inner.w, 1 };

		begin_row(frame, row, first + i, first + i == chosen);
		draw_param(frame, row, params[first + i], first + i == chosen);
	}
}

static void draw_log(const struct frame *frame, struct rect area, bool zoomed)
{
	const struct ui_state *state = frame->state;
	bool events = state->log_form == LOG_EVENTS;
	const struct hint hints[] = {
		{ "v", NULL, events ? "provenance" : "events", ACTION_FORM, ACTION_NONE },
		{ "m", NULL, state->log_mine ? "everything" : "mine", ACTION_FILTER, ACTION_NONE },
		{ "Enter", NULL, events ? "go there" : "more", ACTION_ENTER, ACTION_NONE },
		{ "f", NULL, state->log_one_arch ? "all" : "one", ACTION_FIGURE, ACTION_NONE },
		{ "s", NULL, "which", ACTION_ARCH_NEXT, ACTION_NONE },
		{ "=", NULL, "change", ACTION_TYPE_VALUE, ACTION_NONE },
		{ "h ", "l", "days", ACTION_LESS, ACTION_MORE },
		{ "D", NULL, "delete", ACTION_DELETE, ACTION_NONE },
		{ "/", NULL, "find", ACTION_FIND, ACTION_NONE },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	const struct hint brief[] = { hints[0], hints[1], hints[2], hints[8], hints[9] };
	struct rect inner = panel_box(frame, area, PANEL_LOG, events ? "0 log" : "0 provenance",
				      events ? hints : brief, events ? 10 : 5);
	struct rect old;

	(void)zoomed;
	if (!frame_ready(frame))
		return;
	old = canvas_clip(frame->canvas, inner);
	if (events)
		draw_events(frame, inner);
	else
		draw_params(frame, inner);
	canvas_unclip(frame->canvas, old);
}

const struct view view_log = { PANEL_LOG, "log", ACTION_ZOOM_LOG, draw_log };
