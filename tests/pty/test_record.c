// SPDX-License-Identifier: MIT
/* Recording and copying, with the real program on a real (pseudo) terminal. */
#define _GNU_SOURCE /* memmem */
#include "pty/tty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"

static struct tty tty;

static void setup(void)
{
	ck_assert_int_eq(chdir(tty_folder()), 0);
	tty_bare_scenario();
	tty_open(&tty,
		 &(struct tty_options){ .w = 100, .h = 30, .args = { "--no-demo", "bare.json" } });
	tty_wait(&tty, "monthly queries");
}

static void teardown(void)
{
	tty_close(&tty);
	ck_assert_int_eq(chdir("/"), 0);
	tty_remove_folder();
}

/* The text of an event's string, decoded, behind what there is. */
static size_t decode(const char *json, char *out)
{
	size_t used = 0;
	unsigned int code;

	for (; *json != '"'; json++) {
		ck_assert(*json != '\0');
		if (*json != '\\') {
			out[used++] = *json;
			continue;
		}
		json++;
		if (*json == 'u') {
			ck_assert_int_eq(sscanf(json + 1, "%4x", &code), 1);
			out[used++] = (char)code;
			json += 4;
		} else {
			out[used++] = *json;
		}
	}
	return used;
}

/* All that a player would write to its terminal; time never runs backwards. */
static char *output_of(const char *cast, size_t *size)
{
	char *out = xmalloc(strlen(cast));
	double before_s = 0, at_s;
	char kind;

	*size = 0;
	cast = strchr(cast, '\n') + 1;
	for (const char *end; (end = strchr(cast, '\n')) != NULL; cast = end + 1) {
		ck_assert_int_eq(sscanf(cast, "[%lf, \"%c\"", &at_s, &kind), 2);
		ck_assert_double_ge(at_s, before_s);
		before_s = at_s;
		if (kind == 'o')
			*size += decode(strstr(cast, "\"o\", \"") + 6, out + *size);
	}
	return out;
}

static VTerm *replay(const char *bytes, size_t size)
{
	VTerm *vterm = vterm_new(tty.h, tty.w);

	vterm_set_utf8(vterm, 1);
	vterm_screen_enable_altscreen(vterm_obtain_screen(vterm), 1);
	vterm_screen_reset(vterm_obtain_screen(vterm), 1);
	vterm_input_write(vterm, bytes, size);
	return vterm;
}

static void compare(VTerm *one, VTerm *two)
{
	VTermScreenCell a, b;

	for (int y = 0; y < tty.h; y++)
		for (int x = 0; x < tty.w; x++) {
			VTermPos at = { .row = y, .col = x };

			vterm_screen_get_cell(vterm_obtain_screen(one), at, &a);
			vterm_screen_get_cell(vterm_obtain_screen(two), at, &b);
			ck_assert_msg(a.chars[0] == b.chars[0], "row %d, column %d: %x and %x", y,
				      x, a.chars[0], b.chars[0]);
			ck_assert_int_eq(a.attrs.reverse, b.attrs.reverse);
			ck_assert(vterm_color_is_equal(&a.fg, &b.fg));
		}
}

/* What a player shows in the end is what the screen showed then. */
START_TEST(recording_replays_to_the_screen)
{
	VTerm *real, *played;
	char *cast, *bytes, *at;
	size_t size;

	tty_send(&tty, "R\025s.cast\r");
	tty_wait(&tty, "recording to s.cast");
	tty_wait(&tty, "REC");
	tty_send(&tty, "]]2");
	tty_wait(&tty, "2 scoreboard");
	tty_send(&tty, "2W\025k.json\r");
	tty_wait(&tty, "saved k.json");
	tty_send(&tty, "R");
	tty_wait(&tty, "recorded s.cast");
	tty_wait_gone(&tty, "REC");
	cast = program_read("s.cast");
	ck_assert_ptr_nonnull(strstr(cast, "\"m\", \"saved k.json\"]\n"));
	bytes = output_of(cast, &size);
	/* Every byte that went out while it ran, and nothing else. */
	at = memmem(tty.output, tty.size, bytes, size);
	ck_assert_ptr_nonnull(at);
	real = replay(tty.output, (size_t)(at - tty.output) + size);
	played = replay(bytes, size);
	compare(real, played);
	vterm_free(real);
	vterm_free(played);
	free(bytes);
	free(cast);
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
}
END_TEST

/* The bytes that a terminal takes for its clipboard: 1000000 in base64. */
START_TEST(copy_sends_osc_52)
{
	tty_send(&tty, "=1M\r");
	tty_wait_gone(&tty, "Enter set");
	tty_send(&tty, "C");
	tty_wait(&tty, "copied monthly queries 1000000; not every terminal allows that");
	ck_assert(tty_sent(&tty, 0, "\033]52;c;MTAwMDAwMA==\a"));
	tty_send(&tty, "q");
	tty_send(&tty, "n");
	tty_pump(&tty, 100);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("record");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, recording_replays_to_the_screen);
	tcase_add_test(tcase, copy_sends_osc_52);
	return suite_run("record", tcase);
}
