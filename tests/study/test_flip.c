// SPDX-License-Identifier: MIT
#include "study/flip.h"

#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/sample.h"

static const struct knob volume = { .param = P_traffic_volume_qpm };
static const struct knob ttft_target = { .is_target = true, .target = TARGET_TTFT_P95_S };

static struct scenario *scenario;
static struct result *result;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	result = xmalloc(sizeof(*result));
	sample_init(scenario);
}

static void teardown(void)
{
	free(scenario);
	free(result);
}

static int state_with(struct knob knob, double value)
{
	const struct run_options options = { 0 };
	double before = knob_get(scenario, knob);
	struct error error;

	knob_set(scenario, knob, value);
	scenario->fidelity = FIDELITY_MAP;
	ck_assert(run(scenario, &options, result, &error));
	knob_set(scenario, knob, before);
	return result->verdict.none_meets ? ARCH_COUNT : (int)result->verdict.best;
}

/* Every knob's track leads from its low to its high end and back to the same place. */
START_TEST(tracks_are_round_trips)
{
	for (int i = 0; i < PARAM_COUNT + TARGET_COUNT; i++) {
		struct knob knob = { .is_target = i >= PARAM_COUNT };
		double lo, hi, before = -(double)INFINITY;

		if (knob.is_target)
			knob.target = (enum target)(i - PARAM_COUNT);
		else
			knob.param = (enum param_id)i;
		knob_slider_range(knob, &lo, &hi);
		ck_assert_double_eq(knob_from_position(knob, 0), lo);
		ck_assert_double_eq(knob_from_position(knob, 1), hi);
		for (int step = 0; step <= 20; step++) {
			double value = knob_from_position(knob, step / 20.0);
			ck_assert_double_ge(value, before);
			ck_assert(knob_legal(knob, value));
			if (knob_grain(knob) == 0)
				ck_assert_double_eq_tol(knob_to_position(knob, value), step / 20.0,
							1e-9);
			before = value;
		}
	}
}
END_TEST

START_TEST(values_go_where_they_belong)
{
	knob_set(scenario, volume, 5000);
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 5000);
	knob_set(scenario, ttft_target, 2);
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 2);
	ck_assert_double_eq(knob_get(scenario, ttft_target), 2);
	knob_set(scenario, ttft_target, (double)NAN);
	ck_assert(isnan(knob_get(scenario, ttft_target)));
	ck_assert_double_eq(knob_to_position(ttft_target, (double)NAN), 0);
	ck_assert(!knob_equal(volume, ttft_target));
	ck_assert(knob_equal(ttft_target, ttft_target));
	ck_assert(!knob_legal(ttft_target, -1));
	ck_assert(!knob_legal(volume, -1));
}
END_TEST

/* A parameter that the timeline sets is turned where it is in force, and nowhere else. */
START_TEST(dated_values_are_knobs_of_their_own)
{
	struct knob late;

	scenario->timeline_count = 2;
	scenario->timeline[0] = (struct timeline_entry){ .at_days = 5, .kind = TIMELINE_NOTE };
	scenario->timeline[1] = (struct timeline_entry){
		.at_days = 30, .kind = TIMELINE_SET, .param = P_traffic_volume_qpm, .value = 70000
	};
	ck_assert(knob_equal(knob_at_day(scenario, volume, 29.9), volume));
	late = knob_at_day(scenario, volume, 30);
	ck_assert(!knob_equal(late, volume));
	ck_assert_double_eq(knob_get(scenario, late), 70000);
	knob_set(scenario, late, 80000);
	ck_assert_double_eq(scenario->timeline[1].value, 80000);
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 60000);
	// The entry went away: the knob falls back to the value at the start.
	scenario->timeline_count = 1;
	ck_assert_double_eq(knob_get(scenario, late), 60000);
}
END_TEST

/* The verdict at the flip is the one announced, and just before it still the present one. */
START_TEST(flip_of_the_volume)
{
	struct flip flip;
	int present = state_with(volume, knob_get(scenario, volume));

	ck_assert(flip_find(scenario, volume, NULL, &flip, NULL));
	ck_assert(flip.known && flip.found);
	ck_assert_double_gt(flip.at, knob_get(scenario, volume));
	ck_assert_int_ne(state_with(volume, flip.at), present);
	ck_assert_int_eq(result->verdict.best, flip.best);
	ck_assert_int_eq(result->verdict.none_meets, flip.nobody);
	ck_assert_int_eq(state_with(volume, flip.at / 1.004), present);
}
END_TEST

/* With a target nobody can meet, the flip of that target is where somebody can. */
START_TEST(flip_of_a_target)
{
	struct flip flip;

	ck_assert(flip_find(scenario, ttft_target, NULL, &flip, NULL));
	ck_assert(flip.found);
	ck_assert_double_lt(flip.at, 1);
	ck_assert_int_ne(state_with(ttft_target, flip.at), state_with(ttft_target, 1));
	scenario->targets[TARGET_TTFT_P95_S] = 0.06;
	ck_assert(flip_find(scenario, ttft_target, NULL, &flip, NULL));
	ck_assert(flip.found && !flip.nobody);
	ck_assert_double_gt(flip.at, 0.06);
}
END_TEST

