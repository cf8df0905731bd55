// SPDX-License-Identifier: MIT
/* What holds for all frameworks: which answers they have, what they call missing, how they combine,
 * and where their inputs are from. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "study/advise_rig.h"
#include "study/sample.h"

/* ---- every answer ---- */

/* Inputs with which a framework has this answer. */
struct answer_case {
	const char *id;
	enum advise_answer answer;
	struct {
		int input;
		double value;
	} known[6];
};

/* clang-format off */
static const struct answer_case cases[] = {
	{ "C1a", ANSWER_RAG, { { ADVISE_CHANGES, 30 } } },
	{ "C1a", ANSWER_CONSIDER_FT, { { ADVISE_CHANGES, 0.1 }, { TRAIT_STABLE_MONTHS, 10 } } },
	{ "C1a", ANSWER_OPEN, { { ADVISE_CHANGES, 0.8 }, { TRAIT_STABLE_MONTHS, 1.25 } } },
	{ "C1b", ANSWER_RAG, { { ADVISE_VOLUME, 1e6 } } },
	{ "C1b", ANSWER_COMPUTE, { { ADVISE_VOLUME, 3e7 } } },
	{ "C1b", ANSWER_FT_OR_HYBRID, { { ADVISE_VOLUME, 7e7 } } },
	{ "C1c", ANSWER_RAG, { { TRAIT_LABELS, 0 }, { TRAIT_TEAM_ML, 0 }, { TRAIT_TEAM_COMPUTE, 0 } } },
	{ "C1c", ANSWER_FT, { { TRAIT_TEAM_DATA_ENGINEERING, 0 }, { TRAIT_TEAM_PIPELINES, 0 },
			      { TRAIT_TEAM_VECTOR_DB, 0 } } },
	{ "C1c", ANSWER_NEITHER, { { TRAIT_LABELS, 0 }, { TRAIT_TEAM_ML, 0 }, { TRAIT_TEAM_COMPUTE, 0 },
				   { TRAIT_TEAM_DATA_ENGINEERING, 0 }, { TRAIT_TEAM_PIPELINES, 0 },
				   { TRAIT_TEAM_MONITORING, 0 } } },
	{ "C1c", ANSWER_OPEN, { { TRAIT_TEAM_ML, 1 }, { TRAIT_TEAM_EVALUATION, 1 },
				{ TRAIT_TEAM_PIPELINES, 1 }, { TRAIT_TEAM_VECTOR_DB, 1 } } },
	{ "C1d", ANSWER_RAG, { { ADVISE_VOLUME, 2e7 }, { ADVISE_CHANGES, 5 } } },
	{ "C1d", ANSWER_FT, { { TRAIT_FORMAT, 1 } } },
	{ "C1d", ANSWER_HYBRID, { { TRAIT_REASONING, 1 }, { ADVISE_VOLUME, 2e7 }, { ADVISE_CHANGES, 5 } } },
	{ "C1d", ANSWER_COMPUTE, { { ADVISE_VOLUME, 2e7 }, { ADVISE_CHANGES, 0.1 } } },
	{ "C1d", ANSWER_FT_OR_HYBRID, { { ADVISE_VOLUME, 6e7 }, { ADVISE_CHANGES, 1 } } },
	{ "C1e", ANSWER_RAG, { { TRAIT_GOVERNANCE, 1 } } },
	{ "C1e", ANSWER_FT, { { TRAIT_PRIORITY, PRIORITY_REASONING } } },
	{ "C1e", ANSWER_NONE, { { TRAIT_GOVERNANCE, 1 }, { TRAIT_FORMAT, 1 } } },
	{ "C1f", ANSWER_HYBRID, { { ADVISE_CHANGES, 5 }, { TRAIT_FORMAT, 1 } } },
	{ "C1f", ANSWER_RAG, { { ADVISE_CHANGES, 5 }, { ADVISE_VOLUME, 1e5 } } },
	{ "C1f", ANSWER_FT, { { TRAIT_STABLE_MONTHS, 5 }, { ADVISE_LATENCY, 0.05 } } },
	{ "C1f", ANSWER_NONE, { { TRAIT_STABLE_MONTHS, 5 }, { ADVISE_LATENCY, 3 }, { ADVISE_VOLUME, 1e5 } } },
	{ "C1g", ANSWER_HYBRID, { { ADVISE_RAFT, 1 } } },
	{ "C1g", ANSWER_NOT_HYBRID, { { ADVISE_RAFT, 0 } } },
	{ "C2a", ANSWER_RAG, { { TRAIT_CITATIONS, 1 } } },
	{ "C2a", ANSWER_FT, { { TRAIT_BASELINE_WRONG, 1 } } },
	{ "C2a", ANSWER_LONGCTX, { { ADVISE_CORPUS, 5e5 }, { ADVISE_FITS, 1 } } },
	{ "C2a", ANSWER_PROMPT, { { ADVISE_CHANGES, 1 }, { TRAIT_BASELINE_WRONG, 0 } } },
	{ "C2b", ANSWER_RAG, { { TRAIT_ZERO_HALLUCINATION, 1 } } },
	{ "C2b", ANSWER_FT, { { TRAIT_STYLE, 1 } } },
	{ "C2b", ANSWER_HYBRID, { { TRAIT_STYLE, 1 }, { TRAIT_CITATIONS, 1 } } },
	{ "C2b", ANSWER_NONE, { { TRAIT_STABLE_MONTHS, 20 }, { TRAIT_CITATIONS, 1 } } },
	{ "C2c", ANSWER_RAG, { { ADVISE_CHANGES, 2 } } },
	{ "C2c", ANSWER_NONE, { { ADVISE_CHANGES, 0.5 } } },
	{ "C3a", ANSWER_RAG, { { TRAIT_CITATIONS, 1 } } },
	{ "C3a", ANSWER_FT, { { TRAIT_TERMINOLOGY, 1 }, { TRAIT_LABELS, 2000 } } },
	{ "C3a", ANSWER_HYBRID, { { TRAIT_TERMINOLOGY, 1 }, { TRAIT_CITATIONS, 1 } } },
	{ "C3b", ANSWER_RAG, { { TRAIT_STYLE, 1 }, { TRAIT_CITATIONS, 1 }, { TRAIT_IN_USE, IN_USE_PROMPT } } },
	{ "C3b", ANSWER_HYBRID, { { TRAIT_STYLE, 1 }, { TRAIT_CITATIONS, 1 }, { TRAIT_LABELS, 3000 },
				  { TRAIT_IN_USE, IN_USE_RAG } } },
	{ "C3b", ANSWER_NONE, { { TRAIT_STYLE, 1 }, { TRAIT_CITATIONS, 0 }, { ADVISE_CHANGES, 1 } } },
	{ "C4a", ANSWER_RAG, { { TRAIT_STABLE_MONTHS, 1 } } },
	{ "C4a", ANSWER_FT, { { TRAIT_STABLE_MONTHS, 9 }, { TRAIT_CONTENT, CONTENT_STYLE } } },
	{ "C4a", ANSWER_HYBRID, { { TRAIT_STABLE_MONTHS, 9 }, { TRAIT_CONTENT, CONTENT_BOTH } } },
	{ "C4b", ANSWER_RAG, { { TRAIT_TWO_SYSTEMS, 0 } } },
	{ "C4b", ANSWER_HYBRID, { { TRAIT_LABELS, 2e4 }, { TRAIT_TERMINOLOGY, 1 }, { TRAIT_STYLE, 1 },
				  { TRAIT_TWO_SYSTEMS, 1 } } },
	{ "C5a", ANSWER_PROMPT, { { TRAIT_PROMPTING_FRAC, 0.9 } } },
	{ "C5a", ANSWER_LONGCTX, { { ADVISE_CORPUS, 1e5 } } },
	{ "C5a", ANSWER_NEITHER, { { TRAIT_ENGINEERING_EXCEEDS_SAVING, 1 } } },
	{ "C5a", ANSWER_OPEN, { { TRAIT_PROMPTING_FRAC, 0.5 } } },
	{ "C5b", ANSWER_RAG, { { TRAIT_PROBLEM, PROBLEM_KNOWLEDGE } } },
	{ "C5b", ANSWER_FT, { { TRAIT_PROBLEM, PROBLEM_BEHAVIOUR } } },
	{ "C5b", ANSWER_HYBRID, { { TRAIT_PROBLEM, PROBLEM_BOTH } } },
	{ "C5b", ANSWER_NONE, { { TRAIT_PROBLEM, PROBLEM_RANDOM } } },
	{ "C5c", ANSWER_RAG, { { TRAIT_TEAM_ML, 0 } } },
	{ "C5c", ANSWER_FT, { { TRAIT_PROBLEM, PROBLEM_REASONING }, { TRAIT_TEAM_ML, 0 } } },
	{ "C5c", ANSWER_HYBRID, { { TRAIT_PROBLEM, PROBLEM_BOTH }, { TRAIT_TEAM_ML, 0 } } },
	{ "C5c", ANSWER_NONE, { { TRAIT_CITATIONS, 1 }, { TRAIT_TEAM_ML, 1 } } },
	{ "C5d", ANSWER_PROMPT, { { TRAIT_PROMPTING_FRAC, 0.9 } } },
	{ "C5d", ANSWER_LONGCTX, { { ADVISE_CORPUS, 1e5 } } },
	{ "C5d", ANSWER_NEITHER, { { TRAIT_ENGINEERING_EXCEEDS_SAVING, 1 } } },
	{ "C5d", ANSWER_RAG, { { TRAIT_CITATIONS, 1 } } },
	{ "C5d", ANSWER_FT, { { TRAIT_CITATIONS, 1 }, { TRAIT_LABELS, 700 }, { ADVISE_LATENCY, 0.1 } } },
	{ "C5d", ANSWER_HYBRID, { { TRAIT_STYLE, 1 }, { ADVISE_CHANGES, 2 } } },
	{ "C5d", ANSWER_NONE, { { TRAIT_CITATIONS, 1 }, { TRAIT_LABELS, 700 } } },
	{ "C5e", ANSWER_PROMPT, { { TRAIT_PROBLEM, PROBLEM_BEHAVIOUR }, { TRAIT_BEHAVIOUR_CONFIRMED, 0 } } },
	{ "C5e", ANSWER_RAG, { { TRAIT_PROBLEM, PROBLEM_KNOWLEDGE }, { ADVISE_CORPUS, 1e6 } } },
	{ "C5e", ANSWER_FT, { { TRAIT_PROBLEM, PROBLEM_BEHAVIOUR }, { TRAIT_BEHAVIOUR_CONFIRMED, 1 } } },
	{ "C5e", ANSWER_HYBRID, { { TRAIT_PROBLEM, PROBLEM_BOTH }, { TRAIT_BEHAVIOUR_CONFIRMED, 1 } } },
	{ "C5f", ANSWER_RAG, { { TRAIT_AUDIT_SAMPLES, 80 }, { TRAIT_AUDIT_INFORMATION, 30 },
			       { TRAIT_AUDIT_FORMAT, 3 }, { TRAIT_AUDIT_REASONING, 3 }, { TRAIT_AUDIT_RANDOM, 3 } } },
	{ "C5f", ANSWER_FT, { { TRAIT_AUDIT_SAMPLES, 80 }, { TRAIT_AUDIT_INFORMATION, 3 },
			      { TRAIT_AUDIT_FORMAT, 30 }, { TRAIT_AUDIT_REASONING, 3 }, { TRAIT_AUDIT_RANDOM, 3 } } },
	{ "C5f", ANSWER_FT_OR_STRONGER, { { TRAIT_AUDIT_SAMPLES, 80 }, { TRAIT_AUDIT_INFORMATION, 3 },
			{ TRAIT_AUDIT_FORMAT, 3 }, { TRAIT_AUDIT_REASONING, 30 }, { TRAIT_AUDIT_RANDOM, 3 } } },
	{ "C5f", ANSWER_PROMPT, { { TRAIT_AUDIT_SAMPLES, 80 }, { TRAIT_AUDIT_INFORMATION, 3 },
				  { TRAIT_AUDIT_FORMAT, 3 }, { TRAIT_AUDIT_REASONING, 3 }, { TRAIT_AUDIT_RANDOM, 30 } } },
	{ "C5f", ANSWER_HYBRID, { { TRAIT_AUDIT_SAMPLES, 80 }, { TRAIT_AUDIT_INFORMATION, 20 },
				  { TRAIT_AUDIT_FORMAT, 20 }, { TRAIT_AUDIT_REASONING, 3 }, { TRAIT_AUDIT_RANDOM, 3 } } },
	{ "C5g", ANSWER_RAG, { { TRAIT_PERSONAL_DATA, 1 } } },
	{ "C5g", ANSWER_HYBRID, { { TRAIT_RETRIEVED_MISUSED, 1 }, { TRAIT_RAFT_RESOURCES, 1 } } },
	{ "C5g", ANSWER_COMPUTE, { { ADVISE_VOLUME, 2e6 } } },
	{ "C5g", ANSWER_FT, { { ADVISE_VOLUME, 2e7 } } },
};
/* clang-format on */

