// SPDX-License-Identifier: MIT
/* `ragtop breakeven --map` as a shell sees it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

#define AXES "breakeven --map traffic.volume_qpm ft.run_usd "
#define SMALL_AXES AXES "--from 100k --to 100M --y-from 100 --y-to 50k --cells 12x6 "

/* RAG's 500 tokens at $1.75 a million beside a tuned model that is retrained once a month, all else
 * free: equal where volume x $0.000875 is the price of a run. */
#define SCENARIO                                                                                  \
	"{\"ragtop\":1,\"name\":\"lines & <signs>\",\"horizon_days\":360,\"fidelity\":0,"         \
	"\"architectures\":[\"rag\",\"ft\"],\"params\":{\"traffic\":{\"volume_qpm\":1000000},"    \
	"\"knowledge\":{\"updates_per_month\":0},"                                                \
	"\"base\":{\"input_usd_per_mtok\":1.75,\"output_usd_per_mtok\":0},"                       \
	"\"rag\":{\"context_tok\":500,\"embed_usd_per_mtok\":0,\"read_usd_per_m\":0,"             \
	"\"storage_usd_per_gb_month\":0,\"orchestration_usd_per_month\":0,"                       \
	"\"engineering_usd_per_month\":0,\"upfront_usd\":0,\"vector_db_usd_per_month\":0,"        \
	"\"search_servers\":1024},"                                                               \
	"\"ft\":{\"retrain_policy\":\"calendar\",\"retrain_every_days\":30,\"eval_pass_frac\":1," \
	"\"repeat_frac\":1,\"prep_days\":0,\"train_hours\":0,\"eval_days\":0,\"deploy_hours\":0," \
	"\"min_gap_days\":0,\"prompt_tok\":null,\"hosting_usd_per_month\":0,"                     \
	"\"engineering_usd_per_month\":0,\"upfront_usd\":0}}}"

static void write_scenario(void)
{
	program_write("s.json", SCENARIO);
}

static const cJSON *get(const cJSON *object, const char *key)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(value != NULL, "%s", key);
	return value;
}

static cJSON *answer(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);
	cJSON *root;

	check_status(&outcome, 0);
	root = cJSON_Parse(outcome.out);
	ck_assert_ptr_nonnull(root);
	program_release(&outcome);
	return root;
}

START_TEST(pictures_are_golden)
{
	write_scenario();
	check_golden(SMALL_AXES "s.json", "map.txt");
	check_golden(SMALL_AXES "--format csv s.json", "map.csv");
	check_golden(SMALL_AXES "--format svg s.json", "map.svg");
}
END_TEST

/* The frontier is a line, and each of its points is where the formula says. */
START_TEST(frontier_is_the_formula)
{
	const cJSON *frontier, *point, *between;
	cJSON *root;
	int points = 0;

	write_scenario();
	root = answer(SMALL_AXES "--format json s.json");
	frontier = get(root, "frontier");
	ck_assert_int_eq(cJSON_GetArraySize(frontier), 1);
	between = get(cJSON_GetArrayItem(frontier, 0), "between");
	ck_assert_str_eq(cJSON_GetArrayItem(between, 0)->valuestring, "rag");
	ck_assert_str_eq(cJSON_GetArrayItem(between, 1)->valuestring, "ft");
	cJSON_ArrayForEach(point, get(cJSON_GetArrayItem(frontier, 0), "points"))
	{
		double qpm = cJSON_GetArrayItem(point, 0)->valuedouble;
		double run_usd = cJSON_GetArrayItem(point, 1)->valuedouble;

		ck_assert_double_eq_tol(qpm * 0.000875 / run_usd, 1, 1e-3);
		points++;
	}
	ck_assert_int_gt(points, 8);
	cJSON_Delete(root);
}
END_TEST

START_TEST(json_says_what_is_where)
{
	const cJSON *x, *best, *thresholds;
	cJSON *root;

	write_scenario();
	root = answer(SMALL_AXES "--format json s.json");
	x = get(root, "x");
	ck_assert_str_eq(get(x, "param")->valuestring, "traffic.volume_qpm");
	ck_assert_str_eq(get(x, "scale")->valuestring, "log");
	ck_assert_double_eq(get(x, "now")->valuedouble, 1e6);
	ck_assert_int_eq(cJSON_GetArraySize(get(x, "at")), 12);
	thresholds = get(x, "thresholds");
	ck_assert_str_eq(get(cJSON_GetArrayItem(thresholds, 0), "source")->valuestring, "S3:19");
	best = get(root, "best");
	ck_assert_int_eq(cJSON_GetArraySize(best), 6);
	/* A dear run and few queries; a cheap run and many. */
	ck_assert_str_eq(cJSON_GetArrayItem(cJSON_GetArrayItem(best, 5), 0)->valuestring, "rag");
	ck_assert_str_eq(cJSON_GetArrayItem(cJSON_GetArrayItem(best, 0), 11)->valuestring, "ft");
	ck_assert_double_eq_tol(
		cJSON_GetArrayItem(cJSON_GetArrayItem(get(get(root, "cost"), "ft"), 0), 0)
				->valuedouble -
			cJSON_GetArrayItem(cJSON_GetArrayItem(get(get(root, "cost"), "rag"), 0), 0)
				->valuedouble,
		100 - 87.5, 1e-6);
	cJSON_Delete(root);
}
END_TEST

