// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/format.h"
#include "base/xalloc.h"
#include "cli/breakeven_ask.h"
#include "cli/breakeven_map.h"
#include "cli/breakeven_report.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "io/names.h"
#include "io/price_book.h"
#include "session/each.h"
#include "session/session.h"

enum { PAIRS_MAX = ARCH_COUNT * (ARCH_COUNT - 1) / 2, DRAWS = 40 };

/* Everything that threads work on. */
struct study {
	struct question question;
	struct sweep sweep;
	struct inputs inputs;
	struct result *now;
	int draws, pair_count;
	struct breakeven_pair pairs[PAIRS_MAX];
	double *drawn; /* [pair][crossing][draw] */
};

static const struct usage usage = {
	.synopsis = "breakeven [OPTION]... [SCENARIO]",
	.summary =
		"Where two architectures cost the same over a parameter: every crossing in the\n"
		"range, its interval by simulation (95 %) and by inputs (p10 to p90 when what is\n"
		"assumed moves over its plausible range), the formula's answer and why the\n"
		"simulation's is another, and when what is paid upfront has come back.\n"
		"With --map: which architecture is best over two parameters, and the frontier.",
	.takes_scenario = true,
	.tables = { breakeven_options, map_options, scenario_options },
};

static bool make_track(const struct options *options, const struct scenario *scenario,
		       struct track *track, struct error *error)
{
	enum param_id param = P_traffic_volume_qpm;
	double from, to;

	return (!options->over || ask_param(options->over, &param, error)) &&
	       ask_end(options->from, param, "--from", &from, error) &&
	       ask_end(options->to, param, "--to", &to, error) &&
	       track_init(track, scenario, param, from, to, error);
}

static bool make_pairs(const struct options *options, struct scenario *scenario,
		       struct study *study, struct error *error)
{
	if (options->between && options->all_pairs)
		return error_set(error, "not both: \"--between\", \"--all\"");
	study->pair_count = options->between != NULL;
	if (options->between)
		return ask_between(options->between, scenario, &study->pairs[0].found.a,
				   &study->pairs[0].found.b, error);
	if (scenario->arch_count < 2)
		return error_set(error, "one architecture has no break-even: \"--between\"");
	for (int i = 0; i < scenario->arch_count; i++)
		for (int j = i + 1; j < scenario->arch_count; j++) {
			if (study->pair_count == 1 && !options->all_pairs)
				return true;
			study->pairs[study->pair_count].found.a = scenario->archs[i];
			study->pairs[study->pair_count++].found.b = scenario->archs[j];
		}
	return true;
}

static bool name_inputs(const char *text, const struct scenario *scenario, bool named[PARAM_COUNT],
			struct error *error)
{
	while (*text != '\0') {
		size_t length = strcspn(text, ",");
		char name[NAME_SIZE];
		enum param_id id;

		snprintf(name, sizeof(name), "%.*s", (int)length, text);
		if (!ask_param(name, &id, error))
			return false;
		if (!inputs_movable(scenario, id))
			return error_set(error, "no number that could be drawn: \"%s\"", name);
		named[id] = true;
		text += length + (text[length] == ',');
	}
	return true;
}

/* The parameter of the axis is nobody's guess here. */
static bool make_inputs(const struct options *options, const struct scenario *scenario,
			struct study *study, struct error *error)
{
	bool in[PARAM_COUNT] = { false };

	if (options->uncertain && !name_inputs(options->uncertain, scenario, in, error))
		return false;
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (!options->uncertain)
			in[i] = scenario_is_assumed(scenario, id) && inputs_movable(scenario, id);
		if (in[i] && id != study->question.track.param)
			study->inputs.ids[study->inputs.count++] = id;
	}
	return true;
}

static void sweep_work(void *context, int i)
{
	struct study *study = context;

	sweep_compute(&study->sweep, i, &study->question, NULL);
}

