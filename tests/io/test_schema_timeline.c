// SPDX-License-Identifier: MIT
/* Gradual changes and switches: the schema of scenario files and the reader say the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "io/json_schema.h"
#include "io/scenario_io.h"
#include "io/schema.h"

/* More than the reader knows what a schema does not: who is compared, and what was before. */
enum takes { BOTH, SCHEMA, NEITHER };

static const struct {
	const char *entry;
	enum takes takes;
} entries[] = {
	{ "\"set\":{\"rag.search_s\":5},\"over_days\":30", BOTH },
	{ "\"incident\":\"price_change\",\"set\":{\"rag.search_s\":5},\"over_days\":1", BOTH },
	{ "\"switch\":{\"from\":\"rag\",\"to\":\"routed\"}", BOTH },
	{ "\"switch\":{\"from\":\"ft\",\"to\":\"rag\"},\"migration_usd\":9,\"note\":\"x\"", BOTH },
	{ "\"switch\":{\"from\":\"rag\",\"to\":\"rag\"}", SCHEMA },
	{ "\"switch\":{\"from\":\"prompt\",\"to\":\"rag\"}", SCHEMA },
	{ "\"set\":{\"hybrid.raft\":false},\"over_days\":3", SCHEMA },
	{ "\"note\":\"x\",\"over_days\":30", NEITHER },
	{ "\"incident\":\"retrain\",\"over_days\":30", NEITHER },
	{ "\"set\":{\"rag.search_s\":5},\"over_days\":0", NEITHER },
	{ "\"set\":{\"rag.search_s\":5},\"over_days\":3601", NEITHER },
	{ "\"set\":{\"rag.search_s\":5},\"migration_usd\":1", NEITHER },
	{ "\"switch\":{\"from\":\"rag\"}", NEITHER },
	{ "\"switch\":{\"to\":\"rag\"}", NEITHER },
	{ "\"switch\":\"rag\"", NEITHER },
	{ "\"switch\":{\"from\":\"rag\",\"to\":\"both\"}", NEITHER },
	{ "\"switch\":{\"from\":\"rag\",\"to\":\"ft\",\"x\":1}", NEITHER },
	{ "\"switch\":{\"from\":\"rag\",\"to\":\"ft\"},\"migration_usd\":-1", NEITHER },
};

static bool schema_takes(const char *text)
{
	cJSON *schema, *value;
	size_t size = 0;
	char *made = NULL;
	FILE *out = open_memstream(&made, &size);
	bool valid;

	schema_write(out);
	fclose(out);
	/* the reader counts what cJSON takes and leaves its hooks behind */
	cJSON_InitHooks(NULL);
	schema = cJSON_Parse(made);
	value = cJSON_Parse(text);
	ck_assert_msg(schema && value, "%s", text);
	valid = json_schema_accepts(schema, value, NULL);
	cJSON_Delete(schema);
	cJSON_Delete(value);
	free(made);
	return valid;
}

START_TEST(schema_and_reader)
{
	static struct scenario scenario;
	struct error error;
	char text[512];

	snprintf(text, sizeof(text),
		 "{\"ragtop\":1,\"name\":\"n\",\"timeline\":[{\"at_days\":1,%s}]}",
		 entries[_i].entry);
	ck_assert_msg(schema_takes(text) == (entries[_i].takes != NEITHER), "%s", text);
	ck_assert_msg(scenario_parse(text, strlen(text), "f", &scenario, &error) ==
			      (entries[_i].takes == BOTH),
		      "%s", text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("schema_timeline");

	tcase_add_loop_test(tcase, schema_and_reader, 0,
			    (int)(sizeof(entries) / sizeof(entries[0])));
	return suite_run("schema_timeline", tcase);
}
