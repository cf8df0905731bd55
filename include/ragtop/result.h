// SPDX-License-Identifier: MIT
/*
 * L0. What a run found out. Plain data of fixed size, about 690 kB: keep it on the heap.
 *
 * Figures are means over the macro replications and the sampled (or all) queries; the series, the
 * events and nothing else are those of replication 0, "this seed's run". Money in dollars, time in
 * seconds, shares 0 to 1. An infinite figure (a change that never becomes visible, cost per good
 * answer where there is none) is INFINITY; one that does not exist is NaN.
 */
#ifndef RAGTOP_RESULT_H
#define RAGTOP_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/arch.h>
#include <ragtop/scenario.h>

enum ledger {
	LEDGER_BASE_PROMPT,  /* instructions and question, cached share included */
	LEDGER_CONTEXT,      /* retrieved passages */
	LEDGER_HISTORY,      /* the conversation so far */
	LEDGER_PROMPT_CACHE, /* what is kept of prompts: put there and read again */
	LEDGER_OUTPUT,
	LEDGER_REPAIR, /* answers asked for again */
	LEDGER_REVIEW,
	LEDGER_VECTOR_READS,
	LEDGER_VECTOR_WRITES,
	LEDGER_VECTOR_STORAGE,
	LEDGER_VECTOR_DB, /* flat fee */
	LEDGER_RERANK,
	LEDGER_EMBEDDING, /* questions and changed documents */
	LEDGER_ORCHESTRATION,
	LEDGER_HOSTING,
	LEDGER_ENGINEERING,
	LEDGER_UPFRONT,
	LEDGER_RETRAINING, /* a run all in, or its training and roll-out, where parts are charged */
	LEDGER_PREPARATION,
	LEDGER_LABELS,
	LEDGER_EVALUATION,
	LEDGER_STALE_ANSWERS,
	LEDGER_WRONG_ANSWERS,
	LEDGER_NONCOMPLIANCE, /* records that were to be deleted */
	LEDGER_MIGRATION,     /* from one architecture to another */
	LEDGER_COUNT,
};

const char *ledger_key(enum ledger category);
const char *ledger_label(enum ledger category);
/* Is it paid once? Everything else comes again. */
bool ledger_once(enum ledger category);

enum {
	RESULT_BUCKETS = 180,     /* equal parts of the horizon */
	RESULT_EVENTS_MAX = 1024, /* per architecture; more are counted, not kept */
	RESULT_HIST_BINS = 96,    /* of the latency plots, see result_hist_edge_s */
	RESULT_SAMPLES_MAX = 64,
	RESULT_HEAT_BINS = 48, /* of the heat maps: 1 ms x 10^(bin / 8) */
	RESULT_SPANS_MAX = 1024,
};

/* Mean and percentiles of a time, over answered queries, by arrival. */
struct latency {
	double mean, p50, p90, p95, p99, p999;
};

struct interval {
	double lo, hi; /* 95 %; NaN when the run cannot tell */
};

enum event_kind {
	EVENT_TRIGGERED, /* a retraining started */
	EVENT_FAILED,    /* an evaluation failed; trained again, or given up */
	EVENT_GIVEN_UP,
	EVENT_ROLLED_BACK, /* a canary failed; the old model stays */
	EVENT_DEPLOYED,
	EVENT_LIVE,    /* what was being built is there, with its first model */
	EVENT_RETIRED, /* the base model is withdrawn */
	EVENT_SET,     /* a parameter changed by the timeline */
	EVENT_CHANGE,  /* single facts changed by the timeline */
	EVENT_INCIDENT,
	EVENT_SWITCHED, /* to another architecture, by the timeline */
};

struct event {
	double at_s;
	enum event_kind kind;
	int timeline_index; /* into scenario.timeline; -1 for what the simulation did by itself */
};

/*
 * What intervals were made of, estimate by estimate, so that differences between architectures or
 * between runs on common random numbers can be judged in pairs. Clocks apart: `macro` replications
 * of the slow one, `micro` estimates of the queries. A count of 0: more than there is room for, or
 * not every estimate saw a query.
 */
struct arch_samples {
	int macro_count, micro_count;
	double recurring_usd[RESULT_SAMPLES_MAX]; /* macro: over the horizon */
	double good[RESULT_SAMPLES_MAX];          /* macro: good answers */
	double stale_frac[RESULT_SAMPLES_MAX];    /* macro */
	/* micro: of all queries, if so many were answered and none stale: only what differs between
	 * estimates says something */
	double flow_usd[RESULT_SAMPLES_MAX], flow_good[RESULT_SAMPLES_MAX];
	double ttft_s[3][RESULT_SAMPLES_MAX], e2e_s[3][RESULT_SAMPLES_MAX]; /* micro: p50 p95 p99 */
	double wait_search_s[RESULT_SAMPLES_MAX];                           /* micro */
};

