// SPDX-License-Identifier: MIT
/*
 * The scenarios that ship, every file of scenarios/: each says what it shows and where every value
 * is from, expects something of a run, and a run does what is expected.
 */
#include <cjson/cJSON.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "cli/program.h"

static glob_t files;

static const cJSON *member(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool has_text(const cJSON *object, const char *key)
{
	const cJSON *text = member(object, key);

	return cJSON_IsString(text) && text->valuestring[0] != '\0';
}

static cJSON *document(const char *file)
{
	char *text = program_read(file);
	cJSON *root = cJSON_Parse(text);

	ck_assert_msg(root != NULL, "%s", file);
	free(text);
	return root;
}

static bool replays(const cJSON *root)
{
	return member(member(member(root, "params"), "traffic"), "trace") != NULL;
}

/* A volume of null is the trace's. */
static bool is_the_trace(const cJSON *value)
{
	return strcmp(value->string, "trace") == 0 ||
	       (strcmp(value->string, "volume_qpm") == 0 && cJSON_IsNull(value));
}

START_TEST(every_value_has_a_source)
{
	const char *file = files.gl_pathv[_i];
	cJSON *root = document(file);
	const cJSON *group, *value;
	char name[128];

	cJSON_ArrayForEach(group, member(root, "params"))
	{
		cJSON_ArrayForEach(value, group)
		{
			const cJSON *source;

			if (is_the_trace(value))
				continue;
			snprintf(name, sizeof(name), "%s.%s", group->string, value->string);
			source = member(member(root, "sources"), name);
			ck_assert_msg(source != NULL, "%s: %s has no source", file, name);
			ck_assert_msg(has_text(source, "note"), "%s: %s: no note", file, name);
		}
	}
	cJSON_Delete(root);
}
END_TEST

/* A trace was made by the project, so there is no article; its summary says so. */
START_TEST(says_what_it_shows)
{
	const char *file = files.gl_pathv[_i];
	cJSON *root = document(file);
	const cJSON *article = member(root, "article");

	ck_assert_msg(has_text(root, "summary"), "%s: no summary", file);
	if (replays(root)) {
		ck_assert_msg(strstr(member(root, "summary")->valuestring, "generated") != NULL,
			      "%s: does not say that its trace is generated", file);
	} else {
		ck_assert_msg(article != NULL, "%s: no article", file);
		ck_assert_msg(has_text(article, "id") && has_text(article, "source") &&
				      has_text(article, "says") && has_text(article, "shows") &&
				      member(article, "recommends") != NULL,
			      "%s: the article lacks something", file);
	}
	cJSON_Delete(root);
}
END_TEST

/* The program says which figure is not as expected. */
START_TEST(holds)
{
	const char *file = files.gl_pathv[_i];
	char arguments[4096];
	struct outcome outcome;
	cJSON *root = document(file);

	ck_assert_msg(member(root, "expect") != NULL, "%s: expects nothing", file);
	ck_assert_msg(member(member(root, "expect"), "digest") == NULL,
		      "%s: a digest would not outlive the next change", file);
	cJSON_Delete(root);
	snprintf(arguments, sizeof(arguments), "run --verify %s", file);
	outcome = ragtop(arguments);
	ck_assert_msg(outcome.status == 0, "%s: exit status %d\n%s", file, outcome.status,
		      outcome.err);
	ck_assert_msg(strstr(outcome.out, ", 0 unsourced\n") != NULL, "%s", file);
	program_release(&outcome);
}
END_TEST

/* No two are of one passage, but for those with a letter or number of their own. */
START_TEST(numbers_differ)
{
	char seen[4096] = " ";

	for (size_t i = 0; i < files.gl_pathc; i++) {
		cJSON *root = document(files.gl_pathv[i]);
		const cJSON *id = member(member(root, "article"), "id");
		char word[32];

		if (id) {
			snprintf(word, sizeof(word), " %s ", id->valuestring);
			ck_assert_msg(strstr(seen, word) == NULL, "%s: %s is taken",
				      files.gl_pathv[i], id->valuestring);
			snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s ",
				 id->valuestring);
		}
		cJSON_Delete(root);
	}
}
END_TEST

int main(void)
{
	const char *source = getenv("RAGTOP_SRC");
	TCase *tcase = tcase_create("shipped");
	char pattern[4096];
	int count;

	if (!source) {
		printf("skip shipped: RAGTOP_SRC names no source\n");
		return EXIT_SUCCESS;
	}
	snprintf(pattern, sizeof(pattern), "%s/scenarios/*.json", source);
	if (glob(pattern, 0, NULL, &files) != 0) {
		printf("no scenarios: %s\n", pattern);
		return EXIT_FAILURE;
	}
	count = (int)files.gl_pathc;
	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_loop_test(tcase, every_value_has_a_source, 0, count);
	tcase_add_loop_test(tcase, says_what_it_shows, 0, count);
	tcase_add_loop_test(tcase, holds, 0, count);
	tcase_add_test(tcase, numbers_differ);
	return suite_run("shipped", tcase);
}
