// SPDX-License-Identifier: MIT
/*
 * L4. A canvas as text with SGR colour sequences, for dumps, tests and pictures of terminals.
 */
#ifndef RAGTOP_UI_ANSI_H
#define RAGTOP_UI_ANSI_H

#include "ui/canvas.h"
#include "ui/theme.h"

/* One line per row, each ending in a reset; no cursor movements. The caller frees. */
char *canvas_to_ansi(const struct canvas *canvas, enum theme theme, enum depth depth);

#endif
