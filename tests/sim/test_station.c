// SPDX-License-Identifier: MIT
#include "sim/station.h"

#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/variate.h"
#include "sim/fixture.h"

enum { N = 800, SERVERS_MAX = 5 };

/* One visitor of the reference simulation, and what the station says about the same one. */
struct visitor {
	double arrive_s, service_s, start_s, leave_s;
	bool dropped, timed_out;
	struct visit visit;
};

static struct station station;
static struct visitor visitors[N];

/*
 * The reference: a clock that goes from event to event, a list of those who wait, and servers with
 * a visitor or without. At one instant visitors leave first, then those whose patience is over,
 * then servers take the oldest, and then somebody arrives.
 */
struct reference {
	int servers, limit;
	double patience_s;
	struct visitor *served[SERVERS_MAX];
	struct visitor *queue[N];
	int waiting;
};

static void reference_leave(struct reference *r, double now_s)
{
	int stay = 0;

	for (int i = 0; i < r->servers; i++)
		if (r->served[i] && r->served[i]->leave_s <= now_s)
			r->served[i] = NULL;
	for (int i = 0; i < r->waiting; i++) {
		struct visitor *v = r->queue[i];

		if (r->patience_s > 0 && v->arrive_s + r->patience_s <= now_s) {
			v->timed_out = true;
			v->start_s = v->leave_s = now_s;
		} else {
			r->queue[stay++] = v;
		}
	}
	r->waiting = stay;
}

static void reference_begin(struct reference *r, int server, struct visitor *v, double now_s)
{
	v->start_s = now_s;
	v->leave_s = now_s + v->service_s;
	if (r->patience_s > 0 && v->leave_s > v->arrive_s + r->patience_s) {
		v->leave_s = v->arrive_s + r->patience_s;
		v->timed_out = true;
	}
	r->served[server] = v;
}

static void reference_settle(struct reference *r, double now_s)
{
	int i;

	for (reference_leave(r, now_s); r->waiting > 0; reference_leave(r, now_s)) {
		for (i = 0; i < r->servers && r->served[i]; i++)
			;
		if (i == r->servers)
			return;
		reference_begin(r, i, r->queue[0], now_s);
		memmove(r->queue, r->queue + 1, (size_t)--r->waiting * sizeof(r->queue[0]));
	}
}

static void reference_arrive(struct reference *r, struct visitor *v)
{
	int busy = 0;

	reference_settle(r, v->arrive_s);
	for (int i = 0; i < r->servers; i++)
		busy += r->served[i] != NULL;
	if (busy == r->servers && r->limit > 0 && r->waiting == r->limit)
		v->dropped = true;
	else
		r->queue[r->waiting++] = v;
	reference_settle(r, v->arrive_s);
}

/* The next instant at which the reference has something to do by itself. */
static double reference_next_s(const struct reference *r)
{
	double next_s = (double)INFINITY;

	for (int i = 0; i < r->servers; i++)
		if (r->served[i] && r->served[i]->leave_s < next_s)
			next_s = r->served[i]->leave_s;
	for (int i = 0; r->patience_s > 0 && i < r->waiting; i++)
		if (r->queue[i]->arrive_s + r->patience_s < next_s)
			next_s = r->queue[i]->arrive_s + r->patience_s;
	return next_s;
}

static void reference_run(struct reference *r)
{
	double next_s;
	int i = 0;

	while (i < N || r->waiting > 0 || reference_next_s(r) < (double)INFINITY) {
		next_s = reference_next_s(r);
		if (i < N && visitors[i].arrive_s < next_s)
			reference_arrive(r, &visitors[i++]);
		else
			reference_settle(r, next_s);
	}
}

