// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/price_book.h"
#include "ui/view_tour.h"

enum {
	SUMMARY_W = 150, /* columns from which the header has the summary */
	PROGRAM_W = 60,  /* from here on the program's name and the seed */
	SECTION_SIZE = 192,
	STEP_X = 9, /* where the step of a tour begins, behind the program's name */
	STEP_GAP = 3,
};

/* A part of the right side. */
struct section {
	char text[SECTION_SIZE];
	enum action action;
	bool key; /* its first character is a key */
};

static void seed_text(const struct frame *frame, char *buffer, size_t size)
{
	snprintf(buffer, size, "seed %llu", (unsigned long long)frame->snapshot->scenario.seed);
}

static void time_text(const struct frame *frame, char *buffer, size_t size)
{
	double horizon_s = frame_horizon_s(frame);
	double at_s = fmin(fmax(frame->state->playhead_frac, 0), 1) * horizon_s;
	char day[FORMAT_SIZE], last[FORMAT_SIZE];
	const char *sign = frame->state->playing ? "►" : "‖";

	format_day(day, sizeof(day), at_s);
	format_day(last, sizeof(last), horizon_s);
	if (frame->canvas->w < PROGRAM_W)
		snprintf(buffer, size, "%s d %s", sign, day);
	else if (frame->narrow)
		snprintf(buffer, size, "%s day %s/%s", sign, day, last);
	else
		snprintf(buffer, size, "%s day %s of %s", sign, day, last);
}

/* "refining ±6 %", "settled ±2 %", "exact" */
static void progress_text(const struct frame *frame, char *buffer, size_t size)
{
	const struct snapshot *snapshot = frame->snapshot;
	bool refining = frame->state->refining || !snapshot->settled;
	const char *word = refining ? "refining" : snapshot->result.exact ? "exact" : "settled";
	char band[FORMAT_SIZE], level[96] = "";
	int runs = snapshot->result.macro_reps;

	format_relative(band, sizeof(band), snapshot->result.band_rel);
	if (frame->canvas->w >= SUMMARY_W && snapshot->level < 0)
		snprintf(level, 96, "%d runs at a glance, ", runs);
	else if (frame->canvas->w >= SUMMARY_W && !snapshot->result.exact)
		snprintf(level, 96, "%d run%s, level %d of %d, ", runs, runs == 1 ? "" : "s",
			 snapshot->level, FIDELITY_LEVELS - 1);
	if (frame->narrow || !isfinite(snapshot->result.band_rel))
		snprintf(buffer, size, "%s%s", level, word);
	else
		snprintf(buffer, size, "%.48s%s %.24s", level, word, band);
}

static int sections(const struct frame *frame, struct section *out)
{
	int n = 0;

	/* Whoever wants to see the same at home needs the seed. */
	if (frame->state->tour.on && frame->snapshot) {
		seed_text(frame, out[n].text, SECTION_SIZE);
		out[n++].action = ACTION_NONE;
	}
	if (frame_ready(frame)) {
		time_text(frame, out[n].text, SECTION_SIZE);
		out[n++].action = ACTION_PLAY;
		if (frame->canvas->w >= PROGRAM_W) {
			progress_text(frame, out[n].text, SECTION_SIZE);
			out[n++].action = ACTION_REFINE;
		}
	}
	if (frame->state->tour.on)
		return n;
	out[n++] = (struct section){ "? help", ACTION_HELP, true };
	if (frame->canvas->w >= PROGRAM_W)
		out[n++] = (struct section){ "q quit", ACTION_QUIT, true };
	return n;
}

/* "3 of 8", and in *title what is behind it. */
static void step_text(const struct frame *frame, char *number, size_t number_size, char *title,
		      size_t title_size)
{
	const struct tour_state *tour = &frame->state->tour;

	snprintf(number, number_size, "%d of %d", tour->step + 1, tour->tour->step_count);
	tour_text(frame, tour->tour->steps[tour->step].title, title, title_size);
}

/* Would the sections cut the title of a step? */
static bool cut_title(const struct frame *frame, const struct section *section, int n)
{
	char number[FORMAT_SIZE], title[TOUR_TITLE_SIZE + FORMAT_SIZE];
	int room = frame->canvas->w - STEP_X;

	if (!frame->state->tour.on)
		return false;
	step_text(frame, number, sizeof(number), title, sizeof(title));
	for (int i = 0; i < n; i++)
		room -= text_width(section[i].text) + 2;
	return text_width(number) + STEP_GAP + text_width(title) > room;
}

/* Draws the right side and returns where it begins. */
static int draw_right(const struct frame *frame, struct rect area)
{
	struct section section[4] = { 0 };
	int n = sections(frame, section), x = area.x + area.w;

	/* The last one says that it refines, which a room can do without. */
	if (n > 2 && cut_title(frame, section, n))
		n--;

	for (int i = n - 1; i >= 0; i--) {
		int width = text_width(section[i].text);

		if (x - width - (i == n - 1 ? 1 : 2) < area.x + area.w / 4)
			return x;
		x -= width + (i == n - 1 ? 1 : 2);
		canvas_text(frame->canvas, x, area.y, section[i].key ? ROLE_HINT : ROLE_TEXT, 0,
			    section[i].text);
		if (section[i].key)
			canvas_put(frame->canvas, x, area.y, (unsigned char)section[i].text[0],
				   ROLE_KEY, 0);
		canvas_hit(frame->canvas, (struct rect){ x, area.y, width, 1 },
			   (int)section[i].action, 0);
	}
	return x;
}

