// SPDX-License-Identifier: MIT
/* The microscope: what it records adds up, agrees with theory and with the simulation of all
 * queries, and does not depend on how it is advanced. */
#include "sim/scope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "sim/bare.h"
#include "sim/fixture.h"
#include "sim/queues.h"
#include "sim/random_scenario.h"

static struct scenario *scenario;
static struct scope *scope;
static struct scope_record *record;

static void setup(void)
{
	scenario = xcalloc(1, sizeof(*scenario));
	scenario_init(scenario);
	scope = NULL;
	record = NULL;
}

static void teardown(void)
{
	scope_record_free(record);
	scope_free(scope);
	free(scenario);
}

static void open_scope(enum arch arch, double at_s)
{
	struct error error;

	scope_record_free(record);
	record = NULL;
	scope_free(scope);
	ck_assert_msg(scope_new(scenario, arch, at_s, NULL, &scope, &error), "%s", error.message);
}

/* From the moment on. */
static void watch(enum arch arch, double at_s, double span_s)
{
	open_scope(arch, at_s);
	scope_advance(scope, span_s, NULL);
	record = scope_record(scope, at_s);
}

/* ---- it adds up ---- */

static double under_way(double at_s)
{
	double t_s = at_s - record->origin_s, sum = record->before;

	for (uint32_t i = 0; i < record->query_count; i++)
		if (record->queries[i].arrival_s <= t_s && t_s < record->queries[i].leave_s)
			sum += record->queries[i].weight;
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct scope_count ghosts = scope_ghosts(record, (enum queue)q, at_s);

		sum += ghosts.waiting + ghosts.busy;
	}
	return sum;
}

static double at_stages(double at_s)
{
	struct scope_count counts[STAGE_COUNT];
	double sum = 0;

	scope_count(record, at_s, counts);
	for (int i = 0; i < STAGE_COUNT; i++)
		sum += counts[i].waiting + counts[i].busy;
	return sum;
}

/* Everybody who is there is at exactly one stage, at every instant. */
static void expect_conservation(void)
{
	enum { INSTANTS = 500 };
	double span_s = record->to_s - record->from_s;

	ck_assert_uint_gt(record->query_count, 100);
	for (int i = 0; i < INSTANTS; i++) {
		double at_s = record->from_s + span_s * (i + 0.37) / INSTANTS;

		NEAR(at_stages(at_s), under_way(at_s), 1e-9);
	}
}

/* No gap and no overlap from the arrival to the leaving. */
static void expect_chains(void)
{
	double *next_s = xcalloc(record->query_count, sizeof(*next_s));

	for (uint32_t i = 0; i < record->query_count; i++)
		next_s[i] = record->queries[i].arrival_s;
	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];

		NEAR(visit->enter_s, next_s[visit->query], 1e-9);
		HOLDS(visit->enter_s <= visit->start_s && visit->start_s <= visit->end_s);
		next_s[visit->query] = visit->end_s;
	}
	for (uint32_t i = 0; i < record->query_count; i++) {
		const struct tap_query *query = &record->queries[i];

		if (isinf(query->leave_s))
			HOLDS(next_s[i] > record->to_s - record->origin_s);
		else
			NEAR(query->leave_s, next_s[i], 1e-9);
	}
	free(next_s);
}

static void busy_traffic(void)
{
	scenario->params.traffic.volume_qpm = 20e6;
	scenario->params.traffic.repeat_frac = 0.3;
	scenario->params.serving.response_ttl_s = 600;
	scenario->horizon_days = 30;
}

START_TEST(queries_are_conserved_behind_an_api)
{
	busy_traffic();
	scenario->params.rag.rerank = 1;
	scenario->params.base.rpm_limit = 700;
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		watch((enum arch)a, 10.6 * 86400, 120);
		expect_conservation();
		expect_chains();
	}
}
END_TEST

START_TEST(queries_are_conserved_in_batches)
{
	busy_traffic();
	scenario->params.serving.mode = 1;
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		watch((enum arch)a, 10.6 * 86400, 120);
		ck_assert(scope_setup_at(record, record->to_s)->self);
		expect_conservation();
		expect_chains();
	}
}
END_TEST

