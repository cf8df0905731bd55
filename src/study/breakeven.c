// SPDX-License-Identifier: MIT
#include "study/breakeven.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "study/path.h"

/* Costs that change by more than this share inside a narrow bracket change in a step. */
static const double JUMP_SHARE = 2e-3;
/* Of an edge that is looked for with fine looks: they cost. */
static const double FINE_EDGE_WIDTH = 2e-3;

/* Of the larger cost: how far off a run without queries may be at a crossing. */
static const double UNSIMULATED_SHARE = 2e-5;

enum { CONFIRMATIONS_MAX = 2, FINE_STEPS = 8, CONFIRM_LEVEL = 1 };

static struct cheaper cheaper_at(double y)
{
	return (struct cheaper){ .a = y<0, .b = y> 0 };
}

struct finder {
	struct seek cheap, fine; /* the same gap at FIDELITY_MAP and at the scenario's level */
	const struct question *question;
	const struct result *now;
	const struct path *path;
	struct breakeven *found;
	struct gap gap; /* the last one that was looked at with the fine one */
	double nearest; /* to the formula's, by their ratio or distance, so far */
};

static bool cancelled(const struct finder *finder)
{
	return probe_cancelled(finder->cheap.probe);
}

static bool differ(const struct bracket *bracket)
{
	return (bracket->y_lo < 0) != (bracket->y_hi < 0);
}

/* Makes cheap looks agree with a fine one at x. */
static bool calibrate(struct finder *finder, double x)
{
	struct seek *seek = &finder->cheap;
	struct gap cheap;

	seek->shift = 0;
	seek->half_factor = 1;
	if (!seek_look(&finder->fine, x, &finder->gap) || !seek_look(seek, x, &cheap))
		return false;
	seek->shift = finder->gap.value - cheap.value;
	if (!isfinite(seek->shift))
		seek->shift = 0;
	seek->half = isfinite(finder->gap.half) ? finder->gap.half : 0;
	seek->half_factor = cheap.half > 0 ? seek->half / cheap.half : 0;
	return true;
}

/* The bracket as the calibrated looks have it: where it was, or walked to from `at`, one way or the
 * other. *found: there is one in the range. */
static bool bracket_again(struct seek *seek, double at, struct bracket *bracket, bool *found)
{
	struct bracket fresh = { .lo = bracket->lo, .hi = bracket->hi };
	double slope = (bracket->y_hi - bracket->y_lo) / (bracket->hi - bracket->lo), y;

	if (!seek_value(seek, fresh.lo, &fresh.y_lo) || !seek_value(seek, fresh.hi, &fresh.y_hi))
		return false;
	*found = differ(&fresh);
	if (*found) {
		*bracket = fresh;
		return true;
	}
	if (!seek_value(seek, at, &y))
		return false;
	if (!seek_walk(seek, at, y, (y < 0) == (slope < 0) ? seek->track.lo : seek->track.hi,
		       isfinite(y / slope) ? 1.05 * fabs(y / slope) : 0, bracket, found))
		return false;
	return !*found || root_refine(bracket, &seek->track, ROOT_WIDTH, seek_value, seek);
}

static bool is_jump(const struct seek *seek, const struct bracket *bracket)
{
	const struct result *result = &seek->probe->result;
	double most = fmax(cost_measure_value(&result->arch[seek->a], seek->measure),
			   cost_measure_value(&result->arch[seek->b], seek->measure));

	return !seek->track.whole && fabs(bracket->y_hi - bracket->y_lo) > JUMP_SHARE * fabs(most);
}

/* A step may be one, or the noise of cheap looks. */
static bool is_there(struct finder *finder, const struct bracket *bracket, bool *there)
{
	struct bracket fine = { .lo = bracket->lo, .hi = bracket->hi };

	*there = true;
	if (!is_jump(&finder->cheap, bracket))
		return true;
	if (!seek_value(&finder->fine, fine.lo, &fine.y_lo) ||
	    !seek_value(&finder->fine, fine.hi, &fine.y_hi))
		return false;
	*there = differ(&fine) && (fine.y_lo < 0) == (bracket->y_lo < 0);
	return true;
}

