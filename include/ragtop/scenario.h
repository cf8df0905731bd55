// SPDX-License-Identifier: MIT
/*
 * L0. A scenario: the whole truth about a run. Plain data of fixed size, copied by assignment.
 *
 * Times are days from the start of the run. Text fields hold valid UTF-8 free of control bytes
 * (the reader refuses or replaces them). Limits on counts are the reader's errors, not silent cuts.
 */
#ifndef RAGTOP_SCENARIO_H
#define RAGTOP_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>
#include <ragtop/trace.h>
#include <ragtop/traits.h>

enum {
	SCENARIO_SCHEMA_SIZE = 256,
	SCENARIO_NAME_SIZE = 128,
	SCENARIO_SUMMARY_SIZE = 512,
	SCENARIO_NOTE_SIZE = 256,
	SCENARIO_ID_SIZE = 16,
	SCENARIO_SOURCE_SIZE = 64,
	SCENARIO_FIGURE_SIZE = 64,
	SCENARIO_TRACE_SIZE = 256,
	SCENARIO_BOOK_SIZE = 16,
	SCENARIO_MODEL_SIZE = 48,
	SCENARIO_ENGINE_SIZE = 32,
	SCENARIO_MIGRATED_SIZE = 256,
	SCENARIO_TIMELINE_MAX = 256,
	SCENARIO_EXPECT_MAX = 64,

	FIDELITY_LEVELS = 6, /* sampled levels 0 to 5 */
	FIDELITY_EXACT = 100,
	/* Cheaper than level 0, never in a file. */
	FIDELITY_MAP = -1,    /* for curves and maps: without what only plots need */
	FIDELITY_GLANCE = -2, /* the same with it, for the first picture */
};

enum timeline_kind {
	TIMELINE_SET,      /* param takes the value from at_days on */
	TIMELINE_CHANGE,   /* `facts` single facts, together asked in query_share of the knowledge
			      queries, change */
	TIMELINE_INCIDENT, /* something happens, for for_hours or once */
	TIMELINE_NOTE,
	TIMELINE_SWITCH, /* the column of `from` is served as `to` is, from at_days on */
};

enum incident {
	INCIDENT_NONE,
	INCIDENT_RETRAIN,          /* a trigger, whatever the policy */
	INCIDENT_RETRAIN_FAILS,    /* the next evaluation fails */
	INCIDENT_VECTOR_DB_DOWN,   /* for_hours */
	INCIDENT_API_BROWNOUT,     /* for_hours; times as slow, 0: as base.incident_slow says */
	INCIDENT_UPDATE_BURST,     /* `times` updates at once */
	INCIDENT_TRAFFIC,          /* for_hours; times the volume */
	INCIDENT_DELETION_REQUEST, /* one */
	INCIDENT_PRICE_CHANGE,     /* only with TIMELINE_SET: what the change of a parameter is */
	INCIDENT_COUNT,
};

struct timeline_entry {
	double at_days;
	enum timeline_kind kind;
	enum param_id param;           /* TIMELINE_SET */
	double value;                  /* TIMELINE_SET; NaN is null */
	double over_days;              /* TIMELINE_SET: on the way to it so long; 0: at once */
	int facts;                     /* TIMELINE_CHANGE, at least 1 */
	double query_share;            /* TIMELINE_CHANGE, 0 to 1 */
	enum incident incident;        /* TIMELINE_INCIDENT, TIMELINE_SET */
	double for_hours, times;       /* TIMELINE_INCIDENT, where they apply; else 0 */
	enum arch from, to;            /* TIMELINE_SWITCH */
	double migration_usd;          /* TIMELINE_SWITCH, beside what `to` costs upfront */
	char note[SCENARIO_NOTE_SIZE]; /* "" when there is none */
};

/* "retrain_fails", ...; not for INCIDENT_NONE. */
const char *incident_key(enum incident incident);
/* "retraining fails", for people. */
const char *incident_label(enum incident incident);
/* False when `key` names no incident. */
bool incident_from_key(const char *key, enum incident *incident);
/* Does it last, and may or must it have a factor or number? */
struct incident_form {
	bool lasts;         /* for_hours is required, else not allowed */
	bool counts;        /* times is allowed */
	bool counts_always; /* and required */
};
struct incident_form incident_form(enum incident incident);

struct tour;

enum target {
	TARGET_TTFT_P95_S,
	TARGET_LATENCY_P95_S,
	TARGET_STALE_ANSWER_FRAC,
	TARGET_CORRECT_FRAC, /* at least; the others are at most */
	TARGET_MONTHLY_USD,  /* recurring cost */
	TARGET_COUNT,
};

/* "ttft_p95_s", ... */
const char *target_key(enum target target);
/* "first token p95", ..., for people. */
const char *target_label(enum target target);
/* False when `key` names no target. */
bool target_from_key(const char *key, enum target *target);
enum unit target_unit(enum target target);
bool target_is_floor(enum target target);
void target_legal_range(enum target target, double *lo, double *hi);

struct param_note {
	bool present;
	double value; /* that it is about: of another one it says nothing */
	enum provenance kind;
	char date[16]; /* "" or YYYY-MM-DD */
	char note[SCENARIO_NOTE_SIZE];
};

