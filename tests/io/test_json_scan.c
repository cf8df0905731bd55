// SPDX-License-Identifier: MIT
#include "io/json_scan.h"

#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

static bool scans(const char *text, size_t size, struct error *error)
{
	struct json_index index = { 0 };
	bool ok = json_scan(text, size, &index, error);

	json_index_release(&index);
	return ok;
}

/* What RFC 8259 allows must pass, or files that other programs wrote are refused. */
static const char *const good[] = {
	"0",
	"-0",
	"-0.0e-0",
	"1e5",
	"1E+5",
	"0.1",
	"123456789012345678901234567890",
	"1e-999",
	"1.7976931348623157e308",
	"true",
	" false ",
	"\tnull\r\n",
	"\"\"",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	"\"\\u0041\\u00e9\\u20AC\"",
	"\"\\ud83d\\ude00\"",
	"\"\\uDBFF\\uDFFF\"",
	"\"\x7f\"",
	"\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"",
	"\"\xef\xbb\xbf\"",
	"[]",
	"[ ]",
	"[1,2 , 3]",
	"[[[[]]]]",
	"{}",
	"{ }",
	"{\"a\":1}",
	"{\"a\" : 1 , \"b\" : [ {} ] }",
	"{\"\":0}",
	"{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
	"{\"a\":1,\"A\":2,\"a \":3}",
	"[\"a\",\"a\"]",
};

START_TEST(accepts)
{
	struct error error = { 0 };

	ck_assert_msg(scans(good[_i], strlen(good[_i]), &error), "%s: %s", good[_i], error.message);
}
END_TEST

