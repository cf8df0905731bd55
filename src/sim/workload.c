// SPDX-License-Identifier: MIT
#include "sim/workload.h"

#include <assert.h>
#include <string.h>

#include "sim/arch.h"

/* What is left of the gap that time 0 falls into. */
static double first_gap(struct workload *workload)
{
	double part = rng_unit(&workload->gaps);

	return part * renewal_gap_around(&workload->gaps, workload->arrivals.cv);
}

/* In bursts the stream stands where it was stopped, with what is left of a gap. */
static void change_bursts(struct workload *workload, const struct params *params)
{
	struct burst_law law = burst_law(params);

	if (law.on && workload->stopped > workload->clock) {
		workload->gap -= workload->stopped - workload->clock;
		workload->clock = workload->stopped;
	}
	burst_change(&workload->burst, &law);
}

void workload_params(struct workload *workload, const struct params *params)
{
	bool api = arch_any_api(params);

	change_bursts(workload, params);
	renewal_change(&workload->arrivals, params->traffic.burst_cv);
	renewal_change(&workload->searches, params->rag.search_cv);
	workload->laws[LUCK_QUESTION] = lognormal_from_mean_cv(1, params->traffic.prompt_cv);
	workload->laws[LUCK_HISTORY] = lognormal_from_mean_cv(
		1, params->traffic.history_tok > 0 ? params->traffic.prompt_cv : 0);
	workload->laws[LUCK_ANSWER] = lognormal_from_mean_cv(1, params->traffic.answer_cv);
	/* of an API; a batch of one's own makes its own times */
	workload->laws[LUCK_FIRST] = lognormal_from_mean_cv(1, api ? params->base.ttft_cv : 0);
	workload->laws[LUCK_OUTPUT] = lognormal_from_mean_cv(1, api ? params->base.output_cv : 0);
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct queue_demand demand;

		queue_demand(params, (enum queue)q, &demand);
		workload->laws[LUCK_QUEUE + q] = lognormal_from_mean_cv(1, demand.service_cv);
	}
	memset(workload->uniform, 0, sizeof(workload->uniform));
	workload->uniform[LUCK_REPEAT] = workload->uniform[LUCK_TOPIC] =
		params->serving.response_ttl_s > 0;
	workload->uniform[LUCK_FORM] = params->serving.repair_tries > 0 &&
				       params->traffic.format_frac > 0;
	workload->uniform[LUCK_REVIEW] = params->serving.review_frac > 0;
	for (int luck = LUCK_REPEAT; luck < LUCK_QUEUE; luck++)
		workload->laws[luck] = lognormal_from_mean_cv(1, 0);
	workload->search_dist = (enum dist)(int)params->rag.search_dist;
}

static void open_bursts(struct workload *workload, uint64_t seed, uint64_t replication,
			uint64_t anchor, const struct params *params)
{
	struct burst_law law = burst_law(params);
	struct rng rng;

	rng_open(&rng, seed, replication, anchor, "bursts");
	burst_open(&workload->burst, &law, &rng);
	workload->clock = workload->stopped = 0;
	workload->rate_rps = 1;
}

void workload_open(struct workload *workload, uint64_t seed, uint64_t replication, uint64_t anchor,
		   const struct params *params)
{
	static const char *const names[LUCK_QUEUE] = {
		[LUCK_QUESTION] = "question", [LUCK_HISTORY] = "history",
		[LUCK_CONTEXT] = "context",   [LUCK_ANSWER] = "answer",
		[LUCK_FIRST] = "first-token", [LUCK_OUTPUT] = "output",
		[LUCK_REPEAT] = "repeat",     [LUCK_TOPIC] = "topic",
		[LUCK_FORM] = "form",         [LUCK_REVIEW] = "review",
	};

	for (int i = 0; i < LUCK_QUEUE; i++)
		rng_open(&workload->streams[i], seed, replication, anchor, names[i]);
	for (int q = 0; q < QUEUE_COUNT; q++)
		rng_open(&workload->streams[LUCK_QUEUE + q], seed, replication, anchor,
			 stage_key(queue_stage((enum queue)q)));
	rng_open(&workload->gaps, seed, replication, anchor, "arrivals");
	renewal_open(&workload->arrivals, params->traffic.burst_cv);
	renewal_open(&workload->searches, params->rag.search_cv);
	open_bursts(workload, seed, replication, anchor, params);
	workload_params(workload, params);
	workload->gap = first_gap(workload);
}

