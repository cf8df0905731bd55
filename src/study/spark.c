// SPDX-License-Identifier: MIT
#include "study/spark.h"

#include <math.h>

#include "base/fmath.h"

#define LEAST_RANGE 0.25 /* of the mean: the least that the whole height stands for */

static bool is_volume(struct knob knob)
{
	return !knob.is_target && knob.param == P_traffic_volume_qpm && knob.dated == 0;
}

static double value_now(const struct scenario *scenario, struct knob knob)
{
	return is_volume(knob) ? scenario_volume_qpm(scenario) : knob_get(scenario, knob);
}

static bool is_listed(struct knob knob)
{
	return knob.is_target || param_table[knob.param].kind == PARAM_CHOICE ||
	       param_table[knob.param].kind == PARAM_FLAG;
}

static bool is_logarithmic(struct knob knob, double now)
{
	return !is_listed(knob) && param_table[knob.param].scale == SCALE_LOG && now > 0;
}

double spark_value(const struct scenario *scenario, struct knob knob, int place)
{
	double at = place / (double)(SPARK_PLACES - 1), now = value_now(scenario, knob);
	double lo, hi, value;

	if (!is_logarithmic(knob, now))
		return knob_from_position(knob, at);
	knob_legal_range(knob, &lo, &hi);
	value = now * fm_exp((2 * at - 1) * fm_log(10));
	if (knob_grain(knob) > 0)
		value = floor(value + 0.5);
	return fmin(fmax(value, lo), hi);
}

/* False when cancelled. */
static bool look(const struct scenario *scenario, struct knob knob, double value, enum arch arch,
		 struct probe *probe, float *usd)
{
	probe->scenario = *scenario;
	probe->scenario.fidelity = FIDELITY_MAP;
	knob_set(&probe->scenario, knob, value);
	*usd = NAN;
	if (probe_run(probe) && probe->result.arch[arch].present)
		*usd = (float)probe->result.arch[arch].all_in_usd;
	return !probe_cancelled(probe);
}

static void fill(struct spark *spark, float usd)
{
	for (int i = 0; i < SPARK_PLACES; i++)
		spark->all_in_usd[i] = usd;
	spark->known = true;
}

/* What turns nothing: a target, and what a trace says. */
static bool turns_nothing(const struct scenario *scenario, struct knob knob)
{
	return knob.is_target || scenario_replays(scenario, knob.param);
}

static bool find_all(const struct scenario *scenario, struct knob knob, enum arch arch,
		     struct spark *spark, struct probe *probe)
{
	for (int i = 1; i < SPARK_PLACES - 1; i++) {
		double value = spark_value(scenario, knob, i);

		// Choices are fewer than places, and at the end of its range a knob stands still.
		if (value == spark_value(scenario, knob, i - 1))
			spark->all_in_usd[i] = spark->all_in_usd[i - 1];
		else if (!look(scenario, knob, value, arch, probe, &spark->all_in_usd[i]))
			return false;
	}
	return true;
}

bool spark_find(const struct scenario *scenario, struct knob knob, enum arch arch,
		struct spark *spark, struct probe *probe)
{
	struct spark found = { .known = true };
	float now, *usd = found.all_in_usd;

	if (!look(scenario, knob, knob_get(scenario, knob), arch, probe, &now))
		return false;
	if (turns_nothing(scenario, knob) || isnan(now)) {
		fill(spark, now);
		return true;
	}
	if (!look(scenario, knob, spark_value(scenario, knob, 0), arch, probe, &usd[0]) ||
	    !look(scenario, knob, spark_value(scenario, knob, SPARK_PLACES - 1), arch, probe,
		  &usd[SPARK_PLACES - 1]))
		return false;
	// To the last bit the same at both ends and here: it has nothing to do with the cost.
	if (usd[0] == now && usd[SPARK_PLACES - 1] == now && !is_listed(knob))
		fill(&found, now);
	else if (!find_all(scenario, knob, arch, &found, probe))
		return false;
	*spark = found;
	return true;
}

/* False when there is none. */
static bool range_of(const struct spark *spark, double *lo, double *hi, double *mean)
{
	double sum = 0;
	int n = 0;

	*lo = (double)INFINITY;
	*hi = -(double)INFINITY;
	for (int i = 0; i < SPARK_PLACES; i++) {
		double usd = (double)spark->all_in_usd[i];

		if (isnan(usd))
			continue;
		*lo = fmin(*lo, usd);
		*hi = fmax(*hi, usd);
		sum += usd;
		n++;
	}
	*mean = n > 0 ? sum / n : 0;
	return n > 0;
}

void spark_heights(const struct spark *spark, double height[SPARK_PLACES])
{
	double lo, hi, mean, range;

	if (!range_of(spark, &lo, &hi, &mean))
		lo = hi = mean = 0;
	range = fmax(hi - lo, LEAST_RANGE * mean);
	for (int i = 0; i < SPARK_PLACES; i++)
		height[i] = range > 0 ? ((double)spark->all_in_usd[i] - lo) / range
				      : (isnan(spark->all_in_usd[i]) ? (double)NAN : 0);
}

bool spark_is_flat(const struct spark *spark)
{
	double lo, hi, mean;

	return !range_of(spark, &lo, &hi, &mean) || hi == lo;
}
