// SPDX-License-Identifier: MIT
/*
 * Traces on the run's clock: every query comes when the file says, with the tokens that it says.
 */
#include "sim/replay.h"

#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/rng.h"
#include "base/suite.h"
#include "base/xalloc.h"
#include "sim/arch.h"
#include "sim/fixture.h"
#include "sim/growth.h"
#include "sim/profile.h"

enum { ROWS = 700 };

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;
static struct error error;
static struct trace *own;
static struct block block;

/* Bursts and gaps over two days, lengths over three decades. */
static void own_trace(bool passages)
{
	struct rng rng;

	rng_open(&rng, 5, 0, 0, "own-trace");
	own = xcalloc(1, sizeof(*own));
	own->count = ROWS;
	own->at_s = xcalloc(ROWS, sizeof(double));
	own->question_tok = xcalloc(ROWS, sizeof(uint32_t));
	own->answer_tok = xcalloc(ROWS, sizeof(uint32_t));
	own->context_tok = passages ? xcalloc(ROWS, sizeof(uint32_t)) : NULL;
	own->history_tok = passages ? xcalloc(ROWS, sizeof(uint32_t)) : NULL;
	own->prefix = xcalloc(ROWS, sizeof(uint32_t));
	for (int i = 0; i < ROWS; i++) {
		double u = rng_unit(&rng);

		own->at_s[i] = i > 0 ? own->at_s[i - 1] + floor(2000 * u * u * u * u) / 8 : 0;
		own->question_tok[i] = (uint32_t)(3000 * rng_unit(&rng) * rng_unit(&rng));
		own->answer_tok[i] = 1 + (uint32_t)(900 * rng_unit(&rng) * rng_unit(&rng));
		if (passages) {
			own->context_tok[i] = (uint32_t)(5000 * rng_unit(&rng));
			own->history_tok[i] = i % 3 ? (uint32_t)(700 * rng_unit(&rng)) : 0;
		}
		own->prefix[i] = (uint32_t)(i % 7);
	}
	own->system_tok = passages ? 512 : 0;
	own->period_s = own->at_s[ROWS - 1] * ROWS / (ROWS - 1);
	trace_seal(own);
}

/* Tokens take time and money, and nothing is left to chance. */
static void set_up(void)
{
	fixture_quiet(&scenario);
	scenario.fidelity = 1;
	own_trace(false);
	p->base.input_usd_per_mtok = p->base.output_usd_per_mtok = 1;
	p->base.ttft_s = 0;
	p->base.prompt_tok_s = 1e-3;
	p->base.output_tok_s = 1;
	p->rag.context_tok = 100;
	p->ft.prompt_tok = PARAM_NULL;
}

static void tear_down(void)
{
	trace_free(own);
	own = NULL;
}

static void replay_once(const struct trace *trace)
{
	scenario_take_trace(&scenario, "t", trace);
	p->traffic.volume_qpm = PARAM_NULL;
	scenario.horizon_days = trace_days(trace);
}

static void run_it(void)
{
	if (!run(&scenario, NULL, &result, &error))
		ck_abort_msg("%s", error.message);
	ck_assert(result.exact);
}

static double sum_of(const uint32_t *column, size_t count)
{
	double sum = 0;

	for (size_t i = 0; column && i < count; i++)
		sum += column[i];
	return sum;
}

static double ledger_tok(enum arch arch, enum ledger category)
{
	return result.arch[arch].ledger_usd[category] * 1e6;
}

/* What was paid for, and what every single query took: both are the file's. */
static void check_tokens(enum arch arch, double queries, double prompt, double context,
			 double answer)
{
	const struct arch_result *r = &result.arch[arch];

	ck_assert_double_eq(r->queries, queries);
	ck_assert_double_eq(result.queries_simulated, queries);
	NEAR(ledger_tok(arch, LEDGER_BASE_PROMPT) + ledger_tok(arch, LEDGER_HISTORY), prompt,
	     1e-6 * prompt * 1e-6);
	NEAR(ledger_tok(arch, LEDGER_CONTEXT), context, 1e-6 * context * 1e-6);
	NEAR(ledger_tok(arch, LEDGER_OUTPUT), answer, 1e-6 * answer * 1e-6);
	NEAR(r->service_s[STAGE_PROMPT] * queries, (prompt + context) * 1e-3, 1e-6);
	NEAR(r->service_s[STAGE_DECODE] * queries, answer - queries, 1e-6 * queries);
}

/* ---- arrivals ---- */

