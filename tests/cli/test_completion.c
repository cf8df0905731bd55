// SPDX-License-Identifier: MIT
/* The completions of the shells, asked as the shells ask them; and the manual page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"
#include "io/price_book.h"

/* What each shell is made to say of the words of a line, one completion a line. $1 is the script.
 */
static const char *const shells[][2] = {
	{ "bash",
	  "source \"$1\"; shift; COMP_WORDS=(\"$RAGTOP_BIN\" \"$@\"); COMP_CWORD=$#; _ragtop; "
	  "printf '%s\\n' \"${COMPREPLY[@]}\"" },
	{ "zsh",
	  "script=$1; shift; compadd() { [[ $@[-2] == -a ]] && print -rl -- \"${(@P)@[-1]}\" || "
	  "print -rl -- \"$@\" }; _files() { }; words=(\"$RAGTOP_BIN\" \"$@\"); "
	  "CURRENT=$(( $# + 1 )); source $script | grep -- \"^$@[-1]\"" },
	{ "fish", "source $argv[1]; complete -C \"$RAGTOP_BIN $argv[2..-1]\"" },
};
static const char *const scripts[] = { "ragtop.bash", "_ragtop", "ragtop.fish" };

static bool has_shell(const char *shell)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", shell);
	return system(command) == 0;
}

/* Does the shell offer this for the line? */
static bool offers(int shell, const char *line, const char *word)
{
	char command[2048], got[512];
	const char *source = getenv("RAGTOP_SRC");
	bool found = false;
	FILE *pipe;

	program_write("complete", shells[shell][1]);
	snprintf(command, sizeof(command), "%s complete \"%s/completions/%s\" %s 2>&1",
		 shells[shell][0], source, scripts[shell], line);
	pipe = popen(command, "r");
	ck_assert_ptr_nonnull(pipe);
	while (fgets(got, sizeof(got), pipe)) {
		got[strcspn(got, "\n")] = '\0';
		found = found || strcmp(got, word) == 0;
	}
	pclose(pipe);
	return found;
}

START_TEST(shells_complete)
{
	static const struct {
		const char *line, *word;
	} rows[] = {
		{ "sche", "schema" },
		{ "run --ver", "--verify" },
		{ "run saas", "saas-support-bot" },
		{ "new --fixed", "--fixed-format" },
		{ "params rag.search_s", "rag.search_s" },
		{ "advise --tr", "--trait" },
		{ "advise saas", "saas-support-bot" },
		{ "--price-book cur", "current" },
	};
	bool equals = _i != 1; /* zsh puts the sign itself */

	if (!getenv("RAGTOP_SRC") || !has_shell(shells[_i][0])) {
		printf("skip shells_complete: no source or no %s\n", shells[_i][0]);
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(offers(_i, rows[i].line, rows[i].word), "%s: %s", shells[_i][0],
			      rows[i].line);
	ck_assert(offers(_i, "run --set rag.search_d",
			 equals ? "rag.search_dist=" : "rag.search_dist"));
	ck_assert(!offers(_i, "run --vol", "--volume"));
}
END_TEST

/* The one list that the scripts have of their own. */
START_TEST(scripts_know_the_price_books)
{
	char path[512], books[256] = "";
	const char *source = getenv("RAGTOP_SRC");

	if (!source) {
		printf("skip scripts_know_the_price_books: RAGTOP_SRC names no source\n");
		return;
	}
	for (int i = 0; i < price_book_count(); i++)
		snprintf(books + strlen(books), sizeof(books) - strlen(books), " %s",
			 price_book_at(i)->id);
	snprintf(path, sizeof(path), "%s/completions/%s", source, scripts[_i]);
	char *text = program_read(path);
	ck_assert_msg(strstr(text, books) != NULL, "%s:%s", scripts[_i], books);
	free(text);
}
END_TEST

/* Of every command there is a section; nothing in it is taken for a macro by mistake. */
START_TEST(manual_has_every_command)
{
	static const char *const commands[] = { "dashboard", "run",    "picture",
						"new",       "params", "models",
						"scenarios", "schema", "validate" };
	char command[1024], section[64], *text;

	if (!getenv("RAGTOP_SRC")) {
		printf("skip manual_has_every_command: RAGTOP_SRC names no source\n");
		return;
	}
	snprintf(command, sizeof(command), "\"%s/scripts/man\" \"%s\" >ragtop.1",
		 getenv("RAGTOP_SRC"), getenv("RAGTOP_BIN"));
	ck_assert_int_eq(system(command), 0);
	text = program_read("ragtop.1");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		snprintf(section, sizeof(section), "\n.SS %s\n.nf\nusage: ragtop ", commands[i]);
		ck_assert_msg(strstr(text, section) != NULL, "%s", commands[i]);
	}
	ck_assert_ptr_nonnull(strstr(text, "\\-\\-price\\-book"));
	free(text);
	if (has_shell("groff")) {
		ck_assert_int_eq(system("groff -man -Tutf8 -ww -z ragtop.1 2>warnings"), 0);
		text = program_read("warnings");
		ck_assert_str_eq(text, "");
		free(text);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_completion");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, shells_complete, 0, 3);
	tcase_add_loop_test(tcase, scripts_know_the_price_books, 0, 3);
	tcase_add_test(tcase, manual_has_every_command);
	return suite_run("cli_completion", tcase);
}
