// SPDX-License-Identifier: MIT
/* Demands and the ledger: by hand, to the cent against the sources' worked examples (S0 and S4),
 * and whole runs against the formula of fixed and variable cost. */
#include "sim/cost.h"

#include <math.h>

#include <ragtop/run.h>
#include "base/rng.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct demand demand;
static struct result result;
static double usd[LEDGER_COUNT];

static void run_it(void)
{
	struct error error;

	ck_assert(run(&scenario, NULL, &result, &error));
}

static void clear(void)
{
	for (int c = 0; c < LEDGER_COUNT; c++)
		usd[c] = 0;
}

/* Null means: as the base model, or as the tuned one. Each override replaces that one thing. */
START_TEST(nulls_fall_back)
{
	params_init(p);
	p->ft.prompt_tok = PARAM_NULL;
	p->base.system_tok = 70;
	p->traffic.prompt_tok = 30;
	p->traffic.answer_tok = 11;
	p->base.ttft_s = 0.5;
	p->base.prompt_tok_s = 2e-5;
	p->base.output_tok_s = 0.02;
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		arch_demand(p, (enum arch)a, &demand);
		ck_assert_double_eq(demand.instructions_tok, 70);
		ck_assert_double_eq(demand.question_tok, 30);
		ck_assert_double_eq(demand.context_tok, a == ARCH_FT ? 0 : 500);
		ck_assert_double_eq(demand.answer_tok, 11);
		ck_assert_double_eq(demand.ttft_s, 0.5);
		ck_assert_double_eq(demand.prompt_tok_s, 2e-5);
		ck_assert_double_eq(demand.output_tok_s, 0.02);
		ck_assert_double_eq_tol(demand.input_usd_per_tok, 2.5e-6, 1e-18);
		ck_assert_double_eq_tol(demand.output_usd_per_tok, 10e-6, 1e-18);
	}
}
END_TEST

START_TEST(overrides_of_the_tuned_model)
{
	params_init(p);
	p->ft.prompt_tok = 50;
	p->ft.answer_tok = 80;
	p->ft.input_usd_per_mtok = 3;
	p->ft.output_usd_per_mtok = 12;
	p->ft.ttft_s = 0.1;
	p->ft.prompt_tok_s = 1e-6;
	p->ft.output_tok_s = 0.004;
	arch_demand(p, ARCH_RAG, &demand);
	ck_assert_double_eq(demand.instructions_tok + demand.question_tok, 250);
	ck_assert_double_eq(demand.answer_tok, 200);
	ck_assert_double_eq(demand.ttft_s, 0.34);
	for (int a = ARCH_FT; a <= ARCH_HYBRID; a++) {
		arch_demand(p, (enum arch)a, &demand);
		ck_assert_double_eq(demand.instructions_tok, 0);
		ck_assert_double_eq(demand.question_tok, 50);
		ck_assert_double_eq(demand.answer_tok, 80);
		ck_assert_double_eq(demand.ttft_s, 0.1);
		ck_assert_double_eq(demand.prompt_tok_s, 1e-6);
		ck_assert_double_eq(demand.output_tok_s, 0.004);
		ck_assert_double_eq_tol(demand.input_usd_per_tok, 3e-6, 1e-18);
		ck_assert_double_eq_tol(demand.output_usd_per_tok, 12e-6, 1e-18);
	}
}
END_TEST

START_TEST(overrides_of_the_hybrid)
{
	params_init(p);
	p->ft.answer_tok = 80;
	p->ft.input_usd_per_mtok = 3;
	p->hybrid.answer_tok = 120;
	p->hybrid.input_usd_per_mtok = 4;
	p->hybrid.output_usd_per_mtok = 0;
	arch_demand(p, ARCH_FT, &demand);
	ck_assert_double_eq(demand.answer_tok, 80);
	ck_assert_double_eq_tol(demand.input_usd_per_tok, 3e-6, 1e-18);
	arch_demand(p, ARCH_HYBRID, &demand);
	ck_assert_double_eq(demand.answer_tok, 120);
	ck_assert_double_eq_tol(demand.input_usd_per_tok, 4e-6, 1e-18);
	/* 0 is a price and not "as the tuned model's" */
	ck_assert_double_eq(demand.output_usd_per_tok, 0);
}
END_TEST

