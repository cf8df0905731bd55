// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/dashboard.h"
#include "cli/dashboard_play.h"
#include "cli/options.h"
#include "cli/report_run.h"
#include "cli/scenario_find.h"
#include "cli/tour_notes.h"
#include "io/moves.h"
#include "ui/dashboard.h"
#include "ui/plain.h"
#include "ui/preferences.h"
#include "ui/theme.h"

static const struct usage usage = {
	.synopsis = "[OPTION]... [SCENARIO]",
	.summary =
		"Opens the dashboard on a scenario: a file, - for standard input, or a name that\n"
		"`ragtop scenarios` lists; the default one if none is named. Prints the report of\n"
		"`ragtop run` instead when standard output is no terminal; plain text, as with\n"
		"--plain, when the terminal cannot move its cursor.",
	.takes_scenario = true,
	.tables = { scenario_options, screen_options },
};

static bool take_theme(const char *name, struct preferences *preferences, struct error *error)
{
	enum theme theme;

	if (!theme_from_name(name, &theme))
		return error_set(error, "not one of dark, light, terminal, mono: \"%s\"", name);
	preferences_set(preferences, PREFERENCE_THEME, (int)theme);
	return true;
}

/* What is given overrules what the file says. */
static bool take_options(const struct options *options, struct preferences *preferences,
			 struct error *error)
{
	const struct {
		enum preference which;
		int value;
	} given[] = {
		{ PREFERENCE_COLOR, options->colour },
		{ PREFERENCE_CHARSET, options->charset },
		{ PREFERENCE_LAYOUT, options->layout },
		{ PREFERENCE_MOUSE, options->mouse },
		{ PREFERENCE_MOTION, options->motion },
		{ PREFERENCE_SYNC, options->sync },
		{ PREFERENCE_THREADS, options->own_threads },
	};

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i].value >= 0)
			preferences_set(preferences, given[i].which, given[i].value);
	return !options->theme || take_theme(options->theme, preferences, error);
}

/* Never refuse: a terminal that has no screen has lines. */
static int show_screen(const struct scenario *scenario, const char *file_name,
		       const struct dashboard_options *screen)
{
	struct error error;

	if (dashboard_is_possible(&error))
		return dashboard_main(scenario, file_name, screen);
	fprintf(stderr, "ragtop: %s; plain text instead\n", error.message);
	return plain_main(scenario, file_name, screen);
}

/* What a recording cannot be made of. */
static bool may_record(const struct options *options, struct error *error)
{
	if (!options->record)
		return true;
	if (options->plain)
		return error_set(error, "in plain text there is the command moves FILE: "
					"\"--record-moves\"");
	return isatty(STDOUT_FILENO) || error_set(error, "needs a terminal: \"--record-moves\"");
}

static int show(const struct options *options, struct preferences *preferences)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct dashboard_options screen;
	char file_name[PATH_MAX];
	struct error error;
	int status;

	dashboard_options_init(&screen);
	preferences_apply(preferences, &screen);
	screen.preferences = preferences;
	screen.demo = options->demo != 0;
	screen.step = options->tour_step > 0 ? options->tour_step : 0;
	/* What a projector leaves of it: dark grounds lose more. */
	if (screen.step > 0 && preferences->of[PREFERENCE_THEME].origin == BY_DEFAULT)
		screen.theme = "light";
	screen.record = options->record;
	if (!may_record(options, &error) || !scenario_open(options, scenario, file_name, &error) ||
	    (screen.step > 0 && !tour_check(options, scenario, &error)))
		status = cli_fail(&error);
	else if (options->plain)
		status = plain_main(scenario, file_name, &screen);
	else if (!isatty(STDOUT_FILENO))
		status = report_run(scenario, options);
	else
		status = show_screen(scenario, file_name, &screen);
	free(scenario);
	return status;
}

/* A report needs no preferences, so it does not fail for them either. */
static bool open_preferences(const struct options *options, struct preferences *preferences,
			     struct error *error)
{
	bool wanted = options->print_config || options->plain || options->config ||
		      isatty(STDOUT_FILENO);

	preferences_init(preferences);
	return (!wanted || preferences_load(preferences, options->config, error)) &&
	       take_options(options, preferences, error);
}

int dashboard_play(const struct options *options, struct moves *moves, double speed)
{
	struct preferences preferences;
	struct dashboard_options screen;
	struct error error;
	int status;

	dashboard_options_init(&screen);
	if (open_preferences(options, &preferences, &error) && may_record(options, &error) &&
	    dashboard_is_possible(&error)) {
		preferences_apply(&preferences, &screen);
		screen.preferences = &preferences;
		screen.demo = false;
		screen.record = options->record;
		screen.moves = moves;
		screen.moves_speed = speed;
		status = dashboard_main(&moves->start, "", &screen);
	} else {
		moves_free(moves);
		status = cli_fail(&error);
	}
	preferences_release(&preferences);
	return status;
}

int dashboard_open(const struct options *options)
{
	struct preferences preferences;
	struct error error;
	int status = EXIT_OK;

	if (!open_preferences(options, &preferences, &error))
		status = cli_fail(&error);
	else if (options->print_config)
		preferences_print(&preferences, stdout);
	else
		status = show(options, &preferences);
	preferences_release(&preferences);
	return status;
}

int command_dashboard(int argc, char **argv)
{
	struct options options;
	int status;

	return options_take(&usage, argc, argv, &options, &status) ? dashboard_open(&options)
								   : status;
}
