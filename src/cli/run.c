// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/result.h>
#include <ragtop/run.h>
#include "base/format.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report_run.h"
#include "cli/scenario_find.h"
#include "io/report.h"
#include "io/scenario_io.h"
#include "session/session.h"
#include "study/expect.h"

static bool write_report(const struct scenario *scenario, const struct result *result,
			 const struct options *options, struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	switch ((enum output_format)options->format) {
	case FORMAT_TEXT:
		report_text(output.stream, scenario, result, cli_is_unicode());
		break;
	case FORMAT_JSON:
		report_json(output.stream, scenario, result);
		break;
	case FORMAT_CSV:
		report_csv(output.stream, scenario, result, TOPIC_ALL);
		break;
	case FORMAT_SVG: /* not offered */
		break;
	}
	return output_close(&output, options->output, error);
}

static void tell_miss(const struct expect_miss *miss)
{
	if (miss->what == EXPECTED_DIGEST)
		fprintf(stderr, "ragtop: not the digest that is expected, %s: \"%s\"\n",
			miss->wants, miss->is);
	else if (miss->what != EXPECTED_FIGURE)
		fprintf(stderr, "ragtop: it is %s, and not %s: \"%s\"\n", miss->is, miss->wants,
			miss->name);
	else if (!miss->run)
		fprintf(stderr, "ragtop: architecture was not run: \"%s\"\n", miss->name);
	else
		fprintf(stderr, "ragtop: %.10g is not within %.10g to %.10g: \"%s\"\n", miss->value,
			miss->lo, miss->hi, miss->name);
}

/* One line for each difference, and the exit status. */
static int verify(const struct scenario *scenario, const struct result *result)
{
	struct expect_check check;

	expect_check(scenario, result, 0, &check);
	for (int i = 0; i < check.count; i++)
		tell_miss(&check.misses[i]);
	return check.count > 0 ? EXIT_NO : EXIT_OK;
}

/* With what came out as what is expected from now on. */
static bool save_run(const struct scenario *scenario, const struct result *result, const char *path,
		     struct error *error)
{
	struct scenario *saved = xmalloc(sizeof(*saved));
	bool ok;

	*saved = *scenario;
	expect_take(saved, result);
	ok = scenario_save(saved, path, error);
	free(saved);
	return ok;
}

/* Levels from the coarsest on, until the widest of the intervals is narrow enough. `scenario` takes
 * the level that did it, and so does what is printed. */
static bool run_within(struct scenario *scenario, const struct options *options,
		       const struct run_options *run_options, struct result *result,
		       struct error *error)
{
	double within = 0;

	if (!parse_quantity(options->within, UNIT_SHARE, NAN, &within, error))
		return false;
	if (!(within > 0))
		return error_set(error, "not above 0: \"--within\"");
	for (int level = 0; level < FIDELITY_LEVELS; level++) {
		scenario->fidelity = level;
		if (!session_run(scenario, run_options, options->threads, result, error))
			return false;
		if (result->band_rel <= within)
			return true;
	}
	return error_set(error, "known to %.3g %% at the finest level: \"--within\"",
			 100 * result->band_rel);
}

/* What the trace was taken for, and what of it was not taken as it stands. */
static void tell_trace(const struct scenario *scenario)
{
	const struct trace *trace = scenario->trace;
	char skipped[100] = "", late[60] = "", length[FORMAT_SIZE];

	if (!trace)
		return;
	if (trace->skipped > 0)
		snprintf(skipped, sizeof(skipped),
			 ", skipped rows without an answer: %zu, the first in line %d",
			 trace->skipped, trace->first_skipped);
	if (trace->late > 0)
		snprintf(late, sizeof(late), ", put back in order: %zu", trace->late);
	format_value(length, sizeof(length), trace->period_s, UNIT_S);
	fprintf(stderr, "ragtop: %s, %zu queries in %s%s%s: \"%s\"\n",
		trace_format_name(trace->format), trace->count, length, skipped, late,
		scenario->trace_path);
}

int report_run(const struct scenario *scenario, const struct options *options)
{
	struct run_options run_options = { .reps = options->reps };
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *at_level = xmalloc(sizeof(*at_level));
	struct error error;
	int status = EXIT_OK;
	bool done;

	tell_trace(scenario);
	*at_level = *scenario;
	done = options->within
		       ? run_within(at_level, options, &run_options, result, &error)
		       : session_run(at_level, &run_options, options->threads, result, &error);
	if (!done || (options->save && !save_run(at_level, result, options->save, &error)) ||
	    !write_report(at_level, result, options, &error))
		status = cli_fail(&error);
	else if (options->verify)
		status = verify(at_level, result);
	free(at_level);
	free(result);
	return status;
}

static const struct usage usage = {
	.synopsis = "run [OPTION]... [SCENARIO]",
	.summary = "Simulates a scenario once and prints what came out. SCENARIO is a file, - for\n"
		   "standard input, or a name that `ragtop scenarios` lists.",
	.takes_scenario = true,
	.tables = { scenario_options, report_options },
};

static bool is_possible(const struct scenario *scenario, const struct options *options,
			struct error *error)
{
	if (options->verify && !scenario_expects(scenario))
		return error_set(error, "the scenario expects nothing: \"--verify\"");
	return !options->save || options->reps == 0 ||
	       error_set(error, "a file cannot keep the number of replications: \"--reps\"");
}

int command_run(int argc, char **argv)
{
	struct scenario *scenario;
	char file_name[PATH_MAX];
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	scenario = xmalloc(sizeof(*scenario));
	if (scenario_open(&options, scenario, file_name, &error) &&
	    is_possible(scenario, &options, &error))
		status = report_run(scenario, &options);
	else
		status = cli_fail(&error);
	free(scenario);
	return status;
}
