// SPDX-License-Identifier: MIT
#include "sim/pipeline.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/fmath.h"
#include "base/xalloc.h"

enum { STAGE_BITS = 3 };
static const uint32_t NO_FLIGHT = UINT32_MAX;

static double target_or_none(double target)
{
	return isnan(target) ? INFINITY : target;
}

void pipeline_reset(struct pipeline *pipeline, const struct demand *demand,
		    const double targets[TARGET_COUNT], uint64_t seed, uint64_t replication,
		    uint64_t anchor)
{
	pipeline->demand = *demand;
	pipeline->ttft_target_s = target_or_none(targets[TARGET_TTFT_P95_S]);
	pipeline->e2e_target_s = target_or_none(targets[TARGET_LATENCY_P95_S]);
	if (demand->retrieves) {
		station_reset(&pipeline->embed, demand->embed_servers, (size_t)demand->queue_limit,
			      0);
		station_reset(&pipeline->search, demand->search_servers,
			      (size_t)demand->queue_limit, demand->timeout_s);
	}
	pipeline->batching = demand->self;
	pipeline->batch_delay_s = 0;
	if (demand->self)
		batch_reset(&pipeline->batch, &demand->serving);
	pipeline_start_api(pipeline, 1, 1, 1);
	rng_open(&pipeline->retry, seed, replication, anchor,
		 demand->tuned ? "retry-tuned" : "retry");
	rng_open(&pipeline->failure, seed, replication, anchor,
		 demand->tuned ? "failure-tuned" : "failure");
	rng_open(&pipeline->change, seed, replication, anchor, "prefix-change");
	prefix_uses_reset(&pipeline->prefixes);
	event_queue_clear(&pipeline->queue);
	recorder_reset(&pipeline->recorder);
	pipeline->free_head = NO_FLIGHT;
	pipeline->in_flight = 0;
	for (uint32_t i = pipeline->capacity; i-- > 0; pipeline->free_head = i)
		pipeline->flights[i].next_free = pipeline->free_head;
}

void pipeline_release(struct pipeline *pipeline)
{
	station_release(&pipeline->embed);
	station_release(&pipeline->search);
	batch_release(&pipeline->batch);
	event_queue_release(&pipeline->queue);
	prefix_uses_release(&pipeline->prefixes);
	free(pipeline->flights);
	*pipeline = (struct pipeline){ 0 };
}

static void happen_until(struct pipeline *pipeline, double t_s);
static void land_served(struct pipeline *pipeline, double t_s);

void pipeline_demand(struct pipeline *pipeline, const struct demand *demand, double t_s)
{
	happen_until(pipeline, t_s);
	if (demand->self && pipeline->batching) {
		land_served(pipeline, t_s);
		batch_configure(&pipeline->batch, &demand->serving, t_s);
	} else if (demand->self) {
		batch_reset(&pipeline->batch, &demand->serving);
		pipeline->batching = true;
	}
	if (demand->retrieves) {
		station_configure(&pipeline->embed, demand->embed_servers,
				  (size_t)demand->queue_limit, 0, t_s);
		station_configure(&pipeline->search, demand->search_servers,
				  (size_t)demand->queue_limit, demand->timeout_s, t_s);
	}
	if (demand->rpm_limit != pipeline->demand.rpm_limit ||
	    demand->tpm_limit != pipeline->demand.tpm_limit)
		ratelimit_reset(&pipeline->limit, t_s, demand->rpm_limit, demand->tpm_limit, false);
	pipeline->demand = *demand;
}

void pipeline_drift(struct pipeline *pipeline, const struct demand *demand)
{
	pipeline->demand = *demand;
}

void pipeline_preload(struct pipeline *pipeline, const struct backlog_start *embed,
		      const struct backlog_start *search)
{
	if (embed->queue > 0)
		station_preload(&pipeline->embed, 0, embed->queue, embed->service_s);
	if (search->queue > 0)
		station_preload(&pipeline->search, 0, search->queue, search->service_s);
}

