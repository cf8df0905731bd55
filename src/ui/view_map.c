// SPDX-License-Identifier: MIT
/* The map: who is best over two parameters, where that changes, what the articles say of it. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/view_map.h"

enum {
	GUTTER = 8,     /* columns of the numbers of y */
	SIDE_W = 36,    /* of what stands beside the map */
	SIDE_FROM = 96, /* columns from which there is room for it */
	SIGN_COLUMNS = 12,
	SIGN_ROWS = 3,
	TICKS = 16,
};

/* The map on the screen. */
struct chart {
	const struct frame *frame;
	const struct map_view *view;
	const struct map *map;
	struct rect dots;
	bool boxed;
};

static enum role tint_of(int who)
{
	return who == MAP_NOBODY ? ROLE_BORDER : role_of_arch((enum arch)who, true);
}

/* ---- regions ---- */

/* How clear it is: the shade of a place. */
static uint32_t shade_of(double margin)
{
	return margin < 1.1 ? 0x2591 : margin < 1.5 ? 0x2592 : margin < 3 ? 0x2593 : 0x2588;
}

static void draw_place(const struct chart *chart, int column, int row)
{
	struct canvas *canvas = chart->frame->canvas;
	double margin, x = (column + 0.5) / chart->dots.w,
		       y = (chart->dots.h - row - 0.5) / chart->dots.h;
	int who = map_place_best(chart->map, x, y, &margin);
	int px = chart->dots.x + column, py = chart->dots.y + row;
	bool sign = row % SIGN_ROWS == 1 &&
		    (column + (row / SIGN_ROWS % 2 ? SIGN_COLUMNS / 2 : 0)) % SIGN_COLUMNS ==
			    SIGN_COLUMNS / 2;

	if (who < 0)
		return;
	if (sign)
		canvas_text(canvas, px, py,
			    who == MAP_NOBODY ? ROLE_MISSED : role_of_arch((enum arch)who, false),
			    0, who == MAP_NOBODY ? "∅" : arch_sign((enum arch)who));
	else if (chart->view->figure == MAP_MARGIN && who != MAP_NOBODY)
		canvas_put(canvas, px, py, shade_of(margin), tint_of(who), 0);
	else if (who != MAP_NOBODY && canvas->charset != CHARSET_ASCII)
		canvas_put(canvas, px, py, 0x2591, tint_of(who), 0);
}

static void draw_regions(const struct chart *chart)
{
	for (int row = 0; row < chart->dots.h; row++)
		for (int column = 0; column < chart->dots.w; column++)
			draw_place(chart, column, row);
}

/* ---- frontier ---- */

static void line_dots(struct raster *raster, double x0, double y0, double x1, double y1)
{
	double steps = fmax(ceil(fmax(fabs(x1 - x0), fabs(y1 - y0))), 1);

	for (double i = 0; i <= steps; i++)
		raster_dot(raster, (int)floor(x0 + (x1 - x0) * i / steps),
			   (int)floor(y0 + (y1 - y0) * i / steps), ROLE_TITLE, CELL_BOLD);
}

static double place(const struct track *track, double value, int dots)
{
	return fmin(fmax(track_position(track, value), 0), 1) * (dots - 1) + 0.5;
}

static void draw_frontier(const struct chart *chart)
{
	const struct map *map = chart->map;
	struct raster raster;
	int w, h;

	raster_init(&raster, chart->dots.w, chart->dots.h, chart->frame->canvas->charset);
	w = raster.w * raster.dot_w;
	h = raster.h * raster.dot_h;
	for (int l = 0; l < map->line_count; l++) {
		const struct map_point *point = &map->point[map->line[l].first];

		for (int i = 1; i < map->line[l].count; i++)
			line_dots(&raster, place(&map->x, point[i - 1].x, w),
				  place(&map->y, point[i - 1].y, h), place(&map->x, point[i].x, w),
				  place(&map->y, point[i].y, h));
	}
	raster_draw(&raster, chart->frame->canvas, chart->dots.x, chart->dots.y, raster.w);
	raster_release(&raster);
}

/* ---- axes ---- */

static int column_of(const struct chart *chart, double value)
{
	return chart->dots.x + (int)floor(fmin(fmax(track_position(&chart->map->x, value), 0), 1) *
						  (chart->dots.w - 1) +
					  0.5);
}

static int row_of(const struct chart *chart, double value)
{
	return chart->dots.y + chart->dots.h - 1 -
	       (int)floor(fmin(fmax(track_position(&chart->map->y, value), 0), 1) *
				  (chart->dots.h - 1) +
			  0.5);
}

