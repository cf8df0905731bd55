// SPDX-License-Identifier: MIT
/*
 * Queueing theory through run() itself: the search (or embedding) station of a simulated RAG, every
 * query simulated, against closed forms. Replications are runs of different seeds; an interval is
 * Student's t over them, at a level such that all cells together fail by chance once in 1,000
 * trials (Bonferroni). Seeds are fixed, so a test that passes once passes always.
 */
#include "bare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/stats.h"
#include "base/suite.h"

enum { SEEDS = 12, CELLS = 180 };

/* Quantiles come from bins 0.8 % wide and are straight inside a bin: what that can bend them by. */
static const double BIN_REL = 0.002;

static const double loads[] = { 0.5, 0.8, 0.9 };
enum { LOADS = sizeof(loads) / sizeof(loads[0]) };

/* Figures of one seed. */
struct sample {
	double wait_s, service_s, utilisation, p50_s, p95_s, lost_frac, cut_frac;
};

struct samples {
	struct sample of[SEEDS];
};

/* More queries where they are more alike: the interval narrows more slowly near saturation. */
static double queries_for(double load)
{
	return load < 0.7 ? 25e3 : load < 0.85 ? 50e3 : 100e3;
}

static struct samples run_seeds(struct scenario *scenario)
{
	struct result *result = malloc(sizeof(*result));
	struct samples samples;

	for (int i = 0; i < SEEDS; i++) {
		const struct arch_result *rag = &result->arch[ARCH_RAG];

		bare_run(scenario, 1000 + (uint64_t)i, result);
		samples.of[i] = (struct sample){
			.wait_s = rag->wait_s[STAGE_SEARCH],
			.service_s = rag->service_s[STAGE_SEARCH],
			.utilisation = rag->utilisation[STAGE_SEARCH],
			.p50_s = rag->ttft_s.p50,
			.p95_s = rag->ttft_s.p95,
			.lost_frac = rag->dropped / rag->queries,
			.cut_frac = rag->timed_out / rag->queries,
		};
	}
	free(result);
	return samples;
}

/* Is `expected` inside the interval of the figure at this offset, widened by a relative `slack`? */
static void meets(const struct samples *samples, size_t offset, double expected, double slack,
		  const char *what)
{
	double x[SEEDS], lo, hi;

	for (int i = 0; i < SEEDS; i++)
		memcpy(&x[i], (const char *)&samples->of[i] + offset, sizeof(x[i]));
	stats_mean_ci(x, SEEDS, 1 - 0.001 / CELLS, &lo, &hi);
	ck_assert_msg(lo - slack * expected <= expected && expected <= hi + slack * expected,
		      "%s: expected %.9g, found %.9g to %.9g", what, expected, lo, hi);
	/* An interval that says nothing would make a test that cannot fail. */
	ck_assert_msg(hi - lo < expected, "%s: %.9g to %.9g is too wide", what, lo, hi);
}

