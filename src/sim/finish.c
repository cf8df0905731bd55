// SPDX-License-Identifier: MIT
/* Makes a result of what the two clocks measured: first money and quality, then latency, per
 * architecture. */
#include "sim/sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/stats.h"
#include "base/xalloc.h"
#include "sim/account.h"
#include "sim/cost.h"
#include "sim/growth.h"
#include "sim/latency.h"
#include "sim/pool.h"
#include "sim/quality.h"

/* Per query, of one cell. */
struct unit_cost {
	double usd[LEDGER_COUNT], total_usd;
	struct outcome in[STATE_COUNT];
	struct damage damage[STATE_COUNT];
};

static void unit_cost_init(struct unit_cost *unit, const struct sim *sim, enum arch arch, int cell,
			   double corpus_scale)
{
	struct flow flow = pool_flow(sim, arch, cell);
	const struct regime *regime = &sim->profile.regimes[sim->cells[cell].regime];
	struct demand demand;
	struct params params;

	*unit = (struct unit_cost){ 0 };
	growth_params(&regime->params, corpus_scale, &params);
	arch_demand(&params, regime->serves[arch], &demand);
	cost_query(&demand, &flow, unit->usd);
	unit->total_usd = cost_total(unit->usd);
	quality_outcomes(&params, regime->serves[arch], &flow, unit->in);
	for (int c = 0; c < STATE_COUNT; c++)
		unit->damage[c] = cost_damage(&params, &unit->in[c]);
}

/* The same in a share of the cell, in which the corpus is larger than at time 0. */
static void unit_cost_grow(struct unit_cost *unit, const struct sim *sim, enum arch arch,
			   const struct share *share)
{
	if (arch_facts(sim->profile.regimes[share->regime].serves[arch]) == FACTS_PROMPT)
		unit_cost_init(unit, sim, arch, share->cell, 1 + share->corpus_more / share->mass);
	unit->usd[LEDGER_VECTOR_READS] *= 1 + share->reads_more / share->mass;
	unit->total_usd = cost_total(unit->usd);
}

static void account_share(struct account *account, const struct share *share,
			  const struct unit_cost *unit)
{
	struct stretch_sum *stretch = &account->stretches[share->bucket + share->regime];

	stretch->bucket = share->bucket;
	stretch->queries += share->mass;
	stretch->query_usd += share->mass * unit->total_usd;
	if (account->sim->pictures)
		account_ledger(account, share->bucket, unit->usd, share->mass);
	for (int c = 0; c < account->state_count; c++) {
		outcome_add(&stretch->in[c], &unit->in[c], share->mass);
		damage_add(&stretch->damage[c], &unit->damage[c], share->mass);
		account->damages |= unit->damage[c].stale_usd != 0 ||
				    unit->damage[c].wrong_usd != 0;
	}
}

static void account_queries(struct account *account)
{
	const struct sim *sim = account->sim;
	struct unit_cost *units = xcalloc((size_t)sim->cell_count + 1, sizeof(*units));
	struct ksum usd[LEDGER_COUNT] = { 0 };

	for (int cell = 0; cell < sim->cell_count; cell++) {
		unit_cost_init(&units[cell], sim, account->arch, cell, 1);
		for (int c = 0; c < LEDGER_COUNT; c++)
			ksum_add(&usd[c], sim->cells[cell].mass * units[cell].usd[c]);
	}
	for (int i = 0; i < sim->share_count; i++) {
		const struct share *share = &sim->shares[i];
		const struct unit_cost *unit = &units[share->cell];
		struct unit_cost grown;

		if (share->corpus_more != 0) {
			grown = *unit;
			unit_cost_grow(&grown, sim, account->arch, share);
			for (int c = 0; c < LEDGER_COUNT; c++)
				ksum_add(&usd[c], share->mass * (grown.usd[c] - unit->usd[c]));
			unit = &grown;
		}
		account_share(account, share, unit);
	}
	for (int c = 0; c < LEDGER_COUNT; c++)
		account->query_usd[c] = ksum_value(&usd[c]);
	free(units);
}

/* What a stretch did in one replication. */
static struct outcome outcome_of(const struct stretch_sum *stretch,
				 const double weights[STATE_COUNT])
{
	struct outcome sum = { 0 };

	for (int c = 0; c < STATE_COUNT; c++)
		outcome_add(&sum, &stretch->in[c], weights[c]);
	return sum;
}

