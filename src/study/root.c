// SPDX-License-Identifier: MIT
#include "study/root.h"

#include <math.h>

enum { LOOKS_MAX = 200 };

static bool narrow(const struct bracket *bracket, const struct track *track, double relative)
{
	double width = bracket->hi - bracket->lo;

	if (track->whole)
		return width <= 1;
	/* A zero at 0 has no relative width. */
	if (track->scale != SCALE_LOG && width <= relative / 1000 * (track->hi - track->lo))
		return true;
	return width <= relative * fmax(fabs(bracket->lo), fabs(bracket->hi));
}

static double line_zero(const struct bracket *bracket)
{
	double share = bracket->y_lo / (bracket->y_lo - bracket->y_hi);

	/* An infinite or missing value draws no line. */
	if (!(share >= 0 && share <= 1))
		share = 0.5;
	return bracket->lo + (bracket->hi - bracket->lo) * share;
}

/* A third of the width that is narrow enough beyond the zero, towards the end that is further. */
static double beyond_zero(const struct bracket *bracket, const struct track *track, double width)
{
	double zero = line_zero(bracket);
	double step = width / 3 * fabs(zero);

	if (track->whole)
		return bracket->hi - zero > zero - bracket->lo ? ceil(zero) : floor(zero);
	return bracket->hi - zero > zero - bracket->lo ? zero + step : zero - step;
}

static bool inside(const struct bracket *bracket, double x)
{
	return x > bracket->lo && x < bracket->hi;
}

bool root_refine(struct bracket *bracket, const struct track *track, double relative,
		 root_function *function, void *context)
{
	bool halve = false;

	for (int i = 0; i < LOOKS_MAX && !narrow(bracket, track, relative); i++) {
		double width = bracket->hi - bracket->lo, y;
		double x = halve ? track_middle(track, bracket->lo, bracket->hi)
				 : beyond_zero(bracket, track, relative);

		if (!inside(bracket, x))
			x = track->whole ? bracket->lo + floor(width / 2)
					 : (bracket->lo + bracket->hi) / 2;
		if (!inside(bracket, x))
			break;
		if (!function(context, x, &y))
			return false;
		if ((y < 0) == (bracket->y_lo < 0)) {
			bracket->lo = x;
			bracket->y_lo = y;
		} else {
			bracket->hi = x;
			bracket->y_hi = y;
		}
		/* Two looks in a row that took away less than half: the curve is no line. */
		halve = !halve && i % 2 == 1 && bracket->hi - bracket->lo > width / 2;
	}
	return true;
}

double root_at(const struct bracket *bracket, const struct track *track)
{
	return track->whole ? bracket->hi : line_zero(bracket);
}
