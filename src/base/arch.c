// SPDX-License-Identifier: MIT
#include <assert.h>
#include <string.h>

#include <ragtop/arch.h>

struct names {
	const char *key, *label;
};

static const struct names archs[ARCH_COUNT] = {
	[ARCH_RAG] = { "rag", "RAG" },
	[ARCH_FT] = { "ft", "fine-tuned" },
	[ARCH_HYBRID] = { "hybrid", "hybrid" },
	[ARCH_LONGCTX] = { "longctx", "long context" },
	[ARCH_PROMPT] = { "prompt", "prompt-only" },
	[ARCH_ROUTED] = { "routed", "routed" },
};

static const struct names stages[STAGE_COUNT] = {
	[STAGE_CACHE] = { "cache", "answer cache" },
	[STAGE_EMBED] = { "embed", "embed" },
	[STAGE_SEARCH] = { "search", "search" },
	[STAGE_RERANK] = { "rerank", "rerank" },
	[STAGE_RATE_LIMIT] = { "rate_limit", "rate limit" },
	[STAGE_PROMPT] = { "prompt", "prompt" },
	[STAGE_FIRST] = { "first_token", "first token" },
	[STAGE_DECODE] = { "decode", "decode" },
	[STAGE_REPAIR] = { "repair", "repair" },
	[STAGE_REVIEW] = { "review", "review" },
};

const char *arch_key(enum arch arch)
{
	assert(arch < ARCH_COUNT);
	return archs[arch].key;
}

const char *arch_label(enum arch arch)
{
	assert(arch < ARCH_COUNT);
	return archs[arch].label;
}

bool arch_from_key(const char *key, enum arch *arch)
{
	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		if (strcmp(archs[i].key, key) == 0) {
			*arch = (enum arch)i;
			return true;
		}
	}
	return false;
}

const char *stage_key(enum stage stage)
{
	assert(stage < STAGE_COUNT);
	return stages[stage].key;
}

const char *stage_label(enum stage stage)
{
	assert(stage < STAGE_COUNT);
	return stages[stage].label;
}
