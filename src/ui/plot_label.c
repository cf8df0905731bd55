// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>

#include "ui/plot_label.h"

/* A run of labels in consecutive rows. */
struct block {
	double sum; /* of wanted rows, each less its place in the order */
	int n;
};

static void sort_by_wanted(int *order, const struct label_place *labels, int n)
{
	for (int i = 0; i < n; i++) {
		int k = i;

		for (; k > 0 && labels[order[k - 1]].wanted > labels[i].wanted; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
}

/* Pools labels that would overlap; returns the number of blocks. */
static int pool(struct block *blocks, const int *order, const struct label_place *labels, int n)
{
	int count = 0;

	for (int i = 0; i < n; i++) {
		blocks[count++] = (struct block){ labels[order[i]].wanted - i, 1 };
		while (count > 1 && blocks[count - 2].sum / blocks[count - 2].n >=
					    blocks[count - 1].sum / blocks[count - 1].n) {
			blocks[count - 2].sum += blocks[count - 1].sum;
			blocks[count - 2].n += blocks[count - 1].n;
			count--;
		}
	}
	return count;
}

static int clamp_int(int x, int lo, int hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

int label_place(struct label_place *labels, int n, int rows)
{
	struct block blocks[LABELS_MAX];
	int order[LABELS_MAX], count, rank = 0, homeless = 0, least = 0;

	assert(n >= 0 && n <= LABELS_MAX);
	sort_by_wanted(order, labels, n);
	count = pool(blocks, order, labels, n);
	for (int b = 0; b < count; b++) {
		int start = (int)lround(blocks[b].sum / blocks[b].n);

		for (int i = 0; i < blocks[b].n; i++, rank++) {
			struct label_place *label = &labels[order[rank]];
			int row = clamp_int(start + rank, rank, rows - n + rank);

			/* Rounding can push two blocks into each other. */
			row = row < least ? least : row;
			label->row = row;
			if (row < 0 || row >= rows ||
			    fabs(row - label->wanted) > LABEL_MOVES_MAX + 1) {
				label->row = -1;
				homeless++;
			} else {
				least = row + 1;
			}
		}
	}
	return homeless;
}
