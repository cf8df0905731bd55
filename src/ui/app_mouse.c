// SPDX-License-Identifier: MIT
/* The mouse: what a press, a drag or the wheel does is what was registered where it happened. */
#include "ui/app.h"

#include <math.h>

/* 0 to 1 across the area; its last column is 1. */
static double position_in(struct rect area, int x)
{
	return area.w > 1 ? (double)(x - area.x) / (area.w - 1) : 0;
}

/* 0 to 1 up the area. */
static double height_in(struct rect area, int y)
{
	return area.h > 1 ? (double)(area.y + area.h - 1 - y) / (area.h - 1) : 0;
}

static bool contains(struct rect area, int x, int y)
{
	return x >= area.x && x < area.x + area.w && y >= area.y && y < area.y + area.h;
}

static enum panel panel_at(const struct app *app, int x, int y)
{
	for (int i = app->canvas.hit_count - 1; i >= 0; i--) {
		const struct hit *hit = &app->canvas.hits[i];
		if (hit->action == ACTION_HIT_PANEL && contains(hit->area, x, y))
			return (enum panel)hit->argument;
	}
	return PANEL_NONE;
}

static double time_at(const struct app *app, struct rect area, int x)
{
	const struct ui_state *ui = &app->ui;
	double position = fmin(fmax(position_in(area, x), 0), 1);

	return ui->time_zoom_lo + position * (ui->time_zoom_hi - ui->time_zoom_lo);
}

/* --- dragging --- */

static void drag_move(struct app *app, int x, int y)
{
	const struct hit *hit = &app->drag.hit;

	if (hit->action == ACTION_HIT_TRACK)
		app_drag_to(app, hit->argument, position_in(hit->area, x));
	else if (hit->action == ACTION_HIT_VOLUME)
		app_drag_volume(app, position_in(hit->area, x));
	else if (hit->action == ACTION_HIT_TIME)
		app_set_playhead(app, time_at(app, hit->area, x));
	else if (hit->action == ACTION_HIT_MAP)
		app_map_point(app, position_in(hit->area, x), height_in(hit->area, y));
	app->changed = true;
}

static void drag_begin(struct app *app, const struct hit *hit, int x, int y)
{
	edit_close(&app->log);
	app->drag = (struct app_drag){ .active = true, .hit = *hit };
	if (hit->action == ACTION_HIT_TIME)
		app->ui.playing = false;
	drag_move(app, x, y);
}

static void drag_end(struct app *app)
{
	if (!app->drag.active)
		return;
	app->drag.active = false;
	if (app->drag.hit.action != ACTION_HIT_TIME && app->drag.hit.action != ACTION_HIT_MAP)
		app_drag_end(app);
}

/* --- pressing --- */

static void press_knob(struct app *app, const struct hit *hit, const struct input_event *event)
{
	app->ui.focus = PANEL_KNOBS;
	app_select_knob(app, hit->argument);
	if (event->button == INPUT_BUTTON_RIGHT)
		app_reset_knob(app, hit->argument);
	else if (hit->action == ACTION_HIT_TRACK)
		drag_begin(app, hit, event->x, event->y);
	else if (hit->action == ACTION_HIT_LOCK)
		app_act(app, ACTION_LOCK);
	else if (event->twice)
		app_act(app, ACTION_TYPE_VALUE);
}

static bool is_knob(int action)
{
	return action == ACTION_HIT_KNOB || action == ACTION_HIT_TRACK ||
	       action == ACTION_HIT_VALUE || action == ACTION_HIT_LOCK;
}

/* In a list that fills its panel: the cursor goes there as keys would take it. */
static void press_row(struct app *app, int row, bool twice)
{
	app_act(app, ACTION_FIRST);
	for (int i = 0; i < row; i++)
		app_act(app, ACTION_NEXT);
	if (twice)
		app_act(app, ACTION_ENTER);
}

