// SPDX-License-Identifier: MIT
#include "base/format.h"

#include <math.h> /* fabs and floor, exact everywhere */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/format_shape.h"
#include "base/text.h"

static void write_form(enum form form, const char *tail, double value, char *buffer, size_t size)
{
	const char *prefix = form == FORM_MONEY ? "$" : "";
	double x = fabs(value);
	struct shape shape = shape_plain(1, 0, "");

	if (shape_write_special(value, buffer, size))
		return;
	switch (form) {
	case FORM_MONEY:
	case FORM_NUMBER:
		shape = x > 0 ? shape_prefixed(x, 3) : shape_plain(1, 0, "");
		break;
	case FORM_COUNT:
	case FORM_CHOICE:
		shape = x > 0 ? shape_count(x, 3) : shape_plain(1, 0, "");
		break;
	case FORM_TIME:
		shape = x > 0 ? shape_time(x, 3, false) : shape_plain(1, 0, " s");
		break;
	case FORM_SHARE:
		shape = x > 0 ? shape_share(x) : shape_plain(0.01, 0, " %");
		break;
	case FORM_FLAG:
		snprintf(buffer, size, "%s", x > 0 ? "on" : "off");
		return;
	}
	shape_write(&shape, prefix, tail, value, buffer, size);
}

void format_money(char *buffer, size_t size, double usd)
{
	write_form(FORM_MONEY, "", usd, buffer, size);
}

void format_time(char *buffer, size_t size, double s)
{
	write_form(FORM_TIME, "", s, buffer, size);
}

void format_share(char *buffer, size_t size, double share)
{
	write_form(FORM_SHARE, "", share, buffer, size);
}

void format_count(char *buffer, size_t size, double count)
{
	write_form(FORM_COUNT, "", count, buffer, size);
}

void format_number(char *buffer, size_t size, double number)
{
	write_form(FORM_NUMBER, "", number, buffer, size);
}

void format_value(char *buffer, size_t size, double value, enum unit unit)
{
	struct unit_form form = unit_form(unit);

	write_form(form.form, form.tail, value * form.factor, buffer, size);
}

void format_delta(char *buffer, size_t size, double value, enum unit unit)
{
	char text[FORMAT_SIZE];

	format_value(text, sizeof(text), value, unit);
	snprintf(buffer, size, "%s%s", value > 0 && text[0] != '<' ? "+" : "", text);
}

void format_ratio(char *buffer, size_t size, double ratio)
{
	struct shape shape = shape_plain(1, 0, "");

	if (shape_write_special(ratio, buffer, size))
		return;
	shape.suffix = "x";
	if (decimal_round_places(decimal_from(ratio), 2).exponent < 1)
		shape.places = ratio == 0 ? 0 : 2;
	else if (decimal_round_places(decimal_from(ratio), 0).exponent > 2)
		shape = (struct shape){ 1, 0, "x", '>', 999 };
	shape_write(&shape, "", "", ratio, buffer, size);
}

/* ---- narrow columns ---- */

enum { NARROW_COLUMNS = 6 };

/* As many of three digits as fit; false when not even one does. */
static bool write_narrow(enum form form, double value, char *buffer, size_t size)
{
	double x = fabs(value);

	for (int digits = 3; digits >= 1; digits--) {
		struct shape shape = form == FORM_TIME    ? shape_time(x, digits, true)
				     : form == FORM_COUNT ? shape_count(x, digits)
							  : shape_prefixed(x, digits);

		shape_write(&shape, form == FORM_MONEY ? "$" : "", "", value, buffer, size);
		if (text_width(buffer) <= NARROW_COLUMNS)
			return true;
	}
	return false;
}

void format_money_narrow(char *buffer, size_t size, double usd)
{
	if (usd == 0 || !(fabs(usd) < (double)INFINITY))
		format_money(buffer, size, usd);
	else if (fabs(usd) < 0.001)
		snprintf(buffer, size, "<$0.01");
	else
		write_narrow(FORM_MONEY, usd, buffer, size);
}

void format_time_narrow(char *buffer, size_t size, double s)
{
	if (s == 0 || !(fabs(s) < (double)INFINITY))
		format_time(buffer, size, s);
	else
		write_narrow(FORM_TIME, s, buffer, size);
}

void format_count_narrow(char *buffer, size_t size, double count)
{
	if (count == 0 || !(fabs(count) < (double)INFINITY))
		format_count(buffer, size, count);
	else
		write_narrow(FORM_COUNT, count, buffer, size);
}

