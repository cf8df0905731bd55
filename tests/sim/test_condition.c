// SPDX-License-Identifier: MIT
/*
 * Outages and incidents: how often and how long, what fails meanwhile and what it costs. Each
 * mechanism is turned on and off; where there is a closed form it is held against that.
 */
#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "sim/condition.h"
#include "sim/fixture.h"
#include "sim/plan.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result, other;

enum { SEEDS = 400 };

/* Everything in one month, so that shares are of many queries. */
static void busy(enum arch arch)
{
	fixture_quiet(&scenario);
	scenario.arch_count = 1;
	scenario.archs[0] = arch;
	scenario.horizon_days = 30;
	scenario.fidelity = 2;
	p->traffic.volume_qpm = 1e6;
}

static const struct arch_result *run_it(struct result *into)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
	return &into->arch[scenario.archs[0]];
}

/* Of the time of a run of so many days. */
static double down_share(enum trouble trouble)
{
	struct profile profile;
	double down_s = 0, share;

	profile_init(&profile, &scenario);
	for (int r = 0; r < profile.regime_count; r++) {
		const struct regime *regime = &profile.regimes[r];
		const struct condition *condition = &regime->condition;
		double length_s = regime->end_s - regime->start_s;

		if (trouble == TROUBLE_SEARCH)
			down_s += condition->search_down * length_s;
		if (trouble == TROUBLE_API)
			down_s += (condition->api_fail_frac > 0) * length_s;
		if (trouble == TROUBLE_REPLICA)
			down_s += condition->replicas_down * length_s;
	}
	share = down_s / profile.horizon_s;
	profile_release(&profile);
	return share;
}

static double mean_down_share(enum trouble trouble)
{
	double sum = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		scenario.seed = seed;
		sum += down_share(trouble) / SEEDS;
	}
	return sum;
}

/* Of two states that are left at these rates, up at time 0: the mean share of the second. */
static double two_state_share(double fail, double repair, double horizon)
{
	double both = fail + repair;

	return fail / both * (1 - (1 - exp(-both * horizon)) / (both * horizon));
}

START_TEST(down_as_often_as_theory_says)
{
	busy(ARCH_RAG);
	scenario.horizon_days = 90;
	p->rag.outages_per_month = 6;
	p->rag.repair_hours = 20;
	p->base.incidents_per_month = 3;
	p->base.incident_hours = 60;
	p->serving.failures_per_month = 4;
	p->serving.repair_hours = 36;
	/* 400 seeds know such shares to some 2 % */
	ck_assert_double_eq_tol(mean_down_share(TROUBLE_SEARCH),
				two_state_share(6.0 / 720, 1 / 20.0, 2160), 0.007);
	ck_assert_double_eq_tol(mean_down_share(TROUBLE_API),
				two_state_share(3.0 / 720, 1 / 60.0, 2160), 0.012);
	/* M/G/infinity from empty */
	ck_assert_double_eq_tol(mean_down_share(TROUBLE_REPLICA),
				4 * 36 / 720.0 * (1 - (1 - exp(-60)) / 60), 0.008);
}
END_TEST

/* A standby cuts every outage to what it needs to take over. */
START_TEST(a_standby_shortens_outages)
{
	busy(ARCH_RAG);
	scenario.horizon_days = 90;
	p->rag.outages_per_month = 6;
	p->rag.repair_hours = 20;
	p->rag.failover = 1;
	p->rag.failover_s = 3600;
	/* E min(exponential of 20 h, 1 h) = 20 (1 - exp(-1 / 20)) */
	ck_assert_double_eq_tol(mean_down_share(TROUBLE_SEARCH),
				6.0 / 720 * 20 * (1 - exp(-0.05)) / (1 + 6 / 720.0), 2e-4);
}
END_TEST

/* The same outages, sooner, as the rate rises: a slider does not throw the dice anew. */
START_TEST(the_rate_moves_outages_smoothly)
{
	double before = INFINITY;

	busy(ARCH_RAG);
	for (double rate = 1; rate < 4; rate *= 1.01) {
		struct profile profile;
		double at_s;

		p->rag.outages_per_month = rate;
		profile_init(&profile, &scenario);
		at_s = profile.regimes[0].end_s;
		ck_assert_double_le(at_s, before);
		if (before < profile.horizon_s)
			ck_assert_double_eq_tol(at_s, before / 1.01, 1e-6 * before);
		before = at_s;
		profile_release(&profile);
	}
}
END_TEST

/* Fifty outages are two kinds of regime, and make no more strata than one. */
START_TEST(regimes_alike_are_of_one_kind)
{
	struct profile profile;
	struct plan *plan = calloc(1, sizeof(*plan));
	struct fidelity fidelity = plan_fidelity(0);
	int kinds = 0;

	busy(ARCH_RAG);
	scenario.horizon_days = 360;
	p->rag.outages_per_month = 8;
	profile_init(&profile, &scenario);
	ck_assert_int_gt(profile.regime_count, 100);
	for (int r = 0; r < profile.regime_count; r++)
		kinds += profile.regimes[r].kind == r;
	ck_assert_int_eq(kinds, 2);
	plan_init(plan, &profile, &fidelity, 1);
	ck_assert_int_le(plan->stratum_count, fidelity.strata + 2);
	plan_release(plan);
	free(plan);
	profile_release(&profile);
}
END_TEST

