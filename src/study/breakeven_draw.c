// SPDX-License-Identifier: MIT
/*
 * Crossings when the inputs are other than assumed. Declared in breakeven.h.
 *
 * Where the question has one crossing, the ends of the range say whether a draw has it; where it
 * has several, places all along do, and a crossing is matched with the nearest one of its
 * direction.
 */
#include "study/breakeven.h"

#include <math.h>
#include <stdlib.h>

#include "study/seek.h"

enum { DRAW_PLACES = 24 };

struct places {
	int count;
	double x[DRAW_PLACES], y[DRAW_PLACES];
};

/* False when cancelled or refused. */
static bool places_look(struct seek *seek, int count, struct places *places)
{
	places->count = count;
	for (int i = 0; i < count; i++) {
		places->x[i] = track_value(&seek->track, (double)i / (count - 1));
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

	for (int i = 1; i < places->count; i++) {
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

	while (i + 1 < places->count && places->x[i] < x)
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

bool breakeven_draw(const struct question *question, const struct breakeven *found,
		    const struct inputs *inputs, int draw, double at[BREAKEVEN_CROSSINGS_MAX],
		    const atomic_bool *cancel)
{
	struct seek seek;
	struct places places;
	bool ok;

	seek_init(&seek, question, found->a, found->b, cancel);
	inputs_draw(inputs, draw, &seek.probe->scenario);
	ok = found->count > 0 && places_look(&seek, found->count == 1 ? 2 : DRAW_PLACES, &places);
	for (int i = 0; i < BREAKEVEN_CROSSINGS_MAX; i++) {
		at[i] = NAN;
		if (ok && i < found->count)
			ok = draw_crossing(&seek, &places, &found->crossing[i], &at[i]);
		if (!ok)
			at[i] = NAN;
	}
	ok = !probe_cancelled(seek.probe);
	seek_release(&seek);
	return ok;
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
