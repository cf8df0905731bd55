// SPDX-License-Identifier: MIT
/*
 * L1. Puts together what the units of a run measured for one architecture: weighted densities over
 * the whole run and per time bucket, and 95 % intervals. Weights turn simulated queries into
 * represented ones. Only finish.c uses this.
 *
 * Equations: docs/MODEL.md, [I1] [I5] [I6].
 */
#ifndef RAGTOP_SIM_POOL_H
#define RAGTOP_SIM_POOL_H

#include "base/histogram.h"
#include "sim/sim.h"

enum pooled { POOLED_TTFT, POOLED_E2E };

/* Represented queries per simulated one, of a measure; 0 when it saw none. */
double pool_weight(const struct sim *sim, int measure, enum arch arch);

/* Independent estimates that an interval is made from: replicates, or batches of one exact run. */
int pool_part_count(const struct sim *sim);
/* Adds the represented queries of estimate `part` to the density. */
void pool_part(const struct sim *sim, enum arch arch, int part, enum pooled what,
	       struct density *density);
/* Mean wait for the search in that estimate; NaN when nobody searched. */
double pool_part_wait_s(const struct sim *sim, enum arch arch, int part);

/* What became of the queries in that estimate, over the whole run. */
struct flow pool_part_flow(const struct sim *sim, enum arch arch, int part);

/* Shares of what became of the queries in a cell. */
struct flow pool_flow(const struct sim *sim, enum arch arch, int cell);
/* Adds `mass` represented queries of a cell to the density. */
void pool_cell(const struct sim *sim, enum arch arch, int cell, double mass, enum pooled what,
	       struct density *density);
/* The same by time per token. */
void pool_cell_tokens(const struct sim *sim, enum arch arch, int cell, double mass,
		      double bins[TOKEN_BINS]);

/* Intervals for quantiles p[0..n) of the pooled density (Woodruff 1952): the spread of the
 * estimates' distribution functions at the pooled quantile, turned back through the pooled
 * distribution. `estimates`: n rows, of each quantile what every part makes of it by the same
 * straight line; NaN where a part saw no query or there are more parts than room. */
void pool_intervals(const struct sim *sim, enum arch arch, enum pooled what,
		    const struct density *pooled, const double *p, int n,
		    struct interval *intervals, double (*estimates)[RESULT_SAMPLES_MAX]);

#endif
