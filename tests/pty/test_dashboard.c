// SPDX-License-Identifier: MIT
/* What a user does, with the real program on a real (pseudo) terminal. */
#include "pty/tty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "ui/actions.h"
#include "ui/input.h"

/* With a sanitizer the simulation takes longer than the first frame waits for it. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
static const bool is_slow = true;
#else
static const bool is_slow = false;
#endif

static struct tty tty;

static void setup(void)
{
	ck_assert_int_eq(chdir(tty_folder()), 0);
}

static void teardown(void)
{
	tty_close(&tty);
	ck_assert_int_eq(chdir("/"), 0);
	tty_remove_folder();
}

static void open_file(const char *path)
{
	tty_open(&tty, &(struct tty_options){ .w = 120, .h = 40, .args = { "--no-demo", path } });
	tty_wait(&tty, "monthly queries");
}

static void quit(void)
{
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_is_restored(&tty));
}

/* --- reading the screen --- */

/* Column of the star of a row of the scoreboard, -1 when there is none. */
static int star_of(const char *label)
{
	int x, y;

	if (!tty_find(&tty, label, &x, &y))
		return -1;
	for (; x < tty.w; x++)
		if (tty_code(&tty, x, y) == 0x2605)
			return x;
	return -1;
}

static bool is_track(uint32_t code)
{
	return code == 0x2501 || code == 0x2500 || code == 0x2588;
}

/* Does the row say the label at column x, with a track soon behind it? Where the track begins, or
 * -1. */
static int track_behind(const char *label, int x, int y)
{
	int n = (int)strlen(label);

	for (int i = 0; i < n; i++)
		if (tty_code(&tty, x + i, y) != (unsigned char)label[i])
			return -1;
	for (int i = x + n; i < x + n + 10 && i < tty.w; i++)
		if (is_track(tty_code(&tty, i, y)))
			return i;
	return -1;
}

/* First and last column of the track behind a knob's name; flips and marks may lie on it. The name
 * alone will not do: the answer may speak of the knob, too. */
static bool seek_track(const char *label, int *y, int *first)
{
	for (*y = 0; *y < tty.h; ++*y)
		for (int x = 0; x + (int)strlen(label) < tty.w; x++) {
			*first = track_behind(label, x, *y);
			if (*first >= 0)
				return true;
		}
	return false;
}

static void find_track(const char *label, int *y, int *first, int *last)
{
	while (!seek_track(label, y, first))
		tty_pump(&tty, 100);
	*last = *first;
	while (*last + 1 < tty.w && tty_code(&tty, *last + 1, *y) != ' ')
		++*last;
}

/* The 16 digits behind "digest " in the last line. */
static void read_digest(char digest[17])
{
	int x, y;

	tty_wait(&tty, "digest ");
	ck_assert(tty_find(&tty, "digest ", &x, &y));
	for (int i = 0; i < 16; i++)
		digest[i] = (char)tty_code(&tty, x + 7 + i, y);
	digest[16] = '\0';
	ck_assert_int_eq((int)strspn(digest, "0123456789abcdef"), 16);
}

static void save_as(const char *name, char digest[17])
{
	tty_send(&tty, "W\025"); // C-u
	tty_send(&tty, name);
	tty_send(&tty, "\r");
	tty_wait(&tty, "saved ");
	read_digest(digest);
}

/* What `ragtop run FILE --format json` prints as the digest. */
static void digest_of_run(const char *name, char digest[17])
{
	char command[1024], line[1024];
	FILE *in;

	snprintf(command, sizeof(command), "'%s' run '%s' --format json", getenv("RAGTOP_BIN"),
		 name);
	in = popen(command, "r");
	ck_assert_ptr_nonnull(in);
	digest[0] = '\0';
	while (fgets(line, sizeof(line), in)) {
		const char *found = strstr(line, "\"digest\": \"");
		if (found && digest[0] == '\0')
			snprintf(digest, 17, "%.16s", found + 11);
	}
	ck_assert_int_eq(pclose(in), 0);
}

/* --- the story --- */

/* What the scoreboard's figures are of: "720k queries". It moves with every volume, and stands in
 * the same picture as the figures. */
static void read_queries(char text[16])
{
	int x, y;

	tty_wait(&tty, "360 d, ");
	ck_assert(tty_find(&tty, "360 d, ", &x, &y));
	for (int i = 0; i < 15; i++)
		text[i] = (char)tty_code(&tty, x + 7 + i, y);
	text[15] = '\0';
}

