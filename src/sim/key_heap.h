// SPDX-License-Identifier: MIT
/*
 * L1. A 4-ary heap of 64-bit keys, the least one first. Keys should differ: which of equal ones
 * comes first is not said. All zero is an empty heap.
 */
#ifndef RAGTOP_SIM_KEY_HEAP_H
#define RAGTOP_SIM_KEY_HEAP_H

#include <stdint.h>

struct key_heap {
	uint64_t *keys;
	uint32_t count, room;
};

void key_heap_release(struct key_heap *heap);
void key_heap_push(struct key_heap *heap, uint64_t key);
/* Takes the least key; there must be one. */
uint64_t key_heap_pop(struct key_heap *heap);
/* Takes the same from every key, which leaves their order as it is. */
void key_heap_subtract(struct key_heap *heap, uint64_t amount);

#endif
