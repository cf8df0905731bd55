// SPDX-License-Identifier: MIT
/*
 * L2. The decision frameworks of the five articles as rules, and what they advise.
 *
 * A framework is a table of rules: conditions over inputs, an answer, the line of the article. An
 * input that nobody has given is unknown; a rule is then undecided, unless another of its
 * conditions fails already. What is unknown and could have changed the answer is listed as missing.
 * Where an article's rules leave something open (gaps) or contradict each other (overlaps), the
 * advice says so; how we go on then is marked "ours".
 */
#ifndef RAGTOP_STUDY_ADVISE_H
#define RAGTOP_STUDY_ADVISE_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/arch.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include <ragtop/traits.h>

/* ---- what is known ---- */

/* Traits come first, under their own numbers; then what parameters and targets say. */
enum {
	ADVISE_VOLUME = TRAIT_COUNT, /* queries a month */
	ADVISE_CHANGES,              /* of the knowledge, a month: of its fastest source */
	ADVISE_LATENCY,              /* s: the stricter of the two targets */
	ADVISE_SLACK,  /* s: what the latency target leaves when the model has answered */
	ADVISE_CORPUS, /* tokens */
	ADVISE_FITS,   /* does the corpus fit into the model's context window? */
	ADVISE_RAFT,   /* is the hybrid's model trained to use passages? */
	ADVISE_INPUTS,
};

struct advise_input_info {
	const char *key;   /* where it is given: "traits.labels", "traffic.volume_qpm" */
	const char *label; /* "queries a month" */
	enum unit unit;    /* UNIT_FLAG and UNIT_CHOICE as well */
};

struct advise_input {
	double value;     /* NaN: unknown */
	const char *from; /* where it was found: "ft.labels"; NULL: unknown */
	bool is_default;  /* nobody chose it, it is built in */
};

struct advise_inputs {
	struct advise_input at[ADVISE_INPUTS];
};

struct advise_input_info advise_input_info(int input);
/* The value as people write it, a choice by its name. */
void advise_input_text(int input, double value, char *text, size_t size);
/* All unknown. */
void advise_inputs_init(struct advise_inputs *inputs);
void advise_know(struct advise_inputs *inputs, int input, double value);
/* Of a scenario: its traits; else what its parameters say already. A default that nobody chose is
 * unknown, but for volume and changes. */
void advise_inputs_take(struct advise_inputs *inputs, const struct scenario *scenario);

/* ---- the answers ---- */

enum advise_answer {
	ANSWER_NONE, /* nothing fired */
	ANSWER_OPEN, /* nothing is ruled out */
	ANSWER_RAG,
	ANSWER_FT,
	ANSWER_HYBRID,
	ANSWER_PROMPT,
	ANSWER_LONGCTX,
	ANSWER_NEITHER,     /* neither RAG nor tuning */
	ANSWER_COMPUTE,     /* RAG or fine-tuning, the cost decides */
	ANSWER_CONSIDER_FT, /* tuning may be looked at, which is no recommendation */
	ANSWER_FT_OR_HYBRID,
	ANSWER_FT_OR_SMALL,    /* or a smaller model */
	ANSWER_FT_OR_STRONGER, /* or a stronger base model */
	ANSWER_NOT_HYBRID,
	ANSWER_COUNT,
};

const char *advise_answer_key(enum advise_answer answer);   /* "ft_or_hybrid" */
const char *advise_answer_label(enum advise_answer answer); /* "fine-tune or hybrid" */
/* Is this architecture one that the answer allows? True of all for those that rule nothing out. */
bool advise_answer_allows(enum advise_answer answer, enum arch arch);
/* Does the answer say anything about which one? */
bool advise_answer_says(enum advise_answer answer);

/* ---- the frameworks ---- */

enum advise_op {
	WHEN_END, /* no more conditions */
	WHEN_BELOW,
	WHEN_UP_TO,
	WHEN_FROM,
	WHEN_ABOVE,
	WHEN_IS,
	WHEN_UNKNOWN,
};

struct advise_when {
	int input;
	enum advise_op op;
	double value;
};

enum { ADVISE_WHEN_MAX = 4, ADVISE_RULES_MAX = 24, ADVISE_REMARKS_MAX = 8, ADVISE_TEXT_SIZE = 200 };

struct advise_rule {
	const char *source; /* "S0:134" */
	const char *part;   /* "question 3", "latency"; NULL */
	enum advise_answer answer;
	const char *text; /* in our words, in the form of a condition */
	const char *gap;  /* what the article leaves open where this one fires; NULL */
	bool ours;        /* our choice where the article has none */
	bool vetoes_ft;   /* neither a tuned model nor a hybrid is possible then */
	struct advise_when when[ADVISE_WHEN_MAX];
};

enum advise_state { RULE_NO, RULE_FIRES, RULE_UNDECIDED };

enum advise_remark_kind { REMARK_GAP, REMARK_OVERLAP, REMARK_NOTE };

struct advise_remark {
	enum advise_remark_kind kind;
	char text[ADVISE_TEXT_SIZE];
};

struct advice;

struct advise_framework {
	const char *id;     /* "C5a" */
	const char *source; /* "S4:39-45, 266-270" */
	const char *title;
	const struct advise_rule *rules;
	int rule_count;
	/* Chooses the answer, given which rules fire. */
	void (*decide)(const struct advise_inputs *inputs, struct advice *advice);
};

/* What one framework advises. */
struct advice {
	const struct advise_framework *framework;
	enum advise_answer answer;
	int rule;                    /* that gave the answer; -1: several did, or none */
	char text[ADVISE_TEXT_SIZE]; /* what fired, in words; "" when nothing did */
	char source[24];             /* its line */
	bool ours;
	bool vetoes_ft;
	enum advise_state state[ADVISE_RULES_MAX];
	bool used[ADVISE_INPUTS];    /* known, and looked at */
	bool missing[ADVISE_INPUTS]; /* unknown, and could have changed it */
	int remark_count;
	struct advise_remark remarks[ADVISE_REMARKS_MAX];
};

enum { ADVISE_FRAMEWORKS = 21 };
extern const struct advise_framework *const advise_table[ADVISE_FRAMEWORKS];

void advise_one(const struct advise_framework *framework, const struct advise_inputs *inputs,
		struct advice *advice);

/* ---- all of them ---- */

enum { ADVISE_STEPS_MAX = 12 };

struct advise_step {
	const char *framework; /* its id */
	char text[ADVISE_TEXT_SIZE];
};

/* One answer out of all, by a fixed precedence: see advise_combine.c. */
struct advise_combined {
	enum advise_answer answer;
	const char *decided_by; /* id of a framework, or "tie" */
	int step_count;
	struct advise_step steps[ADVISE_STEPS_MAX];
};

struct advise_report {
	struct advise_inputs inputs;
	struct advice advice[ADVISE_FRAMEWORKS];
	struct advise_combined combined;
	/* Beside a run: */
	bool compared; /* does the combined answer name something that ran? */
	bool agrees;
	char why[400]; /* why not, from the figures; or what was not simulated */
};

void advise_all(const struct scenario *scenario, struct advise_report *report);
/* In how many frameworks this input is missing. */
int advise_missing_count(const struct advise_report *report, int input);
/* Sets the last part of the report: the combined answer beside what the simulation found. */
void advise_compare(const struct scenario *scenario, const struct result *result,
		    struct advise_report *report);
/* Does this answer fit the best of the run? False for answers that say nothing. */
bool advise_agrees(enum advise_answer answer, const struct verdict *verdict);

#endif
