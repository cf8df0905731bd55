// SPDX-License-Identifier: MIT
#include "sim/profile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/result.h>
#include "base/fmath.h"
#include "base/stats.h"
#include "base/xalloc.h"
#include "sim/autoscale.h"
#include "sim/arch.h"
#include "sim/condition.h"
#include "sim/dated.h"
#include "sim/growth.h"
#include "sim/replay.h"

static const double PI = 3.14159265358979323846;

enum { PEAK_HOUR = 15, DAYS_PER_MONTH = 30 };

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *edges_of(const struct spans *spans)
{
	double *edges_s = xcalloc(2 * (size_t)spans->count + 1, sizeof(*edges_s));

	for (int i = 0; i < spans->count; i++) {
		edges_s[2 * i] = spans->spans[i].start_s;
		edges_s[2 * i + 1] = spans->spans[i].end_s;
	}
	qsort(edges_s, 2 * (size_t)spans->count, sizeof(*edges_s), by_time);
	return edges_s;
}

/* Cuts regimes where something breaks or is well again. */
static void split(struct profile *profile, const struct spans *spans)
{
	int edges = 2 * spans->count, edge = 0, count = 0;
	double *edges_s = edges_of(spans);
	struct regime *parts = xcalloc((size_t)(profile->regime_count + edges), sizeof(*parts));

	for (int r = 0; r < profile->regime_count; r++) {
		const struct regime *whole = &profile->regimes[r];

		parts[count] = *whole;
		for (; edge < edges && edges_s[edge] < whole->end_s; edge++) {
			if (edges_s[edge] <= parts[count].start_s)
				continue;
			parts[count].end_s = edges_s[edge];
			parts[++count] = *whole;
			parts[count].start_s = edges_s[edge];
		}
		count++;
	}
	free(edges_s);
	free(profile->regimes);
	profile->regimes = parts;
	profile->regime_count = count;
}

/* The parameters are doubles without gaps in between. */
static int kind_of(const struct profile *profile, int r)
{
	const struct regime *regimes = profile->regimes;

	for (int k = 0; k < r; k++)
		if (regimes[k].kind == k &&
		    condition_same(&regimes[k].condition, &regimes[r].condition) &&
		    memcmp(regimes[k].serves, regimes[r].serves, sizeof(regimes[r].serves)) == 0 &&
		    memcmp(&regimes[k].params, &regimes[r].params, sizeof(struct params)) == 0)
			return k;
	return r;
}

static void split_at(struct profile *profile, double at_s)
{
	int r = 0, count = profile->regime_count;

	while (r + 1 < count && profile->regimes[r].end_s <= at_s)
		r++;
	if (at_s <= profile->regimes[r].start_s || at_s >= profile->horizon_s)
		return;
	profile->regimes = xrealloc_array(profile->regimes, (size_t)count + 1,
					  sizeof(*profile->regimes));
	memmove(&profile->regimes[r + 1], &profile->regimes[r],
		(size_t)(count - r) * sizeof(*profile->regimes));
	profile->regimes[r].end_s = profile->regimes[r + 1].start_s = at_s;
	profile->regime_count++;
}

/* Architectures go live when they are built. */
static void builds(struct profile *profile, const struct scenario *scenario)
{
	for (int a = 0; a < ARCH_COUNT; a++) {
		double live_s = arch_build_s(&scenario->params, (enum arch)a);

		if (live_s <= 0)
			continue;
		split_at(profile, live_s);
		for (int r = 0; r < profile->regime_count; r++)
			if (profile->regimes[r].start_s >= live_s)
				arch_go_live(&profile->regimes[r].params, (enum arch)a);
	}
}

static void stand(struct regime *regime)
{
	for (int a = 0; a < ARCH_COUNT; a++) {
		enum arch as = regime->serves[a];

		regime->standing[a] = (struct standing){ arch_facts(as), arch_tuned(as),
							 arch_live(&regime->params, as) };
	}
}

