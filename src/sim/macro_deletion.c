// SPDX-License-Identifier: MIT
/*
 * Records that somebody asks to be deleted, and how long they stay: in an index until the queue
 * into it has come to them, in a tuned model until one is deployed whose data were frozen
 * afterwards. What is given to the model with the prompt is gone at once. A hybrid's model is tuned
 * on examples that may hold the record, so both its places count.
 */
#include "sim/macro_state.h"

#include <math.h>
#include <stdlib.h>

#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/arch.h"

static double request_rate(const struct params *params)
{
	return params->knowledge.deletions_per_month / MONTH_S;
}

static double poisson_gap(struct macro *m)
{
	return variate_exponential_from_unit(rng_unit(&m->deletions.gaps));
}

void macro_deletions_start(struct macro *m)
{
	m->scratch->deletions.count = 0;
	rng_open(&m->deletions.gaps, m->scenario->seed, m->replication, 0, "deletions");
	m->deletions.gap_left = poisson_gap(m);
}

double macro_next_deletion_s(const struct macro *m)
{
	double rate = request_rate(m->params);

	return rate > 0 ? m->deletions.gap_from_s + m->deletions.gap_left / rate : INFINITY;
}

void macro_deletions_rebase(struct macro *m)
{
	struct stream *stream = &m->deletions;

	stream->gap_left -= (m->now_s - stream->gap_from_s) * request_rate(m->params);
	stream->gap_left = stream->gap_left > 0 ? stream->gap_left : 0;
	stream->gap_from_s = m->now_s;
}

static void log_request(struct deletion_log *log, const struct deletion *deletion)
{
	if (log->count == log->capacity) {
		log->capacity = log->capacity ? 2 * log->capacity : 64;
		log->requests = xrealloc_array(log->requests, log->capacity,
					       sizeof(*log->requests));
	}
	log->requests[log->count++] = *deletion;
}

static bool of_the_horizon(const struct macro *m, const struct deletion *deletion)
{
	return deletion->at_s < m->profile->horizon_s;
}

static void note_delay(struct macro *m, enum arch arch, const struct deletion *deletion,
		       double delay_s)
{
	struct macro_arch *out = &m->out[arch];

	if (!of_the_horizon(m, deletion))
		return;
	out->deletions_late += delay_s > deletion->deadline_s;
	if (out->deletion_delays_s && out->deletion_delay_count < MACRO_DELAYS)
		out->deletion_delays_s[out->deletion_delay_count++] = delay_s;
}

static bool holds_documents(const struct macro *m, enum arch arch)
{
	return macro_facts(m, arch) == FACTS_INDEX || macro_facts(m, arch) == FACTS_PROMPT;
}

/* Requests that are through everywhere; they are in order in every place. */
static void settle(struct macro *m, enum arch arch)
{
	struct compliance *done = &m->compliance[arch];
	size_t gone = m->scratch->deletions.count;

	if (done->gone == gone)
		return;
	if (holds_documents(m, arch) && done->documents < gone)
		gone = done->documents;
	if (macro_tuned(m, arch) && done->model < gone)
		gone = done->model;
	for (; done->gone < gone; done->gone++) {
		const struct deletion *deletion = &m->scratch->deletions.requests[done->gone];

		if (done->gone >= done->noted)
			note_delay(m, arch, deletion, m->now_s - deletion->at_s);
	}
}

void macro_deletion(struct macro *m)
{
	struct deletion_log *log = &m->scratch->deletions;
	struct deletion deletion = {
		.at_s = m->now_s,
		.indexed_s = ingest_add(&m->scratch->ingest, m->params, m->now_s, 1, true,
					log->count),
		.deadline_s = DAY_S * m->params->knowledge.deletion_deadline_days,
	};

	log_request(log, &deletion);
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		m->out[arch].deletions += of_the_horizon(m, &deletion);
		settle(m, arch);
	}
}

int macro_deletions_happen(struct macro *m)
{
	int count = 0;

	while (macro_next_deletion_s(m) <= m->now_s) {
		macro_deletion(m);
		m->deletions.gap_from_s = m->now_s;
		m->deletions.gap_left = poisson_gap(m);
		count++;
	}
	return count;
}

double macro_deletion_gone_s(const struct macro *m, enum arch arch)
{
	const struct deletion_log *log = &m->scratch->deletions;
	size_t next = m->compliance[arch].documents;

	if (next == log->count)
		return INFINITY;
	switch (macro_facts(m, arch)) {
	case FACTS_INDEX:
		return log->requests[next].indexed_s;
	case FACTS_PROMPT:
		return log->requests[next].at_s + macro_lag_s(m->params, macro_serves(m, arch));
	case FACTS_NONE:
	case FACTS_MODEL:
		break;
	}
	return INFINITY;
}

void macro_documents_forget(struct macro *m, enum arch arch)
{
	while (macro_deletion_gone_s(m, arch) <= m->now_s)
		m->compliance[arch].documents++;
	settle(m, arch);
}

void macro_model_forgets(struct macro *m, enum arch arch, double frozen_s)
{
	const struct deletion_log *log = &m->scratch->deletions;
	struct compliance *done = &m->compliance[arch];

	while (done->model < log->count && log->requests[done->model].at_s <= frozen_s)
		done->model++;
	settle(m, arch);
}

bool macro_deletion_wants_model(const struct macro *m, enum arch arch)
{
	const struct deletion_log *log = &m->scratch->deletions;

	return macro_tuned(m, arch) && m->params->ft.retrain_on_deletion != 0 && log->count > 0 &&
	       log->requests[log->count - 1].at_s > retrain_newest_frozen_s(&m->retrain[arch]);
}

bool macro_deletion_open(const struct macro *m, enum arch arch)
{
	const struct deletion_log *log = &m->scratch->deletions;
	size_t next = m->compliance[arch].gone;

	return next < log->count && of_the_horizon(m, &log->requests[next]);
}

void macro_accrue_deletions(struct macro *m, enum arch arch, double length_s)
{
	double hours = (double)(m->scratch->deletions.count - m->compliance[arch].gone) * length_s /
		       HOUR_S;

	if (hours == 0)
		return;
	ksum_add(&m->integrals[arch].noncompliant_hours, hours);
	macro_charge(m, arch, LEDGER_NONCOMPLIANCE,
		     hours * m->params->money.noncompliance_usd_per_hour);
}

void macro_account_deletions(struct macro *m, enum arch arch)
{
	const struct deletion_log *log = &m->scratch->deletions;
	const struct compliance *done = &m->compliance[arch];

	m->out[arch].noncompliant_hours = ksum_value(&m->integrals[arch].noncompliant_hours);
	for (size_t i = done->gone > done->noted ? done->gone : done->noted; i < log->count; i++)
		note_delay(m, arch, &log->requests[i], INFINITY);
}
