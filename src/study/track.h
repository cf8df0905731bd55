// SPDX-License-Identifier: MIT
/*
 * L2. A parameter that a study moves, from one value to another.
 *
 * The volume moves with all its dated changes (curve_scale_volume); of any other parameter it is
 * the value at the start that moves, and dated changes of it stay.
 */
#ifndef RAGTOP_STUDY_TRACK_H
#define RAGTOP_STUDY_TRACK_H

#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

struct track {
	enum param_id param;
	double lo, hi;
	enum scale scale; /* logarithmic only above 0 */
	bool whole;       /* nothing between the whole numbers */
};

/* Ends that are NaN: 1e3 and 1e9 for the volume, else those of the slider. False: it is no number,
 * a trace says it, or the ends are not legal or not in order. */
bool track_init(struct track *track, const struct scenario *scenario, enum param_id param,
		double lo, double hi, struct error *error);
/* Position 0 to 1. */
double track_value(const struct track *track, double position);
/* The other way round; beyond 0 to 1 outside the range. */
double track_position(const struct track *track, double value);
/* Halfway between two values. */
double track_middle(const struct track *track, double a, double b);
/* How many places show its shape: 8 a factor of ten, or 33; of whole numbers each, if they are few.
 * At least 2, at most TRACK_PLACES_MAX. */
enum { TRACK_PLACES_MAX = 128 };
int track_places(const struct track *track);
/* The value in the scenario; NaN for null. */
double track_now(const struct track *track, const struct scenario *scenario);
void track_set(const struct track *track, struct scenario *scenario, double value);

#endif
