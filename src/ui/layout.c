// SPDX-License-Identifier: MIT
#include "ui/layout.h"

/* Sizes from which a layout is used, and the panels' sizes there. */
enum {
	LARGE_W = 200,
	LARGE_H = 60,
	MEDIUM_W = 120,
	MEDIUM_H = 40,
	SMALL_W = 80,
	SMALL_H = 24,
	STEP_ROOMY_H = 20, /* rows from which a step of a tour has all of its lines */
	SHORT_H = 16,      /* from here on with SMALL_W: plot and scoreboard over one knob */
	TINY_W = 40,
	TINY_H = 12,
	PLOT_MIN_H = 4,
	ZOOM_MIN_H = 7,
	BOX_MIN_H = 32,     /* rows from which the answer and the time have a box */
	FOUR_PANELS_H = 34, /* rows from which narrow screens have latency and freshness */
	COST_W = 62,        /* at MEDIUM_W */
	COST_LARGE_W = 78,  /* at LARGE_W; beside it: */
	COST_TIME_W = 62,
	COST_SMALL_W = 46, /* at SMALL_W */
	SCORES_WIDEST = 72,
	BIG_H = 5, /* a label, three rows of digits, a blank one */
};

bool layout_shown(struct rect area)
{
	return area.w > 0 && area.h > 0;
}

/* Takes rows off the top of what is left. */
static struct rect take_top(struct rect *left, int h)
{
	struct rect taken = { left->x, left->y, left->w, h < left->h ? h : left->h };

	left->y += taken.h;
	left->h -= taken.h;
	return taken;
}

static struct rect take_bottom(struct rect *left, int h)
{
	struct rect taken = { left->x, left->y + left->h - h, left->w, h };

	if (h > left->h)
		return take_top(left, h);
	left->h -= h;
	return taken;
}

static struct rect take_left(struct rect *left, int w)
{
	struct rect taken = { left->x, left->y, w < left->w ? w : left->w, left->h };

	left->x += taken.w;
	left->w -= taken.w;
	return taken;
}

static void frame_lines(struct layout *layout, struct rect *left, int answer_lines,
			bool answer_boxed, int time_h)
{
	layout->header = take_top(left, 1);
	layout->answer_lines = answer_lines;
	layout->answer_boxed = answer_boxed;
	layout->answer = take_top(left, answer_lines + (answer_boxed ? 2 : 0));
	layout->footer = take_bottom(left, 1);
	layout->time = take_bottom(left, time_h);
}

/* Two thirds of the extra width to the plot, a third to the scoreboard while it has use for it. */
static int plot_width(int w, int plot_w, int scores_w)
{
	int extra = w - plot_w - scores_w, scores = scores_w + extra / 3;

	return w - (scores < SCORES_WIDEST ? scores : SCORES_WIDEST);
}

static void large(struct layout *layout, struct rect left)
{
	int extra = left.h - LARGE_H, wide = left.w - LARGE_W;
	int cost_w = COST_LARGE_W + wide / 2, time_w = COST_TIME_W + wide / 3;
	struct rect row;

	frame_lines(layout, &left, 3, true, 4);
	row = take_top(&left, 19 + extra * 45 / 100);
	layout->cost = take_left(&row, cost_w);
	layout->cost_time = take_left(&row, time_w);
	layout->scoreboard = row;
	row = take_top(&left, 15 + extra * 35 / 100);
	layout->latency = take_left(&row, cost_w);
	layout->waterfall = take_left(&row, time_w);
	layout->freshness = row;
	layout->knobs = take_left(&left, cost_w + time_w);
	layout->ledger = left;
}

static void two_rows_of_plots(struct layout *layout, struct rect left, int first_h, int second_h,
			      int cost_w)
{
	struct rect row = take_top(&left, first_h);

	layout->cost = take_left(&row, cost_w);
	layout->scoreboard = row;
	row = take_top(&left, second_h);
	layout->latency = take_left(&row, cost_w < row.w / 2 + 4 ? cost_w : row.w / 2 + 2);
	layout->freshness = row;
	layout->knobs = left;
}

