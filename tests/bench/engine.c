// SPDX-License-Identifier: MIT
/*
 * The engine alone: the simulator's own event queue and stations under models whose answers are
 * known, against hand-written loops (lib_reference.h).
 *
 *   engine                     every figure, with ratios
 *   engine mm1|mm16|net3 N     N customers of one model
 *   engine hold N              pop and push with N pending
 *
 * As in the simulator, a station decides a visit when it begins, so that events are needed only
 * between stations: none for one station, two for each customer of a tandem of three.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "bench/lib_bench.h"
#include "bench/lib_queue.h"
#include "bench/lib_reference.h"
#include "sim/event.h"
#include "sim/station.h"

enum { STAGE_BITS = 2, CUSTOMERS_MAX = 1 << 12 };

struct engine {
	const struct tandem *tandem;
	struct event_queue queue;
	struct station stations[STATIONS_MAX];
	struct luck_streams luck;
	double arrived_s[CUSTOMERS_MAX]; /* by number of the customer, modulo */
	struct record record;
	double area_s[STATIONS_MAX], end_s;
	size_t events;
};

static void visit(struct engine *engine, int stage, double t_s, uint32_t id)
{
	struct visit visit = station_arrive(&engine->stations[stage], t_s,
					    draws_next(&engine->luck.services[stage]));

	engine->area_s[stage] += visit.wait_s + visit.service_s;
	if (stage + 1 < engine->tandem->stations) {
		event_push(&engine->queue, visit.leave_s, id << STAGE_BITS | (uint32_t)(stage + 1));
		return;
	}
	record_add(&engine->record, visit.leave_s - engine->arrived_s[id]);
	if (visit.leave_s > engine->end_s)
		engine->end_s = visit.leave_s;
}

/* Arrivals from outside come in order and need no event: the next one is compared with the queue.
 */
static void feed(struct engine *engine, size_t n)
{
	double arrival_s = draws_next(&engine->luck.gaps);

	for (size_t i = 0; i < n || engine->queue.count > 0;) {
		struct event_item next = { arrival_s, 0,
					   (uint32_t)(i % CUSTOMERS_MAX) << STAGE_BITS };

		if (engine->queue.count > 0 && event_next_s(&engine->queue) <= arrival_s) {
			next = event_pop(&engine->queue);
			engine->events++;
		} else {
			engine->arrived_s[i % CUSTOMERS_MAX] = arrival_s;
			arrival_s = ++i < n ? arrival_s + draws_next(&engine->luck.gaps) : INFINITY;
		}
		visit(engine, (int)(next.payload & ((1u << STAGE_BITS) - 1)), next.time_s,
		      next.payload >> STAGE_BITS);
	}
}

static void engine_run(const struct tandem *tandem, size_t n, struct outcome *outcome)
{
	struct engine *engine = xcalloc(1, sizeof(*engine));
	double start_s = bench_cpu_s();

	engine->tandem = tandem;
	luck_open(&engine->luck, tandem);
	record_open(&engine->record, n);
	event_queue_init(&engine->queue);
	for (int i = 0; i < tandem->stations; i++)
		station_reset(&engine->stations[i], tandem->servers[i], 0, 0);
	feed(engine, n);
	outcome_make(outcome, tandem, &engine->record, engine->area_s, engine->end_s);
	outcome->events = engine->events;
	outcome->cpu_s = bench_cpu_s() - start_s;
	for (int i = 0; i < tandem->stations; i++)
		station_release(&engine->stations[i]);
	event_queue_release(&engine->queue);
	free(engine);
}

static double hold_s(size_t pending, size_t n, double *last_s)
{
	struct event_queue queue;
	struct draws delays;
	double start_s;

	event_queue_init(&queue);
	hold_open(&delays);
	for (size_t i = 0; i < pending; i++)
		event_push(&queue, draws_next(&delays), 0);
	hold_open(&delays);
	start_s = bench_cpu_s();
	for (size_t i = 0; i < n; i++) {
		struct event_item item = event_pop(&queue);

		event_push(&queue, item.time_s + delays.values[i % DRAWS], item.payload);
		*last_s = item.time_s;
	}
	start_s = bench_cpu_s() - start_s;
	event_queue_release(&queue);
	return start_s;
}

