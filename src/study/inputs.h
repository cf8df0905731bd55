// SPDX-License-Identifier: MIT
/*
 * L2. Inputs that nobody is sure of, and scenarios in which they are other than assumed.
 *
 * The plausible range of a parameter is its slider's, widened to the scenario's value; a draw is
 * triangular along the slider's scale, most likely where the scenario has it. Every parameter has
 * its own stream, so that leaving one out does not move the others.
 *
 * Equations: docs/MODEL.md, [BE7].
 */
#ifndef RAGTOP_STUDY_INPUTS_H
#define RAGTOP_STUDY_INPUTS_H

#include <stdbool.h>

#include <ragtop/scenario.h>

struct inputs {
	int count;
	enum param_id ids[PARAM_COUNT];
};

/* Can it be drawn: is it a number that the scenario has a value of, and not a trace's? 0 is no
 * guess: it says that something is free, or not there. */
bool inputs_movable(const struct scenario *scenario, enum param_id id);
/* Moves the inputs. Others, and the timeline, stay. */
void inputs_draw(const struct inputs *inputs, int draw, struct scenario *scenario);

#endif
