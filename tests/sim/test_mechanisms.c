// SPDX-License-Identifier: MIT
/*
 * Mechanisms in whole runs: each is turned off and on, and the figures move as far as can be worked
 * out by hand. Those that have a test file of their own are not repeated here; docs/MODEL.md lists
 * all of them under Mechanisms.
 */
#include <ragtop/run.h>

#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/profile.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result off, on;

/* Two thousand queries in a month, all alike, of all architectures. */
static void set_up(void)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 30;
	scenario.fidelity = FIDELITY_EXACT;
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	p->traffic.volume_qpm = 2000;
	p->base.dilution_frac = 0;
	p->rag.format_drift_frac_per_ktok = 0;
}

static void run_into(struct result *into)
{
	struct error error = { .message = "" };

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

static void turn(enum param_id id, double from, double to)
{
	params_set(p, id, from);
	run_into(&off);
	params_set(p, id, to);
	run_into(&on);
}

static double ttft_gain_s(enum arch arch)
{
	return on.arch[arch].ttft_s.mean - off.arch[arch].ttft_s.mean;
}

static double e2e_gain_s(enum arch arch)
{
	return on.arch[arch].e2e_s.mean - off.arch[arch].e2e_s.mean;
}

static double usd_gain(enum arch arch)
{
	return on.arch[arch].total_usd - off.arch[arch].total_usd;
}

/* Passages are paid by the token and read by the token; who retrieves nothing is not moved. */
START_TEST(context_costs_money_and_time)
{
	p->base.input_usd_per_mtok = 3;
	p->base.prompt_tok_s = 1e-4;
	turn(P_rag_context_tok, 0, 12000);
	ck_assert_double_eq_tol(usd_gain(ARCH_RAG), 2000 * 12000 * 3e-6, 1e-9);
	ck_assert_double_eq_tol(on.arch[ARCH_RAG].ledger_usd[LEDGER_CONTEXT], usd_gain(ARCH_RAG),
				1e-9);
	ck_assert_double_eq_tol(ttft_gain_s(ARCH_RAG), 1.2, 1e-9);
	ck_assert_double_eq(usd_gain(ARCH_FT), 0);
	ck_assert_double_eq(ttft_gain_s(ARCH_PROMPT), 0);
}
END_TEST

/* Much context is read less well, and the demanded format is forgotten over it. */
START_TEST(context_dilutes_and_drifts)
{
	double before;

	p->rag.context_tok = 20000;
	p->rag.recall_frac = 1;
	p->base.dilution_half_tok = 60000;
	turn(P_base_dilution_frac, 0, 0.4);
	before = off.arch[ARCH_RAG].correct_frac;
	ck_assert_double_eq_tol(before, p->rag.hit_correct_frac, 1e-12);
	ck_assert_double_eq_tol(on.arch[ARCH_RAG].correct_frac, before * (1 - 0.4 / 4), 1e-12);
	ck_assert_double_eq(on.arch[ARCH_FT].correct_frac, off.arch[ARCH_FT].correct_frac);
	turn(P_rag_format_drift_frac_per_ktok, 0, 0.01);
	ck_assert_double_eq_tol(off.arch[ARCH_RAG].format_valid_frac -
					on.arch[ARCH_RAG].format_valid_frac,
				0.2, 1e-12);
	ck_assert_double_eq(on.arch[ARCH_FT].format_valid_frac,
			    off.arch[ARCH_FT].format_valid_frac);
}
END_TEST

/* A tuned model saves what its prompt is shorter. */
START_TEST(short_prompts_are_fast_and_cheap)
{
	p->base.input_usd_per_mtok = 2;
	p->base.prompt_tok_s = 1e-4;
	turn(P_ft_prompt_tok, 5050, 50);
	ck_assert_double_eq_tol(ttft_gain_s(ARCH_FT), -0.5, 1e-9);
	ck_assert_double_eq_tol(usd_gain(ARCH_FT), -2000 * 5000 * 2e-6, 1e-9);
	ck_assert_double_eq(ttft_gain_s(ARCH_RAG), 0);
}
END_TEST

/* A label against a long answer: the first token comes as early, the last one much later. */
START_TEST(output_dominates_the_time)
{
	p->base.output_usd_per_mtok = 10;
	p->base.output_tok_s = 0.01;
	turn(P_traffic_answer_tok, 1, 301);
	for (int a = 0; a < ARCH_COUNT; a++) {
		ck_assert_double_eq_tol(ttft_gain_s((enum arch)a), 0, 1e-9);
		ck_assert_double_eq_tol(e2e_gain_s((enum arch)a), 3, 1e-9);
		ck_assert_double_eq_tol(usd_gain((enum arch)a), 2000 * 300 * 1e-5, 1e-9);
	}
	turn(P_base_ttft_s, 0.2, 1.2);
	for (int a = 0; a < ARCH_COUNT; a++) {
		ck_assert_double_eq_tol(ttft_gain_s((enum arch)a), 1, 1e-9);
		ck_assert_double_eq_tol(e2e_gain_s((enum arch)a), 1, 1e-9);
	}
}
END_TEST

/* A small model that was tuned, beside a large one that was not. */
START_TEST(small_models_are_cheaper_and_faster)
{
	p->base.input_usd_per_mtok = 2.5;
	p->base.output_usd_per_mtok = 10;
	p->base.output_tok_s = 0.02;
	turn(P_ft_output_usd_per_mtok, PARAM_NULL, 1);
	ck_assert_double_eq_tol(on.arch[ARCH_FT].ledger_usd[LEDGER_OUTPUT],
				off.arch[ARCH_FT].ledger_usd[LEDGER_OUTPUT] / 10, 1e-9);
	ck_assert_double_eq(usd_gain(ARCH_RAG), 0);
	turn(P_ft_output_tok_s, PARAM_NULL, 0.005);
	ck_assert_double_eq_tol(e2e_gain_s(ARCH_FT), -199 * 0.015, 1e-9);
	ck_assert_double_eq(e2e_gain_s(ARCH_RAG), 0);
}
END_TEST

/* What an evaluation that fails costs in freshness: training and evaluation once more. */
START_TEST(failed_evaluations_keep_facts_stale)
{
	double again_s;

	scenario.horizon_days = 100;
	p->ft.retrain_policy = RETRAIN_UPDATES;
	p->ft.eval_days = 6;
	p->ft.train_hours = 48;
	fixture_change_at(&scenario, 20, 1, 0.25);
	run_into(&off);
	fixture_incident_at(&scenario, 20, INCIDENT_RETRAIN_FAILS, 0);
	run_into(&on);
	again_s = on.arch[ARCH_FT].visible_delay_p50_s - off.arch[ARCH_FT].visible_delay_p50_s;
	ck_assert_double_eq_tol(again_s, 8 * DAY_S, 1e-3);
	ck_assert_double_eq(on.arch[ARCH_FT].retrain_failed, 1);
	ck_assert_double_eq_tol(on.arch[ARCH_FT].stale_answer_frac -
					off.arch[ARCH_FT].stale_answer_frac,
				0.25 * 8 / 100, 1e-9);
	ck_assert_double_eq(on.arch[ARCH_RAG].stale_answer_frac,
			    off.arch[ARCH_RAG].stale_answer_frac);
}
END_TEST

/* Replicas are paid by the hour whether busy or not; one that has too much to do keeps people
 * waiting. */
START_TEST(capacity_comes_in_steps)
{
	const double hours = 30 * 24;

	p->serving.mode = SERVING_SELF;
	p->serving.replica_usd_per_hour = 3;
	p->serving.max_batch = 1;
	p->serving.step_a_ms = 5000; /* 200 tokens: a thousand seconds, of 1,296 between queries */
	turn(P_serving_replicas, 1, 2);
	ck_assert_double_eq_tol(off.arch[ARCH_PROMPT].ledger_usd[LEDGER_HOSTING], 3 * hours, 1e-6);
	ck_assert_double_eq_tol(on.arch[ARCH_PROMPT].ledger_usd[LEDGER_HOSTING], 6 * hours, 1e-6);
	ck_assert_double_gt(off.arch[ARCH_PROMPT].wait_s[STAGE_PROMPT], 500);
	ck_assert_double_lt(on.arch[ARCH_PROMPT].wait_s[STAGE_PROMPT],
			    off.arch[ARCH_PROMPT].wait_s[STAGE_PROMPT] / 3);
	ck_assert_double_eq_tol(on.arch[ARCH_PROMPT].utilisation[STAGE_DECODE],
				off.arch[ARCH_PROMPT].utilisation[STAGE_DECODE] / 2, 0.01);
}
END_TEST

/* What is asked decides which architecture is needed: a prompt alone is right in
 * k x guess + (1 - k) x skill of the answers. */
START_TEST(the_mix_of_questions_decides)
{
	const double guess = p->base.closed_book_frac, skill = p->base.correct_frac;
	const double target = 0.8, edge = (skill - target) / (skill - guess);

	p->rag.vector_db_usd_per_month = 150;
	p->ft.hosting_usd_per_month = p->longctx.engineering_usd_per_month = 500;
	p->routed.engineering_usd_per_month = 500;
	p->rag.recall_frac = 1;
	scenario.targets[TARGET_CORRECT_FRAC] = target;
	turn(P_traffic_knowledge_frac, edge - 0.001, edge + 0.001);
	ck_assert_double_eq_tol(off.arch[ARCH_PROMPT].correct_frac, target, 0.001);
	ck_assert_int_eq(off.verdict.best, ARCH_PROMPT);
	ck_assert_int_eq(on.verdict.best, ARCH_RAG);
	ck_assert_int_eq(on.verdict.cheapest, ARCH_PROMPT);
	ck_assert(on.verdict.missed[ARCH_PROMPT][TARGET_CORRECT_FRAC]);
}
END_TEST

/* $12,000 once and $200 a month against $1,000 a month: even after 15 months. */
START_TEST(amortisation_moves_the_break_even)
{
	scenario.arch_count = 2;
	p->rag.vector_db_usd_per_month = 1000;
	p->ft.hosting_usd_per_month = 200;
	p->ft.upfront_usd = 12000;
	turn(P_money_amortise_months, 14.9, 15.1);
	ck_assert_int_eq(off.verdict.cheapest, ARCH_RAG);
	ck_assert_int_eq(on.verdict.cheapest, ARCH_FT);
	ck_assert_double_eq_tol(on.arch[ARCH_FT].all_in_usd, 200 + 12000 / 15.1, 1e-9);
	ck_assert_double_eq(usd_gain(ARCH_FT), 0);
}
END_TEST

/* People are paid by the month, and only by the architecture that needs them. */
START_TEST(engineers_are_paid)
{
	static const enum param_id ids[ARCH_COUNT] = {
		[ARCH_RAG] = P_rag_engineering_usd_per_month,
		[ARCH_FT] = P_ft_engineering_usd_per_month,
		[ARCH_HYBRID] = P_hybrid_engineering_usd_per_month,
		[ARCH_LONGCTX] = P_longctx_engineering_usd_per_month,
		[ARCH_PROMPT] = P_prompt_engineering_usd_per_month,
		[ARCH_ROUTED] = P_routed_engineering_usd_per_month,
	};

	scenario.horizon_days = 45;
	for (int a = 0; a < ARCH_COUNT; a++) {
		turn(ids[a], 0, 4000);
		for (int b = 0; b < ARCH_COUNT; b++)
			ck_assert_double_eq_tol(usd_gain((enum arch)b), a == b ? 6000 : 0, 1e-9);
		params_set(p, ids[a], 0);
	}
}
END_TEST

/* Made up is not the same as stale: each has its cause. */
START_TEST(made_up_is_not_stale)
{
	const struct arch_result *ft = &on.arch[ARCH_FT], *before = &off.arch[ARCH_FT];

	p->traffic.knowledge_frac = 0;
	turn(P_base_confident_frac, 0, 0.5);
	ck_assert_double_eq(off.arch[ARCH_PROMPT].hallucinated_frac, 0);
	ck_assert_double_eq_tol(on.arch[ARCH_PROMPT].hallucinated_frac,
				0.5 * (1 - p->base.correct_frac), 1e-12);
	p->traffic.knowledge_frac = 1;
	run_into(&off);
	fixture_change_at(&scenario, 0, 1, 0.3);
	run_into(&on);
	ck_assert_double_eq_tol(ft->stale_answer_frac, 0.3, 1e-12);
	ck_assert_double_eq_tol(ft->hallucinated_frac, 0.7 * before->hallucinated_frac, 1e-12);
	ck_assert_double_eq_tol(ft->correct_frac, 0.7 * before->correct_frac, 1e-12);
}
END_TEST

/* Errors go on downstream, and cost there; so an answer that is right costs more than one. */
START_TEST(errors_cost_downstream)
{
	const struct arch_result *prompt = &on.arch[ARCH_PROMPT];

	p->traffic.knowledge_frac = 0;
	p->prompt.engineering_usd_per_month = 1000;
	turn(P_money_wrong_answer_usd, 0, 5);
	ck_assert_double_eq_tol(usd_gain(ARCH_PROMPT), 2000 * (1 - p->base.correct_frac) * 5, 1e-6);
	ck_assert_double_eq_tol(prompt->per_1k_good_usd,
				1000 * prompt->total_usd / (2000 * p->base.correct_frac), 1e-6);
}
END_TEST

/* Every query takes the same time: below it a limit is missed by all, above it by none. */
START_TEST(limits_are_met_or_missed)
{
	double takes_s;

	run_into(&off);
	takes_s = off.arch[ARCH_PROMPT].e2e_s.mean;
	ck_assert_double_eq_tol(off.arch[ARCH_PROMPT].e2e_s.p99, takes_s, 0.01 * takes_s);
	scenario.targets[TARGET_LATENCY_P95_S] = 0.97 * takes_s;
	run_into(&off);
	scenario.targets[TARGET_LATENCY_P95_S] = 1.03 * takes_s;
	run_into(&on);
	ck_assert_double_eq(off.arch[ARCH_PROMPT].latency_met_frac, 0);
	ck_assert(off.verdict.missed[ARCH_PROMPT][TARGET_LATENCY_P95_S]);
	ck_assert_double_eq(off.arch[ARCH_PROMPT].good_frac, 0);
	ck_assert_double_eq_tol(on.arch[ARCH_PROMPT].latency_met_frac, 1, 1e-12);
	ck_assert(on.verdict.meets[ARCH_PROMPT]);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("mechanisms");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, context_costs_money_and_time);
	tcase_add_test(tcase, context_dilutes_and_drifts);
	tcase_add_test(tcase, short_prompts_are_fast_and_cheap);
	tcase_add_test(tcase, output_dominates_the_time);
	tcase_add_test(tcase, small_models_are_cheaper_and_faster);
	tcase_add_test(tcase, failed_evaluations_keep_facts_stale);
	tcase_add_test(tcase, capacity_comes_in_steps);
	tcase_add_test(tcase, the_mix_of_questions_decides);
	tcase_add_test(tcase, amortisation_moves_the_break_even);
	tcase_add_test(tcase, engineers_are_paid);
	tcase_add_test(tcase, made_up_is_not_stale);
	tcase_add_test(tcase, errors_cost_downstream);
	tcase_add_test(tcase, limits_are_met_or_missed);
	return suite_run("mechanisms", tcase);
}
