// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "io/scenario_rig.h"
#include "io/scenario_same.h"

static void check_parses(bool ok)
{
	ck_assert_msg(ok, "%s:%d:%d: %s", error.file, error.line, error.column, error.message);
}

START_TEST(needs_only_a_name)
{
	check_parses(parse("{\"ragtop\": 1, \"name\": \"least\"}"));
	ck_assert_str_eq(scenario->name, "least");
	ck_assert_double_eq(scenario->horizon_days, 360);
	ck_assert_int_eq(scenario->arch_count, 3);
	ck_assert_double_eq(scenario->params.rag.search_s, param_table[P_rag_search_s].def);
}
END_TEST

START_TEST(reads_everything)
{
	check_parses(parse(
		"{\"ragtop\": 1, \"engine\": \"0.0.1\", \"name\": \"all\","
		"\"summary\": \"a\\u00e9\","
		"\"article\": {\"id\": \"D30.1\", \"source\": \"S0:154\","
		"  \"recommends\": [\"hybrid\", \"rag\"],"
		"  \"says\": \"says\", \"shows\": \"shows\"},"
		"\"seed\": \"18446744073709551615\", \"horizon_days\": 90,"
		"\"architectures\": [\"hybrid\", \"rag\"], \"fidelity\": \"exact\","
		"\"params\": {\"rag\": {\"search_dist\": \"gamma\", \"search_servers\": 3,"
		"  \"read_units_per_query\": null}, \"hybrid\": {\"raft\": false},"
		"  \"ft\": {\"retrain_policy\": \"calendar\", \"answer_tok\": 80}},"
		"\"timeline\":[{\"at_days\": 60, \"set\": {\"ft.answer_tok\": null}},"
		"  {\"at_days\": 90, \"note\": \"last\"},"
		"  {\"at_days\": 30, \"change\": {\"facts\": 2, \"query_share\": 0.05}}],"
		"\"targets\": {\"ttft_p95_s\": 1.5, \"correct_frac\": 0.9},"
		"\"sources\": {\"rag.search_s\": {\"kind\": \"measured\", \"note\": \"bench\","
		"  \"date\": \"2026-05-01\"}},"
		"\"expect\": {\"rag.cost.monthly_usd\": [400, 500]}}"));
	ck_assert_str_eq(scenario->summary, "a\xc3\xa9");
	ck_assert_str_eq(scenario->article.id, "D30.1");
	ck_assert_str_eq(scenario->article.source, "S0:154");
	ck_assert_int_eq(scenario->article.recommend_count, 2);
	ck_assert_int_eq(scenario->article.recommends[0], ARCH_HYBRID);
	ck_assert_int_eq(scenario->article.recommends[1], ARCH_RAG);
	ck_assert_str_eq(scenario->article.says, "says");
	ck_assert_str_eq(scenario->article.shows, "shows");
	ck_assert_uint_eq(scenario->seed, UINT64_MAX);
	ck_assert_int_eq(scenario->fidelity, FIDELITY_EXACT);
	ck_assert_int_eq(scenario->arch_count, 2);
	ck_assert_int_eq(scenario->archs[0], ARCH_HYBRID);
	ck_assert_int_eq(scenario->archs[1], ARCH_RAG);
	ck_assert_double_eq(scenario->params.rag.search_dist, DIST_GAMMA);
	ck_assert(isnan(scenario->params.rag.read_units_per_query));
	ck_assert_double_eq(scenario->params.hybrid.raft, 0);
	ck_assert_double_eq(scenario->params.ft.retrain_policy, RETRAIN_CALENDAR);
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 1.5);
	ck_assert(isnan(scenario->targets[TARGET_MONTHLY_USD]));
	ck_assert(scenario->notes[P_rag_search_s].present);
	ck_assert_int_eq(scenario->notes[P_rag_search_s].kind, PROVENANCE_MEASURED);
	ck_assert_str_eq(scenario->notes[P_rag_search_s].date, "2026-05-01");
	ck_assert_int_eq(scenario->expect_count, 1);
	ck_assert_double_eq(scenario->expect[0].hi, 500);
}
END_TEST

/* A digest is the engine's that made it: kept for our own version and for files without one. */
START_TEST(drops_the_digest_of_another_engine)
{
	check_parses(parse_more("\"expect\":{\"digest\":\"0123456789abcdef\"}"));
	ck_assert_str_eq(scenario->expect_digest, "0123456789abcdef");
	check_parses(parse_more("\"engine\":\"0.0.1\",\"expect\":{\"digest\":\"0123456789abcdef\","
				"\"rag.queries\":[1,2]}"));
	ck_assert_str_eq(scenario->expect_digest, "");
	ck_assert_int_eq(scenario->expect_count, 1);
}
END_TEST

START_TEST(seeds)
{
	check_parses(parse_more("\"seed\":9007199254740992"));
	ck_assert_uint_eq(scenario->seed, UINT64_C(9007199254740992));
	check_parses(parse_more("\"seed\":\"0\""));
	ck_assert_uint_eq(scenario->seed, 0);
}
END_TEST

/* Entries come in the order of time, those of one time in the order of the file; one "set" of
 * several keys makes several entries, the first of which has the note. */
