// SPDX-License-Identifier: MIT
#include "sim/form.h"
#include "sim/quality.h"

#include <math.h>

#include "base/rng.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct params params;
static struct params *const p = &params;
static struct skill skill;

static const struct flow all_in_time = {
	.sighted = 1, .met_sighted = 1, .embedded = 1, .searched = 1
};

/* Right answers of an architecture when everybody is answered in time. */
static double correct(enum arch arch, double stale)
{
	quality_skill(p, arch, &skill);
	return quality_outcome(&skill, &all_in_time, stale).correct;
}

/* By hand, with numbers that are not the defaults: half the queries need a fact. */
static void numbers(void)
{
	params_init(p);
	p->traffic.knowledge_frac = 0.5;
	p->base.correct_frac = 0.8;
	p->base.closed_book_frac = 0.2;
	p->base.confident_frac = 0.5;
	p->base.format_valid_frac = 0.9;
	p->rag.recall_frac = 0.75;
	p->rag.hit_correct_frac = 0.96;
	p->rag.miss_correct_frac = 0.04;
	p->rag.context_tok = 2000;
	p->rag.format_drift_frac_per_ktok = 0.03;
	p->ft.labels = 500;
	p->ft.label_noise_frac = 0;
	p->ft.gain_frac = 0.5;
	p->ft.fact_recall_frac = 0.6;
	p->ft.format_valid_frac = 0.98;
	p->hybrid.naive_loss_frac = 0.25;
	p->base.dilution_frac = 0;
}

START_TEST(rag_by_hand)
{
	struct outcome outcome;

	numbers();
	quality_skill(p, ARCH_RAG, &skill);
	outcome = quality_outcome(&skill, &all_in_time, 0);
	/* found: .75 x .96; missed: .25 x .04 */
	ck_assert_double_eq_tol(outcome.correct, 0.5 * (0.72 + 0.01) + 0.5 * 0.8, 1e-15);
	/* wrong although found: half stated as fact; wrong passages: all of it */
	ck_assert_double_eq_tol(outcome.hallucinated,
				0.5 * (0.75 * 0.04 * 0.5 + 0.25 * 0.96) + 0.5 * 0.1, 1e-15);
	ck_assert_double_eq_tol(outcome.format_valid, 0.9 - 0.06, 1e-15);
	ck_assert_double_eq_tol(outcome.wrong, 1 - outcome.correct, 1e-15);
	ck_assert_double_eq(outcome.stale, 0);
	ck_assert_double_eq(outcome.good, outcome.correct);
}
END_TEST

/* 500 clean labels change nothing, ever more take away half of the mistakes. */
START_TEST(ft_by_hand)
{
	struct outcome outcome;

	numbers();
	quality_skill(p, ARCH_FT, &skill);
	outcome = quality_outcome(&skill, &all_in_time, 0);
	ck_assert_double_eq_tol(outcome.correct, 0.5 * (0.6 * 0.8 + 0.4 * 0.2) + 0.5 * 0.8, 1e-14);
	ck_assert_double_eq_tol(outcome.hallucinated,
				0.5 * (0.6 * 0.2 * 0.5 + 0.4 * 0.8) + 0.5 * 0.1, 1e-14);
	ck_assert_double_eq_tol(outcome.format_valid, 0.9, 1e-14);
	p->ft.labels = 1e9;
	quality_skill(p, ARCH_FT, &skill);
	outcome = quality_outcome(&skill, &all_in_time, 0);
	ck_assert_double_eq_tol(outcome.correct, 0.5 * (0.6 * 0.9 + 0.4 * 0.2) + 0.5 * 0.9, 1e-14);
	ck_assert_double_eq_tol(outcome.format_valid, 0.98, 1e-14);
}
END_TEST

/* RAFT passes over wrong passages and guesses instead; a naive stack loses a quarter even of the
 * hits. */
START_TEST(hybrid_by_hand)
{
	numbers();
	p->ft.labels = 1e9;
	quality_skill(p, ARCH_HYBRID, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.75 * 0.98 + 0.25 * 0.2, 1e-14);
	ck_assert_double_eq_tol(skill.general, 0.9, 1e-14);
	ck_assert_double_eq_tol(skill.format_sighted, 0.98 - 0.06, 1e-14);
	p->hybrid.raft = 0;
	quality_skill(p, ARCH_HYBRID, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.75 * 0.98 * 0.75 + 0.25 * 0.04, 1e-14);
}
END_TEST

