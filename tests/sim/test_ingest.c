// SPDX-License-Identifier: MIT
/* The queue into the index: batches, work at a finite rate, and re-embeddings in front of it. */
#include "sim/ingest.h"

#include <math.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct world world;
static struct ingest ingest;

/* Batches every 6 hours, 100 facts an hour, found half an hour after. Times in hours. */
static struct params *batches(void)
{
	fixture_quiet(&scenario);
	scenario.params.rag.ingest_every_hours = 6;
	scenario.params.rag.ingest_facts_per_s = 100 / HOUR_S;
	scenario.params.rag.index_lag_s = HOUR_S / 2;
	ingest_clear(&ingest);
	return &scenario.params;
}

static double add_h(double at_h, double facts)
{
	return ingest_add(&ingest, &scenario.params, at_h * HOUR_S, facts, false, 0) / HOUR_S;
}

START_TEST(batches_take_what_is_there)
{
	struct params *p = batches();

	ck_assert_double_eq(ingest_taken_s(p, 0), 0);
	ck_assert_double_eq(ingest_taken_s(p, 1), 6 * HOUR_S);
	ck_assert_double_eq(ingest_taken_s(p, -1), 0);
	ck_assert_double_eq(ingest_taken_s(p, -7 * HOUR_S), -6 * HOUR_S);
	for (int k = -100; k <= 100; k++) {
		p->rag.ingest_every_hours = 0.1 + 0.37 * (k + 100);
		HOLDS(ingest_taken_s(p, 17 * ingest_period_s(p)) == 17 * ingest_period_s(p));
	}
	p->rag.ingest_every_hours = 0;
	ck_assert_double_eq(ingest_taken_s(p, 1234.5), 1234.5);
	p->rag.ingest_every_hours = 1e-300;
	ck_assert_double_eq(ingest_taken_s(p, 1234.5), 1234.5);
}
END_TEST

START_TEST(one_after_another)
{
	batches();
	ck_assert_double_eq_tol(add_h(1, 200), 6 + 2 + 0.5, 1e-9);
	ck_assert_double_eq_tol(add_h(5, 300), 6 + 2 + 3 + 0.5, 1e-9);
	/* the batch of 12 begins while that of 6 is done */
	ck_assert_double_eq_tol(add_h(6.5, 1000), 12 + 10 + 0.5, 1e-9);
	ck_assert_double_eq_tol(add_h(13, 100), 22 + 1 + 0.5, 1e-9);
	/* shorter periods: nobody overtakes */
	scenario.params.rag.ingest_every_hours = 1;
	ck_assert_double_eq_tol(add_h(13.5, 100), 23 + 1 + 0.5, 1e-9);
	ingest_release(&ingest);
}
END_TEST

/* The corpus is made anew at hour 7, for 10 hours: what the batch of 6 took is ahead of it, the
 * batch of 12 begins when it is over. */
START_TEST(an_embedding_goes_ahead_of_later_batches)
{
	batches();
	ck_assert_double_eq_tol(add_h(1, 50), 7, 1e-9);
	ck_assert_double_eq_tol(add_h(2, 150), 8.5, 1e-9);
	ck_assert_double_eq_tol(add_h(6.5, 100), 13.5, 1e-9);
	ck_assert_double_eq_tol(add_h(6.6, 100), 14.5, 1e-9);
	ingest_hold(&ingest, 7 * HOUR_S, 10 * HOUR_S);
	ck_assert_uint_eq(ingest.count, 2);
	/* it begins at 8, when the batch of 6 is done */
	ck_assert_double_eq_tol(ingest.waiting[0].visible_s / HOUR_S, 18 + 1 + 0.5, 1e-9);
	ck_assert_double_eq_tol(ingest.waiting[1].visible_s / HOUR_S, 18 + 2 + 0.5, 1e-9);
	ck_assert_double_eq_tol(add_h(8, 100), 18 + 3 + 0.5, 1e-9);
	/* and another one before the batch is taken */
	ingest_hold(&ingest, 9 * HOUR_S, 2 * HOUR_S);
	ck_assert_double_eq_tol(ingest.waiting[2].visible_s / HOUR_S, 20 + 3 + 0.5, 1e-9);
	ck_assert_double_eq_tol(add_h(100, 100), 102 + 1 + 0.5, 1e-9);
	ingest_release(&ingest);
}
END_TEST

