// SPDX-License-Identifier: MIT
/* Where queues lose next to nobody, costs are known without a query. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "sim/certain.h"

#include <ragtop/run.h>

static struct scenario scenario;
static struct result full, costs;

enum { BOUNDS = 18 };

static void run_both(double lost_frac)
{
	const struct run_options only_costs = { .costs_lost_frac = lost_frac,
						.costs_over_time = true };
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &full, &error), "%s", error.message);
	ck_assert_msg(run(&scenario, &only_costs, &costs, &error), "%s", error.message);
}

/* To what searches cost that would take longer than they may: no sample of queries has those. */
static void check_near(double a, double b)
{
	ck_assert_double_eq_tol(a, b, 1e-5 * (fabs(b) + 1));
}

static void check_interval(struct interval a, struct interval b)
{
	check_near(a.lo, b.lo);
	check_near(a.hi, b.hi);
}

static void check_costs(enum arch arch)
{
	const struct arch_result *a = &costs.arch[arch], *b = &full.arch[arch];

	for (int c = 0; c < LEDGER_COUNT; c++) {
		check_near(a->ledger_usd[c], b->ledger_usd[c]);
		check_near(a->query_usd[c], b->query_usd[c]);
	}
	check_near(a->all_in_usd, b->all_in_usd);
	check_near(a->monthly_usd, b->monthly_usd);
	check_near(a->total_usd, b->total_usd);
	check_near(a->per_1k_queries_usd, b->per_1k_queries_usd);
	check_near(a->stale_answer_frac, b->stale_answer_frac);
	check_interval(a->ci_monthly_usd, b->ci_monthly_usd);
	check_interval(a->ci_all_in_usd, b->ci_all_in_usd);
	check_interval(a->ci_stale_answer_frac, b->ci_stale_answer_frac);
	ck_assert_int_eq(a->samples.macro_count, b->samples.macro_count);
	ck_assert_int_eq(a->samples.micro_count, b->samples.micro_count);
	for (int r = 0; r < a->samples.macro_count; r++)
		check_near(a->samples.recurring_usd[r], b->samples.recurring_usd[r]);
	/* these are read for how they differ from each other */
	for (int r = 1; r < a->samples.micro_count; r++)
		check_near(a->samples.flow_usd[r] - a->samples.flow_usd[0],
			   b->samples.flow_usd[r] - b->samples.flow_usd[0]);
	for (int bucket = 0; bucket < RESULT_BUCKETS; bucket++) {
		check_near(a->series.cumulative_usd[bucket], b->series.cumulative_usd[bucket]);
		check_near(a->series.stale_frac[bucket], b->series.stale_frac[bucket]);
	}
}

static void at_day_20(enum param_id param, double value)
{
	scenario_timeline_add(&scenario, &(struct timeline_entry){ .at_days = 20,
								   .kind = TIMELINE_SET,
								   .param = param,
								   .value = value });
}

static void plain(void)
{
}

static void dear_and_reviewed(void)
{
	scenario.params.money.stale_answer_usd = 0.5;
	scenario.params.money.wrong_answer_usd = 0.2;
	scenario.params.serving.review_frac = 0.1;
	scenario.params.serving.repair_tries = 2;
	scenario.params.traffic.format_frac = 0.5;
}

static void reranked_from_day_20(void)
{
	at_day_20(P_rag_rerank, 1);
	at_day_20(P_base_output_usd_per_mtok, 20);
}

static void switched_on_day_20(void)
{
	scenario_timeline_add(&scenario, &(struct timeline_entry){ .at_days = 20,
								   .kind = TIMELINE_SWITCH,
								   .from = ARCH_RAG,
								   .to = ARCH_FT });
}

static void self_hosted(void)
{
	scenario.params.serving.mode = SERVING_SELF;
	scenario.params.serving.replicas = 6;
}

static void without_patience(void)
{
	scenario.params.rag.search_dist = DIST_EXPONENTIAL;
	scenario.params.rag.timeout_s = 0;
	scenario.params.rag.queue_limit = 0;
}

