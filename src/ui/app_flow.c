// SPDX-License-Identifier: MIT
/* The microscope of view 9: which moment is looked at, and the clock that runs through it. */
#include "ui/app.h"

#include <math.h>

#include "session/watch.h"
#include "ui/flow_read.h"

static const double speeds[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
enum { SPEEDS = sizeof(speeds) / sizeof(speeds[0]) };

static const double AHEAD_S = 4; /* of watching, that a record reaches further */
static const double NEAR_S = 2;  /* of watching, before its end the next one is asked for */
static const double STRETCH_MIN_S = 30;
static const double FIGURES_S = 60;
static const double SEEN_RPS = 2; /* queries a second of watching, at least */

static struct flow_state *flow_of_app(struct app *app)
{
	return &app->ui.flow;
}

static double horizon_s(const struct app *app)
{
	return app->scenario.horizon_days * DAY_S;
}

static bool is_shown(const struct app *app)
{
	return app->ui.zoom == PANEL_FLOW;
}

/* --- records --- */

static void let_go(struct app *app)
{
	session_watch_release(app->session, app->flow.held);
	app->flow.held = NULL;
	app->ui.flow.record = NULL;
}

void app_flow_release(struct app *app)
{
	let_go(app);
}

/* Until somebody chooses, the station at large is the one that holds the others up. */
static void choose_if_wanted(struct app *app)
{
	struct flow_state *flow = &app->ui.flow;
	struct flow_station stations[FLOW_STATIONS_MAX];
	struct flow_figures figures[FLOW_STATIONS_MAX];
	int count;

	if (!app->flow.choose || !flow->record)
		return;
	app->flow.choose = false;
	app->flow.chosen = true;
	count = flow_stations(flow->record, flow->clock_s, stations);
	flow_figures(flow->record, flow->clock_s - FIGURES_S, flow->clock_s, stations, count,
		     figures);
	flow->station = flow_busiest(flow->record, flow->clock_s, stations, figures, count);
}

/* Where few come, time has to run for anything to be seen. */
static double speed_for(const struct scope_record *record)
{
	double rate_rps = scope_setup_at(record, record->to_s)->rate_rps;
	int i = 0;

	while (i + 1 < SPEEDS && speeds[i] * rate_rps < SEEN_RPS)
		i++;
	return speeds[i];
}

void app_flow_take(struct app *app)
{
	const struct watched *newest = session_watch_acquire(app->session);

	if (!newest || newest == app->flow.held || newest->ticket != app->flow.ticket) {
		session_watch_release(app->session, newest);
		return;
	}
	let_go(app);
	app->flow.held = newest;
	app->flow.asked = false;
	app->ui.flow.record = newest->record;
	app->ui.flow.refused = newest->record == NULL;
	if (!newest->record)
		app_complain(app, "%s", newest->error.message);
	if (newest->record && !(app->ui.flow.speed > 0))
		app->ui.flow.speed = speed_for(newest->record);
	if (newest->record)
		app->ui.flow.clock_s = fmin(fmax(app->ui.flow.clock_s, newest->record->from_s),
					    newest->record->to_s);
	choose_if_wanted(app);
	app->changed = true;
}

/* The record need not begin earlier. */
static double kept_from_s(const struct app *app)
{
	const struct flow_state *flow = &app->ui.flow;
	double rate_rps = scope_setup_at(flow->record, flow->clock_s)->rate_rps;

	return flow->clock_s - scope_history_s(rate_rps);
}

static double stretch_s(const struct app *app)
{
	return fmax(STRETCH_MIN_S, AHEAD_S * app->ui.flow.speed);
}

static void open_record(struct app *app)
{
	app->flow.generation = app->generation;
	app->flow.arch = app->ui.arch;
	app->flow.asked = true;
	app->flow.ticket = session_watch(app->session, &app->scenario, app->ui.arch,
					 app->ui.flow.clock_s, stretch_s(app));
}

/* The playhead goes with the clock. */
static void lead_playhead(struct app *app)
{
	app_set_playhead(app, app->ui.flow.clock_s / horizon_s(app));
	app->flow.playhead_frac = app->ui.playhead_frac;
}

/* Where nobody has put the playhead, the peak of the last day is looked at. */
static void go_to_playhead(struct app *app)
{
	double peak_s = (floor(app->scenario.horizon_days) - 1 + 15.0 / 24) * DAY_S;

	app->flow.at_end_before = app->ui.playhead_frac >= 1;
	app->ui.flow.clock_s = app->ui.playhead_frac * horizon_s(app);
	if (app->flow.at_end_before)
		app->ui.flow.clock_s = peak_s > 0 ? peak_s : horizon_s(app) / 2;
	lead_playhead(app);
	open_record(app);
}

static void enter(struct app *app)
{
	app->flow.on = true;
	app->flow.played_before = app->ui.playing;
	app->ui.playing = true;
	app->ticked_s = app->now_s;
	go_to_playhead(app);
}

static void leave(struct app *app)
{
	app->flow.on = false;
	app->ui.playing = app->flow.played_before;
	if (app->flow.at_end_before && app->ui.playhead_frac == app->flow.playhead_frac)
		app_set_playhead(app, 1);
	let_go(app);
}

static bool is_another_moment(const struct app *app)
{
	return app->ui.playhead_frac != app->flow.playhead_frac;
}

static bool ends_soon(const struct app *app)
{
	const struct flow_state *flow = &app->ui.flow;

	return flow->record && !flow->record->over &&
	       flow->record->to_s - flow->clock_s < NEAR_S * flow->speed;
}

void app_flow_follow(struct app *app)
{
	if (is_shown(app) != app->flow.on) {
		if (app->flow.on)
			leave(app);
		else
			enter(app);
		return;
	}
	if (!app->flow.on || !app->submitted)
		return;
	if (is_another_moment(app))
		go_to_playhead(app);
	else if (app->flow.arch != app->ui.arch || app->flow.generation != app->generation) {
		open_record(app);
	} else if (!app->flow.asked && ends_soon(app)) {
		app->flow.asked = true;
		session_watch_on(app->session, kept_from_s(app), stretch_s(app));
	}
}

/* --- the clock --- */

bool app_flow_tick(struct app *app, double elapsed_s)
{
	struct flow_state *flow = flow_of_app(app);
	double to_s;

	if (!app->flow.on)
		return false;
	/* Somebody has moved the playhead, or turned a knob: there it goes on, once it is known. */
	if (!flow->record || app->flow.generation != app->generation || is_another_moment(app))
		return true;
	to_s = fmin(flow->clock_s + elapsed_s * flow->speed, flow->record->to_s);
	flow->held_up = to_s - flow->clock_s < 0.5 * elapsed_s * flow->speed;
	flow->clock_s = fmax(to_s, flow->clock_s);
	if (flow->record->over && flow->clock_s >= flow->record->to_s) {
		app->ui.playing = false;
		app_say(app, "the run ends here");
	}
	lead_playhead(app);
	return true;
}

/* To another moment; one that the record has not is asked for. */
static void go_to(struct app *app, double at_s)
{
	struct flow_state *flow = flow_of_app(app);
	bool there = flow->record && at_s >= flow->record->from_s && at_s <= flow->record->to_s;

	flow->clock_s = fmin(fmax(at_s, 0), horizon_s(app));
	lead_playhead(app);
	if (!there)
		open_record(app);
}

static void step(struct app *app, int direction)
{
	struct flow_state *flow = flow_of_app(app);
	struct flow_step found;

	app->ui.playing = false;
	if (!flow->record)
		return;
	if (!flow_step_find(flow->record, flow->clock_s, direction, &found)) {
		go_to(app, direction > 0 ? flow->record->to_s : flow->record->from_s - 1);
		return;
	}
	go_to(app, found.at_s);
	app_say(app, "%s", found.text);
}

/* --- verbs --- */

static void sideways(struct app *app, double steps)
{
	go_to(app, app->ui.flow.clock_s + steps * 0.1 * app->ui.flow.speed);
}

static void next_station(struct app *app, int steps)
{
	int count = app->ui.flow.record ? flow_station_count(app->ui.flow.record) : 1;
	int at = app->ui.flow.station + steps;

	app->flow.chosen = true;
	app->ui.flow.station = at < 0 ? 0 : at >= count ? count - 1 : at;
}

static void end_station(struct app *app, bool last)
{
	next_station(app, last ? STAGE_COUNT : -STAGE_COUNT);
}

static void next_form(struct app *app)
{
	if (!app->flow.chosen)
		app->flow.choose = true;
	choose_if_wanted(app);
	app->ui.flow.one = !app->ui.flow.one;
}

void app_flow_select(struct app *app, int station, bool at_large)
{
	app->ui.flow.station = station;
	app->flow.chosen = true;
	if (at_large)
		next_form(app);
}

static void other_speed(struct app *app, int direction)
{
	double speed = app->ui.flow.speed;

	for (int i = 0; i < SPEEDS; i++) {
		int at = direction > 0 ? i : SPEEDS - 1 - i;

		if ((speeds[at] - speed) * direction > 0) {
			app->ui.flow.speed = speeds[at];
			return;
		}
	}
	app_say(app, direction > 0 ? "1,000 times is the fastest" : "real time is the slowest");
}

static bool act(struct app *app, enum action action)
{
	if (action == ACTION_PLAY)
		app->ui.playing = !app->ui.playing;
	else if (action == ACTION_STEP_BACK || action == ACTION_STEP_FORWARD)
		step(app, action == ACTION_STEP_FORWARD ? 1 : -1);
	else if (action == ACTION_SLOWER || action == ACTION_FASTER)
		other_speed(app, action == ACTION_FASTER ? 1 : -1);
	else
		return false;
	app->ticked_s = app->now_s;
	return true;
}

static void no_figures(struct app *app)
{
	app_say(app, "the flow has one figure: how many are where; v shows one station");
}

static void no_scale(struct app *app)
{
	app_say(app, "the flow has no other scale; < > change its speed");
}

const struct panel_verbs app_flow_verbs = {
	.sideways = sideways,
	.item = next_station,
	.end = end_station,
	.enter = next_form,
	.figure = no_figures,
	.form = next_form,
	.scale = no_scale,
	.wheel = next_station,
	.act = act,
};
