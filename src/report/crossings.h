// SPDX-License-Identifier: MIT
/*
 * L6. The break-evens that a report tells: over the volume, by all-in cost, of the best
 * architecture against each of the others.
 */
#ifndef RAGTOP_REPORT_CROSSINGS_H
#define RAGTOP_REPORT_CROSSINGS_H

#include "cli/breakeven_report.h"

struct crossings;

enum { CROSSINGS_DRAWS_MAX = 1000 };

/* `now`: a run of the scenario as it stands; both must outlive what comes out. draws: for the band
 * by inputs, 0: none. threads: 0 is one per processor. */
struct crossings *crossings_find(const struct scenario *scenario, const struct result *now,
				 int draws, int threads);
const struct breakeven_answer *crossings_answer(const struct crossings *crossings);
void crossings_free(struct crossings *crossings);

#endif
