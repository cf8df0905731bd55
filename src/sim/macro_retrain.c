// SPDX-License-Identifier: MIT
/* When a model is retrained, what that costs, and what it knows afterwards. */
#include "sim/macro_state.h"

#include <math.h>
#include <stdio.h>

#include "base/fmath.h"
#include "sim/arch.h"

static double weight(double skew, int fact)
{
	return skew == 0 ? 1 : fm_exp(-skew * fm_log(fact + 1));
}

/* Probability that a query asks for a fact of this source which one update of it changes. Drawn
 * without replacement, a fact is hit about n w / W times; exact where all facts are alike. */
static double hit_frac(const struct macro *m, const struct source *source)
{
	const double *popularity = m->knowledge->popularity + source->first;
	double skew = m->params->knowledge.update_skew * m->knowledge->zipf_s;
	struct ksum weights = { 0 }, hits = { 0 };

	for (int f = 0; f < source->facts; f++)
		ksum_add(&weights, weight(skew, f));
	for (int f = 0; f < source->facts; f++) {
		double share = m->params->knowledge.facts_per_update * weight(skew, f) /
			       ksum_value(&weights);

		ksum_add(&hits, popularity[f] * (share < 1 ? share : 1));
	}
	return ksum_value(&hits);
}

/* Mean rate of the month, where nobody knows of a better one: that of the whole run. */
static double queries_per_s(const struct macro *m)
{
	double rate = m->params->traffic.volume_qpm / MONTH_S;

	if (isnan(rate))
		return profile_mass(m->profile, m->profile->horizon_s) / m->profile->horizon_s;
	for (int month = (int)(m->now_s / MONTH_S); month > 0; month--)
		rate *= 1 + m->params->traffic.growth_frac_per_month;
	return rate;
}

/* How often the fact that a query asks for changes. */
static double fact_change_per_s(const struct macro *m)
{
	double sum = 0;

	for (int i = 0; i < SOURCES; i++)
		sum += source_updates_per_month(m->params, i) / MONTH_S *
		       hit_frac(m, &m->knowledge->sources[i]);
	return sum;
}

/* An architecture that looks its facts up is retrained for how it behaves: n changes that each
 * outdate a share s leave (1 - s)^n, and with a Poisson number of them that is exp(-s rate t) on
 * average. */
static bool follows_facts(const struct macro *m, enum arch arch)
{
	return macro_facts(m, arch) == FACTS_MODEL;
}

static double change_per_s(const struct macro *m, enum arch arch)
{
	const struct params *p = m->params;

	if (follows_facts(m, arch))
		return fact_change_per_s(m);
	return p->knowledge.behaviour_changes_per_month / MONTH_S *
	       p->knowledge.behaviour_share_frac;
}

/* Under cost_aware the period follows from everything else. */
static void spec_make(const struct macro *m, enum arch arch, struct retrain_spec *spec)
{
	struct retrain_economy economy;

	retrain_spec_init(spec, m->params, macro_serves(m, arch));
	if (!macro_tuned(m, arch) || spec->policy != RETRAIN_COST_AWARE)
		return;
	economy = (struct retrain_economy){
		.run_usd = retrain_expected_usd(spec),
		.queries_per_s = queries_per_s(m) *
				 (follows_facts(m, arch) ? m->params->traffic.knowledge_frac : 1),
		.stale_usd = m->params->money.stale_answer_usd,
		.change_per_s = change_per_s(m, arch),
		.lead_s = retrain_lead_s(spec),
	};
	spec->every_s = retrain_best_period_s(&economy);
}

void macro_retrain_start(struct macro *m, enum arch arch)
{
	struct retrain_luck *luck = &m->luck[arch];
	struct retrain_spec spec;
	char stream[32];

	spec_make(m, arch, &spec);
	retrain_init(&m->retrain[arch], &spec, m->now_s);
	snprintf(stream, sizeof(stream), "evaluation-%s", arch_key(arch));
	rng_open(&luck->evaluation, m->scenario->seed, m->replication, 0, stream);
	rng_open(&luck->canary, m->scenario->seed, m->replication, arch, "canary");
	rng_open(&luck->durations, m->scenario->seed, m->replication, arch, "durations");
}

/* Enough updates are in no model and in no run under way: the oldest of the last `after_updates` is
 * newer than both. */
