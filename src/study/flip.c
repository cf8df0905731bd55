// SPDX-License-Identifier: MIT
#include "study/flip.h"

#include <math.h>
#include <stddef.h>

#include "study/probe.h"

#define SCAN_STEP (1.0 / 11) /* of the track: eleven looks across it */
#define REFINED_STEP 1e-4    /* of the track: 0.1 % of the value over five decades */

struct search {
	struct probe *probe;
	struct knob knob;
	int state; /* the verdict at the present value */
};

/* A place on the track where the verdict is known to differ, and the distance to it. */
struct change {
	bool found;
	double same, other; /* positions, or values of a choice: the verdict holds, has changed */
	struct verdict verdict; /* at `other` */
};

/* False when cancelled. A value that the simulator refuses counts as unchanged. */
static bool search_look(struct search *search, double value, bool *changed)
{
	knob_set(&search->probe->scenario, search->knob, value);
	*changed = probe_run(search->probe) &&
		   probe_state(&search->probe->result.verdict) != search->state;
	return !probe_cancelled(search->probe);
}

/* One step of the scan; on a change remembers where. */
static bool search_step(struct search *search, double from, double to, struct change *change)
{
	bool changed;

	if (!search_look(search, knob_from_position(search->knob, to), &changed))
		return false;
	if (changed)
		*change = (struct change){ true, from, to, search->probe->result.verdict };
	return true;
}

static bool search_refine(struct search *search, struct change *change)
{
	int grain = knob_grain(search->knob);

	while (fabs(change->other - change->same) > REFINED_STEP) {
		double mid = (change->same + change->other) / 2;
		double value = knob_from_position(search->knob, mid);
		bool changed;
		// Between two neighbouring whole numbers there is nothing left to halve.
		if (grain > 0 && value == knob_from_position(search->knob, change->other))
			change->other = mid;
		else if (grain > 0 && value == knob_from_position(search->knob, change->same))
			change->same = mid;
		else if (!search_look(search, value, &changed))
			return false;
		else if (!changed)
			change->same = mid;
		else
			*change = (struct change){ true, change->same, mid,
						   search->probe->result.verdict };
	}
	return true;
}

static double clamp_unit(double position)
{
	return position < 0 ? 0 : position > 1 ? 1 : position;
}

/* Looks outwards in both directions at once, so that the nearer change is met first. */
static bool search_track(struct search *search, double start, struct change *up,
			 struct change *down)
{
	double high = start, low = start;

	while (!up->found && !down->found && (high < 1 || low > 0)) {
		double next_high = clamp_unit(high + SCAN_STEP);
		double next_low = clamp_unit(low - SCAN_STEP);
		if (high < 1 && !search_step(search, high, next_high, up))
			return false;
		if (low > 0 && !search_step(search, low, next_low, down))
			return false;
		high = next_high;
		low = next_low;
	}
	return (!up->found || search_refine(search, up)) &&
	       (!down->found || search_refine(search, down));
}

static void flip_from(struct flip *flip, const struct change *change, double at)
{
	*flip = (struct flip){
		.known = true,
		.found = true,
		.at = at,
		.nobody = change->verdict.none_meets,
		.best = change->verdict.best,
	};
}

static bool find_on_track(struct search *search, double value, struct flip *flip)
{
	double start = knob_to_position(search->knob, value), lo, hi;
	struct change up = { 0 }, down = { 0 };
	const struct change *nearest;

	knob_slider_range(search->knob, &lo, &hi);
	// A value off the track, null for one, is first taken to the end of the track next to it.
	if (!(value >= lo && value <= hi) && !search_step(search, start, start, &up))
		return false;
	if (!up.found && !search_track(search, start, &up, &down))
		return false;
	if (!up.found && !down.found) {
		*flip = (struct flip){ .known = true };
		return true;
	}
	nearest = &up;
	if (!up.found || (down.found && start - down.other < up.other - start))
		nearest = &down;
	flip_from(flip, nearest, knob_from_position(search->knob, nearest->other));
	return true;
}

/* Choices and flags have few values and no order worth bisecting. */
static bool find_among_values(struct search *search, double value, struct flip *flip)
{
	struct flip found = { .known = true };
	double lo, hi;

	knob_legal_range(search->knob, &lo, &hi);
	for (double other = lo; other <= hi; other++) {
		struct change change = { 0 };
		if (other == value)
			continue;
		if (!search_look(search, other, &change.found))
			return false;
		change.verdict = search->probe->result.verdict;
		if (change.found && (!found.found || fabs(other - value) < fabs(found.at - value)))
			flip_from(&found, &change, other);
	}
	*flip = found;
	return true;
}

static bool is_listed(struct knob knob)
{
	return !knob.is_target && (param_table[knob.param].kind == PARAM_CHOICE ||
				   param_table[knob.param].kind == PARAM_FLAG);
}

bool flip_find(const struct scenario *scenario, struct knob knob, const struct result *finer,
	       struct flip *flip, const atomic_bool *cancel)
{
	struct search search = { .probe = probe_new(scenario, cancel), .knob = knob };
	double value = knob_get(scenario, knob);
	bool finished;

	if (!knob.is_target && knob.param == P_traffic_volume_qpm && knob.dated == 0)
		value = scenario_volume_qpm(scenario);
	if (!knob.is_target && scenario_replays(scenario, knob.param)) {
		// A trace has its place: the knob turns nothing.
		*flip = (struct flip){ .known = true };
		finished = true;
	} else if (!(finer ? probe_calibrate(search.probe, finer) : probe_run(search.probe))) {
		// Refused as it stands: there is no verdict to turn over.
		finished = !probe_cancelled(search.probe);
		if (finished)
			*flip = (struct flip){ .known = true };
	} else {
		search.state = probe_state(&search.probe->result.verdict);
		finished = is_listed(knob) ? find_among_values(&search, value, flip)
					   : find_on_track(&search, value, flip);
	}
	probe_free(search.probe);
	return finished;
}
