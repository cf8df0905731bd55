// SPDX-License-Identifier: MIT
/* Where the best changes along the edges of the grid. Declared in map.h. */
#include <math.h>

#include "study/map.h"
#include "study/root.h"

/* Of a bracket beside its values, where targets are met or not and nothing says how nearly. */
static const double STATE_WIDTH = 1e-3;

static const struct map_cell *upper(const struct map *map, const struct map_edge *edge)
{
	int i = edge->row * map->columns + edge->column;

	return &map->cell[i + (edge->along_y ? map->columns : 1)];
}

/* Do the costs of both say who is best at either end? Then the change is where they are equal. */
static bool by_cost(const struct map_cell *lo, const struct map_cell *hi, int below, int above)
{
	return below != MAP_NOBODY && above != MAP_NOBODY && lo->cost[below] < lo->cost[above] &&
	       hi->cost[above] < hi->cost[below] && isfinite(lo->cost[above]) &&
	       isfinite(hi->cost[below]);
}

static double middle(const struct map *map, const struct map_edge *edge, double share)
{
	const struct track *track = edge->along_y ? &map->y : &map->x;
	const double *at = edge->along_y ? &map->y_at[edge->row] : &map->x_at[edge->column];
	double lo = track_position(track, at[0]), hi = track_position(track, at[1]);

	return track->whole && at[1] - at[0] <= 1 ? at[1]
						  : track_value(track, lo + (hi - lo) * share);
}

static void guess(const struct map *map, const struct map_cell *lo, struct map_edge *edge)
{
	const struct map_cell *hi = upper(map, edge);
	int below = map_best(map, lo), above = map_best(map, hi);
	double share = 0.5;

	if (by_cost(lo, hi, below, above)) {
		double y_lo = lo->cost[above] - lo->cost[below];

		share = y_lo / (y_lo + hi->cost[below] - hi->cost[above]);
	}
	edge->count = 1;
	edge->change[0] = (struct map_change){ middle(map, edge, share), below, above };
}

static void edge_look(struct map *map, int column, int row, bool along_y)
{
	const struct map_cell *lo = &map->cell[row * map->columns + column];
	struct map_edge edge = { .column = column, .row = row, .along_y = along_y };
	const struct map_cell *hi = upper(map, &edge);

	if (!lo->known || !hi->known || map_best(map, lo) == map_best(map, hi))
		return;
	if (map->edge_count == MAP_EDGES_MAX) {
		map->more = true;
		return;
	}
	guess(map, lo, &edge);
	map->edge[map->edge_count++] = edge;
}

void map_edges_find(struct map *map)
{
	map->edge_count = 0;
	map->more = false;
	for (int row = 0; row < map->rows; row++)
		for (int column = 0; column < map->columns; column++) {
			if (column + 1 < map->columns)
				edge_look(map, column, row, false);
			if (row + 1 < map->rows)
				edge_look(map, column, row, true);
		}
}

/* One change, looked for between two places of an edge. */
struct walk {
	const struct map *map;
	const struct map_edge *edge;
	const struct scenario *scenario;
	struct probe *probe;
	const struct track *track;
	bool costs;       /* where they are equal; else where `below` stops being best */
	int below, above; /* above: beyond the bracket as it is */
	bool strayed;     /* a look has seen what costs alone do not explain */
};

/* A root_function of struct walk. */
static bool walk_look(void *context, double at, double *y)
{
	struct walk *walk = context;
	const struct map *map = walk->map;
	const struct map_edge *edge = walk->edge;
	struct map_cell cell;
	int best;

	if (!map_place(map, walk->scenario, edge->along_y ? map->x_at[edge->column] : at,
		       edge->along_y ? at : map->y_at[edge->row], walk->probe, &cell))
		return false;
	best = map_best(map, &cell);
	if (walk->costs) {
		*y = cell.cost[walk->below] - cell.cost[walk->above];
		walk->strayed |= best != (*y < 0 ? walk->below : walk->above) && *y != 0;
		return true;
	}
	*y = best == walk->below ? -1 : 1;
	if (*y > 0)
		walk->above = best;
	return true;
}

/* Straight to where the costs of the two are equal. *found: nothing else happens on the edge. */
static bool refine_by_cost(struct walk *walk, const struct map_cell *lo, const struct map_cell *hi,
			   struct bracket bracket, struct map_change *change, bool *found)
{
	*found = by_cost(lo, hi, walk->below, walk->above);
	if (!*found)
		return true;
	walk->costs = true;
	bracket.y_lo = lo->cost[walk->below] - lo->cost[walk->above];
	bracket.y_hi = hi->cost[walk->below] - hi->cost[walk->above];
	if (!root_refine(&bracket, walk->track, ROOT_WIDTH, walk_look, walk))
		return false;
	walk->costs = false;
	*found = !walk->strayed;
	*change = (struct map_change){ root_at(&bracket, walk->track), walk->below, walk->above };
	return true;
}

/* One change after the other, from the lower end on, until the upper end's best is there. */
static bool refine_by_state(struct walk *walk, double lo, double hi, int above,
			    struct map_edge *edge)
{
	edge->count = 0;
	while (walk->below != above && edge->count < MAP_CHANGES_MAX) {
		struct bracket bracket = { lo, hi, -1, 1 };

		walk->above = above;
		if (!root_refine(&bracket, walk->track, STATE_WIDTH, walk_look, walk))
			return false;
		edge->change[edge->count++] = (struct map_change){ root_at(&bracket, walk->track),
								   walk->below, walk->above };
		walk->below = walk->above;
		lo = bracket.hi;
	}
	/* More than there is room for: the last one is said to lead to the end. */
	edge->change[edge->count - 1].above = above;
	return true;
}

bool map_edge_refine(struct map *map, int e, const struct scenario *scenario, struct probe *probe)
{
	struct map_edge edge = map->edge[e];
	const double *at = edge.along_y ? &map->y_at[edge.row] : &map->x_at[edge.column];
	const struct map_cell *lo = &map->cell[edge.row * map->columns + edge.column];
	const struct map_cell *hi = upper(map, &edge);
	struct walk walk = { .map = map, .edge = &edge, .scenario = scenario, .probe = probe };
	bool found;

	walk.track = edge.along_y ? &map->y : &map->x;
	walk.below = map_best(map, lo);
	walk.above = map_best(map, hi);
	edge.count = 1;
	edge.refined = refine_by_cost(&walk, lo, hi, (struct bracket){ at[0], at[1], 0, 0 },
				      &edge.change[0], &found);
	if (edge.refined && !found)
		edge.refined = refine_by_state(&walk, at[0], at[1], map_best(map, hi), &edge);
	if (edge.refined)
		map->edge[e] = edge;
	return edge.refined || !probe_cancelled(probe);
}