static void regimes_init(struct profile *profile, const struct scenario *scenario)
{
	struct spans spans;

	dated_regimes(profile, scenario);
	builds(profile, scenario);
	spans_init(&spans, scenario, profile->regimes, profile->regime_count, profile->horizon_s);
	profile->crowded = spans.too_many;
	if (spans.count > 0)
		split(profile, &spans);
	for (int r = 0; r < profile->regime_count; r++) {
		struct regime *regime = &profile->regimes[r];

		regime->condition = spans_at(&spans, &regime->params, regime->start_s);
		regime->params.traffic.volume_qpm *= regime->condition.traffic;
		regime->corpus_scale = r > 0 ? growth_scale(regime - 1, regime->start_s) : 1;
		regime->kind = kind_of(profile, r);
		stand(regime);
	}
	spans_release(&spans);
}

/* Mean of 1 + amplitude x sine over each hour of the day: the hours of a day sum to 24 exactly
 * enough. */
static void day_shape(double amplitude, double shape[24])
{
	const double width = 2 * PI / 24;

	for (int hour = 0; hour < 24; hour++) {
		double phase = width *
			       (hour - PEAK_HOUR + 6); /* the sine peaks a quarter day after 0 */

		shape[hour] = 1 + amplitude * (fm_cos(phase) - fm_cos(phase + width)) / width;
		if (shape[hour] < 0)
			shape[hour] = 0; /* rounding at full amplitude */
	}
}

static double weekday_factor(int day, double weekend_frac)
{
	return day % 7 >= 5 ? 1 - weekend_frac : 1;
}

static double month_norm(int month, double weekend_frac)
{
	double sum = 0;

	for (int day = 0; day < DAYS_PER_MONTH; day++)
		sum += weekday_factor(month * DAYS_PER_MONTH + day, weekend_frac);
	return sum / DAYS_PER_MONTH;
}

/* What an hour's rate is made of; each part is worked out again only when it changes. */
struct rhythm {
	int regime, month;
	double day[24];
	double month_rps; /* mean rate of the month, for a weekday of average hours */
};

static void rhythm_update(struct rhythm *rhythm, const struct profile *profile, int regime,
			  int month)
{
	const struct params *params = &profile->regimes[regime].params;

	if (regime != rhythm->regime)
		day_shape(params->traffic.diurnal_frac, rhythm->day);
	if (regime != rhythm->regime || month != rhythm->month) {
		rhythm->month_rps = params->traffic.volume_qpm / MONTH_S /
				    month_norm(month, params->traffic.weekend_frac);
		for (int i = 0; i < month; i++)
			rhythm->month_rps *= 1 + params->traffic.growth_frac_per_month;
	}
	rhythm->regime = regime;
	rhythm->month = month;
}

static double hour_rate(struct rhythm *rhythm, const struct profile *profile, int regime, int hour)
{
	int day = hour / 24;

	rhythm_update(rhythm, profile, regime, day / DAYS_PER_MONTH);
	return rhythm->month_rps * rhythm->day[hour % 24] *
	       weekday_factor(day, profile->regimes[regime].params.traffic.weekend_frac);
}

/* Compensated, so that a year of hours adds up to twelve times the monthly volume. */
static void slot_close(struct slot *slot, double end_s, struct ksum *mass, struct ksum *moment)
{
	double length_s = end_s - slot->start_s;

	ksum_add(mass, slot->rate_rps * length_s);
	ksum_add(moment, slot->rate_rps * length_s * 0.5 * (slot->start_s + end_s));
	slot[1].start_s = end_s;
	slot[1].mass_before = ksum_value(mass);
	slot[1].moment_before = ksum_value(moment);
}

