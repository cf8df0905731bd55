// SPDX-License-Identifier: MIT
#include "cli/breakeven_find.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "io/price_book.h"
#include "session/each.h"

/* Everything that threads work on. */
struct work {
	struct breakevens *all;
	struct sweep sweep;
	const struct result *now;
	double *drawn; /* [pair][crossing][draw] */
};

void breakevens_add(struct breakevens *all, enum arch a, enum arch b)
{
	struct breakeven *found = &all->pairs[all->pair_count++].found;

	found->a = a;
	found->b = b;
}

void breakevens_draw(struct breakevens *all, enum param_id id)
{
	if (id != all->question.track.param)
		all->inputs.ids[all->inputs.count++] = id;
}

void breakevens_draw_assumed(struct breakevens *all)
{
	const struct scenario *scenario = all->question.scenario;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (scenario_is_assumed(scenario, id) && inputs_movable(scenario, id))
			breakevens_draw(all, id);
	}
}

static void sweep_work(void *context, int i)
{
	struct work *work = context;

	sweep_compute(&work->sweep, i, &work->all->question, NULL);
}

static void pair_work(void *context, int i)
{
	struct work *work = context;
	struct breakeven_pair *pair = &work->all->pairs[i];

	breakeven_find(&work->all->question, &work->sweep, pair->found.a, pair->found.b, work->now,
		       &pair->found, NULL);
	payback_find(work->now, pair->found.a, pair->found.b, &pair->payback);
}

static double *drawn_at(const struct work *work, int pair, int crossing)
{
	return work->drawn +
	       (ptrdiff_t)(pair * BREAKEVEN_CROSSINGS_MAX + crossing) * work->all->draws;
}

static void draw_work(void *context, int i)
{
	struct work *work = context;
	struct breakevens *all = work->all;
	int pair = i / all->draws, draw = i % all->draws;
	const struct breakeven *found = &all->pairs[pair].found;
	double at[BREAKEVEN_CROSSINGS_MAX];

	breakeven_draw(&all->question, found, &all->inputs, draw, at, NULL);
	for (int c = 0; c < found->count; c++)
		drawn_at(work, pair, c)[draw] = at[c];
}

static void find_bands(struct work *work, int threads)
{
	struct breakevens *all = work->all;

	if (all->draws == 0 || all->inputs.count == 0)
		return;
	work->drawn = xcalloc((size_t)all->pair_count * BREAKEVEN_CROSSINGS_MAX *
				      (size_t)all->draws,
			      sizeof(*work->drawn));
	session_each(all->pair_count * all->draws, threads, draw_work, work);
	for (int p = 0; p < all->pair_count; p++)
		for (int c = 0; c < all->pairs[p].found.count; c++)
			input_band_make(&all->pairs[p].found.crossing[c].input,
					drawn_at(work, p, c), all->draws);
	free(work->drawn);
}

bool breakevens_find(struct breakevens *all, const struct result *now, int threads)
{
	struct work work = { .all = all, .now = now };

	sweep_init(&work.sweep, &all->question.track);
	session_each(work.sweep.count, threads, sweep_work, &work);
	if (!sweep_is_known(&work.sweep))
		return false;
	session_each(all->pair_count, threads, pair_work, &work);
	find_bands(&work, threads);
	return true;
}
