// SPDX-License-Identifier: MIT
/* What is shown and how: focus, zoom, forms and figures of the panels, and the playhead. */
#include "ui/app.h"

#include <math.h>

#include "ui/layout.h"

#define TIME_ZOOM_MIN (1.0 / 256)

static const double speeds_days_per_s[] = { 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,
					    2,     5,     10,    20,   50,   100,  200, 500, 1000 };
enum { SPEED_COUNT = sizeof(speeds_days_per_s) / sizeof(speeds_days_per_s[0]) };

double app_speed_days_per_s(double horizon_days)
{
	double speed = speeds_days_per_s[0];

	if (horizon_days >= 10)
		return 10;
	for (int i = 0; i < SPEED_COUNT && speeds_days_per_s[i] <= horizon_days / 10; i++)
		speed = speeds_days_per_s[i];
	return speed;
}

/* --- focus and zoom --- */

/* A view that has come on the screen with a study of its own, which is of an older edit. */
static void ask_for_study(struct app *app)
{
	const struct ui_state *ui = &app->ui;

	if ((ui->zoom == PANEL_MAP && ui->map.news.generation != app->generation) ||
	    (ui->zoom == PANEL_SENSITIVITY && ui->sensitivity.news.generation != app->generation) ||
	    (ui->zoom == PANEL_ADVISOR && ui->advisor.form == ADVISOR_CLAIMS &&
	     app->claims->count < CLAIM_COUNT)) {
		app->edited = true;
		app->full = true;
	}
}

/* What has no place on the main screen cannot keep the focus there. */
static void focus_main(struct app *app)
{
	if (app->ui.focus >= PANEL_MAP && app->ui.focus <= PANEL_LOG)
		app->ui.focus = PANEL_KNOBS;
}

void app_toggle_zoom(struct app *app, enum panel panel)
{
	struct layout layout;

	app->ui.zoom = app->ui.zoom == panel ? PANEL_NONE : panel;
	app->ui.focus = panel;
	ask_for_study(app);
	layout_compute(&layout, app->canvas.w, app->canvas.h, SCREEN_FULL, panel);
	if (panel != PANEL_TIME && !layout_shown(layout.zoom))
		app_say(app, "too small for views");
	if (app->ui.zoom == PANEL_NONE)
		focus_main(app);
	else if (panel == PANEL_LOG)
		app_log_open(app);
}

/* A panel that is in the picture registers itself there; small screens do not have all of them. */
static bool is_in_picture(const struct app *app, enum panel panel)
{
	for (int i = 0; i < app->canvas.hit_count; i++)
		if (app->canvas.hits[i].action == ACTION_HIT_PANEL &&
		    app->canvas.hits[i].argument == (int)panel)
			return true;
	return false;
}

static void next_panel(struct app *app, int direction)
{
	int panel = app->ui.focus;

	for (int i = 0; i < PANEL_COUNT; i++) {
		panel += direction;
		if (panel <= PANEL_NONE)
			panel = PANEL_COUNT - 1;
		if (panel >= PANEL_COUNT)
			panel = PANEL_NONE + 1;
		if (is_in_picture(app, (enum panel)panel))
			break;
	}
	app->ui.focus = (enum panel)panel;
}

void app_next_arch(struct app *app, int direction)
{
	const struct scenario *scenario = &app->scenario;
	int at = 0;

	for (int i = 0; i < scenario->arch_count; i++)
		if (scenario->archs[i] == app->ui.arch)
			at = i;
	at = (at + direction + scenario->arch_count) % scenario->arch_count;
	app->ui.arch = scenario->archs[at];
}

static void go_back(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (ui->looking) {
		app_baseline_look(app, false);
	} else if (ui->zoom != PANEL_NONE) {
		ui->zoom = PANEL_NONE;
		focus_main(app);
	} else if (ui->time_zoom_lo > 0 || ui->time_zoom_hi < 1) {
		ui->time_zoom_lo = 0;
		ui->time_zoom_hi = 1;
	}
}

/* --- time --- */

static void scroll_to_playhead(struct ui_state *ui)
{
	double width = ui->time_zoom_hi - ui->time_zoom_lo;

	if (ui->playhead_frac < ui->time_zoom_lo)
		ui->time_zoom_lo = ui->playhead_frac;
	else if (ui->playhead_frac > ui->time_zoom_hi)
		ui->time_zoom_lo = ui->playhead_frac - width;
	ui->time_zoom_hi = ui->time_zoom_lo + width;
}

void app_step_time(struct app *app, double steps)
{
	double step = (app->ui.time_zoom_hi - app->ui.time_zoom_lo) / RESULT_BUCKETS;

	app_set_playhead(app, app->ui.playhead_frac + steps * step);
	scroll_to_playhead(&app->ui);
}

void app_show_day(struct app *app, double day)
{
	app_set_playhead(app, day / app->scenario.horizon_days);
	scroll_to_playhead(&app->ui);
}

