// SPDX-License-Identifier: MIT
/*
 * One path of the macro clock, told again from its log of updates and its list of events alone:
 * what was unseen when, how old, and what it cost. Scenarios are drawn at random with everything
 * on.
 */
#include "sim/macro.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "sim/cost.h"
#include "sim/fixture.h"
#include "sim/retrain.h"

enum { CUTS_MAX = 8192, RUNS_MAX = 512 };

static struct scenario scenario;
static struct world world, other;
static struct rng rng;

static double pick(double lo, double hi)
{
	return lo + (hi - lo) * rng_unit(&rng);
}

static void random_timeline(void)
{
	static const enum param_id moved[] = {
		P_traffic_volume_qpm,
		P_knowledge_updates_per_month,
		P_rag_index_lag_s,
		P_rag_ingest_facts_per_s,
		P_ft_retrain_policy,
		P_ft_retrain_every_days,
		P_ft_min_gap_days,
		P_ft_prep_days,
		P_rag_write_usd_per_m,
		P_ft_hosting_usd_per_month,
		P_knowledge_facts_per_update,
		P_ft_run_usd,
		P_rag_vector_db_usd_per_month,
		P_traffic_knowledge_frac,
	};
	static const double most[] = { 1e6, 60,  6e5,  1e-3, 5.99, 60,   20,
				       9,   100, 1000, 20,   1e4,  1000, 1 };
	double at_days = 0;

	for (int i = 0; i < 12; i++) {
		size_t which = (size_t)pick(0, 14);
		double value = fmax(param_table[moved[which]].min, pick(0, most[which]));

		at_days += floor(pick(0, 40)) / 2;
		if (!param_legal(moved[which], value))
			value = floor(value);
		if (i % 4 == 3)
			fixture_change_at(&scenario, at_days, 1 + (int)pick(0, 4), pick(0, 0.2));
		else
			fixture_set_at(&scenario, at_days, moved[which], value);
	}
}

static void random_scenario(uint64_t round)
{
	struct params *p = &scenario.params;

	rng_open(&rng, 77, round, 0, "scenario");
	fixture_quiet(&scenario);
	scenario.seed = round;
	scenario.horizon_days = pick(5, 200);
	p->traffic.diurnal_frac = pick(0, 1);
	p->traffic.growth_frac_per_month = pick(-0.2, 0.5);
	p->knowledge.updates_per_month = pick(0, 40);
	p->knowledge.update_cv = pick(0, 2);
	p->knowledge.facts = 80;
	p->knowledge.facts_per_update = floor(pick(0, 20));
	p->knowledge.update_skew = pick(0, 1);
	p->rag.index_lag_s = pick(0, 4 * DAY_S);
	p->rag.ingest_facts_per_s = round % 2 ? pick(1e-5, 1e-3) : 0;
	p->ft.retrain_policy = (double)(round % 6);
	p->ft.retrain_every_days = pick(1, 40);
	p->ft.retrain_after_updates = 1 + floor(pick(0, 6));
	p->ft.min_gap_days = pick(0, 15);
	p->ft.prep_days = pick(0, 3);
	p->ft.eval_pass_frac = pick(0.2, 1);
	p->ft.run_usd = 1000;
	p->ft.retrain_stale_frac = pick(0, 0.3);
	p->ft.label_days = pick(0, 1);
	p->ft.hardware_wait_days = pick(0, 1);
	p->ft.experiments = floor(pick(0, 3));
	p->ft.canary_days = pick(0, 1);
	p->ft.canary_fail_frac = pick(0, 0.3);
	p->ft.duration_cv = pick(0, 1);
	p->money.stale_answer_usd = 0.5;
	p->ft.hosting_usd_per_month = 300;
	p->ft.upfront_usd = 77;
	p->rag.write_usd_per_m = 4e5;
	p->rag.embed_usd_per_mtok = 3;
	p->rag.vector_db_usd_per_month = 150;
	random_timeline();
}

/* When the architecture first saw update u. */
struct sight {
	double at_s, seen_s;
};
static struct sight sights[CUTS_MAX];

/* The index sees updates in their order: one that is ready waits for those before it. */
static void sights_of_index(void)
{
	const struct update_log *log = &world.scratch.log;
	double last_s = -(double)INFINITY;

	for (size_t u = 0; u < log->count; u++) {
		last_s = fmax(last_s, log->updates[u].indexed_s);
		sights[u] = (struct sight){ log->updates[u].at_s, last_s };
	}
}

/* The model sees what was there at the trigger of the run that was deployed; the one live at 0 was
 * frozen a lead time before. */
