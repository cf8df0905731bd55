// SPDX-License-Identifier: MIT
/* Parameters that change gradually. Declared in scenario.h. Equations: docs/MODEL.md, [T11]. */
#include <math.h>

#include <ragtop/scenario.h>
#include "base/fmath.h"

bool ramp_possible(enum param_id id, double from, double to)
{
	const struct param_info *info = &param_table[id];

	return (info->kind == PARAM_NUMBER || info->kind == PARAM_INTEGER) && !isnan(from) &&
	       !isnan(to);
}

static struct ramp ramp_make(const struct timeline_entry *entry, double from)
{
	const struct param_info *info = &param_table[entry->param];
	bool gradual = entry->over_days > 0 && ramp_possible(entry->param, from, entry->value);

	return (struct ramp){
		.start_days = entry->at_days,
		.over_days = gradual ? entry->over_days : 0,
		.from = from,
		.to = entry->value,
		.geometric = info->scale == SCALE_LOG && from > 0 && entry->value > 0,
		.whole = info->kind == PARAM_INTEGER,
	};
}

struct ramp scenario_ramp(const struct scenario *scenario, enum param_id id, int entries,
			  double day)
{
	double first = id == P_traffic_volume_qpm ? scenario_volume_qpm(scenario)
						  : params_get(&scenario->params, id);
	struct ramp ramp = { .from = first, .to = first };

	for (int i = 0; i < entries; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_SET && entry->param == id && entry->at_days <= day)
			ramp = ramp_make(entry, ramp_value(&ramp, entry->at_days));
	}
	return ramp;
}

static double rounded(const struct ramp *ramp, double value)
{
	return ramp->whole ? floor(value + 0.5) : value;
}

static double exact(const struct ramp *ramp, double day)
{
	double way = (day - ramp->start_days) / ramp->over_days;

	if (!(way < 1))
		return ramp->to;
	if (ramp->geometric)
		return ramp->from * fm_exp(way * fm_log(ramp->to / ramp->from));
	return ramp->from + way * (ramp->to - ramp->from);
}

double ramp_value(const struct ramp *ramp, double day)
{
	return ramp->over_days > 0 ? rounded(ramp, exact(ramp, day)) : ramp->to;
}

double ramp_mean(const struct ramp *ramp, double a, double b)
{
	double at_a = exact(ramp, a), at_b = exact(ramp, b);

	if (ramp->geometric && at_a != at_b)
		return rounded(ramp, (at_b - at_a) / fm_log1p((at_b - at_a) / at_a));
	return rounded(ramp, (at_a + at_b) / 2);
}
