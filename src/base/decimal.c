// SPDX-License-Identifier: MIT
#include "base/decimal.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* printf writes the locale's decimal point, of any length: only the digits are taken. */
struct decimal decimal_from(double x)
{
	struct decimal decimal = { 0 };
	const char *p;
	char text[40];
	int n = 0;

	if (x > DBL_MAX || x < -DBL_MAX)
		x = DBL_MAX; /* scaled over the top on its way here: as large as it gets */
	snprintf(text, sizeof(text), "%.*e", DECIMAL_DIGITS - 1, x);
	for (p = text; *p != 'e'; p++)
		if (*p >= '0' && *p <= '9' && n < DECIMAL_DIGITS)
			decimal.digits[n++] = *p;
	decimal.exponent = atoi(p + 1);
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

/* Without a decimal point in the text the locale has nothing to say. */
double decimal_value(const struct decimal *decimal)
{
	char text[40];

	snprintf(text, sizeof(text), "%se%d", decimal->digits,
		 decimal->exponent - (DECIMAL_DIGITS - 1));
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
