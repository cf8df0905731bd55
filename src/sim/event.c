// SPDX-License-Identifier: MIT
#include "sim/event.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* Four children share a cache line, and the heap is half as deep as a binary one. */
enum { ARITY = 4 };

void event_queue_init(struct event_queue *queue)
{
	*queue = (struct event_queue){ 0 };
}

void event_queue_release(struct event_queue *queue)
{
	free(queue->items);
	*queue = (struct event_queue){ 0 };
}

void event_queue_clear(struct event_queue *queue)
{
	queue->count = 0;
	queue->next_order = 0;
}

static bool before(const struct event_item *a, const struct event_item *b)
{
	if (a->time_s != b->time_s)
		return a->time_s < b->time_s;
	return (int32_t)(a->order - b->order) < 0;
}

static void grow(struct event_queue *queue)
{
	queue->capacity = queue->capacity ? 2 * queue->capacity : 64;
	queue->items = xrealloc_array(queue->items, queue->capacity, sizeof(*queue->items));
}

void event_push(struct event_queue *queue, double time_s, uint32_t payload)
{
	struct event_item item = { time_s, queue->next_order++, payload };
	size_t hole;

	assert(time_s == time_s);
	if (queue->count == queue->capacity)
		grow(queue);
	for (hole = queue->count++; hole > 0;) {
		size_t parent = (hole - 1) / ARITY;

		if (!before(&item, &queue->items[parent]))
			break;
		queue->items[hole] = queue->items[parent];
		hole = parent;
	}
	queue->items[hole] = item;
}

static size_t smallest_child(const struct event_queue *queue, size_t first)
{
	size_t end = first + ARITY < queue->count ? first + ARITY : queue->count;
	size_t best = first;

	for (size_t i = first + 1; i < end; i++)
		if (before(&queue->items[i], &queue->items[best]))
			best = i;
	return best;
}

struct event_item event_pop(struct event_queue *queue)
{
	struct event_item top, last;
	size_t hole = 0;

	assert(queue->count > 0);
	top = queue->items[0];
	last = queue->items[--queue->count];
	for (size_t child; (child = ARITY * hole + 1) < queue->count; hole = child) {
		child = smallest_child(queue, child);
		if (!before(&queue->items[child], &last))
			break;
		queue->items[hole] = queue->items[child];
	}
	if (queue->count > 0)
		queue->items[hole] = last;
	return top;
}

double event_next_s(const struct event_queue *queue)
{
	return queue->count ? queue->items[0].time_s : INFINITY;
}
