// SPDX-License-Identifier: MIT
/* The map: asked for while it is on the screen, copied before it is drawn; its cursor and axes. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "ui/view_map.h"

enum { COLUMNS = 40, ROWS = 20, TEN = 10 };

void app_map_init(struct app *app)
{
	struct map_view *view = &app->ui.map;

	*view = (struct map_view){
		.x = P_traffic_volume_qpm,
		.y = P_knowledge_updates_per_month,
		.at_x = (double)NAN,
		.at_y = (double)NAN,
		.lo_x = (double)NAN,
		.hi_x = (double)NAN,
		.lo_y = (double)NAN,
		.hi_y = (double)NAN,
		.articles = true,
	};
	app->map = xcalloc(1, sizeof(*app->map));
}

static bool is_shown(const struct app *app)
{
	return app->ui.zoom == PANEL_MAP;
}

void app_want_map(const struct app *app, struct study_wish *wish)
{
	const struct map_view *view = &app->ui.map;

	*wish = (struct study_wish){
		.study = STUDY_MAP,
		.x = view->x,
		.y = view->y,
		.lo_x = view->lo_x,
		.hi_x = view->hi_x,
		.lo_y = view->lo_y,
		.hi_y = view->hi_y,
		.columns = COLUMNS,
		.rows = ROWS,
		.measure = MEASURE_ALL_IN,
		.any = view->figure == MAP_CHEAPEST,
	};
}

/* A map is drawn anew from its first cells on; until these are there, the one before stands. */
void app_take_map(struct app *app)
{
	struct map_view *view = &app->ui.map;

	if (!is_shown(app))
		return;
	if (session_copy_map(app->session, app->map, &view->news)) {
		map_trace(app->map);
		view->map = app->map->cell_count > 0 ? app->map : NULL;
	}
	view->old = view->news.generation != app->generation;
}

/* Another map is wanted. */
static void ask_again(struct app *app)
{
	app->edited = true;
	app->full = true;
	app->changed = true;
}

/* --- the cursor --- */

static void put_cursor(struct app *app, double x, double y)
{
	app->ui.map.at_x = fmin(fmax(x, 0), 1);
	app->ui.map.at_y = fmin(fmax(y, 0), 1);
	app->changed = true;
}

static void move_cursor(struct app *app, double columns, double rows)
{
	double x, y;

	if (!app->ui.map.map)
		return;
	map_cursor(&app->ui.map, &x, &y);
	put_cursor(app, x + columns / (app->map->columns - 1), y + rows / (app->map->rows - 1));
}

static void sideways(struct app *app, double steps)
{
	move_cursor(app, steps, 0);
}

static void item(struct app *app, int steps)
{
	move_cursor(app, 0, -steps);
}

static void end(struct app *app, bool last)
{
	move_cursor(app, last ? app->map->columns : -app->map->columns, 0);
}

void app_map_point(struct app *app, double x, double y)
{
	if (app->ui.map.map)
		put_cursor(app, x, y);
}

static int best_at_column(const struct app *app, int column, int row)
{
	const struct map_cell *cell = map_look(app->map, column, row);

	return cell ? map_best(app->map, cell) : -1;
}

/* To the right along the row, and from the end on from the left, to where the best is another. */
static void next_frontier(struct app *app)
{
	const struct map *map = app->map;
	int columns = map->columns, from, row;
	double x, y;

	if (!app->ui.map.map)
		return;
	map_cursor(&app->ui.map, &x, &y);
	from = (int)floor(x * (columns - 1) + 0.5);
	row = (int)floor(y * (map->rows - 1) + 0.5);
	for (int i = 1; i <= columns; i++) {
		int column = (from + i) % columns;

		if (column == 0 ||
		    best_at_column(app, column, row) == best_at_column(app, column - 1, row))
			continue;
		put_cursor(app, (double)column / (columns - 1), y);
		return;
	}
	app_say(app, "the same is best all along this row");
}

/* --- going there --- */

static bool set_axis(struct app *app, const struct track *track, double position)
{
	int index = app_find_knob(app, (struct knob){ .param = track->param });
	double value = app_round(track_value(track, position), 3);

	if (track->whole)
		value = floor(track_value(track, position) + 0.5);
	if (!app_set_knob(app, index, value, false))
		return false;
	app_select_knob(app, index);
	return true;
}

