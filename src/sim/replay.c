// SPDX-License-Identifier: MIT
#include "sim/replay.h"

#include <math.h>
#include <string.h>

static void clock_init(struct replay *replay, const struct scenario *scenario)
{
	double volume_qpm = scenario->params.traffic.volume_qpm;

	*replay = (struct replay){ .trace = scenario->trace, .stretch = 1 };
	if (isnan(volume_qpm))
		return;
	replay->again = true;
	replay->stretch = (double)replay->trace->count / (volume_qpm / MONTH_S) /
			  replay->trace->period_s;
}

void replay_init(struct replay *replay, const struct scenario *scenario)
{
	clock_init(replay, scenario);
	replay->question_mean = scenario->params.traffic.prompt_tok;
	replay->history_mean = scenario->params.traffic.history_tok;
	replay->answer_mean = scenario->params.traffic.answer_tok;
	replay->context_mean = scenario->params.rag.context_tok;
}

void replay_take_means(struct scenario *scenario)
{
	struct replay replay;
	struct trace_means means;
	uint64_t queries;

	clock_init(&replay, scenario);
	queries = replay_before(&replay, scenario->horizon_days * DAY_S);
	trace_measure(scenario->trace, queries ? queries : scenario->trace->count, &means);
	scenario_take_means(scenario, &means);
}

double replay_at_s(const struct replay *replay, uint64_t k)
{
	const struct trace *trace = replay->trace;
	uint64_t round = k / trace->count;

	if (round == 0)
		return trace->at_s[k] * replay->stretch;
	return ((double)round * trace->period_s + trace->at_s[k % trace->count]) * replay->stretch;
}

uint64_t replay_before(const struct replay *replay, double t_s)
{
	double rounds = t_s / replay->trace->period_s / replay->stretch;
	uint64_t lo = 0, hi = replay->trace->count;

	if (!(replay->stretch < INFINITY) || !(t_s > 0))
		return 0;
	if (replay->again && !(rounds * (double)hi < 1e15))
		return rounds * (double)hi < 1e18 ? (uint64_t)(rounds * (double)hi)
						  : UINT64_MAX / 16;
	if (replay->again)
		hi *= (uint64_t)rounds + 2;
	/* Those before lo come earlier than t_s, those from hi on do not. */
	while (lo < hi) {
		uint64_t middle = lo + (hi - lo) / 2;

		if (replay_at_s(replay, middle) < t_s)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

static double factor(const uint32_t *column, size_t row, double mean)
{
	return column && mean > 0 ? column[row] / mean : 1;
}

void replay_arrivals(const struct replay *replay, uint64_t first, double end_s, struct block *block)
{
	uint64_t last = replay->again ? UINT64_MAX : replay->trace->count;
	int count = 0;

	for (uint64_t k = first; count < BLOCK_QUERIES && k < last; k++, count++) {
		block->arrival_s[count] = replay_at_s(replay, k);
		block->clock[count] = (double)k;
		if (!(block->arrival_s[count] < end_s))
			break;
	}
	block->count = count;
}

void replay_lengths(const struct replay *replay, uint64_t first, struct block *block)
{
	const struct trace *trace = replay->trace;
	double *question = block->luck[LUCK_QUESTION], *history = block->luck[LUCK_HISTORY],
	       *context = block->luck[LUCK_CONTEXT], *answer = block->luck[LUCK_ANSWER];

	memset(block->ones, 0, sizeof(block->ones));
	for (int i = 0; i < block->count; i++) {
		size_t row = (size_t)((first + (uint64_t)i) % trace->count);

		question[i] = factor(trace->question_tok, row, replay->question_mean);
		history[i] = factor(trace->history_tok, row, replay->history_mean);
		answer[i] = factor(trace->answer_tok, row, replay->answer_mean);
		context[i] = factor(trace->context_tok, row, replay->context_mean);
		block->prefix[i] = trace->prefix ? trace->prefix[row] : 0;
	}
}
