// SPDX-License-Identifier: MIT
/* ragtop params: lists, filters, explains. */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include <ragtop/params.h>
#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/program.h"
#include "io/scenario_io.h"

static struct outcome listed(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	return outcome;
}

static int count_of(const char *text, const char *word)
{
	int count = 0;

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		count++;
	return count;
}

/* Every row is there once, no line is wider than a terminal. */
START_TEST(lists_all_in_80_columns)
{
	struct outcome outcome = listed("params");
	char name[80], line[82], *rest = outcome.out;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		snprintf(line, sizeof(line), "\n  %.70s ", name);
		ck_assert_msg(count_of(outcome.out, line) == 1, "%s", name);
	}
	for (char *at = strtok_r(rest, "\n", &rest); at; at = strtok_r(rest, "\n", &rest))
		ck_assert_msg(text_width(at) <= 80, "%s", at);
	program_release(&outcome);
}
END_TEST

static int rows_in(const char *arguments)
{
	struct outcome outcome = listed(arguments);
	cJSON *root = cJSON_Parse(outcome.out);
	int count = cJSON_GetArraySize(root);

	ck_assert(cJSON_IsArray(root));
	cJSON_Delete(root);
	program_release(&outcome);
	return count;
}

static int rows_of(enum param_group group)
{
	int count = 0;

	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		count += param_table[i].group_id == group;
	return count;
}

/* A group, a word of the meaning, several words at once, kinds of provenance. */
START_TEST(filters_by_words)
{
	struct outcome outcome = listed("params --json RESPONSE cache");

	ck_assert_ptr_nonnull(strstr(outcome.out, "\"serving.response_ttl_s\""));
	ck_assert_ptr_null(strstr(outcome.out, "\"longctx.cache_ttl_s\""));
	program_release(&outcome);
	ck_assert_int_eq(rows_in("params --json rag."), rows_of(GROUP_rag));
	ck_assert_int_eq(rows_in("params --json"), PARAM_COUNT);
	ck_assert_int_eq(rows_in("params --json assumed") + rows_in("params --json published") +
				 rows_in("params --json measured"),
			 PARAM_COUNT);
}
END_TEST

START_TEST(explains_one)
{
	struct outcome outcome = listed("params rag.search_s");

	ck_assert_str_eq(outcome.out,
			 "rag.search_s: search time\n"
			 "mean time of one vector search at the starting index size\n"
			 "\n"
			 "  default   60 ms, in a file 0.06\n"
			 "  kind      number, seconds\n"
			 "  legal     0 to 600\n"
			 "  slider    2 ms to 2 s, log\n"
			 "  affects   latency\n"
			 "  in time   may change on a day of the timeline\n"
			 "  source    published: S1:85, S3:6, 50 to 200 ms\n"
			 "  params    \"rag\": { \"search_s\": 0.06 }\n"
			 "  option    --set rag.search_s=0.06\n"
			 "\n"
			 "S0 to S4 are the articles that docs/MODEL.md names at its head.\n");
	program_release(&outcome);
	outcome = listed("params base.window_tok ft.method ft.answer_tok knowledge.facts");
	ck_assert_ptr_nonnull(
		strstr(outcome.out, "  source    published: published for GPT-4o (2024-05)\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "  legal     lora, full\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "  null      answer tokens\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "  in time   fixed for the whole run\n"));
	program_release(&outcome);
}
END_TEST

static void check_set_as_printed(struct scenario *scenario, char *option)
{
	char *equals = strchr(option, '=');
	struct error error;

	ck_assert_ptr_nonnull(equals);
	*equals = '\0';
	ck_assert_msg(scenario_set(scenario, option, equals + 1, &error), "%s: %s", option,
		      error.message);
}

/* What is printed for a file and as an option is what reader and --set take. */
START_TEST(says_how_it_is_set)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		char name[80], arguments[100], file[300], *at;
		struct outcome outcome;
		struct error error;

		param_full_name((enum param_id)i, name, sizeof(name));
		snprintf(arguments, sizeof(arguments), "params %s", name);
		outcome = listed(arguments);
		at = strstr(outcome.out, "  params    ") + 12;
		snprintf(file, sizeof(file), "{\"ragtop\":1,\"name\":\"n\",\"params\":{%.*s}}",
			 (int)strcspn(at, "\n"), at);
		ck_assert_msg(scenario_parse(file, strlen(file), "f", scenario, &error), "%s: %s",
			      file, error.message);
		at = strstr(outcome.out, "--set ") + strlen("--set ");
		at[strcspn(at, "\n")] = '\0';
		check_set_as_printed(scenario, at);
		program_release(&outcome);
	}
	free(scenario);
}
END_TEST

static const cJSON *field(const cJSON *row, const char *key)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(row, key);

	ck_assert_msg(found != NULL, "no %s", key);
	return found;
}

START_TEST(json_has_everything)
{
	static const char *const texts[] = { "name", "group",   "label",      "help",  "kind",
					     "unit", "affects", "provenance", "source" };
	struct outcome outcome = listed("params --json");
	cJSON *root = cJSON_Parse(outcome.out);
	const cJSON *row;
	unsigned int i = 0;

	cJSON_ArrayForEach(row, root)
	{
		const struct param_info *info = &param_table[i++];
		bool number = info->kind == PARAM_NUMBER || info->kind == PARAM_INTEGER;

		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			ck_assert_uint_gt(strlen(field(row, texts[k])->valuestring), 0);
		ck_assert_int_eq(cJSON_IsTrue(field(row, "nullable")), info->nullable);
		ck_assert_int_eq(cJSON_IsString(field(row, "null_means")), info->nullable);
		ck_assert_int_eq(cJSON_IsString(field(row, "date")), info->date != NULL);
		ck_assert_int_eq(cJSON_IsTrue(field(row, "fixed_in_time")), info->fixed_in_time);
		field(row, "default");
		if (number) {
			ck_assert_double_eq(field(row, "min")->valuedouble, info->min);
			ck_assert_double_eq(field(row, "max")->valuedouble, info->max);
			ck_assert_double_eq(field(row, "slider_lo")->valuedouble, info->slider_lo);
			ck_assert_double_eq(field(row, "slider_hi")->valuedouble, info->slider_hi);
			field(row, "scale");
		} else if (info->kind == PARAM_CHOICE) {
			ck_assert_int_eq(cJSON_GetArraySize(field(row, "choices")), info->max + 1);
		}
	}
	ck_assert_uint_eq(i, PARAM_COUNT);
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

START_TEST(suggests_what_was_meant)
{
	check_refused(
		"params rag.serch_s",
		"ragtop: no such parameter, did you mean \"rag.search_s\": \"rag.serch_s\"\n");
	check_refused("params --json serch_s",
		      "ragtop: no such parameter, did you mean \"rag.search_s\": \"serch_s\"\n");
	check_refused("params xyzzy", "ragtop: no parameter mentions it: \"xyzzy\"\n");
	check_refused("params zipf cache", "ragtop: no parameter mentions all of it: \"cache\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_params");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_test(tcase, lists_all_in_80_columns);
	tcase_add_test(tcase, filters_by_words);
	tcase_add_test(tcase, explains_one);
	tcase_add_test(tcase, says_how_it_is_set);
	tcase_add_test(tcase, json_has_everything);
	tcase_add_test(tcase, suggests_what_was_meant);
	return suite_run("cli_params", tcase);
}