void pipeline_start_api(struct pipeline *pipeline, double slowdown, double requests_level,
			double tokens_level)
{
	const struct demand *demand = &pipeline->demand;

	assert(slowdown >= 1);
	pipeline->api_slowdown = slowdown;
	ratelimit_reset(&pipeline->limit, 0, demand->rpm_limit / slowdown,
			demand->tpm_limit / slowdown, false);
	ratelimit_drain(&pipeline->limit, requests_level, tokens_level);
}

static uint32_t flight_take(struct pipeline *pipeline)
{
	uint32_t id;

	if (pipeline->free_head == NO_FLIGHT) {
		uint32_t old = pipeline->capacity;

		assert(old < UINT32_MAX >> (STAGE_BITS + 1));
		pipeline->capacity = old ? 2 * old : 64;
		pipeline->flights = xrealloc_array(pipeline->flights, pipeline->capacity,
						   sizeof(*pipeline->flights));
		for (uint32_t i = pipeline->capacity; i-- > old; pipeline->free_head = i)
			pipeline->flights[i].next_free = pipeline->free_head;
	}
	id = pipeline->free_head;
	pipeline->free_head = pipeline->flights[id].next_free;
	pipeline->in_flight++;
	return id;
}

uint32_t pipeline_ghost(struct pipeline *pipeline)
{
	uint32_t id = flight_take(pipeline);

	pipeline->flights[id].trip = (struct trip){ .end_s = INFINITY };
	pipeline->flights[id].sinks = (struct sinks){ 0 };
	return id;
}

static void trip_land(struct pipeline *pipeline, const struct sinks *sinks, struct trip *trip)
{
	double ttft_s = trip_ttft_s(trip), e2e_s = trip_e2e_s(trip);

	trip->met = !trip->dropped && ttft_s <= pipeline->ttft_target_s &&
		    e2e_s <= pipeline->e2e_target_s;
	recorder_add(&pipeline->recorder, sinks, trip, ttft_s, e2e_s);
}

/* The trip is over: written where it belongs, and the flight is free for the next query. */
static void flight_land(struct pipeline *pipeline, uint32_t id)
{
	struct flight *flight = &pipeline->flights[id];

	trip_land(pipeline, &flight->sinks, &flight->trip);
	flight->next_free = pipeline->free_head;
	pipeline->free_head = id;
	pipeline->in_flight--;
}

static void schedule(struct pipeline *pipeline, double t_s, enum stage stage, uint32_t id)
{
	event_push(&pipeline->queue, t_s, id << STAGE_BITS | (uint32_t)stage);
}

/* The model answers: no queue any more, so the rest of the trip is known. */
enum {
	ANSWERED = 1u << STAGE_RATE_LIMIT | 1u << STAGE_PROMPT | 1u << STAGE_FIRST |
		   1u << STAGE_DECODE
};

/* Is the start of the prompt still kept at t_s? It is now, again. Not if it was rewritten since it
 * was used last, or that is too long ago. */
static bool prefix_warm(struct pipeline *pipeline, uint32_t id, double t_s)
{
	const struct prefix *prefix = &pipeline->demand.prefix;
	double *used_s, gap_s;

	if (prefix->tok <= 0)
		return false;
	used_s = prefix_used_s(&pipeline->prefixes, prefix->shared ? 0 : id);
	gap_s = (t_s - *used_s) / pipeline->api_slowdown;
	*used_s = t_s;
	if (gap_s > prefix->ttl_s)
		return false;
	return prefix->changes_rps <= 0 ||
	       rng_unit(&pipeline->change) < fm_exp(-gap_s * prefix->changes_rps);
}

/* What is kept need not be read. */
static void read_prompt(struct pipeline *pipeline, struct flight *flight, double t_s)
{
	struct trip *trip = &flight->trip;

	trip->warm = prefix_warm(pipeline, flight->prefix, t_s);
	if (!trip->warm)
		return;
	trip->service_s[STAGE_PROMPT] -= pipeline->demand.prefix.tok *
					 pipeline->demand.prompt_tok_s;
	if (trip->service_s[STAGE_PROMPT] < 0)
		trip->service_s[STAGE_PROMPT] = 0; /* cut off, or rounding */
}