static void medium(struct layout *layout, struct rect left)
{
	int extra = left.h - MEDIUM_H;
	int cost_w = plot_width(left.w, COST_W, MEDIUM_W - COST_W);

	frame_lines(layout, &left, 2, true, 3);
	two_rows_of_plots(layout, left, 13 + extra * 45 / 100, 9 + extra * 35 / 100, cost_w);
}

static void small(struct layout *layout, struct rect left)
{
	bool boxed = left.w >= MEDIUM_W && left.h >= BOX_MIN_H;
	bool four = left.w < MEDIUM_W && left.h >= FOUR_PANELS_H;
	int cost_w = plot_width(left.w, COST_SMALL_W, SMALL_W - COST_SMALL_W);
	int extra;

	if (left.w >= MEDIUM_W)
		cost_w = plot_width(left.w, COST_W, MEDIUM_W - COST_W);
	frame_lines(layout, &left, 2, boxed, boxed ? 3 : 1);
	extra = left.h - 19 - (four ? 9 : 0);
	two_rows_of_plots(layout, left, 11 + extra * (four ? 45 : 70) / 100,
			  four ? 9 + extra * 35 / 100 : 0, cost_w);
}

/* The cost curve over the knobs, for somebody who turns them. */
static void focus(struct layout *layout, struct rect left)
{
	bool boxed = left.h >= BOX_MIN_H;

	frame_lines(layout, &left, 2, boxed, boxed ? 3 : 1);
	layout->cost = take_top(&left, left.h * 55 / 100);
	layout->knobs = left;
}

/* The curve and the figures as large as they get, for a room; one knob. */
static void talk(struct layout *layout, struct rect left)
{
	bool boxed = left.h >= BOX_MIN_H;
	int cost_w = plot_width(left.w, COST_SMALL_W, SMALL_W - COST_SMALL_W);

	if (left.w >= MEDIUM_W)
		cost_w = plot_width(left.w, COST_W, MEDIUM_W - COST_W);
	frame_lines(layout, &left, 2, boxed, boxed ? 3 : 1);
	layout->knob = take_bottom(&left, boxed ? 3 : 1);
	layout->cost = take_left(&left, cost_w);
	layout->scoreboard = left;
}

/* Under SMALL_H rows: only the active knob is left of the knobs. */
static void wide_and_short(struct layout *layout, struct rect left)
{
	frame_lines(layout, &left, 2, false, 1);
	layout->knob = take_bottom(&left, 1);
	layout->cost = take_left(&left, plot_width(left.w, COST_SMALL_W, SMALL_W - COST_SMALL_W));
	layout->scoreboard = left;
}

/* Lines that the answer takes at a width, see verbosity_of_width. */
static int answer_lines(int w)
{
	return w >= 72 ? 2 : w >= 36 ? 3 : 4;
}

/* As many of answer, plot, active knob and hints as there are rows. */
static void tiny(struct layout *layout, struct rect left)
{
	int answer_h = answer_lines(left.w);

	layout->boxes = false;
	if (left.h >= TINY_H && left.w >= TINY_W)
		layout->header = take_top(&left, 1);
	if (left.h <= answer_h + 1)
		answer_h = left.h > 2 ? left.h - 1 : left.h;
	layout->answer_lines = answer_h;
	layout->answer = take_top(&left, answer_h);
	layout->knob = take_top(&left, 1);
	layout->footer = take_bottom(&left, 1);
	if (left.w < TINY_W || left.h < PLOT_MIN_H)
		return;
	layout->cost = (struct rect){ left.x, layout->knob.y, left.w, left.h };
	layout->knob.y += left.h;
}

static void zoomed(struct layout *layout, struct rect left, enum panel zoom)
{
	bool boxed = left.h >= BOX_MIN_H;
	int answer_lines = left.w >= MEDIUM_W || left.h < SHORT_H ? 1 : 2;
	int time_h = left.h < TINY_H ? 0 : boxed ? 3 : 1;

	frame_lines(layout, &left, answer_lines, false, time_h);
	layout->boxes = left.w >= TINY_W && left.h >= 6;
	if (zoom != PANEL_KNOBS)
		layout->knob = take_bottom(&left, boxed ? 3 : 1);
	layout->zoom = left;
}

