// SPDX-License-Identifier: MIT
/* Policies, incidents and models in the macro clock: paths that one can work out by hand. */
#include "sim/macro.h"

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/retrain.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct world world;

/* A pipeline of 8 days, that nothing triggers yet. */
static void quiet(enum retrain_policy policy)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->ft.retrain_policy = policy;
	p->ft.prep_days = 2;
	p->ft.train_hours = 24;
	p->ft.eval_days = 4;
	p->ft.deploy_hours = 24;
}

static void incident_at(double at_days, enum incident incident)
{
	fixture_change_at(&scenario, at_days, 1, 0);
	scenario.timeline[scenario.timeline_count - 1].kind = TIMELINE_INCIDENT;
	scenario.timeline[scenario.timeline_count - 1].incident = incident;
}

static void check_days(enum arch arch, enum event_kind kind, const double *days, int count)
{
	double at_s[64];

	ck_assert_int_eq(world_events(&world, arch, kind, at_s, 64), count);
	for (int i = 0; i < count; i++)
		ck_assert_double_eq_tol(at_s[i] / DAY_S, days[i], 1e-9);
}

#define CHECK_DAYS(arch, kind, ...)                                                  \
	do {                                                                         \
		static const double days[] = { __VA_ARGS__ };                        \
		check_days(arch, kind, days, (int)(sizeof(days) / sizeof(days[0]))); \
	} while (0)

/* 4 % of the queries are outdated on day 10, 7 on day 20: that is more than 5. On day 24, while the
 * run is under way, 6 % more change: they are looked at when it is over. */
START_TEST(staleness)
{
	quiet(RETRAIN_STALENESS);
	p->ft.retrain_stale_frac = 0.05;
	fixture_change_at(&scenario, 10, 1, 0.04);
	fixture_change_at(&scenario, 20, 1, 0.03);
	fixture_change_at(&scenario, 24, 2, 0.06);
	fixture_change_at(&scenario, 60, 1, 0.05);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 20, 28);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 28, 36);
	/* a tenth of the queries ask for facts: a tenth of the answers are outdated, and never 5 %
	 */
	scenario.params.traffic.knowledge_frac = 0.1;
	world_once(&world, &scenario);
	check_days(ARCH_FT, EVENT_TRIGGERED, NULL, 0);
	/* less is borne from day 100 on */
	fixture_set_at(&scenario, 100, P_ft_retrain_stale_frac, 0.001);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 100);
}
END_TEST

/* A run that is given up is not started again before there is something new. */
START_TEST(staleness_after_failure)
{
	quiet(RETRAIN_STALENESS);
	p->ft.retrain_stale_frac = 0.05;
	p->ft.eval_pass_frac = 0;
	p->ft.max_tries = 1;
	fixture_change_at(&scenario, 10, 1, 0.06);
	fixture_change_at(&scenario, 50, 1, 0);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 10, 50);
	CHECK_DAYS(ARCH_FT, EVENT_GIVEN_UP, 17, 57);
}
END_TEST

/* What cost_aware is told: 60 updates a month of 15 among 1,500 facts make 2 % of them change a
 * day; of 60,000 queries a month, 90 % ask for a fact. */
static struct retrain_economy economy(void)
{
	return (struct retrain_economy){
		.run_usd = 800,
		.queries_per_s = 0.9 * 60000 / MONTH_S,
		.stale_usd = 0.4,
		.change_per_s = 0.02 / DAY_S,
		.lead_s = 8 * DAY_S,
	};
}

static void cost_aware(void)
{
	quiet(RETRAIN_COST_AWARE);
	p->traffic.knowledge_frac = 0.9;
	p->knowledge.updates_per_month = 60;
	p->knowledge.facts_per_update = 15;
	p->ft.run_usd = 800;
	p->money.stale_answer_usd = 0.4;
}

/* Triggers at T, 2 T, 3 T of the best T, and all of them are paid. */
START_TEST(best_period)
{
	struct retrain_economy e = economy();
	double best_s = retrain_best_period_s(&e), at_s[64];
	int runs;

	cost_aware();
	world_once(&world, &scenario);
	runs = world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64);
	ck_assert_int_eq(runs, (int)floor(180 * DAY_S / best_s));
	ck_assert_int_gt(runs, 5);
	for (int i = 0; i < runs; i++)
		ck_assert_double_eq_tol(at_s[i], (i + 1) * best_s, 1e-5);
	/* a fact is as likely to change, however skewed the popularity; all alike is one case */
	p->knowledge.zipf_s = 0;
	p->knowledge.update_skew = 1;
	world_once(&world, &scenario);
	ck_assert_int_eq(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64), runs);
	ck_assert_double_eq_tol(at_s[0], best_s, 1e-5);
}
END_TEST

/* A second source gets a quarter of the queries: 15 of its 30 facts change every 10 days. The mean
 * rate is 3/4 of 0.02 and 1/4 of 0.05 a day. */
START_TEST(rates_of_several_sources)
{
	struct retrain_economy e = economy();
	double at_s[64];

	cost_aware();
	p->knowledge.second_query_frac = 0.25;
	p->knowledge.second_facts = 30;
	p->knowledge.second_updates_per_month = 3;
	e.change_per_s = (0.75 * 0.02 + 0.25 * 0.05) / DAY_S;
	world_once(&world, &scenario);
	ck_assert_int_gt(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64), 0);
	ck_assert_double_eq_tol(at_s[0], retrain_best_period_s(&e), 1e-5);
}
END_TEST

