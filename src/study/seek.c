// SPDX-License-Identifier: MIT
#include "study/seek.h"

#include <math.h>

static double clamp(double x, double lo, double hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

void seek_init(struct seek *seek, const struct question *question, enum arch a, enum arch b,
	       const atomic_bool *cancel)
{
	*seek = (struct seek){
		.probe = probe_new(question->scenario, cancel),
		.track = question->track,
		.measure = question->measure,
		.a = a,
		.b = b,
		.half_factor = 1,
	};
	/* What an architecture comes to does not depend on who else is compared. */
	seek->probe->scenario.arch_count = 2;
	seek->probe->scenario.archs[0] = a;
	seek->probe->scenario.archs[1] = b;
	seek->probe->costs_lost_frac = question_lost_frac(question);
}

void seek_release(struct seek *seek)
{
	probe_free(seek->probe);
	seek->probe = NULL;
}

bool seek_look(struct seek *seek, double x, struct gap *gap)
{
	const struct result *result = &seek->probe->result;

	track_set(&seek->track, &seek->probe->scenario, x);
	if (!probe_run(seek->probe))
		return false;
	*gap = gap_measure((struct side){ result, seek->a }, (struct side){ result, seek->b },
			   seek->measure);
	gap->value += seek->shift;
	gap->half = seek->half_factor > 0 ? gap->half * seek->half_factor : seek->half;
	return true;
}

bool seek_value(void *context, double x, double *y)
{
	struct seek *seek = context;
	struct gap gap;

	if (!seek_look(seek, x, &gap))
		return false;
	*y = gap.value;
	if (seek->edge != 0 && isfinite(gap.half))
		*y += seek->edge * gap.half;
	return true;
}

bool seek_walk(struct seek *seek, double x, double y, double end, double step,
	       struct bracket *bracket, bool *found)
{
	double last = x, last_y = y;

	*found = false;
	step = fmax(step, seek->track.whole ? 1 : ROOT_WIDTH / 2 * fabs(x));
	step = fmax(step, 1e-9 * (seek->track.hi - seek->track.lo));
	while (!*found && last != end) {
		double next = end < x ? last - step : last + step, next_y;

		/* On a logarithmic track 0 is out of reach, and far away by factors. */
		if (seek->track.scale == SCALE_LOG && end < x)
			next = fmax(next, last / 4);
		if (seek->track.whole)
			next = end < x ? floor(next) : ceil(next);
		next = clamp(next, fmin(x, end), fmax(x, end));
		if (!seek_value(seek, next, &next_y))
			return false;
		*found = (next_y < 0) != (y < 0);
		if (*found)
			*bracket = end < x ? (struct bracket){ next, last, next_y, last_y }
					   : (struct bracket){ last, next, last_y, next_y };
		last = next;
		last_y = next_y;
		step *= 3;
	}
	return true;
}
