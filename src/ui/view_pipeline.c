// SPDX-License-Identifier: MIT
/*
 * What becomes of changes: the stages of retraining as a strip over time, with what came of each
 * run, and the queue of the index. A bar's height is the share of its column's time.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/widget_bars.h"

enum {
	LABELS = 11, /* columns left of the strip */
	NOTES = 14,  /* and right of it */
	TALLEST = 3,
};

static const char *const stage_names[PIPELINE_STAGES] = {
	[PIPELINE_PREPARE] = "prepare",   [PIPELINE_WAIT] = "hardware", [PIPELINE_TRAIN] = "train",
	[PIPELINE_EVALUATE] = "evaluate", [PIPELINE_DEPLOY] = "deploy",
};

struct strip {
	const struct frame *frame;
	struct rect inner; /* rows from y on are free */
	struct axis x;
	int y;
	int tall; /* rows of a bar */
};

static bool retrained(const struct arch_result *result)
{
	return result->pictures.span_count > 0;
}

static bool any_of(const struct arch_result *result, enum pipeline_stage stage)
{
	for (int i = 0; i < result->pictures.span_count; i++)
		if (result->pictures.spans[i].stage == stage)
			return true;
	return false;
}

/* Seconds of [from, to) that a stage, or with PIPELINE_STAGES any of them, is under way. */
static double busy_s(const struct arch_result *result, int stage, double from, double to)
{
	double sum = 0;

	for (int i = 0; i < result->pictures.span_count; i++) {
		const struct pipeline_span *span = &result->pictures.spans[i];
		double lo = fmax((double)span->from_s, from), hi = fmin((double)span->to_s, to);

		if (hi > lo && (stage == PIPELINE_STAGES || (int)span->stage == stage))
			sum += hi - lo;
	}
	return sum;
}

static void put_note(const struct strip *strip, const char *text)
{
	canvas_rich_in(strip->frame->canvas, strip->inner.x + strip->inner.w - NOTES + 1, strip->y,
		       NOTES - 1, ROLE_HINT, 0, text);
}

static void put_label(const struct strip *strip, const char *text)
{
	canvas_rich_in(strip->frame->canvas, strip->inner.x + 1, strip->y, LABELS - 2, ROLE_HINT, 0,
		       text);
}

static int dots_x(const struct strip *strip)
{
	return strip->inner.x + LABELS;
}

/* A column of the row at hand; a full one leaves a line free to the row above. */
static void put_bar(const struct strip *strip, int column, double part, enum role role)
{
	struct rect bar = { dots_x(strip), strip->y, strip->x.cells, strip->tall };
	int eighths = 8 * strip->tall;

	bars_column(strip->frame->canvas, bar, column, part * (eighths - 1) / eighths, role);
}

/* The times of a column. */
static void column_times(const struct strip *strip, int column, double *from, double *to)
{
	double width = (strip->x.hi - strip->x.lo) / strip->x.cells;

	*from = strip->x.lo + column * width;
	*to = *from + width;
}

static void draw_busy(struct strip *strip, const struct arch_result *result, enum arch arch,
		      int stage)
{
	double whole = busy_s(result, stage, strip->x.lo, strip->x.hi), from, to;
	enum role role = stage == PIPELINE_WAIT ? ROLE_HINT : role_of_arch(arch, false);
	char share[FORMAT_SIZE], note[2 * FORMAT_SIZE];

	for (int i = 0; i < strip->x.cells; i++) {
		column_times(strip, i, &from, &to);
		put_bar(strip, i, busy_s(result, stage, from, to) / (to - from), role);
	}
	strip->y += strip->tall - 1;
	put_label(strip, stage < PIPELINE_STAGES ? stage_names[stage] : "running");
	format_share_narrow(share, sizeof(share), whole / (strip->x.hi - strip->x.lo));
	snprintf(note, sizeof(note), "takes %s", share);
	put_note(strip, note);
	strip->y++;
}

static bool came_to_nothing(enum event_kind kind)
{
	return kind == EVENT_FAILED || kind == EVENT_GIVEN_UP || kind == EVENT_ROLLED_BACK;
}

/* Deployments, failures over them. */
static void draw_outcomes(struct strip *strip, const struct arch_result *result, enum arch arch)
{
	struct canvas *canvas = strip->frame->canvas;
	int deployed = 0, failed = 0;
	char note[64];

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < result->event_count; i++) {
			const struct event *event = &result->events[i];
			bool fails = came_to_nothing(event->kind);
			int x = dots_x(strip) + axis_cell(&strip->x, event->at_s);

			if ((!fails && event->kind != EVENT_DEPLOYED) || fails != (pass == 1) ||
			    !(event->at_s >= strip->x.lo && event->at_s <= strip->x.hi))
				continue;
			*(fails ? &failed : &deployed) += 1;
			canvas_put(canvas, x, strip->y,
				   sign_code(canvas->charset, fails ? SIGN_FAILED : SIGN_DEPLOYED),
				   fails ? ROLE_MISSED : role_of_arch(arch, false), 0);
		}
	put_label(strip, "outcome");
	snprintf(note, sizeof(note), "%d ┴ %d ×", deployed, failed);
	put_note(strip, note);
	strip->y++;
}

