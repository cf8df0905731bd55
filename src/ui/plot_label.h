// SPDX-License-Identifier: MIT
/*
 * L4. Where labels go so that no two share a row and each stays near its line.
 *
 * Pool adjacent violators: the rows that move all labels as little as possible (least squares) and
 * keep their order, one per row.
 */
#ifndef RAGTOP_UI_PLOT_LABEL_H
#define RAGTOP_UI_PLOT_LABEL_H

enum {
	LABELS_MAX = 16,
	LABEL_MOVES_MAX = 3, /* rows that a label may lie away from its line */
};

struct label_place {
	double wanted; /* row counted from the top, with a fraction to break ties */
	int row;       /* out: -1 when there is no room for it */
};

/* Places n <= LABELS_MAX labels in rows 0 to rows - 1. Returns how many found no place. */
int label_place(struct label_place *labels, int n, int rows);

#endif
