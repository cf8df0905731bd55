// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/widget_bars.h"

enum {
	NAME_W = 14,              /* marker, name and a blank */
	AMOUNT_W = 10,            /* each of wait and service */
	STAGES = STAGE_FIRST + 1, /* up to the first token: what the tail is a tail of */
};

static double amount(double s)
{
	return isfinite(s) && s > 0 ? s : 0;
}

static double total_of(const struct arch_result *result)
{
	double sum = 0;

	for (int i = 0; i < STAGES; i++)
		sum += amount(result->tail_wait_s[i]) + amount(result->tail_service_s[i]);
	return sum;
}

/* Does the architecture have the stage? */
static bool has_stage(const struct arch_result *result, int stage)
{
	return amount(result->tail_wait_s[stage]) > 0 || amount(result->tail_service_s[stage]) > 0;
}

static int longest_stage(const struct arch_result *result)
{
	int longest = 0;

	for (int i = 1; i < STAGES; i++)
		if (amount(result->tail_wait_s[i]) + amount(result->tail_service_s[i]) >
		    amount(result->tail_wait_s[longest]) + amount(result->tail_service_s[longest]))
			longest = i;
	return longest;
}

/* All times of the panel share one unit. */
struct bars {
	struct format_row row;
	double longest_s; /* at the right end of the bars */
	int columns;      /* of the bars */
};

static struct bars bars_of(const struct frame *frame, struct rect inner)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs), count = 0;
	double times[2 * STAGES * ARCH_COUNT], longest = 0;
	struct bars bars;

	for (int i = 0; i < n; i++) {
		const struct arch_result *result = frame_result(frame, archs[i]);

		longest = fmax(longest, total_of(result));
		for (int stage = 0; stage < STAGES; stage++)
			times[count++] = amount(result->tail_service_s[stage]);
	}
	bars.longest_s = axis_nice_up(fmax(longest, 1e-6));
	if (bars.longest_s > 2 * longest)
		bars.longest_s /= 2;
	if (bars.longest_s < longest)
		bars.longest_s = longest;
	bars.columns = inner.w - NAME_W - 2 * AMOUNT_W - 1;
	format_row_init(&bars.row, UNIT_S, times, (size_t)count, PARAM_NULL);
	return bars;
}

static void draw_head(const struct frame *frame, struct rect inner, int y, enum arch arch,
		      const struct bars *bars, bool first)
{
	int x = inner.x + 1, end = inner.x + inner.w - 1;
	char text[FORMAT_SIZE];

	x += canvas_text(frame->canvas, x, y, role_of_arch(arch, false), CELL_BOLD,
			 arch_sign(arch));
	canvas_text(frame->canvas, x + 1, y, role_of_arch(arch, false), CELL_BOLD, arch_name(arch));
	if (!first)
		return;
	format_row_value(&bars->row, text, sizeof(text), bars->longest_s);
	canvas_text(frame->canvas, inner.x + NAME_W, y, ROLE_HINT, 0, "0");
	canvas_right(frame->canvas, inner.x + NAME_W + bars->columns, y, ROLE_HINT, 0, text);
	canvas_right(frame->canvas, end - AMOUNT_W, y, ROLE_HINT, 0, "wait");
	canvas_right(frame->canvas, end, y, ROLE_HINT, 0, "service");
}

static void draw_amount(const struct frame *frame, int end, int y, const struct bars *bars,
			double s)
{
	char text[FORMAT_SIZE];

	if (amount(s) > 0)
		format_row_value(&bars->row, text, sizeof(text), s);
	else
		snprintf(text, sizeof(text), "%s", FORMAT_MISSING);
	if (text_width(text) > AMOUNT_W - 1)
		format_time_narrow(text, sizeof(text), s);
	canvas_right(frame->canvas, end, y, ROLE_TEXT, 0, text);
}

