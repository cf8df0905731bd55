// SPDX-License-Identifier: MIT
/* Paths of the macro clock that one can work out by hand. Expectations are in test_macro_stale.c,
 * random paths in test_macro_path.c. */
#include "sim/macro.h"

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct world world;

/* Retraining every 30 days, live 8 days after its trigger; an index with a lag of 6 hours. */
static void every_thirty_days(void)
{
	struct params *p = &scenario.params;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->rag.index_lag_s = DAY_S / 4;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 30;
	p->ft.prep_days = 2;
	p->ft.train_hours = 24;
	p->ft.eval_days = 4;
	p->ft.deploy_hours = 24;
}

/* Days on which something of this kind happened to the tuned model. */
static void check_days(enum event_kind kind, const double *days, int count)
{
	double at_s[64];

	ck_assert_int_eq(world_events(&world, ARCH_FT, kind, at_s, 64), count);
	for (int i = 0; i < count; i++)
		ck_assert_double_eq_tol(at_s[i] / DAY_S, days[i], 1e-9);
}

#define CHECK_DAYS(kind, ...)                                                  \
	do {                                                                   \
		static const double days[] = { __VA_ARGS__ };                  \
		check_days(kind, days, (int)(sizeof(days) / sizeof(days[0]))); \
	} while (0)

/* The price 49 -> 59 on day 45, asked in 5 % of the queries: the model goes on saying 49 until the
 * run that is triggered on day 60 is live on day 68; the index says 59 after its lag. */
START_TEST(one_fact_changes)
{
	const struct macro_arch *ft = &world.out[ARCH_FT], *rag = &world.out[ARCH_RAG];

	every_thirty_days();
	fixture_change_at(&scenario, 45, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(ft->stale_answer_frac, 0.05 * 23 / 180, 1e-12);
	ck_assert_double_eq_tol(rag->stale_answer_frac, 0.05 * 0.25 / 180, 1e-12);
	/* a bucket is a day */
	for (int day = 0; day < 180; day++) {
		double expected = day >= 45 && day < 68 ? 0.05 : 0;

		ck_assert_double_eq_tol(ft->stale[day], expected, 1e-12);
		ck_assert_double_eq_tol(world.series[ARCH_FT].stale_max[day], expected, 1e-12);
		ck_assert_double_eq_tol(rag->stale[day], day == 45 ? 0.05 / 4 : 0, 1e-12);
	}
	ck_assert_double_eq(ft->delays_s[0], 23 * DAY_S);
	ck_assert_double_eq(rag->delays_s[0], DAY_S / 4);
	ck_assert_double_eq_tol(ft->oldest_missed_s, 23 * DAY_S, 1e-6);
	ck_assert_double_eq_tol(rag->oldest_missed_s, DAY_S / 4, 1e-6);
	ck_assert_double_eq_tol(ft->pending_mean, 23.0 / 180, 1e-12);
}
END_TEST

/* On the day of the trigger the change is in the data; a moment later it waits for the next one. */
START_TEST(just_in_time_and_just_too_late)
{
	every_thirty_days();
	fixture_change_at(&scenario, 60, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].delays_s[0], 8 * DAY_S, 1e-6);
	every_thirty_days();
	fixture_change_at(&scenario, 60.001, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].delays_s[0], 37.999 * DAY_S, 1e-6);
}
END_TEST

/* A hybrid's facts come from its index: its model may learn them earlier, and does not tell. */
START_TEST(facts_of_a_hybrid)
{
	every_thirty_days();
	scenario.params.hybrid.retrain_policy = RETRAIN_CALENDAR;
	scenario.params.hybrid.retrain_every_days = 30;
	scenario.params.rag.index_lag_s = 50 * DAY_S;
	fixture_change_at(&scenario, 45, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_HYBRID].stale_answer_frac, 0.05 * 50 / 180, 1e-12);
	ck_assert_double_eq(world.out[ARCH_HYBRID].delays_s[0], 50 * DAY_S);
	ck_assert_double_eq(world.out[ARCH_HYBRID].deployed, 5);
}
END_TEST

/* Without retraining it is never seen: an infinite delay, and stale to the end. */
START_TEST(never_retrained)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_NEVER;
	fixture_change_at(&scenario, 45, 2, 0.1);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac, 0.1 * 135 / 180, 1e-12);
	ck_assert_uint_eq(world.out[ARCH_FT].delay_count, 1);
	ck_assert_double_eq(world.out[ARCH_FT].delays_s[0], (double)INFINITY);
	ck_assert_double_eq(world.out[ARCH_FT].oldest_missed_s, 135 * DAY_S);
}
END_TEST

/* A change shortly before the end: how long it takes is known although it happens afterwards, and
 * nothing after the end is charged or listed. */
