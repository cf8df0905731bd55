// SPDX-License-Identifier: MIT
/* Requests to delete a record: when it is gone from index and model, and what is made of that. */
#include "sim/macro.h"

#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct world world;

/* A lead of 8 days, an index that forgets after 6 hours. */
static void quiet(void)
{
	struct params *p = &scenario.params;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->rag.index_lag_s = DAY_S / 4;
	p->ft.prep_days = 2;
	p->ft.train_hours = 24;
	p->ft.eval_days = 4;
	p->ft.deploy_hours = 24;
	p->ft.run_usd = p->hybrid.run_usd = 1000;
}

static void check_one(enum arch arch, double delay_days, double hours, double late)
{
	ck_assert_double_eq(world.out[arch].deletions, 1);
	ck_assert_uint_eq(world.out[arch].deletion_delay_count, 1);
	if (delay_days < (double)INFINITY)
		ck_assert_double_eq_tol(world.deletion_delays_s[arch][0] / DAY_S, delay_days, 1e-9);
	else
		ck_assert_double_eq(world.deletion_delays_s[arch][0], (double)INFINITY);
	ck_assert_double_eq_tol(world.out[arch].noncompliant_hours, hours, 1e-6);
	ck_assert_double_eq(world.out[arch].deletions_late, late);
}

/* Nobody retrains but for this: one lead for a model, one lag for an index, and a hybrid has both.
 */
START_TEST(one_request)
{
	quiet();
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	check_one(ARCH_RAG, 0.25, 6, 0);
	check_one(ARCH_FT, 8, 8 * 24, 0);
	check_one(ARCH_HYBRID, 8, 8 * 24, 0);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 1);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 1000);
	ck_assert_double_eq(world.out[ARCH_HYBRID].usd[LEDGER_RETRAINING], 1000);
	/* facts are what they were */
	ck_assert_double_eq(world.out[ARCH_FT].stale_answer_frac, 0);
	/* and without a request nothing of that */
	scenario.timeline_count = 0;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 0);
	ck_assert_double_eq(world.out[ARCH_FT].deletions, 0);
	ck_assert_uint_eq(world.out[ARCH_FT].deletion_delay_count, 0);
}
END_TEST

/* A prompt that holds the corpus until it is made anew; one that holds nothing of yours. */
START_TEST(prompts)
{
	quiet();
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	scenario.params.longctx.refresh_s = HOUR_S;
	scenario.params.money.noncompliance_usd_per_hour = 2;
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	check_one(ARCH_LONGCTX, 1 / 24.0, 1, 0);
	check_one(ARCH_PROMPT, 0, 0, 0);
	ck_assert_double_eq_tol(world.out[ARCH_LONGCTX].usd[LEDGER_NONCOMPLIANCE], 2, 1e-9);
	scenario.params.longctx.refresh_s = 0;
	world_once(&world, &scenario);
	check_one(ARCH_LONGCTX, 0, 0, 0);
}
END_TEST

/* A slow index keeps a hybrid's record longer than its model does. */
START_TEST(the_slower_place_counts)
{
	quiet();
	scenario.params.rag.index_lag_s = 20 * DAY_S;
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	check_one(ARCH_FT, 8, 8 * 24, 0);
	check_one(ARCH_HYBRID, 20, 20 * 24, 0);
}
END_TEST

/* It waits for the next run: never comes, or comes by the calendar. */
START_TEST(waiting_for_the_next_run)
{
	quiet();
	scenario.params.ft.retrain_on_deletion = 0;
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	check_one(ARCH_FT, (double)INFINITY, 135 * 24, 1);
	check_one(ARCH_RAG, 0.25, 6, 0);
	scenario.params.ft.retrain_policy = RETRAIN_CALENDAR;
	scenario.params.ft.retrain_every_days = 30;
	world_once(&world, &scenario);
	check_one(ARCH_FT, 15 + 8, 23 * 24, 0);
	scenario.params.knowledge.deletion_deadline_days = 22.9;
	world_once(&world, &scenario);
	check_one(ARCH_FT, 15 + 8, 23 * 24, 1);
}
END_TEST

/* A request during a run is not in its data: another run follows, not sooner than the gap. */
START_TEST(requests_coalesce)
{
	double at_s[8];

	quiet();
	scenario.params.ft.min_gap_days = 20;
	fixture_incident_at(&scenario, 10, INCIDENT_DELETION_REQUEST, 0);
	fixture_incident_at(&scenario, 12, INCIDENT_DELETION_REQUEST, 0);
	fixture_incident_at(&scenario, 25, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	ck_assert_int_eq(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 8), 2);
	ck_assert_double_eq_tol(at_s[1] / DAY_S, 30, 1e-9);
	ck_assert_double_eq_tol(world.deletion_delays_s[ARCH_FT][0] / DAY_S, 8, 1e-9);
	ck_assert_double_eq_tol(world.deletion_delays_s[ARCH_FT][1] / DAY_S, 26, 1e-9);
	ck_assert_double_eq_tol(world.deletion_delays_s[ARCH_FT][2] / DAY_S, 13, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_FT].noncompliant_hours, (8 + 26 + 13) * 24, 1e-6);
}
END_TEST

