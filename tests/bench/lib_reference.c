// SPDX-License-Identifier: MIT
#include "bench/lib_reference.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "bench/lib_bench.h"

/* ---- a 4-ary heap as textbooks have it ---- */

struct item {
	double time_s;
	uint32_t order, payload;
};

struct heap {
	struct item *items;
	size_t count;
	uint32_t next_order;
};

static bool before(const struct item *a, const struct item *b)
{
	return a->time_s < b->time_s ||
	       (a->time_s == b->time_s && (int32_t)(a->order - b->order) < 0);
}

static void heap_push(struct heap *heap, double time_s, uint32_t payload)
{
	struct item item = { time_s, heap->next_order++, payload };
	size_t hole = heap->count++;

	for (; hole > 0 && before(&item, &heap->items[(hole - 1) / 4]); hole = (hole - 1) / 4)
		heap->items[hole] = heap->items[(hole - 1) / 4];
	heap->items[hole] = item;
}

static struct item heap_pop(struct heap *heap)
{
	struct item top = heap->items[0], last = heap->items[--heap->count];
	size_t hole = 0, child;

	while ((child = 4 * hole + 1) < heap->count) {
		size_t end = child + 4 < heap->count ? child + 4 : heap->count;
		size_t best = child;

		for (size_t i = child + 1; i < end; i++)
			if (before(&heap->items[i], &heap->items[best]))
				best = i;
		if (!before(&heap->items[best], &last))
			break;
		heap->items[hole] = heap->items[best];
		hole = best;
	}
	heap->items[hole] = last;
	return top;
}

double reference_hold_s(size_t pending, size_t n, double *last_s)
{
	struct heap heap = { .items = xmalloc(pending * sizeof(struct item)) };
	struct draws delays;
	double start_s;

	hold_open(&delays);
	for (size_t i = 0; i < pending; i++)
		heap_push(&heap, draws_next(&delays), 0);
	hold_open(&delays);
	start_s = bench_cpu_s();
	for (size_t i = 0; i < n; i++) {
		struct item item = heap_pop(&heap);

		heap_push(&heap, item.time_s + delays.values[i % DRAWS], item.payload);
		*last_s = item.time_s;
	}
	start_s = bench_cpu_s() - start_s;
	free(heap.items);
	return start_s;
}

/* ---- event by event ---- */

enum { ARRIVAL = STATIONS_MAX, EVENTS_MAX = 64, LINE_CAPACITY = 1 << 12, KIND_BITS = 2 };

/* Who is at one station: those in service by their events, those who wait in a ring. */
struct shop {
	int idle;
	size_t head, waiting;
	uint32_t line[LINE_CAPACITY];
	int present;
	double changed_s, area_s;
};

struct loop {
	const struct tandem *tandem;
	struct heap heap;
	struct item items[EVENTS_MAX];
	struct luck_streams luck;
	struct shop shops[STATIONS_MAX];
	double *arrived_s; /* of customers, by number modulo LINE_CAPACITY */
	struct record record;
	size_t events;
};

static void change(struct shop *shop, double t_s, int by)
{
	shop->area_s += shop->present * (t_s - shop->changed_s);
	shop->changed_s = t_s;
	shop->present += by;
}

static void serve(struct loop *loop, int station, double t_s, uint32_t id)
{
	heap_push(&loop->heap, t_s + draws_next(&loop->luck.services[station]),
		  id << KIND_BITS | (uint32_t)station);
}

static void enter(struct loop *loop, int station, double t_s, uint32_t id)
{
	struct shop *shop = &loop->shops[station];

	change(shop, t_s, 1);
	if (shop->idle > 0) {
		shop->idle--;
		serve(loop, station, t_s, id);
		return;
	}
	assert(shop->waiting < LINE_CAPACITY);
	shop->line[(shop->head + shop->waiting++) % LINE_CAPACITY] = id;
}

static void leave(struct loop *loop, int station, double t_s, uint32_t id)
{
	struct shop *shop = &loop->shops[station];

	change(shop, t_s, -1);
	if (shop->waiting > 0) {
		serve(loop, station, t_s, shop->line[shop->head]);
		shop->head = (shop->head + 1) % LINE_CAPACITY;
		shop->waiting--;
	} else {
		shop->idle++;
	}
	if (station + 1 < loop->tandem->stations)
		enter(loop, station + 1, t_s, id);
	else
		record_add(&loop->record, t_s - loop->arrived_s[id]);
}

