// SPDX-License-Identifier: MIT
/*
 * Traffic in two states: the mean rate is what it was, counts disperse as those of a
 * Markov-modulated Poisson process do, and queues feel it.
 */
#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/workload.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void bursts(double factor, double minutes, double per_day)
{
	fixture_quiet(&scenario);
	p->traffic.burst_factor = factor;
	p->traffic.burst_minutes = minutes;
	p->traffic.bursts_per_day = per_day;
}

/* Queries in each of n intervals of t_s, at a mean rate. */
static void count(uint64_t seed, double rate_rps, double t_s, int n, double *counts)
{
	static struct workload workload;
	static struct block block;

	workload_open(&workload, seed, 0, 0, p);
	workload_rate(&workload, rate_rps);
	do {
		workload_fill(&workload, &block, BLOCK_QUERIES, n * t_s * rate_rps);
		for (int i = 0; i < block.count; i++)
			counts[(int)(block.clock[i] / rate_rps / t_s)]++;
	} while (block.count > 0);
}

/* Of a Markov-modulated Poisson process with two states, in counts over t_s. */
static double index_of_dispersion(double rate_rps, double t_s)
{
	double burst_s = p->traffic.burst_minutes * 60, quiet_s = 86400 / p->traffic.bursts_per_day;
	double share = burst_s / (burst_s + quiet_s), factor = p->traffic.burst_factor;
	double low = rate_rps / (1 - share + factor * share), high = factor * low;
	double s = 1 / burst_s + 1 / quiet_s;

	return 1 + 2 * (high - low) * (high - low) * share * (1 - share) / (rate_rps * s) *
			   (1 - (1 - exp(-s * t_s)) / (s * t_s));
}

START_TEST(counts_disperse_as_theory_says)
{
	enum { N = 200000 };
	static const double intervals_s[] = { 20, 300, 2000 };
	double t_s = intervals_s[_i], rate_rps = 0.2, mean = 0, variance = 0, expected;
	double *counts = calloc(N, sizeof(*counts));

	bursts(8, 5, 60);
	count(3, rate_rps, t_s, N, counts);
	for (int i = 0; i < N; i++)
		mean += counts[i] / N;
	for (int i = 0; i < N; i++)
		variance += (counts[i] - mean) * (counts[i] - mean) / (N - 1);
	expected = index_of_dispersion(rate_rps, t_s);
	ck_assert_double_gt(expected, 1.5);
	ck_assert_double_eq_tol(mean / (rate_rps * t_s), 1, 0.02);
	ck_assert_double_eq_tol(variance / mean, expected, 0.04 * expected);
	free(counts);
}
END_TEST

/* Over many short runs the mean is exact, wherever they start. */
START_TEST(mean_rate_is_kept)
{
	double sum = 0;

	bursts(8, 30, 10);
	for (uint64_t seed = 1; seed <= 4000; seed++) {
		double one = 0;

		count(seed, 0.05, 2000, 1, &one);
		sum += one / 4000;
	}
	ck_assert_double_eq_tol(sum, 100, 4.5 * sqrt(100 * index_of_dispersion(0.05, 2000) / 4000));
}
END_TEST

/* A factor of 1, bursts of no length and none a day are the stream as it ever was. */
START_TEST(off_is_off)
{
	static struct workload plain, off;
	static struct block a, b;
	static const double none[][3] = { { 1, 10, 4 }, { 5, 0, 4 }, { 5, 10, 0 } };

	bursts(1, 10, 4);
	workload_open(&plain, 7, 0, 0, p);
	bursts(none[_i][0], none[_i][1], none[_i][2]);
	workload_open(&off, 7, 0, 0, p);
	workload_fill(&plain, &a, BLOCK_QUERIES, INFINITY);
	workload_fill(&off, &b, BLOCK_QUERIES, INFINITY);
	ck_assert_mem_eq(a.clock, b.clock, sizeof(a.clock));
}
END_TEST

static double wait_s(int fidelity, int seeds)
{
	double sum = 0;
	struct error error;

	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_RAG;
	scenario.fidelity = fidelity;
	for (int s = 1; s <= seeds; s++) {
		scenario.seed = (uint64_t)s;
		ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
		sum += result.arch[ARCH_RAG].wait_s[STAGE_SEARCH] / seeds;
	}
	return sum;
}

/* Short bursts, by day and night: longer waits, and windows see them as an exact run does. */
START_TEST(queues_feel_bursts)
{
	double before, exact, sampled;

	bursts(1, 0.5, 600);
	scenario.horizon_days = 4;
	p->traffic.volume_qpm = 3e6;
	p->traffic.diurnal_frac = 0.3;
	p->rag.search_servers = 4;
	p->rag.search_s = 1.5;
	p->rag.queue_limit = 0;
	p->rag.timeout_s = 0;
	before = wait_s(FIDELITY_EXACT, 2);
	p->traffic.burst_factor = 3;
	exact = wait_s(FIDELITY_EXACT, 4);
	ck_assert_double_gt(exact, 2 * before);
	sampled = wait_s(2, 6);
	ck_assert_msg(fabs(sampled / exact - 1) < 0.1, "sampled %.6g, exact %.6g", sampled, exact);
}
END_TEST

/* From its day on, in an exact run. */
START_TEST(a_dated_change_counts_the_same_queries)
{
	struct error error;

	bursts(1, 10, 24);
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_FT;
	scenario.horizon_days = 30;
	scenario.fidelity = FIDELITY_EXACT;
	p->traffic.volume_qpm = 1e6;
	p->traffic.diurnal_frac = 1;
	fixture_set_at(&scenario, 10.3, P_traffic_burst_factor, 4);
	fixture_set_at(&scenario, 20.7, P_traffic_burst_factor, 1);
	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	ck_assert_double_eq_tol(result.queries_simulated, 1e6, 3e4);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("burst");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, counts_disperse_as_theory_says, 0, 3);
	tcase_add_test(tcase, mean_rate_is_kept);
	tcase_add_loop_test(tcase, off_is_off, 0, 3);
	tcase_add_test(tcase, queues_feel_bursts);
	tcase_add_test(tcase, a_dated_change_counts_the_same_queries);
	return suite_run("burst", tcase);
}
