// SPDX-License-Identifier: MIT
/*
 * ragtop: "RAG, fine-tune, or both?", answered by a simulator under a terminal dashboard.
 *
 * The map of all files. Includes point down this list only (scripts/check-layers).
 *
 *   main.c     picks the subcommand; all else is a library that the tests link
 *   report/    the page about a scenario: report page  what stands in it, doc chart  what it is
 *              made of, html markdown  how it is written
 *   cli/       one file per subcommand: dashboard tour run replay new params models scenarios
 *              schema validate breakeven (map_* its maps) sensitivity why compare advise claims
 *              completion (*_report, advise_*, claims_* what they write)
 *              options  what can be given, and --help        scenario_find  files, names, --set
 *              output  all of it or nothing                  report_run answer  one run
 *              replay_*  saved runs again, dashboard_play  recordings
 *              wrap shell_word escape  text in columns, for shells, in pages
 *              completion*  what shells offer, from the tables of commands and options
 *   ui/        the dashboard: app* (input, action, edit, draw), view_* draw panels into canvas,
 *              widget_* and plot* draw into views, input keys actions edit  what keys mean,
 *              theme charset layout state  how it looks, screen* terminal ansi  the only way out
 *              move  what a recording says, made and found
 *              flow_read log incident entry_line  what flow, log, menu and `:at` are made of
 *              plain view_plain  lines of text instead, preferences  what somebody likes
 *   session/   session work units publish each  threads that refine results; run() on all of
 *              them, units of studies too; board watch  studies and the microscope, bit by bit
 *   validate/  the simulator against theory: *_checks  what is claimed, theory  closed forms
 *   io/        json_scan json_doc json_write  strict JSON    file  reading, atomic saving
 *              scenario_* names  scenario files (_migrate  older ones), --set    report_*  results
 *              price_book model quote_read  what catalogue/ says of prices and models
 *              moves*  recordings of what somebody did
 *              config  key = value, one line changed at a time
 *              journal  unsaved edits that outlive the program
 *              shipped  the scenarios of scenarios/, in the program
 *              schema*  the JSON Schema of scenario files    interview*  what `new` asks
 *   study/     questions asked of many runs: curve crossing (cost by volume), flip knob probe
 *              breakeven* seek root track formula inputs payback gap  costs that meet; compare
 *              sensitivity why  what the answer hangs on    expect  what a run should be
 *              map* threshold  the best over two parameters, and what the articles say there
 *              advise*  the articles' frameworks as rules; advise_s0 has those of S0, and so on
 *              claim*  what they say, put to the test; claims_s0 has those of S0; claim_paper  sums
 *   sim/       the simulator, pure: scenario and seed in, result out
 *              macro* knowledge retrain*  what changes by the day    dated  and on which
 *              plan window warm exact wave pool  which queries are simulated, what they stand for
 *              workload renewal pipeline station ratelimit backlog event  queries, their waits
 *              batch* winner key_heap  a model of your own, with continuous batching
 *              condition autoscale burst  what breaks when, replicas by the hour, bursts
 *              cost quality profile arch  closed forms       measure latency finish verdict  result
 *              heat band pictures  what only plots need      scope* tap  every query of a moment
 *   base/      rng variate fmath hash  the same bits everywhere    histogram stats  measuring
 *              format* decimal text entry_text  quantities, safe text  xalloc  memory or the end
 *              params scenario arch result error knob  what include/ragtop declares
 *   ../include/ragtop/   the contract between the layers; params.def lists every parameter
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/completion.h"
#include "report/report.h"

static int command_help(int argc, char **argv);
static int command_version(int argc, char **argv);
static int command_completion(int argc, char **argv);

/* The first one is meant when none is named. */
static const struct command commands[] = {
	{ "dashboard", "the dashboard on a scenario, live", command_dashboard },
	{ "tour", "the dashboard for a room: a scenario step by step", command_tour },
	{ "run", "one run and its report", command_run },
	{ "replay", "saved runs once more, and what differs from what was saved", command_replay },
	{ "breakeven", "where two architectures cost the same, and how sure that is",
	  command_breakeven },
	{ "sensitivity", "what the answer hangs on, and where it flips", command_sensitivity },
	{ "why", "the gap between the best and the next one, taken apart", command_why },
	{ "compare", "scenarios side by side, with the differences", command_compare },
	{ "report", "one page about a scenario, for a browser or a document", command_report },
	{ "picture", "the dashboard's screen as SVG or text", command_picture },
	{ "advise", "what the articles' frameworks advise, beside a run", command_advise },
	{ "claims", "what the articles claim, each put to the test", command_claims },
	{ "new", "a scenario of your own, from a few questions", command_new },
	{ "params", "what a scenario can set", command_params },
	{ "models", "models and price books, with sources", command_models },
	{ "scenarios", "which scenarios there are", command_scenarios },
	{ "schema", "the JSON Schema of scenario files, for editors", command_schema },
	{ "validate", "the simulator against theory, example by example", command_validate },
	{ "completion", "what completes command lines in bash, zsh and fish", command_completion },
	{ "help", "this text", command_help },
	{ "version", "the version of the program", command_version },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static int command_help(int argc, char **argv)
{
	(void)argc, (void)argv;
	fputs("usage: ragtop [OPTION]... [SCENARIO]\n"
	      "       ragtop COMMAND [OPTION]...\n\n"
	      "RAG, fine-tune, or both? Simulates the architectures on the same workload and\n"
	      "shows what each costs, how fast it answers, how stale and how right it is.\n\n"
	      "commands, each with --help:\n",
	      stdout);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		printf("  %-12s%s\n", commands[i].name, commands[i].summary);
	fputs("\nWithout a command the dashboard opens; see `ragtop dashboard --help`.\n"
	      "Exit status: 0 well, 1 the result is not as expected, 2 bad usage or input.\n",
	      stdout);
	return EXIT_OK;
}

static int command_version(int argc, char **argv)
{
	(void)argc, (void)argv;
	printf("ragtop %s\n", RAGTOP_VERSION);
	return EXIT_OK;
}

/* Help and version, the last two, take no options and are not asked for any. */
static int command_completion(int argc, char **argv)
{
	return completion_main(commands, COMMAND_COUNT, COMMAND_COUNT - 2, argc, argv);
}

static int dispatch(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";

	if (strcmp(first, "--version") == 0)
		return command_version(argc - 1, argv + 1);
	if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
		return command_help(argc - 1, argv + 1);
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(first, commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	}
	return commands[0].run(argc, argv);
}

int main(int argc, char **argv)
{
	struct error error;
	int status;

	/* Characters only: numbers are written the same everywhere. */
	setlocale(LC_CTYPE, "");
	status = dispatch(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		error_set(&error, "write error: \"standard output\"");
		return status == EXIT_OK ? cli_fail(&error) : status;
	}
	return status;
}