/* Of two flips the one nearer on the track is meant: from far above, the crossing lies below. */
START_TEST(flip_downwards)
{
	struct flip flip;

	scenario->params.traffic.volume_qpm = 8e7;
	ck_assert(flip_find(scenario, volume, NULL, &flip, NULL));
	ck_assert(flip.found);
	ck_assert_double_lt(flip.at, 8e7);
	ck_assert_int_ne(state_with(volume, flip.at), state_with(volume, 8e7));
	ck_assert_int_eq(state_with(volume, flip.at * 1.004), state_with(volume, 8e7));
}
END_TEST

START_TEST(no_flip_is_an_answer)
{
	struct flip flip = { .found = true };

	// With one architecture and no targets nothing can ever change.
	scenario->arch_count = 1;
	scenario->archs[0] = ARCH_RAG;
	for (int t = 0; t < TARGET_COUNT; t++)
		scenario->targets[t] = (double)NAN;
	ck_assert(flip_find(scenario, volume, NULL, &flip, NULL));
	ck_assert(flip.known && !flip.found);
}
END_TEST

/* A flag has two values; when only quality decides, RAFT decides. */
START_TEST(flip_of_a_flag)
{
	const struct knob raft = { .param = P_hybrid_raft };
	struct flip flip;
	int on, off;

	scenario->arch_count = 1;
	scenario->archs[0] = ARCH_HYBRID;
	scenario->targets[TARGET_TTFT_P95_S] = (double)NAN;
	scenario->targets[TARGET_STALE_ANSWER_FRAC] = (double)NAN;
	state_with(raft, 1);
	scenario->targets[TARGET_CORRECT_FRAC] = result->arch[ARCH_HYBRID].correct_frac - 0.001;
	on = state_with(raft, 1);
	off = state_with(raft, 0);
	ck_assert_int_ne(on, off);
	ck_assert(flip_find(scenario, raft, NULL, &flip, NULL));
	ck_assert(flip.found && flip.nobody);
	ck_assert_double_eq(flip.at, 0);
}
END_TEST

/* Whole numbers flip at a whole number. */
START_TEST(flip_of_an_integer)
{
	const struct knob servers = { .param = P_rag_search_servers };
	struct flip flip;

	scenario->params.traffic.volume_qpm = 3e7; // 11.6 a second x 60 ms: some servers are needed
	scenario->arch_count = 1;
	scenario->archs[0] = ARCH_RAG;
	ck_assert(flip_find(scenario, servers, NULL, &flip, NULL));
	ck_assert(flip.found);
	ck_assert_double_eq(flip.at, floor(flip.at));
	ck_assert_int_ne(state_with(servers, flip.at), state_with(servers, flip.at + 1));
}
END_TEST

START_TEST(null_has_a_flip_as_well)
{
	const struct knob price = { .param = P_hybrid_output_usd_per_mtok };
	struct flip flip;

	scenario->params.traffic.volume_qpm = 6e6; // the hybrid is best, by its short answers
	ck_assert(isnan(knob_get(scenario, price)));
	ck_assert(flip_find(scenario, price, NULL, &flip, NULL));
	ck_assert(flip.found);
	ck_assert_int_ne(state_with(price, flip.at), state_with(price, (double)NAN));
}
END_TEST

/* The dashboard shows figures of a finer run: a knob must turn them over where it says it does. */
START_TEST(flips_agree_with_the_finer_run)
{
	const struct run_options options = { 0 };
	struct error error;
	struct flip flip;
	double figure;

	scenario->fidelity = 1;
	ck_assert(run(scenario, &options, result, &error));
	figure = result->arch[result->verdict.best].ttft_s.p95;
	ck_assert(flip_find(scenario, ttft_target, result, &flip, NULL));
	ck_assert(flip.found);
	ck_assert_double_eq_tol(flip.at / figure, 1, 2e-3);
}
END_TEST

START_TEST(cancelled_search_says_nothing)
{
	atomic_bool cancel = true;
	struct flip flip = { .at = 42 };

	ck_assert(!flip_find(scenario, volume, NULL, &flip, &cancel));
	ck_assert(!flip.known);
	ck_assert_double_eq(flip.at, 42);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("flip");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, tracks_are_round_trips);
	tcase_add_test(tcase, values_go_where_they_belong);
	tcase_add_test(tcase, dated_values_are_knobs_of_their_own);
	tcase_add_test(tcase, flip_of_the_volume);
	tcase_add_test(tcase, flip_of_a_target);
	tcase_add_test(tcase, flip_downwards);
	tcase_add_test(tcase, no_flip_is_an_answer);
	tcase_add_test(tcase, flip_of_a_flag);
	tcase_add_test(tcase, flip_of_an_integer);
	tcase_add_test(tcase, null_has_a_flip_as_well);
	tcase_add_test(tcase, flips_agree_with_the_finer_run);
	tcase_add_test(tcase, cancelled_search_says_nothing);
	return suite_run("flip", tcase);
}