static bool enough_updates(const struct macro *m, enum arch arch)
{
	const struct retrain *retrain = &m->retrain[arch];
	const struct update_log *log = &m->scratch->log;
	const struct behind *behind = &m->behind[arch];
	size_t enough = (size_t)retrain->spec.after_updates;

	if (!follows_facts(m, arch))
		return (size_t)(retrain->phase == PHASE_IDLE ? behind->pending
							     : behind->since_frozen) >= enough;
	return log->count >= enough &&
	       log->updates[log->count - enough].at_s > retrain_newest_frozen_s(retrain);
}

/* What a run under way does about it is not known before its end: then it is looked at again. */
static bool too_stale(const struct macro *m, enum arch arch)
{
	const struct retrain *retrain = &m->retrain[arch];
	double outdated = follows_facts(m, arch)
				  ? m->params->traffic.knowledge_frac * m->scratch->seen[arch].stale
				  : macro_behaviour_outdated(m, arch);

	return retrain->phase == PHASE_IDLE && outdated > retrain->spec.stale_frac;
}

static void look(struct macro *m, enum arch arch)
{
	struct retrain *retrain = &m->retrain[arch];

	switch (retrain->spec.policy) {
	case RETRAIN_UPDATES:
		if (enough_updates(m, arch))
			retrain_trigger(retrain);
		break;
	case RETRAIN_STALENESS:
		if (too_stale(m, arch))
			retrain_trigger(retrain);
		break;
	case RETRAIN_NEVER:
	case RETRAIN_CALENDAR:
	case RETRAIN_COST_AWARE:
	case RETRAIN_MANUAL:
		break;
	}
}

void macro_retrain_look(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++)
		if (macro_has_model(m, m->scenario->archs[i]))
			look(m, m->scenario->archs[i]);
}

/* Under another rule for them, the updates that are pending already count at once. */
static bool looks_again(const struct retrain_spec *a, const struct retrain_spec *b)
{
	return a->policy != b->policy || a->after_updates != b->after_updates ||
	       b->policy == RETRAIN_STALENESS;
}

/* A policy does not take back what was asked for to delete a record. */
static void respec(struct macro *m, enum arch arch, const struct params *params_before)
{
	struct retrain *retrain = &m->retrain[arch];
	struct retrain_spec before = retrain->spec, spec;
	bool asked = retrain->wanted || params_before->ft.retrain_on_deletion == 0;

	spec_make(m, arch, &spec);
	retrain_respec(retrain, &spec, m->now_s);
	if (looks_again(&before, &spec))
		look(m, arch);
	if (asked && macro_deletion_wants_model(m, arch))
		retrain_trigger(retrain);
}

/* The first model, built and tuned until now. It is as old as any that is deployed; missed: changes
 * of behaviour. */
static void go_live(struct macro *m, enum arch arch, int missed)
{
	struct retrain_spec spec;

	spec_make(m, arch, &spec);
	retrain_init(&m->retrain[arch], &spec, m->now_s);
	m->behind[arch] = (struct behind){ .pending = missed };
	macro_model_absorbs(m, arch);
	macro_model_forgets(m, arch, m->retrain[arch].live_frozen_s);
	macro_log_event(m, arch, EVENT_LIVE, -1);
	look(m, arch);
}

/* A model that was built, or one that was switched to. */
static void respec_or_start(struct macro *m, enum arch arch, const struct regime *before)
{
	enum arch as = macro_serves(m, arch);

	if (before->serves[arch] == as && arch_live(&before->params, as))
		respec(m, arch, &before->params);
	else
		go_live(m, arch, before->serves[arch] == as ? 0 : m->coming[arch].missed);
}

void macro_retrain_respec(struct macro *m, const struct regime *before)
{
	for (int i = 0; i < m->scenario->arch_count; i++)
		if (macro_has_model(m, m->scenario->archs[i]))
			respec_or_start(m, m->scenario->archs[i], before);
	m->decided_month = floor(m->now_s / MONTH_S);
}

/* Growing traffic is another volume every month. */
double macro_retrain_decide_next_s(const struct macro *m)
{
	bool decides = false;

	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		decides |= macro_tuned(m, arch) &&
			   m->retrain[arch].spec.policy == RETRAIN_COST_AWARE;
	}
	return decides && m->params->traffic.growth_frac_per_month != 0
		       ? (m->decided_month + 1) * MONTH_S
		       : INFINITY;
}

void macro_retrain_deletions(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++)
		if (macro_deletion_wants_model(m, m->scenario->archs[i]))
			retrain_trigger(&m->retrain[m->scenario->archs[i]]);
}

