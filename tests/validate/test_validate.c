// SPDX-License-Identifier: MIT
/* Everything that `ragtop validate` claims holds; and what does not hold would be noticed. */
#include "validate/validate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "session/each.h"

static struct findings findings;

static void run_unit(void *validation, int unit)
{
	validation_unit_run(validation, unit);
}

static void run_checks(const char *only, double theory_factor, int threads)
{
	struct validate_options options = { .only = only, .theory_factor = theory_factor };
	struct validation *validation = validation_new(&options);

	session_each(validation_unit_count(validation), threads, run_unit, validation);
	validation_finish(validation, &findings);
}

static void print(const struct finding *finding)
{
	printf("%s %s: %s: %.9g, %.9g, off %.3g, allowed %.3g: %s\n", finding->group, finding->name,
	       finding->figure, finding->theory, finding->found, finding->found - finding->theory,
	       finding->allowed, validity_name(finding->validity));
}

/* A declared limit is one because it does not hold: else it should be declared no longer. */
static bool is_a_limit(const struct finding *finding)
{
	return finding->reason &&
	       fabs(finding->found - finding->theory) > 0.001 * fabs(finding->theory);
}

START_TEST(all_hold_but_declared_limits)
{
	run_checks(NULL, 1, 0);
	ck_assert_uint_gt(findings.count, 150);
	for (size_t i = 0; i < findings.count; i++) {
		const struct finding *finding = &findings.of[i];

		if (finding->validity == VALIDITY_FAILS)
			print(finding);
		ck_assert(isfinite(finding->theory) && isfinite(finding->found));
		if (finding->validity == VALIDITY_DECLARED)
			ck_assert_msg(is_a_limit(finding), "%s", finding->name);
		/* what is printed in 80 columns */
		ck_assert_msg(strlen(finding->name) + strlen(finding->figure) <= 24, "%s: %s",
			      finding->name, finding->figure);
		ck_assert_uint_le(strlen(finding->group), 28);
		ck_assert(!finding->reason || strlen(finding->reason) <= 74);
	}
	ck_assert_int_eq(findings.tally[VALIDITY_FAILS], 0);
	ck_assert_int_ge(findings.tally[VALIDITY_HOLDS], 150);
	ck_assert_int_eq(findings.tally[VALIDITY_DECLARED], 9);
	findings_release(&findings);
}
END_TEST

/* With theory an eighth higher than it is. */
START_TEST(a_wrong_theory_fails)
{
	static const char *const some[] = { "load .5", "Erlang b",   "m/m/c/k", "every query c",
					    "little",  "Staleness",  "pass",    "calls",
					    "1 min",   "every step", "cent",    "closed" };

	for (size_t s = 0; s < sizeof(some) / sizeof(some[0]); s++) {
		run_checks(some[s], 1.125, 0);
		ck_assert_uint_gt(findings.count, 0);
		for (size_t i = 0; i < findings.count; i++) {
			const struct finding *finding = &findings.of[i];

			ck_assert_msg(finding->validity == VALIDITY_FAILS, "%s %s: %s",
				      finding->group, finding->name, finding->figure);
		}
		findings_release(&findings);
	}
}
END_TEST

/* A limit that has grown beyond its size: beside a theory that is a quarter more. */
START_TEST(a_limit_that_grows_fails)
{
	run_checks("known reading", 1.25, 1);
	ck_assert_uint_eq(findings.count, 1);
	ck_assert_int_eq(findings.tally[VALIDITY_FAILS], 1);
	findings_release(&findings);
	run_checks("known reading", 1, 1);
	ck_assert_int_eq(findings.tally[VALIDITY_DECLARED], 1);
	findings_release(&findings);
}
END_TEST

START_TEST(words_choose)
{
	run_checks("b, ERLANG  c 5,", 1, 1);
	ck_assert_uint_eq(findings.count, 1);
	ck_assert_str_eq(findings.of[0].name, "c 5, load .6");
	ck_assert_str_eq(findings.of[0].figure, "lost");
	findings_release(&findings);
	/* of a check with several figures only those that are meant */
	run_checks("M/M/1 load .5: p95 wait", 1, 1);
	ck_assert_uint_eq(findings.count, 1);
	ck_assert_str_eq(findings.of[0].figure, "p95 wait");
	findings_release(&findings);
	run_checks("no such check", 1, 1);
	ck_assert_uint_eq(findings.count, 0);
	findings_release(&findings);
}
END_TEST

/* The same bits on every machine and any number of threads. */
START_TEST(same_figures_everywhere)
{
	static const struct {
		const char *only;
		double found;
	} rows[] = {
		{ "M/M/1 load .5: p95 wait", 4.5949659533073932 },
		{ "lognormal .9 at .8: waits", 0.799925 },
		{ "T 7, p95", 7.6383179385286413 },
		{ "over 300 s", 16.083542188594294 },
		{ "busy: stay", 6.502133418832714 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_checks(rows[i].only, 1, 1 + (int)i);
		ck_assert_uint_eq(findings.count, 1);
		ck_assert_msg(findings.of[0].found == rows[i].found, "%s: %.17g", rows[i].only,
			      findings.of[0].found);
		findings_release(&findings);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("validate");

	tcase_set_timeout(tcase, 240);
	tcase_add_test(tcase, all_hold_but_declared_limits);
	tcase_add_test(tcase, a_wrong_theory_fails);
	tcase_add_test(tcase, a_limit_that_grows_fails);
	tcase_add_test(tcase, words_choose);
	tcase_add_test(tcase, same_figures_everywhere);
	return suite_run("validate", tcase);
}
