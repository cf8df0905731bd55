// SPDX-License-Identifier: MIT
/* When answers took how long: time by latency, the logarithm of their number as steps of one hue.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view_latency.h"

enum {
	ROWS_MIN = 5,      /* of one map among several */
	COUNT_DECADES = 3, /* from the darkest step to the brightest */
	GUTTER = PLOT_GUTTER,
	MARGIN = 1,
};

/* Where a map lies and what its axes are. Two rows of bins to a cell. */
struct heat_map {
	const struct frame *frame;
	const struct arch_result *result;
	struct rect dots;
	struct axis x;
	int first, end; /* bins shown */
	double most;    /* answers in the fullest place of any map */
};

/* Bins with anything in them, over all architectures shown. */
static bool bins_used(const struct frame *frame, const enum arch *archs, int n, int *first,
		      int *end)
{
	enum heat heat = latency_heat(frame->state->latency_figure);

	*first = RESULT_HEAT_BINS;
	*end = 0;
	for (int a = 0; a < n; a++)
		for (int b = 0; b < RESULT_BUCKETS; b++)
			for (int i = 0; i < RESULT_HEAT_BINS; i++) {
				const struct arch_result *result = frame_result(frame, archs[a]);

				if (result->pictures.heat[heat][b][i] == 0)
					continue;
				*first = i < *first ? i : *first;
				*end = i + 1 > *end ? i + 1 : *end;
			}
	return *first < *end;
}

/* Buckets of a column of cells, as [first, end). */
static void buckets_of(const struct heat_map *map, int column, int *first, int *end)
{
	double width = frame_horizon_s(map->frame) / RESULT_BUCKETS;
	double from = map->x.lo + (map->x.hi - map->x.lo) * column / map->dots.w;
	double to = map->x.lo + (map->x.hi - map->x.lo) * (column + 1) / map->dots.w;

	*first = (int)fmin(fmax(floor(from / width + 0.5), 0), RESULT_BUCKETS - 1);
	*end = (int)fmin(floor(to / width + 0.5), RESULT_BUCKETS);
	/* where cells are finer than buckets, the one that the middle lies in */
	if (*end <= *first) {
		*first = (int)fmin(fmax((from + to) / 2 / width, 0), RESULT_BUCKETS - 1);
		*end = *first + 1;
	}
}

/* Answers of a column of cells in the bins of a half row, counted from the bottom. */
static double answers_at(const struct heat_map *map, int column, int half)
{
	enum heat heat = latency_heat(map->frame->state->latency_figure);
	int bins = map->end - map->first, halves = 2 * map->dots.h, first, end;
	int from = map->first + half * bins / halves, to = map->first + (half + 1) * bins / halves;
	double sum = 0;

	to = to > from ? to : from + 1;
	buckets_of(map, column, &first, &end);
	for (int b = first; b < end; b++) {
		double queries = map->result->series.queries[b];

		for (int i = from; i < to && queries > 0; i++)
			sum += queries * result_heat_share(map->result->pictures.heat[heat][b][i]);
	}
	/* a bin that fills several half rows has its answers in all of them */
	return sum / (end - first) / (bins < halves ? (double)halves / bins : 1);
}

static double most_answers(const struct heat_map *map)
{
	double most = 0;

	for (int x = 0; x < map->dots.w; x++)
		for (int half = 0; half < 2 * map->dots.h; half++)
			most = fmax(most, answers_at(map, x, half));
	return most;
}

static int step_of(const struct heat_map *map, double answers)
{
	double part = 1 + log10(answers / map->most) / COUNT_DECADES;

	if (!(answers > 0) || !(part > 0))
		return 0;
	return 1 + (int)fmin(floor(part * HEAT_STEPS), HEAT_STEPS - 1);
}

static void draw_cells(const struct heat_map *map)
{
	for (int y = 0; y < map->dots.h; y++)
		for (int x = 0; x < map->dots.w; x++) {
			int lower = 2 * (map->dots.h - 1 - y);

			canvas_heat(map->frame->canvas, map->dots.x + x, map->dots.y + y,
				    step_of(map, answers_at(map, x, lower + 1)),
				    step_of(map, answers_at(map, x, lower)));
		}
}

/* The row of a time; -1 when it is not on the map. */
static int row_of(const struct heat_map *map, double s)
{
	double lo = result_heat_edge_s(map->first), hi = result_heat_edge_s(map->end);
	double part = log10(s / lo) / log10(hi / lo);

	if (!(part >= 0 && part < 1))
		return -1;
	return map->dots.h - 1 - (int)(part * map->dots.h);
}

