// SPDX-License-Identifier: MIT
/* The dashboard in plain text, and its preferences, as a shell sees them. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/suite.h"
#include "cli/program.h"

static void setup(void)
{
	program_enter_folder();
	program_write("s.json", SMALL "}");
	setenv("XDG_CONFIG_HOME", ".", 1); // not absolute: does not count
}

static void teardown(void)
{
	program_leave_folder();
}

static struct outcome talk(const char *lines, const char *arguments)
{
	program_write("in", lines);
	return ragtop_to(".out", "in", arguments);
}

#define HAS(text, part) ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in:\n%s", part, text)
#define HAS_NOT(text, part) ck_assert_msg(strstr(text, part) == NULL, "\"%s\" in:\n%s", part, text)

/* Answer, break-even, scores and knobs, in words only. */
START_TEST(tells_everything_in_words)
{
	struct outcome outcome = talk("", "--plain s.json");

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	HAS(outcome.out, "Scenario: small.");
	HAS(outcome.out, "\nAnswer: RAG is cheapest");
	HAS(outcome.out, "\nBreak-even 1: ");
	HAS(outcome.out, "\nall in a month: RAG $");
	HAS(outcome.out, ", best; fine-tuned $");
	HAS(outcome.out, "\nmonthly queries, traffic.volume_qpm: 3k");
	for (const char *c = outcome.out; *c; c++)
		ck_assert_msg((unsigned char)*c < 0x7f && (*c >= ' ' || *c == '\n'),
			      "byte %02x before: %.20s", (unsigned char)*c, c);
	program_release(&outcome);
}
END_TEST

/* Each command is answered with what it changed, and nothing else. */
START_TEST(tells_what_a_command_changes)
{
	struct outcome outcome = talk("set traffic.volume_qpm 4k\n:undo\nq\n", "--plain s.json");
	const char *changed, *undone;

	check_status(&outcome, 0);
	changed = strstr(outcome.out, "all in a month: now RAG $");
	ck_assert_ptr_nonnull(changed);
	ck_assert_int_eq(strncmp(strchr(changed, '\n') + 1, "  before: RAG $", 15), 0);
	HAS_NOT(changed, "upfront: ");
	undone = strstr(changed, "monthly queries back: 3k");
	ck_assert_ptr_nonnull(undone);
	HAS(undone, "all in a month: now RAG $");
	program_release(&outcome);
}
END_TEST

/* What is the same for all is nobody's merit: without a query no answer is good, at any price. */
START_TEST(equals_are_not_best)
{
	struct outcome outcome = talk("set traffic.volume_qpm 0\nq!\n", "--plain s.json");

	check_status(&outcome, 0);
	HAS(outcome.out, "now RAG infinite");
	HAS_NOT(outcome.out, "infinite, best");
	program_release(&outcome);
}
END_TEST

START_TEST(knows_its_commands)
{
	struct outcome outcome = talk("help\nknobs stale\nscores\nbreakeven\nlock rag.search_s\n"
				      "reset traffic.volume_qpm\nw copy.json\nquit\n",
				      "--plain s.json");
	struct stat st;

	check_status(&outcome, 0);
	HAS(outcome.out, "\nset NAME VALUE\n");
	HAS(outcome.out, "\nset-default NAME [VALUE]\n");
	HAS(outcome.out, "target stale, targets.stale_answer_frac: ");
	HAS(outcome.out, "\nvalid format: RAG ");
	HAS(outcome.out, "search time is locked");
	HAS(outcome.out, "saved copy.json");
	ck_assert_int_eq(stat("copy.json", &st), 0);
	program_release(&outcome);
}
END_TEST

/* A script learns of what failed: place on standard error, exit status 2; the rest is done. */
START_TEST(errors_have_their_line)
{
	struct outcome outcome = talk(
		"\nst traffic.volume_qpm 1\nset rag.serch_s 1\nw\nknobs nonsense\nseed 3\n",
		"--plain s.json");

	check_status(&outcome, 2);
	HAS(outcome.err, "ragtop: standard input:2:1: unknown command: \"st\"");
	HAS(outcome.err, "ragtop: standard input:3:1: unknown parameter: \"rag.serch_s\"");
	HAS(outcome.out, "Nothing of that name.");
	program_release(&outcome);
}
END_TEST

