// SPDX-License-Identifier: MIT
/*
 * An architecture that answers as another one from a day on: the index or the model of that one is
 * there, as it would be at time 0, and what nobody needs any more is put away.
 */
#include "sim/macro_state.h"

#include <math.h>

#include "sim/cost.h"

/* A model that is there when it is switched to misses what came after its data were frozen. */
void macro_switch_start(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];
		int number = profile_switch(m->profile, arch);
		const struct regime *regime = &m->profile->regimes[number < 0 ? 0 : number];
		enum arch as = regime->serves[arch];
		struct coming *coming = &m->coming[arch];
		struct retrain_spec spec;

		*coming = (struct coming){ .frozen_s = INFINITY };
		if (number < 0 || !arch_tuned(as) || !arch_live(&regime->params, as))
			continue;
		retrain_spec_init(&spec, &regime->params, as);
		coming->frozen_s = regime->start_s - retrain_lead_s(&spec);
		if (coming->frozen_s < 0)
			coming->missed = macro_behaviour_before(m, coming->frozen_s);
	}
}

void macro_switch_behaviour(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		struct coming *coming = &m->coming[m->scenario->archs[i]];

		coming->missed += m->now_s > coming->frozen_s;
	}
}

/* A run under way comes to nothing. */
static void break_off(struct macro *m, enum arch arch)
{
	struct macro_series *series = m->series ? &m->series[arch] : NULL;

	if (m->retrain[arch].phase == PHASE_IDLE)
		return;
	macro_log_event(m, arch, EVENT_GIVEN_UP, -1);
	if (series && series->span_count > 0 &&
	    series->spans[series->span_count - 1].to_s > (float)m->now_s)
		series->spans[series->span_count - 1].to_s = (float)m->now_s;
}

/* What the new one has seen is found out anew, what has been seen before is not seen for the first
 * time. */
static void change_hands(struct macro *m, enum arch arch)
{
	struct freshness *seen = &m->scratch->seen[arch];
	struct compliance *done = &m->compliance[arch];

	if (seen->absorbed > m->noted[arch])
		m->noted[arch] = seen->absorbed;
	freshness_forget(seen, m->knowledge, &m->scratch->log);
	if (done->gone > done->noted)
		done->noted = done->gone;
	done->gone = done->model = 0;
}

void macro_switch(struct macro *m, const struct regime *before)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i], was = before->serves[arch];

		if (was == macro_serves(m, arch))
			continue;
		if (arch_tuned(was) && arch_live(&before->params, was))
			break_off(m, arch);
		change_hands(m, arch);
	}
}

void macro_switch_pay(struct macro *m, const struct timeline_entry *entry)
{
	double usd[LEDGER_COUNT] = { 0 };

	if (!macro_counts(m) || !m->integrals[entry->from].at)
		return;
	cost_upfront(m->params, entry->to, usd);
	usd[LEDGER_MIGRATION] = entry->migration_usd;
	macro_charge_all(m, entry->from, usd);
}
