// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/rng.h"
#include "base/suite.h"

#define QNAN ((double)NAN)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct accepted {
	const char *text;
	enum unit unit;
	double current, expected;
};

static const struct accepted accepted[] = {
	/* the examples of the rules for input */
	{ "50M", UNIT_QPM, 1, 50e6 },
	{ "1.5e6", UNIT_QPM, 1, 1.5e6 },
	{ "1,000", UNIT_COUNT, 1, 1000 },
	{ "200ms", UNIT_S, 1, 0.2 },
	{ "3d", UNIT_S, 1, 259200 },
	{ "$3", UNIT_USD, 1, 3 },
	{ "2 %", UNIT_SHARE, 1, 0.02 },
	{ "2000/day", UNIT_QPM, 1, 60000 },
	{ "1.4/s", UNIT_QPM, 1, 1.4 * 2592000 },
	{ "x2", UNIT_QPM, 60000, 120000 },
	{ "+10 %", UNIT_QPM, 60000, 66000 },
	{ "-10 %", UNIT_QPM, 60000, 54000 },
	/* spaces and bare numbers */
	{ "  3.5 M  ", UNIT_QPM, 1, 3.5e6 },
	{ "60k", UNIT_QPM, 1, 60000 },
	{ "2B", UNIT_COUNT, 1, 2e9 },
	{ "1,234,567.5", UNIT_USD, 1, 1234567.5 },
	{ "0.34", UNIT_S, 1, 0.34 },
	{ ".5", UNIT_NONE, 1, 0.5 },
	{ "5.", UNIT_NONE, 1, 5 },
	{ "0", UNIT_PER_MIN, 1, 0 },
	{ "007", UNIT_COUNT, 1, 7 },
	{ "1e-3", UNIT_NONE, 1, 1e-3 },
	{ "+5", UNIT_NONE, 1, 5 },
	{ "-0.2", UNIT_SHARE_PER_MONTH, 1, -0.2 },
	{ "0.1", UNIT_NONE, 1, 0.1 },
	/* times, into the unit that the parameter is kept in */
	{ "15 min", UNIT_S, 1, 900 },
	{ "250 µs", UNIT_S, 1, 250e-6 },
	{ "60us", UNIT_S_PER_TOK, 1, 60e-6 },
	{ "11 ms/tok", UNIT_S_PER_TOK, 1, 0.011 },
	{ "36h", UNIT_DAYS, 1, 1.5 },
	{ "2.5", UNIT_DAYS, 1, 2.5 },
	{ "1 week", UNIT_DAYS, 1, 7 },
	{ "2d", UNIT_HOURS, 1, 48 },
	{ "90 min", UNIT_HOURS, 1, 1.5 },
	{ "12 mo", UNIT_MONTHS, 1, 12 },
	{ "1y", UNIT_MONTHS, 1, 12 },
	{ "18", UNIT_MONTHS, 1, 18 },
	/* money */
	{ "$2.50/M", UNIT_USD_PER_MTOK, 1, 2.5 },
	{ "2.5", UNIT_USD_PER_MTOK, 1, 2.5 },
	{ "$0.0025 / k", UNIT_USD_PER_MTOK, 1, 2.5 },
	{ "$0.00001/tok", UNIT_USD_PER_MTOK, 1, 10 },
	{ "$16/M", UNIT_USD_PER_M, 1, 16 },
	{ "$12k", UNIT_USD, 1, 12000 },
	{ "$5/day", UNIT_USD_PER_MONTH, 1, 150 },
	{ "$150/mo", UNIT_USD_PER_MONTH, 1, 150 },
	{ "$1200/year", UNIT_USD_PER_MONTH, 1, 100 },
	{ "$0.33/GB", UNIT_USD_PER_GB_MONTH, 1, 0.33 },
	{ "$0.33/GB/mo", UNIT_USD_PER_GB_MONTH, 1, 0.33 },
	{ "-$5", UNIT_USD, 1, -5 },
	/* rates */
	{ "2/min", UNIT_PER_S, 1, 2.0 / 60 },
	{ "1/s", UNIT_PER_MIN, 1, 60 },
	{ "1/week", UNIT_PER_MONTH, 1, 30.0 / 7 },
	{ "2k/day", UNIT_QPM, 1, 60000 },
	{ "-10 %/mo", UNIT_SHARE_PER_MONTH, 1, -0.1 },
	/* other units */
	{ "500 tok", UNIT_TOK, 1, 500 },
	{ "10k tok", UNIT_TOK, 1, 10000 },
	{ "10ktok", UNIT_TOK, 1, 10000 },
	{ "512MB", UNIT_GB, 1, 0.512 },
	{ "2 TB", UNIT_GB, 1, 2000 },
	{ "80 %", UNIT_NONE, 1, 0.8 },
	{ "on", UNIT_FLAG, 0, 1 },
	{ "no", UNIT_FLAG, 1, 0 },
	{ "1", UNIT_FLAG, 0, 1 },
	{ "2", UNIT_CHOICE, 0, 2 },
	/* relative to what is there, also for shares */
	{ "+10%", UNIT_SHARE, 0.02, 0.022 },
	{ "x 0.5", UNIT_USD, 12000, 6000 },
};

static void check_accepted(const struct accepted *row)
{
	struct error error;
	double out = -1;
	bool ok = parse_quantity(row->text, row->unit, row->current, &out, &error);

	ck_assert_msg(ok, "\"%s\": %s", row->text, ok ? "" : error.message);
	ck_assert_msg(fabs(out - row->expected) <= 4e-16 * fabs(row->expected), "\"%s\" is %.17g",
		      row->text, out);
}

START_TEST(takes)
{
	check_accepted(&accepted[_i]);
}
END_TEST

