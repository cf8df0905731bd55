// SPDX-License-Identifier: MIT
/* Where one crossing is, by runs at the scenario's level, and how sure that is. */
#include "study/breakeven_place.h"

#include <math.h>

/* Costs that change by more than this share inside a narrow bracket change in a step. */
static const double JUMP_SHARE = 2e-3;
/* Of an edge that is looked for with fine looks: they cost. */
static const double FINE_EDGE_WIDTH = 2e-3;

enum { CONFIRMATIONS_MAX = 2, FINE_STEPS = 8 };

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
	ok = seek_value(seek, at, &y);
	/* Between whole numbers, or where little is random, the gap that is left may be the wider
	 * one: the edge is the place itself then. */
	if (ok && (sign > 0 ? y < 0 : y > 0)) {
		seek->edge = 0;
		*edge = at;
		return true;
	}
	ok = ok &&
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

static void crossing_at(struct finder *finder, const struct bracket *bracket,
			struct crossing_at *crossing)
{
	const struct seek *seek = &finder->cheap;

	crossing->at = root_at(bracket, &seek->track);
	crossing->below = bracket->y_lo < 0 ? seek->a : seek->b;
	crossing->above = bracket->y_lo < 0 ? seek->b : seek->a;
	crossing->ci = (struct interval){ NAN, NAN };
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

bool crossing_search(struct finder *finder, int lo, int hi, struct crossing_at *crossing,
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
		return !finder_cancelled(finder);
	*found = true;
	if (!finder->confirms || !crossing_confirm(finder, &bracket, lo, hi, crossing, found)) {
		crossing_at(finder, &bracket, crossing);
		crossing->jump = is_jump(seek, &bracket);
		crossing->confirmed = false;
	}
	return !finder_cancelled(finder);
}
