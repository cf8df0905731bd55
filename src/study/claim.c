// SPDX-License-Identifier: MIT
#include "study/claim.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "study/claim_look.h"
#include "study/claim_rows.h"
#include "study/curve.h"
#include "study/root.h"

/* How far from an edge finer runs look for it, relative. */
static const double steps_aside[] = { 0.005, 0.02, 0.08, 0.25, 0.5 };

enum { PLACES = 17, PEAK_LOOKS = 14 };

/* Margins along the parameter, in order. */
struct scan {
	int count;
	struct {
		double position, margin;
	} at[2 * PLACES];
};

struct judge {
	const struct claim *claim;
	struct claim_look look;
	struct track track;
	int fidelity; /* the scenario's own */
};

static const struct {
	const struct claim *rows;
	int count;
} articles[] = {
	{ claims_s0, CLAIMS_S0 },
	{ claims_s0_answers, CLAIMS_S0_ANSWERS },
	{ claims_s1, CLAIMS_S1 },
	{ claims_s2, CLAIMS_S2 },
	{ claims_s3, CLAIMS_S3 },
	{ claims_s4, CLAIMS_S4 },
	{ claims_s4_answers, CLAIMS_S4_ANSWERS },
};

const struct claim *claim_at(int i)
{
	for (size_t a = 0; a < sizeof(articles) / sizeof(articles[0]); a++)
		for (int row = 0; row < articles[a].count; row++)
			if (atoi(articles[a].rows[row].id + 1) == i + 1)
				return &articles[a].rows[row];
	assert(false);
	return NULL;
}

const char *claim_verdict_key(enum claim_verdict verdict)
{
	static const char *const keys[CLAIM_VERDICTS] = { "holds", "only-if", "fails", "unclear",
							  "not-run" };

	return keys[verdict];
}

const char *claim_verdict_label(enum claim_verdict verdict)
{
	static const char *const labels[CLAIM_VERDICTS] = { "holds", "holds only if", "fails",
							    "unclear", "not simulated" };

	return labels[verdict];
}

void claim_apply(const struct claim *claim, struct scenario *scenario)
{
	scenario->fidelity = CLAIM_FIDELITY;
	if (claim->horizon_days > 0)
		scenario->horizon_days = claim->horizon_days;
	for (int i = 0; i < claim->set_count; i++) {
		params_set(&scenario->params, claim->sets[i].param, claim->sets[i].value);
		scenario->own[claim->sets[i].param] = true;
	}
}

/* What is neither above nor below 0 does not hold. */
static double margin_now(struct judge *judge)
{
	double margin;

	look_reset(&judge->look);
	margin = judge->claim->margin(&judge->look);
	return isnan(margin) ? -1 : margin;
}

/* A root_function. */
static bool margin_at(void *context, double x, double *margin)
{
	struct judge *judge = context;
	struct scenario stated = judge->look.base;

	track_set(&judge->track, &judge->look.base, x);
	*margin = margin_now(judge);
	judge->look.base = stated;
	return !judge->look.refused;
}

static bool holds_at(struct judge *judge, double x, bool *holds)
{
	double margin;

	if (!margin_at(judge, x, &margin))
		return false;
	*holds = margin >= 0;
	return true;
}

static bool scan_add(struct judge *judge, struct scan *scan, double position)
{
	int i = scan->count++;
	double margin;

	if (!margin_at(judge, track_value(&judge->track, position), &margin))
		return false;
	for (; i > 0 && scan->at[i - 1].position > position; i--)
		scan->at[i] = scan->at[i - 1];
	scan->at[i].position = position;
	scan->at[i].margin = margin;
	return true;
}

/* Between two places, by thirds: where the margin comes nearest to the other sign, or has it. */
static bool look_for_peak(struct judge *judge, double lo, double hi, double sign, double *position,
			  double *margin)
{
	*position = (lo + hi) / 2;
	for (int i = 0; i < PEAK_LOOKS && hi - lo > 1e-4; i++) {
		double a = lo + (hi - lo) / 3, b = hi - (hi - lo) / 3, at_a, at_b;

		if (!margin_at(judge, track_value(&judge->track, a), &at_a) ||
		    !margin_at(judge, track_value(&judge->track, b), &at_b))
			return false;
		*position = sign * at_a < sign * at_b ? a : b;
		*margin = sign * at_a < sign * at_b ? at_a : at_b;
		if ((*margin < 0) != (sign < 0))
			return true;
		if (sign * at_a < sign * at_b)
			hi = b;
		else
			lo = a;
	}
	return true;
}

/* Where the margin turns back short of the other sign, a narrow stretch of that may be missed. */
static bool scan_peaks(struct judge *judge, struct scan *scan)
{
	for (int i = 1, n = scan->count; i < n - 1; i++) {
		double sign = scan->at[i].margin < 0 ? -1 : 1, margin = scan->at[i].margin;
		double position;

		if ((scan->at[i - 1].margin < 0) != (sign < 0) ||
		    (scan->at[i + 1].margin < 0) != (sign < 0) ||
		    sign * scan->at[i - 1].margin <= sign * margin ||
		    sign * scan->at[i + 1].margin <= sign * margin)
			continue;
		if (!look_for_peak(judge, scan->at[i - 1].position, scan->at[i + 1].position, sign,
				   &position, &margin))
			return false;
		if ((margin < 0) != (sign < 0)) {
			if (!scan_add(judge, scan, position))
				return false;
			i++;
			n++;
		}
	}
	return true;
}

