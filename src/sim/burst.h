// SPDX-License-Identifier: MIT
/*
 * L1. Traffic in two states, quiet and burst, that are left after exponential times: arrivals by a
 * Markov-modulated process, Poisson in each state unless `burst_cv` says otherwise (MMPP; W.
 * Fischer and K. Meier-Hellstern, "The Markov-modulated Poisson process cookbook", 1993). The rate
 * in a burst is `burst_factor` times that of the quiet state; both are such that the mean is what
 * it was. Counts over t seconds at a mean rate r have the variance
 *
 *     r t (cv^2 + r B (1 - (1 - exp(-s t)) / (s t))),   B = 2 (high - low)^2 share (1 - share) / s
 *
 * with the relative rates high and low, the share of the time in bursts, and s the rate at which
 * the state is forgotten. Times in seconds.
 *
 * Equations: docs/MODEL.md, [T5] [T6].
 */
#ifndef RAGTOP_SIM_BURST_H
#define RAGTOP_SIM_BURST_H

#include <stdbool.h>

#include <ragtop/params.h>
#include "base/rng.h"

struct burst_law {
	bool on;
	double share;     /* of the time, in bursts */
	double rate[2];   /* beside the mean: quiet, in a burst */
	double mean_s[2]; /* how long the state lasts */
};

struct burst_law burst_law(const struct params *params);
/* B, and what of it shows in counts over t_s; 0 where there are no bursts. */
double burst_dispersion_s(const struct burst_law *law);
double burst_dispersion_within_s(const struct burst_law *law, double t_s);
/* After which the state is nearly forgotten. */
double burst_memory_s(const struct burst_law *law);

struct burst {
	struct burst_law law;
	struct rng rng;
	double start; /* luck of the first state */
	bool high;
	double left_s; /* in this state */
};

void burst_open(struct burst *burst, const struct burst_law *law, const struct rng *rng);
/* Starts as a query finds it, not as the clock does: bursts are met more often by them. */
void burst_start_at_query(struct burst *burst);
/* Another law from now on; the state stays. */
void burst_change(struct burst *burst, const struct burst_law *law);
/* Time goes on for so long. */
void burst_pass(struct burst *burst, double length_s);

#endif
