// SPDX-License-Identifier: MIT
/* The start of prompts that is kept: how often it is found, what that costs and saves. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/arch.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void long_context(double volume_qpm, double updates_per_month)
{
	scenario_init(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = FIDELITY_EXACT;
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_LONGCTX;
	p->traffic.volume_qpm = volume_qpm;
	p->knowledge.updates_per_month = updates_per_month;
	p->knowledge.corpus_tok = 50000;
}

static const struct arch_result *run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	return &result.arch[ARCH_LONGCTX];
}

/* Rates and changes from seldom to often, lives from short to long. */
static const struct {
	double volume_qpm, updates_per_month, ttl_s;
	int fidelity;
} cases[] = {
	{ 20000, 0, 300, FIDELITY_EXACT },
	{ 20000, 20000, 300, FIDELITY_EXACT },
	{ 5000, 3000, 3600, FIDELITY_EXACT },
	{ 60000, 1, 20, FIDELITY_EXACT },
	{ 20000, 20000, 300, 1 },
	{ 5000, 3000, 3600, 1 },
	{ 60000, 1, 20, 1 },
};

/* r / (r + u) (1 - exp(-(r + u) ttl)): the process is Poisson, so is the closed form. */
START_TEST(found_as_often_as_the_formula_says)
{
	double rate_rps = cases[_i].volume_qpm / 2592e3;
	struct prefix prefix = { .tok = 1,
				 .ttl_s = cases[_i].ttl_s,
				 .changes_rps = cases[_i].updates_per_month / 2592e3 };
	double events_rps = rate_rps + prefix.changes_rps;
	double expected = rate_rps / events_rps * (1 - exp(-events_rps * prefix.ttl_s));
	double hits;

	long_context(cases[_i].volume_qpm, cases[_i].updates_per_month);
	scenario.fidelity = cases[_i].fidelity;
	p->longctx.cache_ttl_s = cases[_i].ttl_s;
	p->knowledge.facts_per_update = 1;
	hits = run_it()->prompt_cache_hit_frac;
	ck_assert_double_eq_tol(prefix_hit_frac(&prefix, rate_rps), expected, 1e-12);
	ck_assert_double_eq_tol(hits, expected,
				4 * sqrt(expected * (1 - expected) / result.queries_simulated) +
					1e-4);
}
END_TEST

/* Tokens are put there and read again at their own prices; the rest of the prompt is not. */
START_TEST(costs_writes_and_reads)
{
	const struct arch_result *arch;
	double tok, in_usd = 2.5e-6, hits;

	long_context(400000, 0);
	p->longctx.cache_ttl_s = 15;
	arch = run_it();
	hits = arch->prompt_cache_hit_frac;
	tok = 50000 + p->base.system_tok;
	ck_assert_double_eq_tol(arch->ledger_usd[LEDGER_PROMPT_CACHE],
				arch->queries * tok * in_usd * (hits * 0.1 + (1 - hits) * 1.25),
				2e-3 * arch->total_usd);
	ck_assert_double_eq(arch->ledger_usd[LEDGER_CONTEXT], 0);
	ck_assert_double_eq_tol(arch->ledger_usd[LEDGER_BASE_PROMPT], arch->queries * 150 * in_usd,
				1e-6);
}
END_TEST

/* Without a cache the corpus is bought with every query, and read with every query. */
START_TEST(off_and_on)
{
	double with_usd, without_usd, with_s, without_s;

	long_context(20000, 0);
	with_s = run_it()->ttft_s.p50;
	with_usd = result.arch[ARCH_LONGCTX].total_usd;
	p->longctx.cache_ttl_s = 0;
	without_s = run_it()->ttft_s.p50;
	without_usd = result.arch[ARCH_LONGCTX].total_usd;
	ck_assert_double_eq(result.arch[ARCH_LONGCTX].prompt_cache_hit_frac, 0);
	ck_assert_double_eq(result.arch[ARCH_LONGCTX].ledger_usd[LEDGER_PROMPT_CACHE], 0);
	ck_assert_double_gt(without_usd, 4 * with_usd);
	ck_assert_double_eq_tol(without_s - with_s, 50100 * p->base.prompt_tok_s, 0.05);
}
END_TEST

