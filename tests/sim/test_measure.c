// SPDX-License-Identifier: MIT
#include "sim/measure.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"

static struct measure measure;
static struct sketch sketch;
static struct recorder recorder;

enum {
	ALL = (1u << STAGE_COUNT) - 1,
};

/* A query that passed every stage: 1 s for each, waits of .1 .2 .4 before the first three. */
static struct trip whole_trip(void)
{
	struct trip trip = { .arrival_s = 100,
			     .end_s = (double)INFINITY,
			     .reached = ALL,
			     .answer_tok = 11,
			     .met = true };

	for (int stage = 0; stage < STAGE_COUNT; stage++)
		trip.service_s[stage] = 1;
	trip.service_s[STAGE_RATE_LIMIT] = 0;
	trip.service_s[STAGE_CACHE] = trip.service_s[STAGE_RERANK] = 0;
	trip.service_s[STAGE_REPAIR] = trip.service_s[STAGE_REVIEW] = 0;
	trip.wait_s[STAGE_EMBED] = 0.1;
	trip.wait_s[STAGE_SEARCH] = 0.2;
	trip.wait_s[STAGE_RATE_LIMIT] = 0.4;
	return trip;
}

static void add(const struct trip *trip)
{
	struct sinks sinks = { &measure, { NULL, NULL } };

	recorder_add(&recorder, &sinks, trip, trip_ttft_s(trip),
		     trip_e2e_s(trip, trip_ttft_s(trip)));
	recorder_flush(&recorder);
}

START_TEST(times_of_a_trip)
{
	struct trip trip = whole_trip();

	ck_assert_double_eq_tol(trip_ttft_s(&trip), 4.7, 1e-12);
	ck_assert_double_eq_tol(trip_e2e_s(&trip, trip_ttft_s(&trip)), 5.7, 1e-12);
	add(&trip);
	ck_assert_double_eq_tol(measure.ttft_sum_s, 4.7, 1e-12);
	ck_assert_double_eq_tol(measure.e2e_sum_s, 5.7, 1e-12);
	/* ten gaps between eleven tokens */
	ck_assert_double_eq_tol(measure.tpot_sum_s, 0.1, 1e-12);
	ck_assert_uint_eq(measure.tpot.total, 1);
	ck_assert_uint_eq(measure.sketch.ttft.counts[histogram_index(trip_ttft_s(&trip))], 1);
	ck_assert_uint_eq(
		measure.sketch.e2e.counts[histogram_index(trip_e2e_s(&trip, trip_ttft_s(&trip)))],
		1);
}
END_TEST

/* An answer of one token has no gap between tokens. */
START_TEST(one_token)
{
	struct trip trip = whole_trip();

	trip.answer_tok = 1;
	trip.service_s[STAGE_DECODE] = 0;
	add(&trip);
	ck_assert_uint_eq(measure.tpot.total, 0);
	ck_assert_double_eq(measure.tpot_sum_s, 0);
	ck_assert_uint_eq(measure.sketch.e2e.total, 1);
}
END_TEST

/* Dropped at the search: counted, seen where it was, but it has no latency. */
START_TEST(dropped_queries_have_no_latency)
{
	struct trip trip = whole_trip();
	uint64_t reached[STAGE_COUNT];

	trip.dropped = true;
	trip.met = false;
	trip.reached = 1u << STAGE_EMBED;
	add(&trip);
	ck_assert_uint_eq(measure.sketch.count.arrived, 1);
	ck_assert_uint_eq(measure.sketch.count.dropped, 1);
	ck_assert_uint_eq(measure.sketch.count.embedded, 1);
	ck_assert_uint_eq(measure.sketch.count.searched, 0);
	ck_assert_uint_eq(measure.sketch.ttft.total + measure.sketch.e2e.total + measure.tpot.total,
			  0);
	ck_assert_double_eq(measure.ttft_sum_s + measure.e2e_sum_s, 0);
	measure_reached(&measure, reached);
	ck_assert_uint_eq(reached[STAGE_EMBED], 1);
	ck_assert_uint_eq(reached[STAGE_SEARCH] + reached[STAGE_DECODE], 0);
	ck_assert_double_eq(measure_busy_s(&measure, STAGE_DECODE), 0);
}
END_TEST

