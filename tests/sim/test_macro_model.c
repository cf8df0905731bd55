// SPDX-License-Identifier: MIT
/* What becomes of a tuned model besides its facts: it forgets, its base is withdrawn, and another
 * behaviour is demanded of it. */
#include "sim/macro.h"

#include <math.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/retrain.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct world world;

/* A run every 30 days that is live 8 days later, for 180 days: a bucket is a day. */
static void every_thirty_days(void)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 30;
	p->ft.prep_days = 2;
	p->ft.train_hours = 24;
	p->ft.eval_days = 4;
	p->ft.deploy_hours = 24;
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

/* 1 - (1 - f)^n after n deployments, on days 38, 68 ... 158; the hybrid has none. */
START_TEST(forgets_with_every_deployment)
{
	double sum = 0;

	every_thirty_days();
	p->ft.forgetting_frac = 0.1;
	world_once(&world, &scenario);
	for (int day = 0; day < 180; day++) {
		double lost = 1 - pow(0.9, day < 38 ? 0 : floor((day - 8) / 30.0));

		ck_assert_double_eq_tol(world.out[ARCH_FT].model[day].worn, lost, 1e-12);
		ck_assert_double_eq(world.out[ARCH_HYBRID].model[day].worn, 0);
		sum += lost;
	}
	ck_assert_double_eq_tol(world.out[ARCH_FT].forgotten_frac, sum / 180, 1e-12);
	ck_assert_double_eq(world.out[ARCH_RAG].forgotten_frac, 0);
}
END_TEST

/* Adapters leave half of it; 100 labels cost five times as much as 500 or more; never more than
 * everything. */
START_TEST(how_much_is_forgotten)
{
	static const struct {
		enum tuning_method method;
		double labels, frac, expected;
	} cases[] = {
		{ METHOD_FULL, 500, 0.01, 0.01 },  { METHOD_FULL, 9000, 0.01, 0.01 },
		{ METHOD_LORA, 500, 0.01, 0.005 }, { METHOD_FULL, 100, 0.01, 0.05 },
		{ METHOD_LORA, 100, 0.01, 0.025 }, { METHOD_FULL, 1, 0.01, 1 },
		{ METHOD_FULL, 0, 0.01, 1 },       { METHOD_FULL, 0, 0, 0 },
	};
	struct retrain_spec spec;

	every_thirty_days();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		p->ft.method = cases[i].method;
		p->ft.labels = cases[i].labels;
		p->ft.forgetting_frac = cases[i].frac;
		retrain_spec_init(&spec, p, ARCH_FT);
		ck_assert_double_eq_tol(spec.forgetting_frac, cases[i].expected, 1e-15);
	}
}
END_TEST

/* Withdrawn on day 100: the new model is made from day 92 on. The run of day 90 is broken off for
 * it. From then on as before. */
START_TEST(base_is_withdrawn)
{
	every_thirty_days();
	p->base.life_days = 100;
	p->ft.forgetting_frac = 0.1;
	p->ft.min_gap_days = 25;
	p->ft.run_usd = 1000;
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 30, 60, 90, 92, 120, 150, 180);
	CHECK_DAYS(ARCH_FT, EVENT_GIVEN_UP, 92);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 38, 68, 100, 128, 158);
	CHECK_DAYS(ARCH_FT, EVENT_RETIRED, 100);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_RETRAINING], 7000);
	ck_assert_double_eq(world.out[ARCH_FT].failed, 0);
	ck_assert_double_eq(world.out[ARCH_FT].retired, 1);
	ck_assert_double_eq_tol(world.out[ARCH_FT].untuned_frac, 0, 1e-9);
	/* what was forgotten comes back with the new base */
	ck_assert_double_eq_tol(world.out[ARCH_FT].model[99].worn, 0.19, 1e-12);
	ck_assert_double_eq_tol(world.out[ARCH_FT].model[101].worn, 0, 1e-12);
	ck_assert_double_eq_tol(world.out[ARCH_FT].model[129].worn, 0.1, 1e-12);
	/* the hybrid never retrains by itself, and has to */
	CHECK_DAYS(ARCH_HYBRID, EVENT_TRIGGERED, 92);
	check_days(ARCH_RAG, EVENT_RETIRED, NULL, 0);
}
END_TEST

