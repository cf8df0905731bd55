// SPDX-License-Identifier: MIT
/*
 * L4. A canvas as an SVG picture: the frame of a README, or of an export.
 *
 * Text is set character by character on the grid, so that no font can move a column; lines, blocks
 * and braille dots are drawn, because fonts differ most there.
 */
#ifndef RAGTOP_UI_SVG_H
#define RAGTOP_UI_SVG_H

#include "ui/canvas.h"
#include "ui/theme.h"

/* The caller frees. Themes without colours of their own are drawn light on dark. */
char *canvas_to_svg(const struct canvas *canvas, enum theme theme);

#endif