/* Two places under 10 and near 100 %, one between, none from 100 % on. */
void format_share_narrow(char *buffer, size_t size, double share)
{
	double percent = fabs(share) * 100;
	struct shape shape = shape_plain(0.01, 2, "%");

	if (shape_write_special(share, buffer, size))
		return;
	if (percent == 0 || percent > 100 - 1e-12)
		shape.places = 0;
	else if (decimal_round_places(decimal_from(percent), 2).exponent > 1)
		shape = (struct shape){ 0.01, 1, "%", '>', 0.999 };
	else if (decimal_round_places(decimal_from(percent), 2).exponent > 0 && percent < 99)
		shape.places = 1;
	shape_write(&shape, "", "", share, buffer, size);
}

void format_value_narrow(char *buffer, size_t size, double value, enum unit unit)
{
	struct unit_form form = unit_form(unit);

	switch (form.form) {
	case FORM_MONEY:
		format_money_narrow(buffer, size, value);
		return;
	case FORM_TIME:
		format_time_narrow(buffer, size, value * form.factor);
		return;
	case FORM_SHARE:
		format_share_narrow(buffer, size, value);
		return;
	case FORM_NUMBER:
	case FORM_COUNT:
		format_count_narrow(buffer, size, value);
		return;
	case FORM_FLAG:
	case FORM_CHOICE:
		format_value(buffer, size, value, unit);
		return;
	}
}

/* ---- full digits ---- */

/* Beyond that, digits would be invented. */
static const double long_largest = 1e15;

static int clamp_places(int places, int least)
{
	return places < least ? least : places > 12 ? 12 : places;
}

void format_money_long(char *buffer, size_t size, double usd)
{
	struct shape cents = shape_plain(1, 2, "");

	if (!(fabs(usd) < long_largest))
		format_money(buffer, size, usd);
	else
		shape_write(&cents, "$", "", usd, buffer, size);
}

/* The unit that the value is kept in, so that a column has one unit. */
static struct shape long_shape(struct unit_form form, double value)
{
	struct shape shape = shape_plain(1, 0, "");
	struct decimal exact;

	if (form.form == FORM_TIME)
		shape.suffix = form.factor > 3600 ? " d"
			       : form.factor > 60 ? " h"
			       : form.factor > 1  ? " min"
			       : form.factor < 1  ? " ms"
						  : " s";
	if (form.form == FORM_SHARE)
		shape = shape_plain(0.01, 0, " %");
	exact = decimal_from(value / shape.scale);
	shape.places = clamp_places(decimal_places(&exact), form.form == FORM_MONEY ? 2 : 0);
	return shape;
}

void format_value_long(char *buffer, size_t size, double value, enum unit unit)
{
	struct unit_form form = unit_form(unit);
	struct shape shape;

	if (!(fabs(value) < long_largest) || form.form == FORM_FLAG) {
		format_value(buffer, size, value, unit);
		return;
	}
	shape = long_shape(form, value);
	if (unit == UNIT_USD || unit == UNIT_USD_PER_MONTH)
		shape.places = 2;
	shape_write(&shape, form.form == FORM_MONEY ? "$" : "", form.tail, value, buffer, size);
}

/* ---- put together ---- */

void format_interval(char *buffer, size_t size, double value, double lo, double hi, enum unit unit)
{
	char middle[FORMAT_SIZE], low[FORMAT_SIZE], high[FORMAT_SIZE];

	format_value(middle, sizeof(middle), value, unit);
	format_value(low, sizeof(low), lo, unit);
	format_value(high, sizeof(high), hi, unit);
	if (lo != lo || hi != hi)
		snprintf(buffer, size, "%s", middle);
	else
		snprintf(buffer, size, "%s (%s to %s)", middle, low, high);
}

void format_relative(char *buffer, size_t size, double share)
{
	char text[FORMAT_SIZE];

	if (shape_write_special(share, text, sizeof(text))) {
		snprintf(buffer, size, "±%s", text);
		return;
	}
	format_set_value(text, sizeof(text), fabs(share), UNIT_SHARE);
	snprintf(buffer, size, "±%s", text);
}

void format_day(char *buffer, size_t size, double s)
{
	struct decimal day;
	struct shape shape = shape_plain(1, 0, "");
	int places = s < 8640 ? 3 : s < 86400 ? 2 : 1;

	if (shape_write_special(s, buffer, size))
		return;
	day = decimal_round_places(decimal_from(s / 86400), places);
	shape.places = decimal_places(&day);
	shape_write(&shape, "", "", s / 86400, buffer, size);
}

void format_clock(char *buffer, size_t size, double s)
{
	double days;
	int minutes;

	if (shape_write_special(s, buffer, size))
		return;
	days = floor(s / 86400);
	minutes = (int)((s - days * 86400) / 60);
	snprintf(buffer, size, "%02d:%02d", minutes / 60 % 24, minutes % 60);
}
