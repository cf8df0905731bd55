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

static void zipf(struct knowledge *knowledge, double mass)
{
	struct ksum sum = { 0 };

	for (int f = 0; f < knowledge->ordinary; f++) {
		knowledge->popularity[f] = fm_exp(-knowledge->zipf_s * fm_log(f + 1));
		ksum_add(&sum, knowledge->popularity[f]);
	}
	for (int f = 0; f < knowledge->ordinary; f++)
		knowledge->popularity[f] *= mass / ksum_value(&sum);
}

static void single_popularity(struct knowledge *knowledge, const struct scenario *scenario)
{
	double *next = knowledge->popularity + knowledge->ordinary;

	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind != TIMELINE_CHANGE)
			continue;
		for (int f = 0; f < entry->facts; f++)
			*next++ = entry->query_share / entry->facts;
	}
}

void knowledge_init(struct knowledge *knowledge, const struct scenario *scenario)
{
	double share;
	int singles = single_facts(scenario, scenario->timeline_count, &share);
	int ordinary = (int)scenario->params.knowledge.facts;

	assert(share <= 1);
	*knowledge = (struct knowledge){ .ordinary = ordinary,
					 .facts = ordinary + singles,
					 .skew = NAN,
					 .zipf_s = scenario->params.knowledge.zipf_s };
	knowledge->popularity = xcalloc((size_t)knowledge->facts, sizeof(double));
	knowledge->weight = xcalloc((size_t)ordinary, sizeof(*knowledge->weight));
	knowledge->tree = xcalloc((size_t)ordinary + 1, sizeof(*knowledge->tree));
	knowledge->drawn = xcalloc((size_t)ordinary, sizeof(*knowledge->drawn));
	zipf(knowledge, 1 - share);
	single_popularity(knowledge, scenario);
}

void knowledge_release(struct knowledge *knowledge)
{
	free(knowledge->popularity);
	free(knowledge->weight);
	free(knowledge->tree);
	free(knowledge->drawn);
	*knowledge = (struct knowledge){ 0 };
}

uint32_t knowledge_single_fact(const struct knowledge *knowledge, const struct scenario *scenario,
			       int index)
{
	double share;

	return (uint32_t)(knowledge->ordinary + single_facts(scenario, index, &share));
}

static void tree_add(struct knowledge *knowledge, int fact, uint64_t amount)
{
	for (int i = fact + 1; i <= knowledge->ordinary; i += i & -i)
		knowledge->tree[i] +=
			amount; /* wraps when `amount` is a negative one: that is meant */
	knowledge->weight_sum += amount;
}

/* The fact on which the running sum of the weights passes `target` < weight_sum. */
static int tree_find(const struct knowledge *knowledge, uint64_t target)
{
	int place = 0, step = 1;

	while (2 * step <= knowledge->ordinary)
		step *= 2;
	for (; step > 0; step /= 2) {
		if (place + step > knowledge->ordinary || knowledge->tree[place + step] > target)
			continue;
		place += step;
		target -= knowledge->tree[place];
	}
	return place;
}

/* Weights as whole multiples of 2^-40 of the largest, at least one. */
static void weights_build(struct knowledge *knowledge, double skew)
{
	memset(knowledge->tree, 0, ((size_t)knowledge->ordinary + 1) * sizeof(*knowledge->tree));
	knowledge->weight_sum = 0;
	for (int f = 0; f < knowledge->ordinary; f++) {
		double ratio = fm_exp(-skew * knowledge->zipf_s * fm_log(f + 1));

		knowledge->weight[f] = (uint64_t)(ratio * 0x1p40) + 1;
		tree_add(knowledge, f, knowledge->weight[f]);
	}
	knowledge->skew = skew;
}

static uint64_t below(struct rng *rng, uint64_t bound)
{
	return (uint64_t)(((rng_u128)rng_u64(rng) * bound) >> 64);
}

/* All facts alike: tried again until they differ. At most half of the facts, so that is seldom. */
static void draw_even(struct knowledge *knowledge, struct rng *rng, int count, uint32_t *facts)
{
	knowledge->draws++;
	for (int i = 0; i < count; i++) {
		uint32_t fact;

		do
			fact = (uint32_t)below(rng, (uint64_t)knowledge->ordinary);
		while (knowledge->drawn[fact] == knowledge->draws);
		knowledge->drawn[fact] = knowledge->draws;
		facts[i] = fact;
	}
}

int knowledge_draw(struct knowledge *knowledge, struct rng *rng, double skew, int count,
		   uint32_t *facts)
{
	if (count >= knowledge->ordinary) {
		for (int f = 0; f < knowledge->ordinary; f++)
			facts[f] = (uint32_t)f;
		return knowledge->ordinary;
	}
	if (skew == 0 && count <= knowledge->ordinary / 2) {
		draw_even(knowledge, rng, count, facts);
		return count;
	}
	if (knowledge->skew != skew)
		weights_build(knowledge, skew);
	for (int i = 0; i < count; i++) {
		int fact = tree_find(knowledge, below(rng, knowledge->weight_sum));

		facts[i] = (uint32_t)fact;
		tree_add(knowledge, fact, -knowledge->weight[fact]);
	}
	for (int i = 0; i < count; i++)
		tree_add(knowledge, (int)facts[i], knowledge->weight[facts[i]]);
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

void freshness_change(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log)
{
	const struct update *update = &log->updates[log->count - 1];

	for (int i = 0; i < update->count; i++) {
		uint32_t fact = log->facts[update->first + (size_t)i];

		if (freshness->pending[fact]++ == 0)
			freshness->stale += knowledge->popularity[fact];
	}
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
	if (freshness->absorbed == log->count)
		freshness->stale = 0; /* rid of rounding whenever that is certain */
}
