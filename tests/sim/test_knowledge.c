// SPDX-License-Identifier: MIT
#include "sim/knowledge.h"

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/variate.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct knowledge knowledge;
static struct rng rng;

static void facts(int count, double zipf_s)
{
	fixture_quiet(&scenario);
	scenario.params.knowledge.facts = count;
	scenario.params.knowledge.zipf_s = zipf_s;
	knowledge_init(&knowledge, &scenario);
	rng_open(&rng, 17, 0, 0, "facts");
}

START_TEST(popularity_is_zipf)
{
	static const double exponents[] = { 0, 0.8, 1, 4 };

	for (int i = 0; i < 4; i++) {
		double sum = 0;

		facts(2000, exponents[i]);
		for (int f = 0; f < 2000; f++) {
			double ratio = knowledge.popularity[0] / knowledge.popularity[f];

			NEAR(ratio / pow(f + 1, exponents[i]), 1, 1e-12);
			sum += knowledge.popularity[f];
		}
		ck_assert_double_eq_tol(sum, 1, 1e-12);
		knowledge_release(&knowledge);
	}
}
END_TEST

/* A dated change takes its share of the queries from all others, and its facts have it alike. */
START_TEST(single_facts_take_their_share)
{
	double ordinary = 0;

	fixture_quiet(&scenario);
	scenario.params.knowledge.facts = 100;
	fixture_set_at(&scenario, 1, P_rag_recall_frac, 0.5);
	fixture_change_at(&scenario, 2, 4, 0.2);
	fixture_change_at(&scenario, 3, 1, 0.05);
	knowledge_init(&knowledge, &scenario);
	ck_assert_int_eq(knowledge.ordinary, 100);
	ck_assert_int_eq(knowledge.facts, 105);
	ck_assert_uint_eq(knowledge_single_fact(&knowledge, &scenario, 1), 100);
	ck_assert_uint_eq(knowledge_single_fact(&knowledge, &scenario, 2), 104);
	for (int f = 0; f < 100; f++)
		ordinary += knowledge.popularity[f];
	ck_assert_double_eq_tol(ordinary, 0.75, 1e-12);
	for (int f = 100; f < 104; f++)
		ck_assert_double_eq_tol(knowledge.popularity[f], 0.05, 1e-15);
	ck_assert_double_eq_tol(knowledge.popularity[104], 0.05, 1e-15);
	knowledge_release(&knowledge);
}
END_TEST

START_TEST(a_draw_has_no_fact_twice)
{
	static const double skews[] = { 0, 0.5, 1 };
	static uint32_t drawn[1000];
	static bool seen[1000];

	facts(1000, 2);
	for (int round = 0; round < 300; round++) {
		int count = 1 + round * 10 / 3;

		ck_assert_int_eq(
			knowledge_draw(&knowledge, 0, &rng, skews[round % 3], count, drawn), count);
		memset(seen, 0, sizeof(seen));
		for (int i = 0; i < count; i++) {
			HOLDS(drawn[i] < 1000 && !seen[drawn[i]]);
			seen[drawn[i]] = true;
		}
	}
	knowledge_release(&knowledge);
}
END_TEST

/* More than there are: all of them, once. Nothing asked: nothing drawn. */
START_TEST(draws_at_the_ends)
{
	uint32_t drawn[7] = { 99, 99, 99, 99, 99, 99, 99 };

	facts(7, 1);
	ck_assert_int_eq(knowledge_draw(&knowledge, 0, &rng, 1, 0, drawn), 0);
	ck_assert_uint_eq(drawn[0], 99);
	ck_assert_int_eq(knowledge_draw(&knowledge, 0, &rng, 1, 1000000, drawn), 7);
	for (uint32_t f = 0; f < 7; f++)
		ck_assert_uint_eq(drawn[f], f);
	knowledge_release(&knowledge);
}
END_TEST

enum { FACTS = 30, DRAWS = 300000 };

static int hits[FACTS];

/* Sum of squared deviations of the hits from `share` of the draws, in variances. */
static double chi_square(const double share[FACTS])
{
	double sum = 0;

	for (int f = 0; f < FACTS; f++) {
		double expected = share[f] * DRAWS;

		sum += (hits[f] - expected) * (hits[f] - expected) / expected;
	}
	return sum;
}

static void draw_many(double skew, int count)
{
	uint32_t drawn[FACTS];

	memset(hits, 0, sizeof(hits));
	for (int i = 0; i < DRAWS; i++) {
		knowledge_draw(&knowledge, 0, &rng, skew, count, drawn);
		for (int k = 0; k < count; k++)
			hits[drawn[k]]++;
	}
}

static void weights(double skew, double share[FACTS])
{
	double sum = 0;

	for (int f = 0; f < FACTS; f++)
		sum += share[f] = pow(knowledge.popularity[f], skew);
	for (int f = 0; f < FACTS; f++)
		share[f] /= sum;
}

/* Skew 0: all alike. Skew 1: as they are asked. Between: the power between. */
START_TEST(draws_follow_the_weights)
{
	static const double skews[] = { 0, 0.4, 1 };
	double share[FACTS];

	facts(FACTS, 1.3);
	for (int i = 0; i < 3; i++) {
		weights(skews[i], share);
		draw_many(skews[i], 1);
		/* 29 degrees of freedom: 1e-5 and 1 - 1e-5 quantiles */
		ck_assert_double_gt(chi_square(share), 7.4);
		ck_assert_double_lt(chi_square(share), 70);
	}
	knowledge_release(&knowledge);
}
END_TEST

