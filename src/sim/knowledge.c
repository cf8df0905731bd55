// SPDX-License-Identifier: MIT
#include "sim/knowledge.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmath.h"
#include "base/stats.h"
#include "base/xalloc.h"

static int single_facts(const struct scenario *scenario, int before, double *share)
{
	int facts = 0;

	*share = 0;
	for (int i = 0; i < before; i++) {
		if (scenario->timeline[i].kind != TIMELINE_CHANGE)
			continue;
		facts += scenario->timeline[i].facts;
		*share += scenario->timeline[i].query_share;
	}
	return facts;
}

double source_share(const struct params *params, int source)
{
	double second = params->knowledge.second_query_frac;
	double third = params->knowledge.third_query_frac;
	double others = second + third, most = others > 1 ? others : 1;
	const double shares[SOURCES] = { 1 - others / most, second / most, third / most };

	return shares[source];
}

static bool source_on(const struct params *params, int source)
{
	return source == 0 || source_share(params, source) > 0;
}

int source_facts(const struct params *params, int source)
{
	const double facts[SOURCES] = { params->knowledge.facts, params->knowledge.second_facts,
					params->knowledge.third_facts };

	return source_on(params, source) ? (int)facts[source] : 0;
}

double source_updates_per_month(const struct params *params, int source)
{
	const double rates[SOURCES] = { params->knowledge.updates_per_month,
					params->knowledge.second_updates_per_month,
					params->knowledge.third_updates_per_month };

	return source_on(params, source) ? rates[source] : 0;
}

double knowledge_updates_per_month(const struct params *params)
{
	double sum = 0;

	for (int i = 0; i < SOURCES; i++)
		sum += source_updates_per_month(params, i);
	return sum;
}

static void zipf(double *popularity, int facts, double exponent, double mass)
{
	struct ksum sum = { 0 };
	double scale;

	for (int f = 0; f < facts; f++) {
		popularity[f] = fm_exp(-exponent * fm_log(f + 1));
		ksum_add(&sum, popularity[f]);
	}
	scale = mass / ksum_value(&sum);
	for (int f = 0; f < facts; f++)
		popularity[f] *= scale;
}

static void single_popularity(double *next, const struct scenario *scenario)
{
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind != TIMELINE_CHANGE)
			continue;
		for (int f = 0; f < entry->facts; f++)
			*next++ = entry->query_share / entry->facts;
	}
}

static void source_init(struct source *source, int first, int facts, double share)
{
	*source = (struct source){ .first = first, .facts = facts, .share = share, .skew = NAN };
	source->weight = xcalloc((size_t)facts, sizeof(*source->weight));
	source->tree = xcalloc((size_t)facts + 1, sizeof(*source->tree));
	source->drawn = xcalloc((size_t)facts, sizeof(*source->drawn));
}

static void source_release(struct source *source)
{
	free(source->weight);
	free(source->tree);
	free(source->drawn);
}

void knowledge_init(struct knowledge *knowledge, const struct scenario *scenario)
{
	const struct params *params = &scenario->params;
	double share, *popularity;
	int singles = single_facts(scenario, scenario->timeline_count, &share);

	/* shares that come to 1 but for rounding leave nothing */
	assert(share <= 1 + 1e-9);
	*knowledge = (struct knowledge){ .zipf_s = params->knowledge.zipf_s };
	for (int i = 0; i < SOURCES; i++) {
		source_init(&knowledge->sources[i], knowledge->ordinary, source_facts(params, i),
			    source_share(params, i));
		knowledge->ordinary += source_facts(params, i);
	}
	knowledge->facts = knowledge->ordinary + singles;
	knowledge->own = popularity = xcalloc((size_t)knowledge->facts, sizeof(double));
	for (int i = 0; i < SOURCES; i++) {
		const struct source *source = &knowledge->sources[i];

		zipf(popularity + source->first, source->facts, knowledge->zipf_s,
		     (share < 1 ? 1 - share : 0) * source->share);
	}
	single_popularity(popularity + knowledge->ordinary, scenario);
	knowledge->popularity = popularity;
}

void knowledge_share(struct knowledge *knowledge, const struct knowledge *of)
{
	*knowledge = *of;
	knowledge->own = NULL;
	for (int i = 0; i < SOURCES; i++)
		source_init(&knowledge->sources[i], of->sources[i].first, of->sources[i].facts,
			    of->sources[i].share);
}

void knowledge_release(struct knowledge *knowledge)
{
	free(knowledge->own);
	for (int i = 0; i < SOURCES; i++)
		source_release(&knowledge->sources[i]);
	*knowledge = (struct knowledge){ 0 };
}

uint32_t knowledge_single_fact(const struct knowledge *knowledge, const struct scenario *scenario,
			       int index)
{
	double share;

	return (uint32_t)(knowledge->ordinary + single_facts(scenario, index, &share));
}

static void tree_add(struct source *source, int fact, uint64_t amount)
{
	for (int i = fact + 1; i <= source->facts; i += i & -i)
		source->tree[i] +=
			amount; /* wraps when `amount` is a negative one: that is meant */
	source->weight_sum += amount;
}

/* The fact on which the running sum of the weights passes `target` < weight_sum. */
static int tree_find(const struct source *source, uint64_t target)
{
	int place = 0, step = 1;

	while (2 * step <= source->facts)
		step *= 2;
	for (; step > 0; step /= 2) {
		if (place + step > source->facts || source->tree[place + step] > target)
			continue;
		place += step;
		target -= source->tree[place];
	}
	return place;
}

