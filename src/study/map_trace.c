// SPDX-License-Identifier: MIT
/*
 * Changes along edges become lines. Declared in map.h.
 *
 * Marching squares with more than two kinds of corners: in each square of the grid, changes between
 * the same two are joined by a straight piece; what is left over of three or more meets in a
 * junction in the middle of them. Pieces that share a place are then put end to end.
 */
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "study/map.h"

enum { AROUND_MAX = 4 * MAP_CHANGES_MAX, PIECES_MAX = 2 * MAP_POINTS_MAX };

/* A place where pieces meet. */
struct knot {
	struct map_point at;
	bool junction;
	int piece_count; /* not of junctions */
	int piece[2];
};

struct piece {
	int from, to; /* knots */
	int one, other;
	bool used;
};

struct tracing {
	struct map *map;
	int first[2][MAP_CELLS_MAX]; /* knot of an edge's first change, by direction; -1: none */
	int edge[2][MAP_CELLS_MAX];
	int knot_count, piece_count;
	struct knot knot[2 * MAP_POINTS_MAX];
	struct piece piece[PIECES_MAX];
};

/* A change on the border of a square. */
struct border {
	int knot, one, other;
	bool joined;
};

static bool room_for(struct tracing *tracing, int knots, int pieces)
{
	bool room = tracing->knot_count + knots <= 2 * MAP_POINTS_MAX &&
		    tracing->piece_count + pieces <= PIECES_MAX;

	tracing->map->more |= !room;
	return room;
}

static void take_edges(struct tracing *tracing)
{
	const struct map *map = tracing->map;

	for (int i = 0; i < map->cell_count; i++)
		tracing->first[0][i] = tracing->first[1][i] = -1;
	for (int e = 0; e < map->edge_count; e++) {
		const struct map_edge *edge = &map->edge[e];
		int i = edge->row * map->columns + edge->column;

		if (!room_for(tracing, edge->count, 0))
			return;
		tracing->first[edge->along_y][i] = tracing->knot_count;
		tracing->edge[edge->along_y][i] = e;
		for (int c = 0; c < edge->count; c++) {
			double at = edge->change[c].at;

			tracing->knot[tracing->knot_count++] = (struct knot){
				.at = edge->along_y
					      ? (struct map_point){ map->x_at[edge->column], at }
					      : (struct map_point){ at, map->y_at[edge->row] },
			};
		}
	}
}

/* The changes of one edge, as one meets them on the way round the square. */
static int take_border(const struct tracing *tracing, int i, bool along_y, bool backwards,
		       struct border *border)
{
	int first = tracing->first[along_y][i], count;
	const struct map_edge *edge;

	if (first < 0)
		return 0;
	edge = &tracing->map->edge[tracing->edge[along_y][i]];
	count = edge->count;
	for (int c = 0; c < count; c++) {
		const struct map_change *change = &edge->change[c];
		bool up = change->below < change->above;

		border[backwards ? count - 1 - c : c] = (struct border){
			.knot = first + c,
			.one = up ? change->below : change->above,
			.other = up ? change->above : change->below,
		};
	}
	return count;
}

static void put_piece(struct tracing *tracing, int from, int to, const struct border *between)
{
	int ends[2] = { from, to };

	if (!room_for(tracing, 0, 1))
		return;
	for (int i = 0; i < 2; i++) {
		struct knot *knot = &tracing->knot[ends[i]];

		if (!knot->junction)
			knot->piece[knot->piece_count++] = tracing->piece_count;
	}
	tracing->piece[tracing->piece_count++] = (struct piece){ from, to, between->one,
								 between->other, false };
}

/* Who is it in the middle of a square with equals at opposite corners? As the gap has it there. */
static bool middle_is_corner(const struct map *map, int i, int one, int other)
{
	const struct map_cell *corner = &map->cell[i];
	const int step[4] = { 0, 1, map->columns, map->columns + 1 };
	double gap = 0;

	if (one == MAP_NOBODY || other == MAP_NOBODY)
		return true;
	for (int c = 0; c < 4; c++)
		gap += corner[step[c]].cost[one] - corner[step[c]].cost[other];
	return (gap < 0) == (map_best(map, corner) == one);
}

/* Joins the changes between one and other, neighbours on the way round. */
static void join(struct tracing *tracing, int i, struct border *border, int count, int start)
{
	int same[AROUND_MAX], n = 0, offset = 0;

	for (int b = start; b < count; b++)
		if (!border[b].joined && border[b].one == border[start].one &&
		    border[b].other == border[start].other)
			same[n++] = b;
	if (n >= 4 && !middle_is_corner(tracing->map, i, border[start].one, border[start].other))
		offset = 1;
	for (int k = 0; k + 1 < n; k += 2) {
		struct border *a = &border[same[(k + offset) % n]];
		struct border *b = &border[same[(k + 1 + offset) % n]];

		a->joined = b->joined = true;
		put_piece(tracing, a->knot, b->knot, a);
	}
}

