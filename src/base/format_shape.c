// SPDX-License-Identifier: MIT
#include "base/format_shape.h"

#include <math.h> /* fabs and floor, exact everywhere */
#include <stdio.h>

#include "base/decimal.h"
#include "base/format.h"

struct unit_form unit_form(enum unit unit)
{
	switch (unit) {
	case UNIT_NONE:
		return (struct unit_form){ FORM_NUMBER, 1, "", 0 };
	case UNIT_USD:
		return (struct unit_form){ FORM_MONEY, 1, "", 0 };
	case UNIT_USD_PER_MONTH:
		return (struct unit_form){ FORM_MONEY, 1, "/mo", MONTH_S };
	case UNIT_USD_PER_HOUR:
		return (struct unit_form){ FORM_MONEY, 1, "/h", 3600 };
	case UNIT_USD_PER_MTOK:
	case UNIT_USD_PER_M:
		return (struct unit_form){ FORM_MONEY, 1, "/M", 0 };
	case UNIT_USD_PER_GB_MONTH:
		return (struct unit_form){ FORM_MONEY, 1, "/GB/mo", MONTH_S };
	case UNIT_S:
		return (struct unit_form){ FORM_TIME, 1, "", 0 };
	case UNIT_S_PER_TOK:
		return (struct unit_form){ FORM_TIME, 1, "/tok", 0 };
	case UNIT_MS:
		return (struct unit_form){ FORM_TIME, 1e-3, "", 0 };
	case UNIT_MS_PER_TOK:
		return (struct unit_form){ FORM_NUMBER, 1, " ms/tok", 0 };
	case UNIT_MINUTES:
		return (struct unit_form){ FORM_TIME, 60, "", 0 };
	case UNIT_DAYS:
		return (struct unit_form){ FORM_TIME, 86400, "", 0 };
	case UNIT_HOURS:
		return (struct unit_form){ FORM_TIME, 3600, "", 0 };
	case UNIT_MONTHS:
		return (struct unit_form){ FORM_COUNT, 1, " mo", 0 };
	case UNIT_SHARE:
		return (struct unit_form){ FORM_SHARE, 1, "", 0 };
	case UNIT_SHARE_PER_MONTH:
		return (struct unit_form){ FORM_SHARE, 1, "/mo", MONTH_S };
	case UNIT_TOK:
		return (struct unit_form){ FORM_COUNT, 1, " tok", 0 };
	case UNIT_COUNT:
		return (struct unit_form){ FORM_COUNT, 1, "", 0 };
	case UNIT_QPM:
	case UNIT_PER_MONTH:
		return (struct unit_form){ FORM_COUNT, 1, "", MONTH_S };
	case UNIT_PER_MIN:
		return (struct unit_form){ FORM_COUNT, 1, "/min", 60 };
	case UNIT_PER_S:
		return (struct unit_form){ FORM_COUNT, 1, "/s", 1 };
	case UNIT_GB:
		return (struct unit_form){ FORM_COUNT, 1, " GB", 0 };
	case UNIT_FLAG:
		return (struct unit_form){ FORM_FLAG, 1, "", 0 };
	case UNIT_CHOICE:
		return (struct unit_form){ FORM_CHOICE, 1, "", 0 };
	}
	return (struct unit_form){ FORM_NUMBER, 1, "", 0 };
}

/* Limits from "s up to 120, min up to 120, h up to 48, d up to 1,000, then years of 360 days". */
/* clang-format off */
const struct time_unit time_units[TIME_UNITS] = {
	[TIME_US]  = { 1e-6,           1000,             " µs" },
	[TIME_MS]  = { 1e-3,           1000,             " ms" },
	[TIME_S]   = { 1,              120,              " s" },
	[TIME_MIN] = { 60,             120,              " min" },
	[TIME_H]   = { 3600,           48,               " h" },
	[TIME_D]   = { 86400,          1000,             " d" },
	[TIME_Y]   = { 360 * 86400.0,  (double)INFINITY, " y" },
};
/* clang-format on */

/* Places that show so many significant digits of a rounded number. */
static int places_for(const struct decimal *rounded, int digits)
{
	int places = digits - 1 - rounded->exponent;

	return places > 0 ? places : 0;
}

struct shape shape_prefixed(double x, int digits)
{
	static const struct {
		double scale, end; /* what is as large as `end` takes the next one */
		const char *suffix;
	} prefixes[] = {
		{ 1e-15, 1000, "e-15" }, { 1e-12, 1000, "e-12" }, { 1e-9, 1000, "e-9" },
		{ 1e-6, 100, "e-6" },    { 1, 1000, "" },         { 1e3, 1000, "k" },
		{ 1e6, 1000, "M" },      { 1e9, 1000, "B" },
	};

