// SPDX-License-Identifier: MIT
/* The step of a tour around the view that it shows: large figures, words, keys. */
#include "ui/view_tour.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/widget_digits.h"

enum {
	WORDS_SIZE = 2 * TOUR_TEXT_SIZE,
	MARGIN = 2,
	BIG_MIN_W = 24,
	BIG_GAP = 3,
	BIG_VALUE_W = 8,  /* what a value takes in a line, hidden or not */
	BIG_STACK_H = 20, /* rows from which figures may have a line each */
	ROOMY_H = 32,
};

static const struct tour_step *step_of(const struct frame *frame)
{
	return &frame->state->tour.tour->steps[frame->state->tour.step];
}

bool frame_hides(const struct frame *frame)
{
	const struct tour_state *tour = &frame->state->tour;

	return tour->on && !tour->revealed && step_of(frame)->ask[0] != '\0';
}

/* Figures of the step before are none of this one. */
static struct tour_figures figures_of(const struct frame *frame)
{
	const struct snapshot *snapshot = frame->snapshot;
	const struct tour_state *tour = &frame->state->tour;
	struct tour_figures figures = { 0 };

	if (!snapshot)
		return figures;
	figures.scenario = &snapshot->scenario;
	if (tour->entering)
		return figures;
	if (snapshot->has_result && snapshot->generation >= tour->since)
		figures.result = &snapshot->result;
	if (snapshot->curve.point_count > 0 && snapshot->curve_generation >= tour->since)
		figures.curve = &snapshot->curve;
	return figures;
}

void tour_text(const struct frame *frame, const char *text, char *out, size_t size)
{
	struct tour_figures figures = figures_of(frame);

	if (figures.scenario)
		tour_expand(&figures, text, out, size);
	else
		out[0] = '\0';
}

/* ---- words ---- */

/* "Your guess: 500k. The run: 3.15M." */
static void guess_words(const struct frame *frame, char *out, size_t size)
{
	const struct tour_state *tour = &frame->state->tour;
	struct tour_figures figures = figures_of(frame);
	char guess[FORMAT_SIZE], answer[FORMAT_SIZE];
	enum unit unit;
	double unused;

	out[0] = '\0';
	if (!tour->guessed || !figures.scenario)
		return;
	tour_value(&figures, step_of(frame)->answer, &unused, &unit);
	tour_unit_text(unit, tour->guess, guess, sizeof(guess));
	tour_value_text(&figures, step_of(frame)->answer, answer, sizeof(answer));
	if (frame_hides(frame))
		snprintf(out, size, "Your guess: %s", guess);
	else
		snprintf(out, size, "Your guess: %s. The run: %s.", guess, answer);
}

/* One paragraph after the other; an empty one takes no row. Only counts where there is no area. */
static int paragraphs(const struct frame *frame, struct rect area, bool revealed, bool draw)
{
	const struct tour_step *step = step_of(frame);
	const char *texts[] = {
		revealed ? "" : step->ask,
		"",
		revealed ? step->say : "",
		revealed ? step->try : ""
	};
	static const enum role roles[] = { ROLE_TITLE, ROLE_CURSOR, ROLE_TITLE, ROLE_TEXT };
	int y = area.y;

	for (int i = 0; i < 4; i++) {
		char words[WORDS_SIZE];

		if (i == 1)
			guess_words(frame, words, sizeof(words));
		else
			tour_text(frame, texts[i], words, sizeof(words));
		if (draw)
			y = panel_words(frame, area, y, roles[i], words);
		else
			y += panel_words_rows(words, area.w);
	}
	return y - area.y;
}

/* Room for the larger of both, so that nothing jumps at the reveal. */
static int words_rows(const struct frame *frame)
{
	struct rect area = { 0, 0, frame->canvas->w - 2 * MARGIN, 0 };
	int hidden = paragraphs(frame, area, false, false);
	int shown = paragraphs(frame, area, true, false);

	if (step_of(frame)->ask[0] == '\0')
		return shown;
	return hidden > shown ? hidden : shown;
}

/* A blank row above the words, where there are enough. */
static int words_gap(const struct frame *frame)
{
	return frame->canvas->h >= ROOMY_H ? 1 : 0;
}

static void draw_words(const struct frame *frame)
{
	struct rect area = frame->layout.text;

	area.x += MARGIN;
	area.w -= 2 * MARGIN;
	area.y += words_gap(frame);
	area.h -= words_gap(frame);
	if (area.w > 0 && layout_shown(area))
		paragraphs(frame, area, !frame_hides(frame), true);
}

/* ---- figures ---- */

static enum role role_of_figure(const char *name)
{
	enum arch arch;

	return tour_value_arch(name, &arch) ? role_of_arch(arch, false) : ROLE_TITLE;
}

static int label_w(const struct frame *frame, const struct tour_big *big)
{
	char label[2 * TOUR_LABEL_SIZE];

	tour_text(frame, big->label, label, sizeof(label));
	return text_width(label);
}

/* The widest label of a step's figures. */
static int labels_w(const struct frame *frame)
{
	const struct tour_step *step = step_of(frame);
	int widest = 0;

	for (int i = 0; i < step->big_count; i++) {
		int w = label_w(frame, &step->big[i]);

		widest = w > widest ? w : widest;
	}
	return widest;
}

/* Figures in a line; those that have no room there are left out. */
static int big_in_line(const struct frame *frame, int columns)
{
	const struct tour_step *step = step_of(frame);
	int count = 0;

	columns += BIG_GAP;
	while (count < step->big_count) {
		columns -= label_w(frame, &step->big[count]) + 1 + BIG_VALUE_W + BIG_GAP;
		if (columns < 0)
			break;
		count++;
	}
	return count;
}

