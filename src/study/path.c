// SPDX-License-Identifier: MIT
#include "study/path.h"

#include <math.h>

enum { DEPTH_MAX = 4 };

/* A line, or a gap so many times as large as the curve is rough, has no more crossings. */
static const double ROUGH = 2;

/* Two that are infinite, as without any good answer, are not apart. */
static double difference(double a, double b)
{
	return isinf(a) && isinf(b) ? 0 : a - b;
}

void path_init(struct path *path, const struct sweep *sweep, enum arch a, enum arch b)
{
	path->count = sweep->count;
	for (int i = 0; i < sweep->count; i++) {
		const struct sweep_point *point = &sweep->point[i];

		path->spot[i] = (struct spot){ point->x, difference(point->cost[a], point->cost[b]),
					       point->known };
	}
}

static void path_insert(struct path *path, int at, struct spot spot)
{
	if (path->count == 2 * TRACK_PLACES_MAX)
		return;
	for (int i = path->count++; i > at; i--)
		path->spot[i] = path->spot[i - 1];
	path->spot[at] = spot;
}

/* How far a spot is off the straight line between its neighbours. */
static double roughness(const struct path *path, int i)
{
	const struct spot *spot = &path->spot[i];
	double share;

	if (i == 0 || i + 1 == path->count || !spot[-1].known || !spot->known || !spot[1].known)
		return 0;
	share = (spot->x - spot[-1].x) / (spot[1].x - spot[-1].x);
	return fabs(spot->y - (spot[-1].y + share * (spot[1].y - spot[-1].y)));
}

/* May the costs cross, or cross once more, between i - 1 and i? */
static bool is_doubtful(const struct path *path, int i)
{
	const struct spot *lo = &path->spot[i - 1], *hi = &path->spot[i];
	double rough = 0;

	/* A spot may lie on the line by chance. */
	for (int near = i - 3; near <= i + 2; near++)
		if (near >= 0 && near < path->count)
			rough = fmax(rough, roughness(path, near));
	return lo->known && hi->known && fmin(fabs(lo->y), fabs(hi->y)) < ROUGH * rough;
}

bool path_refine(struct path *path, struct seek *seek)
{
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		bool doubtful[2 * TRACK_PLACES_MAX];
		int count = path->count;

		for (int i = 1; i < count; i++)
			doubtful[i] = is_doubtful(path, i);
		/* From the end, so that numbers below stay. */
		for (int i = count - 1; i > 0; i--) {
			double lo = path->spot[i - 1].x, hi = path->spot[i].x;
			struct spot spot = { .x = track_middle(&seek->track, lo, hi) };

			if (!doubtful[i] || !(spot.x > lo) || !(spot.x < hi))
				continue;
			spot.known = seek_value(seek, spot.x, &spot.y);
			if (!spot.known)
				return false;
			path_insert(path, i, spot);
		}
	}
	return true;
}
