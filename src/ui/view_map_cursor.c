// SPDX-License-Identifier: MIT
/* What the map says of the place under its cursor. Declared in view_map.h. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/view_map.h"

void map_cursor(const struct map_view *view, double *x, double *y)
{
	const struct map *map = view->map;
	double here_x = track_position(&map->x, map->x_now);
	double here_y = track_position(&map->y, map->y_now);

	*x = isnan(view->at_x) ? here_x : view->at_x;
	*y = isnan(view->at_y) ? here_y : view->at_y;
	*x = fmin(fmax(isnan(*x) ? 0.5 : *x, 0), 1);
	*y = fmin(fmax(isnan(*y) ? 0.5 : *y, 0), 1);
}

/* What is at the cursor; where you are, as the run says, which is finer than the map. */
static bool look_at_cursor(const struct frame *frame, double x, double y, struct map_cell *cell)
{
	const struct map_view *view = &frame->state->map;

	if (!map_place_look(view->map, x, y, cell))
		return false;
	if (!isnan(view->at_x) || !isnan(view->at_y) || view->old || !frame_ready(frame))
		return true;
	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct arch_result *result = frame_result(frame, (enum arch)a);

		if (!isfinite(cell->cost[a]) || !isfinite(result->all_in_usd))
			continue;
		cell->cost[a] = result->all_in_usd;
		cell->ttft_p95_s[a] = (float)result->ttft_s.p95;
		cell->stale_frac[a] = (float)result->stale_answer_frac;
	}
	return true;
}

static void value_at(const struct track *track, double position, char text[FORMAT_SIZE])
{
	format_value(text, FORMAT_SIZE, track_value(track, position),
		     param_table[track->param].unit);
}

static int put_costs(const struct frame *frame, const struct map *map, struct rect inner, int row,
		     const struct map_cell *cell)
{
	for (int a = 0; a < ARCH_COUNT && row < inner.y + inner.h; a++) {
		char usd[FORMAT_SIZE], wait[FORMAT_SIZE], stale[FORMAT_SIZE];

		if (!isfinite(cell->cost[a]))
			continue;
		format_money(usd, sizeof(usd), cell->cost[a]);
		format_time_narrow(wait, sizeof(wait), (double)cell->ttft_p95_s[a]);
		format_share_narrow(stale, sizeof(stale), (double)cell->stale_frac[a]);
		canvas_printf(frame->canvas, inner.x, row, role_of_arch((enum arch)a, false), 0,
			      "%s %s", arch_sign((enum arch)a), arch_name_tiny((enum arch)a));
		canvas_right(frame->canvas, inner.x + 14, row, ROLE_TEXT, 0, usd);
		canvas_right(frame->canvas, inner.x + 22, row, ROLE_TEXT, 0, wait);
		canvas_right(frame->canvas, inner.x + 30, row, ROLE_TEXT, 0, stale);
		if (!(cell->meets & 1U << a) && !map->any)
			canvas_text(frame->canvas, inner.x + 31, row, ROLE_MISSED, 0, "!");
		row++;
	}
	return row;
}

static int put_verdict(const struct frame *frame, const struct map *map, struct rect inner, int row,
		       const struct map_cell *cell)
{
	char line[160], times[FORMAT_SIZE];
	double margin;
	int best = map_cell_best(map, cell, &margin);

	if (best == MAP_NOBODY)
		return panel_words(frame, inner, row, ROLE_TITLE,
				   "∅ nobody meets the targets here");
	format_ratio(times, sizeof(times), margin);
	if (isfinite(margin))
		snprintf(line, sizeof(line), "★ %s %s; the next costs %s as much",
			 arch_sign((enum arch)best), arch_name((enum arch)best), times);
	else
		snprintf(line, sizeof(line), "★ %s %s alone", arch_sign((enum arch)best),
			 arch_name((enum arch)best));
	return panel_words(frame, inner, row, ROLE_TITLE, line);
}

/* Whole ones; a sign says that there are more than rows. */
static void put_thresholds(const struct frame *frame, enum param_id param, struct rect inner,
			   int *row)
{
	struct threshold threshold;
	char line[256];
	int end = inner.y + inner.h;

	for (int i = 0; threshold_on(param, i, &threshold); i++) {
		char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

		format_set_value(lo, sizeof(lo), threshold.lo, param_table[param].unit);
		format_set_value(hi, sizeof(hi), threshold.hi, param_table[param].unit);
		snprintf(line, sizeof(line), "%s %s%s%s: %s", threshold.source, lo,
			 threshold.hi > threshold.lo ? " to " : "",
			 threshold.hi > threshold.lo ? hi : "", threshold.says);
		if (*row<end && * row + panel_words_rows(line, inner.w)> end - 1) {
			canvas_text(frame->canvas, inner.x, *row, ROLE_HINT, 0, "…");
			*row = end;
		}
		*row = panel_words(frame, inner, *row, ROLE_TEXT, line);
	}
}

void map_cursor_panel(const struct frame *frame, struct rect inner)
{
	const struct map_view *view = &frame->state->map;
	const struct map *map = view->map;
	struct map_cell cell;
	double x, y;
	char text[FORMAT_SIZE];
	int row = inner.y;

	map_cursor(view, &x, &y);
	value_at(&map->x, x, text);
	canvas_text(frame->canvas, inner.x, row, ROLE_HINT, 0, param_table[map->x.param].label);
	canvas_right(frame->canvas, inner.x + inner.w, row++, ROLE_TITLE, 0, text);
	value_at(&map->y, y, text);
	canvas_text(frame->canvas, inner.x, row, ROLE_HINT, 0, param_table[map->y.param].label);
	canvas_right(frame->canvas, inner.x + inner.w, row++, ROLE_TITLE, 0, text);
	row++;
	if (!look_at_cursor(frame, x, y, &cell))
		return;
	canvas_text(frame->canvas, inner.x, row, ROLE_HINT, 0, "         all in     p95   stale");
	row = put_costs(frame, map, inner, row + 1, &cell);
	row = put_verdict(frame, map, inner, row + 1, &cell) + 1;
	if (!view->articles)
		return;
	canvas_text(frame->canvas, inner.x, row++, ROLE_HINT, 0, "what the articles say");
	put_thresholds(frame, map->x.param, inner, &row);
	put_thresholds(frame, map->y.param, inner, &row);
}

void map_cursor_line(const struct frame *frame, struct rect line)
{
	const struct map_view *view = &frame->state->map;
	const struct map *map = view->map;
	char at_x[FORMAT_SIZE], at_y[FORMAT_SIZE], usd[FORMAT_SIZE], text[256];
	struct map_cell cell;
	double x, y, margin;
	int best;

	map_cursor(view, &x, &y);
	value_at(&map->x, x, at_x);
	value_at(&map->y, y, at_y);
	if (!look_at_cursor(frame, x, y, &cell))
		return;
	best = map_cell_best(map, &cell, &margin);
	format_money(usd, sizeof(usd), best == MAP_NOBODY ? (double)NAN : cell.cost[best]);
	if (best == MAP_NOBODY)
		snprintf(text, sizeof(text), "%s, %s: ∅ nobody meets the targets", at_x, at_y);
	else
		snprintf(text, sizeof(text), "%s, %s: ★ %s %s, %s a month", at_x, at_y,
			 arch_sign((enum arch)best), arch_name((enum arch)best), usd);
	canvas_rich_in(frame->canvas, line.x, line.y, line.w, ROLE_TEXT, 0, text);
}
