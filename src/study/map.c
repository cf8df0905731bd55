// SPDX-License-Identifier: MIT
#include "study/map.h"

#include <assert.h>
#include <math.h>

bool map_axis(struct track *track, const struct scenario *scenario, enum param_id param, double lo,
	      double hi, struct error *error)
{
	double now;

	if (!track_init(track, scenario, param, lo, hi, error))
		return false;
	now = track_now(track, scenario);
	if (isnan(lo) && now < track->lo && (now > 0 || track->scale != SCALE_LOG))
		track->lo = now;
	if (isnan(hi) && now > track->hi)
		track->hi = now;
	return true;
}

static int places(const struct track *track, int wanted, int most)
{
	double whole = track->hi - track->lo + 1;

	if (track->whole && whole < wanted)
		wanted = (int)whole;
	return wanted < 2 ? 2 : wanted > most ? most : wanted;
}

/* Of whole numbers, as many as there are different ones. */
static int lay_out(const struct track *track, int count, double *at)
{
	int kept = 0;

	for (int i = 0; i < count; i++) {
		double value = track_value(track, (double)i / (count - 1));

		if (kept == 0 || value > at[kept - 1])
			at[kept++] = value;
	}
	return kept;
}

/* Every 16th column and row, then what is new of every 8th, and so on. */
static void order_cells(struct map *map)
{
	map->cell_count = 0;
	for (int step = 16; step > 0; step /= 2)
		for (int row = 0; row < map->rows; row += step)
			for (int column = 0; column < map->columns; column += step) {
				bool done = step < 16 && row % (2 * step) == 0 &&
					    column % (2 * step) == 0;

				if (!done)
					map->order[map->cell_count++] = row * map->columns + column;
			}
}

void map_init(struct map *map, const struct scenario *scenario, const struct track *x,
	      const struct track *y, int columns, int rows)
{
	assert(x->param != y->param);
	*map = (struct map){ .x = *x, .y = *y };
	map->x_now = track_now(x, scenario);
	map->y_now = track_now(y, scenario);
	map->columns = lay_out(x, places(x, columns, MAP_COLUMNS_MAX), map->x_at);
	rows = places(y, rows, MAP_ROWS_MAX);
	if (rows > MAP_CELLS_MAX / map->columns)
		rows = MAP_CELLS_MAX / map->columns;
	map->rows = lay_out(y, rows, map->y_at);
	order_cells(map);
}

static void fill(const struct map *map, const struct result *result, struct map_cell *cell)
{
	*cell = (struct map_cell){ .known = true };
	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct arch_result *arch = &result->arch[a];

		cell->cost[a] = arch->present ? cost_measure_value(arch, map->measure)
					      : (double)NAN;
		cell->ttft_p95_s[a] = arch->present ? (float)arch->ttft_s.p95 : NAN;
		cell->stale_frac[a] = arch->present ? (float)arch->stale_answer_frac : NAN;
		if (arch->present && result->verdict.meets[a])
			cell->meets |= 1U << a;
	}
}

/* From the scenario each time: a volume that is scaled to and fro would leave a trace. */
bool map_place(const struct map *map, const struct scenario *scenario, double x, double y,
	       struct probe *probe, struct map_cell *cell)
{
	int fidelity = probe->scenario.fidelity;

	probe->scenario = *scenario;
	probe->scenario.fidelity = fidelity;
	track_set(&map->x, &probe->scenario, x);
	track_set(&map->y, &probe->scenario, y);
	if (!probe_run(probe))
		return false;
	fill(map, &probe->result, cell);
	return true;
}

bool map_cell_compute(struct map *map, int k, const struct scenario *scenario, struct probe *probe)
{
	int i = map->order[k];

	return map_place(map, scenario, map->x_at[i % map->columns], map->y_at[i / map->columns],
			 probe, &map->cell[i]) ||
	       !probe_cancelled(probe);
}

const char *map_key(int best)
{
	return best == MAP_NOBODY ? "none" : arch_key((enum arch)best);
}

int map_best(const struct map *map, const struct map_cell *cell)
{
	int best = MAP_NOBODY;

	for (int a = 0; a < ARCH_COUNT; a++) {
		bool counts = map->any || (cell->meets & 1U << a) != 0;

		if (counts && isfinite(cell->cost[a]) &&
		    (best == MAP_NOBODY || cell->cost[a] < cell->cost[best]))
			best = a;
	}
	return best;
}

/* The coarser grids have the places whose numbers are multiples of 2, 4, 8 and 16. */
const struct map_cell *map_look(const struct map *map, int column, int row)
{
	for (int step = 1; step <= 16; step *= 2) {
		const struct map_cell *cell =
			&map->cell[row / step * step * map->columns + column / step * step];

		if (cell->known)
			return cell;
	}
	return NULL;
}
