// SPDX-License-Identifier: MIT
/*
 * Several sources of facts with their own clocks, and bursts. Means over replications are allowed
 * 4.5 standard errors, as in test_macro_stale.c.
 */
#include "sim/macro.h"

#include <math.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct world world;

static const double lag_days = 1.5;

/* Policies that rarely change, prices that do so every day, and a third of the facts between. */
static void three_sources(void)
{
	struct params *p = &scenario.params;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->knowledge.updates_per_month = 3;
	p->knowledge.facts = 200;
	p->knowledge.facts_per_update = 10;
	p->knowledge.second_query_frac = 0.3;
	p->knowledge.second_updates_per_month = 30;
	p->knowledge.second_facts = 40;
	p->knowledge.third_query_frac = 0.2;
	p->knowledge.third_updates_per_month = 12;
	p->knowledge.third_facts = 5; /* fewer than an update changes: all of them */
	p->rag.index_lag_s = lag_days * DAY_S;
}

START_TEST(each_source_has_its_share)
{
	static const int first[] = { 0, 200, 240 }, count[] = { 200, 40, 5 };
	static const double share[] = { 0.5 * 0.9, 0.3 * 0.9, 0.2 * 0.9 };

	three_sources();
	fixture_change_at(&scenario, 10, 2, 0.1);
	world_init(&world, &scenario);
	ck_assert_int_eq(world.knowledge.ordinary, 245);
	ck_assert_int_eq(world.knowledge.facts, 247);
	ck_assert_uint_eq(knowledge_single_fact(&world.knowledge, &scenario, 0), 245);
	for (int s = 0; s < SOURCES; s++) {
		double sum = 0;

		ck_assert_int_eq(world.knowledge.sources[s].first, first[s]);
		for (int f = first[s]; f < first[s] + count[s]; f++) {
			double ratio = world.knowledge.popularity[first[s]] /
				       world.knowledge.popularity[f];

			sum += world.knowledge.popularity[f];
			ck_assert_double_eq_tol(ratio, pow(f - first[s] + 1, 0.8), 1e-9);
		}
		ck_assert_double_eq_tol(sum, share[s], 1e-12);
	}
	world_release(&world);
}
END_TEST

/* More than everything is divided in proportion. */
START_TEST(shares_of_more_than_all)
{
	three_sources();
	scenario.params.knowledge.second_query_frac = 0.9;
	scenario.params.knowledge.third_query_frac = 0.6;
	ck_assert_double_eq_tol(source_share(&scenario.params, 0), 0, 1e-15);
	ck_assert_double_eq_tol(source_share(&scenario.params, 1), 0.6, 1e-15);
	ck_assert_double_eq_tol(source_share(&scenario.params, 2), 0.4, 1e-15);
}
END_TEST

START_TEST(a_draw_stays_in_its_source)
{
	uint32_t drawn[20];
	struct rng rng;

	three_sources();
	world_init(&world, &scenario);
	rng_open(&rng, 5, 0, 0, "draws");
	for (int round = 0; round < 2000; round++) {
		int s = round % SOURCES, count;
		const struct source *source = &world.knowledge.sources[s];

		count = knowledge_draw(&world.knowledge, s, &rng, round % 2 ? 1 : 0, 10, drawn);
		ck_assert_int_eq(count, source->facts < 10 ? source->facts : 10);
		for (int i = 0; i < count; i++)
			HOLDS(drawn[i] >= (uint32_t)source->first &&
			      drawn[i] < (uint32_t)(source->first + source->facts));
	}
	world_release(&world);
}
END_TEST

/* Poisson updates: P(a fact of source i changed within the lag) = 1 - exp(-rate_i k_i lag), with
 * k_i the share of its facts that an update changes, 1 where it changes all. */
static double expected_stale(const struct params *p)
{
	double sum = 0;

	for (int s = 0; s < SOURCES; s++) {
		double facts = source_facts(p, s), changed = p->knowledge.facts_per_update;
		double per_day = source_updates_per_month(p, s) / 30;

		if (facts > 0)
			sum += source_share(p, s) *
			       -expm1(-per_day * lag_days * fmin(1, changed / facts));
	}
	return sum;
}

static struct tally stale_over(int replications)
{
	struct tally tally = { 0 };

	world_init(&world, &scenario);
	for (int r = 0; r < replications; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&tally, world.out[ARCH_RAG].stale_answer_frac);
	}
	world_release(&world);
	return tally;
}

START_TEST(staleness_is_the_sum_over_sources)
{
	double on, off;

	for (int two = 0; two < 2; two++) {
		struct tally tally;

		three_sources();
		scenario.params.knowledge.second_query_frac = two ? 0 : 0.3;
		tally = stale_over(300);
		ck_assert_double_eq_tol(tally.mean, expected_stale(&scenario.params),
					4.5 * tally_sd(&tally) / sqrt(300));
		ck_assert_double_lt(tally_sd(&tally) / sqrt(300), 0.03 * tally.mean);
	}
	three_sources();
	on = expected_stale(&scenario.params);
	scenario.params.knowledge.second_query_frac = 0;
	scenario.params.knowledge.third_query_frac = 0;
	off = expected_stale(&scenario.params);
	ck_assert_double_gt(on, 3 * off);
}
END_TEST

