// SPDX-License-Identifier: MIT
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/dashboard.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/tour_notes.h"
#include "cli/wrap.h"
#include "io/shipped.h"
#include "io/tour.h"

#define FIRST_TOUR "tour-price-change"

/* clang-format off */
#define AT(member) offsetof(struct options, member)

static const struct option tour_options[] = {
	{ "--step", "N", "begins there; with --notes: only this one",
	  OPTION_WHOLE, AT(tour_step), TOUR_STEP_MAX, 0 },
	{ "--notes", NULL, "writes words, figures and the speaker's notes, and opens nothing",
	  OPTION_FLAG, AT(notes), 1, 0 },
	{ "--markdown", NULL, "the notes as Markdown", OPTION_FLAG, AT(markdown), 1, 0 },
	{ "--output", "FILE", "writes the notes to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ "--list", NULL, "names the tours that ship", OPTION_FLAG, AT(list), 1, 0 },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "tour [OPTION]... [SCENARIO]",
	.summary =
		"Opens the dashboard in presenter mode on a scenario with a tour; on the first\n"
		"that ships if none is named. PgDn reveals or goes to the next step, PgUp back,\n"
		"` restores a step, = takes a guess before the reveal, :step N goes to one, q\n"
		"leaves the tour. Starts in the light theme unless told otherwise. Where standard\n"
		"output is no terminal, and with --plain, it writes the notes there.",
	.takes_scenario = true,
	.tables = { tour_options, scenario_options, screen_options },
};

static int list(void)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	char name[SCENARIO_NAME_SIZE];
	struct error error;

	for (size_t i = 0; shipped_name(i, name); i++) {
		if (!shipped_scenario(name, scenario, &error) || !scenario->tour)
			continue;
		printf("%s  %d steps\n    ", name, scenario->tour->step_count);
		put_wrapped(stdout, scenario->summary, 4);
	}
	free(scenario);
	return EXIT_OK;
}

static bool write_notes(const struct options *options, const struct scenario *scenario,
			struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (!tour_notes_write(output.stream, scenario, options->tour_step, options->markdown != 0,
			      options->threads, error)) {
		output_drop(&output);
		return false;
	}
	output_for_people(&output);
	return output_close(&output, options->output, error);
}

static bool notes(const struct options *options, struct error *error)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	char file_name[PATH_MAX];
	bool ok = scenario_open(options, scenario, file_name, error) &&
		  tour_check(options, scenario, error) && write_notes(options, scenario, error);

	free(scenario);
	return ok;
}

static int present(struct options *options)
{
	struct error error;

	if (options->notes || options->plain || !isatty(STDOUT_FILENO))
		return notes(options, &error) ? EXIT_OK : cli_fail(&error);
	if (options->tour_step < 0)
		options->tour_step = 1;
	return dashboard_open(options);
}

int command_tour(int argc, char **argv)
{
	struct options options;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (options.list)
		return list();
	if (!options.scenario)
		options.scenario = FIRST_TOUR;
	return present(&options);
}
