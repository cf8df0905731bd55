// SPDX-License-Identifier: MIT
/* The cache of whole answers, and what else happens around the model: reranking, asking again,
 * expert review, permissions, citations. Each is turned on and off. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/arch.h"
#include "sim/fixture.h"
#include "sim/form.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void quick(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = fidelity;
	p->traffic.volume_qpm = 60000;
	p->knowledge.facts = 200;
	p->knowledge.behaviour_changes_per_month = 0;
	p->ft.forgetting_frac = 0;
}

static const struct arch_result *run_it(enum arch arch)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	return &result.arch[arch];
}

/* ---- kept answers ---- */

static const struct {
	double repeat_frac, ttl_s, updates_per_month;
	bool purge;
} caches[] = {
	{ 0.3, 3600, 0, true },
	{ 0.8, 86400, 0, true },
	{ 0.5, 86400, 6000, true },
	{ 0.5, 86400, 6000, false },
};

static void keep(int i)
{
	p->traffic.repeat_frac = caches[i].repeat_frac;
	p->serving.response_ttl_s = caches[i].ttl_s;
	p->serving.response_purge = caches[i].purge;
	p->knowledge.updates_per_month = caches[i].updates_per_month;
	p->knowledge.facts_per_update = 1;
}

/* Topic by topic, as the formula says, and as the windows have it. */
START_TEST(hits_are_those_of_the_formula)
{
	struct topics topics;
	struct answer_law law;
	double expected, hits;

	quick(FIDELITY_EXACT);
	keep(_i);
	topics_init(&topics, &scenario);
	answer_law(p, &law);
	expected = answers_hit_frac(&topics, &law, 60000 / 2592e3);
	topics_release(&topics);
	ck_assert_double_gt(expected, 0.05);
	hits = run_it(ARCH_FT)->response_cache_hit_frac;
	/* the cache is empty at first: a life long there is nothing to find */
	ck_assert_double_eq_tol(hits, expected, 0.015);
	ck_assert_double_lt(hits, expected + 0.005);
	scenario.fidelity = 1;
	ck_assert_double_eq_tol(run_it(ARCH_FT)->response_cache_hit_frac, expected, 0.004);
}
END_TEST

/* The groups of unpopular topics stand for every single one. */
START_TEST(groups_of_topics_are_near_enough)
{
	struct answer_law law = {
		.repeat_frac = 0.4, .ttl_s = 7200, .change_rps = 1e-5, .purge = true
	};
	double life_s = -expm1(-1e-5 * 7200) / 1e-5, sum = 0, norm = 0;
	struct topics topics;

	quick(0);
	p->knowledge.facts = 100000;
	p->serving.response_ttl_s = 1;
	topics_init(&topics, &scenario);
	for (int i = 1; i <= 100000; i++)
		norm += pow(i, -0.8);
	for (int i = 1; i <= 100000; i++) {
		double often = 0.4 * pow(i, -0.8) / norm, hits = 50 * often * life_s;

		sum += often * hits / (1 + hits);
	}
	ck_assert_double_eq_tol(answers_hit_frac(&topics, &law, 50), sum, 1e-4 * sum);
	topics_release(&topics);
}
END_TEST

/* It saves money and time, and without purging it costs freshness. */
START_TEST(kept_answers_save_and_go_stale)
{
	double usd, p50_s, stale;

	quick(1);
	keep(1);
	p->serving.response_ttl_s = 0;
	p50_s = run_it(ARCH_RAG)->ttft_s.p50;
	usd = result.arch[ARCH_RAG].ledger_usd[LEDGER_OUTPUT];
	ck_assert_double_eq(result.arch[ARCH_RAG].response_cache_hit_frac, 0);
	keep(1);
	run_it(ARCH_RAG);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].ledger_usd[LEDGER_OUTPUT],
				usd * (1 - result.arch[ARCH_RAG].response_cache_hit_frac),
				1e-9 * usd);
	ck_assert_double_lt(result.arch[ARCH_RAG].ttft_s.p50, p50_s / 2);
	keep(2);
	stale = run_it(ARCH_RAG)->correct_frac;
	keep(3);
	ck_assert_double_lt(run_it(ARCH_RAG)->correct_frac, stale - 0.01);
}
END_TEST

