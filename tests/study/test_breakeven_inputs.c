// SPDX-License-Identifier: MIT
/* What surrounds a break-even: payback, and the band by inputs. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/price_book.h"
#include "study/breakeven_rig.h"
#include "study/payback.h"
#include "study/seek.h"

static struct scenario *scenario;
static struct breakeven found;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	rig_lines(scenario);
}

static void teardown(void)
{
	free(scenario);
}

/* ---- payback ---- */

/* $12,000 more at the start, $1,000 less a month: a year; and the costs so far meet on that day. */
START_TEST(payback_is_upfront_over_saving)
{
	struct payback payback;
	struct params *p = &scenario->params;
	struct result *result;

	p->ft.upfront_usd = 12000;
	p->ft.run_usd = 0;
	p->traffic.volume_qpm = 1000 / (500 * 1.75e-6);
	scenario->horizon_days = 720;
	result = rig_run(scenario);
	payback_find(result, ARCH_RAG, ARCH_FT, &payback);
	ck_assert_int_eq(payback.kind, PAYBACK_AFTER);
	ck_assert_int_eq(payback.invested, ARCH_FT);
	ck_assert_double_eq_tol(payback.months, 12, 1e-9);
	ck_assert_double_eq_tol(payback.ci_months.hi, 12, 1e-9);
	ck_assert_int_eq(payback.time_count, 1);
	ck_assert_double_eq_tol(payback.at_days[0], 360, 1e-6);
	ck_assert_int_eq(payback.cheaper_after[0], ARCH_FT);
	ck_assert_int_eq(payback.cheaper_at_end, ARCH_FT);
	free(result);
}
END_TEST

START_TEST(payback_may_never_come)
{
	struct payback payback;
	struct params *p = &scenario->params;
	struct result *result;

	p->ft.upfront_usd = 12000;
	p->ft.run_usd = 5000;
	result = rig_run(scenario);
	payback_find(result, ARCH_RAG, ARCH_FT, &payback);
	ck_assert_int_eq(payback.kind, PAYBACK_NEVER);
	ck_assert_int_eq(payback.time_count, 0);
	ck_assert_int_eq(payback.cheaper_at_end, ARCH_RAG);
	free(result);
	p->ft.upfront_usd = 0;
	result = rig_run(scenario);
	payback_find(result, ARCH_RAG, ARCH_FT, &payback);
	ck_assert_int_eq(payback.kind, PAYBACK_NOTHING);
	free(result);
}
END_TEST

/* ---- inputs ---- */

/* One input that the break-even is proportional to: its band is the triangle's own. */
START_TEST(band_of_one_input)
{
	enum { DRAWS = 400 };
	struct inputs inputs = { 1, { P_ft_run_usd } };
	struct question question = { .scenario = scenario, .measure = MEASURE_ALL_IN };
	double at[BREAKEVEN_CROSSINGS_MAX], places[DRAWS], mode, p10;
	struct input_band band;
	struct error error;

	scenario->params.ft.run_usd = 1000;
	ck_assert(track_init(&question.track, scenario, P_traffic_volume_qpm, 1e3, 1e9, &error));
	found = (struct breakeven){ .a = ARCH_RAG, .b = ARCH_FT, .count = 1 };
	found.crossing[0] = (struct crossing_at){ .at = 1000 / 0.000875,
						  .below = ARCH_RAG,
						  .above = ARCH_FT };
	for (int i = 0; i < DRAWS; i++) {
		ck_assert(breakeven_draw(&question, &found, &inputs, i, at, NULL));
		places[i] = at[0];
	}
	input_band_make(&band, places, DRAWS);
	ck_assert_int_eq(band.draws, DRAWS);
	ck_assert_int_eq(band.below + band.above, 0);
	mode = param_to_position(P_ft_run_usd, 1000);
	/* A tenth of the triangle lies below sqrt(0.1 mode), its 90 % point above the mode. */
	p10 = param_from_position(P_ft_run_usd, sqrt(0.1 * mode)) / 0.000875;
	ck_assert_double_eq_tol(log(band.p10 / p10), 0, 0.35);
	p10 = param_from_position(P_ft_run_usd, 1 - sqrt(0.1 * (1 - mode))) / 0.000875;
	ck_assert_double_eq_tol(log(band.p90 / p10), 0, 0.35);
}
END_TEST