static void draw_stage(const struct frame *frame, struct rect inner, int y, enum arch arch,
		       int stage, const struct bars *bars)
{
	const struct arch_result *result = frame_result(frame, arch);
	bool longest = stage == longest_stage(result);
	int x = inner.x + NAME_W, end = inner.x + inner.w - 1;
	double before = 0, wait = amount(result->tail_wait_s[stage]) / bars->longest_s;
	double service = amount(result->tail_service_s[stage]) / bars->longest_s;

	for (int i = 0; i < stage; i++)
		before += amount(result->tail_wait_s[i]) + amount(result->tail_service_s[i]);
	before /= bars->longest_s;
	canvas_text(frame->canvas, inner.x + 1, y, ROLE_TITLE, 0, longest ? "▸" : " ");
	canvas_text(frame->canvas, inner.x + 2, y, longest ? ROLE_TITLE : ROLE_TEXT, 0,
		    stage_label((enum stage)stage));
	bars_row(frame->canvas, x, y, bars->columns, before, before + wait, SIGN_WAIT, ROLE_MISSED);
	bars_row(frame->canvas, x, y, bars->columns, before + wait, before + wait + service,
		 SIGN_SERVICE, role_of_arch(arch, false));
	draw_amount(frame, end - AMOUNT_W, y, bars, result->tail_wait_s[stage]);
	draw_amount(frame, end, y, bars, result->tail_service_s[stage]);
}

/* One architecture; returns the row after it. Leaves the last row to the sum. */
static int draw_arch(const struct frame *frame, struct rect inner, int y, enum arch arch,
		     const struct bars *bars, bool first)
{
	const struct arch_result *result = frame_result(frame, arch);
	int rows = 1, last = inner.y + inner.h - (first ? 0 : 1);

	for (int stage = 0; stage < STAGES; stage++)
		rows += has_stage(result, stage);
	if (!first && y + rows > last)
		return y;
	draw_head(frame, inner, y++, arch, bars, first);
	for (int stage = 0; stage < STAGES && y < last; stage++)
		if (has_stage(result, stage))
			draw_stage(frame, inner, y++, arch, stage, bars);
	return y;
}

static void draw_sum(const struct frame *frame, struct rect inner, int y, enum arch arch,
		     const struct bars *bars)
{
	const struct arch_result *result = frame_result(frame, arch);
	double wait = 0;
	char sum[FORMAT_SIZE], waits[FORMAT_SIZE], text[256];

	for (int i = 0; i < STAGES; i++)
		wait += amount(result->tail_wait_s[i]);
	format_row_value(&bars->row, sum, sizeof(sum), total_of(result));
	format_row_value(&bars->row, waits, sizeof(waits), wait);
	snprintf(text, sizeof(text), "%s %s until the first token, %s of it waiting",
		 arch_sign(arch), sum, wait > 0 ? waits : "none");
	if (y < inner.y + inner.h)
		canvas_rich_in(frame->canvas, inner.x + 1, y, inner.w - 2, ROLE_HINT, 0, text);
}

void waterfall_inside(const struct frame *frame, struct rect inner)
{
	enum arch archs[ARCH_COUNT], focus = frame_focus(frame);
	int n = frame_archs(frame, archs), y;
	struct bars bars = bars_of(frame, inner);
	struct rect old;

	if (bars.columns < 4 || total_of(frame_result(frame, focus)) <= 0) {
		panel_note(frame, inner, "no answers");
		return;
	}
	old = canvas_clip(frame->canvas, inner);
	y = draw_arch(frame, inner, inner.y, focus, &bars, true);
	for (int i = 0; i < n; i++)
		if (archs[i] != focus)
			y = draw_arch(frame, inner, y, archs[i], &bars, false);
	draw_sum(frame, inner, y, focus, &bars);
	canvas_unclip(frame->canvas, old);
}

void view_waterfall_draw(const struct frame *frame, struct rect area)
{
	static const char legend[] = " ░ wait  █ service ";
	struct rect inner = panel_box(frame, area, PANEL_LATENCY,
				      "where the time goes, queries at p95", NULL, 0);

	if (panel_has_box(frame, area) && area.w > 60)
		canvas_right(frame->canvas, area.x + area.w - 2, area.y, ROLE_HINT, 0, legend);
	if (frame_ready(frame))
		waterfall_inside(frame, inner);
}
