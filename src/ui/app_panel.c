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

	ui->cost_figure = (enum cost_figure)((ui->cost_figure + 1) % COST_FIGURES);
}

static void cost_form(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->cost_form = (enum cost_form)((ui->cost_form + 1) % COST_FORMS);
}

static void cost_scale(struct app *app)
{
	app->ui.cost_linear = !app->ui.cost_linear;
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

static void latency_scale(struct app *app)
{
	app->ui.latency_scale = (app->ui.latency_scale + 1) % 3;
}

static void fresh_figure(struct app *app)
{
	struct ui_state *ui = &app->ui;

	ui->fresh_figure = (enum freshness_figure)((ui->fresh_figure + 1) % FRESH_FIGURES);
}

static void fresh_scale(struct app *app)
{
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

static void type_value(struct app *app)
{
	app_act(app, ACTION_TYPE_VALUE);
}

/* --- any --- */

static void nothing_to_add(struct app *app)
{
	app_say(app, "nothing to add here");
}

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
	.detail = nothing_to_add,
	.filter = nothing_to_leave_out,
};
static const struct panel_verbs cost = { .sideways = turn_volume };
static const struct panel_verbs scoreboard = {
	.sideways = next_column,
	.end = end_column,
	.form = scoreboard_form,
};
static const struct panel_verbs latency = {
	.sideways = app_step_time,
	.figure = latency_figure,
	.form = latency_form,
	.scale = latency_scale,
};
static const struct panel_verbs freshness = {
	.sideways = app_step_time,
	.figure = fresh_figure,
	.scale = fresh_scale,
};
static const struct panel_verbs knobs = {
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

static const struct panel_verbs *const verbs[PANEL_COUNT] = {
	[PANEL_NONE] = &main_screen,      [PANEL_COST] = &cost,
	[PANEL_SCOREBOARD] = &scoreboard, [PANEL_LATENCY] = &latency,
	[PANEL_FRESHNESS] = &freshness,   [PANEL_KNOBS] = &knobs,
	[PANEL_TIME] = &time_line,        [PANEL_FLOW] = &app_flow_verbs,
};

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
