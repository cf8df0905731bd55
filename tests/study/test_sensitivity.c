// SPDX-License-Identifier: MIT
#include "study/sensitivity.h"

#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/sample.h"
#include "study/why.h"

static struct scenario *scenario;
static struct result *now;
static struct sensitivity *found;

static void run_now(void)
{
	const struct run_options options = { 0 };
	struct error error;

	ck_assert_msg(run(scenario, &options, now, &error), "%s", error.message);
}

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	now = xmalloc(sizeof(*now));
	found = xmalloc(sizeof(*found));
	sample_init(scenario);
	scenario->fidelity = 0;
	run_now();
	ck_assert(sensitivity_init(found, scenario, MEASURE_ALL_IN, now, NULL));
}

static void teardown(void)
{
	free(scenario);
	free(now);
	free(found);
}

static struct sensitivity_row *row_of(struct knob knob)
{
	for (int i = 0; i < found->row_count; i++) {
		if (!knob_equal(found->row[i].knob, knob))
			continue;
		if (!found->row[i].known)
			ck_assert(sensitivity_row(found, i, scenario, now, NULL));
		return &found->row[i];
	}
	ck_abort_msg("no such row");
}

static struct sensitivity_row *row(enum param_id id)
{
	return row_of((struct knob){ .param = id });
}

static double cost_with(struct knob knob, double value, enum arch arch)
{
	struct scenario *other = xmalloc(sizeof(*other));
	struct result *result = xmalloc(sizeof(*result));
	const struct run_options options = { 0 };
	struct error error;
	double cost;

	*other = *scenario;
	knob_set(other, knob, value);
	ck_assert(run(other, &options, result, &error));
	cost = result->arch[arch].all_in_usd;
	free(other);
	free(result);
	return cost;
}

static void expect_near(double value, double expected, double share)
{
	ck_assert_msg(fabs(value - expected) <= share * fabs(expected), "%.12g is not %.12g", value,
		      expected);
}

/* A flat fee of the best comes off the gap dollar by dollar. */
START_TEST(a_fee_moves_the_gap_by_itself)
{
	struct sensitivity_row *fee = row(P_rag_engineering_usd_per_month);
	struct sensitivity_row *both = row(P_rag_vector_db_usd_per_month);

	ck_assert_int_eq(found->best, ARCH_RAG);
	ck_assert_int_eq(found->next, ARCH_HYBRID);
	ck_assert(fee->acts && fee->lo.known && fee->hi.known);
	expect_near(fee->hi.gap - found->gap, fee->now - fee->hi.value, 1e-9);
	/* What both pay does not stand between them. */
	ck_assert(!both->acts);
	expect_near(both->hi.gap, found->gap, 1e-9);
}
END_TEST

/* With costs that are straight in the volume, the break-even with another fee is the formula's. */
START_TEST(breakevens_are_the_formulas)
{
	struct sensitivity_row *upfront = row(P_hybrid_upfront_usd);
	double months = scenario->params.money.amortise_months;
	struct why why;

	why_find(scenario, now, found->best, found->next, &why);
	expect_near(found->breakeven_qpm, why.volume_qpm, 0.01);
	expect_near(upfront->lo.breakeven_qpm,
		    (why.fixed_usd + (upfront->lo.value - upfront->now) / months) / why.saving_usd,
		    0.01);
	expect_near(upfront->hi.breakeven_qpm,
		    (why.fixed_usd + (upfront->hi.value - upfront->now) / months) / why.saving_usd,
		    0.01);
}
END_TEST

/* Whoever is better throughout has none. */
START_TEST(no_breakeven_is_said)
{
	struct sensitivity_row *fee = row(P_rag_upfront_usd);

	ck_assert(isnan(fee->hi.breakeven_qpm));
	ck_assert(isinf(sensitivity_stretch(found, fee)));
	ck_assert_double_eq(sensitivity_stretch(found, row(P_longctx_cache_ttl_s)), 1);
}
END_TEST

START_TEST(ends_are_those_of_the_slider)
{
	for (int i = 0; i < found->row_count; i++) {
		struct knob knob = found->row[i].knob;
		struct sensitivity_row *at;
		double lo, hi;

		if (i % 16 != 3 || (!knob.is_target && knob_grain(knob) > 0))
			continue;
		at = row_of(knob);
		knob_slider_range(knob, &lo, &hi);
		ck_assert_double_eq(at->lo.value, at->now < lo ? at->now : lo);
		ck_assert_double_eq(at->hi.value, at->now > hi ? at->now : hi);
	}
}
END_TEST

