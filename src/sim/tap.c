// SPDX-License-Identifier: MIT
#include "sim/tap.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

void tap_reset(struct tap *tap)
{
	tap->query_count = tap->visit_count = 0;
	for (uint32_t i = 0; i < tap->flight_capacity; i++)
		tap->flights[i] = (struct tap_flight){ TAP_NONE, TAP_NONE, TAP_NONE };
	tap->every = 1;
	tap->come = 0;
}

void tap_release(struct tap *tap)
{
	free(tap->queries);
	free(tap->visits);
	free(tap->flights);
	*tap = (struct tap){ 0 };
}

static uint32_t grown(uint32_t capacity, uint32_t needed)
{
	uint32_t more = capacity ? capacity : 256;

	while (more <= needed)
		more *= 2;
	return more;
}

static struct tap_flight *flight_of(struct tap *tap, uint32_t flight)
{
	uint32_t old = tap->flight_capacity;

	if (flight >= old) {
		tap->flight_capacity = grown(old, flight);
		tap->flights = xrealloc_array(tap->flights, tap->flight_capacity,
					      sizeof(*tap->flights));
		for (uint32_t i = old; i < tap->flight_capacity; i++)
			tap->flights[i] = (struct tap_flight){ TAP_NONE, TAP_NONE, TAP_NONE };
	}
	return &tap->flights[flight];
}

static uint32_t visit_push(struct tap *tap, struct tap_visit visit)
{
	if (tap->visit_count == tap->visit_capacity) {
		tap->visit_capacity = grown(tap->visit_capacity, tap->visit_count);
		tap->visits = xrealloc_array(tap->visits, tap->visit_capacity,
					     sizeof(*tap->visits));
	}
	tap->visits[tap->visit_count] = visit;
	return tap->visit_count++;
}

/* Thinner when there are too many, whole again when there are few. */
static void adapt(struct tap *tap)
{
	if (tap->query_count >= TAP_QUERIES * (uint64_t)tap->every && tap->every < 1u << 16)
		tap->every *= 2;
	else if (tap->every > 1 && tap->query_count < TAP_QUERIES / 4)
		tap->every /= 2;
}

/* TAP_NONE: another one stands for it. */
static uint32_t query_push(struct tap *tap, double t_s, bool ghost)
{
	adapt(tap);
	if (tap->come++ % tap->every != 0)
		return TAP_NONE;
	if (tap->query_count == tap->query_capacity) {
		tap->query_capacity = grown(tap->query_capacity, tap->query_count);
		tap->queries = xrealloc_array(tap->queries, tap->query_capacity,
					      sizeof(*tap->queries));
	}
	tap->queries[tap->query_count] = (struct tap_query){
		.arrival_s = t_s, .leave_s = (double)INFINITY, .weight = tap->every, .ghost = ghost
	};
	return tap->query_count++;
}

void tap_arrive(struct tap *tap, uint32_t flight, double t_s, bool ghost)
{
	uint32_t query = query_push(tap, t_s, ghost);

	*flight_of(tap, flight) = (struct tap_flight){ query, TAP_NONE, TAP_NONE };
}

void tap_found(struct tap *tap, double t_s, double look_s)
{
	uint32_t query = query_push(tap, t_s, false);

	if (query == TAP_NONE)
		return;
	tap->queries[query].leave_s = t_s + look_s;
	tap->queries[query].fate = FATE_ANSWERED;
	if (look_s > 0)
		visit_push(tap, (struct tap_visit){ t_s, t_s, t_s + look_s, query, STAGE_CACHE,
						    TURN_SERVED });
}

void tap_visit(struct tap *tap, uint32_t flight, enum stage stage, double t_s, double wait_s,
	       double service_s, enum turn turn)
{
	uint32_t query = flight_of(tap, flight)->query;

	if (query != TAP_NONE && wait_s + service_s > 0)
		visit_push(tap, (struct tap_visit){ t_s, t_s + wait_s, t_s + wait_s + service_s,
						    query, (uint8_t)stage, (uint8_t)turn });
}

void tap_batch(struct tap *tap, uint32_t flight, double t_s)
{
	struct tap_flight *at = flight_of(tap, flight);

	if (at->query != TAP_NONE)
		at->prompt = visit_push(tap,
					(struct tap_visit){ t_s, (double)INFINITY, (double)INFINITY,
							    at->query, STAGE_PROMPT, TURN_SERVED });
}

void tap_batch_known(struct tap *tap, uint32_t flight, double admitted_s, double first_s,
		     double done_s)
{
	struct tap_flight *at = flight_of(tap, flight);

	if (at->prompt == TAP_NONE)
		return;
	if (!isnan(admitted_s))
		tap->visits[at->prompt].start_s = admitted_s;
	if (isnan(first_s))
		return;
	tap->visits[at->prompt].end_s = first_s;
	if (at->decode == TAP_NONE)
		at->decode = visit_push(tap,
					(struct tap_visit){ first_s, first_s, (double)INFINITY,
							    at->query, STAGE_DECODE, TURN_SERVED });
	if (!isnan(done_s))
		tap->visits[at->decode].end_s = done_s;
}

static void end_way(struct tap *tap, uint32_t flight, double t_s, enum fate fate, enum stage stage)
{
	struct tap_flight *at = flight_of(tap, flight);

	if (at->query != TAP_NONE) {
		tap->queries[at->query].leave_s = t_s;
		tap->queries[at->query].fate = (uint8_t)fate;
		tap->queries[at->query].stage = (uint8_t)stage;
	}
	*at = (struct tap_flight){ TAP_NONE, TAP_NONE, TAP_NONE };
}

void tap_leave(struct tap *tap, uint32_t flight, double t_s)
{
	end_way(tap, flight, t_s, FATE_ANSWERED, (enum stage)0);
}

void tap_drop(struct tap *tap, uint32_t flight, double t_s, enum stage stage)
{
	uint32_t prompt = flight_of(tap, flight)->prompt;

	if (prompt != TAP_NONE) /* out of the batch's line */
		tap->visits[prompt].start_s = tap->visits[prompt].end_s = t_s;
	end_way(tap, flight, t_s, FATE_DROPPED, stage);
}

static uint32_t moved(const uint32_t *to, uint32_t from)
{
	return from == TAP_NONE ? TAP_NONE : to[from];
}

void tap_forget(struct tap *tap, double t_s)
{
	uint32_t *query = xrealloc_array(NULL, (size_t)tap->query_count + 1, sizeof(*query));
	uint32_t *visit = xrealloc_array(NULL, (size_t)tap->visit_count + 1, sizeof(*visit));
	uint32_t queries = 0, visits = 0;

	for (uint32_t i = 0; i < tap->query_count; i++) {
		query[i] = tap->queries[i].leave_s < t_s ? TAP_NONE : queries++;
		if (query[i] != TAP_NONE)
			tap->queries[query[i]] = tap->queries[i];
	}
	for (uint32_t i = 0; i < tap->visit_count; i++) {
		struct tap_visit at = tap->visits[i];

		at.query = query[at.query];
		visit[i] = at.query == TAP_NONE ? TAP_NONE : visits++;
		if (visit[i] != TAP_NONE)
			tap->visits[visit[i]] = at;
	}
	for (uint32_t i = 0; i < tap->flight_capacity; i++) {
		struct tap_flight *at = &tap->flights[i];

		*at = (struct tap_flight){ moved(query, at->query), moved(visit, at->prompt),
					   moved(visit, at->decode) };
	}
	tap->query_count = queries;
	tap->visit_count = visits;
	free(query);
	free(visit);
}
