// SPDX-License-Identifier: MIT
/* The schema of scenario files and the reader say the same, of what ships and of what is broken. */
#include "io/schema.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_schema.h"
#include "io/json_scan.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"

static cJSON *schema;
static struct scenario *scenario;

/* The reader counts what cJSON takes and leaves its hooks behind; trees of the test are its own. */
static cJSON *parse(const char *text)
{
	cJSON *value;

	cJSON_InitHooks(NULL);
	value = cJSON_Parse(text);
	ck_assert_msg(value != NULL, "%s", text);
	return value;
}

static void release(cJSON *value)
{
	cJSON_InitHooks(NULL);
	cJSON_Delete(value);
}

static void set_up(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	schema_write(out);
	fclose(out);
	schema = parse(text);
	free(text);
	scenario = xmalloc(sizeof(*scenario));
}

static void tear_down(void)
{
	release(schema);
	free(scenario);
}

static bool schema_takes(const char *text)
{
	cJSON *value = parse(text);
	bool valid = json_schema_accepts(schema, value, NULL);

	release(value);
	return valid;
}

static bool reader_takes(const char *text)
{
	struct error error;

	return scenario_parse(text, strlen(text), "f", scenario, &error);
}

static void check_both(const char *text, bool taken)
{
	ck_assert_msg(schema_takes(text) == taken, "schema: %s", text);
	ck_assert_msg(reader_takes(text) == taken, "reader: %s", text);
}

static void check_more(const char *more, bool taken)
{
	char text[2048];

	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",%s}", more);
	check_both(text, taken);
}

/* ---- what ships ---- */

static void check_file(const char *folder, const char *name)
{
	char path[PATH_MAX], *text;
	const char *keyword = "";
	struct error error;
	cJSON *value;
	size_t size;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	ck_assert(file_read(path, JSON_SIZE_MAX, &text, &size, &error));
	value = parse(text);
	ck_assert_msg(json_schema_accepts(schema, value, &keyword), "%s: %s", name, keyword);
	release(value);
	ck_assert_msg(scenario_load(path, scenario, &error), "%s: %s", name, error.message);
	free(text);
}

START_TEST(shipped_scenarios_satisfy_it)
{
	const char *source = getenv("RAGTOP_SRC");
	char folder[PATH_MAX];
	struct dirent *entry;
	int count = 0;
	DIR *dir;

	if (!source) {
		printf("skip shipped_scenarios_satisfy_it: RAGTOP_SRC names no source\n");
		return;
	}
	snprintf(folder, sizeof(folder), "%s/scenarios", source);
	dir = opendir(folder);
	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)) != NULL) {
		size_t length = strlen(entry->d_name);

		if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0)
			continue;
		check_file(folder, entry->d_name);
		count++;
	}
	closedir(dir);
	ck_assert_int_ge(count, 8);
}
END_TEST

