// SPDX-License-Identifier: MIT
/*
 * L4. Axes: which range shows the data, where a value lies on it in dots, which ticks it has.
 *
 * An axis runs over `cells` rows or columns of `per_cell` dots each; dot 0 is the bottom or the
 * left. A range is a pure function of the data and the size, stable because it ends on 1-2-5
 * steps. Rules: upwards the next tick above 1.05 times the largest value; linear axes start at 0;
 * log axes end on 1, 2 or 5 under two decades and on whole decades from there, at most six.
 */
#ifndef RAGTOP_UI_PLOT_AXIS_H
#define RAGTOP_UI_PLOT_AXIS_H

#include <stdbool.h>

#include <ragtop/params.h>

enum {
	AXIS_TICKS_MAX = 24,
	AXIS_TEXT_SIZE = 32,
};

/* What a set of values spans. NaN is left out; infinite ones only count. */
struct extent {
	double lo, hi;      /* of the finite values */
	double lo_positive; /* smallest one above 0, for log axes */
	int values, zeros;  /* zeros: 0 or less */
};

void extent_init(struct extent *extent);
void extent_add(struct extent *extent, double value);

struct tick {
	double at;
	int cell;
	int digits; /* of an x label: columns without the suffix, which are centred */
	char text[AXIS_TEXT_SIZE];
};

struct axis {
	double lo, hi;
	bool log;
	bool zero; /* a log axis whose lowest row stands for 0 */
	int cells, per_cell;
	double decades; /* of a log axis */
	int base, span; /* dot of lo, and dots from there to hi */
	enum unit unit;
	int tick_count;
	struct tick tick[AXIS_TICKS_MAX];
};

/* A y axis: its range from the extent, the target (NaN: none) inside. */
void axis_init_y(struct axis *axis, const struct extent *extent, enum unit unit, bool log,
		 double target, int rows, int dots);
/* x axes keep the range they are given. Ticks only once axis_ticks_x has been called. */
void axis_init_x(struct axis *axis, double lo, double hi, enum unit unit, bool log, int columns,
		 int dots);
/* Ticks with labels at least `gap` columns apart; both ends have one where there is room for two,
 * and the last one the suffix. Time on a linear axis counts in days. */
void axis_ticks_x(struct axis *axis, const char *suffix, int gap);
/* The column where a label of an x axis begins, from the start of the axis; may be negative. */
int axis_label_x(const struct tick *tick);

int axis_dots(const struct axis *axis);
/* The dot of a value: clamped to the axis; 0 for what is 0 or less on a log axis. */
int axis_dot(const struct axis *axis, double value);
/* The value at the middle of a dot of an x axis; the first and last dot are the ends. */
double axis_value(const struct axis *axis, double dot);
/* The cell of a value, counted like dots from the bottom or left. */
int axis_cell(const struct axis *axis, double value);
/* Smallest 1, 2 or 5 times a power of ten that is at least x > 0; the same downwards. */
double axis_nice_up(double x);
double axis_nice_down(double x);
/* Smallest usual step of time that is at least so many seconds. */
double axis_time_step(double at_least_s);

#endif