static void put_number(const struct heat_map *map, int y, double s, bool *taken)
{
	struct canvas *canvas = map->frame->canvas;
	char text[FORMAT_SIZE];

	if (y < 0 || taken[y])
		return;
	taken[y] = true;
	format_set_value(text, sizeof(text), s, UNIT_S);
	canvas_put(canvas, map->dots.x - 1, map->dots.y + y, sign_code(canvas->charset, SIGN_TICK),
		   ROLE_BORDER, 0);
	canvas_right(canvas, map->dots.x - 1 - (text_width(text) < GUTTER - 1), map->dots.y + y,
		     ROLE_HINT, 0, text);
}

/* Decades, and 2 and 5 between them where there is room. */
static void draw_y_axis(const struct heat_map *map)
{
	static const double digits[] = { 1, 5, 2 };
	bool taken[256] = { false };

	for (int y = 0; y < map->dots.h; y++)
		canvas_put(map->frame->canvas, map->dots.x - 1, map->dots.y + y,
			   sign_code(map->frame->canvas->charset, SIGN_VERTICAL), ROLE_BORDER, 0);
	for (int d = 0; d < 3; d++)
		for (int k = -3; k < 4 && map->dots.h < 256; k++) {
			int y = row_of(map, digits[d] * pow(10, k));
			bool beside = y > 0 && taken[y - 1];

			if (y >= 0 && !beside && !(y + 1 < map->dots.h && taken[y + 1]))
				put_number(map, y, digits[d] * pow(10, k), taken);
		}
}

/* The target and the percentiles of the run, named in the columns right of the map. */
static void draw_marks(const struct heat_map *map)
{
	static const struct {
		const char *name;
		enum percentile percentile;
	} marks[] = { { "p95", PERCENTILE_95 },
		      { "p99", PERCENTILE_99 },
		      { "p50", PERCENTILE_50 } };
	enum latency_figure figure = map->frame->state->latency_figure;
	int x = map->dots.x + map->dots.w;
	int target = row_of(map, latency_target(map->frame));
	bool taken[256] = { false };

	if (target >= 0 && target < 256) {
		canvas_rich(map->frame->canvas, x + 1, map->dots.y + target, ROLE_HINT, 0,
			    "╌ target");
		taken[target] = true;
	}
	for (int i = 0; i < 3; i++) {
		double s = latency_whole(map->result, figure, marks[i].percentile);
		int y = row_of(map, s);
		char text[FORMAT_SIZE];

		if (y < 0 || y >= 256 || taken[y])
			continue;
		taken[y] = true;
		format_value_narrow(text, sizeof(text), s, UNIT_S);
		canvas_printf(map->frame->canvas, x + 1, map->dots.y + y, ROLE_HINT, 0, "%s %s",
			      marks[i].name, text);
	}
}

static void draw_map(const struct heat_map *map, enum arch arch, bool named)
{
	char name[64];

	draw_cells(map);
	draw_y_axis(map);
	draw_marks(map);
	playhead_line(map->frame, &map->x, map->dots);
	snprintf(name, sizeof(name), "%s %s", arch_sign(arch), arch_name_short(arch));
	if (named)
		canvas_text(map->frame->canvas, map->dots.x + map->dots.w + 1, map->dots.y,
			    role_of_arch(arch, false),
			    arch == frame_focus(map->frame) ? CELL_BOLD : 0, name);
}

void heat_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	struct rect dots = { inner.x + GUTTER, inner.y, inner.w - GUTTER - PLOT_LABELS - MARGIN,
			     inner.h - (boxed ? 0 : 1) };
	struct rect old = canvas_clip(frame->canvas, (struct rect){ inner.x, inner.y, inner.w,
								    inner.h + (boxed ? 1 : 0) });
	struct heat_map maps[ARCH_COUNT];
	enum arch archs[ARCH_COUNT];
	int n = latency_archs(frame, dots.h, ROWS_MIN, archs), each = dots.h / n, first, end;
	double most = 0;

	if (!bins_used(frame, archs, n, &first, &end) || dots.w < 4 || dots.h < 1) {
		panel_note(frame, inner, "no answers");
		canvas_unclip(frame->canvas, old);
		return;
	}
	for (int i = 0; i < n; i++) {
		maps[i] = (struct heat_map){ .frame = frame, .first = first, .end = end };
		maps[i].result = frame_result(frame, archs[i]);
		maps[i].dots = (struct rect){ dots.x, dots.y + i * each, dots.w,
					      i + 1 < n ? each : dots.h - i * each };
		time_axis(&maps[i].x, frame, dots.w);
		most = fmax(most, most_answers(&maps[i]));
	}
	for (int i = 0; i < n; i++) {
		maps[i].most = most;
		draw_map(&maps[i], archs[i], n > 1);
	}
	axis_labels(frame, &maps[0].x, dots.x, dots.y + dots.h, boxed);
	canvas_hit(frame->canvas, dots, ACTION_HIT_TIME, 0);
	canvas_unclip(frame->canvas, old);
}
