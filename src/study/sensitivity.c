// SPDX-License-Identifier: MIT
#include "study/sensitivity.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "study/curve.h"
#include "study/probe.h"
#include "study/seek.h"
#include "study/why.h"

/* Beside its value: a break-even here is a bar, not a figure to quote. */
static const double BREAKEVEN_WIDTH = 3e-3;

/* ---- rows ---- */

static bool is_listed(struct knob knob)
{
	return !knob.is_target && (param_table[knob.param].kind == PARAM_CHOICE ||
				   param_table[knob.param].kind == PARAM_FLAG);
}

static void add_row(struct sensitivity *sensitivity, const struct scenario *scenario,
		    struct knob knob)
{
	struct sensitivity_row *row = &sensitivity->row[sensitivity->row_count++];

	*row = (struct sensitivity_row){ .knob = knob, .now = knob_get(scenario, knob) };
	if (!knob.is_target && knob.param == P_traffic_volume_qpm)
		row->now = scenario_volume_qpm(scenario);
}

static void add_rows(struct sensitivity *sensitivity, const struct scenario *scenario)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (!scenario_replays(scenario, (enum param_id)i))
			add_row(sensitivity, scenario, (struct knob){ .param = (enum param_id)i });
	for (unsigned int t = 0; t < TARGET_COUNT; t++)
		if (!isnan(scenario->targets[t]))
			add_row(sensitivity, scenario,
				(struct knob){ .is_target = true, .target = (enum target)t });
}

/* What stands between the two. */
static double gap_of(const struct sensitivity *sensitivity, const struct result *result)
{
	double best = cost_measure_value(&result->arch[sensitivity->best], sensitivity->measure);

	if (!sensitivity->two)
		return -best;
	return cost_measure_value(&result->arch[sensitivity->next], sensitivity->measure) - best;
}

/* Of the two over the volume, with everything else as the scenario has it. Where there are several,
 * one of them. False when cancelled. */
static bool find_breakeven(const struct sensitivity *sensitivity, const struct scenario *scenario,
			   double *at_qpm, const atomic_bool *cancel)
{
	struct question question = { .scenario = scenario, .measure = sensitivity->measure };
	struct seek seek;
	struct bracket bracket;
	struct error error;
	bool ok;

	*at_qpm = NAN;
	if (!sensitivity->two ||
	    !track_init(&question.track, scenario, P_traffic_volume_qpm, NAN, NAN, &error))
		return true;
	seek_init(&seek, &question, sensitivity->best, sensitivity->next, cancel);
	seek.shift = -sensitivity->shift; /* it has the best less the next one */
	bracket.lo = question.track.lo;
	bracket.hi = question.track.hi;
	ok = seek_value(&seek, bracket.lo, &bracket.y_lo) &&
	     seek_value(&seek, bracket.hi, &bracket.y_hi);
	if (ok && (bracket.y_lo < 0) != (bracket.y_hi < 0) &&
	    root_refine(&bracket, &question.track, BREAKEVEN_WIDTH, seek_value, &seek))
		*at_qpm = root_at(&bracket, &question.track);
	seek_release(&seek);
	return !cancel || !atomic_load_explicit(cancel, memory_order_relaxed);
}

/* False when cancelled. */
static bool find_shift(struct sensitivity *sensitivity, const struct scenario *scenario,
		       const atomic_bool *cancel)
{
	struct probe *probe = probe_new(scenario, cancel);
	bool ok = probe_run(probe);

	if (ok)
		sensitivity->shift = sensitivity->gap - gap_of(sensitivity, &probe->result);
	ok = ok || !probe_cancelled(probe);
	probe_free(probe);
	return ok;
}

bool sensitivity_init(struct sensitivity *sensitivity, const struct scenario *scenario,
		      enum cost_measure measure, const struct result *now,
		      const atomic_bool *cancel)
{
	*sensitivity = (struct sensitivity){
		.measure = measure,
		.known = true,
		.state = probe_state(&now->verdict),
		.best = now->verdict.best,
	};
	sensitivity->two = why_pair(scenario, now, &sensitivity->best, &sensitivity->next);
	sensitivity->gap = gap_of(sensitivity, now);
	add_rows(sensitivity, scenario);
	return find_shift(sensitivity, scenario, cancel) &&
	       find_breakeven(sensitivity, scenario, &sensitivity->breakeven_qpm, cancel);
}

/* ---- one row ---- */

/* A row in the making. */
struct looker {
	const struct sensitivity *sensitivity;
	const struct scenario *scenario;
	struct probe *probe;
	struct verdict verdict; /* of the present, by the probe */
};

