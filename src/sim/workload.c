// SPDX-License-Identifier: MIT
#include "sim/workload.h"

#include <assert.h>
#include <string.h>

/* What is left of the gap that time 0 falls into. */
static double first_gap(struct workload *workload)
{
	double part = rng_unit(&workload->gaps);

	return part * renewal_gap_around(&workload->gaps, workload->arrivals.cv);
}

void workload_params(struct workload *workload, const struct params *params)
{
	renewal_change(&workload->arrivals, params->traffic.burst_cv);
	renewal_change(&workload->searches, params->rag.search_cv);
	workload->laws[LUCK_QUESTION] = lognormal_from_mean_cv(1, params->traffic.prompt_cv);
	workload->laws[LUCK_HISTORY] = lognormal_from_mean_cv(
		1, params->traffic.history_tok > 0 ? params->traffic.prompt_cv : 0);
	workload->laws[LUCK_ANSWER] = lognormal_from_mean_cv(1, params->traffic.answer_cv);
	workload->laws[LUCK_EMBED] = lognormal_from_mean_cv(1, params->rag.embed_cv);
	workload->laws[LUCK_SEARCH] = lognormal_from_mean_cv(1, params->rag.search_cv);
	workload->laws[LUCK_FIRST] = lognormal_from_mean_cv(1, params->base.ttft_cv);
	workload->laws[LUCK_OUTPUT] = lognormal_from_mean_cv(1, params->base.output_cv);
	workload->laws[LUCK_RERANK] = lognormal_from_mean_cv(
		1, params->rag.rerank != 0 ? params->rag.rerank_cv : 0);
	memset(workload->uniform, 0, sizeof(workload->uniform));
	workload->uniform[LUCK_REPEAT] = workload->uniform[LUCK_TOPIC] =
		params->serving.response_ttl_s > 0;
	workload->uniform[LUCK_FORM] = params->serving.repair_tries > 0 &&
				       params->traffic.format_frac > 0;
	workload->uniform[LUCK_REVIEW] = params->serving.review_frac > 0;
	for (int luck = LUCK_REPEAT; luck < LUCK_COUNT; luck++)
		workload->laws[luck] = lognormal_from_mean_cv(1, 0);
	workload->search_dist = (enum dist)(int)params->rag.search_dist;
}

void workload_open(struct workload *workload, uint64_t seed, uint64_t replication, uint64_t anchor,
		   const struct params *params)
{
	static const char *const names[LUCK_COUNT] = {
		[LUCK_QUESTION] = "question", [LUCK_HISTORY] = "history",
		[LUCK_CONTEXT] = "context",   [LUCK_ANSWER] = "answer",
		[LUCK_EMBED] = "embed",       [LUCK_SEARCH] = "search",
		[LUCK_FIRST] = "first-token", [LUCK_OUTPUT] = "output",
		[LUCK_RERANK] = "rerank",     [LUCK_REPEAT] = "repeat",
		[LUCK_TOPIC] = "topic",       [LUCK_FORM] = "form",
		[LUCK_REVIEW] = "review",
	};

	for (int i = 0; i < LUCK_COUNT; i++)
		rng_open(&workload->streams[i], seed, replication, anchor, names[i]);
	rng_open(&workload->gaps, seed, replication, anchor, "arrivals");
	renewal_open(&workload->arrivals, params->traffic.burst_cv);
	renewal_open(&workload->searches, params->rag.search_cv);
	workload_params(workload, params);
	workload->next_clock = first_gap(workload);
}

static void fill_lognormal(struct workload *workload, enum luck luck, double *out, int count)
{
	const struct lognormal *law = &workload->laws[luck];

	if (law->sigma == 0) {
		for (int i = 0; i < count; i++)
			out[i] = 1;
		return;
	}
	variate_fill_normal(&workload->streams[luck], out, (size_t)count);
	for (int i = 0; i < count; i++)
		out[i] = lognormal_at(law, out[i]);
}

static void fill_search(struct workload *workload, double *out, int count)
{
	switch (workload->search_dist) {
	case DIST_LOGNORMAL:
		fill_lognormal(workload, LUCK_SEARCH, out, count);
		break;
	case DIST_EXPONENTIAL:
		variate_fill_exponential(&workload->streams[LUCK_SEARCH], out, (size_t)count);
		break;
	case DIST_DETERMINISTIC:
		for (int i = 0; i < count; i++)
			out[i] = 1;
		break;
	case DIST_GAMMA:
		for (int i = 0; i < count; i++)
			out[i] = renewal_next(&workload->searches, &workload->streams[LUCK_SEARCH]);
		break;
	}
}

void workload_fill_luck(struct workload *workload, struct block *block)
{
	for (int i = 0; i < LUCK_COUNT; i++) {
		enum luck luck = (enum luck)i;

		if (luck == LUCK_SEARCH)
			fill_search(workload, block->luck[luck], block->count);
		else if (workload->uniform[luck])
			variate_fill_unit(&workload->streams[luck], block->luck[luck],
					  (size_t)block->count);
		else
			fill_lognormal(workload, luck, block->luck[luck], block->count);
	}
}

void workload_fill(struct workload *workload, struct block *block, int limit, double clock_end)
{
	int count = 0;

	assert(limit <= BLOCK_QUERIES);
	for (; count < limit && workload->next_clock < clock_end; count++) {
		block->clock[count] = workload->next_clock;
		workload->next_clock += renewal_next(&workload->arrivals, &workload->gaps);
	}
	block->count = count;
	workload_fill_luck(workload, block);
}
