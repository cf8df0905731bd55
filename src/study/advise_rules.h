// SPDX-License-Identifier: MIT
/*
 * L2. What the files of the frameworks share; nobody else includes this.
 */
#ifndef RAGTOP_STUDY_ADVISE_RULES_H
#define RAGTOP_STUDY_ADVISE_RULES_H

#include "study/advise.h"

/* Thresholds that several frameworks have. Volumes are queries in a month of 30 days. */
#define WEEKLY 4.0 /* changes a month: four weeks and two days make a month */
#define MONTHLY 1.0
#define MONTHS \
	2.0      /* stable "for months" or "multiple months": ours, the articles give no number \
		  */
#define QPD 30.0 /* a query a day */

#define YES(input)                \
	{                         \
		input, WHEN_IS, 1 \
	}
#define NO(input)                 \
	{                         \
		input, WHEN_IS, 0 \
	}
#define IS(input, value)              \
	{                             \
		input, WHEN_IS, value \
	}
#define BELOW(input, value)              \
	{                                \
		input, WHEN_BELOW, value \
	}
#define UP_TO(input, value)              \
	{                                \
		input, WHEN_UP_TO, value \
	}
#define FROM(input, value)              \
	{                               \
		input, WHEN_FROM, value \
	}
#define ABOVE(input, value)              \
	{                                \
		input, WHEN_ABOVE, value \
	}

#define RULES(table) .rules = (table), .rule_count = sizeof(table) / sizeof((table)[0])

/* The answer is that of the first rule that fires; looks no further than that for what is missing.
 * A last rule without conditions fires only if some rule before it is decided. */
void decide_first(const struct advise_inputs *inputs, struct advice *advice);

/* Only what the rules before `end` look at counts: known, or unknown where one of them is undecided
 * for it. */
void advice_look_until(const struct advise_inputs *inputs, struct advice *advice, int end);
/* The answer of this rule, its words and its gap. */
void advice_take(struct advice *advice, int rule);
/* An answer that several rules make, or none. */
__attribute__((format(printf, 4, 5))) void advice_say(struct advice *advice,
						      enum advise_answer answer, const char *source,
						      const char *format, ...);
__attribute__((format(printf, 3, 4))) void advice_remark(struct advice *advice,
							 enum advise_remark_kind kind,
							 const char *format, ...);
bool advice_fires(const struct advice *advice, int rule);
/* The first of these rules that fires; -1: none does. */
int advice_first(const struct advice *advice, int from, int to);
/* How many of the rules from `from` to before `to` fire, and how many with this answer. */
int advice_count(const struct advice *advice, int from, int to);
int advice_votes(const struct advice *advice, enum advise_answer answer);
/* An overlap is remarked where two of these rules fire with different answers. */
void advice_overlaps(struct advice *advice, int from, int to);
/* Is nothing of these rules decided, or of all? */
bool advice_undecided(const struct advice *advice, int from, int to);
bool advice_knows_nothing(const struct advice *advice);

/* Is one of these signals there? Fires before undecided before no. */
enum advise_state advice_any(const struct advice *advice, int from, int to);

/* What S2 takes for signals of both kinds, shared by its two frameworks: rules first to last. */
enum { S2_RAG_FROM = 0, S2_FT_FROM = 2, S2_SIGNALS = 8 };

extern const struct advise_framework framework_c1a, framework_c1b, framework_c1c, framework_c1d,
	framework_c1e, framework_c1f, framework_c1g;
extern const struct advise_framework framework_c2a, framework_c2b, framework_c2c;
extern const struct advise_framework framework_c3a, framework_c3b;
extern const struct advise_framework framework_c4a, framework_c4b;
extern const struct advise_framework framework_c5a, framework_c5b, framework_c5c, framework_c5d,
	framework_c5e, framework_c5f, framework_c5g;

/* The place of a framework in advise_table. */
int advise_index(const char *id);
/* Step by step from all advice to one answer. */
void advise_combine(const struct advice advice[ADVISE_FRAMEWORKS],
		    struct advise_combined *combined);

#endif