START_TEST(has_each_answer)
{
	form_clear();
	for (int i = 0; i < 6 && (cases[_i].known[i].input > 0 || cases[_i].known[i].value != 0);
	     i++)
		know(cases[_i].known[i].input, cases[_i].known[i].value);
	EXPECT(cases[_i].id, cases[_i].answer);
	if (advise_answer_says(advised.answer) || advised.answer == ANSWER_OPEN) {
		ck_assert_str_ne(advised.text, "");
		ck_assert(advised.source[0] == 'S' && advised.source[2] == ':');
	}
}
END_TEST

START_TEST(nothing_known_nothing_said)
{
	form_clear();
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		bool misses = false;

		EXPECT(advise_table[i]->id, ANSWER_NONE);
		for (int k = 0; k < ADVISE_INPUTS; k++) {
			misses = misses || advised.missing[k];
			ck_assert(!advised.used[k]);
		}
		ck_assert_msg(misses, "%s", advised.framework->id);
	}
}
END_TEST

/* ---- random forms ---- */

static unsigned int random_state = 1;

static unsigned int draw(unsigned int below)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (unsigned int)((unsigned long long)random_state * below >> 32);
}

/* Somewhere between the limits that rules have. */
static double draw_value(int input)
{
	static const double numbers[][6] = {
		{ 1e5, 1e6, 2e6, 2e7, 7e7, 2e8 }, { 0, 0.3, 1, 2, 5, 30 },
		{ 0.05, 0.15, 0.3, 1, 3, 9 },     { -0.1, 0.05, 0.2, 0.4, 1, 5 },
		{ 1e4, 1e5, 3e5, 1e6, 3e6, 1e9 },
	};
	static const double others[] = { 0, 0.5, 1, 3, 9, 24, 300, 700, 3000, 2e4, 1e7 };
	struct advise_input_info info = advise_input_info(input);

	if (info.unit == UNIT_FLAG)
		return draw(2);
	if (info.unit == UNIT_CHOICE)
		return input == TRAIT_PROBLEM || input == TRAIT_IN_USE ? draw(5)
		       : input == TRAIT_CONTENT                        ? draw(3)
								       : draw(2);
	if (input >= ADVISE_VOLUME)
		return numbers[input - ADVISE_VOLUME][draw(6)];
	if (info.unit == UNIT_SHARE)
		return draw(11) / 10.0;
	return others[draw(11)];
}