START_TEST(every_query_as_recorded)
{
	struct replay replay;
	uint64_t k = 0;

	replay_once(own);
	replay_init(&replay, &scenario);
	do {
		replay_arrivals(&replay, k, INFINITY, &block);
		replay_lengths(&replay, k, &block);
		for (int i = 0; i < block.count; i++, k++) {
			HOLDS(block.arrival_s[i] == own->at_s[k]);
			HOLDS(block.prefix[i] == own->prefix[k]);
			HOLDS(floor(p->traffic.prompt_tok * block.luck[LUCK_QUESTION][i] + 0.5) ==
			      own->question_tok[k]);
			HOLDS(floor(p->traffic.answer_tok * block.luck[LUCK_ANSWER][i] + 0.5) ==
			      own->answer_tok[k]);
			HOLDS(block.luck[LUCK_CONTEXT][i] == 1);
		}
	} while (block.count > 0);
	ck_assert_uint_eq(k, ROWS);
}
END_TEST

/* Where queries share an instant, none of them comes before it. */
START_TEST(counts_before_an_instant)
{
	struct replay replay;

	replay_once(own);
	for (int again = 0; again < 2; again++) {
		if (again)
			p->traffic.volume_qpm = 3 * trace_volume_qpm(own);
		replay_init(&replay, &scenario);
		for (uint64_t k = 0; k < (again ? 3 : 1) * ROWS; k++) {
			double at_s = replay_at_s(&replay, k);
			uint64_t before = k;

			while (before > 0 && replay_at_s(&replay, before - 1) == at_s)
				before--;
			HOLDS(replay_before(&replay, at_s) == before);
			HOLDS(replay_before(&replay, nextafter(at_s, INFINITY)) > k);
		}
		HOLDS(replay_before(&replay, 0) == 0);
	}
}
END_TEST

/* Three times the volume: the same queries in a third of the time, again and again. */
START_TEST(stretched_and_repeated)
{
	struct replay replay;

	replay_once(own);
	p->traffic.volume_qpm = 3 * trace_volume_qpm(own);
	replay_init(&replay, &scenario);
	for (uint64_t k = 0; k < 3 * ROWS; k++)
		NEAR(replay_at_s(&replay, k),
		     (own->at_s[k % ROWS] + (double)(k / ROWS) * own->period_s) / 3, 1e-6);
	scenario.horizon_days *= 1 - 1e-9; /* rounding shall not begin a fourth round */
	run_it();
	check_tokens(ARCH_RAG, 3 * ROWS, 3 * sum_of(own->question_tok, ROWS), 100 * 3 * ROWS,
		     3 * sum_of(own->answer_tok, ROWS));
}
END_TEST

/* The mean volume is the one asked for, whatever the horizon. */
START_TEST(volume_is_met)
{
	replay_once(own);
	p->traffic.volume_qpm = 12345;
	scenario.horizon_days = 30;
	run_it();
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].queries, 12345, ROWS);
	p->traffic.volume_qpm = 0;
	run_it();
	ck_assert_double_eq(result.arch[ARCH_RAG].queries, 0);
}
END_TEST

/* ---- tokens ---- */

START_TEST(totals_are_the_files)
{
	replay_once(own);
	run_it();
	for (int a = 0; a < scenario.arch_count; a++) {
		enum arch arch = scenario.archs[a];

		check_tokens(arch, ROWS, sum_of(own->question_tok, ROWS),
			     arch_retrieves(arch) ? 100 * ROWS : 0, sum_of(own->answer_tok, ROWS));
	}
}
END_TEST

/* Passages of the trace replace those of the scenario, query by query. */
START_TEST(passages_are_the_files)
{
	double prompt;

	tear_down();
	own_trace(true);
	prompt = 512 * ROWS + sum_of(own->question_tok, ROWS) + sum_of(own->history_tok, ROWS);
	replay_once(own);
	run_it();
	check_tokens(ARCH_RAG, ROWS, prompt, sum_of(own->context_tok, ROWS),
		     sum_of(own->answer_tok, ROWS));
	check_tokens(ARCH_FT, ROWS, prompt, 0, sum_of(own->answer_tok, ROWS));
	/* Searches given up take their own passages out of the prompt, not the mean. */
	p->rag.timeout_s = p->rag.search_s / 2;
	run_it();
	NEAR(result.arch[ARCH_RAG].service_s[STAGE_PROMPT] * ROWS, (prompt)*1e-3, 1e-6);
}
END_TEST

