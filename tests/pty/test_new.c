// SPDX-License-Identifier: MIT
/* ragtop new on a terminal: asks, explains, asks again, leaves nothing behind when one leaves. */
#include "pty/tty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/interview.h"
#include "io/scenario_io.h"

static struct tty tty;
static char path[128];

static void set_up(void)
{
	tty_folder();
	snprintf(path, sizeof(path), "%s", tty_path("mine.json"));
}

static void tear_down(void)
{
	tty_close(&tty);
	tty_remove_folder();
}

static void open_new(void)
{
	tty_open(&tty, &(struct tty_options){
			       .w = 100, .h = 50, .errors_here = true, .args = { "new", path } });
	tty_wait(&tty, "queries a month [60k]");
}

/* Enter where nothing is said, until the last question. */
static void take_the_rest(enum question_id from)
{
	char text[80];

	for (unsigned int i = from; i < QUESTION_IDS; i++) {
		snprintf(text, sizeof(text), "%s [%s]", question_table[i].text,
			 question_table[i].fallback);
		tty_wait(&tty, text);
		tty_send(&tty, "\r");
	}
}

START_TEST(asks_and_writes)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct error error;

	open_new();
	tty_send(&tty, "lots\r");
	tty_wait(&tty, "not a number \"lots\"");
	tty_send(&tty, "?\r");
	tty_wait(&tty, "How often the thing is asked");
	tty_send(&tty, "3M\r");
	take_the_rest(QUESTION_QUESTION);
	tty_wait(&tty, "Next:");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert_msg(scenario_load(path, scenario, &error), "%s", error.message);
	ck_assert_str_eq(scenario->name, "mine");
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 3e6);
	ck_assert_str_eq(scenario->notes[P_traffic_volume_qpm].note, "yours");
	ck_assert_str_ne(scenario->notes[P_traffic_answer_tok].note, "yours");
	free(scenario);
}
END_TEST

START_TEST(leaves_without_a_file)
{
	open_new();
	tty_send(&tty, "3M\r");
	tty_wait(&tty, "tokens of a question [150]");
	tty_send(&tty, "\004");
	tty_wait(&tty, "nothing is written");
	ck_assert_int_eq(tty_wait_end(&tty), 2);
	ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

/* What an option answers is not asked. */
START_TEST(asks_only_what_is_open)
{
	int x, y;

	tty_open(&tty, &(struct tty_options){ .w = 100,
					      .h = 50,
					      .errors_here = true,
					      .args = { "new", path, "--volume", "5k" } });
	take_the_rest(QUESTION_QUESTION);
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(!tty_find(&tty, "queries a month", &x, &y));
	ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("new");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, asks_and_writes);
	tcase_add_test(tcase, leaves_without_a_file);
	tcase_add_test(tcase, asks_only_what_is_open);
	return suite_run("new", tcase);
}