void layout_compute(struct layout *layout, int w, int h, enum screen_layout screen, enum panel zoom)
{
	struct rect all = { 0, 0, w, h };

	*layout = (struct layout){ .boxes = true };
	if (zoom != PANEL_NONE && zoom != PANEL_TIME && w >= TINY_W && h >= ZOOM_MIN_H)
		zoomed(layout, all, zoom);
	else if (screen == SCREEN_FOCUS && w >= SMALL_W && h >= SMALL_H)
		focus(layout, all);
	else if (screen == SCREEN_TALK && w >= SMALL_W && h >= SMALL_H)
		talk(layout, all);
	else if (w >= LARGE_W && h >= LARGE_H)
		large(layout, all);
	else if (w >= MEDIUM_W && h >= MEDIUM_H)
		medium(layout, all);
	else if (w >= SMALL_W && h >= SMALL_H)
		small(layout, all);
	else if (w >= SMALL_W && h >= SHORT_H)
		wide_and_short(layout, all);
	else
		tiny(layout, all);
}

/* A whole screen of fewer rows, set into a larger one. */
static void move_down(struct layout *layout, int rows)
{
	struct rect *parts[] = {
		&layout->answer,  &layout->cost,  &layout->cost_time, &layout->scoreboard,
		&layout->latency, &layout->knobs, &layout->waterfall, &layout->freshness,
		&layout->ledger,  &layout->knob,  &layout->zoom,      &layout->time,
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		parts[i]->y += rows;
}

/* What a step is about takes the place of the curve where it would not be shown otherwise. */
static void make_shown(struct layout *layout, enum panel panel)
{
	struct rect *place = panel == PANEL_LATENCY     ? &layout->latency
			     : panel == PANEL_FRESHNESS ? &layout->freshness
							: NULL;

	if (!place || layout_shown(*place) || !layout_shown(layout->cost))
		return;
	*place = layout->cost;
	layout->cost = (struct rect){ 0 };
}

/* The main screen without its header and hints, which the tour has. */
static void main_in_step(struct layout *layout, struct rect area, const struct layout_step *step)
{
	struct layout inner;

	layout_compute(&inner, area.w, area.h + 2, SCREEN_FULL, PANEL_NONE);
	move_down(&inner, area.y - (layout_shown(inner.header) ? inner.header.h : 0));
	inner.header = layout->header;
	inner.footer = layout->footer;
	inner.rule = layout->rule;
	inner.big = layout->big;
	inner.text = layout->text;
	inner.keys = layout->keys;
	if (step->hides)
		inner.answer = (struct rect){ 0 };
	make_shown(&inner, step->highlight);
	*layout = inner;
}

/* At most half of the rows, but all of them where the rest is too small for a view. */
static int step_text_rows(int h, int wanted)
{
	int rows = wanted < h / 2 ? wanted : h / 2;

	return h - rows < PLOT_MIN_H ? h : rows;
}

void layout_step(struct layout *layout, int w, int h, const struct layout_step *step,
		 enum panel zoom)
{
	struct rect left = { 0, 0, w, h };
	bool roomy = h >= BOX_MIN_H;

	*layout = (struct layout){ .boxes = w >= TINY_W && h >= TINY_H };
	layout->header = take_top(&left, 1);
	layout->footer = take_bottom(&left, 1);
	if (roomy)
		layout->rule = take_top(&left, 1);
	if (step->keys && h >= STEP_ROOMY_H)
		layout->keys = take_bottom(&left, 1);
	if (step->big_rows > 0 && h >= SHORT_H)
		layout->big = take_top(&left, roomy ? BIG_H : step->big_rows);
	if (zoom != PANEL_NONE && zoom != PANEL_KNOBS && h >= (step->knob ? SHORT_H : STEP_ROOMY_H))
		layout->knob = take_bottom(&left, roomy ? 3 : 1);
	layout->text = take_bottom(&left, step_text_rows(left.h, step->text_rows));
	if (zoom == PANEL_NONE || zoom == PANEL_TIME)
		main_in_step(layout, left, step);
	else
		layout->zoom = left;
}
