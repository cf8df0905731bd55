// SPDX-License-Identifier: MIT
#include "study/gap.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include "base/stats.h"

static const struct {
	const char *key, *label;
} measures[MEASURE_COUNT] = {
	[MEASURE_ALL_IN] = { "all-in", "all-in cost a month" },
	[MEASURE_MONTHLY] = { "monthly", "recurring cost a month" },
	[MEASURE_TOTAL] = { "total", "total over the horizon" },
	[MEASURE_PER_1K] = { "per-1k", "cost of 1,000 queries" },
	[MEASURE_PER_1K_GOOD] = { "per-1k-good", "cost of 1,000 good answers" },
};

/* Estimates of one figure: independent of each other, and paired with those of another figure. */
struct estimates {
	int count; /* 0: none are kept */
	double x[RESULT_SAMPLES_MAX];
};

/* The luck of the two clocks is independent. */
struct luck {
	bool known; /* by all the estimates that there should be */
	struct estimates macro, micro;
};

const char *cost_measure_key(enum cost_measure measure)
{
	return measures[measure].key;
}

const char *cost_measure_label(enum cost_measure measure)
{
	return measures[measure].label;
}

double cost_measure_lost_frac(enum cost_measure measure)
{
	return measure == MEASURE_PER_1K_GOOD ? 0 : 1e-5;
}

double cost_measure_value(const struct arch_result *arch, enum cost_measure measure)
{
	switch (measure) {
	case MEASURE_ALL_IN:
		return arch->all_in_usd;
	case MEASURE_MONTHLY:
		return arch->monthly_usd;
	case MEASURE_TOTAL:
		return arch->total_usd;
	case MEASURE_PER_1K:
		return arch->per_1k_queries_usd;
	case MEASURE_PER_1K_GOOD:
		return arch->per_1k_good_usd;
	case MEASURE_COUNT:
		break;
	}
	assert(!"no such measure");
	return NAN;
}

double cost_measure_larger(const struct result *result, enum arch a, enum arch b,
			   enum cost_measure measure)
{
	return fmax(fabs(cost_measure_value(&result->arch[a], measure)),
		    fabs(cost_measure_value(&result->arch[b], measure)));
}

/* Dollars over the horizon, in what the measure is in. */
static double measure_factor(const struct side *side, enum cost_measure measure)
{
	switch (measure) {
	case MEASURE_ALL_IN:
	case MEASURE_MONTHLY:
		return MONTH_S / side->result->horizon_s;
	case MEASURE_TOTAL:
	case MEASURE_PER_1K_GOOD:
	case MEASURE_COUNT:
		break;
	case MEASURE_PER_1K:
		return 1000 / side->result->arch[side->arch].queries;
	}
	return 1;
}

/* A ratio goes as usd - ratio x good does, over the mean of good. */
static double linearised(const struct arch_result *arch, double usd, double good)
{
	double total_good = arch->good_frac * arch->queries;

	return 1000 * (usd - arch->per_1k_good_usd / 1000 * good) / total_good;
}

static void measure_luck(const struct side *side, enum cost_measure measure, struct luck *luck)
{
	const struct arch_result *arch = &side->result->arch[side->arch];
	const struct arch_samples *from = &arch->samples;
	double factor = measure_factor(side, measure);
	bool ratio = measure == MEASURE_PER_1K_GOOD;

	luck->known = from->macro_count > 0 && from->micro_count > 0;
	luck->macro.count = from->macro_count;
	for (int i = 0; i < from->macro_count; i++)
		luck->macro.x[i] = ratio ? linearised(arch, from->recurring_usd[i], from->good[i])
					 : factor * from->recurring_usd[i];
	luck->micro.count = from->micro_count;
	for (int i = 0; i < from->micro_count; i++)
		luck->micro.x[i] = ratio ? linearised(arch, from->flow_usd[i], from->flow_good[i])
					 : factor * from->flow_usd[i];
}

static double half_of(const double *x, int count)
{
	double lo, hi;

	stats_mean_ci(x, (size_t)count, 0.95, &lo, &hi);
	return (hi - lo) / 2;
}

/* Half the width of the interval of the mean of a - b; not paired where they are of different
 * number. */
static double difference_half(const struct estimates *a, const struct estimates *b, bool *paired)
{
	double x[RESULT_SAMPLES_MAX], half_a, half_b;

	if (a->count == 0 && b->count == 0)
		return 0;
	if (a->count != b->count) {
		*paired = false;
		half_a = a->count > 0 ? half_of(a->x, a->count) : 0;
		half_b = b->count > 0 ? half_of(b->x, b->count) : 0;
		return sqrt(half_a * half_a + half_b * half_b);
	}
	for (int i = 0; i < a->count; i++)
		x[i] = a->x[i] - b->x[i];
	return half_of(x, a->count);
}

