// SPDX-License-Identifier: MIT
#include "sim/workload.h"

#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

enum { MANY = 80000 };

static struct params params;
static struct workload workload;
static struct block block;

/* A stream of `count` queries laid end to end. */
struct stream {
	int count;
	double clock[MANY], luck[LUCK_COUNT][MANY];
};
static struct stream one, two;

static void append(struct stream *stream)
{
	size_t size = (size_t)block.count * sizeof(double);

	HOLDS(stream->count + block.count <= MANY);
	memcpy(stream->clock + stream->count, block.clock, size);
	for (int i = 0; i < LUCK_COUNT; i++)
		memcpy(stream->luck[i] + stream->count, block.luck[i], size);
	stream->count += block.count;
}

static void record(struct stream *stream, uint64_t seed, uint64_t anchor, int count, int limit)
{
	stream->count = 0;
	workload_open(&workload, seed, 0, anchor, &params);
	while (stream->count < count) {
		int left = count - stream->count;

		workload_fill(&workload, &block, left < limit ? left : limit, (double)INFINITY);
		HOLDS(block.count > 0);
		append(stream);
	}
}

static struct tally tally_of(const double *x, int count)
{
	struct tally tally = { 0 };

	for (int i = 0; i < count; i++)
		tally_add(&tally, x[i]);
	return tally;
}

/* Gaps of mean 1 and the variation that was asked for. The variance of a gamma sample's variance is
 * (2 + 6 cv^2) / n of its square. */
START_TEST(gaps)
{
	static const double cvs[] = { 0, 0.3, 1, 3, 13 };
	const double cv = cvs[_i];
	struct tally tally;

	params_init(&params);
	params.traffic.burst_cv = cv;
	record(&one, 1, 0, MANY, BLOCK_QUERIES);
	for (int i = 0; i + 1 < MANY; i++) {
		one.clock[i] = one.clock[i + 1] - one.clock[i];
		HOLDS(one.clock[i] >= 0);
	}
	tally = tally_of(one.clock, MANY - 1);
	ck_assert_double_eq_tol(tally.mean, 1, 1e-9 + 4.5 * cv / sqrt(MANY));
	ck_assert_double_eq_tol(tally_variance(&tally), cv * cv,
				1e-9 + 4.5 * cv * cv * sqrt((2 + 6 * cv * cv) / MANY));
}
END_TEST

/* A stationary process has rate 1 from the first instant on: in any short stretch after the start
 * as many arrivals as it is long, and on average (1 + cv^2) / 2 until the first. */
START_TEST(start_is_stationary)
{
	static const double cvs[] = { 0, 0.3, 1, 3 };
	const double cv = cvs[_i], n = 15000;
	struct tally first = { 0 }, early = { 0 };

	params_init(&params);
	params.traffic.burst_cv = cv;
	for (uint64_t anchor = 0; anchor < (uint64_t)n; anchor++) {
		workload_open(&workload, 5, 0, anchor, &params);
		tally_add(&first, (workload.clock + workload.gap));
		workload_fill(&workload, &block, BLOCK_QUERIES, 0.5);
		tally_add(&early, block.count);
	}
	ck_assert_double_eq_tol(first.mean, (1 + cv * cv) / 2, 4.5 * tally_sd(&first) / sqrt(n));
	ck_assert_double_eq_tol(early.mean, 0.5, 4.5 * tally_sd(&early) / sqrt(n));
}
END_TEST