static void draw_form(void)
{
	unsigned int known = draw(10);

	form_clear();
	for (int i = 0; i < ADVISE_INPUTS; i++)
		if (draw(10) < known)
			know(i, draw_value(i));
}

/* What is not called missing cannot change the answer, whatever its value turns out to be. */
START_TEST(what_is_not_missing_does_not_matter)
{
	for (int round = 0; round < 20000; round++) {
		int which = (int)draw(ADVISE_FRAMEWORKS), input = (int)draw(ADVISE_INPUTS);
		const char *id = advise_table[which]->id;
		enum advise_answer before;
		bool sound = true; /* a check is slow */

		draw_form();
		before = ask(id);
		for (int i = 0; i < ADVISE_INPUTS; i++) {
			sound = sound && (!advised.missing[i] || isnan(form.at[i].value));
			sound = sound && (!advised.used[i] || !isnan(form.at[i].value));
		}
		ck_assert(sound);
		if (!isnan(form.at[input].value) || advised.missing[input])
			continue;
		know(input, draw_value(input));
		ck_assert_msg(ask(id) == before, "%s changes with %s", id,
			      advise_input_info(input).key);
	}
}
END_TEST

/* No rule is dead: each fires somewhere and fails somewhere. */
START_TEST(every_rule_fires_and_fails)
{
	static bool seen[ADVISE_FRAMEWORKS][ADVISE_RULES_MAX][3];

	for (int round = 0; round < 60000; round++) {
		int which = (int)draw(ADVISE_FRAMEWORKS);

		draw_form();
		ask(advise_table[which]->id);
		for (int i = 0; i < advise_table[which]->rule_count; i++)
			seen[which][i][advised.state[i]] = true;
	}
	for (int which = 0; which < ADVISE_FRAMEWORKS; which++)
		for (int i = 0; i < advise_table[which]->rule_count; i++) {
			const struct advise_rule *rule = &advise_table[which]->rules[i];

			if (rule->when[0].op == WHEN_END)
				continue;
			ck_assert_msg(seen[which][i][RULE_FIRES] && seen[which][i][RULE_NO] &&
					      seen[which][i][RULE_UNDECIDED],
				      "%s, %s", advise_table[which]->id, rule->text);
		}
}
END_TEST

