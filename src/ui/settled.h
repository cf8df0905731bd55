// SPDX-License-Identifier: MIT
/*
 * L4. All that the dashboard would show of a scenario after a while, without a dashboard: figures
 * at the scenario's fidelity, the curve with its crossings, the flips of all knobs, the answer in
 * words.
 */
#ifndef RAGTOP_UI_SETTLED_H
#define RAGTOP_UI_SETTLED_H

#include <ragtop/scenario.h>
#include "session/session.h"

enum { ANSWER_SIZE = 512 };

struct app;

/* Blocks until nothing more is coming for what was submitted last. */
void settled_wait(struct app *app);

/* The newest snapshot of a scenario once it is settled, on so many threads (0: one per processor).
 * `answer` gets what is best, by how much and against which targets; `flips` what else changes it.
 * The caller frees. */
struct snapshot *settled_snapshot(const struct scenario *scenario, int threads,
				  char answer[ANSWER_SIZE], char flips[ANSWER_SIZE]);

#endif
