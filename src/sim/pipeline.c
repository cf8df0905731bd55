// SPDX-License-Identifier: MIT
#include "sim/pipeline_parts.h"

#include <assert.h>
#include <math.h>

#include "base/fmath.h"

/* Of an event: the queue that it is an arrival at, or the model. */
enum { STAGE_BITS = 3, AT_MODEL = QUEUE_COUNT };

static void trip_land(struct pipeline *pipeline, const struct sinks *sinks, struct trip *trip)
{
	double ttft_s = trip_ttft_s(trip), e2e_s = trip_e2e_s(trip, ttft_s);

	trip->met = !trip->dropped && ttft_s <= pipeline->ttft_target_s &&
		    e2e_s <= pipeline->e2e_target_s;
	recorder_add(&pipeline->recorder, sinks, trip, ttft_s, e2e_s);
}

/* The tap is told of a trip that goes on from t_s without another queue, and when it is over. */
static void tap_answer(struct pipeline *pipeline, uint32_t id, double t_s)
{
	const struct trip *trip = &pipeline->flights.all[id].trip;

	for (int stage = STAGE_PROMPT; stage < STAGE_COUNT; stage++) {
		if (!(trip->reached & 1u << stage))
			continue;
		tap_visit(pipeline->tap, id, (enum stage)stage, t_s, 0, trip->service_s[stage],
			  TURN_SERVED);
		t_s += trip->service_s[stage];
	}
	tap_leave(pipeline->tap, id, t_s);
}

/* The trip is over: written where it belongs, and the flight is free for the next query. */
static void flight_land(struct pipeline *pipeline, uint32_t id)
{
	struct flight *flight = &pipeline->flights.all[id];

	trip_land(pipeline, &flight->sinks, &flight->trip);
	flights_give(&pipeline->flights, id);
}

static void schedule(struct pipeline *pipeline, double t_s, int place, uint32_t id)
{
	static_assert(AT_MODEL < 1 << STAGE_BITS, "an event has room for every place");
	assert(id < UINT32_MAX >> STAGE_BITS);
	event_push(&pipeline->queue, t_s, id << STAGE_BITS | (uint32_t)place);
}

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

	trip->warm = !trip->direct && prefix_warm(pipeline, flight->prefix, t_s);
	if (!trip->warm)
		return;
	trip->service_s[STAGE_PROMPT] -= pipeline->demand.prefix.tok *
					 pipeline->demand.prompt_tok_s;
	if (trip->service_s[STAGE_PROMPT] < 0)
		trip->service_s[STAGE_PROMPT] = 0; /* cut off, or rounding */
}

static void finish_answer(struct pipeline *pipeline, struct flight *flight, double t_s)
{
	read_prompt(pipeline, flight, t_s);
	flight_complete(flight);
}

static void answer(struct pipeline *pipeline, uint32_t id, double t_s)
{
	finish_answer(pipeline, &pipeline->flights.all[id], t_s);
	if (pipeline->tap)
		tap_answer(pipeline, id, t_s);
	flight_land(pipeline, id);
}

static void answer_elsewhere(struct pipeline *pipeline, double t_s, uint32_t id)
{
	double failover_s = pipeline->demand.failover_s;

	flight_elsewhere(&pipeline->demand, &pipeline->flights.all[id]);
	if (pipeline->tap) {
		tap_visit(pipeline->tap, id, STAGE_RATE_LIMIT, t_s, failover_s, 0, TURN_FAILED);
		tap_answer(pipeline, id, t_s + failover_s);
	}
	flight_land(pipeline, id);
}

static void drop(struct pipeline *pipeline, double t_s, enum stage stage, uint32_t id)
{
	if (pipeline->tap)
		tap_drop(pipeline->tap, id, t_s, stage);
	pipeline->flights.all[id].trip.dropped = true;
	flight_land(pipeline, id);
}

static void tap_report(struct pipeline *pipeline, const struct batch_report *report)
{
	double review_s = pipeline->flights.all[report->id].trip.service_s[STAGE_REVIEW];

	tap_batch_known(pipeline->tap, report->id, report->admitted_s, report->first_s,
			report->done_s);
	tap_visit(pipeline->tap, report->id, STAGE_REVIEW, report->done_s, 0, review_s,
		  TURN_SERVED);
	tap_leave(pipeline->tap, report->id, report->done_s + review_s);
}

