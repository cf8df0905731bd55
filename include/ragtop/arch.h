// SPDX-License-Identifier: MIT
/*
 * L0. The architectures that ragtop compares, by name. What they do is in sim/arch.
 */
#ifndef RAGTOP_ARCH_H
#define RAGTOP_ARCH_H

#include <stdbool.h>

enum arch {
	ARCH_RAG,
	ARCH_FT,
	ARCH_HYBRID,
	ARCH_LONGCTX,
	ARCH_PROMPT,
	ARCH_ROUTED,
	ARCH_COUNT,
};

enum { ARCH_DEFAULTS = 3 }; /* so many, from the first, are compared unless told otherwise */

/* Places where a query waits or is served, in the order a query meets them. */
enum stage {
	STAGE_CACHE,      /* a look into the cache of answers */
	STAGE_EMBED,      /* embedding the question: c servers, FIFO */
	STAGE_SEARCH,     /* vector search: c servers, FIFO, finite queue, timeout */
	STAGE_RERANK,     /* what was found is put in order: c servers, FIFO */
	STAGE_RATE_LIMIT, /* waiting out 429 answers of the model's API */
	STAGE_PROMPT,     /* the model reads the prompt: tokens x seconds per token */
	STAGE_FIRST,      /* the rest of the time to first token */
	STAGE_DECODE,     /* tokens after the first */
	STAGE_REPAIR, /* an invalid answer is asked for again, by API; by yourself it is decoded on
		       */
	STAGE_REVIEW, /* an expert reads it */
	STAGE_COUNT,
};

/* "rag", "ft", "hybrid", "longctx", "prompt", "routed": the keys of scenario files and outputs. */
const char *arch_key(enum arch arch);
/* "RAG", "fine-tuned", "hybrid", "long context", "prompt-only", "routed": for people. */
const char *arch_label(enum arch arch);
/* False when `key` names no architecture of this version. */
bool arch_from_key(const char *key, enum arch *arch);

/* "cache", "embed", "search", "rerank", "rate_limit", "prompt", "first_token", "decode", "repair",
 * "review" */
const char *stage_key(enum stage stage);
const char *stage_label(enum stage stage);

#endif