/* Halfway as the axes have it, or straight where a value has no position. */
static struct map_point mean_place(const struct tracing *tracing, const struct border *border,
				   int count)
{
	const struct map *map = tracing->map;
	double x = 0, y = 0;
	int n = 0;

	for (int b = 0; b < count; b++) {
		const struct map_point *at = &tracing->knot[border[b].knot].at;

		if (border[b].joined)
			continue;
		x += track_position(&map->x, at->x);
		y += track_position(&map->y, at->y);
		n++;
	}
	return (struct map_point){ track_value(&map->x, x / n), track_value(&map->y, y / n) };
}

static void meet(struct tracing *tracing, const struct border *border, int count)
{
	int left = 0, junction;

	for (int b = 0; b < count; b++)
		left += !border[b].joined;
	if (left < 2 || !room_for(tracing, 1, left))
		return;
	junction = tracing->knot_count++;
	tracing->knot[junction] = (struct knot){
		.at = mean_place(tracing, border, count),
		.junction = true,
	};
	for (int b = 0; b < count; b++)
		if (!border[b].joined)
			put_piece(tracing, border[b].knot, junction, &border[b]);
}

static void trace_square(struct tracing *tracing, int i)
{
	const struct map *map = tracing->map;
	struct border border[AROUND_MAX];
	int count = 0;

	if (!map->cell[i].known || !map->cell[i + 1].known || !map->cell[i + map->columns].known ||
	    !map->cell[i + map->columns + 1].known)
		return;
	count += take_border(tracing, i, false, false, &border[count]);
	count += take_border(tracing, i + 1, true, false, &border[count]);
	count += take_border(tracing, i + map->columns, false, true, &border[count]);
	count += take_border(tracing, i, true, true, &border[count]);
	for (int b = 0; b < count; b++)
		if (!border[b].joined)
			join(tracing, i, border, count, b);
	meet(tracing, border, count);
}

static void put_point(struct map *map, const struct knot *knot)
{
	map->more |= map->point_count == MAP_POINTS_MAX;
	if (map->point_count < MAP_POINTS_MAX)
		map->point[map->point_count++] = knot->at;
}

/* The piece that goes on from a knot; -1: none. */
static int next_piece(const struct tracing *tracing, const struct knot *knot)
{
	for (int i = 0; !knot->junction && i < knot->piece_count; i++)
		if (!tracing->piece[knot->piece[i]].used)
			return knot->piece[i];
	return -1;
}

static void follow(struct tracing *tracing, int start, int piece)
{
	struct map *map = tracing->map;
	struct map_line line = { .first = map->point_count,
				 .one = tracing->piece[piece].one,
				 .other = tracing->piece[piece].other };
	int at = start;

	if (map->line_count == MAP_LINES_MAX) {
		map->more = true;
		return;
	}
	put_point(map, &tracing->knot[at]);
	while (piece >= 0) {
		struct piece *here = &tracing->piece[piece];

		here->used = true;
		at = here->from == at ? here->to : here->from;
		put_point(map, &tracing->knot[at]);
		piece = next_piece(tracing, &tracing->knot[at]);
	}
	line.count = map->point_count - line.first;
	line.closed = at == start;
	map->line[map->line_count++] = line;
}

static bool is_end(const struct tracing *tracing, int knot)
{
	return tracing->knot[knot].junction || tracing->knot[knot].piece_count == 1;
}

/* Lines with ends first, then rings. */
static void chain(struct tracing *tracing)
{
	for (int p = 0; p < tracing->piece_count; p++) {
		const struct piece *piece = &tracing->piece[p];

		if (!piece->used && is_end(tracing, piece->from))
			follow(tracing, piece->from, p);
		else if (!piece->used && is_end(tracing, piece->to))
			follow(tracing, piece->to, p);
	}
	for (int p = 0; p < tracing->piece_count; p++)
		if (!tracing->piece[p].used)
			follow(tracing, tracing->piece[p].from, p);
}

void map_trace(struct map *map)
{
	struct tracing *tracing = xcalloc(1, sizeof(*tracing));

	tracing->map = map;
	map->point_count = map->line_count = 0;
	take_edges(tracing);
	for (int row = 0; row + 1 < map->rows; row++)
		for (int column = 0; column + 1 < map->columns; column++)
			trace_square(tracing, row * map->columns + column);
	chain(tracing);
	free(tracing);
}
