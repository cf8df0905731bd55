// SPDX-License-Identifier: MIT
#include "study/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/probe.h"
#include "study/sample.h"

static struct scenario *scenario;
static struct result *result;
static struct curve *curve;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	result = xmalloc(sizeof(*result));
	curve = xcalloc(1, sizeof(*curve));
	sample_init(scenario);
}

static void teardown(void)
{
	free(scenario);
	free(result);
	free(curve);
}

/* The verdict at another volume, straight from the simulator. */
static struct verdict verdict_at(double volume_qpm)
{
	const struct run_options options = { 0 };
	struct error error;

	curve_scale_volume(scenario, volume_qpm);
	scenario->fidelity = FIDELITY_MAP;
	ck_assert(run(scenario, &options, result, &error));
	return result->verdict;
}

static int state_of(struct verdict verdict)
{
	return verdict.none_meets ? ARCH_COUNT : (int)verdict.best;
}

static void compute_all(int per_decade)
{
	curve_init(curve, 1e5, 1e8, per_decade);
	for (int i = 0; i < curve->point_count; i++)
		ck_assert(curve_compute_point(curve, i, scenario, NULL));
}

/* Plots and drags rely on both ends being there and on equal steps of the logarithm. */
START_TEST(points_are_log_spaced)
{
	curve_init(curve, 1e3, 1e8, 8);
	ck_assert_int_eq(curve->point_count, 41);
	ck_assert_double_eq(curve->point[0].volume_qpm, 1e3);
	ck_assert_double_eq(curve->point[40].volume_qpm, 1e8);
	for (int i = 1; i < 41; i++)
		ck_assert_double_eq_tol(
			log10(curve->point[i].volume_qpm / curve->point[i - 1].volume_qpm), 0.125,
			1e-12);
	ck_assert(!curve->point[7].known);
}
END_TEST

/* More points than there is room for must not run over the end. */
START_TEST(points_are_bounded)
{
	curve_init(curve, 1, 1e12, 100);
	ck_assert_int_eq(curve->point_count, CURVE_POINTS_MAX);
	ck_assert_double_eq(curve->point[CURVE_POINTS_MAX - 1].volume_qpm, 1e12);
	curve_init(curve, 1, 1.01, 2);
	ck_assert_int_eq(curve->point_count, 2);
}
END_TEST

/* The x axis scales the whole profile: a dated change keeps its ratio, other dated values stay. */
START_TEST(volume_scales_dated_changes)
{
	scenario->timeline_count = 2;
	scenario->timeline[0] = (struct timeline_entry){
		.at_days = 10, .kind = TIMELINE_SET, .param = P_traffic_volume_qpm, .value = 600000
	};
	scenario->timeline[1] = (struct timeline_entry){
		.at_days = 20, .kind = TIMELINE_SET, .param = P_base_input_usd_per_mtok, .value = 3
	};
	curve_scale_volume(scenario, 30000);
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 30000);
	ck_assert_double_eq(scenario->timeline[0].value, 300000);
	ck_assert_double_eq(scenario->timeline[1].value, 3);
	curve_scale_volume(scenario, 1e12);
	ck_assert_double_le(scenario->timeline[0].value, param_table[P_traffic_volume_qpm].max);
}
END_TEST

START_TEST(volume_grows_from_nothing)
{
	scenario->params.traffic.volume_qpm = 0;
	curve_scale_volume(scenario, 1000);
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 1000);
}
END_TEST

/* A point is nothing but the simulator's answer at that volume. */
START_TEST(point_is_a_run)
{
	curve_init(curve, 1e5, 1e8, 2);
	ck_assert(curve_compute_point(curve, 3, scenario, NULL));
	ck_assert(curve->point[3].known);
	verdict_at(curve->point[3].volume_qpm);
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		ck_assert_double_eq(curve->point[3].arch[a].all_in_usd, result->arch[a].all_in_usd);
		ck_assert_double_eq(curve->point[3].arch[a].total_usd, result->arch[a].total_usd);
		ck_assert_int_eq(curve->point[3].arch[a].meets, result->verdict.meets[a]);
	}
	ck_assert_int_eq(curve->point[3].best, result->verdict.best);
	ck_assert(!curve->point[2].known);
}
END_TEST

/* An architecture that is not in the scenario has no curve: a gap, not a line at zero. */
/* 1, 2 and 8 points a decade lie on each other to the last bit, and so does what they know. */
START_TEST(finer_curves_begin_with_coarser_ones)
{
	struct curve coarse;
	int taken = 0;

	compute_all(1);
	coarse = *curve;
	ck_assert_int_eq(coarse.point_count, 4);
	curve_init(curve, 1e5, 1e8, 8);
	curve_take_points(curve, &coarse);
	for (int i = 0; i < curve->point_count; i++)
		taken += curve->point[i].known;
	ck_assert_int_eq(taken, 4);
	for (int i = 0; i < curve->point_count; i += 8) {
		struct curve_point there = curve->point[i];

		curve->point[i].known = false;
		ck_assert(curve_compute_point(curve, i, scenario, NULL));
		ck_assert_int_eq(memcmp(&there, &curve->point[i], sizeof(there)), 0);
	}
}
END_TEST

