// SPDX-License-Identifier: MIT
#include <ragtop/result.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

/* Fills every double before the series with its own index. */
static void number_fields(struct arch_result *arch)
{
	memset(arch, 0, sizeof(*arch));
	for (size_t at = offsetof(struct arch_result, queries);
	     at < offsetof(struct arch_result, series); at += sizeof(double)) {
		double value = (double)at;

		memcpy((char *)arch + at, &value, sizeof(value));
	}
	arch->present = true;
}

/* A figure that nobody can read, in reports or in "expect", might as well not be computed. */
START_TEST(every_field_is_a_figure_or_an_interval)
{
	for (size_t at = offsetof(struct arch_result, queries);
	     at < offsetof(struct arch_result, series); at += sizeof(double)) {
		int found = 0;

		for (int i = 0; i < figure_count; i++) {
			size_t interval = figure_table[i].interval_offset;

			found += figure_table[i].offset == at;
			found += interval != 0 &&
				 (interval == at || interval + sizeof(double) == at);
		}
		ck_assert_msg(found == 1, "offset %zu is met %d times", at, found);
	}
}
END_TEST

START_TEST(paths_differ_and_fit)
{
	for (int i = 0; i < figure_count; i++) {
		char path[128];

		snprintf(path, sizeof(path), "hybrid.%s", figure_table[i].path);
		ck_assert_uint_lt(strlen(path), SCENARIO_FIGURE_SIZE);
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(figure_table[i].path, figure_table[j].path);
	}
}
END_TEST

static double figure(const struct result *result, const char *folder, const char *key)
{
	char path[128];
	double value = -1;

	snprintf(path, sizeof(path), "ft.%s.%s", folder, key);
	ck_assert_msg(result_figure(result, path, &value), "%s", path);
	return value;
}

/* The keys of the table are written out; they must name what the enums index. */
START_TEST(keys_name_what_they_index)
{
	static struct result result;
	struct arch_result *arch = &result.arch[ARCH_FT];

	number_fields(arch);
	for (unsigned int i = 0; i < LEDGER_COUNT; i++)
		ck_assert_double_eq(figure(&result, "cost.ledger", ledger_key((enum ledger)i)),
				    arch->ledger_usd[i]);
	for (unsigned int i = 0; i < STAGE_COUNT; i++) {
		const char *key = stage_key((enum stage)i);

		ck_assert_double_eq(figure(&result, "latency.wait_s", key), arch->wait_s[i]);
		ck_assert_double_eq(figure(&result, "latency.service_s", key), arch->service_s[i]);
		ck_assert_double_eq(figure(&result, "service.utilisation", key),
				    arch->utilisation[i]);
		ck_assert_double_eq(figure(&result, "service.in_system_mean", key),
				    arch->in_system_mean[i]);
	}
	ck_assert_double_eq(figure(&result, "latency.e2e_s", "p999"), arch->e2e_s.p999);
	ck_assert_double_eq(figure(&result, "cost", "per_1k_good_answers_usd"),
			    arch->per_1k_good_usd);
}
END_TEST

START_TEST(intervals_belong_to_their_figures)
{
	static struct arch_result arch;
	struct interval interval;
	const struct figure *found;
	enum arch which;

	number_fields(&arch);
	ck_assert(figure_find("rag.latency.ttft_s.p95", &which, &found));
	ck_assert(figure_interval(&arch, found, &interval));
	ck_assert_double_eq(interval.lo, arch.ci_ttft_p95_s.lo);
	ck_assert_double_eq(interval.hi, arch.ci_ttft_p95_s.hi);
	ck_assert(figure_find("rag.latency.wait_s.search", &which, &found));
	ck_assert(figure_interval(&arch, found, &interval));
	ck_assert_double_eq(interval.lo, arch.ci_wait_search_s.lo);
	ck_assert(figure_find("rag.queries", &which, &found));
	ck_assert(!figure_interval(&arch, found, &interval));
}
END_TEST

START_TEST(no_such_figure)
{
	static const char *const paths[] = {
		"",
		"rag",
		"rag.",
		"rag.cost",
		"rag.cost.monthly",
		"rag.cost.monthly_usd.",
		"cost.monthly_usd",
		"prompt.queries",
		"averyverylongarchitecturename.queries",
		".queries",
	};
	static struct result result;
	double value = 5;

	result.arch[ARCH_RAG].present = true;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		ck_assert_msg(!result_figure(&result, paths[i], &value), "%s", paths[i]);
	/* an architecture that was not run has no figures */
	ck_assert(!result_figure(&result, "ft.queries", &value));
	ck_assert_double_eq(value, 5);
}
END_TEST