/* Half of the corpus fits the window; reading so much of it costs a tenth: .4 x 20 / (20 + 60). */
START_TEST(longctx_by_hand)
{
	struct outcome outcome;

	numbers();
	p->base.dilution_frac = 0.4;
	p->base.dilution_half_tok = 60000;
	p->knowledge.corpus_tok = 40000;
	p->base.window_tok = 20000 + p->base.system_tok + p->traffic.prompt_tok +
			     p->traffic.answer_tok;
	quality_skill(p, ARCH_LONGCTX, &skill);
	outcome = quality_outcome(&skill, &all_in_time, 0);
	ck_assert_double_eq_tol(skill.know_fresh, 0.5 * 0.96 * 0.9 + 0.5 * 0.2, 1e-14);
	/* whether misread or guessed, half of what is wrong is stated as fact */
	ck_assert_double_eq_tol(skill.made_fresh, (0.5 * (1 - 0.96 * 0.9) + 0.5 * 0.8) * 0.5,
				1e-14);
	ck_assert_double_eq_tol(outcome.correct, 0.5 * skill.know_fresh + 0.5 * 0.8, 1e-14);
}
END_TEST

/* Of the quarter that is missed a reranker brings in two fifths; a model that is not tuned reads
 * 1 - .3 x .6 of what it found among distractors. */
START_TEST(reranking_and_distraction_by_hand)
{
	numbers();
	p->rag.rerank = 1;
	p->rag.rerank_gain_frac = 0.4;
	quality_skill(p, ARCH_RAG, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.85 * 0.96 + 0.15 * 0.04, 1e-14);
	p->rag.rerank = 0;
	p->rag.distraction_frac = 0.3;
	p->rag.distractor_frac = 0.6;
	quality_skill(p, ARCH_RAG, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.75 * 0.96 * 0.82 + 0.25 * 0.04, 1e-14);
}
END_TEST

/* With 40 % of its examples holding the passage RAFT has learnt 1 - (.4 / .8)^2 = 3/4; the rest is
 * misled as a naive stack is: by .25 x .3 / .5 of the hits. All of it at 80 %, none at 0. */
START_TEST(raft_mix_by_hand)
{
	const double learnt = 0.75, misled = 0.15;

	numbers();
	p->ft.labels = 1e9;
	p->rag.distractor_frac = 0.3;
	p->hybrid.raft_oracle_frac = 0.4;
	quality_skill(p, ARCH_HYBRID, &skill);
	ck_assert_double_eq_tol(skill.know_fresh,
				0.75 * 0.98 * (1 - (1 - learnt) * misled) +
					0.25 * (learnt * 0.2 + (1 - learnt) * 0.04),
				1e-14);
	p->hybrid.raft_oracle_frac = 0.8;
	quality_skill(p, ARCH_HYBRID, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.75 * 0.98 + 0.25 * 0.2, 1e-14);
	p->hybrid.raft_oracle_frac = 0;
	quality_skill(p, ARCH_HYBRID, &skill);
	ck_assert_double_eq_tol(skill.know_fresh, 0.75 * 0.98 * (1 - misled) + 0.25 * 0.04, 1e-14);
}
END_TEST

/* Half is read, three fifths of what is wrong or stale is found; of those who had their answer in
 * time a tenth had a reviewed one. */
START_TEST(review_by_hand)
{
	const struct flow flow = { .sighted = 1, .met_sighted = 0.8, .met_reviewed = 0.08 };
	struct outcome before, after;

	numbers();
	quality_skill(p, ARCH_RAG, &skill);
	before = quality_outcome(&skill, &flow, 0.1);
	p->serving.review_frac = 0.5;
	p->serving.review_catch_frac = 0.6;
	quality_skill(p, ARCH_RAG, &skill);
	after = quality_outcome(&skill, &flow, 0.1);
	ck_assert_double_eq_tol(1 - after.correct, 0.7 * (1 - before.correct), 1e-14);
	ck_assert_double_eq_tol(after.stale, 0.7 * before.stale, 1e-15);
	ck_assert_double_eq_tol(after.hallucinated, 0.7 * before.hallucinated, 1e-15);
	ck_assert_double_eq_tol(0.8 - after.good, (1 - 0.6 * 0.1) * (0.8 - before.good), 1e-14);
}
END_TEST