#define MEETS(samples, member, expected, slack) \
	meets(samples, offsetof(struct sample, member), expected, slack, #member)

/* The references among themselves: a slip in one of them would blame the simulator. */
START_TEST(closed_forms_agree)
{
	struct theory_station station = { 0.8, 1, 1 }, many = { 3.4, 1, 4 };
	double sum = 0, step = 1e-3;

	ck_assert_double_eq_tol(theory_erlang_b(2, 1), 0.2, 1e-12);
	ck_assert_double_eq_tol(theory_mmc_wait_s(&station), theory_mg1_wait_s(&station, 1), 1e-12);
	ck_assert_double_eq_tol(theory_gmc_wait_s(&station, 1), theory_mmc_wait_s(&station), 1e-9);
	ck_assert_double_eq_tol(theory_gmc_wait_s(&many, 1), theory_mmc_wait_s(&many), 1e-9);
	ck_assert_double_eq_tol(theory_mmck(&many, 2000).wait_s, theory_mmc_wait_s(&many), 1e-9);
	ck_assert_double_eq_tol(theory_mmck(&many, 0).lost_frac, theory_erlang_b(4, 3.4), 1e-12);
	ck_assert_double_eq_tol(theory_mm1_patience(&station, 400).wait_s,
				theory_mmc_wait_s(&station), 1e-9);
	ck_assert_double_eq_tol(theory_mmc_sojourn_tail(&station, 7), exp(-0.2 * 7), 1e-12);
	for (double t = step / 2; t < 25; t += step)
		sum += step * (1 - 0.2 * theory_md1_level(&station, t));
	ck_assert_double_eq_tol(sum, theory_mg1_wait_s(&station, 0), 1e-3);
}
END_TEST

/* Waits, their tails and utilisation of M/M/c: the station's order of service, and the arrivals. */
START_TEST(m_m_c)
{
	static const int servers[] = { 1, 2, 4, 16 };
	/* Of sixteen servers one is nearly always free at half load. */
	static const double higher[LOADS] = { 0.75, 0.85, 0.95 };
	struct scenario scenario;

	for (size_t i = 0; i < LOADS * sizeof(servers) / sizeof(servers[0]); i++) {
		double load = (servers[i / LOADS] > 10 ? higher : loads)[i % LOADS];
		struct theory_station station = bare_station(queries_for(load), servers[i / LOADS],
							     load);
		struct samples samples;

		bare_search(&scenario, &station);
		samples = run_seeds(&scenario);
		MEETS(&samples, wait_s, theory_mmc_wait_s(&station), 0);
		MEETS(&samples, service_s, station.service_s, 0);
		MEETS(&samples, utilisation, load, 0);
		MEETS(&samples, p50_s, theory_tail_inverse(theory_mmc_sojourn_tail, &station, 0.5),
		      BIN_REL);
		MEETS(&samples, p95_s, theory_tail_inverse(theory_mmc_sojourn_tail, &station, 0.05),
		      BIN_REL);
	}
}
END_TEST

/* Pollaczek and Khinchine: what a law of service does is in its first two moments. */
START_TEST(m_g_1)
{
	static const struct {
		enum dist dist;
		double cv;
	} laws[] = { { DIST_DETERMINISTIC, 0 },
		     { DIST_LOGNORMAL, 0.9 },
		     { DIST_GAMMA, 0.5 },
		     { DIST_GAMMA, 1.5 } };
	struct scenario scenario;

	for (size_t i = 0; i < LOADS * sizeof(laws) / sizeof(laws[0]); i++) {
		double load = loads[i % LOADS], cv = laws[i / LOADS].cv;
		struct theory_station station = bare_station(queries_for(load), 1, load);
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.rag.search_dist = laws[i / LOADS].dist;
		scenario.params.rag.search_cv = laws[i / LOADS].dist == DIST_DETERMINISTIC ? 3 : cv;
		samples = run_seeds(&scenario);
		MEETS(&samples, wait_s, theory_mg1_wait_s(&station, cv), 0);
		MEETS(&samples, service_s, station.service_s, 1e-9);
	}
}
END_TEST

/* The wait's own tail, by Crommelin: with an even service the sojourn is the wait, shifted. */
START_TEST(m_d_1_tail)
{
	struct scenario scenario;

	for (size_t i = 0; i < LOADS; i++) {
		struct theory_station station = bare_station(queries_for(loads[i]), 1, loads[i]);
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.rag.search_dist = DIST_DETERMINISTIC;
		samples = run_seeds(&scenario);
		MEETS(&samples, p95_s,
		      station.service_s + theory_tail_inverse(theory_md1_wait_tail, &station, 0.05),
		      BIN_REL);
	}
}
END_TEST

/* Gaps of the asked spread and shape: even ones, gamma ones smoother and burstier than Poisson. */
START_TEST(gi_m_c)
{
	static const struct {
		double gap_cv;
		int servers;
	} kinds[] = { { 0, 1 }, { 0.5, 1 }, { 3, 1 }, { 0, 4 }, { 2, 4 } };
	struct scenario scenario;

	for (size_t i = 0; i < LOADS * sizeof(kinds) / sizeof(kinds[0]); i++) {
		double load = loads[i % LOADS], gap_cv = kinds[i / LOADS].gap_cv;
		struct theory_station station = bare_station(queries_for(load),
							     kinds[i / LOADS].servers, load);
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.traffic.burst_cv = gap_cv;
		samples = run_seeds(&scenario);
		MEETS(&samples, wait_s, theory_gmc_wait_s(&station, gap_cv), 0);
		MEETS(&samples, utilisation, load, 1e-4);
	}
}
END_TEST

/* A finite queue turns away what Erlang's balance says, also where more comes than can be
 * served. */
START_TEST(m_m_c_k)
{
	static const struct {
		int servers, room;
	} kinds[] = { { 1, 1 }, { 1, 6 }, { 4, 3 } };
	static const double offers[] = { 0.5, 0.9, 1.3 };
	struct scenario scenario;

	for (size_t i = 0; i < 3 * sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct theory_station station = bare_station(60e3, kinds[i / 3].servers,
							     offers[i % 3]);
		struct theory_loss loss = theory_mmck(&station, kinds[i / 3].room);
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.rag.queue_limit = kinds[i / 3].room;
		samples = run_seeds(&scenario);
		MEETS(&samples, lost_frac, loss.lost_frac, 0);
		MEETS(&samples, wait_s, loss.wait_s, 0);
		MEETS(&samples, utilisation, offers[i % 3] * (1 - loss.lost_frac), 0);
	}
}
END_TEST

/* Patience that covers wait and service: who is cut off frees the server at once. */
START_TEST(patience)
{
	static const double offers[] = { 0.7, 1, 1.3 }, limits[] = { 2, 6 };
	struct scenario scenario;

	for (int i = 0; i < 6; i++) {
		struct theory_station station = bare_station(60e3, 1, offers[i % 3]);
		double patience_s = limits[i / 3] * station.service_s;
		struct theory_patience mm1 = theory_mm1_patience(&station, patience_s);
		struct theory_patience md1 = theory_md1_patience(&station, patience_s);
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.rag.timeout_s = patience_s;
		samples = run_seeds(&scenario);
		MEETS(&samples, cut_frac, mm1.cut_frac, 0);
		MEETS(&samples, wait_s, mm1.wait_s, 0);
		MEETS(&samples, utilisation, 1 - mm1.idle_frac, 0);
		scenario.params.rag.search_dist = DIST_DETERMINISTIC;
		samples = run_seeds(&scenario);
		MEETS(&samples, cut_frac, md1.cut_frac, 0);
		MEETS(&samples, utilisation, 1 - md1.idle_frac, 0);
	}
}
END_TEST

/* A crowd of embedders lets a Poisson stream through as one (Mirasol 1963), so that the search
 * behind it is M/M/c to the letter: events of the two stations must interleave rightly for that. */
START_TEST(tandem)
{
	struct scenario scenario;

	for (size_t i = 0; i < LOADS; i++) {
		struct theory_station station = bare_station(queries_for(loads[i]), 4, loads[i]);
		struct result *result = malloc(sizeof(*result));
		struct samples samples;

		bare_search(&scenario, &station);
		scenario.params.rag.embed_s = 20 / station.rate_rps;
		scenario.params.rag.embed_cv = 1.5;
		scenario.params.rag.embed_servers = 1024;
		samples = run_seeds(&scenario);
		MEETS(&samples, wait_s, theory_mmc_wait_s(&station), 0);
		bare_run(&scenario, 1, result);
		ck_assert_double_eq(result->arch[ARCH_RAG].wait_s[STAGE_EMBED], 0);
		free(result);
	}
}
END_TEST

/* The embedding station queues as well. */
START_TEST(embedding)
{
	struct scenario scenario;

	for (size_t i = 0; i < LOADS; i++) {
		struct theory_station station = bare_station(queries_for(loads[i]), 1, loads[i]);
		struct result *result = malloc(sizeof(*result));
		struct samples samples = { 0 };

		bare_search(&scenario, &station);
		scenario.params.rag.search_s = 0;
		scenario.params.rag.embed_s = station.service_s;
		scenario.params.rag.embed_cv = 0.8;
		scenario.params.rag.embed_servers = 1;
		for (int s = 0; s < SEEDS; s++) {
			bare_run(&scenario, (uint64_t)s, result);
			samples.of[s].wait_s = result->arch[ARCH_RAG].wait_s[STAGE_EMBED];
		}
		MEETS(&samples, wait_s, theory_mg1_wait_s(&station, 0.8), 0);
		free(result);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("theory");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, closed_forms_agree);
	tcase_add_test(tcase, m_m_c);
	tcase_add_test(tcase, m_g_1);
	tcase_add_test(tcase, m_d_1_tail);
	tcase_add_test(tcase, gi_m_c);
	tcase_add_test(tcase, m_m_c_k);
	tcase_add_test(tcase, patience);
	tcase_add_test(tcase, tandem);
	tcase_add_test(tcase, embedding);
	return suite_run("theory", tcase);
}