static void answer(struct pipeline *pipeline, uint32_t id, double t_s)
{
	struct flight *flight = &pipeline->flights[id];

	flight->trip.reached |= ANSWERED;
	read_prompt(pipeline, flight, t_s);
	flight_land(pipeline, id);
}

/* By another provider, whose own times are the usual ones and who has kept nothing. */
static void answer_elsewhere(struct pipeline *pipeline, uint32_t id)
{
	struct trip *trip = &pipeline->flights[id].trip;

	trip->reached |= ANSWERED;
	trip->failed_over = true;
	trip->wait_s[STAGE_RATE_LIMIT] += pipeline->demand.failover_s;
	for (int stage = STAGE_PROMPT; stage <= STAGE_DECODE; stage++)
		trip->service_s[stage] /= pipeline->demand.api_slow;
	flight_land(pipeline, id);
}

static void drop(struct pipeline *pipeline, uint32_t id)
{
	pipeline->flights[id].trip.dropped = true;
	flight_land(pipeline, id);
}

/* What the batch says of a query becomes its trip's last two stages. */
static void land_report(struct pipeline *pipeline, const struct batch_report *report)
{
	struct trip *trip = &pipeline->flights[report->id].trip;

	if (report->refused) {
		trip->wait_s[STAGE_PROMPT] = 0;
		drop(pipeline, report->id);
		return;
	}
	/* it came at what stands here so far, see at_batch */
	trip->wait_s[STAGE_PROMPT] = report->admitted_s - trip->wait_s[STAGE_PROMPT] +
				     pipeline->batch_delay_s;
	trip->service_s[STAGE_PROMPT] = report->first_s - report->admitted_s;
	trip->service_s[STAGE_DECODE] = report->done_s - report->first_s;
	trip->reached |= 1u << STAGE_PROMPT | 1u << STAGE_DECODE;
	flight_land(pipeline, report->id);
}

/* Nothing follows the batch, so it may lag behind: it is only asked when somebody comes. */
static void land_served(struct pipeline *pipeline, double t_s)
{
	struct batch_report report;

	while (batch_next(&pipeline->batch, t_s, &report))
		land_report(pipeline, &report);
}

static void at_batch(struct pipeline *pipeline, double t_s, uint32_t id)
{
	struct flight *flight = &pipeline->flights[id];

	land_served(pipeline, t_s);
	flight->trip.service_s[STAGE_FIRST] = 0; /* part of reading the prompt here */
	flight->trip.wait_s[STAGE_PROMPT] = t_s;
	flight->trip.warm = prefix_warm(pipeline, flight->prefix, t_s);
	if (batch_arrive(&pipeline->batch, t_s, id, flight->prompt_tok,
			 flight->trip.warm ? pipeline->demand.prefix.tok : 0,
			 flight->trip.answer_tok))
		return;
	flight->trip.wait_s[STAGE_PROMPT] = 0;
	drop(pipeline, id);
}

/* A call that was let through may still fail. */
static bool call_fails(struct pipeline *pipeline)
{
	double frac = pipeline->demand.api_fail_frac;

	return frac > 0 && rng_unit(&pipeline->failure) < frac;
}

/* After a refusal or a failure. */
static void try_later(struct pipeline *pipeline, double t_s, uint32_t id)
{
	struct trip *trip = &pipeline->flights[id].trip;
	double wait_s;

	if (trip->retries + 1 == RATELIMIT_TRIES) {
		trip->reached |= 1u << STAGE_RATE_LIMIT;
		drop(pipeline, id);
		return;
	}
	wait_s = ratelimit_backoff_s(++trip->retries, rng_unit(&pipeline->retry));
	trip->wait_s[STAGE_RATE_LIMIT] += wait_s;
	schedule(pipeline, t_s + wait_s, STAGE_RATE_LIMIT, id);
}