/* ---- a scenario's inputs ---- */

static struct scenario *scenario;
static struct advise_report *report;
static struct result *result;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	report = xmalloc(sizeof(*report));
	result = xcalloc(1, sizeof(*result));
	scenario_init(scenario);
}

static void teardown(void)
{
	free(scenario);
	free(report);
	free(result);
}

static void check_input(int input, double value, const char *from)
{
	advise_inputs_take(&form, scenario);
	ck_assert_msg(form.at[input].value == value, "%s: %g", advise_input_info(input).key,
		      form.at[input].value);
	ck_assert_str_eq(form.at[input].from, from);
}

START_TEST(defaults_are_unknown)
{
	advise_inputs_take(&form, scenario);
	for (int i = 0; i < ADVISE_INPUTS; i++) {
		bool known = i == ADVISE_VOLUME || i == ADVISE_CHANGES || i == TRAIT_STABLE_MONTHS;

		ck_assert_msg(isnan(form.at[i].value) == !known, "%s", advise_input_info(i).key);
		ck_assert(form.at[i].is_default == known);
	}
	check_input(ADVISE_VOLUME, 60000, "traffic.volume_qpm");
	ck_assert_double_eq_tol(form.at[TRAIT_STABLE_MONTHS].value, 12 / 52.0, 1e-12);
	scenario->own[P_knowledge_corpus_tok] = true; /* the same value, and chosen */
	check_input(ADVISE_CORPUS, 100000, "knowledge.corpus_tok");
	advise_inputs_take(&form, scenario);
	ck_assert(isnan(form.at[ADVISE_FITS].value));
	scenario->params.base.window_tok = 99999;
	check_input(ADVISE_FITS, 0, "knowledge.corpus_tok, base.window_tok");
}
END_TEST

