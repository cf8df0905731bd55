// SPDX-License-Identifier: MIT
/* What a result says of the tail, and how one exact run is cut into batches. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/sim.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
}

/* The parts of the slow queries, those between p94 and p96, add up to the 95th percentile. */
START_TEST(tail_adds_up_to_p95)
{
	scenario_init(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = FIDELITY_EXACT;
	p->traffic.volume_qpm = 0.15 * MONTH_S;
	p->rag.search_s = 1;
	p->rag.search_servers = 1;
	p->rag.timeout_s = 0;
	run_it();
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		const struct arch_result *arch = &result.arch[a];
		double sum_s = 0;

		for (int stage = 0; stage < STAGE_DECODE; stage++)
			if (!isnan(arch->tail_service_s[stage]))
				sum_s += arch->tail_wait_s[stage] + arch->tail_service_s[stage];
		ck_assert_double_eq_tol(sum_s, arch->ttft_s.p95, 0.01 * arch->ttft_s.p95);
		ck_assert(isnan(arch->tail_service_s[STAGE_DECODE]));
		for (int stage = 0; stage < STAGE_DECODE; stage++) {
			ck_assert_int_eq(isnan(arch->tail_wait_s[stage]),
					 isnan(arch->wait_s[stage]));
			ck_assert_int_eq(isnan(arch->tail_service_s[stage]),
					 isnan(arch->service_s[stage]));
		}
		ck_assert(isnan(arch->tail_wait_s[STAGE_RERANK]));
	}
	/* who waits for a search is slow because of it */
	ck_assert_double_gt(result.arch[ARCH_RAG].tail_service_s[STAGE_SEARCH],
			    1.5 * result.arch[ARCH_RAG].service_s[STAGE_SEARCH]);
}
END_TEST

/* Where every query takes as long, the tail's parts are everybody's: embed .1, search .2, read
 * 1,000 tokens at .1 ms, first token .4. */
START_TEST(tail_by_hand)
{
	const struct arch_result *rag = &result.arch[ARCH_RAG];

	fixture_quiet(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = FIDELITY_EXACT;
	p->traffic.volume_qpm = 2000;
	p->rag.embed_s = 0.1;
	p->rag.search_s = 0.2;
	p->rag.context_tok = 800;
	p->base.system_tok = 50;
	p->traffic.prompt_tok = 150;
	p->base.prompt_tok_s = 1e-4;
	p->base.ttft_s = 0.4;
	run_it();
	ck_assert_double_eq_tol(rag->tail_service_s[STAGE_EMBED], 0.1, 1e-9);
	ck_assert_double_eq_tol(rag->tail_service_s[STAGE_SEARCH], 0.2, 1e-9);
	ck_assert_double_eq_tol(rag->tail_service_s[STAGE_PROMPT], 0.1, 1e-9);
	ck_assert_double_eq_tol(rag->tail_service_s[STAGE_FIRST], 0.4, 1e-9);
}
END_TEST

/* Days in turn over a long horizon, twenty equal parts of the queries of a short one. */
START_TEST(batches_of_one_exact_run)
{
	static struct sim sim;

	fixture_quiet(&scenario);
	scenario.horizon_days = 2 * EXACT_BATCHES;
	profile_init(&sim.profile, &scenario);
	ck_assert_int_eq(exact_batch(&sim, 0.5 * DAY_S, 0), 0);
	ck_assert_int_eq(exact_batch(&sim, 19.5 * DAY_S, 0), 19);
	ck_assert_int_eq(exact_batch(&sim, 20.5 * DAY_S, 0), 0);
	profile_release(&sim.profile);
	scenario.horizon_days = 2 * EXACT_BATCHES - 1;
	profile_init(&sim.profile, &scenario);
	for (int i = 0; i < EXACT_BATCHES; i++) {
		double total = profile_mass(&sim.profile, sim.profile.horizon_s);

		ck_assert_int_eq(exact_batch(&sim, 0, (i + 0.01) / EXACT_BATCHES * total), i);
		ck_assert_int_eq(exact_batch(&sim, 0, (i + 0.99) / EXACT_BATCHES * total), i);
	}
	profile_release(&sim.profile);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("latency");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, tail_adds_up_to_p95);
	tcase_add_test(tcase, tail_by_hand);
	tcase_add_test(tcase, batches_of_one_exact_run);
	return suite_run("latency", tcase);
}