/* Three quarters at 2 dollars, a quarter from the cache: a tenth of that unless it has a price. */
START_TEST(cached_input)
{
	params_init(p);
	p->base.input_usd_per_mtok = 2;
	p->base.cached_input_frac = 0.25;
	arch_demand(p, ARCH_RAG, &demand);
	ck_assert_double_eq_tol(demand.input_usd_per_tok, (1.5 + 0.05) / 1e6, 1e-18);
	p->base.cached_usd_per_mtok = 1;
	arch_demand(p, ARCH_RAG, &demand);
	ck_assert_double_eq_tol(demand.input_usd_per_tok, 1.75 / 1e6, 1e-18);
	/* the tenth is of the price that is in force for the model */
	p->base.cached_usd_per_mtok = PARAM_NULL;
	p->ft.input_usd_per_mtok = 8;
	arch_demand(p, ARCH_FT, &demand);
	ck_assert_double_eq_tol(demand.input_usd_per_tok, (6 + 0.2) / 1e6, 1e-18);
}
END_TEST

/* One unit per GB of the namespace, at least a quarter; a number of one's own overrules it. */
START_TEST(read_units)
{
	static const double rows[][3] = {
		{ 204.8, 1, 204.8 },
		{ 204.8, 100, 2.048 },
		{ 204.8, 10000, 0.25 },
		{ 0, 1, 0.25 },
	};

	params_init(p);
	p->rag.read_usd_per_m = 16;
	for (int i = 0; i < 4; i++) {
		p->rag.storage_gb = rows[i][0];
		p->rag.namespaces = rows[i][1];
		arch_demand(p, ARCH_RAG, &demand);
		ck_assert_double_eq_tol(demand.read_usd_per_query, rows[i][2] * 16e-6, 1e-15);
	}
	p->rag.read_units_per_query = 1.8;
	arch_demand(p, ARCH_HYBRID, &demand);
	ck_assert_double_eq_tol(demand.read_usd_per_query, 1.8 * 16e-6, 1e-15);
	arch_demand(p, ARCH_FT, &demand);
	ck_assert_double_eq(demand.read_usd_per_query, 0);
}
END_TEST

/* Who got how far pays for that: no answer, no tokens; blind, no context. */
START_TEST(queries_by_their_fate)
{
	const struct flow flow = { .sighted = 0.5, .blind = 0.3, .embedded = 0.9, .searched = 0.6 };

	params_init(p);
	p->rag.embed_usd_per_mtok = 1;
	arch_demand(p, ARCH_RAG, &demand);
	clear();
	cost_query(&demand, &flow, usd);
	ck_assert_double_eq_tol(usd[LEDGER_BASE_PROMPT], 0.8 * 250 * 2.5e-6, 1e-15);
	ck_assert_double_eq_tol(usd[LEDGER_CONTEXT], 0.5 * 500 * 2.5e-6, 1e-15);
	ck_assert_double_eq_tol(usd[LEDGER_OUTPUT], 0.8 * 200 * 10e-6, 1e-15);
	ck_assert_double_eq_tol(usd[LEDGER_EMBEDDING], 0.9 * 150 * 1e-6, 1e-15);
	ck_assert_double_eq_tol(usd[LEDGER_VECTOR_READS], 0.6 * 16e-6, 1e-15);
	/* adds to what is there */
	cost_query(&demand, &flow, usd);
	ck_assert_double_eq_tol(usd[LEDGER_CONTEXT], 500 * 2.5e-6, 1e-15);
}
END_TEST

START_TEST(totals)
{
	clear();
	for (int c = 0; c < LEDGER_COUNT; c++)
		usd[c] = 1 << c;
	ck_assert_double_eq(cost_total(usd), (1 << LEDGER_COUNT) - 1);
	ck_assert_double_eq(cost_recurring(usd), (1 << LEDGER_COUNT) - 1 - (1 << LEDGER_UPFRONT) -
							 (1 << LEDGER_MIGRATION));
	/* a nano-dollar beside a billion is kept */
	clear();
	usd[LEDGER_CONTEXT] = 1e9;
	usd[LEDGER_OUTPUT] = 1e-9;
	usd[LEDGER_RETRAINING] = -1e9;
	ck_assert_double_eq(cost_total(usd), 1e-9);
}
END_TEST

