// SPDX-License-Identifier: MIT
/* `ragtop advise`: what is printed, asked and refused. What the rules say is tests/study's. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "cli/program.h"
#include "study/advise.h"

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

static void check_says(const char *arguments, const char *text)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 0);
	ck_assert_msg(strstr(outcome.out, text) != NULL, "%s: %s", arguments, outcome.out);
	check_width(outcome.out);
	program_release(&outcome);
}

START_TEST(the_default_scenario)
{
	const char *source = getenv("RAGTOP_SRC");
	struct outcome outcome;
	char path[512], *golden;

	if (!source) {
		printf("skip the_default_scenario: RAGTOP_SRC names no source\n");
		return;
	}
	outcome = ragtop("advise");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	check_width(outcome.out);
	snprintf(path, sizeof(path), "%s/tests/golden/advise-saas-support-bot.txt", source);
	golden = program_read(path);
	ck_assert_msg(strcmp(golden, outcome.out) == 0, "not as in %s:\n%s", path, outcome.out);
	free(golden);
	program_release(&outcome);
}
END_TEST

static cJSON *advice(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);
	cJSON *root;

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	root = cJSON_Parse(outcome.out);
	ck_assert_ptr_nonnull(root);
	program_release(&outcome);
	return root;
}

static const cJSON *member(const cJSON *object, const char *key)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(found != NULL, "%s", key);
	return found;
}

static const char *text_of(const cJSON *object, const char *key)
{
	ck_assert_msg(cJSON_IsString(member(object, key)), "%s", key);
	return member(object, key)->valuestring;
}

static const cJSON *framework(const cJSON *root, const char *id)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, member(root, "frameworks"))
	{
		if (strcmp(text_of(item, "id"), id) == 0)
			return item;
	}
	ck_abort_msg("no framework %s", id);
	return NULL;
}

static bool has_text(const cJSON *array, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, array)
	{
		if (strstr(item->valuestring, text))
			return true;
	}
	return false;
}

START_TEST(json_has_every_framework)
{
	cJSON *root = advice("advise --format json --fidelity 0");
	const cJSON *item;
	int i = 0;

	ck_assert_int_eq(cJSON_GetArraySize(member(root, "frameworks")), ADVISE_FRAMEWORKS);
	cJSON_ArrayForEach(item, member(root, "frameworks"))
	{
		ck_assert_str_eq(text_of(item, "id"), advise_table[i]->id);
		ck_assert_str_eq(text_of(item, "source"), advise_table[i++]->source);
		ck_assert_str_ne(text_of(item, "answer"), "");
		ck_assert(cJSON_IsString(member(item, "rule")) ||
			  cJSON_IsNull(member(item, "rule")));
		ck_assert(cJSON_IsArray(member(item, "missing")));
		ck_assert(cJSON_IsArray(member(item, "fired")));
		ck_assert(cJSON_IsArray(member(item, "inputs")));
		ck_assert(cJSON_IsArray(member(item, "gaps")));
		ck_assert(cJSON_IsArray(member(item, "overlaps")));
	}
	ck_assert_str_eq(text_of(member(root, "simulation"), "best"), "rag");
	ck_assert_int_eq((int)strlen(text_of(member(root, "simulation"), "digest")), 16);
	ck_assert_str_eq(text_of(member(root, "combined"), "answer"), "rag");
	ck_assert(cJSON_IsTrue(member(member(root, "combined"), "agrees")));
	cJSON_Delete(root);
}
END_TEST

START_TEST(json_says_what_fired_and_on_what)
{
	cJSON *root = advice("advise --format json --fidelity 0 --trait format_critical=yes "
			     "--trait labels=1,200 --set traffic.volume_qpm=60M");
	const cJSON *matrix = framework(root, "C1d"), *fired = member(matrix, "fired")->child;
	bool volume = false;
	const cJSON *item;

	ck_assert_str_eq(text_of(matrix, "answer"), "hybrid");
	ck_assert(cJSON_IsTrue(member(matrix, "ours")));
	ck_assert_str_eq(text_of(fired, "source"), "S0:156");
	ck_assert_str_eq(text_of(fired, "answer"), "ft");
	ck_assert(has_text(member(matrix, "overlaps"), "row 3 says fine-tune"));
	ck_assert(has_text(member(matrix, "missing"), "mixed_cycles"));
	ck_assert(!has_text(member(matrix, "missing"), "format_critical"));
	cJSON_ArrayForEach(item, member(matrix, "inputs"))
	{
		if (strcmp(text_of(item, "key"), "traffic.volume_qpm") != 0)
			continue;
		volume = member(item, "value")->valuedouble == 60e6 &&
			 cJSON_IsFalse(member(item, "default"));
	}
	ck_assert(volume);
	ck_assert(!has_text(member(framework(root, "C3a"), "missing"), "labels"));
	ck_assert(has_text(member(framework(root, "C2c"), "gaps"), "") == false);
	cJSON_Delete(root);
	root = advice("advise --format json --fidelity 0 --explain c2c "
		      "--set knowledge.updates_per_month=1");
	ck_assert_int_eq(cJSON_GetArraySize(member(root, "frameworks")), 1);
	ck_assert(has_text(member(framework(root, "C2c"), "gaps"), "once a month or less"));
	cJSON_Delete(root);
}
END_TEST

START_TEST(a_scenario_has_traits)
{
	program_write("mine.json", SMALL ",\"traits\":{\"prompting_frac\":0.8}}");
	check_says("advise mine.json", "combined   prompt only, decided by C5a\n");
	check_says("advise mine.json",
		   "not run    prompt only was not simulated; \"architectures\" of the "
		   "scenario must\n           have \"prompt\"\n");
	check_says("advise mine.json --trait prompting_frac=0.79 --trait problem=knowledge",
		   "combined   RAG, decided by C5b\n");
	check_says("advise mine.json --set traits.prompting_frac=unknown", "prompting_frac (3)");
}
END_TEST

START_TEST(explains)
{
	check_says("advise --fidelity 0 --explain C4a",
		   "C4a, S3:15-21, five questions\n"
		   "answer     RAG: question 1: stable for less than six months, stop\n"
		   "the run    agrees\n");
	check_says("advise --fidelity 0 --explain C4a",
		   "  fires    RAG                     question 1: stable for less than six");
	check_says("advise --fidelity 0 --explain C5f",
		   "missing\n"
		   "  audit_samples                 How many outputs were scored in an audit of\n");
	check_says("advise --fidelity 0 --explain volume", "C1b, S0:132-137, query volume");
	check_says("advise --fidelity 0 --explain C1b",
		   "  queries a month               60k, from traffic.volume_qpm\n");
}
END_TEST

static struct outcome ask(const char *arguments, const char *answers)
{
	program_write("answers", answers);
	return ragtop_to(".out", "answers", arguments);
}

/* Enter is no answer, a wrong one is asked again, the end of input ends the questions. */
START_TEST(asks)
{
	struct outcome outcome;

	program_write("mine.json", SMALL "}");
	outcome = ask("advise mine.json --ask", "maybe\n?\n\n\n");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(
		strstr(outcome.err, "Enter: unknown. ?: what is meant. Ctrl-D: no more"));
	ck_assert_ptr_nonnull(strstr(outcome.err, "  not true or false: \"format_critical\"\n"));
	ck_assert_ptr_nonnull(strstr(outcome.err, "yes if the format of some queries of the"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "combined   RAG"));
	check_width(outcome.err);
	program_release(&outcome);
	/* every question, and all of them left open */
	outcome = ask("advise mine.json --ask --format json",
		      "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
		      "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\"frameworks\": ["));
	program_release(&outcome);
}
END_TEST