/* ---- the same bits ---- */

static int by_query_and_time(const void *a, const void *b)
{
	const struct tap_visit *x = a, *y = b;

	if (x->query != y->query)
		return x->query < y->query ? -1 : 1;
	return x->enter_s < y->enter_s ? -1 : x->enter_s > y->enter_s;
}

/* Visits at other stages may be known in another order. */
static void sort_visits(struct scope_record *of)
{
	qsort(of->visits, of->visit_count, sizeof(*of->visits), by_query_and_time);
}

static void expect_same(const struct scope_record *a, const struct scope_record *b)
{
	ck_assert_uint_eq(a->query_count, b->query_count);
	ck_assert_uint_eq(a->visit_count, b->visit_count);
	for (uint32_t i = 0; i < a->query_count; i++)
		HOLDS(a->queries[i].arrival_s == b->queries[i].arrival_s &&
		      a->queries[i].leave_s == b->queries[i].leave_s &&
		      a->queries[i].fate == b->queries[i].fate);
	for (uint32_t i = 0; i < a->visit_count; i++)
		HOLDS(a->visits[i].enter_s == b->visits[i].enter_s &&
		      a->visits[i].start_s == b->visits[i].start_s &&
		      a->visits[i].end_s == b->visits[i].end_s &&
		      a->visits[i].stage == b->visits[i].stage &&
		      a->visits[i].query == b->visits[i].query);
}

START_TEST(a_moment_gives_the_same_bits)
{
	struct scope_record *first;

	busy_traffic();
	watch(ARCH_RAG, 3.3 * 86400, 40);
	first = record;
	record = NULL;
	watch(ARCH_RAG, 3.3 * 86400, 40);
	expect_same(first, record);
	scope_record_free(record);
	record = NULL;
	watch(ARCH_RAG, 3.3 * 86400 + 1e-3, 40);
	ck_assert(first->queries[0].arrival_s != record->queries[0].arrival_s);
	scope_record_free(first);
}
END_TEST

START_TEST(how_it_is_advanced_makes_no_difference)
{
	const double at_s = 3.3 * 86400;
	struct scope_record *whole;

	busy_traffic();
	watch(ARCH_RAG, at_s, 40);
	whole = record;
	record = NULL;
	open_scope(ARCH_RAG, at_s);
	for (int i = 0; i < 80; i++)
		scope_advance(scope, 0.5, NULL);
	record = scope_record(scope, at_s);
	sort_visits(whole);
	sort_visits(record);
	expect_same(whole, record);
	scope_record_free(whole);
}
END_TEST

START_TEST(a_cancelled_one_is_none)
{
	atomic_bool cancel;
	struct error error;
	struct scope *none = NULL;

	atomic_init(&cancel, true);
	busy_traffic();
	ck_assert(scope_new(scenario, ARCH_RAG, 86400, &cancel, &none, &error));
	ck_assert_ptr_null(none);
}
END_TEST

/* ---- against theory ---- */

enum { SERVERS = 3, LEVELS = 12 };

/* Share of the time in which so many are at the station, of M/M/c. */
static double occupancy(double offered, int n)
{
	double sum = 0, term = 1, at_n = 1;

	for (int k = 0; k < 400; k++) {
		sum += term;
		at_n = k == n ? term : at_n;
		term *= offered / (k + 1 < SERVERS ? k + 1 : SERVERS);
	}
	return at_n / sum;
}

/* A station of three, opened again and again: each time as it would be found. */
START_TEST(a_station_is_as_full_as_in_theory)
{
	enum { OPENED = 1200 };
	struct theory_station station = { .rate_rps = 40, .service_s = 0.06, .servers = SERVERS };
	double seen[LEVELS] = { 0 }, waiting = 0, expected = theory_mmc_wait_s(&station) * 40;

	bare_search(scenario, &station);
	for (int i = 0; i < OPENED; i++) {
		struct scope_count counts[STAGE_COUNT];
		double at_s = 86400 + 137.5 * i, n;

		watch(ARCH_RAG, at_s, 0);
		scope_count(record, at_s, counts);
		n = counts[STAGE_SEARCH].waiting + counts[STAGE_SEARCH].busy;
		waiting += counts[STAGE_SEARCH].waiting / OPENED;
		if (n < LEVELS)
			seen[(int)n] += 1.0 / OPENED;
	}
	for (int n = 0; n < LEVELS; n++) {
		double p = occupancy(2.4, n);

		NEAR(seen[n], p, 4 * sqrt(p * (1 - p) / OPENED) + 1e-3);
	}
	NEAR(waiting, expected, 0.2 * expected);
}
END_TEST

