// SPDX-License-Identifier: MIT
/*
 * L4. Filled columns and bars finer than a cell.
 */
#ifndef RAGTOP_UI_WIDGET_BARS_H
#define RAGTOP_UI_WIDGET_BARS_H

#include "ui/canvas.h"

/* A column from the bottom of the area's column x upwards, `part` (0 to 1) of its height. What is
 * above 0 shows at least the smallest step there is. */
void bars_column(struct canvas *canvas, struct rect area, int x, double part, enum role role);

/* A bar of cells from `from` to `to` (0 to 1) of the columns; above 0 it is at least one cell.
 * Returns the column after it. */
int bars_row(struct canvas *canvas, int x, int y, int columns, double from, double to,
	     enum sign sign, enum role role);

#endif