START_TEST(run_goes_on_for_the_last_change)
{
	every_thirty_days();
	scenario.horizon_days = 170;
	scenario.params.ft.run_usd = 1000;
	fixture_change_at(&scenario, 165, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].delays_s[0], (188 - 165) * DAY_S, 1e-6);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 5000);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac, 0.05 * 5 / 170, 1e-12);
	CHECK_DAYS(EVENT_TRIGGERED, 30, 60, 90, 120, 150);
}
END_TEST

/* Triggers at k x 30 up to the end, inclusive; each is paid on its day. */
START_TEST(runs_are_charged_when_triggered)
{
	every_thirty_days();
	scenario.params.ft.run_usd = 1000;
	scenario.params.hybrid.run_usd = 7;
	scenario.params.hybrid.retrain_policy = RETRAIN_CALENDAR;
	scenario.params.hybrid.retrain_every_days = 100;
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 30, 60, 90, 120, 150, 180);
	CHECK_DAYS(EVENT_DEPLOYED, 38, 68, 98, 128, 158);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 6);
	ck_assert_double_eq(world.out[ARCH_FT].deployed, 5);
	ck_assert_double_eq(world.out[ARCH_FT].failed, 0);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 6000);
	ck_assert_double_eq(world.out[ARCH_HYBRID].usd[LEDGER_RETRAINING], 7);
	for (int day = 0; day < 180; day++)
		ck_assert_double_eq(world.series[ARCH_FT].usd[day],
				    day == 179 || (day > 0 && day % 30 == 0) ? 1000 : 0);
}
END_TEST

START_TEST(failures_are_charged)
{
	every_thirty_days();
	scenario.params.ft.eval_pass_frac = 0;
	scenario.params.ft.max_tries = 2;
	scenario.params.ft.run_usd = 1000;
	scenario.params.ft.repeat_frac = 0.25;
	scenario.horizon_days = 50;
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 30);
	CHECK_DAYS(EVENT_FAILED, 37);
	CHECK_DAYS(EVENT_GIVEN_UP, 42);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 1250);
	ck_assert_double_eq(world.out[ARCH_FT].failed, 2);
	ck_assert_double_eq(world.out[ARCH_FT].deployed, 0);
}
END_TEST

/* Every third change asks for a run; those made while it runs count for the next one. */
START_TEST(runs_by_updates)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.ft.retrain_after_updates = 3;
	for (int i = 0; i < 12; i++)
		fixture_change_at(&scenario, 10 + 3 * i, 1, 0.01);
	world_once(&world, &scenario);
	/* 10 13 16: run; 19 22 25: wanted, starts when the first is live with 25 in it; 28 31 34:
	 * again */
	CHECK_DAYS(EVENT_TRIGGERED, 16, 25, 34, 43);
	CHECK_DAYS(EVENT_DEPLOYED, 24, 33, 42, 51);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac * 180 / 0.01,
				4 * (14 + 11 + 8), 1e-9);
}
END_TEST

/* The same with a minimum gap of 20 days: a wish waits, and takes along what came meanwhile. */
START_TEST(runs_by_updates_with_a_gap)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.ft.retrain_after_updates = 1;
	scenario.params.ft.min_gap_days = 20;
	for (int i = 0; i < 5; i++)
		fixture_change_at(&scenario, 10 + 6 * i, 1, 0.01);
	world_once(&world, &scenario);
	/* 10: at once; 16 22 28 wait until 30; 34 waits until 50 */
	CHECK_DAYS(EVENT_TRIGGERED, 10, 30, 50);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac * 180 / 0.01,
				8 + 22 + 16 + 10 + 24, 1e-9);
}
END_TEST

/* What changed since the model of time 0 was frozen is pending from the first moment on. */
START_TEST(past_updates_trigger)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.knowledge.updates_per_month = 30;
	scenario.params.knowledge.update_cv = 0;
	/* clockwork once a day, so 8 of them in a lead of 8 days */
	scenario.params.ft.retrain_after_updates = 8;
	scenario.horizon_days = 0.001;
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 0);
	scenario.params.ft.retrain_after_updates = 9;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 0);
}
END_TEST

/* Ten changes are pending and nobody retrains; on day 90 somebody decides to. */
START_TEST(pending_updates_trigger_a_new_policy)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_NEVER;
	scenario.params.ft.retrain_after_updates = 10;
	for (int i = 0; i < 10; i++)
		fixture_change_at(&scenario, 10 + i, 1, 0.01);
	fixture_set_at(&scenario, 90, P_ft_retrain_policy, RETRAIN_UPDATES);
	fixture_set_at(&scenario, 120, P_ft_run_usd, 1);
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 90);
	CHECK_DAYS(EVENT_DEPLOYED, 98);
}
END_TEST

