// SPDX-License-Identifier: MIT
#include "sim/macro_state.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/arch.h"
#include "sim/cost.h"

void macro_scratch_init(struct macro_scratch *scratch, const struct knowledge *knowledge)
{
	*scratch = (struct macro_scratch){ 0 };
	for (int a = 0; a < ARCH_COUNT; a++)
		freshness_init(&scratch->seen[a], knowledge);
}

void macro_scratch_release(struct macro_scratch *scratch)
{
	update_log_release(&scratch->log);
	free(scratch->deletions.requests);
	ingest_release(&scratch->ingest);
	for (int a = 0; a < ARCH_COUNT; a++)
		freshness_release(&scratch->seen[a]);
}

bool macro_counts(const struct macro *m)
{
	return m->now_s <= m->profile->horizon_s;
}

static void series_visible(struct macro *m, enum arch arch, double delay_s)
{
	double *longest = m->series ? &m->series[arch].visible_s[m->bucket] : NULL;

	if (longest && macro_counts(m) && macro_facts(m, arch) != FACTS_NONE && delay_s > *longest)
		*longest = delay_s;
}

void macro_absorb_one(struct macro *m, enum arch arch)
{
	struct freshness *seen = &m->scratch->seen[arch];
	const struct update *update = &m->scratch->log.updates[seen->absorbed];
	struct macro_arch *out = &m->out[arch];
	bool first = seen->absorbed >= m->noted[arch];

	if (update->at_s >= 0 && update->at_s < m->profile->horizon_s && out->delays_s &&
	    macro_facts(m, arch) != FACTS_NONE && out->delay_count < MACRO_DELAYS && first)
		out->delays_s[out->delay_count++] = m->now_s - update->at_s;
	if (first)
		series_visible(m, arch, m->now_s - update->at_s);
	freshness_absorb(seen, m->knowledge, &m->scratch->log);
}

void macro_log_event(struct macro *m, enum arch arch, enum event_kind kind, int timeline_index)
{
	struct macro_series *series = m->series ? &m->series[arch] : NULL;

	if (!series || !macro_counts(m))
		return;
	if (series->event_count == RESULT_EVENTS_MAX)
		series->events_lost++;
	else
		series->events[series->event_count++] = (struct event){ m->now_s, kind,
									timeline_index };
}

static void updates_recorded(struct macro *m, int count)
{
	for (int i = 0; macro_counts(m) && i < m->scenario->arch_count; i++) {
		double usd[LEDGER_COUNT] = { 0 };

		for (int u = 0; u < count; u++)
			cost_update(m->params, macro_serves(m, m->scenario->archs[i]), usd);
		macro_charge_all(m, m->scenario->archs[i], usd);
	}
	macro_retrain_look(m);
}

static void next_regime(struct macro *m)
{
	const struct regime *before = &m->profile->regimes[m->regime];

	macro_gaps_rebase(m);
	macro_behaviour_rebase(m);
	macro_deletions_rebase(m);
	macro_fees(m);
	m->params = &m->profile->regimes[++m->regime].params;
	macro_fees_respec(m);
	macro_reembed_rebase(m, &before->params);
	macro_switch(m, before);
	macro_retrain_respec(m, before);
}

static int notes_before(const struct scenario *scenario, int index)
{
	int count = 0;

	for (int i = 0; i < index; i++)
		count += scenario->timeline[i].kind == TIMELINE_NOTE;
	return count;
}

static void incident_happens(struct macro *m, const struct timeline_entry *entry, int index)
{
	macro_retrain_incident(m, entry->incident);
	if (entry->incident == INCIDENT_UPDATE_BURST) {
		int times = (int)entry->times;

		macro_burst(m, index - notes_before(m->scenario, index), times);
		updates_recorded(m, times);
	}
	if (entry->incident == INCIDENT_DELETION_REQUEST) {
		macro_deletion(m);
		macro_retrain_deletions(m);
	}
}

