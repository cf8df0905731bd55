// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "ui/plot_axis.h"

enum {
	DECADES_MAX = 6,
	LABEL_COLUMNS = 6, /* of a y label, left of the axis */
	LABEL_BORDER = 5,  /* columns between two x labels where steps are chosen */
	COLUMNS_OF_FINE_DECADE = 24,
	STEPS_OF_DECADES = 3,
};

/* Headroom above the largest value, and what rounding may add to a value that is a tick. */
static const double headroom = 1.05, slack = 1e-9;
/* Beyond this the next tick, or its value in millionths, could be infinite. */
static const double largest_shown = 1e280;

/* Of numbers; what fmin and fmax do about NaN costs a call for every dot. */
static double less(double a, double b)
{
	return a < b ? a : b;
}

static double more(double a, double b)
{
	return a > b ? a : b;
}

void extent_init(struct extent *extent)
{
	*extent = (struct extent){ .lo = HUGE_VAL, .hi = -HUGE_VAL, .lo_positive = HUGE_VAL };
}

void extent_add(struct extent *extent, double value)
{
	if (isnan(value))
		return;
	extent->values++;
	if (isinf(value))
		return;
	if (value <= 0)
		extent->zeros++;
	else
		extent->lo_positive = less(value, extent->lo_positive);
	extent->lo = less(value, extent->lo);
	extent->hi = more(value, extent->hi);
}

/* The mantissa of x among `steps`, rounded up, times its power of ten. */
double axis_nice_up(double x)
{
	double power = pow(10, floor(log10(x) + slack)), m = x / power;
	double nice = m <= 1 + slack ? 1 : m <= 2 + slack ? 2 : m <= 5 + slack ? 5 : 10;

	return nice * power;
}

double axis_nice_down(double x)
{
	double power = pow(10, floor(log10(x) + slack)), m = x / power;
	double nice = m < 2 - slack ? 1 : m < 5 - slack ? 2 : 5;

	return nice * power;
}

double axis_time_step(double at_least_s)
{
	static const double steps[] = {
		1,      2,      5,      10,      15,      30,      60,      120,      300,
		600,    900,    1800,   3600,    7200,    10800,   21600,   43200,    86400,
		172800, 432000, 864000, 1296000, 2592000, 5184000, 7776000, 15552000, 31104000,
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (at_least_s > 0.5 && steps[i] >= at_least_s * (1 - slack))
			return steps[i];
	if (at_least_s <= 0.5)
		return axis_nice_up(at_least_s);
	return 31104000 * axis_nice_up(at_least_s / 31104000);
}

static double step_up(enum unit unit, double x)
{
	return unit == UNIT_S ? axis_time_step(x) : axis_nice_up(x);
}

/* 0 at lo, 1 at hi. */
static double fraction(const struct axis *axis, double value)
{
	if (axis->log)
		return log10(value / axis->lo) / axis->decades;
	return (value - axis->lo) / (axis->hi - axis->lo);
}

/* The dot of a value, not clamped. */
static double dot_exact(const struct axis *axis, double value)
{
	if (axis->log && value <= 0)
		return 0;
	return axis->base + fraction(axis, value) * axis->span;
}

static void add_tick(struct axis *axis, double at, const char *text)
{
	struct tick *tick;
	int cell = axis_cell(axis, at);

	if (dot_exact(axis, at) > axis_dots(axis) - 0.5)
		return;
	for (int i = 0; i < axis->tick_count; i++)
		if (axis->tick[i].cell == cell)
			return;
	if (axis->tick_count == AXIS_TICKS_MAX)
		return;
	tick = &axis->tick[axis->tick_count++];
	tick->at = at;
	tick->cell = cell;
	snprintf(tick->text, sizeof(tick->text), "%s", text);
}

/* On a y axis the top is one dot less than there are, unless the decades of a log axis can all have
 * the same whole number of rows: then the top tick lies one dot above the top, and every tick on
 * the lowest dot of its row. */
static void scale_y(struct axis *axis)
{
	int cells = axis->cells - (axis->zero ? 1 : 0), whole;
	bool even;

	axis->decades = axis->log ? log10(axis->hi / axis->lo) : 0;
	whole = (int)lround(axis->decades);
	even = whole >= 1 && fabs(axis->decades - whole) < 1e-6 && cells % whole == 0;
	axis->base = axis->zero ? axis->per_cell : 0;
	axis->span = cells * axis->per_cell - (even ? 0 : 1);
}

/* Ticks every step from lo to hi, all with the same decimals. */
static void ticks_linear(struct axis *axis, double step)
{
	struct format_row row;
	char text[FORMAT_SIZE];

	format_row_init_axis(&row, axis->unit, axis->hi, step);
	for (double i = ceil(axis->lo / step - slack); i * step <= axis->hi * (1 + slack); i++) {
		format_row_value(&row, text, sizeof(text), i * step);
		add_tick(axis, i * step, text);
		if (axis->tick_count == AXIS_TICKS_MAX)
			return;
	}
}

static void range_linear(struct axis *axis, double largest)
{
	double need = largest * headroom, step;
	int most = axis->cells > 2 ? (axis->cells - 1) / 2 : 1;

	if (axis->unit == UNIT_SHARE && largest <= 1)
		need = fmin(need, 1);
	if (!(need > 0))
		need = axis->unit == UNIT_SHARE ? 0.01 : 1;
	step = step_up(axis->unit, need / most);
	while (ceil(need / step - slack) > most)
		step = step_up(axis->unit, step * 1.01);
	axis->lo = 0;
	axis->hi = ceil(need / step - slack) * step;
	if (axis->unit == UNIT_SHARE && largest <= 1)
		axis->hi = fmin(axis->hi, 1);
	scale_y(axis);
	ticks_linear(axis, step);
}

static void tick_set_value(struct axis *axis, double value)
{
	char text[FORMAT_SIZE];

	format_set_value(text, sizeof(text), value, axis->unit);
	if (text_width(text) > LABEL_COLUMNS)
		format_value_narrow(text, sizeof(text), value, axis->unit);
	if (value >= axis->lo * (1 - slack) && value <= axis->hi * (1 + slack))
		add_tick(axis, value, text);
}

/* Times beyond minutes have no decades that anybody knows: round times, two rows apart. */
static void ticks_log_time(struct axis *axis)
{
	static const double times[] = { 0.001, 0.01,  0.1,   1,      10,      60,       600,
					3600,  21600, 86400, 864000, 8640000, 31104000, 311040000 };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		int cell = axis_cell(axis, times[i]);

		if (axis->tick_count == 0 || cell - axis->tick[axis->tick_count - 1].cell >= 2)
			tick_set_value(axis, times[i]);
	}
}