/* What the batch says of a query becomes its trip's last two stages. */
static void land_report(struct pipeline *pipeline, const struct batch_report *report)
{
	struct trip *trip = &pipeline->flights.all[report->id].trip;

	if (report->refused) {
		trip->wait_s[STAGE_PROMPT] = 0;
		drop(pipeline, pipeline->batch.sequences[report->id].done_s, STAGE_PROMPT,
		     report->id);
		return;
	}
	/* it came at what stands here so far, see at_batch */
	trip->wait_s[STAGE_PROMPT] = report->admitted_s - trip->wait_s[STAGE_PROMPT] +
				     pipeline->batch_delay_s;
	trip->service_s[STAGE_PROMPT] = report->first_s - report->admitted_s;
	trip->service_s[STAGE_DECODE] = report->done_s - report->first_s;
	trip->reached |= 1u << STAGE_PROMPT | 1u << STAGE_DECODE;
	flight_after_answer(&pipeline->flights.all[report->id]);
	if (pipeline->tap)
		tap_report(pipeline, report);
	flight_land(pipeline, report->id);
}

void pipeline_land_served(struct pipeline *pipeline, double t_s)
{
	struct batch_report report;

	while (batch_next(&pipeline->batch, t_s, &report))
		land_report(pipeline, &report);
}

static void at_batch(struct pipeline *pipeline, double t_s, uint32_t id)
{
	struct flight *flight = &pipeline->flights.all[id];

	pipeline_land_served(pipeline, t_s);
	flight->trip.service_s[STAGE_FIRST] = 0; /* part of reading the prompt here */
	flight->trip.wait_s[STAGE_PROMPT] = t_s;
	flight->trip.warm = !flight->trip.direct && prefix_warm(pipeline, flight->prefix, t_s);
	/* A repair goes on in the same place: the answer is written again. */
	flight->trip.answer_tok *= 1 + flight->trip.repairs;
	if (batch_arrive(&pipeline->batch, t_s, id, flight->prompt_tok,
			 flight->trip.warm ? pipeline->demand.prefix.tok : 0,
			 flight->trip.answer_tok)) {
		if (pipeline->tap)
			tap_batch(pipeline->tap, id, t_s);
		return;
	}
	flight->trip.wait_s[STAGE_PROMPT] = 0;
	drop(pipeline, t_s, STAGE_PROMPT, id);
}

/* A call that was let through may still fail. */
static bool call_fails(struct pipeline *pipeline)
{
	double frac = pipeline->demand.api_fail_frac;

	return frac > 0 && rng_unit(&pipeline->failure) < frac;
}

/* After a refusal or a failure. */
static void try_later(struct pipeline *pipeline, double t_s, uint32_t id, enum turn turn)
{
	struct trip *trip = &pipeline->flights.all[id].trip;
	double wait_s;

	if (trip->retries + 1 == RATELIMIT_TRIES) {
		trip->reached |= 1u << STAGE_RATE_LIMIT;
		drop(pipeline, t_s, STAGE_RATE_LIMIT, id);
		return;
	}
	wait_s = ratelimit_backoff_s(++trip->retries, rng_unit(&pipeline->retry));
	trip->wait_s[STAGE_RATE_LIMIT] += wait_s;
	if (pipeline->tap)
		tap_visit(pipeline->tap, id, STAGE_RATE_LIMIT, t_s, wait_s, 0, turn);
	schedule(pipeline, t_s + wait_s, AT_MODEL, id);
}

static void at_api(struct pipeline *pipeline, double t_s, uint32_t id)
{
	const struct flight *flight = &pipeline->flights.all[id];

	if (!ratelimit_try(&pipeline->limit, t_s,
			   (flight->prompt_tok + flight->trip.answer_tok) *
				   (1 + flight->trip.repairs)))
		try_later(pipeline, t_s, id, TURN_REFUSED);
	else if (!call_fails(pipeline))
		answer(pipeline, id, t_s);
	else if (pipeline->demand.failover)
		answer_elsewhere(pipeline, t_s, id);
	else
		try_later(pipeline, t_s, id, TURN_FAILED);
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
		schedule(pipeline, t_s, AT_MODEL, id);
	else if (pipeline->demand.self)
		at_batch(pipeline, t_s, id);
	else if (may_fail(pipeline))
		schedule(pipeline, t_s * pipeline->api_slowdown, AT_MODEL, id);
	else
		answer(pipeline, id, t_s);
}

