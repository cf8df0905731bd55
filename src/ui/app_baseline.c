// SPDX-License-Identifier: MIT
/*
 * The baseline: a run pinned for comparison. It goes on being refined until the first edit, and can
 * be looked at, but not edited.
 */
#include "ui/app.h"

static bool is_current(const struct app *app)
{
	return !app->edited && app->shown.has_result && app->shown.generation == app->generation;
}

static void pin(struct app *app)
{
	app->pinned = app->shown;
	app->pinned.scenario = app->scenario;
	app->ui.has_baseline = true;
	app->pin_wanted = false;
}

void app_baseline_toggle(struct app *app)
{
	if (app->ui.has_baseline || app->pin_wanted) {
		app_baseline_look(app, false);
		app->ui.has_baseline = false;
		app->pin_wanted = false;
		app_say(app, "no baseline");
	} else if (is_current(app)) {
		pin(app);
		app_say(app, "this is the baseline now; A looks at it, a unpins");
	} else {
		app->pin_wanted = true;
		app_say(app, "this will be the baseline as soon as it is computed");
	}
}

void app_baseline_snapshot(struct app *app)
{
	bool refined = app->ui.has_baseline && app->pinned.generation == app->generation;

	if (is_current(app) && !app_previews(app) && (app->pin_wanted || refined))
		pin(app);
}

void app_baseline_look(struct app *app, bool look)
{
	if (look && !app->ui.has_baseline) {
		app_say(app, "there is no baseline: a pins one");
		return;
	}
	if (look == app->ui.looking)
		return;
	app->ui.looking = look;
	// The knobs turn the values of what is shown.
	app_set_playhead(app, app->ui.playhead_frac);
	if (look)
		app_say(app, "the baseline; A or Esc goes back to the scenario");
}

static bool changes_scenario(enum action action)
{
	static const enum action changing[] = {
		ACTION_CROSSING, ACTION_FINE_LESS, ACTION_FINE_MORE, ACTION_TYPE_VALUE,
		ACTION_RESET,    ACTION_LOCK,      ACTION_UNDO,      ACTION_REDO,
		ACTION_PRICES,   ACTION_BOOKMARK,  ACTION_INCIDENT,  ACTION_DELETE,
		ACTION_SAVE,     ACTION_SAVE_AS,   ACTION_OPEN,      ACTION_COMMAND,
		ACTION_REFINE,   ACTION_ARCHS,
	};

	for (size_t i = 0; i < sizeof(changing) / sizeof(changing[0]); i++)
		if (changing[i] == action)
			return true;
	return false;
}

bool app_baseline_refuses(struct app *app, enum action action)
{
	if (!app->ui.looking || !changes_scenario(action))
		return false;
	app_say(app, "the baseline cannot be edited; A or Esc goes back to the scenario");
	return true;
}
