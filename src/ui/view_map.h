// SPDX-License-Identifier: MIT
/*
 * L4. What the map view and its keys share: where the cursor is and what things cost there.
 */
#ifndef RAGTOP_UI_VIEW_MAP_H
#define RAGTOP_UI_VIEW_MAP_H

#include <stdbool.h>

#include "study/map.h"
#include "study/threshold.h"
#include "ui/state.h"

/* The cursor, 0 to 1 of both axes; needs a map. */
void map_cursor(const struct map_view *view, double *x, double *y);
/* Costs at a place, between the cells around it; NaN of who is not there. False: not known. */
bool map_place_costs(const struct map *map, double x, double y, double cost[ARCH_COUNT]);

#endif
