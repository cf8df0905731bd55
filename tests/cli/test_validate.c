// SPDX-License-Identifier: MIT
/* `ragtop validate`, as a shell sees it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "cli/program.h"

#define STEP "--step 11.02,0.055,2.79e-5,0.0446"
#define HEADER "model,gpu,input_tok,output_tok,concurrency,ttft_ms,tpot_ms\n"

/* Bills of fixed size, so the page is the same to the last character. */
START_TEST(bills_to_the_cent)
{
	struct outcome outcome = ragtop("validate --only S4");

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_str_eq(outcome.out,
			 "Costs, to the cent              theory simulated ± or off allowed\n"
			 "  S4: RAG                          725       725   <.01 %  <.01 % holds\n"
			 "  S4: tuned low                  317.5     317.5   <.01 %  <.01 % holds\n"
			 "  S4: tuned middle               617.5     617.5      0 %  <.01 % holds\n"
			 "  S4: tuned high                 917.5     917.5      0 %  <.01 % holds\n"
			 "\n4 figures: 4 hold, 0 are declared limits, 0 fail\n");
	program_release(&outcome);
	outcome = ragtop("validate --only follow");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "1532   891.584     42 %    42 % declared limit\n"
						  "      S0's 1,532 needs"));
	program_release(&outcome);
}
END_TEST

static double number(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(cJSON_IsNumber(item), "%s", key);
	return item->valuedouble;
}

static const char *string(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(cJSON_IsString(item), "%s", key);
	return item->valuestring;
}

