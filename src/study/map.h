// SPDX-License-Identifier: MIT
/*
 * L2. Which architecture is best over two parameters at once, and the lines where that changes.
 *
 * The map is plain data without pointers: copy it, publish it, draw it at any moment. It is a plan
 * of independent units, which a caller may spread over threads, and fills from coarse to fine:
 *
 *   map_init         the axes and the order of the cells; nothing is known yet
 *   map_cell_compute one cell, a run at FIDELITY_MAP, for each k below cell_count
 *   map_edges_find   after the cells: the edges of the grid where the best changes, places guessed
 *   map_edge_refine  one edge, a few runs more, for each e below edge_count
 *   map_trace        joins what is known, guessed or refined, into lines; whenever one likes
 *
 * All runs have the same random numbers, so cells differ by the two parameters only. Cells hold
 * costs and who meets the targets; who is best follows from these and `any` (targets do not
 * matter), so turning `any` needs no runs but those of the edges, which are then found anew.
 *
 * Equations: docs/MODEL.md, [MP1] to [MP3].
 */
#ifndef RAGTOP_STUDY_MAP_H
#define RAGTOP_STUDY_MAP_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "study/gap.h"
#include "study/probe.h"
#include "study/track.h"

enum {
	MAP_COLUMNS_MAX = 160,
	MAP_ROWS_MAX = 100,
	MAP_CELLS_MAX = 4096,
	MAP_EDGES_MAX = 2048,
	MAP_CHANGES_MAX = 3, /* on one edge */
	MAP_POINTS_MAX = 4096,
	MAP_LINES_MAX = 256,
	MAP_NOBODY = ARCH_COUNT, /* in place of an architecture: none meets the targets */
};

/* What a run says at one place; NaN of an architecture that is not there. */
struct map_cell {
	bool known;     /* computed, and not refused by the simulator */
	unsigned meets; /* 1 << arch: it meets every target */
	double cost[ARCH_COUNT];
	float ttft_p95_s[ARCH_COUNT], stale_frac[ARCH_COUNT];
};

/* Of two neighbours, in a row (the right one has the higher x) or in a column (the upper one has
 * the higher y), whose best differ. */
struct map_edge {
	int column, row; /* of the lower one */
	bool along_y;
	bool refined; /* else guessed, straight between the two */
	int count;
	struct map_change {
		double at;        /* on the axis that the edge runs along */
		int below, above; /* enum arch or MAP_NOBODY */
	} change[MAP_CHANGES_MAX];
};

struct map_point {
	double x, y;
};

/* Points in a row, first to first + count - 1, between the same two. Ends at the border, where
 * three meet, or beside what is not known. A closed one has its first point again at the end. */
struct map_line {
	int first, count;
	int one, other; /* one < other; enum arch or MAP_NOBODY */
	bool closed;
};

struct map {
	struct track x, y;
	enum cost_measure measure;
	bool any;            /* the cheapest counts, targets or not */
	double x_now, y_now; /* "you are here"; NaN for null */
	int columns, rows;
	double x_at[MAP_COLUMNS_MAX], y_at[MAP_ROWS_MAX]; /* ends of the axes included */

	int cell_count;
	int order[MAP_CELLS_MAX];            /* coarse to fine */
	struct map_cell cell[MAP_CELLS_MAX]; /* row * columns + column; row 0 has the lowest y */

	int edge_count;
	struct map_edge edge[MAP_EDGES_MAX];
	int point_count, line_count;
	struct map_point point[MAP_POINTS_MAX];
	struct map_line line[MAP_LINES_MAX];
	bool more; /* more edges, points or lines than there is room for */
};

/* The axis of a parameter: ends that are NaN are the slider's (1e3 and 1e9 for the volume), widened
 * to what the scenario has. False as track_init. */
bool map_axis(struct track *track, const struct scenario *scenario, enum param_id param, double lo,
	      double hi, struct error *error);
/* So many columns and rows, fewer where there are not so many whole numbers; at least 2, and not
 * more than there is room for. The axes are of different parameters. */
void map_init(struct map *map, const struct scenario *scenario, const struct track *x,
	      const struct track *y, int columns, int rows);

/* Number k in the order, which is cell order[k]. The probe is one of the scenario, and may be used
 * for one unit after the other. False when cancelled; refused by the simulator: stays unknown. */
bool map_cell_compute(struct map *map, int k, const struct scenario *scenario, struct probe *probe);
/* enum arch or MAP_NOBODY, of a cell that is known. */
int map_best(const struct map *map, const struct map_cell *cell);
/* For programs: "rag", or "none" of MAP_NOBODY. */
const char *map_key(int best);
/* The cell, or while it is not known the nearest coarser one that is; NULL: none. */
const struct map_cell *map_look(const struct map *map, int column, int row);

void map_edges_find(struct map *map);
/* False when cancelled; where the simulator refuses, the guess stays. */
bool map_edge_refine(struct map *map, int e, const struct scenario *scenario, struct probe *probe);
void map_trace(struct map *map);

/* Shared by the files of this header: runs the place (x, y). False as probe_run. */
bool map_place(const struct map *map, const struct scenario *scenario, double x, double y,
	       struct probe *probe, struct map_cell *cell);

#endif
