// SPDX-License-Identifier: MIT
/*
 * L0. A trace: queries that were really asked, one by one, to be replayed instead of drawn.
 *
 * Plain data, read-only once it is made; io/trace.h reads it from a file. Times are seconds from
 * the first query. What a row of the file calls input is split: instructions that every query has,
 * passages and history where the file tells them apart, and the rest, which is the question.
 */
#ifndef RAGTOP_TRACE_H
#define RAGTOP_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum trace_format {
	TRACE_AZURE,    /* Azure LLM inference trace, CSV */
	TRACE_BURSTGPT, /* BurstGPT, CSV */
	TRACE_MOONCAKE, /* Mooncake, a JSON object a line */
	TRACE_RAGPULSE, /* RAGPulse, a JSON object a line */
};

enum {
	TRACE_ROWS_MAX = 5000000,
	TRACE_INPUT_MAX = 10000000, /* tokens of one query */
	TRACE_ANSWER_MAX = 1000000,
};

struct trace {
	enum trace_format format;
	size_t count; /* queries, at least 2 at different times */
	double *at_s; /* ascending; the first is 0 */
	uint32_t *question_tok;
	uint32_t *answer_tok;  /* at least 1 */
	uint32_t *context_tok; /* retrieved passages; NULL: the file does not tell them apart */
	uint32_t *history_tok; /* NULL: part of the question */
	uint32_t *prefix;      /* id of the first block of the prompt; NULL: the same for all */
	double system_tok;     /* instructions that every query has; 0 where the file knows none */
	double period_s;       /* its length: up to the last query and one mean gap more */
	uint64_t hash;         /* of all of the above */

	/* what the reader found */
	size_t skipped;    /* rows without an answer, which are no queries */
	int first_skipped; /* line of the first of them */
	size_t late;       /* rows earlier than the one before, put where they belong */
};

/* "Azure LLM trace" */
const char *trace_format_name(enum trace_format format);

/* Means over the first `queries` queries of the trace played again and again, and how they spread
 * (coefficients of variation). gap: between arrivals. */
struct trace_means {
	double question_tok, answer_tok, context_tok, history_tok;
	double question_cv, answer_cv, gap_cv;
};
void trace_measure(const struct trace *trace, uint64_t queries, struct trace_means *means);

/* Queries in 30 days, at the trace's own pace. */
double trace_volume_qpm(const struct trace *trace);
/* Length in days: what a horizon has to be for the trace to be played once. */
double trace_days(const struct trace *trace);
/* Fills in the hash from the rest. */
void trace_seal(struct trace *trace);
/* Frees what belongs to it and itself. NULL is fine. */
void trace_free(struct trace *trace);

#endif