static double drawn_gap(const struct question *question, const struct inputs *inputs, int draw,
			double x)
{
	struct seek seek;
	double gap;

	seek_init(&seek, question, ARCH_RAG, ARCH_FT, NULL);
	inputs_draw(inputs, draw, &seek.probe->scenario);
	ck_assert(seek_value(&seek, x, &gap));
	seek_release(&seek);
	return gap;
}

/* Everything moves, limits and bursts too, and bends the costs: a draw's crossing is one, of the
 * right direction, as nearly as few queries can tell; where there is none, RAG is cheaper at the
 * end of the range. */
START_TEST(draws_cross_where_they_say)
{
	enum { DRAWS = 20 };
	struct inputs inputs = { 0 };
	struct question question = { .scenario = scenario, .measure = MEASURE_ALL_IN };
	double at[BREAKEVEN_CROSSINGS_MAX];
	struct error error;
	int crossed = 0;

	scenario_init(scenario);
	scenario->horizon_days = 90;
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (i != P_traffic_volume_qpm && scenario_is_assumed(scenario, (enum param_id)i) &&
		    inputs_movable(scenario, (enum param_id)i))
			inputs.ids[inputs.count++] = (enum param_id)i;
	ck_assert_int_gt(inputs.count, 50);
	ck_assert(track_init(&question.track, scenario, P_traffic_volume_qpm, 1e3, 1e9, &error));
	found = (struct breakeven){ .a = ARCH_RAG, .b = ARCH_FT, .count = 1 };
	found.crossing[0] = (struct crossing_at){ .at = 8.2e6,
						  .below = ARCH_RAG,
						  .above = ARCH_FT };
	for (int i = 0; i < DRAWS; i++) {
		ck_assert(breakeven_draw(&question, &found, &inputs, i, at, NULL));
		if (isfinite(at[0])) {
			crossed++;
			ck_assert_double_lt(drawn_gap(&question, &inputs, i, at[0] * 0.98), 0);
			ck_assert_double_gt(drawn_gap(&question, &inputs, i, at[0] * 1.02), 0);
		} else {
			ck_assert_double_gt(at[0], 0);
			ck_assert_double_lt(drawn_gap(&question, &inputs, i, 1e9), 0);
		}
	}
	ck_assert_int_gt(crossed, DRAWS / 2);
}
END_TEST

/* A third of the searches take too long. How many, draws need no queries to know, unless wrong
 * answers cost something: then that is not known well enough. */
START_TEST(draws_may_lose_a_little)
{
	struct inputs inputs = { 1, { P_ft_run_usd } };
	struct question quick = { .scenario = scenario, .measure = MEASURE_ALL_IN }, full;
	double at[BREAKEVEN_CROSSINGS_MAX], truth[BREAKEVEN_CROSSINGS_MAX];
	bool dear = _i == 1;
	struct error error;

	scenario->params.ft.run_usd = 1000;
	scenario->params.rag.timeout_s = 0.06;
	scenario->params.money.wrong_answer_usd = dear ? 0.002 : 0;
	ck_assert(track_init(&quick.track, scenario, P_traffic_volume_qpm, 1e3, 1e9, &error));
	full = quick;
	full.lost_frac = DBL_MIN;
	found = (struct breakeven){ .a = ARCH_RAG, .b = ARCH_FT, .count = 1 };
	found.crossing[0] = (struct crossing_at){ .at = 1000 / 0.000875,
						  .below = ARCH_RAG,
						  .above = ARCH_FT };
	for (int i = 0; i < 4; i++) {
		ck_assert(breakeven_draw(&quick, &found, &inputs, i, at, NULL));
		ck_assert(breakeven_draw(&full, &found, &inputs, i, truth, NULL));
		ck_assert(dear ? at[0] == truth[0] : at[0] != truth[0]);
		ck_assert_double_eq_tol(at[0] / truth[0], 1, 0.05);
	}
	found.simulate = true;
	ck_assert(breakeven_draw(&quick, &found, &inputs, 3, at, NULL));
	ck_assert_double_eq(at[0], truth[0]);
}
END_TEST

