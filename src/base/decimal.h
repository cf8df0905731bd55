// SPDX-License-Identifier: MIT
/*
 * L0. A double as decimal digits, for rounding the way people do: half away from zero.
 *
 * A double has 15 digits that can be trusted, so those stand for it: 2.675 is 2.675 and not the
 * binary number just below it, and what a division by 60 or 1,000 adds in the 16th digit is gone.
 * Independent of the locale. Knows no units.
 */
#ifndef RAGTOP_BASE_DECIMAL_H
#define RAGTOP_BASE_DECIMAL_H

#include <stddef.h>

enum { DECIMAL_DIGITS = 15 };

/* d.ddd x 10^exponent; zero is all zeros with exponent 0. No sign. */
struct decimal {
	int exponent;
	char digits[DECIMAL_DIGITS + 1];
};

/* Of |x|, which is no NaN; beyond the largest double: of that one. */
struct decimal decimal_from(double x);
/* To n >= 1 significant digits, or to n >= 0 places after the point. */
struct decimal decimal_round_digits(struct decimal decimal, int n);
struct decimal decimal_round_places(struct decimal decimal, int n);
/* Significant digits and places after the point, trailing zeros not counted; at least 1 and 0. */
int decimal_digits(const struct decimal *decimal);
int decimal_places(const struct decimal *decimal);
double decimal_value(const struct decimal *decimal);
/* Rounds to so many places and writes them all, with commas between thousands. */
void decimal_write(struct decimal decimal, int places, char *buffer, size_t size);

#endif
