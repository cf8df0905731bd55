// SPDX-License-Identifier: MIT
/* The routed hybrid: who goes which way, and that the sum of both ways is what comes out. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/arch.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void three_ways(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = fidelity;
	scenario.archs[2] = ARCH_ROUTED;
	p->traffic.knowledge_frac = 0.6;
	p->knowledge.behaviour_changes_per_month = 0;
	p->ft.forgetting_frac = 0;
}

static const struct arch_result *run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	return &result.arch[ARCH_ROUTED];
}

/* The cheaper of those that serve well; if none does, the better. */
START_TEST(chooses)
{
	struct demand demand;

	three_ways(0);
	ck_assert(arch_routes_directly(p)); /* a shorter prompt, at the same price */
	arch_demand(p, ARCH_ROUTED, &demand);
	ck_assert_double_eq_tol(demand.direct.frac, 0.4, 1e-15);
	ck_assert(demand.retrieves);
	p->ft.input_usd_per_mtok = 20;
	p->ft.output_usd_per_mtok = 100;
	ck_assert(!arch_routes_directly(p)); /* dear */
	arch_demand(p, ARCH_ROUTED, &demand);
	ck_assert_double_eq(demand.direct.frac, 0);
	p->routed.min_correct_frac = 0.9;
	ck_assert(arch_routes_directly(p)); /* the base model is no longer good enough */
	p->ft.labels = 100;
	ck_assert(!arch_routes_directly(p)); /* neither is; too few labels make it the worse one */
}
END_TEST

/* Right answers and tokens are those of RAG on what needs a fact and of the tuned model on the
 * rest. */
START_TEST(is_the_sum_of_both)
{
	const struct arch_result *routed, *rag = &result.arch[ARCH_RAG],
					  *ft = &result.arch[ARCH_FT];
	double general = 0.4 * ft->correct_frac;

	three_ways(FIDELITY_EXACT);
	p->knowledge.updates_per_month = 0;
	routed = run_it();
	/* of the tuned model's right answers those to questions that need no fact */
	general = 0.4 * (0.88 + 0.6 * (1 - 2 * pow(0.5, 2000 * pow(0.95, 6.5) / 500)) * 0.12);
	ck_assert_double_eq_tol(routed->correct_frac,
				rag->correct_frac - 0.4 * p->base.correct_frac + general, 2e-3);
	ck_assert_double_eq_tol(routed->ledger_usd[LEDGER_CONTEXT],
				0.6 * rag->ledger_usd[LEDGER_CONTEXT],
				0.02 * rag->ledger_usd[LEDGER_CONTEXT]);
	ck_assert_double_eq_tol(routed->ledger_usd[LEDGER_BASE_PROMPT],
				0.6 * rag->ledger_usd[LEDGER_BASE_PROMPT] +
					0.4 * ft->ledger_usd[LEDGER_BASE_PROMPT],
				0.02 * rag->ledger_usd[LEDGER_BASE_PROMPT]);
	ck_assert_double_gt(routed->ttft_s.mean, ft->ttft_s.mean + 0.02);
	ck_assert_double_lt(routed->ttft_s.mean, rag->ttft_s.mean - 0.02);
	ck_assert_double_eq_tol(routed->ttft_s.mean, 0.6 * rag->ttft_s.mean + 0.4 * ft->ttft_s.mean,
				0.01);
	ck_assert_double_eq_tol(routed->cited_frac, 0.6 * rag->cited_frac, 0.01);
	/* it pays for both: the index and the model, and its retraining */
	ck_assert_double_eq(routed->ledger_usd[LEDGER_VECTOR_DB],
			    rag->ledger_usd[LEDGER_VECTOR_DB]);
	ck_assert_double_eq(routed->ledger_usd[LEDGER_HOSTING], ft->ledger_usd[LEDGER_HOSTING]);
}
END_TEST

/* Without another way it is RAG with a tuned model that nobody uses. */
START_TEST(without_a_second_way)
{
	three_ways(1);
	p->routed.min_correct_frac = 0;
	p->ft.input_usd_per_mtok = 100;
	run_it();
	ck_assert_double_eq(result.arch[ARCH_ROUTED].correct_frac,
			    result.arch[ARCH_RAG].correct_frac);
	ck_assert_double_eq(result.arch[ARCH_ROUTED].ttft_s.p95, result.arch[ARCH_RAG].ttft_s.p95);
}
END_TEST

/* Windows agree with the whole, behind stations that RAG overloads and the routed hybrid does
 * not. */
START_TEST(sampled_as_exact)
{
	double exact_s, exact_wait_s;

	three_ways(FIDELITY_EXACT);
	scenario.horizon_days = 12;
	p->traffic.volume_qpm = 200000;
	p->rag.search_servers = 1;
	p->rag.search_s = 14;
	p->rag.timeout_s = 0;
	p->rag.queue_limit = 300;
	exact_s = run_it()->ttft_s.mean;
	exact_wait_s = result.arch[ARCH_ROUTED].wait_s[STAGE_SEARCH];
	ck_assert_double_gt(result.arch[ARCH_RAG].dropped, 1000);
	ck_assert_double_lt(result.arch[ARCH_ROUTED].dropped, 10);
	scenario.fidelity = 2;
	ck_assert_double_eq_tol(run_it()->ttft_s.mean, exact_s, 0.15 * exact_s);
	ck_assert_double_eq_tol(result.arch[ARCH_ROUTED].wait_s[STAGE_SEARCH], exact_wait_s,
				0.2 * exact_wait_s);
}
END_TEST

/* One model of its own, with an adapter for the tuned way. */
START_TEST(serves_both_by_itself)
{
	three_ways(1);
	p->serving.mode = SERVING_SELF;
	run_it();
	ck_assert_double_gt(result.arch[ARCH_ROUTED].utilisation[STAGE_DECODE], 0);
	ck_assert_double_lt(result.arch[ARCH_ROUTED].in_system_mean[STAGE_PROMPT],
			    result.arch[ARCH_RAG].in_system_mean[STAGE_PROMPT]);
	ck_assert_double_eq(result.arch[ARCH_ROUTED].ledger_usd[LEDGER_OUTPUT], 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("routed");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, chooses);
	tcase_add_test(tcase, is_the_sum_of_both);
	tcase_add_test(tcase, without_a_second_way);
	tcase_add_test(tcase, sampled_as_exact);
	tcase_add_test(tcase, serves_both_by_itself);
	return suite_run("routed", tcase);
}
