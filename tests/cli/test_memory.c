// SPDX-License-Identifier: MIT
/*
 * What the real program needs of memory does not depend on how many queries it simulates. Not
 * under the sanitizers, which take memory of their own, and long.
 */
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/suite.h"
#include "cli/program.h"

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

/* Longer lines of waiting queries double a table now and then. */
enum { MIB = 1024 /* KiB */, MOST_KIB = 64 * MIB, GROWTH_KIB = 4 * MIB };

static const struct {
	const char *few, *many;
} cases[] = {
	{ "--set traffic.volume_qpm=100k", "--set traffic.volume_qpm=10M" },
	{ "--set serving.mode=self --set traffic.volume_qpm=100k",
	  "--set serving.mode=self --set traffic.volume_qpm=2M" },
};

/* Of the largest run so far: the small one comes first. */
static long resident_kib(const char *settings)
{
	char arguments[256];
	struct outcome outcome;
	struct rusage usage;

	snprintf(arguments, sizeof(arguments), "run --exact --set horizon_days=30 %s", settings);
	outcome = ragtop(arguments);
	check_status(&outcome, 0);
	program_release(&outcome);
	ck_assert_int_eq(getrusage(RUSAGE_CHILDREN, &usage), 0);
	return usage.ru_maxrss;
}

/* Every query of a month, by three architectures. */
START_TEST(millions_need_no_more_than_thousands)
{
	long few, many;

	if (is_sanitized) {
		printf("skip millions_need_no_more: %s under a sanitizer\n", cases[_i].many);
		return;
	}
	few = resident_kib(cases[_i].few);
	many = resident_kib(cases[_i].many);
	ck_assert_int_lt(many, MOST_KIB);
	ck_assert_int_lt(many, few + GROWTH_KIB);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("memory");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, millions_need_no_more_than_thousands, 0,
			    sizeof(cases) / sizeof(cases[0]));
	return suite_run("memory", tcase);
}