START_TEST(as_json)
{
	struct outcome outcome = ragtop("validate --format json --only erlang");
	cJSON *root = cJSON_Parse(outcome.out), *check;
	const cJSON *checks = cJSON_GetObjectItemCaseSensitive(root, "checks");
	int count = cJSON_GetArraySize(checks);

	check_status(&outcome, 0);
	ck_assert_int_gt(count, 10);
	cJSON_ArrayForEach(check, checks)
	{
		const cJSON *ci = cJSON_GetObjectItemCaseSensitive(check, "ci95");
		double found = number(check, "simulated"), theory = number(check, "theory");

		string(check, "group"), string(check, "name"), string(check, "figure");
		ck_assert_str_eq(string(check, "verdict"), "holds");
		ck_assert_double_eq_tol(number(check, "error_frac"), found / theory - 1, 1e-12);
		ck_assert_double_ge(number(check, "allowed_frac"),
				    fabs(number(check, "error_frac")));
		ck_assert_double_lt(cJSON_GetArrayItem(ci, 0)->valuedouble, found);
		ck_assert_double_gt(cJSON_GetArrayItem(ci, 1)->valuedouble, found);
	}
	ck_assert_double_eq(number(root, "hold"), count);
	ck_assert_double_eq(number(root, "declared"), 0);
	ck_assert_double_eq(number(root, "fail"), 0);
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

START_TEST(wrong_usage)
{
	check_refused("validate --only unknown", "ragtop: no check is called that: \"unknown\"\n");
	check_refused("validate --measured m.csv",
		      "ragtop: belong together: \"--measured\", \"--step\"\n");
	check_refused("validate " STEP, "ragtop: belong together: \"--measured\", \"--step\"\n");
	check_refused("validate --within 5%", "ragtop: only with measurements: \"--within\"\n");
	check_refused("validate --long --measured m.csv " STEP,
		      "ragtop: not with measurements: \"--long\"\n");
	check_refused("validate --format csv", "ragtop: not one of text|json: \"csv\"\n");
}
END_TEST

START_TEST(bad_measurements)
{
	program_write("m.csv", HEADER "A,h100,1024,256,4,100,10\nB,h100,1024,256,4,100,ten\n");
	check_refused("validate --measured m.csv " STEP,
		      "ragtop: m.csv:3:23: not a decimal number\n");
	check_refused("validate --measured n.csv " STEP,
		      "ragtop: no such file or directory: \"n.csv\"\n");
	program_write("m.csv", HEADER "A,h100,1024,256,4,100,10\n");
	check_refused("validate --measured m.csv " STEP " --only C",
		      "ragtop: no row is called that: \"C\"\n");
	check_refused("validate --within=-1 --measured m.csv " STEP,
		      "ragtop: below 0: \"--within\"\n");
	check_refused("validate --measured m.csv --step 1,2,3",
		      "ragtop: not four numbers of milliseconds, as 11.02,0.055,2.79e-5,0.0446: "
		      "\"--step\"\n");
	check_refused("validate --measured m.csv --step 1,2,3,4,5",
		      "ragtop: not four numbers of milliseconds, as 11.02,0.055,2.79e-5,0.0446: "
		      "\"--step\"\n");
	check_refused("validate --measured m.csv --step 1,2,-3,4",
		      "ragtop: not four numbers of milliseconds, as 11.02,0.055,2.79e-5,0.0446: "
		      "\"--step\"\n");
	check_refused("validate --measured m.csv --step 0,0,3,4",
		      "ragtop: steps would take no time: \"--step\"\n");
}
END_TEST

/* One client at a time: an answer's steps are a + b + c x context each, which adds up by hand. */
START_TEST(measured_rows)
{
	const double token_ms = 11.02 + 0.055 + 2.79e-5 * (1000 + 49.5),
		     first_ms = 11.02 + 0.055 + 0.0446 * 1000;
	struct outcome outcome;
	cJSON *root;
	const cJSON *rows, *row;

	program_write("m.csv", HEADER "A,h100,1000,101,1,50,12\nA,h200,1000,101,1,100,10\n");
	outcome = ragtop("validate --measured m.csv " STEP " --format json --only h200");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	root = cJSON_Parse(outcome.out);
	rows = cJSON_GetObjectItemCaseSensitive(root, "rows");
	ck_assert_int_eq(cJSON_GetArraySize(rows), 1);
	row = cJSON_GetArrayItem(rows, 0);
	ck_assert_str_eq(string(row, "label"), "A h200");
	ck_assert_double_eq(number(row, "line"), 3);
	ck_assert_double_eq(number(row, "concurrency"), 1);
	ck_assert_double_eq_tol(number(row, "tpot_simulated_s"), token_ms / 1000, 1e-9);
	ck_assert_double_eq_tol(number(row, "ttft_simulated_s"), first_ms / 1000, 1e-9);
	ck_assert_double_eq_tol(number(row, "tpot_error"), token_ms / 10 - 1, 1e-7);
	ck_assert_double_eq_tol(number(root, "tpot_mape"), fabs(token_ms / 10 - 1), 1e-7);
	ck_assert_double_eq_tol(number(root, "ttft_mape"), fabs(first_ms / 100 - 1), 1e-7);
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

START_TEST(measured_as_text)
{
	struct outcome outcome;

	program_write("m.csv",
		      "watts," HEADER "7,A,h100,1000,101,1,50,12\n7,B,,1000,101,2,60,11\n");
	outcome = ragtop("validate --within 20% --measured m.csv " STEP);
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "ragtop: m.csv:1:1: columns that are not read: \"watts\"\n");
	ck_assert_ptr_nonnull(strstr(outcome.out, "\nA h100 "));
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n2 rows: time per output token "));
	program_release(&outcome);
	/* further off than that: the result says no, and is there */
	outcome = ragtop("validate --within 2% --measured m.csv " STEP);
	check_status(&outcome, 1);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n2 rows: time per output token "));
	program_release(&outcome);
}
END_TEST

/* As many rows as a line has numbers check nothing. */
START_TEST(a_line_needs_a_row_to_spare)
{
	static const char rows[3][32] = { "A,,1000,101,1,50,12\n", "A,,2000,101,2,130,11\n",
					  "A,,4000,101,1,180,10\n" };
	static const char *const says[3] = {
		"\n1 row: ", "; none is left to check it.\nDo not trust", "First tokens as "
	};
	char text[256] = HEADER;

	for (int i = 0; i < 3; i++) {
		struct outcome outcome;
		cJSON *root;
		const cJSON *line;

		strcat(text, rows[i]);
		program_write("m.csv", text);
		outcome = ragtop("validate --measured m.csv " STEP);
		check_status(&outcome, 0);
		ck_assert_ptr_nonnull(strstr(outcome.out, says[i]));
		ck_assert_int_eq(strstr(outcome.out, " % off.\n") != NULL, i == 2);
		program_release(&outcome);
		outcome = ragtop("validate --format json --measured m.csv " STEP);
		root = cJSON_Parse(outcome.out);
		line = cJSON_GetObjectItemCaseSensitive(root, "ttft_line");
		ck_assert_int_eq(cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(line, "gamma")),
				 i > 0);
		ck_assert_int_eq(cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(line, "mape")),
				 i > 1);
		cJSON_Delete(root);
		program_release(&outcome);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("validate");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, bills_to_the_cent);
	tcase_add_test(tcase, as_json);
	tcase_add_test(tcase, wrong_usage);
	tcase_add_test(tcase, bad_measurements);
	tcase_add_test(tcase, measured_rows);
	tcase_add_test(tcase, measured_as_text);
	tcase_add_test(tcase, a_line_needs_a_row_to_spare);
	return suite_run("validate", tcase);
}