/* Every query is searched for in the corpus of its hour. */
START_TEST(a_corpus_that_grows)
{
	struct profile profile;
	double sum = 0;

	p->knowledge.corpus_growth_frac_per_month = 10;
	p->rag.search_growth_frac = 1;
	replay_once(own);
	run_it();
	profile_init(&profile, &scenario);
	for (int i = 0; i < ROWS; i++) {
		int slot = profile_slot_at(&profile, own->at_s[i]);

		sum += growth_search_s(p, profile.slots[slot].corpus_scale);
	}
	profile_release(&profile);
	ck_assert_double_gt(sum, 1.01 * ROWS * p->rag.search_s);
	NEAR(result.arch[ARCH_RAG].service_s[STAGE_SEARCH] * ROWS, sum, 1e-6 * sum);
}
END_TEST

/* A model with a prompt and answers of its own keeps the pattern, at its own mean. */
START_TEST(tuned_lengths_scale)
{
	replay_once(own);
	p->ft.prompt_tok = 50;
	p->ft.answer_tok = 2 * p->traffic.answer_tok;
	run_it();
	NEAR(ledger_tok(ARCH_FT, LEDGER_BASE_PROMPT), 50 * ROWS, 1e-6);
	NEAR(ledger_tok(ARCH_FT, LEDGER_OUTPUT), 2 * sum_of(own->answer_tok, ROWS), 1e-6);
	NEAR(result.arch[ARCH_FT].service_s[STAGE_DECODE] * ROWS,
	     2 * sum_of(own->answer_tok, ROWS) - ROWS, 1e-6 * ROWS);
	NEAR(result.arch[ARCH_FT].service_s[STAGE_PROMPT] * ROWS, 50 * ROWS * 1e-3,
	     0.03 * 50 * ROWS * 1e-3);
}
END_TEST

/* A horizon that ends earlier, or a dated change on the way: no query is lost, none is made up. */
START_TEST(horizons_and_regimes_cut_anywhere)
{
	size_t cut = 431;

	replay_once(own);
	scenario.horizon_days = (own->at_s[cut] + 1e-3) / 86400;
	fixture_set_at(&scenario, own->at_s[100] / 86400, P_base_ttft_s, 1);
	fixture_set_at(&scenario, own->at_s[300] / 86400 + 1e-9, P_base_ttft_s, 0);
	run_it();
	check_tokens(ARCH_RAG, (double)cut + 1, sum_of(own->question_tok, cut + 1),
		     100 * ((double)cut + 1), sum_of(own->answer_tok, cut + 1));
	NEAR(result.arch[ARCH_RAG].service_s[STAGE_FIRST] * ((double)cut + 1), 201, 1e-6);
	/* Beyond the trace nobody comes. */
	scenario.horizon_days = 10 * trace_days(own);
	run_it();
	ck_assert_double_eq(result.arch[ARCH_RAG].queries, ROWS);
}
END_TEST

/* A prompt cache keeps each start of a prompt for itself: found is what was used within the life of
 * the cache, the first of each never. A model without a queue meets queries as they come. */
START_TEST(prefixes_are_kept_apart)
{
	double found = 0;

	tear_down();
	own_trace(true);
	for (int i = 0; i < ROWS; i++)
		own->prefix[i] = (uint32_t)(i * i % 11) * 1000003u;
	replay_once(own);
	p->base.cache_instructions = 1;
	p->longctx.shared_prefix = 0;
	p->longctx.cache_ttl_s = 300;
	p->knowledge.updates_per_month = 0;
	run_it();
	for (int i = 0; i < ROWS; i++) {
		int j = i - 1;

		while (j >= 0 && own->prefix[j] != own->prefix[i])
			j--;
		found += j >= 0 && own->at_s[i] - own->at_s[j] <= 300;
	}
	ck_assert_double_gt(found, ROWS / 4);
	ck_assert_double_lt(found, 3 * ROWS / 4);
	NEAR(result.arch[ARCH_FT].prompt_cache_hit_frac, found / ROWS, 1e-12);
	/* with one start for all, far more are found */
	free(own->prefix);
	own->prefix = NULL;
	run_it();
	ck_assert_double_gt(result.arch[ARCH_FT].prompt_cache_hit_frac, 1.2 * found / ROWS);
}
END_TEST

/* ---- time ---- */