/* Every factor has mean 1 and its own spread; the law of searching can be chosen. */
START_TEST(luck_has_mean_one)
{
	static const struct {
		enum dist dist;
		double cv;
	} laws[] = { { DIST_LOGNORMAL, 0.9 },
		     { DIST_EXPONENTIAL, 1 },
		     { DIST_DETERMINISTIC, 0 },
		     { DIST_GAMMA, 0.9 } };
	double expected[LUCK_COUNT];

	params_init(&params);
	params.traffic.prompt_cv = expected[LUCK_QUESTION] = 0.8;
	params.traffic.answer_cv = expected[LUCK_ANSWER] = 0.7;
	params.rag.embed_cv = expected[LUCK_QUEUE + QUEUE_EMBED] = 0.3;
	params.base.ttft_cv = expected[LUCK_FIRST] = 0.55;
	params.base.output_cv = expected[LUCK_OUTPUT] = 0;
	params.rag.search_cv = 0.9;
	params.rag.search_dist = laws[_i].dist;
	expected[LUCK_SEARCH] = laws[_i].cv;
	record(&one, 2, 0, MANY, BLOCK_QUERIES);
	for (int luck = 0; luck < LUCK_COUNT; luck++) {
		struct tally tally = tally_of(one.luck[luck], MANY);

		ck_assert_double_ge(tally.min, 0);
		ck_assert_double_eq_tol(tally.mean, 1, 1e-12 + 4.5 * expected[luck] / sqrt(MANY));
		ck_assert_double_eq_tol(tally_sd(&tally), expected[luck],
					1e-12 + 0.03 * expected[luck]);
	}
}
END_TEST

/* The third moment tells a lognormal law from a gamma law of the same mean and variation:
 * 3 cv + cv^3 against 2 cv, and 2 for the exponential. */
START_TEST(laws_of_searching_differ)
{
	static const double skews[] = { 1.5 + 0.125, 2, 0, 1 };
	double sum = 0;
	struct tally tally;

	params_init(&params);
	params.rag.search_cv = 0.5;
	params.rag.search_dist = _i;
	record(&one, 3, 0, MANY, BLOCK_QUERIES);
	tally = tally_of(one.luck[LUCK_SEARCH], MANY);
	for (int i = 0; i < MANY; i++)
		sum += pow(one.luck[LUCK_SEARCH][i] - tally.mean, 3) / MANY;
	if (_i == DIST_DETERMINISTIC)
		ck_assert_double_eq(sum, 0);
	else
		ck_assert_double_eq_tol(sum / pow(tally_sd(&tally), 3), skews[_i], 0.12);
}
END_TEST

/* Lengths, times and arrivals must not know of each other, and neighbours in a stream neither. */
START_TEST(luck_is_independent)
{
	const double *x[LUCK_COUNT + 1];

	params_init(&params);
	params.traffic.history_tok = 1;
	params.traffic.format_frac = params.serving.repair_tries = 1;
	params.serving.response_ttl_s = params.serving.review_frac = 1;
	params.rag.rerank = 1;
	record(&one, 4, 0, MANY, BLOCK_QUERIES);
	for (int i = MANY - 1; i > 0; i--)
		one.clock[i] -= one.clock[i - 1];
	for (int i = 0; i < LUCK_COUNT; i++)
		x[i] = one.luck[i];
	x[LUCK_COUNT] = one.clock;
	for (int i = 0; i <= LUCK_COUNT; i++)
		for (int j = 0; j <= i; j++) {
			struct tally a = tally_of(x[i], MANY), b = tally_of(x[j], MANY);
			double sum = 0;

			if (i == LUCK_CONTEXT || j == LUCK_CONTEXT)
				continue; /* no luck without a trace */
			for (int k = 1; k < MANY; k++)
				sum += (x[i][k] - a.mean) * (x[j][i == j ? k - 1 : k] - b.mean);
			ck_assert_double_lt(fabs(sum / MANY / tally_sd(&a) / tally_sd(&b)),
					    4.5 / sqrt(MANY));
		}
}
END_TEST

static void check_same(const double *a, const double *b, int count)
{
	ck_assert_mem_eq(a, b, (size_t)count * sizeof(*a));
}