/* What the program writes, whatever is in it. */
START_TEST(saved_scenarios_satisfy_it)
{
	static const char everything[] =
		"{\"$schema\":\"scenario.schema.json\",\"ragtop\":1,\"name\":\"all\","
		"\"summary\":\"s\","
		"\"article\":{\"id\":\"D30.1\",\"source\":\"S4:1\",\"recommends\":[\"rag\"],"
		"\"says\":\"a\",\"shows\":\"b\"},\"seed\":\"18446744073709551615\","
		"\"price_book\":\"s0\",\"horizon_days\":90,"
		"\"architectures\":[\"hybrid\",\"rag\"],\"fidelity\":\"exact\","
		"\"params\":{\"ft\":{\"answer_tok\":80}},"
		"\"timeline\":[{\"at_days\":6,\"set\":{\"ft.answer_tok\":null}},"
		"{\"at_days\":9,\"note\":\"last\"},"
		"{\"at_days\":8,\"incident\":\"price_change\","
		"\"set\":{\"base.output_usd_per_mtok\":1}},"
		"{\"at_days\":7,\"incident\":\"traffic\",\"for_hours\":2,\"times\":3},"
		"{\"at_days\":7,\"incident\":\"api_brownout\",\"for_hours\":2},"
		"{\"at_days\":7,\"incident\":\"update_burst\",\"times\":0},"
		"{\"at_days\":3,\"change\":{\"facts\":2,\"query_share\":0.05}}],"
		"\"targets\":{\"ttft_p95_s\":1.5,\"correct_frac\":0.9},"
		"\"sources\":{\"rag.search_s\":{\"kind\":\"measured\",\"note\":\"b\","
		"\"date\":\"2026-05-01\"}},"
		"\"expect\":{\"verdict.best\":\"nobody\",\"verdict.cheapest\":\"rag\","
		"\"digest\":\"0123456789abcdef\",\"rag.cost.monthly_usd\":[400,500]}}";
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	check_both(everything, true);
	ck_assert_str_eq(scenario->schema, "scenario.schema.json");
	out = open_memstream(&text, &size);
	scenario_write(scenario, out);
	fclose(out);
	check_both(text, true);
	ck_assert_str_eq(scenario->schema, "scenario.schema.json");
	free(text);
}
END_TEST

/* Every key of a document that the reader has is in the schema, and no other. */
START_TEST(has_the_keys_of_the_reader)
{
	const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
	int count = 0;

	for (; scenario_document_key((size_t)count); count++)
		ck_assert_msg(cJSON_GetObjectItemCaseSensitive(
				      properties, scenario_document_key((size_t)count)) != NULL,
			      "%s", scenario_document_key((size_t)count));
	ck_assert_int_eq(count, cJSON_GetArraySize(properties));
}
END_TEST

/* ---- every parameter ---- */

static void check_value(enum param_id id, const char *value, bool taken)
{
	char more[256], name[96];

	snprintf(more, sizeof(more), "\"params\":{\"%s\":{\"%s\":%s}}", param_table[id].group,
		 param_table[id].name, value);
	check_more(more, taken);
	param_full_name(id, name, sizeof(name));
	snprintf(more, sizeof(more), "\"timeline\":[{\"at_days\":1,\"set\":{\"%s\":%s}}]", name,
		 value);
	check_more(more, taken && !param_table[id].fixed_in_time);
}

static void check_number(enum param_id id, double value, bool taken)
{
	char text[32];

	snprintf(text, sizeof(text), "%.17g", value);
	check_value(id, text, taken);
}

START_TEST(params_are_taken_and_refused_alike)
{
	const struct param_info *info = &param_table[_i];
	enum param_id id = (enum param_id)_i;
	bool number = info->kind == PARAM_NUMBER || info->kind == PARAM_INTEGER;

	check_value(id, "null", info->nullable && id != P_traffic_volume_qpm);
	check_value(id, "true", info->kind == PARAM_FLAG);
	check_value(id, "\"none of them\"", false);
	check_value(id, "[1]", false);
	check_value(id, "{}", false);
	check_value(id, "1", number && info->min <= 1 && info->max >= 1);
	for (int i = 0; info->choices && info->choices[i]; i++) {
		char quoted[64];

		snprintf(quoted, sizeof(quoted), "\"%s\"", info->choices[i]);
		check_value(id, quoted, true);
	}
	if (!number)
		return;
	check_number(id, info->min, true);
	check_number(id, info->max, true);
	check_number(id, info->min - 1, false);
	check_number(id, info->max * 1.001 + 1e-9, false);
	check_number(id, floor((info->min + info->max) / 2) + 0.5,
		     info->kind == PARAM_NUMBER &&
			     floor((info->min + info->max) / 2) + 0.5 <= info->max);
}
END_TEST

/* ---- the rest ---- */