/* Blind: a search was begun and cut costs its read, one that was only waited for does not. */
START_TEST(blind_queries)
{
	struct trip trip = whole_trip();

	trip.blind = true;
	add(&trip);
	trip.service_s[STAGE_SEARCH] = 0;
	trip.met = false;
	add(&trip);
	/* and one of them fails at the API in the end */
	trip.dropped = true;
	add(&trip);
	ck_assert_uint_eq(measure.sketch.count.arrived, 3);
	ck_assert_uint_eq(measure.sketch.count.blind, 2);
	ck_assert_uint_eq(measure.sketch.count.dropped, 1);
	ck_assert_uint_eq(measure.sketch.count.searched, 1);
	ck_assert_uint_eq(measure.sketch.count.search_visits, 3);
	ck_assert_uint_eq(measure.sketch.count.met_blind, 1);
	ck_assert_uint_eq(measure.sketch.count.met_sighted, 0);
}
END_TEST

/* Waits and services by stage, and what lies inside the time of observation: the trip is at the
 * embedder from 100 to 101.1, at the search until 102.3, ... and is watched until 102. */
START_TEST(observation_ends)
{
	struct trip trip = whole_trip();

	trip.end_s = 102;
	add(&trip);
	ck_assert_double_eq_tol(measure_present_s(&measure, STAGE_EMBED), 1.1, 1e-12);
	ck_assert_double_eq_tol(measure_busy_s(&measure, STAGE_EMBED), 1, 1e-12);
	ck_assert_double_eq_tol(measure_present_s(&measure, STAGE_SEARCH), 0.9, 1e-12);
	ck_assert_double_eq_tol(measure_busy_s(&measure, STAGE_SEARCH), 0.7, 1e-12);
	for (int stage = STAGE_RATE_LIMIT; stage < STAGE_COUNT; stage++)
		ck_assert_double_eq(measure_present_s(&measure, (enum stage)stage) +
					    measure_busy_s(&measure, (enum stage)stage),
				    0);
	/* means are over the whole trip all the same */
	ck_assert_double_eq(measure.wait_s[STAGE_RATE_LIMIT], 0.4);
	ck_assert_double_eq(measure.service_s[STAGE_DECODE], 1);
}
END_TEST

static struct trip random_trip(struct rng *rng)
{
	struct trip trip = { .arrival_s = 1000 * rng_unit(rng),
			     .end_s = 600,
			     .reached = ALL,
			     .answer_tok = 2 + floor(100 * rng_unit(rng)) };

	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		trip.wait_s[stage] = rng_unit(rng) < 0.5 ? 0 : 40 * rng_unit(rng);
		trip.service_s[stage] = 30 * rng_unit(rng);
	}
	/* nobody waits there */
	trip.wait_s[STAGE_CACHE] = trip.wait_s[STAGE_REPAIR] = trip.wait_s[STAGE_REVIEW] = 0;
	trip.service_s[STAGE_REPAIR] = trip.service_s[STAGE_REVIEW] = 1;
	trip.dropped = rng_unit(rng) < 0.1;
	trip.blind = rng_unit(rng) < 0.2;
	trip.met = !trip.dropped && rng_unit(rng) < 0.5;
	trip.retries = (int)(3 * rng_unit(rng));
	return trip;
}

/* Presence at a stage by counting heads every twentieth of a second until the end of
 * observation. */
START_TEST(presence_is_counted_heads)
{
	static struct trip trips[200];
	double heads[STAGE_COUNT] = { 0 };
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "trips");
	for (int i = 0; i < 200; i++) {
		trips[i] = random_trip(&rng);
		add(&trips[i]);
	}
	for (double t_s = 0.025; t_s < 600; t_s += 0.05)
		for (int i = 0; i < 200; i++) {
			double at_s = trips[i].arrival_s;

			for (int stage = 0; stage < STAGE_COUNT && at_s <= t_s; stage++) {
				double leave_s = at_s + trips[i].wait_s[stage] +
						 trips[i].service_s[stage];

				heads[stage] += t_s < leave_s ? 0.05 : 0;
				at_s = leave_s;
			}
		}
	for (int stage = 0; stage < STAGE_COUNT; stage++)
		ck_assert_double_eq_tol(measure_present_s(&measure, (enum stage)stage),
					heads[stage], 2e-2 * heads[stage]);
}
END_TEST