/* Weights as whole multiples of 2^-40 of the largest, at least one. */
static void weights_build(struct source *source, double skew, double zipf_s)
{
	memset(source->tree, 0, ((size_t)source->facts + 1) * sizeof(*source->tree));
	source->weight_sum = 0;
	for (int f = 0; f < source->facts; f++) {
		double ratio = fm_exp(-skew * zipf_s * fm_log(f + 1));

		source->weight[f] = (uint64_t)(ratio * 0x1p40) + 1;
		tree_add(source, f, source->weight[f]);
	}
	source->skew = skew;
}

static uint64_t below(struct rng *rng, uint64_t bound)
{
	return (uint64_t)(((rng_u128)rng_u64(rng) * bound) >> 64);
}

/* All facts alike: tried again until they differ. At most half of the facts, so that is seldom. */
static void draw_even(struct source *source, struct rng *rng, int count, uint32_t *facts)
{
	source->draws++;
	for (int i = 0; i < count; i++) {
		uint32_t fact;

		do
			fact = (uint32_t)below(rng, (uint64_t)source->facts);
		while (source->drawn[fact] == source->draws);
		source->drawn[fact] = source->draws;
		facts[i] = fact;
	}
}

static void draw_weighted(struct source *source, struct rng *rng, int count, uint32_t *facts)
{
	for (int i = 0; i < count; i++) {
		int fact = tree_find(source, below(rng, source->weight_sum));

		facts[i] = (uint32_t)fact;
		tree_add(source, fact, -source->weight[fact]);
	}
	for (int i = 0; i < count; i++)
		tree_add(source, (int)facts[i], source->weight[facts[i]]);
}

static int draw_all(const struct source *source, uint32_t *facts)
{
	for (int f = 0; f < source->facts; f++)
		facts[f] = (uint32_t)f;
	return source->facts;
}

int knowledge_draw(struct knowledge *knowledge, int from, struct rng *rng, double skew, int count,
		   uint32_t *facts)
{
	struct source *source = &knowledge->sources[from];

	if (count >= source->facts) {
		count = draw_all(source, facts);
	} else if (skew == 0 && count <= source->facts / 2) {
		draw_even(source, rng, count, facts);
	} else {
		if (source->skew != skew)
			weights_build(source, skew, knowledge->zipf_s);
		draw_weighted(source, rng, count, facts);
	}
	for (int i = 0; i < count; i++)
		facts[i] += (uint32_t)source->first;
	return count;
}

void update_log_release(struct update_log *log)
{
	free(log->updates);
	free(log->facts);
	*log = (struct update_log){ 0 };
}

void update_log_clear(struct update_log *log)
{
	log->count = log->fact_count = 0;
}

uint32_t *update_log_room(struct update_log *log, int count)
{
	size_t need = log->fact_count + (size_t)count;

	if (need > log->fact_capacity) {
		log->fact_capacity = need > 2 * log->fact_capacity ? need : 2 * log->fact_capacity;
		log->facts = xrealloc_array(log->facts, log->fact_capacity, sizeof(*log->facts));
	}
	return log->facts + log->fact_count;
}

void update_log_add(struct update_log *log, double at_s, double indexed_s, int count)
{
	if (log->count == log->capacity) {
		log->capacity = log->capacity ? 2 * log->capacity : 64;
		log->updates = xrealloc_array(log->updates, log->capacity, sizeof(*log->updates));
	}
	log->updates[log->count++] = (struct update){ at_s, indexed_s, log->fact_count, count };
	log->fact_count += (size_t)count;
}

void freshness_init(struct freshness *freshness, const struct knowledge *knowledge)
{
	*freshness = (struct freshness){ .pending = xcalloc((size_t)knowledge->facts,
							    sizeof(uint32_t)) };
}

void freshness_release(struct freshness *freshness)
{
	free(freshness->pending);
	*freshness = (struct freshness){ 0 };
}

void freshness_clear(struct freshness *freshness, const struct knowledge *knowledge)
{
	memset(freshness->pending, 0, (size_t)knowledge->facts * sizeof(*freshness->pending));
	freshness->absorbed = 0;
	freshness->stale = 0;
}

static void change(struct freshness *freshness, const struct knowledge *knowledge,
		   const struct update_log *log, const struct update *update)
{
	for (int i = 0; i < update->count; i++) {
		uint32_t fact = log->facts[update->first + (size_t)i];

		if (freshness->pending[fact]++ == 0)
			freshness->stale += knowledge->popularity[fact];
	}
}

void freshness_change(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log)
{
	change(freshness, knowledge, log, &log->updates[log->count - 1]);
}

void freshness_forget(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log)
{
	freshness_clear(freshness, knowledge);
	for (size_t i = 0; i < log->count; i++)
		change(freshness, knowledge, log, &log->updates[i]);
}

void freshness_absorb(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log)
{
	const struct update *update = &log->updates[freshness->absorbed++];

	for (int i = 0; i < update->count; i++) {
		uint32_t fact = log->facts[update->first + (size_t)i];

		if (--freshness->pending[fact] == 0)
			freshness->stale -= knowledge->popularity[fact];
	}
	/* rid of rounding whenever that is certain */
	if (freshness->absorbed == log->count || freshness->stale < 0)
		freshness->stale = 0;
}