/* A policy of `never` does not call off a run that a record waits for; a rule that is switched on
 * counts for what is pending. */
START_TEST(policies_change)
{
	double at_s[8];

	quiet();
	scenario.params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario.params.ft.min_gap_days = 20;
	fixture_incident_at(&scenario, 10, INCIDENT_DELETION_REQUEST, 0);
	fixture_incident_at(&scenario, 20, INCIDENT_DELETION_REQUEST, 0);
	fixture_set_at(&scenario, 25, P_ft_retrain_policy, RETRAIN_NEVER);
	world_once(&world, &scenario);
	ck_assert_int_eq(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 8), 2);
	ck_assert_double_eq_tol(at_s[1] / DAY_S, 30, 1e-9);
	quiet();
	scenario.params.ft.retrain_on_deletion = 0;
	fixture_incident_at(&scenario, 10, INCIDENT_DELETION_REQUEST, 0);
	fixture_set_at(&scenario, 33, P_ft_retrain_on_deletion, 1);
	world_once(&world, &scenario);
	check_one(ARCH_FT, 31, 31 * 24, 1);
}
END_TEST

/* Batches: the record waits for the next one. Work: it is one more in the queue. */
START_TEST(an_index_takes_its_time)
{
	quiet();
	scenario.params.rag.ingest_every_hours = 48;
	scenario.params.rag.ingest_facts_per_s = 100 / DAY_S;
	fixture_change_at(&scenario, 44.5, 200, 0.1);
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	/* taken at 46, behind two days of work */
	check_one(ARCH_RAG, 1 + 2 + 0.01 + 0.25, 3.26 * 24, 0);
	check_one(ARCH_HYBRID, 8, 8 * 24, 0);
}
END_TEST

/* Hours and money stop at the horizon; how long it took, and whether that was late, does not. */
START_TEST(after_the_horizon)
{
	quiet();
	scenario.params.money.noncompliance_usd_per_hour = 2;
	scenario.params.knowledge.deletion_deadline_days = 7;
	fixture_incident_at(&scenario, 177, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	check_one(ARCH_FT, 8, 72, 1);
	ck_assert_double_eq_tol(world.out[ARCH_FT].usd[LEDGER_NONCOMPLIANCE], 144, 1e-6);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_NONCOMPLIANCE], 12, 1e-6);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 1000);
}
END_TEST

