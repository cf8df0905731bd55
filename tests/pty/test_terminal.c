// SPDX-License-Identifier: MIT
/* The terminal is taken over, kept through what happens to it, and given back in every case. */
#include "pty/tty.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/suite.h"

static struct tty tty;

static void teardown(void)
{
	tty_close(&tty);
	tty_remove_folder();
}

static void open_with(struct tty_options options)
{
	options.args[0] = tty_quick_scenario();
	tty_open(&tty, &options);
}

static void open_plain(void)
{
	open_with((struct tty_options){ .w = 120, .h = 40 });
	tty_wait(&tty, "monthly queries");
}

static void quit(void)
{
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_is_restored(&tty));
}

/* Everything that was switched on is switched off, from byte `from` on. */
static void check_given_back(size_t from)
{
	ck_assert(tty_sent(&tty, from, "\033[?1049l"));
	ck_assert(tty_sent(&tty, from, "\033[?1002l"));
	ck_assert(tty_sent(&tty, from, "\033[?1006l"));
	ck_assert(tty_sent(&tty, from, "\033[?25h") || tty_sent(&tty, from, "\033[?12l"));
	ck_assert(tty_is_restored(&tty));
}

START_TEST(quitting_gives_it_back)
{
	open_plain();
	ck_assert(!tty_is_restored(&tty));
	ck_assert(tty_sent(&tty, 0, "\033[?1049h"));
	quit();
	check_given_back(0);
}
END_TEST

static const int deadly[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE };

/* Whatever ends the program, the shell gets a terminal that works, and the status tells the truth.
 * */
START_TEST(signals_give_it_back)
{
	size_t from;

	open_plain();
	from = tty.size;
	ck_assert_int_eq(kill(tty.pid, deadly[_i]), 0);
	ck_assert_int_eq(tty_wait_end(&tty), -deadly[_i]);
	check_given_back(from);
}
END_TEST

/* The terminal went away: the program ends, it does not spin. */
START_TEST(hang_up_ends_it)
{
	open_plain();
	close(tty.fd);
	tty.fd = -1;
	tty.closed = true;
	tty_wait_end(&tty);
}
END_TEST

/* --- stop and go on --- */

static void stop_and_continue(void)
{
	size_t from = tty.size;

	tty_wait_stopped(&tty);
	check_given_back(from);
	from = tty.size;
	tty_continue(&tty);
	tty_wait(&tty, "monthly queries");
	while (!tty_sent(&tty, from, "\033[?1049h") || !tty_sent(&tty, from, "\033[?1002h"))
		tty_pump(&tty, 100);
	tty_send(&tty, "B");
	tty_wait(&tty, "B does nothing here");
	ck_assert(!tty_is_restored(&tty));
}

START_TEST(suspend_by_key)
{
	open_with((struct tty_options){ .w = 120, .h = 40, .shell = true });
	tty_wait(&tty, "monthly queries");
	tty_send(&tty, "\032");
	stop_and_continue();
	tty_send(&tty, "\032"); // and once more: nothing is used up
	stop_and_continue();
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
}
END_TEST

/* Without a shell that could continue us, the key must not end in a dead terminal. */
START_TEST(suspend_without_a_shell)
{
	open_plain();
	tty_send(&tty, "\032B");
	tty_wait(&tty, "B does nothing here");
	quit();
}
END_TEST

/* --- sizes --- */

static const int sizes[][2] = { { 1, 1 },   { 2, 1 },    { 1, 60 },   { 20, 6 },   { 40, 12 },
				{ 80, 24 }, { 119, 39 }, { 200, 60 }, { 300, 80 }, { 500, 3 } };

START_TEST(any_size_at_the_start)
{
	open_with((struct tty_options){ .w = sizes[_i][0], .h = sizes[_i][1] });
	while (!tty_sent(&tty, 0, "\033[?2026l"))
		tty_pump(&tty, 100);
	quit();
}
END_TEST

/* A window dragged about: at its end, the picture has the size of the window. */
START_TEST(resize_storm)
{
	open_plain();
	for (int i = 0; i < 200; i++) {
		const int *size = sizes[i * 7 % 10];
		tty_resize(&tty, size[0], size[1]);
		tty_pump(&tty, i % 3);
	}
	tty_resize(&tty, 80, 24);
	tty_send(&tty, "B");
	tty_wait(&tty, "B does nothing here");
	tty_wait(&tty, "monthly queries");
	tty_resize(&tty, 120, 40);
	tty_send(&tty, "\033");
	tty_wait(&tty, "stale answers");
	tty_wait(&tty, "first token p95");
	quit();
}
END_TEST

/* --- slow terminals --- */

enum { UNREAD_MAX = 48 << 10 }; /* what the system keeps for us, and a frame or two */

/* Plays while nobody reads. */
static void play_unread(void)
{
	open_plain();
	tty_wait_gone(&tty, "refining");
	while (tty_pump(&tty, 100))
		;
	tty_send(&tty, "g ");
	for (int i = 0; i < 150; i++) {
		tty_send(&tty, i % 2 ? "s" : "T");
		poll(NULL, 0, 10);
	}
}