static void sights_of_model(void)
{
	static double triggered_s[RUNS_MAX], deployed_s[RUNS_MAX];
	const struct update_log *log = &world.scratch.log;
	struct retrain_spec spec;
	int runs = world_events(&world, ARCH_FT, EVENT_TRIGGERED, triggered_s, RUNS_MAX);
	int live = world_events(&world, ARCH_FT, EVENT_DEPLOYED, deployed_s, RUNS_MAX);

	ck_assert_int_lt(runs, RUNS_MAX);
	retrain_spec_init(&spec, &scenario.params, ARCH_FT);
	for (size_t u = 0; u < log->count; u++) {
		double at_s = log->updates[u].at_s, seen_s = (double)INFINITY;

		if (at_s <= -retrain_lead_s(&spec))
			seen_s = 0;
		for (int d = 0; d < live && seen_s == (double)INFINITY; d++) {
			double frozen_s = -(double)INFINITY;

			for (int r = 0; r < runs && triggered_s[r] < deployed_s[d]; r++)
				frozen_s = triggered_s[r];
			if (at_s <= frozen_s)
				seen_s = deployed_s[d];
		}
		sights[u] = (struct sight){ at_s, seen_s };
	}
}

static bool unseen_at(size_t u, double t_s)
{
	return sights[u].at_s <= t_s && t_s < sights[u].seen_s;
}

static double stale_at(double t_s)
{
	static bool stale[1000];
	const struct update_log *log = &world.scratch.log;
	double sum = 0;

	memset(stale, 0, sizeof(stale));
	for (size_t u = 0; u < log->count; u++)
		for (int i = 0; unseen_at(u, t_s) && i < log->updates[u].count; i++)
			stale[log->facts[log->updates[u].first + (size_t)i]] = true;
	for (int f = 0; f < world.knowledge.facts; f++)
		sum += stale[f] ? world.knowledge.popularity[f] : 0;
	return sum;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Everything changes only at an update, at a sight or at the end of a bucket or regime. */
static int cut_up(double cuts_s[CUTS_MAX])
{
	double horizon_s = world.profile.horizon_s;
	int count = 0;

	for (int b = 0; b <= RESULT_BUCKETS; b++)
		cuts_s[count++] = horizon_s * b / RESULT_BUCKETS;
	for (int r = 0; r < world.profile.regime_count; r++)
		cuts_s[count++] = world.profile.regimes[r].start_s;
	for (size_t u = 0; u < world.scratch.log.count; u++) {
		if (sights[u].at_s > 0 && sights[u].at_s < horizon_s)
			cuts_s[count++] = sights[u].at_s;
		if (sights[u].seen_s > 0 && sights[u].seen_s < horizon_s)
			cuts_s[count++] = sights[u].seen_s;
		ck_assert_int_lt(count, CUTS_MAX - 2);
	}
	qsort(cuts_s, (size_t)count, sizeof(cuts_s[0]), ascending);
	return count;
}

/* What the path says again, by stretch and by bucket. */
struct retold {
	double stale[MACRO_STRETCHES], mass[MACRO_STRETCHES];
	double most[RESULT_BUCKETS], pending[RESULT_BUCKETS];
	double oldest_s, told;
};

static void retell_stretch(struct retold *retold, double from_s, double to_s)
{
	double middle_s = (from_s + to_s) / 2, stale = stale_at(middle_s);
	int b = (int)(middle_s / world.profile.horizon_s * RESULT_BUCKETS);
	int regime = profile_regime_at(&world.profile, middle_s);
	double mass = profile_mass(&world.profile, to_s) - profile_mass(&world.profile, from_s);
	double told = stale * world.profile.regimes[regime].params.traffic.knowledge_frac;

	retold->stale[b + regime] += stale * mass;
	retold->mass[b + regime] += mass;
	retold->told += told * mass;
	retold->most[b] = fmax(retold->most[b], told);
	for (size_t u = 0; u < world.scratch.log.count; u++) {
		if (!unseen_at(u, middle_s))
			continue;
		retold->pending[b] += (to_s - from_s) * RESULT_BUCKETS / world.profile.horizon_s;
		retold->oldest_s = fmax(retold->oldest_s, to_s - sights[u].at_s);
	}
}

static void compare(const struct retold *retold, enum arch arch)
{
	const struct macro_arch *out = &world.out[arch];
	double queries = profile_mass(&world.profile, world.profile.horizon_s);

	for (int i = 0; i < MACRO_STRETCHES; i++)
		if (retold->mass[i] > 1e-6)
			ck_assert_double_eq_tol(out->stale[i], retold->stale[i] / retold->mass[i],
						1e-9);
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		ck_assert_double_eq_tol(world.series[arch].stale_max[b], retold->most[b], 1e-12);
		ck_assert_double_eq_tol(world.series[arch].pending[b], retold->pending[b], 1e-9);
	}
	ck_assert_double_eq_tol(out->stale_answer_frac, retold->told / queries, 1e-10);
	ck_assert_double_eq_tol(out->oldest_missed_s, retold->oldest_s, 1e-6);
}