/* What happens to the query counts each part once: dropped, blind, late. */
START_TEST(fates_by_hand)
{
	const struct flow flow = {
		.sighted = 0.5, .blind = 0.3, .met_sighted = 0.4, .met_blind = 0.1
	};
	struct outcome outcome;

	numbers();
	quality_skill(p, ARCH_RAG, &skill);
	outcome = quality_outcome(&skill, &flow, 0.1);
	ck_assert_double_eq_tol(outcome.answered, 0.8, 1e-15);
	ck_assert_double_eq_tol(outcome.correct,
				0.5 * (0.5 * 0.9 * 0.73 + 0.3 * 0.2) + 0.5 * 0.8 * 0.8, 1e-15);
	ck_assert_double_eq_tol(outcome.good,
				0.5 * (0.4 * 0.9 * 0.73 + 0.1 * 0.2) + 0.5 * 0.5 * 0.8, 1e-15);
	ck_assert_double_eq_tol(outcome.stale, 0.5 * 0.5 * 0.1, 1e-15);
	ck_assert_double_eq_tol(outcome.wrong, 0.8 - outcome.correct - outcome.stale, 1e-15);
	ck_assert_double_eq_tol(outcome.format_valid, 0.5 * 0.84 + 0.3 * 0.9, 1e-15);
	/* without passages the base model admits what it does not know half the time */
	ck_assert_double_eq_tol(
		outcome.hallucinated,
		0.5 * (0.5 * 0.9 * (0.015 + 0.24) + 0.3 * 0.8 * 0.5) + 0.5 * 0.8 * 0.1, 1e-15);
}
END_TEST

/* All stale: no fact is right any more, and none of the stale answers is called wrong as well. */
START_TEST(stale_answers_are_not_right)
{
	numbers();
	for (int a = 0; a < ARCH_ROUTED; a++) {
		struct outcome outcome;

		quality_skill(p, (enum arch)a, &skill);
		outcome = quality_outcome(&skill, &all_in_time, 1);
		ck_assert_double_eq_tol(outcome.correct, 0.5 * skill.general, 1e-15);
		ck_assert_double_eq_tol(outcome.stale, 0.5, 1e-15);
		ck_assert_double_eq_tol(outcome.wrong, 0.5 * (1 - skill.general), 1e-14);
	}
}
END_TEST

/* 0 at 500 clean ones, -1 with none, 1 with very many; half way at 1,000. */
START_TEST(label_value)
{
	ck_assert_double_eq_tol(form_label_value(0, 0), -1, 1e-15);
	ck_assert_double_eq_tol(form_label_value(500, 0), 0, 1e-15);
	ck_assert_double_eq_tol(form_label_value(1000, 0), 0.5, 1e-15);
	ck_assert_double_eq(form_label_value(1e9, 0), 1);
	ck_assert_double_eq(form_label_value(1e9, 1), -1);
	/* S2: 1,000 clean ones are at least as good as 10,000 of which 30 % are wrong */
	ck_assert_double_gt(form_label_value(1000, 0), form_label_value(10000, 0.3));
	/* and not by far: the noisy ones are worth something */
	ck_assert_double_gt(form_label_value(10000, 0.3), 0.4);
	for (double noise = 0; noise <= 1; noise += 0.125)
		for (double labels = 1; labels < 1e6; labels *= 3) {
			double value = form_label_value(labels, noise);

			ck_assert_double_le(value, form_label_value(3 * labels, noise));
			ck_assert_double_ge(value, form_label_value(labels, fmin(1, noise + 0.1)));
		}
}
END_TEST

/* Few labels do harm: a tuned model can be worse than its base. */
START_TEST(too_few_labels_do_harm)
{
	numbers();
	p->ft.labels = 100;
	quality_skill(p, ARCH_FT, &skill);
	ck_assert_double_lt(skill.general, 0.8);
	ck_assert_double_lt(skill.format_sighted, 0.9);
	p->ft.labels = 2000;
	quality_skill(p, ARCH_FT, &skill);
	ck_assert_double_gt(skill.general, 0.8);
	ck_assert_double_gt(skill.format_sighted, 0.9);
}
END_TEST

