// SPDX-License-Identifier: MIT
#include "report/report.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/shell_word.h"
#include "report/page.h"
#include "ui/settled.h"

enum { DRAWS = 40, DRAWS_MAX = 1000, COMMAND_SIZE = 2048 + SHELL_WORD_SIZE };

/* clang-format off */
#define AT(member) offsetof(struct options, member)

static const struct option report_page_options[] = {
	{ "--format", "html|markdown", "what the report is written as",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ "--draws", "N", "of uncertain inputs, for the band by inputs; 0: none. 40 unless given",
	  OPTION_WHOLE, AT(draws), DRAWS_MAX, 0 },
	{ 0 },
};
/* clang-format on */

enum { FORMAT_HTML, FORMAT_MARKDOWN };

static const struct usage usage = {
	.synopsis = "report [OPTION]... [SCENARIO]",
	.summary =
		"One page about a scenario: the answer, the figures with their intervals, where\n"
		"it flips, what it hangs on, money, waiting and staleness as charts, every input\n"
		"with its source, how to get all of it again. The page loads nothing from\n"
		"anywhere.",
	.takes_scenario = true,
	.tables = { report_page_options, scenario_options },
};

/* What is not empty is put behind what there is. */
__attribute__((format(printf, 2, 3))) static void append(char *text, const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + used, COMMAND_SIZE - used, format, arguments);
	va_end(arguments);
}

static void append_option(char *text, const char *name, const char *value)
{
	char word[SHELL_WORD_SIZE];

	if (!value || strlen(value) >= PATH_MAX)
		return;
	shell_value(value, word);
	append(text, " %s %s", name, word);
}

/* As somebody would type it; the scenario that is printed in the report is what counts. */
static void command_text(const struct options *options, char text[COMMAND_SIZE])
{
	char word[SHELL_WORD_SIZE];

	text[0] = '\0';
	shell_word(options->scenario ? options->scenario : DEFAULT_SCENARIO, word);
	append(text, "ragtop report %s", word);
	for (int i = 0; i < options->set_count; i++)
		append_option(text, "--set", options->sets[i]);
	append_option(text, "--price-book", options->price_book);
	append_option(text, "--model", options->model);
	append_option(text, "--seed", options->seed);
	append_option(text, "--until", options->until);
	if (options->draws >= 0)
		append(text, " --draws %d", options->draws);
	if (options->fidelity == FIDELITY_LEVELS)
		append(text, " --exact");
	else if (options->fidelity >= 0)
		append(text, " --fidelity %d", options->fidelity);
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

/* Over the volume, by all-in cost, of the best architecture against each of the others. */
static struct breakevens *find_breakevens(const struct scenario *scenario, const struct result *now,
					  const struct options *options)
{
	struct breakevens *all = xcalloc(1, sizeof(*all));
	struct error error;

	all->question.scenario = scenario;
	all->draws = options->draws < 0 ? DRAWS : options->draws;
	/* A trace that says the volume itself has no break-even over it. */
	if (!track_init(&all->question.track, scenario, P_traffic_volume_qpm, NAN, NAN, &error))
		return all;
	breakevens_draw_assumed(all);
	for (int i = 0; i < scenario->arch_count; i++)
		if (scenario->archs[i] != now->verdict.best)
			breakevens_add(all, now->verdict.best, scenario->archs[i]);
	if (!breakevens_find(all, now, options->threads))
		all->pair_count = 0;
	return all;
}

static bool report(const struct options *options, const struct scenario *scenario,
		   struct error *error)
{
	char answer[ANSWER_SIZE], command[COMMAND_SIZE];
	struct snapshot *snapshot = settled_snapshot(scenario, options->threads, answer);
	struct sensitivity *sensitivity;
	struct breakevens *breakevens;
	struct doc doc;
	bool ok;

	if (!snapshot->has_result) {
		*error = snapshot->error;
		free(snapshot);
		return false;
	}
	breakevens = find_breakevens(scenario, &snapshot->result, options);
	sensitivity = xmalloc(sizeof(*sensitivity));
	sensitivity_find(sensitivity, scenario, MEASURE_ALL_IN, &snapshot->result,
			 options->threads);
	command_text(options, command);
	doc_init(&doc, scenario->name);
	page_build(&doc, &(struct page){ .scenario = scenario,
					 .command = command,
					 .snapshot = snapshot,
					 .answer = answer,
					 .breakeven = breakevens,
					 .sensitivity = sensitivity });
	ok = write_doc(&doc, options, error);
	doc_release(&doc);
	free(breakevens);
	free(sensitivity);
	free(snapshot);
	return ok;
}

int command_report(int argc, char **argv)
{
	struct scenario *scenario;
	char file_name[PATH_MAX];
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	status = EXIT_OK;
	scenario = xmalloc(sizeof(*scenario));
	if (!scenario_open(&options, scenario, file_name, &error) ||
	    !report(&options, scenario, &error))
		status = cli_fail(&error);
	free(scenario);
	return status;
}