static void (*const certain_cases[])(void) = {
	plain,       dear_and_reviewed,  reranked_from_day_20,
	self_hosted, switched_on_day_20, without_patience
};

static void start(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = 60;
	scenario.fidelity = fidelity;
}

START_TEST(costs_are_those_of_all_queries)
{
	start(_i % 2 ? 0 : FIDELITY_MAP);
	certain_cases[_i / 2]();
	run_both(1e-5);
	ck_assert_double_gt(full.queries_simulated, 0);
	ck_assert_double_eq(costs.queries_simulated, 0);
	for (int i = 0; i < scenario.arch_count; i++)
		check_costs(scenario.archs[i]);
}
END_TEST

static void limited(void)
{
	scenario.params.base.rpm_limit = 1e6;
}

static void kept_answers(void)
{
	scenario.params.serving.response_ttl_s = 600;
}

static void impatient(void)
{
	scenario.params.rag.timeout_s = 0.2;
}

static void busy(void)
{
	scenario.params.traffic.volume_qpm = 1e9;
	scenario.params.rag.search_s = 0.3;
}

static void growing(void)
{
	scenario.params.knowledge.corpus_growth_frac_per_month = 0.1;
}

static void broken(void)
{
	scenario_timeline_add(&scenario,
			      &(struct timeline_entry){ .at_days = 20,
							.kind = TIMELINE_INCIDENT,
							.incident = INCIDENT_VECTOR_DB_DOWN,
							.for_hours = 5 });
}

static void (*const doubtful_cases[])(void) = { limited, kept_answers, impatient,
						busy,    growing,      broken };

/* Then it is a run like any other. */
START_TEST(doubt_asks_the_queries)
{
	start(FIDELITY_MAP);
	doubtful_cases[_i]();
	run_both(1e-5);
	ck_assert_double_gt(costs.queries_simulated, 0);
	ck_assert_mem_eq(&costs, &full, sizeof(full));
}
END_TEST

/* A search that takes too long in any case is not found by queueing: its share is a closed form. */
START_TEST(cut_off_is_known)
{
	struct queue_demand queue;
	double cut, sighted_usd, all_usd;

	start(2);
	scenario.params.rag.search_cv = 1.5;
	scenario.params.rag.timeout_s = 0.15;
	scenario.params.rag.rerank = _i;
	run_both(1e-2);
	ck_assert_double_gt(full.queries_simulated, 0);
	ck_assert_double_eq(costs.queries_simulated, 0);
	queue_demand(&scenario.params, QUEUE_SEARCH, &queue);
	cut = certain_cut_frac(&scenario.params, &queue);
	ck_assert_double_gt(cut, 0.05);
	ck_assert_double_eq_tol(full.arch[ARCH_RAG].timed_out / full.arch[ARCH_RAG].queries, cut,
				0.02 * cut);
	for (int c = 0; c < LEDGER_COUNT; c++)
		ck_assert_double_eq_tol(costs.arch[ARCH_RAG].query_usd[c],
					full.arch[ARCH_RAG].query_usd[c],
					1e-9 + 2e-3 * full.arch[ARCH_RAG].query_usd[c]);
	/* passages are what they go without, to the token */
	scenario.params.rag.timeout_s = 0;
	sighted_usd = costs.arch[ARCH_RAG].query_usd[LEDGER_CONTEXT];
	run_both(1e-2);
	all_usd = costs.arch[ARCH_RAG].query_usd[LEDGER_CONTEXT];
	ck_assert_double_eq_tol(sighted_usd / all_usd, 1 - cut, 1e-12);
}
END_TEST