/* S0: 500 tokens of context at $1.75 a million, for 10, 50 and 100 million queries. */
START_TEST(context_of_s0)
{
	static const double rows[][2] = { { 10e6, 8750 }, { 50e6, 43750 }, { 100e6, 87500 } };

	for (int i = 0; i < 3; i++) {
		fixture_quiet(&scenario);
		scenario.horizon_days = 30;
		p->traffic.volume_qpm = rows[i][0];
		p->traffic.prompt_tok = p->base.system_tok = 0;
		p->base.input_usd_per_mtok = 1.75;
		run_it();
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].ledger_usd[LEDGER_CONTEXT],
					rows[i][1], 1e-6);
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd, rows[i][1], 1e-6);
	}
}
END_TEST

/* S4: 10,000 questions a day. RAG 375 + 200 + 150 = 725.00; tuned 37.50 + 80 + hosting 200 to
 * 800. */
START_TEST(worked_example_of_s4)
{
	static const double hosting[] = { 200, 500, 800 };

	for (int i = 0; i < 3; i++) {
		const struct arch_result *rag = &result.arch[ARCH_RAG], *ft = &result.arch[ARCH_FT];

		fixture_quiet(&scenario);
		scenario.horizon_days = i ? 360 : 30;
		p->traffic.volume_qpm = 300000;
		p->traffic.diurnal_frac = 0.6;
		p->traffic.weekend_frac = 0.3;
		p->traffic.prompt_tok = p->base.system_tok = 0;
		p->traffic.answer_tok = 200;
		p->base.input_usd_per_mtok = 2.5;
		p->base.output_usd_per_mtok = 10.0 / 3;
		p->rag.vector_db_usd_per_month = 150;
		p->ft.prompt_tok = 50;
		p->ft.answer_tok = 80;
		p->ft.hosting_usd_per_month = hosting[i];
		p->ft.upfront_usd = 5000;
		run_it();
		ck_assert_double_eq_tol(
			rag->ledger_usd[LEDGER_CONTEXT] * 30 / scenario.horizon_days, 375, 1e-6);
		ck_assert_double_eq_tol(rag->ledger_usd[LEDGER_OUTPUT] * 30 / scenario.horizon_days,
					200, 1e-6);
		ck_assert_double_eq_tol(rag->monthly_usd, 725, 1e-6);
		ck_assert_double_eq_tol(rag->per_1k_queries_usd, 725.0 / 300, 1e-9);
		ck_assert_double_eq_tol(ft->monthly_usd, 37.5 + 80 + hosting[i], 1e-6);
		ck_assert_double_eq_tol(ft->all_in_usd, 37.5 + 80 + hosting[i] + 5000 / 12.0, 1e-6);
	}
}
END_TEST

/* S4's own example carried on to where it says that tuning is 10 to 50 times cheaper and pays off
 * "within weeks": queries a day, RAG, and the tuned model with hosting of 200 and of 800. */
START_TEST(worked_example_of_s4_at_its_volumes)
{
	static const double rows[][4] = { { 50000, 3025, 787.5, 1387.5 },
					  { 100000, 5900, 1375, 1975 } };

	for (int i = 0; i < 4; i++) {
		fixture_quiet(&scenario);
		scenario.horizon_days = 30;
		p->traffic.volume_qpm = 30 * rows[i / 2][0];
		p->traffic.prompt_tok = p->base.system_tok = 0;
		p->traffic.answer_tok = 200;
		p->base.input_usd_per_mtok = 2.5;
		p->base.output_usd_per_mtok = 10.0 / 3;
		p->rag.vector_db_usd_per_month = 150;
		p->ft.prompt_tok = 50;
		p->ft.answer_tok = 80;
		p->ft.hosting_usd_per_month = i % 2 ? 800 : 200;
		run_it();
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd, rows[i / 2][1], 1e-6);
		ck_assert_double_eq_tol(result.arch[ARCH_FT].monthly_usd, rows[i / 2][2 + i % 2],
					1e-6);
	}
}
END_TEST

/* $30 on a thousand queries are 12,000 tokens of context at its price, and in a year of 100,000 a
 * day 1.095 million, not "hundreds of thousands". */
START_TEST(saving_of_s4)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 365;
	p->traffic.volume_qpm = 30 * 100000;
	p->rag.context_tok = 12000;
	p->base.input_usd_per_mtok = 2.5;
	p->ft.prompt_tok = PARAM_NULL;
	run_it();
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].per_1k_queries_usd -
					result.arch[ARCH_FT].per_1k_queries_usd,
				30, 1e-9);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].total_usd - result.arch[ARCH_FT].total_usd,
				1095000, 1e-3);
}
END_TEST

