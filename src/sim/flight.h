// SPDX-License-Identifier: MIT
/*
 * L1. One query on its way through an architecture: what it will ask for at every stage, worked out
 * when it comes. Times in seconds, lengths in whole tokens. Only the pipeline uses this.
 */
#ifndef RAGTOP_SIM_FLIGHT_H
#define RAGTOP_SIM_FLIGHT_H

#include <stdint.h>

#include "sim/arch.h"
#include "sim/measure.h"
#include "sim/workload.h"

struct flight {
	struct trip trip;
	struct sinks sinks;
	double queue_s[QUEUE_COUNT]; /* service asked for */
	double prompt_tok, context_tok;
	uint32_t prefix; /* whose prompts begin alike */
	uint32_t next_free;
};

#define FLIGHT_NONE UINT32_MAX

/* All of them, by small numbers that are used again. */
struct flights {
	struct flight *all;
	uint32_t capacity, count; /* count: on their way */
	uint32_t free_head;
};

/* A zeroed one is valid input; memory of an earlier use is kept. Nobody is on the way. */
void flights_reset(struct flights *flights);
void flights_release(struct flights *flights);
void flights_grow(struct flights *flights); /* flights_take's: none is free */

static inline uint32_t flights_take(struct flights *flights)
{
	uint32_t id;

	if (flights->free_head == FLIGHT_NONE)
		flights_grow(flights);
	id = flights->free_head;
	flights->free_head = flights->all[id].next_free;
	flights->count++;
	return id;
}

static inline void flights_give(struct flights *flights, uint32_t id)
{
	flights->all[id].next_free = flights->free_head;
	flights->free_head = id;
	flights->count--;
}

/* What a query is for the model that it goes to. */
struct way {
	bool direct; /* demand.direct */
	double instructions_tok, question_tok, context_tok, answer_tok;
	double ttft_s, prompt_tok_s, output_tok_s;
	double invalid_frac; /* of all answers, not in the form that is asked for */
	double valid_frac;
};

void flight_way(const struct demand *demand, bool direct, struct way *way);
/* Query number i of the block, which comes at t_s and goes this way. Leaves sinks and next_free
 * alone. */
void flight_plan(const struct demand *demand, const struct way *way, struct flight *flight,
		 const struct block *block, int i, double t_s);
/* The search brought nothing: without passages the prompt is shorter. */
void flight_go_blind(const struct demand *demand, struct flight *flight);
/* What comes after the last token of an answer. */
static inline void flight_after_answer(struct flight *flight)
{
	struct trip *trip = &flight->trip;

	trip->reached |= (trip->repairs > 0 ? 1u << STAGE_REPAIR : 0) |
			 (trip->service_s[STAGE_REVIEW] > 0 ? 1u << STAGE_REVIEW : 0);
}

/* The model answers, in the times that are planned: the queues are behind it, so the rest of the
 * trip is known. */
static inline void flight_complete(struct flight *flight)
{
	struct trip *trip = &flight->trip;

	trip->reached |= 1u << STAGE_RATE_LIMIT | 1u << STAGE_PROMPT | 1u << STAGE_FIRST |
			 1u << STAGE_DECODE;
	/* Asked again, the model reads and writes all of it again. */
	if (trip->repairs > 0)
		trip->service_s[STAGE_REPAIR] = trip->repairs * (trip->service_s[STAGE_PROMPT] +
								 trip->service_s[STAGE_FIRST] +
								 trip->service_s[STAGE_DECODE]);
	flight_after_answer(flight);
}

/* Another provider's model does, whose times are the usual ones and who has kept nothing. */
void flight_elsewhere(const struct demand *demand, struct flight *flight);

#endif