/* Every answered query is in one bin of the tail, by its time to first token, with its parts. */
START_TEST(tail_bins_hold_everything)
{
	double wait_s[STAGE_DECODE] = { 0 }, service_s[STAGE_DECODE] = { 0 };
	uint64_t count = 0;
	struct rng rng;

	rng_open(&rng, 2, 0, 0, "trips");
	for (int i = 0; i < 1000; i++) {
		struct trip trip = random_trip(&rng);

		trip.dropped = false;
		/* from far below the first bin to far above the last */
		trip.service_s[STAGE_FIRST] = pow(10, 12 * rng_unit(&rng) - 6);
		add(&trip);
	}
	for (int bin = 0; bin < TAIL_BINS; bin++) {
		double sum_s = 0, lo_s = ldexp(1, bin / TAIL_PER_OCTAVE - 20);

		count += measure.tail[bin].count;
		for (int stage = 0; stage < STAGE_DECODE; stage++) {
			wait_s[stage] += measure.tail[bin].wait_s[stage];
			service_s[stage] += measure.tail[bin].service_s[stage];
			sum_s += measure.tail[bin].wait_s[stage] +
				 measure.tail[bin].service_s[stage];
		}
		/* the mean of a bin lies in it, but for the open ends */
		if (measure.tail[bin].count > 0 && bin > 0 && bin < TAIL_BINS - 1) {
			double lower_s = lo_s *
					 (1 + (double)(bin % TAIL_PER_OCTAVE) / TAIL_PER_OCTAVE);
			double mean_s = sum_s / (double)measure.tail[bin].count;

			ck_assert_double_ge(mean_s, lower_s * (1 - 1e-12));
			ck_assert_double_le(mean_s, lower_s + lo_s / TAIL_PER_OCTAVE);
		}
	}
	ck_assert_uint_eq(count, 1000);
	for (int stage = 0; stage < STAGE_DECODE; stage++) {
		ck_assert_double_eq_tol(wait_s[stage], measure.wait_s[stage],
					1e-12 * measure.wait_s[stage] + 1e-12);
		ck_assert_double_eq_tol(service_s[stage] / measure.service_s[stage], 1, 1e-12);
	}
}
END_TEST

/* Parts that take turns, and those who are late: every trip arrives in its own part and in the
 * measure, once. */
START_TEST(recorder_keeps_parts_apart)
{
	static struct sketch parts[5], expected[5];
	struct rng rng;

	rng_open(&rng, 4, 0, 0, "trips");
	for (int i = 0; i < 600; i++) {
		/* mostly in order, the last one three parts late now and then */
		int part = i % 7 == 6 && i >= 360 ? i / 120 - 3 : i / 120;
		struct sinks sinks = { &measure, { &parts[part], NULL } };
		struct trip trip = random_trip(&rng);

		recorder_add(&recorder, &sinks, &trip, trip_ttft_s(&trip),
			     trip_e2e_s(&trip, trip_ttft_s(&trip)));
		sketch_add(&expected[part], &trip, trip_ttft_s(&trip),
			   trip_e2e_s(&trip, trip_ttft_s(&trip)));
		sketch_add(&sketch, &trip, trip_ttft_s(&trip),
			   trip_e2e_s(&trip, trip_ttft_s(&trip)));
	}
	recorder_flush(&recorder);
	for (int part = 0; part < 5; part++) {
		ck_assert_mem_eq(&parts[part].count, &expected[part].count,
				 sizeof(expected[part].count));
		ck_assert_mem_eq(&parts[part].e2e, &expected[part].e2e, sizeof(expected[part].e2e));
	}
	ck_assert_mem_eq(&measure.sketch.count, &sketch.count, sizeof(sketch.count));
	ck_assert_mem_eq(&measure.sketch.ttft, &sketch.ttft, sizeof(sketch.ttft));
	ck_assert_double_eq_tol(measure.sketch.search_wait_s, sketch.search_wait_s, 1e-9);
}
END_TEST