/* Then costs are a bound: who is lost costs no more. */
START_TEST(whatever_is_lost)
{
	start(0);
	scenario.params.rag.search_servers = 1;
	scenario.params.traffic.volume_qpm = 1e8;
	run_both(INFINITY);
	ck_assert_double_gt(full.arch[ARCH_RAG].timed_out, 0.1 * full.arch[ARCH_RAG].queries);
	ck_assert_double_eq(costs.queries_simulated, 0);
	for (int c = 0; c < LEDGER_COUNT; c++)
		ck_assert_double_ge(costs.arch[ARCH_RAG].query_usd[c] * (1 + 1e-12),
				    full.arch[ARCH_RAG].query_usd[c]);
	ck_assert_double_gt(costs.arch[ARCH_RAG].all_in_usd, 1.1 * full.arch[ARCH_RAG].all_in_usd);
	check_near(costs.arch[ARCH_FT].all_in_usd, full.arch[ARCH_FT].all_in_usd);
}
END_TEST

/* What is lost in a run of many queries is less than the bound, and what it says is cut off. */
START_TEST(bound_holds)
{
	static const struct {
		double search_s, cv, timeout_s, volume_qpm, burst_factor, burst_cv, servers, limit;
	} cases[] = {
		{ 0.1, 0.9, 1, 1e6, 1, 1, 64, 1000 },   { 0.3, 0.9, 2, 1e7, 1, 1, 64, 1000 },
		{ 0.06, 2, 1, 1e7, 1, 1, 64, 1000 },    { 0.5, 0.3, 1, 1e6, 1, 1, 64, 1000 },
		{ 1, 0.9, 2, 5e7, 1, 1, 64, 1000 },     { 0.3, 0.9, 1, 1e7, 4, 1, 64, 1000 },
		{ 0.1, 2, 1, 3e7, 8, 1, 64, 1000 },     { 0.2, 1.5, 0.3, 1e7, 1, 1, 64, 1000 },
		{ 0.1, 0.5, 0.3, 1e8, 1, 1, 64, 1000 }, { 0.06, 0.9, 0, 1e7, 1, 3, 4, 4 },
		{ 0.06, 0.9, 0, 1e7, 1, 3, 4, 8 },      { 0.06, 0.9, 0, 2e7, 1, 5, 8, 16 },
		{ 0.2, 0.9, 2, 1e7, 1, 13, 16, 1000 },  { 0.5, 0.9, 2, 1e7, 1, 13, 16, 1000 },
		{ 0.06, 0.9, 0, 5e6, 1, 1.3, 1, 3 },    { 0.06, 0.9, 0.3, 2e6, 1, 1.2, 2, 1000 },
		{ 0.06, 0.9, 0.3, 2e6, 1, 1.6, 2, 2 },  { 0.06, 0, 0.06, 1e5, 1, 1, 64, 1000 },
	};
	struct params *params = &scenario.params;
	struct queue_demand queue;
	double lost, bound;
	struct error error;

	static_assert(sizeof(cases) / sizeof(cases[0]) == BOUNDS, "each is a loop of the test");
	start(1);
	params->rag.search_s = cases[_i].search_s;
	params->rag.search_cv = cases[_i].cv;
	params->rag.timeout_s = cases[_i].timeout_s;
	params->rag.search_servers = cases[_i].servers;
	params->rag.queue_limit = cases[_i].limit;
	params->traffic.volume_qpm = cases[_i].volume_qpm;
	params->traffic.burst_factor = cases[_i].burst_factor;
	params->traffic.burst_cv = cases[_i].burst_cv;
	ck_assert_msg(run(&scenario, NULL, &full, &error), "%s", error.message);
	lost = (full.arch[ARCH_RAG].timed_out + full.arch[ARCH_RAG].dropped) /
	       full.arch[ARCH_RAG].queries;
	queue_demand(params, QUEUE_SEARCH, &queue);
	/* the busiest hour has less than four times the mean */
	bound = certain_cut_frac(params, &queue) +
		certain_lost_frac(params, &queue, 4 * cases[_i].volume_qpm / MONTH_S);
	/* a share of queries, which scatters */
	ck_assert_double_le(lost, bound + 4 * sqrt(bound * 3 / full.queries_simulated));
}
END_TEST

/* Of the shares of a patience of 10 services, the one that bounds least, by hand: half have to wait
 * at load 0.5, and wait longer by exp(-(1 - 0.5)); e^-10 are cut off in any case. */
