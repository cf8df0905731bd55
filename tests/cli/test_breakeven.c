// SPDX-License-Identifier: MIT
/* `ragtop breakeven` as a shell sees it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

/* Three architectures, one of which costs what chance makes of it. */
#define SCENARIO                                                                                 \
	"{\"ragtop\":1,\"name\":\"three ways\",\"horizon_days\":360,\"fidelity\":0,\"params\":{" \
	"\"traffic\":{\"volume_qpm\":100000},"                                                   \
	"\"ft\":{\"retrain_policy\":\"calendar\",\"retrain_every_days\":30,\"run_usd\":5000,"    \
	"\"eval_pass_frac\":0.6,\"upfront_usd\":3000,\"answer_tok\":80}"

static void write_scenario(void)
{
	program_write("s.json", SCENARIO "}}");
}

START_TEST(text_is_golden)
{
	write_scenario();
	check_golden("breakeven s.json", "breakeven.txt");
	check_golden("breakeven --all --measure total --draws 0 s.json", "breakeven-all.txt");
	check_golden("breakeven --over ft.run_usd --draws 20 --uncertain rag.context_tok "
		     "--set traffic.volume_qpm=3M s.json",
		     "breakeven-run.txt");
	/* Kept answers bend the curve. */
	check_golden("breakeven --draws 0 --set serving.response_ttl_s=1h "
		     "--set traffic.repeat_frac=0.8 s.json",
		     "breakeven-bent.txt");
}
END_TEST

START_TEST(json_is_golden)
{
	write_scenario();
	check_golden("breakeven --format json --draws 10 s.json", "breakeven.json");
}
END_TEST

START_TEST(text_fits_80_columns)
{
	struct outcome outcome;

	write_scenario();
	outcome = ragtop("breakeven --all --draws 5 s.json");
	check_status(&outcome, 0);
	for (char *line = strtok(outcome.out, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_width(line) <= 80, "%s", line);
	program_release(&outcome);
}
END_TEST

static cJSON *answer(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);
	cJSON *root = cJSON_Parse(outcome.out);

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(root);
	program_release(&outcome);
	return root;
}

static const cJSON *get(const cJSON *object, const char *key)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(value != NULL, "%s", key);
	return value;
}

/* The names that the contract has. */
START_TEST(json_keeps_the_contract)
{
	cJSON *root;
	const cJSON *crossing, *ci;

	write_scenario();
	root = answer("breakeven --format json --draws 10 s.json");
	ck_assert_str_eq(get(root, "param")->valuestring, "traffic.volume_qpm");
	ck_assert_str_eq(cJSON_GetArrayItem(get(root, "between"), 0)->valuestring, "rag");
	ck_assert_str_eq(cJSON_GetArrayItem(get(root, "between"), 1)->valuestring, "ft");
	crossing = cJSON_GetArrayItem(get(root, "crossings"), 0);
	ci = get(crossing, "ci95");
	ck_assert_double_lt(cJSON_GetArrayItem(ci, 0)->valuedouble,
			    get(crossing, "at")->valuedouble);
	ck_assert_double_gt(cJSON_GetArrayItem(ci, 1)->valuedouble,
			    get(crossing, "at")->valuedouble);
	ck_assert_str_eq(get(root, "cheaper_below")->valuestring, "rag");
	ck_assert_str_eq(get(root, "cheaper_above")->valuestring, "ft");
	ck_assert_double_gt(get(root, "formula_at")->valuedouble, 0);
	ck_assert_double_eq(get(get(crossing, "input"), "draws")->valuedouble, 10);
	cJSON_Delete(root);
}
END_TEST

/* No architecture is ever overtaken where the range ends before. */
/* Costs are far apart at the whole numbers beside it: luck does not reach to the range's end. */
START_TEST(whole_numbers_have_narrow_intervals)
{
	cJSON *root = answer("breakeven saas-support-bot --between rag,ft --draws 0 --format json "
			     "--over ft.retrain_after_updates --set traffic.volume_qpm=5M");
	const cJSON *crossing = cJSON_GetArrayItem(get(root, "crossings"), 0);
	const cJSON *ci = get(crossing, "ci95");

	for (int end = 0; end < 2; end++)
		ck_assert_double_eq(cJSON_GetArrayItem(ci, end)->valuedouble,
				    get(crossing, "at")->valuedouble);
	cJSON_Delete(root);
}
END_TEST