/* The published article that a scenario is taken from, and how the run compares. */
struct scenario_article {
	char id[SCENARIO_ID_SIZE];         /* "D04"; "": there is no article */
	char source[SCENARIO_SOURCE_SIZE]; /* "S4:174" */
	int recommend_count;
	enum arch recommends[ARCH_COUNT];  /* in the order of the file, none twice */
	char says[SCENARIO_SUMMARY_SIZE];  /* what the article recommends */
	char shows[SCENARIO_SUMMARY_SIZE]; /* what the run shows */
};

struct expectation {
	char figure[SCENARIO_FIGURE_SIZE]; /* "rag.cost.monthly_usd" */
	double lo, hi;
};

/* Who is expected to be cheapest, or best. */
struct expected_arch {
	bool present;
	bool nobody; /* meets every target; only of the best */
	enum arch arch;
};

struct scenario {
	char schema[SCENARIO_SCHEMA_SIZE]; /* where editors find the format; "" for nowhere */
	/* The version of the program that wrote the file; "" for one written by hand. And how the
	 * reader took what that version said differently; "" where it did not. */
	char engine[SCENARIO_ENGINE_SIZE], migrated[SCENARIO_MIGRATED_SIZE];
	char name[SCENARIO_NAME_SIZE];
	char summary[SCENARIO_SUMMARY_SIZE];
	struct scenario_article article;
	uint64_t seed;
	double horizon_days; /* above 0, at most 3,600 */
	int fidelity;        /* 0..FIDELITY_LEVELS-1, FIDELITY_EXACT or FIDELITY_MAP */

	int arch_count;              /* 1..ARCH_COUNT */
	enum arch archs[ARCH_COUNT]; /* in the order of the file, none twice */

	char price_book[SCENARIO_BOOK_SIZE]; /* its id, see io/price_book.h; "" for none */
	/* Of the catalogue, whose values the base model was given last; "" for none. Not in files,
	 * which have the values and their sources. */
	char model[SCENARIO_MODEL_SIZE];
	struct params params;  /* in force at time 0 */
	bool own[PARAM_COUNT]; /* named by the file or a setting: not the book's */
	/* The queries to replay, as the file names them: relative to its folder; "" for none. The
	 * trace is borrowed, see io/trace.h. Parameters that it replaces have its means. */
	char trace_path[SCENARIO_TRACE_SIZE];
	const struct trace *trace;
	struct param_note notes[PARAM_COUNT];

	int timeline_count; /* sorted by at_days, stable */
	struct timeline_entry timeline[SCENARIO_TIMELINE_MAX];

	double targets[TARGET_COUNT]; /* NaN: none */
	double traits[TRAIT_COUNT];   /* NaN: nobody has said; no run looks at them */

	char expect_digest[17]; /* "" when there is none */
	struct expected_arch expect_best, expect_cheapest;
	int expect_count;
	struct expectation expect[SCENARIO_EXPECT_MAX];

	const struct tour *tour; /* borrowed, see io/tour.h; NULL: none */
};

/* Name "untitled", seed 1, 360 days, fidelity 1, the three architectures, default parameters, no
 * targets. */
void scenario_init(struct scenario *scenario);
/* Is it among those that the scenario compares? */
bool scenario_compares(const struct scenario *scenario, enum arch arch);

/* Puts an entry at its place in time, behind those of the same time. Returns the place, -1 when the
 * timeline is full. */
int scenario_timeline_add(struct scenario *scenario, const struct timeline_entry *entry);
void scenario_timeline_remove(struct scenario *scenario, int index);
/* The entry that switches the column of an architecture; NULL: it stays what it is. */
const struct timeline_entry *scenario_switch(const struct scenario *scenario, enum arch from);
/* For people: "RAG", or "RAG, hybrid from day 120" where it switches inside of the run. */
enum { ARCH_LABEL_SIZE = 64 };
const char *scenario_arch_label(const struct scenario *scenario, enum arch arch,
				char label[ARCH_LABEL_SIZE]);

/* A parameter that changes gradually goes linearly, or by a constant factor a day where its slider
 * is logarithmic and both ends are above 0. */
struct ramp {
	double start_days, over_days; /* over_days 0: it is `to` at once */
	double from, to;
	bool geometric, whole; /* whole: rounded to integers */
};

/* What the first `entries` of the timeline make of a parameter on a day: the last of them that has
 * begun, from what was in force when it did. */
struct ramp scenario_ramp(const struct scenario *scenario, enum param_id id, int entries,
			  double day);
/* Its value on a day, and its mean over [a, b] days, which it has begun by and is not over before.
 */
double ramp_value(const struct ramp *ramp, double day);
double ramp_mean(const struct ramp *ramp, double a, double b);
/* Of numbers only: flags and choices have no way in between, and null is no place to start from or
 * to go to. */
bool ramp_possible(enum param_id id, double from, double to);
/* Does it say what has to come out? */
bool scenario_expects(const struct scenario *scenario);
/* Does a trace say what this parameter would? Then nobody else may set it. */
bool scenario_replays(const struct scenario *scenario, enum param_id id);
/* Has the parameter its value from the trace: one of those, or a volume of null? */
bool scenario_recorded(const struct scenario *scenario, enum param_id id);
/* Replays this trace from now on; "" and NULL: none, and the means of the one before stay. */
void scenario_take_trace(struct scenario *scenario, const char *path, const struct trace *trace);
/* The parameters that the trace replaces, from means over the part of it that is replayed. */
void scenario_take_means(struct scenario *scenario, const struct trace_means *means);
/* traffic.volume_qpm, or the pace of the trace where that is null. */
double scenario_volume_qpm(const struct scenario *scenario);

#endif
