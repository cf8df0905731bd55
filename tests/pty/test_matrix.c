// SPDX-License-Identifier: MIT
/*
 * The real program on every kind of terminal: TERM x locale x NO_COLOR x size. It opens, takes keys
 * and the mouse, is resized and quits; it neither crashes nor sends a byte that terminals do not
 * know; what it has drawn in pieces is what it draws whole; the terminal is as it was.
 *
 * The normal suite takes some of it, with LONG=1 in the environment all of it is done.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "pty/bytes.h"
#include "pty/tty.h"

static const char *const terms[] = { "xterm-256color", "tmux-256color", "screen",
				     "linux",          "vt100",         "dumb" };
static const char *const locales[] = { NULL, "C" }; /* NULL: UTF-8 */
static const char *const colours[] = { NULL, "NO_COLOR=1" };
static const int sizes[][2] = { { 1, 1 },    { 20, 6 },  { 80, 24 }, { 300, 80 },
				{ 2, 40 },   { 7, 3 },   { 40, 12 }, { 120, 40 },
				{ 200, 60 }, { 300, 1 }, { 1, 80 },  { 79, 23 } };

enum {
	TERMS = sizeof(terms) / sizeof(terms[0]),
	SIZES = sizeof(sizes) / sizeof(sizes[0]),
	CELLS = TERMS * 2 * 2 * SIZES,
	QUIETS = 8,  /* of 50 ms: labels of plots may stay where they were for 300 */
	STRIDE = 17, /* of the normal suite; has no factor in common with the axes */
};

static struct tty tty;
static struct bytes bytes;

static void teardown(void)
{
	if (tty.vterm)
		tty_close(&tty);
	tty_remove_folder();
}

static bool is_dumb(int term)
{
	return strcmp(terms[term], "dumb") == 0;
}

static void say_which(const struct tty_options *options)
{
	printf("TERM=%s LC_ALL=%s %s %dx%d\n", options->term,
	       options->locale ? options->locale : "C.UTF-8",
	       options->environment ? options->environment : "", options->w, options->h);
}

static void check_bytes(void)
{
	ck_assert_msg(bytes_read(&bytes, tty.output, tty.size), "%s", bytes.complaint);
}

/* Is one of its threads at work? */
static bool is_computing(void)
{
	char path[300], line[128] = "";
	struct dirent *entry;
	bool busy = false;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)tty.pid);
	tasks = opendir(path);
	while (tasks && (entry = readdir(tasks))) {
		FILE *in;

		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/stat", (int)tty.pid,
			 entry->d_name);
		in = fopen(path, "r");
		if (!in)
			continue;
		busy = busy || (fgets(line, sizeof(line), in) && strstr(line, ") R "));
		fclose(in);
	}
	if (tasks)
		closedir(tasks);
	return busy;
}

/* Until nothing more comes and nothing is computed. */
static void let_rest(void)
{
	for (int quiet = 0; quiet < QUIETS && !tty.closed; quiet++)
		if (tty_pump(&tty, 50) || is_computing())
			quiet = 0;
}

static char *screen_text(void)
{
	char *all = malloc((size_t)tty.h * ((size_t)tty.w * 3 + 2) + 1);
	size_t used = 0;

	ck_assert_ptr_nonnull(all);
	for (int y = 0; y < tty.h; y++) {
		char *row = tty_row(&tty, y);
		used += (size_t)sprintf(all + used, "%s\n", row);
		free(row);
	}
	return all;
}

/* What has come about piece by piece is the same as what is drawn from nothing. */
static void compare_with_whole(void)
{
	char *pieces, *whole;
	size_t from;

	let_rest();
	pieces = screen_text();
	from = tty.size;
	tty_send(&tty, "\014");
	while (tty.size == from)
		tty_pump(&tty, 100);
	let_rest();
	whole = screen_text();
	// libcheck's own message would be longer than it can take.
	if (strcmp(pieces, whole) != 0) {
		printf("in pieces:\n%s\nwhole:\n%s\n", pieces, whole);
		ck_abort_msg("what was drawn in pieces is not what is drawn whole");
	}
	free(pieces);
	free(whole);
}

