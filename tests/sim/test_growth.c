// SPDX-License-Identifier: MIT
/* A corpus that grows, in gigabytes, read units and seconds; and one that is embedded again. */
#include "sim/growth.h"

#include <math.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "sim/cost.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct world world;
static struct result result, other;

static const double growth = 0.2;

static void growing(void)
{
	fixture_quiet(&scenario);
	p->knowledge.corpus_growth_frac_per_month = growth;
}

static void run_into(struct result *into, int fidelity)
{
	struct error error;

	scenario.fidelity = fidelity;
	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

static double reads(const struct result *of)
{
	return of->arch[ARCH_RAG].ledger_usd[LEDGER_VECTOR_READS];
}

/* 20 % a month, none from day 90 on, 50 % from day 150 on. */
START_TEST(size_by_date)
{
	const double at_90 = pow(1.2, 3);
	double sum = 0;

	growing();
	fixture_set_at(&scenario, 90, P_knowledge_corpus_growth_frac_per_month, 0);
	fixture_set_at(&scenario, 150, P_knowledge_corpus_growth_frac_per_month, 0.5);
	world_init(&world, &scenario);
	for (int s = 0; s < world.profile.slot_count; s++) {
		const struct slot *slot = &world.profile.slots[s];
		double days = (slot->start_s + slot[1].start_s) / 2 / DAY_S;
		double expected = days < 90    ? pow(1.2, days / 30)
				  : days < 150 ? at_90
					       : at_90 * pow(1.5, (days - 150) / 30);

		NEAR(slot->corpus_scale / expected, 1, 1e-12);
		sum += (expected - 1) * (slot[1].start_s - slot->start_s);
	}
	for (int r = 0; r < world.profile.regime_count; r++) {
		const struct regime *regime = &world.profile.regimes[r];
		double middle_s = regime->start_s + 1e6;

		sum -= growth_more_s(regime, regime->start_s, middle_s);
		sum -= growth_more_s(regime, middle_s, regime->end_s);
	}
	/* hours by their middles: off by (k dt)^2 / 24 of it */
	ck_assert_double_le(fabs(sum), 1e-7 * world.profile.horizon_s);
	world_release(&world);
}
END_TEST

/* Every doubling adds a tenth; it never takes less than no time. */
START_TEST(search_time_by_size)
{
	growing();
	p->rag.search_s = 0.06;
	ck_assert_double_eq(growth_search_s(p, 1), 0.06);
	ck_assert_double_eq_tol(growth_search_s(p, 2), 0.066, 1e-15);
	ck_assert_double_eq_tol(growth_search_s(p, 8), 0.078, 1e-15);
	ck_assert_double_eq_tol(growth_search_s(p, 0.5), 0.054, 1e-15);
	ck_assert_double_eq(growth_search_s(p, 1e-6), 0);
	p->rag.search_growth_frac = 0;
	ck_assert_double_eq(growth_search_s(p, 8), 0.06);
}
END_TEST

/* A year: 3 GB x (1.2^12 - 1) / ln 1.2 months at a dollar. */
START_TEST(storage_money)
{
	double series = 0;

	growing();
	p->rag.storage_gb = 3;
	p->rag.storage_usd_per_gb_month = 1;
	world_once(&world, &scenario);
	ck_assert_double_le(fixture_gap(world.out[ARCH_RAG].usd[LEDGER_VECTOR_STORAGE],
					3 * (pow(1.2, 12) - 1) / log(1.2)),
			    1e-12);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_VECTOR_STORAGE], 0);
	for (int b = 0; b < RESULT_BUCKETS; b++)
		series += world.series[ARCH_RAG].usd[b];
	ck_assert_double_le(fixture_gap(series, world.out[ARCH_RAG].usd[LEDGER_VECTOR_STORAGE]),
			    1e-12);
	/* the first bucket is two days */
	ck_assert_double_le(
		fixture_gap(world.series[ARCH_RAG].usd[0], 3 * (pow(1.2, 2 / 30.0) - 1) / log(1.2)),
		1e-10);
	p->knowledge.corpus_growth_frac_per_month = 0;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_STORAGE], 36, 1e-12);
}
END_TEST