/* S0's vector database at its own list prices: 50 M reads, 6 M writes, 50 M vectors of 4 kB. One
 * unit a read gives 891.58; the published rule in a single namespace gives 163,840 for the reads
 * alone. */
START_TEST(vector_database_of_s0)
{
	const double *ledger = result.arch[ARCH_RAG].ledger_usd;

	fixture_quiet(&scenario);
	scenario.horizon_days = 30;
	p->traffic.volume_qpm = 50e6;
	p->knowledge.updates_per_month = 30;
	p->knowledge.update_cv = 0;
	p->rag.write_units_per_update = 6e6 / 30;
	p->rag.storage_gb = 204.8;
	p->rag.storage_usd_per_gb_month = 0.33;
	p->rag.read_usd_per_m = 16;
	p->rag.write_usd_per_m = 4;
	p->rag.read_units_per_query = 1;
	run_it();
	ck_assert_double_eq_tol(ledger[LEDGER_VECTOR_READS], 800, 1e-6);
	ck_assert_double_eq_tol(ledger[LEDGER_VECTOR_WRITES], 24, 1e-6);
	ck_assert_double_eq_tol(ledger[LEDGER_VECTOR_STORAGE], 67.584, 1e-6);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd, 891.584, 1e-6);
	p->rag.read_units_per_query = PARAM_NULL;
	run_it();
	ck_assert_double_eq_tol(ledger[LEDGER_VECTOR_READS], 163840, 1e-4);
}
END_TEST

/* S0's published totals, 1,532 at 50 M queries and 9,000 at four times everything, do not come of
 * its list prices: the read units per query that they would take, and the namespaces. */
START_TEST(what_would_explain_s0s_vector_database)
{
	static const double rows[][4] = { { 1, 1.80052, 113.745, 1532 },
					  { 4, 2.69802, 303.630, 9000 } };

	for (int i = 0; i < 4; i++) {
		double times = rows[i / 2][0];

		fixture_quiet(&scenario);
		scenario.horizon_days = 30;
		p->traffic.volume_qpm = 50e6 * times;
		p->knowledge.updates_per_month = 30;
		p->knowledge.update_cv = 0;
		p->rag.write_units_per_update = 6e6 / 30 * times;
		p->rag.storage_gb = 204.8 * times;
		p->rag.storage_usd_per_gb_month = 0.33;
		p->rag.read_usd_per_m = 16;
		p->rag.write_usd_per_m = 4;
		p->rag.read_units_per_query = i % 2 ? PARAM_NULL : rows[i / 2][1];
		p->rag.namespaces = rows[i / 2][2];
		run_it();
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd, rows[i / 2][3], 0.05);
		p->rag.read_units_per_query = 1;
		run_it();
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd, 891.584 * times, 1e-5);
	}
}
END_TEST

/* The parts of a run's recurring cost that the formula of the break-even is made of. */
struct parts {
	double per_query, fixed, upfront, run_usd, runs;
};

static void random_prices(struct rng *rng)
{
	for (int i = 0; i < PARAM_COUNT; i++) {
		const struct param_info *info = &param_table[i];

		if (info->unit == UNIT_USD || info->unit == UNIT_USD_PER_MONTH ||
		    info->unit == UNIT_USD_PER_MTOK || info->unit == UNIT_USD_PER_GB_MONTH ||
		    info->unit == UNIT_USD_PER_M)
			params_set(p, (enum param_id)i, info->slider_hi * rng_unit(rng));
	}
	p->money.stale_answer_usd = p->money.wrong_answer_usd = 0;
	p->ft.retrain_policy = p->hybrid.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 24;
	p->hybrid.retrain_every_days = 40;
	p->base.cached_input_frac = rng_unit(rng);
	p->traffic.prompt_tok = 1000 * rng_unit(rng);
	p->traffic.answer_tok = 1000 * rng_unit(rng);
	p->rag.storage_gb = 10 * rng_unit(rng);
	p->rag.read_units_per_query = 3 * rng_unit(rng);
	p->ft.prompt_tok = PARAM_NULL;
}

static double token_usd(double in_tok, double in_usd, double out_usd)
{
	double cached = p->base.cached_input_frac;

	in_usd = (1 - cached) * in_usd + cached * p->base.cached_usd_per_mtok;
	return (in_tok * in_usd + p->traffic.answer_tok * out_usd) / 1e6;
}