/* Poisson updates and no queue: half a period, the work, and the lag. */
START_TEST(mean_way_into_the_index)
{
	static const double hours[] = { 0, 5, 24, 168 };
	const double work_days = 30 / (1e-3 * DAY_S), lag_days = 0.25;

	for (int i = 0; i < 4; i++) {
		double expected = hours[i] / 24 / 2 + work_days + lag_days;
		struct tally delay = { 0 };

		fixture_quiet(&scenario);
		scenario.horizon_days = 840;
		scenario.params.knowledge.updates_per_month = 0.5;
		scenario.params.rag.ingest_every_hours = hours[i];
		scenario.params.rag.ingest_facts_per_s = 1e-3;
		scenario.params.rag.index_lag_s = lag_days * DAY_S;
		world_init(&world, &scenario);
		for (uint64_t r = 0; r < 150; r++) {
			const struct macro_arch *rag = &world.out[ARCH_RAG];

			world_run(&world, r);
			for (size_t u = 0; u < rag->delay_count; u++)
				tally_add(&delay, rag->delays_s[u] / DAY_S);
		}
		world_release(&world);
		ck_assert_double_ge(delay.min, work_days + lag_days - 1e-9);
		/* now and then two are in one batch, or one follows another: a few per cent of the
		 * work more */
		ck_assert_double_ge(delay.mean,
				    expected - 4.5 * tally_sd(&delay) / sqrt((double)delay.n));
		ck_assert_double_le(delay.mean,
				    expected + 0.15 * work_days +
					    4.5 * tally_sd(&delay) / sqrt((double)delay.n));
	}
}
END_TEST

/* Without work to wait for the age of what an index says goes from lag to lag + period and back,
 * changes or not; and stale is what changed within it. */
START_TEST(age_and_staleness_of_batches)
{
	struct tally stale = { 0 };
	double expected = 0;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	scenario.params.knowledge.updates_per_month = 30;
	scenario.params.knowledge.facts = 100;
	scenario.params.knowledge.facts_per_update = 10;
	scenario.params.rag.ingest_every_hours = 48;
	scenario.params.rag.index_lag_s = DAY_S / 2;
	world_init(&world, &scenario);
	for (int r = 0; r < 300; r++) {
		world_run(&world, (uint64_t)r);
		NEAR(world.out[ARCH_RAG].age_mean_s / DAY_S, 0.5 + 1, 1e-6);
		tally_add(&stale, world.out[ARCH_RAG].stale_answer_frac);
	}
	world_release(&world);
	/* 1 - exp(-0.1 age), mean over ages from 0.5 to 2.5 days */
	expected = 1 - (exp(-0.05) - exp(-0.25)) / 0.2;
	ck_assert_double_eq_tol(stale.mean, expected, 4.5 * tally_sd(&stale) / sqrt(300));
}
END_TEST

/* 1,000 facts at 1,000 a day, taken by the batch of day 102: in the index a day and the lag later,
 * and as old as the change until then. */
START_TEST(age_of_batches_that_are_behind)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	scenario.params.rag.ingest_every_hours = 72;
	scenario.params.rag.index_lag_s = DAY_S / 4;
	scenario.params.rag.ingest_facts_per_s = 1000 / DAY_S;
	fixture_change_at(&scenario, 100, 1000, 0.3);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].delays_s[0], (2 + 1.25) * DAY_S, 1e-6);
	/* 1.75 days on average; from day 102.25 to 103.25 it is t - 100 instead of t - 102 */
	ck_assert_double_eq_tol(world.out[ARCH_RAG].age_mean_s / DAY_S, 1.75 + 2 / 180.0, 1e-6);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].stale_answer_frac, 0.3 * 3.25 / 180, 1e-9);
}
END_TEST

/* Whatever is on: no change is found before it was made, its batch was taken and the lag over; and
 * at time 0 the index is not further behind than a period and a lag. */
START_TEST(never_visible_too_early)
{
	struct rng rng;

	rng_open(&rng, 3, 0, 0, "scenarios");
	for (uint64_t round = 0; round < 60; round++) {
		struct params *p = batches();
		double most_s;

		scenario.horizon_days = 60;
		p->knowledge.updates_per_month = 100 * rng_unit(&rng);
		p->knowledge.second_query_frac = round % 2 ? 0.5 : 0;
		p->rag.ingest_every_hours = round % 3 ? 100 * rng_unit(&rng) : 0;
		p->rag.ingest_facts_per_s = round % 4 ? 1e-2 * rng_unit(&rng) : 0;
		p->rag.index_lag_s = 3 * DAY_S * rng_unit(&rng);
		p->ft.prep_days = 40;
		most_s = ingest_period_s(p) + p->rag.index_lag_s;
		world_init(&world, &scenario);
		world_run(&world, round);
		for (size_t u = 0; u < world.scratch.log.count; u++) {
			const struct update *update = &world.scratch.log.updates[u];

			HOLDS(update->indexed_s >=
			      ingest_taken_s(p, update->at_s) + p->rag.index_lag_s - 1e-6);
			HOLDS(update->at_s > -most_s || update->indexed_s <= 0);
		}
		for (size_t u = 0; u < world.out[ARCH_RAG].delay_count; u++)
			HOLDS(world.delays_s[ARCH_RAG][u] >= p->rag.index_lag_s - 1e-6);
		world_release(&world);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("ingest");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, batches_take_what_is_there);
	tcase_add_test(tcase, one_after_another);
	tcase_add_test(tcase, an_embedding_goes_ahead_of_later_batches);
	tcase_add_test(tcase, mean_way_into_the_index);
	tcase_add_test(tcase, age_and_staleness_of_batches);
	tcase_add_test(tcase, age_of_batches_that_are_behind);
	tcase_add_test(tcase, never_visible_too_early);
	return suite_run("ingest", tcase);
}