/* Frames that the terminal cannot take are not drawn; afterwards it gets the newest. */
START_TEST(slow_terminals_skip_frames)
{
	size_t from;

	play_unread();
	from = tty.size;
	tty_send(&tty, "B");
	tty_wait(&tty, "B does nothing here");
	ck_assert_int_lt((int)(tty.size - from), UNREAD_MAX);
	quit();
}
END_TEST

/* Keys are taken also while the terminal takes nothing; even the end does not wait for it. */
START_TEST(stuck_terminals_do_not_hang_it)
{
	int status;

	play_unread();
	tty_send(&tty, "q");
	ck_assert_int_eq(waitpid(tty.pid, &status, 0), tty.pid);
	tty.pid = 0;
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	ck_assert(tty_is_restored(&tty));
}
END_TEST

/* --- kinds of terminal --- */

struct kind {
	const char *term, *locale, *environment;
	bool colours, unicode;
};

static const struct kind kinds[] = {
	{ "xterm-256color", NULL, NULL, true, true },
	{ "tmux-256color", NULL, NULL, true, true },
	{ "screen", NULL, NULL, true, true },
	{ "linux", NULL, NULL, true, false },
	{ "vt100", NULL, NULL, false, true },
	{ "no-such-terminal", NULL, NULL, true, true },
	{ "xterm-256color", "C", NULL, true, false },
	{ "xterm-256color", NULL, "NO_COLOR=1", false, true },
	{ "xterm", NULL, "COLORTERM=truecolor", true, true },
};

/* Do the numbers of an SGR sequence set a colour? 39 and 49 take one back. */
static bool is_colour(const char *numbers, size_t size)
{
	char copy[64];
	char *rest = copy, *number;

	snprintf(copy, sizeof(copy), "%.*s", (int)size, numbers);
	while ((number = strsep(&rest, ";"))) {
		int n = atoi(number);
		if ((n >= 30 && n <= 48 && n != 39) || (n >= 90 && n <= 107))
			return true;
	}
	return false;
}

static bool sent_colour(void)
{
	for (const char *c = tty.output; (c = strstr(c, "\033[")) != NULL; c++) {
		size_t size = strspn(c + 2, "0123456789;");
		if (c[2 + size] == 'm' && is_colour(c + 2, size))
			return true;
	}
	return false;
}

static bool shows_beyond_ascii(void)
{
	for (int y = 0; y < tty.h; y++)
		for (int x = 0; x < tty.w; x++)
			if (tty_code(&tty, x, y) > 0x7e)
				return true;
	return false;
}

static bool shows_braille(void)
{
	for (int y = 0; y < tty.h; y++)
		for (int x = 0; x < tty.w; x++)
			if (tty_code(&tty, x, y) >= 0x2800 && tty_code(&tty, x, y) <= 0x28ff)
				return true;
	return false;
}

START_TEST(kinds_of_terminal)
{
	const struct kind *kind = &kinds[_i];

	open_with((struct tty_options){ .w = 120,
					.h = 40,
					.term = kind->term,
					.locale = kind->locale,
					.environment = kind->environment });
	tty_wait(&tty, "monthly queries");
	tty_wait(&tty, "all in a month");
	ck_assert_int_eq(sent_colour(), kind->colours);
	if (kind->unicode)
		while (!shows_braille())
			tty_pump(&tty, 100);
	else
		ck_assert(!shows_braille());
	if (kind->locale)
		ck_assert(!shows_beyond_ascii());
	quit();
}
END_TEST

/* A terminal that cannot move its cursor gets lines of text, and is told why. */
START_TEST(dumb_terminal_has_lines)
{
	open_with((struct tty_options){ .w = 80, .h = 24, .term = "dumb", .errors_here = true });
	tty_wait(&tty, "ragtop> ");
	ck_assert(tty_sent(&tty, 0, "ragtop: "));
	tty_send(&tty, "set traffic.volume_qpm 20M\r");
	while (!tty_sent(&tty, 0, "before: "))
		tty_pump(&tty, 100);
	tty_send(&tty, "q\r");
	while (!tty_sent(&tty, 0, "q again leaves"))
		tty_pump(&tty, 100);
	tty_send(&tty, "q\r");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_sent(&tty, 0, "TERM=\"dumb\""));
	ck_assert(!tty_sent(&tty, 0, "\033"));
	ck_assert(tty_is_restored(&tty));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("terminal");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_set_timeout(tcase, 400);
	tcase_add_test(tcase, quitting_gives_it_back);
	tcase_add_loop_test(tcase, signals_give_it_back, 0, sizeof(deadly) / sizeof(deadly[0]));
	tcase_add_test(tcase, hang_up_ends_it);
	tcase_add_test(tcase, suspend_by_key);
	tcase_add_test(tcase, suspend_without_a_shell);
	tcase_add_loop_test(tcase, any_size_at_the_start, 0, sizeof(sizes) / sizeof(sizes[0]));
	tcase_add_test(tcase, resize_storm);
	tcase_add_test(tcase, slow_terminals_skip_frames);
	tcase_add_test(tcase, stuck_terminals_do_not_hang_it);
	tcase_add_loop_test(tcase, kinds_of_terminal, 0, sizeof(kinds) / sizeof(kinds[0]));
	tcase_add_test(tcase, dumb_terminal_has_lines);
	return suite_run("terminal", tcase);
}
