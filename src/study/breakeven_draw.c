// SPDX-License-Identifier: MIT
/*
 * Crossings when the inputs are other than assumed. Declared in breakeven.h.
 *
 * Where the question has one crossing, steps along the slope lead from there to the draw's, or out
 * of the range; where they lead nowhere, the end of the range on whose side it must be says whether
 * a draw has it. Where the question has several, places all along do, and a crossing is matched
 * with the nearest one of its direction.
 */
#include "study/breakeven.h"

#include <math.h>
#include <stdlib.h>

#include "sim/arch.h"
#include "study/seek.h"

enum { DRAW_PLACES = 24, STEPS_MAX = 5 };

/* Of a crossing in a draw: bands are of forty or so of them. By good answers few queries of a cheap
 * run decide, which scatter more than that. */
static const double DRAW_WIDTH = 3e-4, GOOD_WIDTH = 3e-3;
/* Of a crossing that draws start from, or are matched with: they find their own. */
static const double START_WIDTH = 0.25;
/* Of its queries, what may be taken for answered with passages that were not found in time: bands
 * do not show what tokens they save, but may what such answers cost. */
static const double DRAW_LOST_FRAC = 1e-2, DEAR_LOST_FRAC = 1e-3;
/* Of the place, where nothing but a second look tells the slope. */
static const double SLOPE_STEP = 0.05;

struct places {
	double x[DRAW_PLACES], y[DRAW_PLACES];
};

/* False when cancelled or refused. */
static bool places_look(struct seek *seek, struct places *places)
{
	for (int i = 0; i < DRAW_PLACES; i++) {
		places->x[i] = track_value(&seek->track, (double)i / (DRAW_PLACES - 1));
		if (!seek_value(seek, places->x[i], &places->y[i]))
			return false;
	}
	return true;
}

/* Between which places a crossing of this direction is nearest to x; 0: nowhere. */
static int nearest_change(const struct places *places, bool a_below, double x)
{
	int nearest = 0;
	double least = INFINITY;

	for (int i = 1; i < DRAW_PLACES; i++) {
		double lo = places->x[i - 1], hi = places->x[i];
		double away = x < lo ? lo - x : x > hi ? x - hi : 0;

		if ((places->y[i - 1] < 0) != a_below || (places->y[i] < 0) == a_below)
			continue;
		if (away < least) {
			least = away;
			nearest = i;
		}
	}
	return nearest;
}

/* Whoever is cheaper below the crossing is so all along, or not at all. */
static double beyond(const struct places *places, bool a_below, double x)
{
	int i = 0;

	while (i + 1 < DRAW_PLACES && places->x[i] < x)
		i++;
	return (places->y[i] < 0) == a_below ? INFINITY : -INFINITY;
}

static bool draw_crossing(struct seek *seek, const struct places *places,
			  const struct crossing_at *crossing, double *at)
{
	bool a_below = crossing->below == seek->a;
	int i = nearest_change(places, a_below, crossing->at);
	struct bracket bracket;

	*at = beyond(places, a_below, crossing->at);
	if (i == 0)
		return true;
	bracket = (struct bracket){ places->x[i - 1], places->x[i], places->y[i - 1],
				    places->y[i] };
	if (!root_refine(&bracket, &seek->track, ROOT_WIDTH, seek_value, seek))
		return false;
	*at = root_at(&bracket, &seek->track);
	return true;
}

/* Is it a cost by the query, over the volume? Then fees are a hyperbola, and the gap times the
 * volume is a line. */
static bool is_by_query(const struct seek *seek)
{
	return seek->track.param == P_traffic_volume_qpm &&
	       (seek->measure == MEASURE_PER_1K || seek->measure == MEASURE_PER_1K_GOOD);
}

/* What is 0 where the gap is, and as nearly straight as it can be: a root_function of a seek. */
static bool straight_value(void *context, double x, double *y)
{
	const struct seek *seek = context;

	if (!seek_value(context, x, y))
		return false;
	if (is_by_query(seek))
		*y *= x;
	return true;
}

/* What all queries of an architecture cost; by those that are well answered, if that counts. */
static double queries_usd(const struct seek *seek, enum arch which)
{
	const struct arch_result *arch = &seek->probe->result.arch[which];
	double usd = 0;

	for (int c = 0; c < LEDGER_COUNT; c++)
		usd += arch->query_usd[c];
	return seek->measure == MEASURE_PER_1K_GOOD ? usd / arch->good_frac : usd;
}

/* How that grows with the volume, by what single queries cost; NaN: of other things, or by a
 * measure that is no line in it. */
