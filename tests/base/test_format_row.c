// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/suite.h"

#define QNAN ((double)NAN)
#define INF ((double)INFINITY)

static struct format_row row;

static const char *shown(double value)
{
	static char buffer[FORMAT_SIZE];

	format_row_value(&row, buffer, sizeof(buffer), value);
	return buffer;
}

/* "0.43 s, 0.84 s": the target of 1 s sets the unit, the smallest the places. */
START_TEST(target_sets_the_unit)
{
	static const double values[] = { 0.43, 0.836 };

	format_row_init(&row, UNIT_S, values, 2, 1);
	ck_assert_str_eq(shown(0.43), "0.43 s");
	ck_assert_str_eq(shown(0.836), "0.84 s");
	format_row_init(&row, UNIT_S, values, 2, QNAN);
	ck_assert_str_eq(shown(0.43), "430 ms");
	ck_assert_str_eq(shown(0.836), "836 ms");
}
END_TEST

/* "25 ms, 2,000 ms" */
START_TEST(target_in_ms)
{
	static const double values[] = { 0.025, 2 };

	format_row_init(&row, UNIT_S, values, 2, 0.8);
	ck_assert_str_eq(shown(0.025), "25 ms");
	ck_assert_str_eq(shown(2), "2,000 ms");
}
END_TEST

/* 15 min beside 15.7 d: in one unit the smaller would be lost. */
START_TEST(wide_rows_keep_their_own)
{
	static const double values[] = { 900, 15.7 * 86400, 900 };

	format_row_init(&row, UNIT_S, values, 3, QNAN);
	ck_assert(!row.shared);
	ck_assert_str_eq(shown(900), "15.0 min");
	ck_assert_str_eq(shown(15.7 * 86400), "15.7 d");
}
END_TEST

/* Values that do not exist must not decide how the others look. */
START_TEST(holes_are_ignored)
{
	static const double values[] = { QNAN, 0.31, INF, 0, 0.43 };

	format_row_init(&row, UNIT_S, values, 5, 1);
	ck_assert_str_eq(shown(0.31), "0.31 s");
	ck_assert_str_eq(shown(QNAN), "–");
	ck_assert_str_eq(shown(INF), "∞");
	ck_assert_str_eq(shown(0), "0 s");
	format_row_init(&row, UNIT_S, values, 1, QNAN);
	ck_assert_str_eq(shown(0.31), "310 ms");
}
END_TEST

START_TEST(counts_share_a_prefix)
{
	static const double values[] = { 720000, 60000 }, whole[] = { 7, 42 },
			    parts[] = { 7.5, 42 };

	format_row_init(&row, UNIT_COUNT, values, 2, QNAN);
	ck_assert_str_eq(shown(720000), "720k");
	ck_assert_str_eq(shown(60000), "60k");
	format_row_init(&row, UNIT_COUNT, whole, 2, QNAN);
	ck_assert_str_eq(shown(7), "7");
	format_row_init(&row, UNIT_TOK, parts, 2, QNAN);
	ck_assert_str_eq(shown(7.5), "7.5 tok");
	ck_assert_str_eq(shown(42), "42.0 tok");
}
END_TEST

START_TEST(money_and_shares_keep_their_own)
{
	static const double usd[] = { 448, 21100 }, shares[] = { 0.000024, 0.0256 };

	format_row_init(&row, UNIT_USD, usd, 2, QNAN);
	ck_assert_str_eq(shown(448), "$448");
	ck_assert_str_eq(shown(21100), "$21.1k");
	format_row_init(&row, UNIT_SHARE, shares, 2, 0.02);
	ck_assert_str_eq(shown(0.000024), "0.0024 %");
	ck_assert_str_eq(shown(0.0256), "2.6 %");
}
END_TEST

START_TEST(kept_in_days)
{
	static const double values[] = { 2, 7.5 };

	format_row_init(&row, UNIT_DAYS, values, 2, QNAN);
	ck_assert_str_eq(shown(2), "2.0 d");
	ck_assert_str_eq(shown(7.5), "7.5 d");
}
END_TEST

/* All ticks of an axis have one unit and the places of the step; also money and shares. */
START_TEST(axes)
{
	format_row_init_axis(&row, UNIT_S, 0.8, 0.2);
	ck_assert_str_eq(shown(0), "0 ms");
	ck_assert_str_eq(shown(0.2), "200 ms");
	format_row_init_axis(&row, UNIT_S, 2, 0.5);
	ck_assert_str_eq(shown(1), "1.0 s");
	ck_assert_str_eq(shown(1.5), "1.5 s");
	format_row_init_axis(&row, UNIT_USD, 20000, 5000);
	ck_assert_str_eq(shown(5000), "$5k");
	ck_assert_str_eq(shown(20000), "$20k");
	format_row_init_axis(&row, UNIT_SHARE, 0.03, 0.005);
	ck_assert_str_eq(shown(0.005), "0.5 %");
	ck_assert_str_eq(shown(0.00002), "0.0 %");
	ck_assert_str_eq(shown(-0.005), "-0.5 %");
	format_row_init_axis(&row, UNIT_COUNT, 60000, 20000);
	ck_assert_str_eq(shown(20000), "20k");
	format_row_init_axis(&row, UNIT_USD_PER_MONTH, 100, 50);
	ck_assert_str_eq(shown(50), "$50/mo");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("format_row");

	tcase_add_test(tcase, target_sets_the_unit);
	tcase_add_test(tcase, target_in_ms);
	tcase_add_test(tcase, wide_rows_keep_their_own);
	tcase_add_test(tcase, holes_are_ignored);
	tcase_add_test(tcase, counts_share_a_prefix);
	tcase_add_test(tcase, money_and_shares_keep_their_own);
	tcase_add_test(tcase, kept_in_days);
	tcase_add_test(tcase, axes);
	return suite_run("format_row", tcase);
}
