// SPDX-License-Identifier: MIT
#include "sim/key_heap.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

void key_heap_release(struct key_heap *heap)
{
	free(heap->keys);
	*heap = (struct key_heap){ 0 };
}

void key_heap_push(struct key_heap *heap, uint64_t key)
{
	uint32_t hole = heap->count++;

	if (heap->count > heap->room) {
		heap->room = heap->room ? 2 * heap->room : 16;
		heap->keys = xrealloc_array(heap->keys, heap->room, sizeof(*heap->keys));
	}
	while (hole > 0 && heap->keys[(hole - 1) / 4] > key) {
		heap->keys[hole] = heap->keys[(hole - 1) / 4];
		hole = (hole - 1) / 4;
	}
	heap->keys[hole] = key;
}

static uint32_t least_child(const struct key_heap *heap, uint32_t hole)
{
	uint32_t child = 4 * hole + 1, end = child + 4, least = child;

	end = end < heap->count ? end : heap->count;
	while (++child < end)
		if (heap->keys[child] < heap->keys[least])
			least = child;
	return least;
}

uint64_t key_heap_pop(struct key_heap *heap)
{
	uint64_t first = heap->keys[0], key;
	uint32_t hole = 0;

	assert(heap->count > 0);
	key = heap->keys[--heap->count];
	while (4 * hole + 1 < heap->count) {
		uint32_t least = least_child(heap, hole);

		if (heap->keys[least] >= key)
			break;
		heap->keys[hole] = heap->keys[least];
		hole = least;
	}
	heap->keys[hole] = key;
	return first;
}

void key_heap_subtract(struct key_heap *heap, uint64_t amount)
{
	for (uint32_t i = 0; i < heap->count; i++)
		heap->keys[i] -= amount;
}