	if (x < 1e-15)
		return (struct shape){ 1e-15, 0, "e-15", '<', 1e-15 };
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		double scale = prefixes[i].scale;
		struct decimal d;

		if (x / scale >= prefixes[i].end)
			continue;
		d = decimal_round_digits(decimal_from(x / scale), digits);
		if (decimal_value(&d) < prefixes[i].end)
			return shape_plain(scale, places_for(&d, digits), prefixes[i].suffix);
	}
	return (struct shape){ 1e9, 0, "B", '>', 999e9 };
}

struct shape shape_count(double x, int digits)
{
	struct decimal exact = decimal_from(x);
	struct decimal whole = decimal_round_places(exact, 0);
	struct decimal rounded = decimal_round_digits(exact, digits);
	int places;

	if (rounded.exponent >= 3 && whole.exponent > 3)
		return shape_prefixed(x, digits);
	if (rounded.exponent >= 3 || x == floor(x))
		return shape_plain(1, 0, "");
	if (rounded.exponent < -3)
		return (struct shape){ 1, 3, "", '<', 0.001 };
	/* Four places are all that 6 columns hold. */
	places = places_for(&rounded, digits);
	return shape_plain(1, places < 4 ? places : 4, "");
}

struct shape shape_time(double x, int digits, bool narrow)
{
	int i = TIME_US;
	struct decimal d = decimal_round_digits(decimal_from(x / time_units[i].s), digits);

	if (d.exponent < 0)
		return (struct shape){ 1e-6, 0, time_units[i].suffix, '<', 1e-6 };
	/* "119 min" has 7 columns */
	while (i < TIME_Y &&
	       decimal_value(&d) >= (narrow && i == TIME_MIN ? 100 : time_units[i].limit))
		d = decimal_round_digits(decimal_from(x / time_units[++i].s), digits);
	return shape_plain(time_units[i].s, places_for(&d, digits), time_units[i].suffix);
}

/* Just under 100 %: two digits of what is missing, at least one place, at most three. */
static struct shape shape_share_high(double percent)
{
	struct decimal missing = decimal_round_digits(decimal_from(100 - percent), 2);
	int places = places_for(&missing, 2);

	if (decimal_round_places(decimal_from(percent), 3).exponent > 1)
		return (struct shape){ 0.01, 2, " %", '>', 0.9999 };
	return shape_plain(0.01, places < 1 ? 1 : places > 3 ? 3 : places, " %");
}

struct shape shape_share(double x)
{
	double percent = x * 100;
	struct decimal two = decimal_round_digits(decimal_from(percent), 2);

	if (two.exponent < -3)
		return (struct shape){ 0.01, 3, " %", '<', 1e-5 };
	if (two.exponent < 1)
		return shape_plain(0.01, places_for(&two, 2), " %");
	if (percent < 99)
		return shape_plain(0.01, 1, " %");
	if (percent < 100 - 1e-12)
		return shape_share_high(percent);
	return shape_plain(0.01, 0, " %");
}

static bool is_zero(const struct decimal *decimal)
{
	return decimal->digits[0] == '0';
}

/* What fits of them. By hand: every figure on the screen comes through here in every frame. */
static void join(char *buffer, size_t size, const char *const *parts, size_t count)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		for (const char *p = parts[i]; *p != '\0' && used + 1 < size; p++)
			buffer[used++] = *p;
	if (size > 0)
		buffer[used] = '\0';
}

/* A negative number too small to show has no sign; one too large is less than minus the limit. */
void shape_write(const struct shape *shape, const char *prefix, const char *tail, double value,
		 char *buffer, size_t size)
{
	struct decimal exact = decimal_from((shape->bound ? shape->limit : fabs(value)) /
					    shape->scale);
	struct decimal rounded = decimal_round_places(exact, shape->places);
	bool minus = value < 0 && !is_zero(&rounded) && shape->bound != '<';
	char bound[2] = { minus && shape->bound ? '<' : shape->bound, '\0' };
	char number[FORMAT_SIZE];
	const char *parts[] = { bound, minus ? "-" : "", prefix, number, shape->suffix, tail };

	decimal_write(exact, shape->places, number, sizeof(number));
	join(buffer, size, parts, sizeof(parts) / sizeof(parts[0]));
}

bool shape_write_special(double value, char *buffer, size_t size)
{
	if (fabs(value) < (double)INFINITY)
		return false;
	snprintf(buffer, size, "%s%s", value < 0 ? "-" : "",
		 value != value ? FORMAT_MISSING : FORMAT_INFINITE);
	return true;
}