START_TEST(parameters_say_what_traits_would)
{
	scenario->params.traffic.citation_frac = 0.1;
	check_input(TRAIT_CITATIONS, 1, "traffic.citation_frac");
	scenario->params.traffic.citation_frac = 0;
	scenario->own[P_traffic_citation_frac] = true;
	check_input(TRAIT_CITATIONS, 0, "traffic.citation_frac");
	scenario->traits[TRAIT_CITATIONS] = 1;
	check_input(TRAIT_CITATIONS, 1, "traits");
	scenario->params.traffic.format_frac = 1;
	check_input(TRAIT_FORMAT, 1, "traffic.format_frac");
	scenario->params.knowledge.deletions_per_month = 3;
	check_input(TRAIT_DELETION_RIGHT, 1, "knowledge.deletions_per_month");
	scenario->params.rag.permission_filter = 1;
	check_input(TRAIT_ACCESS_CONTROL, 1, "rag.permission_filter");
	scenario->params.serving.response_ttl_s = 60;
	check_input(TRAIT_CACHING_OR_STREAMING, 1, "serving.response_ttl_s");
	scenario->params.hybrid.raft = 0;
	check_input(ADVISE_RAFT, 0, "hybrid.raft");
	scenario->params.ft.labels = 800;
	check_input(TRAIT_LABELS, 800, "ft.labels");
	scenario->traits[TRAIT_LABELS] = 20;
	check_input(TRAIT_LABELS, 20, "traits");
}
END_TEST

