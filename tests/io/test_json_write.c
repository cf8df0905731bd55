// SPDX-License-Identifier: MIT
#include "io/json_write.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "io/json_scan.h"

START_TEST(layout)
{
	struct json_writer writer;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "n", 1.5);
	json_begin(&writer, "none", '{');
	json_end(&writer, '}');
	json_begin(&writer, "list", '[');
	json_put_bool(&writer, NULL, true);
	json_put_null(&writer, NULL);
	json_end(&writer, ']');
	json_begin_flat(&writer, "flat", '{');
	json_put_string(&writer, "s", "x");
	json_begin_flat(&writer, "deep", '[');
	json_put_number(&writer, NULL, 1);
	json_put_number(&writer, NULL, 2);
	json_end(&writer, ']');
	json_end(&writer, '}');
	json_put_bool(&writer, "last", false);
	json_end(&writer, '}');
	fclose(out);
	ck_assert_str_eq(text, "{\n"
			       "  \"n\": 1.5,\n"
			       "  \"none\": {},\n"
			       "  \"list\": [\n"
			       "    true,\n"
			       "    null\n"
			       "  ],\n"
			       "  \"flat\": { \"s\": \"x\", \"deep\": [1, 2] },\n"
			       "  \"last\": false\n"
			       "}\n");
	free(text);
}
END_TEST

static void check_string(const char *string, const char *json)
{
	struct json_writer writer;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	json_writer_init(&writer, out);
	json_put_string(&writer, NULL, string);
	fclose(out);
	ck_assert_str_eq(text, json);
	free(text);
}

/* Quotes end a string, control bytes are not allowed in one, DEL may steer a terminal. */
START_TEST(strings)
{
	check_string("", "\"\"");
	check_string("a\"b\\c/", "\"a\\\"b\\\\c/\"");
	check_string("\n\x1b\x7f", "\"\\u000a\\u001b\\u007f\"");
	check_string("\xe2\x82\xac", "\"\xe2\x82\xac\"");
}
END_TEST

static const struct {
	double value;
	const char *text;
} numbers[] = {
	{ 0, "0" },
	{ 60000, "60000" },
	{ 0.1, "0.1" },
	{ 52.0 / 12, "4.333333333333333" },
	{ 0.1 + 0.2, "0.30000000000000004" },
	{ 1e12, "1000000000000" },
	{ 6e-05, "6e-05" },
	{ -2.5, "-2.5" },
	{ 5e-324, "4.94065645841247e-324" },
	{ 1.7976931348623157e308, "1.7976931348623157e+308" },
};

START_TEST(short_numbers)
{
	char text[JSON_NUMBER_SIZE];

	json_number_text(text, numbers[_i].value);
	ck_assert_str_eq(text, numbers[_i].text);
}
END_TEST

/* Every bit comes back, and our own scan takes it. */
START_TEST(any_number_comes_back)
{
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "test");
	for (int i = 0; i < 100000; i++) {
		uint64_t bits = rng_u64(&rng), back_bits;
		double value, back;
		char text[JSON_NUMBER_SIZE];

		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		json_number_text(text, value);
		ck_assert_uint_le(strlen(text), JSON_NUMBER_MAX);
		back = strtod(text, NULL);
		memcpy(&back_bits, &back, sizeof(back));
		ck_assert_uint_eq(bits, back_bits);
	}
}
END_TEST

START_TEST(no_number)
{
	struct json_writer writer;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	json_writer_init(&writer, out);
	json_begin_flat(&writer, NULL, '[');
	json_put_number(&writer, NULL, (double)NAN);
	json_put_number(&writer, NULL, (double)INFINITY);
	json_put_number(&writer, NULL, -(double)INFINITY);
	json_end(&writer, ']');
	fclose(out);
	ck_assert_str_eq(text, "[null, null, null]\n");
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("json_write");

	tcase_add_test(tcase, layout);
	tcase_add_test(tcase, strings);
	tcase_add_loop_test(tcase, short_numbers, 0, sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(tcase, any_number_comes_back);
	tcase_add_test(tcase, no_number);
	return suite_run("json_write", tcase);
}