struct refused {
	const char *text;
	enum unit unit;
	double current;
	const char *message;
};

static const struct refused refused[] = {
	{ "3.5MB", UNIT_QPM, 1, "unknown unit \"MB\": use k, M, B, /day, /s, x2 or +10 %" },
	{ "", UNIT_QPM, 1, "empty value" },
	{ "   ", UNIT_FLAG, 1, "empty value" },
	{ "abc", UNIT_QPM, 1, "not a number \"abc\"" },
	{ "-", UNIT_QPM, 1, "not a number \"-\"" },
	{ "x", UNIT_QPM, 1, "not a number \"x\"" },
	{ ".", UNIT_QPM, 1, "not a number \".\"" },
	{ "nan", UNIT_QPM, 1, "not a number \"nan\"" },
	{ "inf", UNIT_QPM, 1, "not a number \"inf\"" },
	{ "1,00", UNIT_QPM, 1, "misplaced comma \"1,00\"" },
	{ "1,5", UNIT_QPM, 1, "misplaced comma \"1,5\"" },
	{ ",500", UNIT_QPM, 1, "misplaced comma \",500\"" },
	{ "1,0000", UNIT_QPM, 1, "misplaced comma \"1,0000\"" },
	{ "1e999", UNIT_QPM, 1, "number too large \"1e999\"" },
	{ "0x10", UNIT_QPM, 1, "unknown unit \"x\": use k, M, B, /day, /s, x2 or +10 %" },
	{ "5 min", UNIT_QPM, 1, "unknown unit \"min\": use k, M, B, /day, /s, x2 or +10 %" },
	{ "5/parsec", UNIT_QPM, 1, "unknown unit \"/parsec\": use k, M, B, /day, /s, x2 or +10 %" },
	{ "5/", UNIT_QPM, 1, "unknown unit \"/\": use k, M, B, /day, /s, x2 or +10 %" },
	{ "5/s", UNIT_TOK, 1, "unknown unit \"/s\": use k, M, B, x2 or +10 %" },
	{ "2 %", UNIT_TOK, 1, "unknown unit \"%\": use k, M, B, x2 or +10 %" },
	{ "5 kg", UNIT_S, 1, "unknown unit \"kg\": use ms, s, min, h, d, x2 or +10 %" },
	{ "$3", UNIT_S, 1, "not a sum of money here \"$3\": use ms, s, min, h, d, x2 or +10 %" },
	{ "5 5", UNIT_NONE, 1, "unknown unit \"5\": use k, M, B, x2 or +10 %" },
	{ "x2", UNIT_USD, QNAN, "no value yet to change by \"x2\"" },
	{ "+10 %", UNIT_USD, QNAN, "no value yet to change by \"+10 %\"" },
	{ "x2k", UNIT_USD, 2, "unknown unit \"k\": use $, k, M, x2 or +10 %" },
	{ "maybe", UNIT_FLAG, 1, "neither on nor off \"maybe\"" },
	{ "on\x1b", UNIT_FLAG, 1, "neither on nor off \"on\xef\xbf\xbd\"" },
	{ "1.000000000000000000000000000000000000000000000000001", UNIT_NONE, 1,
	  "too many digits \"1.000000000000000000000000000000000000000000000000001\"" },
};

/* What cannot be read changes nothing and says what would be read. */
START_TEST(refuses)
{
	const struct refused *row = &refused[_i];
	struct error error = { .line = 99 };
	double out = 12345;

	ck_assert(!parse_quantity(row->text, row->unit, row->current, &out, &error));
	ck_assert_str_eq(error.message, row->message);
	ck_assert_int_eq(error.line, 0);
	ck_assert_double_eq(out, 12345);
}
END_TEST

/* What the program shows of a set value can be typed back: a few digits of every size and unit. */
START_TEST(reads_what_is_shown)
{
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "parse");
	for (int i = 0; i < 100000; i++) {
		enum unit unit = (enum unit)(i % UNIT_FLAG);
		double digits = floor(rng_unit(&rng) * 999) + 1;
		double value = digits * pow(10, floor(rng_unit(&rng) * 12) - 6);
		char buffer[FORMAT_SIZE];
		struct error error;
		double back = 0;

		format_set_value(buffer, sizeof(buffer), value, unit);
		if (buffer[0] == '<' || buffer[0] == '>')
			continue;
		ck_assert_msg(parse_quantity(buffer, unit, value, &back, &error), "%s", buffer);
		/* times change their unit, which may need more digits than are shown */
		ck_assert_msg(fabs(back / value - 1) < 6e-3, "%.17g is \"%s\"", value, buffer);
	}
}
END_TEST

START_TEST(reads_full_digits)
{
	struct rng rng;

	rng_open(&rng, 2, 0, 0, "parse");
	for (int i = 0; i < 100000; i++) {
		enum unit unit = (enum unit)(i % UNIT_FLAG);
		double value = floor(rng_unit(&rng) * 1e7) / 100;
		char buffer[FORMAT_SIZE];
		struct error error;
		double back = 0;

		format_value_long(buffer, sizeof(buffer), value, unit);
		ck_assert_msg(parse_quantity(buffer, unit, value, &back, &error), "%s", buffer);
		ck_assert_msg(fabs(back - value) <= 1e-14 * value, "%.17g is \"%s\"", value,
			      buffer);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("format_parse");

	tcase_add_loop_test(tcase, takes, 0, (int)COUNT_OF(accepted));
	tcase_add_loop_test(tcase, refuses, 0, (int)COUNT_OF(refused));
	tcase_add_test(tcase, reads_what_is_shown);
	tcase_add_test(tcase, reads_full_digits);
	return suite_run("format_parse", tcase);
}
