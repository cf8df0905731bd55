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
#include "session/session.h"

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

static bool figure_differs(const struct result *result, const struct expectation *expected)
{
	double value;

	if (!result_figure(result, expected->figure, &value)) {
		fprintf(stderr, "ragtop: architecture was not run: \"%s\"\n", expected->figure);
		return true;
	}
	if (value >= expected->lo && value <= expected->hi)
		return false;
	fprintf(stderr, "ragtop: %.10g is not within %.10g to %.10g: \"%s\"\n", value, expected->lo,
		expected->hi, expected->figure);
	return true;
}

static void tell_who(const char *key, const char *is, const struct expected_arch *expected)
{
	fprintf(stderr, "ragtop: it is %s, and not %s: \"%s\"\n", is,
		expected->nobody ? "nobody" : arch_key(expected->arch), key);
}

static int verdict_differs(const struct scenario *scenario, const struct verdict *verdict)
{
	bool best = verdict_best_is(verdict, &scenario->expect_best);
	bool cheapest = verdict_cheapest_is(verdict, &scenario->expect_cheapest);

	if (!best)
		tell_who("verdict.best", verdict->none_meets ? "nobody" : arch_key(verdict->best),
			 &scenario->expect_best);
	if (!cheapest)
		tell_who("verdict.cheapest", arch_key(verdict->cheapest),
			 &scenario->expect_cheapest);
	return !best + !cheapest;
}

/* One line for each difference, and the exit status. */
static int verify(const struct scenario *scenario, const struct result *result)
{
	int differences = 0;

	if (scenario->expect_digest[0] != '\0' &&
	    strcmp(scenario->expect_digest, result->digest) != 0) {
		fprintf(stderr, "ragtop: not the digest that is expected, %s: \"%s\"\n",
			scenario->expect_digest, result->digest);
		differences++;
	}
	differences += verdict_differs(scenario, &result->verdict);
	for (int i = 0; i < scenario->expect_count; i++)
		differences += figure_differs(result, &scenario->expect[i]);
	return differences > 0 ? EXIT_NO : EXIT_OK;
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
	if (!done || !write_report(at_level, result, options, &error))
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

static bool expects_something(const struct scenario *scenario, struct error *error)
{
	return scenario_expects(scenario) ||
	       error_set(error, "the scenario expects nothing: \"--verify\"");
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
	    (!options.verify || expects_something(scenario, &error)))
		status = report_run(scenario, &options);
	else
		status = cli_fail(&error);
	free(scenario);
	return status;
}