START_TEST(histogram_edges)
{
	ck_assert_double_eq_tol(result_hist_edge_s(0), 1e-3, 1e-18);
	ck_assert_double_eq_tol(result_hist_edge_s(16), 1e-2, 1e-16);
	ck_assert_double_eq_tol(result_hist_edge_s(RESULT_HIST_BINS), 1e3, 1e-11);
	for (int i = 0; i < RESULT_HIST_BINS; i++)
		ck_assert_double_lt(result_hist_edge_s(i), result_hist_edge_s(i + 1));
}
END_TEST

START_TEST(names_for_people)
{
	ck_assert_str_eq(ledger_label(LEDGER_VECTOR_DB), "vector database");
	ck_assert_str_eq(stage_label(STAGE_FIRST), "first token");
	ck_assert_str_eq(arch_label(ARCH_FT), "fine-tuned");
}
END_TEST

START_TEST(verdicts_are_compared)
{
	const struct expected_arch unsaid = { 0 }, nobody = { true, true, ARCH_RAG },
				   rag = { true, false, ARCH_RAG }, ft = { true, false, ARCH_FT };
	struct verdict verdict = { .best = ARCH_RAG, .cheapest = ARCH_FT };

	ck_assert(verdict_best_is(&verdict, &unsaid) && verdict_best_is(&verdict, &rag));
	ck_assert(!verdict_best_is(&verdict, &ft) && !verdict_best_is(&verdict, &nobody));
	ck_assert(verdict_cheapest_is(&verdict, &unsaid) && verdict_cheapest_is(&verdict, &ft));
	ck_assert(!verdict_cheapest_is(&verdict, &rag));
	verdict.none_meets = true; /* then best is only best value, and nobody's */
	verdict.best = ARCH_FT;
	ck_assert(verdict_best_is(&verdict, &unsaid) && verdict_best_is(&verdict, &nobody));
	ck_assert(!verdict_best_is(&verdict, &ft));
}
END_TEST

/* Against the one that answers most; where nobody answers anything nobody is worse. */
START_TEST(who_answers_little_is_not_best)
{
	struct result *result = xcalloc(1, sizeof(*result));

	result->arch[ARCH_RAG].present = result->arch[ARCH_FT].present = true;
	ck_assert(result_may_be_best(result, ARCH_RAG) && result_may_be_best(result, ARCH_FT));
	result->arch[ARCH_HYBRID].available_frac = 1; /* did not run */
	result->arch[ARCH_FT].available_frac = 0.5;
	result->arch[ARCH_RAG].available_frac = 0.4;
	ck_assert(!result_may_be_best(result, ARCH_RAG) && result_may_be_best(result, ARCH_FT));
	result->arch[ARCH_RAG].available_frac = 0.46;
	ck_assert(result_may_be_best(result, ARCH_RAG));
	free(result);
}
END_TEST

static void stars(const struct result *result, const char *expected)
{
	static const enum arch archs[] = { ARCH_RAG, ARCH_FT, ARCH_HYBRID };
	const double values[] = { 1, 2.01, 2.02 };
	const char *const texts[] = { "1", "2.0", "2.0" };
	bool best[3];

	result_best_of(result, archs, 3, -1, values, texts, best);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(best[i], expected[i] == '*');
}

START_TEST(stars_are_for_who_answers)
{
	struct result *result = xcalloc(1, sizeof(*result));

	for (int i = 0; i < ARCH_DEFAULTS; i++)
		result->arch[i] = (struct arch_result){ .present = true, .available_frac = 1 };
	stars(result, "*  ");
	result->arch[ARCH_RAG].available_frac = 0.01; /* the two others look the same */
	stars(result, "   ");
	result->arch[ARCH_HYBRID].available_frac = 0.02; /* looks no worse than the one left */
	stars(result, "   ");
	free(result);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("result");

	tcase_add_test(tcase, every_field_is_a_figure_or_an_interval);
	tcase_add_test(tcase, verdicts_are_compared);
	tcase_add_test(tcase, who_answers_little_is_not_best);
	tcase_add_test(tcase, stars_are_for_who_answers);
	tcase_add_test(tcase, paths_differ_and_fit);
	tcase_add_test(tcase, keys_name_what_they_index);
	tcase_add_test(tcase, intervals_belong_to_their_figures);
	tcase_add_test(tcase, no_such_figure);
	tcase_add_test(tcase, histogram_edges);
	tcase_add_test(tcase, names_for_people);
	return suite_run("result", tcase);
}
