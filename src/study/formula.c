// SPDX-License-Identifier: MIT
#include "study/formula.h"

#include <math.h>
#include <stddef.h>

#include "base/stats.h"

/* A category that is off by less than this share of all that is off is not told. */
static const double BEND_LEAST = 0.01;
static const double MOVE_LEAST = 0.005; /* relative */

static const struct {
	const char *key, *label;
	enum unit unit;
} movers[MOVER_COUNT] = {
	[MOVER_RESPONSE_CACHE] = { "response_cache_hit_frac", "answers that were kept",
				   UNIT_SHARE },
	[MOVER_PROMPT_CACHE] = { "prompt_cache_hit_frac", "prompts found in the cache",
				 UNIT_SHARE },
	[MOVER_DROPPED] = { "unanswered_frac", "queries without an answer", UNIT_SHARE },
	[MOVER_FAILED_OVER] = { "failed_over_frac", "answers by another provider", UNIT_SHARE },
	[MOVER_REPAIRED] = { "repaired_frac", "answers asked for again", UNIT_SHARE },
	[MOVER_RETRAININGS] = { "retrain_runs_per_month", "retrainings a month", UNIT_PER_MONTH },
	[MOVER_READ_UNITS] = { "vector_reads_usd_per_1k_queries", "reads for 1,000 queries",
			       UNIT_USD },
	[MOVER_GOOD] = { "good_frac", "good answers", UNIT_SHARE },
};

const char *mover_label(enum mover mover)
{
	return movers[mover].label;
}

const char *mover_key(enum mover mover)
{
	return movers[mover].key;
}

enum unit mover_unit(enum mover mover)
{
	return movers[mover].unit;
}

static double mover_value(const struct arch_result *arch, double months, enum mover mover)
{
	switch (mover) {
	case MOVER_RESPONSE_CACHE:
		return arch->response_cache_hit_frac;
	case MOVER_PROMPT_CACHE:
		return arch->prompt_cache_hit_frac;
	case MOVER_DROPPED:
		return 1 - arch->available_frac;
	case MOVER_FAILED_OVER:
		return arch->failed_over_frac;
	case MOVER_REPAIRED:
		return arch->repaired / arch->queries;
	case MOVER_RETRAININGS:
		return arch->retrain_runs / months;
	case MOVER_READ_UNITS:
		return 1000 * arch->ledger_usd[LEDGER_VECTOR_READS] / arch->queries;
	case MOVER_GOOD:
		return arch->good_frac;
	case MOVER_COUNT:
		break;
	}
	return NAN;
}

static double months_of(const struct result *result)
{
	return result->horizon_s / MONTH_S;
}

/* Of upfront cost, a month. */
static double upfront_share(const struct scenario *scenario, enum cost_measure measure,
			    double months)
{
	switch (measure) {
	case MEASURE_ALL_IN:
		return 1 / scenario->params.money.amortise_months;
	case MEASURE_MONTHLY:
		return 0;
	case MEASURE_TOTAL:
	case MEASURE_PER_1K:
	case MEASURE_PER_1K_GOOD:
	case MEASURE_COUNT:
		break;
	}
	return 1 / months;
}

static void monthly_costs(const struct scenario *scenario, const struct result *result,
			  enum cost_measure measure, enum arch arch, double usd[LEDGER_COUNT])
{
	double months = months_of(result), share = upfront_share(scenario, measure, months);

	for (int c = 0; c < LEDGER_COUNT; c++) {
		double whole = result->arch[arch].ledger_usd[c];

		usd[c] = ledger_once((enum ledger)c) ? whole * share : whole / months;
	}
}

struct maker {
	const struct scenario *scenario;
	enum cost_measure measure;
	const struct result *now, *from, *moved;
	double x, step; /* the present value */
};

static void line_make(const struct maker *maker, enum arch arch, struct formula_line *line)
{
	const struct arch_result *at = &maker->now->arch[arch];
	double before[LEDGER_COUNT], after[LEDGER_COUNT];

	monthly_costs(maker->scenario, maker->now, maker->measure, arch, line->usd);
	line->good_frac = maker->measure == MEASURE_PER_1K_GOOD ? at->good_frac : 1;
	if (!maker->moved) {
		for (int c = 0; c < LEDGER_COUNT; c++)
			line->slope[c] = at->query_usd[c] / months_of(maker->now) / maker->x;
		return;
	}
	monthly_costs(maker->scenario, maker->from, maker->measure, arch, before);
	monthly_costs(maker->scenario, maker->moved, maker->measure, arch, after);
	for (int c = 0; c < LEDGER_COUNT; c++)
		line->slope[c] = (after[c] - before[c]) / maker->step;
}

