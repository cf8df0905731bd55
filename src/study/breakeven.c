// SPDX-License-Identifier: MIT
#include "study/breakeven.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "study/seek.h"

/* Costs that change by more than this share inside a narrow bracket change in a step. */
static const double JUMP_SHARE = 2e-3;
/* Where a finer run has no gap left beside what two places this far apart differ by, it agrees. */
static const double AGREES = ROOT_WIDTH;

enum { CONFIRMATIONS_MAX = 3, DIP_LOOKS = 12, CONFIRM_LEVEL = 1 };

/* The points of one pair, and what is found on the way. */
struct path {
	int count;
	struct spot {
		double x, y;
		bool known;
	} spot[2 * TRACK_PLACES_MAX];
};

void sweep_init(struct sweep *sweep, const struct track *track)
{
	sweep->count = track_places(track);
	for (int i = 0; i < sweep->count; i++)
		sweep->point[i] = (struct sweep_point){
			.x = track_value(track, (double)i / (sweep->count - 1)),
		};
}

bool sweep_compute(struct sweep *sweep, int i, const struct question *question,
		   const atomic_bool *cancel)
{
	struct probe *probe = probe_new(question->scenario, cancel);
	struct sweep_point *point = &sweep->point[i];
	bool cancelled;

	track_set(&question->track, &probe->scenario, point->x);
	point->known = probe_run(probe);
	for (int a = 0; point->known && a < ARCH_COUNT; a++)
		point->cost[a] = probe->result.arch[a].present
					 ? cost_measure_value(&probe->result.arch[a], question->measure)
					 : (double)NAN;
	cancelled = probe_cancelled(probe);
	probe_free(probe);
	return !cancelled;
}

bool sweep_is_known(const struct sweep *sweep)
{
	for (int i = 0; i < sweep->count; i++)
		if (sweep->point[i].known)
			return true;
	return false;
}

/* Two that are infinite, as without any good answer, are not apart. */
static double difference(double a, double b)
{
	return isinf(a) && isinf(b) ? 0 : a - b;
}

static void path_init(struct path *path, const struct sweep *sweep, enum arch a, enum arch b)
{
	path->count = sweep->count;
	for (int i = 0; i < sweep->count; i++) {
		const struct sweep_point *point = &sweep->point[i];

		path->spot[i] = (struct spot){ point->x,
					       difference(point->cost[a], point->cost[b]),
					       point->known };
	}
}

static void path_insert(struct path *path, int at, struct spot spot)
{
	if (path->count == 2 * TRACK_PLACES_MAX)
		return;
	for (int i = path->count++; i > at; i--)
		path->spot[i] = path->spot[i - 1];
	path->spot[at] = spot;
}

static bool is_dip(const struct path *path, int i)
{
	const struct spot *spot = &path->spot[i];
	double y = spot->y;

	if (i == 0 || i + 1 == path->count || !spot[-1].known || !spot->known || !spot[1].known)
		return false;
	if ((y < 0) != (spot[-1].y < 0) || (y < 0) != (spot[1].y < 0))
		return false;
	return fabs(y) < fabs(spot[-1].y) && fabs(y) < fabs(spot[1].y);
}

/* Costs that come near each other between two points may have crossed twice there: follows them to
 * where they are nearest. */
static bool dip_search(struct seek *seek, struct path *path, int i)
{
	struct spot lo = path->spot[i - 1], mid = path->spot[i], hi = path->spot[i + 1];

	for (int look = 0; look < DIP_LOOKS; look++) {
		bool left = mid.x - lo.x > hi.x - mid.x;
		double x = track_middle(&seek->track, left ? lo.x : mid.x, left ? mid.x : hi.x);
		struct spot next = { .x = x, .known = true };

		if (x <= lo.x || x >= hi.x || x == mid.x)
			break;
		if (!seek_value(seek, x, &next.y))
			return false;
		if ((next.y < 0) != (mid.y < 0)) {
			path_insert(path, x < path->spot[i].x ? i : i + 1, next);
			break;
		}
		if (fabs(next.y) < fabs(mid.y)) {
			*(left ? &hi : &lo) = mid;
			mid = next;
		} else {
			*(left ? &lo : &hi) = next;
		}
	}
	return true;
}

static struct cheaper cheaper_at(double y)
{
	return (struct cheaper){ .a = y < 0, .b = y > 0 };
}

/* What a confirmed crossing is made from. */
struct confirmation {
	struct probe *finer;
	struct gap gap; /* of the finer run, at `at` */
	double at;
};

static bool confirm_at(struct seek *seek, struct confirmation *confirmation, double x)
{
	const struct result *result = &confirmation->finer->result;
	struct gap cheap;

	track_set(&seek->track, &confirmation->finer->scenario, x);
	if (!probe_run(confirmation->finer))
		return false;
	confirmation->at = x;
	confirmation->gap = gap_measure((struct side){ result, seek->a },
					(struct side){ result, seek->b }, seek->measure);
	seek->shift = 0;
	seek->half_factor = 1;
	if (!seek_look(seek, x, &cheap))
		return false;
	seek->shift = difference(confirmation->gap.value, cheap.value);
	if (!isfinite(seek->shift))
		seek->shift = 0;
	seek->half = isfinite(confirmation->gap.half) ? confirmation->gap.half : 0;
	seek->half_factor = cheap.half > 0 ? seek->half / cheap.half : 0;
	return true;
}

