// SPDX-License-Identifier: MIT
/*
 * L0. The parameters of a scenario, generated from params.def, and the table that describes them.
 *
 * Every parameter is a double inside one flat struct: a flag is 0 or 1, a choice is the index of
 * its name, and `null` (legal only for nullable ones) is a NaN. So sliders, --set, undo,
 * sensitivity and the JSON reader treat all parameters alike, through the id.
 */
#ifndef RAGTOP_PARAMS_H
#define RAGTOP_PARAMS_H

#include <math.h> /* NAN, a constant; no function of libm is used here */
#include <stdbool.h>
#include <stddef.h>

#define PARAM_NULL ((double)NAN)

/* What parameters and people count time by; a month has 30 days. */
#define MINUTE_S 60.0
#define HOUR_S 3600.0
#define DAY_S 86400.0
#define MONTH_S (30 * DAY_S)

enum unit {
	UNIT_NONE,
	UNIT_USD,
	UNIT_USD_PER_MONTH,
	UNIT_USD_PER_HOUR,
	UNIT_USD_PER_MTOK, /* per million tokens */
	UNIT_USD_PER_GB_MONTH,
	UNIT_USD_PER_M, /* per million units */
	UNIT_S,
	UNIT_S_PER_TOK,
	UNIT_MS,
	UNIT_MS_PER_TOK, /* as a plain number: it goes down to nanoseconds */
	UNIT_MINUTES,
	UNIT_DAYS,
	UNIT_HOURS,
	UNIT_MONTHS,
	UNIT_SHARE, /* 0 to 1 */
	UNIT_SHARE_PER_MONTH,
	UNIT_TOK,
	UNIT_COUNT,
	UNIT_QPM, /* queries per 30-day month */
	UNIT_PER_MONTH,
	UNIT_PER_MIN,
	UNIT_PER_S,
	UNIT_GB,
	UNIT_FLAG,
	UNIT_CHOICE,
};

enum param_kind {
	PARAM_NUMBER,
	PARAM_INTEGER,
	PARAM_FLAG,
	PARAM_CHOICE,
};

enum scale {
	SCALE_LINEAR,
	SCALE_LOG,    /* the slider's low end is above 0 */
	SCALE_SQUARE, /* fine near 0, which is reachable */
};

enum provenance {
	PROVENANCE_ASSUMED,
	PROVENANCE_PUBLISHED,
	PROVENANCE_MEASURED,
};

enum param_group {
	GROUP_traffic,
	GROUP_knowledge,
	GROUP_base,
	GROUP_rag,
	GROUP_ft,
	GROUP_hybrid,
	GROUP_longctx,
	GROUP_prompt,
	GROUP_routed,
	GROUP_serving,
	GROUP_money,
	GROUP_COUNT,
};

/* Choices, in the order of their names in params.c. */
enum dist { DIST_LOGNORMAL, DIST_EXPONENTIAL, DIST_DETERMINISTIC, DIST_GAMMA };
enum serving_mode { SERVING_API, SERVING_SELF };
enum retrain_policy {
	RETRAIN_NEVER,
	RETRAIN_CALENDAR,
	RETRAIN_UPDATES,
	RETRAIN_STALENESS,
	RETRAIN_COST_AWARE,
	RETRAIN_MANUAL,
};
enum tuning_method { METHOD_LORA, METHOD_FULL };

struct params {
#define PARAM_GROUP(group, title) struct {
#define PARAM(group, name, kind, ...) double name;
#define PARAM_GROUP_END(group) \
	}                      \
	group;
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
};

enum param_id {
#define PARAM_GROUP(group, title)
#define PARAM(group, name, kind, ...) P_##group##_##name,
#define PARAM_GROUP_END(group)
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
	PARAM_COUNT,
};

struct param_info {
	const char *group;
	const char *name;           /* with its unit as a suffix */
	const char *label;          /* at most 17 columns, for a knob */
	const char *help;           /* one line */
	const char *affects;        /* which figures move, for people */
	const char *source;         /* where the default comes from */
	const char *date;           /* "2024-08", of that source; NULL where it has none */
	const char *const *choices; /* NULL-terminated; only for PARAM_CHOICE */
	enum param_kind kind;
	enum param_group group_id;
	enum unit unit;
	enum scale scale;
	enum provenance provenance;
	double def;                  /* NaN stands for null */
	double min, max;             /* legal range, wide */
	double slider_lo, slider_hi; /* the knob's range, inside the legal one */
	bool nullable;               /* null is legal: as something else is, see help */
	bool fixed_in_time;          /* may not change on the timeline */
};

extern const struct param_info param_table[PARAM_COUNT];

/* "seconds", "dollars per M tokens", "plain number", for people. */
const char *unit_name(enum unit unit);
/* "measured", "published" or "assumed", as files have it. */
const char *provenance_name(enum provenance provenance);

const char *param_group_name(enum param_group group);
const char *param_group_title(enum param_group group);

/* The built-in defaults. */
void params_init(struct params *params);
double params_get(const struct params *params, enum param_id id);
void params_set(struct params *params, enum param_id id, double value);

/* Finds "group.name". Returns false when there is none; `*suggestion` is then the nearest full
 * name written into `near` (size bytes), or "" when nothing is near. */
bool param_find(const char *full_name, enum param_id *id, char *near, size_t size);
/* "traffic.volume_qpm" */
void param_full_name(enum param_id id, char *buffer, size_t size);
bool param_nullable(enum param_id id);
/* What null stands for, from the help: "the base model's"; NULL where it is not legal. */
const char *param_null_meaning(enum param_id id);
/* Is the value legal: kind, range, integrality? NaN is legal only for nullable ones. */
bool param_legal(enum param_id id, double value);
/* Position of the value on the knob, 0 to 1 (clamped), and back. */
double param_to_position(enum param_id id, double value);
double param_from_position(enum param_id id, double position);

#endif
