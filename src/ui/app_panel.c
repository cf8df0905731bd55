// SPDX-License-Identifier: MIT
/*
 * The keys that every panel answers to. A row of the table is what they do in one panel; a view
 * with more than a few verbs has them in a file of its own.
 */
#include "ui/app.h"

enum { COARSE_STEPS = 10, PAGE_KNOBS = 10 };

/* --- cost --- */

static void turn_volume(struct app *app, double steps)
{
	if (app->ui.cost_form != COST_BY_VOLUME) {
		app_step_time(app, steps);
		return;
	}
	app_select_knob(app, app_find_knob(app, (struct knob){ .param = P_traffic_volume_qpm }));
	app_turn(app, steps);
}

static void cost_figure(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (ui->cost_form != COST_STACK && ui->cost_form != COST_LEDGER) {
		ui->cost_figure = (enum cost_figure)((ui->cost_figure + 1) % COST_FIGURES);
		return;
	}
	ui->cost_each = !ui->cost_each;
	app_say(app, ui->cost_each ? "stack: what is spent in each part of the run"
				   : "stack: what is spent so far");
}

static void cost_form(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->cost_form = (enum cost_form)((ui->cost_form + 1) % COST_FORMS);
}

static void cost_scale(struct app *app)
{
	if (app->ui.cost_form == COST_STACK)
		app_say(app, "a stack adds up on a linear scale only; v shows cost by time");
	else
		app->ui.cost_linear = !app->ui.cost_linear;
}

static const char *const without_bands[COST_FORMS] = {
	[COST_BY_VOLUME] = "no bands by volume: its curves are means; v shows them by time",
	[COST_LEDGER] = "a ledger has no bands; v goes on to cost by time, which has",
	[COST_STACK] =
		"a stack has no bands, its parts lie on each other; v goes on to cost by time",
};

static void cost_detail(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (ui->cost_form != COST_BY_TIME) {
		app_say(app, "%s", without_bands[ui->cost_form]);
		return;
	}
	ui->cost_bands = !ui->cost_bands;
	app_say(app, ui->cost_bands ? "bands: a tenth of the runs lie below, a tenth above"
				    : "no bands");
}

/* --- scoreboard --- */

static void next_column(struct app *app, double steps)
{
	app_next_arch(app, steps > 0 ? 1 : -1);
}

static void end_column(struct app *app, bool last)
{
	const struct scenario *scenario = &app->scenario;

	app->ui.arch = scenario->archs[last ? scenario->arch_count - 1 : 0];
}

static void scoreboard_form(struct app *app)
{
	app->ui.scoreboard_all = !app->ui.scoreboard_all;
}

static void scoreboard_delta(struct app *app)
{
	if (!app->ui.has_baseline) {
		app_say(app, "a pins a baseline; then the differences to it stand here");
		return;
	}
	app->ui.delta_relative = !app->ui.delta_relative;
	app_say(app, app->ui.delta_relative ? "differences to the baseline in per cent"
					    : "differences to the baseline");
}

/* --- latency, freshness, the time line --- */

static void latency_figure(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->latency_figure = (enum latency_figure)((ui->latency_figure + 1) % LATENCY_FIGURES);
}

static void latency_form(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->latency_form = (enum latency_form)((ui->latency_form + 1) % LATENCY_FORMS);
}

static void latency_detail(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (ui->latency_form == LATENCY_CUMULATIVE) {
		app_say(app, "all architectures are in it already");
		return;
	}
	ui->latency_others = !ui->latency_others;
	app_say(app, ui->latency_others ? "with the other architectures" : "one architecture");
}

static void latency_scale(struct app *app)
{
	if (app->ui.latency_form == LATENCY_OVER_TIME)
		app->ui.latency_scale = (app->ui.latency_scale + 1) % 3;
	else
		app_say(app, "times lie on a logarithmic axis here; v goes to them over time");
}

static bool is_strip(struct app *app)
{
	if (app->ui.fresh_form == FRESH_PIPELINE)
		app_say(app, "the strip shows all there is; v goes to figures over time");
	return app->ui.fresh_form == FRESH_PIPELINE;
}

static void fresh_figure(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (!is_strip(app))
		ui->fresh_figure = (enum freshness_figure)((ui->fresh_figure + 1) % FRESH_FIGURES);
}

static void fresh_form(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->fresh_form = (enum freshness_form)((ui->fresh_form + 1) % FRESH_FORMS);
}

static void fresh_scale(struct app *app)
{
	if (!is_strip(app))
		app->ui.fresh_scale = (app->ui.fresh_scale + 1) % 3;
}

static void play(struct app *app)
{
	app_act(app, ACTION_PLAY);
}

static void end_time(struct app *app, bool last)
{
	app_set_playhead(app, last ? 1 : 0);
}

/* --- knobs --- */

static void next_knob(struct app *app, int steps)
{
	app_select_knob(app, app->ui.knob + steps);
}

static void end_knob(struct app *app, bool last)
{
	app_select_knob(app, last ? app->ui.knob_count - 1 : 0);
}

static void page_knobs(struct app *app, int pages)
{
	app_select_knob(app, app->ui.knob + pages * PAGE_KNOBS);
}

/* On the main screen the figure is that of the plot; with knobs all over the screen there is none,
 * and the active knob goes to where it flips the answer. */
static void knob_figure(struct app *app)
{
	if (app->ui.zoom == PANEL_KNOBS)
		app_to_crossing(app);
	else
		cost_figure(app);
}

static void type_value(struct app *app)
{
	app_act(app, ACTION_TYPE_VALUE);
}