/* What must not pass, and where it is wrong. */
static const struct {
	const char *text;
	int line, column;
	const char *message;
} bad[] = {
	{ "", 1, 1, "expected a value: end of file" },
	{ " \n ", 2, 2, "expected a value: end of file" },
	{ "nul", 1, 1, "expected a value: \"n\"" },
	{ "True", 1, 1, "expected a value: \"T\"" },
	{ "nulll", 1, 5, "text after the end: \"l\"" },
	{ "NaN", 1, 1, "expected a value: \"N\"" },
	{ "-Infinity", 1, 2, "expected a digit: \"I\"" },
	{ "+1", 1, 1, "expected a value: \"+\"" },
	{ "-", 1, 2, "expected a digit: end of file" },
	{ "012", 1, 1, "number with a leading zero: \"0\"" },
	{ "[-01]", 1, 2, "number with a leading zero: \"-\"" },
	{ "1.", 1, 3, "expected a digit: end of file" },
	{ ".5", 1, 1, "expected a value: \".\"" },
	{ "1.e5", 1, 3, "expected a digit: \"e\"" },
	{ "1e", 1, 3, "expected a digit: end of file" },
	{ "1e+", 1, 4, "expected a digit: end of file" },
	{ "0x10", 1, 2, "text after the end: \"x\"" },
	{ "1e999", 1, 1, "number too large: \"1\"" },
	{ "[-1e999]", 1, 2, "number too large: \"-\"" },
	{ "1234567890123456789012345678901234567890123456789012345678901234", 1, 1,
	  "number of more than 63 characters: \"1\"" },
	{ "1 2", 1, 3, "text after the end: \"2\"" },
	{ "\"", 1, 2, "string without an end: end of file" },
	{ "\"\\", 1, 3, "unknown escape: end of file" },
	{ "\"\\x41\"", 1, 3, "unknown escape: \"x\"" },
	{ "\"\\'\"", 1, 3, "unknown escape: \"'\"" },
	{ "\"\\u004\"", 1, 7, "expected a hexadecimal digit: \"\"\"" },
	{ "\"\\u00g1\"", 1, 6, "expected a hexadecimal digit: \"g\"" },
	{ "\"\\u0000\"", 1, 2, "escaped zero byte: \"\\\"" },
	{ "\"\\ud800\"", 1, 2, "unpaired surrogate: \"\\\"" },
	{ "\"\\ud800\\n\"", 1, 2, "unpaired surrogate: \"\\\"" },
	{ "\"\\ud800\\u0041\"", 1, 2, "unpaired surrogate: \"\\\"" },
	{ "\"\\ud800\\ud800\"", 1, 2, "unpaired surrogate: \"\\\"" },
	{ "\"\\udc00\"", 1, 2, "unpaired surrogate: \"\\\"" },
	{ "\"a\nb\"", 1, 3, "control byte in a string: byte 0x0a" },
	{ "\"\t\"", 1, 2, "control byte in a string: byte 0x09" },
	{ "\"\x1b[31m\"", 1, 2, "control byte in a string: byte 0x1b" },
	{ "\"\x80\"", 1, 2, "ill-formed UTF-8: byte 0x80" },
	{ "\"\xc0\xaf\"", 1, 2, "ill-formed UTF-8: byte 0xc0" },
	{ "\"\xed\xa0\x80\"", 1, 2, "ill-formed UTF-8: byte 0xed" },
	{ "\"\xf4\x90\x80\x80\"", 1, 2, "ill-formed UTF-8: byte 0xf4" },
	{ "\"\xe2\x82\"", 1, 2, "ill-formed UTF-8: byte 0xe2" },
	{ "\xef\xbb\xbf{}", 1, 1, "byte order mark: byte 0xef" },
	{ "'a'", 1, 1, "expected a value: \"'\"" },
	{ "[", 1, 2, "expected a value: end of file" },
	{ "[1", 1, 3, "expected \",\" or \"]\": end of file" },
	{ "[1,]", 1, 4, "expected a value: \"]\"" },
	{ "[,1]", 1, 2, "expected a value: \",\"" },
	{ "[1 2]", 1, 4, "expected \",\" or \"]\": \"2\"" },
	{ "[1}", 1, 3, "expected \",\" or \"]\": \"}\"" },
	{ "]", 1, 1, "expected a value: \"]\"" },
	{ "{", 1, 2, "expected a key: end of file" },
	{ "{\n\t1:2}", 2, 2, "expected a key: \"1\"" },
	{ "{a:1}", 1, 2, "expected a key: \"a\"" },
	{ "{\"a\"}", 1, 5, "expected \":\": \"}\"" },
	{ "{\"a\":}", 1, 6, "expected a value: \"}\"" },
	{ "{\"a\":1,}", 1, 8, "expected a key: \"}\"" },
	{ "{\"a\":1 \"b\":2}", 1, 8, "expected \",\" or \"}\": \"\"\"" },
	{ "{\"a\":1]", 1, 7, "expected \",\" or \"}\": \"]\"" },
	{ "{}{}", 1, 3, "text after the end: \"{\"" },
	{ "// note\n{}", 1, 1, "expected a value: \"/\"" },
	{ "{\"a\":1,\n \"a\":2}", 2, 2, "key given twice: \"a\"" },
	{ "{\"ab\":1,\"c\":0,\"\\u0061b\":2}", 1, 15, "key given twice: \"ab\"" },
	{ "{\"\":1,\"\":2}", 1, 7, "key given twice: \"\"" },
	{ "[{},{\"x\":{\"\xc3\xa9\":1,\"\\u00e9\":2}}]", 1, 18, "key given twice: \"\xc3\xa9\"" },
};

START_TEST(refuses)
{
	struct error error = { 0 };

	ck_assert_msg(!scans(bad[_i].text, strlen(bad[_i].text), &error), "%s", bad[_i].text);
	ck_assert_str_eq(error.message, bad[_i].message);
	ck_assert_msg(error.line == bad[_i].line && error.column == bad[_i].column, "%s: at %d:%d",
		      bad[_i].text, error.line, error.column);
}
END_TEST

/* A zero byte ends nothing: what comes after it is looked at. */
START_TEST(refuses_zero_bytes)
{
	struct error error;

	ck_assert(!scans("{}\0", 3, &error));
	ck_assert(!scans("\"a\0b\"", 5, &error));
	ck_assert(!scans("\0", 1, &error));
}
END_TEST

/* Text is not terminated: a scan that reads on would be caught by the address sanitizer. */
START_TEST(stops_at_the_size)
{
	static const char text[] = "{\"key\": [1.5e3, true, \"\\ud83d\\ude00\", null]}";
	struct error error;

	for (size_t size = 0; size < sizeof(text) - 1; size++) {
		char *cut = xmalloc(size);

		memcpy(cut, text, size);
		ck_assert(!scans(cut, size, &error));
		free(cut);
	}
	ck_assert(scans(text, sizeof(text) - 1, &error));
}
END_TEST

static char *repeat(const char *unit, size_t count, const char *tail)
{
	size_t size = strlen(unit);
	char *text = xmalloc(size * count + strlen(tail) + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * size, unit, size);
	strcpy(text + size * count, tail);
	return text;
}