/* The bracket as the finer run has it: where it was, or walked to from `at`, one way or the other.
 * *found: there is one in the range. */
static bool bracket_again(struct seek *seek, double at, double rising, struct bracket *bracket,
			  bool *found)
{
	struct bracket fresh = { .lo = bracket->lo, .hi = bracket->hi };
	double y, step;

	seek->edge = 0;
	if (!seek_value(seek, fresh.lo, &fresh.y_lo) || !seek_value(seek, fresh.hi, &fresh.y_hi))
		return false;
	*found = (fresh.y_lo < 0) != (fresh.y_hi < 0);
	if (*found) {
		*bracket = fresh;
		return true;
	}
	if (!seek_value(seek, at, &y))
		return false;
	step = fabs(y / ((bracket->y_hi - bracket->y_lo) / (bracket->hi - bracket->lo)));
	if (!seek_walk(seek, at, y, y * rising > 0 ? seek->track.lo : seek->track.hi,
		       isfinite(step) ? 1.05 * step : 0, bracket, found))
		return false;
	return !*found || root_refine(bracket, &seek->track, seek_value, seek);
}

/* Runs at the scenario's level where the crossing is, until both have it at the same place. False
 * when cancelled or refused; *found: there is one. */
static bool crossing_confirm(struct seek *seek, struct confirmation *confirmation,
			     struct bracket *bracket, bool *found)
{
	double rising = bracket->y_hi - bracket->y_lo, at = root_at(bracket, &seek->track);

	*found = true;
	for (int i = 0; i < CONFIRMATIONS_MAX; i++) {
		double before = at;

		if (!confirm_at(seek, confirmation, at) ||
		    !bracket_again(seek, at, rising, bracket, found))
			return false;
		if (!*found)
			return true;
		at = root_at(bracket, &seek->track);
		if (fabs(at - before) <= AGREES * fabs(before))
			break;
	}
	return true;
}

/* Where the gap plus or minus its half width is 0. */
static bool edge_find(struct seek *seek, double at, double slope, double sign, double end,
		      double *edge)
{
	struct bracket bracket;
	double y;
	bool found;

	/* Below the crossing the gap has the other sign than the slope. */
	seek->edge = sign;
	if (!seek_value(seek, at, &y) ||
	    !seek_walk(seek, at, y, end, isfinite(y / slope) ? 1.05 * fabs(y / slope) : 0, &bracket,
		       &found))
		return false;
	if (found && !root_refine(&bracket, &seek->track, seek_value, seek))
		return false;
	*edge = found ? root_at(&bracket, &seek->track) : end < at ? -INFINITY : INFINITY;
	return true;
}

static bool interval_find(struct seek *seek, const struct bracket *bracket,
			  const struct gap *finer, struct crossing_at *crossing)
{
	double slope = (bracket->y_hi - bracket->y_lo) / (bracket->hi - bracket->lo);
	double sign = bracket->y_lo < 0 ? 1 : -1;
	bool ok;

	crossing->ci = (struct interval){ crossing->at, crossing->at };
	if (isnan(finer->half))
		crossing->ci = (struct interval){ NAN, NAN };
	if (!(finer->half > 0))
		return true;
	ok = edge_find(seek, crossing->at, slope, sign, seek->track.lo, &crossing->ci.lo) &&
	     edge_find(seek, crossing->at, slope, -sign, seek->track.hi, &crossing->ci.hi);
	seek->edge = 0;
	/* The edges of a step are its own place. */
	crossing->ci.lo = fmin(crossing->ci.lo, crossing->at);
	crossing->ci.hi = fmax(crossing->ci.hi, crossing->at);
	return ok;
}

static bool is_jump(const struct seek *seek, const struct bracket *bracket)
{
	const struct result *result = &seek->probe->result;
	double most = fmax(cost_measure_value(&result->arch[seek->a], seek->measure),
			   cost_measure_value(&result->arch[seek->b], seek->measure));

	return !seek->track.whole && fabs(bracket->y_hi - bracket->y_lo) > JUMP_SHARE * fabs(most);
}

struct finder {
	struct seek seek;
	struct confirmation confirmation;
	const struct question *question;
	const struct result *now;
	struct breakeven *found;
	double nearest; /* to the formula's, by their ratio or distance, so far */
};

static bool cancelled(const struct finder *finder)
{
	return probe_cancelled(finder->seek.probe);
}

static double distance(const struct finder *finder, double x)
{
	double formula = finder->found->formula.at;

	if (!finder->found->formula.crosses)
		return 0;
	return finder->seek.track.scale == SCALE_LOG && formula > 0
		       ? fmax(x / formula, formula / x)
		       : fabs(x - formula);
}