static double query_slope(const struct seek *seek, double x)
{
	double more_usd = queries_usd(seek, seek->a) - queries_usd(seek, seek->b);

	if (is_by_query(seek))
		return 1000 * more_usd / seek->probe->result.arch[seek->a].queries;
	if (seek->track.param != P_traffic_volume_qpm ||
	    (seek->measure != MEASURE_ALL_IN && seek->measure != MEASURE_MONTHLY))
		return NAN;
	return more_usd / (seek->probe->scenario.horizon_days / 30) / x;
}

static bool is_damage(enum param_id param)
{
	return param == P_money_wrong_answer_usd || param == P_money_stale_answer_usd;
}

/* Does an answer that is wrong cost something, at any time and anywhere on the track? */
static bool is_dear(const struct track *track, const struct scenario *scenario)
{
	bool dear = scenario->params.money.wrong_answer_usd > 0 ||
		    scenario->params.money.stale_answer_usd > 0 || is_damage(track->param);

	for (int i = 0; i < scenario->timeline_count; i++)
		dear |= scenario->timeline[i].kind == TIMELINE_SET &&
			is_damage(scenario->timeline[i].param);
	return dear;
}

/* Does one of the two have queues that may lose queries, and the other none? */
static bool one_may_lose(const struct seek *seek)
{
	const struct scenario *scenario = &seek->probe->scenario;

	for (int i = 0; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_SWITCH)
			return false;
	return arch_retrieves(seek->a) != arch_retrieves(seek->b);
}

/* The gap at an end of the range, where it has the sign of y if *sure. Who is turned away, or
 * answered without passages, costs less: so whoever is cheaper although nobody is, is cheaper. That
 * takes no queries, and *y_end is a bound then. False when cancelled or refused. */
static bool look_at_end(struct seek *seek, double end, double y, double *y_end, bool *sure)
{
	struct probe *probe = seek->probe;
	double lost_frac = probe->costs_lost_frac;
	bool ok;

	*sure = false;
	if (lost_frac == 0 || is_dear(&seek->track, &probe->scenario) || !one_may_lose(seek) ||
	    (y < 0) != arch_retrieves(seek->a))
		return straight_value(seek, end, y_end);
	probe->costs_lost_frac = INFINITY;
	ok = straight_value(seek, end, y_end);
	probe->costs_lost_frac = lost_frac;
	/* Where more than queues decides, that was a run like any other. */
	if (!ok || probe->result.queries_simulated > 0)
		return ok;
	*sure = (*y_end < 0) == (y < 0);
	return *sure || straight_value(seek, end, y_end);
}

static double draw_width(const struct seek *seek)
{
	return seek->measure == MEASURE_PER_1K_GOOD ? GOOD_WIDTH : DRAW_WIDTH;
}

static double step_to(const struct track *track, double x)
{
	double next = fabs(x) * SLOPE_STEP;

	return x + next <= track->hi ? x + next : x - next;
}

/* From where the crossing is without the draw and the gap is y, along the slope, until the next
 * step is small or leads out of the range from its end. *at: NaN where that does not come to an
 * end: the crossing is then looked for from an end. False when cancelled or refused. */
static bool draw_along_slope(struct seek *seek, const struct crossing_at *crossing, double y,
			     double *at)
{
	const struct track *track = &seek->track;
	bool a_below = crossing->below == seek->a;
	double x = crossing->at, slope = query_slope(seek, x);

	*at = NAN;
	if (crossing->jump || track->whole || !(fabs(x) > 0))
		return true;
	for (int i = 0; i < STEPS_MAX; i++) {
		double to = isnan(slope) ? step_to(track, x) : x - y / slope, next = to, y_next;
		bool sure = false;

		if (!isnan(slope) && (!isfinite(to) || (slope > 0) != a_below))
			return true;
		next = fmin(fmax(to, track->lo), track->hi);
		if (!isnan(slope) && fabs(to - x) <= draw_width(seek) * fabs(x))
			*at = next;
		else if (next == x)
			*at = to > x ? INFINITY : -INFINITY;
		if (!isnan(*at))
			return true;
		if (next == to ? !straight_value(seek, next, &y_next)
			       : !look_at_end(seek, next, y, &y_next, &sure))
			return false;
		if (sure) {
			*at = to > x ? INFINITY : -INFINITY;
			return true;
		}
		slope = (y_next - y) / (next - x);
		x = next;
		y = y_next;
	}
	return true;
}

/* Between there and the end of the range before which who is cheaper there must change; beyond the
 * end if it does not. */
