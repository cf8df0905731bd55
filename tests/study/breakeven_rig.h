// SPDX-License-Identifier: MIT
/*
 * Tests of break-even: the whole question in one call, and scenarios in which all costs are lines.
 */
#ifndef RAGTOP_TESTS_STUDY_BREAKEVEN_RIG_H
#define RAGTOP_TESTS_STUDY_BREAKEVEN_RIG_H

#include "study/breakeven.h"

/* RAG and a tuned model, everything but context at $1.75 a million tokens is free, nothing is
 * random, nothing has a limit. */
void rig_lines(struct scenario *scenario);

/* Asks as `ragtop breakeven` does. */
void rig_find(const struct scenario *scenario, enum param_id param, double lo, double hi,
	      enum cost_measure measure, enum arch a, enum arch b, struct breakeven *found);
/* The same where there is no time for more than a few points; NULL: none of the bend. */
struct result *rig_run(const struct scenario *scenario);

#endif