/* "  prices S4", "" without a price book */
static void prices_text(const struct frame *frame, char *buffer, size_t size)
{
	const char *label = price_book_label(frame->snapshot->scenario.price_book);

	snprintf(buffer, size, "%s%s", label[0] != '\0' ? "  prices " : "", label);
}

static int draw_prices(const struct frame *frame, int x, int y, const char *prices)
{
	int width = canvas_text(frame->canvas, x, y, ROLE_HINT, 0, prices);

	canvas_hit(frame->canvas, (struct rect){ x, y, width, 1 }, ACTION_PRICES, 0);
	return width;
}

/* "3 of 8   Where will it cross?" */
static int draw_step(const struct frame *frame, int x, int y, int end)
{
	struct canvas *canvas = frame->canvas;
	int start = x;
	char number[FORMAT_SIZE], title[TOUR_TITLE_SIZE + FORMAT_SIZE];

	step_text(frame, number, sizeof(number), title, sizeof(title));
	x += canvas_text(canvas, x, y, ROLE_HINT, 0, number);
	canvas_hit(canvas, (struct rect){ start, y, x - start, 1 }, ACTION_STEP_AGAIN, 0);
	x += STEP_GAP;
	start = x;
	x += canvas_rich_in(canvas, x, y, end - x, ROLE_TITLE, CELL_BOLD, title);
	canvas_hit(canvas, (struct rect){ start, y, x - start, 1 }, ACTION_PAGE_DOWN, 0);
	return x;
}

static int draw_name(const struct frame *frame, int x, int y, int end)
{
	struct canvas *canvas = frame->canvas;
	int start = x;

	x += canvas_rich_in(canvas, x, y, end - x, ROLE_TITLE, 0, frame->snapshot->scenario.name);
	if (frame->state->looking)
		x += canvas_text(canvas, x, y, ROLE_CURSOR, CELL_REVERSE, " BASELINE ");
	else if (frame->state->dirty && x + 2 <= end)
		x += canvas_text(canvas, x, y, ROLE_MISSED, CELL_BOLD, " *");
	canvas_hit(canvas, (struct rect){ start, y, x - start, 1 }, ACTION_SAVE, 0);
	return x;
}

/* What goes on behind the screen; there is room for it whatever the name. */
static int recordings(const struct ui_state *state, const char *signs[3])
{
	int n = 0;

	if (state->recording)
		signs[n++] = " REC ";
	if (state->moves_recorded)
		signs[n++] = " MOVES ";
	if (state->moves_played)
		signs[n++] = " REPLAY ";
	return n;
}

static int draw_recordings(const struct frame *frame, int x, int y)
{
	const char *signs[3];
	int n = recordings(frame->state, signs);

	for (int i = 0; i < n; i++)
		x += 1 + canvas_text(frame->canvas, x + 1, y, ROLE_MISSED, CELL_REVERSE, signs[i]);
	return x;
}

static int recordings_w(const struct frame *frame)
{
	const char *signs[3];
	int n = recordings(frame->state, signs), width = 0;

	for (int i = 0; i < n; i++)
		width += 1 + text_width(signs[i]);
	return width;
}

void view_header_draw(const struct frame *frame, struct rect area)
{
	struct canvas *canvas = frame->canvas;
	int end = draw_right(frame, area) - 1, x = area.x + 1;
	char seed[SECTION_SIZE], prices[SECTION_SIZE];
	bool tour = frame->state->tour.on;

	if (canvas->w >= PROGRAM_W)
		x += canvas_text(canvas, x, area.y, ROLE_TITLE, CELL_BOLD, "ragtop") + 2;
	if (frame->snapshot == NULL)
		return;
	if (tour)
		x = draw_step(frame, x, area.y, end - recordings_w(frame));
	else
		x = draw_name(frame, x, area.y, end - recordings_w(frame));
	x = draw_recordings(frame, x, area.y);
	seed_text(frame, seed, sizeof(seed));
	prices_text(frame, prices, sizeof(prices));
	if (canvas->w >= SUMMARY_W && !tour)
		x += canvas_rich_in(canvas, x + 2, area.y, (end - x) * 2 / 3, ROLE_HINT, 0,
				    frame->snapshot->scenario.summary) +
		     2;
	if (!frame->narrow && x + text_width(prices) < end)
		x += draw_prices(frame, x, area.y, prices);
	if (!frame->narrow && !tour && x + 2 + text_width(seed) < end)
		canvas_text(canvas, x + 2, area.y, ROLE_HINT, 0, seed);
}
