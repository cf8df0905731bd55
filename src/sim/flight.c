// SPDX-License-Identifier: MIT
#include "sim/flight.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/form.h"

void flights_reset(struct flights *flights)
{
	flights->count = 0;
	flights->free_head = FLIGHT_NONE;
	for (uint32_t i = flights->capacity; i-- > 0; flights->free_head = i)
		flights->all[i].next_free = flights->free_head;
}

void flights_release(struct flights *flights)
{
	free(flights->all);
	*flights = (struct flights){ 0 };
}

void flights_grow(struct flights *flights)
{
	uint32_t old = flights->capacity;

	flights->capacity = old ? 2 * old : 64;
	flights->all = xrealloc_array(flights->all, flights->capacity, sizeof(*flights->all));
	for (uint32_t i = flights->capacity; i-- > old; flights->free_head = i)
		flights->all[i].next_free = flights->free_head;
}

/* Whole tokens, at least one answered; a mean of 0 stays 0. Cutting off is faster than floor where
 * that is a call. */
static double whole_tokens(double mean, double luck)
{
	return (double)(int64_t)(mean * luck + 0.5);
}

void flight_way(const struct demand *demand, bool direct, struct way *way)
{
	const struct direct *other = &demand->direct;

	*way = (struct way){
		.direct = direct,
		.instructions_tok = direct ? other->instructions_tok : demand->instructions_tok,
		.question_tok = direct ? other->question_tok : demand->question_tok,
		.context_tok = direct ? 0 : demand->context_tok,
		.answer_tok = direct ? other->answer_tok : demand->answer_tok,
		.ttft_s = direct ? other->ttft_s : demand->ttft_s,
		.prompt_tok_s = direct ? other->prompt_tok_s : demand->prompt_tok_s,
		.output_tok_s = direct ? other->output_tok_s : demand->output_tok_s,
		.valid_frac = direct ? other->valid_frac : demand->valid_frac,
	};
	way->invalid_frac = demand->repair_tries > 0 ? demand->format_frac * (1 - way->valid_frac)
						     : 0;
}

/* Is the answer asked for again, and does an expert read it? A uniform number that has said yes
 * says how often and how long, too. */
static void plan_aftermath(const struct demand *demand, const struct way *way, struct trip *trip,
			   const struct block *block, int i)
{
	const double *form = &block->luck[LUCK_FORM][i], *review = &block->luck[LUCK_REVIEW][i];

	if (way->invalid_frac > 0 && *form < way->invalid_frac)
		trip->repairs = form_repairs(way->valid_frac, demand->repair_tries,
					     *form / way->invalid_frac);
	if (demand->review_frac > 0 && *review < demand->review_frac)
		trip->service_s[STAGE_REVIEW] = demand->review_s *
						variate_exponential_from_unit(*review /
									      demand->review_frac);
}

/* What the window has room for beside the answer. */
static double fitting_tok(const struct demand *demand, double prompt_tok, double answer_tok)
{
	double room_tok = demand->window_tok > answer_tok ? demand->window_tok - answer_tok : 0;

	return prompt_tok < room_tok ? prompt_tok : room_tok;
}

/* In pieces: all of it at once is zeroed by an instruction that takes longer than the rest. */
static void trip_begin(struct trip *trip, double t_s, double answer_tok, bool direct)
{
	const size_t rest = offsetof(struct trip, reached);

	static_assert(offsetof(struct trip, reached) ==
			      offsetof(struct trip, service_s) + sizeof(trip->service_s),
		      "nothing in between that nobody would set");
	memset((char *)trip + rest, 0, sizeof(*trip) - rest);
	memset(trip->wait_s, 0, sizeof(trip->wait_s));
	memset(trip->service_s, 0, sizeof(trip->service_s));
	trip->arrival_s = t_s;
	trip->end_s = 0;
	trip->answer_tok = answer_tok;
	trip->direct = direct;
}

void flight_plan(const struct demand *demand, const struct way *way, struct flight *flight,
		 const struct block *block, int i, double t_s)
{
	double question_tok = whole_tokens(way->question_tok, block->luck[LUCK_QUESTION][i]);
	double history_tok = demand->history_tok > 0 ? whole_tokens(demand->history_tok,
								    block->luck[LUCK_HISTORY][i])
						     : 0;
	double answer_tok = whole_tokens(way->answer_tok, block->luck[LUCK_ANSWER][i]);
	double context_tok = way->context_tok *
			     (demand->retrieves ? block->luck[LUCK_CONTEXT][i] : 1);
	struct trip *trip = &flight->trip;

	if (answer_tok < 1)
		answer_tok = 1;
	trip_begin(trip, t_s, answer_tok, way->direct);
	/* What is not asked for is not looked at: it would only take room in the cache. */
	for (int q = 0; demand->retrieves && q < QUEUE_COUNT; q++)
		flight->queue_s[q] = demand->queues[q].service_s * block->luck[LUCK_QUEUE + q][i];
	flight->context_tok = context_tok;
	flight->prompt_tok = fitting_tok(
		demand, way->instructions_tok + history_tok + question_tok + context_tok,
		answer_tok);
	flight->prefix = block->prefix[i];
	trip->service_s[STAGE_PROMPT] = flight->prompt_tok * way->prompt_tok_s;
	trip->service_s[STAGE_FIRST] = way->ttft_s * block->luck[LUCK_FIRST][i];
	trip->service_s[STAGE_DECODE] = (answer_tok - 1) * way->output_tok_s *
					block->luck[LUCK_OUTPUT][i];
	plan_aftermath(demand, way, trip, block, i);
}

void flight_go_blind(const struct demand *demand, struct flight *flight)
{
	flight->trip.blind = true;
	flight->prompt_tok -= flight->context_tok;
	if (flight->prompt_tok < 0)
		flight->prompt_tok = 0; /* it had been cut off */
	flight->trip.service_s[STAGE_PROMPT] -= flight->context_tok * demand->prompt_tok_s;
	if (flight->trip.service_s[STAGE_PROMPT] < 0)
		flight->trip.service_s[STAGE_PROMPT] = 0; /* rounding */
}

void flight_elsewhere(const struct demand *demand, struct flight *flight)
{
	struct trip *trip = &flight->trip;

	trip->failed_over = true;
	trip->wait_s[STAGE_RATE_LIMIT] += demand->failover_s;
	for (int stage = STAGE_PROMPT; stage <= STAGE_DECODE; stage++)
		trip->service_s[stage] /= demand->api_slow;
	flight_complete(flight);
}
