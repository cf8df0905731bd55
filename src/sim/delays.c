// SPDX-License-Identifier: MIT
/* Percentiles of the delays of the slow clock, and what became of requests to delete a record. */
#include "sim/sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Delays of all replications, in ascending order. */
struct delays {
	double *delays_s;
	size_t count;
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void add(struct delays *delays, const double *delays_s, size_t count)
{
	if (count == 0)
		return;
	delays->delays_s = xrealloc_array(delays->delays_s, delays->count + count,
					  sizeof(*delays_s));
	memcpy(delays->delays_s + delays->count, delays_s, count * sizeof(*delays_s));
	delays->count += count;
}

static void sort(struct delays *delays)
{
	if (delays->count > 0)
		qsort(delays->delays_s, delays->count, sizeof(*delays->delays_s), by_value);
}

/* Nearest rank; NaN of none. */
static double percentile(const struct delays *delays, size_t percent)
{
	if (delays->count == 0)
		return NAN;
	return delays->delays_s[(percent * delays->count + 99) / 100 - 1];
}

void delays_finish(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	struct delays visible = { 0 }, gone = { 0 };
	double n = sim->macro_reps;

	for (int r = 0; r < sim->macro_reps; r++) {
		const struct macro_arch *macro = &sim->macro[r][arch];

		add(&visible, macro->delays_s, macro->delay_count);
		add(&gone, macro->deletion_delays_s, macro->deletion_delay_count);
		out->deletions += macro->deletions / n;
		out->noncompliant_hours += macro->noncompliant_hours / n;
		out->deletions_late += macro->deletions_late / n;
	}
	sort(&visible);
	sort(&gone);
	out->visible_delay_p50_s = percentile(&visible, 50);
	out->visible_delay_p95_s = percentile(&visible, 95);
	out->deletion_delay_p95_s = percentile(&gone, 95);
	free(visible.delays_s);
	free(gone.delays_s);
}