/* Changes that wait for the index; a full bar is one, or the most that there are. */
static void draw_queue(struct strip *strip, const struct arch_result *result, enum arch arch)
{
	double whole = frame_horizon_s(strip->frame), most = 0, from, to;
	char count[FORMAT_SIZE], note[2 * FORMAT_SIZE];

	for (int b = 0; b < RESULT_BUCKETS; b++)
		most = result->series.pending[b] > most ? result->series.pending[b] : most;
	for (int i = 0; i < strip->x.cells; i++) {
		int first, end;
		double sum = 0;

		column_times(strip, i, &from, &to);
		first = (int)fmin(fmax(from / whole * RESULT_BUCKETS, 0), RESULT_BUCKETS - 1);
		end = (int)fmin(fmax(ceil(to / whole * RESULT_BUCKETS), first + 1), RESULT_BUCKETS);
		for (int b = first; b < end; b++)
			sum = fmax(sum, result->series.pending[b]);
		put_bar(strip, i, sum / fmax(most, 1), role_of_arch(arch, false));
	}
	strip->y += strip->tall - 1;
	put_label(strip, "waiting");
	format_value(count, sizeof(count), most, UNIT_COUNT);
	snprintf(note, sizeof(note), "most %s", count);
	put_note(strip, note);
	strip->y++;
}

/* "▲ fine-tuned: retraining" */
static void draw_head(struct strip *strip, const struct arch_result *result, enum arch arch)
{
	char text[96];

	snprintf(text, sizeof(text), "%s %s: %s", arch_sign(arch), arch_name(arch),
		 retrained(result) ? "retraining, and changes that wait" : "changes that wait");
	canvas_rich_in(strip->frame->canvas, strip->inner.x + 1, strip->y++, strip->inner.w - 1,
		       role_of_arch(arch, false), arch == frame_focus(strip->frame) ? CELL_BOLD : 0,
		       text);
}

static int bars_of(const struct arch_result *result)
{
	int bars = 1;

	for (int stage = 0; stage < PIPELINE_STAGES; stage++)
		bars += any_of(result, (enum pipeline_stage)stage);
	return bars;
}

/* The rows of all architectures with bars so tall, blanks between them included. */
static int rows_full(const struct frame *frame, const enum arch *archs, int n, int tall)
{
	int rows = n - 1;

	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);

		rows += 1 + tall * bars_of(result) + retrained(result);
	}
	return rows;
}

/* Through the rows of one architecture, but not through the words over them. */
static void draw_playhead(const struct strip *strip, int from)
{
	struct rect rows = { dots_x(strip), from, strip->x.cells, strip->y - from };

	playhead_line(strip->frame, &strip->x, rows);
}

static void draw_full(struct strip *strip, const struct arch_result *result, enum arch arch)
{
	int from;

	draw_head(strip, result, arch);
	from = strip->y;
	for (int stage = 0; stage < PIPELINE_STAGES; stage++)
		if (any_of(result, (enum pipeline_stage)stage))
			draw_busy(strip, result, arch, stage);
	if (retrained(result))
		draw_outcomes(strip, result, arch);
	draw_queue(strip, result, arch);
	draw_playhead(strip, from);
}

/* The sign of the architecture before the label of its first row. */
static void draw_short(struct strip *strip, const struct arch_result *result, enum arch arch)
{
	int from = strip->y;

	canvas_text(strip->frame->canvas, strip->inner.x, strip->y, role_of_arch(arch, false), 0,
		    arch_sign(arch));
	if (retrained(result)) {
		draw_busy(strip, result, arch, PIPELINE_STAGES);
		draw_outcomes(strip, result, arch);
	} else {
		draw_queue(strip, result, arch);
	}
	draw_playhead(strip, from);
}

static int rows_short(const struct arch_result *result)
{
	return retrained(result) ? 2 : 1;
}

void pipeline_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	struct strip strip = { .frame = frame, .inner = inner, .y = inner.y, .tall = 1 };
	int columns = inner.w - LABELS - NOTES, height = inner.h - (boxed ? 0 : 1);
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs);
	bool full;

	if (columns < 4 || height < 1) {
		panel_note(frame, inner, "too narrow");
		return;
	}
	time_axis(&strip.x, frame, columns);
	full = rows_full(frame, archs, n, 1) <= height;
	while (full && strip.tall < TALLEST && rows_full(frame, archs, n, strip.tall + 1) <= height)
		strip.tall++;
	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);

		if (!full && strip.y + rows_short(result) > inner.y + height)
			continue;
		strip.y += full && i > 0;
		(full ? draw_full : draw_short)(&strip, result, archs[i]);
	}
	axis_labels(frame, &strip.x, inner.x + LABELS, inner.y + height, boxed);
	canvas_hit(frame->canvas, (struct rect){ inner.x + LABELS, inner.y, columns, height },
		   ACTION_HIT_TIME, 0);
}
