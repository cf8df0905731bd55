// SPDX-License-Identifier: MIT
/* The price book in the dashboard: the key $, what it moves, the way back, and what is shown. */
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "io/price_book.h"
#include "ui/app_rig.h"

static const struct knob input_price = { .param = P_base_input_usd_per_mtok };
static const struct knob read_price = { .param = P_rag_read_usd_per_m };
static struct rig rig;

static void set_up(void)
{
	rig_open(&rig, "");
}

static void tear_down(void)
{
	rig_close(&rig);
}

static const char *book(void)
{
	return rig.app->scenario.price_book;
}

static void check_shows(const char *text, bool shown)
{
	char *screen;

	app_draw(rig.app);
	screen = canvas_to_text(&rig.app->canvas);
	ck_assert_msg((strstr(screen, text) != NULL) == shown, "%s in\n%s", text, screen);
	free(screen);
}

START_TEST(dollar_goes_through_the_books)
{
	check_shows("prices S", false);
	for (int i = 0; i < price_book_count(); i++) {
		rig_keys(&rig, "$");
		ck_assert_str_eq(book(), price_book_at(i)->id);
	}
	check_shows("prices current", true);
	rig_keys(&rig, "$");
	ck_assert_str_eq(book(), "");
	ck_assert_double_eq(rig_value(&rig, read_price), param_table[P_rag_read_usd_per_m].def);
	for (int i = 0; i <= price_book_count(); i++)
		rig_keys(&rig, "u");
	ck_assert_str_eq(book(), "");
	ck_assert(!edit_dirty(&rig.app->log));
	rig_keys(&rig, "U");
	ck_assert_str_eq(book(), "s0");
	ck_assert_double_eq(rig_value(&rig, input_price), 1.75);
}
END_TEST

/* What was turned, what is locked and what the file says stay. */
START_TEST(moves_nothing_of_yours)
{
	struct knob write_price = { .param = P_rag_write_usd_per_m };
	int index = app_find_knob(rig.app, read_price);

	rig.app->scenario.own[P_rag_write_usd_per_m] = true;
	app_set_knob(rig.app, app_find_knob(rig.app, input_price), 3, false);
	rig.app->ui.locked[index] = true;
	rig_keys(&rig, ": p r i c e s Space s 4 Enter");
	ck_assert_str_eq(book(), "s4");
	ck_assert_double_eq(rig_value(&rig, input_price), 3);
	ck_assert_double_eq(rig_value(&rig, read_price), 16);
	ck_assert_double_eq(rig_value(&rig, write_price), 4);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "values changed"));
	rig_keys(&rig, "u u");
	ck_assert_str_eq(book(), "");
	ck_assert_double_eq(rig_value(&rig, input_price), 2.5);
}
END_TEST

/* Turned to what the next book has anyway: the way back does not take it along. */
START_TEST(undo_is_exact)
{
	app_set_knob(rig.app, app_find_knob(rig.app, input_price), 1.75, false);
	rig_keys(&rig, "$");
	ck_assert_str_eq(book(), "s0");
	rig_keys(&rig, "$");
	ck_assert_double_eq(rig_value(&rig, input_price), 1.75);
	rig_keys(&rig, "u u");
	ck_assert_double_eq(rig_value(&rig, input_price), 1.75);
	ck_assert(!rig.app->scenario.own[P_base_input_usd_per_mtok]);
	rig_keys(&rig, "u");
	ck_assert_double_eq(rig_value(&rig, input_price), 2.5);
	rig_keys(&rig, "U U");
	ck_assert_double_eq(rig_value(&rig, input_price), 1.75);
	ck_assert_str_eq(book(), "s0");
}
END_TEST

START_TEST(says_where_a_price_is_from)
{
	rig_keys(&rig, "$ $ $ $ $");
	ck_assert_str_eq(book(), "s4");
	check_shows("  prices S4  seed ", true);
	app_select_knob(rig.app, app_find_knob(rig.app, input_price));
	check_shows("published: S4:125: GPT-4o", true);
	rig_keys(&rig, "p");
	check_shows("PremAI", true);
	rig_keys(&rig, "Esc");
	app_set_knob(rig.app, rig.app->ui.knob, 3, false);
	check_shows("S4:125: GPT-4o", false);
	rig_keys(&rig, "Bksp Bksp"); /* the file's, and the book's is the same */
	check_shows("published: S4:125: GPT-4o", true);
}
END_TEST

START_TEST(the_header_can_be_clicked)
{
	struct hit hit;

	rig_keys(&rig, "$");
	app_draw(rig.app);
	hit = rig_hit(&rig, ACTION_PRICES, 0);
	rig_click(&rig, hit.area.x + 2, hit.area.y);
	ck_assert_str_eq(book(), "s1");
}
END_TEST

START_TEST(refuses_other_names)
{
	struct error error;

	ck_assert(!app_command(rig.app, "prices s7", &error));
	ck_assert_str_eq(error.message,
			 "not a price book, s0, s1, s2, s3, s4, current are: \"s7\"");
	ck_assert(app_command(rig.app, "prices none", &error));
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "already"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_prices");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, dollar_goes_through_the_books);
	tcase_add_test(tcase, moves_nothing_of_yours);
	tcase_add_test(tcase, undo_is_exact);
	tcase_add_test(tcase, says_where_a_price_is_from);
	tcase_add_test(tcase, the_header_can_be_clicked);
	tcase_add_test(tcase, refuses_other_names);
	return suite_run("app_prices", tcase);
}
