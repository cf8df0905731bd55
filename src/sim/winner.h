// SPDX-License-Identifier: MIT
/*
 * L1. Who comes first among a fixed number of players: a winner tree over 64-bit keys. The least
 * key wins, of equal ones the lower number. Changing a key costs as many comparisons as the number
 * of players has bits; asking who wins costs nothing.
 */
#ifndef RAGTOP_SIM_WINNER_H
#define RAGTOP_SIM_WINNER_H

#include <stdint.h>

struct winner_tree {
	int players, leaves; /* leaves: players rounded up to a power of two */
	uint64_t *keys;      /* [leaves] */
	int *winners;        /* [leaves]: node i has the children 2i and 2i + 1; 1 is the root */
};

/* All keys are UINT64_MAX. A zeroed tree is valid input; memory of an earlier use is kept. */
void winner_reset(struct winner_tree *tree, int players);
void winner_release(struct winner_tree *tree);
void winner_set(struct winner_tree *tree, int player, uint64_t key);

static inline int winner_first(const struct winner_tree *tree)
{
	return tree->leaves > 1 ? tree->winners[1] : 0;
}

#endif
