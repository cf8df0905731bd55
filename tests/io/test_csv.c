// SPDX-License-Identifier: MIT
/* Cells of CSV: what has to be quoted is, and no text is a formula for a spreadsheet. */
#include "io/csv.h"

#include <math.h>
#include <stdlib.h>

#include "base/suite.h"

static const struct {
	const char *text, *cell;
} texts[] = {
	{ "", "" },
	{ "a note", "a note" },
	{ "a, b", "\"a, b\"" },
	{ "a; b", "\"a; b\"" },
	{ "a \"b\"", "\"a \"\"b\"\"\"" },
	{ "a\nb", "\"a\nb\"" },
	{ "a\tb", "\"a\tb\"" },
	{ "a=1+2-3@4", "a=1+2-3@4" },
	{ "=1+2", "'=1+2" },
	{ "+1", "'+1" },
	{ "-1", "'-1" },
	{ "@SUM(A1)", "'@SUM(A1)" },
	{ "  =1", "'  =1" },
	{ "\t=1", "\"'\t=1\"" },
	{ "\r=1", "\"'\r=1\"" },
	{ "\n=1", "\"'\n=1\"" },
	{ "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
	{ "'=1", "'=1" },
};

static const struct {
	double number;
	const char *cell;
} numbers[] = {
	{ 0.5, "0.5" },
	{ -0.5, "-0.5" },
	{ (double)NAN, "" },
	{ -(double)INFINITY, "-inf" },
};

static char *written;
static size_t size;

static void check_cell(FILE *out, const char *cell)
{
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_str_eq(written, cell);
	free(written);
}

START_TEST(text)
{
	FILE *out = open_memstream(&written, &size);

	csv_text(out, texts[_i].text);
	check_cell(out, texts[_i].cell);
}
END_TEST

/* They stay numbers, with their signs. */
START_TEST(number)
{
	FILE *out = open_memstream(&written, &size);

	csv_number(out, numbers[_i].number);
	check_cell(out, numbers[_i].cell);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("csv");

	tcase_add_loop_test(tcase, text, 0, (int)(sizeof(texts) / sizeof(texts[0])));
	tcase_add_loop_test(tcase, number, 0, (int)(sizeof(numbers) / sizeof(numbers[0])));
	return suite_run("csv", tcase);
}
