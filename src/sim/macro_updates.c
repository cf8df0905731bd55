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

static double update_rate(const struct params *params, int source)
{
	return source_updates_per_month(params, source) / MONTH_S;
}

double macro_lag_s(const struct params *params, enum arch as)
{
	switch (arch_facts(as)) {
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
	switch (macro_facts(m, arch)) {
	case FACTS_INDEX:
		return update->indexed_s;
	case FACTS_PROMPT:
	case FACTS_NONE:
		return update->at_s + macro_lag_s(m->params, macro_serves(m, arch));
	case FACTS_MODEL:
		break;
	}
	return INFINITY;
}

/* The same for a change that has just missed its batch. */
static double missed_way_s(const struct params *params, enum arch arch)
{
	return macro_lag_s(params, arch) +
	       (arch_facts(arch) == FACTS_INDEX ? ingest_period_s(params) : 0);
}

/* How long before it serves its oldest unseen changes may lie, of one architecture. */
static double way_back_s(const struct params *params, enum arch as)
{
	struct retrain_spec spec;

	if (arch_facts(as) != FACTS_MODEL)
		return missed_way_s(params, as);
	retrain_spec_init(&spec, params, as);
	return retrain_lead_s(&spec);
}

/* The slowest way into a model or an index: how far back unseen changes may lie at time 0, or when
 * an architecture is switched to. */
static double lookback_s(const struct scenario *scenario, const struct profile *profile)
{
	double longest_s = 0;

	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];
		double back_s = way_back_s(&scenario->params, arch);
		int number = profile_switch(profile, arch);

		longest_s = back_s > longest_s ? back_s : longest_s;
		if (number < 0)
			continue;
		back_s = way_back_s(&profile->regimes[number].params,
				    profile->regimes[number].serves[arch]) -
			 profile->regimes[number].start_s;
		longest_s = back_s > longest_s ? back_s : longest_s;
	}
	return longest_s;
}

static double model_way_s(const struct retrain_spec *spec)
{
	bool periodic = spec->policy == RETRAIN_CALENDAR || spec->policy == RETRAIN_COST_AWARE;

	return retrain_lead_s(spec) + spec->min_gap_s +
	       (periodic && spec->every_s < INFINITY ? spec->every_s : 0);
}

/* And once more, behind a corpus that is embedded again. */
static double slow_way_s(const struct params *params, enum arch arch,
			 const struct retrain_spec *spec)
{
	bool remade = arch_facts(arch) == FACTS_INDEX && params->rag.reembed_every_days > 0;

	if (arch_facts(arch) == FACTS_MODEL)
		return model_way_s(spec);
	return missed_way_s(params, arch) + (remade ? macro_reembed_length_s(params) : 0);
}

static bool deletes(const struct scenario *scenario, const struct params *params)
{
	for (int i = 0; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_INCIDENT &&
		    scenario->timeline[i].incident == INCIDENT_DELETION_REQUEST)
			return true;
	return params->knowledge.deletions_per_month > 0;
}

/* Of one architecture: into what it answers from, and into its model if records wait for that. */
static double way_s(const struct scenario *scenario, const struct params *params, enum arch arch,
		    const struct retrain_spec *spec)
{
	double longest_s = slow_way_s(params, arch, spec);

	if (arch_tuned(arch) && deletes(scenario, params) && model_way_s(spec) > longest_s)
		return model_way_s(spec);
	return longest_s;
}

double macro_run_on_s(const struct macro *m)
{
	double longest_s = 0;

	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];
		double one_s = way_s(m->scenario, m->params, macro_serves(m, arch),
				     &m->retrain[arch].spec);

		longest_s = one_s > longest_s ? one_s : longest_s;
	}
	return RUN_ON_WAYS * longest_s;
}

/* The same before anything is decided: what cost_aware will choose is taken to be the horizon. */
static double run_on_expected_s(const struct scenario *scenario, const struct regime *regime)
{
	const struct params *params = &regime->params;
	double longest_s = 0, one_s;

	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch as = regime->serves[scenario->archs[i]];
		struct retrain_spec spec;

		retrain_spec_init(&spec, params, as);
		if (spec.policy == RETRAIN_COST_AWARE)
			spec.every_s = scenario->horizon_days * DAY_S;
		one_s = way_s(scenario, params, as, &spec);
		longest_s = one_s > longest_s ? one_s : longest_s;
	}
	return RUN_ON_WAYS * longest_s;
}