/* A namespace of 0.1 GB is read for the least there is, 1/4, until it has grown to that. */
static double expected_reads(double per_month, double months, double gb)
{
	double turn = log(0.25 / gb) / log(1 + growth);

	return per_month * (0.25 * turn + gb * (pow(1 + growth, months) - pow(1 + growth, turn)) /
						  log(1 + growth));
}

START_TEST(read_units)
{
	double last = 0;

	growing();
	p->rag.storage_gb = 0.4;
	p->rag.namespaces = 4;
	p->rag.read_usd_per_m = 1e6; /* a dollar a unit */
	p->traffic.volume_qpm = 1000;
	run_into(&result, 0);
	ck_assert_double_le(fixture_gap(reads(&result), expected_reads(1000, 12, 0.1)), 1e-5);
	run_into(&other, FIDELITY_EXACT);
	ck_assert_double_le(fixture_gap(reads(&result), reads(&other)), 1e-9);
	ck_assert_double_eq(result.arch[ARCH_FT].ledger_usd[LEDGER_VECTOR_READS], 0);
	/* and when: the last bucket has 1.2^12 x 0.1 a query */
	last = result.arch[ARCH_RAG].series.cumulative_usd[RESULT_BUCKETS - 1] -
	       result.arch[ARCH_RAG].series.cumulative_usd[RESULT_BUCKETS - 2];
	ck_assert_double_le(fixture_gap(last, 1000 / 15.0 * 0.1 * pow(1.2, 12 - 1 / 30.0)), 1e-3);
	/* a price that is set does not know gigabytes */
	p->rag.read_units_per_query = 2;
	run_into(&result, 0);
	ck_assert_double_le(fixture_gap(reads(&result), 2 * 12000), 1e-12);
}
END_TEST

/* log2 of the size is a straight line in time, so the mean of a flat year is the time in the middle
 * of it. */
START_TEST(search_seconds)
{
	const double expected_s = 0.1 * (1 + 0.3 * 6 * log2(1.2));

	growing();
	p->rag.search_s = 0.1;
	p->rag.search_growth_frac = 0.3;
	p->traffic.volume_qpm = 1000;
	run_into(&result, FIDELITY_EXACT);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].service_s[STAGE_SEARCH], expected_s,
				0.01 * expected_s);
	/* the slowest are those of the end */
	ck_assert_double_ge(result.arch[ARCH_RAG].series.ttft_p50_s[RESULT_BUCKETS - 1] -
				    result.arch[ARCH_RAG].series.ttft_p50_s[0],
			    0.9 * 0.1 * 0.3 * 12 * log2(1.2));
	run_into(&other, 0);
	ck_assert_double_eq_tol(other.arch[ARCH_RAG].service_s[STAGE_SEARCH], expected_s,
				0.01 * expected_s);
	/* tuned models do not search */
	p->knowledge.corpus_growth_frac_per_month = 0;
	run_into(&result, 0);
	ck_assert_double_eq(result.arch[ARCH_FT].ttft_s.p95, other.arch[ARCH_FT].ttft_s.p95);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].service_s[STAGE_SEARCH], 0.1, 1e-9);
}
END_TEST