/* What is asked for most changes most: there is more to save, so runs come sooner. */
START_TEST(skewed_changes_are_more_urgent)
{
	struct retrain_economy e = economy();
	double at_s[64];

	cost_aware();
	p->knowledge.updates_per_month = 3;
	e.change_per_s = 0.001 / DAY_S;
	p->knowledge.zipf_s = 1;
	p->knowledge.update_skew = 1;
	world_once(&world, &scenario);
	ck_assert_int_gt(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64), 0);
	ck_assert_double_lt(at_s[0], 0.5 * retrain_best_period_s(&e));
}
END_TEST

/* Ten times the volume from day 50 on: shorter periods from the last trigger on. */
START_TEST(decided_again_when_something_changes)
{
	struct retrain_economy before = economy(), after = economy();
	double at_s[64], first_s = retrain_best_period_s(&before), then_s, last_s = 0;
	int runs, i = 0;

	cost_aware();
	after.queries_per_s *= 10;
	then_s = retrain_best_period_s(&after);
	fixture_set_at(&scenario, 50, P_traffic_volume_qpm, 600000);
	world_once(&world, &scenario);
	runs = world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64);
	for (; (i + 1) * first_s < 50 * DAY_S; i++)
		ck_assert_double_eq_tol(last_s = at_s[i], (i + 1) * first_s, 1e-5);
	/* the next is due at once, or a new period after the last; but not before the pipeline is
	 * free */
	ck_assert_double_eq_tol(at_s[i], fmax(50 * DAY_S, last_s + fmax(then_s, 8 * DAY_S)), 1e-5);
	for (i++; i < runs; i++)
		ck_assert_double_eq_tol(at_s[i] - at_s[i - 1], fmax(then_s, 8 * DAY_S), 1e-5);
	ck_assert_int_gt(i, 8);
}
END_TEST

/* Not worth it at first; traffic doubles every month, and some month it is. */
START_TEST(growth_is_noticed)
{
	struct retrain_economy e = economy();
	double at_s[64];
	int month = 0;

	cost_aware();
	p->traffic.growth_frac_per_month = 1;
	p->ft.run_usd = e.run_usd = 200000;
	p->ft.min_gap_days = 90; /* one is enough */
	for (; retrain_best_period_s(&e) == INFINITY; month++)
		e.queries_per_s *= 2;
	ck_assert_int_gt(month, 0);
	world_once(&world, &scenario);
	ck_assert_int_gt(world_events(&world, ARCH_FT, EVENT_TRIGGERED, at_s, 64), 0);
	ck_assert_double_ge(at_s[0], month * MONTH_S);
}
END_TEST

/* Nobody minds a stale answer: no run is worth anything. */
START_TEST(never_worth_it)
{
	cost_aware();
	p->money.stale_answer_usd = 0;
	world_once(&world, &scenario);
	check_days(ARCH_FT, EVENT_TRIGGERED, NULL, 0);
	ck_assert_double_gt(world.out[ARCH_FT].stale_answer_frac, 0.5);
}
END_TEST

/* Only when somebody says so; the data are of that day. */
START_TEST(manual)
{
	quiet(RETRAIN_MANUAL);
	fixture_change_at(&scenario, 45, 1, 0.05);
	incident_at(60, INCIDENT_RETRAIN);
	incident_at(63, INCIDENT_RETRAIN); /* waits for the end of the first */
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 60, 68);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 68, 76);
	CHECK_DAYS(ARCH_HYBRID, EVENT_TRIGGERED, 60, 68);
	check_days(ARCH_RAG, EVENT_TRIGGERED, NULL, 0);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac, 0.05 * 23 / 180, 1e-12);
	/* whatever the policy, and whatever else changes */
	quiet(RETRAIN_NEVER);
	p->ft.min_gap_days = 30;
	incident_at(20, INCIDENT_RETRAIN);
	incident_at(30, INCIDENT_RETRAIN);
	fixture_set_at(&scenario, 40, P_ft_run_usd, 1);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 20, 50);
}
END_TEST

START_TEST(spoilt_by_an_incident)
{
	quiet(RETRAIN_CALENDAR);
	p->ft.retrain_every_days = 60;
	p->ft.run_usd = 1000;
	p->ft.repeat_frac = 0.5;
	incident_at(10, INCIDENT_RETRAIN_FAILS);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_FAILED, 67);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 73, 128);
	ck_assert_double_eq(world.out[ARCH_FT].failed, 1);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 3500);
}
END_TEST

/* A canary that fails is counted, and the old model goes on being wrong. */
START_TEST(rolled_back)
{
	quiet(RETRAIN_CALENDAR);
	p->ft.retrain_every_days = 60;
	p->ft.canary_days = 2;
	p->ft.canary_fail_frac = 1;
	fixture_change_at(&scenario, 45, 1, 0.05);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_ROLLED_BACK, 69, 129);
	check_days(ARCH_FT, EVENT_DEPLOYED, NULL, 0);
	ck_assert_double_eq(world.out[ARCH_FT].rolled_back, 2);
	ck_assert_double_eq(world.out[ARCH_FT].deployed, 0);
	ck_assert_double_eq_tol(world.out[ARCH_FT].stale_answer_frac, 0.05 * 135 / 180, 1e-12);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("macro_retrain");

	tcase_add_test(tcase, staleness);
	tcase_add_test(tcase, staleness_after_failure);
	tcase_add_test(tcase, best_period);
	tcase_add_test(tcase, rates_of_several_sources);
	tcase_add_test(tcase, skewed_changes_are_more_urgent);
	tcase_add_test(tcase, decided_again_when_something_changes);
	tcase_add_test(tcase, growth_is_noticed);
	tcase_add_test(tcase, never_worth_it);
	tcase_add_test(tcase, manual);
	tcase_add_test(tcase, spoilt_by_an_incident);
	tcase_add_test(tcase, rolled_back);
	return suite_run("macro_retrain", tcase);
}
