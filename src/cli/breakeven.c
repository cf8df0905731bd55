// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
#include "session/session.h"

enum { DRAWS = 40 };

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
		       struct breakevens *all, struct error *error)
{
	enum arch a, b;

	if (options->between && options->all_pairs)
		return error_set(error, "not both: \"--between\", \"--all\"");
	if (options->between) {
		if (!ask_between(options->between, scenario, &a, &b, error))
			return false;
		breakevens_add(all, a, b);
		return true;
	}
	if (scenario->arch_count < 2)
		return error_set(error, "one architecture has no break-even: \"--between\"");
	for (int i = 0; i < scenario->arch_count; i++)
		for (int j = i + 1; j < scenario->arch_count; j++) {
			if (all->pair_count == 1 && !options->all_pairs)
				return true;
			breakevens_add(all, scenario->archs[i], scenario->archs[j]);
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

static bool make_inputs(const struct options *options, const struct scenario *scenario,
			struct breakevens *all, struct error *error)
{
	bool named[PARAM_COUNT] = { false };

	if (!options->uncertain) {
		breakevens_draw_assumed(all);
		return true;
	}
	if (*options->uncertain == '\0')
		return error_set(error, "no input is named, --draws 0 draws none: \"--uncertain\"");
	if (!name_inputs(options->uncertain, scenario, named, error))
		return false;
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (named[i])
			breakevens_draw(all, (enum param_id)i);
	return true;
}

static bool answer(struct breakevens *all, struct result *now, const struct options *options,
		   struct error *error)
{
	const struct run_options costs = { .costs_lost_frac = question_lost_frac(&all->question),
					   .costs_over_time = true };

	if (!session_run(all->question.scenario, &costs, options->threads, now, error))
		return false;
	return breakevens_find(all, now, options->threads) ||
	       error_set(error, "the simulator refuses every place in the range: \"--over\"");
}

static bool write_answer(const struct breakevens *all, const struct options *options,
			 struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON) {
		breakeven_json(output.stream, all, options->all_pairs);
	} else {
		breakeven_text(output.stream, all);
		output_for_people(&output);
	}
	return output_close(&output, options->output, error);
}

static int breakeven(const struct options *options, struct scenario *scenario)
{
	struct breakevens *all = xcalloc(1, sizeof(*all));
	struct result *now = xmalloc(sizeof(*now));
	char file_name[PATH_MAX];
	struct error error;
	int status = EXIT_OK;

	all->draws = options->draws < 0 ? DRAWS : options->draws;
	all->question.scenario = scenario;
	all->question.measure = (enum cost_measure)options->cost_measure;
	if (!ask_no_map(options, &error) || !scenario_open(options, scenario, file_name, &error) ||
	    !make_track(options, scenario, &all->question.track, &error) ||
	    !make_pairs(options, scenario, all, &error) ||
	    !make_inputs(options, scenario, all, &error) || !answer(all, now, options, &error) ||
	    !write_answer(all, options, &error))
		status = cli_fail(&error);
	free(now);
	free(all);
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
