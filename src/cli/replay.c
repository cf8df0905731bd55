// SPDX-License-Identifier: MIT
/* `ragtop replay`: saved runs once more, held against what they expect. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/replay_report.h"
#include "cli/scenario_find.h"
#include "session/session.h"

static const struct usage usage = {
	.synopsis = "replay [OPTION]... SCENARIO...",
	.summary =
		"Runs saved scenarios again, each with its own seed and fidelity, and holds what\n"
		"comes out against what they expect: the digest, figures, the verdict. Says which\n"
		"figure differs first, and by how much. The dashboard's w and `ragtop run --save`\n"
		"write such files. Another version of ragtop is held to figures, not to digests.\n"
		"Exit status 1 if anything differs.\n\n"
		"With --moves it plays what `ragtop --record-moves` or :moves wrote, in the\n"
		"dashboard: Space pauses, < > slower, faster; whoever edits takes over.",
	.takes_words = true,
	.tables = { replay_options, screen_options },
};

static bool has_something(const struct scenario *scenario, const char *name, struct error *error)
{
	if (scenario_expects(scenario))
		return true;
	if (scenario->engine[0] != '\0' && strcmp(scenario->engine, RAGTOP_VERSION) != 0)
		return error_set(error,
				 "expects no figures, and version %.30s had other digests than %s: "
				 "\"%.100s\"",
				 scenario->engine, RAGTOP_VERSION, name);
	return error_set(error, "expects nothing, `ragtop run --save` would add it: \"%.120s\"",
			 name);
}

static bool open_one(const char *name, struct replayed *replayed, struct error *error)
{
	struct options options = { .scenario = name, .fidelity = -1 };
	char file_name[PATH_MAX];

	replayed->name = name;
	replayed->scenario = xmalloc(sizeof(*replayed->scenario));
	return scenario_open(&options, replayed->scenario, file_name, error) &&
	       has_something(replayed->scenario, name, error);
}

/* All of them are read before the first is run: a mistake in the last is known at once. */
static bool open_all(const struct options *options, struct replay *replay, struct error *error)
{
	if (options->speed || options->check || options->save || options->record)
		return error_set(error, "only with --moves: \"%s\"",
				 options->speed   ? "--speed"
				 : options->check ? "--check"
				 : options->save  ? "--save"
						  : "--record-moves");
	if (options->word_count == 0)
		return error_set(error, "which one? Name a file, or a scenario of `ragtop "
					"scenarios`: \"SCENARIO\"");
	if (options->within &&
	    !parse_quantity(options->within, UNIT_SHARE, NAN, &replay->within, error))
		return false;
	if (!(replay->within >= 0))
		return error_set(error, "below 0: \"--within\"");
	for (; replay->count < options->word_count; replay->count++)
		if (!open_one(options->words[replay->count], &replay->runs[replay->count], error))
			return replay->count++, false;
	return true;
}

static bool run_one(struct replayed *replayed, double within, int threads, struct error *error)
{
	struct error inner;

	replayed->result = xmalloc(sizeof(*replayed->result));
	if (!session_run(replayed->scenario, NULL, threads, replayed->result, &inner))
		return error_set(error, "%.180s: \"%.60s\"", inner.message, replayed->name);
	expect_check(replayed->scenario, replayed->result, within, &replayed->check);
	return true;
}

static bool write_all(const struct replay *replay, const struct options *options,
		      struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON)
		replay_json(output.stream, replay);
	else
		replay_text(output.stream, replay);
	return output_close(&output, options->output, error);
}

static int replay_all(const struct options *options, struct replay *replay)
{
	struct error error;
	int status = EXIT_OK;

	if (!open_all(options, replay, &error))
		return cli_fail(&error);
	for (int i = 0; i < replay->count; i++) {
		if (!run_one(&replay->runs[i], replay->within, options->threads, &error))
			return cli_fail(&error);
		if (replay->runs[i].check.count > 0)
			status = EXIT_NO;
	}
	return write_all(replay, options, &error) ? status : cli_fail(&error);
}

int command_replay(int argc, char **argv)
{
	struct replay *replay;
	struct options options;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (options.moves)
		return replay_moves(&options);
	replay = xcalloc(1, sizeof(*replay));
	status = replay_all(&options, replay);
	for (int i = 0; i < replay->count; i++) {
		free(replay->runs[i].scenario);
		free(replay->runs[i].result);
	}
	free(replay);
	return status;
}
