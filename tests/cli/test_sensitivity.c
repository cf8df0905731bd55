// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

static void write_scenario(void)
{
	FILE *out = fopen("s.json", "w");

	fputs("{\"ragtop\":1,\"name\":\"small\",\"horizon_days\":10,\"fidelity\":0,"
	      "\"architectures\":[\"rag\",\"hybrid\"],"
	      "\"params\":{\"traffic\":{\"volume_qpm\":3000}},\"targets\":{\"ttft_p95_s\":1}}",
	      out);
	fclose(out);
}

static void expect_80_columns(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_width(line) <= 80, "%s", line);
}

START_TEST(text_is_golden)
{
	struct outcome outcome;

	write_scenario();
	check_golden("sensitivity --threads 1 --top 12 s.json", "sensitivity.txt");
	check_golden("why s.json", "why.txt");
	check_golden("why --between hybrid,rag --format json s.json", "why.json");
	outcome = ragtop("sensitivity --by flip --top 100 s.json");
	check_status(&outcome, 0);
	expect_80_columns(outcome.out);
	program_release(&outcome);
}
END_TEST

/* Where nobody does what is asked, the best is not the cheapest: unanswered queries cost nothing.
 */
START_TEST(nobody_meets_the_targets)
{
	struct outcome outcome;

	write_scenario();
	outcome = ragtop("sensitivity --threads 1 --set targets.correct_frac=0.9999 s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(
		strstr(outcome.out, "nobody meets the targets; costs least for a good answer: "));
	program_release(&outcome);
}
END_TEST

static int lines_of(const char *text)
{
	int n = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		n++;
	return n;
}

/* The same rows in both forms, on any number of threads. */
START_TEST(for_programs)
{
	struct outcome json, csv;
	cJSON *root, *rows;

	write_scenario();
	json = ragtop("sensitivity --threads 1 --format json s.json");
	csv = ragtop("sensitivity --threads 3 --format csv s.json");
	check_status(&json, 0);
	check_status(&csv, 0);
	root = cJSON_Parse(json.out);
	ck_assert_ptr_nonnull(root);
	rows = cJSON_GetObjectItem(root, "rows");
	ck_assert_int_gt(cJSON_GetArraySize(rows), 20);
	ck_assert_int_eq(cJSON_GetArraySize(rows) + 1, lines_of(csv.out));
	ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(root, "pairs")), 10);
	for (int i = 0; i < cJSON_GetArraySize(rows); i++) {
		const char *name =
			cJSON_GetObjectItem(cJSON_GetArrayItem(rows, i), "param")->valuestring;
		char start[128];

		snprintf(start, sizeof(start), "\n%s,", name);
		ck_assert_msg(strstr(csv.out, start), "%s", name);
	}
	cJSON_Delete(root);
	program_release(&json);
	program_release(&csv);
}
END_TEST

START_TEST(bad_input_is_refused)
{
	write_scenario();
	check_refused("why --between rag s.json", "ragtop: not A,B: \"--between\"\n");
	check_refused("why --between rag,rag s.json",
		      "ragtop: twice the same architecture: \"--between\"\n");
	check_refused("why --between rag,longctx s.json",
		      "ragtop: not in the scenario's architectures, \"rag,longctx\": "
		      "\"--between\"\n");
	check_refused("sensitivity --by cost s.json",
		      "ragtop: not one of effect|breakeven|flip: \"cost\"\n");
}
END_TEST

START_TEST(bars_are_ascii_without_unicode)
{
	static const char *const commands[] = { "why s.json", "sensitivity --top 12 s.json" };

	setenv("LC_ALL", "C", 1);
	write_scenario();
	for (int i = 0; i < 2; i++) {
		struct outcome outcome = ragtop(commands[i]);

		check_status(&outcome, 0);
		for (const char *c = outcome.out; *c != '\0'; c++)
			ck_assert_msg((unsigned char)*c < 0x7f, "%s: %s", commands[i], c);
		ck_assert_msg(strstr(outcome.out, "#"), "%s", outcome.out);
		ck_assert_msg(strstr(outcome.out, "|"), "%s", outcome.out);
		program_release(&outcome);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("sensitivity");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, text_is_golden);
	tcase_add_test(tcase, nobody_meets_the_targets);
	tcase_add_test(tcase, for_programs);
	tcase_add_test(tcase, bars_are_ascii_without_unicode);
	tcase_add_test(tcase, bad_input_is_refused);
	return suite_run("cli/sensitivity", tcase);
}
