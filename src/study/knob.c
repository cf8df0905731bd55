// SPDX-License-Identifier: MIT
/*
 * Knobs: parameters and targets through one door. Declared in flip.h.
 */
#include "study/flip.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include "base/fmath.h"

/* Targets have no row in the parameter table; this is theirs. */
struct target_info {
	const char *label; /* at most 17 columns */
	enum scale scale;
	double min, max; /* legal */
	double slider_lo, slider_hi;
};

static const struct target_info target_table[TARGET_COUNT] = {
	[TARGET_TTFT_P95_S] = { "target p95", SCALE_LOG, 0, 1e9, 0.05, 20 },
	[TARGET_LATENCY_P95_S] = { "target answer p95", SCALE_LOG, 0, 1e9, 0.5, 120 },
	[TARGET_STALE_ANSWER_FRAC] = { "target stale", SCALE_SQUARE, 0, 1, 0, 0.2 },
	[TARGET_CORRECT_FRAC] = { "target right", SCALE_LINEAR, 0, 1, 0.3, 1 },
	[TARGET_MONTHLY_USD] = { "target $ a month", SCALE_LOG, 0, 1e12, 10, 1e6 },
};

bool knob_equal(struct knob a, struct knob b)
{
	if (a.is_target || b.is_target)
		return a.is_target == b.is_target && a.target == b.target;
	return a.param == b.param && a.dated == b.dated;
}

/* The dated value that the knob turns; NULL when it is the one at the start, also when the timeline
 * no longer has the entry. */
static const double *dated_value(const struct scenario *scenario, struct knob knob)
{
	const struct timeline_entry *entry;

	if (knob.is_target || knob.dated <= 0 || knob.dated > scenario->timeline_count)
		return NULL;
	entry = &scenario->timeline[knob.dated - 1];
	return entry->kind == TIMELINE_SET && entry->param == knob.param ? &entry->value : NULL;
}

struct knob knob_at_day(const struct scenario *scenario, struct knob knob, double day)
{
	knob.dated = 0;
	if (knob.is_target)
		return knob;
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];
		if (entry->at_days <= day && entry->kind == TIMELINE_SET &&
		    entry->param == knob.param)
			knob.dated = i + 1;
	}
	return knob;
}

struct knob knob_there(const struct scenario *here, const struct scenario *there, struct knob knob)
{
	if (!dated_value(here, knob))
		return knob_at_day(there, knob, -1);
	return knob_at_day(there, knob, here->timeline[knob.dated - 1].at_days);
}

double knob_get(const struct scenario *scenario, struct knob knob)
{
	const double *dated = dated_value(scenario, knob);

	if (knob.is_target)
		return scenario->targets[knob.target];
	return dated ? *dated : params_get(&scenario->params, knob.param);
}

void knob_set(struct scenario *scenario, struct knob knob, double value)
{
	assert(knob_legal(knob, value));
	if (knob.is_target)
		scenario->targets[knob.target] = value;
	else if (dated_value(scenario, knob))
		scenario->timeline[knob.dated - 1].value = value;
	else
		params_set(&scenario->params, knob.param, value);
}

const char *knob_label(struct knob knob)
{
	return knob.is_target ? target_table[knob.target].label : param_table[knob.param].label;
}

enum unit knob_unit(struct knob knob)
{
	return knob.is_target ? target_unit(knob.target) : param_table[knob.param].unit;
}

bool knob_nullable(struct knob knob)
{
	return knob.is_target || param_nullable(knob.param);
}

int knob_grain(struct knob knob)
{
	if (knob.is_target)
		return 0;
	switch (param_table[knob.param].kind) {
	case PARAM_NUMBER:
		return 0;
	case PARAM_INTEGER:
	case PARAM_FLAG:
	case PARAM_CHOICE:
		return 1;
	}
	return 0;
}

bool knob_legal(struct knob knob, double value)
{
	const struct target_info *info;

	if (!knob.is_target)
		return param_legal(knob.param, value);
	info = &target_table[knob.target];
	return isnan(value) || (value >= info->min && value <= info->max);
}

void knob_legal_range(struct knob knob, double *lo, double *hi)
{
	*lo = knob.is_target ? target_table[knob.target].min : param_table[knob.param].min;
	*hi = knob.is_target ? target_table[knob.target].max : param_table[knob.param].max;
}

void knob_slider_range(struct knob knob, double *lo, double *hi)
{
	*lo = knob.is_target ? target_table[knob.target].slider_lo
			     : param_table[knob.param].slider_lo;
	*hi = knob.is_target ? target_table[knob.target].slider_hi
			     : param_table[knob.param].slider_hi;
}

static double clamp_unit(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double target_to_position(const struct target_info *info, double value)
{
	double lo = info->slider_lo, hi = info->slider_hi;

	if (!(value > lo))
		return 0;
	switch (info->scale) {
	case SCALE_LINEAR:
		return clamp_unit((value - lo) / (hi - lo));
	case SCALE_LOG:
		return clamp_unit(fm_log(value / lo) / fm_log(hi / lo));
	case SCALE_SQUARE:
		return clamp_unit(sqrt((value - lo) / (hi - lo)));
	}
	return 0;
}

static double target_from_position(const struct target_info *info, double position)
{
	double lo = info->slider_lo, hi = info->slider_hi;

	switch (info->scale) {
	case SCALE_LINEAR:
		return lo + (hi - lo) * position;
	case SCALE_LOG:
		return position >= 1 ? hi : lo * fm_exp(fm_log(hi / lo) * position);
	case SCALE_SQUARE:
		return lo + (hi - lo) * position * position;
	}
	return lo;
}

double knob_to_position(struct knob knob, double value)
{
	if (isnan(value))
		return 0;
	if (knob.is_target)
		return target_to_position(&target_table[knob.target], value);
	return param_to_position(knob.param, value);
}

double knob_from_position(struct knob knob, double position)
{
	position = clamp_unit(position);
	if (knob.is_target)
		return target_from_position(&target_table[knob.target], position);
	return param_from_position(knob.param, position);
}