static double loop_run(struct loop *loop, size_t n)
{
	size_t arrived = 0;
	double now_s = 0;

	heap_push(&loop->heap, draws_next(&loop->luck.gaps), ARRIVAL);
	while (loop->heap.count > 0) {
		struct item item = heap_pop(&loop->heap);
		uint32_t kind = item.payload & ((1u << KIND_BITS) - 1);
		uint32_t id = (uint32_t)(arrived % LINE_CAPACITY);

		now_s = item.time_s;
		loop->events++;
		if (kind != ARRIVAL) {
			leave(loop, (int)kind, now_s, item.payload >> KIND_BITS);
			continue;
		}
		if (++arrived < n)
			heap_push(&loop->heap, now_s + draws_next(&loop->luck.gaps), ARRIVAL);
		loop->arrived_s[id] = now_s;
		enter(loop, 0, now_s, id);
	}
	return now_s;
}

void reference_events(const struct tandem *tandem, size_t n, struct outcome *outcome)
{
	struct loop *loop = xcalloc(1, sizeof(*loop));
	double start_s = bench_cpu_s(), area_s[STATIONS_MAX], end_s;

	loop->tandem = tandem;
	loop->heap.items = loop->items;
	loop->arrived_s = xcalloc(LINE_CAPACITY, sizeof(double));
	luck_open(&loop->luck, tandem);
	record_open(&loop->record, n);
	for (int i = 0; i < tandem->stations; i++)
		loop->shops[i].idle = tandem->servers[i];
	end_s = loop_run(loop, n);
	for (int i = 0; i < STATIONS_MAX; i++)
		area_s[i] = loop->shops[i].area_s;
	outcome_make(outcome, tandem, &loop->record, area_s, end_s);
	outcome->events = loop->events;
	outcome->cpu_s = bench_cpu_s() - start_s;
	free(loop->arrived_s);
	free(loop);
}

/* ---- recursions ---- */

/* The number at the station, integrated over time, is the sum of the sojourns. */
void reference_lindley(const struct tandem *tandem, size_t n, struct outcome *outcome)
{
	struct record *record = xmalloc(sizeof(*record));
	struct luck_streams *luck = xmalloc(sizeof(*luck));
	double start_s = bench_cpu_s(), sojourn_s = 0, now_s = 0, area_s[STATIONS_MAX] = { 0 };

	luck_open(luck, tandem);
	record_open(record, n);
	for (size_t i = 0; i < n; i++) {
		double gap_s = draws_next(&luck->gaps);
		double wait_s = sojourn_s > gap_s ? sojourn_s - gap_s : 0;

		now_s += gap_s;
		sojourn_s = wait_s + draws_next(&luck->services[0]);
		area_s[0] += sojourn_s;
		record_add(record, sojourn_s);
	}
	outcome_make(outcome, tandem, record, area_s, now_s + sojourn_s);
	outcome->events = 0;
	outcome->cpu_s = bench_cpu_s() - start_s;
	free(luck);
	free(record);
}

/* The first free server of a sorted vector takes the customer; the others move up to make room. */
static double sorted_serve(double *free_at_s, int servers, double now_s, double service_s)
{
	double end_s = (free_at_s[0] > now_s ? free_at_s[0] : now_s) + service_s;
	int i;

	for (i = 1; i < servers && free_at_s[i] < end_s; i++)
		free_at_s[i - 1] = free_at_s[i];
	free_at_s[i - 1] = end_s;
	return end_s;
}

void reference_kiefer_wolfowitz(const struct tandem *tandem, size_t n, struct outcome *outcome)
{
	struct record *record = xmalloc(sizeof(*record));
	struct luck_streams *luck = xmalloc(sizeof(*luck));
	double free_at_s[EVENTS_MAX] = { 0 };
	double start_s = bench_cpu_s(), now_s = 0, area_s[STATIONS_MAX] = { 0 };

	luck_open(luck, tandem);
	record_open(record, n);
	for (size_t i = 0; i < n; i++) {
		double sojourn_s;

		now_s += draws_next(&luck->gaps);
		sojourn_s = sorted_serve(free_at_s, tandem->servers[0], now_s,
					 draws_next(&luck->services[0])) -
			    now_s;
		area_s[0] += sojourn_s;
		record_add(record, sojourn_s);
	}
	outcome_make(outcome, tandem, record, area_s, free_at_s[tandem->servers[0] - 1]);
	outcome->events = 0;
	outcome->cpu_s = bench_cpu_s() - start_s;
	free(luck);
	free(record);
}
