// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/widget_bars.h"

enum {
	AMOUNT_W = 11, /* columns of one architecture's amounts */
	LABEL_W = 18,
	BARS_FROM = 24, /* columns left over from which there are bars */
};

/* What a category costs a month, upfront spread as the verdict spreads it. */
static double monthly(const struct frame *frame, enum arch arch, enum ledger category)
{
	const struct arch_result *result = frame_result(frame, arch);

	if (ledger_once(category))
		return result->ledger_usd[category] /
		       frame->snapshot->scenario.params.money.amortise_months;
	return result->ledger_usd[category] / (frame_horizon_s(frame) / MONTH_S);
}

/* The categories in which anybody spends anything, and the sum of the others is 0. */
static int categories(const struct frame *frame, enum ledger out[LEDGER_COUNT])
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs), count = 0;

	for (int c = 0; c < LEDGER_COUNT; c++) {
		bool any = false;

		for (int i = 0; i < n; i++)
			any = any || monthly(frame, archs[i], (enum ledger)c) != 0;
		if (any)
			out[count++] = (enum ledger)c;
	}
	return count;
}

/* Cents, without the sign of money: the title has it. */
static void amount_text(char *buffer, size_t size, double usd)
{
	char text[FORMAT_SIZE];

	format_money_long(text, sizeof(text), usd);
	if (usd == 0)
		snprintf(buffer, size, "%s", FORMAT_MISSING);
	else if (text[0] == '-' && text[1] == '$')
		snprintf(buffer, size, "-%s", text + 2);
	else
		snprintf(buffer, size, "%s", text[0] == '$' ? text + 1 : text);
	if (text_width(buffer) > AMOUNT_W - 1)
		format_money(buffer, size, usd);
}

static int ledger_archs(const struct frame *frame, struct rect inner, enum arch archs[ARCH_COUNT])
{
	return frame_archs_in(frame, (inner.w - LABEL_W - 1) / AMOUNT_W, archs);
}

static void draw_amount(const struct frame *frame, int x_end, int y, double usd, enum role role)
{
	char text[FORMAT_SIZE];

	amount_text(text, sizeof(text), usd);
	canvas_right(frame->canvas, x_end, y, role, 0, text);
}

static enum ledger largest_of(const struct frame *frame, enum arch arch)
{
	enum ledger largest = (enum ledger)0;

	for (int c = 1; c < LEDGER_COUNT; c++)
		if (monthly(frame, arch, (enum ledger)c) > monthly(frame, arch, largest))
			largest = (enum ledger)c;
	return largest;
}

static void draw_head(const struct frame *frame, struct rect inner, const enum arch *archs, int n)
{
	for (int i = 0; i < n; i++) {
		int end = inner.x + LABEL_W + (i + 1) * AMOUNT_W;
		char text[FORMAT_SIZE];

		snprintf(text, sizeof(text), "%s %s", arch_sign(archs[i]),
			 arch_name_short(archs[i]));
		canvas_right(frame->canvas, end, inner.y, role_of_arch(archs[i], false),
			     archs[i] == frame_focus(frame) ? CELL_BOLD : 0, text);
	}
}

/* Each category of the focused architecture as a part of its total, one after the other. */
static void draw_bar(const struct frame *frame, struct rect inner, int y, enum ledger category)
{
	enum arch focus = frame_focus(frame), archs[ARCH_COUNT];
	int x = inner.x + LABEL_W + ledger_archs(frame, inner, archs) * AMOUNT_W + 2;
	int columns = inner.x + inner.w - x - 7;
	double before = 0, own = monthly(frame, focus, category);
	double total = frame_result(frame, focus)->all_in_usd;
	char text[FORMAT_SIZE];
	int end;

	if (columns < BARS_FROM - 7 || !(total > 0) || !(own > 0) || !isfinite(total))
		return;
	for (int c = 0; c < (int)category; c++)
		before += fmax(monthly(frame, focus, (enum ledger)c), 0);
	end = bars_row(frame->canvas, x, y, columns, before / total, (before + own) / total,
		       SIGN_SERVICE, role_of_arch(focus, false));
	format_share_narrow(text, sizeof(text), own / total);
	canvas_text(frame->canvas, end + 1, y, ROLE_HINT, 0, text);
}

