// SPDX-License-Identifier: MIT
#include "bench/lib_queue.h"

#include <math.h>
#include <string.h>

#include "base/stats.h"

/* mm16 has the arrivals of mm1 times one: sixteen servers that take sixteen times as long. */
static const struct tandem tandems[] = {
	{ "mm1", 1 / 0.9, 1, { 1 }, { 1 } },
	{ "mm16", 1 / 0.9, 1, { 16 }, { 16 } },
	{ "net3", 1, 3, { 1, 4, 32 }, { 0.5, 4 * 0.7, 32 * 0.9 } },
};

const struct tandem *tandem_find(const char *name)
{
	for (size_t i = 0; i < sizeof(tandems) / sizeof(tandems[0]); i++)
		if (strcmp(name, tandems[i].name) == 0)
			return &tandems[i];
	return NULL;
}

void draws_open(struct draws *draws, double mean_s, const char *name)
{
	rng_open(&draws->rng, 1, 0, 0, name);
	draws->mean_s = mean_s;
	draws->next = DRAWS;
}

void hold_open(struct draws *delays)
{
	draws_open(delays, 1, "hold");
	draws_next(delays);
	delays->next = 0;
}

void luck_open(struct luck_streams *luck, const struct tandem *tandem)
{
	static const char *const names[STATIONS_MAX] = { "service-1", "service-2", "service-3" };

	draws_open(&luck->gaps, tandem->gap_s, "arrivals");
	for (int i = 0; i < tandem->stations; i++)
		draws_open(&luck->services[i], tandem->service_s[i], names[i]);
}

void record_open(struct record *record, size_t n)
{
	memset(record, 0, sizeof(*record));
	record->batch_length = n / BATCHES > BATCH_MIN ? n / BATCHES : BATCH_MIN;
}

/* What division of the number of customers leaves over is in the histogram only. */
void record_batch(struct record *record)
{
	if (record->batches < BATCHES)
		record->batch_mean_s[record->batches++] = record->batch_sum_s /
							  (double)record->batch_length;
	record->batch_sum_s = 0;
	record->in_batch = 0;
}

static double mean_of(const double *x, int n)
{
	struct ksum sum = { 0 };

	for (int i = 0; i < n; i++)
		ksum_add(&sum, x[i]);
	return n ? ksum_value(&sum) / n : (double)NAN;
}

void outcome_make(struct outcome *outcome, const struct tandem *tandem, const struct record *record,
		  const double area_s[STATIONS_MAX], double end_s)
{
	outcome->customers = record->sojourn.total;
	outcome->mean_s = mean_of(record->batch_mean_s, record->batches);
	stats_mean_ci(record->batch_mean_s, (size_t)record->batches, 0.95, &outcome->mean_ci.lo,
		      &outcome->mean_ci.hi);
	outcome->p50_s = histogram_quantile(&record->sojourn, 0.5);
	outcome->p99_s = histogram_quantile(&record->sojourn, 0.99);
	for (int i = 0; i < tandem->stations; i++)
		outcome->in_system[i] = area_s[i] / end_s;
}