/* A prompt that holds the corpus grows with it: in money, query by query, and in reading time. */
START_TEST(the_corpus_in_a_prompt)
{
	const double tok = 2000 * (pow(1.2, 12) - 1) / (12 * log(1.2));
	const struct arch_result *longctx = &result.arch[ARCH_LONGCTX];

	growing();
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_LONGCTX;
	p->knowledge.corpus_tok = 2000;
	p->longctx.cache_ttl_s = 0;
	p->base.input_usd_per_mtok = 1e6; /* a dollar a token */
	p->base.prompt_tok_s = 1e-3;
	p->base.system_tok = p->traffic.prompt_tok = 0;
	p->traffic.volume_qpm = 1000;
	for (int exact = 0; exact < 2; exact++) {
		double last;

		run_into(&result, exact ? FIDELITY_EXACT : 0);
		ck_assert_double_le(fixture_gap(longctx->ledger_usd[LEDGER_CONTEXT], 12000 * tok),
				    1e-5);
		/* a few windows stand for the year, and prompts grow ninefold in it */
		ck_assert_double_le(fixture_gap(longctx->service_s[STAGE_PROMPT], tok / 1000),
				    exact ? 0.02 : 0.05);
		last = longctx->series.cumulative_usd[RESULT_BUCKETS - 1] -
		       longctx->series.cumulative_usd[RESULT_BUCKETS - 2];
		ck_assert_double_le(fixture_gap(last, 1000 / 15.0 * 2000 * pow(1.2, 12 - 1 / 30.0)),
				    1e-3);
	}
	p->knowledge.corpus_growth_frac_per_month = 0;
	run_into(&result, 0);
	ck_assert_double_le(fixture_gap(longctx->ledger_usd[LEDGER_CONTEXT], 12000 * 2000.0),
			    1e-12);
}
END_TEST

/* 150,000 tokens at $2 a million, and 300 records of 5 write units at $4 a million, each time. */
START_TEST(embedding_again_to_the_cent)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 100;
	p->rag.reembed_every_days = 30;
	p->rag.embed_usd_per_mtok = 2;
	p->rag.write_usd_per_m = 4;
	p->knowledge.corpus_tok = 150000;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_EMBEDDING], 3 * 0.30, 1e-12);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_WRITES], 3 * 300 * 5 * 4e-6,
				1e-12);
	ck_assert_double_eq(world.out[ARCH_FT].usd[LEDGER_EMBEDDING], 0);
	ck_assert_double_eq(world.out[ARCH_HYBRID].usd[LEDGER_EMBEDDING],
			    world.out[ARCH_RAG].usd[LEDGER_EMBEDDING]);
	ck_assert_double_eq_tol(world.series[ARCH_RAG].usd[54], 0.306, 1e-12);
	/* longer records cost by the KB: 75 of 2,000 tokens, 8 units each */
	p->rag.chunk_tok = 2000;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_VECTOR_WRITES], 3 * 75 * 8 * 4e-6,
				1e-12);
	/* a corpus that grows is dearer each time; the end of the horizon counts */
	p->knowledge.corpus_growth_frac_per_month = 1;
	scenario.horizon_days = 90;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].usd[LEDGER_EMBEDDING], (2 + 4 + 8) * 0.30,
				1e-12);
	p->rag.reembed_every_days = 0;
	world_once(&world, &scenario);
	ck_assert_double_eq(world.out[ARCH_RAG].usd[LEDGER_EMBEDDING], 0);
}
END_TEST

/* 1,500 facts at 500 a day: from day 30 to 33 nothing else goes into the index. */
START_TEST(changes_wait_behind_it)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 60;
	p->rag.reembed_every_days = 30;
	p->rag.ingest_facts_per_s = 500 / DAY_S;
	p->rag.index_lag_s = DAY_S / 4;
	fixture_change_at(&scenario, 29, 5, 0.01);
	fixture_change_at(&scenario, 31, 5, 0.01);
	fixture_incident_at(&scenario, 32, INCIDENT_DELETION_REQUEST, 0);
	fixture_change_at(&scenario, 34, 5, 0.01);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.delays_s[ARCH_RAG][0] / DAY_S, 0.26, 1e-9);
	ck_assert_double_eq_tol(world.delays_s[ARCH_RAG][1] / DAY_S, 2 + 0.26, 1e-9);
	ck_assert_double_eq_tol(world.deletion_delays_s[ARCH_RAG][0] / DAY_S, 1 + 0.262, 1e-9);
	ck_assert_double_eq_tol(world.delays_s[ARCH_RAG][2] / DAY_S, 0.26, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].stale_answer_frac,
				0.01 * (0.26 * 2 + 2.26) / 60, 1e-9);
	/* the last re-embedding begins with the end and is nobody's business */
	ck_assert_double_eq_tol(world.out[ARCH_RAG].oldest_missed_s / DAY_S, 2.26, 1e-9);
}
END_TEST