/* The queue after `queue` that this query goes to, or the model: nobody puts in order what was not
 * found. */
static int next_place(const struct pipeline *pipeline, int queue, const struct trip *trip)
{
	bool done = trip->blind || trip->direct;

	do
		queue++;
	while (queue < QUEUE_COUNT && (done || pipeline->demand.queues[queue].servers == 0));
	return queue;
}

static void at_queue(struct pipeline *pipeline, double t_s, int queue, uint32_t id)
{
	struct flight *flight = &pipeline->flights.all[id];
	const struct station *station = &pipeline->stations[queue];
	bool down = queue == QUEUE_SEARCH && pipeline->demand.search_down;
	struct visit visit = down ? station_silent(station, t_s)
				  : station_arrive(&pipeline->stations[queue], t_s,
						   flight->queue_s[queue]);
	enum stage stage = pipeline->demand.queues[queue].stage;
	int next;

	if (visit.dropped) {
		drop(pipeline, t_s, stage, id);
		return;
	}
	flight->trip.reached |= 1u << stage;
	flight->trip.wait_s[stage] = visit.wait_s;
	flight->trip.service_s[stage] = visit.service_s;
	if (pipeline->tap)
		tap_visit(pipeline->tap, id, stage, t_s, visit.wait_s, visit.service_s,
			  visit.timed_out ? TURN_TIMED_OUT : TURN_SERVED);
	if (visit.timed_out)
		flight_go_blind(&pipeline->demand, flight);
	next = next_place(pipeline, queue, &flight->trip);
	if (next == AT_MODEL)
		reach_model(pipeline, visit.leave_s, id);
	else if (visit.leave_s > t_s)
		schedule(pipeline, visit.leave_s, next, id);
	else
		at_queue(pipeline, t_s, next, id);
}

void pipeline_happen(struct pipeline *pipeline, double t_s)
{
	while (pipeline->queue.count > 0 && event_next_s(&pipeline->queue) <= t_s) {
		struct event_item event = event_pop(&pipeline->queue);
		uint32_t id = event.payload >> STAGE_BITS;
		int place = (int)(event.payload & ((1u << STAGE_BITS) - 1));

		if (place == AT_MODEL)
			at_model(pipeline, event.time_s, id);
		else
			at_queue(pipeline, event.time_s, place, id);
	}
}

/* Does an earlier answer do? */
static bool finds_answer(struct pipeline *pipeline, const struct block *block, int i, double t_s)
{
	const struct answer_law *law = &pipeline->demand.answers;
	double repeat;

	if (law->ttl_s <= 0)
		return false;
	repeat = block->luck[LUCK_REPEAT][i];
	if (!pipeline->answers.topics)
		return repeat < pipeline->hit_frac;
	return repeat < law->repeat_frac &&
	       answers_find(&pipeline->answers, law, t_s, block->luck[LUCK_TOPIC][i],
			    &pipeline->change);
}

static void land_found(struct pipeline *pipeline, const struct feed *feed, double t_s)
{
	struct trip trip = { .arrival_s = t_s,
			     .end_s = feed->end_s + (feed->end_after_arrival ? t_s : 0),
			     .answer_tok = 1,
			     .reached = 1u << STAGE_CACHE,
			     .cached = true };

	trip.service_s[STAGE_CACHE] = pipeline->demand.answers_s;
	if (pipeline->tap)
		tap_found(pipeline->tap, t_s, pipeline->demand.answers_s);
	trip_land(pipeline, &feed->sinks, &trip);
}

/* Whoever has looked in vain is behind by that. */
static double look_for_answer(const struct pipeline *pipeline, struct trip *trip, double t_s)
{
	if (pipeline->demand.answers.ttl_s <= 0)
		return t_s;
	trip->reached |= 1u << STAGE_CACHE;
	trip->service_s[STAGE_CACHE] = pipeline->demand.answers_s;
	return t_s + pipeline->demand.answers_s;
}

