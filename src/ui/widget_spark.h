// SPDX-License-Identifier: MIT
/*
 * L4. One column of a line of small bars, as high as a row of text.
 */
#ifndef RAGTOP_UI_WIDGET_SPARK_H
#define RAGTOP_UI_WIDGET_SPARK_H

#include "ui/canvas.h"

/* height: 0 to 1, and never without a trace; NaN: nothing is there. */
void spark_cell_draw(struct canvas *canvas, int x, int y, double height, enum role role);

#endif