/* ---- against the simulation of all queries ---- */

static double mean_wait_s(enum stage stage)
{
	double sum = 0, count = 0;

	for (uint32_t i = 0; i < record->visit_count; i++)
		if (record->visits[i].stage == stage && !isinf(record->visits[i].start_s)) {
			sum += record->visits[i].start_s - record->visits[i].enter_s;
			count++;
		}
	return sum / count;
}

START_TEST(waits_are_those_of_the_run)
{
	struct theory_station station = { .rate_rps = 20, .service_s = 0.12, .servers = SERVERS };
	struct result *result = xcalloc(1, sizeof(*result));
	double sum_s = 0, run_s;

	bare_search(scenario, &station);
	scenario->horizon_days = 1;
	bare_run(scenario, 5, result);
	run_s = result->arch[ARCH_RAG].wait_s[STAGE_SEARCH];
	for (int i = 0; i < 24; i++) {
		watch(ARCH_RAG, 3600 * i + 600, 900);
		sum_s += mean_wait_s(STAGE_SEARCH);
	}
	NEAR(sum_s / 24, run_s, 0.1 * run_s);
	free(result);
}
END_TEST

/* ---- trouble ---- */

static struct scope_count count_at(enum stage stage, double at_s)
{
	struct scope_count counts[STAGE_COUNT];

	scope_count(record, at_s, counts);
	return counts[stage];
}

static double answered_per_s(double from_s, double to_s)
{
	double sum = 0;

	for (uint32_t i = 0; i < record->query_count; i++) {
		double leave_s = record->queries[i].leave_s + record->origin_s;

		if (leave_s > from_s && leave_s <= to_s && record->queries[i].fate == FATE_ANSWERED)
			sum += record->queries[i].weight;
	}
	return sum / (to_s - from_s);
}

START_TEST(a_rush_fills_the_queue_and_it_drains)
{
	const double at_s = 10.5 * 86400;
	struct theory_station station = { .rate_rps = 20, .service_s = 0.12, .servers = SERVERS };
	double before, full, much_later;

	bare_search(scenario, &station);
	fixture_incident_at(scenario, 10.5, INCIDENT_TRAFFIC, 2);
	scenario->timeline[0].for_hours = 1 / 60.0;
	watch(ARCH_RAG, at_s - 30, 400);
	before = count_at(STAGE_SEARCH, at_s - 1).waiting;
	full = count_at(STAGE_SEARCH, at_s + 59).waiting;
	much_later = count_at(STAGE_SEARCH, at_s + 360).waiting;
	/* twice 20 a second come, 25 can be served: 15 a second more wait */
	ck_assert_double_lt(before, 60);
	NEAR(full - before, 60 * 15, 200);
	ck_assert_double_lt(much_later, full / 4);
	NEAR(answered_per_s(at_s + 10, at_s + 50), 25, 3);
	expect_conservation();
}
END_TEST

/* Opened long after the rush began, the queue is there: it was carried. */
START_TEST(a_queue_is_carried_to_where_one_looks)
{
	struct theory_station station = { .rate_rps = 20, .service_s = 0.12, .servers = SERVERS };

	bare_search(scenario, &station);
	fixture_incident_at(scenario, 10.5, INCIDENT_TRAFFIC, 2);
	scenario->timeline[0].for_hours = 8;
	watch(ARCH_RAG, 10.5 * 86400 + 4 * 3600, 20);
	NEAR(count_at(STAGE_SEARCH, record->to_s).waiting, 15 * 4 * 3600, 0.1 * 15 * 4 * 3600);
	NEAR(count_at(STAGE_SEARCH, record->to_s).busy, SERVERS, 1e-9);
	expect_conservation();
}
END_TEST

