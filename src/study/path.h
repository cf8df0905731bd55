// SPDX-License-Identifier: MIT
/*
 * L2. What a sweep says of one pair, with what is found between its points. Private to breakeven.c.
 */
#ifndef RAGTOP_STUDY_PATH_H
#define RAGTOP_STUDY_PATH_H

#include "study/seek.h"

struct path {
	int count;
	struct spot {
		double x, y; /* y: cost of a less that of b */
		bool known;
	} spot[2 * TRACK_PLACES_MAX];
};

void path_init(struct path *path, const struct sweep *sweep, enum arch a, enum arch b);
/* Halves what lies between two spots, again and again, where the curve is so rough beside the gap
 * that it may cross there, or cross twice. False when cancelled or refused somewhere. */
bool path_refine(struct path *path, struct seek *seek);

#endif