START_TEST(timeline_is_sorted)
{
	const struct timeline_entry *entry;

	check_parses(parse_more(
		"\"timeline\":[{\"at_days\":9,\"note\":\"late\"},"
		"{\"at_days\":5,\"set\":{\"rag.search_s\":1,\"rag.embed_s\":2},\"note\":\"two\"},"
		"{\"at_days\":5,\"note\":\"after\"},{\"at_days\":0,\"note\":\"first\"}]"));
	entry = scenario->timeline;
	ck_assert_int_eq(scenario->timeline_count, 5);
	ck_assert_str_eq(entry[0].note, "first");
	ck_assert_int_eq(entry[0].kind, TIMELINE_NOTE);
	ck_assert_int_eq(entry[1].kind, TIMELINE_SET);
	ck_assert_int_eq(entry[1].param, P_rag_search_s);
	ck_assert_str_eq(entry[1].note, "two");
	ck_assert_int_eq(entry[2].param, P_rag_embed_s);
	ck_assert_double_eq(entry[2].value, 2);
	ck_assert_str_eq(entry[2].note, "");
	ck_assert_str_eq(entry[3].note, "after");
	ck_assert_str_eq(entry[4].note, "late");
}
END_TEST

/* Escapes are the only way for control characters to get in. */
START_TEST(text_is_made_safe)
{
	check_parses(parse("{\"ragtop\":1,\"name\":\"a\\u001b[31m\\u202eb\\u0085\"}"));
	ck_assert_str_eq(scenario->name, "a\xef\xbf\xbd[31m\xef\xbf\xbd"
					 "b\xef\xbf\xbd");
}
END_TEST

/* The limit counts what is kept: a control character becomes three bytes. */
START_TEST(limits_texts)
{
	char name[SCENARIO_NAME_SIZE + 8], text[512];

	memset(name, 'x', sizeof(name));
	name[SCENARIO_NAME_SIZE - 1] = '\0';
	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"%s\"}", name);
	check_parses(parse(text));
	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"%sx\"}", name);
	ck_assert(!parse(text));
	ck_assert_str_eq(error.message, "longer than 127 bytes: \"name\"");
	name[SCENARIO_NAME_SIZE - 3] = '\0';
	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"%s\\u0001\"}", name);
	ck_assert(!parse(text));
}
END_TEST

START_TEST(limits_the_timeline)
{
	char *text = xmalloc(64 + 32 * (SCENARIO_TIMELINE_MAX + 1)), *at = text;

	at += sprintf(at,
		      "{\"ragtop\":1,\"name\":\"n\",\"timeline\":[{\"at_days\":1,\"note\":\"a\"}");
	for (int i = 1; i < SCENARIO_TIMELINE_MAX; i++)
		at += sprintf(at, ",{\"at_days\":1,\"note\":\"a\"}");
	strcpy(at, "]}");
	check_parses(parse(text));
	ck_assert_int_eq(scenario->timeline_count, SCENARIO_TIMELINE_MAX);
	strcpy(at, ",{\"at_days\":1,\"note\":\"a\"}]}");
	ck_assert(!parse(text));
	ck_assert_str_eq(error.message, "more than 256 entries: \"timeline\"");
	free(text);
}
END_TEST

/* Memory for a tree of small values is capped, and says so. */
START_TEST(survives_wide_documents)
{
	enum { COUNT = 190000 };
	char *text = xmalloc(COUNT * 2 + 64), *at = text;

	at += sprintf(at, "{\"ragtop\":1,\"name\":\"n\",\"architectures\":[0");
	for (int i = 1; i < COUNT; i++)
		at += sprintf(at, ",0");
	strcpy(at, "]}");
	ck_assert(!parse(text));
	ck_assert_str_eq(error.message, "not a string: \"element\"");
	free(text);
}
END_TEST

/* No byte of a file may be trusted: each one changed in turn is refused or read, never a crash. */
START_TEST(survives_changed_bytes)
{
	static const char text[] =
		"{\"ragtop\":1,\"name\":\"n\",\"params\":{\"rag\":{\"search_s\":0.1}},"
		"\"timeline\":[{\"at_days\":1,\"set\":{\"ft.answer_tok\":null}},"
		"{\"at_days\":2,\"note\":\"\\u00e9\"}],"
		"\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\"}},"
		"\"expect\":{\"rag.queries\":[1,2]}}";
	static const char bytes[] = "\"\\{}[]:,0-.eu \n\x1b\x80\xff";
	char changed[sizeof(text)];

	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		for (size_t j = 0; j < sizeof(bytes); j++) {
			memcpy(changed, text, sizeof(text));
			changed[i] = bytes[j];
			if (!scenario_parse(changed, sizeof(text) - 1, "f", scenario, &error))
				ck_assert(error.line >= 1 && error.column >= 1);
		}
	}
}
END_TEST

START_TEST(loads_files)
{
	char path[] = "/tmp/ragtop-test-scenario-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	fputs("{\"ragtop\":1,\n\"name\":7}", file);
	fclose(file);
	ck_assert(!scenario_load(path, scenario, &error));
	ck_assert_str_eq(error.file, path);
	ck_assert_int_eq(error.line, 2);
	ck_assert_int_eq(error.column, 8);
	remove(path);
	ck_assert(!scenario_load(path, scenario, &error));
	ck_assert_int_eq(error.line, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenario_read");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, needs_only_a_name);
	tcase_add_test(tcase, reads_everything);
	tcase_add_test(tcase, drops_the_digest_of_another_engine);
	tcase_add_test(tcase, seeds);
	tcase_add_test(tcase, timeline_is_sorted);
	tcase_add_test(tcase, text_is_made_safe);
	tcase_add_test(tcase, limits_texts);
	tcase_add_test(tcase, limits_the_timeline);
	tcase_add_test(tcase, survives_wide_documents);
	tcase_add_test(tcase, survives_changed_bytes);
	tcase_add_test(tcase, loads_files);
	return suite_run("scenario_read", tcase);
}
