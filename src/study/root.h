// SPDX-License-Identifier: MIT
/*
 * L2. Where a function that costs a simulation changes its sign.
 *
 * Two places with different signs are drawn together: along the straight line through them, a
 * little beyond its zero so that the far end follows, and by halving where that does not help. A
 * line takes two looks.
 *
 * Equations: docs/MODEL.md, [BE3].
 */
#ifndef RAGTOP_STUDY_ROOT_H
#define RAGTOP_STUDY_ROOT_H

#include <stdbool.h>

#include "study/track.h"

/* False: cancelled or refused. NaN is taken for one that is on neither side. */
typedef bool root_function(void *context, double x, double *y);

struct bracket {
	double lo, hi, y_lo, y_hi; /* of different signs; 0 is on either side */
};

#define ROOT_WIDTH 1e-4 /* for what is to be right to 0.1 % */

/* Draws the bracket together until it is this narrow beside its values; whole numbers down to
 * neighbours. */
bool root_refine(struct bracket *bracket, const struct track *track, double width,
		 root_function *function, void *context);
/* The zero of the line inside; of whole numbers the upper one. */
double root_at(const struct bracket *bracket, const struct track *track);

#endif