struct damage account_damage(const struct stretch_sum *stretch, const double weights[STATE_COUNT])
{
	struct damage sum = { 0, 0 };

	for (int c = 0; c < STATE_COUNT; c++)
		damage_add(&sum, &stretch->damage[c], weights[c]);
	return sum;
}

/* Good answers of one macro replication. */
static double replication_good(const struct account *account, int r)
{
	const struct macro_arch *macro = &account->sim->macro[r][account->arch];
	struct ksum good = { 0 };

	for (int i = 0; i < macro_stretch_count(&account->sim->profile); i++) {
		double weights[STATE_COUNT];

		macro_states(macro, i, weights);
		for (int c = 0; c < STATE_COUNT; c++)
			ksum_add(&good, weights[c] * account->stretches[i].in[c].good);
	}
	return ksum_value(&good);
}

/* What a pair of runs or architectures is compared by. */
static void samples(const struct account *account, const double *monthly, double months)
{
	const struct sim *sim = account->sim;
	struct arch_samples *out = &account->out->samples;

	out->macro_count = sim->macro_reps <= RESULT_SAMPLES_MAX ? sim->macro_reps : 0;
	for (int r = 0; r < out->macro_count; r++) {
		out->recurring_usd[r] = monthly[r] * months;
		out->good[r] = replication_good(account, r);
		out->stale_frac[r] = sim->macro[r][account->arch].stale_answer_frac;
	}
}

/* Ledger of one macro replication. */
static void replication_ledger(const struct account *account, int r, double usd[LEDGER_COUNT])
{
	const struct macro_arch *macro = &account->sim->macro[r][account->arch];

	for (int c = 0; c < LEDGER_COUNT; c++)
		usd[c] = macro->usd[c] + account->query_usd[c];
	for (int i = 0; account->damages && i < macro_stretch_count(&account->sim->profile); i++) {
		double weights[STATE_COUNT];
		struct damage damage;

		macro_states(macro, i, weights);
		damage = account_damage(&account->stretches[i], weights);
		usd[LEDGER_STALE_ANSWERS] += damage.stale_usd;
		usd[LEDGER_WRONG_ANSWERS] += damage.wrong_usd;
	}
}

static struct interval interval_of(const double *x, int n)
{
	struct interval interval;

	stats_mean_ci(x, (size_t)n, 0.95, &interval.lo, &interval.hi);
	return interval;
}

static double mean_of(const double *x, int n)
{
	struct ksum sum = { 0 };

	for (int i = 0; i < n; i++)
		ksum_add(&sum, x[i] / n);
	return ksum_value(&sum);
}

struct flow_sum {
	double usd, good;
};

/* What all queries would cost, and how many would get a good answer, if so many of them were
 * answered, blind or dropped, and none stale. */
static struct flow_sum flow_sum(const struct account *account, const struct flow *flow)
{
	const struct profile *profile = &account->sim->profile;
	struct flow_sum sum = { 0, 0 };

	for (int r = 0; r < profile->regime_count; r++) {
		const struct regime *regime = &profile->regimes[r];
		double mass = profile_mass(profile, regime->end_s) -
			      profile_mass(profile, regime->start_s);
		double usd[LEDGER_COUNT] = { 0 };
		struct outcome outcome;
		struct damage damage;
		struct skill skill;

		quality_skill(&regime->params, regime->serves[account->arch], &skill);
		outcome = quality_outcome(&skill, flow, 0);
		cost_query(&account->sim->demand[r][account->arch], flow, usd);
		damage = cost_damage(&regime->params, &outcome);
		usd[LEDGER_STALE_ANSWERS] = damage.stale_usd;
		usd[LEDGER_WRONG_ANSWERS] = damage.wrong_usd;
		sum.usd += mass * cost_total(usd);
		sum.good += mass * outcome.good;
	}
	return sum;
}

/* A query costs its expectation, but how many are dropped is measured: half the width of the
 * interval that comes of it, 0 where every query is answered. */