/* ---- one model, as asked for ---- */

static void print_outcome(const struct tandem *tandem, const struct outcome *outcome)
{
	double customers = (double)outcome->customers;
	char name[32];

	bench_figure("customers_per_cpu_s", customers / outcome->cpu_s, "1/s");
	bench_figure("events_per_customer", (double)outcome->events / customers, "1");
	bench_figure("W", outcome->mean_s, "s");
	bench_figure("W_lo", outcome->mean_ci.lo, "s");
	bench_figure("W_hi", outcome->mean_ci.hi, "s");
	bench_figure("W_p50", outcome->p50_s, "s");
	bench_figure("W_p99", outcome->p99_s, "s");
	for (int i = 0; i < tandem->stations; i++) {
		snprintf(name, sizeof(name), "L_%d", i + 1);
		bench_figure(name, outcome->in_system[i], "1");
	}
}

static void print_hold(size_t pending)
{
	size_t n = 2000000;
	double last_s;

	bench_figure("pop_push", hold_s(pending, n, &last_s) / (double)n * 1e9, "ns");
}

/* ---- all of them, against the references ---- */

typedef void (*simulate)(const struct tandem *tandem, size_t n, struct outcome *outcome);

static void compare(const char *model, size_t n, simulate reference, const char *reference_name)
{
	const struct tandem *tandem = tandem_find(model);
	double ours_s[BENCH_REPETITIONS], ratios[BENCH_REPETITIONS];
	struct outcome outcome;
	char name[64];

	for (int i = 0; i < BENCH_REPETITIONS; i++) {
		engine_run(tandem, n, &outcome);
		ours_s[i] = outcome.cpu_s;
		reference(tandem, n, &outcome);
		ratios[i] = outcome.cpu_s / ours_s[i];
	}
	snprintf(name, sizeof(name), "engine.%s.customers_per_cpu_s", model);
	bench_figure(name, (double)n / bench_median(ours_s, BENCH_REPETITIONS), "1/s");
	bench_ratio(bench_median(ratios, BENCH_REPETITIONS), reference_name);
}

static void compare_hold(size_t pending, const char *name)
{
	double ours_s[BENCH_REPETITIONS], ratios[BENCH_REPETITIONS], a_s, b_s;
	size_t n = 1000000;

	for (int i = 0; i < BENCH_REPETITIONS; i++) {
		ours_s[i] = hold_s(pending, n, &a_s);
		ratios[i] = reference_hold_s(pending, n, &b_s) / ours_s[i];
	}
	bench_figure(name, bench_median(ours_s, BENCH_REPETITIONS) / (double)n * 1e9, "ns");
	bench_ratio(bench_median(ratios, BENCH_REPETITIONS), "textbook-heap");
}

static void compare_all(void)
{
	compare("mm1", 3000000, reference_events, "event-loop");
	compare("mm1", 3000000, reference_lindley, "lindley");
	compare("mm16", 3000000, reference_events, "event-loop");
	compare("mm16", 3000000, reference_kiefer_wolfowitz, "kiefer-wolfowitz");
	compare("net3", 1000000, reference_events, "event-loop");
	compare_hold(16, "hold.16.pop_push");
	compare_hold(1000, "hold.1e3.pop_push");
	compare_hold(1000000, "hold.1e6.pop_push");
}

int main(int argc, char **argv)
{
	double n = argc == 3 ? strtod(argv[2], NULL) : 0;
	struct outcome outcome;

	if (argc == 1) {
		compare_all();
	} else if (n >= 1 && n <= 1e10 && strcmp(argv[1], "hold") == 0) {
		print_hold((size_t)n);
	} else if (n >= 1 && n <= 1e10 && tandem_find(argv[1])) {
		engine_run(tandem_find(argv[1]), (size_t)n, &outcome);
		print_outcome(tandem_find(argv[1]), &outcome);
	} else {
		fputs("usage: engine [mm1|mm16|net3|hold N]\n", stderr);
		return 2;
	}
	return 0;
}
