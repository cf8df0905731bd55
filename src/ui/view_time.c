// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"

/* The line with its ends. */
struct line {
	int x, y, w;
	double from_s, to_s;
	int playhead; /* column on the line; -1 when it is outside */
};

/* The column of a moment; -1 when it is not on the line. */
static int column_of(const struct line *line, double at_s)
{
	double part = (at_s - line->from_s) / (line->to_s - line->from_s);

	if (!(part >= 0 && part <= 1))
		return -1;
	return (int)lround(part * (line->w - 1));
}

static bool ends_retraining(enum event_kind kind)
{
	return kind == EVENT_DEPLOYED || kind == EVENT_LIVE || kind == EVENT_FAILED ||
	       kind == EVENT_GIVEN_UP || kind == EVENT_ROLLED_BACK;
}

static int retrainings(const struct arch_result *result, enum event_kind kind)
{
	int count = 0;

	for (int i = 0; i < result->event_count; i++)
		count += result->events[i].kind == kind;
	return count;
}

static void put_mark(const struct frame *frame, const struct line *line, double at_s,
		     enum sign sign, enum role role)
{
	int column = column_of(line, at_s);
	bool future = frame->state->playing && column > line->playhead;

	if (column >= 0)
		canvas_put(frame->canvas, line->x + column, line->y,
			   sign_code(frame->canvas->charset, sign), role, future ? CELL_DIM : 0);
}

/* Deployments first, failures over them. */
static void draw_events(const struct frame *frame, const struct line *line, enum arch arch)
{
	const struct arch_result *result = frame_result(frame, arch);

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < result->event_count; i++) {
			const struct event *event = &result->events[i];
			bool deployed = event->kind == EVENT_DEPLOYED || event->kind == EVENT_LIVE;

			if (!ends_retraining(event->kind) || deployed != (pass == 0))
				continue;
			put_mark(frame, line, event->at_s, deployed ? SIGN_DEPLOYED : SIGN_FAILED,
				 deployed ? role_of_arch(arch, false) : ROLE_MISSED);
		}
}

static bool has_retrainings(const struct frame *frame, enum arch arch)
{
	const struct arch_result *result = frame_result(frame, arch);

	for (int i = 0; i < result->event_count; i++)
		if (ends_retraining(result->events[i].kind))
			return true;
	return false;
}

/* Those of the focused architecture; of all of them when it is never retrained. */
static void draw_all_events(const struct frame *frame, const struct line *line)
{
	const struct scenario *scenario = &frame->snapshot->scenario;
	enum arch archs[ARCH_COUNT], focus = frame_focus(frame);
	int n = frame_archs_bottom_up(frame, archs);
	bool only_focus = has_retrainings(frame, focus);

	for (int i = 0; i < n; i++)
		if (!only_focus || archs[i] == focus)
			draw_events(frame, line, archs[i]);
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		put_mark(frame, line, entry->at_days * DAY_S,
			 entry->kind == TIMELINE_NOTE ? SIGN_BOOKMARK : SIGN_INCIDENT, ROLE_CURSOR);
	}
}

static void draw_track(const struct frame *frame, const struct line *line)
{
	struct canvas *canvas = frame->canvas;

	for (int i = 0; i < line->w; i++) {
		bool future = frame->state->playing && i > line->playhead;
		enum sign sign = i == 0 ? SIGN_TEE : i == line->w - 1 ? SIGN_TICK : SIGN_HORIZONTAL;

		canvas_put(canvas, line->x + i, line->y, sign_code(canvas->charset, sign),
			   future ? ROLE_BORDER : ROLE_HINT, future ? CELL_DIM : 0);
	}
	canvas_hit(canvas, (struct rect){ line->x, line->y, line->w, 1 }, ACTION_HIT_TIME, 0);
}