static double sum_of(const double usd[LEDGER_COUNT])
{
	struct ksum sum = { 0 };

	for (int c = 0; c < LEDGER_COUNT; c++)
		ksum_add(&sum, usd[c]);
	return ksum_value(&sum);
}

void formula_make(struct formula *formula, const struct scenario *scenario,
		  const struct track *track, enum cost_measure measure, enum arch a, enum arch b,
		  const struct result *now, const struct result *from, const struct result *moved,
		  double step)
{
	struct maker maker = {
		scenario, measure, now, from, moved, track_now(track, scenario), step
	};
	double gap, slope;

	*formula = (struct formula){ .now = maker.x, .present_cost = !moved };
	if (isnan(maker.x) || (!moved && !(maker.x > 0)))
		return;
	line_make(&maker, a, &formula->a);
	line_make(&maker, b, &formula->b);
	formula->known = true;
	gap = sum_of(formula->a.usd) / formula->a.good_frac -
	      sum_of(formula->b.usd) / formula->b.good_frac;
	slope = sum_of(formula->a.slope) / formula->a.good_frac -
		sum_of(formula->b.slope) / formula->b.good_frac;
	formula->at = maker.x - gap / slope;
	formula->crosses = isfinite(formula->at) && formula->at >= param_table[track->param].min &&
			   formula->at <= param_table[track->param].max &&
			   (!formula->present_cost || formula->at > 0);
}

static void add_cost(struct bend *bend, struct bend_cost cost)
{
	double off = fabs(cost.run_usd - cost.line_usd);
	int i = bend->cost_count;

	if (i == BEND_COSTS_MAX &&
	    off <= fabs(bend->cost[i - 1].run_usd - bend->cost[i - 1].line_usd))
		return;
	if (i == BEND_COSTS_MAX)
		i--;
	else
		bend->cost_count++;
	for (; i > 0 && off > fabs(bend->cost[i - 1].run_usd - bend->cost[i - 1].line_usd); i--)
		bend->cost[i] = bend->cost[i - 1];
	bend->cost[i] = cost;
}

struct bender {
	const struct formula *formula;
	const struct scenario *scenario;
	enum cost_measure measure;
	const struct result *now, *there;
};

static void costs_of(const struct bender *bender, enum arch arch, const struct formula_line *line,
		     struct bend *bend)
{
	double usd[LEDGER_COUNT];

	monthly_costs(bender->scenario, bender->there, bender->measure, arch, usd);
	for (int c = 0; c < LEDGER_COUNT; c++) {
		double straight = line->usd[c] + line->slope[c] * (bend->at - bender->formula->now);

		if (fabs(usd[c] - straight) > 1e-9 * (fabs(usd[c]) + fabs(straight)))
			add_cost(bend,
				 (struct bend_cost){ arch, (enum ledger)c, straight, usd[c] });
	}
}

static void moves_of(const struct bender *bender, enum arch arch, struct bend *bend)
{
	for (int m = 0; m < MOVER_COUNT; m++) {
		double from = mover_value(&bender->now->arch[arch], months_of(bender->now),
					  (enum mover)m);
		double to = mover_value(&bender->there->arch[arch], months_of(bender->there),
					(enum mover)m);

		if (m == MOVER_GOOD && bender->measure != MEASURE_PER_1K_GOOD)
			continue;
		if (fabs(to - from) > MOVE_LEAST * fmax(fabs(from), fabs(to)) &&
		    fabs(to - from) > 1e-6 && bend->move_count < BEND_MOVES_MAX)
			bend->move[bend->move_count++] = (struct bend_move){ arch, (enum mover)m,
									     from, to };
	}
}

/* What is off by next to nothing would only distract. */
static void drop_small(struct bend *bend)
{
	double most = bend->cost_count ? fabs(bend->cost[0].run_usd - bend->cost[0].line_usd) : 0;

	while (bend->cost_count > 0 &&
	       fabs(bend->cost[bend->cost_count - 1].run_usd -
		    bend->cost[bend->cost_count - 1].line_usd) < BEND_LEAST * most)
		bend->cost_count--;
}

void bend_make(struct bend *bend, const struct formula *formula, const struct scenario *scenario,
	       enum cost_measure measure, enum arch a, enum arch b, double at,
	       const struct result *now, const struct result *there)
{
	const struct bender bender = { formula, scenario, measure, now, there };

	*bend = (struct bend){ .known = formula->known, .at = at };
	if (!formula->known)
		return;
	costs_of(&bender, a, &formula->a, bend);
	costs_of(&bender, b, &formula->b, bend);
	moves_of(&bender, a, bend);
	moves_of(&bender, b, bend);
	drop_small(bend);
}
