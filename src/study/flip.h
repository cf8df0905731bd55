// SPDX-License-Identifier: MIT
/*
 * L2. How far one knob must move until the verdict (the best architecture, or that nobody meets the
 * targets) is another: the nearest flip on either side within the knob's range.
 *
 * Knows: scenarios, run(). Does not know: threads, the screen, what is locked.
 *
 * A flip is found by scanning the knob's track at FIDELITY_MAP and bisecting the first change of
 * the verdict away from the present value. "Nowhere in range" is an answer. Targets are knobs as
 * well.
 */
#ifndef RAGTOP_STUDY_FLIP_H
#define RAGTOP_STUDY_FLIP_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "base/knob.h"

bool knob_equal(struct knob a, struct knob b);
/* The same knob for the value in force at a day: sets `dated` to the last entry of the timeline
 * that sets its parameter at or before it. */
struct knob knob_at_day(const struct scenario *scenario, struct knob knob, double day);
/* The knob of another scenario for the value that this one turns here: timelines may differ. */
struct knob knob_there(const struct scenario *here, const struct scenario *there, struct knob knob);
double knob_get(const struct scenario *scenario, struct knob knob);
void knob_set(struct scenario *scenario, struct knob knob, double value);
bool knob_nullable(struct knob knob);
/* Steps between neighbouring values of a choice, a flag or an integer: 1; 0 for the others. */
int knob_grain(struct knob knob);
const char *knob_label(struct knob knob);
enum unit knob_unit(struct knob knob);
bool knob_legal(struct knob knob, double value);
void knob_legal_range(struct knob knob, double *lo, double *hi);
void knob_slider_range(struct knob knob, double *lo, double *hi);
double knob_to_position(struct knob knob, double value);
/* NaN (null, no target) stands at 0. */
double knob_from_position(struct knob knob, double position);

struct flip {
	bool known;     /* searched for */
	bool found;     /* there is a flip in range */
	double at;      /* the nearest one, by distance on the track */
	bool nobody;    /* beyond it no architecture meets the targets */
	enum arch best; /* the best beyond it */
};

/* `finer`, a run of the scenario as it stands or NULL, is what the flips are to agree with
 * (probe.h). False when cancelled; *flip is then untouched. */
bool flip_find(const struct scenario *scenario, struct knob knob, const struct result *finer,
	       struct flip *flip, const atomic_bool *cancel);

#endif
