// SPDX-License-Identifier: MIT
/*
 * A made-up snapshot for tests of the views: the default scenario's figures by the rough
 * calculation of its formulas, without the simulator. So golden frames change only when drawing
 * changes.
 */
#ifndef RAGTOP_TESTS_UI_SYNTHETIC_H
#define RAGTOP_TESTS_UI_SYNTHETIC_H

#include "session/session.h"
#include "ui/state.h"

/* On the heap: a snapshot has close to a megabyte. The caller frees. */
struct snapshot *synthetic_snapshot(void);
/* The first frame's state for it: paused at the end, the first knob active. */
void synthetic_state(struct ui_state *state, const struct snapshot *snapshot);

#endif