/* A slider that moves something else must leave every query as it was. */
START_TEST(common_random_numbers)
{
	params_init(&params);
	record(&one, 6, 3, 5000, BLOCK_QUERIES);
	params.traffic.volume_qpm = 1e8;
	params.traffic.prompt_tok = 9;
	params.rag.search_servers = 3;
	record(&two, 6, 3, 5000, BLOCK_QUERIES);
	check_same(one.clock, two.clock, 5000);
	for (int i = 0; i < LUCK_COUNT; i++)
		check_same(one.luck[i], two.luck[i], 5000);
	/* another spread or burstiness moves its own stream only */
	params.traffic.prompt_cv = 2;
	params.traffic.burst_cv = 3;
	record(&two, 6, 3, 5000, BLOCK_QUERIES);
	ck_assert_double_ne(one.clock[100], two.clock[100]);
	ck_assert_double_ne(one.luck[LUCK_QUESTION][100], two.luck[LUCK_QUESTION][100]);
	for (int i = LUCK_QUESTION + 1; i < LUCK_COUNT; i++)
		check_same(one.luck[i], two.luck[i], 5000);
}
END_TEST

START_TEST(windows_and_seeds_differ)
{
	params_init(&params);
	record(&one, 6, 3, 10, BLOCK_QUERIES);
	record(&two, 6, 4, 10, BLOCK_QUERIES);
	ck_assert_double_ne(one.clock[0], two.clock[0]);
	ck_assert_double_ne(one.luck[LUCK_ANSWER][0], two.luck[LUCK_ANSWER][0]);
	record(&two, 7, 3, 10, BLOCK_QUERIES);
	ck_assert_double_ne(one.clock[0], two.clock[0]);
	ck_assert_double_ne(one.luck[LUCK_ANSWER][0], two.luck[LUCK_ANSWER][0]);
}
END_TEST

/* How the stream is cut into blocks is nobody's business. */
START_TEST(blocks_do_not_matter)
{
	params_init(&params);
	params.traffic.burst_cv = 2;
	params.rag.search_dist = DIST_GAMMA;
	record(&one, 8, 0, 5000, BLOCK_QUERIES);
	record(&two, 8, 0, 5000, 7);
	check_same(one.clock, two.clock, 5000);
	for (int i = 0; i < LUCK_COUNT; i++)
		check_same(one.luck[i], two.luck[i], 5000);
	/* by time instead: everything before an instant, then everything after */
	two.count = 0;
	workload_open(&workload, 8, 0, 0, &params);
	for (double end = 0; two.count < 5000; end += 13.7) {
		workload_fill(&workload, &block, BLOCK_QUERIES, end);
		for (int i = 0; i < block.count; i++)
			HOLDS(block.clock[i] < end && block.clock[i] >= end - 13.7);
		append(&two);
	}
	check_same(one.clock, two.clock, 5000);
	check_same(one.luck[LUCK_SEARCH], two.luck[LUCK_SEARCH], 5000);
}
END_TEST

/* From the next block on; the arrivals so far stay. */
START_TEST(parameters_change_on_the_way)
{
	params_init(&params);
	record(&one, 9, 0, 2000, BLOCK_QUERIES);
	workload_open(&workload, 9, 0, 0, &params);
	workload_fill(&workload, &block, 100, (double)INFINITY);
	params.traffic.prompt_cv = 0;
	params.rag.search_dist = DIST_DETERMINISTIC;
	workload_params(&workload, &params);
	workload_fill(&workload, &block, 100, (double)INFINITY);
	for (int i = 0; i < 100; i++) {
		ck_assert_double_eq(block.clock[i], one.clock[100 + i]);
		ck_assert_double_eq(block.luck[LUCK_QUESTION][i], 1);
		ck_assert_double_eq(block.luck[LUCK_SEARCH][i], 1);
		ck_assert_double_eq(block.luck[LUCK_ANSWER][i], one.luck[LUCK_ANSWER][100 + i]);
	}
}
END_TEST

