// SPDX-License-Identifier: MIT
/*
 * L0. What the frameworks of the articles ask about a project and the simulation does not need:
 * whether sources must be cited, who is in the team, what was tried. One table, from which come the
 * reader of scenario files, --trait, the questions of --ask and the schema.
 *
 * Like a parameter, a trait is a double: a flag is 0 or 1, a choice is the index of its name, and
 * what nobody has said is a NaN.
 */
#ifndef RAGTOP_TRAITS_H
#define RAGTOP_TRAITS_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/params.h>

enum trait_kind {
	TRAIT_FLAG,
	TRAIT_NUMBER,
	TRAIT_WHOLE, /* a whole number */
	TRAIT_CHOICE,
};

enum trait {
	/* the knowledge */
	TRAIT_STABLE_MONTHS,
	TRAIT_MIXED_CYCLES,
	TRAIT_DOCUMENTS,
	TRAIT_UNSTRUCTURED,
	TRAIT_CONTENT,
	/* the task */
	TRAIT_PROBLEM,
	TRAIT_PRIORITY,
	TRAIT_CITATIONS,
	TRAIT_FORMAT,
	TRAIT_REPETITIVE,
	TRAIT_STYLE,
	TRAIT_TERMINOLOGY,
	TRAIT_REASONING,
	TRAIT_NARROW,
	TRAIT_BASELINE_WRONG,
	TRAIT_ZERO_HALLUCINATION,
	TRAIT_CACHING_OR_STREAMING,
	/* what was tried */
	TRAIT_PROMPTING_FRAC,
	TRAIT_ENGINEERING_EXCEEDS_SAVING,
	TRAIT_IN_USE,
	TRAIT_BEHAVIOUR_CONFIRMED,
	TRAIT_RETRIEVED_MISUSED,
	TRAIT_AUDIT_SAMPLES,
	TRAIT_AUDIT_INFORMATION,
	TRAIT_AUDIT_FORMAT,
	TRAIT_AUDIT_REASONING,
	TRAIT_AUDIT_RANDOM,
	/* the rules it is under */
	TRAIT_GOVERNANCE,
	TRAIT_DELETION_RIGHT,
	TRAIT_PERSONAL_DATA,
	TRAIT_ACCESS_CONTROL,
	/* the means */
	TRAIT_LABELS,
	TRAIT_PRODUCTION_MONTHS,
	TRAIT_UPFRONT_USD,
	TRAIT_TEAM_DATA_ENGINEERING,
	TRAIT_TEAM_PIPELINES,
	TRAIT_TEAM_VECTOR_DB,
	TRAIT_TEAM_MONITORING,
	TRAIT_TEAM_ML,
	TRAIT_TEAM_COMPUTE,
	TRAIT_TEAM_EVALUATION,
	TRAIT_TWO_SYSTEMS,
	TRAIT_RAFT_RESOURCES,
	TRAIT_MAXIMUM_PERFORMANCE,
	TRAIT_COUNT,
};

/* Choices, in the order of their names in traits.c. */
enum problem {
	PROBLEM_KNOWLEDGE,
	PROBLEM_BEHAVIOUR,
	PROBLEM_BOTH,
	PROBLEM_REASONING,
	PROBLEM_RANDOM,
};
enum content { CONTENT_DOCUMENTS, CONTENT_STYLE, CONTENT_BOTH };
enum priority { PRIORITY_REASONING, PRIORITY_FRESHNESS };
enum in_use { IN_USE_NOTHING, IN_USE_PROMPT, IN_USE_RAG, IN_USE_FT, IN_USE_HYBRID };

struct trait_info {
	const char *key;            /* "citations_required" */
	const char *label;          /* "sources cited" */
	const char *question;       /* "Must answers say where they are from?" */
	const char *help;           /* what else there is to say, for whoever is asked */
	const char *const *choices; /* NULL-terminated; only for TRAIT_CHOICE */
	enum trait_kind kind;
	enum unit unit;
	double min, max; /* legal; only for numbers */
};

extern const struct trait_info trait_table[TRAIT_COUNT];

/* False when `key` names none. */
bool trait_from_key(const char *key, enum trait *trait);
/* Is the value legal: kind, range, integrality? NaN is not. */
bool trait_legal(enum trait trait, double value);

#endif
