// SPDX-License-Identifier: MIT
#include "study/breakeven_place.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* Of the larger cost: how far off a run without queries may be at a crossing. */
static const double UNSIMULATED_SHARE = 2e-5;

enum { CONFIRM_LEVEL = 1 };

static struct cheaper cheaper_at(double y)
{
	return (struct cheaper){ .a = y<0, .b = y> 0 };
}

static double distance(const struct finder *finder, double x)
{
	double formula = finder->found->formula.at;

	if (!finder->found->formula.crosses)
		return 0;
	return finder->question->track.scale == SCALE_LOG && formula > 0
		       ? fmax(x / formula, formula / x)
		       : fabs(x - formula);
}

/* A fine run that simulates its queries, whether costs need them or not. */
static bool look_with_queries(struct finder *finder, double at)
{
	struct probe *probe = finder->fine.probe;
	double lost_frac = probe->costs_lost_frac;
	bool ok;

	probe->costs_lost_frac = 0;
	ok = seek_look(&finder->fine, at, &finder->gap);
	probe->costs_lost_frac = lost_frac;
	return ok;
}

/* *holds: what was found without simulating queries is what a run that does simulate them has; that
 * run is then the last fine one. */
static bool verify(struct finder *finder, double at, bool *holds)
{
	const struct seek *fine = &finder->fine;
	double without, cost;

	if (!seek_look(&finder->fine, at, &finder->gap))
		return false;
	without = finder->gap.value;
	if (!look_with_queries(finder, at))
		return false;
	cost = cost_measure_larger(&fine->probe->result, fine->a, fine->b, fine->measure);
	*holds = fabs(finder->gap.value - without) <= UNSIMULATED_SHARE * cost;
	return true;
}

/* By a fine run at the crossing that is nearest to the formula's. `looked`: it is there. */
static bool bend_here(struct finder *finder, double at, bool looked)
{
	const struct question *question = finder->question;
	struct breakeven *found = finder->found;

	if (found->bend.known && distance(finder, at) >= finder->nearest)
		return true;
	if (!looked && !look_with_queries(finder, at))
		return false;
	finder->nearest = distance(finder, at);
	bend_make(&found->bend, &found->formula, question->scenario, question->measure, found->a,
		  found->b, at, finder->now, &finder->fine.probe->result);
	return true;
}

/* Is it one more, or was it found from its other side? */
static bool is_new(const struct breakeven *found, double at)
{
	return found->count == 0 ||
	       at > found->crossing[found->count - 1].at * (1 + 10 * ROOT_WIDTH);
}

/* One change of sign, between two spots. False when cancelled. */
static bool crossing_between(struct finder *finder, int lo, int hi)
{
	struct breakeven *out = finder->found;
	struct crossing_at crossing;
	bool found;

	if (!crossing_search(finder, lo, hi, &crossing, &found))
		return false;
	if (!found || !is_new(out, crossing.at))
		return true;
	crossing.unsimulated = crossing.confirmed &&
			       finder->fine.probe->result.queries_simulated == 0;
	out->crossing[out->count++] = crossing;
	return true;
}

static bool find_crossings(struct finder *finder)
{
	const struct path *path = finder->path;
	struct breakeven *found = finder->found;
	int last = -1;

	for (int i = 0; i < path->count; i++) {
		const struct spot *spot = &path->spot[i];

		if (!spot->known) {
			last = -1; /* refused: who knows what is there */
			continue;
		}
		if (spot->y == 0 || isnan(spot->y))
			continue;
		if (last >= 0 && (path->spot[last].y < 0) != (spot->y < 0)) {
			found->more = found->count == BREAKEVEN_CROSSINGS_MAX;
			if (found->more)
				break;
			if (!crossing_between(finder, last, i))
				return false;
		}
		last = i;
	}
	return true;
}

/* Over another parameter than the volume, straight on from the present value: two runs a little
 * apart, as fine as the others, so that a line is one. */
static bool tangent_make(struct finder *finder)
{
	const struct question *question = finder->question;
	const struct track *track = &question->track;
	struct probe *probe = finder->fine.probe;
	double x = track_now(track, question->scenario), step = fabs(x) * 1e-3;
	struct result *from = xmalloc(sizeof(*from));

	if (step == 0)
		step = 1e-4 * (track->hi - track->lo);
	if (track->whole)
		step = 1;
	if (x + step > param_table[track->param].max)
		step = -step;
	finder->found->formula = (struct formula){ .now = x };
	if (!isnan(x) && probe_run(probe)) {
		*from = probe->result;
		track_set(track, &probe->scenario, x + step);
		if (probe_run(probe))
			formula_make(&finder->found->formula, question->scenario, track,
				     question->measure, finder->found->a, finder->found->b,
				     finder->now, from, &probe->result, step);
	}
	free(from);
	return !finder_cancelled(finder);
}

