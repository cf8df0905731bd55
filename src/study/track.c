// SPDX-License-Identifier: MIT
#include "study/track.h"

#include <math.h>

#include "base/fmath.h"
#include "study/curve.h"

enum { PER_DECADE = 8, STRAIGHT = 33 };

static const double VOLUME_LO_QPM = 1e3, VOLUME_HI_QPM = 1e9;

static bool ends_legal(const struct track *track, const char *name, struct error *error)
{
	if (!param_legal(track->param, track->lo) || !param_legal(track->param, track->hi))
		return error_set(error, "%.10g to %.10g is not within %.10g to %.10g%s: \"%s\"",
				 track->lo, track->hi, param_table[track->param].min,
				 param_table[track->param].max,
				 track->whole ? ", whole numbers" : "", name);
	if (!(track->lo < track->hi))
		return error_set(error, "the range is empty, %.10g to %.10g: \"%s\"", track->lo,
				 track->hi, name);
	return true;
}

bool track_init(struct track *track, const struct scenario *scenario, enum param_id param,
		double lo, double hi, struct error *error)
{
	const struct param_info *info = &param_table[param];
	bool volume = param == P_traffic_volume_qpm;
	char name[64];

	param_full_name(param, name, sizeof(name));
	if (info->kind == PARAM_CHOICE || info->kind == PARAM_FLAG)
		return error_set(error, "not a number: \"%s\"", name);
	if (scenario_replays(scenario, param))
		return error_set(error, "given by the trace: \"%s\"", name);
	*track = (struct track){
		.param = param,
		.lo = !isnan(lo) ? lo
		      : volume   ? VOLUME_LO_QPM
				 : info->slider_lo,
		.hi = !isnan(hi) ? hi
		      : volume   ? VOLUME_HI_QPM
				 : info->slider_hi,
		.scale = info->scale,
		.whole = info->kind == PARAM_INTEGER,
	};
	if (track->scale == SCALE_LOG && !(track->lo > 0))
		track->scale = SCALE_SQUARE;
	return ends_legal(track, name, error);
}

static double rounded(const struct track *track, double value)
{
	return track->whole ? floor(value + 0.5) : value;
}

double track_value(const struct track *track, double position)
{
	double span = track->hi - track->lo;

	if (position <= 0)
		return track->lo;
	if (position >= 1)
		return track->hi;
	switch (track->scale) {
	case SCALE_LINEAR:
		return rounded(track, track->lo + span * position);
	case SCALE_LOG:
		return rounded(track, track->lo * fm_exp(fm_log(track->hi / track->lo) * position));
	case SCALE_SQUARE:
		return rounded(track, track->lo + span * position * position);
	}
	return track->lo;
}

double track_position(const struct track *track, double value)
{
	double share = (value - track->lo) / (track->hi - track->lo);

	switch (track->scale) {
	case SCALE_LINEAR:
		break;
	case SCALE_LOG:
		return value > 0 ? fm_log(value / track->lo) / fm_log(track->hi / track->lo)
				 : -INFINITY;
	case SCALE_SQUARE:
		return share < 0 ? -sqrt(-share) : sqrt(share);
	}
	return share;
}

double track_middle(const struct track *track, double a, double b)
{
	return rounded(track, track->scale == SCALE_LOG ? sqrt(a) * sqrt(b) : (a + b) / 2);
}

int track_places(const struct track *track)
{
	double places = STRAIGHT;

	if (track->scale == SCALE_LOG)
		places = ceil(PER_DECADE * fm_log(track->hi / track->lo) / fm_log(10) - 1e-9) + 1;
	if (track->whole && track->hi - track->lo + 1 < places)
		places = track->hi - track->lo + 1;
	if (places < 3 && !track->whole)
		places = 3;
	return places > TRACK_PLACES_MAX ? TRACK_PLACES_MAX : (int)places;
}

double track_now(const struct track *track, const struct scenario *scenario)
{
	if (track->param == P_traffic_volume_qpm)
		return scenario_volume_qpm(scenario);
	return params_get(&scenario->params, track->param);
}

void track_set(const struct track *track, struct scenario *scenario, double value)
{
	if (track->param == P_traffic_volume_qpm)
		curve_scale_volume(scenario, value);
	else
		params_set(&scenario->params, track->param, value);
}
