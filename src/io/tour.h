// SPDX-License-Identifier: MIT
/*
 * L2. Tours of scenarios: who keeps them, and what the scenario is in a step.
 */
#ifndef RAGTOP_IO_TOUR_H
#define RAGTOP_IO_TOUR_H

#include <ragtop/scenario.h>
#include <ragtop/tour.h>

/* Keeps a copy until the program ends and hands it out; the same one for the same tour. One thread
 * at a time. */
const struct tour *tour_keep(const struct tour *tour);

/* The scenario as it is in a step, 0 the first: that of the file with the changes of all steps up
 * to this one. It has no tour of its own, and expects nothing once anything was changed. */
void tour_scenario(const struct scenario *file, int step, struct scenario *out);
/* The changes of one step alone. Returns how many there were. */
int tour_step_apply(const struct tour *tour, int step, struct scenario *scenario);
/* May the step come next in this scenario, which is changed by it? Looks at what hangs on the
 * scenario, as the reader of files does: who is compared, and what entries may stand there. */
bool tour_step_check(const struct tour *tour, int step, struct scenario *scenario,
		     struct error *error);

#endif