/* Bursts keep it alive better than the mean rate would: emerging from arrivals, not from a
 * formula. */
START_TEST(bursts_find_it_more_often)
{
	double even;

	long_context(5000, 0);
	even = run_it()->prompt_cache_hit_frac;
	p->traffic.burst_cv = 4;
	ck_assert_double_gt(run_it()->prompt_cache_hit_frac, even + 0.1);
}
END_TEST

/* The instructions of every architecture may be kept, too. */
START_TEST(instructions_are_kept_where_asked_for)
{
	double without_usd;

	long_context(20000, 0);
	scenario.archs[0] = ARCH_RAG;
	p->base.system_tok = 3000;
	run_it();
	without_usd = result.arch[ARCH_RAG].total_usd;
	ck_assert_double_eq(result.arch[ARCH_RAG].prompt_cache_hit_frac, 0);
	p->base.cache_instructions = 1;
	run_it();
	ck_assert_double_gt(result.arch[ARCH_RAG].prompt_cache_hit_frac, 0.85);
	ck_assert_double_lt(result.arch[ARCH_RAG].total_usd, without_usd);
}
END_TEST

/* On replicas of one's own what is kept need not be read, so more queries fit. */
START_TEST(saves_reading_when_self_hosted)
{
	double with_s;

	long_context(60000, 0);
	scenario.horizon_days = 2;
	p->serving.mode = SERVING_SELF;
	p->serving.kv_tok = 1e7;
	with_s = run_it()->ttft_s.mean;
	p->longctx.cache_ttl_s = 0;
	ck_assert_double_gt(run_it()->ttft_s.mean, with_s + 1);
}
END_TEST

/* A corpus that doubles every month is paid for as it grows: on average 1 / ln 2 times its start
 * over the first one. */
START_TEST(grows_with_the_corpus)
{
	double usd;

	long_context(20000, 0);
	p->knowledge.corpus_tok = 20000;
	p->longctx.cache_ttl_s = 0;
	usd = run_it()->ledger_usd[LEDGER_CONTEXT];
	p->knowledge.corpus_growth_frac_per_month = 1;
	ck_assert_double_eq_tol(run_it()->ledger_usd[LEDGER_CONTEXT] / usd, 1 / log(2), 1e-4);
}
END_TEST

/* A corpus beyond the window is cut off; the facts that do not fit are guessed. */
START_TEST(window_cuts_the_corpus)
{
	double whole;

	long_context(20000, 0);
	whole = run_it()->correct_frac;
	p->base.window_tok = 25450; /* the question, instructions and answer, and half the corpus */
	p->base.dilution_frac = 0;
	run_it();
	ck_assert_double_eq_tol(result.arch[ARCH_LONGCTX].correct_frac,
				0.8 * 0.5 * (p->rag.hit_correct_frac + p->base.closed_book_frac) +
					0.2 * p->base.correct_frac,
				1e-9);
	ck_assert_double_lt(result.arch[ARCH_LONGCTX].correct_frac, whole);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("prompt_cache");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, found_as_often_as_the_formula_says, 0,
			    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, costs_writes_and_reads);
	tcase_add_test(tcase, off_and_on);
	tcase_add_test(tcase, bursts_find_it_more_often);
	tcase_add_test(tcase, instructions_are_kept_where_asked_for);
	tcase_add_test(tcase, saves_reading_when_self_hosted);
	tcase_add_test(tcase, grows_with_the_corpus);
	tcase_add_test(tcase, window_cuts_the_corpus);
	return suite_run("prompt_cache", tcase);
}
