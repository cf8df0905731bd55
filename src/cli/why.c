// SPDX-License-Identifier: MIT
#include <limits.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/sensitivity_report.h"
#include "session/session.h"

static const struct usage usage = {
	.synopsis = "why [OPTION]... [SCENARIO]",
	.summary =
		"Why the best architecture costs less than the next one: the gap by category of\n"
		"the ledger, what of it comes with every query and what every month, and at which\n"
		"volume the two make up for each other.",
	.takes_scenario = true,
	.tables = { why_options, scenario_options },
};

/* "A,B"; NULL: the best and the next. Those that are named must be in the scenario. */
static bool choose(const char *between, const struct scenario *scenario,
		   const struct result *result, enum arch *a, enum arch *b, struct error *error)
{
	char first[32];
	const char *comma = between ? strchr(between, ',') : NULL;

	if (!between)
		return why_pair(scenario, result, a, b) ||
		       error_set(error, "one architecture has nobody to be compared with: "
					"\"--between\"");
	if (!comma)
		return error_set(error, "not A,B: \"--between\"");
	snprintf(first, sizeof(first), "%.*s", (int)(comma - between), between);
	if (!arch_from_key(first, a) || !arch_from_key(comma + 1, b))
		return error_set(error, "unknown architecture in \"%s\": \"--between\"", between);
	if (!result->arch[*a].present || !result->arch[*b].present)
		return error_set(error,
				 "not in the scenario's architectures, \"%s\": "
				 "\"--between\"",
				 between);
	return *a != *b || error_set(error, "twice the same architecture: \"--between\"");
}

static bool write_why(const struct scenario *scenario, const struct why *why,
		      const struct options *options, struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON) {
		why_json(output.stream, scenario, why);
	} else {
		why_text(output.stream, scenario, why);
		output_for_people(&output);
	}
	return output_close(&output, options->output, error);
}

static bool answer(const struct options *options, struct scenario *scenario, struct result *result,
		   struct error *error)
{
	char file_name[PATH_MAX];
	struct why why;
	enum arch a, b;

	if (!scenario_open(options, scenario, file_name, error) ||
	    !session_run(scenario, NULL, options->threads, result, error) ||
	    !choose(options->between, scenario, result, &a, &b, error))
		return false;
	why_find(scenario, result, a, b, &why);
	return write_why(scenario, &why, options, error);
}

int command_why(int argc, char **argv)
{
	return answer_command(&usage, argc, argv, answer);
}