static double late_by_hand(double waits, double decay)
{
	double least = waits;

	for (int part = 1; part < 30; part++)
		least = fmin(least,
			     waits * exp(-decay * part / 3) + exp(-10 + part / 3.0) - exp(-10));
	return least;
}

START_TEST(bound_by_hand)
{
	struct queue_demand queue = { .stage = STAGE_SEARCH,
				      .service_s = 1,
				      .service_cv = 1,
				      .servers = 1,
				      .timeout_s = 10 };
	struct params *params = &scenario.params;
	double steady;

	start(FIDELITY_MAP);
	params->traffic.burst_cv = 1;
	params->rag.search_dist = DIST_EXPONENTIAL;
	params->rag.queue_limit = 0;
	ck_assert_double_eq_tol(certain_cut_frac(params, &queue), exp(-10), 1e-15);
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.5), late_by_hand(0.5, 0.5),
				1e-12);
	params->rag.queue_limit = 4;
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.5),
				0.5 * exp(-2) + late_by_hand(0.5, 0.5), 1e-12);
	/* gaps of a gamma law of cv 2: to the power of a quarter */
	params->traffic.burst_cv = 2;
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.5),
				pow(0.5, 0.25) * exp(-4 * 2 * 0.5 / 5) +
					late_by_hand(pow(0.5, 0.25), 2 * 0.5 / 5),
				1e-12);
	params->traffic.burst_cv = 1;
	ck_assert(isinf(certain_lost_frac(params, &queue, 0.81)));
	params->rag.search_dist = DIST_GAMMA;
	ck_assert_double_eq(certain_cut_frac(params, &queue), 0);
	/* as long as it may is not too long */
	params->rag.search_dist = DIST_DETERMINISTIC;
	queue.service_cv = 0;
	queue.timeout_s = 1;
	ck_assert_double_eq(certain_cut_frac(params, &queue), 0);
	queue.timeout_s = 0.999;
	ck_assert_double_eq(certain_cut_frac(params, &queue), 1);
	queue.service_cv = 1;
	queue.timeout_s = 10;
	params->rag.search_dist = DIST_LOGNORMAL;
	ck_assert_double_eq_tol(certain_cut_frac(params, &queue),
				0.5 * erfc((log(10) + log(2) / 2) / sqrt(2 * log(2))), 1e-15);
	params->rag.search_dist = DIST_EXPONENTIAL;
	/* short bursts of three times what the queue can take, seldom */
	params->traffic.burst_factor = 6;
	params->traffic.burst_minutes = 0.1;
	ck_assert(isinf(certain_lost_frac(params, &queue, 0.5)));
	/* long ones of twice the rate, a third of the time: as if they never ended */
	params->traffic.burst_factor = 1;
	params->rag.queue_limit = 0;
	steady = certain_lost_frac(params, &queue, 0.3);
	params->traffic.burst_factor = 2;
	params->traffic.burst_minutes = 720;
	params->traffic.bursts_per_day = 1;
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.2), steady, 1e-12);
	params->traffic.burst_factor = 1;
	queue.timeout_s = 0;
	params->rag.queue_limit = 0;
	ck_assert_double_eq(certain_lost_frac(params, &queue, 0.5), 0);
	queue.servers = 0;
	ck_assert_double_eq(certain_lost_frac(params, &queue, 9), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("certain");

	tcase_add_loop_test(tcase, costs_are_those_of_all_queries, 0,
			    2 * (int)(sizeof(certain_cases) / sizeof(certain_cases[0])));
	tcase_add_loop_test(tcase, doubt_asks_the_queries, 0,
			    (int)(sizeof(doubtful_cases) / sizeof(doubtful_cases[0])));
	tcase_add_loop_test(tcase, cut_off_is_known, 0, 2);
	tcase_add_test(tcase, whatever_is_lost);
	tcase_add_loop_test(tcase, bound_holds, 0, BOUNDS);
	tcase_add_test(tcase, bound_by_hand);
	return suite_run("sim/certain", tcase);
}
