// SPDX-License-Identifier: MIT
/* How windows start, against theory and by hand: the queue in equilibrium, behind a backlog, within
 * a slot, and while a model gets faster. (The walk and the fluid: test_plan.c.) */
#include "sim/backlog.h"

#include <math.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "validate/theory.h"

enum { POINTS = 100000 };

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct profile profile;

/* Searches of a second, one after another and without any limit. */
static struct line line_of(int servers, enum dist dist, double queue_limit)
{
	fixture_quiet(&scenario);
	p->rag.search_s = 1;
	p->rag.search_servers = servers;
	p->rag.search_dist = dist;
	p->rag.queue_limit = queue_limit;
	p->rag.timeout_s = 0;
	return backlog_queue_line(p, QUEUE_SEARCH);
}

/* Over all luck: how many find a queue, times how long it is then. */
static double mean_queue(const struct line *line, double rate_rps)
{
	double sum = 0;
	int some = 0;

	for (int i = 0; i < POINTS; i++) {
		double luck = (i + 0.5) / POINTS;
		const double found[2] = { luck, 0.5 }, length[2] = { 0, luck };

		some += backlog_start(line, rate_rps, 0, 0, found).queue > 0;
		sum += backlog_start(line, rate_rps, 0, 0, length).queue / POINTS;
	}
	return sum * some / POINTS;
}

/* Those who wait in M/M/c are as many as Erlang says: C rho / (1 - rho). */
START_TEST(equilibrium_of_m_m_c)
{
	static const int servers[] = { 1, 4, 16 };
	static const double loads[] = { 0.5, 0.8, 0.95 };

	for (int i = 0; i < 9; i++) {
		double rate_rps = servers[i / 3] * loads[i % 3];
		struct line line = line_of(servers[i / 3], DIST_EXPONENTIAL, 0);
		struct theory_station station = { rate_rps, 1, servers[i / 3] };
		double expected = rate_rps * theory_mmc_wait_s(&station);

		ck_assert_double_eq_tol(mean_queue(&line, rate_rps), expected, 2e-3 * expected);
	}
}
END_TEST

/* And in M/D/1 as Pollaczek and Khinchine say. */
START_TEST(equilibrium_of_m_d_1)
{
	struct line line = line_of(1, DIST_DETERMINISTIC, 0);
	struct theory_station station = { 0.8, 1, 1 };

	ck_assert_double_eq_tol(mean_queue(&line, 0.8), 0.8 * theory_mg1_wait_s(&station, 0), 2e-3);
}
END_TEST

/* Where no more than b may wait the exponential of mean m is cut off there. */
START_TEST(equilibrium_is_cut_off_at_the_bound)
{
	struct line line = line_of(1, DIST_EXPONENTIAL, 5);
	double m = 0.9 / 0.1, cut = exp(-5 / m);

	ck_assert_double_eq_tol(mean_queue(&line, 0.9), 0.9 * (m - 5 * cut / (1 - cut)), 1e-3);
}
END_TEST

/* What was carried there, such that it is right 100 queries later; its services vary around their
 * mean as the sum of 951 does. */
START_TEST(behind_a_backlog)
{
	struct line line = line_of(1, DIST_EXPONENTIAL, 0);
	const double u[2] = { 0.5, 0.5 };
	double sum = 0, squares = 0;

	ck_assert_double_eq(backlog_start(&line, 2, 1000, 100, u).queue, 950);
	ck_assert_double_eq(backlog_start(&line, 0.5, 1000, 100, u).queue, 1100);
	ck_assert_double_eq(backlog_start(&line, 0.5, 1000, 5000, u).queue, 2000);
	for (int i = 0; i < POINTS; i++) {
		const double luck[2] = { (i + 0.5) / POINTS, 0.5 };
		double service_s = backlog_start(&line, 2, 1000, 100, luck).service_s;

		sum += service_s / POINTS;
		squares += service_s * service_s / POINTS;
	}
	ck_assert_double_eq_tol(sum, 1, 1e-5);
	ck_assert_double_eq_tol(squares - sum * sum, 1 / 951.0, 1e-5);
}
END_TEST

/* An hour that begins with 3,600 and works off two a second: nobody waits from its middle on. */
START_TEST(within_a_slot)
{
	struct line line = line_of(3, DIST_EXPONENTIAL, 0);
	const struct slot slots[2] = { { .start_s = 0, .through_rps = 1 }, { .start_s = 3600 } };

	ck_assert_double_eq(backlog_within(&line, slots, 0.25, 3600, 0), 1800);
	ck_assert_double_eq(backlog_within(&line, slots, 0.75, 3600, 0), 0);
	/* one that does not get there is a straight line */
	ck_assert_double_eq(backlog_within(&line, slots, 0.25, 10000, 2800), 8200);
}
END_TEST

/* A queue that one replica would work off in two hours; after the first there are three of them:
 * the other half takes twenty minutes. */
START_TEST(pace_of_a_model_that_grows)
{
	static struct lines lines[2];
	double full_rps, queue;

	fixture_quiet(&scenario);
	scenario.horizon_days = 1;
	p->serving.mode = SERVING_SELF;
	p->serving.replicas = 1;
	fixture_set_at(&scenario, 5.0 / 24, P_serving_replicas, 3);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 2);
	for (int r = 0; r < 2; r++)
		backlog_lines(&profile, r, &lines[r]);
	full_rps = lines[0].model[ARCH_RAG].full_rps;
	ck_assert_double_eq_tol(lines[1].model[ARCH_RAG].full_rps, 3 * full_rps, 1e-9 * full_rps);
	queue = 2 * HOUR_S * full_rps;
	ck_assert_double_eq_tol(backlog_pace(&profile, lines, ARCH_RAG, 4, 4 * HOUR_S, queue),
				(60.0 + 20) / 120, 1e-9);
	ck_assert_double_eq(backlog_pace(&profile, lines, ARCH_RAG, 4, 4 * HOUR_S, 0), 1);
	ck_assert_double_eq_tol(backlog_pace(&profile, lines, ARCH_RAG, 6, 6 * HOUR_S, queue), 1,
				1e-12);
	profile_release(&profile);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("backlog");

	tcase_add_test(tcase, equilibrium_of_m_m_c);
	tcase_add_test(tcase, equilibrium_of_m_d_1);
	tcase_add_test(tcase, equilibrium_is_cut_off_at_the_bound);
	tcase_add_test(tcase, behind_a_backlog);
	tcase_add_test(tcase, within_a_slot);
	tcase_add_test(tcase, pace_of_a_model_that_grows);
	return suite_run("backlog", tcase);
}