/* The next entry that does something. Notes do not even stop the clock: somebody who writes one
 * down changes no bit of any figure. */
static int timeline_next(const struct macro *m)
{
	int next = m->timeline_next;

	while (next < m->scenario->timeline_count &&
	       m->scenario->timeline[next].kind == TIMELINE_NOTE)
		next++;
	return next;
}

static void timeline_happens(struct macro *m)
{
	static const enum event_kind kinds[] = {
		[TIMELINE_SET] = EVENT_SET,
		[TIMELINE_CHANGE] = EVENT_CHANGE,
		[TIMELINE_INCIDENT] = EVENT_INCIDENT,
		[TIMELINE_SWITCH] = EVENT_SWITCHED,
	};
	int index = timeline_next(m);
	const struct timeline_entry *entry = &m->scenario->timeline[index];

	m->timeline_next = index + 1;
	for (int i = 0; i < m->scenario->arch_count; i++)
		if (entry->kind != TIMELINE_SWITCH || m->scenario->archs[i] == entry->from)
			macro_log_event(m, m->scenario->archs[i], kinds[entry->kind], index);
	if (entry->kind == TIMELINE_SWITCH)
		macro_switch_pay(m, entry);
	if (entry->kind == TIMELINE_CHANGE) {
		macro_change(m, knowledge_single_fact(m->knowledge, m->scenario, index),
			     entry->facts);
		updates_recorded(m, 1);
	}
	if (entry->kind == TIMELINE_INCIDENT)
		incident_happens(m, entry, index);
}

static double timeline_next_s(const struct macro *m)
{
	int next = timeline_next(m);

	return next < m->scenario->timeline_count ? m->scenario->timeline[next].at_days * DAY_S
						  : INFINITY;
}

static double regime_next_s(const struct macro *m)
{
	return m->regime + 1 < m->profile->regime_count ? m->profile->regimes[m->regime].end_s
							: INFINITY;
}

static double bucket_next_s(const struct macro *m)
{
	return m->bucket + 1 < RESULT_BUCKETS ? macro_bucket_edge_s(m, m->bucket + 1) : INFINITY;
}

static double lesser(double a, double b)
{
	return a < b ? a : b;
}

/* When the architecture sees something new by itself: indexing ends, or its pipeline moves. */
static double arch_next_s(const struct macro *m, enum arch arch)
{
	const struct update *oldest = macro_oldest_unseen(m, arch);

	return lesser(
		lesser(macro_has_model(m, arch) ? retrain_next_s(&m->retrain[arch]) : INFINITY,
		       oldest ? macro_visible_s(m, arch, oldest) : INFINITY),
		macro_deletion_gone_s(m, arch));
}

static double next_s(const struct macro *m)
{
	double next = lesser(lesser(macro_next_update_s(m), timeline_next_s(m)),
			     lesser(regime_next_s(m), bucket_next_s(m)));

	next = lesser(next, lesser(macro_next_deletion_s(m), macro_next_reembed_s(m)));
	next = lesser(next, lesser(macro_retrain_decide_next_s(m), macro_behaviour_next_s(m)));
	for (int i = 0; i < m->scenario->arch_count; i++)
		next = lesser(next, arch_next_s(m, m->scenario->archs[i]));
	return next > m->now_s ? next : m->now_s;
}

static void arch_happens(struct macro *m, enum arch arch)
{
	const struct update *oldest;

	while ((oldest = macro_oldest_unseen(m, arch)) &&
	       macro_visible_s(m, arch, oldest) <= m->now_s)
		macro_absorb_one(m, arch);
	macro_documents_forget(m, arch);
	while (macro_has_model(m, arch) && retrain_next_s(&m->retrain[arch]) <= m->now_s)
		macro_retrain_happens(m, arch);
}

/* Everything due now. Of things at the same time, changes of parameters come first, then updates.
 */