void app_zoom_time(struct app *app, double factor, double at_frac)
{
	struct ui_state *ui = &app->ui;
	double width = ui->time_zoom_hi - ui->time_zoom_lo;
	double wanted = fmin(fmax(width * factor, TIME_ZOOM_MIN), 1);

	// What is under the cursor stays where it is.
	ui->time_zoom_lo = at_frac - (at_frac - ui->time_zoom_lo) * wanted / width;
	ui->time_zoom_lo = fmin(fmax(ui->time_zoom_lo, 0), 1 - wanted);
	ui->time_zoom_hi = ui->time_zoom_lo + wanted;
	app->changed = true;
}

static void change_speed(struct app *app, int direction)
{
	double speed = app->ui.speed_days_per_s;

	for (int i = 0; i < SPEED_COUNT; i++) {
		int at = direction > 0 ? i : SPEED_COUNT - 1 - i;
		if ((speeds_days_per_s[at] - speed) * direction > 0) {
			app->ui.speed_days_per_s = speeds_days_per_s[at];
			return;
		}
	}
}

static void toggle_play(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->playing = !ui->playing;
	app->ticked_s = app->now_s;
	if (ui->playing && ui->playhead_frac >= 1)
		app_set_playhead(app, 0);
}

static bool is_shown_event(enum event_kind kind)
{
	// What people look for is what became of a retraining, not that one started.
	return kind != EVENT_TRIGGERED;
}

static void consider_event(double frac, double from, int direction, double *best)
{
	const double same = 1e-9;

	if ((frac - from) * direction > same && (*best - frac) * direction > 0)
		*best = frac;
}

static void next_event(struct app *app, int direction)
{
	const struct result *result = &app->shown.result;
	double from = app->ui.playhead_frac, best = direction * (double)INFINITY;

	for (int a = 0; app->shown.has_result && a < ARCH_COUNT; a++)
		for (int i = 0; result->arch[a].present && i < result->arch[a].event_count; i++)
			if (is_shown_event(result->arch[a].events[i].kind))
				consider_event(result->arch[a].events[i].at_s / result->horizon_s,
					       from, direction, &best);
	if (isinf(best)) {
		app_say(app, direction > 0 ? "no later event" : "no earlier event");
		return;
	}
	app_set_playhead(app, best);
	scroll_to_playhead(&app->ui);
}

/* --- what is shown --- */

/* --- actions --- */

static bool act_focus(struct app *app, enum action action)
{
	if (action >= ACTION_ZOOM_COST && action <= ACTION_ZOOM_LOG)
		app_toggle_zoom(app, (enum panel)(PANEL_COST + (int)(action - ACTION_ZOOM_COST)));
	else if (action == ACTION_PANEL_NEXT || action == ACTION_PANEL_PREVIOUS)
		next_panel(app, action == ACTION_PANEL_NEXT ? 1 : -1);
	else if (action == ACTION_BACK)
		go_back(app);
	else
		return false;
	return true;
}

static bool act_time(struct app *app, enum action action)
{
	if (action == ACTION_PLAY)
		toggle_play(app);
	else if (action == ACTION_STEP_BACK || action == ACTION_STEP_FORWARD)
		app_step_time(app, action == ACTION_STEP_FORWARD ? 1 : -1);
	else if (action == ACTION_SLOWER || action == ACTION_FASTER)
		change_speed(app, action == ACTION_FASTER ? 1 : -1);
	else if (action == ACTION_EVENT_PREVIOUS || action == ACTION_EVENT_NEXT)
		next_event(app, action == ACTION_EVENT_NEXT ? 1 : -1);
	else if (action == ACTION_BOOKMARK)
		app_bookmark(app);
	else if (action == ACTION_BOOKMARK_NEXT)
		app_next_bookmark(app);
	else if (action == ACTION_INCIDENT)
		app_incident_open(app);
	else if (action == ACTION_ZOOM_IN || action == ACTION_ZOOM_OUT)
		app_zoom_time(app, action == ACTION_ZOOM_IN ? 0.5 : 2, app->ui.playhead_frac);
	else
		return false;
	return true;
}

static bool act_show(struct app *app, enum action action)
{
	if (action == ACTION_ARCH_NEXT)
		app_next_arch(app, 1);
	else if (action == ACTION_ARCHS)
		app_toggle_archs(app);
	else if (action == ACTION_TILL)
		app->ui.till_playhead = !app->ui.till_playhead;
	else if (action == ACTION_BASELINE)
		app_baseline_toggle(app);
	else if (action == ACTION_BASELINE_LOOK)
		app_baseline_look(app, !app->ui.looking);
	else
		return false;
	return true;
}

bool app_act_view(struct app *app, enum action action)
{
	bool done = act_focus(app, action) || act_time(app, action) || act_show(app, action);

	app->changed = app->changed || done;
	return done;
}
