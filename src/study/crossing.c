// SPDX-License-Identifier: MIT
/*
 * Where the best architecture changes along a curve. Declared in curve.h.
 *
 * A change has a cause that can be measured: two costs that cross, or one figure of one
 * architecture that passes its target. The cause gives a margin, a number that is 0 at the change;
 * its 95 % half width, followed along the axis, gives the interval of the crossing.
 */
#include "study/curve.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include "base/fmath.h"
#include "study/probe.h"

#define REFINED 1.001 /* ratio of the ends of a bracket that is narrow enough */

enum { BISECTIONS_MAX = 64 };

struct cause {
	bool by_target;
	enum arch a, b; /* costs of a and b cross; or only a, which passes the target */
	enum target target;
};

struct margin {
	double value, half; /* half is 0 when the run can't tell */
};

/* What the bisection knows about one place. */
struct place {
	double qpm;
	struct verdict verdict;
};

static int point_state(const struct curve_point *point)
{
	return point->none_meets ? ARCH_COUNT : (int)point->best;
}

static double half_width(const struct interval *interval)
{
	double half = (interval->hi - interval->lo) / 2;

	return isfinite(half) && half > 0 ? half : 0;
}

static bool probe_at(struct probe *probe, double qpm)
{
	curve_scale_volume(&probe->scenario, qpm);
	return probe_run(probe);
}

static bool place_probe(struct probe *probe, double qpm, struct place *place)
{
	if (!probe_at(probe, qpm))
		return false;
	*place = (struct place){ qpm, probe->result.verdict };
	return true;
}

/* Halves [lo, hi] in log volume until it is narrow; lo keeps its state and hi has another one. */
static bool bisect_states(struct probe *probe, struct place *lo, struct place *hi)
{
	int state = probe_state(&lo->verdict);

	for (int i = 0; i < BISECTIONS_MAX && hi->qpm / lo->qpm > REFINED; i++) {
		struct place mid;
		if (!place_probe(probe, sqrt(lo->qpm) * sqrt(hi->qpm), &mid))
			return false;
		*(probe_state(&mid.verdict) == state ? lo : hi) = mid;
	}
	return true;
}

static bool newly_missed(const struct verdict *met, const struct verdict *missed, enum arch arch,
			 enum target *target)
{
	for (int t = 0; t < TARGET_COUNT; t++)
		if (missed->missed[arch][t] && !met->missed[arch][t]) {
			*target = (enum target)t;
			return true;
		}
	return false;
}

static struct cause find_cause(const struct verdict *below, const struct verdict *above)
{
	struct cause cause = { .a = below->best, .b = above->best };

	if (!below->none_meets && newly_missed(below, above, below->best, &cause.target))
		cause.by_target = true;
	else if (!above->none_meets && newly_missed(above, below, above->best, &cause.target))
		cause = (struct cause){ .by_target = true,
					.a = above->best,
					.target = cause.target };
	return cause;
}

static struct margin target_margin(const struct arch_result *arch, enum target target, double limit)
{
	switch (target) {
	case TARGET_TTFT_P95_S:
		return (struct margin){ arch->ttft_s.p95 - limit,
					half_width(&arch->ci_ttft_p95_s) };
	case TARGET_LATENCY_P95_S:
		return (struct margin){ arch->e2e_s.p95 - limit, half_width(&arch->ci_e2e_p95_s) };
	case TARGET_STALE_ANSWER_FRAC:
		return (struct margin){ arch->stale_answer_frac - limit,
					half_width(&arch->ci_stale_answer_frac) };
	case TARGET_CORRECT_FRAC:
		return (struct margin){ arch->correct_frac - limit, 0 };
	case TARGET_MONTHLY_USD:
		return (struct margin){ arch->monthly_usd - limit,
					half_width(&arch->ci_monthly_usd) };
	case TARGET_COUNT:
		break;
	}
	assert(!"no such target");
	return (struct margin){ 0, 0 };
}

static struct margin cause_margin(const struct cause *cause, const struct probe *probe)
{
	const struct arch_result *a = &probe->result.arch[cause->a];
	const struct arch_result *b = &probe->result.arch[cause->b];
	double half_a, half_b;

	if (cause->by_target)
		return target_margin(a, cause->target, probe->scenario.targets[cause->target]);
	// The two costs are taken as independent: a bit wide, as they share their updates.
	half_a = half_width(&a->ci_all_in_usd);
	half_b = half_width(&b->ci_all_in_usd);
	return (struct margin){ a->all_in_usd - b->all_in_usd,
				sqrt(half_a * half_a + half_b * half_b) };
}

/* Is 0 inside the interval of the margin at this volume? */
static bool probe_doubtful(struct probe *probe, const struct cause *cause, double qpm,
			   bool *doubtful)
{
	struct margin margin;

	if (!probe_at(probe, qpm))
		return false;
	margin = cause_margin(cause, probe);
	*doubtful = fabs(margin.value) <= margin.half;
	return true;
}

/* Walks from the crossing towards `end` by growing factors as long as the change is in doubt, then
 * bisects the edge of the doubt. */