/* A dated outage of 72 of 720 hours: a tenth of the queries goes blind, after the timeout. */
START_TEST(a_search_that_is_down_leaves_answers_blind)
{
	const struct arch_result *arch;

	busy(ARCH_RAG);
	p->rag.timeout_s = 2;
	fixture_incident_at(&scenario, 10, INCIDENT_VECTOR_DB_DOWN, 0);
	scenario.timeline[0].for_hours = 72;
	arch = run_it(&result);
	ck_assert_double_eq_tol(arch->timed_out / arch->queries, 0.1, 1e-9);
	ck_assert_double_eq(arch->dropped, 0);
	ck_assert_double_eq_tol(arch->available_frac, 1, 1e-12);
	ck_assert_double_eq_tol(arch->wait_s[STAGE_SEARCH], 0.1 * 2, 0.001);
	/* nothing is read there */
	p->rag.read_usd_per_m = 1e6;
	p->rag.read_units_per_query = 1;
	ck_assert_double_eq_tol(run_it(&result)->ledger_usd[LEDGER_VECTOR_READS], 0.9e6, 1);
	p->rag.timeout_s = 0;
	ck_assert_double_lt(run_it(&result)->wait_s[STAGE_SEARCH], 0.001);
	/* a standby after 7.2 h; and it is paid for whether needed or not */
	p->rag.failover = 1;
	p->rag.failover_s = 25920;
	p->rag.standby_usd_per_month = 70;
	arch = run_it(&result);
	ck_assert_double_eq_tol(arch->timed_out / arch->queries, 0.01, 1e-9);
	ck_assert_double_eq_tol(arch->ledger_usd[LEDGER_VECTOR_DB], 70, 1e-9);
}
END_TEST

/* Six tries that fail independently: p^6 are dropped, after p + p^2 + ... + p^5 more tries. */
START_TEST(tries_are_geometric)
{
	static const double fails[] = { 0.5, 0.8 };

	for (int i = 0; i < 2; i++) {
		const struct arch_result *arch;
		double fail = fails[i], more = 0;

		busy(ARCH_FT);
		for (int k = 1; k < 6; k++)
			more += pow(fail, k);
		p->base.incident_fail_frac = fail;
		fixture_incident_at(&scenario, 0, INCIDENT_API_BROWNOUT, 1);
		scenario.timeline[0].for_hours = 720;
		arch = run_it(&result);
		ck_assert_double_eq_tol(1 - arch->available_frac, pow(fail, 6),
					0.03 * pow(fail, 6) + 0.001);
		ck_assert_double_eq_tol(arch->dropped / arch->queries, 1 - arch->available_frac,
					1e-9);
		ck_assert_double_eq_tol(arch->retried / arch->queries, more, 0.01 * more);
	}
}
END_TEST

/* Slower by the factor, in an incident that lasts as long as the run. */
START_TEST(an_incident_is_slow)
{
	double usual_s;

	busy(ARCH_RAG);
	usual_s = run_it(&result)->service_s[STAGE_DECODE];
	p->base.incident_fail_frac = 0;
	p->base.incident_slow = 3;
	fixture_incident_at(&scenario, 0, INCIDENT_API_BROWNOUT, 0);
	scenario.timeline[0].for_hours = 720;
	ck_assert_double_eq_tol(run_it(&result)->service_s[STAGE_DECODE], 3 * usual_s, 1e-6);
	scenario.timeline[0].times = 5;
	ck_assert_double_eq_tol(run_it(&result)->service_s[STAGE_DECODE], 5 * usual_s, 1e-6);
}
END_TEST

/* Half of the calls go to another provider: nobody is dropped, and they cost 1.4 times as much. */
START_TEST(another_provider_answers)
{
	const struct arch_result *arch;
	double usual_s, usual_usd, over;

	busy(ARCH_PROMPT);
	p->base.input_usd_per_mtok = 2;
	p->base.output_usd_per_mtok = 8;
	usual_s = run_it(&result)->ttft_s.mean;
	usual_usd = run_it(&result)->total_usd;
	p->base.incident_fail_frac = 0.5;
	p->base.incident_slow = 1;
	p->base.failover = 1;
	p->base.failover_s = 4;
	p->base.failover_usd_factor = 1.4;
	ck_assert_double_eq_tol(run_it(&result)->total_usd, usual_usd, 1e-6);
	fixture_incident_at(&scenario, 0, INCIDENT_API_BROWNOUT, 0);
	scenario.timeline[0].for_hours = 720;
	arch = run_it(&result);
	over = arch->failed_over_frac;
	ck_assert_double_eq_tol(over, 0.5, 0.01);
	ck_assert_double_eq_tol(arch->available_frac, 1, 1e-12);
	ck_assert_double_eq(arch->retried, 0);
	ck_assert_double_eq_tol(arch->ttft_s.mean, usual_s + 4 * over, 1e-3);
	ck_assert_double_eq_tol(arch->total_usd, usual_usd * (1 + 0.4 * over), 1e-6 * usual_usd);
	/* the other one is not slow */
	p->base.incident_slow = 10;
	p->base.incident_fail_frac = 1;
	ck_assert_double_eq_tol(run_it(&result)->ttft_s.mean, usual_s + 4, 1e-3);
}
END_TEST

