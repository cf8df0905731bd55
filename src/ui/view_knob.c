// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/price_book.h"
#include "ui/view_knob.h"
#include "ui/widget_slider.h"
#include "ui/widget_spark.h"

enum {
	LABEL_W = 18, /* after the marker */
	VALUE_W = 9,
	FLIP_GAP = 2,
	FLIP_W = 9,
	ROOMY_W = 66, /* columns from which the value has one more */
	SPARK_W = 9,  /* in roomy rows, with the blank before it */
	FULL_W = 50,  /* from here on the flip has its figure */
	NAMED_W = 30, /* from here on the knob has its name */
	COMPACT_LABEL_W = 16,
	COMPACT_VALUE_W = 8,
};

static const double step = 0.01; /* of the track, with one key */

void knob_value_text(struct knob knob, double value, char *buffer, size_t size)
{
	enum unit unit = knob_unit(knob);

	if (isnan(value)) {
		snprintf(buffer, size, "%s", knob.is_target ? "none" : FORMAT_MISSING);
		return;
	}
	if (unit == UNIT_CHOICE && !knob.is_target && value >= 0 &&
	    value <= param_table[knob.param].max) {
		snprintf(buffer, size, "%s", param_table[knob.param].choices[(int)value]);
		return;
	}
	format_set_value(buffer, size, value, unit);
}

double knob_file_value(const struct frame *frame, struct knob knob)
{
	const struct scenario *file = &frame->state->file;

	if (frame->snapshot)
		knob = knob_there(&frame->snapshot->scenario, file, knob);
	return knob_get(file, knob);
}

const struct flip *knob_flip(const struct frame *frame, struct knob knob)
{
	const struct snapshot *snapshot = frame->snapshot;

	for (int i = 0; i < snapshot->knob_count && !frame_hides(frame); i++)
		if (knob_equal(snapshot->knobs[i], knob))
			return snapshot->flips[i].known ? &snapshot->flips[i] : NULL;
	return NULL;
}

static enum sign flip_sign(const struct flip *flip)
{
	return flip->nobody ? SIGN_NOBODY : sign_of_arch(flip->best);
}

static enum role flip_role(const struct flip *flip)
{
	return flip->nobody ? ROLE_MISSED : role_of_arch(flip->best, false);
}

static bool differs(double a, double b)
{
	return !(a == b || (isnan(a) && isnan(b)));
}

/* What the knob stands at: a volume of null is the pace of the trace. */
static double value_now(const struct frame *frame, struct knob knob)
{
	if (!knob.is_target && knob.param == P_traffic_volume_qpm && knob.dated == 0)
		return frame_volume(frame);
	return knob_get(&frame->snapshot->scenario, knob);
}

static struct slider slider_of(const struct frame *frame, int index)
{
	struct knob knob = frame->state->knobs[index];
	double value = value_now(frame, knob);
	double file = knob_file_value(frame, knob);
	const struct flip *flip = knob_flip(frame, knob);
	struct slider slider = { PARAM_NULL,
				 PARAM_NULL,
				 PARAM_NULL,
				 SIGN_NOBODY,
				 ROLE_HINT,
				 index == frame->state->knob,
				 frame->state->locked[index] };

	if (!isnan(value))
		slider.position = knob_to_position(knob, value);
	if (differs(value, file) && !isnan(file))
		slider.file = knob_to_position(knob, file);
	if (flip != NULL && flip->found) {
		slider.flip = knob_to_position(knob, flip->at);
		slider.flip_sign = flip_sign(flip);
		slider.flip_role = flip_role(flip);
	}
	return slider;
}

/* The value of a flip in few columns: without its unit if it must. */
static void flip_value(struct knob knob, double at, double now, int columns, char *buffer,
		       size_t size)
{
	struct format_row row;

	if (knob_unit(knob) == UNIT_CHOICE) {
		knob_value_text(knob, at, buffer, size);
		return;
	}
	format_value(buffer, size, at, knob_unit(knob));
	if (knob_unit(knob) == UNIT_S) {
		/* In the unit of the value beside it: 0.84 s, not 836 ms, where that is 1 s. */
		format_row_init(&row, UNIT_S, &at, 1, now);
		format_row_value(&row, buffer, size, at);
	}
	if (text_width(buffer) > columns)
		format_value_narrow(buffer, size, at, knob_unit(knob));
}