/* Of the crossing that is nearest to the formula's. */
static void bend_here(struct finder *finder, double at)
{
	const struct question *question = finder->question;
	struct breakeven *found = finder->found;

	if (found->bend.known && distance(finder, at) >= finder->nearest)
		return;
	finder->nearest = distance(finder, at);
	bend_make(&found->bend, &found->formula, question->scenario, question->measure, found->a,
		  found->b, finder->confirmation.at, finder->now,
		  &finder->confirmation.finer->result);
}

/* One change of sign, between two spots. False when cancelled. */
static bool crossing_between(struct finder *finder, const struct spot *lo, const struct spot *hi)
{
	struct seek *seek = &finder->seek;
	struct bracket bracket = { lo->x, hi->x, lo->y, hi->y }, cheap;
	struct crossing_at crossing = { 0 };
	bool found = true;

	seek->shift = seek->edge = 0;
	seek->half_factor = 1;
	if (!root_refine(&bracket, &seek->track, seek_value, seek))
		return !cancelled(finder);
	cheap = bracket;
	crossing.confirmed =
		crossing_confirm(seek, &finder->confirmation, &bracket, &found);
	if (cancelled(finder))
		return false;
	if (!crossing.confirmed) {
		bracket = cheap;
		finder->confirmation.gap.half = NAN;
	}
	if (!found)
		return true;
	crossing.at = root_at(&bracket, &seek->track);
	crossing.below = bracket.y_lo < 0 ? seek->a : seek->b;
	crossing.above = bracket.y_lo < 0 ? seek->b : seek->a;
	crossing.jump = is_jump(seek, &bracket);
	if (!interval_find(seek, &bracket, &finder->confirmation.gap, &crossing) &&
	    cancelled(finder))
		return false;
	if (crossing.confirmed)
		bend_here(finder, crossing.at);
	finder->found->crossing[finder->found->count++] = crossing;
	return true;
}

static bool find_crossings(struct finder *finder, const struct path *path)
{
	struct breakeven *found = finder->found;
	const struct spot *last = NULL;

	for (int i = 0; i < path->count; i++) {
		const struct spot *spot = &path->spot[i];

		if (!spot->known) {
			last = NULL; /* refused: who knows what is there */
			continue;
		}
		if (spot->y == 0 || isnan(spot->y))
			continue;
		if (last && (last->y < 0) != (spot->y < 0)) {
			found->more = found->count == BREAKEVEN_CROSSINGS_MAX;
			if (found->more)
				break;
			if (!crossing_between(finder, last, spot))
				return false;
		}
		last = spot;
	}
	return true;
}

/* Over another parameter than the volume, straight on from the present value: two cheap runs a
 * little apart. */
static bool tangent_make(struct finder *finder)
{
	const struct question *question = finder->question;
	const struct track *track = &question->track;
	const struct param_info *info = &param_table[track->param];
	struct probe *probe = probe_new(question->scenario, finder->seek.probe->cancel);
	double x = track_now(track, question->scenario), step = fabs(x) * 1e-3;
	struct result *from = xmalloc(sizeof(*from));

	if (step == 0)
		step = 1e-4 * (track->hi - track->lo);
	if (track->whole)
		step = 1;
	if (x + step > info->max)
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
	probe_free(probe);
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
	const struct track *track = &finder->seek.track;
	double at = track->whole ? floor(formula->at + 0.5) : formula->at;

	if (finder->found->count == 0 && formula->crosses && at >= track->lo && at <= track->hi &&
	    confirm_at(&finder->seek, &finder->confirmation, at))
		bend_here(finder, at);
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

static struct probe *finer_probe(const struct question *question, const atomic_bool *cancel)
{
	struct probe *probe = probe_new(question->scenario, cancel);
	int level = question->scenario->fidelity;

	/* Every query at every place would take hours; a trace is replayed in full anyway. */
	probe->scenario.fidelity = level == FIDELITY_EXACT && !question->scenario->trace
					   ? CONFIRM_LEVEL
					   : level;
	return probe;
}

bool breakeven_find(const struct question *question, const struct sweep *sweep, enum arch a,
		    enum arch b, const struct result *now, struct breakeven *found,
		    const atomic_bool *cancel)
{
	struct finder finder = { .question = question, .now = now, .found = found };
	struct path *path = xmalloc(sizeof(*path));
	bool ok;

	assert(a != b);
	*found = (struct breakeven){ .a = a, .b = b };
	seek_init(&finder.seek, question, a, b, cancel);
	finder.confirmation.finer = finer_probe(question, cancel);
	path_init(path, sweep, a, b);
	ok = find_formula(&finder);
	for (int i = 0; ok && i < path->count; i++)
		if (is_dip(path, i) && !dip_search(&finder.seek, path, i))
			ok = !cancelled(&finder);
	ok = ok && find_crossings(&finder, path);
	find_ends(found, path);
	if (ok)
		bend_at_formula(&finder);
	ok = ok && !cancelled(&finder);
	free(path);
	probe_free(finder.confirmation.finer);
	seek_release(&finder.seek);
	return ok;
}
