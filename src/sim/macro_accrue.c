// SPDX-License-Identifier: MIT
#include "sim/macro_state.h"

#include <math.h>
#include <string.h>

#include "sim/arch.h"
#include "sim/cost.h"
#include "sim/growth.h"

double macro_bucket_edge_s(const struct macro *m, int bucket)
{
	return m->profile->horizon_s * bucket / RESULT_BUCKETS;
}

void macro_charge(struct macro *m, enum arch arch, enum ledger category, double usd)
{
	ksum_add(&m->integrals[arch].usd[category], usd);
	if (m->series)
		m->series[arch].usd[m->bucket] += usd;
	if (m->series && m->series[arch].ledger_usd)
		m->series[arch].ledger_usd[m->bucket][category] += usd;
	if (m->out[arch].bucket_usd)
		m->out[arch].bucket_usd[m->bucket] += usd;
}

void macro_charge_all(struct macro *m, enum arch arch, const double usd[LEDGER_COUNT])
{
	for (int c = 0; c < LEDGER_COUNT; c++)
		if (usd[c] != 0)
			macro_charge(m, arch, (enum ledger)c, usd[c]);
}

/* Of asked facts. A model that is not there knows no fact, and so no outdated one. */
static double stale_now(const struct macro *m, enum arch arch)
{
	if (!macro_standing(m, arch)->live ||
	    (macro_facts(m, arch) == FACTS_MODEL && retrain_untuned(&m->retrain[arch])))
		return 0;
	return m->scratch->seen[arch].stale;
}

/* Time [a, b] of an architecture, in which nothing happens. */
struct quiet {
	double a, b, queries;
	double stale;   /* of asked facts */
	double pending; /* updates that it has not seen */
};

/* The prompt of a model without tuning says what behaviour is demanded. */
static void accrue_model(struct macro *m, enum arch arch, const struct quiet *quiet,
			 double model_age)
{
	struct integrals *sum = &m->integrals[arch];
	struct stretch_integrals *here = &sum->at[m->bucket + m->regime];

	ksum_add(&sum->model_age, model_age);
	ksum_add(&sum->modelled, quiet->queries);
	if (retrain_untuned(&m->retrain[arch])) {
		ksum_add(&here->untuned, quiet->queries);
		ksum_add(&here->untuned_stale, quiet->stale * quiet->queries);
		return;
	}
	ksum_add(&here->worn, (1 - m->retrain[arch].kept_frac) * quiet->queries);
	ksum_add(&here->outdated, macro_behaviour_outdated(m, arch) * quiet->queries);
}

static void accrue_series(struct macro *m, enum arch arch, const struct quiet *quiet)
{
	struct macro_series *series = &m->series[arch];
	const struct update *oldest = macro_oldest_unseen(m, arch);
	double stale = m->params->traffic.knowledge_frac * quiet->stale;

	series->pending[m->bucket] += quiet->pending * (quiet->b - quiet->a);
	if (stale > series->stale_max[m->bucket])
		series->stale_max[m->bucket] = stale;
	if (oldest && quiet->b - oldest->at_s > series->oldest_s[m->bucket])
		series->oldest_s[m->bucket] = quiet->b - oldest->at_s;
}

static void accrue_arch(struct macro *m, enum arch arch, double a, double b, double queries)
{
	struct integrals *sum = &m->integrals[arch];
	const struct update *oldest = macro_oldest_unseen(m, arch);
	struct stretch_integrals *here = &sum->at[m->bucket + m->regime];
	size_t unseen = m->scratch->log.count - m->scratch->seen[arch].absorbed;
	const struct quiet quiet = { a, b, queries, stale_now(m, arch), (double)unseen };
	bool has_model = macro_has_model(m, arch), by_model = macro_facts(m, arch) == FACTS_MODEL;
	double model_age = has_model || by_model ? macro_model_age(m, arch, a, b) : 0;

	ksum_add(&here->stale, quiet.stale * queries);
	here->stale_time += quiet.stale * (b - a);
	ksum_add(&sum->pending, quiet.pending * (b - a));
	if (has_model)
		accrue_model(m, arch, &quiet, model_age);
	ksum_add(&sum->age, by_model ? model_age : macro_index_age(m, arch, a, b));
	if (oldest && b - oldest->at_s > m->out[arch].oldest_missed_s)
		m->out[arch].oldest_missed_s = b - oldest->at_s;
	macro_accrue_deletions(m, arch, b - a);
	if (m->series)
		accrue_series(m, arch, &quiet);
}

