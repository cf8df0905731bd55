// SPDX-License-Identifier: MIT
/* The first tables are those of the rules for numbers: what a row says is on the screen. */
#include "base/format.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/text.h"

#define INF ((double)INFINITY)
#define QNAN ((double)NAN)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	double value;
	const char *shown;
};

typedef void format_function(char *buffer, size_t size, double value);

static void check_rows(const struct row *rows, size_t n, format_function *format, int columns)
{
	for (size_t i = 0; i < n; i++) {
		char buffer[FORMAT_SIZE];

		format(buffer, sizeof(buffer), rows[i].value);
		ck_assert_msg(strcmp(buffer, rows[i].shown) == 0, "%.17g: \"%s\", not \"%s\"",
			      rows[i].value, buffer, rows[i].shown);
		ck_assert_msg(text_width(buffer) <= columns, "\"%s\" is too wide", buffer);
	}
}

START_TEST(money)
{
	static const struct row rows[] = {
		{ 0, "$0" },
		{ -0.0, "$0" },
		{ 1e-05, "$10.0e-6" },
		{ 0.0000875, "$87.5e-6" },
		{ 0.00009999, "$0.000100" },
		{ 1e-7, "$100e-9" },
		{ 1e-30, "<$1e-15" },
		{ 0.000875, "$0.000875" },
		{ 0.0425, "$0.0425" },
		{ 0.925, "$0.925" },
		{ 7.46, "$7.46" },
		{ 448.2, "$448" },
		{ 999.4, "$999" },
		{ 999.6, "$1.00k" },
		{ 14620, "$14.6k" },
		{ 1234567, "$1.23M" },
		{ 999999999, "$1.00B" },
		{ 2500000000, "$2.50B" },
		{ 9.99e11, "$999B" },
		{ 9.996e11, ">$999B" },
		{ -9.996e11, "<-$999B" },
		{ -12345, "-$12.3k" },
		{ QNAN, "–" },
		{ INF, "∞" },
		{ -INF, "-∞" },
	};

	check_rows(rows, COUNT_OF(rows), format_money, 9);
}
END_TEST

START_TEST(money_long)
{
	static const struct row rows[] = {
		{ 448.2, "$448.20" }, { 1234567, "$1,234,567.00" }, { -7.5, "-$7.50" },
		{ 0, "$0.00" },       { 0.005, "$0.01" },           { -0.004, "$0.00" },
		{ QNAN, "–" },        { 1e16, ">$999B" },
	};

	check_rows(rows, COUNT_OF(rows), format_money_long, 18);
}
END_TEST

START_TEST(times)
{
	static const struct row rows[] = {
		{ 0, "0 s" },
		{ 4e-07, "<1 µs" },
		{ 9.996e-7, "1.00 µs" },
		{ 0.00042, "420 µs" },
		{ 0.0009996, "1.00 ms" },
		{ 0.042, "42.0 ms" },
		{ 0.836, "836 ms" },
		{ 0.9996, "1.00 s" },
		{ 12.4, "12.4 s" },
		{ 61, "61.0 s" },
		{ 119.4, "119 s" },
		{ 119.6, "1.99 min" },
		{ 900, "15.0 min" },
		{ 7199, "2.00 h" },
		{ 10800, "3.00 h" },
		{ 172800, "2.00 d" },
		{ 5270400, "61.0 d" },
		{ 31104000, "360 d" },
		{ 93312000, "3.00 y" },
		{ 3.11040e10, "1,000 y" },
		{ -0.25, "-250 ms" },
		{ -4e-07, "<1 µs" },
		{ QNAN, "–" },
		{ INF, "∞" },
	};

	check_rows(rows, COUNT_OF(rows), format_time, 8);
}
END_TEST

