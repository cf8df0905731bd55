// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/report_run.h"
#include "cli/scenario_find.h"
#include "ui/dashboard.h"
#include "ui/theme.h"

static const struct usage usage = {
	.synopsis = "[OPTION]... [SCENARIO]",
	.summary =
		"Opens the dashboard on a scenario: a file, - for standard input, or a name that\n"
		"`ragtop scenarios` lists; the default one if none is named. Prints the report of\n"
		"`ragtop run` instead when standard output is no terminal.",
	.takes_scenario = true,
	.tables = { scenario_options, screen_options },
};

static bool check_theme(const char *theme, struct error *error)
{
	enum theme found;

	return !theme || theme_from_name(theme, &found) ||
	       error_set(error, "not one of dark, light, terminal, mono: \"%s\"", theme);
}

static int show(const struct scenario *scenario, const char *file_name,
		const struct options *options)
{
	const struct dashboard_options screen = {
		.sync = options->sync,
		.mouse = options->mouse,
		.motion = options->motion,
		.demo = options->demo,
		.theme = options->theme,
		.charset = (enum dashboard_charset)options->charset,
		.colour = (enum dashboard_colour)options->colour,
		.threads = options->threads,
	};

	if (!isatty(STDOUT_FILENO))
		return report_run(scenario, options);
	return dashboard_main(scenario, file_name, &screen);
}

int command_dashboard(int argc, char **argv)
{
	struct scenario *scenario;
	char file_name[PATH_MAX];
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	scenario = xmalloc(sizeof(*scenario));
	if (!check_theme(options.theme, &error) ||
	    !scenario_open(&options, scenario, file_name, &error))
		status = cli_fail(&error);
	else
		status = show(scenario, file_name, &options);
	free(scenario);
	return status;
}
