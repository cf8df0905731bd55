// SPDX-License-Identifier: MIT
/* Claims of the articles: every verdict follows from runs, and can be broken. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/shipped.h"
#include "study/claim.h"
#include "study/claim_paper.h"
#include "study/track.h"

static struct scenario *scenario;

static void open_claim(const struct claim *claim)
{
	struct error error;

	scenario = xmalloc(sizeof(*scenario));
	ck_assert_msg(shipped_scenario(claim->scenario, scenario, &error), "%s: %s", claim->id,
		      error.message);
	claim_apply(claim, scenario);
}

/* Does it hold in this setting, without any search? */
static bool holds(const struct claim *claim)
{
	struct claim alone = *claim;
	struct claim_outcome outcome;

	alone.over.lo = alone.over.hi = 0;
	ck_assert(claim_judge(&alone, scenario, &outcome, NULL));
	ck_assert_int_eq(outcome.verdict, outcome.as_stated ? CLAIM_HOLDS : CLAIM_FAILS);
	return outcome.as_stated;
}

static bool holds_at(const struct claim *claim, double x)
{
	struct track track;
	struct error error;
	bool result;

	open_claim(claim);
	ck_assert(track_init(&track, scenario, claim->over.param, claim->over.lo, claim->over.hi,
			     &error));
	track_set(&track, scenario, x);
	result = holds(claim);
	free(scenario);
	return result;
}

/* Runs of the test's own, in a fresh setting, say the same about both sides. */
START_TEST(both_sides_of_every_edge)
{
	const struct claim *claim = claim_at(_i);
	struct claim_outcome outcome;

	if (!claim->margin) {
		ck_assert_ptr_nonnull(claim->why_not);
		ck_assert(claim_judge(claim, NULL, &outcome, NULL));
		ck_assert_int_eq(outcome.verdict, CLAIM_NOT_RUN);
		return;
	}
	ck_assert_ptr_null(claim->why_not);
	open_claim(claim);
	ck_assert(claim_judge(claim, scenario, &outcome, NULL));
	ck_assert_int_eq(outcome.as_stated, holds(claim));
	free(scenario);
	ck_assert_msg(outcome.verdict != CLAIM_UNCLEAR, "%s", claim->id);
	ck_assert_int_eq(outcome.verdict == CLAIM_ONLY_IF, outcome.edge_count > 0);
	for (int i = 0; i < outcome.edge_count; i++) {
		const struct claim_edge *edge = &outcome.edge[i];

		ck_assert_double_lt(edge->below, edge->above);
		ck_assert_double_ge(edge->at, edge->below);
		ck_assert_double_le(edge->at, edge->above);
		ck_assert_msg(holds_at(claim, edge->below) != edge->holds_above, "%s", claim->id);
		ck_assert_msg(holds_at(claim, edge->above) == edge->holds_above, "%s", claim->id);
	}
}
END_TEST

/* Something else than the searched parameter takes the claim's ground away. */
START_TEST(what_holds_can_be_broken)
{
	static const struct {
		const char *id;
		enum param_id param;
		double value;
	} rows[] = {
		{ "B03", P_rag_context_tok, 50 },
		{ "B04", P_base_input_usd_per_mtok, 0.01 },
		{ "B09", P_ft_train_usd_per_mtok, 1000 },
		{ "B11", P_rag_hit_correct_frac, 0.3 },
		{ "B13", P_serving_step_a_ms, 200 },
		{ "B15", P_rag_embed_s, 0.5 },
		{ "B17", P_rag_ingest_every_hours, 50 },
		{ "B18", P_ft_fact_recall_frac, 1 },
		{ "B22", P_ft_fact_recall_frac, 1 },
		{ "B30", P_rag_engineering_usd_per_month, 10000 },
		{ "B34", P_rag_context_tok, 100 },
		{ "B39", P_ft_label_noise_frac, 0 },
		{ "B44", P_ft_eval_days, 1 },
		{ "B45", P_base_correct_frac, 0.7 },
		{ "B48", P_serving_step_d_ms, 0 },
		{ "B50", P_ft_eval_days, 1 },
	};
	int broken = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct claim *claim = claim_at(atoi(rows[i].id + 1) - 1);

		ck_assert_str_eq(claim->id, rows[i].id);
		open_claim(claim);
		ck_assert_msg(holds(claim), "%s", claim->id);
		params_set(&scenario->params, rows[i].param, rows[i].value);
		if (!holds(claim))
			broken++;
		else
			printf("%s still holds\n", claim->id);
		free(scenario);
	}
	ck_assert_int_eq(broken, sizeof(rows) / sizeof(rows[0]));
}
END_TEST

static const struct paper_sum *sum_of(const char *id)
{
	for (int i = 0; i < PAPER_SUMS; i++)
		if (strcmp(paper_sums[i].id, id) == 0)
			return &paper_sums[i];
	ck_abort_msg("%s", id);
	return NULL;
}

START_TEST(sums_by_hand)
{
	double lo, hi;

	paper_sum_add(sum_of("A0-16"), &lo, &hi);
	ck_assert_double_eq_tol(lo, 800 + 24 + 67.584, 1e-9);
	paper_sum_add(sum_of("A4-26"), &lo, &hi);
	ck_assert_double_eq(lo, 335);
	ck_assert_double_eq(hi, 2770);
	paper_sum_factors(sum_of("A4-12"), &lo, &hi);
	ck_assert_double_eq_tol(lo, 200000.0 / 1095000, 1e-12);
	paper_sum_factors(sum_of("A3-25"), &lo, &hi);
	ck_assert_double_eq_tol(lo, 1500.0 / 20000, 1e-12);
	paper_sum_factors(sum_of("A4-29"), &lo, &hi);
	ck_assert_double_eq_tol(hi, 1, 1e-12);
}
END_TEST

START_TEST(contradictions_by_hand)
{
	ck_assert_double_eq_tol(paper_clash_factor(&paper_clashes[0]), 20000, 1e-9);
	ck_assert_double_eq_tol(paper_clash_gap(&paper_clashes[0]), 500, 1e-9);
	ck_assert(isnan(paper_clash_factor(&paper_clashes[4])));
	ck_assert_double_eq_tol(paper_clash_gap(&paper_clashes[26]), 1, 1e-9);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("claims");

	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, both_sides_of_every_edge, 0, CLAIM_COUNT);
	tcase_add_test(tcase, what_holds_can_be_broken);
	tcase_add_test(tcase, sums_by_hand);
	tcase_add_test(tcase, contradictions_by_hand);
	return suite_run("claims", tcase);
}