START_TEST(never_in_range_is_said)
{
	struct outcome outcome;
	cJSON *root;

	write_scenario();
	outcome = ragtop("breakeven --to 100k s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "never in range: RAG is cheaper everywhere"));
	program_release(&outcome);
	root = answer("breakeven --to 100k --format json s.json");
	ck_assert_int_eq(cJSON_GetArraySize(get(root, "crossings")), 0);
	ck_assert_str_eq(get(root, "cheaper_below")->valuestring, "rag");
	ck_assert_str_eq(get(root, "cheaper_above")->valuestring, "rag");
	cJSON_Delete(root);
}
END_TEST

/* The result does not depend on the number of threads. */
START_TEST(threads_do_not_matter)
{
	struct outcome one, two;

	write_scenario();
	one = ragtop("breakeven --all --draws 5 --format json --threads 1 s.json");
	two = ragtop("breakeven --all --draws 5 --format json --threads 3 s.json");
	check_status(&one, 0);
	ck_assert_str_eq(one.out, two.out);
	program_release(&one);
	program_release(&two);
}
END_TEST

/* Architectures that are named need not be in the scenario. */
START_TEST(named_architectures_join)
{
	cJSON *root;

	write_scenario();
	root = answer("breakeven --between prompt,longctx --draws 0 --format json s.json");
	ck_assert_str_eq(cJSON_GetArrayItem(get(root, "between"), 0)->valuestring, "prompt");
	cJSON_Delete(root);
	root = answer("breakeven --all --draws 0 --format json s.json");
	ck_assert_int_eq(cJSON_GetArraySize(root), 3);
	cJSON_Delete(root);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
	static const struct {
		const char *arguments, *message;
	} rows[] = {
		{ "--between rag", "not A,B: \"--between\"" },
		{ "--between rag,rag", "twice the same architecture: \"--between\"" },
		{ "--between rag,x", "unknown architecture, \"x\": \"--between\"" },
		{ "--between rag,ft --all", "not both: \"--between\", \"--all\"" },
		{ "--over rag.mode", "not a number: \"rag.mode\"" },
		{ "--over rag.serch_s",
		  "unknown parameter, did you mean \"rag.search_s\": \"rag.serch_s\"" },
		{ "--from 5M --to 1M",
		  "the range is empty, 5000000 to 1000000: \"traffic.volume_qpm\"" },
		{ "--over rag.recall_frac --to 2",
		  "0.3 to 2 is not within 0 to 1: \"rag.recall_frac\"" },
		{ "--from x", "not a number \"x\": \"--from\"" },
		{ "--measure fees",
		  "not one of all-in|monthly|total|per-1k|per-1k-good: \"fees\"" },
		{ "--uncertain=", "no input is named, --draws 0 draws none: \"--uncertain\"" },
		{ "--uncertain rag.mode", "no number that could be drawn: \"rag.mode\"" },
		{ "--set architectures=x", "unknown key: \"architectures\"" },
	};
	char arguments[256], message[256];

	write_scenario();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(arguments, sizeof(arguments), "breakeven s.json %s", rows[i].arguments);
		snprintf(message, sizeof(message), "ragtop: %s\n", rows[i].message);
		check_refused(arguments, message);
	}
	program_write("one.json", SCENARIO "},\"architectures\":[\"rag\"]}");
	check_refused("breakeven one.json",
		      "ragtop: one architecture has no break-even: \"--between\"\n");
}
END_TEST

START_TEST(helps)
{
	struct outcome outcome = ragtop("breakeven --help");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "--between A,B"));
	program_release(&outcome);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_breakeven");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, text_is_golden);
	tcase_add_test(tcase, json_is_golden);
	tcase_add_test(tcase, text_fits_80_columns);
	tcase_add_test(tcase, json_keeps_the_contract);
	tcase_add_test(tcase, whole_numbers_have_narrow_intervals);
	tcase_add_test(tcase, never_in_range_is_said);
	tcase_add_test(tcase, threads_do_not_matter);
	tcase_add_test(tcase, named_architectures_join);
	tcase_add_test(tcase, bad_questions_are_refused);
	tcase_add_test(tcase, helps);
	return suite_run("cli_breakeven", tcase);
}