/* The places where the sign changes. False: refused, or more edges than there is room for. */
static bool find_edges(struct judge *judge, struct claim_outcome *outcome)
{
	struct scan scan = { 0 };

	for (int i = 0; i < PLACES; i++)
		if (!scan_add(judge, &scan, i / (PLACES - 1.0)))
			return false;
	if (!scan_peaks(judge, &scan))
		return false;
	outcome->holds_at_lo = scan.at[0].margin >= 0;
	for (int i = 1; i < scan.count; i++) {
		double last = scan.at[i - 1].margin, y = scan.at[i].margin;
		struct bracket bracket = { track_value(&judge->track, scan.at[i - 1].position),
					   track_value(&judge->track, scan.at[i].position), last,
					   y };
		struct claim_edge *edge = &outcome->edge[outcome->edge_count];

		if ((y < 0) == (last < 0))
			continue;
		if (outcome->edge_count == CLAIM_EDGES_MAX ||
		    !root_refine(&bracket, &judge->track, 10 * ROOT_WIDTH, margin_at, judge))
			return false;
		outcome->edge_count++;
		edge->at = root_at(&bracket, &judge->track);
		edge->holds_above = y >= 0;
	}
	return true;
}

static double beside(const struct track *track, double x, double step)
{
	double beside = track->whole ? x + (step < 0 ? -1 : 1) * ceil(fabs(step * x))
				     : x + step * fabs(x);

	return fmin(fmax(beside, track->lo), track->hi);
}

/* Finds the edge again by finer runs, which are then on both sides of it. */
static bool find_again(struct judge *judge, struct claim_edge *edge)
{
	for (size_t i = 0; i < sizeof(steps_aside) / sizeof(steps_aside[0]); i++) {
		struct bracket bracket = {
			.lo = beside(&judge->track, edge->at, -steps_aside[i]),
			.hi = beside(&judge->track, edge->at, steps_aside[i]),
		};

		if (!margin_at(judge, bracket.lo, &bracket.y_lo) ||
		    !margin_at(judge, bracket.hi, &bracket.y_hi))
			return false;
		if ((bracket.y_lo < 0) == (bracket.y_hi < 0) ||
		    (bracket.y_hi >= 0) != edge->holds_above)
			continue;
		if (!root_refine(&bracket, &judge->track, 10 * ROOT_WIDTH, margin_at, judge))
			return false;
		edge->below = bracket.lo;
		edge->above = bracket.hi;
		edge->at = root_at(&bracket, &judge->track);
		return true;
	}
	return false;
}

static bool bear_out(struct judge *judge, struct claim_outcome *outcome)
{
	bool at_lo, at_hi;

	for (int i = 0; i < outcome->edge_count; i++)
		if (!find_again(judge, &outcome->edge[i]))
			return false;
	if (!holds_at(judge, judge->track.lo, &at_lo) || !holds_at(judge, judge->track.hi, &at_hi))
		return false;
	return at_lo == outcome->holds_at_lo && at_hi == (at_lo != (outcome->edge_count % 2 == 1));
}

static enum claim_verdict search(struct judge *judge, struct claim_outcome *outcome)
{
	const struct claim_over *over = &judge->claim->over;
	struct error error;

	if (!track_init(&judge->track, &judge->look.base, over->param, over->lo, over->hi, &error))
		return CLAIM_UNCLEAR;
	outcome->now = track_now(&judge->track, &judge->look.base);
	judge->look.probe->scenario.fidelity = FIDELITY_MAP;
	if (!find_edges(judge, outcome))
		return CLAIM_UNCLEAR;
	judge->look.probe->scenario.fidelity = judge->fidelity;
	if (!bear_out(judge, outcome))
		return CLAIM_UNCLEAR;
	if (outcome->edge_count > 0)
		return CLAIM_ONLY_IF;
	return outcome->holds_at_lo ? CLAIM_HOLDS : CLAIM_FAILS;
}

static enum claim_verdict decide(struct judge *judge, struct claim_outcome *outcome)
{
	judge->look.probe->scenario.fidelity = judge->fidelity;
	judge->look.outcome = outcome;
	outcome->margin = margin_now(judge);
	judge->look.outcome = NULL;
	outcome->as_stated = outcome->margin >= 0;
	if (judge->look.refused)
		return CLAIM_UNCLEAR;
	if (judge->claim->over.lo < judge->claim->over.hi)
		return search(judge, outcome);
	return outcome->as_stated ? CLAIM_HOLDS : CLAIM_FAILS;
}

bool claim_judge(const struct claim *claim, const struct scenario *scenario,
		 struct claim_outcome *outcome, const atomic_bool *cancel)
{
	struct judge judge = { .claim = claim };
	bool cancelled;

	*outcome = (struct claim_outcome){ .verdict = CLAIM_NOT_RUN, .margin = NAN, .now = NAN };
	if (!claim->margin)
		return true;
	judge.fidelity = scenario->fidelity;
	judge.look.base = *scenario;
	judge.look.probe = probe_new(scenario, cancel);
	outcome->verdict = decide(&judge, outcome);
	cancelled = probe_cancelled(judge.look.probe);
	probe_free(judge.look.probe);
	return !cancelled;
}
