// SPDX-License-Identifier: MIT
/*
 * L4. What the map view and its keys share: where the cursor is and what things cost there.
 */
#ifndef RAGTOP_UI_VIEW_MAP_H
#define RAGTOP_UI_VIEW_MAP_H

#include <stdbool.h>

#include "study/map.h"
#include "study/threshold.h"
#include "ui/canvas.h"
#include "ui/state.h"

struct frame;

/* The cursor, 0 to 1 of both axes; needs a map. */
void map_cursor(const struct map_view *view, double *x, double *y);
/* A place between the cells: costs between those around it, the rest as the nearest has it. False:
 * not known. */
bool map_place_look(const struct map *map, double x, double y, struct map_cell *cell);
/* enum arch or MAP_NOBODY. *margin is how many times the best's cost the next one's is. */
int map_cell_best(const struct map *map, const struct map_cell *cell, double *margin);
/* The same of a place; -1: not known. */
int map_place_best(const struct map *map, double x, double y, double *margin);

/* What is under the cursor: beside the map, or in a line above it. */
void map_cursor_panel(const struct frame *frame, struct rect inner);
void map_cursor_line(const struct frame *frame, struct rect line);

#endif
