// SPDX-License-Identifier: MIT
/* Bytes of curses, mended. */
#include "ui/screen_bytes.h"

#include <string.h>

#include "base/suite.h"

static const struct {
	const char *in, *out;
} cases[] = {
	{ "", "" },
	{ "plain \033[1;2Htext\033[m", "plain \033[1;2Htext\033[m" },
	{ "+-\033[4b+", "+-----+" },
	{ "-\033[0b|", "-|" },
	{ "-\033[b|", "-\033[b|" },
	{ "-\033[12", "-\033[12" },
	{ "-\033[", "-\033[" },
	{ "a\033]104\007b", "ab" },
	{ "a\033]104\007", "a" },
	{ "a\033]10", "a\033]10" },
	{ "\033[3b", "" },
};

START_TEST(mends)
{
	char out[64];
	size_t n = screen_mend("\033]104\007", cases[_i].in, strlen(cases[_i].in), out,
			       sizeof(out));

	out[n] = '\0';
	ck_assert_str_eq(out, cases[_i].out);
}
END_TEST

START_TEST(stays_in_its_room)
{
	char out[8] = "12345678";

	ck_assert_int_eq((int)screen_mend("", "-\033[99999b|", 11, out, 7), 7);
	ck_assert_int_eq(memcmp(out, "-------8", 8), 0);
	ck_assert_int_eq((int)screen_mend("", "\033]104\007", 6, out, 8), 6);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("screen_bytes");

	tcase_add_loop_test(tcase, mends, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, stays_in_its_room);
	return suite_run("ui/screen_bytes", tcase);
}