/* Two without replacement: f is first, or second behind any other g. */
START_TEST(second_draws_follow_what_is_left)
{
	double share[FACTS], in[FACTS], chi;

	facts(FACTS, 1.3);
	weights(1, share);
	for (int f = 0; f < FACTS; f++) {
		in[f] = share[f];
		for (int g = 0; g < FACTS; g++)
			in[f] += g == f ? 0 : share[g] * share[f] / (1 - share[g]);
	}
	draw_many(1, 2);
	chi = chi_square(in);
	/* hits of one draw exclude each other, so the sum is smaller than a chi-square's; not 0
	 * though */
	ck_assert_double_gt(chi, 3);
	ck_assert_double_lt(chi, 70);
	knowledge_release(&knowledge);
}
END_TEST

/* A million draws later the weights are what they were: nothing is lost by taking out and back. */
START_TEST(draws_leave_no_residue)
{
	static uint64_t before[501];
	uint32_t drawn[400];
	uint64_t sum;

	facts(500, 4);
	knowledge_draw(&knowledge, 0, &rng, 1, 3, drawn);
	memcpy(before, knowledge.sources[0].tree, sizeof(before));
	sum = knowledge.sources[0].weight_sum;
	for (int i = 0; i < 2500; i++)
		knowledge_draw(&knowledge, 0, &rng, 1, 400, drawn);
	ck_assert_uint_eq(knowledge.sources[0].weight_sum, sum);
	ck_assert_mem_eq(knowledge.sources[0].tree, before, sizeof(before));
	knowledge_release(&knowledge);
}
END_TEST

/* The stale share counted anew: for every fact, is there an update from `absorbed` on that has
 * it? */
static double recount(const struct update_log *log, size_t absorbed)
{
	static bool stale[400];
	double sum = 0;

	memset(stale, 0, sizeof(stale));
	for (size_t u = absorbed; u < log->count; u++)
		for (int i = 0; i < log->updates[u].count; i++)
			stale[log->facts[log->updates[u].first + (size_t)i]] = true;
	for (int f = 0; f < knowledge.facts; f++)
		sum += stale[f] ? knowledge.popularity[f] : 0;
	return sum;
}

static void change(struct update_log *log, struct freshness *freshness, int step)
{
	int count = (int)(12 * rng_unit(&rng));

	count = knowledge_draw(&knowledge, 0, &rng, 0.5, count, update_log_room(log, count));
	update_log_add(log, step, step + 1, count);
	freshness_change(freshness, &knowledge, log);
}

/* Changes and absorptions in random order, with facts that change again while still unseen. */
START_TEST(stale_share_is_what_a_recount_says)
{
	struct update_log log = { 0 };
	struct freshness freshness;

	facts(400, 1);
	freshness_init(&freshness, &knowledge);
	for (int step = 0; step < 4000; step++) {
		/* phases in which the unseen pile up and phases in which they go down to none */
		if (rng_unit(&rng) < (step / 500 % 2 ? 0.3 : 0.6))
			change(&log, &freshness, step);
		else if (freshness.absorbed < log.count)
			freshness_absorb(&freshness, &knowledge, &log);
		NEAR(freshness.stale, recount(&log, freshness.absorbed), 1e-12);
		HOLDS(freshness.stale >= 0);
	}
	freshness_clear(&freshness, &knowledge);
	update_log_clear(&log);
	ck_assert_double_eq(freshness.stale, 0);
	change(&log, &freshness, 0);
	ck_assert_double_eq_tol(freshness.stale, recount(&log, 0), 1e-15);
	freshness_release(&freshness);
	update_log_release(&log);
	knowledge_release(&knowledge);
}
END_TEST

/* After everything is seen the share is 0 and not a rounding error. */
START_TEST(nothing_unseen_is_exactly_fresh)
{
	struct update_log log = { 0 };
	struct freshness freshness;

	facts(400, 0.8);
	freshness_init(&freshness, &knowledge);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 20; i++)
			change(&log, &freshness, i);
		while (freshness.absorbed < log.count)
			freshness_absorb(&freshness, &knowledge, &log);
		ck_assert_double_eq(freshness.stale, 0);
	}
	freshness_release(&freshness);
	update_log_release(&log);
	knowledge_release(&knowledge);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("knowledge");

	tcase_add_test(tcase, popularity_is_zipf);
	tcase_add_test(tcase, single_facts_take_their_share);
	tcase_add_test(tcase, a_draw_has_no_fact_twice);
	tcase_add_test(tcase, draws_at_the_ends);
	tcase_add_test(tcase, draws_follow_the_weights);
	tcase_add_test(tcase, second_draws_follow_what_is_left);
	tcase_add_test(tcase, draws_leave_no_residue);
	tcase_add_test(tcase, stale_share_is_what_a_recount_says);
	tcase_add_test(tcase, nothing_unseen_is_exactly_fresh);
	return suite_run("knowledge", tcase);
}