static const char *const good[] = {
	"\"seed\":0",
	"\"seed\":9007199254740992",
	"\"seed\":\"0\"",
	"\"horizon_days\":0.5",
	"\"fidelity\":5",
	"\"summary\":\"\"",
	"\"$schema\":\"./scenario.schema.json\"",
	"\"params\":{}",
	"\"params\":{\"rag\":{}}",
	"\"params\":{\"traffic\":{\"trace\":null}}",
	"\"timeline\":[]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"note\",\"note\":\"x\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"retrain\"}]",
	"\"timeline\":[{\"at_days\":1,\"set\":{\"traffic.volume_qpm\":5}}]",
	"\"timeline\":[{\"at_days\":1,\"note\":\"\",\"set\":{\"rag.search_s\":5}}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"retrain\","
	"\"change\":{\"facts\":1,\"query_share\":1}}]",
	"\"article\":{\"id\":\"D04\"}",
	"\"article\":{\"id\":\"D04\",\"recommends\":[]}",
	"\"targets\":{}",
	"\"tour\":[{\"at_days\":0,\"view\":\"cost\",\"say\":\"RAG starts cheap\"}]",
	"\"tour\":[{\"set\":{\"rag.search_s\":1},\"timeline\":[{\"at_days\":1,\"note\":\"x\"}],"
	"\"big\":[{\"figure\":\"rag.cost.total_usd\",\"label\":\"a\"}],\"price_book\":null}]",
	"\"seed\":\"18446744073709551615\"",
	"\"seed\":\"00018446744073709551609\"",
	"\"seed\":\"18446744073709549999\"",
	"\"seed\":\"9999999999999999999\"",
	"\"price_book\":\"s4\"",
	"\"price_book\":\"S4\"",
	"\"price_book\":null",
	"\"price_book\":\"s0\",\"sources\":"
	"{\"rag.read_usd_per_m\":{\"kind\":\"published\",\"book\":\"s0\"}}",
	"\"price_book\":\"current\",\"params\":{\"base\":{\"input_usd_per_mtok\":1}}",
	"\"expect\":{\"verdict.best\":\"ft\"}",
	"\"expect\":{\"hybrid.latency.ttft_s.p95\":[1,1]}",
};

