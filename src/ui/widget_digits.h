// SPDX-License-Identifier: MIT
/*
 * L4. Figures that can be read from the back of a room: digits of cells, three rows high.
 */
#ifndef RAGTOP_UI_WIDGET_DIGITS_H
#define RAGTOP_UI_WIDGET_DIGITS_H

#include "ui/canvas.h"

enum { DIGITS_H = 3 };

/* Columns that the text takes; 0 when it has a character that there is no picture of. */
int digits_width(const char *text);
/* Draws it where there is room, else, or where the charset has no half blocks, as a bold text in
 * the middle row. */
void digits_draw(struct canvas *canvas, struct rect area, enum role role, const char *text);

#endif
