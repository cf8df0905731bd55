// SPDX-License-Identifier: MIT
#include "study/inputs.h"

#include <math.h>

#include "base/rng.h"

bool inputs_movable(const struct scenario *scenario, enum param_id id)
{
	const struct param_info *info = &param_table[id];

	double value = params_get(&scenario->params, id);

	return (info->kind == PARAM_NUMBER || info->kind == PARAM_INTEGER) && !isnan(value) &&
	       value != 0 && !scenario_replays(scenario, id);
}

/* Share u of a triangular distribution over 0 to 1 lies below it. */
static double triangular(double u, double mode)
{
	return u < mode ? sqrt(u * mode) : 1 - sqrt((1 - u) * (1 - mode));
}

static double drawn(enum param_id id, double value, double u)
{
	const struct param_info *info = &param_table[id];

	/* Off the slider's track: from the value to the end that is near it, and on to the other.
	 */
	if (value < info->slider_lo || value > info->slider_hi) {
		double mode = value < info->slider_lo ? 0 : 1;
		double at = param_from_position(id, triangular(u, mode));
		double end = value < info->slider_lo ? info->slider_lo : info->slider_hi;

		return at == end ? value : at;
	}
	return param_from_position(id, triangular(u, param_to_position(id, value)));
}

void inputs_draw(const struct inputs *inputs, int draw, struct scenario *scenario)
{
	for (int i = 0; i < inputs->count; i++) {
		enum param_id id = inputs->ids[i];
		double value = params_get(&scenario->params, id);
		struct rng rng;

		rng_open(&rng, scenario->seed, (uint64_t)draw, id, "input");
		params_set(&scenario->params, id, drawn(id, value, rng_unit(&rng)));
	}
}