static const char *const bad[] = {
	"\"seeds\":1",
	"\"tour\":[]",
	"\"tour\":[{\"view\":\"heat\"}]",
	"\"tour\":[{\"map\":[\"rag.search_s\"]}]",
	"\"tour\":[{\"big\":[{}]}]",
	"\"$schema\":1",
	"\"price_book\":\"s5\"",
	"\"price_book\":\"s0\",\"sources\":"
	"{\"rag.read_usd_per_m\":{\"kind\":\"published\",\"book\":\"s9\"}}",
	"\"price_book\":\"\"",
	"\"params\":{\"trafic\":{}}",
	"\"params\":{\"rag\":{\"serch_s\":1}}",
	"\"params\":{\"rag\":{\"trace\":\"a\"}}",
	"\"params\":{\"traffic\":{\"trace\":1}}",
	"\"params\":{\"traffic\":{\"volume_qpm\":null}}",
	"\"params\":{\"traffic\":{\"trace\":null,\"volume_qpm\":null}}",
	"\"params\":[]",
	"\"params\":{\"rag\":[]}",
	"\"seed\":-1",
	"\"seed\":\"18446744073709551616\"",
	"\"seed\":\"18446744073709560000\"",
	"\"seed\":\"20000000000000000000\"",
	"\"seed\":\"100000000000000000000\"",
	"\"seed\":1.5",
	"\"seed\":\"0x1\"",
	"\"seed\":\"\"",
	"\"seed\":null",
	"\"horizon_days\":0",
	"\"horizon_days\":3601",
	"\"horizon_days\":\"90d\"",
	"\"architectures\":[]",
	"\"architectures\":\"rag\"",
	"\"architectures\":[\"rag\",\"rag\"]",
	"\"architectures\":[\"RAG\"]",
	"\"architectures\":[1]",
	"\"fidelity\":6",
	"\"fidelity\":1.5",
	"\"fidelity\":\"full\"",
	"\"summary\":1",
	"\"engine\":1",
	"\"article\":{}",
	"\"article\":{\"id\":\"\"}",
	"\"article\":{\"id\":\"D4\",\"recommend\":[]}",
	"\"article\":{\"id\":\"D4\",\"recommends\":[\"rag\",\"rag\"]}",
	"\"article\":{\"id\":\"D4\",\"recommends\":[\"both\"]}",
	"\"article\":{\"id\":\"a name that is far too long\"}",
	"\"timeline\":{}",
	"\"timeline\":[1]",
	"\"timeline\":[{}]",
	"\"timeline\":[{\"note\":\"x\"}]",
	"\"timeline\":[{\"at_days\":1}]",
	"\"timeline\":[{\"at_days\":1,\"note\":\"\"}]",
	"\"timeline\":[{\"at_days\":1,\"note\":1}]",
	"\"timeline\":[{\"at_days\":-1,\"note\":\"x\"}]",
	"\"timeline\":[{\"at_days\":3601,\"note\":\"x\"}]",
	"\"timeline\":[{\"at_days\":1,\"notes\":\"x\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"note\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"note\",\"note\":\"\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"note\",\"note\":\"x\",\"times\":1}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"fire\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":7}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"price_change\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"retrain\",\"set\":{\"rag.search_s\":1}}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"retrain\",\"for_hours\":1}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"retrain\",\"times\":1}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"vector_db_down\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"vector_db_down\",\"for_hours\":0}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"vector_db_down\",\"for_hours\":1,"
	"\"times\":2}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"update_burst\"}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"traffic\",\"for_hours\":1}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"traffic\",\"times\":1}]",
	"\"timeline\":[{\"at_days\":1,\"incident\":\"traffic\",\"for_hours\":1,\"times\":-1}]",
	"\"timeline\":[{\"at_days\":1,\"note\":\"x\",\"for_hours\":1}]",
	"\"timeline\":[{\"at_days\":1,\"note\":\"x\",\"times\":1}]",
	"\"timeline\":[{\"at_days\":1,\"set\":{}}]",
	"\"timeline\":[{\"at_days\":1,\"set\":1}]",
	"\"timeline\":[{\"at_days\":1,\"set\":{\"rag.serch_s\":1}}]",
	"\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1}}]",
	"\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":0,\"query_share\":0}}]",
	"\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1.5,\"query_share\":0}}]",
	"\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":2}}]",
	"\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":0,\"x\":0}}]",
	"\"targets\":{\"ttft_p99_s\":1}",
	"\"targets\":{\"ttft_p95_s\":null}",
	"\"targets\":{\"stale_answer_frac\":2}",
	"\"targets\":[]",
	"\"sources\":{\"rag.search\":{\"kind\":\"assumed\"}}",
	"\"sources\":{\"rag.search_s\":{}}",
	"\"sources\":{\"rag.search_s\":{\"kind\":\"guess\"}}",
	"\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\",\"date\":\"May\"}}",
	"\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\",\"notes\":\"x\"}}",
	"\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\",\"note\":1}}",
	"\"expect\":[]",
	"\"expect\":{\"digest\":\"0123456789ABCDEF\"}",
	"\"expect\":{\"digest\":1}",
	"\"expect\":{\"rag.cost.monthly\":[1,2]}",
	"\"expect\":{\"rags.queries\":[1,2]}",
	"\"expect\":{\"rag.queries\":1}",
	"\"expect\":{\"rag.queries\":[1]}",
	"\"expect\":{\"rag.queries\":[1,2,3]}",
	"\"expect\":{\"rag.queries\":[1,\"2\"]}",
	"\"expect\":{\"ragXqueries\":[1,2]}",
	"\"expect\":{\"verdict.best\":\"none\"}",
	"\"expect\":{\"verdict.cheapest\":\"nobody\"}",
};