static void slots_init(struct profile *profile)
{
	int hours = (int)ceil(profile->horizon_s / HOUR_S), regime = 0;
	struct rhythm rhythm = { .regime = -1 };
	struct ksum mass = { 0 }, moment = { 0 };
	struct slot *slot;

	profile->slots = xcalloc((size_t)(hours + profile->regime_count + 1),
				 sizeof(*profile->slots));
	slot = profile->slots;
	for (double t_s = 0; t_s < profile->horizon_s; slot++) {
		int hour = (int)(t_s / HOUR_S);
		double end_s = (hour + 1) * HOUR_S;

		if (t_s >= profile->regimes[regime].end_s)
			regime++;
		if (end_s > profile->regimes[regime].end_s)
			end_s = profile->regimes[regime].end_s;
		slot->regime = regime;
		slot->rate_rps = hour_rate(&rhythm, profile, regime, hour);
		slot_close(slot, end_s, &mass, &moment);
		t_s = end_s;
	}
	profile->slot_count = (int)(slot - profile->slots);
	assert(profile->slot_count <= hours + profile->regime_count);
}

/* ---- of a trace ---- */

/* The first edge after t_s: of hours, of the result's buckets, of the regime. */
static double next_edge(const struct profile *profile, double t_s, int *bucket, int regime)
{
	double width_s = profile->horizon_s / RESULT_BUCKETS;
	double end_s = (floor(t_s / HOUR_S) + 1) * HOUR_S;

	while (*bucket + 1 < RESULT_BUCKETS && (*bucket + 1) * width_s <= t_s)
		++*bucket;
	if (*bucket + 1 < RESULT_BUCKETS && (*bucket + 1) * width_s < end_s)
		end_s = (*bucket + 1) * width_s;
	return end_s < profile->regimes[regime].end_s ? end_s : profile->regimes[regime].end_s;
}

static void trace_slots_init(struct profile *profile, const struct replay *replay)
{
	int hours = (int)ceil(profile->horizon_s / HOUR_S), regime = 0, bucket = 0;
	double before = 0;
	struct slot *slot;

	profile->cuts = profile->regime_count + RESULT_BUCKETS;
	profile->slots = xcalloc((size_t)(hours + profile->cuts + 1), sizeof(*profile->slots));
	slot = profile->slots;
	for (double t_s = 0; t_s < profile->horizon_s; slot++) {
		double end_s, after, length_s;

		if (t_s >= profile->regimes[regime].end_s)
			regime++;
		end_s = next_edge(profile, t_s, &bucket, regime);
		after = (double)replay_before(replay, end_s);
		length_s = end_s - t_s;
		slot->regime = regime;
		slot->rate_rps = (after - before) / length_s;
		slot->corpus_scale = growth_scale(&profile->regimes[regime], (t_s + end_s) / 2);
		slot[1] = (struct slot){ .start_s = end_s, .mass_before = after };
		slot[1].moment_before = slot->moment_before +
					(after - before) * 0.5 * (t_s + end_s);
		before = after;
		t_s = end_s;
	}
	profile->slot_count = (int)(slot - profile->slots);
	assert(profile->slot_count <= hours + profile->cuts);
}

static void corpus_init(struct profile *profile)
{
	for (struct slot *slot = profile->slots; slot < profile->slots + profile->slot_count;
	     slot++)
		slot->corpus_scale = growth_scale(&profile->regimes[slot->regime],
						  (slot->start_s + slot[1].start_s) / 2);
}

/* The same rates come again every day. */
static void through_init(struct profile *profile)
{
	double rate_rps = -1, hit_frac = 0;
	struct answer_law law;
	int regime = -1;

	for (int s = 0; s < profile->slot_count; s++) {
		struct slot *slot = &profile->slots[s];

		if (slot->regime != regime)
			answer_law(&profile->regimes[slot->regime].params, &law);
		if (slot->regime != regime || slot->rate_rps != rate_rps)
			hit_frac = answers_hit_frac(&profile->topics, &law, slot->rate_rps);
		regime = slot->regime;
		rate_rps = slot->rate_rps;
		slot->through_rps = rate_rps * (1 - hit_frac);
	}
}