/* Which way right answers go when a parameter goes up, in the order of enum arch. */
static const struct {
	enum param_id param;
	int direction[ARCH_COUNT];
} directions[] = {
	{ P_base_correct_frac, { 1, 1, 1, 1, 1 } },
	{ P_base_closed_book_frac, { 0, 1, 1, 0, 1 } },
	{ P_rag_recall_frac, { 1, 0, 1 } },
	{ P_rag_hit_correct_frac, { 1, 0, 1, 1, 0 } },
	{ P_rag_miss_correct_frac, { 1, 0, 0 } },
	{ P_ft_labels, { 0, 1, 1 } },
	{ P_ft_label_noise_frac, { 0, -1, -1 } },
	{ P_ft_gain_frac, { 0, 1, 1 } },
	{ P_ft_fact_recall_frac, { 0, 1, 0 } },
	{ P_hybrid_naive_loss_frac, { 0, 0, 0 } },
	{ P_base_confident_frac, { 0, 0, 0 } },
	{ P_base_dilution_frac, { -1, 0, -1, -1, 0 } },
	{ P_base_dilution_half_tok, { 1, 0, 1, 1, 0 } },
	{ P_knowledge_corpus_tok, { 0, 0, 0, -1, 0 } },
	{ P_rag_context_tok, { -1, 0, -1, 0, 0 } },
};

START_TEST(directions_hold)
{
	for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++)
		for (int a = 0; a < ARCH_ROUTED; a++) {
			double before, after, value;

			params_init(p);
			before = correct((enum arch)a, 0.1);
			value = params_get(p, directions[i].param);
			params_set(p, directions[i].param,
				   value * 0.5 + 0.5 * param_table[directions[i].param].slider_hi);
			after = correct((enum arch)a, 0.1);
			ck_assert_int_eq((after > before) - (after < before),
					 directions[i].direction[a]);
		}
}
END_TEST

/* A naive stack is worse the more it is misled, never better than RAFT, and can be worse than
 * RAG. */
START_TEST(raft_against_naive)
{
	double raft, naive;

	params_init(p);
	raft = correct(ARCH_HYBRID, 0);
	p->hybrid.raft = 0;
	naive = correct(ARCH_HYBRID, 0);
	ck_assert_double_lt(naive, raft);
	ck_assert_double_lt(naive, correct(ARCH_RAG, 0));
	p->hybrid.naive_loss_frac = 0.3;
	ck_assert_double_lt(correct(ARCH_HYBRID, 0), naive);
	/* it is the distraction: without any retrieval miss or loss the two are one */
	p->hybrid.naive_loss_frac = 0;
	p->rag.recall_frac = 1;
	naive = correct(ARCH_HYBRID, 0);
	p->hybrid.raft = 1;
	ck_assert_double_eq_tol(naive, correct(ARCH_HYBRID, 0), 1e-15);
}
END_TEST

START_TEST(staleness_costs_right_answers)
{
	params_init(p);
	for (int a = 0; a < ARCH_ROUTED; a++) {
		double fresh = correct((enum arch)a, 0), stale = correct((enum arch)a, 0.3);

		/* in a straight line: the account of a run relies on it */
		ck_assert_double_lt(stale, fresh);
		ck_assert_double_eq_tol(correct((enum arch)a, 0.15), (fresh + stale) / 2, 1e-15);
	}
}
END_TEST

/* Whatever legal values the parameters have, shares are shares and the parts fit together. */
START_TEST(shares_stay_shares)
{
	struct rng rng;

	rng_open(&rng, 8, 0, 0, "quality");
	for (int round = 0; round < 20000; round++) {
		double dropped = rng_unit(&rng), blind = (1 - dropped) * rng_unit(&rng);
		struct flow flow = { .sighted = 1 - dropped - blind, .blind = blind };
		struct outcome o;

		params_init(p);
		for (int i = 0; i < PARAM_COUNT; i++)
			if (param_table[i].unit == UNIT_SHARE)
				params_set(p, (enum param_id)i,
					   round % 3 ? rng_unit(&rng) : rng_unit(&rng) < 0.5);
		p->ft.labels = 1e4 * rng_unit(&rng);
		p->hybrid.raft = round % 2;
		flow.met_sighted = flow.sighted * rng_unit(&rng);
		flow.met_blind = flow.blind * rng_unit(&rng);
		quality_skill(p, (enum arch)(round % 3), &skill);
		o = quality_outcome(&skill, &flow, rng_unit(&rng));
		HOLDS(o.correct >= 0 && o.hallucinated >= 0);
		HOLDS(o.format_valid >= 0 && o.stale >= 0);
		HOLDS(o.wrong >= -1e-15);
		HOLDS(o.good <= o.correct + 1e-15);
		HOLDS(o.format_valid <= o.answered + 1e-15);
		HOLDS(o.hallucinated <= o.wrong + 1e-15);
		NEAR(o.correct + o.stale + o.wrong, o.answered, 1e-15);
	}
}
END_TEST