/* A source that nobody asks is none: not a bit changes with what it would do. */
START_TEST(a_source_that_is_off)
{
	static struct macro_arch without[ARCH_COUNT];

	three_sources();
	scenario.params.knowledge.second_query_frac = 0;
	scenario.params.knowledge.third_query_frac = 0;
	world_once(&world, &scenario);
	for (int a = 0; a < ARCH_COUNT; a++)
		without[a] = world.out[a];
	scenario.params.knowledge.second_updates_per_month = 900;
	scenario.params.knowledge.third_facts = 7;
	world_once(&world, &scenario);
	for (int a = 0; a < ARCH_COUNT; a++) {
		ck_assert_double_eq(world.out[a].stale_answer_frac, without[a].stale_answer_frac);
		ck_assert_double_eq(world.out[a].pending_mean, without[a].pending_mean);
	}
}
END_TEST

/* The updates of the first source come when they did, however many others there are. */
START_TEST(sources_have_luck_of_their_own)
{
	static double alone_s[1000];
	const struct update_log *log = &world.scratch.log;
	size_t count = 0, found = 0;

	three_sources();
	scenario.arch_count = 1;
	scenario.params.knowledge.second_query_frac = 0;
	scenario.params.knowledge.third_query_frac = 0;
	world_init(&world, &scenario);
	world_run(&world, 4);
	for (; count < log->count; count++)
		alone_s[count] = log->updates[count].at_s;
	world_release(&world);
	ck_assert_uint_gt(count, 8);
	three_sources();
	scenario.arch_count = 1;
	world_init(&world, &scenario);
	world_run(&world, 4);
	for (size_t u = 0; u < log->count && found < count; u++)
		found += log->updates[u].at_s == alone_s[found];
	/* what came after the horizon depends on how long the run went on */
	ck_assert_uint_ge(found + 1, count);
	for (size_t u = 1; u < log->count; u++)
		ck_assert_double_ge(log->updates[u].at_s, log->updates[u - 1].at_s);
	world_release(&world);
}
END_TEST

/* `rate x lag` of all sources' updates are pending, from the first moment on. */
START_TEST(pending_of_all_sources)
{
	struct tally all = { 0 }, first = { 0 };

	three_sources();
	world_init(&world, &scenario);
	for (int r = 0; r < 400; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&all, world.out[ARCH_RAG].pending_mean);
		tally_add(&first, world.series[ARCH_RAG].pending[0]);
	}
	world_release(&world);
	ck_assert_double_eq_tol(all.mean, 45 / 30.0 * lag_days, 4.5 * tally_sd(&all) / 20);
	ck_assert_double_eq_tol(first.mean, 45 / 30.0 * lag_days, 4.5 * tally_sd(&first) / 20);
}
END_TEST

/* Twelve updates at once: so many are pending for one lag, each is paid, and one run is triggered
 * for all. The updates before and after are the same ones. */
START_TEST(a_burst)
{
	const struct update_log *log = &world.scratch.log;
	size_t burst = 0;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	scenario.params.knowledge.facts = 10;
	scenario.params.knowledge.facts_per_update = 10;
	scenario.params.rag.index_lag_s = 2 * DAY_S;
	scenario.params.rag.write_units_per_update = 1e6;
	scenario.params.rag.write_usd_per_m = 3;
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.ft.retrain_after_updates = 12;
	fixture_incident_at(&scenario, 50, INCIDENT_UPDATE_BURST, 12);
	world_init(&world, &scenario);
	world_run(&world, 0);
	for (size_t u = 0; u < log->count; u++)
		burst += log->updates[u].at_s == 50 * DAY_S;
	ck_assert_uint_eq(burst, 12);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].pending_mean, 12 * 2 / 180.0, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].stale_answer_frac, 2 / 180.0, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_WRITES], 36, 1e-9);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 1);
	ck_assert_uint_eq(world.out[ARCH_RAG].delay_count, 12);
	world_release(&world);
	scenario.timeline_count = 0;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_RAG].stale_answer_frac, 0);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 0);
}
END_TEST

/* A dated change of the second source's rate is followed from its day on. */
START_TEST(a_rate_that_changes)
{
	struct tally before = { 0 }, after = { 0 };
	double slow, fast;

	three_sources();
	scenario.params.knowledge.third_query_frac = 0;
	scenario.params.knowledge.updates_per_month = 0;
	fixture_set_at(&scenario, 90, P_knowledge_second_updates_per_month, 90);
	slow = 0.3 * -expm1(-1 * lag_days / 4);
	fast = 0.3 * -expm1(-3 * lag_days / 4);
	world_init(&world, &scenario);
	for (int r = 0; r < 200; r++) {
		world_run(&world, (uint64_t)r);
		for (int b = 0; b < 88; b++)
			tally_add(&before, world.series[ARCH_RAG].stale[b]);
		for (int b = 92; b < 180; b++)
			tally_add(&after, world.series[ARCH_RAG].stale[b]);
	}
	world_release(&world);
	ck_assert_double_eq_tol(before.mean, slow, 0.02 * slow);
	ck_assert_double_eq_tol(after.mean, fast, 0.02 * fast);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("sources");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, each_source_has_its_share);
	tcase_add_test(tcase, shares_of_more_than_all);
	tcase_add_test(tcase, a_draw_stays_in_its_source);
	tcase_add_test(tcase, staleness_is_the_sum_over_sources);
	tcase_add_test(tcase, a_source_that_is_off);
	tcase_add_test(tcase, sources_have_luck_of_their_own);
	tcase_add_test(tcase, pending_of_all_sources);
	tcase_add_test(tcase, a_burst);
	tcase_add_test(tcase, a_rate_that_changes);
	return suite_run("sources", tcase);
}