void macro_retrain_incident(struct macro *m, enum incident incident)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		if (!macro_has_model(m, arch))
			continue;
		if (incident == INCIDENT_RETRAIN)
			retrain_trigger(&m->retrain[arch]);
		if (incident == INCIDENT_RETRAIN_FAILS)
			retrain_spoil(&m->retrain[arch]);
	}
}

void macro_model_absorbs(struct macro *m, enum arch arch)
{
	const struct update *update;

	if (macro_facts(m, arch) != FACTS_MODEL)
		return;
	while ((update = macro_oldest_unseen(m, arch)) &&
	       update->at_s <= m->retrain[arch].live_frozen_s)
		macro_absorb_one(m, arch);
}

static void pay(struct macro *m, enum arch arch)
{
	double usd[LEDGER_COUNT] = { 0 };

	retrain_pay(&m->retrain[arch], usd);
	if (macro_counts(m))
		macro_charge_all(m, arch, usd);
}

static void deployed(struct macro *m, enum arch arch)
{
	m->out[arch].deployed += macro_counts(m);
	m->behind[arch].pending = m->behind[arch].since_frozen;
	macro_model_absorbs(m, arch);
	macro_model_forgets(m, arch, m->retrain[arch].live_frozen_s);
	macro_log_event(m, arch, EVENT_DEPLOYED, -1);
	if (m->retrain[arch].spec.policy == RETRAIN_STALENESS)
		look(m, arch);
}

static enum pipeline_stage stage_of(enum retrain_phase phase)
{
	switch (phase) {
	case PHASE_IDLE:
	case PHASE_LABEL:
	case PHASE_PREPARE:
	case PHASE_COUNT:
		break;
	case PHASE_WAIT:
		return PIPELINE_WAIT;
	case PHASE_EXPERIMENT:
	case PHASE_TRAIN:
		return PIPELINE_TRAIN;
	case PHASE_EVALUATE:
		return PIPELINE_EVALUATE;
	case PHASE_CANARY:
	case PHASE_DEPLOY:
		return PIPELINE_DEPLOY;
	}
	return PIPELINE_PREPARE;
}

/* For the strip of this seed's run: a phase that has begun, up to its planned end. */
static void log_span(struct macro *m, enum arch arch, enum retrain_outcome outcome,
		     double end_before_s)
{
	const struct retrain *retrain = &m->retrain[arch];
	struct macro_series *series = m->series ? &m->series[arch] : NULL;

	if (!series || !macro_counts(m))
		return;
	if (outcome == RETRAIN_BROKEN_OFF && series->span_count > 0)
		series->spans[series->span_count - 1].to_s = (float)m->now_s;
	if (retrain->phase == PHASE_IDLE || retrain->phase_end_s == end_before_s ||
	    series->span_count == RESULT_SPANS_MAX)
		return;
	series->spans[series->span_count++] = (struct pipeline_span){ (float)m->now_s,
								      (float)retrain->phase_end_s,
								      stage_of(retrain->phase) };
}

void macro_retrain_happens(struct macro *m, enum arch arch)
{
	double end_before_s = m->retrain[arch].phase == PHASE_IDLE ? -1
								   : m->retrain[arch].phase_end_s;
	enum retrain_outcome outcome = retrain_step(&m->retrain[arch], m->now_s, &m->luck[arch]);
	struct macro_arch *out = &m->out[arch];
	bool counts = macro_counts(m);

	log_span(m, arch, outcome, end_before_s);
	pay(m, arch);
	switch (outcome) {
	case RETRAIN_NOTHING:
		break;
	case RETRAIN_STARTED:
		m->behind[arch].since_frozen = 0;
		out->runs += counts;
		macro_log_event(m, arch, EVENT_TRIGGERED, -1);
		break;
	case RETRAIN_REPEATED:
		out->failed += counts;
		macro_log_event(m, arch, EVENT_FAILED, -1);
		break;
	case RETRAIN_GIVEN_UP:
		out->failed += counts;
		macro_log_event(m, arch, EVENT_GIVEN_UP, -1);
		break;
	case RETRAIN_ROLLED_BACK:
		out->rolled_back += counts;
		macro_log_event(m, arch, EVENT_ROLLED_BACK, -1);
		break;
	case RETRAIN_DEPLOYED:
		deployed(m, arch);
		break;
	case RETRAIN_BROKEN_OFF:
		macro_log_event(m, arch, EVENT_GIVEN_UP, -1);
		break;
	case RETRAIN_BASE_RETIRED:
		out->retired += counts;
		macro_log_event(m, arch, EVENT_RETIRED, -1);
		break;
	}
}
