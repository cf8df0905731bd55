// SPDX-License-Identifier: MIT
/*
 * L1. What the micro clock measures. Counts are integers and sums are added in a fixed order, so
 * that merging gives the same bits whoever did the work. Times in seconds.
 */
#ifndef RAGTOP_SIM_MEASURE_H
#define RAGTOP_SIM_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/arch.h>
#include "base/histogram.h"
#include "sim/quality.h"

/* Queries by what became of them. */
struct flow_count {
	uint64_t arrived, dropped, blind, met_sighted, met_blind, embedded, searched, retried;
};

/* The small measure: of one window, one batch or one stretch of time. */
struct sketch {
	struct flow_count count;
	uint64_t search_visits; /* who came to the search, served there or not */
	double search_wait_s;   /* their sum */
	struct histogram ttft, e2e;
};

enum { TAIL_PER_OCTAVE = 8, TAIL_OCTAVES = 36, TAIL_BINS = TAIL_PER_OCTAVE * TAIL_OCTAVES };

/* Time by stage, of the queries whose time to first token falls into a bin: for the waterfall. */
struct tail_bin {
	uint64_t count;
	double wait_s[STAGE_DECODE], service_s[STAGE_DECODE];
};

/* The full measure: one per stratum of a sampled run, one per replication of an exact one. */
struct measure {
	struct sketch sketch;
	struct histogram tpot;
	double ttft_sum_s, e2e_sum_s, tpot_sum_s;
	uint64_t reached[STAGE_COUNT];
	double wait_s[STAGE_COUNT], service_s[STAGE_COUNT];
	double busy_s[STAGE_COUNT], present_s[STAGE_COUNT]; /* cut at the end of observation */
	struct tail_bin tail[TAIL_BINS];
};

/* One query's way, as the pipeline hands it over. */
struct trip {
	double arrival_s, end_s; /* end of observation: INFINITY in a window */
	double wait_s[STAGE_COUNT], service_s[STAGE_COUNT];
	unsigned reached; /* bit set of enum stage */
	double answer_tok;
	int retries;
	bool dropped, blind, met;
};

void sketch_add(struct sketch *sketch, const struct trip *trip, double ttft_s, double e2e_s);
void measure_add(struct measure *measure, const struct trip *trip, double ttft_s, double e2e_s);
/* From arrival to first token, and to the last one. */
double trip_ttft_s(const struct trip *trip);
double trip_e2e_s(const struct trip *trip);

void flow_count_merge(struct flow_count *into, const struct flow_count *from);
/* As shares of all that arrived; without arrivals everybody counts as answered in time. */
struct flow flow_of(const struct flow_count *count, bool retrieves);

#endif