static void happen(struct macro *m)
{
	int updates;

	while (bucket_next_s(m) <= m->now_s) {
		macro_fees(m);
		m->bucket++;
	}
	while (regime_next_s(m) <= m->now_s)
		next_regime(m);
	if (macro_retrain_decide_next_s(m) <= m->now_s)
		macro_retrain_respec(m, &m->profile->regimes[m->regime]);
	while (timeline_next_s(m) <= m->now_s)
		timeline_happens(m);
	while (macro_behaviour_next_s(m) <= m->now_s)
		macro_behaviour_changes(m);
	updates = macro_updates_happen(m);
	if (updates > 0)
		updates_recorded(m, updates);
	if (macro_deletions_happen(m) > 0)
		macro_retrain_deletions(m);
	macro_reembeds_happen(m);
	for (int i = 0; i < m->scenario->arch_count; i++)
		arch_happens(m, m->scenario->archs[i]);
}

static bool model_may_move(const struct macro *m, enum arch arch)
{
	return macro_tuned(m, arch) && retrain_goes_on(&m->retrain[arch]);
}

/* Past the horizon the run goes on, uncharged, until its updates are visible and its records gone,
 * or never will be. */
static bool waits(const struct macro *m, enum arch arch)
{
	const struct update *oldest = macro_oldest_unseen(m, arch);
	bool unseen = oldest && oldest->at_s < m->profile->horizon_s;
	bool held = macro_deletion_open(m, arch);

	if (unseen && macro_facts(m, arch) != FACTS_MODEL)
		return true;
	if (macro_deletion_gone_s(m, arch) < INFINITY)
		return true;
	return (unseen || held) && model_may_move(m, arch);
}

static bool over(const struct macro *m, double t_s)
{
	if (t_s <= m->profile->horizon_s)
		return false;
	if (t_s > m->profile->horizon_s + macro_run_on_s(m))
		return true;
	for (int i = 0; i < m->scenario->arch_count; i++)
		if (waits(m, m->scenario->archs[i]))
			return false;
	return true;
}

static void macro_start(struct macro *m)
{
	macro_fees_respec(m);
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		freshness_clear(&m->scratch->seen[arch], m->knowledge);
		macro_retrain_start(m, arch);
	}
	macro_updates_start(m);
	macro_behaviour_start(m);
	macro_switch_start(m);
	macro_deletions_start(m);
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];
		double usd[LEDGER_COUNT] = { 0 };

		macro_model_absorbs(m, arch);
		cost_upfront(m->params, macro_serves(m, arch), usd);
		macro_charge_all(m, arch, usd);
	}
	macro_retrain_look(m);
}

void macro_run(const struct scenario *scenario, const struct profile *profile,
	       struct knowledge *knowledge, uint64_t replication, struct macro_scratch *scratch,
	       struct macro_arch *out, struct macro_series *series)
{
	struct macro *m = xcalloc(1, sizeof(*m));
	size_t stretches = (size_t)macro_stretch_count(profile);

	m->stretches = xcalloc(stretches, sizeof(*m->stretches));
	for (int i = 0; i < scenario->arch_count; i++)
		m->integrals[scenario->archs[i]].at = xcalloc(stretches,
							      sizeof(struct stretch_integrals));
	m->scenario = scenario;
	m->profile = profile;
	m->replication = replication;
	m->knowledge = knowledge;
	m->scratch = scratch;
	m->out = out;
	m->series = series;
	m->params = &profile->regimes[0].params;
	macro_start(m);
	happen(m);
	for (double t_s = next_s(m); !over(m, t_s); t_s = next_s(m)) {
		macro_advance(m, t_s);
		happen(m);
	}
	if (m->now_s < profile->horizon_s)
		macro_advance(m, profile->horizon_s);
	macro_fees(m);
	for (int i = 0; i < scenario->arch_count; i++)
		macro_account(m, scenario->archs[i]);
	for (int a = 0; a < ARCH_COUNT; a++)
		free(m->integrals[a].at);
	free(m->stretches);
	free(m);
}
