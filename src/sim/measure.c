// SPDX-License-Identifier: MIT
#include "sim/measure.h"

#include <math.h>
#include <string.h>

double trip_ttft_s(const struct trip *trip)
{
	double sum_s = 0;

	for (int stage = 0; stage < STAGE_DECODE; stage++)
		sum_s += trip->wait_s[stage] + trip->service_s[stage];
	return sum_s;
}

double trip_e2e_s(const struct trip *trip)
{
	return trip_ttft_s(trip) + trip->wait_s[STAGE_DECODE] + trip->service_s[STAGE_DECODE];
}

static void flow_add(struct flow_count *count, const struct trip *trip)
{
	count->arrived++;
	count->dropped += trip->dropped;
	count->blind += trip->blind && !trip->dropped;
	count->met_sighted += trip->met && !trip->blind;
	count->met_blind += trip->met && trip->blind;
	count->embedded += trip->reached >> STAGE_EMBED & 1;
	/* given up while still waiting: nothing was read */
	count->searched += (trip->reached >> STAGE_SEARCH & 1) &&
			   (!trip->blind || trip->service_s[STAGE_SEARCH] > 0);
	count->retried += (uint64_t)trip->retries;
}

void sketch_add(struct sketch *sketch, const struct trip *trip, double ttft_s, double e2e_s)
{
	flow_add(&sketch->count, trip);
	sketch->search_visits += trip->reached >> STAGE_SEARCH & 1;
	sketch->search_wait_s += trip->wait_s[STAGE_SEARCH];
	if (trip->dropped)
		return;
	histogram_add(&sketch->ttft, ttft_s);
	histogram_add(&sketch->e2e, e2e_s);
}

/* By the bits of the float, as the histogram does: exponent and first three bits of the
 * fraction. */
static struct tail_bin *tail_of(struct measure *measure, double ttft_s)
{
	const int64_t first = (int64_t)(1023 - 20) * TAIL_PER_OCTAVE;
	int64_t bits;

	memcpy(&bits, &ttft_s, sizeof(bits));
	bits = (bits >> 49) - first;
	return &measure->tail[bits < 0 ? 0 : bits < TAIL_BINS ? bits : TAIL_BINS - 1];
}

static void tail_add(struct tail_bin *bin, const struct trip *trip)
{
	bin->count++;
	for (int stage = 0; stage < STAGE_DECODE; stage++) {
		bin->wait_s[stage] += trip->wait_s[stage];
		bin->service_s[stage] += trip->service_s[stage];
	}
}

static double overlap(double from_s, double length_s, double end_s)
{
	if (from_s >= end_s)
		return 0;
	return from_s + length_s > end_s ? end_s - from_s : length_s;
}

static void stages_add(struct measure *measure, const struct trip *trip)
{
	double at_s = trip->arrival_s;

	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		double wait_s = trip->wait_s[stage], service_s = trip->service_s[stage];

		if (!(trip->reached >> stage & 1))
			continue;
		measure->reached[stage]++;
		measure->wait_s[stage] += wait_s;
		measure->service_s[stage] += service_s;
		measure->busy_s[stage] += overlap(at_s + wait_s, service_s, trip->end_s);
		measure->present_s[stage] += overlap(at_s, wait_s + service_s, trip->end_s);
		at_s += wait_s + service_s;
	}
}

void measure_add(struct measure *measure, const struct trip *trip, double ttft_s, double e2e_s)
{
	sketch_add(&measure->sketch, trip, ttft_s, e2e_s);
	stages_add(measure, trip);
	if (trip->dropped)
		return;
	measure->ttft_sum_s += ttft_s;
	measure->e2e_sum_s += e2e_s;
	tail_add(tail_of(measure, ttft_s), trip);
	if (trip->answer_tok > 1) {
		double tpot_s = trip->service_s[STAGE_DECODE] / (trip->answer_tok - 1);

		measure->tpot_sum_s += tpot_s;
		histogram_add(&measure->tpot, tpot_s);
	}
}

void flow_count_merge(struct flow_count *into, const struct flow_count *from)
{
	into->arrived += from->arrived;
	into->dropped += from->dropped;
	into->blind += from->blind;
	into->met_sighted += from->met_sighted;
	into->met_blind += from->met_blind;
	into->embedded += from->embedded;
	into->searched += from->searched;
	into->retried += from->retried;
}

struct flow flow_of(const struct flow_count *count, bool retrieves)
{
	double n = (double)count->arrived;

	if (count->arrived == 0)
		return (struct flow){
			.sighted = 1, .met_sighted = 1, .embedded = retrieves, .searched = retrieves
		};
	return (struct flow){
		.sighted = (double)(count->arrived - count->dropped - count->blind) / n,
		.blind = (double)count->blind / n,
		.met_sighted = (double)count->met_sighted / n,
		.met_blind = (double)count->met_blind / n,
		.embedded = (double)count->embedded / n,
		.searched = (double)count->searched / n,
	};
}