/* With batches of a week, those who came before it began wait as well: for day 35, which is after
 * it; and for day 42, when it lasts until 40. */
START_TEST(batches_wait_behind_it)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 60;
	p->rag.reembed_every_days = 30;
	p->rag.ingest_every_hours = 7 * 24;
	p->rag.ingest_facts_per_s = 500 / DAY_S;
	p->rag.index_lag_s = 0;
	fixture_change_at(&scenario, 29, 5, 0.01);
	fixture_incident_at(&scenario, 29, INCIDENT_DELETION_REQUEST, 0);
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.delays_s[ARCH_RAG][0] / DAY_S, 6.01, 1e-9);
	p->rag.ingest_facts_per_s = 150 / DAY_S;
	world_once(&world, &scenario);
	ck_assert_double_eq_tol(world.delays_s[ARCH_RAG][0] / DAY_S, 11 + 5 / 150.0, 1e-9);
	ck_assert_double_eq_tol(world.deletion_delays_s[ARCH_RAG][0] / DAY_S, 11 + 6 / 150.0, 1e-9);
	ck_assert_double_eq_tol(world.out[ARCH_RAG].stale_answer_frac, 0.01 * (11 + 5 / 150.0) / 60,
				1e-9);
}
END_TEST

/* Dated: every 30 days, every 8 from day 50 on: 56, 64 ... 96. */
START_TEST(another_rhythm)
{
	double count;

	fixture_quiet(&scenario);
	scenario.horizon_days = 100;
	p->rag.reembed_every_days = 30;
	p->rag.embed_usd_per_mtok = 2;
	p->knowledge.corpus_tok = 150000;
	fixture_set_at(&scenario, 50, P_rag_reembed_every_days, 8);
	world_once(&world, &scenario);
	count = world.out[ARCH_RAG].usd[LEDGER_EMBEDDING] / 0.30;
	ck_assert_double_eq_tol(count, 1 + 6, 1e-9);
	ck_assert_double_eq_tol(world.series[ARCH_RAG].usd[100], 0.30, 1e-12); /* day 56 */
}
END_TEST

/* Nothing of it is there by default. */
START_TEST(off)
{
	fixture_quiet(&scenario);
	p->traffic.volume_qpm = 2000;
	run_into(&result, FIDELITY_EXACT);
	p->rag.search_growth_frac = 5;
	p->knowledge.corpus_tok = 1e9;
	p->rag.chunk_tok = 10;
	run_into(&other, FIDELITY_EXACT);
	for (int i = 0; i < figure_count; i++)
		for (int a = 0; a < ARCH_COUNT; a++) {
			double x = figure_value(&result.arch[a], &figure_table[i]);
			double y = figure_value(&other.arch[a], &figure_table[i]);

			HOLDS(x == y || (isnan(x) && isnan(y)));
		}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("growth");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, size_by_date);
	tcase_add_test(tcase, search_time_by_size);
	tcase_add_test(tcase, storage_money);
	tcase_add_test(tcase, read_units);
	tcase_add_test(tcase, search_seconds);
	tcase_add_test(tcase, the_corpus_in_a_prompt);
	tcase_add_test(tcase, embedding_again_to_the_cent);
	tcase_add_test(tcase, changes_wait_behind_it);
	tcase_add_test(tcase, batches_wait_behind_it);
	tcase_add_test(tcase, another_rhythm);
	tcase_add_test(tcase, off);
	return suite_run("growth", tcase);
}
