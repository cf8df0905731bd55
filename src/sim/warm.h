// SPDX-License-Identifier: MIT
/*
 * L1. How the batch of a window starts: in the middle of its work, near equilibrium or behind a
 * queue; and its stations. Only window.c and scope.c use this.
 */
#ifndef RAGTOP_SIM_WARM_H
#define RAGTOP_SIM_WARM_H

#include "sim/pipeline.h"

/* How a station of retrieval starts, see backlog_start. What is carried from slot to slot is the
 * queue of those who look everything up. Of a routed hybrid fewer do: where they are few enough
 * there is no such queue. */
struct backlog_start warm_queue(const struct line *line, const struct demand *demand,
				double rate_rps, double queue, double lead, const double u[2]);

/* At time 0, the batch just reset. queue: what the macro clock carried to the window's middle,
 * `lead` queries after its start; pace: of its being served, see backlog_pace. */
void warm_batch(struct pipeline *pipeline, const struct params *params, double rate_rps,
		double queue, double pace, double lead, struct rng *rng);

/* The same at this instant, with the queue one by one, but at most so many of it. Returns how many
 * more stand before them. */
double warm_batch_whole(struct pipeline *pipeline, const struct params *params, double rate_rps,
			double queue, double most, struct rng *rng);

#endif