static void draw_line(const struct frame *frame, struct rect row)
{
	const struct ui_state *state = frame->state;
	double horizon_s = frame_horizon_s(frame), lo = state->time_zoom_lo,
	       hi = state->time_zoom_hi;
	double at_s = fmin(fmax(state->playhead_frac, 0), 1) * horizon_s;
	char from[FORMAT_SIZE], to[FORMAT_SIZE];
	struct line line = { .y = row.y };

	if (!(lo >= 0 && hi > lo && hi <= 1)) {
		lo = 0;
		hi = 1;
	}
	line.from_s = lo * horizon_s;
	line.to_s = hi * horizon_s;
	format_day(from, sizeof(from), line.from_s);
	format_day(to, sizeof(to), line.to_s);
	line.x = row.x + 1 + text_width(from) + 3;
	line.w = row.x + row.w - (text_width(to) + 4) - line.x;
	if (line.w < 4)
		return;
	line.playhead = at_s < line.from_s ? -1 : column_of(&line, at_s);
	if (at_s > line.to_s)
		line.playhead = line.w;
	canvas_printf(frame->canvas, row.x + 1, row.y, ROLE_HINT, 0, "%s d", from);
	canvas_printf(frame->canvas, line.x + line.w + 1, row.y, ROLE_HINT, 0, "%s d", to);
	draw_track(frame, &line);
	draw_all_events(frame, &line);
	if (line.playhead >= 0 && line.playhead < line.w)
		canvas_put(frame->canvas, line.x + line.playhead, row.y,
			   sign_code(frame->canvas->charset, SIGN_PLAYHEAD), ROLE_CURSOR,
			   CELL_BOLD);
}

/* What the signs are, and how often this seed's run had them. */
static void draw_legend(const struct frame *frame, struct rect row)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs);
	int x = row.x + 1, end = row.x + row.w - 1;

	x += canvas_rich_in(
		frame->canvas, x, row.y, end - x, ROLE_HINT, 0,
		"┴ deployed  × evaluation failed  ▼ set by you  ▽ bookmark      this seed:");
	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);
		char text[128];

		snprintf(text, sizeof(text), "  %s %d deployed, %d failed", arch_sign(archs[i]),
			 retrainings(result, EVENT_DEPLOYED), retrainings(result, EVENT_FAILED));
		if (has_retrainings(frame, archs[i]) && x + text_width(text) < end)
			x += canvas_rich(frame->canvas, x, row.y, ROLE_HINT, 0, text);
	}
}

void view_time_draw(const struct frame *frame, struct rect area)
{
	char speed[48];
	const struct hint hints[] = {
		{ "Space", NULL, frame->state->playing ? "pause" : "play", ACTION_PLAY,
		  ACTION_NONE },
		{ "< ", ">", speed, ACTION_SLOWER, ACTION_FASTER },
		{ ", ", ".", "step", ACTION_STEP_BACK, ACTION_STEP_FORWARD },
		{ "{ ", "}", "event", ACTION_EVENT_PREVIOUS, ACTION_EVENT_NEXT },
		{ "b", NULL, "bookmark", ACTION_BOOKMARK, ACTION_NONE },
		{ "a", NULL, "baseline", ACTION_BASELINE, ACTION_NONE },
		{ "z ", "Z", "zoom", ACTION_ZOOM_IN, ACTION_ZOOM_OUT },
	};
	struct rect inner;

	snprintf(speed, sizeof(speed), "%.4g d/s", frame->state->speed_days_per_s);
	if (frame->state->zoom == PANEL_FLOW)
		snprintf(speed, sizeof(speed), "%.0fx", frame->state->flow.speed);
	inner = panel_box(frame, area, PANEL_TIME, "time", hints, 7);
	if (!frame_ready(frame))
		return;
	draw_line(frame, (struct rect){ inner.x, inner.y, inner.w, 1 });
	if (inner.h > 1)
		draw_legend(frame, (struct rect){ inner.x, inner.y + 1, inner.w, 1 });
}
