// SPDX-License-Identifier: MIT
#include "base/decimal.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum {
	MANTISSA_BITS = 52,
	EXPONENT_BIAS = 1075,
	EXACT_FIVES = 27, /* the most whose product fits into 64 bits */
	EXACT_TENS = 22,  /* the most whose product is a double */
};

static uint64_t power_of_5(int n)
{
	uint64_t product = 1;

	while (n-- > 0)
		product *= 5;
	return product;
}

static double power_of_10(int n)
{
	double product = 1;

	while (n-- > 0)
		product *= 10;
	return product;
}

/* x / 2^bits, half to even, as printf has it. */
static uint64_t shift_rounded(wide x, int bits)
{
	wide whole = x >> bits, rest = x - (whole << bits), half = (wide)1 << (bits - 1);

	return (uint64_t)whole + (rest > half || (rest == half && whole % 2 == 1));
}

/*
 * The digits of mantissa x 2^power as one number. Between 1e-13 and 1e14 all of it is exact: 53
 * bits times at most 5^27 fit into 128, and what is left of the power of ten is a shift.
 */
static bool digits_exact(uint64_t mantissa, int power, uint64_t *digits, int *exponent)
{
	const uint64_t limit = 1000000000000000U; /* 10^DECIMAL_DIGITS */
	const double log10_2 = 0.30102999566398120;
	/* of the power of two at or below: right, or one too low */
	int found = (int)floor((power + MANTISSA_BITS) * log10_2);
	int scale = DECIMAL_DIGITS - 1 - found;

	if (scale < 1 || scale > EXACT_FIVES)
		return false;
	*digits = shift_rounded((wide)mantissa * power_of_5(scale), -(power + scale));
	if (*digits >= limit) {
		found++;
		scale--;
		*digits = shift_rounded((wide)mantissa * power_of_5(scale), -(power + scale));
	}
	*exponent = found;
	return true;
}

static bool from_bits(double x, struct decimal *decimal)
{
	uint64_t bits, digits = 0;
	int power;

	memcpy(&bits, &x, sizeof(bits));
	power = (int)(bits >> MANTISSA_BITS & 0x7ff) - EXPONENT_BIAS;
	bits = (bits & (((uint64_t)1 << MANTISSA_BITS) - 1)) | (uint64_t)1 << MANTISSA_BITS;
	if (x != 0 && !digits_exact(bits, power, &digits, &decimal->exponent))
		return false;
	for (int i = DECIMAL_DIGITS - 1; i >= 0; i--, digits /= 10)
		decimal->digits[i] = (char)('0' + digits % 10);
	return true;
}

/* printf writes the locale's decimal point, of any length: only the digits are taken. */
static void from_text(double x, struct decimal *decimal)
{
	const char *p;
	char text[40];
	int n = 0;

	snprintf(text, sizeof(text), "%.*e", DECIMAL_DIGITS - 1, x);
	for (p = text; *p != 'e'; p++)
		if (*p >= '0' && *p <= '9' && n < DECIMAL_DIGITS)
			decimal->digits[n++] = *p;
	decimal->exponent = atoi(p + 1);
}

struct decimal decimal_from(double x)
{
	struct decimal decimal = { 0 };

	if (x > DBL_MAX || x < -DBL_MAX)
		x = DBL_MAX; /* scaled over the top on its way here: as large as it gets */
	/* What people look at is rarely of another size; printf takes ten times as long. */
	if (!from_bits(x, &decimal))
		from_text(x, &decimal);
	return decimal;
}

/* Adds one unit to the digit before position n, carrying as far as it goes. */
static void carry(struct decimal *decimal, int n)
{
	while (n > 0 && decimal->digits[n - 1] == '9')
		decimal->digits[--n] = '0';
	if (n > 0) {
		decimal->digits[n - 1]++;
		return;
	}
	memmove(decimal->digits + 1, decimal->digits, DECIMAL_DIGITS - 1);
	decimal->digits[0] = '1';
	decimal->exponent++;
}

/* Keeps n digits; n may be 0 (only the carry can stay) or less (zero stays). */
static struct decimal keep(struct decimal decimal, int n)
{
	char next = n >= 0 && n < DECIMAL_DIGITS ? decimal.digits[n] : '0';

	if (n >= DECIMAL_DIGITS)
		return decimal;
	memset(decimal.digits + (n > 0 ? n : 0), '0', (size_t)(DECIMAL_DIGITS - (n > 0 ? n : 0)));
	if (next >= '5')
		carry(&decimal, n);
	else if (n <= 0)
		decimal.exponent = 0;
	return decimal;
}

struct decimal decimal_round_digits(struct decimal decimal, int n)
{
	return keep(decimal, n);
}

struct decimal decimal_round_places(struct decimal decimal, int n)
{
	return keep(decimal, decimal.exponent + 1 + n);
}

int decimal_digits(const struct decimal *decimal)
{
	int n = DECIMAL_DIGITS;

	while (n > 1 && decimal->digits[n - 1] == '0')
		n--;
	return n;
}

int decimal_places(const struct decimal *decimal)
{
	int places = decimal_digits(decimal) - 1 - decimal->exponent;

	return places > 0 ? places : 0;
}

/* Fifteen digits are a double, so that one operation with another rounds once. */
double decimal_value(const struct decimal *decimal)
{
	int power = decimal->exponent - (DECIMAL_DIGITS - 1);
	uint64_t digits = 0;
	char text[40];

	for (int i = 0; i < DECIMAL_DIGITS; i++)
		digits = 10 * digits + (uint64_t)(decimal->digits[i] - '0');
	if (power >= 0 && power <= EXACT_TENS)
		return (double)digits * power_of_10(power);
	if (power < 0 && power >= -EXACT_TENS)
		return (double)digits / power_of_10(-power);
	/* Without a decimal point in the text the locale has nothing to say. */
	snprintf(text, sizeof(text), "%se%d", decimal->digits, power);
	return strtod(text, NULL);
}

/* The digit that stands for 10^power. */
static char digit_at(const struct decimal *decimal, int power)
{
	int i = decimal->exponent - power;

	return i >= 0 && i < DECIMAL_DIGITS ? decimal->digits[i] : '0';
}

void decimal_write(struct decimal decimal, int places, char *buffer, size_t size)
{
	size_t n = 0;

	decimal = decimal_round_places(decimal, places);
	for (int power = decimal.exponent > 0 ? decimal.exponent : 0; power >= -places; power--) {
		if (n + 2 >= size)
			break;
		if (power == -1)
			buffer[n++] = '.';
		buffer[n++] = digit_at(&decimal, power);
		if (power > 0 && power % 3 == 0 && n + 1 < size)
			buffer[n++] = ',';
	}
	buffer[n] = '\0';
}
