// SPDX-License-Identifier: MIT
#include "sim/winner.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* Nodes from `leaves` on are the players themselves. */
static int winner_of(const struct winner_tree *tree, int node)
{
	return node >= tree->leaves ? node - tree->leaves : tree->winners[node];
}

static void replay(struct winner_tree *tree, int node)
{
	int left = winner_of(tree, 2 * node), right = winner_of(tree, 2 * node + 1);

	tree->winners[node] = tree->keys[right] < tree->keys[left] ? right : left;
}

void winner_reset(struct winner_tree *tree, int players)
{
	int leaves = 1;

	assert(players >= 1);
	while (leaves < players)
		leaves *= 2;
	if (leaves > tree->leaves) {
		tree->keys = xrealloc_array(tree->keys, (size_t)leaves, sizeof(*tree->keys));
		tree->winners = xrealloc_array(tree->winners, (size_t)leaves,
					       sizeof(*tree->winners));
	}
	tree->players = players;
	tree->leaves = leaves;
	for (int i = 0; i < leaves; i++)
		tree->keys[i] = UINT64_MAX;
	for (int node = leaves - 1; node > 0; node--)
		replay(tree, node);
}

void winner_release(struct winner_tree *tree)
{
	free(tree->keys);
	free(tree->winners);
	*tree = (struct winner_tree){ 0 };
}

void winner_set(struct winner_tree *tree, int player, uint64_t key)
{
	assert(player >= 0 && player < tree->players);
	if (tree->keys[player] == key)
		return;
	tree->keys[player] = key;
	for (int node = (tree->leaves + player) / 2; node > 0; node /= 2) {
		int before = tree->winners[node];

		replay(tree, node);
		/* Who lost here before and loses again is not heard of further up. */
		if (tree->winners[node] == before && before != player)
			return;
	}
}
