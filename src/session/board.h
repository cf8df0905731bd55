// SPDX-License-Identifier: MIT
/*
 * L3. The insides of studies that fill bit by bit while somebody looks: see session.h.
 *
 * Workers compute into a study of their own, which belongs to the work; what is finished goes to
 * the board, piece by piece, and from there to the owner, who copies it. The board has a lock of
 * its own, held for a copy; whoever holds it takes no other.
 */
#ifndef RAGTOP_SESSION_BOARD_H
#define RAGTOP_SESSION_BOARD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "session/session.h"

struct board {
	pthread_mutex_t lock;
	struct study_news map_news; /* of what `map` holds; generation 0: nothing yet */
	struct map *map;
	struct study_news sensitivity_news; /* likewise */
	struct sensitivity *sensitivity;
	struct claims_known *claims;
};

void board_init(struct board *board);
void board_release(struct board *board);

/* A map of this generation begins, laid out and empty; ignored when a newer one has begun. */
void board_map_begin(struct board *board, uint64_t generation, const struct map *map);
/* A cell or an edge of it is there; ignored when another generation has begun. */
void board_map_cell(struct board *board, uint64_t generation, const struct map *map, int k);
void board_map_edges(struct board *board, uint64_t generation, const struct map *map);
void board_map_edge(struct board *board, uint64_t generation, const struct map *map, int e);
void board_map_done(struct board *board, uint64_t generation);

void board_sensitivity_begin(struct board *board, uint64_t generation,
			     const struct sensitivity *sensitivity);
void board_sensitivity_row(struct board *board, uint64_t generation,
			   const struct sensitivity *sensitivity, int i);
void board_sensitivity_pairs(struct board *board, uint64_t generation,
			     const struct sensitivity *sensitivity);
void board_sensitivity_pair(struct board *board, uint64_t generation,
			    const struct sensitivity *sensitivity, int p);
void board_sensitivity_done(struct board *board, uint64_t generation);

bool board_claim_known(struct board *board, int i);
void board_claim(struct board *board, int i, const struct claim_outcome *outcome);

#endif
