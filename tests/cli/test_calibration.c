// SPDX-License-Identifier: MIT
/*
 * Points that the articles publish as measured, against the shipped scenarios that are calibrated
 * to them: a run comes out there whatever the seed, and the file itself promises no less. How
 * each is made of skills, prices and speeds: docs/MODEL.md, Calibration.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "cli/figures.h"
#include "cli/program.h"

/* Where an article has a single number, half of its last digit to both sides. */
static const struct point {
	const char *name, *scenario, *figure;
	double lo, hi;
} points[] = {
	{ "base model 75 %, S0:109", "agriculture-benchmark", "prompt.quality.correct_frac", 0.745,
	  0.755 },
	{ "tuned 81 %, S0:109", "agriculture-benchmark", "ft.quality.correct_frac", 0.805, 0.815 },
	{ "tuned with retrieval 86 %, S0:109", "agriculture-benchmark",
	  "hybrid.quality.correct_frac", 0.855, 0.865 },
	{ "retrieval alone about 80 %, not in the article", "agriculture-benchmark",
	  "rag.quality.correct_frac", 0.79, 0.81 },
	{ "RAG $4 to $8 per 1,000, S3:25", "production-table", "rag.cost.per_1k_queries_usd", 4,
	  8 },
	{ "tuned $1.50 per 1,000, to 10 %, S3:25", "production-table", "ft.cost.per_1k_queries_usd",
	  1.35, 1.65 },
	{ "RAG p95 3 to 4 s, S3:26", "production-table", "rag.latency.e2e_s.p95", 3, 4 },
	{ "tuned p95 2 to 3 s, S3:26", "production-table", "ft.latency.e2e_s.p95", 2, 3 },
	{ "RAG within an hour, S3:28", "production-table", "rag.freshness.visible_delay_s.p95", 0,
	  3600 },
	{ "tuned weekly or monthly, S3:28", "production-table", "ft.freshness.visible_delay_s.p50",
	  7 * 86400, 30 * 86400 },
	{ "RAG right in 88 to 92 %, S3:29", "production-table", "rag.quality.correct_frac", 0.88,
	  0.92 },
	{ "tuned right in 92 to 96 %, S3:29", "production-table", "ft.quality.correct_frac", 0.92,
	  0.96 },
	{ "RAG makes up 2 to 5 %, S3:30", "production-table", "rag.quality.hallucinated_frac", 0.02,
	  0.05 },
	{ "tuned makes up 1 to 3 %, S3:30", "production-table", "ft.quality.hallucinated_frac",
	  0.01, 0.03 },
	{ "94 % routed right, S4:87", "ticket-routing", "ft.quality.correct_frac", 0.935, 0.945 },
	{ "routed within 50 ms, S4:87", "ticket-routing", "ft.latency.e2e_s.p95", 0, 0.05 },
	{ "98 % valid JSON, S4:91", "clause-extraction", "ft.quality.format_valid_frac", 0.975,
	  0.985 },
};

static const char *const seeds[] = { "42", "7", "20260101" };

enum { POINTS = sizeof(points) / sizeof(points[0]), SEEDS = sizeof(seeds) / sizeof(seeds[0]) };

START_TEST(comes_out)
{
	const struct point *point = &points[_i];

	for (int i = 0; i < SEEDS; i++) {
		char options[64];
		cJSON *run;
		double value;

		snprintf(options, sizeof(options), "--seed %s", seeds[i]);
		run = shipped_run(point->scenario, options);
		value = figure_of(run, point->figure);
		ck_assert_msg(value >= point->lo && value <= point->hi,
			      "%s: %.6g is not within %g to %g, seed %s", point->name, value,
			      point->lo, point->hi, seeds[i]);
		cJSON_Delete(run);
	}
}
END_TEST

START_TEST(is_promised)
{
	const struct point *point = &points[_i];
	cJSON *file = shipped_file(point->scenario);
	const cJSON *range = cJSON_GetObjectItemCaseSensitive(
		cJSON_GetObjectItemCaseSensitive(file, "expect"), point->figure);

	ck_assert_msg(cJSON_GetArraySize(range) == 2, "%s: %s does not expect %s", point->name,
		      point->scenario, point->figure);
	ck_assert_msg(cJSON_GetArrayItem(range, 0)->valuedouble >= point->lo &&
			      cJSON_GetArrayItem(range, 1)->valuedouble <= point->hi,
		      "%s: %s expects a wider range", point->name, point->scenario);
	cJSON_Delete(file);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("calibration");

	if (!shipped_are_here("calibration"))
		return EXIT_SUCCESS;
	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_loop_test(tcase, comes_out, 0, POINTS);
	tcase_add_loop_test(tcase, is_promised, 0, POINTS);
	return suite_run("calibration", tcase);
}