/* The small measure counts what the large one does. */
START_TEST(sketch_agrees)
{
	struct rng rng;
	uint64_t tokens = 0;

	rng_open(&rng, 3, 0, 0, "trips");
	for (int i = 0; i < 500; i++) {
		struct trip trip = random_trip(&rng);

		add(&trip);
		sketch_add(&sketch, &trip, trip_ttft_s(&trip),
			   trip_e2e_s(&trip, trip_ttft_s(&trip)));
	}
	/* times per token come with the full measure, which works them out */
	for (int bin = 0; bin < TOKEN_BINS; bin++)
		tokens += measure.sketch.tokens.counts[bin];
	ck_assert_uint_eq(tokens, measure.tpot.total);
	sketch.tokens = measure.sketch.tokens;
	ck_assert_mem_eq(&sketch, &measure.sketch, sizeof(sketch));
	ck_assert_double_eq_tol(sketch.search_wait_s, measure.wait_s[STAGE_SEARCH], 1e-9);
	ck_assert_uint_eq(sketch.ttft.total, 500 - sketch.count.dropped);
}
END_TEST

enum { COUNTS = sizeof(struct flow_count) / sizeof(uint64_t) };

/* No field may be forgotten. */
START_TEST(counts_merge)
{
	struct flow_count one, sum = { 0 };
	uint64_t fields[COUNTS];

	for (uint64_t i = 0; i < COUNTS; i++)
		fields[i] = 10 + i;
	memcpy(&one, fields, sizeof(one));
	for (int i = 0; i < 3; i++)
		flow_count_merge(&sum, &one);
	memcpy(fields, &sum, sizeof(fields));
	for (uint64_t i = 0; i < COUNTS; i++)
		ck_assert_uint_eq(fields[i], 3 * (10 + i));
}
END_TEST

START_TEST(shares_of_all_that_arrived)
{
	struct flow_count count = { .arrived = 200,
				    .dropped = 20,
				    .blind = 30,
				    .met_sighted = 100,
				    .met_blind = 10,
				    .embedded = 190,
				    .searched = 150,
				    .retried = 999 };
	struct flow flow = flow_of(&count, true);

	ck_assert_double_eq(flow.sighted, 0.75);
	ck_assert_double_eq(flow.blind, 0.15);
	ck_assert_double_eq(flow.met_sighted, 0.5);
	ck_assert_double_eq(flow.met_blind, 0.05);
	ck_assert_double_eq(flow.embedded, 0.95);
	ck_assert_double_eq(flow.searched, 0.75);
}
END_TEST

/* A bucket that a sampled query happened not to fall into is not a bucket of failures. */
START_TEST(nobody_arrived)
{
	const struct flow_count none = { 0 };
	struct flow flow = flow_of(&none, true);

	ck_assert_double_eq(flow.sighted, 1);
	ck_assert_double_eq(flow.blind + flow.met_blind, 0);
	ck_assert_double_eq(flow.met_sighted, 1);
	ck_assert_double_eq(flow.searched, 1);
	flow = flow_of(&none, false);
	ck_assert_double_eq(flow.embedded + flow.searched, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("measure");

	tcase_add_test(tcase, times_of_a_trip);
	tcase_add_test(tcase, one_token);
	tcase_add_test(tcase, dropped_queries_have_no_latency);
	tcase_add_test(tcase, blind_queries);
	tcase_add_test(tcase, observation_ends);
	tcase_add_test(tcase, presence_is_counted_heads);
	tcase_add_test(tcase, tail_bins_hold_everything);
	tcase_add_test(tcase, recorder_keeps_parts_apart);
	tcase_add_test(tcase, sketch_agrees);
	tcase_add_test(tcase, counts_merge);
	tcase_add_test(tcase, shares_of_all_that_arrived);
	tcase_add_test(tcase, nobody_arrived);
	return suite_run("measure", tcase);
}