START_TEST(what_does_nothing_is_told_apart)
{
	ck_assert(!row(P_longctx_cache_ttl_s)->acts);
	ck_assert(!row(P_serving_prefill_budget_tok)->acts);
	ck_assert(row(P_traffic_answer_tok)->acts);
	ck_assert(row(P_hybrid_run_usd)->acts || found->next != ARCH_HYBRID);
}
END_TEST

/* On this side of the flip the verdict is the present one, beyond it the one that is told. */
START_TEST(flips_turn_the_verdict)
{
	const enum param_id ids[] = { P_rag_engineering_usd_per_month, P_traffic_volume_qpm };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct sensitivity_row *at = row(ids[i]);
		struct knob knob = at->knob;
		double beyond = at->flip.at + (at->flip.at - at->now) * 0.05;
		double before = at->flip.at - (at->flip.at - at->now) * 0.05;
		const struct run_options options = { 0 };
		struct result *result = xmalloc(sizeof(*result));
		struct scenario *other = xmalloc(sizeof(*other));
		struct error error;

		ck_assert(at->flip.found);
		*other = *scenario;
		knob_set(other, knob, beyond);
		ck_assert(run(other, &options, result, &error));
		ck_assert_int_eq(result->verdict.none_meets, at->flip.nobody);
		if (!at->flip.nobody)
			ck_assert_int_eq(result->verdict.best, at->flip.best);
		knob_set(other, knob, before);
		ck_assert(run(other, &options, result, &error));
		ck_assert_int_eq(result->verdict.best, now->verdict.best);
		free(result);
		free(other);
	}
}
END_TEST

/* A choice is looked at value by value. */
START_TEST(choices_have_their_values_at_the_ends)
{
	struct sensitivity_row *policy = row(P_ft_retrain_policy);

	ck_assert(policy->lo.known && policy->hi.known);
	ck_assert_double_le(policy->lo.gap, policy->hi.gap);
	ck_assert_double_eq(policy->lo.value, floor(policy->lo.value));
}
END_TEST

START_TEST(two_at_once)
{
	struct sensitivity_row *volume = row(P_traffic_volume_qpm),
			       *price = row(P_base_output_usd_per_mtok);
	struct sensitivity_pair *pair = &found->pair[0];
	struct scenario *other = xmalloc(sizeof(*other));
	struct result *result = xmalloc(sizeof(*result));
	const struct run_options options = { 0 };
	const struct sensitivity_end *far_volume, *far_price;
	struct error error;
	double gap;

	*pair = (struct sensitivity_pair){ .i = (int)(volume - found->row),
					   .j = (int)(price - found->row) };
	found->pair_count = 1;
	ck_assert(sensitivity_pair(found, 0, scenario, now, NULL));
	ck_assert(pair->known);
	far_volume = fabs(volume->hi.gap - found->gap) > fabs(volume->lo.gap - found->gap)
			     ? &volume->hi
			     : &volume->lo;
	far_price = fabs(price->hi.gap - found->gap) > fabs(price->lo.gap - found->gap)
			    ? &price->hi
			    : &price->lo;
	*other = *scenario;
	knob_set(other, volume->knob, far_volume->value);
	knob_set(other, price->knob, far_price->value);
	ck_assert(run(other, &options, result, &error));
	gap = result->arch[found->next].all_in_usd - result->arch[found->best].all_in_usd;
	expect_near(pair->together, gap - found->gap, 0.02);
	/* A price by volume is more than the price and the volume each for itself. */
	ck_assert_double_gt(fabs(pair->together), 1.5 * fabs(pair->apart));
	free(other);
	free(result);
}
END_TEST

START_TEST(ranks_by_what_is_asked)
{
	const enum param_id ids[] = { P_traffic_answer_tok, P_hybrid_upfront_usd,
				      P_rag_engineering_usd_per_month, P_rag_search_s,
				      P_traffic_volume_qpm };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		row(ids[i]);
	for (int order = ORDER_EFFECT; order <= ORDER_FLIP; order++) {
		sensitivity_rank(found, (enum sensitivity_order)order);
		ck_assert_int_eq(found->ranked_count, 5);
		for (int i = 1; i < found->ranked_count; i++) {
			const struct sensitivity_row *a = &found->row[found->ranked[i - 1]];
			const struct sensitivity_row *b = &found->row[found->ranked[i]];

			if (order == ORDER_EFFECT)
				ck_assert_double_ge(sensitivity_swing(found, a),
						    sensitivity_swing(found, b));
			else if (order == ORDER_BREAKEVEN)
				ck_assert(sensitivity_stretch(found, a) >=
					  sensitivity_stretch(found, b));
			else
				ck_assert(sensitivity_distance(a) <= sensitivity_distance(b));
		}
	}
	sensitivity_pairs(found);
	ck_assert_int_eq(found->pair_count, 10);
}
END_TEST

