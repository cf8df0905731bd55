// SPDX-License-Identifier: MIT
/*
 * L0. Quantities to text and back: the only place that knows percent, ms and $.
 *
 * Inside the program a quantity is a double in the unit of its name: dollars, seconds, shares of 1.
 * Measured values show three significant digits, trailing zeros kept, so that nothing jitters;
 * values that somebody set are as short as they can be. Rounding is half away from zero, of the
 * decimal that stands for the double (2.675 means 2.675). k, M, B stick to the number, real units
 * follow a space. NaN is shown as "–", infinity as "∞". Output is UTF-8, independent of the locale.
 *
 * Every function writes at most `size` bytes, always terminated; FORMAT_SIZE bytes are enough for
 * all of them. Widths are in columns, as largest widths of sensible values.
 */
#ifndef RAGTOP_BASE_FORMAT_H
#define RAGTOP_BASE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/params.h>

enum { FORMAT_SIZE = 64 };

#define FORMAT_MISSING "–"
#define FORMAT_PENDING "…" /* not computed yet; never written by these functions */
#define FORMAT_INFINITE "∞"

/* Measured values. */
void format_money(char *buffer, size_t size, double usd);      /* 9: $448  $14.6k  $10.0e-6 */
void format_money_long(char *buffer, size_t size, double usd); /* 18: $1,234,567.00 */
void format_time(char *buffer, size_t size, double s);         /* 8: 836 ms  15.0 min  61.0 d */
void format_share(char *buffer, size_t size, double share);    /* 8: 2.6 %  99.998 % */
void format_count(char *buffer, size_t size, double count);    /* 6: 42.3  1,234  60.0k */
void format_ratio(char *buffer, size_t size, double ratio);    /* 5: 52x  1.12x  >999x */
void format_number(char *buffer, size_t size, double number);  /* 8: three digits, no unit */

/* The same for columns of 6 on narrow screens: $21.1k  0.84 s  2.56%  720k */
void format_money_narrow(char *buffer, size_t size, double usd);
void format_time_narrow(char *buffer, size_t size, double s);
void format_share_narrow(char *buffer, size_t size, double share);
void format_count_narrow(char *buffer, size_t size, double count);

/* A measured value of any unit, with the unit: "$448/mo", "11.0 ms/tok", "500 tok". */
void format_value(char *buffer, size_t size, double value, enum unit unit);
void format_value_narrow(char *buffer, size_t size, double value, enum unit unit);
/* The same with its sign, for differences: "+$323", "-0.41 %", "0 s". */
void format_delta(char *buffer, size_t size, double value, enum unit unit);
/* Full digits without prefixes, for ledgers and prompts: "3,500,000", "$448.20/mo", "0.836 s". */
void format_value_long(char *buffer, size_t size, double value, enum unit unit);

/* A value that somebody set: "60k", "$2.50/M", "4.33", "15 min", "2 %", "500 tok", "on". A choice
 * shows its number here: its names are in the parameter table. */
void format_set_value(char *buffer, size_t size, double value, enum unit unit);
/* The same of a parameter; what is no number is as files and --set have it: "null", "true",
 * "gamma". */
void format_param_value(char *buffer, size_t size, enum param_id id, double value);

/* "3.15M (3.08M to 3.22M)" */
void format_interval(char *buffer, size_t size, double value, double lo, double hi, enum unit unit);
/* A relative half width: "±2 %" */
void format_relative(char *buffer, size_t size, double share);
/* Time on an axis: days "0", "90", "150.1"; or the clock of that day, "04:12". */
void format_day(char *buffer, size_t size, double s);
void format_clock(char *buffer, size_t size, double s);

/*
 * One form for values that stand together: a table row, a waterfall, an axis. Times and counts then
 * share the unit of the largest and one number of decimals; over a ratio of 1,000, and for shares
 * and money, each keeps its own form. On an axis all kinds share.
 */
struct format_row {
	enum unit unit;
	bool shared;
	double scale; /* shown = value / scale */
	int decimals;
	const char *prefix; /* "$" or "" */
	const char *suffix; /* " ms", "k", ... */
	const char *tail;   /* "/tok", " GB", ... */
};

/* For n values, NaN and infinite ones ignored, and the target (NaN: none), whose unit wins. */
void format_row_init(struct format_row *row, enum unit unit, const double *values, size_t n,
		     double target);
/* For the ticks of a linear axis up to `largest`, `step` apart: 0 ms, 200 ms, 400 ms. */
void format_row_init_axis(struct format_row *row, enum unit unit, double largest, double step);
void format_row_value(const struct format_row *row, char *buffer, size_t size, double value);

/*
 * The inverse: what people type. Accepts 50M  1.5e6  1,000  200ms  3d  $3  2 %  2000/day  1.4/s
 * $2.50/M, x2 (times current), +10 % and -10 % (of current, also for shares: 2 % and "+10 %" give
 * 2.2 %), spaces anywhere between. A bare number is in the unit itself (seconds, dollars, shares
 * of 1); a per cent sign divides by 100. A sign before anything but a relative per cent is just
 * a sign. False with `*out` untouched when it cannot be read; ranges are not checked here.
 */
bool parse_quantity(const char *text, enum unit unit, double current, double *out,
		    struct error *error);

#endif