/* What a run of retraining is at, one after the other. */
enum pipeline_stage {
	PIPELINE_PREPARE, /* labels and data */
	PIPELINE_WAIT,    /* for hardware */
	PIPELINE_TRAIN,   /* experiments too */
	PIPELINE_EVALUATE,
	PIPELINE_DEPLOY, /* on some users, then on all */
	PIPELINE_STAGES,
};

/* The end is the planned one, and may lie beyond the horizon. */
struct pipeline_span {
	float from_s, to_s;
	enum pipeline_stage stage;
};

enum heat { HEAT_TTFT, HEAT_E2E, HEAT_TPOT, HEAT_COUNT };

/* What only plots need, 0 in a run that was not asked for it; as the series, of this seed's run but
 * for the band. */
struct arch_pictures {
	double tpot_hist[RESULT_HIST_BINS];
	double tpot_p50_s[RESULT_BUCKETS], tpot_p95_s[RESULT_BUCKETS], tpot_p99_s[RESULT_BUCKETS];
	/* of the bucket's answers, as levels: see result_heat_share */
	uint8_t heat[HEAT_COUNT][RESULT_BUCKETS][RESULT_HEAT_BINS];
	/* a tenth of the runs have spent less, or more, by the end of the bucket */
	double usd_p10[RESULT_BUCKETS], usd_p90[RESULT_BUCKETS];
	float ledger_usd[LEDGER_COUNT][RESULT_BUCKETS]; /* spent in the bucket */
	/* the longest that a change took which became visible in the bucket; NaN: none did */
	double visible_s[RESULT_BUCKETS];
	int span_count; /* in order of time; what there is no room for is not kept */
	struct pipeline_span spans[RESULT_SPANS_MAX];
};

struct arch_result {
	bool present;
	double queries;                  /* represented, all that arrived */
	double ledger_usd[LEDGER_COUNT]; /* over the horizon */
	double total_usd;                /* the sum of the ledger */
	double upfront_usd;              /* what is paid once: upfront and migration */
	double monthly_usd;              /* recurring, per 30 days */
	double all_in_usd; /* monthly_usd + upfront_usd / money.amortise_months: what decides */
	double per_1k_queries_usd;
	double per_1k_good_usd;

	struct latency e2e_s, ttft_s, tpot_s;
	double wait_s[STAGE_COUNT]; /* mean over the queries that reached the stage */
	double service_s[STAGE_COUNT];
	double tail_wait_s[STAGE_COUNT]; /* mean over queries with ttft between p94 and p96; NaN
					    where none reached the stage, and from decode on */
	double tail_service_s[STAGE_COUNT];
	double utilisation[STAGE_COUNT]; /* NaN where the stage has no servers */
	double in_system_mean[STAGE_COUNT];

	double stale_answer_frac;
	double outdated_behaviour_frac; /* of queries: answered as it used to be right */
	double visible_delay_p50_s, visible_delay_p95_s;
	double age_mean_s;      /* age of the knowledge that answers are made from */
	double oldest_missed_s; /* largest age that an unabsorbed change reached */
	double pending_mean;    /* updates made and not yet visible */

	double correct_frac, hallucinated_frac, format_valid_frac, good_frac; /* of all queries */
	double cited_frac;                /* say where they are from */
	double uncited_frac, leaked_frac; /* should have said so; tell what the asker may not see */
	double latency_met_frac;          /* answered within the latency targets, of all queries */
	double dropped, timed_out, retried; /* queries represented; retried counts tries */
	double goodput_rps;                 /* good answers a second */
	double response_cache_hit_frac;     /* of all queries: given an answer that was kept */
	double repaired;                    /* answers asked for again, represented */
	double available_frac;              /* answered, of all queries */
	double failed_over_frac;            /* answered by another provider, of all queries */
	double prompt_cache_hit_frac;       /* of the answered: the start of the prompt was kept */

	double retrain_runs, retrain_failed, retrain_rolled_back,
		retrain_deployed; /* mean over replications */
	double retrain_retired;   /* base models withdrawn */
	double untuned_frac;      /* of queries: the tuned model was withdrawn; NaN
				     without one, like the next */
	double forgotten_frac;    /* general skill lost to retraining, mean over queries */
	double model_age_mean_s;  /* since the freezing of its data; NaN without a tuned model */

	double deletions;            /* records that somebody asked to be deleted */
	double noncompliant_hours;   /* that they were still somewhere, summed, up to the horizon */
	double deletion_delay_p95_s; /* until gone everywhere; NaN: none was asked for */
	double deletions_late;       /* not gone by their deadline, be it after the horizon */

