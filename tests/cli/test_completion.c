// SPDX-License-Identifier: MIT
/* What the program offers to complete, shells that ask it as they do; and the manual page. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"

/* What each shell is made to say of the words of a line, one completion a line. $1 is the script.
 */
static const char *const shells[][2] = {
	{ "bash",
	  "source \"$1\"; shift; COMP_WORDS=(\"$RAGTOP_BIN\" \"$@\"); COMP_CWORD=$#; _ragtop; "
	  "printf '%s\\n' \"${COMPREPLY[@]}\"" },
	{ "zsh", "script=$1; shift; compdef() { }; compadd() { print -rl -- \"${(@P)@[-1]}\" }; "
		 "_files() { print -rl -- *(N) }; source $script; words=(\"$RAGTOP_BIN\" \"$@\"); "
		 "CURRENT=$(( $# + 1 )); _ragtop" },
	{ "fish", "source $argv[1]; complete -C \"$RAGTOP_BIN $argv[2..-1]\"" },
};

static bool has_shell(const char *shell)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", shell);
	return system(command) == 0;
}

/* Does the command print this word, alone in a line or before a tab? */
static bool prints(const char *command, const char *word)
{
	FILE *pipe = popen(command, "r");
	bool found = false;
	char got[512];

	ck_assert_ptr_nonnull(pipe);
	while (fgets(got, sizeof(got), pipe)) {
		got[strcspn(got, "\t\n")] = '\0';
		found = found || strcmp(got, word) == 0;
	}
	pclose(pipe);
	return found;
}

/* Does the program offer this in place of the last of the words? They are as a shell has them. */
static bool offers(const char *words, const char *word)
{
	char command[1024];

	snprintf(command, sizeof(command), "\"$RAGTOP_BIN\" completion words %s", words);
	return prints(command, word);
}

static const struct {
	const char *words, *offered;
} rows[] = {
	{ "sche", "schema" },
	{ "''", "run" },
	{ "run --ver", "--verify" },
	{ "run saas", "saas-support-bot" },
	{ "run ''", "--set" },
	{ "run ''", ":files" },
	{ "run --set rag.search_d", "rag.search_dist=" },
	{ "run --set targets.", "targets.ttft_p95_s=" },
	{ "run --set serving.mode=", "serving.mode=self" },
	{ "run --set=serving.mode=s", "--set=serving.mode=self" },
	{ "run --format ''", "csv" },
	{ "run --format=j", "--format=json" },
	{ "run -o ''", ":files" },
	{ "run --model gpt-4o", "gpt-4o-mini" },
	{ "--price-book cur", "current" },
	{ "--theme l", "light" },
	{ "new --fixed", "--fixed-format" },
	{ "params rag.search_s", "rag.search_s" },
	{ "models s", "s3" },
	{ "claims B1", "B12" },
	{ "claims A0", "A0-16" },
	{ "advise --tr", "--trait" },
	{ "advise --trait lab", "labels=" },
	{ "advise --explain C5", "C5a" },
	{ "breakeven --map ''", "traffic.volume_qpm" },
	{ "breakeven --map traffic.volume_qpm knowl", "knowledge.updates_per_month" },
	{ "breakeven --between rag,", "rag,hybrid" },
	{ "breakeven --over rag.s", "rag.search_s" },
	{ "breakeven --uncertain rag.search_s,ft.run", "rag.search_s,ft.run_usd" },
	{ "picture --view l", "latency" },
	{ "picture --view latency --form h", "heat" },
	{ "scenarios --recommends h", "hybrid" },
	{ "completion f", "fish" },
};

START_TEST(program_offers)
{
	ck_assert_msg(offers(rows[_i].words, rows[_i].offered), "%s: %s", rows[_i].words,
		      rows[_i].offered);
}
END_TEST

START_TEST(program_offers_only_what_fits)
{
	ck_assert(!offers("run --vol", "--volume"));
	ck_assert(!offers("sch", "run"));
	ck_assert(!offers("run sch", "schema"));
	ck_assert(!offers("run --format ''", "svg"));
	ck_assert(!offers("run --format ''", "--set"));
	ck_assert(!offers("new --budget ''", "DOLLARS"));
	ck_assert(!offers("picture --view latency --form ''", "ledger"));
	ck_assert(!offers("breakeven --map traffic.volume_qpm rag.search_s traffic.v",
			  "traffic.volume_qpm"));
	ck_assert(!offers("help ''", "--set"));
}
END_TEST

/* A file of the user's that is called like this is nothing to type. */
START_TEST(names_cannot_steer)
{
	ck_assert_int_eq(system("mkdir scenarios; touch scenarios/a$(printf '\\033')b.json "
				"scenarios/mine.json"),
			 0);
	ck_assert(offers("run m", "mine"));
	ck_assert_int_eq(system("\"$RAGTOP_BIN\" completion words run '' | "
				"LC_ALL=C grep -q \"$(printf '\\033')\""),
			 1 << 8);
}
END_TEST

