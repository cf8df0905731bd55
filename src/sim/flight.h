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

/* All of them, by small numbers that are used again. */
struct flights {
	struct flight *all;
	uint32_t capacity, count; /* count: on their way */
	uint32_t free_head;
};

/* A zeroed one is valid input; memory of an earlier use is kept. Nobody is on the way. */
void flights_reset(struct flights *flights);
void flights_release(struct flights *flights);
uint32_t flights_take(struct flights *flights);
void flights_give(struct flights *flights, uint32_t id);

/* Query number i of the block, which comes at t_s and may go the other way (demand.direct). Leaves
 * sinks and next_free alone. */
void flight_plan(const struct demand *demand, struct flight *flight, const struct block *block,
		 int i, double t_s, bool direct);
/* The search brought nothing: without passages the prompt is shorter. */
void flight_go_blind(const struct demand *demand, struct flight *flight);
/* The model answers, in the times that are planned. */
void flight_complete(struct flight *flight);
/* What comes after the last token of an answer. */
void flight_after_answer(struct flight *flight);
/* Another provider's model does, whose times are the usual ones and who has kept nothing. */
void flight_elsewhere(const struct demand *demand, struct flight *flight);

#endif