/* Times of an API are drawn where any architecture has one. */
START_TEST(own_batches_need_no_api)
{
	params_init(&params);
	params.serving.mode = SERVING_SELF;
	if (_i == 1)
		params.ft.mode = SERVING_API;
	workload_open(&workload, 9, 0, 0, &params);
	workload_fill(&workload, &block, 100, (double)INFINITY);
	for (int i = 0; i < 100; i++) {
		ck_assert((block.luck[LUCK_FIRST][i] == 1) == (_i == 0));
		ck_assert((block.luck[LUCK_OUTPUT][i] == 1) == (_i == 0));
		ck_assert_double_ne(block.luck[LUCK_ANSWER][i], 1);
	}
	/* what was drawn before is 1 again */
	params.ft.mode = SERVING_SELF;
	workload_params(&workload, &params);
	workload_fill(&workload, &block, 100, (double)INFINITY);
	for (int i = 0; i < 100; i++)
		ck_assert_double_eq(block.luck[LUCK_FIRST][i], 1);
}
END_TEST

/* A variation so small that its square is 0 is none: it must not make times that are no numbers,
 * for which a window would wait forever. */
START_TEST(almost_no_variation)
{
	static const double cvs[] = { 5e-324, 1e-160, 1e-100, 1e-9, 1e-6 };

	for (int c = 0; c < 5; c++) {
		params_init(&params);
		params.traffic.burst_cv = cvs[c];
		params.rag.search_cv = cvs[c];
		params.rag.search_dist = DIST_GAMMA;
		record(&one, 10, 0, 1000, BLOCK_QUERIES);
		for (int i = 1; i < 1000; i++) {
			NEAR(one.clock[i] - one.clock[i - 1], 1, 1e-4);
			NEAR(one.luck[LUCK_SEARCH][i], 1, 1e-4);
		}
	}
}
END_TEST

/* The largest legal values: finite, in order, and not stuck. */
START_TEST(enormous_variation)
{
	params_init(&params);
	params.traffic.burst_cv = param_table[P_traffic_burst_cv].max;
	params.rag.search_cv = params.traffic.prompt_cv = params.base.ttft_cv = 10;
	params.rag.search_dist = DIST_GAMMA;
	record(&one, 11, 0, MANY, BLOCK_QUERIES);
	for (int i = 0; i < MANY; i++) {
		HOLDS(isfinite(one.clock[i]) && (i == 0 || one.clock[i] >= one.clock[i - 1]));
		HOLDS(isfinite(one.luck[LUCK_SEARCH][i]) && one.luck[LUCK_SEARCH][i] >= 0);
		HOLDS(isfinite(one.luck[LUCK_QUESTION][i]));
	}
	ck_assert_double_eq_tol(one.clock[MANY - 1] / MANY, 1, 4.5 * 20 / sqrt(MANY));
}
END_TEST

START_TEST(too_large_a_block_aborts)
{
	params_init(&params);
	workload_open(&workload, 1, 0, 0, &params);
	workload_fill(&workload, &block, BLOCK_QUERIES + 1, 1);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("workload");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, gaps, 0, 5);
	tcase_add_loop_test(tcase, start_is_stationary, 0, 4);
	tcase_add_loop_test(tcase, luck_has_mean_one, 0, 4);
	tcase_add_loop_test(tcase, laws_of_searching_differ, 0, 4);
	tcase_add_test(tcase, luck_is_independent);
	tcase_add_test(tcase, common_random_numbers);
	tcase_add_test(tcase, windows_and_seeds_differ);
	tcase_add_test(tcase, blocks_do_not_matter);
	tcase_add_test(tcase, parameters_change_on_the_way);
	tcase_add_loop_test(tcase, own_batches_need_no_api, 0, 2);
	tcase_add_test(tcase, almost_no_variation);
	tcase_add_test(tcase, enormous_variation);
	tcase_add_test_raise_signal(tcase, too_large_a_block_aborts, SIGABRT);
	return suite_run("workload", tcase);
}