static bool looker_init(struct looker *looker, const struct sensitivity *sensitivity,
			const struct scenario *scenario, const struct result *now,
			const atomic_bool *cancel)
{
	*looker = (struct looker){ sensitivity, scenario, probe_new(scenario, cancel), { 0 } };
	if (!probe_calibrate(looker->probe, now))
		return false;
	looker->verdict = looker->probe->result.verdict;
	return true;
}

/* From the scenario each time: a volume that is scaled to and fro would leave a trace. */
static void set_value(const struct looker *looker, struct knob knob, double value)
{
	looker->probe->scenario = *looker->scenario;
	looker->probe->scenario.fidelity = FIDELITY_MAP;
	knob_set(&looker->probe->scenario, knob, value);
}

/* False when cancelled. */
static bool look(struct looker *looker, struct knob knob, double value, struct sensitivity_end *end)
{
	*end = (struct sensitivity_end){ .value = value, .breakeven_qpm = NAN, .gap = NAN };
	set_value(looker, knob, value);
	end->known = probe_run(looker->probe);
	if (probe_cancelled(looker->probe))
		return false;
	if (end->known) {
		end->gap = gap_of(looker->sensitivity, &looker->probe->result);
		end->state = probe_state(&looker->probe->result.verdict);
	}
	return true;
}

/* Does anything that the verdict looks at differ from the present? */
static bool moves(const struct looker *looker, const struct sensitivity_end *end)
{
	const struct verdict *a = &looker->verdict, *b = &looker->probe->result.verdict;

	if (!end->known)
		return false;
	if (end->state != looker->sensitivity->state)
		return true;
	for (int i = 0; i < ARCH_COUNT; i++)
		for (int t = 0; t < TARGET_COUNT; t++)
			if (a->missed[i][t] != b->missed[i][t])
				return true;
	return fabs(end->gap - looker->sensitivity->gap) >
	       1e-9 * fmax(fabs(looker->sensitivity->gap), 1);
}

static bool look_at_ends(struct looker *looker, struct sensitivity_row *row)
{
	double lo, hi;

	knob_slider_range(row->knob, &lo, &hi);
	lo = row->now < lo ? row->now : lo;
	hi = row->now > hi ? row->now : hi;
	if (!look(looker, row->knob, lo, &row->lo))
		return false;
	row->acts = moves(looker, &row->lo);
	if (!look(looker, row->knob, hi, &row->hi))
		return false;
	row->acts = row->acts || moves(looker, &row->hi);
	return true;
}

static bool look_at_values(struct looker *looker, struct sensitivity_row *row)
{
	struct sensitivity_end end;
	double lo, hi;

	knob_legal_range(row->knob, &lo, &hi);
	for (double value = lo; value <= hi; value++) {
		if (!look(looker, row->knob, value, &end))
			return false;
		row->acts = row->acts || moves(looker, &end);
		if (!end.known)
			continue;
		if (!row->lo.known || end.gap < row->lo.gap)
			row->lo = end;
		if (!row->hi.known || end.gap > row->hi.gap)
			row->hi = end;
	}
	return true;
}

/* Costs that do not move at the present volume are taken not to at any. */
static bool end_breakeven(struct looker *looker, struct knob knob, struct sensitivity_end *end)
{
	const struct sensitivity *sensitivity = looker->sensitivity;

	if (!end->known || end->gap == sensitivity->gap ||
	    (!knob.is_target && knob.param == P_traffic_volume_qpm))
		return true;
	set_value(looker, knob, end->value);
	return find_breakeven(sensitivity, &looker->probe->scenario, &end->breakeven_qpm,
			      looker->probe->cancel);
}

static bool fill_row(struct looker *looker, struct sensitivity_row *row, const struct result *now)
{
	if (!(is_listed(row->knob) ? look_at_values : look_at_ends)(looker, row))
		return false;
	row->flip = (struct flip){ .known = true };
	row->lo.breakeven_qpm = row->hi.breakeven_qpm = looker->sensitivity->breakeven_qpm;
	if (row->acts &&
	    !(end_breakeven(looker, row->knob, &row->lo) &&
	      end_breakeven(looker, row->knob, &row->hi) &&
	      flip_find(looker->scenario, row->knob, now, &row->flip, looker->probe->cancel)))
		return false;
	row->known = true;
	return true;
}

bool sensitivity_row(struct sensitivity *sensitivity, int i, const struct scenario *scenario,
		     const struct result *now, const atomic_bool *cancel)
{
	struct sensitivity_row row = sensitivity->row[i];
	struct looker looker;
	bool ok = looker_init(&looker, sensitivity, scenario, now, cancel) &&
		  fill_row(&looker, &row, now);

	probe_free(looker.probe);
	if (ok)
		sensitivity->row[i] = row;
	return ok;
}

/* ---- pairs ---- */