/* What is asked first is what most frameworks miss: here, whether the format is critical. */
START_TEST(an_answer_counts)
{
	struct outcome outcome;

	program_write("mine.json", SMALL "}");
	outcome = ask("advise mine.json --ask", "yes\n");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.err, "Is a fixed structure of the output"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "row 3 wants tuning for the structure"));
	program_release(&outcome);
}
END_TEST

START_TEST(bad_usage_is_refused)
{
	check_refused("advise --trait labels", "ragtop: not KEY=VALUE: \"labels\"\n");
	check_refused("advise --trait labls=3",
		      "ragtop: unknown trait, did you mean \"labels\": \"labls\"\n");
	check_refused("advise --trait problem=facts",
		      "ragtop: not one of knowledge, behaviour, both, reasoning, random: "
		      "\"facts\"\n");
	check_refused("advise --trait audit_samples=-1",
		      "ragtop: out of range, 0 to 1000000 is legal: \"audit_samples\"\n");
	check_refused("advise --explain C9z", "ragtop: no framework is called or about that, C1a "
					      "to C5g are: \"C9z\"\n");
	check_refused("advise --format csv", "ragtop: not one of text|json: \"csv\"\n");
	check_refused("advise --ask -",
		      "ragtop: standard input is the scenario already: \"--ask\"\n");
	check_refused("advise one two", "ragtop: one argument too many: \"two\"\n");
	program_write("bad.json", "{\"ragtop\":1,\"name\":\"n\",\n \"traits\":{\"labls\":3}}");
	check_refused("advise bad.json", "ragtop: bad.json:2:12: unknown key, did you mean "
					 "\"labels\": \"labls\"\n");
}
END_TEST

START_TEST(goes_to_a_file)
{
	struct outcome outcome = ragtop("advise --fidelity 0 --format json -o advice.json");
	char *text;

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.out, "");
	text = program_read("advice.json");
	ck_assert_ptr_nonnull(strstr(text, "\"combined\": {"));
	free(text);
	program_release(&outcome);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("advise");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_test(tcase, the_default_scenario);
	tcase_add_test(tcase, json_has_every_framework);
	tcase_add_test(tcase, json_says_what_fired_and_on_what);
	tcase_add_test(tcase, a_scenario_has_traits);
	tcase_add_test(tcase, explains);
	tcase_add_test(tcase, asks);
	tcase_add_test(tcase, an_answer_counts);
	tcase_add_test(tcase, bad_usage_is_refused);
	tcase_add_test(tcase, goes_to_a_file);
	return suite_run("advise", tcase);
}
