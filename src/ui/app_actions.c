// SPDX-License-Identifier: MIT
/* Events to actions, and actions to whoever does them. */
#include "ui/app.h"

#include "ui/theme.h"

#define COARSE_STEPS 10

enum panel app_panel(const struct app *app)
{
	return app->ui.zoom != PANEL_NONE ? app->ui.zoom : app->ui.focus;
}

/* --- movement, by what has focus --- */

/* h and l in a plot over time move the playhead, over volume the volume. */
static void move_sideways(struct app *app, double steps)
{
	const struct ui_state *ui = &app->ui;

	switch (ui->focus) {
	case PANEL_NONE:
	case PANEL_KNOBS:
		app_turn(app, steps);
		break;
	case PANEL_COST:
		if (ui->cost_form != COST_BY_VOLUME) {
			app_step_time(app, steps);
			break;
		}
		app_select_knob(app,
				app_find_knob(app, (struct knob){ .param = P_traffic_volume_qpm }));
		app_turn(app, steps);
		break;
	case PANEL_SCOREBOARD:
		app_next_arch(app, steps > 0 ? 1 : -1);
		break;
	case PANEL_LATENCY:
	case PANEL_FRESHNESS:
	case PANEL_TIME:
		app_step_time(app, steps);
		break;
	case PANEL_COUNT:
		break;
	}
}

static void move_item(struct app *app, int steps)
{
	if (app->ui.focus == PANEL_KNOBS || app->ui.focus == PANEL_TIME)
		app_select_knob(app, app->ui.knob + steps);
	else
		app_next_arch(app, steps > 0 ? 1 : -1);
}

static void move_to_end(struct app *app, bool last)
{
	const struct scenario *scenario = &app->scenario;

	if (app->ui.focus == PANEL_KNOBS)
		app_select_knob(app, last ? app->ui.knob_count - 1 : 0);
	else if (app->ui.focus == PANEL_SCOREBOARD)
		app->ui.arch = scenario->archs[last ? scenario->arch_count - 1 : 0];
	else
		app_set_playhead(app, last ? 1 : 0);
}

static void move_page(struct app *app, int direction)
{
	const int page = 10;

	app_select_knob(app, app->ui.knob + direction * page);
}

static bool act_move(struct app *app, enum action action)
{
	if (action == ACTION_LESS || action == ACTION_MORE)
		move_sideways(app, action == ACTION_MORE ? 1 : -1);
	else if (action == ACTION_LESS_COARSE || action == ACTION_MORE_COARSE)
		move_sideways(app, action == ACTION_MORE_COARSE ? COARSE_STEPS : -COARSE_STEPS);
	else if (action == ACTION_NEXT || action == ACTION_PREVIOUS)
		move_item(app, action == ACTION_NEXT ? 1 : -1);
	else if (action == ACTION_FIRST || action == ACTION_LAST)
		move_to_end(app, action == ACTION_LAST);
	else if (action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP)
		move_page(app, action == ACTION_PAGE_DOWN ? 1 : -1);
	else
		return false;
	app->changed = true;
	return true;
}

/* --- the rest --- */

static void enter(struct app *app)
{
	if (app->ui.focus == PANEL_KNOBS)
		app_act(app, ACTION_TYPE_VALUE);
	else if (app->ui.focus == PANEL_TIME)
		app_act(app, ACTION_PLAY);
	else if (app->ui.focus != PANEL_NONE)
		app_toggle_zoom(app, app->ui.focus);
}

void app_ask_quit(struct app *app)
{
	if (edit_dirty(&app->log) && app->ui.overlay != OVERLAY_QUIT)
		app->ui.overlay = OVERLAY_QUIT;
	else
		app->quit = true;
}

static void next_theme(struct app *app)
{
	app->ui.theme = (app->ui.theme + 1) % THEME_COUNT;
	app_say(app, "theme %s", theme_name((enum theme)app->ui.theme));
}

static void type_value(struct app *app)
{
	if (app->ui.locked[app->ui.knob])
		app_complain(app, "%s is locked; x unlocks it",
			     knob_label(app->ui.knobs[app->ui.knob]));
	else
		app_prompt_open(app, PROMPT_VALUE, "");
}

static void open_overlay(struct app *app, enum overlay overlay)
{
	app->ui.overlay = overlay;
	app->ui.help_scroll = 0;
}

static void refine(struct app *app)
{
	session_refine_exact(app->session);
	app_say(app, "simulating every query");
}

static void toggle_mouse(struct app *app)
{
	app->ui.mouse = !app->ui.mouse;
	app_say(app, app->ui.mouse ? "mouse on" : "mouse off: the terminal selects text");
}

static bool act_prompt(struct app *app, enum action action)
{
	if (action == ACTION_TYPE_VALUE)
		type_value(app);
	else if (action == ACTION_SAVE_AS)
		app_prompt_open(app, PROMPT_SAVE_AS, app->ui.file_name);
	else if (action == ACTION_COMMAND)
		app_prompt_open(app, PROMPT_COMMAND, "");
	else if (action == ACTION_FIND)
		app_prompt_open(app, PROMPT_FIND, "");
	else if (action == ACTION_FIND_NEXT || action == ACTION_FIND_PREVIOUS)
		app_find(app, app->find_text, app->ui.knob, action == ACTION_FIND_NEXT ? 1 : -1);
	else
		return false;
	return true;
}

static bool act_program(struct app *app, enum action action)
{
	if (action == ACTION_ENTER)
		enter(app);
	else if (action == ACTION_SOURCE)
		open_overlay(app, OVERLAY_SOURCE);
	else if (action == ACTION_HELP)
		open_overlay(app, OVERLAY_HELP);
	else if (action == ACTION_OPEN)
		app_open_list(app);
	else if (action == ACTION_SAVE)
		app_save(app);
	else if (action == ACTION_REFINE)
		refine(app);
	else if (action == ACTION_THEME)
		next_theme(app);
	else if (action == ACTION_MOUSE)
		toggle_mouse(app);
	else if (action == ACTION_REDRAW)
		app->want_redraw = true;
	else if (action == ACTION_SUSPEND)
		app->want_stop = true;
	else if (action == ACTION_QUIT)
		app_ask_quit(app);
	else
		return false;
	return true;
}

void app_act(struct app *app, enum action action)
{
	app->changed = true;
	if (!act_move(app, action) && !app_act_view(app, action) && !app_act_knob(app, action) &&
	    !act_prompt(app, action))
		act_program(app, action);
}

static void key_event(struct app *app, uint32_t key)
{
	enum action action = action_of_key(key);
	char name[16];

	app->ui.message[0] = '\0';
	app->changed = true;
	if (app->ui.overlay == OVERLAY_PROMPT)
		app_prompt_key(app, key);
	else if (app->ui.overlay != OVERLAY_NONE)
		app_overlay_key(app, key);
	else if (action != ACTION_NONE)
		app_act(app, action);
	else
		app_say(app, "%s does nothing here; ? lists the keys",
			input_key_name(key, name, sizeof(name)));
}

void app_event(struct app *app, const struct input_event *event, double now_s)
{
	app->now_s = now_s;
	if (event->kind == INPUT_KEY)
		key_event(app, event->key);
	else
		app_mouse(app, event);
}