/* Moves the mouse there, and waits for the figures of that place. */
static void drag_to(int x, int y)
{
	char before[16], now[16];

	read_queries(before);
	tty_mouse(&tty, 32, x, y, false);
	do {
		tty_pump(&tty, 100);
		read_queries(now);
	} while (strcmp(now, before) == 0);
}

static void drag_until_the_star_moves(void)
{
	int y, first, last, star = star_of("all in a month"), x;

	find_track("monthly queries", &y, &first, &last);
	for (x = first; x < last && tty_code(&tty, x, y) != 0x2588; x++)
		;
	tty_mouse(&tty, 0, x, y, false);
	while (x < last && star_of("all in a month") == star)
		drag_to(++x, y);
	tty_mouse(&tty, 0, x, y, true);
	ck_assert_int_ne(star_of("all in a month"), star);
}

/*
 * The first minute: open the default, drag the volume until another architecture is cheapest, save,
 * quit, open again: the same digest, which is also what the command line computes.
 */
START_TEST(drag_save_and_reopen)
{
	char saved[17], again[17], run[17];

	open_file(NULL);
	tty_wait(&tty, "SaaS support bot");
	tty_wait(&tty, "all in a month");
	while (star_of("all in a month") < 0)
		tty_pump(&tty, 100);
	drag_until_the_star_moves();
	tty_wait(&tty, "hybrid is cheapest");
	save_as("mine.json", saved);
	quit();
	tty_close(&tty);

	open_file("mine.json");
	tty_wait(&tty, "hybrid is cheapest");
	save_as("again.json", again);
	quit();
	ck_assert_str_eq(again, saved);
	digest_of_run("mine.json", run);
	ck_assert_str_eq(run, saved);
}
END_TEST

static int count_braille(void)
{
	int count = 0;

	for (int y = 0; y < tty.h; y++)
		for (int x = 0; x < tty.w; x++)
			count += tty_code(&tty, x, y) >= 0x2800 && tty_code(&tty, x, y) <= 0x28ff;
	return count;
}

/* The first picture is whole: curves and figures, not an empty frame that fills later. */
START_TEST(first_frame_has_curves)
{
	tty_open(&tty,
		 &(struct tty_options){ .w = 120, .h = 40, .args = { tty_quick_scenario() } });
	while (!tty_sent(&tty, 0, "\033[?2026l"))
		tty_pump(&tty, 100);
	if (!is_slow) {
		ck_assert_int_gt(count_braille(), 100);
		ck_assert_int_ge(star_of("all in a month"), 0);
	}
	quit();
}
END_TEST

/* When all is said, not a byte is sent: no cursor moves, no clock, no repainting. */
START_TEST(idle_is_silent)
{
	open_file(tty_bare_scenario());
	tty_wait(&tty, "settled");
	while (tty_pump(&tty, 200))
		;
	ck_assert(!tty_pump(&tty, 500));
	quit();
}
END_TEST

/* A frame is bracketed as one, and not at all with --no-sync. */
START_TEST(frames_are_synchronised)
{
	const char *path = tty_quick_scenario();

	open_file(path);
	ck_assert(tty_sent(&tty, 0, "\033[?2026h"));
	quit();
	tty_close(&tty);
	tty_open(&tty, &(struct tty_options){ .w = 120, .h = 40, .args = { "--no-sync", path } });
	tty_wait(&tty, "monthly queries");
	quit();
	ck_assert(!tty_sent(&tty, 0, "\033[?2026"));
}
END_TEST

START_TEST(typed_value_by_keys)
{
	open_file(tty_quick_scenario());
	tty_send(&tty, "=3.5M");
	tty_wait(&tty, "3,500,000");
	tty_send(&tty, "\r");
	tty_wait(&tty, "3.5M");
	tty_send(&tty, "u");
	tty_wait(&tty, "60k");
	tty_send(&tty, "\033OC"); // Right, as a terminal in application mode sends it
	tty_wait(&tty, "67.3k");
	tty_send(&tty, "q");
	tty_wait(&tty, "nsaved");
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
}
END_TEST

/* Without a scenario: the dashboard opens on changed defaults. */
START_TEST(set_opens_changed_defaults)
{
	char *row;
	int x, y;

	tty_open(&tty, &(struct tty_options){
			       .w = 120, .h = 40, .args = { "--set", "traffic.volume_qpm=1M" } });
	tty_wait(&tty, "monthly queries");
	tty_wait(&tty, "open"); // the last line, below the knob
	ck_assert(tty_find(&tty, "monthly queries", &x, &y));
	row = tty_row(&tty, y);
	ck_assert_msg(strstr(row, " 1M") != NULL, "%s", row);
	free(row);
	quit();
}
END_TEST