static void draw_flip(const struct frame *frame, int x, int y, int index)
{
	struct knob knob = frame->state->knobs[index];
	const struct flip *flip = knob_flip(frame, knob);
	char text[FORMAT_SIZE];

	if (frame->state->locked[index])
		canvas_text(frame->canvas, x + FLIP_W - 1, y, ROLE_MISSED, 0, "×");
	if (flip == NULL || !flip->found) {
		canvas_text(frame->canvas, x, y, ROLE_BORDER, 0,
			    flip == NULL ? FORMAT_PENDING : FORMAT_MISSING);
		return;
	}
	flip_value(knob, flip->at, value_now(frame, knob), FLIP_W - 2, text, sizeof(text));
	canvas_put(frame->canvas, x, y, sign_code(frame->canvas->charset, flip_sign(flip)),
		   flip_role(flip), CELL_BOLD);
	canvas_rich_in(frame->canvas, x + 2, y, FLIP_W - 2, ROLE_TEXT, 0, text);
}

static const struct spark *knob_spark(const struct frame *frame, struct knob knob)
{
	const struct snapshot *snapshot = frame->snapshot;

	for (int i = 0; i < snapshot->knob_count && i < SESSION_SPARKS_MAX; i++)
		if (knob_equal(snapshot->knobs[i], knob))
			return snapshot->sparks[i].known ? &snapshot->sparks[i] : NULL;
	return NULL;
}

/* What the best one costs along the knob. Grey: it makes no difference, or was so before the last
 * edit. */
static void draw_spark(const struct frame *frame, int x, int y, int index)
{
	const struct snapshot *snapshot = frame->snapshot;
	const struct spark *spark = knob_spark(frame, frame->state->knobs[index]);
	double height[SPARK_PLACES];
	enum role role = ROLE_BORDER;

	if (spark == NULL) {
		canvas_text(frame->canvas, x, y, ROLE_BORDER, 0, FORMAT_PENDING);
		return;
	}
	if (!spark->stale && !spark_is_flat(spark))
		role = role_of_arch(snapshot->result.verdict.best, false);
	spark_heights(spark, height);
	for (int i = 0; i < SPARK_PLACES; i++)
		spark_cell_draw(frame->canvas, x + i, y, height[i], role);
}

static void draw_value(const struct frame *frame, int x, int y, int columns, int index)
{
	struct knob knob = frame->state->knobs[index];
	double value = value_now(frame, knob);
	bool changed = differs(value, knob_file_value(frame, knob));
	char text[FORMAT_SIZE];
	int attrs = frame->state->locked[index] ? CELL_DIM : changed ? CELL_BOLD : 0;

	knob_value_text(knob, value, text, sizeof(text));
	/* A blank before it, so that it does not touch the track. */
	if (text_width(text) >= columns && knob_unit(knob) != UNIT_CHOICE && !isnan(value))
		format_value_narrow(text, sizeof(text), value, knob_unit(knob));
	if (text_width(text) > columns)
		text[text_fit(text, columns)] = '\0';
	canvas_right(frame->canvas, x + columns, y, changed ? ROLE_TITLE : ROLE_TEXT, attrs, text);
	canvas_hit(frame->canvas, (struct rect){ x, y, columns, 1 }, ACTION_HIT_VALUE, index);
}

static void draw_track(const struct frame *frame, int x, int y, int columns, int index)
{
	struct slider slider = slider_of(frame, index);

	slider_draw(frame->canvas, x, y, columns, &slider);
	canvas_hit(frame->canvas, (struct rect){ x, y, columns, 1 }, ACTION_HIT_TRACK, index);
}