void profile_init(struct profile *profile, const struct scenario *scenario)
{
	struct replay replay;

	*profile = (struct profile){ .horizon_s = scenario->horizon_days * DAY_S };
	for (int a = 0; a < ARCH_DEFAULTS; a++)
		profile->planned[a] = true;
	for (int i = 0; i < scenario->arch_count; i++)
		profile->planned[scenario->archs[i]] = true;
	regimes_init(profile, scenario);
	profile->cuts = profile->regime_count;
	if (scenario->trace) {
		replay_init(&replay, scenario);
		trace_slots_init(profile, &replay);
	} else {
		slots_init(profile);
	}
	corpus_init(profile);
	topics_init(&profile->topics, scenario);
	through_init(profile);
	autoscale_slots(profile);
}

void profile_release(struct profile *profile)
{
	free(profile->regimes);
	free(profile->slots);
	topics_release(&profile->topics);
	free(profile->more_s);
	*profile = (struct profile){ 0 };
}

bool profile_ever(const struct profile *profile, enum arch arch, bool (*is)(enum arch arch))
{
	for (int r = 0; r < profile->regime_count; r++)
		if (is(profile->regimes[r].serves[arch]))
			return true;
	return false;
}

int profile_switch(const struct profile *profile, enum arch arch)
{
	for (int r = 1; r < profile->regime_count; r++)
		if (profile->regimes[r].serves[arch] != profile->regimes[0].serves[arch])
			return r;
	return -1;
}

int profile_slot_at(const struct profile *profile, double t_s)
{
	/* Every hour before t_s gave at least one slot, every cut at most one more. */
	int last = profile->slot_count - 1, lo = (int)(t_s / HOUR_S), hi;

	if (lo >= last)
		lo = last;
	else if (t_s < profile->slots[lo + 1].start_s && profile->slots[lo].start_s <= t_s)
		return lo;
	hi = lo + profile->cuts < last ? lo + profile->cuts : last;
	while (lo < hi) {
		int middle = (lo + hi + 1) / 2;

		if (profile->slots[middle].start_s <= t_s)
			lo = middle;
		else
			hi = middle - 1;
	}
	return lo;
}

int profile_regime_at(const struct profile *profile, double t_s)
{
	return profile->slots[profile_slot_at(profile, t_s)].regime;
}

double profile_slot_end_s(const struct profile *profile, int slot)
{
	return profile->slots[slot + 1].start_s;
}

double profile_slot_mass(const struct profile *profile, int slot)
{
	return profile->slots[slot + 1].mass_before - profile->slots[slot].mass_before;
}

static double more_before_s(const struct profile *profile, enum arch arch, double t_s)
{
	int s = profile_slot_at(profile, t_s);
	const struct slot *slot = &profile->slots[s];
	double part = (t_s - slot->start_s) / (slot[1].start_s - slot->start_s);

	return profile->more_s[s][arch] +
	       part * (profile->more_s[s + 1][arch] - profile->more_s[s][arch]);
}

double profile_replicas_more_s(const struct profile *profile, enum arch arch, double a, double b)
{
	return profile->more_s ? more_before_s(profile, arch, b) - more_before_s(profile, arch, a)
			       : 0;
}

double profile_mass(const struct profile *profile, double t_s)
{
	double t = t_s < profile->horizon_s ? t_s : profile->horizon_s;
	const struct slot *slot;

	if (t <= 0)
		return 0;
	slot = &profile->slots[profile_slot_at(profile, t)];
	return slot->mass_before + slot->rate_rps * (t - slot->start_s);
}

double profile_moment(const struct profile *profile, double t_s)
{
	double t = t_s < profile->horizon_s ? t_s : profile->horizon_s;
	const struct slot *slot;

	if (t <= 0)
		return 0;
	slot = &profile->slots[profile_slot_at(profile, t)];
	return slot->moment_before +
	       slot->rate_rps * (t - slot->start_s) * 0.5 * (t + slot->start_s);
}