static void draw_sum(const struct frame *frame, struct rect inner, int y, const enum arch *archs,
		     int n)
{
	canvas_fill(frame->canvas, (struct rect){ inner.x + 1, y, LABEL_W + n * AMOUNT_W - 1, 1 },
		    sign_code(frame->canvas->charset, SIGN_HORIZONTAL), ROLE_BORDER, 0);
	canvas_text(frame->canvas, inner.x + 1, y + 1, ROLE_TITLE, 0, "all in");
	for (int i = 0; i < n; i++)
		draw_amount(frame, inner.x + LABEL_W + (i + 1) * AMOUNT_W, y + 1,
			    frame_result(frame, archs[i])->all_in_usd, ROLE_TITLE);
}

static void draw_largest(const struct frame *frame, struct rect inner, int y,
			 const enum arch *archs, int n)
{
	int x = inner.x + 1, end = inner.x + inner.w;

	x += canvas_text(frame->canvas, x, y, ROLE_HINT, 0, "largest: ");
	for (int i = 0; i < n; i++) {
		enum ledger largest = largest_of(frame, archs[i]);
		char share[FORMAT_SIZE], text[128];

		format_share_narrow(share, sizeof(share),
				    monthly(frame, archs[i], largest) /
					    frame_result(frame, archs[i])->all_in_usd);
		snprintf(text, sizeof(text), "%s%s %s %s", i > 0 ? ", " : "", arch_sign(archs[i]),
			 ledger_label(largest), share);
		if (x + text_width(text) > end)
			return;
		x += canvas_rich(frame->canvas, x, y, ROLE_HINT, 0, text);
	}
}

static void row_label(const struct frame *frame, enum ledger category, char *buffer, size_t size)
{
	if (ledger_once(category))
		snprintf(buffer, size, "%s / %.4g mo", ledger_label(category),
			 frame->snapshot->scenario.params.money.amortise_months);
	else
		snprintf(buffer, size, "%s", ledger_label(category));
}

static void draw_category(const struct frame *frame, struct rect inner, int y, enum ledger category)
{
	enum arch archs[ARCH_COUNT];
	int n = ledger_archs(frame, inner, archs);
	char label[FORMAT_SIZE];

	row_label(frame, category, label, sizeof(label));
	canvas_text(frame->canvas, inner.x + 1, y, ROLE_TEXT, 0, label);
	for (int i = 0; i < n; i++)
		draw_amount(frame, inner.x + LABEL_W + (i + 1) * AMOUNT_W, y,
			    monthly(frame, archs[i], category), ROLE_TEXT);
	draw_bar(frame, inner, y, category);
}

/* What did not get a row of its own. */
static void draw_others(const struct frame *frame, struct rect inner, int y,
			const enum ledger *rows, int count)
{
	enum arch archs[ARCH_COUNT];
	int n = ledger_archs(frame, inner, archs);

	canvas_text(frame->canvas, inner.x + 1, y, ROLE_TEXT, 0, "others");
	for (int i = 0; i < n; i++) {
		double sum = 0;

		for (int r = 0; r < count; r++)
			sum += monthly(frame, archs[i], rows[r]);
		draw_amount(frame, inner.x + LABEL_W + (i + 1) * AMOUNT_W, y, sum, ROLE_TEXT);
	}
}

void ledger_inside(const struct frame *frame, struct rect inner)
{
	enum arch archs[ARCH_COUNT];
	enum ledger rows[LEDGER_COUNT];
	int n = ledger_archs(frame, inner, archs), count = categories(frame, rows);
	int room = inner.h - 3, y = inner.y + 1;
	int shown = count <= room ? count : room - 1;
	struct rect old = canvas_clip(frame->canvas, inner);

	draw_head(frame, inner, archs, n);
	for (int i = 0; i < shown; i++, y++)
		draw_category(frame, inner, y, rows[i]);
	if (count > room && room > 0) {
		shown = shown > 0 ? shown : 0;
		draw_others(frame, inner, y++, rows + shown, count - shown);
	}
	draw_sum(frame, inner, y, archs, n);
	if (y + 2 < inner.y + inner.h)
		draw_largest(frame, inner, y + 2, archs, n);
	canvas_unclip(frame->canvas, old);
}

void view_ledger_draw(const struct frame *frame, struct rect area)
{
	static const struct hint hints[] = {
		{ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE },
	};
	struct rect inner = panel_box(frame, area, PANEL_NONE, "ledger, $ a month", hints, 1);

	if (frame_ready(frame))
		ledger_inside(frame, inner);
}