static struct gap gap_of(double value, const struct luck *a, const struct luck *b)
{
	struct gap gap = { .value = value, .paired = true };
	double macro = difference_half(&a->macro, &b->macro, &gap.paired);
	double micro = difference_half(&a->micro, &b->micro, &gap.paired);

	gap.half = sqrt(macro * macro + micro * micro);
	if (!a->known || !b->known)
		gap.half = NAN;
	return gap;
}

struct gap gap_measure(struct side a, struct side b, enum cost_measure measure)
{
	double value = cost_measure_value(&a.result->arch[a.arch], measure) -
		       cost_measure_value(&b.result->arch[b.arch], measure);
	struct luck luck_a, luck_b;

	measure_luck(&a, measure, &luck_a);
	measure_luck(&b, measure, &luck_b);
	return gap_of(value, &luck_a, &luck_b);
}

/* The estimates behind a figure that is measured query by query; NULL: it is none of those. */
static const double *micro_samples(const struct arch_result *arch, const struct figure *figure)
{
	const struct arch_samples *samples = &arch->samples;
	const struct {
		const double *figure, *samples;
	} rows[] = {
		{ &arch->ttft_s.p50, samples->ttft_s[0] },
		{ &arch->ttft_s.p95, samples->ttft_s[1] },
		{ &arch->ttft_s.p99, samples->ttft_s[2] },
		{ &arch->e2e_s.p50, samples->e2e_s[0] },
		{ &arch->e2e_s.p95, samples->e2e_s[1] },
		{ &arch->e2e_s.p99, samples->e2e_s[2] },
		{ &arch->wait_s[STAGE_SEARCH], samples->wait_search_s },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((const char *)rows[i].figure == (const char *)arch + figure->offset)
			return rows[i].samples;
	return NULL;
}

static bool figure_is(const struct arch_result *arch, const struct figure *figure,
		      const double *member)
{
	return (const char *)member == (const char *)arch + figure->offset;
}

/* Which measure of money a figure is. */
static bool figure_measure(const struct arch_result *arch, const struct figure *figure,
			   enum cost_measure *measure)
{
	const double *const members[MEASURE_COUNT] = {
		[MEASURE_ALL_IN] = &arch->all_in_usd,
		[MEASURE_MONTHLY] = &arch->monthly_usd,
		[MEASURE_TOTAL] = &arch->total_usd,
		[MEASURE_PER_1K] = &arch->per_1k_queries_usd,
		[MEASURE_PER_1K_GOOD] = &arch->per_1k_good_usd,
	};

	for (int i = 0; i < MEASURE_COUNT; i++)
		if (figure_is(arch, figure, members[i])) {
			*measure = (enum cost_measure)i;
			return true;
		}
	return false;
}

static void copy_estimates(struct estimates *to, const double *from, int count, double factor)
{
	to->count = count;
	for (int i = 0; i < count; i++)
		to->x[i] = factor * from[i];
}

/* False: no estimates are kept of this one. */
static bool figure_luck(const struct arch_result *arch, const struct figure *figure,
			struct luck *luck)
{
	const struct arch_samples *samples = &arch->samples;
	const double *micro = micro_samples(arch, figure);

	luck->macro.count = luck->micro.count = 0;
	if (micro) {
		copy_estimates(&luck->micro, micro, samples->micro_count, 1);
		luck->known = samples->micro_count > 0;
	} else if (figure_is(arch, figure, &arch->stale_answer_frac)) {
		copy_estimates(&luck->macro, samples->stale_frac, samples->macro_count, 1);
		luck->known = samples->macro_count > 0;
	} else if (figure_is(arch, figure, &arch->good_frac)) {
		copy_estimates(&luck->macro, samples->good, samples->macro_count,
			       1 / arch->queries);
		copy_estimates(&luck->micro, samples->flow_good, samples->micro_count,
			       1 / arch->queries);
		luck->known = samples->macro_count > 0 && samples->micro_count > 0;
	} else {
		return false;
	}
	return true;
}

struct gap gap_figure(struct side a, struct side b, const struct figure *figure)
{
	const struct arch_result *arch_a = &a.result->arch[a.arch];
	const struct arch_result *arch_b = &b.result->arch[b.arch];
	double value = figure_value(arch_a, figure) - figure_value(arch_b, figure);
	struct luck luck_a, luck_b;
	enum cost_measure measure;

	if (figure_measure(arch_a, figure, &measure))
		return gap_measure(a, b, measure);
	if (figure_luck(arch_a, figure, &luck_a) && figure_luck(arch_b, figure, &luck_b))
		return gap_of(value, &luck_a, &luck_b);
	return (struct gap){ .value = value, .half = NAN };
}