static struct outcome when(enum state condition, enum arch arch)
{
	struct outcome in[STATE_COUNT];

	quality_outcomes(p, arch, &all_in_time, in);
	return in[condition];
}

/* Each condition changes what it is about, and nothing else. */
START_TEST(conditions)
{
	for (int a = ARCH_FT; a <= ARCH_HYBRID; a++) {
		struct outcome fresh, other;

		numbers();
		quality_skill(p, (enum arch)a, &skill);
		fresh = when(STATE_FRESH, (enum arch)a);
		other = when(STATE_STALE, (enum arch)a);
		ck_assert_double_eq_tol(other.correct, 0.5 * skill.general, 1e-15);
		ck_assert_double_eq_tol(other.stale, 0.5, 1e-15);
		/* all general skill is gone: that half is wrong, half of it stated as fact */
		other = when(STATE_WORN, (enum arch)a);
		ck_assert_double_eq_tol(other.correct, 0.5 * skill.know_fresh, 1e-15);
		ck_assert_double_eq_tol(other.hallucinated, 0.5 * skill.made_fresh + 0.25, 1e-15);
		ck_assert_double_eq(other.format_valid, fresh.format_valid);
		other = when(STATE_OUTDATED, (enum arch)a);
		ck_assert_double_eq(other.format_valid, 0);
		ck_assert_double_eq(other.correct, fresh.correct);
		ck_assert_double_eq(other.good, fresh.good);
	}
}
END_TEST

/* Without tuning a hybrid is RAG, and a tuned model guesses as its base does. */
START_TEST(untuned)
{
	struct outcome rag, other;

	numbers();
	rag = when(STATE_FRESH, ARCH_RAG);
	other = when(STATE_UNTUNED, ARCH_HYBRID);
	ck_assert_double_eq_tol(other.correct, rag.correct, 1e-15);
	ck_assert_double_eq_tol(other.format_valid, rag.format_valid, 1e-15);
	ck_assert_double_eq_tol(when(STATE_UNTUNED_STALE, ARCH_HYBRID).correct,
				when(STATE_STALE, ARCH_RAG).correct, 1e-15);
	other = when(STATE_UNTUNED, ARCH_FT);
	ck_assert_double_eq_tol(other.correct, 0.5 * 0.2 + 0.5 * 0.8, 1e-15);
	ck_assert_double_eq_tol(other.format_valid, 0.9, 1e-15);
	ck_assert_double_eq(other.stale, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("quality");

	tcase_add_test(tcase, rag_by_hand);
	tcase_add_test(tcase, ft_by_hand);
	tcase_add_test(tcase, hybrid_by_hand);
	tcase_add_test(tcase, longctx_by_hand);
	tcase_add_test(tcase, reranking_and_distraction_by_hand);
	tcase_add_test(tcase, raft_mix_by_hand);
	tcase_add_test(tcase, review_by_hand);
	tcase_add_test(tcase, fates_by_hand);
	tcase_add_test(tcase, stale_answers_are_not_right);
	tcase_add_test(tcase, label_value);
	tcase_add_test(tcase, too_few_labels_do_harm);
	tcase_add_test(tcase, directions_hold);
	tcase_add_test(tcase, raft_against_naive);
	tcase_add_test(tcase, staleness_costs_right_answers);
	tcase_add_test(tcase, shares_stay_shares);
	tcase_add_test(tcase, conditions);
	tcase_add_test(tcase, untuned);
	return suite_run("quality", tcase);
}