START_TEST(changes_of_all_sources)
{
	scenario->params.knowledge.updates_per_month = 0.5;
	check_input(TRAIT_STABLE_MONTHS, 2, "1 / changes a month");
	scenario->params.knowledge.second_query_frac = 0.2;
	scenario->params.knowledge.second_updates_per_month = 20;
	check_input(ADVISE_CHANGES, 20, "knowledge.second_updates_per_month");
	check_input(TRAIT_MIXED_CYCLES, 1, "knowledge.second_query_frac");
	scenario->params.knowledge.second_query_frac = 1;
	scenario->params.knowledge.second_updates_per_month = 0.1;
	check_input(ADVISE_CHANGES, 0.1, "knowledge.second_updates_per_month");
	scenario->timeline_count = 1;
	scenario->timeline[0].kind = TIMELINE_CHANGE;
	scenario->horizon_days = 60;
	check_input(ADVISE_CHANGES, 0.6, "knowledge.updates_per_month, timeline");
	scenario->timeline_count = 0;
	scenario->params.knowledge.second_updates_per_month = 0;
	check_input(TRAIT_STABLE_MONTHS, INFINITY, "1 / changes a month");
}
END_TEST

START_TEST(the_stricter_target_counts)
{
	scenario->targets[TARGET_TTFT_P95_S] = 1;
	check_input(ADVISE_LATENCY, 1, "targets.ttft_p95_s");
	scenario->targets[TARGET_LATENCY_P95_S] = 3;
	check_input(ADVISE_LATENCY, 1, "targets.ttft_p95_s");
	scenario->targets[TARGET_LATENCY_P95_S] = 0.5;
	check_input(ADVISE_LATENCY, 0.5, "targets.latency_p95_s");
	/* 0.5 s less first token, 250 prompt tokens and 200 tokens of answer */
	ck_assert_double_eq_tol(form.at[ADVISE_SLACK].value,
				0.5 - scenario->params.base.ttft_s -
					250 * scenario->params.base.prompt_tok_s -
					200 * scenario->params.base.output_tok_s,
				1e-12);
}
END_TEST

/* ---- one answer of all ---- */

static const char *combined(void)
{
	advise_all(scenario, report);
	return advise_answer_key(report->combined.answer);
}

START_TEST(precedence)
{
	struct params *p = &scenario->params;
	double *traits = scenario->traits;

	p->traffic.volume_qpm = 7e7;
	p->knowledge.updates_per_month = 0.05;
	ck_assert_str_eq(combined(), "ft");        /* by votes of S4, of volume above all */
	traits[TRAIT_PROBLEM] = PROBLEM_KNOWLEDGE; /* before volume */
	ck_assert_str_eq(combined(), "rag");
	ck_assert_str_eq(report->combined.decided_by, "C5b");
	traits[TRAIT_PROBLEM] = PROBLEM_BEHAVIOUR;
	ck_assert_str_eq(combined(), "ft");
	p->knowledge.updates_per_month = 5; /* before the problem: no pure tuning */
	ck_assert_str_eq(combined(), "hybrid");
	traits[TRAIT_PERSONAL_DATA] = 1; /* before volatility: a gate */
	ck_assert_str_eq(combined(), "rag");
	ck_assert_str_eq(report->combined.decided_by, "C5g");
	traits[TRAIT_PROMPTING_FRAC] = 0.9; /* before everything */
	ck_assert_str_eq(combined(), "prompt");
	ck_assert_str_eq(report->combined.decided_by, "C5a");
}
END_TEST

START_TEST(gates_and_ties)
{
	double *traits = scenario->traits;

	scenario->params.knowledge.updates_per_month = 0.05;
	traits[TRAIT_PROBLEM] = PROBLEM_BEHAVIOUR;
	ck_assert_str_eq(combined(), "ft");
	traits[TRAIT_LABELS] = 999;
	ck_assert_str_eq(combined(), "rag");
	ck_assert_str_eq(report->combined.decided_by, "C3a");
	traits[TRAIT_LABELS] = 0;
	traits[TRAIT_TEAM_ML] = traits[TRAIT_TEAM_COMPUTE] = 0;
	ck_assert_str_eq(combined(), "rag");
	ck_assert_str_eq(report->combined.decided_by, "C1c");
	traits[TRAIT_TEAM_DATA_ENGINEERING] = traits[TRAIT_TEAM_PIPELINES] =
		traits[TRAIT_TEAM_VECTOR_DB] = 0;
	ck_assert_str_eq(combined(), "neither");
	for (int i = 0; i < TRAIT_COUNT; i++)
		traits[i] = PARAM_NULL;
	scenario->params.traffic.volume_qpm = 2e6; /* volume says to compute, S3 to tune */
	traits[TRAIT_CITATIONS] = 1;
	traits[TRAIT_TEAM_ML] = 1;
	traits[TRAIT_STABLE_MONTHS] = 12;
	ck_assert_str_eq(combined(), "rag"); /* S0: below 10M, before S3's million */
	ck_assert_str_eq(report->combined.decided_by, "C1b");
}
END_TEST

