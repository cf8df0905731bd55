// SPDX-License-Identifier: MIT
/*
 * L4. The box beside a plot's cursor: the place, then a line per series, best first, with its
 * value. The one thing that may lie over curves; it stands where it hides least of them.
 */
#ifndef RAGTOP_UI_PLOT_CURSOR_H
#define RAGTOP_UI_PLOT_CURSOR_H

#include "ui/plot.h"

/* Does nothing without plot->box, or where the plot has no room for it. After the raster is drawn.
 */
void plot_cursor_draw(const struct plot *plot, const struct raster *raster);

#endif
