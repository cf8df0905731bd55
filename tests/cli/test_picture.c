// SPDX-License-Identifier: MIT
/* `ragtop picture` of views and forms, and what it refuses. */
#include <string.h>

#include "base/suite.h"
#include "cli/program.h"

/* One picture: it waits for everything that the screen shows, which takes a while. */
START_TEST(a_form_of_a_view_with_keys)
{
	struct outcome outcome;

	program_write("small.json", SMALL "}");
	outcome = ragtop("picture --size 80x24 --format text --view freshness --form pipeline "
			 "--keys z small.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "4 from change to answer"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "waiting"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "15 ")); /* z showed the later half */
	program_release(&outcome);
}
END_TEST

START_TEST(says_what_there_is)
{
	program_write("small.json", SMALL "}");
	check_refused("picture --view latency --form pie small.json",
		      "ragtop: not one of time, histogram, cumulative, heat: \"pie\"\n");
	check_refused("picture --form heat small.json",
		      "ragtop: a form is one of a view, give --view too: \"heat\"\n");
	check_refused("picture --view knobs --form heat small.json",
		      "ragtop: knobs has one form only: \"heat\"\n");
	check_refused("picture --keys Nokey small.json",
		      "ragtop: not a key as the help calls it: \"Nokey\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("picture");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, a_form_of_a_view_with_keys);
	tcase_add_test(tcase, says_what_there_is);
	return suite_run("cli/picture", tcase);
}
