// SPDX-License-Identifier: MIT
#include "study/breakeven_place.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* Of the larger cost: how far off a run without queries may be at a crossing. */
static const double UNSIMULATED_SHARE = 2e-5;
/* Less than this apart, formula and simulation agree. */
static const double FORMULA_AGREES = 1e-3;

/* The same windows with and without queries: more of them would say the same. */
enum { CHECK_LEVEL = 0, CONFIRM_LEVEL = 1 };

static struct cheaper cheaper_at(double y)
{
	return (struct cheaper){ .a = y<0, .b = y> 0 };
}

static double distance(const struct breakeven *found, const struct track *track, double x)
{
	double formula = found->formula.at;

	if (!found->formula.crosses)
		return 0;
	return track->scale == SCALE_LOG && formula > 0 ? fmax(x / formula, formula / x)
							: fabs(x - formula);
}

const struct crossing_at *breakeven_beside(const struct breakeven *found, const struct track *track)
{
	const struct crossing_at *nearest = NULL;

	for (int i = 0; i < found->count; i++)
		if (!nearest || distance(found, track, found->crossing[i].at) <
					distance(found, track, nearest->at))
			nearest = &found->crossing[i];
	return nearest;
}

bool breakeven_formula_agrees(const struct breakeven *found, const struct track *track)
{
	const struct crossing_at *beside = breakeven_beside(found, track);

	if (!found->formula.crosses || !beside)
		return !found->formula.crosses && !beside;
	return fabs(found->formula.at - beside->at) <= FORMULA_AGREES * fabs(beside->at);
}

/* A run at x that simulates its queries, whether costs need them or not. */
static bool look_with_queries(struct finder *finder, double x)
{
	struct probe *probe = finder->fine.probe;
	double lost_frac = probe->costs_lost_frac;
	bool ok;

	probe->costs_lost_frac = 0;
	ok = seek_look(&finder->fine, x, &finder->gap);
	probe->costs_lost_frac = lost_frac;
	return ok;
}

/* *holds: what costs without simulating queries is what it costs by a run that does. */
static bool verify(struct finder *finder, double x, bool *holds)
{
	const struct seek *fine = &finder->fine;
	int level = fine->probe->scenario.fidelity;
	double without, cost;
	bool ok;

	fine->probe->scenario.fidelity = CHECK_LEVEL;
	ok = seek_look(&finder->fine, x, &finder->gap);
	without = finder->gap.value;
	ok = ok && look_with_queries(finder, x);
	fine->probe->scenario.fidelity = level;
	if (!ok)
		return false;
	cost = cost_measure_larger(&fine->probe->result, fine->a, fine->b, fine->measure);
	*holds = fabs(finder->gap.value - without) <= UNSIMULATED_SHARE * cost;
	return true;
}

/* `now`: with its queries. */
static void bend_from(struct finder *finder, double at, const struct result *now)
{
	const struct question *question = finder->question;
	struct breakeven *found = finder->found;

	if (look_with_queries(finder, at))
		bend_make(&found->bend, &found->formula, question->scenario, question->measure,
			  found->a, found->b, at, now, &finder->fine.probe->result);
}

/* What is at x instead of what the formula has there. */
static void bend_at(struct finder *finder, double x)
{
	const struct question *question = finder->question;
	struct result *now;

	if (finder->now->queries_simulated > 0) {
		bend_from(finder, x, finder->now);
		return;
	}
	now = xmalloc(sizeof(*now));
	if (look_with_queries(finder, track_now(&question->track, question->scenario))) {
		*now = finder->fine.probe->result;
		bend_from(finder, x, now);
	}
	free(now);
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

/* Where the formula is off; where lines cross in the range and costs do not, there. */
static void bend_find(struct finder *finder)
{
	const struct breakeven *found = finder->found;
	const struct track *track = &finder->question->track;
	const struct crossing_at *beside = breakeven_beside(found, track);
	double at = track->whole ? floor(found->formula.at + 0.5) : found->formula.at;

	if (!found->formula.known || breakeven_formula_agrees(found, track))
		return;
	if (beside && beside->confirmed)
		bend_at(finder, beside->at);
	else if (!beside && at >= track->lo && at <= track->hi)
		bend_at(finder, at);
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
static bool find(struct finder *finder, const struct sweep *sweep)
{
	struct path *path = finder->path;
	struct breakeven *found = finder->found;

	found->count = 0;
	path_init(path, sweep, found->a, found->b);
	if (!path_refine(path, &finder->cheap) && finder_cancelled(finder))
		return false;
	find_ends(found, path);
	return find_crossings(finder);
}

bool breakeven_find(const struct question *question, const struct sweep *sweep, enum arch a,
		    enum arch b, struct path *path, struct breakeven *found,
		    const atomic_bool *cancel)
{
	struct finder finder = { .question = question, .path = path, .found = found };
	bool ok;

	assert(a != b);
	*found = (struct breakeven){ .a = a, .b = b };
	finder_init(&finder, a, b, cancel);
	ok = find(&finder, sweep) && !finder_cancelled(&finder);
	finder_release(&finder);
	return ok;
}

/* *hold: no crossing has to be looked for elsewhere. False when cancelled. */
static bool check_crossings(struct finder *finder, bool *hold)
{
	*hold = true;
	for (int i = 0; *hold && i < finder->found->count; i++) {
		const struct crossing_at *crossing = &finder->found->crossing[i];

		if (crossing->unsimulated && !verify(finder, crossing->at, hold) &&
		    finder_cancelled(finder))
			return false;
	}
	return true;
}

/* By runs that simulate their queries everywhere. */
static bool find_with_queries(struct finder *finder, const struct sweep *sweep)
{
	finder->cheap.probe->costs_lost_frac = finder->fine.probe->costs_lost_frac = 0;
	finder->found->simulate = true;
	return find(finder, sweep);
}

bool breakeven_confirm(const struct question *question, const struct sweep *sweep,
		       struct path *path, const struct breakeven *places, const struct result *now,
		       struct breakeven *found, const atomic_bool *cancel)
{
	struct finder finder = {
		.question = question, .now = now, .path = path, .found = found, .confirms = true
	};
	bool ok, hold;

	*found = *places;
	found->count = 0;
	finder_init(&finder, found->a, found->b, cancel);
	ok = find_formula(&finder) && find_crossings(&finder) && check_crossings(&finder, &hold) &&
	     (hold || find_with_queries(&finder, sweep));
	if (ok)
		bend_find(&finder);
	ok = ok && !finder_cancelled(&finder);
	finder_release(&finder);
	return ok;
}