static bool doubt_edge(struct probe *probe, const struct cause *cause, double at, double end,
		       double *edge)
{
	double inside = at, outside = at, factor = end < at ? 1 / 1.01 : 1.01;
	bool doubtful = true;

	while (doubtful && outside != end) {
		inside = outside;
		outside = end < at ? fmax(inside * factor, end) : fmin(inside * factor, end);
		factor *= factor;
		if (!probe_doubtful(probe, cause, outside, &doubtful))
			return false;
	}
	if (doubtful)
		inside = outside;
	while (fmax(inside, outside) / fmin(inside, outside) > REFINED) {
		double mid = sqrt(inside) * sqrt(outside);
		if (!probe_doubtful(probe, cause, mid, &doubtful))
			return false;
		*(doubtful ? &inside : &outside) = mid;
	}
	*edge = inside;
	return true;
}

static bool crossing_measure(struct probe *probe, const struct curve *curve, const struct place *lo,
			     const struct place *hi, struct crossing *crossing)
{
	struct cause cause = find_cause(&lo->verdict, &hi->verdict);
	double at = sqrt(lo->qpm) * sqrt(hi->qpm);
	struct margin margin;

	*crossing = (struct crossing){
		.at_qpm = at,
		.lo_qpm = at,
		.hi_qpm = at,
		.nobody_below = lo->verdict.none_meets,
		.nobody_above = hi->verdict.none_meets,
		.below = lo->verdict.best,
		.above = hi->verdict.best,
	};
	if (!probe_at(probe, at))
		return false;
	margin = cause_margin(&cause, probe);
	if (margin.half == 0)
		return true;
	return doubt_edge(probe, &cause, at, curve->lo_qpm, &crossing->lo_qpm) &&
	       doubt_edge(probe, &cause, at, curve->hi_qpm, &crossing->hi_qpm);
}

/* The two sides of the change between points i - 1 and i. The calibrated change may have slipped
 * past one of them into the next gap. */
static bool bracket(struct probe *probe, const struct curve *curve, int i, struct place *lo,
		    struct place *hi)
{
	const struct curve_point *point = curve->point;

	if (!place_probe(probe, point[i - 1].volume_qpm, lo) ||
	    !place_probe(probe, point[i].volume_qpm, hi))
		return false;
	if (probe_state(&lo->verdict) != probe_state(&hi->verdict))
		return true;
	if (probe_state(&lo->verdict) == point_state(&point[i - 1]))
		return i + 1 == curve->point_count ||
		       place_probe(probe, point[i + 1].volume_qpm, hi);
	return i == 1 || place_probe(probe, point[i - 2].volume_qpm, lo);
}

/* All changes between points i - 1 and i. */
static bool cross_between(struct probe *probe, const struct curve *curve, int i,
			  struct curve *found)
{
	struct place lo, end;

	if (!bracket(probe, curve, i, &lo, &end))
		return false;
	while (probe_state(&lo.verdict) != probe_state(&end.verdict) &&
	       found->crossing_count < CURVE_CROSSINGS_MAX) {
		struct place hi = end;
		if (!bisect_states(probe, &lo, &hi) ||
		    !crossing_measure(probe, found, &lo, &hi,
				      &found->crossing[found->crossing_count]))
			return false;
		found->crossing_count++;
		lo = hi;
	}
	return true;
}

bool curve_find_crossings(struct curve *curve, const struct scenario *scenario,
			  const struct result *finer, const atomic_bool *cancel)
{
	struct probe *probe = probe_new(scenario, cancel);
	struct curve found = { .lo_qpm = curve->lo_qpm, .hi_qpm = curve->hi_qpm };
	bool ok = probe_calibrate(probe, finer), complete = curve->point_count > 0;

	for (int i = 0; ok && i < curve->point_count; i++) {
		const struct curve_point *point = &curve->point[i];
		complete = complete && point->known;
		if (i > 0 && point->known && point[-1].known &&
		    point_state(point) != point_state(&point[-1]))
			ok = cross_between(probe, curve, i, &found);
	}
	probe_free(probe);
	if (!ok)
		return false;
	curve->crossing_count = found.crossing_count;
	for (int i = 0; i < found.crossing_count; i++)
		curve->crossing[i] = found.crossing[i];
	curve->complete = complete;
	return true;
}

/* Costs are very nearly straight in the volume, so this is close where costs cross. */
static double guess_between(const struct curve_point *lo, const struct curve_point *hi)
{
	double at_lo = lo->arch[lo->best].all_in_usd - lo->arch[hi->best].all_in_usd;
	double at_hi = hi->arch[lo->best].all_in_usd - hi->arch[hi->best].all_in_usd;

	if (lo->none_meets || hi->none_meets || !(at_lo < 0) || !(at_hi > 0))
		return sqrt(lo->volume_qpm) * sqrt(hi->volume_qpm);
	return lo->volume_qpm + (hi->volume_qpm - lo->volume_qpm) * at_lo / (at_lo - at_hi);
}

void curve_guess_crossings(struct curve *curve)
{
	curve->crossing_count = 0;
	if (!curve_has_best(curve))
		return;
	for (int i = 1; i < curve->point_count && curve->crossing_count < CURVE_CROSSINGS_MAX;
	     i++) {
		const struct curve_point *lo = &curve->point[i - 1], *hi = &curve->point[i];
		double at;
		if (!lo->known || !hi->known || point_state(lo) == point_state(hi))
			continue;
		at = guess_between(lo, hi);
		curve->crossing[curve->crossing_count++] = (struct crossing){
			.at_qpm = at,
			.lo_qpm = at,
			.hi_qpm = at,
			.nobody_below = lo->none_meets,
			.nobody_above = hi->none_meets,
			.below = lo->best,
			.above = hi->best,
		};
	}
}
