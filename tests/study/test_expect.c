// SPDX-License-Identifier: MIT
/* What is expected of a run, held against results that are made up. */
#include "study/expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

static struct scenario *scenario;
static struct result *result;
static struct expect_check check;

static void make_result(void)
{
	scenario = xcalloc(1, sizeof(*scenario));
	result = xcalloc(1, sizeof(*result));
	scenario_init(scenario);
	strcpy(result->digest, "00000000000000aa");
	for (int a = 0; a < scenario->arch_count; a++) {
		struct arch_result *arch = &result->arch[scenario->archs[a]];

		arch->present = true;
		arch->monthly_usd = 100 * (a + 1);
		arch->total_usd = 1200 * (a + 1);
		arch->correct_frac = 0.9;
		arch->per_1k_good_usd = (double)INFINITY;
		arch->retrain_runs = (double)NAN;
	}
	result->verdict.best = result->verdict.cheapest = ARCH_RAG;
}

static void drop_result(void)
{
	free(scenario);
	free(result);
}

static void expects(const char *figure, double lo, double hi)
{
	struct expectation *expect = &scenario->expect[scenario->expect_count++];

	*expect = (struct expectation){ .lo = lo, .hi = hi };
	snprintf(expect->figure, sizeof(expect->figure), "%s", figure);
}

static const struct expect_miss *only_miss(void)
{
	ck_assert_int_eq(check.count, 1);
	return &check.misses[0];
}

/* Above, below, as a share of the bound that was passed; of 0 there is no share. */
START_TEST(says_by_how_much)
{
	const struct expect_miss *miss;

	expects("rag.cost.monthly_usd", 70, 80);
	expect_check(scenario, result, 0, &check);
	miss = only_miss();
	ck_assert_double_eq(miss->off, 20);
	ck_assert_double_eq(miss->off_rel, 0.25);
	scenario->expect[0] = (struct expectation){ "rag.cost.monthly_usd", 125, 200 };
	expect_check(scenario, result, 0, &check);
	miss = only_miss();
	ck_assert_double_eq(miss->off, -25);
	ck_assert_double_eq(miss->off_rel, -0.2);
	scenario->expect[0] = (struct expectation){ "rag.cost.monthly_usd", -5, 0 };
	expect_check(scenario, result, 0, &check);
	ck_assert(isnan(only_miss()->off_rel));
}
END_TEST

/* One bit less is less. */
START_TEST(is_exact)
{
	expects("rag.cost.monthly_usd", nextafter(100, 0), nextafter(100, 0));
	expect_check(scenario, result, 0, &check);
	ck_assert_double_eq(only_miss()->off, 100 - nextafter(100, 0));
	scenario->expect[0].lo = scenario->expect[0].hi = 100;
	expect_check(scenario, result, 0, &check);
	ck_assert_int_eq(check.count, 0);
	ck_assert_int_eq(check.figures, 1);
}
END_TEST

START_TEST(in_the_order_of_the_report)
{
	strcpy(scenario->expect_digest, "00000000000000bb");
	scenario->expect_best = (struct expected_arch){ .present = true, .nobody = true };
	expects("ft.cost.monthly_usd", 1, 1);
	expects("prompt.cost.monthly_usd", 1, 1);
	expects("rag.quality.correct_frac", 1, 1);
	expects("rag.cost.monthly_usd", 1, 1);
	expect_check(scenario, result, 0, &check);
	ck_assert_int_eq(check.count, 6);
	ck_assert_str_eq(check.misses[0].name, "digest");
	ck_assert_str_eq(check.misses[1].name, "rag.cost.monthly_usd");
	ck_assert_str_eq(check.misses[2].name, "rag.quality.correct_frac");
	ck_assert_str_eq(check.misses[3].name, "ft.cost.monthly_usd");
	ck_assert_str_eq(check.misses[4].name, "prompt.cost.monthly_usd");
	ck_assert(!check.misses[4].run && isnan(check.misses[4].off));
	ck_assert_str_eq(check.misses[5].is, "rag");
	ck_assert_str_eq(check.misses[5].wants, "nobody");
	ck_assert_ptr_eq(expect_first_figure(&check), &check.misses[1]);
}
END_TEST

/* Within a share of what was expected; then the digest says nothing. */
START_TEST(within_a_share)
{
	strcpy(scenario->expect_digest, "00000000000000bb");
	expects("rag.cost.monthly_usd", 99, 99);
	expects("ft.cost.monthly_usd", 300, 300);
	expect_check(scenario, result, 0.02, &check);
	ck_assert(!check.digest);
	ck_assert_str_eq(only_miss()->name, "ft.cost.monthly_usd");
	expect_check(scenario, result, 0.34, &check);
	ck_assert_int_eq(check.count, 0);
}
END_TEST

/* Whatever was expected before, the same result is then as expected, and another one is not. */
START_TEST(what_is_taken_holds)
{
	expects("rag.cost.monthly_usd", 50, 150);
	expects("rag.cost.total_usd", 0, 1);
	expects("prompt.cost.total_usd", 0, 1);
	expect_take(scenario, result);
	ck_assert_str_eq(scenario->expect[0].figure, "rag.cost.monthly_usd");
	ck_assert_double_eq(scenario->expect[0].hi, 150);
	for (int i = 0; i < scenario->expect_count; i++)
		ck_assert_str_ne(scenario->expect[i].figure, "prompt.cost.total_usd");
	expect_check(scenario, result, 0, &check);
	ck_assert_int_eq(check.count, 0);
	ck_assert_int_ge(check.figures, 20);
	result->arch[ARCH_HYBRID].correct_frac = nextafter(0.9, 1);
	expect_check(scenario, result, 0, &check);
	ck_assert_str_eq(only_miss()->name, "hybrid.quality.correct_frac");
}
END_TEST

/* All six architectures and what was expected before: never more than there is room for. */
START_TEST(never_too_many)
{
	scenario->arch_count = ARCH_COUNT;
	for (unsigned int a = 0; a < ARCH_COUNT; a++) {
		scenario->archs[a] = (enum arch)a;
		result->arch[a].present = true;
	}
	for (int i = 0; i < 20; i++)
		expects("rag.latency.e2e_s.p999", 0, i);
	expect_take(scenario, result);
	ck_assert_int_eq(scenario->expect_count, SCENARIO_EXPECT_MAX);
	expect_check(scenario, result, 0, &check);
	ck_assert_int_eq(check.count, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("expect");

	tcase_add_checked_fixture(tcase, make_result, drop_result);
	tcase_add_test(tcase, says_by_how_much);
	tcase_add_test(tcase, is_exact);
	tcase_add_test(tcase, in_the_order_of_the_report);
	tcase_add_test(tcase, within_a_share);
	tcase_add_test(tcase, what_is_taken_holds);
	tcase_add_test(tcase, never_too_many);
	return suite_run("expect", tcase);
}
