// SPDX-License-Identifier: MIT
#include "cli/figures.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"

bool shipped_are_here(const char *suite)
{
	if (getenv("RAGTOP_SRC"))
		return true;
	printf("skip %s: RAGTOP_SRC names no source\n", suite);
	return false;
}

static void path_of(const char *name, char path[4096])
{
	snprintf(path, 4096, "%s/scenarios/%s.json", getenv("RAGTOP_SRC"), name);
}

cJSON *shipped_file(const char *name)
{
	char path[4096], *text;
	cJSON *root;

	path_of(name, path);
	text = program_read(path);
	root = cJSON_Parse(text);
	ck_assert_msg(root != NULL, "%s", path);
	free(text);
	return root;
}

cJSON *shipped_run(const char *name, const char *options)
{
	char path[4096], arguments[8192];
	struct outcome outcome;
	cJSON *root;

	path_of(name, path);
	snprintf(arguments, sizeof(arguments), "run --format json %s %s", options, path);
	outcome = ragtop(arguments);
	ck_assert_msg(outcome.status == 0, "%s: exit status %d\n%s", arguments, outcome.status,
		      outcome.err);
	root = cJSON_Parse(outcome.out);
	ck_assert_msg(root != NULL, "%s", arguments);
	program_release(&outcome);
	return root;
}

double figure_of(const cJSON *run, const char *figure)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(run, "architectures");
	char path[128], *rest = NULL;

	snprintf(path, sizeof(path), "%s", figure);
	for (char *key = strtok_r(path, ".", &rest); key; key = strtok_r(NULL, ".", &rest))
		item = cJSON_GetObjectItemCaseSensitive(item, key);
	ck_assert_msg(cJSON_IsNumber(item), "no such figure: %s", figure);
	return item->valuedouble;
}
