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

bool map_place_costs(const struct map *map, double x, double y, double cost[ARCH_COUNT])
{
	struct corner corner[4];
	const struct map_cell *nearest;

	corners_at(map, x, y, corner);
	nearest = nearest_of(corner);
	for (int a = 0; a < ARCH_COUNT; a++) {
		double sum = 0;

		for (int i = 0; i < 4; i++)
			sum += corner[i].cell ? corner[i].weight * log(corner[i].cell->cost[a])
					      : (double)NAN;
		cost[a] = !nearest ? (double)NAN : isfinite(sum) ? exp(sum) : nearest->cost[a];
	}
	return nearest != NULL;
}

const struct map_cell *map_place_cell(const struct map *map, double x, double y)
{
	struct corner corner[4];

	corners_at(map, x, y, corner);
	return nearest_of(corner);
}

int map_place_best(const struct map *map, double x, double y, double *margin)
{
	const struct map_cell *nearest = map_place_cell(map, x, y);
	double cost[ARCH_COUNT];
	int best = MAP_NOBODY;

	*margin = INFINITY;
	if (!map_place_costs(map, x, y, cost))
		return -1;
	for (int a = 0; a < ARCH_COUNT; a++) {
		if (!isfinite(cost[a]) || !(map->any || (nearest->meets & 1U << a) != 0))
			continue;
		if (best == MAP_NOBODY || cost[a] < cost[best])
			best = a;
	}
	for (int a = 0; a < ARCH_COUNT && best != MAP_NOBODY; a++)
		if (a != best && isfinite(cost[a]) && (map->any || (nearest->meets & 1U << a) != 0))
			*margin = fmin(*margin, cost[a] / cost[best]);
	return best;
}