/* Fine looks where the crossing is and cheap ones around, until both have it at the same place.
 * False when cancelled or refused; *agreed: they do. */
static bool find_by_calibrating(struct finder *finder, struct bracket *bracket, bool *agreed)
{
	double at = root_at(bracket, &finder->cheap.track);
	bool found;

	*agreed = false;
	for (int i = 0; i < CONFIRMATIONS_MAX && !*agreed; i++) {
		double before = at;

		if (!calibrate(finder, at) || !bracket_again(&finder->cheap, at, bracket, &found))
			return false;
		if (!found)
			return true;
		at = root_at(bracket, &finder->cheap.track);
		*agreed = fabs(at - before) <= ROOT_WIDTH * fabs(before);
	}
	return !*agreed || is_there(finder, bracket, agreed);
}

static bool has_sign(const struct bracket *side, double y)
{
	return (y < 0) == (side->y_lo < 0);
}

/* The nearest places of the sweep between which fine looks have the change of sign that cheap ones
 * saw between numbers lo and hi. */
static bool fine_bracket(struct finder *finder, const struct bracket *cheap, int lo, int hi,
			 struct bracket *bracket, bool *found)
{
	const struct spot *spot = finder->path->spot;
	struct seek *seek = &finder->fine;
	int steps = 0;

	*found = false;
	*bracket = (struct bracket){ .lo = spot[lo].x, .hi = spot[hi].x };
	if (!seek_value(seek, bracket->lo, &bracket->y_lo) ||
	    !seek_value(seek, bracket->hi, &bracket->y_hi))
		return false;
	while (!has_sign(cheap, bracket->y_lo) && lo > 0 && spot[lo - 1].known &&
	       steps++ < FINE_STEPS) {
		bracket->hi = bracket->lo;
		bracket->y_hi = bracket->y_lo;
		bracket->lo = spot[--lo].x;
		if (!seek_value(seek, bracket->lo, &bracket->y_lo))
			return false;
	}
	while (has_sign(cheap, bracket->y_hi) && hi + 1 < finder->path->count &&
	       spot[hi + 1].known && steps++ < FINE_STEPS) {
		bracket->lo = bracket->hi;
		bracket->y_lo = bracket->y_hi;
		bracket->hi = spot[++hi].x;
		if (!seek_value(seek, bracket->hi, &bracket->y_hi))
			return false;
	}
	*found = has_sign(cheap, bracket->y_lo) && !has_sign(cheap, bracket->y_hi);
	return true;
}

/* Where cheap looks are too noisy: fine ones only. `wide`: the places around, for the slope. */
static bool find_by_fine_looks(struct finder *finder, const struct bracket *cheap, int lo, int hi,
			       struct bracket *bracket, struct bracket *wide, bool *found)
{
	struct seek *seek = &finder->fine;

	if (!fine_bracket(finder, cheap, lo, hi, wide, found))
		return false;
	*bracket = *wide;
	if (!*found)
		return true;
	return root_refine(bracket, &seek->track, ROOT_WIDTH, seek_value, seek) &&
	       seek_look(seek, root_at(bracket, &seek->track), &finder->gap);
}

/* Where the gap plus or minus its half width is 0. */
static bool edge_find(struct seek *seek, double at, double slope, double sign, double end,
		      double width, double *edge)
{
	struct bracket bracket;
	double y;
	bool found, ok;

	seek->edge = sign;
	ok = seek_value(seek, at, &y) &&
	     seek_walk(seek, at, y, end, isfinite(y / slope) ? 1.05 * fabs(y / slope) : 0, &bracket,
		       &found) &&
	     (!found || root_refine(&bracket, &seek->track, width, seek_value, seek));
	seek->edge = 0;
	if (ok)
		*edge = found ? root_at(&bracket, &seek->track) : end < at ? -INFINITY : INFINITY;
	return ok;
}