/* Decades, with 2 and 5 between them where a decade has four rows, or every second one. */
static void ticks_log(struct axis *axis)
{
	double decades = axis->decades;
	int rows = axis->cells - (axis->zero ? 1 : 0);
	double rows_per_decade = rows / decades;
	int each = rows_per_decade < 1 ? 2 : 1;
	bool fine = decades < 3 - slack && rows_per_decade >= 4;
	int first = (int)floor(log10(axis->lo) + slack);

	if (axis->unit == UNIT_S && axis->hi >= 3600) {
		ticks_log_time(axis);
		return;
	}
	for (int k = 0; k <= (int)ceil(decades); k += each)
		tick_set_value(axis, pow(10, first + k));
	for (int k = 0; fine && k <= (int)ceil(decades); k++) {
		tick_set_value(axis, 2 * pow(10, first + k));
		tick_set_value(axis, 5 * pow(10, first + k));
	}
	if (axis->tick_count == 0)
		tick_set_value(axis, axis->lo);
}

static void ends_log(struct axis *axis, double lowest, double largest)
{
	double need = largest * headroom;

	if (log10(need / lowest) < 2) {
		axis->hi = axis_nice_up(need);
		axis->lo = axis_nice_down(lowest);
	} else {
		axis->hi = pow(10, ceil(log10(need) - slack));
		axis->lo = pow(10, floor(log10(lowest) + slack));
	}
	if (axis->lo >= axis->hi)
		axis->lo = axis->hi / 10;
	axis->lo = fmax(axis->lo, axis->hi / pow(10, DECADES_MAX));
}

static void range_log(struct axis *axis, const struct extent *extent, double target)
{
	double lowest = extent->lo_positive, largest = extent->hi;

	if (target > 0 && target < largest_shown) {
		lowest = fmin(lowest, target);
		largest = fmax(largest, target);
	}
	ends_log(axis, lowest, largest);
	axis->zero = extent->zeros > 0 && axis->cells > 3;
	scale_y(axis);
	if (axis->zero)
		add_tick(axis, 0, "0");
	if (axis->decades >= 1 - slack)
		ticks_log(axis);
	else
		ticks_linear(axis, axis_nice_up((axis->hi - axis->lo) * 2 / axis->cells));
}

void axis_init_y(struct axis *axis, const struct extent *extent, enum unit unit, bool log,
		 double target, int rows, int dots)
{
	double largest = extent->hi;

	assert(rows > 0 && dots > 0);
	*axis = (struct axis){ .unit = unit, .cells = rows, .per_cell = dots };
	axis->log = log && isfinite(extent->lo_positive) && largest < largest_shown;
	if (axis->log) {
		range_log(axis, extent, target);
		return;
	}
	if (isfinite(target))
		largest = fmax(largest, target);
	range_linear(axis, isfinite(largest) ? fmin(fmax(largest, 0), largest_shown) : 0);
}