/* For every base model once, at each end of life; one that ends after the horizon is prepared for
 * in it. */
START_TEST(whatever_the_policy)
{
	every_thirty_days();
	p->ft.retrain_policy = RETRAIN_NEVER;
	p->base.life_days = 62;
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 54, 116, 178);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 62, 124);
	CHECK_DAYS(ARCH_FT, EVENT_RETIRED, 62, 124);
	/* the life is known to be longer from day 70 on */
	fixture_set_at(&scenario, 70, P_base_life_days, 100);
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_RETIRED, 62, 100);
	CHECK_DAYS(ARCH_FT, EVENT_TRIGGERED, 54, 92);
}
END_TEST

/* The evaluation of day 99 fails: the second try is live on day 105, and for 5 of 180 days nobody
 * is. A fact that changed on day 50 is outdated in the tuned model alone. */
START_TEST(untuned_while_there_is_no_model)
{
	const struct macro_arch *ft = &world.out[ARCH_FT];
	double weights[STATE_COUNT];

	every_thirty_days();
	p->ft.retrain_policy = RETRAIN_NEVER;
	p->base.life_days = 100;
	p->ft.forgetting_frac = 0.1;
	fixture_change_at(&scenario, 50, 1, 0.05);
	fixture_change_at(&scenario, 90, 1, 0);
	scenario.timeline[1].kind = TIMELINE_INCIDENT;
	scenario.timeline[1].incident = INCIDENT_RETRAIN_FAILS;
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_FAILED, 99);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 105);
	ck_assert_double_eq_tol(ft->untuned_frac, 5.0 / 180, 1e-12);
	ck_assert_double_eq_tol(ft->stale_answer_frac, 0.05 * 50 / 180, 1e-12);
	macro_states(ft, 102, weights);
	ck_assert_double_eq_tol(weights[STATE_UNTUNED], 1, 1e-12);
	ck_assert_double_eq_tol(weights[STATE_FRESH], 0, 1e-12);
	macro_states(ft, 99, weights);
	ck_assert_double_eq_tol(weights[STATE_STALE], 0.05, 1e-12);
	ck_assert_double_eq_tol(weights[STATE_FRESH], 0.95, 1e-12);
}
END_TEST

/* A hybrid's index goes on while its model is gone, and is as stale as it is. */
START_TEST(index_of_an_untuned_hybrid)
{
	double weights[STATE_COUNT];

	every_thirty_days();
	p->base.life_days = 100;
	p->rag.index_lag_s = 50 * DAY_S;
	fixture_change_at(&scenario, 70, 1, 0.05);
	fixture_change_at(&scenario, 90, 1, 0);
	scenario.timeline[1].kind = TIMELINE_INCIDENT;
	scenario.timeline[1].incident = INCIDENT_RETRAIN_FAILS;
	world_once(&world, &scenario);
	macro_states(&world.out[ARCH_HYBRID], 102, weights);
	ck_assert_double_eq_tol(weights[STATE_UNTUNED_STALE], 0.05, 1e-12);
	ck_assert_double_eq_tol(weights[STATE_UNTUNED], 0.95, 1e-12);
	ck_assert_double_eq_tol(weights[STATE_STALE], 0, 1e-12);
	ck_assert_double_eq_tol(world.out[ARCH_HYBRID].stale_answer_frac,
				world.out[ARCH_RAG].stale_answer_frac, 1e-12);
}
END_TEST

