// SPDX-License-Identifier: MIT
#include "sim/flight.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/form.h"

static const uint32_t NO_FLIGHT = UINT32_MAX;

void flights_reset(struct flights *flights)
{
	flights->count = 0;
	flights->free_head = NO_FLIGHT;
	for (uint32_t i = flights->capacity; i-- > 0; flights->free_head = i)
		flights->all[i].next_free = flights->free_head;
}

void flights_release(struct flights *flights)
{
	free(flights->all);
	*flights = (struct flights){ 0 };
}

uint32_t flights_take(struct flights *flights)
{
	uint32_t id;

	if (flights->free_head == NO_FLIGHT) {
		uint32_t old = flights->capacity;

		flights->capacity = old ? 2 * old : 64;
		flights->all = xrealloc_array(flights->all, flights->capacity,
					      sizeof(*flights->all));
		for (uint32_t i = flights->capacity; i-- > old; flights->free_head = i)
			flights->all[i].next_free = flights->free_head;
	}
	id = flights->free_head;
	flights->free_head = flights->all[id].next_free;
	flights->count++;
	return id;
}

void flights_give(struct flights *flights, uint32_t id)
{
	flights->all[id].next_free = flights->free_head;
	flights->free_head = id;
	flights->count--;
}

/* Whole tokens, at least one answered; a mean of 0 stays 0. Cutting off is faster than floor where
 * that is a call. */
static double whole_tokens(double mean, double luck)
{
	return (double)(int64_t)(mean * luck + 0.5);
}

/* What the query is for the model that it goes to. */
struct way {
	double instructions_tok, question_tok, context_tok, answer_tok;
	double ttft_s, prompt_tok_s, output_tok_s;
	double valid_frac;
};

static struct way way_of(const struct demand *demand, const struct block *block, int i, bool direct)
{
	const struct direct *other = &demand->direct;

	if (direct)
		return (struct way){
			other->instructions_tok, other->question_tok, 0,
			other->answer_tok,       other->ttft_s,       other->prompt_tok_s,
			other->output_tok_s,     other->valid_frac
		};
	return (struct way){
		demand->instructions_tok,
		demand->question_tok,
		demand->context_tok * (demand->retrieves ? block->luck[LUCK_CONTEXT][i] : 1),
		demand->answer_tok,
		demand->ttft_s,
		demand->prompt_tok_s,
		demand->output_tok_s,
		demand->valid_frac,
	};
}

/* Is the answer asked for again, and does an expert read it? A uniform number that has said yes
 * says how often and how long, too. */
static void plan_aftermath(const struct demand *demand, double valid_frac, struct trip *trip,
			   const struct block *block, int i)
{
	double invalid_frac = demand->format_frac * (1 - valid_frac);
	double form = block->luck[LUCK_FORM][i], review = block->luck[LUCK_REVIEW][i];

	if (demand->repair_tries > 0 && form < invalid_frac)
		trip->repairs = form_repairs(valid_frac, demand->repair_tries, form / invalid_frac);
	if (review < demand->review_frac)
		trip->service_s[STAGE_REVIEW] = demand->review_s *
						variate_exponential_from_unit(review /
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

void flight_plan(const struct demand *demand, struct flight *flight, const struct block *block,
		 int i, double t_s, bool direct)
{
	struct way way = way_of(demand, block, i, direct);
	double question_tok = whole_tokens(way.question_tok, block->luck[LUCK_QUESTION][i]);
	double history_tok = whole_tokens(demand->history_tok, block->luck[LUCK_HISTORY][i]);
	double answer_tok = whole_tokens(way.answer_tok, block->luck[LUCK_ANSWER][i]);
	struct trip *trip = &flight->trip;

	if (answer_tok < 1)
		answer_tok = 1;
	trip_begin(trip, t_s, answer_tok, direct);
	for (int q = 0; q < QUEUE_COUNT; q++)
		flight->queue_s[q] = demand->queues[q].service_s * block->luck[LUCK_QUEUE + q][i];
	flight->context_tok = way.context_tok;
	flight->prompt_tok = fitting_tok(
		demand, way.instructions_tok + history_tok + question_tok + way.context_tok,
		answer_tok);
	flight->prefix = block->prefix[i];
	trip->service_s[STAGE_PROMPT] = flight->prompt_tok * way.prompt_tok_s;
	trip->service_s[STAGE_FIRST] = way.ttft_s * block->luck[LUCK_FIRST][i];
	trip->service_s[STAGE_DECODE] = (answer_tok - 1) * way.output_tok_s *
					block->luck[LUCK_OUTPUT][i];
	plan_aftermath(demand, way.valid_frac, trip, block, i);
}

/* The queues are behind it, so the rest of the trip is known. */
enum {
	ANSWERED = 1u << STAGE_RATE_LIMIT | 1u << STAGE_PROMPT | 1u << STAGE_FIRST |
		   1u << STAGE_DECODE
};

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

void flight_after_answer(struct flight *flight)
{
	struct trip *trip = &flight->trip;

	trip->reached |= (trip->repairs > 0 ? 1u << STAGE_REPAIR : 0) |
			 (trip->service_s[STAGE_REVIEW] > 0 ? 1u << STAGE_REVIEW : 0);
}

void flight_complete(struct flight *flight)
{
	struct trip *trip = &flight->trip;

	trip->reached |= ANSWERED;
	/* Asked again, the model reads and writes all of it again. */
	if (trip->repairs > 0)
		trip->service_s[STAGE_REPAIR] = trip->repairs * (trip->service_s[STAGE_PROMPT] +
								 trip->service_s[STAGE_FIRST] +
								 trip->service_s[STAGE_DECODE]);
	flight_after_answer(flight);
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