START_TEST(wrong_key_is_named)
{
	open_file(tty_quick_scenario());
	tty_send(&tty, "B");
	tty_wait(&tty, "B does nothing here; ? lists the keys");
	quit();
}
END_TEST

START_TEST(mouse_on_and_off)
{
	size_t from;

	open_file(tty_quick_scenario());
	ck_assert(tty_sent(&tty, 0, "\033[?1002h"));
	from = tty.size;
	tty_send(&tty, "M");
	tty_wait(&tty, "mouse off");
	while (!tty_sent(&tty, from, "\033[?1002l"))
		tty_pump(&tty, 100);
	quit();
}
END_TEST

START_TEST(help_by_click)
{
	int x, y;

	open_file(tty_quick_scenario());
	ck_assert(tty_find(&tty, "? help", &x, &y));
	tty_mouse(&tty, 0, x, y, false);
	tty_mouse(&tty, 0, x, y, true);
	tty_wait(&tty, "Esc close");
	tty_send(&tty, "\033");
	tty_wait_gone(&tty, "Esc close");
	quit();
}
END_TEST

/* --- all keys --- */

/* How xterm sends a key. */
static bool key_bytes(uint32_t key, char *bytes, size_t size)
{
	static const struct {
		uint32_t key;
		const char *bytes;
	} named[] = {
		{ INPUT_LEFT, "\033OD" },
		{ INPUT_RIGHT, "\033OC" },
		{ INPUT_UP, "\033OA" },
		{ INPUT_DOWN, "\033OB" },
		{ INPUT_HOME, "\033OH" },
		{ INPUT_END, "\033OF" },
		{ INPUT_PAGE_UP, "\033[5~" },
		{ INPUT_PAGE_DOWN, "\033[6~" },
		{ INPUT_DELETE, "\033[3~" },
		{ INPUT_BACKSPACE, "\177" },
		{ INPUT_TAB, "\t" },
		{ INPUT_ENTER, "\r" },
		{ INPUT_ESCAPE, "\033" },
		{ INPUT_F1, "\033OP" },
		{ INPUT_F1 + 9, "\033[21~" },
		{ INPUT_SHIFT | INPUT_LEFT, "\033[1;2D" },
		{ INPUT_SHIFT | INPUT_RIGHT, "\033[1;2C" },
		{ INPUT_SHIFT | INPUT_TAB, "\033[Z" },
	};

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (named[i].key == key) {
			snprintf(bytes, size, "%s", named[i].bytes);
			return true;
		}
	if (key >= INPUT_LEFT && !(key & INPUT_CTRL))
		return false;
	snprintf(bytes, size, "%c", (char)(key & INPUT_CTRL ? (key & 0x1f) : key));
	return true;
}

static bool is_safe(enum action action)
{
	return action != ACTION_QUIT && action != ACTION_SUSPEND && action != ACTION_SAVE &&
	       action != ACTION_SAVE_AS;
}

/* Every key of the table arrives and means something; whatever it opens, Esc closes. */
START_TEST(every_key_of_the_table)
{
	open_file(tty_quick_scenario());
	for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		const char *keys = action_table[action].keys;
		for (size_t size; is_safe((enum action)action) && *keys;
		     keys += size + (keys[size] == ' ')) {
			char bytes[16];
			int x, y;

			size = strcspn(keys, " ");
			ck_assert(key_bytes(input_key_parse(keys, size), bytes, sizeof(bytes)));
			tty_send(&tty, bytes);
			// An unknown key marks the end: when it is named, the one before was seen.
			while (tty_pump(&tty, 30))
				;
			ck_assert(!tty_find(&tty, "does nothing here", &x, &y));
			tty_send(&tty, "\033");
			while (tty_pump(&tty, 60))
				;
			tty_send(&tty, "B");
			tty_wait(&tty, "B does nothing here");
			tty_send(&tty, "\033");
			tty_wait_gone(&tty, "B does nothing here");
		}
	}
	tty_send(&tty, "\003\003");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("dashboard");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 400);
	tcase_add_test(tcase, drag_save_and_reopen);
	tcase_add_test(tcase, first_frame_has_curves);
	tcase_add_test(tcase, idle_is_silent);
	tcase_add_test(tcase, frames_are_synchronised);
	tcase_add_test(tcase, typed_value_by_keys);
	tcase_add_test(tcase, set_opens_changed_defaults);
	tcase_add_test(tcase, wrong_key_is_named);
	tcase_add_test(tcase, mouse_on_and_off);
	tcase_add_test(tcase, help_by_click);
	tcase_add_test(tcase, every_key_of_the_table);
	return suite_run("dashboard", tcase);
}