START_TEST(share)
{
	static const struct row rows[] = {
		{ 0, "0 %" },
		{ 4e-06, "<0.001 %" },
		{ 9.96e-06, "0.0010 %" },
		{ 2.4e-05, "0.0024 %" },
		{ 0.0004, "0.040 %" },
		{ 0.02, "2.0 %" },
		{ 0.0256, "2.6 %" },
		{ 0.0994, "9.9 %" },
		{ 0.0998, "10.0 %" },
		{ 0.5, "50.0 %" },
		{ 0.9802, "98.0 %" },
		{ 0.9896, "99.0 %" },
		{ 0.9976, "99.76 %" },
		{ 0.99998, "99.998 %" },
		{ 0.999999, ">99.99 %" },
		{ 1, "100 %" },
		{ 1.5, "150 %" },
		{ 12.34, "1,234 %" },
		{ -0.0041, "-0.41 %" },
		{ QNAN, "–" },
	};

	check_rows(rows, COUNT_OF(rows), format_share, 8);
}
END_TEST

START_TEST(count)
{
	static const struct row rows[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 0.5, "0.500" },
		{ 0.00123, "0.0012" },
		{ 0.0004, "<0.001" },
		{ 42.3, "42.3" },
		{ 52.0 / 12, "4.33" },
		{ 999, "999" },
		{ 999.6, "1,000" },
		{ 1234, "1,234" },
		{ 1234.5, "1,235" },
		{ 9999.4, "9,999" },
		{ 9999.6, "10.0k" },
		{ 60000, "60.0k" },
		{ 720000, "720k" },
		{ 3150337, "3.15M" },
		{ 1200000000, "1.20B" },
		{ 1e12, ">999B" },
		{ -1234, "-1,234" },
		{ QNAN, "–" },
		{ INF, "∞" },
	};

	check_rows(rows, COUNT_OF(rows), format_count, 6);
}
END_TEST

START_TEST(ratio)
{
	static const struct row rows[] = {
		{ 52, "52x" },      { 1.12, "1.12x" }, { 0.08, "0.08x" }, { 0, "0x" },
		{ 9.994, "9.99x" }, { 9.996, "10x" },  { 999.4, "999x" }, { 1000, ">999x" },
		{ INF, "∞" },       { QNAN, "–" },
	};

	check_rows(rows, COUNT_OF(rows), format_ratio, 5);
}
END_TEST

START_TEST(number)
{
	static const struct row rows[] = {
		{ 0, "0" },         { 0.8, "0.800" },    { 1, "1.00" },
		{ 12345, "12.3k" }, { 1e-5, "10.0e-6" },
	};

	check_rows(rows, COUNT_OF(rows), format_number, 8);
}
END_TEST

START_TEST(narrow_money)
{
	static const struct row rows[] = {
		{ 448.2, "$448" },    { 21100, "$21.1k" }, { 8.65, "$8.65" },
		{ 0.925, "$0.925" },  { -12345, "-$12k" }, { 0.0425, "$0.043" },
		{ 0.0005, "<$0.01" }, { 0, "$0" },         { QNAN, "–" },
		{ INF, "∞" },
	};

	check_rows(rows, COUNT_OF(rows), format_money_narrow, 6);
}
END_TEST

START_TEST(narrow_time)
{
	static const struct row rows[] = {
		{ 0, "0 s" },      { 0.836, "836 ms" }, { 0.042, "42 ms" },
		{ 900, "15 min" }, { 6000, "1.67 h" },  { 5270400, "61.0 d" },
		{ 1e-9, "<1 µs" }, { INF, "∞" },        { 5940, "99 min" },
	};

	check_rows(rows, COUNT_OF(rows), format_time_narrow, 6);
}
END_TEST

START_TEST(narrow_share)
{
	static const struct row rows[] = {
		{ 0.0256, "2.56%" },   { 0.000024, "0.00%" }, { 0, "0%" },
		{ 0.09996, "10.0%" },  { 0.25, "25.0%" },     { 0.9976, "99.76%" },
		{ 0.99998, ">99.9%" }, { 1, "100%" },         { 0.9894, "98.9%" },
		{ QNAN, "–" },
	};

	check_rows(rows, COUNT_OF(rows), format_share_narrow, 6);
}
END_TEST

START_TEST(narrow_count)
{
	static const struct row rows[] = {
		{ 720000, "720k" },   { 3150337, "3.15M" }, { 1234, "1,234" },
		{ -60000, "-60.0k" }, { 0, "0" },           { QNAN, "–" },
		{ 0.0123, "0.0123" },
	};

	check_rows(rows, COUNT_OF(rows), format_count_narrow, 6);
}
END_TEST

