// SPDX-License-Identifier: MIT
/*
 * Tests of src/base: what every test program does in main.
 */
#ifndef RAGTOP_TESTS_BASE_SUITE_H
#define RAGTOP_TESTS_BASE_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs and frees the cases. Returns what main should: 0 when all passed. */
static inline int suite_run(const char *name, TCase *tcase)
{
	Suite *suite = suite_create(name);
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
