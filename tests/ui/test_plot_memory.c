// SPDX-License-Identifier: MIT
/* Ranges that grow at once and shrink slowly, labels that do not jump; and the cursor's box. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "ui/plot.h"

static struct plot_memory memory;
static double now_s;

static void setup(void)
{
	plot_memory_init(&memory);
	now_s = 100;
	memory.input_s = now_s;
}

/* The top of an axis of 20 rows that shows values up to this, in the next frame. */
static double top_of(double largest, bool moving)
{
	struct extent extent;
	struct axis axis;

	extent_init(&extent);
	extent_add(&extent, 0);
	extent_add(&extent, largest);
	plot_memory_begin(&memory, now_s, moving);
	held_scale(plot_memory_of(&memory, 7), &axis, &extent, UNIT_USD, false, PARAM_NULL, 20, 4);
	return axis.hi;
}

START_TEST(grows_at_once_and_shrinks_slowly)
{
	double small = top_of(50, false), large = top_of(900, false), top = large;
	int ticks = 0;

	ck_assert_double_lt(small, large);
	ck_assert_double_eq(top_of(50, false), large);
	/* the owner is told when there will be something to see */
	ck_assert_double_eq(memory.wake_s, memory.input_s + 2);
	now_s += 1.99;
	ck_assert_double_eq(top_of(50, false), large);
	for (now_s += 0.02; top > small && ticks < 40; now_s += 0.25, ticks++) {
		double next = top_of(50, false);

		ck_assert_double_lt(next, top);
		top = next;
		now_s += 0.1;
		ck_assert_double_eq(top_of(50, false), top);
		now_s -= 0.1;
	}
	ck_assert_double_eq(top, small);
	ck_assert_int_gt(ticks, 3);
	ck_assert(isinf(memory.wake_s));
}
END_TEST

START_TEST(shrinks_for_a_good_reason_only)
{
	double large = top_of(900, false);

	now_s += 60;
	ck_assert_double_eq(top_of(700, false), large); /* more than 60 % of it */
	ck_assert(isinf(memory.wake_s));
	ck_assert_double_eq(top_of(50, true), large); /* something moves */
	ck_assert(isinf(memory.wake_s));
	memory.input_s = now_s - 1;
	ck_assert_double_eq(top_of(50, false), large);
	ck_assert_double_eq(memory.wake_s, now_s + 1);
}
END_TEST

START_TEST(a_plot_that_comes_back_starts_anew)
{
	double small = top_of(50, false), large = top_of(900, false);

	ck_assert_double_gt(large, small);
	plot_memory_begin(&memory, now_s, false); /* a frame without it */
	ck_assert_double_eq(top_of(50, false), small);
}
END_TEST

/* No memory, or more plots than there is room for: every frame for itself. */
START_TEST(nothing_is_remembered_without_room)
{
	ck_assert_ptr_null(plot_memory_of(NULL, 1));
	plot_memory_begin(&memory, now_s, false);
	for (uint32_t id = 1; id <= PLOTS_HELD; id++)
		ck_assert_ptr_nonnull(plot_memory_of(&memory, id));
	ck_assert_ptr_null(plot_memory_of(&memory, PLOTS_HELD + 1));
	ck_assert_ptr_nonnull(plot_memory_of(&memory, 3));
}
END_TEST

static int first_row(int row, int count)
{
	struct label_place labels[3] = { { 0, row }, { 0, row + 1 }, { 0, row + 2 } };

	plot_memory_begin(&memory, now_s, false);
	held_labels(plot_memory_of(&memory, 9), labels, count, 20);
	return labels[0].row;
}

START_TEST(labels_wait_before_they_move)
{
	ck_assert_int_eq(first_row(4, 3), 4);
	ck_assert_int_eq(first_row(5, 3), 4);
	ck_assert_double_eq_tol(memory.wake_s, now_s + 0.3, 1e-9);
	now_s += 0.29;
	ck_assert_int_eq(first_row(6, 3), 4);
	now_s += 0.02;
	ck_assert_int_eq(first_row(6, 3), 6);
	/* back in time: nothing happened */
	ck_assert_int_eq(first_row(7, 3), 6);
	ck_assert_int_eq(first_row(6, 3), 6);
	now_s += 1;
	ck_assert_int_eq(first_row(7, 3), 6);
	/* other labels have rows of their own */
	ck_assert_int_eq(first_row(9, 2), 9);
}
END_TEST

/* ---- the box ---- */

/* A plot of two level lines with the cursor at x; returns its text, to be freed. */
static char *boxed(double at, int w, int h)
{
	struct canvas canvas;
	struct plot plot;
	char *text;

	canvas_init(&canvas, w, h, CHARSET_UNICODE);
	plot_init(&plot, &canvas, (struct rect){ 0, 0, w, h - 1 }, false);
	plot_x(&plot, 0, 100, UNIT_COUNT, false);
	for (int i = 0; i < 2; i++) {
		struct plot_line *line = plot_line_add(&plot, ROLE_RAG, (struct dash)DASH_SOLID);

		for (int x = 0; x < axis_dots(&plot.x); x++)
			line->columns[x].lo = line->columns[x].hi = i == 0 ? 90 : 12;
		snprintf(line->name, sizeof(line->name), "%s", i == 0 ? "● dear" : "▲ cheap");
	}
	plot.box_at = at;
	snprintf(plot.box, sizeof(plot.box), "day %g", at);
	plot_scale(&plot, UNIT_USD, false, PARAM_NULL);
	plot_draw(&plot);
	plot_release(&plot);
	text = canvas_to_text(&canvas);
	canvas_release(&canvas);
	return text;
}

static int column_of(const char *text, const char *what)
{
	const char *at = strstr(text, what), *line = at;
	int column = 0;

	ck_assert_ptr_nonnull(at);
	while (line > text && line[-1] != '\n')
		line--;
	for (; line < at; line++)
		column += ((unsigned char)*line & 0xc0) != 0x80;
	return column;
}

START_TEST(the_box_reads_the_lines_best_first)
{
	char *text = boxed(20, 90, 24);

	ck_assert_ptr_nonnull(strstr(text, "day 20"));
	ck_assert_ptr_nonnull(strstr(text, "$12.0"));
	ck_assert_ptr_nonnull(strstr(text, "$90.0"));
	ck_assert(strstr(text, "cheap") < strstr(text, "dear"));
	/* at the side with more room */
	ck_assert_int_gt(column_of(text, "day 20"), 7 + 73 / 5);
	free(text);
	text = boxed(80, 90, 24);
	ck_assert_int_lt(column_of(text, "day 80"), 7 + 73 * 4 / 5);
	free(text);
}
END_TEST

START_TEST(no_box_where_there_is_no_room)
{
	char *text = boxed(20, 40, 24);

	ck_assert_ptr_null(strstr(text, "day 20"));
	free(text);
	text = boxed(20, 90, 8);
	ck_assert_ptr_null(strstr(text, "day 20"));
	free(text);
	text = boxed(120, 90, 24); /* the cursor is elsewhere */
	ck_assert_ptr_null(strstr(text, "day 120"));
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("plot memory");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, grows_at_once_and_shrinks_slowly);
	tcase_add_test(tcase, shrinks_for_a_good_reason_only);
	tcase_add_test(tcase, a_plot_that_comes_back_starts_anew);
	tcase_add_test(tcase, nothing_is_remembered_without_room);
	tcase_add_test(tcase, labels_wait_before_they_move);
	tcase_add_test(tcase, the_box_reads_the_lines_best_first);
	tcase_add_test(tcase, no_box_where_there_is_no_room);
	return suite_run("ui/plot_memory", tcase);
}