/* With the only replica down a third of the time all calls fail then, and the pool is paid for. */
START_TEST(no_replica_left)
{
	const struct arch_result *arch;
	double down;

	busy(ARCH_RAG);
	p->traffic.volume_qpm = 2e5;
	p->serving.mode = SERVING_SELF;
	p->serving.replicas = 1;
	p->serving.replica_usd_per_hour = 10;
	p->serving.failures_per_month = 5;
	p->serving.repair_hours = 48;
	for (scenario.seed = 1; scenario.seed < 4; scenario.seed++) {
		struct profile profile;

		profile_init(&profile, &scenario);
		down = 0;
		for (int r = 0; r < profile.regime_count; r++)
			if (profile.regimes[r].condition.replicas_down > 0)
				down += (profile.regimes[r].end_s - profile.regimes[r].start_s) /
					profile.horizon_s;
		profile_release(&profile);
		arch = run_it(&result);
		ck_assert_double_gt(down, 0.02);
		ck_assert_double_eq_tol(1 - arch->available_frac, down, 1e-9);
		ck_assert_double_eq_tol(arch->ledger_usd[LEDGER_HOSTING], 7200, 1e-6);
	}
	/* two, of which one fails: only slower */
	p->serving.replicas = 3;
	scenario.seed = 1;
	arch = run_it(&result);
	p->serving.failures_per_month = 0;
	ck_assert_double_gt(arch->e2e_s.mean, run_it(&other)->e2e_s.mean);
	/* and somebody else can take the calls */
	p->serving.replicas = 1;
	p->serving.failures_per_month = 5;
	p->base.failover = 1;
	p->base.output_usd_per_mtok = 10;
	arch = run_it(&result);
	ck_assert_double_eq_tol(arch->available_frac, 1, 1e-12);
	ck_assert_double_gt(arch->failed_over_frac, 0.02);
	ck_assert_double_eq_tol(arch->ledger_usd[LEDGER_OUTPUT],
				arch->failed_over_frac * arch->queries * 200 * 10e-6 * 1.3, 1e-3);
}
END_TEST

/* Twice the queries for 36 hours. */
START_TEST(more_traffic)
{
	busy(ARCH_FT);
	fixture_incident_at(&scenario, 7, INCIDENT_TRAFFIC, 2);
	scenario.timeline[0].for_hours = 36;
	ck_assert_double_eq_tol(run_it(&result)->queries, 1e6 * (1 + 36 / 720.0), 1e-3);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].series.queries[45], 2e6 / 180, 1e-3);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].series.queries[55], 1e6 / 180, 1e-3);
}
END_TEST

/* Outages do not touch what has nothing to do with them. */
START_TEST(staleness_is_what_it_was)
{
	double before;

	busy(ARCH_RAG);
	scenario.horizon_days = 360;
	p->knowledge.updates_per_month = 20;
	p->rag.index_lag_s = 86400;
	before = run_it(&result)->stale_answer_frac;
	p->rag.outages_per_month = 8;
	p->rag.repair_hours = 5;
	p->base.incidents_per_month = 4;
	ck_assert_double_eq_tol(run_it(&result)->stale_answer_frac, before, 1e-9);
	ck_assert_double_gt(result.arch[ARCH_RAG].timed_out, 0);
}
END_TEST

START_TEST(too_many_are_refused)
{
	struct error error;

	busy(ARCH_RAG);
	scenario.horizon_days = 3600;
	p->rag.outages_per_month = 100;
	ck_assert(!run(&scenario, NULL, &result, &error));
	ck_assert_str_eq(error.message, "too many outages and incidents for one run, at most 1024");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("condition");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, down_as_often_as_theory_says);
	tcase_add_test(tcase, a_standby_shortens_outages);
	tcase_add_test(tcase, the_rate_moves_outages_smoothly);
	tcase_add_test(tcase, regimes_alike_are_of_one_kind);
	tcase_add_test(tcase, a_search_that_is_down_leaves_answers_blind);
	tcase_add_test(tcase, tries_are_geometric);
	tcase_add_test(tcase, an_incident_is_slow);
	tcase_add_test(tcase, another_provider_answers);
	tcase_add_test(tcase, no_replica_left);
	tcase_add_test(tcase, more_traffic);
	tcase_add_test(tcase, staleness_is_what_it_was);
	tcase_add_test(tcase, too_many_are_refused);
	return suite_run("condition", tcase);
}
