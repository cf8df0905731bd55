// SPDX-License-Identifier: MIT
/*
 * L2. The break-even that straight lines give, and what bends the real curves away from them.
 *
 * Over the volume: what a query costs at the present volume stays, and so does everything else,
 * which is the formula of [M9]. Over another parameter: straight on from the present value.
 *
 * Equations: docs/MODEL.md, [BE4] [BE5].
 */
#ifndef RAGTOP_STUDY_FORMULA_H
#define RAGTOP_STUDY_FORMULA_H

#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/track.h"
#include "study/gap.h"

/* Dollars a month by category, upfront spread as the measure has it; of one architecture. */
struct formula_line {
	double usd[LEDGER_COUNT];   /* at the present value */
	double slope[LEDGER_COUNT]; /* for one more of the parameter */
	double good_frac;           /* that the measure divides by; 1 where it does not */
};

struct formula {
	bool known;   /* there is a present value to go on from */
	bool crosses; /* at a legal value of the parameter */
	double now, at;
	bool present_cost; /* the volume's: by what a query costs now */
	struct formula_line a, b;
};

/* `moved`: a run of the scenario with the parameter `step` higher, and `from` one of the same
 * fidelity as it stands; both NULL for the volume. */
void formula_make(struct formula *formula, const struct scenario *scenario,
		  const struct track *track, enum cost_measure measure, enum arch a, enum arch b,
		  const struct result *now, const struct result *from, const struct result *moved,
		  double step);

/* Measured shares that costs hang on, of one architecture. */
enum mover {
	MOVER_RESPONSE_CACHE,
	MOVER_PROMPT_CACHE,
	MOVER_DROPPED,
	MOVER_FAILED_OVER,
	MOVER_REPAIRED,
	MOVER_RETRAININGS, /* a month */
	MOVER_READ_UNITS,  /* dollars of reads per 1,000 queries */
	MOVER_GOOD,
	MOVER_COUNT,
};

/* "hits of the response cache", for people. */
const char *mover_label(enum mover mover);
const char *mover_key(enum mover mover);
enum unit mover_unit(enum mover mover);

enum { BEND_COSTS_MAX = 6, BEND_MOVES_MAX = 8 };

/* What a run at a place has other than the lines, the largest first. */
struct bend {
	bool known;
	double at;
	int cost_count, move_count;
	struct bend_cost {
		enum arch arch;
		enum ledger category;
		double line_usd, run_usd; /* a month */
	} cost[BEND_COSTS_MAX];
	struct bend_move {
		enum arch arch;
		enum mover mover;
		double from, to;
	} move[BEND_MOVES_MAX];
};

void bend_make(struct bend *bend, const struct formula *formula, const struct scenario *scenario,
	       enum cost_measure measure, enum arch a, enum arch b, double at,
	       const struct result *now, const struct result *there);

#endif
