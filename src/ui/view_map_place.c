// SPDX-License-Identifier: MIT
/* Who is best at a place of the map, and at what costs. Declared in view_map.h. */
#include <math.h>

#include "ui/view_map.h"

/* The four cells around a place, the nearest first. */
struct corner {
	const struct map_cell *cell;
	double weight;
};

static void corners_at(const struct map *map, double x, double y, struct corner corner[4])
{
	double column = x * (map->columns - 1), row = y * (map->rows - 1);
	int left = (int)fmin(floor(column), map->columns - 2);
	int low = (int)fmin(floor(row), map->rows - 2);
	double right = column - left, high = row - low;

	for (int i = 0; i < 4; i++) {
		corner[i].cell = map_look(map, left + i % 2, low + i / 2);
		corner[i].weight = (i % 2 ? right : 1 - right) * (i / 2 ? high : 1 - high);
	}
}

static const struct map_cell *nearest_of(const struct corner corner[4])
{
	int nearest = 0;

	for (int i = 1; i < 4; i++)
		if (corner[i].weight > corner[nearest].weight)
			nearest = i;
	return corner[nearest].cell;
}

bool map_place_look(const struct map *map, double x, double y, struct map_cell *cell)
{
	struct corner corner[4];
	const struct map_cell *nearest;

	corners_at(map, x, y, corner);
	nearest = nearest_of(corner);
	if (!nearest)
		return false;
	*cell = *nearest;
	for (int a = 0; a < ARCH_COUNT; a++) {
		double sum = 0;

		for (int i = 0; i < 4; i++)
			sum += corner[i].cell ? corner[i].weight * log(corner[i].cell->cost[a])
					      : (double)NAN;
		if (isfinite(sum))
			cell->cost[a] = exp(sum);
	}
	return true;
}

int map_cell_best(const struct map *map, const struct map_cell *cell, double *margin)
{
	int best = MAP_NOBODY;

	*margin = INFINITY;
	for (int a = 0; a < ARCH_COUNT; a++) {
		if (!isfinite(cell->cost[a]) || !(map->any || (cell->meets & 1U << a) != 0))
			continue;
		if (best == MAP_NOBODY || cell->cost[a] < cell->cost[best])
			best = a;
	}
	for (int a = 0; a < ARCH_COUNT && best != MAP_NOBODY; a++)
		if (a != best && isfinite(cell->cost[a]) &&
		    (map->any || (cell->meets & 1U << a) != 0))
			*margin = fmin(*margin, cell->cost[a] / cell->cost[best]);
	return best;
}

int map_place_best(const struct map *map, double x, double y, double *margin)
{
	struct map_cell cell;

	*margin = INFINITY;
	return map_place_look(map, x, y, &cell) ? map_cell_best(map, &cell, margin) : -1;
}
