// SPDX-License-Identifier: MIT
/*
 * L0, private to format*.c. How a number of one kind is shown: which prefix or unit, how many
 * decimals. Choosing a shape and writing it are apart, so that a table row can share one.
 */
#ifndef RAGTOP_BASE_FORMAT_SHAPE_H
#define RAGTOP_BASE_FORMAT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/params.h>

enum form {
	FORM_NUMBER,
	FORM_MONEY,
	FORM_TIME,
	FORM_SHARE,
	FORM_COUNT,
	FORM_FLAG,
	FORM_CHOICE,
};

struct unit_form {
	enum form form;
	double factor;    /* to dollars, seconds, shares of 1 or items */
	const char *tail; /* after the number and its own unit */
	double period_s;  /* of a rate; 0 for what is no rate */
};

struct unit_form unit_form(enum unit unit);

struct shape {
	double scale; /* shown = value / scale */
	int places;
	const char *suffix;
	char bound;   /* '<' or '>' when the value is beyond what can be shown, else 0 */
	double limit; /* what is shown instead then */
};

static inline struct shape shape_plain(double scale, int places, const char *suffix)
{
	return (struct shape){ .scale = scale, .places = places, .suffix = suffix };
}

/* `x` is finite and above 0; digits are the significant ones that are wanted, 1 to 3. */
struct shape shape_prefixed(double x, int digits);
struct shape shape_count(double x, int digits);
struct shape shape_time(double x, int digits, bool narrow);
struct shape shape_share(double x);

/* Units of time by their position. */
enum { TIME_US, TIME_MS, TIME_S, TIME_MIN, TIME_H, TIME_D, TIME_Y, TIME_UNITS };
struct time_unit {
	double s;
	double limit; /* measured values from here on take the next unit */
	const char *suffix;
};
extern const struct time_unit time_units[TIME_UNITS];

/* Writes bound, sign, prefix, number, suffix and tail. A number that rounds to 0 loses its sign. */
void shape_write(const struct shape *shape, const char *prefix, const char *tail, double value,
		 char *buffer, size_t size);
/* NaN and infinities: writes them and returns true. */
bool shape_write_special(double value, char *buffer, size_t size);

#endif
