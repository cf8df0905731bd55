// SPDX-License-Identifier: MIT
/* `ragtop claims` as a shell sees it. docs/CLAIMS.md is compared by `make check-docs`. */
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

START_TEST(text_is_golden)
{
	check_golden("claims B01 B33 B46 A0-16 X1 X13", "claims.txt");
}
END_TEST

START_TEST(threads_change_nothing)
{
	struct outcome one = ragtop("claims --format json --threads 1 --source S2");
	struct outcome two = ragtop("claims --format json --threads 2 --source S2");

	check_status(&one, 0);
	ck_assert_str_eq(one.out, two.out);
	ck_assert_ptr_nonnull(strstr(one.out, "\"id\": \"B19\""));
	ck_assert_ptr_null(strstr(one.out, "\"id\": \"B23\""));
	program_release(&one);
	program_release(&two);
}
END_TEST

/* A run cheap enough breaks a claim that holds as it stands; failing is no error. */
START_TEST(settings_change_the_verdict)
{
	struct outcome as_is = ragtop("claims b34"), set;

	check_status(&as_is, 0);
	ck_assert_ptr_nonnull(strstr(as_is.out, "As it is  it holds"));
	set = ragtop("claims B34 --set rag.context_tok=100");
	check_status(&set, 0);
	ck_assert_ptr_nonnull(strstr(set.out, "Verdict   fails"));
	for (char *line = strtok(set.out, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_width(line) <= 80, "%s", line);
	program_release(&as_is);
	program_release(&set);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
	check_refused("claims B99",
		      "ragtop: no claim is called that, see ragtop claims: \"B99\"\n");
	check_refused("claims --source S7", "ragtop: not S0, S1, S2, S3 or S4: \"S7\"\n");
	check_refused("claims B01 --source S1", "ragtop: not with ids: \"--source\"\n");
	check_refused("claims --markdown --format json",
		      "ragtop: not with --markdown: \"--format\"\n");
	check_refused("claims B01 --set rag.x=1", "ragtop: unknown key: \"rag.x\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_claims");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, text_is_golden);
	tcase_add_test(tcase, threads_change_nothing);
	tcase_add_test(tcase, settings_change_the_verdict);
	tcase_add_test(tcase, bad_questions_are_refused);
	return suite_run("cli_claims", tcase);
}
