// SPDX-License-Identifier: MIT
#include "bench/lib_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double clock_s(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_cpu_s(void)
{
	return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall_s(void)
{
	return clock_s(CLOCK_MONOTONIC);
}

/* Flushed line by line: who waits for a minute wants to see what is there. */
void bench_figure(const char *name, double value, const char *unit)
{
	printf("bench %s %.8g %s\n", name, value, unit);
	fflush(stdout);
}

void bench_ratio(double ratio, const char *reference)
{
	printf("ratio %.3f %s\n", ratio, reference);
	fflush(stdout);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), ascending);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}