static void retell(enum arch arch)
{
	static double cuts_s[CUTS_MAX];
	static struct retold retold;
	int count = cut_up(cuts_s);

	memset(&retold, 0, sizeof(retold));
	for (int i = 0; i + 1 < count; i++)
		if (cuts_s[i + 1] > cuts_s[i])
			retell_stretch(&retold, cuts_s[i], cuts_s[i + 1]);
	compare(&retold, arch);
}

/* Delays of the updates of the horizon, in their order. */
static void check_delays(enum arch arch)
{
	const struct macro_arch *out = &world.out[arch];
	size_t next = 0;

	for (size_t u = 0; u < world.scratch.log.count; u++) {
		if (sights[u].at_s < 0 || sights[u].at_s >= world.profile.horizon_s)
			continue;
		ck_assert_uint_lt(next, out->delay_count);
		/* deployments after the end are not in the list of events, so not among the
		 * sights */
		if (sights[u].seen_s < world.profile.horizon_s)
			ck_assert_double_eq_tol(out->delays_s[next],
						sights[u].seen_s - sights[u].at_s, 1e-6);
		else
			ck_assert_double_ge(out->delays_s[next] + sights[u].at_s,
					    world.profile.horizon_s - 1e-6);
		next++;
	}
	ck_assert_uint_eq(next, out->delay_count);
}

enum { ROUNDS = 60 };

START_TEST(staleness_of_the_path)
{
	random_scenario((uint64_t)_i);
	world_init(&world, &scenario);
	world_run(&world, 3);
	sights_of_index();
	retell(ARCH_RAG);
	check_delays(ARCH_RAG);
	sights_of_model();
	retell(ARCH_FT);
	check_delays(ARCH_FT);
	world_release(&world);
}
END_TEST

/* Indexing is one queue: an update begins when the one before is done, takes facts / rate, and is
 * found a lag later, at the rate and lag in force when it came. */
START_TEST(index_is_one_queue)
{
	const struct update_log *log = &world.scratch.log;
	double free_s = -(double)INFINITY;

	random_scenario((uint64_t)_i);
	world_init(&world, &scenario);
	world_run(&world, 1);
	for (size_t u = 0; u < log->count; u++) {
		const struct update *update = &log->updates[u];
		double at_s = fmax(update->at_s, 0);
		const struct params *p =
			&world.profile.regimes[profile_regime_at(&world.profile, at_s)].params;
		double rate = p->rag.ingest_facts_per_s;

		if (update->at_s < 0) {
			free_s = fmax(free_s, update->indexed_s - p->rag.index_lag_s);
			continue;
		}
		free_s = fmax(free_s, update->at_s) + (rate > 0 ? update->count / rate : 0);
		ck_assert_double_eq_tol(update->indexed_s, free_s + p->rag.index_lag_s, 1e-6);
	}
	world_release(&world);
}
END_TEST

/* Fees of a regime run over its length, updates cost what they cost on their day, a run is paid
 * when it is triggered and a repeat when an evaluation fails. */
static void expected_money(enum arch arch, double usd[LEDGER_COUNT])
{
	cost_upfront(&scenario.params, arch, usd);
	for (int r = 0; r < world.profile.regime_count; r++) {
		const struct regime *regime = &world.profile.regimes[r];
		const struct update_log *log = &world.scratch.log;

		cost_fixed(&regime->params, arch, (regime->end_s - regime->start_s) / MONTH_S, usd);
		for (size_t u = 0; u < log->count; u++)
			if (log->updates[u].at_s >= regime->start_s &&
			    log->updates[u].at_s < regime->end_s)
				cost_update(&regime->params, arch, usd);
		for (int e = 0; e < world.series[arch].event_count; e++) {
			const struct event *event = &world.series[arch].events[e];
			bool here = event->at_s >= regime->start_s && event->at_s < regime->end_s;

			if (here && event->kind == EVENT_TRIGGERED)
				usd[LEDGER_RETRAINING] += regime->params.ft.run_usd;
			if (here && event->kind == EVENT_FAILED)
				usd[LEDGER_RETRAINING] += regime->params.ft.run_usd *
							  regime->params.ft.repeat_frac;
		}
	}
}

