// SPDX-License-Identifier: MIT
/*
 * L1. A trace on the run's clock: played once as it was recorded, or, where a volume is asked for,
 * stretched in time to that mean volume and played again and again over the horizon. Between two
 * rounds lies one mean gap.
 *
 * Nothing is drawn but what a trace does not know, times of service. Lengths come as factors of the
 * mean over what is replayed, so that an architecture with lengths of its own keeps the pattern.
 *
 * Equations: docs/MODEL.md, [T9] [T10].
 */
#ifndef RAGTOP_SIM_REPLAY_H
#define RAGTOP_SIM_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/scenario.h>
#include "sim/workload.h"

struct replay {
	const struct trace *trace;
	double stretch; /* seconds of the run in one of the trace; INFINITY: nobody ever comes */
	bool again;
	double question_mean, history_mean, context_mean, answer_mean; /* tokens */
};

/* The scenario has a trace. Its horizon counts, and its means (scenario_take_means). */
void replay_init(struct replay *replay, const struct scenario *scenario);
/* Gives the scenario the means over exactly the queries that its horizon holds. */
void replay_take_means(struct scenario *scenario);

/* When query number k comes, from 0. */
double replay_at_s(const struct replay *replay, uint64_t k);
/* How many come before t_s. Beyond 1e15 not exactly. */
uint64_t replay_before(const struct replay *replay, double t_s);
/* The queries from number `first` on, all that come before end_s, at most BLOCK_QUERIES: how many,
 * and when. */
void replay_arrivals(const struct replay *replay, uint64_t first, double end_s,
		     struct block *block);
/* Then how long they are, and their prefixes. Factors of service are left as they are. */
void replay_lengths(const struct replay *replay, uint64_t first, struct block *block);

#endif
