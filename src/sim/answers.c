// SPDX-License-Identifier: MIT
#include "sim/answers.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/fmath.h"
#include "base/stats.h"
#include "base/variate.h"
#include "base/xalloc.h"

static bool ever_on(const struct scenario *scenario)
{
	bool on = scenario->params.serving.response_ttl_s > 0;

	for (int i = 0; i < scenario->timeline_count; i++)
		on = on || (scenario->timeline[i].kind == TIMELINE_SET &&
			    scenario->timeline[i].param == P_serving_response_ttl_s);
	return on;
}

/* The first 64 topics stand for themselves, then groups reach 4 % further each. */
static int group_end(int first)
{
	int size = first < 64 ? 1 : first / 25;

	return first + size;
}

static void group_topics(struct topics *topics, const double *popularity)
{
	int first = 0;

	topics->group_frac = xcalloc((size_t)topics->count, sizeof(double));
	topics->group_size = xcalloc((size_t)topics->count, sizeof(int));
	while (first < topics->count) {
		int end = group_end(first) < topics->count ? group_end(first) : topics->count;
		double sum = 0;

		for (int i = first; i < end; i++)
			sum += popularity[i];
		topics->group_size[topics->groups] = end - first;
		topics->group_frac[topics->groups++] = sum / (end - first);
		first = end;
	}
}

void topics_init(struct topics *topics, const struct scenario *scenario)
{
	int count = (int)scenario->params.knowledge.facts;
	struct ksum sum = { 0 };
	double *popularity;

	*topics = (struct topics){ 0 };
	if (!ever_on(scenario))
		return;
	topics->count = count;
	popularity = xcalloc((size_t)count, sizeof(*popularity));
	topics->below = xcalloc((size_t)count + 1, sizeof(*topics->below));
	for (int i = 0; i < count; i++) {
		popularity[i] = fm_exp(-scenario->params.knowledge.zipf_s * fm_log(i + 1));
		ksum_add(&sum, popularity[i]);
		topics->below[i + 1] = ksum_value(&sum);
	}
	for (int i = 0; i < count; i++) {
		popularity[i] /= ksum_value(&sum);
		topics->below[i + 1] /= ksum_value(&sum);
	}
	group_topics(topics, popularity);
	free(popularity);
}

void topics_release(struct topics *topics)
{
	free(topics->group_frac);
	free(topics->group_size);
	free(topics->below);
	*topics = (struct topics){ 0 };
}

void answer_law(const struct params *params, struct answer_law *law)
{
	double changed = params->knowledge.facts_per_update / params->knowledge.facts;

	*law = (struct answer_law){
		.repeat_frac = params->traffic.repeat_frac,
		.ttl_s = params->serving.response_ttl_s,
		.change_rps = params->knowledge.updates_per_month / MONTH_S *
			      (changed < 1 ? changed : 1),
		.purge = params->serving.response_purge != 0,
	};
}

/* 1 - exp(-x) as a share of x. */
static double life_frac(double x)
{
	return x > 0 ? -fm_expm1(-x) / x : 1;
}

double answers_hit_frac(const struct topics *topics, const struct answer_law *law, double rate_rps)
{
	double life_s = law->ttl_s * (law->purge ? life_frac(law->change_rps * law->ttl_s) : 1);
	double sum = 0;

	for (int g = 0; law->ttl_s > 0 && g < topics->groups; g++) {
		double frac = law->repeat_frac * topics->group_frac[g];
		double hits = rate_rps * frac * life_s;

		sum += topics->group_size[g] * frac * hits / (1 + hits);
	}
	return sum;
}

double answers_stale_frac(const struct answer_law *law)
{
	return law->purge || law->ttl_s <= 0 ? 0 : 1 - life_frac(law->change_rps * law->ttl_s);
}

void answers_reset(struct answers *answers, const struct topics *topics)
{
	answers->topics = topics && topics->count > 0 ? topics : NULL;
	if (!answers->topics)
		return;
	if (answers->capacity < topics->count) {
		free(answers->until_s);
		answers->until_s = xcalloc((size_t)topics->count, sizeof(double));
		answers->capacity = topics->count;
	}
	for (int i = 0; i < topics->count; i++)
		answers->until_s[i] = -(double)INFINITY;
}

void answers_release(struct answers *answers)
{
	free(answers->until_s);
	*answers = (struct answers){ 0 };
}

static int topic_at(const struct topics *topics, double u)
{
	int lo = 0, hi = topics->count - 1;

	while (lo < hi) {
		int middle = (lo + hi + 1) / 2;

		if (topics->below[middle] <= u)
			lo = middle;
		else
			hi = middle - 1;
	}
	return lo;
}

bool answers_find(struct answers *answers, const struct answer_law *law, double t_s, double u,
		  struct rng *rng)
{
	double *until_s, life_s = law->ttl_s;

	assert(answers->topics);
	until_s = &answers->until_s[topic_at(answers->topics, u)];
	if (t_s < *until_s)
		return true;
	if (law->purge && law->change_rps > 0) {
		double change_s = variate_exponential_from_unit(rng_unit(rng)) / law->change_rps;

		life_s = change_s < life_s ? change_s : life_s;
	}
	*until_s = t_s + life_s;
	return false;
}
