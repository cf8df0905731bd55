// SPDX-License-Identifier: MIT
/*
 * L1. The ordered future: 16-byte events in order, or in a 4-ary heap if they are many. Equal times
 * come out first in, first out, by an insertion counter. Does not know what an event means:
 * `payload` is the owner's.
 */
#ifndef RAGTOP_SIM_EVENT_H
#define RAGTOP_SIM_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_item {
	double time_s;
	uint32_t order; /* of insertion */
	uint32_t payload;
};

struct event_queue {
	struct event_slot *slots; /* private to event.c, as are heap and memory */
	bool heap;
	void *memory;
	size_t count, capacity;
	uint32_t next_order;
};

void event_queue_init(struct event_queue *queue);
void event_queue_release(struct event_queue *queue);
void event_queue_clear(struct event_queue *queue); /* keeps the memory */
void event_push(struct event_queue *queue, double time_s, uint32_t payload);
/* The next event; the queue must not be empty. */
struct event_item event_pop(struct event_queue *queue);

/* Time of the next event, INFINITY when there is none. */
double event_next_s(const struct event_queue *queue);

#endif
