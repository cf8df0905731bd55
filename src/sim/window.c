// SPDX-License-Identifier: MIT
/* Sampled units: the windows of one stratum, all replicates, every architecture on the same
 * queries. */
#include "sim/sim.h"

#include <math.h>

#include "base/rng.h"
#include "base/variate.h"
#include "sim/backlog.h"
#include "sim/condition.h"
#include "sim/growth.h"
#include "sim/warm.h"

/* One window on its way. */
struct window {
	struct sim *sim;
	struct sim_scratch *scratch;
	int stratum, replicate;
	const struct slot *slot;
	/* of the slot: what changes with the hour differs from its regime's */
	struct params params;
	struct demand demand[ARCH_COUNT];
	const struct place *place;
	int warm_up;             /* queries thrown away before, as the usual architectures need */
	int needed[ARCH_COUNT];  /* for its own warm-up: the last of those, or more */
	int skipped[ARCH_COUNT]; /* of the first ones, by architectures that need less */
	int run_on[ARCH_COUNT];  /* queries thrown away after */
	double start_s[ARCH_COUNT];
	int fed;
};

static uint64_t anchor_of(const struct window *window)
{
	return (uint64_t)window->stratum + 1;
}

/* Of queries before those that a window shares out. */
static uint64_t anchor_ahead(const struct window *window)
{
	return anchor_of(window) | UINT64_C(1) << 63;
}

/* Starts near equilibrium, or with what was carried there. */
static void warm_start(struct window *window, enum arch arch)
{
	const struct params *p = &window->params;
	const struct demand *demand = &window->demand[arch];
	struct pipeline *pipeline = &window->scratch->pipelines[arch];
	double rate_rps = window->slot->through_rps, u[2 * QUEUE_COUNT + 1];
	/* Who stands for the window comes in the middle of what is recorded. */
	double lead = window->needed[arch] + window->sim->fidelity.window_queries / 2.0;
	const struct backlog *queues = &window->place->backlog;
	struct backlog_start starts[QUEUE_COUNT];
	struct api_level level;
	struct rng rng;

	rng_open(&rng, window->sim->scenario.seed, (uint64_t)window->replicate, anchor_of(window),
		 "warm-start");
	variate_fill_unit(&rng, u, 2 * QUEUE_COUNT + 1);
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct line line = backlog_queue_line(p, (enum queue)q);

		if (q >= QUEUE_SEARCH && demand->search_down)
			line.service_s = 0; /* nobody is served */
		starts[q] = warm_queue(&line, demand, rate_rps, queues->queue[q], lead, u + 2 * q);
	}
	pipeline_preload(pipeline, starts);
	pipeline_hit_answers(pipeline, 1 - rate_rps / window->slot->rate_rps);
	level = plan_api_level(p, demand, rate_rps, u[2 * QUEUE_COUNT]);
	pipeline_start_api(pipeline, plan_api_slowdown(p, demand, rate_rps), level.requests,
			   level.tokens);
	if (demand->self)
		warm_batch(pipeline, p, rate_rps, queues->model[arch], window->place->pace[arch],
			   lead, &rng);
}

/* An architecture is measured over the same queries, after the same ones, whatever company it is
 * in: the shared warm-up is as long as the slowest of the usual architectures needs, asked for or
 * not. One that needs more has queries of its own ahead. */
static void plan_length(struct window *window)
{
	struct sim *sim = window->sim;
	double rate_rps = window->slot->through_rps;
	int window_queries = sim->fidelity.window_queries;

	window->warm_up = 0;
	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct demand *demand = &window->demand[a];

		if (!sim->profile.planned[a])
			continue;
		window->needed[a] = plan_warm_up(&window->params, demand, rate_rps,
						 &window->place->backlog, window_queries);
		window->run_on[a] = plan_run_on(demand, rate_rps, window_queries);
		if (a < ARCH_DEFAULTS && window->needed[a] > window->warm_up)
			window->warm_up = window->needed[a];
	}
}

static void slot_params(struct window *window)
{
	const struct sim *sim = window->sim;
	int regime = window->slot->regime;

	growth_params(&sim->profile.regimes[regime].params, window->slot->corpus_scale,
		      &window->params);
	for (int a = 0; a < ARCH_COUNT; a++) {
		if (!sim->profile.planned[a])
			continue;
		if (window->slot->corpus_scale == 1 && window->slot->replicas[a] == 0)
			window->demand[a] = sim->demand[regime][a];
		else
			slot_demand(&sim->profile, window->slot, (enum arch)a, &window->demand[a]);
	}
}

static void window_open(struct window *window)
{
	struct sim *sim = window->sim;

	window->place = plan_place(&sim->plan, window->stratum, window->replicate);
	window->slot = &sim->profile.slots[window->place->slot];
	slot_params(window);
	window->fed = 0;
	plan_length(window);
	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];
		int skipped = window->warm_up - window->needed[arch];

		window->skipped[arch] = skipped > 0 ? skipped : 0;
		window->start_s[arch] = 0;
		pipeline_reset(&window->scratch->pipelines[arch], &window->demand[arch],
			       sim->scenario.targets, sim->scenario.seed,
			       (uint64_t)window->replicate, anchor_of(window));
		warm_start(window, arch);
	}
}