/* Every command that help lists is offered, and of each every option of its --help. */
START_TEST(nothing_is_missing)
{
	ck_assert_int_eq(
		system("set -e; offered() { \"$RAGTOP_BIN\" completion words \"$@\" | cut -f1; }\n"
		       "\"$RAGTOP_BIN\" help | awk '/^  [a-z]/ && NF > 1 { print $1 }' >commands\n"
		       "test $(wc -l <commands) -gt 15\n"
		       "for c in $(cat commands); do\n"
		       "  offered \"$c\" | grep -qx \"$c\" || { echo \"no $c\"; exit 1; }\n"
		       "  case $c in help|version) continue;; esac\n"
		       "  offered \"$c\" - >offered\n"
		       "  \"$RAGTOP_BIN\" $c --help >text\n"
		       "  for o in $(grep -oE '^  (    |-., )--[a-z-]+' text |\n"
		       "      grep -o -- '--.*'); do\n"
		       "    grep -qx -- \"$o\" offered || { echo \"$c: no $o\"; exit 1; }\n"
		       "  done\n"
		       "done\n"),
		0);
}
END_TEST

static bool shell_offers(int shell, const char *line, const char *word)
{
	char command[2048];

	program_write("complete", shells[shell][1]);
	snprintf(command, sizeof(command), "%s complete ./script %s 2>&1", shells[shell][0], line);
	return prints(command, word);
}

/* Bash hands on "serving.mode", "=" and "s", and wants the value alone. */
START_TEST(shells_complete)
{
	char command[256];
	const char *shell = shells[_i][0];
	bool splits = strcmp(shell, "bash") == 0;

	if (!has_shell(shell)) {
		printf("skip shells_complete: no %s\n", shell);
		return;
	}
	snprintf(command, sizeof(command), "\"$RAGTOP_BIN\" completion %s >script", shell);
	ck_assert_int_eq(system(command), 0);
	program_write("mine.json", "{}");
	ck_assert(shell_offers(_i, "sche", "schema"));
	ck_assert(shell_offers(_i, "run --ver", "--verify"));
	ck_assert(shell_offers(_i, "run saas", "saas-support-bot"));
	ck_assert(shell_offers(_i, "run min", "mine.json"));
	ck_assert(shell_offers(_i, "run --set rag.search_d", "rag.search_dist="));
	ck_assert(!shell_offers(_i, "run --vol", "--volume"));
	if (splits)
		ck_assert(shell_offers(_i, "run --set serving.mode = s", "self"));
	else
		ck_assert(shell_offers(_i, "run --set serving.mode=s", "serving.mode=self"));
	if (splits)
		ck_assert(shell_offers(_i, "run --format = j", "json"));
	else
		ck_assert(shell_offers(_i, "run --format=j", "--format=json"));
}
END_TEST

START_TEST(asks_for_a_shell)
{
	check_refused("completion", "ragtop: one of bash, zsh, fish is needed: \"completion\"\n");
	check_refused("completion csh", "ragtop: one of bash, zsh, fish is needed: \"csh\"\n");
}
END_TEST

/* Of every command there is a section; nothing in it is taken for a macro by mistake. */
START_TEST(manual_has_every_command)
{
	char command[1024], section[64], name[32], *text;
	FILE *commands;

	if (!getenv("RAGTOP_SRC")) {
		printf("skip manual_has_every_command: RAGTOP_SRC names no source\n");
		return;
	}
	snprintf(command, sizeof(command), "\"%s/scripts/man\" \"%s\" >ragtop.1",
		 getenv("RAGTOP_SRC"), getenv("RAGTOP_BIN"));
	ck_assert_int_eq(system(command), 0);
	text = program_read("ragtop.1");
	commands = popen("\"$RAGTOP_BIN\" help | awk '/^  [a-z]/ && NF > 1 { print $1 }'", "r");
	ck_assert_ptr_nonnull(commands);
	while (fscanf(commands, "%31s", name) == 1) {
		if (strcmp(name, "help") == 0 || strcmp(name, "version") == 0)
			continue;
		snprintf(section, sizeof(section), "\n.SS %s\n.nf\nusage: ragtop ", name);
		ck_assert_msg(strstr(text, section) != NULL, "%s", name);
	}
	pclose(commands);
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
	tcase_add_loop_test(tcase, program_offers, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(tcase, program_offers_only_what_fits);
	tcase_add_test(tcase, names_cannot_steer);
	tcase_add_test(tcase, nothing_is_missing);
	tcase_add_loop_test(tcase, shells_complete, 0, 3);
	tcase_add_test(tcase, asks_for_a_shell);
	tcase_add_test(tcase, manual_has_every_command);
	return suite_run("cli_completion", tcase);
}
