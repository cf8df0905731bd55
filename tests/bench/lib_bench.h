// SPDX-License-Identifier: MIT
/*
 * What the benchmark programs share: clocks, the lines they print, and comparison with a reference.
 *
 * Every figure is one line, `bench NAME VALUE UNIT`. Where there is a reference program the next
 * line is `ratio R REF`: its time over ours, so above 1 is faster than the reference. Both are run
 * in turn, several times, and the median of the ratios counts, because other work on the machine
 * slows both alike.
 */
#ifndef RAGTOP_TESTS_BENCH_LIB_BENCH_H
#define RAGTOP_TESTS_BENCH_LIB_BENCH_H

#include <stddef.h>

enum { BENCH_REPETITIONS = 9 };

double bench_cpu_s(void);  /* of the whole process */
double bench_wall_s(void); /* of a clock that only goes forward */

void bench_figure(const char *name, double value, const char *unit);
void bench_ratio(double ratio, const char *reference);

/* Puts the values into order. */
double bench_median(double *values, int n);

#endif
