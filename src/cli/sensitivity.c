// SPDX-License-Identifier: MIT
#include <limits.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "cli/answer.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/sensitivity_report.h"
#include "session/session.h"
#include "ui/export_csv.h"

enum { TOP = 20 };

static const struct usage usage = {
	.synopsis = "sensitivity [OPTION]... [SCENARIO]",
	.summary =
		"What the answer hangs on: every parameter alone over its plausible range (the\n"
		"slider's), what that does to the gap between the best architecture and the next\n"
		"one, where their break-even moves, at which value another one is best, and what\n"
		"the first few do together beyond the sum of each.",
	.takes_scenario = true,
	.tables = { sensitivity_options, scenario_options },
};

static bool write_found(const struct sensitivity_shown *shown, const struct options *options,
			struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	switch ((enum output_format)options->format) {
	case FORMAT_TEXT:
		sensitivity_text(output.stream, shown);
		output_for_people(&output);
		break;
	case FORMAT_JSON:
		sensitivity_json(output.stream, shown);
		break;
	case FORMAT_CSV:
		sensitivity_csv(output.stream, shown->found);
		break;
	case FORMAT_SVG: /* not offered */
		break;
	}
	return output_close(&output, options->output, error);
}

static bool answer(const struct options *options, struct scenario *scenario, struct result *result,
		   struct error *error)
{
	struct sensitivity *found = xmalloc(sizeof(*found));
	const struct sensitivity_shown shown = { scenario, result, found,
						 options->top > 0 ? options->top : TOP };
	char file_name[PATH_MAX];
	bool ok = scenario_open(options, scenario, file_name, error) &&
		  session_run(scenario, NULL, options->threads, result, error);

	if (ok) {
		sensitivity_find(found, scenario, (enum cost_measure)options->cost_measure, result,
				 options->threads);
		sensitivity_rank(found, (enum sensitivity_order)options->order);
		ok = write_found(&shown, options, error);
	}
	free(found);
	return ok;
}

int command_sensitivity(int argc, char **argv)
{
	return answer_command(&usage, argc, argv, answer);
}
