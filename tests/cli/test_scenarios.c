// SPDX-License-Identifier: MIT
/* `ragtop scenarios`: what is listed, what is found, and what is said of one. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"

#define ARTICLE(id, source, recommends)                                                        \
	",\"article\":{\"id\":\"" id "\",\"source\":\"" source "\",\"recommends\":" recommends \
	",\"says\":\"it says\",\"shows\":\"it shows\"}"

/* Three of the user's; the compiled-in one comes last. */
static void enter(void)
{
	program_enter_folder();
	ck_assert_int_eq(mkdir("scenarios", 0700), 0);
	program_write("scenarios/a-first.json",
		      SMALL ",\"summary\":\"Invoices, read\"" ARTICLE("X30.1", "S4:7, S3:1",
								      "[\"rag\",\"longctx\"]") "}");
	program_write("scenarios/b-second.json",
		      SMALL ",\"summary\":\"Letters\"" ARTICLE("X3", "S34:7", "[]") "}");
	program_write("scenarios/c-third.json", SMALL "}");
}

/* What is listed is these names and no others, in this order. */
static void check_listed(const char *arguments, const char *names)
{
	struct outcome outcome = ragtop(arguments);
	char listed[256] = "";
	cJSON *root = cJSON_Parse(outcome.out);
	const cJSON *item;

	check_status(&outcome, 0);
	ck_assert(cJSON_IsArray(root));
	cJSON_ArrayForEach(item, root)
	{
		const char *name = cJSON_GetObjectItemCaseSensitive(item, "scenario")->valuestring;

		if (strncmp(name, "saas", 4) != 0)
			snprintf(listed + strlen(listed), sizeof(listed) - strlen(listed), "%s ",
				 name);
	}
	ck_assert_msg(strcmp(listed, names) == 0, "%s: %s", arguments, listed);
	cJSON_Delete(root);
	program_release(&outcome);
}

START_TEST(filters)
{
	check_listed("scenarios --json", "a-first b-second c-third ");
	check_listed("scenarios --json invoices", "a-first ");
	check_listed("scenarios --json SMALL letters", "b-second ");
	check_listed("scenarios --json it says", "a-first b-second ");
	check_refused("scenarios --json letters invoices",
		      "ragtop: no scenario mentions it: \"invoices\"\n");
	check_refused("scenarios a-fist",
		      "ragtop: no such scenario, did you mean \"a-first\": \"a-fist\"\n");
	check_listed("scenarios --json --source S3", "a-first ");
	check_listed("scenarios --json --source s34", "b-second ");
	check_listed("scenarios --json --id x3", "b-second ");
	check_listed("scenarios --json --id X30", "a-first ");
	check_listed("scenarios --json --id X30.1 small", "a-first ");
	check_listed("scenarios --json --recommends longctx", "a-first ");
	check_refused("scenarios --json --recommends longctx --source S34",
		      "ragtop: no scenario is like that\n");
	check_refused("scenarios --recommends tuned",
		      "ragtop: not one of rag, ft, hybrid, longctx, prompt, routed: \"tuned\"\n");
}
END_TEST

/* Where none ships beside the program, as in a build tree seen from elsewhere. */
START_TEST(says_where_it_looked)
{
	struct outcome outcome;

	ck_assert_int_eq(system("rm -r scenarios"), 0);
	outcome = ragtop("scenarios --json");
	if (!strstr(outcome.err, "ragtop: only the built-in scenario, none in ./scenarios, /")) {
		ck_assert_ptr_nonnull(strstr(outcome.out, "share/ragtop/scenarios/"));
		printf("skip says_where_it_looked: scenarios are installed\n");
		program_release(&outcome);
		return;
	}
	check_status(&outcome, 0);
	program_release(&outcome);
	outcome = ragtop("scenarios");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_ptr_nonnull(strstr(outcome.out, "\nThis one is built in; none in ./scenarios"));
	program_release(&outcome);
	outcome = ragtop("scenarios nobodys");
	check_status(&outcome, 2);
	ck_assert_ptr_nonnull(
		strstr(outcome.err, "no scenario mentions it, none in ./scenarios, "));
	ck_assert_ptr_nonnull(strstr(outcome.err, ": \"nobodys\"\n"));
	program_release(&outcome);
}
END_TEST

static void check_width(const char *text)
{
	char line[512];

	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		ck_assert_uint_lt(length, sizeof(line));
		memcpy(line, text, length);
		line[length] = '\0';
		ck_assert_msg(text_width(line) <= 80, "%s", line);
		text += length + (text[length] != '\0');
	}
}

START_TEST(lists_in_columns)
{
	struct outcome outcome = ragtop("scenarios");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out,
				     "a-first                           X30.1   RAG, long context\n"
				     "    small: Invoices, read\n"
				     "b-second                          X3      nothing\n"));
	check_width(outcome.out);
	program_release(&outcome);
}
END_TEST