static void press_hit(struct app *app, const struct hit *hit, const struct input_event *event)
{
	enum panel panel = panel_at(app, event->x, event->y);

	if (panel != PANEL_NONE)
		app->ui.focus = panel;
	if (is_knob(hit->action)) {
		press_knob(app, hit, event);
		return;
	}
	if (hit->action == ACTION_HIT_LOG) {
		app_log_press(app, hit->argument, event->button == INPUT_BUTTON_RIGHT,
			      event->twice);
		return;
	}
	if (event->button == INPUT_BUTTON_RIGHT && hit->action == ACTION_HIT_TIME &&
	    panel == PANEL_TIME) {
		app_set_playhead(app, time_at(app, hit->area, event->x));
		app_bookmark(app);
	}
	if (event->button != INPUT_BUTTON_LEFT)
		return;
	if (hit->action == ACTION_HIT_MAP && event->twice)
		app_act(app, ACTION_ENTER);
	else if (hit->action == ACTION_HIT_TIME || hit->action == ACTION_HIT_VOLUME ||
		 hit->action == ACTION_HIT_MAP)
		drag_begin(app, hit, event->x, event->y);
	else if (hit->action == ACTION_HIT_ROW)
		press_row(app, hit->argument, event->twice);
	else if (hit->action == ACTION_HIT_ARCH)
		app->ui.arch = (enum arch)hit->argument;
	else if (hit->action == ACTION_HIT_STATION)
		app_flow_select(app, hit->argument, event->twice);
	else if (hit->action == ACTION_HIT_PANEL && event->twice)
		app_act(app, ACTION_ENTER);
	else if (hit->action < ACTION_HIT_KNOB)
		app_act(app, (enum action)hit->action);
}

/* Overlays are modal: their own hits act, everything else is Esc. */
static void press_overlay(struct app *app, const struct hit *hit, const struct input_event *event)
{
	if (hit && hit->action == ACTION_HIT_INCIDENT && app->ui.overlay == OVERLAY_INCIDENT)
		app_incident_press(app, hit->argument, event->twice);
	else if (hit && hit->action == ACTION_HIT_OPEN && app->ui.overlay == OVERLAY_OPEN)
		app_open_click(app, hit->argument, event->twice);
	else if (app->ui.overlay == OVERLAY_PROMPT)
		app_prompt_leave(app);
	else
		app_overlay_key(app, INPUT_ESCAPE);
}

static void press(struct app *app, const struct input_event *event)
{
	const struct hit *found = canvas_hit_at(&app->canvas, event->x, event->y);
	struct hit hit;

	app->ui.message[0] = '\0';
	app->changed = true;
	app_glide_end(app, false);
	drag_end(app);
	if (found)
		hit = *found; // acting may draw, and drawing forgets the hits
	if (app->ui.overlay != OVERLAY_NONE)
		press_overlay(app, found ? &hit : NULL, event);
	else if (found)
		press_hit(app, &hit, event);
}

/* --- the wheel --- */

static void wheel_plot(struct app *app, const struct hit *hit, const struct input_event *event)
{
	if (panel_at(app, event->x, event->y) == PANEL_TIME)
		app_step_time(app, event->wheel);
	else
		app_zoom_time(app, event->wheel < 0 ? 0.5 : 2, time_at(app, hit->area, event->x));
}

static void wheel_main(struct app *app, const struct hit *hit, const struct input_event *event)
{
	int action = hit ? hit->action : ACTION_NONE;

	if (action == ACTION_HIT_TRACK || action == ACTION_HIT_VALUE) {
		app_select_knob(app, hit->argument);
		// Up is more, as on a fader.
		app_turn(app, -event->wheel * (action == ACTION_HIT_VALUE ? 0.1 : 1));
	} else if (action == ACTION_HIT_TIME) {
		wheel_plot(app, hit, event);
	} else {
		app_wheel_panel(app, panel_at(app, event->x, event->y), event->wheel);
	}
}

static void wheel(struct app *app, const struct input_event *event)
{
	const struct hit *found = canvas_hit_at(&app->canvas, event->x, event->y);

	app->changed = true;
	if (app->ui.overlay == OVERLAY_HELP)
		app_help_scroll(app, event->wheel);
	else if (app->ui.overlay == OVERLAY_OPEN)
		app_open_key(app, event->wheel > 0 ? INPUT_DOWN : INPUT_UP);
	else if (app->ui.overlay == OVERLAY_NONE)
		wheel_main(app, found, event);
}

void app_mouse(struct app *app, const struct input_event *event)
{
	switch (event->kind) {
	case INPUT_PRESS:
		press(app, event);
		break;
	case INPUT_DRAG:
		// What is held may have been covered by a prompt, opened by a key.
		if (app->drag.active && app->ui.overlay == OVERLAY_NONE)
			drag_move(app, event->x, event->y);
		break;
	case INPUT_RELEASE:
		drag_end(app);
		break;
	case INPUT_WHEEL:
		wheel(app, event);
		break;
	case INPUT_KEY:
		break;
	}
}
