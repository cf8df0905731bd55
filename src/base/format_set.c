// SPDX-License-Identifier: MIT
/* Values that somebody set: as short as possible, but four digits are kept where they are exact. */
#include <math.h> /* fabs, exact everywhere; isnan */
#include <stdio.h>

#include "base/decimal.h"
#include "base/format.h"
#include "base/format_shape.h"

enum { EXACT_DIGITS = 4, ROUNDED_DIGITS = 3 };

/* Is the number all there in so few digits? */
static bool is_short(double x)
{
	struct decimal exact = decimal_from(x);

	return decimal_digits(&exact) <= EXACT_DIGITS;
}

static struct decimal shorten(double x)
{
	struct decimal exact = decimal_from(x);

	return is_short(x) ? exact : decimal_round_digits(exact, ROUNDED_DIGITS);
}

static struct shape shape_scaled(double x, double scale, const char *suffix)
{
	struct decimal d = shorten(x / scale);

	return shape_plain(scale, decimal_places(&d), suffix);
}

/* 60k, 1.5k, 1,536, 4.33, 87.5e-6 */
static struct shape shape_short(double x)
{
	struct decimal d = shorten(x);
	double value = decimal_value(&d);

	if (value >= 999e9 || value < 1e-4)
		return shape_prefixed(x, ROUNDED_DIGITS);
	if (value >= 1e9)
		return shape_scaled(x, 1e9, "B");
	if (value >= 1e6)
		return shape_scaled(x, 1e6, "M");
	/* four digits are shorter with a comma than with a point and a k */
	if (value >= 1e4 || (value >= 1e3 && decimal_digits(&d) < EXACT_DIGITS))
		return shape_scaled(x, 1e3, "k");
	return shape_scaled(x, 1, "");
}

/* A fraction of a dollar is written in cents: $2.50. */
static struct shape shape_short_money(double x)
{
	struct shape shape = shape_short(x);

	if (shape.places == 1 && shape.suffix[0] == '\0')
		shape.places = 2;
	return shape;
}

static struct shape shape_in_time_unit(double x, int unit)
{
	return shape_scaled(x, time_units[unit].s, time_units[unit].suffix);
}

static int measured_time_unit(double x)
{
	struct shape measured = shape_time(x, ROUNDED_DIGITS, false);
	int unit = 0;

	while (unit < TIME_Y && time_units[unit].s != measured.scale)
		unit++;
	return unit;
}

/* 15 min, not 900 s; 90 d; 340 ms; 1.2 s; 2.5 d if it is kept in days. */
static struct shape shape_short_time(double x, double factor)
{
	int kept_in = factor > 3600 ? TIME_D
		      : factor > 60 ? TIME_H
		      : factor > 1  ? TIME_MIN
				    : TIME_S;
	int unit;

	if (x < 1e-6)
		return shape_time(x, ROUNDED_DIGITS, false);
	if (kept_in > TIME_S && x >= factor && x < 1e4 * factor && is_short(x / factor))
		return shape_in_time_unit(x, kept_in);
	for (unit = TIME_D; unit >= TIME_MIN; unit--) {
		double n = x / time_units[unit].s;

		if (n >= 1 && n < 1e4 && n == floor(n))
			return shape_in_time_unit(x, unit);
	}
	unit = measured_time_unit(x);
	if (!is_short(x / time_units[unit].s) && unit > TIME_S && x < 1e4 && is_short(x))
		unit = TIME_S;
	return shape_in_time_unit(x, unit);
}

static struct shape shape_short_share(double x)
{
	struct shape shape = shape_short(x * 100);

	shape.scale *= 0.01;
	return shape;
}

static struct shape shape_set(struct unit_form form, double x)
{
	switch (form.form) {
	case FORM_MONEY:
		return shape_short_money(x);
	case FORM_TIME:
		return shape_short_time(x, form.factor);
	case FORM_SHARE:
		return shape_short_share(x);
	case FORM_NUMBER:
	case FORM_COUNT:
	case FORM_FLAG:
	case FORM_CHOICE:
		break;
	}
	return shape_short(x);
}

void format_set_value(char *buffer, size_t size, double value, enum unit unit)
{
	struct unit_form form = unit_form(unit);
	double scaled = value * form.factor; /* which may overflow though the value is finite */
	struct shape shape;
	char tail[16];

	if (value == 0 || form.form == FORM_FLAG || !(fabs(scaled) < (double)INFINITY)) {
		format_value(buffer, size, value, unit);
		return;
	}
	shape = shape_set(form, fabs(scaled));
	/* a share's prefix, if it has one, goes before the per cent sign */
	snprintf(tail, sizeof(tail), "%s%s", form.form == FORM_SHARE ? " %" : "", form.tail);
	shape_write(&shape, form.form == FORM_MONEY ? "$" : "", tail, scaled, buffer, size);
}

void format_param_value(char *buffer, size_t size, enum param_id id, double value)
{
	const struct param_info *info = &param_table[id];

	if (isnan(value))
		snprintf(buffer, size, "null");
	else if (info->kind == PARAM_FLAG)
		snprintf(buffer, size, "%s", value != 0 ? "true" : "false");
	else if (info->kind == PARAM_CHOICE)
		snprintf(buffer, size, "%s", info->choices[(int)value]);
	else
		format_set_value(buffer, size, value, info->unit);
}
