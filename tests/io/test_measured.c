// SPDX-License-Identifier: MIT
#include "io/measured.h"

#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

#define HEADER "input_tok,output_tok,concurrency,ttft_ms,tpot_ms\n"

static struct measured measured;
static struct error error;

static bool parse(const char *text)
{
	return measured_parse(text, strlen(text), "m.csv", &measured, &error);
}

START_TEST(columns_by_name)
{
	ck_assert_msg(parse("tpot_ms,model,ttft_ms,concurrency,output_tok,input_tok,gpu\r\n"
			    "8.5,M 7B,100,4,256,1024,h100\r\n"
			    "\r\n"
			    "9,M 7B,101.25,8,2,1,\r\n"),
		      "%s", error.message);
	ck_assert_uint_eq(measured.count, 2);
	ck_assert_str_eq(measured.rows[0].label, "M 7B h100");
	ck_assert_int_eq(measured.rows[0].input_tok, 1024);
	ck_assert_int_eq(measured.rows[0].output_tok, 256);
	ck_assert_int_eq(measured.rows[0].concurrency, 4);
	ck_assert_double_eq(measured.rows[0].tpot_s, 8.5e-3);
	ck_assert_double_eq(measured.rows[0].ttft_s, 0.1);
	ck_assert_str_eq(measured.rows[1].label, "M 7B");
	ck_assert_double_eq(measured.rows[1].ttft_s, 0.10125);
	ck_assert_int_eq(measured.rows[1].line, 4);
	ck_assert_str_eq(measured.unknown, "");
	measured_release(&measured);
	ck_assert(parse("\xef\xbb\xbf" HEADER "1,2,3,4,5\n"));
	ck_assert_uint_eq(measured.count, 1);
	measured_release(&measured);
	/* a name in a file cannot steer a terminal either, and is placed on its line */
	ck_assert(parse(
		"\n\ninput_tok,\033[31mx,output_tok,concurrency,ttft_ms,tpot_ms\n1,0,2,3,4,5\n"));
	ck_assert_str_eq(measured.unknown, "\xef\xbf\xbd[31mx");
	ck_assert_int_eq(measured.header_line, 3);
	measured_release(&measured);
}
END_TEST

/* Said, and not read. A label cannot steer a terminal. */
START_TEST(other_columns_and_bytes)
{
	ck_assert(parse("input_tok,power_w,output_tok,concurrency,ttft_ms,tpot_ms,model,run id\n"
			"1024,x,256,4,100,8.5,a\033[2Jb,7\n"));
	ck_assert_str_eq(measured.unknown, "power_w, run id");
	ck_assert_str_eq(measured.rows[0].label, "a\xef\xbf\xbd[2Jb");
	measured_release(&measured);
}
END_TEST

static const struct {
	const char *text, *message;
	int line, column;
} bad[] = {
	{ "", "empty", 1, 1 },
	{ HEADER, "no row of measurements", 1, 1 },
	{ "input_tok,output_tok,concurrency,ttft_ms\n1,2,3,4\n", "missing column: \"tpot_ms\"", 1,
	  1 },
	{ "input_tok,output_tok,ttft_ms,concurrency,ttft_ms,tpot_ms\n",
	  "column given twice: \"ttft_ms\"", 1, 42 },
	{ HEADER "1024,256,4,100\n", "4 columns where the header has 5", 2, 1 },
	{ HEADER "1024,256,4,100,8.5\n1024,256,4,1e2,8.5\n", "not a decimal number", 3, 13 },
	{ HEADER "1024,256,4,100,\n", "empty field", 2, 16 },
	{ HEADER "1024,256,4,100,-8\n", "not a decimal number", 2, 16 },
	{ HEADER "1024,256,4,100,8.\n", "not a decimal number", 2, 17 },
	{ HEADER "1024,256,4,0,8\n", "out of range, above 0 to 1e9 is legal", 2, 12 },
	{ HEADER "1024,256,4,100,nan\n", "not a decimal number", 2, 16 },
	{ HEADER "1024,1,4,100,8\n", "out of range, 2 to 1000000 is legal", 2, 6 },
	{ HEADER "1024,256,0,100,8\n", "out of range, 1 to 4096 is legal", 2, 10 },
	{ HEADER "1024,256,4097,100,8\n", "out of range, 0 to 4096 is legal", 2, 10 },
	{ HEADER "1024.5,256,4,100,8\n", "not a whole number", 2, 5 },
	{ HEADER "\"1024\",256,4,100,8\n", "quoted fields are no part of this format", 2, 1 },
};

START_TEST(errors_have_a_place)
{
	memset(&measured, 0x55, sizeof(measured));
	ck_assert(!parse(bad[_i].text));
	ck_assert_str_eq(error.message, bad[_i].message);
	ck_assert_str_eq(error.file, "m.csv");
	ck_assert_int_eq(error.line, bad[_i].line);
	ck_assert_int_eq(error.column, bad[_i].column);
	/* untouched */
	ck_assert_uint_eq(measured.count, (size_t)0x5555555555555555);
}
END_TEST

START_TEST(too_many_rows)
{
	size_t row = strlen("1,2,3,4,5\n"), start = strlen(HEADER);
	char *text = xcalloc(start + row * (MEASURED_ROWS_MAX + 1) + 1, 1);

	strcpy(text, HEADER);
	for (int i = 0; i <= MEASURED_ROWS_MAX; i++)
		memcpy(text + start + row * (size_t)i, "1,2,3,4,5\n", row);
	ck_assert(!parse(text));
	ck_assert_str_eq(error.message, "more than 10000 rows");
	ck_assert_int_eq(error.line, MEASURED_ROWS_MAX + 2);
	text[start + row * MEASURED_ROWS_MAX] = '\0';
	ck_assert(parse(text));
	ck_assert_uint_eq(measured.count, MEASURED_ROWS_MAX);
	measured_release(&measured);
	free(text);
}
END_TEST

START_TEST(no_such_file)
{
	ck_assert(!measured_load("/nonexistent/m.csv", &measured, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "no such file"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("measured");

	tcase_add_test(tcase, columns_by_name);
	tcase_add_test(tcase, other_columns_and_bytes);
	tcase_add_loop_test(tcase, errors_have_a_place, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tcase, too_many_rows);
	tcase_add_test(tcase, no_such_file);
	return suite_run("measured", tcase);
}
