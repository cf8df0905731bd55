// SPDX-License-Identifier: MIT
/* `ragtop replay --moves`: a recording, played in the dashboard or checked without one. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/format.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/dashboard_play.h"
#include "cli/output.h"
#include "cli/replay_report.h"
#include "io/json_write.h"
#include "io/moves.h"
#include "io/scenario_io.h"
#include "session/session.h"
#include "ui/move.h"

static const double SPEED_LO = 0.01, SPEED_HI = 1000;

/* What was found out of a recording without a screen. */
struct checked {
	const char *file;
	const struct moves *moves;
	bool same; /* it ends as recorded */
	struct scenario *end;
	struct result *result;
};

static double length_s(const struct moves *moves)
{
	return moves->count > 0 ? moves->moves[moves->count - 1].at_s : 0;
}

static const char *ending(const struct checked *checked)
{
	if (!checked->moves->complete)
		return "was interrupted";
	return checked->same ? "ends as recorded" : "ENDS OTHERWISE than recorded";
}

static void write_text(FILE *out, const struct checked *checked)
{
	const struct moves *moves = checked->moves;

	fprintf(out, "%s  %s\n", checked->file, ending(checked));
	fprintf(out, "  %d moves in %.1f s\n", moves->count, length_s(moves));
	fprintf(out, "  digest %s at the end, seed %" PRIu64 "\n", checked->result->digest,
		checked->end->seed);
}

static void write_json(FILE *out, const struct checked *checked)
{
	const struct moves *moves = checked->moves;
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_string(&writer, "engine", RAGTOP_VERSION);
	json_put_string(&writer, "file", checked->file);
	json_put_number(&writer, "moves", moves->count);
	json_put_number(&writer, "length_s", length_s(moves));
	json_put_bool(&writer, "complete", moves->complete);
	if (moves->complete)
		json_put_bool(&writer, "as_recorded", checked->same);
	else
		json_put_null(&writer, "as_recorded");
	json_put_string(&writer, "digest", checked->result->digest);
	json_end(&writer, '}');
}

static bool write_checked(const struct checked *checked, const struct options *options,
			  struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON)
		write_json(output.stream, checked);
	else
		write_text(output.stream, checked);
	return output_close(&output, options->output, error);
}

static bool save_end(const struct checked *checked, const char *path, struct error *error)
{
	if (!path)
		return true;
	expect_take(checked->end, checked->result);
	return scenario_save(checked->end, path, error);
}

static bool run_end(const struct checked *checked, int threads, struct error *error)
{
	struct error placed;

	if (session_run(checked->end, NULL, threads, checked->result, error))
		return true;
	if (!moves_can_run(checked->moves, checked->file, &placed))
		*error = placed;
	return false;
}

static int check(const struct options *options, const struct moves *moves, struct scenario *end)
{
	struct result *result = xmalloc(sizeof(*result));
	struct checked checked = { .file = options->moves,
				   .moves = moves,
				   .end = end,
				   .same = moves->complete && moves_same(end, &moves->end),
				   .result = result };
	struct error error;
	bool ok = run_end(&checked, options->threads, &error) &&
		  save_end(&checked, options->save, &error) &&
		  write_checked(&checked, options, &error);

	free(result);
	if (!ok)
		return cli_fail(&error);
	return checked.same || !moves->complete ? EXIT_OK : EXIT_NO;
}

static bool take_speed(const struct options *options, double *speed, struct error *error)
{
	*speed = 1;
	if (options->speed && !parse_quantity(options->speed, UNIT_NONE, (double)NAN, speed, error))
		return false;
	return (*speed >= SPEED_LO && *speed <= SPEED_HI) ||
	       error_set(error, "not from %g to %g: \"--speed\"", SPEED_LO, SPEED_HI);
}

static bool may_play(const struct options *options, struct error *error)
{
	if (options->word_count > 0)
		return error_set(error, "a recording has its own scenario: \"%.100s\"",
				 options->words[0]);
	if (options->within)
		return error_set(error, "not with --moves: \"--within\"");
	if (!options->check && (options->save || options->output || options->format))
		return error_set(error, "only with --check: \"%s\"",
				 options->save     ? "--save"
				 : options->output ? "--output"
						   : "--format");
	return options->check || isatty(STDOUT_FILENO) ||
	       error_set(error, "needs a terminal, or --check: \"--moves\"");
}

/* All moves are made once before anything is shown, so that a mistake has its line. */
int replay_moves(const struct options *options)
{
	struct scenario *end;
	struct moves *moves;
	struct error error;
	double speed;
	int status;

	if (!may_play(options, &error) || !take_speed(options, &speed, &error))
		return cli_fail(&error);
	moves = moves_load(options->moves, &error);
	if (!moves)
		return cli_fail(&error);
	end = xmalloc(sizeof(*end));
	if (!moves_make(moves, options->moves, end, &error))
		status = cli_fail(&error);
	else if (options->check)
		status = check(options, moves, end);
	else {
		free(end);
		return dashboard_play(options, moves, speed);
	}
	free(end);
	moves_free(moves);
	return status;
}