/* Nothing that a simulation can come up with breaks out of its column. */
START_TEST(columns_hold_anything)
{
	static const struct {
		format_function *format;
		int columns;
		double lo, hi; /* powers of ten */
	} kinds[] = {
		{ format_money, 9, -20, 14 },        { format_time, 8, -12, 11 },
		{ format_share, 8, -12, 2 },         { format_count, 6, -12, 14 },
		{ format_ratio, 5, -6, 12 },         { format_money_narrow, 6, -20, 11 },
		{ format_time_narrow, 6, -12, 10 },  { format_share_narrow, 6, -12, 1 },
		{ format_count_narrow, 6, -12, 14 },
	};
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "format");
	for (int i = 0; i < 200000; i++) {
		size_t k = (size_t)i % COUNT_OF(kinds);
		double exponent = kinds[k].lo + (kinds[k].hi - kinds[k].lo) * rng_unit(&rng);
		char buffer[FORMAT_SIZE];

		kinds[k].format(buffer, sizeof(buffer), pow(10, exponent));
		ck_assert_msg(text_width(buffer) <= kinds[k].columns, "kind %zu: 10^%g is \"%s\"",
			      k, exponent, buffer);
	}
}
END_TEST

struct unit_row {
	double value;
	enum unit unit;
	const char *measured, *set, *full;
};