/* Elsewhere nothing is taken. */
START_TEST(other_places_are_not_taken)
{
	struct curve coarse;

	compute_all(1);
	coarse = *curve;
	curve_init(curve, 2e5, 1e8, 1);
	curve_take_points(curve, &coarse);
	for (int i = 0; i < curve->point_count; i++)
		ck_assert_int_eq(curve->point[i].known, curve->point[i].volume_qpm == 1e8);
}
END_TEST

START_TEST(absent_architecture_is_a_gap)
{
	scenario->arch_count = 2;
	scenario->archs[0] = ARCH_RAG;
	scenario->archs[1] = ARCH_HYBRID;
	curve_init(curve, 1e5, 1e8, 1);
	ck_assert(curve_compute_point(curve, 0, scenario, NULL));
	ck_assert(isnan(curve->point[0].arch[ARCH_FT].all_in_usd));
	ck_assert(!curve->point[0].arch[ARCH_FT].meets);
	ck_assert(isfinite(curve->point[0].arch[ARCH_RAG].all_in_usd));
}
END_TEST

static void glance_all(struct probe *probe)
{
	curve_init(curve, 1e5, 1e8, 1);
	for (int i = 0; i < curve->point_count; i++)
		ck_assert(curve_ask_point(curve, i, true, scenario, probe));
	ck_assert_double_eq(probe->costs_lost_frac, 0);
}

/* Costs are those of a full run; who is best is left for one. */
START_TEST(glance_has_costs)
{
	struct probe *probe = probe_new(scenario, NULL);
	struct curve glance;

	glance_all(probe);
	glance = *curve;
	compute_all(1);
	for (int i = 0; i < curve->point_count; i++) {
		const struct curve_point *cheap = &glance.point[i], *full = &curve->point[i];

		ck_assert(cheap->known && cheap->costs_only && !full->costs_only);
		for (int a = 0; a < scenario->arch_count; a++) {
			enum arch arch = scenario->archs[a];

			ck_assert_double_eq_tol(cheap->arch[arch].all_in_usd /
							full->arch[arch].all_in_usd,
						1, 1e-5);
			ck_assert(isnan(cheap->arch[arch].per_1k_good_usd));
			ck_assert(isfinite(full->arch[arch].per_1k_good_usd));
		}
	}
	curve_guess_crossings(curve);
	ck_assert_int_gt(curve->crossing_count, 0);
	ck_assert(curve_has_best(curve));
	curve_guess_crossings(&glance);
	ck_assert_int_eq(glance.crossing_count, 0);
	/* Some took queries and some did not: a turn between two that did is not the nearest. */
	curve->point[0].costs_only = true;
	ck_assert(!curve_has_best(curve));
	curve_guess_crossings(curve);
	ck_assert_int_eq(curve->crossing_count, 0);
	curve_init(curve, 1e5, 1e8, 2);
	curve_take_points(curve, &glance);
	for (int i = 0; i < curve->point_count; i++)
		ck_assert(!curve->point[i].known);
	probe_free(probe);
}
END_TEST

/* Where costs need queries, a glance is a point like any other. */
START_TEST(glance_may_take_queries)
{
	struct probe *probe = probe_new(scenario, NULL);
	struct curve glance;

	scenario->params.base.rpm_limit = 1e6;
	glance_all(probe);
	glance = *curve;
	compute_all(1);
	for (int i = 0; i < curve->point_count; i++)
		ck_assert_mem_eq(&glance.point[i], &curve->point[i], sizeof(glance.point[i]));
	probe_free(probe);
}
END_TEST

START_TEST(cancelled_point_stays_unknown)
{
	atomic_bool cancel = true;

	curve_init(curve, 1e5, 1e8, 2);
	ck_assert(!curve_compute_point(curve, 0, scenario, &cancel));
	ck_assert(!curve->point[0].known);
}
END_TEST

/* The verdict really is another one on the two sides of a crossing, 0.1 % away from it. */
START_TEST(crossing_separates_verdicts)
{
	compute_all(2);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	ck_assert(curve->complete);
	ck_assert_int_ge(curve->crossing_count, 1);
	for (int i = 0; i < curve->crossing_count; i++) {
		const struct crossing *crossing = &curve->crossing[i];
		struct verdict below = verdict_at(crossing->at_qpm / 1.001);
		struct verdict above = verdict_at(crossing->at_qpm * 1.001);

		ck_assert_int_ne(state_of(below), state_of(above));
		ck_assert_int_eq(below.best, crossing->below);
		ck_assert_int_eq(above.best, crossing->above);
		ck_assert_int_eq(below.none_meets, crossing->nobody_below);
		ck_assert_int_eq(above.none_meets, crossing->nobody_above);
		ck_assert_double_le(crossing->lo_qpm, crossing->at_qpm);
		ck_assert_double_ge(crossing->hi_qpm, crossing->at_qpm);
	}
}
END_TEST

