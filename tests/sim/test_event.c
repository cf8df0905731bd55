// SPDX-License-Identifier: MIT
#include "sim/event.h"

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/rng.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct event_queue queue;

/* The reference: an unordered list, searched from the oldest for the least time. */
struct list {
	struct event_item items[4096];
	int count;
};

static struct event_item list_pop(struct list *list)
{
	int best = 0;
	struct event_item item;

	for (int i = 1; i < list->count; i++)
		if (list->items[i].time_s < list->items[best].time_s)
			best = i;
	item = list->items[best];
	for (int i = best; i + 1 < list->count; i++)
		list->items[i] = list->items[i + 1];
	list->count--;
	return item;
}

static void pop_both(struct list *list)
{
	struct event_item expected = list_pop(list), item;

	HOLDS(event_next_s(&queue) == expected.time_s);
	item = event_pop(&queue);
	HOLDS(item.time_s == expected.time_s);
	HOLDS(item.payload == expected.payload);
}

/* Pushes and pops at random; few different times, so that most are equal and order decides. */
static void shuffle(uint64_t seed, int times, double growth)
{
	static struct list list;
	struct rng rng;
	uint32_t payload = 0;

	rng_open(&rng, seed, 0, 0, "events");
	list.count = 0;
	for (int step = 0; step < 6000; step++) {
		if (list.count < 4000 && (list.count == 0 || rng_unit(&rng) < growth)) {
			double time_s = floor(times * rng_unit(&rng)) - 3;

			event_push(&queue, time_s, payload);
			list.items[list.count++] = (struct event_item){ time_s, 0, payload++ };
		} else {
			pop_both(&list);
		}
	}
	while (list.count > 0)
		pop_both(&list);
	ck_assert_uint_eq(queue.count, 0);
}

START_TEST(agrees_with_a_sorted_list)
{
	static const int times[] = { 1, 2, 7, 1000, 1 << 30 };

	event_queue_init(&queue);
	for (int i = 0; i < 5; i++) {
		shuffle((uint64_t)i, times[i], 0.5);
		shuffle((uint64_t)i, times[i], 0.7);
	}
	event_queue_release(&queue);
}
END_TEST

/* A year has more than 2^32 events: the counter wraps while events are pending. */
START_TEST(order_survives_the_wrap)
{
	event_queue_init(&queue);
	queue.next_order = UINT32_MAX - 500;
	for (uint32_t i = 0; i < 1000; i++)
		event_push(&queue, 7, i);
	for (uint32_t i = 0; i < 1000; i++)
		ck_assert_uint_eq(event_pop(&queue).payload, i);
	event_queue_release(&queue);
}
END_TEST

START_TEST(clear_empties_and_keeps_working)
{
	event_queue_init(&queue);
	for (uint32_t i = 0; i < 100; i++)
		event_push(&queue, i, i);
	event_queue_clear(&queue);
	ck_assert_double_eq(event_next_s(&queue), (double)INFINITY);
	ck_assert_uint_ge(queue.capacity, 100);
	event_push(&queue, 3, 30);
	event_push(&queue, 2, 20);
	ck_assert_uint_eq(event_pop(&queue).payload, 20);
	ck_assert_uint_eq(event_pop(&queue).payload, 30);
	event_queue_release(&queue);
	ck_assert_uint_eq(queue.capacity, 0);
}
END_TEST

/* An event that never comes sorts last and is a legal time. */
START_TEST(infinite_times_come_last)
{
	event_queue_init(&queue);
	event_push(&queue, (double)INFINITY, 1);
	event_push(&queue, 1e300, 2);
	ck_assert_uint_eq(event_pop(&queue).payload, 2);
	ck_assert_uint_eq(event_pop(&queue).payload, 1);
	event_queue_release(&queue);
}
END_TEST

START_TEST(events_are_16_bytes)
{
	ck_assert_uint_eq(sizeof(struct event_item), 16);
}
END_TEST

START_TEST(popping_nothing_aborts)
{
	event_queue_init(&queue);
	event_pop(&queue);
}
END_TEST

/* A NaN would be neither before nor after anything and break the heap quietly. */
START_TEST(nan_aborts)
{
	event_queue_init(&queue);
	event_push(&queue, (double)NAN, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("event");

	tcase_add_test(tcase, agrees_with_a_sorted_list);
	tcase_add_test(tcase, order_survives_the_wrap);
	tcase_add_test(tcase, clear_empties_and_keeps_working);
	tcase_add_test(tcase, infinite_times_come_last);
	tcase_add_test(tcase, events_are_16_bytes);
	tcase_add_test_raise_signal(tcase, popping_nothing_aborts, SIGABRT);
	tcase_add_test_raise_signal(tcase, nan_aborts, SIGABRT);
	return suite_run("event", tcase);
}