/* Updates and their changes of facts, deletions, changes of behaviour and re-embeddings, a second.
 */
static double changes_per_s(const struct params *params)
{
	double days = params->rag.reembed_every_days;
	double sum = (params->knowledge.deletions_per_month +
		      params->knowledge.behaviour_changes_per_month) /
			     MONTH_S +
		     (days > 0 ? 1 / (DAY_S * days) : 0);

	for (int i = 0; i < SOURCES; i++) {
		double wanted = params->knowledge.facts_per_update, all = source_facts(params, i);

		sum += update_rate(params, i) * (1 + (wanted < all ? wanted : all));
	}
	return sum;
}

static double dated_changes(const struct scenario *scenario)
{
	double sum = 0;

	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_INCIDENT && entry->incident == INCIDENT_UPDATE_BURST)
			sum += entry->times * (1 + scenario->params.knowledge.facts_per_update);
	}
	return sum;
}

static double deletions_per_s(const struct params *params)
{
	return params->knowledge.deletions_per_month / MONTH_S;
}

/* Of what happens at a rate, before time 0 for as long as is looked back, and after the horizon. */
static double expected(const struct scenario *scenario, const struct profile *profile,
		       double (*per_s)(const struct params *), double before_s)
{
	double sum = 0;

	for (int i = 0; i < profile->regime_count; i++) {
		const struct regime *regime = &profile->regimes[i];
		double length_s = regime->end_s - regime->start_s;

		if (i == 0)
			length_s += before_s;
		if (i == profile->regime_count - 1)
			length_s += run_on_expected_s(scenario, regime);
		sum += per_s(&regime->params) * length_s;
	}
	return sum;
}

double macro_changes_expected(const struct scenario *scenario, const struct profile *profile)
{
	return dated_changes(scenario) +
	       expected(scenario, profile, changes_per_s, lookback_s(scenario, profile));
}

double macro_deletions_expected(const struct scenario *scenario, const struct profile *profile)
{
	return expected(scenario, profile, deletions_per_s, 0);
}

static uint32_t *room_for(struct macro *m, int wanted)
{
	int most = m->knowledge->facts;

	return update_log_room(&m->scratch->log, wanted < most ? wanted : most);
}

/* An update whose `count` facts are in the log's room. */
static void record(struct macro *m, double at_s, int count)
{
	struct update_log *log = &m->scratch->log;
	double indexed_s = ingest_add(&m->scratch->ingest, m->params, at_s, count, false,
				      log->count);

	update_log_add(log, at_s, indexed_s, count);
	for (int i = 0; i < m->scenario->arch_count; i++)
		freshness_change(&m->scratch->seen[m->scenario->archs[i]], m->knowledge, log);
}

static void update(struct macro *m, double at_s, int source, struct rng *facts)
{
	int wanted = (int)m->params->knowledge.facts_per_update;
	uint32_t *room = room_for(m, wanted);

	record(m, at_s,
	       knowledge_draw(m->knowledge, source, facts, m->params->knowledge.update_skew, wanted,
			      room));
}

void macro_change(struct macro *m, uint32_t single, int singles)
{
	uint32_t *room = room_for(m, singles);

	for (int i = 0; i < singles; i++)
		room[i] = single + (uint32_t)i;
	record(m, m->now_s, singles);
}

/* With luck of its own, so that what comes later is what it would be without. */
void macro_burst(struct macro *m, int index, int times)
{
	struct rng facts;

	rng_open(&facts, m->scenario->seed, m->replication, (uint64_t)index, "burst-facts");
	for (int i = 0; i < times; i++)
		update(m, m->now_s, 0, &facts);
}

const struct update *macro_oldest_unseen(const struct macro *m, enum arch arch)
{
	const struct update_log *log = &m->scratch->log;
	size_t absorbed = m->scratch->seen[arch].absorbed;

	return absorbed < log->count ? &log->updates[absorbed] : NULL;
}

/* An update before time 0, the number `back` of its source from there. */
struct past {
	double at_s;
	int source;
	size_t back;
};

struct history {
	struct past *past;
	size_t count, capacity;
};

/* Its facts do not depend on how many were before it, which is a matter of the slowest
 * architecture. Retrieval has caught up: what has had the time to be found is found. */
