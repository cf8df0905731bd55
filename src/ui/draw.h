// SPDX-License-Identifier: MIT
/*
 * L4. The whole screen as a pure function: what the simulation found and what the user looks at go
 * in, cells come out. No curses, no clock, no input or output. Any size from 1 x 1, any figures:
 * NaN is drawn as a gap or "–", infinity leaves through the top.
 */
#ifndef RAGTOP_UI_DRAW_H
#define RAGTOP_UI_DRAW_H

#include "session/session.h"
#include "ui/canvas.h"
#include "ui/state.h"

/* snapshot: NULL before there is one. The canvas is cleared first; its size is the screen's. */
void view_draw(const struct snapshot *snapshot, const struct ui_state *state,
	       struct canvas *canvas);

/* Lines of the help at the page shown, for scrolling. */
int view_help_lines(const struct ui_state *state, int columns);

#endif