static int visits_of(enum turn turn)
{
	int count = 0;

	for (uint32_t i = 0; i < record->visit_count; i++)
		count += record->visits[i].turn == (uint8_t)turn;
	return count;
}

START_TEST(an_outage_times_searches_out)
{
	scenario->params.traffic.volume_qpm = 20e6;
	fixture_incident_at(scenario, 10.5, INCIDENT_VECTOR_DB_DOWN, 0);
	scenario->timeline[0].for_hours = 1;
	watch(ARCH_RAG, 10.5 * 86400 - 20, 19);
	ck_assert_int_eq(visits_of(TURN_TIMED_OUT), 0);
	scope_record_free(record);
	scope_advance(scope, 60, NULL);
	record = scope_record(scope, 10.5 * 86400 - 20);
	ck_assert_int_gt(visits_of(TURN_TIMED_OUT), 100);
	ck_assert(scope_setup_at(record, record->to_s)->search_down);
	ck_assert(!scope_setup_at(record, record->from_s)->search_down);
}
END_TEST

START_TEST(an_api_that_is_asked_for_too_much_refuses)
{
	scenario->params.traffic.volume_qpm = 20e6;
	watch(ARCH_RAG, 10.5 * 86400, 60);
	ck_assert_int_eq(visits_of(TURN_REFUSED), 0);
	scenario->params.base.rpm_limit = 60;
	watch(ARCH_RAG, 10.5 * 86400, 120);
	ck_assert_int_gt(visits_of(TURN_REFUSED), 100);
	/* no more than a call a second gets through, and a minute's store */
	ck_assert_double_le(answered_per_s(record->from_s, record->to_s), 1.5);
	expect_chains();
}
END_TEST

START_TEST(memory_is_bounded)
{
	scenario->params.traffic.volume_qpm = 1e10;
	watch(ARCH_RAG, 10.5 * 86400, 60);
	ck_assert_uint_gt(record->every, 1);
	ck_assert_uint_lt(record->query_count, 6 * TAP_QUERIES);
	expect_conservation();
}
END_TEST

/* Whatever the scenario. */
START_TEST(any_scenario_adds_up)
{
	struct random_trace *room = xcalloc(1, sizeof(*room));
	struct error error;

	for (int i = 0; i < 6; i++) {
		uint64_t number = (uint64_t)(_i * 6 + i);
		double at_s;

		random_scenario(number, scenario, room);
		at_s = scenario->horizon_days * 86400 * (0.05 + 0.13 * i);
		scope_free(scope);
		scope = NULL;
		if (!scope_new(scenario, scenario->archs[0], at_s, NULL, &scope, &error))
			continue;
		scope_advance(scope, 40, NULL);
		record = scope_record(scope, at_s - 20);
		for (int k = 0; k < 50; k++) {
			double now_s = record->from_s +
				       (record->to_s - record->from_s) * (k + 0.5) / 50;

			NEAR(at_stages(now_s), under_way(now_s), 1e-9);
		}
		expect_chains();
		scope_record_free(record);
		record = NULL;
	}
	free(room);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scope");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, queries_are_conserved_behind_an_api);
	tcase_add_test(tcase, queries_are_conserved_in_batches);
	tcase_add_test(tcase, a_moment_gives_the_same_bits);
	tcase_add_test(tcase, how_it_is_advanced_makes_no_difference);
	tcase_add_test(tcase, a_cancelled_one_is_none);
	tcase_add_test(tcase, a_station_is_as_full_as_in_theory);
	tcase_add_test(tcase, waits_are_those_of_the_run);
	tcase_add_test(tcase, a_rush_fills_the_queue_and_it_drains);
	tcase_add_test(tcase, a_queue_is_carried_to_where_one_looks);
	tcase_add_test(tcase, an_outage_times_searches_out);
	tcase_add_test(tcase, an_api_that_is_asked_for_too_much_refuses);
	tcase_add_test(tcase, memory_is_bounded);
	tcase_add_loop_test(tcase, any_scenario_adds_up, 0, 10);
	return suite_run("scope", tcase);
}