START_TEST(money_of_the_path)
{
	random_scenario((uint64_t)_i);
	world_init(&world, &scenario);
	world_run(&world, 2);
	for (int a = ARCH_RAG; a <= ARCH_FT; a++) {
		double usd[LEDGER_COUNT] = { 0 }, series = 0, total = 0;

		expected_money((enum arch)a, usd);
		for (int c = 0; c < LEDGER_COUNT; c++) {
			ck_assert_double_le(fixture_gap(world.out[a].usd[c], usd[c]), 1e-10);
			total += usd[c];
		}
		for (int b = 0; b < RESULT_BUCKETS; b++)
			series += world.series[a].usd[b];
		ck_assert_double_le(fixture_gap(series, total), 1e-10);
	}
	world_release(&world);
}
END_TEST

/* An update a day of 20 facts, an index that takes 30 a day and lags 5 days, a model every 30
 * days. */
static void busy(void)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	scenario.params.knowledge.updates_per_month = 30;
	scenario.params.knowledge.facts_per_update = 20;
	scenario.params.rag.index_lag_s = 5 * DAY_S;
	scenario.params.rag.ingest_facts_per_s = 30 / DAY_S;
	scenario.params.ft.retrain_policy = RETRAIN_CALENDAR;
}

/* But for rounding: the others' events cut the integrals into other pieces. */
static void same_path(enum arch arch)
{
	const struct macro_arch *a = &world.out[arch], *b = &other.out[arch];

	for (int i = 0; i < RESULT_BUCKETS; i++)
		ck_assert_double_eq_tol(a->stale[i], b->stale[i], 1e-12);
	ck_assert_double_eq_tol(a->stale_answer_frac, b->stale_answer_frac, 1e-12);
	ck_assert_double_le(fixture_gap(a->pending_mean, b->pending_mean), 1e-12);
	ck_assert_double_le(fixture_gap(a->age_mean_s, b->age_mean_s), 1e-12);
	ck_assert_double_eq(a->oldest_missed_s, b->oldest_missed_s);
}

/* What a tuned model does, how slow its pipeline is, or whether there is one at all, is nothing to
 * an index: not even through what had happened before time 0. */
START_TEST(index_does_not_know_the_model)
{
	busy();
	world_once(&world, &scenario);
	scenario.params.ft.prep_days = 60;
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	world_once(&other, &scenario);
	same_path(ARCH_RAG);
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_RAG;
	world_once(&other, &scenario);
	same_path(ARCH_RAG);
}
END_TEST

/* And the other way round. */
START_TEST(model_does_not_know_the_index)
{
	busy();
	world_once(&world, &scenario);
	scenario.params.rag.index_lag_s = 40 * DAY_S;
	scenario.params.rag.ingest_facts_per_s = 0;
	world_once(&other, &scenario);
	same_path(ARCH_FT);
}
END_TEST

/* At time 0 the index has everything older than its lag, however slow it is. */
START_TEST(index_is_caught_up_at_first)
{
	busy();
	scenario.params.rag.ingest_facts_per_s = 1 / DAY_S;
	scenario.params.ft.prep_days = 60;
	world_init(&world, &scenario);
	for (uint64_t r = 0; r < 20; r++) {
		world_run(&world, r);
		ck_assert_double_le(world.series[ARCH_RAG].oldest_s[0], (5 + 1) * DAY_S);
	}
	world_release(&world);
}
END_TEST

/* The same seed and replication gives the same bits; another replication another path. */
START_TEST(replications)
{
	busy();
	world_init(&world, &scenario);
	world_run(&world, 1);
	memcpy(&other, &world, sizeof(other));
	world_run(&world, 2);
	ck_assert_mem_ne(world.stale[ARCH_FT], other.stale[ARCH_FT], sizeof(world.stale[0]));
	world_run(&world, 1);
	ck_assert_mem_eq(world.stale[ARCH_FT], other.stale[ARCH_FT], sizeof(world.stale[0]));
	ck_assert_mem_eq(world.series, other.series, sizeof(world.series));
	world_release(&world);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("macro_path");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, staleness_of_the_path, 0, ROUNDS);
	tcase_add_loop_test(tcase, index_is_one_queue, 0, ROUNDS);
	tcase_add_loop_test(tcase, money_of_the_path, 0, ROUNDS);
	tcase_add_test(tcase, index_does_not_know_the_model);
	tcase_add_test(tcase, model_does_not_know_the_index);
	tcase_add_test(tcase, index_is_caught_up_at_first);
	tcase_add_test(tcase, replications);
	return suite_run("macro_path", tcase);
}