static void go_there(struct app *app)
{
	double x, y;

	if (!app->ui.map.map)
		return;
	map_cursor(&app->ui.map, &x, &y);
	if (set_axis(app, &app->map->y, y) && set_axis(app, &app->map->x, x)) {
		app->ui.map.at_x = app->ui.map.at_y = (double)NAN;
		app_say(app, "you are there now; u comes back");
	}
}

/* --- what is shown --- */

static void figure(struct app *app)
{
	struct map_view *view = &app->ui.map;
	bool any = view->figure == MAP_CHEAPEST;

	view->figure = (enum map_figure)((view->figure + 1) % MAP_FIGURES);
	if (any != (view->figure == MAP_CHEAPEST))
		ask_again(app);
}

static void detail(struct app *app)
{
	app->ui.map.articles = !app->ui.map.articles;
}

/* Half of an axis, with the place where it was. False, with the ends as they were, where there is
 * nothing between them: whole numbers are few, and numbers end somewhere. */
static bool zoom_axis(const struct track *track, double at, double *lo, double *hi)
{
	double from = track_value(track, at / 2), to = track_value(track, at / 2 + 0.5);

	if (!(from < to) || (from == track->lo && to == track->hi))
		return false;
	*lo = from;
	*hi = to;
	return true;
}

static bool zoom_in(struct app *app)
{
	struct map_view *view = &app->ui.map;
	double x, y;
	bool closer;

	if (!view->map)
		return false;
	map_cursor(view, &x, &y);
	closer = zoom_axis(&app->map->x, x, &view->lo_x, &view->hi_x);
	closer = zoom_axis(&app->map->y, y, &view->lo_y, &view->hi_y) || closer;
	if (!closer)
		app_say(app, "there is nothing closer; Z shows all of it");
	return closer;
}

static void zoom(struct app *app, bool in)
{
	struct map_view *view = &app->ui.map;

	if (in && !zoom_in(app))
		return;
	if (!in)
		view->lo_x = view->hi_x = view->lo_y = view->hi_y = (double)NAN;
	ask_again(app);
}

bool app_map_axis(struct app *app, bool x, enum param_id param, struct error *error)
{
	struct map_view *view = &app->ui.map;
	struct track track;

	if (param == (x ? view->y : view->x))
		return error_set(error, "that is the other axis");
	if (!map_axis(&track, &app->scenario, param, (double)NAN, (double)NAN, error))
		return false;
	if (x)
		view->x = param;
	else
		view->y = param;
	view->lo_x = view->hi_x = view->lo_y = view->hi_y = (double)NAN;
	view->at_x = view->at_y = (double)NAN;
	ask_again(app);
	return true;
}

bool app_map_axes(struct app *app, enum param_id x, enum param_id y, struct error *error)
{
	enum param_id before = app->ui.map.y;

	app->ui.map.y = x == before ? app->ui.map.x : before; /* in no one's way */
	return app_map_axis(app, true, x, error) && app_map_axis(app, false, y, error);
}

static bool act(struct app *app, enum action action)
{
	if (action == ACTION_TEN_DOWN || action == ACTION_TEN_UP)
		move_cursor(app, 0, action == ACTION_TEN_UP ? TEN : -TEN);
	else if (action == ACTION_AXIS_X)
		app_prompt_open(app, PROMPT_COMMAND, "map x ");
	else if (action == ACTION_AXIS_Y)
		app_prompt_open(app, PROMPT_COMMAND, "map y ");
	else if (action == ACTION_CROSSING)
		next_frontier(app);
	else if (action == ACTION_ZOOM_IN || action == ACTION_ZOOM_OUT)
		zoom(app, action == ACTION_ZOOM_IN);
	else
		return false;
	return true;
}

static void wheel(struct app *app, int steps)
{
	zoom(app, steps < 0);
}

const struct panel_verbs verbs_map = {
	.sideways = sideways,
	.item = item,
	.end = end,
	.enter = go_there,
	.figure = figure,
	.detail = detail,
	.wheel = wheel,
	.act = act,
};
