// SPDX-License-Identifier: MIT
#include "sim/event.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* The heap is half as deep as a binary one, and the least of four is found without a branch. */
enum { ARITY = 4 };

/* Up to SORTED_MAX events are kept in order, which costs less than half of a heap's work: a window
 * that moves up by one place with every pop and is brought back at the end of its room. More of
 * them are a heap, until there are SORTED_AGAIN: so changing over and back costs next to nothing.
 */
enum { SORTED_MAX = 32, SORTED_AGAIN = 12, SORTED_ROOM = 256 };

/*
 * An event as it lies in the heap: a single 128-bit number, so that one comparison without a branch
 * (the processor could not predict it) orders by time and then by insertion. The upper half is the
 * time as a signed integer of the same order, the lower half is order and payload.
 */
struct event_slot {
	int64_t time;
	uint64_t rest;
};

/* By halves: a slot is written in halves when it is pushed, and reading soon afterwards what was
 * written in two pieces as a single one makes the processor wait. */
static void put(struct event_slot *to, const struct event_slot *from)
{
	int64_t time = from->time;

	__asm__("" : "+r"(time));
	to->rest = from->rest;
	to->time = time;
}

/* Fills the places behind the last event, so that every parent has four children. */
static const struct event_slot NOTHING = { INT64_MAX, UINT64_MAX };

/* Bits of a positive double grow with it; those of a negative one shrink. -0 becomes 0. */
static int64_t time_pack(double time_s)
{
	int64_t bits;

	time_s += 0.0;
	memcpy(&bits, &time_s, sizeof(bits));
	return bits ^ ((bits >> 63) & INT64_MAX);
}

static double time_unpack(int64_t bits)
{
	double time_s;

	bits ^= (bits >> 63) & INT64_MAX;
	memcpy(&time_s, &bits, sizeof(time_s));
	return time_s;
}

__extension__ typedef __int128 whole_slot;

/* A product, as negative numbers must not be shifted; compilers see that it is a shift. */
static whole_slot whole(struct event_slot slot)
{
	return (whole_slot)slot.time * ((whole_slot)1 << 64) | slot.rest;
}

static bool before(struct event_slot a, struct event_slot b)
{
	return whole(a) < whole(b);
}

void event_queue_init(struct event_queue *queue)
{
	*queue = (struct event_queue){ 0 };
}

void event_queue_release(struct event_queue *queue)
{
	free(queue->memory);
	*queue = (struct event_queue){ 0 };
}

/* Children begin at 4 i + 1: when the first three places of a cache line stay empty, no four of
 * them lie in two lines. */
static struct event_slot *align(void *memory)
{
	uintptr_t line = 64, address = ((uintptr_t)memory + line - 1) / line * line;

	return (struct event_slot *)address + (ARITY - 1);
}

static void fill(struct event_slot *slots, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		slots[i] = NOTHING;
}

void event_queue_clear(struct event_queue *queue)
{
	if (queue->heap)
		fill(queue->slots, 0, queue->count);
	else if (queue->memory)
		queue->slots = align(queue->memory);
	queue->heap = false;
	queue->count = 0;
	queue->next_order = 0;
}

static void grow(struct event_queue *queue)
{
	size_t capacity = queue->capacity ? 2 * queue->capacity : SORTED_ROOM;
	void *memory = xrealloc_array(NULL, capacity + 3 * ARITY, sizeof(struct event_slot));
	struct event_slot *slots = align(memory);

	if (queue->count)
		memcpy(slots, queue->slots, queue->count * sizeof(*slots));
	fill(slots, queue->count, capacity + ARITY);
	free(queue->memory);
	queue->memory = memory;
	queue->slots = slots;
	queue->capacity = capacity;
}

static void window_back(struct event_queue *queue)
{
	struct event_slot *slots = align(queue->memory);

	memmove(slots, queue->slots, queue->count * sizeof(*slots));
	queue->slots = slots;
}

/* What is sorted is a heap. */
static void begin_heap(struct event_queue *queue)
{
	window_back(queue);
	fill(queue->slots, queue->count, SORTED_ROOM);
	queue->heap = true;
}

static void insert(struct event_slot *sorted, size_t count, struct event_slot slot)
{
	for (; count > 0 && before(slot, sorted[count - 1]); count--)
		put(&sorted[count], &sorted[count - 1]);
	put(&sorted[count], &slot);
}

