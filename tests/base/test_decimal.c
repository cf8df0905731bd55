// SPDX-License-Identifier: MIT
#include "base/decimal.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"

static const char *written(double x, int places)
{
	static char buffer[64];

	decimal_write(decimal_from(x), places, buffer, sizeof(buffer));
	return buffer;
}

/* printf would round the binary number, or halves to even: 0.12, 2, 2.67. */
START_TEST(halves_go_up)
{
	ck_assert_str_eq(written(0.125, 2), "0.13");
	ck_assert_str_eq(written(2.5, 0), "3");
	ck_assert_str_eq(written(2.675, 2), "2.68");
	ck_assert_str_eq(written(0.5, 0), "1");
	ck_assert_str_eq(written(0.05, 1), "0.1");
	ck_assert_str_eq(written(0.49, 0), "0");
	ck_assert_str_eq(written(0.0499, 1), "0.0");
}
END_TEST

START_TEST(carries_run_through)
{
	ck_assert_str_eq(written(999.9996, 3), "1,000.000");
	ck_assert_str_eq(written(9.5, 0), "10");
	ck_assert_str_eq(written(0.9996, 3), "1.000");
	ck_assert_str_eq(written(99999.5, 0), "100,000");
}
END_TEST

START_TEST(groups_of_three)
{
	ck_assert_str_eq(written(0, 0), "0");
	ck_assert_str_eq(written(0, 2), "0.00");
	ck_assert_str_eq(written(999, 0), "999");
	ck_assert_str_eq(written(1000, 0), "1,000");
	ck_assert_str_eq(written(1234567.891, 2), "1,234,567.89");
	ck_assert_str_eq(written(1e15, 0), "1,000,000,000,000,000");
	ck_assert_str_eq(written(0.0001234, 6), "0.000123");
}
END_TEST

START_TEST(rounding_to_digits)
{
	struct decimal d = decimal_round_digits(decimal_from(0.99949), 3);

	ck_assert_double_eq(decimal_value(&d), 0.999);
	d = decimal_round_digits(decimal_from(0.9995), 3);
	ck_assert_double_eq(decimal_value(&d), 1);
	ck_assert_int_eq(d.exponent, 0);
	d = decimal_from(1536.25);
	ck_assert_int_eq(decimal_digits(&d), 6);
	ck_assert_int_eq(decimal_places(&d), 2);
	d = decimal_from(1e20);
	ck_assert_int_eq(decimal_digits(&d), 1);
	ck_assert_int_eq(decimal_places(&d), 0);
	d = decimal_from(0);
	ck_assert_int_eq(decimal_digits(&d), 1);
	ck_assert_double_eq(decimal_value(&d), 0);
}
END_TEST

/* A German locale writes 1,5; ours must not. Passes trivially where there is no such locale. */
START_TEST(locale_does_not_matter)
{
	struct decimal d;

	if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL && setlocale(LC_NUMERIC, "de_DE") == NULL)
		fprintf(stderr, "test_decimal: no German locale here\n");
	d = decimal_from(1234.5);
	ck_assert_double_eq(decimal_value(&d), 1234.5);
	ck_assert_str_eq(written(1234.5, 1), "1,234.5");
}
END_TEST

/* A short buffer is filled as far as it goes and terminated. */
START_TEST(short_buffers)
{
	char buffer[8] = "xxxxxxx";

	decimal_write(decimal_from(1234567), 2, buffer, 5);
	ck_assert_uint_lt(strlen(buffer), 5);
	ck_assert_int_eq(buffer[5], 'x');
}
END_TEST

/* A share of 1e307 in percent is infinite: digits must come out all the same. */
START_TEST(too_large_stays_finite)
{
	struct decimal top = decimal_from(1e308);
	struct decimal over = decimal_from(1e308 * 1000);

	ck_assert_int_eq(top.exponent, 308);
	ck_assert_int_eq(over.exponent, 308);
}
END_TEST

/* What printf and strtod say of it, in the C locale. */
static void check_as_text(double x)
{
	struct decimal d = decimal_from(x);
	char own[64], text[64];

	snprintf(own, sizeof(own), "%c.%se%c%02d", d.digits[0], d.digits + 1,
		 d.exponent < 0 ? '-' : '+', abs(d.exponent));
	snprintf(text, sizeof(text), "%.14e", fabs(x));
	ck_assert_str_eq(own, text);
	ck_assert_double_eq(decimal_value(&d), strtod(text, NULL));
}

/* Every exponent there is, and ten times as often those that the fast way covers. */
START_TEST(digits_are_those_of_printf)
{
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "digits");
	for (int i = 0; i < 100000; i++) {
		double x = ldexp(rng_unit(&rng) + 0.5, (int)(rng_u64(&rng) % 120) - 60);

		check_as_text(i % 2 == 0 ? x : -x);
		if (i % 10 == 0)
			check_as_text(ldexp(x, (int)(rng_u64(&rng) % 1900) - 950));
	}
}
END_TEST

/* Where rounding and the number of digits turn over: halves that a double has, powers of ten and of
 * two with their neighbours, whole numbers and what is typed. */
START_TEST(digits_at_edges)
{
	for (int k = -320; k <= 308; k++) {
		char text[16];
		double ten;

		snprintf(text, sizeof(text), "1e%d", k);
		ten = strtod(text, NULL);
		check_as_text(ten);
		check_as_text(nextafter(ten, 0));
		check_as_text(nextafter(ten, HUGE_VAL));
		check_as_text(ldexp(1, k));
		check_as_text(nextafter(ldexp(1, k), 0));
	}
	for (int i = 0; i < 4000; i++) {
		check_as_text(12345678901234.25 + i / 2.0);
		check_as_text(1.5 + i);
		check_as_text(i);
		check_as_text(i / 1000.0);
		check_as_text(1 - i * 1e-16);
		check_as_text(10 - i * 1e-15);
	}
	check_as_text(DBL_MAX);
	check_as_text(DBL_MIN);
	check_as_text(5e-324);
	check_as_text(-0.0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("decimal");

	tcase_add_test(tcase, halves_go_up);
	tcase_add_test(tcase, carries_run_through);
	tcase_add_test(tcase, groups_of_three);
	tcase_add_test(tcase, rounding_to_digits);
	tcase_add_test(tcase, locale_does_not_matter);
	tcase_add_test(tcase, short_buffers);
	tcase_add_test(tcase, too_large_stays_finite);
	tcase_add_test(tcase, digits_are_those_of_printf);
	tcase_add_test(tcase, digits_at_edges);
	return suite_run("decimal", tcase);
}