/* Each part of the series has the queries that came in it. */
START_TEST(series_have_the_counts)
{
	double counts[RESULT_BUCKETS] = { 0 }, sum = 0;

	replay_once(own);
	run_it();
	for (int i = 0; i < ROWS; i++)
		counts[(int)(own->at_s[i] / result.horizon_s * RESULT_BUCKETS)]++;
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		NEAR(result.arch[ARCH_RAG].series.queries[b], counts[b], 1e-9);
		sum += counts[b];
	}
	ck_assert_double_eq(sum, ROWS);
}
END_TEST

START_TEST(slots_have_the_counts)
{
	struct profile profile;
	struct replay replay;

	replay_once(own);
	for (int days = 0; days < 3; days++) {
		scenario.horizon_days = days == 0 ? 0.01 : 17.3 * days;
		profile_init(&profile, &scenario);
		replay_init(&replay, &scenario);
		for (int s = 0; s < profile.slot_count; s++) {
			double start_s = profile.slots[s].start_s;

			HOLDS(profile.slots[s].mass_before == replay_before(&replay, start_s));
			HOLDS(profile_slot_at(&profile, start_s) == s);
			HOLDS(profile_slot_end_s(&profile, s) - start_s <= 3600);
		}
		HOLDS(profile.slots[profile.slot_count].start_s == profile.horizon_s);
		profile_release(&profile);
	}
}
END_TEST

/* Whatever the level, every query is replayed: the queries' figures are the same. */
START_TEST(same_at_every_level)
{
	static const int levels[] = { FIDELITY_MAP, 0, 3, 5, FIDELITY_EXACT };
	double p95 = 0, mean = 0;

	replay_once(own);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		scenario.fidelity = levels[i];
		run_it();
		ck_assert_int_eq(result.fidelity, levels[i]);
		if (i > 0)
			ck_assert_double_eq(result.arch[ARCH_RAG].e2e_s.p95, p95);
		if (i > 0)
			ck_assert_double_eq(result.arch[ARCH_RAG].e2e_s.mean, mean);
		p95 = result.arch[ARCH_RAG].e2e_s.p95;
		mean = result.arch[ARCH_RAG].e2e_s.mean;
	}
}
END_TEST

static void check_refused(const char *message)
{
	ck_assert(!run(&scenario, NULL, &result, &error));
	ck_assert_msg(strstr(error.message, message) != NULL, "%s", error.message);
}

START_TEST(budgets)
{
	replay_once(own);
	p->traffic.volume_qpm = 1e9;
	check_refused("too many queries of a trace for this fidelity, at most 5000000");
	scenario.fidelity = FIDELITY_MAP;
	p->traffic.volume_qpm = 1e7;
	check_refused("at most 100000");
	scenario.fidelity = FIDELITY_EXACT;
	p->traffic.volume_qpm = 1e12;
	scenario.horizon_days = 3600;
	check_refused("too many queries for exact fidelity");
	p->traffic.volume_qpm = 5e-324;
	run_it();
	scenario_take_trace(&scenario, "", NULL);
	p->traffic.volume_qpm = PARAM_NULL;
	check_refused("null without a trace");
}
END_TEST

/* The digest is of what was replayed, wherever it stood. */
START_TEST(digest_covers_the_content)
{
	char before[sizeof(result.digest)];

	replay_once(own);
	run_it();
	strcpy(before, result.digest);
	strcpy(scenario.trace_path, "elsewhere");
	run_it();
	ck_assert_str_eq(result.digest, before);
	/* Two lengths trade places: every mean stays. */
	uint32_t tok = own->question_tok[10];
	own->question_tok[10] = own->question_tok[11];
	own->question_tok[11] = tok;
	trace_seal(own);
	run_it();
	ck_assert_str_ne(result.digest, before);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("trace_replay");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, every_query_as_recorded);
	tcase_add_test(tcase, counts_before_an_instant);
	tcase_add_test(tcase, stretched_and_repeated);
	tcase_add_test(tcase, volume_is_met);
	tcase_add_test(tcase, totals_are_the_files);
	tcase_add_test(tcase, passages_are_the_files);
	tcase_add_test(tcase, a_corpus_that_grows);
	tcase_add_test(tcase, tuned_lengths_scale);
	tcase_add_test(tcase, prefixes_are_kept_apart);
	tcase_add_test(tcase, horizons_and_regimes_cut_anywhere);
	tcase_add_test(tcase, series_have_the_counts);
	tcase_add_test(tcase, slots_have_the_counts);
	tcase_add_test(tcase, same_at_every_level);
	tcase_add_test(tcase, budgets);
	tcase_add_test(tcase, digest_covers_the_content);
	return suite_run("trace_replay", tcase);
}