/* The end that does most. */
static const struct sensitivity_end *farther(const struct sensitivity *sensitivity,
					     const struct sensitivity_row *row)
{
	double lo = row->lo.known ? fabs(row->lo.gap - sensitivity->gap) : -1;
	double hi = row->hi.known ? fabs(row->hi.gap - sensitivity->gap) : -1;

	return hi > lo ? &row->hi : &row->lo;
}

void sensitivity_pairs(struct sensitivity *sensitivity)
{
	int top = sensitivity->ranked_count < SENSITIVITY_TOP ? sensitivity->ranked_count
							      : SENSITIVITY_TOP;

	sensitivity->pair_count = 0;
	for (int i = 0; i < top; i++)
		for (int j = i + 1; j < top; j++)
			sensitivity->pair[sensitivity->pair_count++] = (struct sensitivity_pair){
				.i = sensitivity->ranked[i], .j = sensitivity->ranked[j]
			};
}

bool sensitivity_pair(struct sensitivity *sensitivity, int p, const struct scenario *scenario,
		      const struct result *now, const atomic_bool *cancel)
{
	struct sensitivity_pair *pair = &sensitivity->pair[p];
	const struct sensitivity_row *i = &sensitivity->row[pair->i],
				     *j = &sensitivity->row[pair->j];
	const struct sensitivity_end *end_i = farther(sensitivity, i),
				     *end_j = farther(sensitivity, j);
	struct looker looker;
	bool ok = looker_init(&looker, sensitivity, scenario, now, cancel);

	if (ok) {
		set_value(&looker, i->knob, end_i->value);
		knob_set(&looker.probe->scenario, j->knob, end_j->value);
		pair->known = probe_run(looker.probe);
		ok = !probe_cancelled(looker.probe);
	}
	if (ok && pair->known) {
		pair->together = gap_of(sensitivity, &looker.probe->result) - sensitivity->gap;
		pair->apart = end_i->gap + end_j->gap - 2 * sensitivity->gap;
	}
	probe_free(looker.probe);
	return ok;
}

bool sensitivity_adds_up(const struct sensitivity_pair *pair)
{
	const double share = 0.01, least_usd = 1;

	return pair->known && fabs(pair->together - pair->apart) <=
				      share * fmax(fabs(pair->apart), least_usd / share);
}

/* ---- order ---- */

double sensitivity_swing(const struct sensitivity *sensitivity, const struct sensitivity_row *row)
{
	const struct sensitivity_end *end = farther(sensitivity, row);

	return end->known ? fabs(end->gap - sensitivity->gap) : 0;
}

double sensitivity_distance(const struct sensitivity_row *row)
{
	if (!row->flip.known || !row->flip.found)
		return INFINITY;
	if (isnan(row->now))
		return 1;
	return fabs(knob_to_position(row->knob, row->flip.at) -
		    knob_to_position(row->knob, row->now));
}

static double stretch(double from, double to)
{
	if (from == to || (isnan(from) && isnan(to)))
		return 1;
	if (isnan(from) || isnan(to))
		return INFINITY;
	return to > from ? to / from : from / to;
}

double sensitivity_stretch(const struct sensitivity *sensitivity, const struct sensitivity_row *row)
{
	return fmax(stretch(sensitivity->breakeven_qpm, row->lo.breakeven_qpm),
		    stretch(sensitivity->breakeven_qpm, row->hi.breakeven_qpm));
}

struct rank {
	int row;
	double key; /* larger ones first */
};

static int by_key(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->key != y->key && !isnan(x->key) && !isnan(y->key))
		return x->key > y->key ? -1 : 1;
	if (isnan(x->key) != isnan(y->key))
		return isnan(x->key) ? 1 : -1;
	return x->row - y->row;
}

static double key_of(const struct sensitivity *sensitivity, const struct sensitivity_row *row,
		     enum sensitivity_order order)
{
	switch (order) {
	case ORDER_EFFECT:
		break;
	case ORDER_BREAKEVEN:
		return sensitivity_stretch(sensitivity, row);
	case ORDER_FLIP:
		return -sensitivity_distance(row);
	}
	return sensitivity_swing(sensitivity, row);
}

void sensitivity_rank(struct sensitivity *sensitivity, enum sensitivity_order order)
{
	struct rank ranks[SENSITIVITY_ROWS_MAX];
	int n = 0;

	for (int i = 0; i < sensitivity->row_count; i++) {
		const struct sensitivity_row *row = &sensitivity->row[i];

		if (row->known && row->acts)
			ranks[n++] = (struct rank){ i, key_of(sensitivity, row, order) };
	}
	qsort(ranks, (size_t)n, sizeof(ranks[0]), by_key);
	sensitivity->ranked_count = n;
	for (int i = 0; i < n; i++)
		sensitivity->ranked[i] = ranks[i].row;
}
