// SPDX-License-Identifier: MIT
#include "report/crossings.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "io/price_book.h"
#include "session/each.h"

struct crossings {
	struct question question;
	const struct result *now;
	struct sweep sweep;
	struct inputs inputs;
	struct breakeven_pair pairs[ARCH_COUNT];
	int draws;
	double at[ARCH_COUNT][BREAKEVEN_CROSSINGS_MAX][CROSSINGS_DRAWS_MAX];
	struct breakeven_answer answer;
};

static void sweep_work(void *context, int i)
{
	struct crossings *all = context;

	sweep_compute(&all->sweep, i, &all->question, NULL);
}

static void pair_work(void *context, int i)
{
	struct crossings *all = context;
	struct breakeven_pair *pair = &all->pairs[i];

	breakeven_find(&all->question, &all->sweep, pair->found.a, pair->found.b, all->now,
		       &pair->found, NULL);
	payback_find(all->now, pair->found.a, pair->found.b, &pair->payback);
}

static void draw_work(void *context, int i)
{
	struct crossings *all = context;
	int pair = i / all->draws, draw = i % all->draws;
	double at[BREAKEVEN_CROSSINGS_MAX];

	breakeven_draw(&all->question, &all->pairs[pair].found, &all->inputs, draw, at, NULL);
	for (int c = 0; c < BREAKEVEN_CROSSINGS_MAX; c++)
		all->at[pair][c][draw] = at[c];
}

static void take_inputs(struct crossings *all)
{
	const struct scenario *scenario = all->question.scenario;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (scenario_is_assumed(scenario, id) && inputs_movable(scenario, id) &&
		    id != all->question.track.param)
			all->inputs.ids[all->inputs.count++] = id;
	}
}

static void take_pairs(struct crossings *all)
{
	const struct scenario *scenario = all->question.scenario;
	enum arch best = all->now->verdict.best;

	for (int i = 0; i < scenario->arch_count; i++) {
		struct breakeven *found = &all->pairs[all->answer.pair_count].found;

		if (scenario->archs[i] == best)
			continue;
		found->a = best;
		found->b = scenario->archs[i];
		all->answer.pair_count++;
	}
}

static void find(struct crossings *all, int threads)
{
	sweep_init(&all->sweep, &all->question.track);
	session_each(all->sweep.count, threads, sweep_work, all);
	if (!sweep_is_known(&all->sweep)) {
		all->answer.pair_count = 0;
		return;
	}
	session_each(all->answer.pair_count, threads, pair_work, all);
	if (all->draws == 0 || all->inputs.count == 0)
		return;
	session_each(all->answer.pair_count * all->draws, threads, draw_work, all);
	for (int p = 0; p < all->answer.pair_count; p++)
		for (int c = 0; c < all->pairs[p].found.count; c++)
			input_band_make(&all->pairs[p].found.crossing[c].input, all->at[p][c],
					all->draws);
}

struct crossings *crossings_find(const struct scenario *scenario, const struct result *now,
				 int draws, int threads)
{
	struct crossings *all = xcalloc(1, sizeof(*all));
	struct error error;

	all->question.scenario = scenario;
	all->now = now;
	all->draws = draws;
	/* A trace that says the volume itself has no break-even over it. */
	if (track_init(&all->question.track, scenario, P_traffic_volume_qpm, NAN, NAN, &error)) {
		take_inputs(all);
		take_pairs(all);
		find(all, threads);
	}
	all->answer.question = all->question;
	all->answer.input_count = all->inputs.count;
	all->answer.draws = draws;
	all->answer.pairs = all->pairs;
	return all;
}

const struct breakeven_answer *crossings_answer(const struct crossings *crossings)
{
	return &crossings->answer;
}

void crossings_free(struct crossings *crossings)
{
	free(crossings);
}