/* Where there is no room for digits of three rows: one line, or one for each figure. */
static int big_rows(const struct frame *frame)
{
	int count = step_of(frame)->big_count, columns = frame->canvas->w - 2 * MARGIN;
	bool stacked = frame->canvas->h >= BIG_STACK_H && big_in_line(frame, columns) < count;

	return stacked || count == 0 ? count : 1;
}

/* In columns as wide as the label; on the right of that the value. */
static void draw_big_one(const struct frame *frame, struct rect area, int label_columns,
			 const struct tour_big *big)
{
	struct tour_figures figures = figures_of(frame);
	char label[2 * TOUR_LABEL_SIZE], value[FORMAT_SIZE] = "?";
	enum role role = role_of_figure(big->figure);

	tour_text(frame, big->label, label, sizeof(label));
	if (!frame_hides(frame) && figures.scenario)
		tour_value_text(&figures, big->figure, value, sizeof(value));
	canvas_rich_in(frame->canvas, area.x, area.y, label_columns, ROLE_TEXT, 0, label);
	if (area.h > DIGITS_H) {
		area.y++;
		area.h = DIGITS_H;
		digits_draw(frame->canvas, area, role, value);
		return;
	}
	area.x += label_columns + 1;
	area.w -= label_columns + 1;
	canvas_rich_in(frame->canvas, area.x, area.y, area.w, role, CELL_BOLD, value);
}

static void draw_big_digits(const struct frame *frame, struct rect area)
{
	const struct tour_step *step = step_of(frame);
	int count = step->big_count, w;

	while (count > 1 && area.w / count < BIG_MIN_W)
		count--;
	w = area.w / count;
	for (int i = 0; i < count; i++)
		draw_big_one(frame, (struct rect){ area.x + i * w, area.y, w - MARGIN, area.h },
			     w - MARGIN, &step->big[i]);
}

static void draw_big_lines(const struct frame *frame, struct rect area)
{
	const struct tour_step *step = step_of(frame);
	int columns = labels_w(frame);

	if (columns > area.w - BIG_VALUE_W - 1)
		columns = area.w - BIG_VALUE_W - 1;
	for (int i = 0; i < step->big_count; i++)
		draw_big_one(frame, (struct rect){ area.x, area.y + i, area.w, 1 }, columns,
			     &step->big[i]);
}

static void draw_big_line(const struct frame *frame, struct rect area)
{
	const struct tour_step *step = step_of(frame);
	int count = big_in_line(frame, area.w);

	for (int i = 0; i < count; i++) {
		int w = label_w(frame, &step->big[i]);

		draw_big_one(frame, (struct rect){ area.x, area.y, w + 1 + BIG_VALUE_W, 1 }, w,
			     &step->big[i]);
		area.x += w + 1 + BIG_VALUE_W + BIG_GAP;
	}
}

static void draw_big(const struct frame *frame)
{
	struct rect area = frame->layout.big;

	if (!layout_shown(area) || !frame->snapshot)
		return;
	area.x += MARGIN;
	area.w -= 2 * MARGIN;
	if (area.h > DIGITS_H)
		draw_big_digits(frame, area);
	else if (area.h > 1)
		draw_big_lines(frame, area);
	else
		draw_big_line(frame, area);
}

/* ---- the rest ---- */

bool view_tour_asks_of(const struct frame *frame)
{
	return frame->state->zoom == PANEL_COST && frame->state->cost_form == COST_BY_VOLUME;
}

void view_tour_cover(const struct frame *frame, struct rect area)
{
	struct rect inner = panel_box(frame, area, frame->state->zoom, "?", NULL, 0);

	panel_note(frame, inner, "PgDn reveals");
}

static void draw_keys(const struct frame *frame)
{
	struct rect area = frame->layout.keys;
	const char *keys = frame->state->tour.keys;
	int x = area.x + 1, columns;

	if (!layout_shown(area))
		return;
	x += canvas_text(frame->canvas, x, area.y, ROLE_HINT, 0, "keys  ");
	columns = area.x + area.w - x;
	while (text_width(keys) > columns && strstr(keys, "   "))
		keys = strstr(keys, "   ") + 3;
	canvas_rich_in(frame->canvas, x, area.y, columns, ROLE_TEXT, 0, keys);
}

static void draw_rule(const struct frame *frame)
{
	struct rect area = frame->layout.rule;
	uint32_t line = sign_code(frame->canvas->charset, SIGN_HORIZONTAL);

	for (int x = area.x + 1; x < area.x + area.w - 1; x++)
		canvas_put(frame->canvas, x, area.y, line, ROLE_BORDER, 0);
}

void view_tour_layout(struct frame *frame)
{
	const struct tour_step *step = step_of(frame);
	const struct layout_step wants = {
		.big_rows = big_rows(frame),
		.keys = frame->state->tour.echo,
		.hides = frame_hides(frame),
		.knob = step->has_knob,
		.text_rows = words_rows(frame) + words_gap(frame),
		.highlight = (enum panel)step->highlight,
	};

	layout_step(&frame->layout, frame->canvas->w, frame->canvas->h, &wants, frame->state->zoom);
}

void view_tour_draw(const struct frame *frame)
{
	if (layout_shown(frame->layout.rule))
		draw_rule(frame);
	draw_big(frame);
	draw_words(frame);
	draw_keys(frame);
}