static void at_api(struct pipeline *pipeline, double t_s, uint32_t id)
{
	const struct flight *flight = &pipeline->flights[id];

	if (!ratelimit_try(&pipeline->limit, t_s, flight->prompt_tok + flight->trip.answer_tok))
		try_later(pipeline, t_s, id);
	else if (!call_fails(pipeline))
		answer(pipeline, id, t_s);
	else if (pipeline->demand.failover)
		answer_elsewhere(pipeline, id);
	else
		try_later(pipeline, t_s, id);
}

static void at_model(struct pipeline *pipeline, double t_s, uint32_t id)
{
	if (pipeline->demand.self)
		at_batch(pipeline, t_s, id);
	else
		at_api(pipeline, t_s, id);
}

static bool may_fail(const struct pipeline *pipeline)
{
	return ratelimit_active(&pipeline->limit) || pipeline->demand.api_fail_frac > 0;
}

/* Ready for the model at t_s, which is now or later. The slowed clock is ahead of all that has
 * happened, so order is kept. */
static void reach_model(struct pipeline *pipeline, double t_s, uint32_t id)
{
	if (pipeline->demand.self && pipeline->demand.retrieves)
		schedule(pipeline, t_s, STAGE_RATE_LIMIT, id);
	else if (pipeline->demand.self)
		at_batch(pipeline, t_s, id);
	else if (may_fail(pipeline))
		schedule(pipeline, t_s * pipeline->api_slowdown, STAGE_RATE_LIMIT, id);
	else
		answer(pipeline, id, t_s);
}

/* Without passages the prompt is shorter. */
static void give_up_search(struct pipeline *pipeline, struct flight *flight)
{
	const struct demand *demand = &pipeline->demand;

	flight->trip.blind = true;
	flight->prompt_tok -= flight->context_tok;
	if (flight->prompt_tok < 0)
		flight->prompt_tok = 0; /* it had been cut off */
	flight->trip.service_s[STAGE_PROMPT] -= flight->context_tok * demand->prompt_tok_s;
	if (flight->trip.service_s[STAGE_PROMPT] < 0)
		flight->trip.service_s[STAGE_PROMPT] = 0; /* rounding */
}

static void at_search(struct pipeline *pipeline, double t_s, uint32_t id)
{
	struct flight *flight = &pipeline->flights[id];
	struct visit visit = pipeline->demand.search_down
				     ? station_silent(&pipeline->search, t_s)
				     : station_arrive(&pipeline->search, t_s, flight->search_s);

	if (visit.dropped) {
		drop(pipeline, id);
		return;
	}
	flight->trip.reached |= 1u << STAGE_SEARCH;
	flight->trip.wait_s[STAGE_SEARCH] = visit.wait_s;
	flight->trip.service_s[STAGE_SEARCH] = visit.service_s;
	if (visit.timed_out)
		give_up_search(pipeline, flight);
	reach_model(pipeline, visit.leave_s, id);
}

static void at_embed(struct pipeline *pipeline, double t_s, uint32_t id)
{
	struct flight *flight = &pipeline->flights[id];
	struct visit visit = station_arrive(&pipeline->embed, t_s,
					    flight->trip.service_s[STAGE_EMBED]);

	if (visit.dropped) {
		flight->trip.service_s[STAGE_EMBED] = 0;
		drop(pipeline, id);
		return;
	}
	flight->trip.reached |= 1u << STAGE_EMBED;
	flight->trip.wait_s[STAGE_EMBED] = visit.wait_s;
	if (visit.leave_s > t_s)
		schedule(pipeline, visit.leave_s, STAGE_SEARCH, id);
	else
		at_search(pipeline, t_s, id);
}

static void happen_until(struct pipeline *pipeline, double t_s)
{
	while (pipeline->queue.count > 0 && event_next_s(&pipeline->queue) <= t_s) {
		struct event_item event = event_pop(&pipeline->queue);
		uint32_t id = event.payload >> STAGE_BITS;

		if ((event.payload & ((1u << STAGE_BITS) - 1)) == STAGE_SEARCH)
			at_search(pipeline, event.time_s, id);
		else
			at_model(pipeline, event.time_s, id);
	}
}

