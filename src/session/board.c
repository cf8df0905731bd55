// SPDX-License-Identifier: MIT
#include "session/board.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void board_init(struct board *board)
{
	*board = (struct board){ 0 };
	pthread_mutex_init(&board->lock, NULL);
	board->map = xcalloc(1, sizeof(*board->map));
	board->sensitivity = xcalloc(1, sizeof(*board->sensitivity));
	board->claims = xcalloc(1, sizeof(*board->claims));
}

void board_release(struct board *board)
{
	pthread_mutex_destroy(&board->lock);
	free(board->map);
	free(board->sensitivity);
	free(board->claims);
}

/* With the lock held, if it is still about this generation. */
static bool begin_change(struct board *board, struct study_news *news, uint64_t generation)
{
	pthread_mutex_lock(&board->lock);
	if (news->generation == generation) {
		news->serial++;
		return true;
	}
	pthread_mutex_unlock(&board->lock);
	return false;
}

/* With the lock held, unless a newer one has begun: who was cancelled may come late, and would keep
 * the newer one's pieces off the board. */
static bool begin_study(struct board *board, struct study_news *news, uint64_t generation)
{
	pthread_mutex_lock(&board->lock);
	if (news->generation <= generation) {
		*news = (struct study_news){ .generation = generation, .serial = 1 };
		return true;
	}
	pthread_mutex_unlock(&board->lock);
	return false;
}

void board_map_begin(struct board *board, uint64_t generation, const struct map *map)
{
	if (!begin_study(board, &board->map_news, generation))
		return;
	*board->map = *map;
	pthread_mutex_unlock(&board->lock);
}

void board_map_cell(struct board *board, uint64_t generation, const struct map *map, int k)
{
	int i = map->order[k];

	if (!begin_change(board, &board->map_news, generation))
		return;
	board->map->cell[i] = map->cell[i];
	board->map_news.pieces++;
	pthread_mutex_unlock(&board->lock);
}

void board_map_edges(struct board *board, uint64_t generation, const struct map *map)
{
	if (!begin_change(board, &board->map_news, generation))
		return;
	board->map->edge_count = map->edge_count;
	board->map->more = map->more;
	memcpy(board->map->edge, map->edge, sizeof(map->edge));
	pthread_mutex_unlock(&board->lock);
}

void board_map_edge(struct board *board, uint64_t generation, const struct map *map, int e)
{
	if (!begin_change(board, &board->map_news, generation))
		return;
	board->map->edge[e] = map->edge[e];
	pthread_mutex_unlock(&board->lock);
}

void board_map_done(struct board *board, uint64_t generation)
{
	if (!begin_change(board, &board->map_news, generation))
		return;
	board->map_news.complete = true;
	pthread_mutex_unlock(&board->lock);
}

void board_sensitivity_begin(struct board *board, uint64_t generation,
			     const struct sensitivity *sensitivity)
{
	if (!begin_study(board, &board->sensitivity_news, generation))
		return;
	*board->sensitivity = *sensitivity;
	pthread_mutex_unlock(&board->lock);
}

void board_sensitivity_row(struct board *board, uint64_t generation,
			   const struct sensitivity *sensitivity, int i)
{
	if (!begin_change(board, &board->sensitivity_news, generation))
		return;
	board->sensitivity->row[i] = sensitivity->row[i];
	board->sensitivity_news.pieces++;
	pthread_mutex_unlock(&board->lock);
}

void board_sensitivity_pairs(struct board *board, uint64_t generation,
			     const struct sensitivity *sensitivity)
{
	if (!begin_change(board, &board->sensitivity_news, generation))
		return;
	board->sensitivity->pair_count = sensitivity->pair_count;
	memcpy(board->sensitivity->pair, sensitivity->pair, sizeof(sensitivity->pair));
	pthread_mutex_unlock(&board->lock);
}

void board_sensitivity_pair(struct board *board, uint64_t generation,
			    const struct sensitivity *sensitivity, int p)
{
	if (!begin_change(board, &board->sensitivity_news, generation))
		return;
	board->sensitivity->pair[p] = sensitivity->pair[p];
	pthread_mutex_unlock(&board->lock);
}

void board_sensitivity_done(struct board *board, uint64_t generation)
{
	if (!begin_change(board, &board->sensitivity_news, generation))
		return;
	board->sensitivity_news.complete = true;
	pthread_mutex_unlock(&board->lock);
}

bool board_claim_known(struct board *board, int i)
{
	bool known;

	pthread_mutex_lock(&board->lock);
	known = board->claims->known[i];
	pthread_mutex_unlock(&board->lock);
	return known;
}

void board_claim(struct board *board, int i, const struct claim_outcome *outcome)
{
	pthread_mutex_lock(&board->lock);
	if (!board->claims->known[i]) {
		board->claims->known[i] = true;
		board->claims->outcome[i] = *outcome;
		board->claims->count++;
		board->claims->serial++;
	}
	pthread_mutex_unlock(&board->lock);
}