/* Runs for a new base that come to nothing are tried again, but at most one a day. */
START_TEST(hopeless_runs_end)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 20;
	p->ft.prep_days = p->ft.train_hours = p->ft.eval_days = p->ft.deploy_hours = 0;
	p->ft.eval_pass_frac = 0;
	p->ft.max_tries = 1;
	p->base.life_days = 10;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_FT].runs, 11); /* days 10 to 20 */
	ck_assert_double_eq(world.out[ARCH_FT].deployed, 0);
	ck_assert_double_eq_tol(world.out[ARCH_FT].untuned_frac, 0.5, 1e-12);
}
END_TEST

/* A life shorter than the pipeline: the run for a new base is ended before the next begins. */
START_TEST(life_shorter_than_the_pipeline)
{
	every_thirty_days();
	p->ft.retrain_policy = RETRAIN_NEVER;
	p->base.life_days = 5;
	scenario.horizon_days = 36;
	world_once(&world, &scenario);
	CHECK_DAYS(ARCH_FT, EVENT_DEPLOYED, 8, 16, 24, 32);
	ck_assert_double_eq(world.out[ARCH_FT].retired, 7);
	check_days(ARCH_FT, EVENT_GIVEN_UP, NULL, 0);
}
END_TEST

enum { REPLICATIONS = 400 };

/* Mean over replications of the outdated share, and of runs, of one architecture. */
static void behaviour(enum arch arch, struct tally *outdated, struct tally *runs)
{
	*outdated = *runs = (struct tally){ 0 };
	world_init(&world, &scenario);
	for (int r = 0; r < REPLICATIONS; r++) {
		world_run(&world, (uint64_t)r);
		ck_assert_double_eq(world.out[ARCH_RAG].outdated_frac, 0);
		tally_add(outdated, world.out[arch].outdated_frac);
		tally_add(runs, world.out[arch].runs);
	}
	world_release(&world);
}

static void check_mean(const struct tally *tally, double expected)
{
	double error = tally_sd(tally) / sqrt(REPLICATIONS);

	ck_assert_double_lt(error, 0.05 * expected);
	ck_assert_double_eq_tol(tally->mean, expected, 4.5 * error);
}

/* A model whose data are `a` old has missed a Poisson number of changes, each of which outdates a
 * share s of what is left: 1 - exp(-s rate a). Ages run from 8 to 38 days, the first time from 8 to
 * 46. Prompted architectures follow at once. */
START_TEST(behaviour_follows_the_model)
{
	struct tally outdated, runs;
	double expected = 0;

	every_thirty_days();
	p->knowledge.behaviour_changes_per_month = 3;
	p->knowledge.behaviour_share_frac = 0.1;
	behaviour(ARCH_FT, &outdated, &runs);
	for (int hour = 0; hour < 180 * 24; hour++) {
		double day = (hour + 0.5) / 24, cycle = floor((day - 8) / 30);
		double age = cycle < 1 ? day + 8 : day - 30 * cycle;

		expected += -expm1(-0.1 * 3 / 30 * age) / (180 * 24);
	}
	check_mean(&outdated, expected);
	/* never retrained: from 8 days to 188 */
	p->ft.retrain_policy = RETRAIN_NEVER;
	behaviour(ARCH_FT, &outdated, &runs);
	check_mean(&outdated, 1 - exp(-0.08) * -expm1(-1.8) / 1.8);
}
END_TEST

/* One run for each change, unless one is under way: then it waits for its end. In a pipeline of 8
 * days with changes at rate 1 a month a cycle is 8 days, and 30 more on average after those (share
 * exp(-8/30)) in which nothing changed. */