static const char *const bad_documents[] = {
	"[]",
	"1",
	"{}",
	"{\"ragtop\":1}",
	"{\"name\":\"n\"}",
	"{\"ragtop\":2,\"name\":\"n\"}",
	"{\"ragtop\":\"1\",\"name\":\"n\"}",
	"{\"ragtop\":1,\"name\":\"\"}",
	"{\"ragtop\":1,\"name\":7}",
	"{\"ragtop\":1,\"NAME\":\"n\"}",
};

/* What a schema cannot say; the reader has the last word. */
static const char *const beyond[] = {
	"\"horizon_days\":5,\"timeline\":[{\"at_days\":6,\"note\":\"x\"}]",
	("\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":0.6}},"
	 "{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":0.6}}]"),
	"\"expect\":{\"rag.queries\":[2,1]}",
	"\"sources\":{\"rag.read_usd_per_m\":{\"kind\":\"published\",\"book\":\"s0\"}}",
	"\"expect\":{\"verdict.best\":\"routed\"}",
	"\"article\":{\"id\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"}",
};

START_TEST(takes_what_is_good)
{
	check_more(good[_i], true);
}
END_TEST

START_TEST(refuses_what_is_bad)
{
	check_more(bad[_i], false);
}
END_TEST

START_TEST(refuses_bad_documents)
{
	check_both(bad_documents[_i], false);
}
END_TEST

START_TEST(leaves_the_rest_to_the_reader)
{
	char text[512];

	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",%s}", beyond[_i]);
	ck_assert_msg(schema_takes(text), "%s", text);
	ck_assert_msg(!reader_takes(text), "%s", text);
}
END_TEST

/* Longest texts count in characters there, and in bytes here: what is longer says so. */
static void check_says_bytes(const cJSON *at, int *count)
{
	const cJSON *child, *longest = cJSON_GetObjectItemCaseSensitive(at, "maxLength");
	const cJSON *text = cJSON_GetObjectItemCaseSensitive(at, "description");
	char bytes[64];

	if (cJSON_IsNumber(longest)) {
		snprintf(bytes, sizeof(bytes), "at most %d bytes of UTF-8", longest->valueint);
		ck_assert_ptr_nonnull(text);
		ck_assert_msg(strstr(text->valuestring, bytes) != NULL, "%s", text->valuestring);
		++*count;
	}
	for (child = at->child; child; child = child->next)
		check_says_bytes(child, count);
}

START_TEST(says_what_it_cannot_check)
{
	int count = 0;

	check_says_bytes(schema, &count);
	ck_assert_int_ge(count, 8);
}
END_TEST

/* Beside a trace: what it says is false, a volume of null is right. There is none to read here. */
START_TEST(knows_traces)
{
	static const char *const rest[] = { "", ",\"knowledge_frac\":1", ",\"burst_cv\":1",
					    "},\"base\":{\"system_tok\":1" };
	char text[256];

	for (int i = 0; i < 4; i++) {
		snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",\"params\":{%s%s}}}",
			 "\"traffic\":{\"trace\":\"t.csv\",\"volume_qpm\":null", rest[i]);
		ck_assert_msg(schema_takes(text) == (i < 2), "%s", text);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("schema");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, shipped_scenarios_satisfy_it);
	tcase_add_test(tcase, saved_scenarios_satisfy_it);
	tcase_add_test(tcase, has_the_keys_of_the_reader);
	tcase_add_loop_test(tcase, params_are_taken_and_refused_alike, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, takes_what_is_good, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(tcase, refuses_what_is_bad, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_loop_test(tcase, refuses_bad_documents, 0,
			    sizeof(bad_documents) / sizeof(bad_documents[0]));
	tcase_add_loop_test(tcase, leaves_the_rest_to_the_reader, 0,
			    sizeof(beyond) / sizeof(beyond[0]));
	tcase_add_test(tcase, says_what_it_cannot_check);
	tcase_add_test(tcase, knows_traces);
	return suite_run("schema", tcase);
}