/* Whole numbers make most instants coincide; halves of them keep every sum exact. */
static void visitors_draw(uint64_t seed, double load, bool whole)
{
	double now_s = 0;
	struct rng rng;

	rng_open(&rng, seed, 0, 0, "visitors");
	memset(visitors, 0, sizeof(visitors));
	for (int i = 0; i < N; i++) {
		double gap_s = variate_exponential_from_unit(rng_unit(&rng)) / load;
		double service_s = variate_exponential_from_unit(rng_unit(&rng));

		now_s += whole ? floor(gap_s + 0.5) / 2 : gap_s;
		visitors[i].arrive_s = now_s;
		visitors[i].service_s = whole ? floor(service_s + 1) / 2 : service_s;
	}
}

static void compare(double tolerance)
{
	for (int i = 0; i < N; i++) {
		const struct visitor *v = &visitors[i];

		HOLDS(v->visit.dropped == v->dropped);
		if (v->dropped)
			continue;
		HOLDS(v->visit.timed_out == v->timed_out);
		NEAR(v->visit.wait_s, v->start_s - v->arrive_s, tolerance);
		NEAR(v->visit.service_s, v->leave_s - v->start_s, tolerance);
		NEAR(v->visit.leave_s, v->leave_s, tolerance);
	}
}

static void both(uint64_t seed, int servers, int limit, double patience_s, double load, bool whole)
{
	struct reference reference = { .servers = servers,
				       .limit = limit,
				       .patience_s = patience_s };

	visitors_draw(seed, load * servers, whole);
	station_reset(&station, servers, (size_t)limit, patience_s);
	for (int i = 0; i < N; i++)
		visitors[i].visit = station_arrive(&station, visitors[i].arrive_s,
						   visitors[i].service_s);
	reference_run(&reference);
	compare(whole ? 0 : 1e-9);
}

static const double loads[] = { 0.5, 0.95, 1.5, 4 };
static const double patiences_s[] = { 0, 0.5, 1.5, 6 };
static const int limits[] = { 0, 1, 3, 20 };

/* Every visit of every kind of station is what happens when it is played event by event. */
START_TEST(agrees_with_events)
{
	for (int limit = 0; limit < 4; limit++)
		for (int patience = 0; patience < 4; patience++)
			for (int load = 0; load < 4; load++)
				both((uint64_t)load, _i, limits[limit], patiences_s[patience],
				     loads[load], false);
}
END_TEST

/* The same with many things at once, where the order at one instant matters. */
START_TEST(agrees_with_events_when_they_tie)
{
	for (int limit = 0; limit < 4; limit++)
		for (int patience = 0; patience < 4; patience++)
			for (int load = 0; load < 4; load++)
				both((uint64_t)load, _i, limits[limit], patiences_s[patience],
				     loads[load], true);
}
END_TEST

/* A step of the number waiting, being served or in the system. */
struct step {
	double at_s;
	int waiting, served;
};

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	return x->waiting + x->served - y->waiting - y->served;
}

static int steps_of(const struct visit *visit, double arrive_s, struct step *steps)
{
	double start_s = arrive_s + visit->wait_s;

	if (visit->dropped)
		return 0;
	steps[0] = (struct step){ arrive_s, 1, 0 };
	steps[1] = (struct step){ start_s, -1, 0 };
	steps[2] = (struct step){ start_s, 0, 1 };
	steps[3] = (struct step){ visit->leave_s, 0, -1 };
	return 4;
}

/* Little's law: the area under N(t), counted step by step, is the sum of the times in the system.
 * On the way, nobody waits beyond the limit and no server serves two. */
START_TEST(littles_law)
{
	static struct step steps[4 * N];
	double area = 0, sum_s = 0;
	int count = 0, waiting = 0, served = 0;

	visitors_draw(9, 3 * 0.95, false);
	station_reset(&station, 3, 12, 5);
	for (int i = 0; i < N; i++) {
		struct visit visit = station_arrive(&station, visitors[i].arrive_s,
						    visitors[i].service_s);

		sum_s += visit.wait_s + visit.service_s;
		count += steps_of(&visit, visitors[i].arrive_s, steps + count);
	}
	qsort(steps, (size_t)count, sizeof(steps[0]), by_time);
	for (int i = 0; i < count; i++) {
		double length_s = i > 0 ? steps[i].at_s - steps[i - 1].at_s : 0;

		area += (waiting + served) * length_s;
		/* shorter ones are rounding: one leaves and the next starts */
		HOLDS(length_s < 1e-9 || (waiting <= 12 && served <= 3));
		waiting += steps[i].waiting;
		served += steps[i].served;
	}
	ck_assert_int_eq(waiting + served, 0);
	ck_assert_double_eq_tol(area / sum_s, 1, 1e-9);
}
END_TEST

