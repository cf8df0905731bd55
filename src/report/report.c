// SPDX-License-Identifier: MIT
#include "report/report.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "report/crossings.h"
#include "report/page.h"
#include "ui/settled.h"

enum { COMMAND_SIZE = 1024 };

/* clang-format off */
#define AT(member) offsetof(struct options, member)

static const struct option report_page_options[] = {
	{ "--format", "html|markdown", "what the report is written as",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ "--threads", "N", "threads; 0: one per processor. The result does not depend on it",
	  OPTION_WHOLE, AT(threads), INT_MAX, 0 },
	{ 0 },
};
/* clang-format on */

enum { FORMAT_HTML, FORMAT_MARKDOWN };

static const struct usage usage = {
	.synopsis = "report [OPTION]... [SCENARIO]",
	.summary =
		"One page about a scenario: the answer, the figures with their intervals, where\n"
		"it flips, money, waiting and staleness as charts with values, every input with\n"
		"its source, how to get all of it again. The page loads nothing from anywhere.",
	.takes_scenario = true,
	.tables = { report_page_options, scenario_options },
};

/* As somebody would type it; the scenario that is printed in the report is what counts. */
static void command_text(const struct options *options, char text[COMMAND_SIZE])
{
	int n = snprintf(text, COMMAND_SIZE, "ragtop report %s",
			 options->scenario ? options->scenario : DEFAULT_SCENARIO);

	for (int i = 0; i < options->set_count && n < COMMAND_SIZE; i++)
		n += snprintf(text + n, (size_t)(COMMAND_SIZE - n), " --set '%s'",
			      options->sets[i]);
}

static bool write_doc(const struct doc *doc, const struct options *options, struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_MARKDOWN)
		doc_write_markdown(doc, output.stream);
	else
		doc_write_html(doc, output.stream);
	return output_close(&output, options->output, error);
}

static bool report(const struct options *options, const struct scenario *scenario,
		   struct error *error)
{
	char answer[ANSWER_SIZE], flips[ANSWER_SIZE], command[COMMAND_SIZE];
	struct snapshot *snapshot = settled_snapshot(scenario, options->threads, answer, flips);
	struct crossings *crossings;
	struct doc doc;
	bool ok;

	if (!snapshot->has_result) {
		*error = snapshot->error;
		free(snapshot);
		return false;
	}
	crossings = crossings_find(scenario, &snapshot->result, options->threads);
	command_text(options, command);
	doc_init(&doc, scenario->name);
	page_build(&doc, &(struct page){ .scenario = scenario,
					 .command = command,
					 .snapshot = snapshot,
					 .answer = answer,
					 .flips = flips,
					 .breakeven = crossings_answer(crossings) });
	ok = write_doc(&doc, options, error);
	doc_release(&doc);
	crossings_free(crossings);
	free(snapshot);
	return ok;
}

int command_report(int argc, char **argv)
{
	struct scenario *scenario;
	char file_name[PATH_MAX];
	struct options options;
	struct error error;
	int status = EXIT_OK;

	if (!options_parse(&usage, argc, argv, &options, &error))
		return cli_fail(&error);
	if (options.help) {
		options_help(&usage, stdout);
		return EXIT_OK;
	}
	scenario = xmalloc(sizeof(*scenario));
	if (!scenario_open(&options, scenario, file_name, &error) ||
	    !report(&options, scenario, &error))
		status = cli_fail(&error);
	free(scenario);
	return status;
}