/* clang-format off */
#define FULL                                                                                       \
	"{\"ragtop\":1,\"name\":\"full\",\"horizon_days\":30,\"fidelity\":0," \
	"\"summary\":\"a summary of so many words that it has to be broken into lines, because a " \
	"terminal has eighty columns and this has more of them\"," \
	"\"architectures\":[\"rag\",\"hybrid\"],\"params\":{\"traffic\":{\"volume_qpm\":3000}}" \
	ARTICLE("X1", "S4:9", "[\"hybrid\"]") \
	",\"targets\":{\"correct_frac\":0.9,\"ttft_p95_s\":2}," \
	"\"traits\":{\"labels\":1200,\"personal_data\":false,\"problem\":\"both\"}," \
	"\"timeline\":[{\"at_days\":3,\"change\":{\"facts\":2,\"query_share\":0.05},\"note\":\"two\"}," \
	"{\"at_days\":4,\"set\":{\"rag.search_dist\":\"gamma\"}}," \
	"{\"at_days\":5,\"incident\":\"traffic\",\"for_hours\":2,\"times\":3}]," \
	"\"sources\":{\"traffic.volume_qpm\":{\"kind\":\"published\",\"note\":\"S4:9\"}," \
	"\"rag.read_units_per_query\":{\"kind\":\"assumed\",\"note\":\"as the size says\"}}," \
	"\"expect\":{\"verdict.best\":\"nobody\",\"rag.queries\":[2990,3010]}}"
/* clang-format on */

START_TEST(explains_one)
{
	static const char *const said[] = {
		"full: full\nscenarios/full.json\n\na summary of so many words",
		"\narticle       X1, S4:9\nrecommends    hybrid\nit says       it says\n"
		"the run shows it shows\n",
		"\ncompares      RAG, hybrid, over 30 days\n"
		"targets       ttft_p95_s at most 2 s, correct_frac at least 90 %\n"
		"traits        primary problem: both, personal data: no, good labels: 1.2k\n",
		"\nassumed (1)\n  rag.read_units_per_query          null\n      as the size says\n",
		"\npublished (1)\n  traffic.volume_qpm                3k\n      S4:9\n",
		"\ntimeline\n"
		"  day 3       2 facts change, asked for in 5 % of the queries: two\n"
		"  day 4       rag.search_dist is gamma from here on\n"
		"  day 5       more traffic, x3 for 2 h\n",
		"\nexpected of a run\n  verdict.best                      nobody\n"
		"  rag.queries                       2,990 to 3,010\n",
	};
	struct outcome outcome;

	program_write("scenarios/full.json", FULL);
	outcome = ragtop("scenarios full");
	check_status(&outcome, 0);
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		ck_assert_msg(strstr(outcome.out, said[i]) != NULL, "%s\n%s", said[i], outcome.out);
	check_width(outcome.out);
	program_release(&outcome);
	program_write("a\033[1m.json", FULL);
	outcome = ragtop("scenarios a\033[1m.json");
	check_status(&outcome, 0);
	ck_assert_ptr_null(strchr(outcome.out, '\033'));
	program_release(&outcome);
	check_refused("scenarios none.json", "ragtop: no such file or directory: \"none.json\"\n");
}
END_TEST

static const cJSON *member(const cJSON *object, const char *key)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(found != NULL, "%s", key);
	return found;
}

START_TEST(explains_one_in_json)
{
	struct outcome outcome;
	cJSON *root;

	program_write("scenarios/full.json", FULL);
	outcome = ragtop("scenarios full --json");
	check_status(&outcome, 0);
	root = cJSON_Parse(outcome.out);
	ck_assert_str_eq(member(member(root, "article"), "id")->valuestring, "X1");
	ck_assert_str_eq(member(member(root, "article"), "recommends")->child->valuestring,
			 "hybrid");
	ck_assert_double_eq(member(member(root, "targets"), "ttft_p95_s")->valuedouble, 2);
	ck_assert_double_eq(member(member(root, "traits"), "labels")->valuedouble, 1200);
	ck_assert_int_eq(cJSON_GetArraySize(member(root, "values")), 2);
	ck_assert_double_eq(member(member(root, "values")->child, "value")->valuedouble, 3000);
	ck_assert_str_eq(member(member(root, "values")->child, "kind")->valuestring, "published");
	ck_assert(cJSON_IsNull(member(member(root, "values")->child->next, "value")));
	ck_assert_int_eq(cJSON_GetArraySize(member(root, "timeline")), 3);
	ck_assert_str_eq(member(member(root, "expect"), "verdict.best")->valuestring, "nobody");
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenarios");

	tcase_add_checked_fixture(tcase, enter, program_leave_folder);
	tcase_add_test(tcase, filters);
	tcase_add_test(tcase, says_where_it_looked);
	tcase_add_test(tcase, lists_in_columns);
	tcase_add_test(tcase, explains_one);
	tcase_add_test(tcase, explains_one_in_json);
	return suite_run("scenarios", tcase);
}
