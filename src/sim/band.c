// SPDX-License-Identifier: MIT
#include "sim/band.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double sorted_quantile(const double *sorted, int n, double p)
{
	double place = p * (n - 1);
	int i = (int)floor(place);

	return i + 1 < n ? sorted[i] + (place - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

void band_quantile(double (*path)[RESULT_BUCKETS], int n, double p, double out[RESULT_BUCKETS])
{
	double *at = xcalloc((size_t)n, sizeof(*at));

	assert(n > 0);
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		for (int r = 0; r < n; r++)
			at[r] = path[r][b];
		qsort(at, (size_t)n, sizeof(*at), by_value);
		out[b] = sorted_quantile(at, n, p);
	}
	free(at);
}