void axis_init_x(struct axis *axis, double lo, double hi, enum unit unit, bool log, int columns,
		 int dots)
{
	assert(columns > 0 && dots > 0);
	*axis = (struct axis){ .unit = unit, .cells = columns, .per_cell = dots };
	axis->log = log && lo > 0;
	axis->lo = isfinite(lo) ? lo : 0;
	axis->hi = isfinite(hi) && hi > axis->lo ? hi : axis->lo + (axis->lo > 0 ? axis->lo : 1);
	axis->decades = axis->log ? log10(axis->hi / axis->lo) : 0;
	axis->span = axis_dots(axis) - 1;
}

static int left_of(const struct tick *tick)
{
	return axis_label_x(tick);
}

static int right_of(const struct tick *tick)
{
	return left_of(tick) + text_width(tick->text);
}

/* Adds a tick if its label leaves room to the others. */
static void add_tick_x(struct axis *axis, double at, const char *suffix, int gap)
{
	struct tick tick = { .at = at, .cell = axis_cell(axis, at) };
	char text[FORMAT_SIZE];

	if (axis->tick_count == AXIS_TICKS_MAX)
		return;
	if (axis->unit == UNIT_S && !axis->log)
		format_day(text, sizeof(text), at);
	else
		format_set_value(text, sizeof(text), at, axis->unit);
	tick.digits = text_width(text);
	snprintf(tick.text, sizeof(tick.text), "%.24s%s", text, suffix);
	for (int i = 0; i < axis->tick_count; i++)
		if (left_of(&tick) < right_of(&axis->tick[i]) + gap &&
		    left_of(&axis->tick[i]) < right_of(&tick) + gap)
			return;
	axis->tick[axis->tick_count++] = tick;
}

/* Adds every so many decades, with 2 and 5 between them if they are wide. False when one of them
 * found no room. */
static bool add_decades(struct axis *axis, int each, bool fine, int gap)
{
	int first = (int)floor(log10(axis->lo) + slack);
	int end = (int)ceil(log10(axis->hi) - slack);
	bool all = true;

	for (int k = first; k <= end; k += each)
		for (int digit = 1; digit <= (fine ? 5 : 1); digit += digit == 2 ? 3 : 1) {
			double at = digit * pow(10, k);
			int before = axis->tick_count;

			if (!(at > axis->lo * (1 + slack) && at < axis->hi * (1 - slack)))
				continue;
			add_tick_x(axis, at, "", gap);
			all = all && axis->tick_count > before;
		}
	return all;
}

/* The closest regular steps of decades that fit; the widest ones as far as they do. */
static void ticks_x_log(struct axis *axis, int gap)
{
	bool fine = axis->cells / axis->decades >= COLUMNS_OF_FINE_DECADE;
	int ends = axis->tick_count;

	if (fine && add_decades(axis, 1, true, gap))
		return;
	for (int each = 1; each <= STEPS_OF_DECADES; each++) {
		axis->tick_count = ends;
		if (add_decades(axis, each, false, gap))
			return;
	}
}

static void ticks_x_linear(struct axis *axis, int gap)
{
	int width = axis->tick_count > 0 ? text_width(axis->tick[0].text) : 1;
	double per_column = (axis->hi - axis->lo) / axis->cells;
	double step = step_up(axis->unit, (width + LABEL_BORDER) * per_column);

	if (axis->unit == UNIT_S)
		step = axis_time_step(fmax(step, 1));
	for (double i = floor(axis->lo / step) + 1; i * step < axis->hi * (1 - slack); i++)
		add_tick_x(axis, i * step, "", gap);
}

void axis_ticks_x(struct axis *axis, const char *suffix, int gap)
{
	axis->tick_count = 0;
	add_tick_x(axis, axis->hi, suffix, gap);
	add_tick_x(axis, axis->lo, "", gap);
	if (axis->log)
		ticks_x_log(axis, gap);
	else
		ticks_x_linear(axis, gap);
}

int axis_label_x(const struct tick *tick)
{
	return tick->cell - tick->digits / 2;
}

int axis_dots(const struct axis *axis)
{
	return axis->cells * axis->per_cell;
}

int axis_dot(const struct axis *axis, double value)
{
	double dot = dot_exact(axis, value);
	int top = axis_dots(axis) - 1;

	if (axis->log && value <= 0)
		return 0;
	if (dot >= top)
		return top;
	return dot > axis->base ? (int)lround(dot) : axis->base;
}

double axis_value(const struct axis *axis, double dot)
{
	int last = axis_dots(axis) > 1 ? axis_dots(axis) - 1 : 1;
	double part = dot / last;

	if (axis->log)
		return axis->lo * pow(axis->hi / axis->lo, part);
	return axis->lo + part * (axis->hi - axis->lo);
}

int axis_cell(const struct axis *axis, double value)
{
	return axis_dot(axis, value) / axis->per_cell;
}
