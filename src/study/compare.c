// SPDX-License-Identifier: MIT
#include "study/compare.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Sums of the same in another order differ by so much of their value. */
static const double ROUNDING = 1e-12;

static bool same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static bool same_entry(const struct timeline_entry *a, const struct timeline_entry *b)
{
	if (a->kind != b->kind || a->at_days != b->at_days)
		return false;
	switch (a->kind) {
	case TIMELINE_SET:
		return a->param == b->param && same(a->value, b->value) &&
		       a->over_days == b->over_days;
	case TIMELINE_CHANGE:
		return a->facts == b->facts && a->query_share == b->query_share;
	case TIMELINE_INCIDENT:
		return a->incident == b->incident && a->for_hours == b->for_hours &&
		       a->times == b->times;
	case TIMELINE_SWITCH:
		return a->from == b->from && a->to == b->to && a->migration_usd == b->migration_usd;
	case TIMELINE_NOTE:
		break;
	}
	return true;
}

static bool same_timeline(const struct scenario *a, const struct scenario *b)
{
	if (a->timeline_count != b->timeline_count)
		return false;
	for (int i = 0; i < a->timeline_count; i++)
		if (!same_entry(&a->timeline[i], &b->timeline[i]))
			return false;
	return true;
}

static bool same_architectures(const struct scenario *a, const struct scenario *b)
{
	for (unsigned int i = 0; i < ARCH_COUNT; i++)
		if (scenario_compares(a, (enum arch)i) != scenario_compares(b, (enum arch)i))
			return false;
	return true;
}

static uint64_t trace_hash(const struct scenario *scenario)
{
	return scenario->trace ? scenario->trace->hash : 0;
}

/* What b has other than a. */
static void mark(const struct scenario *a, const struct scenario *b, bool params[PARAM_COUNT],
		 bool targets[TARGET_COUNT], struct compare_inputs *inputs)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		params[i] = params[i] || !same(params_get(&a->params, (enum param_id)i),
					       params_get(&b->params, (enum param_id)i));
	for (int i = 0; i < TARGET_COUNT; i++)
		targets[i] = targets[i] || !same(a->targets[i], b->targets[i]);
	inputs->timeline = inputs->timeline || !same_timeline(a, b);
	inputs->horizon = inputs->horizon || a->horizon_days != b->horizon_days;
	inputs->fidelity = inputs->fidelity || a->fidelity != b->fidelity;
	inputs->price_book = inputs->price_book || strcmp(a->price_book, b->price_book) != 0;
	inputs->trace = inputs->trace || trace_hash(a) != trace_hash(b);
	inputs->architectures = inputs->architectures || !same_architectures(a, b);
}

void compare_inputs(const struct scenario *const *scenarios, int count,
		    struct compare_inputs *inputs)
{
	bool params[PARAM_COUNT] = { false }, targets[TARGET_COUNT] = { false };

	*inputs = (struct compare_inputs){ 0 };
	for (int i = 1; i < count; i++)
		mark(scenarios[0], scenarios[i], params, targets, inputs);
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (params[i])
			inputs->params[inputs->param_count++] = (enum param_id)i;
	for (unsigned int i = 0; i < TARGET_COUNT; i++)
		if (targets[i])
			inputs->targets[inputs->target_count++] = (enum target)i;
}

bool compare_has(const struct result *const *results, int count, enum arch arch)
{
	for (int i = 0; i < count; i++)
		if (results[i]->arch[arch].present)
			return true;
	return false;
}

static bool is_headline(const struct figure *figure)
{
	static const char *const paths[] = {
		"cost.total_usd",
		"cost.upfront_usd",
		"cost.monthly_usd",
		"cost.all_in_usd",
		"cost.per_1k_queries_usd",
		"cost.per_1k_good_answers_usd",
		"latency.ttft_s.p50",
		"latency.ttft_s.p95",
		"latency.e2e_s.p50",
		"latency.e2e_s.p95",
		"latency.e2e_s.p99",
		"freshness.stale_answer_frac",
		"quality.correct_frac",
		"quality.good_frac",
		"service.latency_met_frac",
		"service.available_frac",
		"retrain.runs",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (strcmp(figure->path, paths[i]) == 0)
			return true;
	return false;
}

bool compare_shows(const struct figure *figure, const struct result *const *results, int count,
		   enum arch arch)
{
	double first = figure_value(&results[0]->arch[arch], figure);

	if (is_headline(figure))
		return true;
	if (strncmp(figure->path, "cost.", 5) != 0)
		return false;
	for (int i = 1; i < count; i++)
		if (!same(figure_value(&results[i]->arch[arch], figure), first))
			return true;
	return false;
}

struct gap compare_gap(const struct result *a, const struct result *b, enum arch arch,
		       const struct figure *figure)
{
	struct gap gap;
	double scale;

	if (!a->arch[arch].present || !b->arch[arch].present)
		return (struct gap){ NAN, NAN, false };
	gap = gap_figure((struct side){ b, arch }, (struct side){ a, arch }, figure);
	scale = fmax(fabs(figure_value(&a->arch[arch], figure)),
		     fabs(figure_value(&b->arch[arch], figure)));
	if (fabs(gap.value) <= ROUNDING * scale)
		gap.value = 0;
	if (gap.half <= ROUNDING * scale)
		gap.half = 0;
	/* Two that are infinite are no difference apart that could be told. */
	if (isinf(gap.value))
		gap.half = NAN;
	return gap;
}
