// SPDX-License-Identifier: MIT
/*
 * Another embedder: the whole corpus is embedded and written again at k x rag.reembed_every_days,
 * k = 1, 2 ... from time 0. While it lasts the old index answers, and changes wait behind it.
 */
#include "sim/macro_state.h"

#include <math.h>

#include "sim/arch.h"
#include "sim/cost.h"
#include "sim/growth.h"

static double every_s(const struct params *params)
{
	return DAY_S * params->rag.reembed_every_days;
}

double macro_next_reembed_s(const struct macro *m)
{
	double period_s = every_s(m->params);

	return period_s > 0 ? (m->reembeds + 1) * period_s : INFINITY;
}

void macro_reembed_rebase(struct macro *m, const struct params *before)
{
	double period_s = every_s(m->params);

	if (period_s == every_s(before) || period_s <= 0)
		return;
	m->reembeds = floor(m->now_s / period_s);
	while (m->reembeds * period_s > m->now_s)
		m->reembeds--;
}

double macro_reembed_length_s(const struct params *params)
{
	double facts = 0, rate = params->rag.ingest_facts_per_s;

	for (int i = 0; i < SOURCES; i++)
		facts += source_facts(params, i);
	return rate > 0 ? facts / rate : 0;
}

/* What waits in front of its batch is found later than it was said. */
static void put_back(struct macro *m)
{
	struct macro_scratch *scratch = m->scratch;

	for (size_t i = 0; i < scratch->ingest.count; i++) {
		const struct ingest_job *job = &scratch->ingest.waiting[i];

		if (job->deletion)
			scratch->deletions.requests[job->number].indexed_s = job->visible_s;
		else
			scratch->log.updates[job->number].indexed_s = job->visible_s;
	}
}

static void reembed(struct macro *m)
{
	double scale = growth_scale(&m->profile->regimes[m->regime], m->now_s);
	double length_s = macro_reembed_length_s(m->params);

	for (int i = 0; m->now_s <= m->profile->horizon_s && i < m->scenario->arch_count; i++) {
		double usd[LEDGER_COUNT] = { 0 };

		cost_reembed(m->params, macro_serves(m, m->scenario->archs[i]), scale, usd);
		macro_charge_all(m, m->scenario->archs[i], usd);
	}
	if (length_s <= 0)
		return;
	ingest_hold(&m->scratch->ingest, m->now_s, length_s);
	put_back(m);
}

void macro_reembeds_happen(struct macro *m)
{
	for (; macro_next_reembed_s(m) <= m->now_s; m->reembeds++)
		reembed(m);
}
