// SPDX-License-Identifier: MIT
#include "sim/pipeline_parts.h"

#include <assert.h>
#include <math.h>

static double target_or_none(double target)
{
	return isnan(target) ? INFINITY : target;
}

static void take_demand(struct pipeline *pipeline, const struct demand *demand)
{
	pipeline->demand = *demand;
	for (int direct = 0; direct < 2; direct++)
		flight_way(demand, direct != 0, &pipeline->ways[direct]);
}

void pipeline_reset(struct pipeline *pipeline, const struct demand *demand,
		    const double targets[TARGET_COUNT], uint64_t seed, uint64_t replication,
		    uint64_t anchor)
{
	take_demand(pipeline, demand);
	pipeline->ttft_target_s = target_or_none(targets[TARGET_TTFT_P95_S]);
	pipeline->e2e_target_s = target_or_none(targets[TARGET_LATENCY_P95_S]);
	for (int q = 0; q < QUEUE_COUNT; q++)
		if (demand->queues[q].servers > 0)
			station_reset(&pipeline->stations[q], demand->queues[q].servers,
				      (size_t)demand->queue_limit, demand->queues[q].timeout_s);
	answers_reset(&pipeline->answers, NULL);
	pipeline->hit_frac = 0;
	pipeline->batching = demand->self;
	pipeline->batch_delay_s = 0;
	if (demand->self)
		batch_reset(&pipeline->batch, &demand->serving);
	pipeline_start_api(pipeline, 1, 1, 1);
	rng_open(&pipeline->retry, seed, replication, anchor,
		 demand->tuned ? "retry-tuned" : "retry");
	rng_open(&pipeline->failure, seed, replication, anchor,
		 demand->tuned ? "failure-tuned" : "failure");
	rng_open(&pipeline->classes, seed, replication, anchor, "class");
	rng_open(&pipeline->change, seed, replication, anchor, "prefix-change");
	prefix_uses_reset(&pipeline->prefixes);
	event_queue_clear(&pipeline->queue);
	recorder_reset(&pipeline->recorder);
	flights_reset(&pipeline->flights);
}

void pipeline_release(struct pipeline *pipeline)
{
	for (int q = 0; q < QUEUE_COUNT; q++)
		station_release(&pipeline->stations[q]);
	answers_release(&pipeline->answers);
	batch_release(&pipeline->batch);
	event_queue_release(&pipeline->queue);
	prefix_uses_release(&pipeline->prefixes);
	flights_release(&pipeline->flights);
	*pipeline = (struct pipeline){ 0 };
}

/* A queue that is opened is empty; one that is closed is gone through by those who are there. */
static void queue_change(struct pipeline *pipeline, enum queue queue, const struct demand *demand,
			 double t_s)
{
	const struct queue_demand *to = &demand->queues[queue];

	if (to->servers == 0)
		return;
	if (pipeline->demand.queues[queue].servers == 0)
		station_reset(&pipeline->stations[queue], to->servers, (size_t)demand->queue_limit,
			      to->timeout_s);
	else
		station_configure(&pipeline->stations[queue], to->servers,
				  (size_t)demand->queue_limit, to->timeout_s, t_s);
}

void pipeline_demand(struct pipeline *pipeline, const struct demand *demand, double t_s)
{
	pipeline_happen(pipeline, t_s);
	if (demand->self && pipeline->batching) {
		pipeline_land_served(pipeline, t_s);
		batch_configure(&pipeline->batch, &demand->serving, t_s);
	} else if (demand->self) {
		batch_reset(&pipeline->batch, &demand->serving);
		pipeline->batching = true;
	}
	for (int q = 0; q < QUEUE_COUNT; q++)
		queue_change(pipeline, (enum queue)q, demand, t_s);
	if (demand->rpm_limit != pipeline->demand.rpm_limit ||
	    demand->tpm_limit != pipeline->demand.tpm_limit)
		ratelimit_reset(&pipeline->limit, t_s, demand->rpm_limit, demand->tpm_limit, false);
	take_demand(pipeline, demand);
}

void pipeline_drift(struct pipeline *pipeline, const struct demand *demand)
{
	take_demand(pipeline, demand);
}

void pipeline_preload(struct pipeline *pipeline, const struct backlog_start starts[QUEUE_COUNT])
{
	for (int q = 0; q < QUEUE_COUNT; q++)
		if (pipeline->demand.queues[q].servers > 0 && starts[q].queue > 0)
			station_preload(&pipeline->stations[q], 0, starts[q].queue,
					starts[q].service_s);
}

void pipeline_keep_answers(struct pipeline *pipeline, const struct topics *topics)
{
	answers_reset(&pipeline->answers, topics);
}

void pipeline_hit_answers(struct pipeline *pipeline, double hit_frac)
{
	pipeline->hit_frac = hit_frac;
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

uint32_t pipeline_ghost(struct pipeline *pipeline)
{
	uint32_t id = flights_take(&pipeline->flights);

	pipeline->flights.all[id].trip = (struct trip){ .end_s = INFINITY };
	pipeline->flights.all[id].sinks = (struct sinks){ 0 };
	return id;
}
