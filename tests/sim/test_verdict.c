// SPDX-License-Identifier: MIT
/* Who is best where no architecture meets the targets. */
#include <check.h>
#include <stdlib.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "sim/sim.h"

static struct scenario scenario;
static struct arch_result *archs;
static struct verdict verdict;

static void set_up(void)
{
	scenario_init(&scenario);
	archs = xcalloc(ARCH_COUNT, sizeof(*archs));
	for (int i = 0; i < scenario.arch_count; i++)
		archs[scenario.archs[i]] = (struct arch_result){
			.present = true,
			.queries = 1000,
			.all_in_usd = 100,
			.ttft_s.p95 = 2,
			.correct_frac = 0.8,
			.good_frac = 0.5,
		};
	scenario.targets[TARGET_TTFT_P95_S] = 1;
}

static void tear_down(void)
{
	free(archs);
}

static void reach(enum arch best, enum arch cheapest)
{
	verdict_reach(&scenario, archs, &verdict);
	ck_assert(verdict.none_meets);
	ck_assert_int_eq(verdict.best, best);
	ck_assert_int_eq(verdict.cheapest, cheapest);
}

/* One answers a hundredth for a fortieth of the money. */
START_TEST(turning_queries_away_is_no_bargain)
{
	archs[ARCH_RAG].all_in_usd = 2.5;
	archs[ARCH_RAG].good_frac = 0.005;
	archs[ARCH_RAG].correct_frac = 0.008;
	archs[ARCH_HYBRID].all_in_usd = 99;
	reach(ARCH_HYBRID, ARCH_RAG);
	archs[ARCH_RAG].good_frac = 0;
	reach(ARCH_HYBRID, ARCH_RAG);
	archs[ARCH_RAG].good_frac = 0.0127; /* $196.9 against $198 */
	reach(ARCH_RAG, ARCH_RAG);
}
END_TEST

/* Nobody is in time: then right answers count, and without these what is paid. */
START_TEST(late_answers_are_better_than_none)
{
	for (int i = 0; i < scenario.arch_count; i++)
		archs[scenario.archs[i]].good_frac = 0;
	archs[ARCH_FT].all_in_usd = 50;
	archs[ARCH_FT].correct_frac = 0.3;
	reach(ARCH_RAG, ARCH_FT);
	for (int i = 0; i < scenario.arch_count; i++)
		archs[scenario.archs[i]].correct_frac = 0;
	reach(ARCH_FT, ARCH_FT);
}
END_TEST

/* Money alone decides as ever among those who meet what is asked. */
START_TEST(who_meets_the_targets_is_not_asked_for_more)
{
	scenario.targets[TARGET_TTFT_P95_S] = 3;
	archs[ARCH_FT].all_in_usd = 50;
	archs[ARCH_FT].good_frac = 0.1;
	verdict_reach(&scenario, archs, &verdict);
	ck_assert(!verdict.none_meets);
	ck_assert_int_eq(verdict.best, ARCH_FT);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("verdict");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, turning_queries_away_is_no_bargain);
	tcase_add_test(tcase, late_answers_are_better_than_none);
	tcase_add_test(tcase, who_meets_the_targets_is_not_asked_for_more);
	return suite_run("verdict", tcase);
}
