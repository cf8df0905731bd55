// SPDX-License-Identifier: MIT
/* Files of preferences: what is read from them, and that changing one line keeps the others. */
#include "io/config.h"

#include <string.h>

#include "base/suite.h"

static struct lines of(const char *text)
{
	return (struct lines){ .text = text, .size = strlen(text) };
}

START_TEST(reads_entries)
{
	struct lines lines = of(
		"# a comment\n\n  theme=light  \r\nkey.! = set a = b\n\tlayout\t=\n");
	struct config_entry entry;
	struct error error;
	bool failed;

	ck_assert(config_next(&lines, &entry, &failed, &error));
	ck_assert_str_eq(entry.key, "theme");
	ck_assert_str_eq(entry.value, "light");
	ck_assert_int_eq(entry.line.number, 3);
	ck_assert_int_eq((int)entry.value_at, 8);
	ck_assert(config_next(&lines, &entry, &failed, &error));
	ck_assert_str_eq(entry.key, "key.!");
	ck_assert_str_eq(entry.value, "set a = b");
	ck_assert(config_next(&lines, &entry, &failed, &error));
	ck_assert_str_eq(entry.key, "layout");
	ck_assert_str_eq(entry.value, "");
	ck_assert(!config_next(&lines, &entry, &failed, &error));
	ck_assert(!failed);
}
END_TEST

static const struct {
	const char *text, *message;
	int line, column;
} broken[] = {
	{ "theme light\n", "not KEY = VALUE", 1, 1 },
	{ "\n\n = light\n", "no key before the =", 3, 1 },
	{ "theme = li\001ght\n", "a control character", 1, 11 },
	{ "a2345678901234567890123456789012345678901234567890123456789012345 = 1",
	  "longer than 63 bytes", 1, 1 },
};

START_TEST(names_the_place)
{
	struct lines lines = of(broken[_i].text);
	struct config_entry entry;
	struct error error;
	bool failed;

	ck_assert(!config_next(&lines, &entry, &failed, &error));
	ck_assert(failed);
	ck_assert_str_eq(error.message, broken[_i].message);
	ck_assert_int_eq(error.line, broken[_i].line);
	ck_assert_int_eq(error.column, broken[_i].column);
}
END_TEST

static const struct {
	const char *before, *after; /* theme = light */
} changes[] = {
	{ "", "theme = light\n" },
	{ "# mine", "# mine\ntheme = light\n" },
	{ "theme = dark\n", "theme = light\n" },
	{ "# hi\n\n\ttheme=dark  \r\nmouse = off", "# hi\n\n\ttheme=light  \r\nmouse = off" },
	{ "theme =\nlayout = talk\n", "theme =light\nlayout = talk\n" },
	{ "#theme = dark\nthemes = 1\n", "#theme = dark\nthemes = 1\ntheme = light\n" },
	{ "what is this\ntheme = dark\n", "what is this\ntheme = light\n" },
};

START_TEST(changes_one_line)
{
	char *text = config_with(changes[_i].before, strlen(changes[_i].before), "theme", "light");

	ck_assert_str_eq(text, changes[_i].after);
	free(text);
}
END_TEST

/* A value that is longer than any that is read is written whole, with its line feed. */
START_TEST(long_values_are_whole)
{
	char value[600], *text;

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	text = config_with("a = 1\n", 6, "theme", value);
	ck_assert_uint_eq(strlen(text), 6 + strlen("theme = ") + strlen(value) + 1);
	ck_assert_int_eq(text[strlen(text) - 1], '\n');
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("config");

	tcase_add_test(tcase, reads_entries);
	tcase_add_loop_test(tcase, names_the_place, 0, sizeof(broken) / sizeof(broken[0]));
	tcase_add_loop_test(tcase, changes_one_line, 0, sizeof(changes) / sizeof(changes[0]));
	tcase_add_test(tcase, long_values_are_whole);
	return suite_run("io/config", tcase);
}
