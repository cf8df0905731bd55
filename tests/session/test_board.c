// SPDX-License-Identifier: MIT
#include "session/board.h"

#include <stdlib.h>

#include "base/suite.h"
#include "base/xalloc.h"

static struct board board;
static struct map *map;
static struct sensitivity *sensitivity;

static void setup(void)
{
	board_init(&board);
	map = xcalloc(1, sizeof(*map));
	sensitivity = xcalloc(1, sizeof(*sensitivity));
}

static void teardown(void)
{
	board_release(&board);
	free(map);
	free(sensitivity);
}

START_TEST(pieces_of_the_newest_map)
{
	map->columns = 7;
	board_map_begin(&board, 2, map);
	map->cell[0].known = true;
	board_map_cell(&board, 2, map, 0);
	board_map_cell(&board, 1, map, 0);
	ck_assert_int_eq(board.map->columns, 7);
	ck_assert(board.map->cell[0].known);
	ck_assert_int_eq(board.map_news.pieces, 1);
	board_map_done(&board, 1);
	ck_assert(!board.map_news.complete);
	board_map_done(&board, 2);
	ck_assert(board.map_news.complete);
}
END_TEST

/* A worker of a cancelled edit may get to the board after those of the next one. */
START_TEST(late_beginnings)
{
	map->columns = 7;
	board_map_begin(&board, 2, map);
	map->columns = 5;
	board_map_begin(&board, 1, map);
	ck_assert_int_eq(board.map->columns, 7);
	ck_assert_uint_eq(board.map_news.generation, 2);
	board_map_done(&board, 2);
	ck_assert(board.map_news.complete);

	sensitivity->row_count = 7;
	board_sensitivity_begin(&board, 2, sensitivity);
	sensitivity->row_count = 5;
	board_sensitivity_begin(&board, 1, sensitivity);
	ck_assert_int_eq(board.sensitivity->row_count, 7);
	board_sensitivity_done(&board, 2);
	ck_assert(board.sensitivity_news.complete);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("board");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, pieces_of_the_newest_map);
	tcase_add_test(tcase, late_beginnings);
	return suite_run("board", tcase);
}
