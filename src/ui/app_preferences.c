// SPDX-License-Identifier: MIT
/* Preferences while the dashboard runs: layout, keys of the user's own, and what is kept. */
#include "ui/app.h"

#include <stdio.h>
#include <string.h>

#include "ui/preferences.h"
#include "ui/theme.h"

static const char *value_text(enum preference which, int value)
{
	static char text[32];

	return preference_text(which, value, text, sizeof(text));
}

bool app_command_layout(struct app *app, const char *arguments, struct error *error)
{
	int layout;

	if (!preference_parse(PREFERENCE_LAYOUT, arguments, &layout, error))
		return false;
	app->ui.layout = (enum screen_layout)layout;
	app->ui.zoom = PANEL_NONE;
	app_say(app, "layout %s", value_text(PREFERENCE_LAYOUT, layout));
	return true;
}

/* As it is now; of what the screen alone knows, as it was asked for. */
static int present_value(const struct app *app, enum preference which)
{
	switch (which) {
	case PREFERENCE_THEME:
		return app->ui.theme;
	case PREFERENCE_LAYOUT:
		return (int)app->ui.layout;
	case PREFERENCE_MOUSE:
		return app->ui.mouse ? PREFERENCE_ON : PREFERENCE_OFF;
	case PREFERENCE_MOTION:
		return app->ui.still ? PREFERENCE_OFF : PREFERENCE_ON;
	case PREFERENCE_COLOR:
	case PREFERENCE_CHARSET:
	case PREFERENCE_SYNC:
	case PREFERENCE_THREADS:
	case PREFERENCE_COUNT:
		break;
	}
	return app->preferences->of[which].value;
}

static void take_value(struct app *app, enum preference which, int value)
{
	if (which == PREFERENCE_THEME)
		app->ui.theme = value;
	else if (which == PREFERENCE_LAYOUT)
		app->ui.layout = (enum screen_layout)value;
	else if (which == PREFERENCE_MOUSE)
		app->ui.mouse = value == PREFERENCE_ON;
	else if (which == PREFERENCE_MOTION)
		app->ui.still = value == PREFERENCE_OFF;
	preferences_set(app->preferences, which, value);
}

static bool save_key(struct app *app, const char *name, const char *command, struct error *error)
{
	char key = preference_key(name, error);

	if (key == 0)
		return false;
	if (command[0] == '\0')
		return error_set(error, "which command? set-default %s COMMAND", name);
	if (!preferences_save(app->preferences, name, command, error))
		return false;
	app_say(app, "%c is now :%s, also from the next start on", key, command);
	return true;
}

static bool save_value(struct app *app, const char *name, const char *text, struct error *error)
{
	enum preference which;
	int value;

	if (!preference_find(name, &which, error))
		return false;
	value = present_value(app, which);
	if (text[0] != '\0' && !preference_parse(which, text, &value, error))
		return false;
	if (!preferences_save(app->preferences, name, value_text(which, value), error))
		return false;
	take_value(app, which, value);
	app_say(app, "%s = %s %s, in %s", name, value_text(which, value),
		preference_is_live(which) ? "from now on" : "from the next start on",
		app->preferences->path);
	return true;
}

/* "theme", which keeps the present one, "theme light", or "key.! theme light" */
bool app_command_set_default(struct app *app, const char *arguments, struct error *error)
{
	size_t length = strcspn(arguments, " =");
	const char *value = arguments + length + strspn(arguments + length, " =");
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)length, arguments);
	if (!app->preferences)
		return error_set(error, "there is no file of preferences here");
	if (name[0] == '\0')
		return error_set(error, "set-default what? theme, layout, mouse, ... or key.!");
	return strncmp(name, "key.", 4) == 0 ? save_key(app, name, value, error)
					     : save_value(app, name, value, error);
}

bool app_bound_key(struct app *app, uint32_t key)
{
	const char *line = app->preferences ? preferences_command(app->preferences, key) : NULL;
	struct error error;

	if (line && !app_baseline_refuses(app, ACTION_COMMAND) && !app_command(app, line, &error))
		app_complain(app, "%s", error.message);
	return line != NULL;
}