	struct interval ci_monthly_usd, ci_all_in_usd, ci_ttft_p50_s, ci_ttft_p95_s, ci_ttft_p99_s,
		ci_e2e_p50_s, ci_e2e_p95_s, ci_e2e_p99_s, ci_wait_search_s, ci_stale_answer_frac;

	/* Series over RESULT_BUCKETS; entry i covers [i, i + 1) x horizon / RESULT_BUCKETS. NaN: no
	 * query. */
	struct arch_series {
		double cumulative_usd[RESULT_BUCKETS]; /* at the end of the bucket, upfront included
							*/
		double queries[RESULT_BUCKETS];
		double good[RESULT_BUCKETS];
		double ttft_p50_s[RESULT_BUCKETS], ttft_p95_s[RESULT_BUCKETS],
			ttft_p99_s[RESULT_BUCKETS];
		double e2e_p50_s[RESULT_BUCKETS], e2e_p95_s[RESULT_BUCKETS],
			e2e_p99_s[RESULT_BUCKETS];
		double stale_frac[RESULT_BUCKETS], stale_max[RESULT_BUCKETS];
		double oldest_missed_s[RESULT_BUCKETS];
		double pending[RESULT_BUCKETS];
		double dropped[RESULT_BUCKETS], timed_out[RESULT_BUCKETS];
		double correct_frac[RESULT_BUCKETS];
	} series;

	/* Share of answered queries per bin of ttft and e2e, for histograms; sums to 1. */
	double ttft_hist[RESULT_HIST_BINS], e2e_hist[RESULT_HIST_BINS];

	int event_count, events_lost;
	struct event events[RESULT_EVENTS_MAX];

	/* Not in the digest: they say again what the figures do. */
	double query_usd[LEDGER_COUNT]; /* of the ledger, what single queries cost or spoil */
	struct arch_samples samples;
	struct arch_pictures pictures;
};

struct verdict {
	enum arch cheapest; /* by all_in_usd */
	enum arch best;     /* the cheapest that meets every target */
	bool none_meets;    /* then best is who gives a good answer for the least money */
	bool meets[ARCH_COUNT];
	bool missed[ARCH_COUNT][TARGET_COUNT];
	char why[256];
};

struct result {
	char digest[17]; /* of scenario and figures, hexadecimal */
	uint64_t seed;
	int fidelity; /* as asked */
	bool exact;   /* every query was simulated */
	double queries_simulated, queries_represented;
	double horizon_s;
	int macro_reps, micro_reps;
	double band_rel; /* half width of the 95 % interval of ttft p95, relative, worst
			    architecture */
	struct arch_result arch[ARCH_COUNT];
	struct verdict verdict;
};

/* What the target is about; NaN where there was nothing to measure. */
double target_figure(const struct arch_result *arch, enum target target);

/* Are the best and the cheapest who they should be, where that is said? */
bool verdict_best_is(const struct verdict *verdict, const struct expected_arch *expected);
bool verdict_cheapest_is(const struct verdict *verdict, const struct expected_arch *expected);

/* May its figures be called the best? Not those of an architecture that answers less than 0.9 of
 * what the most answering one does: unanswered queries are never dear, late, stale or wrong. */
bool result_may_be_best(const struct result *result, enum arch arch);
/* Who deserves a star in a row of figures: the best of those who may be, and all who look the same.
 * Nobody does where no other looks worse. */
void result_best_of(const struct result *result, const enum arch *archs, int count, int better,
		    const double *values, const char *const *texts, bool *best);

/* Lower edge of a bin of the plot histograms: 1 ms x 10^(bin / 16), the last bin open above. */
double result_hist_edge_s(int bin);

/* Lower edge of a bin of the heat maps. Their shares are kept as 1 + steps of 2^(1/12) below 1, 0
 * for none, so that they take a byte. */
double result_heat_edge_s(int bin);
uint8_t result_heat_level(double share);
double result_heat_share(uint8_t level);

/* One named figure of an architecture, as in the JSON output and in `expect`. */
struct figure {
	const char *path; /* "cost.monthly_usd" */
	enum unit unit;
	size_t offset;          /* into struct arch_result */
	int better;             /* -1: less is better, 1: more, 0: neither */
	size_t interval_offset; /* of its struct interval in struct arch_result; 0: it has none */
};
extern const struct figure figure_table[];
extern const int figure_count;
double figure_value(const struct arch_result *arch, const struct figure *figure);
/* False when no interval is kept for this figure. */
bool figure_interval(const struct arch_result *arch, const struct figure *figure,
		     struct interval *interval);
/* "rag.cost.monthly_usd" -> architecture and figure. False when there is no such figure. */
bool figure_find(const char *path, enum arch *arch, const struct figure **figure);
/* The same for its value. False when there is no such figure or the architecture did not run. */
bool result_figure(const struct result *result, const char *path, double *value);

#endif