/* Between its points the curve changes as often as it says, also with few points. */
START_TEST(crossing_does_not_depend_on_points)
{
	double coarse_qpm;

	compute_all(1);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	ck_assert_int_eq(curve->crossing_count, 1);
	coarse_qpm = curve->crossing[0].at_qpm;
	compute_all(4);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	ck_assert_int_eq(curve->crossing_count, 1);
	ck_assert_double_eq_tol(curve->crossing[0].at_qpm / coarse_qpm, 1, 2e-3);
}
END_TEST

/* Where all costs are lines, Q* = (R C_run + C_up / H + F_ft - F_rag) / (v_rag - v_ft). The first
 * two rows are S0's 500 tokens of context at $1.75 a million against a retraining a month at S4's
 * $5,000 and $20,000; the last one has every term. */
START_TEST(crossing_is_that_of_the_formula)
{
	static const struct {
		double run_usd, every_days, upfront_usd, hosting_usd, database_usd, saved_tok;
	} rows[] = {
		{ 5000, 30, 0, 0, 0, 500 },
		{ 20000, 30, 0, 0, 0, 500 },
		{ 900, 90, 60000, 800, 150, 500 + 250 - 50 },
	};
	struct params *p = &scenario->params;
	double q_qpm;

	scenario_init(scenario);
	scenario->arch_count = 2;
	scenario->archs[0] = ARCH_RAG;
	scenario->archs[1] = ARCH_FT;
	p->base.input_usd_per_mtok = 1.75;
	p->base.output_usd_per_mtok = p->rag.embed_usd_per_mtok = p->rag.read_usd_per_m = 0;
	p->rag.storage_usd_per_gb_month = p->rag.write_usd_per_m = 0;
	p->rag.orchestration_usd_per_month = p->rag.engineering_usd_per_month = 0;
	p->rag.upfront_usd = p->ft.engineering_usd_per_month = 0;
	p->rag.timeout_s = p->rag.queue_limit = 0;
	p->rag.search_servers = p->rag.embed_servers = 1024;
	p->base.system_tok = 100;
	p->traffic.prompt_tok = 150;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.eval_pass_frac = 1;
	p->ft.prompt_tok = rows[_i].saved_tok > 500 ? 50 : PARAM_NULL;
	p->rag.vector_db_usd_per_month = rows[_i].database_usd;
	p->ft.hosting_usd_per_month = rows[_i].hosting_usd;
	p->ft.upfront_usd = rows[_i].upfront_usd;
	p->ft.run_usd = rows[_i].run_usd;
	p->ft.retrain_every_days = rows[_i].every_days;
	scenario->horizon_days = 360;
	q_qpm = (30 / rows[_i].every_days * rows[_i].run_usd +
		 rows[_i].upfront_usd / p->money.amortise_months + rows[_i].hosting_usd -
		 rows[_i].database_usd) /
		(rows[_i].saved_tok * 1.75e-6);
	compute_all(2);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	ck_assert_int_eq(curve->crossing_count, 1);
	ck_assert_int_eq(curve->crossing[0].below, ARCH_RAG);
	ck_assert_int_eq(curve->crossing[0].above, ARCH_FT);
	ck_assert_double_eq_tol(curve->crossing[0].at_qpm / q_qpm, 1, 2e-3);
}
END_TEST

/* Outside the interval the costs are further apart than their own 95 % intervals. */
START_TEST(interval_is_where_costs_are_in_doubt)
{
	const struct crossing *crossing;
	double half, gap;

	// Now what the hybrid costs is chance.
	scenario->params.ft.eval_pass_frac = 0.6;
	scenario->params.hybrid.retrain_every_days = 20;
	compute_all(2);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	crossing = &curve->crossing[0];
	ck_assert_double_lt(crossing->lo_qpm, crossing->at_qpm);
	ck_assert_double_gt(crossing->hi_qpm, crossing->at_qpm);
	verdict_at(crossing->hi_qpm * 1.003);
	half = hypot(result->arch[crossing->below].ci_all_in_usd.hi -
			     result->arch[crossing->below].ci_all_in_usd.lo,
		     result->arch[crossing->above].ci_all_in_usd.hi -
			     result->arch[crossing->above].ci_all_in_usd.lo) /
	       2;
	gap = fabs(result->arch[crossing->below].all_in_usd -
		   result->arch[crossing->above].all_in_usd);
	ck_assert_double_gt(gap, half);
	verdict_at(crossing->at_qpm + 0.9 * (crossing->hi_qpm - crossing->at_qpm));
	gap = fabs(result->arch[crossing->below].all_in_usd -
		   result->arch[crossing->above].all_in_usd);
	ck_assert_double_lt(gap, half * 1.05);
}
END_TEST