/* Round values on the axis: decades, or steps of 1, 2, 5. */
static int ticks_of(const struct track *track, double tick[TICKS])
{
	bool log = track->scale == SCALE_LOG;
	double step = axis_nice_up((track->hi - track->lo) / 6);
	double at = log ? axis_nice_up(track->lo) : ceil(track->lo / step - 1e-9) * step;
	bool decades = log && track->hi / track->lo >= 1e3;
	int n = 0;

	for (; n < TICKS && at <= track->hi * (1 + 1e-9); n++) {
		tick[n] = at;
		at = !log ? at + step : decades ? at * 10 : axis_nice_up(at * 1.01);
		if (decades && n == 0)
			at = pow(10, floor(log10(at) + 1e-9));
	}
	return n;
}

static void draw_y_axis(const struct chart *chart)
{
	const struct map *map = chart->map;
	double tick[TICKS];
	int n = ticks_of(&map->y, tick), x = chart->dots.x - 1,
	    last = chart->dots.y + chart->dots.h;
	char text[FORMAT_SIZE];

	for (int y = chart->dots.y; y < chart->dots.y + chart->dots.h; y++)
		canvas_text(chart->frame->canvas, x, y, ROLE_HINT, 0, "│");
	for (int i = 0; i < n; i++) {
		int y = row_of(chart, tick[i]);

		if (y > last - 2)
			continue;
		last = y;
		format_set_value(text, sizeof(text), tick[i], param_table[map->y.param].unit);
		canvas_right(chart->frame->canvas, x, y, ROLE_HINT, 0, text);
		canvas_text(chart->frame->canvas, x, y, ROLE_HINT, 0, "┤");
	}
}

static void draw_x_axis(const struct chart *chart)
{
	const struct map *map = chart->map;
	int y = chart->dots.y + chart->dots.h, free_from = chart->dots.x - 4;
	double tick[TICKS];
	int n = ticks_of(&map->x, tick);
	char text[FORMAT_SIZE + 2];

	for (int i = 0; i < n; i++) {
		int x, w;

		format_set_value(text, FORMAT_SIZE, tick[i], param_table[map->x.param].unit);
		w = text_width(text);
		x = column_of(chart, tick[i]) - w / 2;
		if (x < free_from || x + w > chart->dots.x + chart->dots.w + 1)
			continue;
		if (chart->boxed) {
			canvas_put(chart->frame->canvas, x - 1, y, ' ', ROLE_HINT, 0);
			canvas_put(chart->frame->canvas, x + w, y, ' ', ROLE_HINT, 0);
		}
		canvas_text(chart->frame->canvas, x, y, ROLE_HINT, 0, text);
		free_from = x + w + 3;
	}
}

/* ---- what the articles say ---- */

static void draw_threshold_x(const struct chart *chart, const struct threshold *threshold)
{
	double at[2] = { threshold->lo, threshold->hi };

	for (int i = 0; i < (at[0] == at[1] ? 1 : 2); i++) {
		int x = column_of(chart, at[i]);

		if (at[i] < chart->map->x.lo || at[i] > chart->map->x.hi)
			continue;
		for (int y = chart->dots.y + 1; y < chart->dots.y + chart->dots.h; y++)
			canvas_text(chart->frame->canvas, x, y, ROLE_HINT, 0, "┊");
	}
}

/* At its lower end, or where that has no room at the upper one. */
static void name_threshold_x(const struct chart *chart, const struct threshold *threshold,
			     int *free_from)
{
	double at[2] = { threshold->lo, threshold->hi };

	for (int i = 0; i < 2; i++) {
		int x = column_of(chart, at[i]);

		if (at[i] < chart->map->x.lo || at[i] > chart->map->x.hi || x < *free_from)
			continue;
		canvas_printf(chart->frame->canvas, x, chart->dots.y, ROLE_TEXT, 0, "%.2s ",
			      threshold->source);
		*free_from = x + 3;
		return;
	}
}

static void draw_threshold_y(const struct chart *chart, const struct threshold *threshold)
{
	double at[2] = { threshold->lo, threshold->hi };

	for (int i = 0; i < (at[0] == at[1] ? 1 : 2); i++) {
		int y = row_of(chart, at[i]);

		if (at[i] < chart->map->y.lo || at[i] > chart->map->y.hi)
			continue;
		for (int x = chart->dots.x; x < chart->dots.x + chart->dots.w; x++)
			canvas_text(chart->frame->canvas, x, y, ROLE_HINT, 0, "╌");
		canvas_printf(chart->frame->canvas, chart->dots.x + 2, y, ROLE_TEXT, 0, " %.2s ",
			      threshold->source);
	}
}

