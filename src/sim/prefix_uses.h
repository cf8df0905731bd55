// SPDX-License-Identifier: MIT
/*
 * L1. When the start of a prompt was used last, by its id: what a cache of prompts remembers. One
 * id, 0, is all that a drawn workload has, and costs no memory; traces have as many as they have. A
 * zeroed one is valid input for a reset only.
 */
#ifndef RAGTOP_SIM_PREFIX_USES_H
#define RAGTOP_SIM_PREFIX_USES_H

#include <stdint.h>

struct prefix_uses {
	double zero_s; /* of id 0 */
	/* A hash table by open addressing; room is a power of two, id 0 an empty place. */
	struct prefix_use {
		uint32_t id;
		double used_s;
	} * uses;
	uint32_t count, room;
};

/* Forgets all; memory is kept. */
void prefix_uses_reset(struct prefix_uses *uses);
void prefix_uses_release(struct prefix_uses *uses);
/* The instant of its last use, to be read and set: -INFINITY where it never was. Valid until the
 * next call. */
double *prefix_used_s(struct prefix_uses *uses, uint32_t id);

#endif
