// SPDX-License-Identifier: MIT
#include "sim/dated.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* From at_s on; at once, or a step of what goes gradually. */
struct change {
	double at_s;
	int entry, step; /* of those at the same time the later ones hold */
	double value;
};

static int by_change(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	return x->entry != y->entry ? x->entry - y->entry : x->step - y->step;
}

/* Until another change of the same parameter takes over, or the run ends. */
static double change_end_days(const struct scenario *scenario, int entry, double over_days)
{
	const struct timeline_entry *from = &scenario->timeline[entry];
	double end_days = from->at_days + over_days;

	for (int i = entry + 1; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_SET &&
		    scenario->timeline[i].param == from->param &&
		    scenario->timeline[i].at_days < end_days)
			end_days = scenario->timeline[i].at_days;
	return end_days < scenario->horizon_days ? end_days : scenario->horizon_days;
}

/* Steps of a day or, where that are too many, longer ones, each at its mean: what is linear in it
 * comes out exactly, however long they are, but integers are whole. Writes at most `most` + 1. */
static int change_steps(const struct scenario *scenario, int entry, int most, struct change *out)
{
	const struct timeline_entry *at = &scenario->timeline[entry];
	struct ramp ramp = scenario_ramp(scenario, at->param, entry + 1, at->at_days);
	double end_days = change_end_days(scenario, entry, ramp.over_days);
	int steps = (int)ceil(ramp.over_days), count = 0;

	steps = steps < most ? steps : most;
	for (int i = 0; i < steps; i++) {
		double a = ramp.start_days + ramp.over_days * i / steps;
		double b = ramp.start_days + ramp.over_days * (i + 1) / steps;

		if (a >= end_days)
			return count;
		b = b < end_days ? b : end_days;
		out[count++] = (struct change){ a * DAY_S, entry, i, ramp_mean(&ramp, a, b) };
	}
	if (end_days >= at->at_days + ramp.over_days)
		out[count++] = (struct change){ (at->at_days + ramp.over_days) * DAY_S, entry,
						steps, at->value };
	return count;
}

/* Of a gradual change, so that a run does not drown in them. */
static int steps_most(const struct scenario *scenario)
{
	int ramps = 0;

	for (int i = 0; i < scenario->timeline_count; i++)
		ramps += scenario->timeline[i].kind == TIMELINE_SET &&
			 scenario->timeline[i].over_days > 0;
	if (ramps * PROFILE_RAMP_STEPS <= PROFILE_STEPS)
		return PROFILE_RAMP_STEPS;
	return ramps < PROFILE_STEPS ? PROFILE_STEPS / ramps : 1;
}

/* In order of time. */
static struct change *changes_of(const struct scenario *scenario, int *count)
{
	struct change *changes = xcalloc(PROFILE_STEPS + 2 * (size_t)scenario->timeline_count + 1,
					 sizeof(*changes));
	int most = steps_most(scenario);

	*count = 0;
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_SWITCH)
			changes[(*count)++] = (struct change){ entry->at_days * DAY_S, i, 0, 0 };
		if (entry->kind == TIMELINE_SET)
			*count += change_steps(scenario, i, most, changes + *count);
	}
	qsort(changes, (size_t)*count, sizeof(*changes), by_change);
	return changes;
}

/* Between dated changes of parameters, and of what architectures answer as. */
void dated_regimes(struct profile *profile, const struct scenario *scenario)
{
	struct change *changes;
	struct regime *last;
	int count;

	changes = changes_of(scenario, &count);
	last = profile->regimes = xcalloc((size_t)count + 1, sizeof(*profile->regimes));
	last->params = scenario->params;
	last->params.traffic.volume_qpm = scenario_volume_qpm(scenario);
	for (unsigned int a = 0; a < ARCH_COUNT; a++)
		last->serves[a] = (enum arch)a;
	for (int i = 0; i < count && changes[i].at_s < profile->horizon_s; i++) {
		const struct timeline_entry *entry = &scenario->timeline[changes[i].entry];

		if (changes[i].at_s > last->start_s) {
			last->end_s = changes[i].at_s;
			last[1] = *last;
			last++;
			last->start_s = changes[i].at_s;
		}
		if (entry->kind == TIMELINE_SWITCH)
			last->serves[entry->from] = entry->to;
		else
			params_set(&last->params, entry->param, changes[i].value);
	}
	last->end_s = profile->horizon_s;
	profile->regime_count = (int)(last - profile->regimes) + 1;
	free(changes);
}
