// SPDX-License-Identifier: MIT
/*
 * L1. Is it certain what becomes of a query? Then what it costs needs no queue.
 *
 * Equations: docs/MODEL.md, [I10].
 */
#ifndef RAGTOP_SIM_CERTAIN_H
#define RAGTOP_SIM_CERTAIN_H

#include <stdbool.h>

#include "sim/arch.h"
#include "sim/profile.h"

/* Of the queries, those that a queue cuts off although nobody waits, as their service would take
 * longer than they are given; 0 of gamma times, where no closed form tells. */
double certain_cut_frac(const struct params *params, const struct queue_demand *queue);

/* A bound on those that it loses besides: turned away, given up or cut off. Arrivals at most at
 * this rate. INFINITY: it may be any. */
double certain_lost_frac(const struct params *params, const struct queue_demand *queue,
			 double rate_rps);

/* All queries of all architectures of the scenario go a way that is known, but for no more than
 * this share, INFINITY being any: that of those who are cut off is known where a run of queries
 * would tell it no better. */
bool certain(const struct scenario *scenario, const struct profile *profile,
	     const struct demand (*demand)[ARCH_COUNT], double lost_frac);

#endif