static void accrue_stretch(struct macro *m, double length_s, double queries)
{
	struct stretch *stretch = &m->stretches[m->bucket + m->regime];

	stretch->bucket = m->bucket;
	stretch->knowledge_frac = m->params->traffic.knowledge_frac;
	stretch->mass += queries;
	stretch->length_s += length_s;
}

void macro_advance(struct macro *m, double t_s)
{
	double end_s = t_s < m->profile->horizon_s ? t_s : m->profile->horizon_s;

	if (end_s > m->now_s) {
		double queries;

		m->from = m->to;
		m->to = (struct instant){ end_s, profile_mass(m->profile, end_s),
					  profile_moment(m->profile, end_s) };
		queries = m->to.mass - m->from.mass;
		accrue_stretch(m, end_s - m->now_s, queries);
		for (int i = 0; i < m->scenario->arch_count; i++)
			accrue_arch(m, m->scenario->archs[i], m->now_s, end_s, queries);
	}
	m->now_s = t_s;
}

void macro_fees_respec(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		memset(m->fees_usd[arch], 0, sizeof(m->fees_usd[arch]));
		cost_fixed(m->params, macro_serves(m, arch), 1, m->fees_usd[arch]);
	}
}

/* Nothing has grown: the few fees there are. */
static void charge_fees(struct macro *m, enum arch arch, double months)
{
	for (int c = 0; c < LEDGER_COUNT; c++)
		if (m->fees_usd[arch][c] != 0)
			macro_charge(m, arch, (enum ledger)c, months * m->fees_usd[arch][c]);
}

static void charge_grown(struct macro *m, enum arch arch, double months, double more_s,
			 double replicas_more_s)
{
	double usd[LEDGER_COUNT];

	for (int c = 0; c < LEDGER_COUNT; c++)
		usd[c] = months * m->fees_usd[arch][c];
	cost_growth(m->params, macro_serves(m, arch), more_s / MONTH_S, usd);
	cost_replicas(m->params, macro_serves(m, arch), replicas_more_s / HOUR_S, usd);
	macro_charge_all(m, arch, usd);
}

void macro_fees(struct macro *m)
{
	double end_s = m->now_s < m->profile->horizon_s ? m->now_s : m->profile->horizon_s;
	double months = (end_s - m->fees_from_s) / MONTH_S, more_s;

	if (!(end_s > m->fees_from_s))
		return;
	more_s = growth_more_s(&m->profile->regimes[m->regime], m->fees_from_s, end_s);
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];
		double replicas_more_s = profile_replicas_more_s(m->profile, arch, m->fees_from_s,
								 end_s);

		if (more_s == 0 && replicas_more_s == 0)
			charge_fees(m, arch, months);
		else
			charge_grown(m, arch, months, more_s, replicas_more_s);
	}
	m->fees_from_s = end_s;
}

/* A share of the queries there; of the time where there is no query. */
static double stale_share(const struct macro *m, enum arch arch, int stretch)
{
	const struct stretch *s = &m->stretches[stretch];

	if (s->mass > 0)
		return ksum_value(&m->integrals[arch].at[stretch].stale) / s->mass;
	return s->length_s > 0 ? m->integrals[arch].at[stretch].stale_time / s->length_s : 0;
}

/* Stale answers of some stretches: by queries and, in case there are none, by time. */
struct stale_sum {
	double answers, queries, time_s;
};

static void stale_add(struct stale_sum *sum, const struct stretch *s, double share)
{
	sum->answers += s->knowledge_frac * share * s->mass;
	sum->queries += s->mass;
	sum->time_s += s->knowledge_frac * share * s->length_s;
}

static double stale_mean(const struct stale_sum *sum, double length_s)
{
	return sum->queries > 0 ? sum->answers / sum->queries : sum->time_s / length_s;
}

static void stale_shares(struct macro *m, enum arch arch)
{
	struct macro_arch *out = &m->out[arch];
	struct stale_sum all = { 0 }, buckets[RESULT_BUCKETS] = { { 0 } };
	double horizon_s = m->profile->horizon_s;

	for (int i = 0; i < macro_stretch_count(m->profile); i++) {
		const struct stretch *s = &m->stretches[i];

		out->stale[i] = stale_share(m, arch, i);
		stale_add(&all, s, out->stale[i]);
		stale_add(&buckets[s->bucket], s, out->stale[i]);
	}
	out->stale_answer_frac = stale_mean(&all, horizon_s);
	for (int b = 0; m->series && b < RESULT_BUCKETS; b++)
		m->series[arch].stale[b] = stale_mean(&buckets[b], horizon_s / RESULT_BUCKETS);
}