START_TEST(limits_depth)
{
	char *open = repeat("[", 32, "0"), *close = repeat("]", 32, ""), text[80];
	struct error error;

	strcpy(text, open);
	strcat(text, close);
	ck_assert(scans(text, strlen(text), &error));
	strcpy(text, "[");
	strcat(text, open);
	strcat(text, close);
	strcat(text, "]");
	ck_assert(!scans(text, strlen(text), &error));
	ck_assert_str_eq(error.message, "nested more than 32 deep: \"[\"");
	ck_assert_int_eq(error.column, 33);
	free(open);
	free(close);
}
END_TEST

START_TEST(limits_values)
{
	char *fits = repeat("0,", JSON_NODES_MAX - 2, "0]");
	char *more = repeat("0,", JSON_NODES_MAX - 1, "0]");
	struct error error;

	/* the bracket in front takes the place of the first blank */
	char *text = xmalloc(strlen(more) + 2);
	text[0] = '[';
	strcpy(text + 1, fits);
	ck_assert(scans(text, strlen(text), &error));
	strcpy(text + 1, more);
	ck_assert(!scans(text, strlen(text), &error));
	ck_assert_str_eq(error.message, "more than 200000 values: \"0\"");
	free(fits);
	free(more);
	free(text);
}
END_TEST

START_TEST(limits_size)
{
	char *text = xmalloc(JSON_SIZE_MAX + 1);
	struct error error;

	memset(text, ' ', JSON_SIZE_MAX + 1);
	text[0] = '0';
	ck_assert(scans(text, JSON_SIZE_MAX, &error));
	ck_assert(!scans(text, JSON_SIZE_MAX + 1, &error));
	ck_assert_str_eq(error.message, "larger than 8 MiB");
	free(text);
}
END_TEST

/* Equal keys must be found among many, wherever they stand. */
START_TEST(finds_the_twin_among_many)
{
	enum { COUNT = 20000 };
	char *text = xmalloc(COUNT * 16 + 32), *at = text;
	struct error error;

	at += sprintf(at, "{");
	for (int i = 0; i < COUNT; i++)
		at += sprintf(at, "\"k%d\":0,", i);
	strcpy(at, "\"z\":0}");
	ck_assert(scans(text, strlen(text), &error));
	strcpy(at, "\"k777\":0}");
	ck_assert(!scans(text, strlen(text), &error));
	ck_assert_int_eq(error.column, at - text + 1);
	free(text);
}
END_TEST

/* The index is what places of later errors come from. */
START_TEST(index_knows_places)
{
	static const char text[] = "{\n  \"a\": [10, {\"b\": 1}],\n  \"c\": null\n}";
	static const struct json_node nodes[] = {
		{ 0, JSON_NO_KEY, 6 },  { 9, 4, 5 },   { 10, JSON_NO_KEY, 3 },
		{ 14, JSON_NO_KEY, 5 }, { 20, 15, 5 }, { 32, 27, 6 },
	};
	struct json_index index;
	struct error error;
	int line, column;

	ck_assert(json_scan(text, sizeof(text) - 1, &index, &error));
	ck_assert_uint_eq(index.count, 6);
	ck_assert_mem_eq(index.nodes, nodes, sizeof(nodes));
	json_place(text, index.nodes[4].at, &line, &column);
	ck_assert_int_eq(line, 2);
	ck_assert_int_eq(column, 19);
	json_place(text, 0, &line, &column);
	ck_assert_int_eq(line, 1);
	ck_assert_int_eq(column, 1);
	json_index_release(&index);
}
END_TEST

START_TEST(error_leaves_the_index_alone)
{
	struct json_index index = { NULL, 7, 9 };
	struct error error;

	ck_assert(!json_scan("[1,", 3, &index, &error));
	ck_assert(index.nodes == NULL && index.count == 7 && index.room == 9);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("json_scan");

	tcase_add_loop_test(tcase, accepts, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(tcase, refuses, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tcase, refuses_zero_bytes);
	tcase_add_test(tcase, stops_at_the_size);
	tcase_add_test(tcase, limits_depth);
	tcase_add_test(tcase, limits_values);
	tcase_add_test(tcase, limits_size);
	tcase_add_test(tcase, finds_the_twin_among_many);
	tcase_add_test(tcase, index_knows_places);
	tcase_add_test(tcase, error_leaves_the_index_alone);
	return suite_run("json_scan", tcase);
}
