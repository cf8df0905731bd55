// SPDX-License-Identifier: MIT
#include "sim/macro_state.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/arch.h"
#include "sim/renewal.h"

/* A change that is not visible after four times the way into a model or an index counts as never
 * seen. */
static const double RUN_ON_WAYS = 4;

static double update_rate(const struct params *params)
{
	return params->knowledge.updates_per_month / MONTH_S;
}

double macro_lag_s(const struct params *params, enum arch arch)
{
	switch (arch_facts(arch)) {
	case FACTS_INDEX:
		return params->rag.index_lag_s;
	case FACTS_PROMPT:
		return params->longctx.refresh_s;
	case FACTS_NONE:
	case FACTS_MODEL:
		break;
	}
	return 0;
}

double macro_visible_s(const struct macro *m, enum arch arch, const struct update *update)
{
	switch (arch_facts(arch)) {
	case FACTS_INDEX:
		return update->indexed_s;
	case FACTS_PROMPT:
	case FACTS_NONE:
		return update->at_s + macro_lag_s(m->params, arch);
	case FACTS_MODEL:
		break;
	}
	return INFINITY;
}

/* The slowest way into a model or an index: how far back unseen changes may lie at time 0. */
static double lookback_s(const struct scenario *scenario)
{
	double longest_s = 0;

	for (int i = 0; i < scenario->arch_count; i++) {
		struct retrain_spec spec;
		double lag_s = macro_lag_s(&scenario->params, scenario->archs[i]);

		if (arch_facts(scenario->archs[i]) == FACTS_MODEL) {
			retrain_spec_init(&spec, &scenario->params, scenario->archs[i]);
			lag_s = retrain_lead_s(&spec);
		}
		longest_s = lag_s > longest_s ? lag_s : longest_s;
	}
	return longest_s;
}

double macro_run_on_s(const struct scenario *scenario, const struct params *params)
{
	double longest_s = 0;

	for (int i = 0; i < scenario->arch_count; i++) {
		struct retrain_spec spec;
		double way_s = macro_lag_s(params, scenario->archs[i]);

		retrain_spec_init(&spec, params, scenario->archs[i]);
		if (arch_facts(scenario->archs[i]) == FACTS_MODEL)
			way_s = retrain_lead_s(&spec) + spec.min_gap_s +
				(spec.policy == RETRAIN_CALENDAR ? spec.every_s : 0);
		longest_s = way_s > longest_s ? way_s : longest_s;
	}
	return RUN_ON_WAYS * longest_s;
}

static double facts_changed(const struct scenario *scenario, const struct regime *regime)
{
	double wanted = regime->params.knowledge.facts_per_update,
	       all = scenario->params.knowledge.facts;

	return wanted < all ? wanted : all;
}

double macro_changes_expected(const struct scenario *scenario, const struct profile *profile)
{
	double changes = 0;

	for (int i = 0; i < profile->regime_count; i++) {
		const struct regime *regime = &profile->regimes[i];
		double length_s = regime->end_s - regime->start_s;

		if (i == 0)
			length_s += lookback_s(scenario);
		if (i == profile->regime_count - 1)
			length_s += macro_run_on_s(scenario, &regime->params);
		changes += update_rate(&regime->params) * length_s *
			   (1 + facts_changed(scenario, regime));
	}
	return changes;
}

void macro_update(struct macro *m, double at_s, uint32_t single, int singles)
{
	struct update_log *log = &m->scratch->log;
	int wanted = singles ? singles : (int)m->params->knowledge.facts_per_update;
	uint32_t *room = update_log_room(log, wanted > m->knowledge->facts ? m->knowledge->facts
									   : wanted);
	double rate = m->params->rag.ingest_facts_per_s, begin_s;
	int count = wanted;

	if (singles)
		for (int i = 0; i < singles; i++)
			room[i] = single + (uint32_t)i;
	else
		count = knowledge_draw(m->knowledge, &m->facts, m->params->knowledge.update_skew,
				       wanted, room);
	begin_s = m->ingest_free_s > at_s ? m->ingest_free_s : at_s;
	m->ingest_free_s = rate > 0 ? begin_s + count / rate : begin_s;
	update_log_add(log, at_s, m->ingest_free_s + m->params->rag.index_lag_s, count);
	for (int i = 0; i < m->scenario->arch_count; i++)
		freshness_change(&m->scratch->seen[m->scenario->archs[i]], m->knowledge, log);
}

const struct update *macro_oldest_unseen(const struct macro *m, enum arch arch)
{
	const struct update_log *log = &m->scratch->log;
	size_t absorbed = m->scratch->seen[arch].absorbed;

	return absorbed < log->count ? &log->updates[absorbed] : NULL;
}

/* An update before time 0, the number `back` from there. Its facts do not depend on how many were
 * before it, which is a matter of the slowest architecture. Retrieval has caught up: what is older
 * than its lag is found. */
static void past_update(struct macro *m, uint64_t replication, double at_s, size_t back)
{
	double lag_s = m->params->rag.index_lag_s;

	rng_open(&m->facts, m->scenario->seed, replication, back, "history-facts");
	macro_update(m, at_s, 0, 0);
	if (at_s > -lag_s)
		return;
	m->scratch->log.updates[m->scratch->log.count - 1].indexed_s = at_s + lag_s;
	m->ingest_free_s = -(double)INFINITY;
}

/* What happened before time 0 and may still be unseen then, as if the system had always run. */
static void history(struct macro *m, uint64_t replication, double age)
{
	double rate = update_rate(m->params), back_s = lookback_s(m->scenario);
	double cv = m->params->knowledge.update_cv, *times_s = NULL,
	       at_s = rate > 0 ? -age / rate : -INFINITY;
	size_t count = 0, capacity = 0;
	struct rng rng;

	rng_open(&rng, m->scenario->seed, replication, 0, "history-gaps");
	for (; at_s > -back_s; at_s -= renewal_gap(&rng, cv) / rate) {
		if (count == capacity) {
			capacity = capacity ? 2 * capacity : 64;
			times_s = xrealloc_array(times_s, capacity, sizeof(*times_s));
		}
		times_s[count++] = at_s;
	}
	m->ingest_free_s = -(double)INFINITY;
	while (count-- > 0)
		past_update(m, replication, times_s[count], count);
	free(times_s);
}

void macro_updates_start(struct macro *m, uint64_t replication)
{
	double around, split;

	update_log_clear(&m->scratch->log);
	rng_open(&m->gaps, m->scenario->seed, replication, 0, "update-gaps");
	around = renewal_gap_around(&m->gaps, m->params->knowledge.update_cv);
	split = rng_unit(&m->gaps);
	history(m, replication, around * split);
	rng_open(&m->facts, m->scenario->seed, replication, 0, "update-facts");
	m->gap_left = around * (1 - split);
}

void macro_gap_rebase(struct macro *m)
{
	m->gap_left -= (m->now_s - m->gap_from_s) * update_rate(m->params);
	if (m->gap_left < 0)
		m->gap_left = 0;
	m->gap_from_s = m->now_s;
}

void macro_gap_next(struct macro *m)
{
	m->gap_from_s = m->now_s;
	m->gap_left = renewal_gap(&m->gaps, m->params->knowledge.update_cv);
}

double macro_next_update_s(const struct macro *m)
{
	double rate = update_rate(m->params);

	return rate > 0 ? m->gap_from_s + m->gap_left / rate : INFINITY;
}
