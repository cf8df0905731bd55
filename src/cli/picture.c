// SPDX-License-Identifier: MIT
#include <limits.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/tour_notes.h"
#include "ui/picture.h"

/* clang-format off */
#define AT(member) offsetof(struct options, member)

static const struct option picture_options[] = {
	{ "--size", "COLUMNSxROWS", "of the screen; 120x40 if not given",
	  OPTION_TEXT, AT(size), 0, 0 },
	{ "--format", "svg|ansi|text", "what the picture is written as",
	  OPTION_CHOICE, AT(picture), 0, 0 },
	{ "--theme", "NAME", "dark, light, terminal or mono", OPTION_TEXT, AT(theme), 0, 0 },
	{ "--view", "NAME", "the view that has the screen for itself, as latency",
	  OPTION_TEXT, AT(view), 0, 0 },
	{ "--form", "NAME", "a form of that view, as heat; its first if not given",
	  OPTION_TEXT, AT(form), 0, 0 },
	{ "--keys", "KEYS", "keys that are pressed then, with blanks between: \"f d\"",
	  OPTION_TEXT, AT(keys), 0, 0 },
	{ "--step", "N", "a step of the scenario's tour instead, as `ragtop tour` shows it",
	  OPTION_WHOLE, AT(tour_step), TOUR_STEP_MAX, 0 },
	{ "--output", "FILE", "writes to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "picture [OPTION]... [SCENARIO]",
	.summary =
		"Draws the dashboard's screen of a scenario once everything is computed, without\n"
		"a terminal: for documents and mails.",
	.takes_scenario = true,
	.tables = { scenario_options, picture_options },
};

static bool whole(const char **text, int max, int *value)
{
	char *end;
	long number = strtol(*text, &end, 10);

	if (end == *text || **text < '0' || **text > '9' || number < 1 || number > max)
		return false;
	*text = end;
	*value = (int)number;
	return true;
}

static bool size_of(const char *text, struct picture *picture, struct error *error)
{
	const char *at = text;

	if (!text)
		return true;
	if (whole(&at, PICTURE_COLUMNS_MAX, &picture->columns) && *at++ == 'x' &&
	    whole(&at, PICTURE_ROWS_MAX, &picture->rows) && *at == '\0')
		return true;
	return error_set(error, "not COLUMNSxROWS up to %dx%d: \"%s\"", PICTURE_COLUMNS_MAX,
			 PICTURE_ROWS_MAX, text);
}

static bool plan(const struct options *options, struct picture *picture, struct error *error)
{
	*picture = (struct picture){ .columns = 120,
				     .rows = 40,
				     .threads = options->threads,
				     .format = (enum picture_format)options->picture,
				     .view = options->view,
				     .form = options->form,
				     .keys = options->keys,
				     .step = options->tour_step > 0 ? options->tour_step : 0 };
	if (options->theme && !theme_from_name(options->theme, &picture->theme))
		return error_set(error, "not one of dark, light, terminal, mono: \"%s\"",
				 options->theme);
	return size_of(options->size, picture, error) && picture_check(picture, error);
}

static bool draw(const struct options *options, struct error *error)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	char file_name[PATH_MAX];
	struct picture picture;
	struct output output;
	char *text;
	bool ok = plan(options, &picture, error) &&
		  scenario_open(options, scenario, file_name, error) &&
		  (options->tour_step < 0 || tour_check(options, scenario, error)) &&
		  output_open(&output, error);

	if (ok) {
		text = picture_draw(scenario, file_name, &picture);
		fputs(text, output.stream);
		free(text);
		ok = output_close(&output, options->output, error);
	}
	free(scenario);
	return ok;
}

int command_picture(int argc, char **argv)
{
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	return draw(&options, &error) ? EXIT_OK : cli_fail(&error);
}