/* --- any --- */

static void nothing_to_leave_out(struct app *app)
{
	app_say(app, "nothing to leave out here");
}

static void next_arch(struct app *app, int steps)
{
	app_next_arch(app, steps > 0 ? 1 : -1);
}

static void zoom(struct app *app)
{
	if (app->ui.focus != PANEL_NONE)
		app_toggle_zoom(app, app->ui.focus);
}

static const struct panel_verbs main_screen = {
	.sideways = app_turn,
	.item = next_arch,
	.end = end_time,
	.page = page_knobs,
	.enter = zoom,
	.figure = cost_figure,
	.form = cost_form,
	.scale = cost_scale,
	.detail = cost_detail,
	.filter = nothing_to_leave_out,
};
static const struct panel_verbs cost = { .sideways = turn_volume, .detail = cost_detail };
static const struct panel_verbs scoreboard = {
	.sideways = next_column,
	.end = end_column,
	.form = scoreboard_form,
	.detail = scoreboard_delta,
};
static const struct panel_verbs latency = {
	.sideways = app_step_time,
	.figure = latency_figure,
	.form = latency_form,
	.scale = latency_scale,
	.detail = latency_detail,
};
static const struct panel_verbs freshness = {
	.sideways = app_step_time,
	.figure = fresh_figure,
	.form = fresh_form,
	.scale = fresh_scale,
};
static const struct panel_verbs knobs = {
	.figure = knob_figure,
	.item = next_knob,
	.end = end_knob,
	.enter = type_value,
	.wheel = next_knob,
};
static const struct panel_verbs time_line = {
	.sideways = app_step_time,
	.item = next_knob,
	.enter = play,
};

/* clang-format off */
static const struct panel_verbs *const verbs[PANEL_COUNT] = {
	[PANEL_NONE] = &main_screen,
	[PANEL_COST] = &cost,
	[PANEL_SCOREBOARD] = &scoreboard,
	[PANEL_LATENCY] = &latency,
	[PANEL_FRESHNESS] = &freshness,
	[PANEL_KNOBS] = &knobs,
	[PANEL_MAP] = &verbs_map,
	[PANEL_SENSITIVITY] = &verbs_sensitivity,
	[PANEL_ADVISOR] = &verbs_advisor,
	[PANEL_FLOW] = &app_flow_verbs,
	[PANEL_LOG] = &app_log_verbs,
	[PANEL_TIME] = &time_line,
};
/* clang-format on */

/* --- the keys --- */

/* With what the main screen does where the panel has no verb of its own. */
static struct panel_verbs verbs_of(enum panel panel)
{
	struct panel_verbs own = verbs[panel] ? *verbs[panel] : main_screen;

	own.sideways = own.sideways ? own.sideways : main_screen.sideways;
	own.item = own.item ? own.item : main_screen.item;
	own.end = own.end ? own.end : main_screen.end;
	own.page = own.page ? own.page : main_screen.page;
	own.enter = own.enter ? own.enter : main_screen.enter;
	own.figure = own.figure ? own.figure : main_screen.figure;
	own.form = own.form ? own.form : main_screen.form;
	own.scale = own.scale ? own.scale : main_screen.scale;
	own.detail = own.detail ? own.detail : main_screen.detail;
	own.filter = own.filter ? own.filter : main_screen.filter;
	return own;
}

static bool act_move(struct app *app, const struct panel_verbs *panel, enum action action)
{
	if (action == ACTION_LESS || action == ACTION_MORE)
		panel->sideways(app, action == ACTION_MORE ? 1 : -1);
	else if (action == ACTION_LESS_COARSE || action == ACTION_MORE_COARSE)
		panel->sideways(app, action == ACTION_MORE_COARSE ? COARSE_STEPS : -COARSE_STEPS);
	else if (action == ACTION_NEXT || action == ACTION_PREVIOUS)
		panel->item(app, action == ACTION_NEXT ? 1 : -1);
	else if (action == ACTION_FIRST || action == ACTION_LAST)
		panel->end(app, action == ACTION_LAST);
	else if (action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP)
		panel->page(app, action == ACTION_PAGE_DOWN ? 1 : -1);
	else if (action == ACTION_ENTER)
		panel->enter(app);
	else if (action == ACTION_TEN_DOWN || action == ACTION_TEN_UP)
		panel->item(app, action == ACTION_TEN_DOWN ? COARSE_STEPS : -COARSE_STEPS);
	else
		return false;
	return true;
}

/* The verbs that change what a panel shows. */
static bool act_show(struct app *app, const struct panel_verbs *panel, enum action action)
{
	if (action == ACTION_FIGURE)
		panel->figure(app);
	else if (action == ACTION_FORM)
		panel->form(app);
	else if (action == ACTION_SCALE)
		panel->scale(app);
	else if (action == ACTION_DETAIL)
		panel->detail(app);
	else if (action == ACTION_FILTER)
		panel->filter(app);
	else
		return false;
	return true;
}

enum panel app_panel(const struct app *app)
{
	return app->ui.zoom != PANEL_NONE ? app->ui.zoom : app->ui.focus;
}

bool app_act_panel(struct app *app, enum action action)
{
	const struct panel_verbs focus = verbs_of(app->ui.focus), shown = verbs_of(app_panel(app));

	if (shown.act && shown.act(app, action))
		return true;
	return act_move(app, &focus, action) || act_show(app, &shown, action);
}

void app_wheel_panel(struct app *app, enum panel panel, int steps)
{
	const struct panel_verbs over = verbs_of(panel);

	if (over.wheel)
		over.wheel(app, steps);
}