/* Four wait for two servers with a mean service of 1: two rounds, and what is left of the running
 * ones. */
START_TEST(preload_by_hand)
{
	struct visit visit;

	station_reset(&station, 2, 5, 0);
	station_preload(&station, 10, 4, 1);
	visit = station_arrive(&station, 10, 1);
	ck_assert_double_eq(visit.wait_s, 2.25);
	ck_assert(station_arrive(&station, 10, 1).dropped);
	/* the ghosts leave the queue one after another, half a second apart */
	ck_assert(station_arrive(&station, 10.2, 1).dropped);
	visit = station_arrive(&station, 10.25, 1);
	ck_assert(!visit.dropped);
	ck_assert_double_eq(visit.leave_s, 10 + 2.75 + 1);
	ck_assert(station_arrive(&station, 10.5, 1).dropped);
}
END_TEST

/* The servers together have the work of those who wait, and half a service each of those they
 * have. */
START_TEST(preload_holds_the_work)
{
	for (int servers = 1; servers <= 7; servers++)
		for (double backlog = 0.5; backlog < 5000; backlog *= 3) {
			double work_s = backlog * 0.2, busy_s = 0;

			station_reset(&station, servers, 0, 0);
			station_preload(&station, 100, backlog, 0.2);
			for (int i = 0; i < servers; i++)
				busy_s += station.free_at_s[i] - 100;
			ck_assert_double_eq_tol(busy_s, work_s + servers * 0.1,
						1e-9 * (1 + work_s));
		}
}
END_TEST

/* A new server is free at once; who waits already keeps the turn that was decided. */
START_TEST(servers_come)
{
	station_reset(&station, 1, 0, 0);
	ck_assert_double_eq(station_arrive(&station, 0, 10).wait_s, 0);
	ck_assert_double_eq(station_arrive(&station, 1, 10).wait_s, 9);
	station_configure(&station, 3, 0, 0, 2);
	ck_assert_double_eq(station_arrive(&station, 2, 10).wait_s, 0);
	ck_assert_double_eq(station_arrive(&station, 3, 10).wait_s, 0);
	ck_assert_double_eq(station_arrive(&station, 4, 10).leave_s, 22);
	ck_assert_double_eq(station_arrive(&station, 5, 10).leave_s, 23);
	ck_assert_double_eq(station_arrive(&station, 6, 10).leave_s, 30);
}
END_TEST

/* Three servers with work until 10, 11 and 12: two of them finish and go. */
START_TEST(servers_go)
{
	station_reset(&station, 3, 0, 0);
	for (int i = 0; i < 3; i++)
		ck_assert_double_eq(station_arrive(&station, i, 10).leave_s, 10 + i);
	station_configure(&station, 1, 0, 0, 3);
	ck_assert_double_eq(station_arrive(&station, 4, 1).leave_s, 13);
	ck_assert_double_eq(station_arrive(&station, 5, 1).leave_s, 14);
	/* and comes back: whoever is next need not wait for the one that stayed */
	station_configure(&station, 2, 0, 0, 6);
	ck_assert_double_eq(station_arrive(&station, 7, 1).leave_s, 8);
}
END_TEST

