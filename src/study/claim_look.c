// SPDX-License-Identifier: MIT
#include "study/claim_look.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "study/curve.h"
#include "study/root.h"

void look_reset(struct claim_look *look)
{
	int fidelity = look->probe->scenario.fidelity;

	look->probe->scenario = look->base;
	look->probe->scenario.fidelity = fidelity;
}

void look_set(struct claim_look *look, enum param_id param, double value)
{
	if (param == P_traffic_volume_qpm)
		curve_scale_volume(&look->probe->scenario, value);
	else
		params_set(&look->probe->scenario.params, param, value);
}

void look_run(struct claim_look *look)
{
	if (!probe_run(look->probe))
		look->refused = true;
}

void look_at(struct claim_look *look, enum param_id param, double value)
{
	look_set(look, param, value);
	look_run(look);
}

double look_figure(const struct claim_look *look, const char *path)
{
	double value = NAN;

	if (!look->refused)
		result_figure(&look->probe->result, path, &value);
	return value;
}

double look_put(struct claim_look *look, const char *label, enum unit unit, double value, double lo,
		double hi)
{
	struct claim_outcome *outcome = look->outcome;

	if (outcome && !look->refused) {
		struct claim_figure *figure = &outcome->figure[outcome->figure_count];

		assert(outcome->figure_count < CLAIM_FIGURES_MAX);
		outcome->figure_count++;
		*figure = (struct claim_figure){ .unit = unit, .value = value, .lo = lo, .hi = hi };
		snprintf(figure->label, sizeof(figure->label), "%s", label);
	}
	return value;
}

double look_shown(struct claim_look *look, const char *label, const char *path)
{
	const struct figure *figure;
	enum arch arch;
	bool known = figure_find(path, &arch, &figure);

	assert(known);
	return known ? look_put(look, label, figure->unit, look_figure(look, path), NAN, NAN)
		     : (double)NAN;
}

double look_below(double less, double more)
{
	double scale = fmax(fabs(less), fabs(more));

	if (isinf(less) || isinf(more))
		return less < more ? 1 : -1;
	return scale > 0 ? (more - less) / scale : 0;
}

double look_within(double value, double lo, double hi)
{
	return fmin(look_below(lo, value), look_below(value, hi));
}

struct pair_at {
	struct claim_look *look;
	enum arch dear, cheap;
};

/* A root_function: above 0 where the one that is cheap at high volumes is. */
static bool saving_at(void *context, double qpm, double *saving)
{
	struct pair_at *pair = context;
	const struct arch_result *arch = pair->look->probe->result.arch;

	look_at(pair->look, P_traffic_volume_qpm, qpm);
	*saving = arch[pair->dear].all_in_usd - arch[pair->cheap].all_in_usd;
	return !pair->look->refused;
}

double look_breakeven_qpm(struct claim_look *look, enum arch dear, enum arch cheap)
{
	struct pair_at pair = { look, dear, cheap };
	struct track track = {
		.param = P_traffic_volume_qpm, .lo = 1, .hi = 1e11, .scale = SCALE_LOG
	};
	struct bracket bracket = { .lo = track.lo, .hi = track.hi };

	if (!saving_at(&pair, bracket.lo, &bracket.y_lo) ||
	    !saving_at(&pair, bracket.hi, &bracket.y_hi))
		return NAN;
	if (bracket.y_lo >= 0)
		return 0;
	if (bracket.y_hi < 0)
		return INFINITY;
	if (!root_refine(&bracket, &track, ROOT_WIDTH, saving_at, &pair))
		return NAN;
	return root_at(&bracket, &track);
}
