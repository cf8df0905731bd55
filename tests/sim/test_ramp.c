// SPDX-License-Identifier: MIT
/* Parameters that change gradually, against the integrals of what they go along. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/profile.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void ramp_at(double at_days, enum param_id param, double value, double over_days)
{
	struct timeline_entry entry = { .at_days = at_days,
					.kind = TIMELINE_SET,
					.param = param,
					.value = value,
					.over_days = over_days };

	ck_assert_int_ge(scenario_timeline_add(&scenario, &entry), 0);
}

static void build(int fidelity)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 90;
	scenario.fidelity = fidelity;
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_PROMPT;
	p->traffic.volume_qpm = 6000;
}

static const struct arch_result *run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	return &result.arch[scenario.archs[0]];
}

/* By a constant factor a day: the integral of v0 (v1/v0)^(t/T) is T (v1 - v0) / ln(v1/v0). */
START_TEST(queries_of_a_growing_volume)
{
	static const int fidelities[] = { 0, FIDELITY_EXACT };
	double way = 30.0 / 30 * (12000 - 6000) / log(12000.0 / 6000);
	double expected = 6000 * 20 / 30.0 + way + 12000 * 40 / 30.0;

	for (int i = 0; i < 2; i++) {
		build(fidelities[i]);
		ramp_at(20, P_traffic_volume_qpm, 12000, 30);
		NEAR(run_it()->queries, expected, 1e-9 * expected);
		/* day 35, half of the way: the root of the factor */
		NEAR(result.arch[ARCH_PROMPT].series.queries[70], 6000 * sqrt(2) / 60,
		     0.03 * 6000 / 60);
	}
}
END_TEST

/* A run that ends on the way has the integral up to there, wherever the steps lie. */
START_TEST(the_end_on_the_way)
{
	double rate = log(12000.0 / 6000) / 400;
	double way = 6000 / 30.0 * (exp(70 * rate) - 1) / rate;

	build(0);
	ramp_at(20, P_traffic_volume_qpm, 12000, 400);
	NEAR(run_it()->queries, 6000 * 20 / 30.0 + way, 1e-9 * 18000);
}
END_TEST

/* From nothing there is no factor: linearly. */
START_TEST(queries_from_nothing)
{
	build(0);
	p->traffic.volume_qpm = 0;
	ramp_at(20, P_traffic_volume_qpm, 12000, 40);
	NEAR(run_it()->queries, 12000 / 30.0 * (40 / 2 + 30), 1e-9 * 12000);
}
END_TEST

/* Of a price, and of a fee, to the cent. */
START_TEST(money_on_the_way)
{
	double price = 30 * (9 - 3) / log(9.0 / 3), usd;

	build(0);
	p->traffic.answer_tok = 1000;
	p->base.output_usd_per_mtok = 3;
	ramp_at(10, P_base_output_usd_per_mtok, 9, 30);
	/* 200 queries a day of 1,000 tokens */
	usd = 0.2 * (3 * 10 + price + 9 * 50);
	NEAR(run_it()->ledger_usd[LEDGER_OUTPUT], usd, 1e-9 * usd);

	build(FIDELITY_EXACT);
	p->prompt.engineering_usd_per_month = 300;
	ramp_at(10, P_prompt_engineering_usd_per_month, 0, 60);
	usd = 10 * (10 + 60 / 2);
	NEAR(run_it()->ledger_usd[LEDGER_ENGINEERING], usd, 1e-9 * usd);
}
END_TEST

/* Two at once are multiplied step by step: off by what a step's ends differ, squared and over 12.
 */
START_TEST(volume_and_price_at_once)
{
	double f = log(2.0) + log(3.0), way = 30 * (6 - 1) / f, usd;

	build(0);
	p->traffic.answer_tok = 1000;
	p->base.output_usd_per_mtok = 3;
	ramp_at(10, P_traffic_volume_qpm, 12000, 30);
	ramp_at(10, P_base_output_usd_per_mtok, 9, 30);
	usd = 0.2 * 3 * (10 + way + 6 * 50);
	NEAR(run_it()->ledger_usd[LEDGER_OUTPUT], usd, 2e-4 * usd);
}
END_TEST

/* What takes over starts from where the first one has come to. */
START_TEST(one_takes_over_from_another)
{
	struct ramp ramp;
	double usd;

	build(0);
	p->prompt.engineering_usd_per_month = 0;
	ramp_at(10, P_prompt_engineering_usd_per_month, 600, 40);
	ramp_at(30, P_prompt_engineering_usd_per_month, 0, 10);
	ramp = scenario_ramp(&scenario, P_prompt_engineering_usd_per_month, 2, 30);
	ck_assert_double_eq_tol(ramp.from, 300, 1e-9);
	ck_assert_double_eq_tol(ramp_value(&ramp, 35), 150, 1e-9);
	ck_assert_double_eq(ramp_value(&ramp, 50), 0);
	usd = (20 * 150 + 10 * 150) / 30.0;
	NEAR(run_it()->ledger_usd[LEDGER_ENGINEERING], usd, 1e-9 * usd);
}
END_TEST

/* Steps: of a day where it is short, some where it is long, fewer where there are many; and the end
 * is what was asked for. */
START_TEST(steps)
{
	struct profile profile;

	build(0);
	ramp_at(10, P_rag_search_s, 0.5, 2.5);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 1 + 3 + 1);
	ck_assert_double_eq_tol(profile.regimes[1].end_s, (10 + 2.5 / 3) * DAY_S, 1e-6);
	ck_assert_double_eq(profile.regimes[4].params.rag.search_s, 0.5);
	profile_release(&profile);

	build(0);
	ramp_at(10, P_rag_embed_servers, 30, 80);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 1 + PROFILE_RAMP_STEPS);
	for (int r = 0; r < profile.regime_count; r++)
		ck_assert_double_eq(profile.regimes[r].params.rag.embed_servers,
				    floor(profile.regimes[r].params.rag.embed_servers));
	profile_release(&profile);

	build(0);
	for (int i = 0; i < SCENARIO_TIMELINE_MAX; i++)
		ramp_at(i / 4.0, P_rag_search_s, 0.1 + i % 2, 20);
	profile_init(&profile, &scenario);
	ck_assert_int_le(profile.regime_count, PROFILE_STEPS + 2 * SCENARIO_TIMELINE_MAX);
	ck_assert_double_eq(profile.regimes[profile.regime_count - 1].end_s, 90 * DAY_S);
	profile_release(&profile);
}
END_TEST

/* No way in between: at once. */
START_TEST(from_null_at_once)
{
	struct ramp ramp;

	build(0);
	ramp_at(10, P_ft_answer_tok, 50, 20);
	ramp = scenario_ramp(&scenario, P_ft_answer_tok, 1, 11);
	ck_assert_double_eq(ramp.over_days, 0);
	ck_assert_double_eq(ramp_value(&ramp, 11), 50);
	ck_assert(!ramp_possible(P_hybrid_raft, 0, 1));
	ck_assert(!ramp_possible(P_serving_mode, 0, 1));
	ck_assert(ramp_possible(P_serving_replicas, 1, 4));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("ramp");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, queries_of_a_growing_volume);
	tcase_add_test(tcase, the_end_on_the_way);
	tcase_add_test(tcase, queries_from_nothing);
	tcase_add_test(tcase, money_on_the_way);
	tcase_add_test(tcase, volume_and_price_at_once);
	tcase_add_test(tcase, one_takes_over_from_another);
	tcase_add_test(tcase, steps);
	tcase_add_test(tcase, from_null_at_once);
	return suite_run("ramp", tcase);
}
