// SPDX-License-Identifier: MIT
/*
 * The break-evens of pairs of architectures with all that is told about them, spread over threads.
 */
#ifndef RAGTOP_CLI_BREAKEVEN_FIND_H
#define RAGTOP_CLI_BREAKEVEN_FIND_H

#include <stdbool.h>

#include "study/breakeven.h"
#include "study/payback.h"

enum { BREAKEVEN_PAIRS_MAX = ARCH_COUNT * (ARCH_COUNT - 1) / 2 };

struct breakeven_pair {
	struct breakeven found;
	struct payback payback;
};

struct breakevens {
	struct question question;
	struct inputs inputs; /* uncertain ones, to be drawn */
	int draws;            /* of the inputs, for their bands; 0: none */
	int pair_count;
	struct breakeven_pair pairs[BREAKEVEN_PAIRS_MAX];
};

/* One more pair to look at. */
void breakevens_add(struct breakevens *all, enum arch a, enum arch b);
/* One more input, unless it is the parameter of the axis: that is nobody's guess here. */
void breakevens_draw(struct breakevens *all, enum param_id id);
/* All that the scenario only assumes. */
void breakevens_draw_assumed(struct breakevens *all);
/* `now`: a run of the scenario as it stands. threads: 0 is one per processor. False: the simulator
 * refuses every place in the range. */
bool breakevens_find(struct breakevens *all, const struct result *now, int threads);

#endif
