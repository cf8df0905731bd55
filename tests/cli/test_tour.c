// SPDX-License-Identifier: MIT
/* `ragtop tour` where there is no terminal: the notes, the list, and what it refuses. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "cli/program.h"

static const char tour[] = SMALL
	",\"architectures\":[\"rag\"],\"tour\":["
	"{\"title\":\"first\",\"say\":\"costs {rag.cost.upfront_usd}\","
	"\"notes\":\"slowly\"},"
	"{\"title\":\"second\",\"set\":{\"traffic.volume_qpm\":6000},"
	"\"ask\":\"how many?\",\"big\":[{\"figure\":\"traffic.volume_qpm\","
	"\"label\":\"queries\"}],\"say\":\"so\",\"try\":\"drag\"}]}";

START_TEST(notes)
{
	struct outcome outcome;

	program_write("a.json", tour);
	outcome = ragtop("tour --notes a.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.out, "small\n\n"
				      "1  first\n  on the screen\n    costs $0\n"
				      "  notes\n    slowly\n\n"
				      "2  second\n  ask\n    how many?\n    queries: 6k\n"
				      "  on the screen\n    so\n  to play with\n    drag\n\n");
	program_release(&outcome);
	outcome = ragtop("tour --notes --markdown --step 2 a.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.out, "# small\n\n## 2. second\n\n**Ask:** how many?\n\n"
				      "- queries: **6k**\n\nso\n\n*Play:* drag\n\n");
	program_release(&outcome);
	outcome = ragtop("tour --step 1 -o notes a.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.out, "");
	program_release(&outcome);
}
END_TEST

START_TEST(lists_those_that_ship)
{
	struct outcome outcome = ragtop("tour --list");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "tour-price-change  12 steps\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "tour-break-even  12 steps\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "tour-retraining-failed  11 steps\n"));
	ck_assert_ptr_null(strstr(outcome.out, "saas-support-bot"));
	program_release(&outcome);
}
END_TEST

START_TEST(refusals)
{
	program_write("a.json", tour);
	program_write("b.json", SMALL "}");
	check_refused("tour b.json", "ragtop: it has no tour, `ragtop tour --list` names some that "
				     "have: \"b.json\"\n");
	check_refused("tour --step 3 a.json",
		      "ragtop: no step 3, its tour has 1 to 2: \"a.json\"\n");
	check_refused("tour --step 99 a.json",
		      "ragtop: no step 99, its tour has 1 to 2: \"a.json\"\n");
	check_refused("tour --step 0 a.json",
		      "ragtop: no step 0, its tour has 1 to 2: \"a.json\"\n");
	check_refused("picture --step 1",
		      "ragtop: it has no tour, `ragtop tour --list` names some that have: "
		      "\"SaaS support bot\"\n");
	check_refused("tour nothing", "ragtop: no such file, scenario or command: \"nothing\"\n");
}
END_TEST

static int files_here(void)
{
	DIR *here = opendir(".");
	int count = 0;

	ck_assert_ptr_nonnull(here);
	while (readdir(here))
		count++;
	closedir(here);
	return count;
}

/* The notes go to standard output, and nothing to a file: no journal, no settings, whatever comes
 * on standard input. The folder is the home, too. */
START_TEST(leaves_no_file)
{
	static const char *const ways[] = { "tour --plain a.json", "tour a.json",
					    "tour --plain --notes a.json" };
	struct outcome outcome;
	int before;

	program_write("a.json", tour);
	program_write("keys", "set rag.search_s 0.3\nstep 2\nset rag.search_s 0.4\n");
	program_write(".out", "");
	program_write(".err", "");
	before = files_here();
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		outcome = ragtop_to(".out", "keys", ways[i]);
		check_status(&outcome, 0);
		ck_assert_ptr_nonnull(strstr(outcome.out, "2  second\n"));
		ck_assert_str_eq(outcome.err, "");
		ck_assert_int_eq(files_here(), before);
		program_release(&outcome);
	}
}
END_TEST

/* A tour is words: the run of its file is the same without it. */
START_TEST(not_in_the_digest)
{
	struct outcome with, without;

	program_write("a.json", tour);
	program_write("b.json", SMALL ",\"architectures\":[\"rag\"]}");
	with = ragtop("run a.json");
	without = ragtop("run b.json");
	check_status(&with, 0);
	ck_assert_ptr_nonnull(strstr(with.out, "digest"));
	ck_assert_str_eq(with.out, without.out);
	program_release(&with);
	program_release(&without);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tour");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, notes);
	tcase_add_test(tcase, lists_those_that_ship);
	tcase_add_test(tcase, leaves_no_file);
	tcase_add_test(tcase, refusals);
	tcase_add_test(tcase, not_in_the_digest);
	return suite_run("cli/tour", tcase);
}
