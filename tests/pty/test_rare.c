// SPDX-License-Identifier: MIT
/*
 * What not every machine has: the mouse through tmux, beside the same without it, and terminals
 * that take colours as red, green and blue. Skipped, and said so, where it is missing.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "pty/bytes.h"
#include "pty/tty.h"

enum { HANDLE = 0x2588, STEPS = 4 };

static struct tty tty;

static void setup(void)
{
	tty.fd = -1;
}

static void teardown(void)
{
	if (tty.vterm)
		tty_close(&tty);
	tty_remove_folder();
}

static bool is_there(const char *command, const char *what)
{
	bool there = system(command) == 0;

	if (!there)
		printf("skip: no %s\n", what);
	return there;
}

/* Column of the handle in the row of a knob, -1: none is drawn yet. */
static int find_handle(const char *knob, int *y)
{
	int x;

	if (!tty_find(&tty, knob, &x, y))
		return -1;
	for (; x < tty.w; x++)
		if (tty_code(&tty, x, *y) == HANDLE)
			return x;
	return -1;
}

static void wait_for_handle(int at)
{
	int y;

	while (!tty.closed && find_handle("monthly queries", &y) != at)
		tty_pump(&tty, 100);
	ck_assert(!tty.closed);
}

static void drag(void)
{
	int x, y;

	tty_wait(&tty, "all in a month");
	while ((x = find_handle("monthly queries", &y)) < 0)
		tty_pump(&tty, 100);
	tty_mouse(&tty, 0, x, y, false);
	for (int i = 1; i <= STEPS; i++)
		tty_mouse(&tty, 32, x + i, y, false);
	wait_for_handle(x + STEPS);
	tty_mouse(&tty, 0, x + STEPS, y, true);
	// It stays where it was let go.
	tty_mouse(&tty, 35, x, y, false);
	tty_send(&tty, "u");
	wait_for_handle(x);
	tty_send(&tty, ":q!\r");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_is_restored(&tty));
}

START_TEST(drag_bare)
{
	tty_open(&tty, &(struct tty_options){ .w = 120, .h = 40, .args = { tty_bare_scenario() } });
	drag();
}
END_TEST

/* A server of its own: its socket and settings are the test's. */
START_TEST(drag_in_tmux)
{
	char socket[300], command[600];

	if (!is_there("tmux -V > /dev/null 2>&1", "tmux"))
		return;
	snprintf(socket, sizeof(socket), "%s", tty_path("tmux"));
	snprintf(command, sizeof(command), "exec '%s' --no-demo '%s'", getenv("RAGTOP_BIN"),
		 tty_bare_scenario());
	unsetenv("TMUX");
	tty_open(&tty, &(struct tty_options){ .w = 120,
					      .h = 40,
					      .program = "tmux",
					      .args = { "-S",
							socket,
							"-f",
							"/dev/null",
							"set",
							"-g",
							"mouse",
							"on",
							";",
							"set",
							"-g",
							"status",
							"off",
							";",
							"set",
							"-g",
							"default-terminal",
							"tmux-256color",
							";",
							"new-session",
							command } });
	drag();
}
END_TEST

START_TEST(true_colours)
{
	struct bytes bytes = { .w = 120, .h = 120, .utf8 = true };

	if (!is_there("infocmp xterm-direct > /dev/null 2>&1", "description of xterm-direct"))
		return;
	tty_open(&tty, &(struct tty_options){ .w = 120,
					      .h = 40,
					      .term = "xterm-direct",
					      .args = { tty_bare_scenario() } });
	tty_wait(&tty, "all in a month");
	tty_send(&tty, ":q!\r");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert_msg(bytes_read(&bytes, tty.output, tty.size), "%s", bytes.complaint);
	ck_assert(tty_sent(&tty, 0, "38:2:"));
	// The numbers of palettes are for terminals that have one.
	ck_assert(!tty_sent(&tty, 0, "38;5;") && !tty_sent(&tty, 0, "38:5:"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("rare");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, drag_bare);
	tcase_add_test(tcase, drag_in_tmux);
	tcase_add_test(tcase, true_colours);
	return suite_run("pty/rare", tcase);
}