START_TEST(hybrid_follows_behaviour)
{
	struct tally outdated, runs;

	every_thirty_days();
	scenario.horizon_days = 720;
	p->hybrid.retrain_policy = RETRAIN_UPDATES;
	p->knowledge.behaviour_changes_per_month = 1;
	p->knowledge.behaviour_share_frac = 0.1;
	behaviour(ARCH_HYBRID, &outdated, &runs);
	ck_assert_double_eq_tol(runs.mean, 720 / (8 + 30 * exp(-8 / 30.0)),
				1 + 4.5 * tally_sd(&runs) / sqrt(REPLICATIONS));
	/* facts do not trigger it, nor does it wait for them */
	p->knowledge.behaviour_changes_per_month = 0;
	p->knowledge.updates_per_month = 10;
	behaviour(ARCH_HYBRID, &outdated, &runs);
	ck_assert_double_eq(runs.mean, 0);
	ck_assert_double_eq(outdated.mean, 0);
	/* every fifth */
	p->knowledge.behaviour_changes_per_month = 2;
	p->hybrid.retrain_after_changes = 5;
	behaviour(ARCH_HYBRID, &outdated, &runs);
	ck_assert_double_eq_tol(runs.mean, 720 / 75.0, 1);
}
END_TEST

/* Outdated by more than a tenth after three changes of 4 %: 1 - 0.96^3 = 0.115. */
START_TEST(hybrid_by_staleness)
{
	struct tally outdated, runs;

	every_thirty_days();
	scenario.horizon_days = 720;
	p->hybrid.retrain_policy = RETRAIN_STALENESS;
	p->ft.retrain_stale_frac = 0.1;
	p->knowledge.behaviour_changes_per_month = 1;
	p->knowledge.behaviour_share_frac = 0.04;
	behaviour(ARCH_HYBRID, &outdated, &runs);
	ck_assert_double_eq_tol(runs.mean, 720 / 90.0, 0.5);
}
END_TEST

/* Cost-aware too: all queries may be answered as it used to be right, and s x rate is how fast. */
START_TEST(hybrid_by_cost)
{
	struct retrain_economy e = { .run_usd = 50,
				     .queries_per_s = 60000 / MONTH_S,
				     .stale_usd = 0.1,
				     .change_per_s = 0.02 * 2 / MONTH_S,
				     .lead_s = 8 * DAY_S };
	double at_s[64];

	every_thirty_days();
	p->hybrid.retrain_policy = RETRAIN_COST_AWARE;
	p->hybrid.run_usd = 50;
	p->money.stale_answer_usd = 0.1;
	p->traffic.knowledge_frac = 0.3;
	p->knowledge.behaviour_changes_per_month = 2;
	p->knowledge.behaviour_share_frac = 0.02;
	world_once(&world, &scenario);
	ck_assert_int_gt(world_events(&world, ARCH_HYBRID, EVENT_TRIGGERED, at_s, 64), 0);
	ck_assert_double_eq_tol(at_s[0], retrain_best_period_s(&e), 1e-5);
}
END_TEST

/* No changes after a dated end of them, and none before a dated beginning. */
START_TEST(rate_of_behaviour_is_dated)
{
	every_thirty_days();
	p->ft.retrain_policy = RETRAIN_NEVER;
	p->knowledge.behaviour_share_frac = 0.5;
	fixture_set_at(&scenario, 60, P_knowledge_behaviour_changes_per_month, 600);
	fixture_set_at(&scenario, 61, P_knowledge_behaviour_changes_per_month, 0);
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_FT].model[59].outdated, 0);
	for (int day = 62; day < 180; day++)
		ck_assert_double_gt(world.out[ARCH_FT].model[day + 2].outdated, 0.9);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("macro_model");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, forgets_with_every_deployment);
	tcase_add_test(tcase, how_much_is_forgotten);
	tcase_add_test(tcase, base_is_withdrawn);
	tcase_add_test(tcase, whatever_the_policy);
	tcase_add_test(tcase, untuned_while_there_is_no_model);
	tcase_add_test(tcase, index_of_an_untuned_hybrid);
	tcase_add_test(tcase, hopeless_runs_end);
	tcase_add_test(tcase, life_shorter_than_the_pipeline);
	tcase_add_test(tcase, behaviour_follows_the_model);
	tcase_add_test(tcase, hybrid_follows_behaviour);
	tcase_add_test(tcase, hybrid_by_staleness);
	tcase_add_test(tcase, hybrid_by_cost);
	tcase_add_test(tcase, rate_of_behaviour_is_dated);
	return suite_run("macro_model", tcase);
}
