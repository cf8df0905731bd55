// SPDX-License-Identifier: MIT
/* Events to actions, and actions to whoever does them. */
#include "ui/app.h"

#include "ui/app_moves.h"
#include "ui/app_tour.h"
#include "ui/theme.h"

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

static void open_why(struct app *app)
{
	app->ui.why_pair = 0;
	open_overlay(app, OVERLAY_WHY);
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

bool app_act_prompt(struct app *app, enum action action)
{
	if (action == ACTION_TYPE_VALUE)
		type_value(app);
	else if (action == ACTION_SAVE_AS)
		app_prompt_open(app, PROMPT_SAVE_AS, app->ui.file_name);
	else if (action == ACTION_COMMAND)
		app_prompt_open(app, PROMPT_COMMAND, "");
	else if (action == ACTION_FIND)
		app_prompt_open(app, PROMPT_FIND, "");
	else if (action == ACTION_EXPORT)
		app_export_open(app);
	else if (action == ACTION_RECORD)
		app_record_toggle(app);
	else if (action == ACTION_FIND_NEXT || action == ACTION_FIND_PREVIOUS)
		app_find(app, app->find_text, app->ui.knob, action == ACTION_FIND_NEXT ? 1 : -1);
	else
		return false;
	return true;
}

static bool act_program(struct app *app, enum action action)
{
	if (action == ACTION_SOURCE)
		open_overlay(app, OVERLAY_SOURCE);
	else if (action == ACTION_WHY)
		open_why(app);
	else if (action == ACTION_HELP)
		open_overlay(app, OVERLAY_HELP);
	else if (action == ACTION_COPY)
		app_copy(app);
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
	else if (action == ACTION_DELETE)
		app_say(app, "nothing to delete here; 0 lists what you set");
	else
		return false;
	return true;
}

void app_act(struct app *app, enum action action)
{
	app->changed = true;
	if (app_baseline_refuses(app, action) || app_act_tour(app, action))
		return;
	if (!app_act_panel(app, action) && !app_act_view(app, action) &&
	    !app_act_knob(app, action) && !app_act_prompt(app, action))
		act_program(app, action);
}

static void key_event(struct app *app, uint32_t key)
{
	enum action action = action_of_key(key);
	char name[16];

	app->ui.message[0] = '\0';
	app->changed = true;
	app_tour_echo(app, key);
	if (app->glide.active) {
		app_glide_end(app, key == INPUT_ESCAPE);
		if (key == INPUT_ESCAPE)
			return;
	}
	if (app_moves_key(app, key))
		return;
	if (app->ui.overlay == OVERLAY_PROMPT)
		app_prompt_key(app, key);
	else if (app->ui.overlay != OVERLAY_NONE)
		app_overlay_key(app, key);
	else if (key == (INPUT_CTRL | 'f') || key == (INPUT_CTRL | 'b'))
		app_act_panel(app, action); /* a page also where PgDn turns steps */
	else if (action != ACTION_NONE)
		app_act(app, action);
	else if (!app_bound_key(app, key))
		app_say(app, "%s does nothing here; ? lists the keys",
			input_key_name(key, name, sizeof(name)));
}

/* Whoever ends the hand's show with a key did not mean anything else by it, but for leaving. */
static bool leaves(const struct input_event *event)
{
	enum action action = ACTION_NONE;

	if (event->kind == INPUT_KEY)
		action = action_of_key(event->key);
	return action == ACTION_QUIT || action == ACTION_SUSPEND;
}

void app_event(struct app *app, const struct input_event *event, double now_s)
{
	app->now_s = now_s;
	app->plots.input_s = now_s;
	// Keys may come faster than frames, and rows of the log are entries of what is shown.
	app->shown.scenario = app->scenario;
	if (app_demo_end(app) && !leaves(event))
		return;
	if (event->kind == INPUT_WHEEL)
		app_glide_end(app, false);
	if (event->kind == INPUT_KEY)
		key_event(app, event->key);
	else
		app_mouse(app, event);
	app_moves_yield(app);
	app_moves_follow(app);
}
