// SPDX-License-Identifier: MIT
/*
 * L2. What the answer hangs on: every parameter alone over its plausible range, what that does to
 * the gap between the best architecture and the next one, to their break-even and to the verdict;
 * and of the few that do most, what two of them do together beyond the sum.
 *
 * The plausible range is the slider's, widened to the present value; of flags and choices it is all
 * values. Plain data without pointers and a plan of independent units, which a caller may spread
 * over threads: copy it, publish it, show it at any moment.
 *
 *   sensitivity_init  the rows; nothing is known yet
 *   sensitivity_row   one row, for each i below row_count
 *   sensitivity_rank  after the rows: their order
 *   sensitivity_pairs after that, by effect: the pairs of the first few; nothing is known of them
 *   sensitivity_pair  one pair, for each p below pair_count
 *
 * All runs have the same random numbers. Costs are shifted to agree with a finer run (probe.h).
 *
 * Equations: docs/MODEL.md, [SN1] to [SN3].
 */
#ifndef RAGTOP_STUDY_SENSITIVITY_H
#define RAGTOP_STUDY_SENSITIVITY_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/flip.h"
#include "study/gap.h"

enum {
	SENSITIVITY_ROWS_MAX = PARAM_COUNT + TARGET_COUNT,
	SENSITIVITY_TOP = 5, /* whose pairs are looked at */
	SENSITIVITY_PAIRS = SENSITIVITY_TOP * (SENSITIVITY_TOP - 1) / 2,
};

/* At one end of the range. */
struct sensitivity_end {
	bool known; /* the simulator did not refuse it */
	double value;
	double gap;           /* next - best of the present, by the measure */
	double breakeven_qpm; /* of the two; NaN: one of them is cheaper at every volume */
	int state;            /* who is best there: enum arch, ARCH_COUNT for nobody */
};

struct sensitivity_row {
	struct knob knob;
	bool known;
	bool acts; /* some figure of the verdict moves between the ends */
	double now;
	struct sensitivity_end lo,
		hi;       /* of flags and choices those with the least and largest gap */
	struct flip flip; /* the nearest, in the range */
};

struct sensitivity_pair {
	int i, j; /* rows */
	bool known;
	double together; /* effect of both at the ends where each does most */
	double apart;    /* the sum of what each does alone */
};

enum sensitivity_order { ORDER_EFFECT, ORDER_BREAKEVEN, ORDER_FLIP };

struct sensitivity {
	enum cost_measure measure;
	bool known; /* the scenario as it stands can be run */
	bool two;   /* there is a next one: else gaps are the best's own cost, below 0 */
	enum arch best, next;
	int state; /* of the present */
	double gap, breakeven_qpm;
	double shift; /* of gaps by cheap runs, so that they agree with the finer one at the present
		       */
	int row_count;
	struct sensitivity_row row[SENSITIVITY_ROWS_MAX];
	int ranked_count; /* rows that act, the most important first */
	int ranked[SENSITIVITY_ROWS_MAX];
	int pair_count;
	struct sensitivity_pair pair[SENSITIVITY_PAIRS];
};

/* `now`: a run of the scenario as it stands. False when cancelled; it may then be dropped. */
bool sensitivity_init(struct sensitivity *sensitivity, const struct scenario *scenario,
		      enum cost_measure measure, const struct result *now,
		      const atomic_bool *cancel);
bool sensitivity_row(struct sensitivity *sensitivity, int i, const struct scenario *scenario,
		     const struct result *now, const atomic_bool *cancel);
/* By what the rows do; may be called at any time for what is known. */
void sensitivity_rank(struct sensitivity *sensitivity, enum sensitivity_order order);
/* Lays out the pairs of the first in the order. */
void sensitivity_pairs(struct sensitivity *sensitivity);
bool sensitivity_pair(struct sensitivity *sensitivity, int p, const struct scenario *scenario,
		      const struct result *now, const atomic_bool *cancel);

/* Do both together what each does alone, but for rounding and what is of no matter? */
bool sensitivity_adds_up(const struct sensitivity_pair *pair);
/* By how much a row moves the gap, the larger of both ends; and the distance of its flip on the
 * track, INFINITY where there is none. */
double sensitivity_swing(const struct sensitivity *sensitivity, const struct sensitivity_row *row);
double sensitivity_distance(const struct sensitivity_row *row);
/* How many times as high or low the break-even gets, the larger of both ends; INFINITY where there
 * is none any more, or there was none; 1 where it stays. */
double sensitivity_stretch(const struct sensitivity *sensitivity,
			   const struct sensitivity_row *row);

#endif