static void fill_ones(struct block *block, enum luck luck)
{
	for (int *i = &block->ones[luck]; *i < block->count; (*i)++)
		block->luck[luck][*i] = 1;
}

static void fill_lognormal(struct workload *workload, enum luck luck, struct block *block)
{
	const struct lognormal *law = &workload->laws[luck];
	double *out = block->luck[luck];

	if (law->sigma == 0) {
		fill_ones(block, luck);
		return;
	}
	variate_fill_normal(&workload->streams[luck], out, (size_t)block->count);
	lognormal_each(law, out, (size_t)block->count);
	block->ones[luck] = 0;
}

static void fill_search(struct workload *workload, struct block *block)
{
	struct rng *stream = &workload->streams[LUCK_SEARCH];
	double *out = block->luck[LUCK_SEARCH];

	switch (workload->search_dist) {
	case DIST_LOGNORMAL:
		fill_lognormal(workload, LUCK_SEARCH, block);
		return;
	case DIST_DETERMINISTIC:
		fill_ones(block, LUCK_SEARCH);
		return;
	case DIST_EXPONENTIAL:
		variate_fill_exponential(stream, out, (size_t)block->count);
		break;
	case DIST_GAMMA:
		for (int i = 0; i < block->count; i++)
			out[i] = renewal_next(&workload->searches, stream);
		break;
	}
	block->ones[LUCK_SEARCH] = 0;
}

static void fill_unit(struct workload *workload, enum luck luck, struct block *block)
{
	variate_fill_unit(&workload->streams[luck], block->luck[luck], (size_t)block->count);
	block->ones[luck] = 0;
}

void workload_fill_luck(struct workload *workload, struct block *block)
{
	for (int i = 0; i < LUCK_COUNT; i++) {
		enum luck luck = (enum luck)i;

		if (luck == LUCK_SEARCH)
			fill_search(workload, block);
		else if (workload->uniform[luck])
			fill_unit(workload, luck, block);
		else
			fill_lognormal(workload, luck, block);
	}
}

void workload_rate(struct workload *workload, double rate_rps)
{
	workload->rate_rps = rate_rps;
}

void workload_start_at_query(struct workload *workload)
{
	burst_start_at_query(&workload->burst);
}

void workload_pause(struct workload *workload, double length_s)
{
	if (workload->burst.law.on)
		burst_pass(&workload->burst, length_s);
}

/* The clock goes on by so much of what it can before the state changes. */
static void advance(struct workload *workload, double clocks)
{
	struct burst *burst = &workload->burst;

	workload->clock += clocks;
	workload->gap -= clocks * burst->law.rate[burst->high];
	burst->left_s -= clocks / workload->rate_rps;
}

/* To the next arrival, or the end. */
static bool next_in_bursts(struct workload *workload, double clock_end)
{
	struct burst *burst = &workload->burst;

	for (;;) {
		double need = workload->gap / burst->law.rate[burst->high];
		double stays = burst->left_s * workload->rate_rps;

		if (need < clock_end - workload->clock && need <= stays) {
			advance(workload, need);
			return true;
		}
		if (!(stays < clock_end - workload->clock)) {
			advance(workload, clock_end - workload->clock);
			workload->clock = clock_end;
			return false;
		}
		advance(workload, stays);
		burst->left_s = 0;
		burst_pass(burst, 0);
	}
}

static bool next_arrival(struct workload *workload, double clock_end)
{
	if (workload->burst.law.on)
		return next_in_bursts(workload, clock_end);
	if (!(workload->clock + workload->gap < clock_end)) {
		workload->stopped = clock_end;
		return false;
	}
	workload->clock += workload->gap;
	return true;
}

void workload_fill(struct workload *workload, struct block *block, int limit, double clock_end)
{
	int count = 0;

	assert(limit <= BLOCK_QUERIES);
	for (; count < limit && next_arrival(workload, clock_end); count++) {
		block->clock[count] = workload->clock;
		workload->gap = renewal_next(&workload->arrivals, &workload->gaps);
	}
	block->count = count;
	workload_fill_luck(workload, block);
}