static double flow_band_usd(const struct account *account)
{
	int parts = pool_part_count(account->sim);
	double *usd = xcalloc((size_t)parts, sizeof(*usd));
	struct arch_samples *samples = &account->out->samples;
	struct interval interval;

	samples->micro_count = parts <= RESULT_SAMPLES_MAX ? parts : 0;
	for (int part = 0; part < parts; part++) {
		struct flow flow = pool_part_flow(account->sim, account->arch, part);
		struct flow_sum sum = flow_sum(account, &flow);

		usd[part] = sum.usd;
		if (part < RESULT_SAMPLES_MAX) {
			samples->flow_usd[part] = sum.usd;
			samples->flow_good[part] = sum.good;
		}
	}
	interval = interval_of(usd, parts);
	free(usd);
	return (interval.hi - interval.lo) / 2;
}

/* The luck of the two clocks is independent. */
static struct interval widened(struct interval interval, double band)
{
	double middle = (interval.lo + interval.hi) / 2, half = interval.hi - middle;

	half = sqrt(half * half + band * band);
	return (struct interval){ middle - half, middle + half };
}

static void money(struct account *account)
{
	const struct sim *sim = account->sim;
	struct arch_result *out = account->out;
	double months = sim->profile.horizon_s / MONTH_S, usd[LEDGER_COUNT], spread;
	struct ksum ledger[LEDGER_COUNT] = { 0 };
	double *monthly = xcalloc((size_t)sim->macro_reps, sizeof(*monthly));

	for (int r = 0; r < sim->macro_reps; r++) {
		replication_ledger(account, r, usd);
		monthly[r] = cost_recurring(usd) / months;
		for (int c = 0; c < LEDGER_COUNT; c++)
			ksum_add(&ledger[c], usd[c]);
	}
	for (int c = 0; c < LEDGER_COUNT; c++) {
		out->ledger_usd[c] = ksum_value(&ledger[c]) / sim->macro_reps;
		out->query_usd[c] = account->query_usd[c];
	}
	/* Nothing but queries does damage. */
	out->query_usd[LEDGER_STALE_ANSWERS] = out->ledger_usd[LEDGER_STALE_ANSWERS];
	out->query_usd[LEDGER_WRONG_ANSWERS] = out->ledger_usd[LEDGER_WRONG_ANSWERS];
	out->total_usd = cost_total(out->ledger_usd);
	out->upfront_usd = out->ledger_usd[LEDGER_UPFRONT] + out->ledger_usd[LEDGER_MIGRATION];
	out->monthly_usd = cost_recurring(out->ledger_usd) / months;
	spread = out->upfront_usd / sim->scenario.params.money.amortise_months;
	out->all_in_usd = out->monthly_usd + spread;
	out->per_1k_queries_usd = 1000 * out->total_usd / out->queries;
	out->ci_monthly_usd = widened(interval_of(monthly, sim->macro_reps),
				      flow_band_usd(account) / months);
	out->ci_all_in_usd = (struct interval){ out->ci_monthly_usd.lo + spread,
						out->ci_monthly_usd.hi + spread };
	samples(account, monthly, months);
	free(monthly);
}

static void freshness(struct account *account)
{
	const struct sim *sim = account->sim;
	struct arch_result *out = account->out;
	double n = sim->macro_reps;
	double *stale = xcalloc((size_t)sim->macro_reps, sizeof(*stale));

	for (int r = 0; r < sim->macro_reps; r++) {
		const struct macro_arch *macro = &sim->macro[r][account->arch];

		stale[r] = macro->stale_answer_frac;
		out->age_mean_s += macro->age_mean_s / n;
		out->model_age_mean_s += macro->model_age_mean_s / n;
		out->pending_mean += macro->pending_mean / n;
		out->oldest_missed_s += macro->oldest_missed_s / n;
		out->retrain_runs += macro->runs / n;
		out->retrain_failed += macro->failed / n;
		out->retrain_rolled_back += macro->rolled_back / n;
		out->retrain_deployed += macro->deployed / n;
		out->retrain_retired += macro->retired / n;
		out->outdated_behaviour_frac += macro->outdated_frac / n;
		out->untuned_frac += macro->untuned_frac / n;
		out->forgotten_frac += macro->forgotten_frac / n;
	}
	if (!profile_ever(&sim->profile, account->arch, arch_tuned))
		out->untuned_frac = out->forgotten_frac = NAN;
	out->stale_answer_frac = mean_of(stale, sim->macro_reps);
	out->ci_stale_answer_frac = interval_of(stale, sim->macro_reps);
	free(stale);
}

