// SPDX-License-Identifier: MIT
/* Costs along a parameter. Declared in breakeven.h. */
#include "study/breakeven.h"

#include <math.h>

#include "study/probe.h"

void sweep_init(struct sweep *sweep, const struct track *track)
{
	sweep->count = track_places(track);
	for (int i = 0; i < sweep->count; i++)
		sweep->point[i] = (struct sweep_point){
			.x = track_value(track, (double)i / (sweep->count - 1)),
		};
}

bool sweep_compute(struct sweep *sweep, int i, const struct question *question,
		   const atomic_bool *cancel)
{
	struct probe *probe = probe_new(question->scenario, cancel);
	struct sweep_point *point = &sweep->point[i];
	bool cancelled;

	probe->costs_lost_frac = question_lost_frac(question);
	track_set(&question->track, &probe->scenario, point->x);
	point->known = probe_run(probe);
	for (int a = 0; point->known && a < ARCH_COUNT; a++)
		point->cost[a] = probe->result.arch[a].present
					 ? cost_measure_value(&probe->result.arch[a],
							      question->measure)
					 : (double)NAN;
	cancelled = probe_cancelled(probe);
	probe_free(probe);
	return !cancelled;
}

bool sweep_is_known(const struct sweep *sweep)
{
	for (int i = 0; i < sweep->count; i++)
		if (sweep->point[i].known)
			return true;
	return false;
}