/* While dragging there is no time to refine: the guess must still be near the truth. */
START_TEST(guess_is_near)
{
	double guess_qpm;

	compute_all(2);
	curve_guess_crossings(curve);
	ck_assert_int_eq(curve->crossing_count, 1);
	ck_assert(!curve->complete);
	guess_qpm = curve->crossing[0].at_qpm;
	ck_assert_double_eq(curve->crossing[0].lo_qpm, guess_qpm);
	ck_assert(curve_find_crossings(curve, scenario, NULL, NULL));
	ck_assert_double_eq_tol(guess_qpm / curve->crossing[0].at_qpm, 1, 0.02);
}
END_TEST

START_TEST(cancelled_search_keeps_the_guess)
{
	atomic_bool cancel = true;

	compute_all(1);
	curve_guess_crossings(curve);
	ck_assert_int_eq(curve->crossing_count, 1);
	ck_assert(!curve_find_crossings(curve, scenario, NULL, &cancel));
	ck_assert_int_eq(curve->crossing_count, 1);
	ck_assert(!curve->complete);
}
END_TEST

/* The curve is kept when its key is: everything that moves it must change the key, volume must not.
 * */
START_TEST(key_covers_what_acts)
{
	uint64_t key = curve_key(scenario);

	curve_scale_volume(scenario, 12345);
	ck_assert_uint_eq(curve_key(scenario), key);
	for (int i = 0; i < PARAM_COUNT; i++) {
		double value = params_get(&scenario->params, (enum param_id)i);
		if (i == P_traffic_volume_qpm)
			continue;
		params_set(&scenario->params, (enum param_id)i, isnan(value) ? 1 : value + 0.25);
		ck_assert_uint_ne(curve_key(scenario), key);
		params_set(&scenario->params, (enum param_id)i, value);
	}
	ck_assert_uint_eq(curve_key(scenario), key);
	scenario->seed++;
	ck_assert_uint_ne(curve_key(scenario), key);
	scenario->seed--;
	scenario->targets[TARGET_MONTHLY_USD] = 5;
	ck_assert_uint_ne(curve_key(scenario), key);
	scenario->targets[TARGET_MONTHLY_USD] = (double)NAN;
	scenario->arch_count = 2;
	ck_assert_uint_ne(curve_key(scenario), key);
}
END_TEST

START_TEST(key_sees_dated_changes)
{
	uint64_t key;

	scenario->timeline_count = 1;
	scenario->timeline[0] = (struct timeline_entry){
		.at_days = 10, .kind = TIMELINE_SET, .param = P_traffic_volume_qpm, .value = 700000
	};
	key = curve_key(scenario);
	curve_scale_volume(scenario, 98765.4321);
	ck_assert_uint_eq(curve_key(scenario), key);
	scenario->timeline[0].value *= 1.001;
	ck_assert_uint_ne(curve_key(scenario), key);
	scenario->timeline[0] = (struct timeline_entry){
		.at_days = 10, .kind = TIMELINE_CHANGE, .facts = 1, .query_share = 0.1
	};
	key = curve_key(scenario);
	scenario->timeline[0].query_share = 0.2;
	ck_assert_uint_ne(curve_key(scenario), key);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("curve");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, points_are_log_spaced);
	tcase_add_test(tcase, points_are_bounded);
	tcase_add_test(tcase, volume_scales_dated_changes);
	tcase_add_test(tcase, volume_grows_from_nothing);
	tcase_add_test(tcase, point_is_a_run);
	tcase_add_test(tcase, finer_curves_begin_with_coarser_ones);
	tcase_add_test(tcase, other_places_are_not_taken);
	tcase_add_test(tcase, absent_architecture_is_a_gap);
	tcase_add_test(tcase, glance_has_costs);
	tcase_add_test(tcase, glance_may_take_queries);
	tcase_add_test(tcase, cancelled_point_stays_unknown);
	tcase_add_test(tcase, crossing_separates_verdicts);
	tcase_add_test(tcase, crossing_does_not_depend_on_points);
	tcase_add_loop_test(tcase, crossing_is_that_of_the_formula, 0, 3);
	tcase_add_test(tcase, interval_is_where_costs_are_in_doubt);
	tcase_add_test(tcase, guess_is_near);
	tcase_add_test(tcase, cancelled_search_keeps_the_guess);
	tcase_add_test(tcase, key_covers_what_acts);
	tcase_add_test(tcase, key_sees_dated_changes);
	return suite_run("curve", tcase);
}