/* Unsaved edits are asked about once. */
START_TEST(asks_before_the_end)
{
	struct outcome outcome = talk("seed 3\nq\nshow\n", "--plain s.json");

	check_status(&outcome, 0);
	HAS(outcome.out, "There are unsaved edits");
	program_release(&outcome);
}
END_TEST

START_TEST(ascii_without_unicode)
{
	struct outcome outcome;

	setenv("LC_ALL", "C", 1);
	program_write("u.json",
		      "{\"ragtop\":1,\"name\":\"Bücher\",\"horizon_days\":30,\"fidelity\":0}");
	outcome = talk("", "--plain u.json");
	setenv("LC_ALL", "C.UTF-8", 1);
	check_status(&outcome, 0);
	for (const char *c = outcome.out; *c; c++)
		ck_assert_msg((unsigned char)*c < 0x7f, "byte %02x: %.20s", (unsigned char)*c, c);
	program_release(&outcome);
}
END_TEST

/* --- preferences --- */

START_TEST(prints_the_config)
{
	struct outcome outcome;

	program_write("mine", "theme = light\n");
	outcome = ragtop_to(".out", "/dev/null",
			    "--config mine --no-mouse --threads 0 --print-config");
	check_status(&outcome, 0);
	HAS(outcome.out, "# from mine:1\ntheme = light\n");
	HAS(outcome.out, "# from the command line\nmouse = off\n");
	HAS(outcome.out, "# from the command line\nthreads = 0\n");
	HAS(outcome.out, "# the default\nlayout = full\n");
	program_write("printed", outcome.out);
	program_release(&outcome);
	outcome = ragtop_to(".out", "/dev/null", "--config printed --print-config");
	check_status(&outcome, 0);
	HAS(outcome.out, "\ntheme = light\n");
	HAS(outcome.out, "\nmouse = off\n");
	program_release(&outcome);
}
END_TEST

/* A bad file is refused where preferences matter; a report does not need them. */
START_TEST(refuses_a_bad_config)
{
	struct outcome outcome;

	program_write("bad", "# mine\nthme = light\n");
	check_refused("--config bad --print-config",
		      "ragtop: bad:2:1: unknown key, did you mean \"theme\": \"thme\"\n");
	check_refused("--config bad s.json",
		      "ragtop: bad:2:1: unknown key, did you mean \"theme\": \"thme\"\n");
	check_refused("--config none --print-config",
		      "ragtop: no such file or directory: \"none\"\n");
	ck_assert_int_eq(mkdir(".config", 0700), 0);
	ck_assert_int_eq(mkdir(".config/ragtop", 0700), 0);
	program_write(".config/ragtop/config", "thme = light\n");
	outcome = ragtop_to(".out", "/dev/null", "s.json");
	check_status(&outcome, 0);
	program_release(&outcome);
	outcome = ragtop_to(".out", "/dev/null", "--print-config");
	check_status(&outcome, 2);
	HAS(outcome.err, "/.config/ragtop/config:1:1: unknown key");
	program_release(&outcome);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("plain");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 400);
	tcase_add_test(tcase, tells_everything_in_words);
	tcase_add_test(tcase, tells_what_a_command_changes);
	tcase_add_test(tcase, equals_are_not_best);
	tcase_add_test(tcase, knows_its_commands);
	tcase_add_test(tcase, errors_have_their_line);
	tcase_add_test(tcase, asks_before_the_end);
	tcase_add_test(tcase, ascii_without_unicode);
	tcase_add_test(tcase, prints_the_config);
	tcase_add_test(tcase, refuses_a_bad_config);
	return suite_run("cli/plain", tcase);
}