static void pair_work(void *context, int i)
{
	struct study *study = context;
	struct breakeven_pair *pair = &study->pairs[i];

	breakeven_find(&study->question, &study->sweep, pair->found.a, pair->found.b, study->now,
		       &pair->found, NULL);
	payback_find(study->now, pair->found.a, pair->found.b, &pair->payback);
}

static double *drawn_at(const struct study *study, int pair, int crossing)
{
	return study->drawn + (ptrdiff_t)(pair * BREAKEVEN_CROSSINGS_MAX + crossing) * study->draws;
}

static void draw_work(void *context, int i)
{
	struct study *study = context;
	int pair = i / study->draws, draw = i % study->draws;
	double at[BREAKEVEN_CROSSINGS_MAX];

	breakeven_draw(&study->question, &study->pairs[pair].found, &study->inputs, draw, at, NULL);
	for (int c = 0; c < BREAKEVEN_CROSSINGS_MAX; c++)
		drawn_at(study, pair, c)[draw] = at[c];
}

static void draw_inputs(struct study *study, int threads)
{
	if (study->draws == 0 || study->inputs.count == 0)
		return;
	study->drawn = xcalloc((size_t)study->pair_count * BREAKEVEN_CROSSINGS_MAX *
				       (size_t)study->draws,
			       sizeof(*study->drawn));
	session_each(study->pair_count * study->draws, threads, draw_work, study);
	for (int p = 0; p < study->pair_count; p++)
		for (int c = 0; c < study->pairs[p].found.count; c++)
			input_band_make(&study->pairs[p].found.crossing[c].input,
					drawn_at(study, p, c), study->draws);
	free(study->drawn);
}

static bool answer(struct study *study, const struct options *options, struct error *error)
{
	const struct run_options run_options = { 0 };

	if (!session_run(study->question.scenario, &run_options, options->threads, study->now,
			 error))
		return false;
	sweep_init(&study->sweep, &study->question.track);
	session_each(study->sweep.count, options->threads, sweep_work, study);
	if (!sweep_is_known(&study->sweep))
		return error_set(error,
				 "the simulator refuses every place in the range: \"--over\"");
	session_each(study->pair_count, options->threads, pair_work, study);
	draw_inputs(study, options->threads);
	return true;
}

static bool write_answer(const struct study *study, const struct options *options,
			 struct error *error)
{
	const struct breakeven_answer found = {
		.question = study->question,
		.input_count = study->inputs.count,
		.draws = study->draws,
		.pair_count = study->pair_count,
		.pairs = study->pairs,
	};
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON) {
		breakeven_json(output.stream, &found, options->all_pairs);
	} else {
		breakeven_text(output.stream, &found);
		output_for_people(&output);
	}
	return output_close(&output, options->output, error);
}

static int breakeven(const struct options *options, struct scenario *scenario)
{
	struct study *study = xcalloc(1, sizeof(*study));
	char file_name[PATH_MAX];
	struct error error;
	int status = EXIT_OK;

	study->draws = options->draws < 0 ? DRAWS : options->draws;
	study->now = xmalloc(sizeof(*study->now));
	study->question.scenario = scenario;
	study->question.measure = (enum cost_measure)options->cost_measure;
	if (!ask_no_map(options, &error) || !scenario_open(options, scenario, file_name, &error) ||
	    !make_track(options, scenario, &study->question.track, &error) ||
	    !make_pairs(options, scenario, study, &error) ||
	    !make_inputs(options, scenario, study, &error) || !answer(study, options, &error) ||
	    !write_answer(study, options, &error))
		status = cli_fail(&error);
	free(study->now);
	free(study);
	return status;
}

int command_breakeven(int argc, char **argv)
{
	struct scenario *scenario;
	struct options options;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	scenario = xmalloc(sizeof(*scenario));
	status = options.map_x ? breakeven_map(&options, scenario) : breakeven(&options, scenario);
	free(scenario);
	return status;
}