static const struct unit_row unit_rows[] = {
	{ 0.8, UNIT_NONE, "0.800", "0.8", "0.8" },
	{ 12000, UNIT_USD, "$12.0k", "$12k", "$12,000.00" },
	{ 1536, UNIT_USD, "$1.54k", "$1,536", "$1,536.00" },
	{ 150, UNIT_USD_PER_MONTH, "$150/mo", "$150/mo", "$150.00/mo" },
	{ 2.5, UNIT_USD_PER_MTOK, "$2.50/M", "$2.50/M", "$2.50/M" },
	{ 10, UNIT_USD_PER_MTOK, "$10.0/M", "$10/M", "$10.00/M" },
	{ 0.02, UNIT_USD_PER_MTOK, "$0.0200/M", "$0.02/M", "$0.02/M" },
	{ 10.25, UNIT_USD_PER_MTOK, "$10.3/M", "$10.25/M", "$10.25/M" },
	{ 0.33, UNIT_USD_PER_GB_MONTH, "$0.330/GB/mo", "$0.33/GB/mo", "$0.33/GB/mo" },
	{ 16, UNIT_USD_PER_M, "$16.0/M", "$16/M", "$16.00/M" },
	{ 0.34, UNIT_S, "340 ms", "340 ms", "0.34 s" },
	{ 0.836, UNIT_S, "836 ms", "836 ms", "0.836 s" },
	{ 1, UNIT_S, "1.00 s", "1 s", "1 s" },
	{ 1.2, UNIT_S, "1.20 s", "1.2 s", "1.2 s" },
	{ 900, UNIT_S, "15.0 min", "15 min", "900 s" },
	{ 1000, UNIT_S, "16.7 min", "1,000 s", "1,000 s" },
	{ 5400, UNIT_S, "90.0 min", "90 min", "5,400 s" },
	{ 31104000, UNIT_S, "360 d", "360 d", "31,104,000 s" },
	{ 60e-6, UNIT_S_PER_TOK, "60.0 µs/tok", "60 µs/tok", "0.00006 s/tok" },
	{ 0.011, UNIT_S_PER_TOK, "11.0 ms/tok", "11 ms/tok", "0.011 s/tok" },
	{ 11.02, UNIT_MS, "11.0 ms", "11.02 ms", "11.02 ms" },
	{ 2.79e-5, UNIT_MS_PER_TOK, "27.9e-6 ms/tok", "27.9e-6 ms/tok", "0.0000279 ms/tok" },
	{ 0.0446, UNIT_MS_PER_TOK, "0.0446 ms/tok", "0.0446 ms/tok", "0.0446 ms/tok" },
	{ 12, UNIT_USD_PER_HOUR, "$12.0/h", "$12/h", "$12.00/h" },
	{ 5, UNIT_MINUTES, "5.00 min", "5 min", "5 min" },
	{ 90, UNIT_MINUTES, "90.0 min", "90 min", "90 min" },
	{ 1, UNIT_DAYS, "24.0 h", "1 d", "1 d" },
	{ 2.5, UNIT_DAYS, "2.50 d", "2.5 d", "2.5 d" },
	{ 0.25, UNIT_DAYS, "6.00 h", "6 h", "0.25 d" },
	{ 90, UNIT_DAYS, "90.0 d", "90 d", "90 d" },
	{ 8, UNIT_HOURS, "8.00 h", "8 h", "8 h" },
	{ 0.5, UNIT_HOURS, "30.0 min", "30 min", "0.5 h" },
	{ 12, UNIT_MONTHS, "12 mo", "12 mo", "12 mo" },
	{ 0.02, UNIT_SHARE, "2.0 %", "2 %", "2 %" },
	{ 0.995, UNIT_SHARE, "99.50 %", "99.5 %", "99.5 %" },
	{ 0.00024, UNIT_SHARE, "0.024 %", "0.024 %", "0.024 %" },
	{ -0.1, UNIT_SHARE_PER_MONTH, "-10.0 %/mo", "-10 %/mo", "-10 %/mo" },
	{ 500, UNIT_TOK, "500 tok", "500 tok", "500 tok" },
	{ 15000, UNIT_TOK, "15.0k tok", "15k tok", "15,000 tok" },
	{ 1536, UNIT_COUNT, "1,536", "1,536", "1,536" },
	{ 1500, UNIT_COUNT, "1,500", "1.5k", "1,500" },
	{ 60000, UNIT_QPM, "60.0k", "60k", "60,000" },
	{ 3500000, UNIT_QPM, "3.50M", "3.5M", "3,500,000" },
	{ 3150337, UNIT_QPM, "3.15M", "3.15M", "3,150,337" },
	{ 52.0 / 12, UNIT_PER_MONTH, "4.33", "4.33", "4.333333333333" },
	{ 500, UNIT_PER_MIN, "500/min", "500/min", "500/min" },
	{ 1.4, UNIT_PER_S, "1.40/s", "1.4/s", "1.4/s" },
	{ 1, UNIT_GB, "1 GB", "1 GB", "1 GB" },
	{ 1, UNIT_FLAG, "on", "on", "on" },
	{ 0, UNIT_FLAG, "off", "off", "off" },
	{ 2, UNIT_CHOICE, "2", "2", "2" },
	{ 0, UNIT_USD_PER_MONTH, "$0/mo", "$0/mo", "$0.00/mo" },
	{ 0, UNIT_S, "0 s", "0 s", "0 s" },
	{ 0, UNIT_SHARE, "0 %", "0 %", "0 %" },
	{ QNAN, UNIT_USD_PER_MTOK, "–", "–", "–" },
	{ INF, UNIT_S, "∞", "∞", "∞" },
};

START_TEST(units)
{
	const struct unit_row *row = &unit_rows[_i];
	char buffer[FORMAT_SIZE];

	format_value(buffer, sizeof(buffer), row->value, row->unit);
	ck_assert_str_eq(buffer, row->measured);
	format_set_value(buffer, sizeof(buffer), row->value, row->unit);
	ck_assert_str_eq(buffer, row->set);
	format_value_long(buffer, sizeof(buffer), row->value, row->unit);
	ck_assert_str_eq(buffer, row->full);
}
END_TEST

START_TEST(deltas)
{
	char buffer[FORMAT_SIZE];

	format_delta(buffer, sizeof(buffer), 323, UNIT_USD);
	ck_assert_str_eq(buffer, "+$323");
	format_delta(buffer, sizeof(buffer), -0.0041, UNIT_SHARE);
	ck_assert_str_eq(buffer, "-0.41 %");
	format_delta(buffer, sizeof(buffer), 0, UNIT_S);
	ck_assert_str_eq(buffer, "0 s");
	format_delta(buffer, sizeof(buffer), 1e-9, UNIT_S);
	ck_assert_str_eq(buffer, "<1 µs");
}
END_TEST

