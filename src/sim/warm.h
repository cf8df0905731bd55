// SPDX-License-Identifier: MIT
/*
 * L1. How the batch of a window starts: in the middle of its work, near equilibrium or behind a
 * queue. Only window.c uses this.
 */
#ifndef RAGTOP_SIM_WARM_H
#define RAGTOP_SIM_WARM_H

#include "sim/pipeline.h"

/* At time 0, the batch just reset. queue: what the macro clock carried to the window's middle,
 * `lead` queries after its start; pace: of its being served, see backlog_pace. */
void warm_batch(struct pipeline *pipeline, const struct params *params, double rate_rps,
		double queue, double pace, double lead, struct rng *rng);

#endif
