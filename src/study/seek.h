// SPDX-License-Identifier: MIT
/*
 * L2. The gap between two architectures at any value of a parameter, a cheap run each time. Shared
 * by the files of breakeven.h.
 */
#ifndef RAGTOP_STUDY_SEEK_H
#define RAGTOP_STUDY_SEEK_H

#include "study/breakeven.h"
#include "study/probe.h"
#include "study/root.h"

struct seek {
	struct probe *probe; /* at whatever fidelity it is set to */
	struct track track;
	enum cost_measure measure;
	enum arch a, b;
	double shift;       /* added to every gap, so that it agrees with a finer run */
	double half_factor; /* of every half width; 0: it is `half` everywhere */
	double half;
	double edge; /* half widths that are added to what is 0 at a root: -1, 0 or 1 */
};

/* The probe's scenario is the question's, or one that the caller puts there. */
void seek_init(struct seek *seek, const struct question *question, enum arch a, enum arch b,
	       const atomic_bool *cancel);
void seek_release(struct seek *seek);

/* False when cancelled or refused. */
bool seek_look(struct seek *seek, double x, struct gap *gap);
/* A root_function of struct seek. */
bool seek_value(void *seek, double x, double *y);

/* Steps from x, where y is, towards `end`, the first of them this long, until the sign is another.
 * *found: it was; the bracket is then around that. False when cancelled or refused. */
bool seek_walk(struct seek *seek, double x, double y, double end, double step,
	       struct bracket *bracket, bool *found);

#endif
