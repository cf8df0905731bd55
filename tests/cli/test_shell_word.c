// SPDX-License-Identifier: MIT
/* Names of files in commands for people to copy. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "cli/shell_word.h"

static const struct {
	const char *path, *word, *read; /* read: what ragtop gets of it */
} names[] = {
	{ "a.json", "a.json", "a.json" },
	{ "/tmp/a-b_1.json", "/tmp/a-b_1.json", "/tmp/a-b_1.json" },
	{ "-a.json", "./-a.json", "./-a.json" },
	{ "run", "./run", "./run" },
	{ "dir/run", "dir/run", "dir/run" },
	{ "my bot.json", "'my bot.json'", "my bot.json" },
	{ "--x $HOME.json", "'./--x $HOME.json'", "./--x $HOME.json" },
	{ "it's;`ls`.json", "'it'\\''s;`ls`.json'", "it's;`ls`.json" },
	{ "~/a.json", "'~/a.json'", "~/a.json" },
	{ "\xc3\xa4.json", "'\xc3\xa4.json'", "\xc3\xa4.json" },
	{ "a\nb'\\.json", "$'a\\012b\\047\\134.json'", NULL },
	{ "-\x1b[2J.json", "$'./-\\033[2J.json'", NULL },
	{ "\xff.json", "$'\\377.json'", NULL },
};

START_TEST(shells_read_it_back)
{
	char word[SHELL_WORD_SIZE], command[256], read[256];
	FILE *shell;
	size_t length;

	shell_word(names[_i].path, word);
	ck_assert_str_eq(word, names[_i].word);
	if (!names[_i].read) /* $'' is not every sh's */
		return;
	snprintf(command, sizeof(command), "printf %%s %s", word);
	shell = popen(command, "r");
	ck_assert_ptr_nonnull(shell);
	length = fread(read, 1, sizeof(read) - 1, shell);
	read[length] = '\0';
	ck_assert_int_eq(pclose(shell), 0);
	ck_assert_str_eq(read, names[_i].read);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("shell_word");

	tcase_add_loop_test(tcase, shells_read_it_back, 0, sizeof(names) / sizeof(names[0]));
	return suite_run("shell_word", tcase);
}
