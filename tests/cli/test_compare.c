// SPDX-License-Identifier: MIT
/* `ragtop compare` as a shell sees it. */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

START_TEST(text_is_golden)
{
	program_write("a.json", SMALL "}");
	check_golden("compare a.json --with rag.context_tok=1500", "compare.txt");
}
END_TEST

/* Whoever is compared with himself differs in nothing, and that is certain. */
START_TEST(same_scenario_twice)
{
	struct outcome outcome;
	cJSON *root, *figure, *archs, *difference;
	int exact = 0;

	program_write("a.json", SMALL "}");
	outcome = ragtop("compare --format json a.json a.json");
	check_status(&outcome, 0);
	root = cJSON_Parse(outcome.out);
	ck_assert_ptr_nonnull(root);
	archs = cJSON_GetObjectItemCaseSensitive(root, "architectures");
	cJSON_ArrayForEach(figure, cJSON_GetObjectItemCaseSensitive(archs, "ft"))
	{
		const cJSON *ci;

		difference = cJSON_GetArrayItem(
			cJSON_GetObjectItemCaseSensitive(figure, "differences"), 0);
		ci = cJSON_GetObjectItemCaseSensitive(difference, "ci95");
		if (!ci)
			continue;
		ck_assert_double_eq(cJSON_GetArrayItem(ci, 0)->valuedouble, 0);
		ck_assert_double_eq(cJSON_GetArrayItem(ci, 1)->valuedouble, 0);
		exact++;
	}
	ck_assert_int_ge(exact, 10);
	cJSON_Delete(root);
	program_release(&outcome);
	outcome = ragtop("compare a.json a.json");
	ck_assert_ptr_nonnull(strstr(outcome.out, "What differs in the inputs\n  nothing\n"));
	program_release(&outcome);
}
END_TEST

START_TEST(text_fits_80_columns)
{
	struct outcome outcome;

	program_write("a.json", SMALL "}");
	outcome = ragtop("compare a.json --with traffic.volume_qpm=200M --with "
			 "targets.ttft_p95_s=0.3");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "targets.ttft_p95_s"));
	for (char *line = strtok(outcome.out, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_width(line) <= 80, "%s", line);
	program_release(&outcome);
}
END_TEST

/* Files with seeds of their own are run with one, which is said. */
START_TEST(one_seed_for_all)
{
	struct outcome outcome;
	cJSON *root;

	program_write("a.json", SMALL ",\"seed\":\"3\"}");
	program_write("b.json", SMALL ",\"seed\":\"4\"}");
	outcome = ragtop("compare --format json a.json b.json");
	check_status(&outcome, 0);
	root = cJSON_Parse(outcome.out);
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(root, "seed")->valuestring, "3");
	ck_assert(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "seeds_differed")));
	cJSON_Delete(root);
	program_release(&outcome);
	outcome = ragtop("compare --seed 9 --format json a.json b.json");
	root = cJSON_Parse(outcome.out);
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(root, "seed")->valuestring, "9");
	ck_assert(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(root, "seeds_differed")));
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

/* A header, and as many fields in every row. */
START_TEST(csv_is_a_table)
{
	struct outcome outcome;
	int rows = 0;

	program_write("a.json", SMALL "}");
	outcome = ragtop("compare --format csv a.json a.json --with rag.context_tok=900");
	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "architecture,figure,scenario,", 29), 0);
	for (char *line = strtok(outcome.out, "\n"); line; line = strtok(NULL, "\n"), rows++) {
		int commas = 0;

		for (const char *at = line; *at != '\0'; at++)
			commas += *at == ',';
		ck_assert_msg(commas == 8, "%s", line);
	}
	ck_assert_int_gt(rows, 500);
	program_release(&outcome);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
	program_write("a.json", SMALL "}");
	check_refused("compare a.json",
		      "ragtop: nothing to compare with, name another scenario or change this one: "
		      "\"--with\"\n");
	check_refused("compare a.json nowhere.json",
		      "ragtop: no such file or directory: \"nowhere.json\"\n");
	check_refused("compare a.json --with rag.x=1", "ragtop: unknown key: \"rag.x\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_compare");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, text_is_golden);
	tcase_add_test(tcase, same_scenario_twice);
	tcase_add_test(tcase, text_fits_80_columns);
	tcase_add_test(tcase, one_seed_for_all);
	tcase_add_test(tcase, csv_is_a_table);
	tcase_add_test(tcase, bad_questions_are_refused);
	return suite_run("cli_compare", tcase);
}