static bool draw_towards_end(struct seek *seek, const struct crossing_at *crossing, double y,
			     double *at)
{
	bool above = (y < 0) == (crossing->below == seek->a);
	double end = above ? seek->track.hi : seek->track.lo, y_end;
	struct bracket bracket;
	bool sure;

	*at = above ? INFINITY : -INFINITY;
	if (!look_at_end(seek, end, y, &y_end, &sure))
		return false;
	if ((y_end < 0) == (y < 0))
		return true;
	bracket = above ? (struct bracket){ crossing->at, end, y, y_end }
			: (struct bracket){ end, crossing->at, y_end, y };
	if (!root_refine(&bracket, &seek->track, draw_width(seek), straight_value, seek))
		return false;
	*at = root_at(&bracket, &seek->track);
	return true;
}

static void draw_the_one(struct seek *seek, const struct crossing_at *crossing, double *at)
{
	double y;
	bool ok = straight_value(seek, crossing->at, &y) &&
		  draw_along_slope(seek, crossing, y, at) &&
		  (!isnan(*at) || draw_towards_end(seek, crossing, y, at));

	if (!ok)
		*at = NAN;
}

/* All of them, from places along the range. */
static bool draw_from_places(struct seek *seek, const struct breakeven *found,
			     double at[BREAKEVEN_CROSSINGS_MAX])
{
	struct places places;

	if (!places_look(seek, &places))
		return false;
	for (int i = 0; i < found->count; i++)
		if (!draw_crossing(seek, &places, &found->crossing[i], &at[i])) {
			at[i] = NAN;
			return false;
		}
	return true;
}

static double draw_lost_frac(const struct question *question, const struct breakeven *found,
			     const struct scenario *scenario)
{
	if (found->simulate)
		return 0;
	if (question->lost_frac > 0 || cost_measure_lost_frac(question->measure) == 0)
		return question_lost_frac(question);
	return is_dear(&question->track, scenario) ? DEAR_LOST_FRAC : DRAW_LOST_FRAC;
}

bool breakeven_draw(const struct question *question, const struct breakeven *found,
		    const struct inputs *inputs, int draw, double at[BREAKEVEN_CROSSINGS_MAX],
		    const atomic_bool *cancel)
{
	struct seek seek;
	bool ok;

	for (int i = 0; i < BREAKEVEN_CROSSINGS_MAX; i++)
		at[i] = NAN;
	seek_init(&seek, question, found->a, found->b, cancel);
	inputs_draw(inputs, draw, &seek.probe->scenario);
	seek.probe->costs_lost_frac = draw_lost_frac(question, found, &seek.probe->scenario);
	if (found->count == 1)
		draw_the_one(&seek, &found->crossing[0], &at[0]);
	else if (found->count > 1)
		draw_from_places(&seek, found, at);
	ok = !probe_cancelled(seek.probe);
	seek_release(&seek);
	return ok;
}

bool breakeven_same(const struct breakeven *a, const struct breakeven *b)
{
	bool same = a->count == b->count && a->simulate == b->simulate;

	for (int i = 0; same && i < a->count; i++)
		same = a->crossing[i].below == b->crossing[i].below &&
		       fabs(a->crossing[i].at - b->crossing[i].at) <=
			       START_WIDTH * fabs(b->crossing[i].at);
	return same;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value that a share of the sorted ones is below; between neighbours straight. */
static double percentile(const double *sorted, int count, double share)
{
	double place = share * (count - 1);
	int i = (int)place;
	double rest = place - i;

	if (rest == 0 || i + 1 >= count || sorted[i] == sorted[i + 1])
		return sorted[i];
	/* Nothing is half way to out of range. */
	if (isinf(sorted[i]) || isinf(sorted[i + 1]))
		return sorted[rest < 0.5 ? i : i + 1];
	return sorted[i] + (sorted[i + 1] - sorted[i]) * rest;
}

void input_band_make(struct input_band *band, double *at, int count)
{
	int kept = 0;

	*band = (struct input_band){ 0 };
	for (int i = 0; i < count; i++) {
		if (isnan(at[i]))
			continue;
		band->below += at[i] == -INFINITY;
		band->above += at[i] == INFINITY;
		at[kept++] = at[i];
	}
	band->draws = kept;
	if (kept == 0)
		return;
	qsort(at, (size_t)kept, sizeof(*at), compare);
	band->p10 = percentile(at, kept, 0.1);
	band->p50 = percentile(at, kept, 0.5);
	band->p90 = percentile(at, kept, 0.9);
}