/* What rounding has left of nothing is nothing. */
static double share_of(double answers, double queries)
{
	return answers < 0 && answers > -1e-12 * queries ? 0 : answers / queries;
}

static void quality(struct account *account)
{
	const struct sim *sim = account->sim;
	struct arch_result *out = account->out;
	struct outcome sum = { 0 };

	for (int i = 0; i < macro_stretch_count(&sim->profile); i++) {
		double mean[STATE_COUNT] = { 0 }, weights[STATE_COUNT];
		struct outcome one;

		for (int r = 0; r < sim->macro_reps; r++) {
			macro_states(&sim->macro[r][account->arch], i, weights);
			for (int c = 0; c < STATE_COUNT; c++)
				mean[c] += weights[c] / sim->macro_reps;
		}
		one = outcome_of(&account->stretches[i], mean);
		outcome_add(&sum, &one, 1);
	}
	out->correct_frac = share_of(sum.correct, out->queries);
	out->hallucinated_frac = share_of(sum.hallucinated, out->queries);
	out->format_valid_frac = share_of(sum.format_valid, out->queries);
	out->good_frac = share_of(sum.good, out->queries);
	out->cited_frac = share_of(sum.cited, out->queries);
	out->uncited_frac = share_of(sum.uncited, out->queries);
	out->leaked_frac = share_of(sum.leaked, out->queries);
	out->goodput_rps = sum.good / sim->profile.horizon_s;
	out->per_1k_good_usd = sum.good > 0 ? 1000 * out->total_usd / sum.good : INFINITY;
}

static void stretch_series(const struct stretch_sum *stretch, const double weights[STATE_COUNT],
			   struct arch_series *out, double *usd)
{
	struct outcome outcome = outcome_of(stretch, weights);
	struct damage damage = account_damage(stretch, weights);
	int b = stretch->bucket;

	usd[b] += stretch->query_usd + damage.stale_usd + damage.wrong_usd;
	out->queries[b] += stretch->queries;
	out->good[b] += outcome.good;
	out->correct_frac[b] += outcome.correct;
}

/* This seed's run by bucket: replication 0 of the macro clock. */
static void run_series(struct account *account)
{
	const struct macro_series *series = &account->sim->series[account->arch];
	const struct macro_arch *macro = &account->sim->macro[0][account->arch];
	struct arch_series *out = &account->out->series;
	double usd[RESULT_BUCKETS];
	struct ksum sum = { 0 };

	memcpy(usd, series->usd, sizeof(usd));
	for (int i = 0; i < macro_stretch_count(&account->sim->profile); i++) {
		double weights[STATE_COUNT];

		macro_states(macro, i, weights);
		stretch_series(&account->stretches[i], weights, out, usd);
	}
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		ksum_add(&sum, usd[b]);
		out->cumulative_usd[b] = ksum_value(&sum);
		out->correct_frac[b] /= out->queries[b];
		out->stale_frac[b] = series->stale[b];
		out->stale_max[b] = series->stale_max[b];
		out->oldest_missed_s[b] = series->oldest_s[b];
		out->pending[b] = series->pending[b];
	}
}

static void events(struct account *account)
{
	const struct macro_series *series = &account->sim->series[account->arch];
	struct arch_result *out = account->out;

	out->event_count = series->event_count;
	out->events_lost = series->events_lost;
	memcpy(out->events, series->events, (size_t)series->event_count * sizeof(*out->events));
}

void finish_unit(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	struct account *account = xcalloc(1, sizeof(*account) +
						     (size_t)macro_stretch_count(&sim->profile) *
							     sizeof(account->stretches[0]));

	account->sim = sim;
	account->arch = arch;
	account->out = out;
	account->state_count = profile_ever(&sim->profile, arch, arch_tuned) ? STATE_COUNT
									     : STATE_STALE + 1;
	out->present = true;
	out->queries = profile_mass(&sim->profile, sim->profile.horizon_s);
	account_queries(account);
	money(account);
	freshness(account);
	if (sim->series)
		run_series(account);
	if (!sim->certain) {
		delays_finish(sim, arch, out);
		quality(account);
		events(account);
		latency_finish(sim, arch, out);
	}
	if (sim->pictures && !sim->certain)
		account_pictures(account, &out->pictures);
	free(account);
}