/* A run that was given up is asked for again by the next change, not by a change of price. */
START_TEST(given_up_runs_wait_for_news)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.ft.eval_pass_frac = 0;
	scenario.params.ft.max_tries = 1;
	fixture_change_at(&scenario, 10, 1, 0.01);
	fixture_set_at(&scenario, 40, P_ft_run_usd, 1);
	fixture_change_at(&scenario, 60, 1, 0.01);
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 10, 60);
	CHECK_DAYS(EVENT_GIVEN_UP, 17, 67);
}
END_TEST

/* Dated changes of the policy: every 30 days, then every 20 counted from its day, then never. */
START_TEST(policies_change)
{
	every_thirty_days();
	fixture_set_at(&scenario, 65, P_ft_retrain_every_days, 20);
	fixture_set_at(&scenario, 130, P_ft_retrain_policy, RETRAIN_NEVER);
	fixture_set_at(&scenario, 160, P_ft_retrain_policy, RETRAIN_CALENDAR);
	world_once(&world, &scenario);
	CHECK_DAYS(EVENT_TRIGGERED, 30, 60, 85, 105, 125, 180);
	CHECK_DAYS(EVENT_DEPLOYED, 38, 68, 93, 113, 133);
}
END_TEST

/* Fees run at the price in force, to the day; updates and runs cost what they cost when they
 * come. */
START_TEST(prices_change)
{
	every_thirty_days();
	scenario.params.rag.vector_db_usd_per_month = 300;
	scenario.params.rag.write_units_per_update = 1e6;
	scenario.params.rag.write_usd_per_m = 2;
	scenario.params.rag.update_tok = 5e5;
	scenario.params.rag.embed_usd_per_mtok = 4;
	scenario.params.ft.run_usd = 1000;
	fixture_change_at(&scenario, 10, 1, 0.01);
	fixture_change_at(&scenario, 20, 1, 0.01);
	fixture_set_at(&scenario, 75, P_rag_vector_db_usd_per_month, 600);
	fixture_set_at(&scenario, 75, P_rag_write_usd_per_m, 50);
	fixture_set_at(&scenario, 75, P_ft_run_usd, 300);
	fixture_change_at(&scenario, 75, 1, 0.01);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_DB], 300 * 2.5 + 600 * 3.5,
				1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_WRITES], 2 + 2 + 50, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_EMBEDDING], 3 * 2, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 2 * 1000 + 4 * 300,
				1e-9);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_VECTOR_WRITES], 0);
}
END_TEST

/* Clockwork updates every 10 days, from day 94 on three times as often: what is left of the gap
 * then goes three times as fast. */
START_TEST(update_rate_changes)
{
	const struct update_log *log = &world.scratch.log;
	const double turn_s = 94 * DAY_S, gap_s = 10 * DAY_S;

	every_thirty_days();
	scenario.params.knowledge.updates_per_month = 3;
	scenario.params.knowledge.update_cv = 0;
	scenario.params.ft.prep_days = 30;
	fixture_set_at(&scenario, 94, P_knowledge_updates_per_month, 9);
	world_init(&world, &scenario);
	world_run(&world, 0);
	ck_assert_double_lt(log->updates[1].at_s, 0);
	for (size_t u = 1; u < log->count && log->updates[u].at_s < 180 * DAY_S; u++) {
		double before_s = log->updates[u - 1].at_s, expected_s = before_s + gap_s;

		if (before_s > turn_s)
			expected_s = before_s + gap_s / 3;
		else if (expected_s > turn_s)
			expected_s = turn_s + (expected_s - turn_s) / 3;
		ck_assert_double_eq_tol(log->updates[u].at_s, expected_s, 1e-5);
	}
	ck_assert_double_ge((double)world.out[ARCH_RAG].delay_count, 9 + 25);
	ck_assert_double_le((double)world.out[ARCH_RAG].delay_count, 10 + 27);
	world_release(&world);
}
END_TEST

/* The model of time 0 was frozen a lead ago and never goes; knowledge is as old as it is. An index
 * is as old as its lag. */
