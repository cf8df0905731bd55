// SPDX-License-Identifier: MIT
/*
 * Queues in tandem, as the engine and its references simulate them: the model, the same random
 * numbers and the same statistics for all of them.
 *
 * Arrivals are Poisson, services exponential, times in seconds. Sojourns go into a histogram and
 * into batch means; the number at each station is integrated over time, by whoever runs the model.
 */
#ifndef RAGTOP_TESTS_BENCH_LIB_QUEUE_H
#define RAGTOP_TESTS_BENCH_LIB_QUEUE_H

#include <stddef.h>

#include <ragtop/result.h>
#include "base/histogram.h"
#include "base/variate.h"

enum { STATIONS_MAX = 3, DRAWS = 512, BATCHES = 40, BATCH_MIN = 10000 };

struct tandem {
	const char *name;
	double gap_s; /* mean time between arrivals */
	int stations;
	int servers[STATIONS_MAX];
	double service_s[STATIONS_MAX];
};

/* mm1, mm16 and net3; NULL when there is no such name. */
const struct tandem *tandem_find(const char *name);

/* Exponential times of one source of chance, made in blocks as the simulator makes them. */
struct draws {
	struct rng rng;
	double mean_s;
	int next;
	double values[DRAWS];
};

void draws_open(struct draws *draws, double mean_s, const char *name);

static inline double draws_next(struct draws *draws)
{
	if (draws->next == DRAWS) {
		variate_fill_exponential(&draws->rng, draws->values, DRAWS);
		draws->next = 0;
	}
	return draws->values[draws->next++] * draws->mean_s;
}

/* Delays of the hold model: one block of exponentials, used over and over so that only the queue is
 * timed. */
void hold_open(struct draws *delays);

/* Times between arrivals, and a stream of service times for each station. */
struct luck_streams {
	struct draws gaps, services[STATIONS_MAX];
};

void luck_open(struct luck_streams *luck, const struct tandem *tandem);

struct record {
	struct histogram sojourn;
	double batch_sum_s;
	size_t batch_length, in_batch;
	int batches;
	double batch_mean_s[BATCHES];
};

/* For n customers: batches of equal length, as many as are long enough to be called independent. */
void record_open(struct record *record, size_t n);
void record_batch(struct record *record);

static inline void record_add(struct record *record, double sojourn_s)
{
	histogram_add(&record->sojourn, sojourn_s);
	record->batch_sum_s += sojourn_s;
	if (++record->in_batch == record->batch_length)
		record_batch(record);
}

struct outcome {
	double cpu_s;
	size_t customers, events;
	double mean_s; /* time in system */
	struct interval mean_ci;
	double p50_s, p99_s;
	double in_system[STATIONS_MAX]; /* mean number at each station */
};

/* Everything but cpu_s; areas are integrals of the number at each station until end_s. */
void outcome_make(struct outcome *outcome, const struct tandem *tandem, const struct record *record,
		  const double area_s[STATIONS_MAX], double end_s);

#endif