START_TEST(cancelled_rows_stay_unknown)
{
	atomic_bool cancel;

	atomic_init(&cancel, true);
	ck_assert(!sensitivity_row(found, 0, scenario, now, &cancel));
	ck_assert(!found->row[0].known);
}
END_TEST

/* ---- why ---- */

/* The rows add up to the all-in costs, to the nano-dollar. */
START_TEST(why_adds_up)
{
	struct why why;

	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		for (int b = 0; b < ARCH_DEFAULTS; b++) {
			double sum_a = 0, sum_b = 0;

			why_find(scenario, now, (enum arch)a, (enum arch)b, &why);
			for (int i = 0; i < why.count; i++) {
				sum_a += why.row[i].a_usd;
				sum_b += why.row[i].b_usd;
			}
			ck_assert_double_le(fabs(sum_a - now->arch[a].all_in_usd),
					    1e-9 * fmax(1, sum_a / 1e4));
			ck_assert_double_le(fabs(sum_b - now->arch[b].all_in_usd),
					    1e-9 * fmax(1, sum_b / 1e4));
		}
	}
}
END_TEST

/* At the volume that it names both cost the same, in a run there. */
START_TEST(why_names_the_volume)
{
	struct knob volume = { .param = P_traffic_volume_qpm };
	struct why why;

	why_find(scenario, now, ARCH_RAG, ARCH_HYBRID, &why);
	ck_assert(why.volume_qpm > scenario_volume_qpm(scenario));
	expect_near(cost_with(volume, why.volume_qpm, ARCH_RAG),
		    cost_with(volume, why.volume_qpm, ARCH_HYBRID), 1e-3);
	/* From the other side it is the same. */
	why_find(scenario, now, ARCH_HYBRID, ARCH_RAG, &why);
	expect_near(cost_with(volume, why.volume_qpm, ARCH_RAG),
		    cost_with(volume, why.volume_qpm, ARCH_HYBRID), 1e-3);
}
END_TEST

START_TEST(why_says_both_halves)
{
	static const struct {
		double saving_usd, fixed_usd;
		const char *words;
	} cases[] = {
		{ 0.0005, 2436, "it saves $0.500 on 1,000 queries and costs $2.44k more a month" },
		{ 0.0005, -2436,
		  "it saves $0.500 on 1,000 queries and also costs $2.44k less a month" },
		{ -0.0005, 2436,
		  "it adds $0.500 on 1,000 queries and also costs $2.44k more a month" },
		{ -0.0005, -2436, "it adds $0.500 on 1,000 queries and costs $2.44k less a month" },
	};
	char words[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct why why = { .saving_usd = cases[i].saving_usd,
					 .fixed_usd = cases[i].fixed_usd };

		why_words(&why, "it", words, sizeof(words));
		ck_assert_str_eq(words, cases[i].words);
	}
}
END_TEST

START_TEST(why_takes_the_next_that_meets)
{
	enum arch a, b;

	ck_assert(why_pair(scenario, now, &a, &b));
	ck_assert_int_eq(a, now->verdict.best);
	ck_assert_int_ne(a, b);
	for (int i = 0; i < ARCH_DEFAULTS; i++)
		if (i != (int)a && now->verdict.meets[i])
			ck_assert_double_le(now->arch[b].all_in_usd, now->arch[i].all_in_usd);
	scenario->arch_count = 1;
	run_now();
	ck_assert(!why_pair(scenario, now, &a, &b));
	ck_assert(sensitivity_init(found, scenario, MEASURE_ALL_IN, now, NULL));
	ck_assert(!found->two);
	ck_assert(isnan(found->breakeven_qpm));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("sensitivity");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, a_fee_moves_the_gap_by_itself);
	tcase_add_test(tcase, breakevens_are_the_formulas);
	tcase_add_test(tcase, no_breakeven_is_said);
	tcase_add_test(tcase, ends_are_those_of_the_slider);
	tcase_add_test(tcase, what_does_nothing_is_told_apart);
	tcase_add_test(tcase, flips_turn_the_verdict);
	tcase_add_test(tcase, choices_have_their_values_at_the_ends);
	tcase_add_test(tcase, two_at_once);
	tcase_add_test(tcase, ranks_by_what_is_asked);
	tcase_add_test(tcase, cancelled_rows_stay_unknown);
	tcase_add_test(tcase, why_adds_up);
	tcase_add_test(tcase, why_names_the_volume);
	tcase_add_test(tcase, why_says_both_halves);
	tcase_add_test(tcase, why_takes_the_next_that_meets);
	return suite_run("study/sensitivity", tcase);
}
