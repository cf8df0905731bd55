// SPDX-License-Identifier: MIT
#include "cli/breakeven_find.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "io/price_book.h"
#include "session/each.h"
#include "study/path.h"

/* Everything that threads work on. */
struct work {
	struct breakevens *all;
	struct sweep sweep;
	const struct result *now;
	struct path *paths;              /* by pair */
	struct breakeven *confirmed;     /* by pair */
	bool moved[BREAKEVEN_PAIRS_MAX]; /* what is confirmed is elsewhere */
	double *drawn;                   /* [pair][crossing][draw] */
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

	breakeven_find(&work->all->question, &work->sweep, pair->found.a, pair->found.b,
		       &work->paths[i], &pair->found, NULL);
	payback_find(work->now, pair->found.a, pair->found.b, &pair->payback);
}

static double *drawn_at(const struct work *work, int pair, int crossing)
{
	return work->drawn +
	       (ptrdiff_t)(pair * BREAKEVEN_CROSSINGS_MAX + crossing) * work->all->draws;
}

static void draw_one(struct work *work, int i)
{
	struct breakevens *all = work->all;
	int pair = i / all->draws, draw = i % all->draws;
	const struct breakeven *found = &all->pairs[pair].found;
	double at[BREAKEVEN_CROSSINGS_MAX];

	breakeven_draw(&all->question, found, &all->inputs, draw, at, NULL);
	for (int c = 0; c < found->count; c++)
		drawn_at(work, pair, c)[draw] = at[c];
}

/* A draw may start from a place that is nearly right; of several, often one is not confirmed. */
static bool draws_at_once(const struct work *work, int draw)
{
	return work->all->pairs[draw / work->all->draws].found.count == 1;
}

static void confirm_or_draw(void *context, int i)
{
	struct work *work = context;
	struct breakevens *all = work->all;

	if (i < all->pair_count)
		breakeven_confirm(&all->question, &work->sweep, &work->paths[i],
				  &all->pairs[i].found, work->now, &work->confirmed[i], NULL);
	else if (draws_at_once(work, i - all->pair_count))
		draw_one(work, i - all->pair_count);
}

static void draw_moved(void *context, int i)
{
	struct work *work = context;

	if (work->moved[i / work->all->draws])
		draw_one(work, i);
}

/* Where other crossings are confirmed than draws started from, they are drawn now. */
static bool take_confirmed(struct work *work)
{
	bool any = false;

	for (int p = 0; p < work->all->pair_count; p++) {
		struct breakeven *found = &work->all->pairs[p].found;

		work->moved[p] = found->count != 1 || !breakeven_same(&work->confirmed[p], found);
		any |= work->moved[p];
		*found = work->confirmed[p];
	}
	return any;
}

static void confirm_and_draw(struct work *work, int threads)
{
	struct breakevens *all = work->all;
	int count = all->pair_count, draws = all->inputs.count > 0 ? count * all->draws : 0;

	work->confirmed = xcalloc((size_t)count, sizeof(*work->confirmed));
	work->drawn = xcalloc((size_t)draws * BREAKEVEN_CROSSINGS_MAX + 1, sizeof(*work->drawn));
	session_each(count + draws, threads, confirm_or_draw, work);
	if (take_confirmed(work))
		session_each(draws, threads, draw_moved, work);
	for (int p = 0; draws > 0 && p < count; p++)
		for (int c = 0; c < all->pairs[p].found.count; c++)
			input_band_make(&all->pairs[p].found.crossing[c].input,
					drawn_at(work, p, c), all->draws);
	free(work->confirmed);
	free(work->drawn);
}

bool breakevens_find(struct breakevens *all, const struct result *now, int threads)
{
	struct work work = { .all = all, .now = now };

	sweep_init(&work.sweep, &all->question.track);
	session_each(work.sweep.count, threads, sweep_work, &work);
	if (!sweep_is_known(&work.sweep))
		return false;
	work.paths = xcalloc((size_t)all->pair_count, sizeof(*work.paths));
	session_each(all->pair_count, threads, pair_work, &work);
	confirm_and_draw(&work, threads);
	free(work.paths);
	return true;
}