/* Whole tokens, at least one answered; a mean of 0 stays 0. Cutting off is faster than floor where
 * that is a call. */
static double whole_tokens(double mean, double luck)
{
	return (double)(int64_t)(mean * luck + 0.5);
}

static void flight_plan(const struct demand *demand, struct flight *flight,
			const struct block *block, int i, double t_s)
{
	double question_tok = whole_tokens(demand->question_tok, block->luck[LUCK_QUESTION][i]);
	double answer_tok = whole_tokens(demand->answer_tok, block->luck[LUCK_ANSWER][i]);
	double history_tok = whole_tokens(demand->history_tok, block->luck[LUCK_HISTORY][i]);
	double context_tok = demand->context_tok *
			     (demand->retrieves ? block->luck[LUCK_CONTEXT][i] : 1);
	double prompt_tok = demand->instructions_tok + history_tok + question_tok + context_tok;
	struct trip *trip = &flight->trip;

	if (answer_tok < 1)
		answer_tok = 1;
	if (prompt_tok > demand->window_tok - answer_tok)
		prompt_tok = demand->window_tok > answer_tok ? demand->window_tok - answer_tok : 0;
	*trip = (struct trip){ .arrival_s = t_s, .answer_tok = answer_tok };
	trip->service_s[STAGE_EMBED] = demand->embed_s * block->luck[LUCK_EMBED][i];
	flight->search_s = demand->search_s * block->luck[LUCK_SEARCH][i];
	flight->prompt_tok = prompt_tok;
	flight->context_tok = context_tok;
	flight->prefix = block->prefix[i];
	trip->service_s[STAGE_PROMPT] = prompt_tok * demand->prompt_tok_s;
	trip->service_s[STAGE_FIRST] = demand->ttft_s * block->luck[LUCK_FIRST][i];
	trip->service_s[STAGE_DECODE] = (answer_tok - 1) * demand->output_tok_s *
					block->luck[LUCK_OUTPUT][i];
}

/* A query that meets no queue and cannot be refused is decided as it comes. */
static void feed_direct(struct pipeline *pipeline, const struct block *block, int i,
			const struct feed *feed)
{
	double t_s = block->arrival_s[i] - feed->start_s;
	struct flight flight;

	flight_plan(&pipeline->demand, &flight, block, i, t_s);
	flight.trip.end_s = feed->end_s + (feed->end_after_arrival ? t_s : 0);
	flight.trip.reached = ANSWERED;
	read_prompt(pipeline, &flight, t_s);
	trip_land(pipeline, &feed->sinks, &flight.trip);
}

static void feed_one(struct pipeline *pipeline, const struct block *block, int i,
		     const struct feed *feed)
{
	double t_s = block->arrival_s[i] - feed->start_s;
	struct flight *flight;
	uint32_t id;

	happen_until(pipeline, t_s);
	id = flight_take(pipeline);
	flight = &pipeline->flights[id];
	flight_plan(&pipeline->demand, flight, block, i, t_s);
	flight->sinks = feed->sinks;
	flight->trip.end_s = feed->end_s + (feed->end_after_arrival ? t_s : 0);
	if (pipeline->demand.retrieves)
		at_embed(pipeline, t_s, id);
	else
		reach_model(pipeline, t_s, id);
}

void pipeline_feed(struct pipeline *pipeline, const struct block *block, int from, int to,
		   const struct feed *feed)
{
	bool direct = !pipeline->demand.retrieves && !pipeline->demand.self && !may_fail(pipeline);

	for (int i = from; i < to; i++)
		if (direct && pipeline->queue.count == 0)
			feed_direct(pipeline, block, i, feed);
		else
			feed_one(pipeline, block, i, feed);
}

void pipeline_drain(struct pipeline *pipeline, bool window)
{
	happen_until(pipeline, INFINITY);
	if (pipeline->batching && window)
		batch_extrapolate(&pipeline->batch);
	if (pipeline->batching)
		land_served(pipeline, INFINITY);
	recorder_flush(&pipeline->recorder);
	assert(pipeline->in_flight == 0);
}