static void stream_open(struct window *window, uint64_t anchor)
{
	struct workload *workload = &window->scratch->workload;

	workload_open(workload, window->sim->scenario.seed, (uint64_t)window->replicate, anchor,
		      &window->params);
	workload_rate(workload, window->slot->rate_rps);
	workload_start_at_query(workload);
}

static int fill_block(struct window *window, int left)
{
	struct block *block = &window->scratch->block;

	workload_fill(&window->scratch->workload, block,
		      left < BLOCK_QUERIES ? left : BLOCK_QUERIES, INFINITY);
	for (int i = 0; i < block->count; i++)
		block->arrival_s[i] = block->clock[i] / window->slot->rate_rps;
	return block->count;
}

static bool cancelled(const atomic_bool *cancel)
{
	return cancel && atomic_load_explicit(cancel, memory_order_relaxed);
}

/* What an architecture needs of a warm-up beyond the shared one. */
static bool feed_ahead(struct window *window, enum arch arch, const atomic_bool *cancel)
{
	const struct block *block = &window->scratch->block;
	struct feed feed = { .end_s = INFINITY };
	int left = window->needed[arch] - window->warm_up;

	if (left > 0)
		stream_open(window, anchor_ahead(window));
	while (left > 0) {
		if (cancelled(cancel))
			return false;
		left -= fill_block(window, left);
		pipeline_feed(&window->scratch->pipelines[arch], block, 0, block->count, &feed);
		window->start_s[arch] = -block->arrival_s[block->count - 1];
	}
	return true;
}

static int clamp(int x, int lo, int hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

/* The block's queries through one architecture, whose time starts with its own warm-up. Recorded
 * are those that arrive after all warm-ups and before its run-on. */
static void feed_arch(struct window *window, enum arch arch)
{
	struct sim *sim = window->sim;
	const struct block *block = &window->scratch->block;
	struct pipeline *pipeline = &window->scratch->pipelines[arch];
	int part = window->stratum * sim->fidelity.replicates + window->replicate;
	int first = clamp(window->skipped[arch] - window->fed, 0, block->count);
	int from = clamp(window->warm_up - window->fed, 0, block->count);
	int recorded = window->warm_up + sim->fidelity.window_queries - window->fed;
	int to = clamp(recorded, 0, block->count);
	int end = clamp(recorded + window->run_on[arch], 0, block->count);
	/* A window stands for one instant: what it records is watched as if it came then. */
	struct feed feed = { .end_s = sim->profile.horizon_s - window->place->at_s,
			     .end_after_arrival = true };

	if (first > 0)
		window->start_s[arch] = block->arrival_s[first - 1];
	feed.start_s = window->start_s[arch];
	pipeline_feed(pipeline, block, first, from, &feed);
	feed.sinks = (struct sinks){ &sim->measures[arch][window->stratum],
				     { &sim->parts[arch][part], NULL } };
	pipeline_feed(pipeline, block, from, to, &feed);
	feed.sinks = (struct sinks){ 0 };
	pipeline_feed(pipeline, block, to, end, &feed);
}

/* Until the last of its architectures has run on. */
static int total_queries(const struct window *window)
{
	const struct sim *sim = window->sim;
	int run_on = 0;

	for (int i = 0; i < sim->scenario.arch_count; i++)
		if (window->run_on[sim->scenario.archs[i]] > run_on)
			run_on = window->run_on[sim->scenario.archs[i]];
	return window->warm_up + sim->fidelity.window_queries + run_on;
}

static bool window_run(struct window *window, const atomic_bool *cancel)
{
	const struct scenario *scenario = &window->sim->scenario;
	int total;

	window_open(window);
	total = total_queries(window);
	for (int a = 0; a < scenario->arch_count; a++)
		if (!feed_ahead(window, scenario->archs[a], cancel))
			return false;
	stream_open(window, anchor_of(window));
	while (window->fed < total) {
		int filled = fill_block(window, total - window->fed);

		if (cancelled(cancel))
			return false;
		for (int a = 0; a < scenario->arch_count; a++)
			feed_arch(window, scenario->archs[a]);
		window->fed += filled;
	}
	for (int a = 0; a < scenario->arch_count; a++)
		pipeline_drain(&window->scratch->pipelines[scenario->archs[a]], true);
	return true;
}

void window_unit(struct sim *sim, int stratum, struct sim_scratch *scratch,
		 const atomic_bool *cancel)
{
	for (int r = 0; r < sim->fidelity.replicates; r++) {
		struct window window = {
			.sim = sim, .scratch = scratch, .stratum = stratum, .replicate = r
		};

		if (!window_run(&window, cancel))
			return;
	}
}
