// SPDX-License-Identifier: MIT
#include <ragtop/error.h>

#include <string.h>

#include "base/suite.h"

START_TEST(set_clears_the_place)
{
	struct error error;

	ck_assert(!error_set(&error, "unknown key \"%s\"", "volume"));
	ck_assert(!error_at(&error, "a.json", 3, 14));
	ck_assert_str_eq(error.message, "unknown key \"volume\"");
	ck_assert_str_eq(error.file, "a.json");
	ck_assert_int_eq(error.line, 3);
	ck_assert_int_eq(error.column, 14);
	error_set(&error, "next");
	ck_assert_str_eq(error.file, "");
	ck_assert_int_eq(error.line, 0);
	ck_assert(!error_at(&error, NULL, 0, 0));
	ck_assert_str_eq(error.file, "");
}
END_TEST

/* Messages quote files that anybody may have written: no escape sequence may reach the terminal. */
START_TEST(terminal_is_safe)
{
	struct error error;

	error_set(&error, "unknown key \"%s\"", "\x1b]0;owned\x07");
	ck_assert_ptr_null(strchr(error.message, '\x1b'));
	error_at(&error, "\x1b[2J.json", 1, 1);
	ck_assert_ptr_null(strchr(error.file, '\x1b'));
}
END_TEST

START_TEST(long_messages_are_cut)
{
	char subject[1000];
	struct error error;

	memset(subject, 'a', sizeof(subject) - 1);
	subject[sizeof(subject) - 1] = '\0';
	error_set(&error, "unknown key \"%s\"", subject);
	ck_assert_uint_eq(strlen(error.message), sizeof(error.message) - 1);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("error");

	tcase_add_test(tcase, set_clears_the_place);
	tcase_add_test(tcase, terminal_is_safe);
	tcase_add_test(tcase, long_messages_are_cut);
	return suite_run("error", tcase);
}
