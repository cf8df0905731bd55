// SPDX-License-Identifier: MIT
/*
 * L2. Where two architectures cost the same, over any numeric parameter and by any measure of cost:
 * every crossing in the range, what the formula says, and how sure both are.
 *
 * A study is a plan of independent units, which a caller may spread over threads: the points of a
 * sweep, then the search of each pair, then what confirms it and the draws of its inputs. Places
 * are found at FIDELITY_MAP on common random numbers and moved to where a run at the scenario's
 * level has them.
 *
 * Equations: docs/MODEL.md, [BE1] to [BE8].
 */
#ifndef RAGTOP_STUDY_BREAKEVEN_H
#define RAGTOP_STUDY_BREAKEVEN_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/track.h"
#include "study/formula.h"
#include "study/gap.h"
#include "study/inputs.h"

enum { BREAKEVEN_CROSSINGS_MAX = 24 };

/* What is asked, of all pairs. */
struct question {
	const struct scenario *scenario; /* at its own fidelity */
	struct track track;
	enum cost_measure measure;
	/* Of queries, that runs may lose and not simulate them; 0: as the measure has it. */
	double lost_frac;
};

static inline double question_lost_frac(const struct question *question)
{
	return question->lost_frac > 0 ? question->lost_frac
				       : cost_measure_lost_frac(question->measure);
}

/* What every architecture costs at places along the track, both ends included. */
struct sweep {
	int count;
	struct sweep_point {
		double x;
		bool known; /* false: not computed, or refused by the simulator */
		double cost[ARCH_COUNT];
	} point[TRACK_PLACES_MAX];
};

void sweep_init(struct sweep *sweep, const struct track *track);
/* False when cancelled. */
bool sweep_compute(struct sweep *sweep, int i, const struct question *question,
		   const atomic_bool *cancel);
bool sweep_is_known(const struct sweep *sweep); /* somewhere */

/* Where the crossing is when the uncertain inputs move over their plausible ranges. */
struct input_band {
	int draws;            /* that the simulator did not refuse; 0: not asked for */
	int below, above;     /* of these, out of the range on that side */
	double p10, p50, p90; /* -INFINITY below the range, INFINITY above it */
};

struct crossing_at {
	double at;
	/* 95 % interval by simulation: equal ends where nothing is random, infinite where it
	 * reaches beyond the range, NaN when the run cannot tell. */
	struct interval ci;
	enum arch below, above; /* the cheaper one on either side */
	bool jump;              /* costs do not meet, they change places in a step */
	bool confirmed;         /* by runs at the scenario's level */
	bool unsimulated; /* by runs that took queries for certain, as breakeven_confirm checks */
	struct input_band input;
};

struct breakeven {
	enum arch a, b;
	int count;
	struct crossing_at crossing[BREAKEVEN_CROSSINGS_MAX];
	bool more;     /* there are more than there is room for */
	bool simulate; /* every run has to: without queries crossings were elsewhere */
	/* At the ends of the range; equal costs: both false. */
	struct cheaper {
		bool a, b;
	} at_lo, at_hi;
	struct formula formula;
	/* Where the formula is off: at the crossing beside it; without one, at its own place. */
	struct bend bend;
};

struct path;

/* Where crossings are by cheap runs, without the formula; *path has what is known between the
 * places of the sweep. False when cancelled. */
bool breakeven_find(const struct question *question, const struct sweep *sweep, enum arch a,
		    enum arch b, struct path *path, struct breakeven *found,
		    const atomic_bool *cancel);
/* Where they are by runs at the scenario's level, with all that is told about them. Whatever was
 * found without simulating queries is checked by runs that do; where those have something else, all
 * is found again by such runs. `now`: a run of the scenario as it stands, which need not simulate
 * queries where costs do not need them. False when cancelled. */
bool breakeven_confirm(const struct question *question, const struct sweep *sweep,
		       struct path *path, const struct breakeven *places, const struct result *now,
		       struct breakeven *found, const atomic_bool *cancel);
/* The crossing that the formula's place stands beside: the nearest one; NULL: there is none. */
const struct crossing_at *breakeven_beside(const struct breakeven *found,
					   const struct track *track);
/* To a thousandth, or that there is none. */
bool breakeven_formula_agrees(const struct breakeven *found, const struct track *track);
/* Do the ends differ although no run says where between them? */
static inline bool breakeven_is_hidden(const struct breakeven *found)
{
	return found->count == 0 &&
	       (found->at_lo.a != found->at_hi.a || found->at_lo.b != found->at_hi.b);
}
/* Are the crossings so near to each other that draws may start from either, by runs of the same
 * kind? */
bool breakeven_same(const struct breakeven *a, const struct breakeven *b);

/* Where the crossings are in one draw of the inputs: x, -INFINITY or INFINITY beyond the range, NaN
 * where the draw was refused. False when cancelled. */
bool breakeven_draw(const struct question *question, const struct breakeven *found,
		    const struct inputs *inputs, int draw, double at[BREAKEVEN_CROSSINGS_MAX],
		    const atomic_bool *cancel);
/* Sorts the draws' places. */
void input_band_make(struct input_band *band, double *at, int count);

#endif