static void draw_label(const struct frame *frame, int x, int y, int columns, int index)
{
	bool active = index == frame->state->knob;
	int attrs = frame->state->locked[index] ? CELL_DIM : active ? CELL_BOLD : 0;

	canvas_text(frame->canvas, x, y, ROLE_TITLE, CELL_BOLD, active ? "▸" : " ");
	canvas_rich_in(frame->canvas, x + 1, y, columns, active ? ROLE_TITLE : ROLE_TEXT, attrs,
		       knob_label(frame->state->knobs[index]));
	canvas_hit(frame->canvas, (struct rect){ x, y, columns + 1, 1 }, ACTION_HIT_KNOB, index);
}

/* Name, track, value; or without the name. */
static void draw_compact(const struct frame *frame, int x, int y, int columns, int index)
{
	int label_w = columns >= NAMED_W ? COMPACT_LABEL_W : 0;
	int track_w = columns - 1 - label_w - COMPACT_VALUE_W;

	if (track_w < 1)
		track_w = 1;
	draw_label(frame, x, y, label_w, index);
	draw_track(frame, x + 1 + label_w, y, track_w, index);
	draw_value(frame, x + 1 + label_w + track_w, y, COMPACT_VALUE_W, index);
}

bool knob_row_has_spark(int columns)
{
	return columns >= ROOMY_W;
}

void knob_row_draw(const struct frame *frame, int x, int y, int columns, int index)
{
	int value_w = columns >= ROOMY_W ? VALUE_W + 1 : VALUE_W;
	int spark_w = knob_row_has_spark(columns) ? SPARK_W : 0;
	int track_w = columns - 1 - LABEL_W - spark_w - value_w - FLIP_GAP - FLIP_W;
	int spark_x = x + 1 + LABEL_W + track_w, value_x = spark_x + spark_w;
	int flip_x = value_x + value_w + FLIP_GAP;

	if (columns < FULL_W) {
		draw_compact(frame, x, y, columns, index);
		return;
	}
	draw_label(frame, x, y, LABEL_W, index);
	draw_track(frame, x + 1 + LABEL_W, y, track_w, index);
	if (spark_w > 0)
		draw_spark(frame, spark_x + 1, y, index);
	draw_value(frame, value_x, y, value_w, index);
	draw_flip(frame, flip_x, y, index);
	canvas_hit(frame->canvas, (struct rect){ flip_x, y, FLIP_W, 1 }, ACTION_HIT_LOCK, index);
}

static enum scale scale_of(struct knob knob)
{
	double lo, hi;

	if (!knob.is_target)
		return param_table[knob.param].scale;
	/* Targets do not tell: where the middle of the track lies does. */
	knob_slider_range(knob, &lo, &hi);
	if (lo > 0 && fabs(knob_to_position(knob, sqrt(lo * hi)) - 0.5) < 1e-6)
		return SCALE_LOG;
	return fabs(knob_to_position(knob, (lo + hi) / 2) - 0.5) < 1e-6 ? SCALE_LINEAR
									: SCALE_SQUARE;
}

/* "1k to 100M, log, step 12 %" */
static void range_text(struct knob knob, char *buffer, size_t size)
{
	double lo, hi;
	char from[FORMAT_SIZE], to[FORMAT_SIZE], by[FORMAT_SIZE];

	knob_slider_range(knob, &lo, &hi);
	knob_value_text(knob, lo, from, sizeof(from));
	knob_value_text(knob, hi, to, sizeof(to));
	if (knob_grain(knob) > 0) {
		snprintf(buffer, size, "%s to %s", from, to);
		return;
	}
	switch (scale_of(knob)) {
	case SCALE_LOG:
		snprintf(buffer, size, "%s to %s, log, step %.2g %%", from, to,
			 100 * (pow(hi / lo, step) - 1));
		return;
	case SCALE_LINEAR:
		format_set_value(by, sizeof(by), (hi - lo) * step, knob_unit(knob));
		snprintf(buffer, size, "%s to %s, linear, step %s", from, to, by);
		return;
	case SCALE_SQUARE:
		snprintf(buffer, size, "%s to %s, square", from, to);
		return;
	}
}

