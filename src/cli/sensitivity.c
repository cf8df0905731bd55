// SPDX-License-Identifier: MIT
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/sensitivity_report.h"
#include "session/each.h"
#include "session/session.h"

enum { TOP = 20 };

/* Everything that threads work on. */
struct work {
	struct scenario *scenario;
	struct result *result;
	struct sensitivity *found;
};

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

static void row_work(void *context, int i)
{
	struct work *work = context;

	sensitivity_row(work->found, i, work->scenario, work->result, NULL);
}

static void pair_work(void *context, int p)
{
	struct work *work = context;

	sensitivity_pair(work->found, p, work->scenario, work->result, NULL);
}

static bool find(struct work *work, const struct options *options, struct error *error)
{
	const struct run_options run_options = { 0 };

	if (!session_run(work->scenario, &run_options, options->threads, work->result, error))
		return false;
	sensitivity_init(work->found, work->scenario, (enum cost_measure)options->cost_measure,
			 work->result, NULL);
	session_each(work->found->row_count, options->threads, row_work, work);
	/* What acts together is looked for among those that move the gap most. */
	sensitivity_rank(work->found, ORDER_EFFECT);
	sensitivity_pairs(work->found);
	session_each(work->found->pair_count, options->threads, pair_work, work);
	sensitivity_rank(work->found, (enum sensitivity_order)options->order);
	return true;
}

static bool write_found(const struct work *work, const struct options *options, struct error *error)
{
	const struct sensitivity_shown shown = { work->scenario, work->result, work->found,
						 options->top > 0 ? options->top : TOP };
	struct output output;

	if (!output_open(&output, error))
		return false;
	switch ((enum output_format)options->format) {
	case FORMAT_TEXT:
		sensitivity_text(output.stream, &shown);
		output_for_people(&output);
		break;
	case FORMAT_JSON:
		sensitivity_json(output.stream, &shown);
		break;
	case FORMAT_CSV:
		sensitivity_csv(output.stream, &shown);
		break;
	case FORMAT_SVG: /* not offered */
		break;
	}
	return output_close(&output, options->output, error);
}

int command_sensitivity(int argc, char **argv)
{
	struct work work;
	char file_name[PATH_MAX];
	struct options options;
	struct error error;
	int status = EXIT_OK;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	work.scenario = xmalloc(sizeof(*work.scenario));
	work.result = xmalloc(sizeof(*work.result));
	work.found = xmalloc(sizeof(*work.found));
	if (!scenario_open(&options, work.scenario, file_name, &error) ||
	    !find(&work, &options, &error) || !write_found(&work, &options, &error))
		status = cli_fail(&error);
	free(work.scenario);
	free(work.result);
	free(work.found);
	return status;
}