/* A limit that is set later does not count those it never saw, and an old one forgets nobody. */
START_TEST(limit_changes)
{
	station_reset(&station, 1, 0, 0);
	for (int i = 0; i < 5; i++)
		station_arrive(&station, 0, 1);
	station_configure(&station, 1, 2, 0, 0);
	ck_assert(!station_arrive(&station, 0, 1).dropped);
	ck_assert(!station_arrive(&station, 0, 1).dropped);
	ck_assert(station_arrive(&station, 0, 1).dropped);
	station_configure(&station, 1, 3, 0, 0);
	ck_assert(!station_arrive(&station, 0, 1).dropped);
	ck_assert(station_arrive(&station, 0, 1).dropped);
}
END_TEST

/* Less patience from now on: those who come later leave before those who waited already, and their
 * places are free as soon as they have gone. */
START_TEST(later_visitors_may_leave_first)
{
	station_reset(&station, 1, 2, 0);
	station_arrive(&station, 0, 100);
	ck_assert_double_eq(station_arrive(&station, 1, 1).wait_s, 99);
	station_configure(&station, 1, 2, 5, 2);
	ck_assert_double_eq(station_arrive(&station, 2, 1).leave_s, 7);
	ck_assert(station_arrive(&station, 6, 1).dropped);
	ck_assert(!station_arrive(&station, 8, 1).dropped);
	ck_assert(station_arrive(&station, 9, 1).dropped);
}
END_TEST

/* Windows reuse their stations: servers, work and queue of the one before must be gone. */
START_TEST(reset_forgets)
{
	station_reset(&station, 4, 1, 0);
	for (int i = 0; i < 6; i++)
		station_arrive(&station, 0, 100);
	station_reset(&station, 2, 1, 0);
	ck_assert_double_eq(station_arrive(&station, 1, 1).wait_s, 0);
	ck_assert_double_eq(station_arrive(&station, 1, 1).wait_s, 0);
	ck_assert_double_eq(station_arrive(&station, 1, 1).wait_s, 1);
	ck_assert(station_arrive(&station, 1, 1).dropped);
	station_release(&station);
	station_release(&station);
}
END_TEST

/* Erlang's formula as it is written, with factorials: sum of a^k/k! and a^c/c! c/(c - a). */
static double erlang_c_sum(int servers, double offered)
{
	long double term = 1, sum = 0, last;

	for (int k = 0; k < servers; k++) {
		sum += term;
		term *= (long double)offered / (k + 1);
	}
	last = term * servers / (servers - (long double)offered);
	return (double)(last / (sum + last));
}

START_TEST(erlang_c)
{
	ck_assert_double_eq_tol(station_erlang_c(2, 1), 1.0 / 3, 1e-15);
	ck_assert_double_eq(station_erlang_c(5, 5), 1);
	ck_assert_double_eq(station_erlang_c(5, 50), 1);
	ck_assert_double_eq(station_erlang_c(1024, 0), 0);
	for (int servers = 1; servers <= 200; servers += servers < 10 ? 1 : 19)
		for (double rho = 0.01; rho < 1; rho += 0.07) {
			double c = station_erlang_c(servers, rho * servers);

			ck_assert_double_eq_tol(c, erlang_c_sum(servers, rho * servers), 1e-12);
			if (servers == 1)
				ck_assert_double_eq_tol(c, rho, 1e-14);
		}
}
END_TEST

START_TEST(no_server_aborts)
{
	station_reset(&station, 0, 0, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("station");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, agrees_with_events, 1, SERVERS_MAX + 1);
	tcase_add_loop_test(tcase, agrees_with_events_when_they_tie, 1, SERVERS_MAX + 1);
	tcase_add_test(tcase, littles_law);
	tcase_add_test(tcase, preload_by_hand);
	tcase_add_test(tcase, preload_holds_the_work);
	tcase_add_test(tcase, servers_come);
	tcase_add_test(tcase, servers_go);
	tcase_add_test(tcase, limit_changes);
	tcase_add_test(tcase, later_visitors_may_leave_first);
	tcase_add_test(tcase, reset_forgets);
	tcase_add_test(tcase, erlang_c);
	tcase_add_test_raise_signal(tcase, no_server_aborts, SIGABRT);
	return suite_run("station", tcase);
}
