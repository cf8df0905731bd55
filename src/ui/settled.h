// SPDX-License-Identifier: MIT
/*
 * L4. What the dashboard would show of a scenario after a while, without a dashboard: figures at
 * the scenario's fidelity, the curve with its crossings, the answer in words. Not flips.
 */
#ifndef RAGTOP_UI_SETTLED_H
#define RAGTOP_UI_SETTLED_H

#include <ragtop/scenario.h>
#include "session/session.h"

enum { ANSWER_SIZE = 512 };

/* The first snapshot of a scenario that has all that, on so many threads (0: one per processor).
 * `answer` gets what is best, by how much and against which targets. The caller frees. */
struct snapshot *settled_snapshot(const struct scenario *scenario, int threads,
				  char answer[ANSWER_SIZE]);

#endif
