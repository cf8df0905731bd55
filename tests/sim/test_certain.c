// SPDX-License-Identifier: MIT
/* Where queues lose next to nobody, costs are known without a query. */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "sim/certain.h"

#include <ragtop/run.h>

static struct scenario scenario;
static struct result full, costs;

static void run_both(void)
{
	const struct run_options only_costs = { .costs_lost_frac = 1e-5 };
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &full, &error), "%s", error.message);
	ck_assert_msg(run(&scenario, &only_costs, &costs, &error), "%s", error.message);
}

static void check_near(double a, double b)
{
	ck_assert_double_eq_tol(a, b, 1e-9 * (fabs(b) + 1));
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
	run_both();
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
	run_both();
	ck_assert_double_gt(costs.queries_simulated, 0);
	ck_assert_mem_eq(&costs, &full, sizeof(full));
}
END_TEST

/* What is lost in a run of many queries is less than the bound. */
START_TEST(bound_holds)
{
	static const struct {
		double search_s, cv, timeout_s, volume_qpm, burst_factor;
	} cases[] = { { 0.1, 0.9, 1, 1e6, 1 }, { 0.3, 0.9, 2, 1e7, 1 }, { 0.06, 2, 1, 1e7, 1 },
		      { 0.5, 0.3, 1, 1e6, 1 }, { 1, 0.9, 2, 5e7, 1 },   { 0.3, 0.9, 1, 1e7, 4 },
		      { 0.1, 2, 1, 3e7, 8 } };
	struct queue_demand queue;
	double lost, bound;
	struct error error;

	start(0);
	scenario.params.rag.search_s = cases[_i].search_s;
	scenario.params.rag.search_cv = cases[_i].cv;
	scenario.params.rag.timeout_s = cases[_i].timeout_s;
	scenario.params.traffic.volume_qpm = cases[_i].volume_qpm;
	scenario.params.traffic.burst_factor = cases[_i].burst_factor;
	ck_assert_msg(run(&scenario, NULL, &full, &error), "%s", error.message);
	lost = (full.arch[ARCH_RAG].timed_out + full.arch[ARCH_RAG].dropped) /
	       full.arch[ARCH_RAG].queries;
	queue_demand(&scenario.params, QUEUE_SEARCH, &queue);
	/* the busiest hour has less than four times the mean */
	bound = certain_lost_frac(&scenario.params, &queue, 4 * cases[_i].volume_qpm / MONTH_S);
	ck_assert_double_le(lost, bound);
}
END_TEST

START_TEST(bound_by_hand)
{
	struct queue_demand queue = { .stage = STAGE_SEARCH,
				      .service_s = 1,
				      .service_cv = 1,
				      .servers = 1,
				      .timeout_s = 10 };
	struct params *params = &scenario.params;
	double late, steady;

	start(FIDELITY_MAP);
	params->traffic.burst_cv = 1;
	params->rag.search_dist = DIST_EXPONENTIAL;
	params->rag.queue_limit = 0;
	/* exp(-(1 - 0.5) x 19/3) of waiting so long, exp(-11/3) of being served for the rest */
	late = exp(-19.0 / 6) + exp(-11.0 / 3);
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.5), late, 1e-12);
	params->rag.queue_limit = 4;
	ck_assert_double_eq_tol(certain_lost_frac(params, &queue, 0.5), exp(-2) + late, 1e-12);
	ck_assert(isinf(certain_lost_frac(params, &queue, 0.81)));
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
	tcase_add_loop_test(tcase, bound_holds, 0, 7);
	tcase_add_test(tcase, bound_by_hand);
	return suite_run("sim/certain", tcase);
}