START_TEST(latency_before_volume)
{
	scenario->params.knowledge.updates_per_month = 0.05;
	scenario->traits[TRAIT_CITATIONS] = 1; /* two votes against two */
	scenario->traits[TRAIT_TEAM_ML] = 1;
	scenario->targets[TARGET_LATENCY_P95_S] = 1.9;
	scenario->traits[TRAIT_UPFRONT_USD] = 9000;
	ck_assert_str_eq(combined(), "ft");
	ck_assert_str_eq(report->combined.decided_by, "C4a");
	scenario->targets[TARGET_LATENCY_P95_S] = 2;
	ck_assert_str_eq(combined(), "rag");
	ck_assert_str_eq(report->combined.decided_by, "C1b");
}
END_TEST

/* ---- beside a run ---- */

/* A run in which RAG is best, and what the tuned model misses. */
static void make_result(void)
{
	result->arch[ARCH_RAG].all_in_usd = 500;
	result->arch[ARCH_FT].all_in_usd = 20000;
	result->arch[ARCH_RAG].correct_frac = 0.9;
	result->arch[ARCH_FT].correct_frac = 0.8;
	result->arch[ARCH_FT].stale_answer_frac = 0.029;
	result->arch[ARCH_HYBRID].all_in_usd = 3000;
	result->verdict.best = ARCH_RAG;
	result->verdict.missed[ARCH_FT][TARGET_STALE_ANSWER_FRAC] = true;
	scenario->targets[TARGET_STALE_ANSWER_FRAC] = 0.02;
}

START_TEST(a_difference_is_told_in_figures)
{
	make_result();
	advise_all(scenario, report);
	report->combined.answer = ANSWER_FT;
	advise_compare(scenario, result, report);
	ck_assert(report->compared && !report->agrees);
	ck_assert_str_eq(report->why,
			 "fine-tuned costs $20.0k/mo all in, RAG $500/mo; it misses stale answers, "
			 "2.9 % for at most 2 %; right answers 80.0 % against 90.0 %");
	report->combined.answer = ANSWER_FT_OR_HYBRID; /* the cheaper of the two */
	advise_compare(scenario, result, report);
	ck_assert_str_eq(report->why, "hybrid costs $3.00k/mo all in, RAG $500/mo; right answers "
				      "0 % against 90.0 %");
	report->combined.answer = ANSWER_RAG;
	advise_compare(scenario, result, report);
	ck_assert(report->compared && report->agrees);
	ck_assert_str_eq(report->why, "");
	report->combined.answer = ANSWER_NEITHER;
	advise_compare(scenario, result, report);
	ck_assert(!report->compared && !report->agrees);
	ck_assert_str_eq(report->why, "neither of them was not simulated; \"architectures\" of the "
				      "scenario must have \"longctx\" or \"prompt\"");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("advise");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, has_each_answer, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tcase, nothing_known_nothing_said);
	tcase_add_test(tcase, what_is_not_missing_does_not_matter);
	tcase_add_test(tcase, every_rule_fires_and_fails);
	tcase_add_test(tcase, defaults_are_unknown);
	tcase_add_test(tcase, parameters_say_what_traits_would);
	tcase_add_test(tcase, changes_of_all_sources);
	tcase_add_test(tcase, the_stricter_target_counts);
	tcase_add_test(tcase, precedence);
	tcase_add_test(tcase, gates_and_ties);
	tcase_add_test(tcase, latency_before_volume);
	tcase_add_test(tcase, a_difference_is_told_in_figures);
	return suite_run("advise", tcase);
}