START_TEST(ages)
{
	every_thirty_days();
	scenario.params.ft.retrain_policy = RETRAIN_NEVER;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].age_mean_s, (8 + 90) * DAY_S, 1e-3);
	ck_assert_double_eq_tol(world.out[ARCH_FT].model_age_mean_s, (8 + 90) * DAY_S, 1e-3);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].age_mean_s, DAY_S / 4, 1e-3);
	ck_assert_double_nan(world.out[ARCH_RAG].model_age_mean_s);
	ck_assert_double_eq_tol(world.out[ARCH_HYBRID].age_mean_s, DAY_S / 4, 1e-3);
	ck_assert_double_eq_tol(world.out[ARCH_HYBRID].model_age_mean_s, (8 + 90) * DAY_S, 1e-3);
	/* 38 days from age 8 on, four times 30 from 8 to 38, 22 from 8 to 30 */
	every_thirty_days();
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(
		world.out[ARCH_FT].age_mean_s / DAY_S,
		(38 * (8 + 46) / 2.0 + 4 * 30 * (8 + 38) / 2.0 + 22 * (8 + 30) / 2.0) / 180, 1e-9);
}
END_TEST

/* While indexing is behind, answers are made from knowledge as old as the oldest update it lacks:
 * 1,000 facts at 1,000 a day keep the index a day behind, plus its lag. */
START_TEST(age_of_an_index_that_is_behind)
{
	every_thirty_days();
	scenario.params.rag.ingest_facts_per_s = 1000 / DAY_S;
	fixture_change_at(&scenario, 100, 1000, 0.3);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].delays_s[0], 1.25 * DAY_S, 1e-6);
	/* from day 100.25 to 101.25 the age grows from 1/4 to 5/4 days: half a day more on
	 * average */
	ck_assert_double_eq_tol(world.out[ARCH_RAG].age_mean_s, (0.25 + 0.5 / 180) * DAY_S, 1e-3);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].stale_answer_frac, 0.3 * 1.25 / 180, 1e-12);
}
END_TEST

/* Where nobody asks, shares are shares of time. */
START_TEST(no_queries)
{
	every_thirty_days();
	scenario.params.traffic.volume_qpm = 0;
	scenario.params.rag.vector_db_usd_per_month = 300;
	fixture_change_at(&scenario, 45, 1, 0.05);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac, 0.05 * 23 / 180, 1e-12);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_DB], 1800, 1e-9);
}
END_TEST

/* Entries of the timeline are listed for every architecture, those at the very end included. */
START_TEST(timeline_is_listed)
{
	double at_s[4];

	every_thirty_days();
	fixture_set_at(&scenario, 0, P_rag_recall_frac, 0.5);
	fixture_change_at(&scenario, 20, 1, 0.1);
	fixture_set_at(&scenario, 180, P_rag_recall_frac, 0.6);
	fixture_change_at(&scenario, 181, 1, 0.1);
	world_once(&world, &scenario);
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		ck_assert_int_eq(world_events(&world, (enum arch)a, EVENT_SET, at_s, 4), 2);
		ck_assert_double_eq(at_s[1], 180 * DAY_S);
		ck_assert_int_eq(world_events(&world, (enum arch)a, EVENT_CHANGE, at_s, 4), 1);
		ck_assert_int_eq(world.series[a].events[1].timeline_index, 1);
	}
}
END_TEST

/* More events than a result has room for are counted, not written past the end. */
START_TEST(events_overflow)
{
	every_thirty_days();
	scenario.params.ft.retrain_every_days = 0.1;
	scenario.params.ft.prep_days = scenario.params.ft.train_hours = 0;
	scenario.params.ft.eval_days = scenario.params.ft.deploy_hours = 0;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 1800);
	ck_assert_int_eq(world.series[ARCH_FT].event_count, RESULT_EVENTS_MAX);
	ck_assert_int_eq(world.series[ARCH_FT].events_lost, 3600 - RESULT_EVENTS_MAX);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("macro");

	tcase_add_test(tcase, one_fact_changes);
	tcase_add_test(tcase, just_in_time_and_just_too_late);
	tcase_add_test(tcase, facts_of_a_hybrid);
	tcase_add_test(tcase, never_retrained);
	tcase_add_test(tcase, run_goes_on_for_the_last_change);
	tcase_add_test(tcase, runs_are_charged_when_triggered);
	tcase_add_test(tcase, failures_are_charged);
	tcase_add_test(tcase, runs_by_updates);
	tcase_add_test(tcase, runs_by_updates_with_a_gap);
	tcase_add_test(tcase, past_updates_trigger);
	tcase_add_test(tcase, pending_updates_trigger_a_new_policy);
	tcase_add_test(tcase, given_up_runs_wait_for_news);
	tcase_add_test(tcase, policies_change);
	tcase_add_test(tcase, prices_change);
	tcase_add_test(tcase, update_rate_changes);
	tcase_add_test(tcase, ages);
	tcase_add_test(tcase, age_of_an_index_that_is_behind);
	tcase_add_test(tcase, no_queries);
	tcase_add_test(tcase, timeline_is_listed);
	tcase_add_test(tcase, events_overflow);
	return suite_run("macro", tcase);
}