/* With nobody else's luck in it: all facts known, all answers right but stale ones. */
START_TEST(stale_hits_are_those_of_the_formula)
{
	struct flow flow = { .cached = 1, .met_cached = 1 };
	struct answer_law law;
	struct outcome outcome;
	struct skill skill;
	double x;

	quick(1);
	keep(3);
	p->traffic.knowledge_frac = 1;
	answer_law(p, &law);
	x = 6000 / 2592e3 / 200 * 86400;
	ck_assert_double_eq_tol(answers_stale_frac(&law), 1 - (1 - exp(-x)) / x, 1e-12);
	quality_skill(p, ARCH_RAG, &skill);
	outcome = quality_outcome(&skill, &flow, 0.1);
	ck_assert_double_eq_tol(outcome.stale, 1 - 0.9 * (1 - exp(-x)) / x, 1e-12);
}
END_TEST

/* ---- reranking ---- */

START_TEST(reranking_finds_more_and_takes_time)
{
	double right, ttft_s;

	quick(1);
	right = run_it(ARCH_RAG)->correct_frac;
	ttft_s = result.arch[ARCH_RAG].ttft_s.mean;
	ck_assert_double_eq(result.arch[ARCH_RAG].ledger_usd[LEDGER_RERANK], 0);
	p->rag.rerank = 1;
	run_it(ARCH_RAG);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].ttft_s.mean, ttft_s + 0.13, 0.003);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].service_s[STAGE_RERANK], 0.13, 0.003);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].ledger_usd[LEDGER_RERANK], 60000 * 0.002,
				1e-6);
	/* a third of the five in a hundred that were missed */
	ck_assert_double_gt(result.arch[ARCH_RAG].correct_frac, right + 0.8 * 0.3 * 0.05 * 0.8);
}
END_TEST

/* Few rerankers are a queue like any other: exact and sampled say the same. */
START_TEST(rerankers_are_a_queue)
{
	double exact_s;

	quick(FIDELITY_EXACT);
	p->traffic.volume_qpm = 100000;
	p->rag.rerank = 1;
	p->rag.rerank_s = 20;
	p->rag.rerank_servers = 1;
	exact_s = run_it(ARCH_RAG)->wait_s[STAGE_RERANK];
	/* M/G/1: rho x service x (1 + cv^2) / 2 / (1 - rho), as the searches are short */
	ck_assert_double_eq_tol(exact_s, 0.7716 * 20 * 1.09 / 2 / (1 - 0.7716), 3);
	scenario.fidelity = 2;
	ck_assert_double_eq_tol(run_it(ARCH_RAG)->wait_s[STAGE_RERANK], exact_s, 0.08 * exact_s);
}
END_TEST

/* ---- asking again ---- */

START_TEST(repairs_are_geometric)
{
	double sum = 0, n = 100000;

	ck_assert_double_eq_tol(form_repairs_mean(0.9, 3), 0.1 + 0.01 + 0.001, 1e-15);
	ck_assert_double_eq_tol(form_repaired_frac(0.9, 3), 1 - 1e-4, 1e-15);
	ck_assert_double_eq(form_repairs_mean(0.9, 0), 0);
	for (int i = 0; i < n; i++)
		sum += form_repairs(0.6, 4, (i + 0.5) / n);
	/* given the first was invalid */
	ck_assert_double_eq_tol(sum / n, form_repairs_mean(0.6, 4) / 0.4, 1e-4);
}
END_TEST

START_TEST(repair_costs_time_and_money)
{
	double valid, e2e_s, usd, good;
	const struct arch_result *rag;

	quick(1);
	p->traffic.format_frac = 0.5;
	rag = run_it(ARCH_RAG);
	valid = rag->format_valid_frac;
	e2e_s = rag->e2e_s.mean;
	good = rag->good_frac;
	p->serving.repair_tries = 2;
	rag = run_it(ARCH_RAG);
	usd = 850 * 2.5e-6 - 100 * 2.5e-6 + 200 * 10e-6;
	ck_assert_double_eq_tol(rag->ledger_usd[LEDGER_REPAIR],
				60000 * 0.5 * form_repairs_mean(valid, 2) * usd, 0.01);
	ck_assert_double_eq_tol(rag->repaired, 60000 * 0.5 * form_repairs_mean(valid, 2), 300);
	ck_assert_double_gt(rag->format_valid_frac, valid + 0.4 * (1 - valid));
	ck_assert_double_gt(rag->good_frac, good);
	/* each is the whole way to the model again */
	ck_assert_double_eq_tol(rag->e2e_s.mean, e2e_s + 0.5 * form_repairs_mean(valid, 2) * 2.57,
				0.02);
	p->serving.mode = SERVING_SELF;
	ck_assert_double_gt(run_it(ARCH_RAG)->repaired, 100);
}
END_TEST