/* Over the volume, who costs less in all costs less by the query. */
START_TEST(by_the_query_is_in_all)
{
	struct inputs inputs = { 2, { P_ft_run_usd, P_rag_context_tok } };
	struct question question = { .scenario = scenario, .measure = MEASURE_TOTAL };
	double all[BREAKEVEN_CROSSINGS_MAX], each[BREAKEVEN_CROSSINGS_MAX];
	struct error error;

	ck_assert(track_init(&question.track, scenario, P_traffic_volume_qpm, 1e3, 1e9, &error));
	found = (struct breakeven){ .a = ARCH_RAG, .b = ARCH_FT, .count = 1 };
	found.crossing[0] = (struct crossing_at){ .at = 8e6, .below = ARCH_RAG, .above = ARCH_FT };
	for (int i = 0; i < 12; i++) {
		question.measure = MEASURE_TOTAL;
		ck_assert(breakeven_draw(&question, &found, &inputs, i, all, NULL));
		question.measure = MEASURE_PER_1K;
		ck_assert(breakeven_draw(&question, &found, &inputs, i, each, NULL));
		ck_assert(isfinite(all[0]));
		ck_assert_double_eq_tol(each[0] / all[0], 1, 1e-3);
	}
}
END_TEST

START_TEST(hidden_is_not_never)
{
	found = (struct breakeven){ .at_lo = { .a = true }, .at_hi = { .a = true } };
	ck_assert(!breakeven_is_hidden(&found));
	found.at_hi = (struct cheaper){ .b = true };
	ck_assert(breakeven_is_hidden(&found));
	found.count = 1;
	ck_assert(!breakeven_is_hidden(&found));
}
END_TEST

START_TEST(band_says_what_is_out_of_range)
{
	double at[] = { 5, -INFINITY, 3, INFINITY, INFINITY, NAN, 4, INFINITY, INFINITY, INFINITY };
	struct input_band band;

	input_band_make(&band, at, 10);
	ck_assert_int_eq(band.draws, 9);
	ck_assert_int_eq(band.below, 1);
	ck_assert_int_eq(band.above, 5);
	ck_assert(isinf(band.p90) && band.p90 > 0);
	ck_assert(isinf(band.p50) && band.p50 > 0);
	ck_assert_double_eq(band.p10, 3);
}
END_TEST

/* Draws do not depend on which other inputs are drawn, and stay legal. */
START_TEST(draws_are_legal_and_separate)
{
	struct inputs all = { 0 }, one = { 1, { P_rag_context_tok } };
	struct scenario *drawn = xmalloc(sizeof(*drawn)), *alone = xmalloc(sizeof(*alone));

	scenario_init(scenario);
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (inputs_movable(scenario, (enum param_id)i))
			all.ids[all.count++] = (enum param_id)i;
	ck_assert_int_gt(all.count, 80);
	for (int draw = 0; draw < 200; draw++) {
		*drawn = *alone = *scenario;
		inputs_draw(&all, draw, drawn);
		inputs_draw(&one, draw, alone);
		for (unsigned int i = 0; i < PARAM_COUNT; i++)
			ck_assert(param_legal((enum param_id)i,
					      params_get(&drawn->params, (enum param_id)i)));
		ck_assert_double_eq(drawn->params.rag.context_tok, alone->params.rag.context_tok);
		ck_assert_double_ne(drawn->params.rag.context_tok,
				    scenario->params.rag.context_tok);
	}
	free(drawn);
	free(alone);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("breakeven_inputs");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, payback_is_upfront_over_saving);
	tcase_add_test(tcase, payback_may_never_come);
	tcase_add_test(tcase, band_of_one_input);
	tcase_add_test(tcase, draws_cross_where_they_say);
	tcase_add_test(tcase, by_the_query_is_in_all);
	tcase_add_test(tcase, hidden_is_not_never);
	tcase_add_loop_test(tcase, draws_may_lose_a_little, 0, 2);
	tcase_add_test(tcase, band_says_what_is_out_of_range);
	tcase_add_test(tcase, draws_are_legal_and_separate);
	return suite_run("breakeven_inputs", tcase);
}