/* Some queries of a routed hybrid go to the tuned model at once. */
static const struct way *way_of(struct pipeline *pipeline)
{
	double frac = pipeline->demand.direct.frac;

	return &pipeline->ways[frac > 0 && rng_unit(&pipeline->classes) < frac];
}

/* A query that meets no queue and cannot be refused is decided as it comes. */
static void feed_direct(struct pipeline *pipeline, const struct block *block, int i,
			const struct feed *feed)
{
	double t_s = block->arrival_s[i] - feed->start_s;
	struct flight flight;

	flight_plan(&pipeline->demand, &pipeline->ways[0], &flight, block, i, t_s);
	flight.trip.end_s = feed->end_s + (feed->end_after_arrival ? t_s : 0);
	finish_answer(pipeline, &flight, look_for_answer(pipeline, &flight.trip, t_s));
	trip_land(pipeline, &feed->sinks, &flight.trip);
}

static void tap_arrival(struct pipeline *pipeline, uint32_t id, double t_s, double from_s)
{
	tap_arrive(pipeline->tap, id, t_s, false);
	tap_visit(pipeline->tap, id, STAGE_CACHE, t_s, 0, from_s - t_s, TURN_SERVED);
}

static void feed_one(struct pipeline *pipeline, const struct block *block, int i,
		     const struct feed *feed)
{
	double t_s = block->arrival_s[i] - feed->start_s, from_s;
	struct flight *flight;
	uint32_t id;
	int first;

	pipeline_happen(pipeline, t_s);
	id = flights_take(&pipeline->flights);
	flight = &pipeline->flights.all[id];
	flight_plan(&pipeline->demand, way_of(pipeline), flight, block, i, t_s);
	first = next_place(pipeline, -1, &flight->trip);
	flight->sinks = feed->sinks;
	flight->trip.end_s = feed->end_s + (feed->end_after_arrival ? t_s : 0);
	from_s = look_for_answer(pipeline, &flight->trip, t_s);
	if (pipeline->tap)
		tap_arrival(pipeline, id, t_s, from_s);
	if (first == AT_MODEL && !pipeline->demand.self)
		reach_model(pipeline, from_s, id);
	else if (from_s > t_s)
		schedule(pipeline, from_s, first, id);
	else if (first == AT_MODEL)
		reach_model(pipeline, t_s, id);
	else
		at_queue(pipeline, t_s, first, id);
}

void pipeline_feed(struct pipeline *pipeline, const struct block *block, int from, int to,
		   const struct feed *feed)
{
	bool direct = !pipeline->demand.retrieves && !pipeline->demand.self &&
		      !may_fail(pipeline) && !pipeline->tap;

	for (int i = from; i < to; i++) {
		double t_s = block->arrival_s[i] - feed->start_s;

		if (finds_answer(pipeline, block, i, t_s))
			land_found(pipeline, feed, t_s);
		else if (direct && pipeline->queue.count == 0)
			feed_direct(pipeline, block, i, feed);
		else
			feed_one(pipeline, block, i, feed);
	}
}

static double known(double t_s)
{
	return t_s > 0 ? t_s : NAN;
}

/* What the batch knows of those who are in it. */
static void tap_batch_so_far(struct pipeline *pipeline)
{
	for (uint32_t id = 0; id < pipeline->tap->flight_capacity; id++) {
		const struct batch_sequence *at = &pipeline->batch.sequences[id];

		if (pipeline->tap->flights[id].prompt != TAP_NONE)
			tap_batch_known(pipeline->tap, id, known(at->admitted_s),
					known(at->first_s), NAN);
	}
}

void pipeline_until(struct pipeline *pipeline, double t_s)
{
	pipeline_happen(pipeline, t_s);
	if (!pipeline->batching)
		return;
	pipeline_land_served(pipeline, t_s);
	if (pipeline->tap)
		tap_batch_so_far(pipeline);
}

void pipeline_drain(struct pipeline *pipeline, bool window)
{
	pipeline_happen(pipeline, INFINITY);
	if (pipeline->batching && window)
		batch_extrapolate(&pipeline->batch);
	if (pipeline->batching)
		pipeline_land_served(pipeline, INFINITY);
	recorder_flush(&pipeline->recorder);
	assert(pipeline->flights.count == 0);
}