/* With a target that nobody meets, the map says so, and with --any does not look. */
START_TEST(nobody_is_an_answer)
{
	struct outcome outcome;
	cJSON *root;

	write_scenario();
	outcome = ragtop(SMALL_AXES "--set targets.correct_frac=1 s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, ". nobody meets the targets"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "no frontier"));
	program_release(&outcome);
	root = answer(SMALL_AXES "--any --format json --set targets.correct_frac=1 s.json");
	ck_assert_int_eq(cJSON_GetArraySize(get(root, "frontier")), 1);
	ck_assert(cJSON_IsFalse(get(root, "targets")));
	cJSON_Delete(root);
}
END_TEST

START_TEST(text_fits_80_columns)
{
	struct outcome outcome = ragtop(
		"breakeven --map traffic.volume_qpm knowledge.updates_per_month "
		"--cells 64x5 --until 60");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "S4:296"));
	for (char *line = strtok(outcome.out, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_width(line) <= 80, "%s", line);
	program_release(&outcome);
}
END_TEST

/* Names of scenarios are anything, and SVG is XML. */
START_TEST(svg_is_escaped)
{
	struct outcome outcome;

	write_scenario();
	outcome = ragtop(SMALL_AXES "--format svg s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "lines &amp; &lt;signs&gt;"));
	ck_assert_ptr_null(strstr(outcome.out, "<signs>"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "role=\"img\""));
	program_release(&outcome);
}
END_TEST

START_TEST(threads_do_not_matter)
{
	struct outcome one, two;

	write_scenario();
	one = ragtop(SMALL_AXES "--between ft,hybrid --format json --threads 1 s.json");
	two = ragtop(SMALL_AXES "--between ft,hybrid --format json --threads 3 s.json");
	check_status(&one, 0);
	ck_assert_str_eq(one.out, two.out);
	ck_assert_ptr_nonnull(strstr(one.out, "hybrid"));
	ck_assert_ptr_null(strstr(one.out, "\"rag\""));
	program_release(&one);
	program_release(&two);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
	static const struct {
		const char *arguments, *message;
	} rows[] = {
		{ "--map traffic.volume_qpm", "two values are needed: \"--map\"" },
		{ "--map ft.run_usd ft.run_usd", "twice the same parameter: \"--map\"" },
		{ "--map rag.mode ft.run_usd", "not a number: \"rag.mode\"" },
		{ "--map ft.run_usd rag.serch_s",
		  "unknown parameter, did you mean \"rag.search_s\": \"rag.serch_s\"" },
		{ "--map rag.search_s ft.run_usd --over rag.search_s",
		  "not with --map: \"--over\"" },
		{ "--map rag.search_s ft.run_usd --all", "not with --map: \"--all\"" },
		{ "--map rag.search_s ft.run_usd --draws 40", "not with --map: \"--draws\"" },
		{ "--map rag.search_s ft.run_usd --cells 1x5",
		  "not COLUMNSxROWS from 2x2 to 160x100: \"--cells\"" },
		{ "--map rag.search_s ft.run_usd --cells 160x100",
		  "more than 4096 cells: \"--cells\"" },
		{ "--map rag.search_s ft.run_usd --cells 65x20",
		  "text has room for 64 columns: \"--cells\"" },
		{ "--map traffic.volume_qpm ft.run_usd --y-from 5k --y-to 1k",
		  "the range is empty, 5000 to 1000: \"ft.run_usd\"" },
		{ "--map traffic.volume_qpm ft.run_usd --y-from x",
		  "not a number \"x\": \"--y-from\"" },
		{ "--y-to 5", "only with --map: \"--y-to\"" },
		{ "--any", "only with --map: \"--any\"" },
		{ "--cells 5x5", "only with --map: \"--cells\"" },
		{ "--format svg", "csv and svg only with --map: \"--format\"" },
	};
	char arguments[256], message[256];

	write_scenario();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		/* The scenario first: the first row ends in what is missing. */
		snprintf(arguments, sizeof(arguments), "breakeven s.json %s", rows[i].arguments);
		snprintf(message, sizeof(message), "ragtop: %s\n", rows[i].message);
		check_refused(arguments, message);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_map");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, pictures_are_golden);
	tcase_add_test(tcase, frontier_is_the_formula);
	tcase_add_test(tcase, json_says_what_is_where);
	tcase_add_test(tcase, nobody_is_an_answer);
	tcase_add_test(tcase, text_fits_80_columns);
	tcase_add_test(tcase, svg_is_escaped);
	tcase_add_test(tcase, threads_do_not_matter);
	tcase_add_test(tcase, bad_questions_are_refused);
	return suite_run("cli_map", tcase);
}
