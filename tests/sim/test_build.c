// SPDX-License-Identifier: MIT
/* What is still being built: until it goes live a prompt alone answers, at its price and quality,
 * and nothing of the new system is paid for but its engineers and what it costs upfront. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/arch.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void build(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = 90;
	scenario.fidelity = fidelity;
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	p->knowledge.behaviour_changes_per_month = 0;
	p->ft.forgetting_frac = 0;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.eval_pass_frac = 1;
	p->rag.engineering_usd_per_month = 1000;
}

static void run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
}

/* For the first third RAG is prompt-only, then it is what it would have been. */
START_TEST(a_prompt_until_it_is_live)
{
	struct arch_result before, after;
	const struct arch_result *prompt = &result.arch[ARCH_PROMPT];

	build(1);
	run_it();
	before = result.arch[ARCH_RAG];
	p->rag.build_days = 30;
	run_it();
	after = result.arch[ARCH_RAG];
	ck_assert_double_eq_tol(after.correct_frac,
				(prompt->correct_frac + 2 * before.correct_frac) / 3, 1e-3);
	ck_assert_double_eq_tol(after.ledger_usd[LEDGER_CONTEXT],
				2.0 / 3 * before.ledger_usd[LEDGER_CONTEXT], 1e-6);
	ck_assert_double_eq_tol(after.ledger_usd[LEDGER_VECTOR_DB], 2 * 150, 1e-6);
	ck_assert_double_eq_tol(after.ledger_usd[LEDGER_ENGINEERING], 3 * 1000, 1e-6);
	ck_assert_double_eq(after.ledger_usd[LEDGER_UPFRONT], before.ledger_usd[LEDGER_UPFRONT]);
	ck_assert_double_eq_tol(after.series.ttft_p50_s[10], prompt->ttft_s.p50, 0.03);
	ck_assert_double_eq_tol(after.series.ttft_p50_s[100], before.ttft_s.p50, 0.03);
	ck_assert_double_eq(after.series.stale_frac[10], 0);
	/* and nobody else is touched */
	ck_assert_double_gt(result.arch[ARCH_HYBRID].ledger_usd[LEDGER_VECTOR_DB], 449);
}
END_TEST

/* A model that goes live on day 40 was frozen a lead time before, and its calendar starts there. */
START_TEST(retraining_starts_with_it)
{
	double days = 0;

	build(0);
	p->ft.build_days = 40;
	p->ft.retrain_every_days = 20;
	run_it();
	ck_assert_double_eq(result.arch[ARCH_FT].retrain_runs, 2); /* on days 60 and 80 */
	ck_assert_double_eq_tol(result.arch[ARCH_FT].ledger_usd[LEDGER_RETRAINING], 2 * 5000, 1e-6);
	for (int i = 0; i < result.arch[ARCH_FT].event_count && days == 0; i++)
		if (result.arch[ARCH_FT].events[i].kind == EVENT_LIVE)
			days = result.arch[ARCH_FT].events[i].at_s / 86400;
	ck_assert_double_eq_tol(days, 40, 1e-9);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].ledger_usd[LEDGER_HOSTING], 500 * 50 / 30.0,
				1e-6);
}
END_TEST

/* One that is never ready is a prompt with engineers. */
START_TEST(never_ready)
{
	const struct arch_result *prompt = &result.arch[ARCH_PROMPT];

	build(FIDELITY_EXACT);
	scenario.horizon_days = 20;
	p->rag.build_days = p->ft.build_days = p->hybrid.build_days = 50;
	p->longctx.build_days = p->routed.build_days = 50;
	run_it();
	for (int a = 0; a < ARCH_COUNT; a++) {
		ck_assert_double_eq_tol(result.arch[a].correct_frac, prompt->correct_frac, 1e-12);
		ck_assert_double_eq_tol(result.arch[a].e2e_s.p95, prompt->e2e_s.p95, 1e-12);
		ck_assert_double_eq(result.arch[a].retrain_runs, 0);
		ck_assert_double_eq_tol(result.arch[a].ledger_usd[LEDGER_OUTPUT],
					prompt->ledger_usd[LEDGER_OUTPUT], 1e-9);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("build");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_prompt_until_it_is_live);
	tcase_add_test(tcase, retraining_starts_with_it);
	tcase_add_test(tcase, never_ready);
	return suite_run("build", tcase);
}
