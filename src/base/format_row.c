// SPDX-License-Identifier: MIT
#include <math.h> /* fabs and floor, exact everywhere */

#include "base/decimal.h"
#include "base/format.h"
#include "base/format_shape.h"

/* Beyond this ratio of largest to smallest, one unit would hide the smallest. */
static const double shared_ratio = 1000;

static struct shape shape_measured(enum form form, double x)
{
	if (!(x > 0))
		x = 1;
	switch (form) {
	case FORM_TIME:
		return shape_time(x, 3, false);
	case FORM_SHARE:
		return shape_share(x);
	case FORM_COUNT:
		return shape_count(x, 3);
	case FORM_MONEY:
	case FORM_NUMBER:
	case FORM_FLAG:
	case FORM_CHOICE:
		break;
	}
	return shape_prefixed(x, 3);
}

static void row_unit(struct format_row *row, enum unit unit, double largest)
{
	struct unit_form form = unit_form(unit);
	struct shape shape = shape_measured(form.form, largest * form.factor);

	*row = (struct format_row){
		.unit = unit,
		.scale = shape.scale,
		.prefix = form.form == FORM_MONEY ? "$" : "",
		.suffix = shape.suffix,
		.tail = form.tail,
	};
}

/* Sizes of what can be shared: finite values other than 0. */
struct extent {
	double smallest, largest;
	bool whole; /* all values are whole numbers */
};

static void extent_add(struct extent *extent, double value)
{
	double x = fabs(value);

	if (!(x > 0 && x < (double)INFINITY))
		return;
	extent->smallest = extent->largest > 0 && extent->smallest < x ? extent->smallest : x;
	extent->largest = extent->largest > x ? extent->largest : x;
	extent->whole = extent->whole && x == floor(x);
}

/* Two digits of the smallest; none after the point for whole items. */
static int row_places(const struct extent *extent, double factor, double scale, enum form form)
{
	struct decimal smallest = decimal_from(extent->smallest * factor / scale);

	if (form != FORM_TIME && scale == 1 && extent->whole)
		return 0;
	smallest = decimal_round_digits(smallest, 2);
	return smallest.exponent < 1 ? 1 - smallest.exponent : 0;
}

void format_row_init(struct format_row *row, enum unit unit, const double *values, size_t n,
		     double target)
{
	struct unit_form form = unit_form(unit);
	struct extent extent = { .whole = true };
	double unit_of, largest;

	for (size_t i = 0; i < n; i++)
		extent_add(&extent, values[i]);
	unit_of = target > 0 && target < (double)INFINITY ? target : extent.largest;
	row_unit(row, unit, unit_of);
	if (form.form != FORM_TIME && form.form != FORM_COUNT && form.form != FORM_NUMBER)
		return;
	/* the target has a say in the ratio only: its digits are its own */
	largest = extent.largest > unit_of ? extent.largest : unit_of;
	if (extent.largest == 0 || largest > shared_ratio * extent.smallest)
		return;
	row->shared = true;
	row->decimals = row_places(&extent, form.factor, row->scale, form.form);
}

void format_row_init_axis(struct format_row *row, enum unit unit, double largest, double step)
{
	struct unit_form form = unit_form(unit);
	struct decimal d;

	row_unit(row, unit, fabs(largest));
	row->shared = true;
	d = decimal_round_digits(decimal_from(step * form.factor / row->scale), 3);
	row->decimals = decimal_places(&d);
}

void format_row_value(const struct format_row *row, char *buffer, size_t size, double value)
{
	struct shape shape = shape_plain(row->scale, value == 0 ? 0 : row->decimals, row->suffix);

	if (shape_write_special(value, buffer, size))
		return;
	if (row->shared)
		shape_write(&shape, row->prefix, row->tail, value * unit_form(row->unit).factor,
			    buffer, size);
	else
		format_value(buffer, size, value, row->unit);
}