/* ---- review ---- */

START_TEST(review_puts_right_and_takes_time)
{
	double wrong;
	const struct arch_result *rag;

	quick(1);
	wrong = 1 - run_it(ARCH_RAG)->correct_frac;
	p->serving.review_frac = 0.25;
	rag = run_it(ARCH_RAG);
	ck_assert_double_eq_tol(1 - rag->correct_frac, wrong * (1 - 0.25 * 0.8), 1e-9);
	ck_assert_double_eq_tol(rag->ledger_usd[LEDGER_REVIEW], 60000 * 0.25 * 2, 1e-6);
	ck_assert_double_eq_tol(rag->service_s[STAGE_REVIEW], 1800, 60);
	ck_assert_double_gt(rag->e2e_s.p95, 1000);
	ck_assert_double_lt(rag->ttft_s.p95, 2);
}
END_TEST

/* ---- permissions and citations ---- */

START_TEST(permissions_leak_or_cost)
{
	double reads_usd, search_s;
	const struct arch_result *rag;

	quick(1);
	p->rag.visible_frac = 0.5;
	rag = run_it(ARCH_RAG);
	reads_usd = rag->ledger_usd[LEDGER_VECTOR_READS];
	search_s = rag->service_s[STAGE_SEARCH];
	ck_assert_double_eq_tol(rag->leaked_frac, 0.8 * 0.5 * 0.95, 1e-6);
	ck_assert_double_gt(result.arch[ARCH_FT].leaked_frac, 0.2);
	p->rag.permission_filter = 1;
	rag = run_it(ARCH_RAG);
	ck_assert_double_eq(rag->leaked_frac, 0);
	ck_assert_double_gt(result.arch[ARCH_FT].leaked_frac, 0.2); /* it has nothing to filter */
	ck_assert_double_eq_tol(rag->ledger_usd[LEDGER_VECTOR_READS], 2 * reads_usd, 1e-9);
	ck_assert_double_eq_tol(rag->service_s[STAGE_SEARCH], search_s * 8 / 6, 0.004);
}
END_TEST

START_TEST(citations_need_passages)
{
	quick(1);
	p->traffic.citation_frac = 0.4;
	run_it(ARCH_RAG);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].cited_frac, 0.95, 1e-6);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].uncited_frac, 0.4 * 0.05, 1e-6);
	ck_assert_double_eq(result.arch[ARCH_FT].cited_frac, 0);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].uncited_frac, 0.4, 1e-9);
}
END_TEST

/* The mix of RAFT's examples has its optimum; distractors mislead whom nobody taught. */
START_TEST(raft_has_an_optimum)
{
	double best, off;

	quick(1);
	best = run_it(ARCH_HYBRID)->correct_frac;
	p->hybrid.raft_oracle_frac = 0.5;
	off = run_it(ARCH_HYBRID)->correct_frac;
	ck_assert_double_lt(off, best);
	p->hybrid.raft_oracle_frac = 1;
	ck_assert_double_lt(run_it(ARCH_HYBRID)->correct_frac, best);
	ck_assert_double_gt(result.arch[ARCH_HYBRID].correct_frac, off);
	p->hybrid.raft = 0;
	off = run_it(ARCH_HYBRID)->correct_frac;
	p->rag.distractor_frac = 0.9;
	ck_assert_double_lt(run_it(ARCH_HYBRID)->correct_frac, off);
	p->rag.distraction_frac = 0.2;
	off = run_it(ARCH_RAG)->correct_frac;
	p->rag.distractor_frac = 0;
	ck_assert_double_gt(run_it(ARCH_RAG)->correct_frac, off);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("answers");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, hits_are_those_of_the_formula, 0,
			    sizeof(caches) / sizeof(caches[0]));
	tcase_add_test(tcase, groups_of_topics_are_near_enough);
	tcase_add_test(tcase, kept_answers_save_and_go_stale);
	tcase_add_test(tcase, stale_hits_are_those_of_the_formula);
	tcase_add_test(tcase, reranking_finds_more_and_takes_time);
	tcase_add_test(tcase, rerankers_are_a_queue);
	tcase_add_test(tcase, repairs_are_geometric);
	tcase_add_test(tcase, repair_costs_time_and_money);
	tcase_add_test(tcase, review_puts_right_and_takes_time);
	tcase_add_test(tcase, permissions_leak_or_cost);
	tcase_add_test(tcase, citations_need_passages);
	tcase_add_test(tcase, raft_has_an_optimum);
	return suite_run("answers", tcase);
}