static bool find_formula(struct finder *finder)
{
	const struct question *question = finder->question;

	if (question->track.param != P_traffic_volume_qpm)
		return tangent_make(finder);
	formula_make(&finder->found->formula, question->scenario, &question->track,
		     question->measure, finder->found->a, finder->found->b, finder->now, NULL, NULL,
		     0);
	return true;
}

/* The lines cross in the range and the costs do not: what is there instead. */
static void bend_at_formula(struct finder *finder)
{
	const struct formula *formula = &finder->found->formula;
	const struct track *track = &finder->question->track;
	double at = track->whole ? floor(formula->at + 0.5) : formula->at;

	if (finder->found->count == 0 && formula->crosses && at >= track->lo && at <= track->hi)
		bend_here(finder, at, false);
}

/* The first and the last place that say who is cheaper. */
static void find_ends(struct breakeven *found, const struct path *path)
{
	bool first = true;

	for (int i = 0; i < path->count; i++) {
		if (!path->spot[i].known)
			continue;
		if (first)
			found->at_lo = cheaper_at(path->spot[i].y);
		found->at_hi = cheaper_at(path->spot[i].y);
		first = false;
	}
}

static void finder_init(struct finder *finder, enum arch a, enum arch b, const atomic_bool *cancel)
{
	const struct question *question = finder->question;
	int level = question->scenario->fidelity;

	seek_init(&finder->cheap, question, a, b, cancel);
	seek_init(&finder->fine, question, a, b, cancel);
	/* Every query at every place would take hours; a trace is replayed in full anyway. */
	if (level == FIDELITY_EXACT && !question->scenario->trace)
		level = CONFIRM_LEVEL;
	finder->fine.probe->scenario.fidelity = level;
}

static void finder_release(struct finder *finder)
{
	seek_release(&finder->cheap);
	seek_release(&finder->fine);
}

/* Afresh, into finder->found. */
static bool find(struct finder *finder, const struct sweep *sweep, enum arch a, enum arch b)
{
	struct path *path = xmalloc(sizeof(*path));
	bool ok;

	*finder->found = (struct breakeven){ .a = a, .b = b };
	finder->path = path;
	path_init(path, sweep, a, b);
	ok = find_formula(finder);
	ok = ok && (path_refine(path, &finder->cheap) || !finder_cancelled(finder));
	ok = ok && find_crossings(finder);
	find_ends(finder->found, path);
	finder->path = NULL;
	free(path);
	return ok && !finder_cancelled(finder);
}

bool breakeven_find(const struct question *question, const struct sweep *sweep, enum arch a,
		    enum arch b, const struct result *now, struct breakeven *found,
		    const atomic_bool *cancel)
{
	struct finder finder = { .question = question, .now = now, .found = found };
	bool ok;

	assert(a != b);
	finder_init(&finder, a, b, cancel);
	ok = find(&finder, sweep, a, b);
	finder_release(&finder);
	return ok;
}

/* False when cancelled. */
static bool check_crossing(struct finder *finder, const struct crossing_at *crossing, bool *holds)
{
	*holds = true;
	if (!crossing->confirmed || (crossing->unsimulated && !verify(finder, crossing->at, holds)))
		return !finder_cancelled(finder);
	if (*holds)
		bend_here(finder, crossing->at, crossing->unsimulated);
	return !finder_cancelled(finder);
}

static bool check_crossings(struct finder *finder, bool *hold)
{
	*hold = true;
	for (int i = 0; *hold && i < finder->found->count; i++)
		if (!check_crossing(finder, &finder->found->crossing[i], hold))
			return false;
	return true;
}

bool breakeven_check(const struct question *question, const struct sweep *sweep,
		     const struct breakeven *found, const struct result *now,
		     struct breakeven *checked, const atomic_bool *cancel)
{
	struct finder finder = { .question = question, .now = now, .found = checked };
	bool ok, hold;

	*checked = *found;
	finder_init(&finder, found->a, found->b, cancel);
	ok = check_crossings(&finder, &hold);
	if (ok && !hold) {
		finder.cheap.probe->costs_lost_frac = finder.fine.probe->costs_lost_frac = 0;
		ok = find(&finder, sweep, found->a, found->b) && check_crossings(&finder, &hold);
		checked->simulate = true;
	}
	if (ok)
		bend_at_formula(&finder);
	ok = ok && !finder_cancelled(&finder);
	finder_release(&finder);
	return ok;
}