static void past_update(struct macro *m, const struct past *past)
{
	static const char *const streams[SOURCES] = { "history-facts", "history-facts-2",
						      "history-facts-3" };
	double found_s = ingest_taken_s(m->params, past->at_s) + m->params->rag.index_lag_s;
	struct rng facts;

	rng_open(&facts, m->scenario->seed, m->replication, past->back, streams[past->source]);
	update(m, past->at_s, past->source, &facts);
	if (found_s > 0)
		return;
	m->scratch->log.updates[m->scratch->log.count - 1].indexed_s = found_s;
	ingest_clear(&m->scratch->ingest);
}

/* The updates of a source of the time before 0, the last of which was `age` mean gaps ago. */
static void past_of_source(struct macro *m, int source, double age, struct history *history)
{
	static const char *const streams[SOURCES] = { "history-gaps", "history-gaps-2",
						      "history-gaps-3" };
	double rate = update_rate(m->params, source), back_s = lookback_s(m->scenario, m->profile);
	double cv = m->params->knowledge.update_cv, at_s = rate > 0 ? -age / rate : -INFINITY;
	struct rng rng;

	rng_open(&rng, m->scenario->seed, m->replication, 0, streams[source]);
	for (size_t back = 0; at_s > -back_s; at_s -= renewal_gap(&rng, cv) / rate) {
		if (history->count == history->capacity) {
			history->capacity = history->capacity ? 2 * history->capacity : 64;
			history->past = xrealloc_array(history->past, history->capacity,
						       sizeof(*history->past));
		}
		history->past[history->count++] = (struct past){ at_s, source, back++ };
	}
}

static int by_time(const void *a, const void *b)
{
	const struct past *x = a, *y = b;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	if (x->source != y->source)
		return x->source - y->source;
	return (x->back < y->back) - (x->back > y->back);
}

static double stream_open(struct macro *m, int source)
{
	static const char *const gaps[SOURCES] = { "update-gaps", "update-gaps-2",
						   "update-gaps-3" };
	struct stream *stream = &m->updates[source];
	double around, split;

	rng_open(&stream->gaps, m->scenario->seed, m->replication, 0, gaps[source]);
	around = renewal_gap_around(&stream->gaps, m->params->knowledge.update_cv);
	split = rng_unit(&stream->gaps);
	stream->gap_left = around * (1 - split);
	return around * split;
}

/* What happened before time 0 and may still be unseen then, as if the system had always run. */
void macro_updates_start(struct macro *m)
{
	static const char *const facts[SOURCES] = { "update-facts", "update-facts-2",
						    "update-facts-3" };
	struct history history = { 0 };

	update_log_clear(&m->scratch->log);
	ingest_clear(&m->scratch->ingest);
	for (int i = 0; i < SOURCES; i++) {
		double age = stream_open(m, i);

		past_of_source(m, i, age, &history);
		rng_open(&m->facts[i], m->scenario->seed, m->replication, 0, facts[i]);
	}
	if (history.count > 1)
		qsort(history.past, history.count, sizeof(*history.past), by_time);
	for (size_t i = 0; i < history.count; i++)
		past_update(m, &history.past[i]);
	free(history.past);
}

void macro_gaps_rebase(struct macro *m)
{
	for (int i = 0; i < SOURCES; i++) {
		struct stream *stream = &m->updates[i];

		stream->gap_left -= (m->now_s - stream->gap_from_s) * update_rate(m->params, i);
		if (stream->gap_left < 0)
			stream->gap_left = 0;
		stream->gap_from_s = m->now_s;
	}
}

static double stream_next_s(const struct macro *m, int source)
{
	const struct stream *stream = &m->updates[source];
	double rate = update_rate(m->params, source);

	return rate > 0 ? stream->gap_from_s + stream->gap_left / rate : INFINITY;
}

double macro_next_update_s(const struct macro *m)
{
	double next_s = INFINITY;

	for (int i = 0; i < SOURCES; i++)
		next_s = stream_next_s(m, i) < next_s ? stream_next_s(m, i) : next_s;
	return next_s;
}

int macro_updates_happen(struct macro *m)
{
	int count = 0;

	for (int i = 0; i < SOURCES; i++)
		while (stream_next_s(m, i) <= m->now_s) {
			struct stream *stream = &m->updates[i];

			update(m, m->now_s, i, &m->facts[i]);
			stream->gap_from_s = m->now_s;
			stream->gap_left = renewal_gap(&stream->gaps,
						       m->params->knowledge.update_cv);
			count++;
		}
	return count;
}
