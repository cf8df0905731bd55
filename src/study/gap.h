// SPDX-License-Identifier: MIT
/*
 * L2. By how much one figure of a result is above another, and how sure that is.
 *
 * Two architectures of a run, or two runs of the same seed, share their random numbers, so their
 * estimates are compared in pairs: what both have in common falls out.
 *
 * Equations: docs/MODEL.md, [BE1] [BE2].
 */
#ifndef RAGTOP_STUDY_GAP_H
#define RAGTOP_STUDY_GAP_H

#include <stdbool.h>

#include <ragtop/result.h>

enum cost_measure {
	MEASURE_ALL_IN, /* monthly and upfront / money.amortise_months */
	MEASURE_MONTHLY,
	MEASURE_TOTAL, /* over the horizon, upfront included */
	MEASURE_PER_1K,
	MEASURE_PER_1K_GOOD,
	MEASURE_COUNT,
};

/* "all-in", "monthly", "total", "per-1k", "per-1k-good" */
const char *cost_measure_key(enum cost_measure measure);
/* "all-in cost a month", for people. */
const char *cost_measure_label(enum cost_measure measure);
/* run_options.costs_lost_frac; 0 for a measure that is not of money alone. */
double cost_measure_lost_frac(enum cost_measure measure);
double cost_measure_value(const struct arch_result *arch, enum cost_measure measure);
/* Of two architectures. */
double cost_measure_larger(const struct result *result, enum arch a, enum arch b,
			   enum cost_measure measure);

/* A figure of a run. */
struct side {
	const struct result *result;
	enum arch arch;
};

struct gap {
	double value; /* a - b; NaN where one of them does not exist */
	double half;  /* of the 95 % interval; NaN when the runs cannot tell */
	bool paired;
};

struct gap gap_measure(struct side a, struct side b, enum cost_measure measure);
/* The same for a figure of the table; half is NaN where it has no interval. */
struct gap gap_figure(struct side a, struct side b, const struct figure *figure);

#endif