static void model_shares(struct macro *m, enum arch arch)
{
	const struct stretch_integrals *at = m->integrals[arch].at;
	struct macro_arch *out = &m->out[arch];
	struct ksum worn = { 0 }, outdated = { 0 }, untuned = { 0 };
	double queries = profile_mass(m->profile, m->profile->horizon_s);

	for (int i = 0; i < macro_stretch_count(m->profile); i++) {
		double mass = m->stretches[i].mass;

		if (mass <= 0)
			continue;
		out->model[i] = (struct model_shares){
			.worn = ksum_value(&at[i].worn) / mass,
			.outdated = ksum_value(&at[i].outdated) / mass,
			.untuned = ksum_value(&at[i].untuned) / mass,
			.untuned_stale = ksum_value(&at[i].untuned_stale) / mass,
		};
		ksum_add(&worn, ksum_value(&at[i].worn));
		ksum_add(&outdated, ksum_value(&at[i].outdated));
		ksum_add(&untuned, ksum_value(&at[i].untuned));
	}
	out->forgotten_frac = ksum_value(&worn) / queries;
	out->outdated_frac = ksum_value(&outdated) / queries;
	out->untuned_frac = ksum_value(&untuned) / queries;
}

/* While a tuned model serves, what is stale and what is worn are different answers, so those shares
 * add; another behaviour is demanded of all of them alike. */
void macro_states(const struct macro_arch *arch, int stretch, double weights[STATE_COUNT])
{
	const struct model_shares *model = &arch->model[stretch];
	double tuned = 1 - model->untuned;
	double outdated = tuned > 0 ? model->outdated / tuned : 0;
	double stale = arch->stale[stretch] - model->untuned_stale;
	double fresh = tuned - stale - model->worn;

	weights[STATE_FRESH] = (1 - outdated) * fresh;
	weights[STATE_STALE] = (1 - outdated) * stale;
	weights[STATE_WORN] = (1 - outdated) * model->worn;
	weights[STATE_OUTDATED] = outdated * fresh;
	weights[STATE_OUTDATED_STALE] = outdated * stale;
	weights[STATE_OUTDATED_WORN] = outdated * model->worn;
	weights[STATE_UNTUNED] = model->untuned - model->untuned_stale;
	weights[STATE_UNTUNED_STALE] = model->untuned_stale;
}

static bool factless(enum arch arch)
{
	return arch_facts(arch) == FACTS_NONE;
}

/* Over the queries that a tuned model was there for, of one that switches. */
static double model_age_mean_s(const struct macro *m, enum arch arch, double queries)
{
	const struct integrals *sum = &m->integrals[arch];

	if (!profile_ever(m->profile, arch, arch_tuned))
		return NAN;
	if (profile_switch(m->profile, arch) >= 0)
		queries = ksum_value(&sum->modelled);
	return ksum_value(&sum->model_age) / queries;
}

/* The first update that nobody has ever seen. */
static size_t unseen_from(const struct macro *m, enum arch arch)
{
	size_t absorbed = m->scratch->seen[arch].absorbed;

	return absorbed > m->noted[arch] ? absorbed : m->noted[arch];
}

void macro_account(struct macro *m, enum arch arch)
{
	struct macro_arch *out = &m->out[arch];
	const struct integrals *sum = &m->integrals[arch];
	double queries = profile_mass(m->profile, m->profile->horizon_s);
	const struct update_log *log = &m->scratch->log;

	macro_account_deletions(m, arch);
	for (int c = 0; c < LEDGER_COUNT; c++)
		out->usd[c] = ksum_value(&sum->usd[c]);
	stale_shares(m, arch);
	if (profile_ever(m->profile, arch, arch_tuned))
		model_shares(m, arch);
	out->age_mean_s = profile_ever(m->profile, arch, factless)
				  ? NAN
				  : ksum_value(&sum->age) / queries;
	out->model_age_mean_s = model_age_mean_s(m, arch, queries);
	out->pending_mean = ksum_value(&sum->pending) / m->profile->horizon_s;
	for (size_t i = unseen_from(m, arch); i < log->count; i++)
		if (log->updates[i].at_s >= 0 && log->updates[i].at_s < m->profile->horizon_s &&
		    out->delays_s && out->delay_count < MACRO_DELAYS)
			out->delays_s[out->delay_count++] = INFINITY;
	for (int b = 0; m->series && b < RESULT_BUCKETS; b++)
		m->series[arch].pending[b] /= m->profile->horizon_s / RESULT_BUCKETS;
}
