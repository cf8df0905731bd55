// SPDX-License-Identifier: MIT
#include "study/curve.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#include "base/fmath.h"
#include "base/hash.h"
#include "study/gap.h"
#include "study/probe.h"

void curve_init(struct curve *curve, double lo_qpm, double hi_qpm, int per_decade)
{
	double span;
	int n;

	assert(lo_qpm > 0 && hi_qpm > lo_qpm && per_decade > 0);
	span = fm_log(hi_qpm / lo_qpm);
	n = (int)floor(span / fm_log(10) * per_decade + 0.5) + 1;
	if (n < 2)
		n = 2;
	if (n > CURVE_POINTS_MAX)
		n = CURVE_POINTS_MAX;
	*curve = (struct curve){ .lo_qpm = lo_qpm, .hi_qpm = hi_qpm, .point_count = n };
	for (int i = 0; i < n; i++)
		// The quotient first: it is then the same wherever a coarser curve has the place
		// too.
		curve->point[i].volume_qpm = lo_qpm * fm_exp(span * (i / (double)(n - 1)));
	curve->point[n - 1].volume_qpm = hi_qpm;
}

void curve_scale_volume(struct scenario *scenario, double volume_qpm)
{
	double before = scenario->params.traffic.volume_qpm;
	double factor = before > 0 ? volume_qpm / before : 1;

	scenario->params.traffic.volume_qpm = volume_qpm;
	for (int i = 0; i < scenario->timeline_count; i++) {
		struct timeline_entry *entry = &scenario->timeline[i];
		if (entry->kind == TIMELINE_SET && entry->param == P_traffic_volume_qpm)
			entry->value = fmin(entry->value * factor, param_table[entry->param].max);
	}
}

static void point_fill(struct curve_point *point, const struct result *result, bool costs_only)
{
	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct arch_result *arch = &result->arch[a];
		point->arch[a] = (struct curve_arch){
			.all_in_usd = arch->present ? arch->all_in_usd : (double)NAN,
			.total_usd = arch->present ? arch->total_usd : (double)NAN,
			.per_1k_queries_usd = arch->present ? arch->per_1k_queries_usd
							    : (double)NAN,
			.per_1k_good_usd = arch->present && !costs_only ? arch->per_1k_good_usd
									: (double)NAN,
			.meets = arch->present && result->verdict.meets[a],
		};
	}
	point->costs_only = costs_only;
	point->best = result->verdict.best;
	point->cheapest = result->verdict.cheapest;
	point->none_meets = result->verdict.none_meets;
	point->known = true;
}

void curve_take_points(struct curve *curve, const struct curve *coarser)
{
	int k = 0;

	for (int i = 0; i < curve->point_count; i++) {
		while (k < coarser->point_count &&
		       coarser->point[k].volume_qpm < curve->point[i].volume_qpm)
			k++;
		if (k < coarser->point_count && coarser->point[k].known &&
		    !coarser->point[k].costs_only &&
		    coarser->point[k].volume_qpm == curve->point[i].volume_qpm)
			curve->point[i] = coarser->point[k];
	}
}

bool curve_ask_point(struct curve *curve, int i, bool glance, const struct scenario *scenario,
		     struct probe *probe)
{
	bool ran;

	if (curve->point[i].known)
		return true;
	probe->scenario = *scenario;
	probe->scenario.fidelity = FIDELITY_MAP;
	curve_scale_volume(&probe->scenario, curve->point[i].volume_qpm);
	probe->costs_lost_frac = glance ? cost_measure_lost_frac(MEASURE_ALL_IN) : 0;
	ran = probe_run(probe);
	probe->costs_lost_frac = 0;
	if (ran)
		point_fill(&curve->point[i], &probe->result,
			   glance && probe->result.queries_simulated == 0);
	return ran;
}

bool curve_has_best(const struct curve *curve)
{
	for (int i = 0; i < curve->point_count; i++)
		if (curve->point[i].costs_only)
			return false;
	return true;
}

bool curve_compute_point(struct curve *curve, int i, const struct scenario *scenario,
			 const atomic_bool *cancel)
{
	struct probe *probe = probe_new(scenario, cancel);
	bool known = curve_ask_point(curve, i, false, scenario, probe);

	probe_free(probe);
	return known;
}

static void hash_entry(struct hash *hash, const struct timeline_entry *entry, double volume_qpm)
{
	hash_double(hash, entry->at_days);
	hash_u64(hash, entry->kind);
	switch (entry->kind) {
	case TIMELINE_SET:
		hash_u64(hash, entry->param);
		// As a float: scaling back and forth may change the last digits of a double.
		if (entry->param == P_traffic_volume_qpm)
			hash_double(hash, (double)(float)(entry->value / volume_qpm));
		else
			hash_double(hash, entry->value);
		hash_double(hash, entry->over_days);
		break;
	case TIMELINE_CHANGE:
		hash_u64(hash, (uint64_t)entry->facts);
		hash_double(hash, entry->query_share);
		break;
	case TIMELINE_INCIDENT:
		hash_u64(hash, entry->incident);
		hash_double(hash, entry->for_hours);
		hash_double(hash, entry->times);
		break;
	case TIMELINE_SWITCH:
		hash_u64(hash, entry->from);
		hash_u64(hash, entry->to);
		hash_double(hash, entry->migration_usd);
		break;
	case TIMELINE_NOTE:
		break;
	}
}

uint64_t curve_key(const struct scenario *scenario)
{
	struct hash hash;

	hash_init(&hash);
	hash_u64(&hash, scenario->seed);
	hash_double(&hash, scenario->horizon_days);
	hash_u64(&hash, scenario->trace ? scenario->trace->hash : 0);
	for (int i = 0; i < scenario->arch_count; i++)
		hash_u64(&hash, scenario->archs[i]);
	for (int i = 0; i < PARAM_COUNT; i++)
		if (i != P_traffic_volume_qpm)
			hash_double(&hash, params_get(&scenario->params, (enum param_id)i));
	for (int i = 0; i < scenario->timeline_count; i++)
		hash_entry(&hash, &scenario->timeline[i], scenario->params.traffic.volume_qpm);
	for (int i = 0; i < TARGET_COUNT; i++)
		hash_double(&hash, scenario->targets[i]);
	return hash_final(&hash);
}