START_TEST(intervals)
{
	char buffer[FORMAT_SIZE];

	format_interval(buffer, sizeof(buffer), 3150337, 3.08e6, 3.22e6, UNIT_QPM);
	ck_assert_str_eq(buffer, "3.15M (3.08M to 3.22M)");
	format_interval(buffer, sizeof(buffer), 3150337, QNAN, QNAN, UNIT_QPM);
	ck_assert_str_eq(buffer, "3.15M");
	format_relative(buffer, sizeof(buffer), 0.02);
	ck_assert_str_eq(buffer, "±2 %");
	format_relative(buffer, sizeof(buffer), INF);
	ck_assert_str_eq(buffer, "±∞");
}
END_TEST

START_TEST(dates)
{
	static const struct row days[] = {
		{ 0, "0" },        { 90 * 86400.0, "90" }, { 150.1 * 86400, "150.1" },
		{ 21600, "0.25" }, { 360, "0.004" },       { 20000, "0.23" },
		{ QNAN, "–" },
	};
	static const struct row clocks[] = {
		{ 0, "00:00" },
		{ 4 * 3600.0 + 12 * 60 + 59, "04:12" },
		{ 86400 * 7 - 1.0, "23:59" },
		{ 86400 * 3.0, "00:00" },
	};

	check_rows(days, COUNT_OF(days), format_day, 5);
	check_rows(clocks, COUNT_OF(clocks), format_clock, 5);
}
END_TEST

/* A short buffer is never overrun and always terminated. */
START_TEST(short_buffers)
{
	char buffer[16];

	for (size_t size = 1; size < 12; size++) {
		memset(buffer, 'x', sizeof(buffer));
		format_value_long(buffer, size, 1234567.25, UNIT_USD_PER_GB_MONTH);
		ck_assert_uint_lt(strlen(buffer), size);
		ck_assert_int_eq(buffer[size], 'x');
	}
}
END_TEST

/* The largest and the smallest doubles, in every unit: a value whose seconds are infinite, though
 * its days are not, once ran off the end of the units of time. */
START_TEST(ends_of_the_doubles)
{
	static const double values[] = { DBL_MAX, -DBL_MAX, 1e308, -1e308, 5e-324, -5e-324 };
	char buffer[FORMAT_SIZE];

	for (size_t i = 0; i < COUNT_OF(values); i++) {
		format_value(buffer, sizeof(buffer), values[i], (enum unit)_i);
		ck_assert_uint_gt(strlen(buffer), 0);
		format_set_value(buffer, sizeof(buffer), values[i], (enum unit)_i);
		ck_assert_uint_gt(strlen(buffer), 0);
		format_value_narrow(buffer, sizeof(buffer), values[i], (enum unit)_i);
		ck_assert_uint_gt(strlen(buffer), 0);
		format_value_long(buffer, sizeof(buffer), values[i], (enum unit)_i);
		ck_assert_uint_gt(strlen(buffer), 0);
	}
	format_set_value(buffer, sizeof(buffer), 1e308, UNIT_DAYS);
	ck_assert_str_eq(buffer, "∞");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("format");

	tcase_add_test(tcase, money);
	tcase_add_test(tcase, money_long);
	tcase_add_test(tcase, times);
	tcase_add_test(tcase, share);
	tcase_add_test(tcase, count);
	tcase_add_test(tcase, ratio);
	tcase_add_test(tcase, number);
	tcase_add_test(tcase, narrow_money);
	tcase_add_test(tcase, narrow_time);
	tcase_add_test(tcase, narrow_share);
	tcase_add_test(tcase, narrow_count);
	tcase_add_test(tcase, columns_hold_anything);
	tcase_add_loop_test(tcase, units, 0, (int)COUNT_OF(unit_rows));
	tcase_add_test(tcase, deltas);
	tcase_add_test(tcase, intervals);
	tcase_add_test(tcase, dates);
	tcase_add_test(tcase, short_buffers);
	tcase_add_loop_test(tcase, ends_of_the_doubles, 0, UNIT_CHOICE + 1);
	return suite_run("format", tcase);
}
