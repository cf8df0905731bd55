// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/compare_report.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "session/session.h"

/* What is compared, owned. */
struct compared {
	int count;
	struct scenario *scenarios[COMPARED_MAX];
	struct result *results[COMPARED_MAX];
	char names[COMPARED_MAX][512];
	bool own_seeds;
};

static const struct usage usage = {
	.synopsis = "compare [OPTION]... SCENARIO...",
	.summary =
		"Runs two or more scenarios on the same random numbers and prints them side by\n"
		"side: what they were given, what came out, and by how much the others differ\n"
		"from the first, with the 95 % interval of that difference. All get the seed of\n"
		"the first, unless --seed says another; --set applies to all of them.",
	.takes_words = true,
	.tables = { compare_options, scenario_options },
};

static bool add_scenario(struct compared *compared, const struct options *options, const char *name,
			 struct error *error)
{
	struct options own = *options;
	char file_name[PATH_MAX];
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	own.scenario = name;
	compared->scenarios[compared->count] = scenario;
	snprintf(compared->names[compared->count], sizeof(compared->names[0]), "%s",
		 name ? name : DEFAULT_SCENARIO);
	compared->count++;
	return scenario_open(&own, scenario, file_name, error);
}

/* The last scenario once more, with more settings. */
static bool add_changed(struct compared *compared, const struct options *options, const char *name,
			struct error *error)
{
	struct options more = *options;
	char *label = compared->names[compared->count];

	if (name && strcmp(name, "-") == 0)
		return error_set(error, "standard input can be read once only: \"--with\"");
	if (more.set_count + more.with_count > OPTION_SETS_MAX)
		return error_set(error, "more than %d times: \"--with\"", OPTION_SETS_MAX);
	for (int i = 0; i < options->with_count; i++)
		more.sets[more.set_count++] = options->withs[i];
	if (!add_scenario(compared, &more, name, error))
		return false;
	for (int i = 0; i < options->with_count; i++) {
		size_t used = strlen(label);

		snprintf(label + used, sizeof(compared->names[0]) - used, "%s %s",
			 i == 0 ? " with" : ",", options->withs[i]);
	}
	return true;
}

static bool open_all(struct compared *compared, const struct options *options, struct error *error)
{
	const char *last = NULL;

	/* One more may come of --with. */
	if (options->word_count >= COMPARED_MAX)
		return error_set(error, "one argument too many: \"%s\"",
				 options->words[COMPARED_MAX - 1]);
	for (int i = 0; i < options->word_count; i++) {
		last = options->words[i];
		if (!add_scenario(compared, options, last, error))
			return false;
	}
	if (options->word_count == 0 && !add_scenario(compared, options, NULL, error))
		return false;
	if (options->with_count > 0 && !add_changed(compared, options, last, error))
		return false;
	return compared->count > 1 ||
	       error_set(error, "nothing to compare with, name another scenario or change this "
				"one: \"--with\"");
}

static bool run_all(struct compared *compared, const struct options *options, struct error *error)
{
	uint64_t seed = compared->scenarios[0]->seed;

	for (int i = 0; i < compared->count; i++) {
		struct scenario *scenario = compared->scenarios[i];
		struct error inner;

		compared->own_seeds = compared->own_seeds || scenario->seed != seed;
		scenario->seed = seed;
		compared->results[i] = xmalloc(sizeof(*compared->results[i]));
		if (!session_run(scenario, NULL, options->threads, compared->results[i], &inner))
			return error_set(error, "%s: \"%s\"", inner.message, compared->names[i]);
	}
	return true;
}

static bool write_all(const struct compared *compared, const struct options *options,
		      struct error *error)
{
	struct comparison comparison = { .count = compared->count,
					 .own_seeds = compared->own_seeds };
	struct output output;

	for (int i = 0; i < compared->count; i++) {
		comparison.scenarios[i] = compared->scenarios[i];
		comparison.results[i] = compared->results[i];
		comparison.names[i] = compared->names[i];
	}
	compare_inputs(comparison.scenarios, comparison.count, &comparison.inputs);
	if (!output_open(&output, error))
		return false;
	switch ((enum output_format)options->format) {
	case FORMAT_TEXT:
		compare_text(output.stream, &comparison);
		output_for_people(&output);
		break;
	case FORMAT_JSON:
		compare_json(output.stream, &comparison);
		break;
	case FORMAT_CSV:
		compare_csv(output.stream, &comparison);
		break;
	case FORMAT_SVG: /* not offered */
		break;
	}
	return output_close(&output, options->output, error);
}

int command_compare(int argc, char **argv)
{
	struct compared *compared;
	struct options options;
	struct error error;
	int status = EXIT_OK;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	compared = xcalloc(1, sizeof(*compared));
	if (!open_all(compared, &options, &error) || !run_all(compared, &options, &error) ||
	    !write_all(compared, &options, &error))
		status = cli_fail(&error);
	for (int i = 0; i < compared->count; i++) {
		free(compared->scenarios[i]);
		free(compared->results[i]);
	}
	free(compared);
	return status;
}