/* Each hour at the price in force in it. */
START_TEST(the_price_of_an_hour)
{
	double series = 0;

	quiet();
	scenario.params.money.noncompliance_usd_per_hour = 10;
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	fixture_set_at(&scenario, 47, P_money_noncompliance_usd_per_hour, 1);
	fixture_incident_at(&scenario, 50, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	/* the second is gone with a run that starts when the first is over, on day 53 */
	ck_assert_double_eq_tol(world.out[ARCH_FT].usd[LEDGER_NONCOMPLIANCE],
				2 * 24 * 10 + 6 * 24 + (3 + 8) * 24, 1e-6);
	for (int b = 0; b < RESULT_BUCKETS; b++)
		series += world.series[ARCH_FT].usd[b];
	ck_assert_double_eq_tol(series, 2 * 24 * 10 + 17 * 24 + 2000, 1e-6);
}
END_TEST

/* Poisson requests under a calendar of period T and lead L: T / 2 + L on average, uniform from L to
 * L + T; in an index its lag, to the second. Hours are requests x delay while the horizon is long.
 */
START_TEST(mean_delay_of_a_calendar)
{
	struct tally delay = { 0 }, count = { 0 }, hours = { 0 }, late = { 0 };
	const double every = 30, lead = 8;

	quiet();
	scenario.horizon_days = 720;
	scenario.params.knowledge.deletions_per_month = 10;
	scenario.params.knowledge.deletion_deadline_days = 30;
	scenario.params.ft.retrain_on_deletion = 0;
	scenario.params.ft.retrain_policy = RETRAIN_CALENDAR;
	scenario.params.ft.retrain_every_days = every;
	world_init(&world, &scenario);
	for (uint64_t r = 0; r < 40; r++) {
		const struct macro_arch *ft = &world.out[ARCH_FT], *rag = &world.out[ARCH_RAG];

		world_run(&world, r);
		tally_add(&count, ft->deletions);
		tally_add(&hours, ft->noncompliant_hours);
		tally_add(&late, ft->deletions_late / ft->deletions);
		for (size_t i = 0; i < ft->deletion_delay_count; i++)
			tally_add(&delay, ft->deletion_delays_s[i] / DAY_S);
		for (size_t i = 0; i < rag->deletion_delay_count; i++)
			NEAR(rag->deletion_delays_s[i], DAY_S / 4, 1e-6);
		ck_assert_double_eq(rag->deletions_late, 0);
		ck_assert_uint_eq(rag->deletion_delay_count, (size_t)ft->deletions);
	}
	world_release(&world);
	ck_assert_double_eq_tol(count.mean, 240, 4.5 * sqrt(240 / 40.0));
	ck_assert_double_ge(delay.min, lead - 1e-9);
	ck_assert_double_le(delay.max, lead + every + 1e-9);
	ck_assert_double_eq_tol(delay.mean, every / 2 + lead,
				4.5 * every / sqrt(12.0 * (double)delay.n));
	ck_assert_double_eq_tol(late.mean, (lead + every - 30) / every, 0.02);
	/* the last ones are cut off: on average half of a delay squared over the horizon */
	ck_assert_double_eq_tol(hours.mean / 24, 240 * (every / 2 + lead),
				0.03 * 240 * (every / 2 + lead));
	ck_assert_double_lt(hours.mean / 24, 240 * (every / 2 + lead));
}
END_TEST

/* The rate follows its dated changes; other luck is untouched by it. */
START_TEST(the_rate_changes)
{
	static struct macro_arch without;
	struct tally count = { 0 };

	quiet();
	scenario.params.knowledge.updates_per_month = 10;
	world_once(&world, &scenario);
	without = world.out[ARCH_RAG];
	scenario.params.knowledge.deletions_per_month = 20;
	fixture_set_at(&scenario, 60, P_knowledge_deletions_per_month, 0);
	fixture_set_at(&scenario, 150, P_knowledge_deletions_per_month, 5);
	world_init(&world, &scenario);
	for (uint64_t r = 200; r-- > 0;) {
		world_run(&world, r);
		tally_add(&count, world.out[ARCH_RAG].deletions);
	}
	world_release(&world);
	ck_assert_double_eq_tol(count.mean, 45, 4.5 * sqrt(45 / 200.0));
	ck_assert_double_eq_tol(tally_variance(&count), 45, 45 * 4.5 * sqrt(2 / 200.0));
	/* the last one run is replication 0 */
	ck_assert_double_le(
		fixture_gap(world.out[ARCH_RAG].stale_answer_frac, without.stale_answer_frac),
		1e-12);
}
END_TEST

/* Up to the result: means over replications, a percentile, the ledger. */
START_TEST(figures)
{
	static struct result result;
	struct error error;
	double value;

	quiet();
	scenario.fidelity = 0;
	scenario.params.money.noncompliance_usd_per_hour = 3;
	fixture_incident_at(&scenario, 45, INCIDENT_DELETION_REQUEST, 0);
	ck_assert(run(&scenario, NULL, &result, &error));
	ck_assert(result_figure(&result, "ft.governance.deletions", &value));
	ck_assert_double_eq_tol(value, 1, 1e-12);
	ck_assert(result_figure(&result, "ft.governance.noncompliant_hours", &value));
	ck_assert_double_eq_tol(value, 192, 1e-6);
	ck_assert(result_figure(&result, "ft.governance.deletion_delay_p95_s", &value));
	ck_assert_double_eq_tol(value, 8 * DAY_S, 1e-3);
	ck_assert(result_figure(&result, "rag.governance.late", &value));
	ck_assert_double_eq(value, 0);
	ck_assert(result_figure(&result, "ft.cost.ledger.noncompliance", &value));
	ck_assert_double_eq_tol(value, 576, 1e-6);
	scenario.timeline_count = 0;
	ck_assert(run(&scenario, NULL, &result, &error));
	ck_assert(result_figure(&result, "ft.governance.deletion_delay_p95_s", &value));
	ck_assert_double_nan(value);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("deletion");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, one_request);
	tcase_add_test(tcase, prompts);
	tcase_add_test(tcase, the_slower_place_counts);
	tcase_add_test(tcase, waiting_for_the_next_run);
	tcase_add_test(tcase, requests_coalesce);
	tcase_add_test(tcase, policies_change);
	tcase_add_test(tcase, an_index_takes_its_time);
	tcase_add_test(tcase, after_the_horizon);
	tcase_add_test(tcase, the_price_of_an_hour);
	tcase_add_test(tcase, mean_delay_of_a_calendar);
	tcase_add_test(tcase, the_rate_changes);
	tcase_add_test(tcase, figures);
	return suite_run("deletion", tcase);
}
