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
/* Costs at a place, between the cells around it; NaN of who is not there. False: not known. */
bool map_place_costs(const struct map *map, double x, double y, double cost[ARCH_COUNT]);
/* The cell nearest to a place; NULL: not known. */
const struct map_cell *map_place_cell(const struct map *map, double x, double y);
/* Costs between the cells, targets as the nearest cell has them; -1: not known. *margin is how many
 * times the best's cost the next one's is. */
int map_place_best(const struct map *map, double x, double y, double *margin);

/* What is under the cursor: beside the map, or in a line above it. */
void map_cursor_panel(const struct frame *frame, struct rect inner);
void map_cursor_line(const struct frame *frame, struct rect line);

#endif