/* `around`: two places beside the crossing, which give the slope. */
static bool interval_find(struct seek *seek, const struct bracket *around, double half,
			  double width, struct crossing_at *crossing)
{
	double slope = (around->y_hi - around->y_lo) / (around->hi - around->lo);
	double sign = around->y_lo < 0 ? 1 : -1;
	bool ok;

	crossing->ci = (struct interval){ crossing->at, crossing->at };
	if (isnan(half))
		crossing->ci = (struct interval){ NAN, NAN };
	if (!(half > 0))
		return true;
	ok = edge_find(seek, crossing->at, slope, sign, seek->track.lo, width, &crossing->ci.lo) &&
	     edge_find(seek, crossing->at, slope, -sign, seek->track.hi, width, &crossing->ci.hi);
	/* The edges of a step are its own place. */
	crossing->ci.lo = fmin(crossing->ci.lo, crossing->at);
	crossing->ci.hi = fmax(crossing->ci.hi, crossing->at);
	return ok;
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

static void crossing_at(struct finder *finder, const struct bracket *bracket,
			struct crossing_at *crossing)
{
	const struct seek *seek = &finder->cheap;

	crossing->at = root_at(bracket, &seek->track);
	crossing->below = bracket->y_lo < 0 ? seek->a : seek->b;
	crossing->above = bracket->y_lo < 0 ? seek->b : seek->a;
	crossing->ci = (struct interval){ NAN, NAN };
}

/* Is it one more, or was it found from its other side? */
static bool is_new(const struct breakeven *found, double at)
{
	return found->count == 0 ||
	       at > found->crossing[found->count - 1].at * (1 + 10 * ROOT_WIDTH);
}

static bool crossing_confirm(struct finder *finder, const struct bracket *cheap, int lo, int hi,
			     struct crossing_at *crossing, bool *found)
{
	struct bracket bracket = *cheap, wide;
	bool agreed;

	if (!find_by_calibrating(finder, &bracket, &agreed))
		return false;
	*found = agreed;
	if (!agreed && !find_by_fine_looks(finder, cheap, lo, hi, &bracket, &wide, found))
		return false;
	if (!*found)
		return true;
	crossing_at(finder, &bracket, crossing);
	crossing->confirmed = true;
	crossing->jump = is_jump(agreed ? &finder->cheap : &finder->fine, &bracket);
	return interval_find(agreed ? &finder->cheap : &finder->fine, agreed ? &bracket : &wide,
			     finder->gap.half, agreed ? ROOT_WIDTH : FINE_EDGE_WIDTH, crossing);
}

/* False when cancelled. */
static bool crossing_search(struct finder *finder, int lo, int hi, struct crossing_at *crossing,
			    bool *found)
{
	const struct spot *spot = finder->path->spot;
	struct seek *seek = &finder->cheap;
	struct bracket bracket = { spot[lo].x, spot[hi].x, spot[lo].y, spot[hi].y };

	*found = false;
	*crossing = (struct crossing_at){ 0 };
	seek->shift = seek->edge = 0;
	seek->half_factor = 1;
	if (!root_refine(&bracket, &seek->track, ROOT_WIDTH, seek_value, seek))
		return !cancelled(finder);
	*found = true;
	if (!crossing_confirm(finder, &bracket, lo, hi, crossing, found)) {
		crossing_at(finder, &bracket, crossing);
		crossing->confirmed = false;
	}
	return !cancelled(finder);
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
	return !cancelled(finder);
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
	ok = ok && (path_refine(path, &finder->cheap) || !cancelled(finder));
	ok = ok && find_crossings(finder);
	find_ends(finder->found, path);
	free(path);
	return ok && !cancelled(finder);
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
		return !cancelled(finder);
	if (*holds)
		bend_here(finder, crossing->at, crossing->unsimulated);
	return !cancelled(finder);
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
	}
	if (ok)
		bend_at_formula(&finder);
	ok = ok && !cancelled(&finder);
	finder_release(&finder);
	return ok;
}

bool breakeven_same(const struct breakeven *a, const struct breakeven *b)
{
	bool same = a->count == b->count;

	for (int i = 0; same && i < a->count; i++)
		same = a->crossing[i].at == b->crossing[i].at;
	return same;
}