static struct parts parts_of(enum arch arch)
{
	double prompt_tok = p->traffic.prompt_tok + p->base.system_tok;
	double retrieval_usd = p->traffic.prompt_tok * p->rag.embed_usd_per_mtok / 1e6 +
			       p->rag.read_units_per_query * p->rag.read_usd_per_m / 1e6;
	double database_usd = p->rag.storage_gb * p->rag.storage_usd_per_gb_month +
			      p->rag.vector_db_usd_per_month + p->rag.orchestration_usd_per_month;

	switch (arch) {
	case ARCH_RAG:
		return (struct parts){ token_usd(prompt_tok + 500, p->base.input_usd_per_mtok,
						 p->base.output_usd_per_mtok) +
					       retrieval_usd,
				       database_usd + p->rag.engineering_usd_per_month,
				       p->rag.upfront_usd, 0, 0 };
	case ARCH_FT:
		return (struct parts){
			token_usd(prompt_tok, p->ft.input_usd_per_mtok, p->ft.output_usd_per_mtok),
			p->ft.hosting_usd_per_month + p->ft.engineering_usd_per_month,
			p->ft.upfront_usd, p->ft.run_usd, 5
		};
	case ARCH_HYBRID:
		return (struct parts){ token_usd(prompt_tok + 500, p->hybrid.input_usd_per_mtok,
						 p->hybrid.output_usd_per_mtok) +
					       retrieval_usd,
				       database_usd + p->ft.hosting_usd_per_month +
					       p->hybrid.engineering_usd_per_month,
				       p->hybrid.upfront_usd, p->hybrid.run_usd, 3 };
	case ARCH_LONGCTX: /* its cache bends the line, see test_prompt_cache.c */
	case ARCH_ROUTED:
	case ARCH_PROMPT:
	case ARCH_COUNT:
		break;
	}
	return (struct parts){ 0 };
}

/* Random prices: a run of 120 days costs v Q + F a month, C_run a retraining, C_up once. */
START_TEST(runs_cost_what_the_formula_says)
{
	struct rng rng;

	for (uint64_t round = 0; round < 12; round++) {
		rng_open(&rng, 4, round, 0, "prices");
		fixture_quiet(&scenario);
		scenario.horizon_days = 120;
		random_prices(&rng);
		run_it();
		for (int a = 0; a < ARCH_DEFAULTS; a++) {
			const struct arch_result *arch = &result.arch[a];
			struct parts parts = parts_of((enum arch)a);
			double monthly = parts.per_query * p->traffic.volume_qpm + parts.fixed +
					 parts.runs * parts.run_usd / 4;

			ck_assert_double_le(fixture_gap(arch->monthly_usd, monthly), 1e-12);
			ck_assert_double_le(
				fixture_gap(arch->total_usd, 4 * monthly + parts.upfront), 1e-12);
			ck_assert_double_le(
				fixture_gap(arch->all_in_usd,
					    monthly + parts.upfront / p->money.amortise_months),
				1e-12);
		}
	}
}
END_TEST

START_TEST(damage)
{
	const struct outcome outcome = { .stale = 0.25, .wrong = 0.1 };
	struct damage sum;

	params_init(p);
	p->money.stale_answer_usd = 8;
	p->money.wrong_answer_usd = 3;
	sum = cost_damage(p, &outcome);
	ck_assert_double_eq(sum.stale_usd, 2);
	ck_assert_double_eq_tol(sum.wrong_usd, 0.3, 1e-15);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cost");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, nulls_fall_back);
	tcase_add_test(tcase, overrides_of_the_tuned_model);
	tcase_add_test(tcase, overrides_of_the_hybrid);
	tcase_add_test(tcase, cached_input);
	tcase_add_test(tcase, read_units);
	tcase_add_test(tcase, queries_by_their_fate);
	tcase_add_test(tcase, totals);
	tcase_add_test(tcase, context_of_s0);
	tcase_add_test(tcase, worked_example_of_s4);
	tcase_add_test(tcase, worked_example_of_s4_at_its_volumes);
	tcase_add_test(tcase, saving_of_s4);
	tcase_add_test(tcase, vector_database_of_s0);
	tcase_add_test(tcase, what_would_explain_s0s_vector_database);
	tcase_add_test(tcase, runs_cost_what_the_formula_says);
	tcase_add_test(tcase, damage);
	return suite_run("cost", tcase);
}