static void flip_sentence(const struct frame *frame, struct knob knob, char *buffer, size_t size)
{
	const struct flip *flip = knob_flip(frame, knob);
	char at[FORMAT_SIZE];

	if (flip == NULL) {
		snprintf(buffer, size, "…");
		return;
	}
	if (!flip->found) {
		snprintf(buffer, size, "the answer flips nowhere in range");
		return;
	}
	if (knob_unit(knob) == UNIT_CHOICE)
		knob_value_text(knob, flip->at, at, sizeof(at));
	else
		format_value(at, sizeof(at), flip->at, knob_unit(knob));
	snprintf(buffer, size, "the answer flips at %s", at);
}

/* Adds a part behind three blanks if it fits whole; false when it does not. */
static bool add_part(char *line, size_t size, int columns, const char *part)
{
	size_t n = strlen(line);

	if (text_width(line) + 3 + text_width(part) > columns || n + strlen(part) + 4 > size)
		return false;
	snprintf(line + n, size - n, "%s%s", n > 0 ? "   " : "", part);
	return true;
}

static void source_text(const struct frame *frame, struct knob knob, char *buffer, size_t size)
{
	const struct param_note *note;

	if (knob.is_target) {
		snprintf(buffer, size, "a target of yours");
		return;
	}
	note = scenario_source(&frame->snapshot->scenario, knob.param);
	if (scenario_recorded(&frame->snapshot->scenario, knob.param))
		snprintf(buffer, size, "measured: the trace has it so");
	else if (note && note->note[0] != '\0')
		snprintf(buffer, size, "%s: %s", provenance_name(note->kind), note->note);
	else
		snprintf(buffer, size, "%s: %s",
			 provenance_name(param_table[knob.param].provenance),
			 param_table[knob.param].source);
}

void knob_status_draw(const struct frame *frame, int x, int y, int columns, bool spark)
{
	const struct ui_state *state = frame->state;
	char line[512] = "", part[512], file[FORMAT_SIZE];
	struct knob knob;

	if (state->knob < 0 || state->knob >= state->knob_count)
		return;
	knob = state->knobs[state->knob];
	if (spark && columns >= FULL_W) {
		draw_spark(frame, x, y, state->knob);
		x += SPARK_W + 1;
		columns -= SPARK_W + 1;
	}
	if (columns >= 100)
		add_part(line, sizeof(line), columns, knob_label(knob));
	range_text(knob, part, sizeof(part));
	add_part(line, sizeof(line), columns, part);
	if (state->locked[state->knob])
		add_part(line, sizeof(line), columns, "× locked, x frees it");
	knob_value_text(knob, knob_file_value(frame, knob), file, sizeof(file));
	snprintf(part, sizeof(part), "file %s", file);
	add_part(line, sizeof(line), columns, part);
	source_text(frame, knob, part, sizeof(part));
	add_part(line, sizeof(line), columns, part);
	flip_sentence(frame, knob, part, sizeof(part));
	add_part(line, sizeof(line), columns, part);
	canvas_rich_in(frame->canvas, x, y, columns, ROLE_HINT, 0, line);
}

void view_knob_draw(const struct frame *frame, struct rect area)
{
	static const struct hint hints[] = {
		{ "[ ", "]", "other", ACTION_KNOB_PREVIOUS, ACTION_KNOB_NEXT },
		{ "- ", "+", "step", ACTION_FINE_LESS, ACTION_FINE_MORE },
		{ "=", NULL, "type", ACTION_TYPE_VALUE, ACTION_NONE },
		{ "Bksp", NULL, "reset", ACTION_RESET, ACTION_NONE },
		{ "x", NULL, "lock", ACTION_LOCK, ACTION_NONE },
		{ "u", NULL, "undo", ACTION_UNDO, ACTION_NONE },
		{ "p", NULL, "source", ACTION_SOURCE, ACTION_NONE },
	};
	const struct ui_state *state = frame->state;
	struct rect inner = panel_box(frame, area, PANEL_KNOBS, "knob", hints, 7);

	if (frame->snapshot != NULL && state->knob >= 0 && state->knob < state->knob_count)
		knob_row_draw(frame, inner.x, inner.y, inner.w, state->knob);
}