static void end_heap(struct event_queue *queue)
{
	for (size_t i = 1; i < queue->count; i++)
		insert(queue->slots, i, queue->slots[i]);
	queue->heap = false;
}

static int by_order(const void *a, const void *b)
{
	uint64_t x = (*(struct event_slot *const *)a)->rest,
		 y = (*(struct event_slot *const *)b)->rest;

	return (x > y) - (x < y);
}

/* The counter came to its end: those that are pending are counted again, in the same order. */
static void renumber(struct event_queue *queue)
{
	struct event_slot **sorted = xrealloc_array(NULL, queue->count + 1, sizeof(*sorted));

	for (size_t i = 0; i < queue->count; i++)
		sorted[i] = &queue->slots[i];
	qsort(sorted, queue->count, sizeof(*sorted), by_order);
	for (size_t i = 0; i < queue->count; i++)
		sorted[i]->rest = (uint64_t)i << 32 | (uint32_t)sorted[i]->rest;
	queue->next_order = (uint32_t)queue->count;
	free(sorted);
}

static void heap_push(struct event_queue *queue, struct event_slot slot)
{
	struct event_slot *slots = queue->slots;
	size_t hole = queue->count;

	for (; hole > 0 && before(slot, slots[(hole - 1) / ARITY]); hole = (hole - 1) / ARITY)
		put(&slots[hole], &slots[(hole - 1) / ARITY]);
	put(&slots[hole], &slot);
}

/* Makes room for one more, in the place and in the count. */
static void make_room(struct event_queue *queue)
{
	if (queue->count == queue->capacity)
		grow(queue);
	if (queue->next_order == UINT32_MAX)
		renumber(queue);
	if (!queue->heap && queue->count == SORTED_MAX)
		begin_heap(queue);
	else if (!queue->heap && queue->slots + queue->count == align(queue->memory) + SORTED_ROOM)
		window_back(queue);
}

void event_push(struct event_queue *queue, double time_s, uint32_t payload)
{
	struct event_slot slot;

	assert(time_s == time_s);
	make_room(queue);
	slot.time = time_pack(time_s);
	slot.rest = (uint64_t)queue->next_order++ << 32 | payload;
	if (queue->heap)
		heap_push(queue, slot);
	else
		insert(queue->slots, queue->count, slot);
	queue->count++;
}

/* The place of the least of four children. */
static size_t least(const struct event_slot *slots, size_t first)
{
	const struct event_slot *child = slots + first;
	size_t left = (size_t)before(child[1], child[0]);
	size_t right = 2 + (size_t)before(child[3], child[2]);
	size_t swap = -(size_t)before(child[right], child[left]);

	return first + (left ^ ((left ^ right) & swap));
}

/* Two levels ahead: where the heap is larger than the cache, both are waited for at once. */
static void prefetch(const struct event_slot *grandchildren)
{
	for (int i = 0; i < ARITY; i++)
		__builtin_prefetch(grandchildren + (ptrdiff_t)ARITY * i);
}

/* The hole in place of the first goes down to the bottom first, where the last event will mostly
 * belong, and up again from there. */
static void heap_remove_first(struct event_queue *queue)
{
	struct event_slot *slots = queue->slots;
	struct event_slot last = slots[--queue->count];
	size_t hole = 0, child;

	slots[queue->count] = NOTHING;
	for (; (child = ARITY * hole + 1) < queue->count; hole = child) {
		prefetch(slots + ARITY * child + 1);
		child = least(slots, child);
		put(&slots[hole], &slots[child]);
	}
	for (; hole > 0 && before(last, slots[(hole - 1) / ARITY]); hole = (hole - 1) / ARITY)
		put(&slots[hole], &slots[(hole - 1) / ARITY]);
	put(&slots[hole], &last);
	if (queue->count == SORTED_AGAIN)
		end_heap(queue);
}

struct event_item event_pop(struct event_queue *queue)
{
	struct event_slot top;

	assert(queue->count > 0);
	top = queue->slots[0];
	if (queue->heap) {
		heap_remove_first(queue);
	} else {
		queue->slots++;
		queue->count--;
	}
	return (struct event_item){ time_unpack(top.time), (uint32_t)(top.rest >> 32),
				    (uint32_t)top.rest };
}

double event_next_s(const struct event_queue *queue)
{
	return queue->count ? time_unpack(queue->slots[0].time) : INFINITY;
}
