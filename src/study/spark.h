// SPDX-License-Identifier: MIT
/*
 * L2. What an architecture costs as one knob moves: eight places, for a small picture beside it.
 *
 * Knows: scenarios, knobs, run(). Does not know: threads, the screen.
 */
#ifndef RAGTOP_STUDY_SPARK_H
#define RAGTOP_STUDY_SPARK_H

#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/flip.h"
#include "study/probe.h"

enum { SPARK_PLACES = 8 };

struct spark {
	bool known; /* computed */
	bool stale; /* for the scenario before an edit: what is shown until there is another */
	float all_in_usd[SPARK_PLACES]; /* NaN: the run is refused there */
};

/*
 * The value of the knob at a place. On a logarithmic track the places lead from a tenth of the
 * present value to ten times it, as far as that is legal; knobs of another kind, or without a value
 * above 0, have theirs all along the track. Whole numbers and choices are rounded.
 */
double spark_value(const struct scenario *scenario, struct knob knob, int place);

/* False when cancelled; *spark is then untouched. The probe is not calibrated. */
bool spark_find(const struct scenario *scenario, struct knob knob, enum arch arch,
		struct spark *spark, struct probe *probe);

/* Heights in 0 to 1, 0 for the lowest cost. The whole height is the range of the costs, and not
 * less than a quarter of their mean, so that what hardly matters looks flat. NaN: none there. */
void spark_heights(const struct spark *spark, double height[SPARK_PLACES]);
/* Does the knob make no difference at all? */
bool spark_is_flat(const struct spark *spark);

#endif
