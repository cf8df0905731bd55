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
	uint64_t arrived, dropped;
	uint64_t blind;  /* answered without passages */
	uint64_t direct; /* answered by the tuned model at once */
	uint64_t cached; /* given an answer that was kept */
	uint64_t met_sighted, met_blind, met_direct, met_cached; /* within the latency targets */
	uint64_t met_reviewed;                                   /* of all of these */
	uint64_t embedded, search_visits; /* came to the search, served there or not */
	uint64_t searched;                /* something was read there */
	uint64_t reranked, retried, warm, repairs, failed_over;
};

enum { TOKEN_PER_OCTAVE = 16, TOKEN_BINS = 18 * TOKEN_PER_OCTAVE };

/* Answers by their time per token, coarse: 4 % wide from 2^-14 s on, the ends take the rest. */
struct token_bins {
	uint32_t counts[TOKEN_BINS];
};

/* The small measure: of one window, one batch or one stretch of time. What all of is touched comes
 * first: it shares a page. */
struct sketch {
	struct flow_count count;
	double search_wait_s; /* sum over visits */
	struct token_bins tokens;
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
	uint64_t passed[1 << STAGE_COUNT]; /* by the set of stages reached */
	double wait_s[STAGE_COUNT], service_s[STAGE_COUNT];
	/* of these, what lies beyond the end of observation */
	double late_service_s[STAGE_COUNT], late_present_s[STAGE_COUNT];
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
	bool direct; /* goes to the tuned model at once */
	int repairs;
	bool cached;      /* found in the cache of answers: it went no further */
	bool warm;        /* the start of its prompt was kept */
	bool failed_over; /* answered by another provider */
};

void sketch_add(struct sketch *sketch, const struct trip *trip, double ttft_s, double e2e_s);
void sketch_merge(struct sketch *into, const struct sketch *from);
/* Empties one that is already valid; cheap. */
void sketch_reset(struct sketch *sketch);

/* Lower edge of a bin of time per token. */
double token_edge_s(int bin);

/* All but the measure's sketch. Returns the time per token, 0 where there is none. */
double measure_add(struct measure *measure, const struct trip *trip, double ttft_s, double e2e_s);
/* Queries that came to each stage. */
void measure_reached(const struct measure *measure, uint64_t reached[STAGE_COUNT]);
/* Service, and waiting and service, up to the end of observation. */
double measure_busy_s(const struct measure *measure, enum stage stage);
double measure_present_s(const struct measure *measure, enum stage stage);
/* From arrival to first token, and with that to the last one. */
double trip_ttft_s(const struct trip *trip);
double trip_e2e_s(const struct trip *trip, double ttft_s);

void flow_count_merge(struct flow_count *into, const struct flow_count *from);

/*
 * Where trips are written: the measure of their unit and the small measures of the parts that they
 * belong to. Parts change seldom, so a recorder keeps the sketch of the part at hand, and of the
 * one before for those who are late, and adds it to where it belongs when the next one begins.
 * Counts are whole numbers, so that costs no accuracy.
 */
struct sinks {
	struct measure *measure; /* NULL: nothing is written */
	struct sketch *parts[2]; /* either may be NULL */
};

enum { RECORDER_PIECES = 2, USUAL_KINDS = 1 << 5 };

struct recorder {
	struct piece {
		struct sinks sinks;
		struct sketch sketch;
		/* Trips of which all counters but these follow, by the stages that they reached;
		 * not yet in the sketch. */
		uint32_t usual[USUAL_KINDS];
	} pieces[RECORDER_PIECES];
	int last; /* used */
};

void recorder_add(struct recorder *recorder, const struct sinks *sinks, const struct trip *trip,
		  double ttft_s, double e2e_s);
/* Forgets what has not arrived: the work was cancelled, and its measures may be gone. */
void recorder_reset(struct recorder *recorder);
/* After the last trip. */
void recorder_flush(struct recorder *recorder);
/* As shares of all that arrived; without arrivals everybody counts as answered in time. */
struct flow flow_of(const struct flow_count *count, bool retrieves);

#endif
