// SPDX-License-Identifier: MIT
/*
 * L2. What differs between two scenarios: which inputs, and what came of it. Differences of figures
 * are those of gap.h: runs of the same seed are compared in pairs.
 *
 * Equations: docs/MODEL.md, [BE9].
 */
#ifndef RAGTOP_STUDY_COMPARE_H
#define RAGTOP_STUDY_COMPARE_H

#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/gap.h"

/* Inputs, among any number of scenarios. */
struct compare_inputs {
	int param_count;
	enum param_id params[PARAM_COUNT]; /* that are not the same in all of them */
	int target_count;
	enum target targets[TARGET_COUNT];
	bool timeline, horizon, fidelity, price_book, trace, architectures;
};

/* Names, notes and what is expected are no inputs; the seed is for the caller to make one. */
void compare_inputs(const struct scenario *const *scenarios, int count,
		    struct compare_inputs *inputs);

/* Is the figure one that a comparison shows: a headline, or a cost that is not the same? */
bool compare_shows(const struct figure *figure, const struct result *const *results, int count,
		   enum arch arch);
/* Does any of these runs have the architecture? */
bool compare_has(const struct result *const *results, int count, enum arch arch);
/* By how much it is more in b; NaN where an architecture was not run. */
struct gap compare_gap(const struct result *a, const struct result *b, enum arch arch,
		       const struct figure *figure);

#endif