static void draw_articles(const struct chart *chart)
{
	struct threshold threshold;

	if (!chart->view->articles)
		return;
	for (int i = 0; threshold_on(chart->map->y.param, i, &threshold); i++)
		draw_threshold_y(chart, &threshold);
	for (int i = 0; threshold_on(chart->map->x.param, i, &threshold); i++)
		draw_threshold_x(chart, &threshold);
}

/* Over the frontier. */
static void name_articles(const struct chart *chart)
{
	struct threshold threshold;
	int free_from = chart->dots.x;

	for (int i = 0; chart->view->articles && threshold_on(chart->map->x.param, i, &threshold);
	     i++)
		name_threshold_x(chart, &threshold, &free_from);
}

/* ---- you and the cursor ---- */

static void draw_you(const struct chart *chart)
{
	const struct map *map = chart->map;

	if (!(map->x_now >= map->x.lo && map->x_now <= map->x.hi && map->y_now >= map->y.lo &&
	      map->y_now <= map->y.hi))
		return;
	canvas_text(chart->frame->canvas, column_of(chart, map->x_now), row_of(chart, map->y_now),
		    ROLE_TITLE, CELL_BOLD, "◎");
	canvas_text(chart->frame->canvas, column_of(chart, map->x_now) + 1,
		    row_of(chart, map->y_now), ROLE_TITLE, 0, " you ");
}

static void draw_cursor(const struct chart *chart)
{
	double x, y;

	map_cursor(chart->view, &x, &y);
	canvas_text(chart->frame->canvas, chart->dots.x + (int)floor(x * (chart->dots.w - 1) + 0.5),
		    chart->dots.y + chart->dots.h - 1 - (int)floor(y * (chart->dots.h - 1) + 0.5),
		    ROLE_CURSOR, CELL_BOLD, "┼");
}

/* ---- all of it ---- */

static void chart_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	struct chart chart = { frame, &frame->state->map, frame->state->map.map, inner, boxed };

	chart.dots.x += GUTTER;
	chart.dots.w -= GUTTER + 1;
	if (!boxed)
		chart.dots.h--;
	if (chart.dots.w < 8 || chart.dots.h < 3) {
		panel_note(frame, inner, "too small for a map");
		return;
	}
	draw_regions(&chart);
	draw_articles(&chart);
	draw_frontier(&chart);
	name_articles(&chart);
	draw_y_axis(&chart);
	draw_x_axis(&chart);
	draw_you(&chart);
	draw_cursor(&chart);
	canvas_hit(frame->canvas, chart.dots, ACTION_HIT_MAP, 0);
}

static void title_text(const struct frame *frame, char *title, size_t size)
{
	static const char *const figures[MAP_FIGURES] = {
		[MAP_BEST] = "best that meets the targets",
		[MAP_CHEAPEST] = "cheapest, targets or not",
		[MAP_MARGIN] = "how clearly the best is best",
	};
	const struct map_view *view = &frame->state->map;

	if (frame->narrow)
		snprintf(title, size, "6 map");
	else
		snprintf(title, size, "6 map, %s%s", figures[view->figure],
			 view->old || !view->news.complete ? ", refining" : "");
}

static void draw_map(const struct frame *frame, struct rect area, bool zoomed)
{
	static const struct hint hints[] = {
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "d", NULL, "articles", ACTION_DETAIL, ACTION_NONE },
		{ "c", NULL, "next", ACTION_CROSSING, ACTION_NONE },
		{ "X ", "Y", "axes", ACTION_AXIS_X, ACTION_AXIS_Y },
		{ "z ", "Z", "zoom", ACTION_ZOOM_IN, ACTION_ZOOM_OUT },
	};
	static const struct hint go = { "Enter", NULL, "go there", ACTION_ENTER, ACTION_NONE };
	bool side = area.w >= SIDE_FROM;
	struct rect left = area, right = area, inner;
	char title[96];

	(void)zoomed;
	left.w -= side ? SIDE_W : 0;
	right.x += left.w;
	right.w = SIDE_W;
	title_text(frame, title, sizeof(title));
	inner = panel_box(frame, left, PANEL_MAP, title, hints, 5);
	if (!frame->state->map.map || frame->state->map.news.pieces == 0) {
		panel_note(frame, inner,
			   frame->state->map.news.complete
				   ? "no map over these two; X and Y choose others"
				   : "… drawing the map");
		return;
	}
	if (!side && inner.h > 8) {
		map_cursor_line(frame, (struct rect){ inner.x, inner.y, inner.w, 1 });
		inner.y++;
		inner.h--;
	}
	chart_inside(frame, inner, panel_has_box(frame, left));
	if (side)
		map_cursor_panel(frame, panel_box(frame, right, PANEL_MAP, "cursor", &go, 1));
}

const struct view view_map = { PANEL_MAP, "map", ACTION_ZOOM_MAP, draw_map };