static void use_keys(void)
{
	static const char *const keys[] = { "lll", "\033[D",  "2",  "\033", "?",  "q",
					    "5",   "G",       "5",  "z",    "[",  "+",
					    ",",   "=x2\r",   "u",  "T",    "v",  "M",
					    "M",   "\033[5~", "\t", ":",    "zz", "\033" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		tty_send(&tty, keys[i]);
		tty_pump(&tty, 10);
		if (keys[i][0] == '\033')
			tty_pump(&tty, 60); // so that what follows is not taken for its tail
	}
	tty_mouse(&tty, 0, tty.w / 2, tty.h / 2, false);
	tty_mouse(&tty, 32, tty.w / 2 + 1, tty.h / 2, false);
	tty_mouse(&tty, 0, tty.w / 2 + 1, tty.h / 2, true);
}

static void use_lines(void)
{
	tty_send(&tty, "set traffic.volume_qpm 20M\rseed 5\rundo\r");
	while (!tty_sent(&tty, 0, "seed: "))
		tty_pump(&tty, 100);
	tty_send(&tty, "q\rq\r");
}

/* Until the first frame is whole: it asks for nothing that every terminal has, but a place. */
static void wait_for_frame(void)
{
	while (!tty_sent(&tty, 0, "\033[?2026l"))
		tty_pump(&tty, 100);
}

static void use_screen(const struct tty_options *options, bool compare)
{
	wait_for_frame();
	use_keys();
	if (compare)
		compare_with_whole();
	tty_resize(&tty, options->h, options->w);
	tty_send(&tty, "l");
	tty_resize(&tty, 80, 24);
	tty_send(&tty, "\033");
	tty_pump(&tty, 60);
	tty_send(&tty, ":q!\r");
}

/* Waiting until nothing is computed takes a while. */
static bool is_compared(int cell)
{
	int size = cell / (TERMS * 4);

	return sizes[size][0] >= 20 && sizes[size][1] >= 6 &&
	       (getenv("LONG") || cell % (5 * STRIDE) == 0);
}

static void one(int cell)
{
	int size = cell / (TERMS * 4), term = cell % TERMS, rest = cell / TERMS % 4;
	struct tty_options options = { .w = sizes[size][0],
				       .h = sizes[size][1],
				       .term = terms[term],
				       .locale = locales[rest % 2],
				       .environment = colours[rest / 2],
				       .errors_here = true,
				       .args = { tty_bare_scenario() } };
	int largest = options.w > options.h ? options.w : options.h;

	say_which(&options);
	// A size from before the resize may still be on its way.
	bytes = (struct bytes){ .w = largest > 80 ? largest : 80,
				.h = largest > 80 ? largest : 80,
				.utf8 = !options.locale };
	tty_open(&tty, &options);
	if (is_dumb(term))
		use_lines();
	else
		use_screen(&options, is_compared(cell));
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_is_restored(&tty));
	bytes.attributes = false;
	check_bytes();
	ck_assert_msg(bytes_given_back(&bytes), "%s", bytes.complaint);
	if (is_dumb(term))
		ck_assert(!tty_sent(&tty, 0, "\033"));
	if (options.environment)
		ck_assert(!bytes.colour);
	tty_close(&tty);
	tty_remove_folder();
	tty = (struct tty){ .fd = -1 };
}

/* Whose turn is it in the normal suite? All of the kinds at some size, all sizes on some kind. */
static bool is_in_short(int cell)
{
	return cell % STRIDE == 0;
}

START_TEST(every_terminal)
{
	bool all = getenv("LONG") != NULL;

	for (int cell = 0; cell < CELLS; cell++)
		if (all || is_in_short(cell))
			one(cell);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("matrix");

	tty.fd = -1;
	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_set_timeout(tcase, 7000);
	tcase_add_test(tcase, every_terminal);
	return suite_run("pty/matrix", tcase);
}
