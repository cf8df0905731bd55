// SPDX-License-Identifier: MIT
#include "sim/scope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/condition.h"
#include "sim/growth.h"
#include "sim/sim.h"
#include "sim/warm.h"

static const double WARM_MIN_S = 30, WARM_MAX_S = 3600;
static const double WARM_API_S = 180;     /* buckets hold a minute, and tries go on for one */
static const double WARM_QUERIES = 40000; /* at most */
static const int WARM_WINDOW = 4000;      /* as for a window of so many */
static const double HISTORY_MIN_S = 5, HISTORY_MAX_S = 1200, HISTORY_QUERIES = 3000;
static const double SPAN_MIN_S = 0.5;

struct scope {
	struct sim *sim;
	enum arch arch;
	struct pipeline pipeline;
	struct tap tap;
	double origin_s; /* of the pipeline's clock */
	double until_s, from_s;
	double before;
	bool warming; /* the moment is still to come */
	struct scope_preload preload[QUEUE_COUNT];
	/* drawing */
	struct workload workload;
	struct block block;
	int drawn;         /* of the block, are fed */
	int slot;          /* that the block lies in */
	double mass_start; /* operational time at the origin */
	uint64_t next;     /* query of a trace */
	/* feeding */
	int fed_slot;
	struct scope_setup *setups;
	int setup_count, setup_capacity;
};

static double lesser(double a, double b)
{
	return a < b ? a : b;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* ---- stations ---- */

static struct scope_setup setup_of(const struct demand *demand, const struct slot *slot,
				   double at_s)
{
	struct scope_setup setup = {
		.at_s = at_s,
		.rate_rps = slot->rate_rps,
		.queue_limit = (int)demand->queue_limit,
		.self = demand->self,
		.replicas = demand->serving.replicas,
		.max_batch = demand->serving.max_batch,
		.rpm_limit = demand->rpm_limit,
		.tpm_limit = demand->tpm_limit,
		.api_fail_frac = demand->api_fail_frac,
		.search_down = demand->search_down,
		.caches = demand->answers.ttl_s > 0,
	};

	if (demand->self)
		setup.queue_limit = demand->serving.queue_limit;
	for (int q = 0; q < QUEUE_COUNT; q++) {
		setup.servers[q] = demand->queues[q].servers;
		setup.timeout_s[q] = demand->queues[q].timeout_s;
	}
	return setup;
}

static void note_setup(struct scope *scope, const struct demand *demand, int slot, double at_s)
{
	if (scope->setup_count == scope->setup_capacity) {
		scope->setup_capacity = scope->setup_capacity ? 2 * scope->setup_capacity : 8;
		scope->setups = xrealloc_array(scope->setups, (size_t)scope->setup_capacity,
					       sizeof(*scope->setups));
	}
	scope->setups[scope->setup_count++] = setup_of(demand, &scope->sim->profile.slots[slot],
						       at_s);
}

static double hit_frac(const struct slot *slot)
{
	return slot->rate_rps > 0 ? 1 - slot->through_rps / slot->rate_rps : 0;
}

static bool same_stations(const struct slot *a, const struct slot *b, enum arch arch)
{
	return a->regime == b->regime && a->replicas[arch] == b->replicas[arch];
}

/* Everything that changes up to and with the start of a slot. */
static void enter_slot(struct scope *scope, int slot)
{
	const struct slot *slots = scope->sim->profile.slots;

	while (scope->fed_slot < slot) {
		const struct slot *next = &slots[++scope->fed_slot];
		struct demand demand;

		slot_demand(&scope->sim->profile, next, scope->arch, &demand);
		if (same_stations(next - 1, next, scope->arch))
			pipeline_drift(&scope->pipeline, &demand);
		else
			pipeline_demand(&scope->pipeline, &demand, next->start_s - scope->origin_s);
		pipeline_hit_answers(&scope->pipeline, hit_frac(next));
		note_setup(scope, &demand, scope->fed_slot, next->start_s);
	}
}

/* ---- the start ---- */

static void place_ghosts(struct scope *scope)
{
	struct pipeline *pipeline = &scope->pipeline;

	for (uint32_t id = 0; id < pipeline->flights.count; id++) {
		const struct batch_sequence *at = &pipeline->batch.sequences[id];

		tap_arrive(&scope->tap, id, 0, true);
		tap_batch(&scope->tap, id, 0);
		/* Who reads now has joined; who has waited for it is not asked how long. */
		if (at->prompt_tok != at->unread_tok || at->first_s > 0)
			tap_batch_known(&scope->tap, id, 0, 0, NAN);
	}
}

static void warm(struct scope *scope, const struct place *place, const struct params *params)
{
	const struct slot *slot = &scope->sim->profile.slots[place->slot];
	struct pipeline *pipeline = &scope->pipeline;
	const struct demand *demand = &pipeline->demand;
	struct backlog_start starts[QUEUE_COUNT];
	double u[2 * QUEUE_COUNT + 1], rate_rps = slot->through_rps;
	struct api_level level;
	struct rng rng;

	rng_open(&rng, scope->sim->scenario.seed, 0, UINT64_C(1) << 62, "warm-start");
	variate_fill_unit(&rng, u, 2 * QUEUE_COUNT + 1);
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct line line = backlog_queue_line(params, (enum queue)q);
		bool used = demand->queues[q].servers > 0;

		if (q >= QUEUE_SEARCH && demand->search_down)
			line.service_s = 0; /* nobody is served */
		starts[q] = warm_queue(&line, demand, rate_rps, place->backlog.queue[q], 0,
				       u + 2 * q);
		if (used)
			scope->preload[q] = (struct scope_preload){
				starts[q].queue,
				starts[q].queue * starts[q].service_s / demand->queues[q].servers,
				starts[q].service_s
			};
	}
	pipeline_preload(pipeline, starts);
	level = plan_api_level(params, demand, rate_rps, u[2 * QUEUE_COUNT]);
	pipeline_start_api(pipeline, 1, level.requests, level.tokens);
	if (demand->self)
		scope->before = warm_batch_whole(pipeline, params, rate_rps,
						 place->backlog.model[scope->arch],
						 SCOPE_BATCH_QUEUE, &rng);
	if (demand->self)
		place_ghosts(scope);
}

double scope_history_s(double rate_rps)
{
	return lesser(larger(HISTORY_QUERIES / rate_rps, HISTORY_MIN_S), HISTORY_MAX_S);
}

static double warm_s(const struct demand *demand, const struct place *place,
		     const struct params *params, double rate_rps)
{
	double queries = plan_warm_up(params, demand, rate_rps, &place->backlog, WARM_WINDOW);
	double span_s = WARM_MIN_S, most_s = lesser(WARM_MAX_S, WARM_QUERIES / rate_rps);

	if (!(rate_rps > 0))
		return WARM_MIN_S;
	span_s = larger(span_s, queries / rate_rps);
	if (!demand->self &&
	    (demand->rpm_limit > 0 || demand->tpm_limit > 0 || demand->api_fail_frac > 0))
		span_s = larger(span_s, WARM_API_S);
	return lesser(larger(span_s, scope_history_s(rate_rps)), most_s);
}

static void place_params(const struct scope *scope, int slot, struct params *params)
{
	const struct profile *profile = &scope->sim->profile;

	growth_params(&profile->regimes[profile->slots[slot].regime].params,
		      profile->slots[slot].corpus_scale, params);
}

/* Where it has to begin for a moment. */
static double origin_of(const struct scope *scope, double at_s)
{
	const struct profile *profile = &scope->sim->profile;
	struct params *params = xmalloc(sizeof(*params));
	struct demand demand;
	struct place place;
	double span_s;

	plan_place_at(profile, scope->sim->scenario.seed, at_s, &place);
	place_params(scope, place.slot, params);
	slot_demand(profile, &profile->slots[place.slot], scope->arch, &demand);
	span_s = warm_s(&demand, &place, params, profile->slots[place.slot].through_rps);
	free(params);
	return larger(0, at_s - span_s);
}

static void open_at(struct scope *scope, double origin_s, uint64_t anchor)
{
	const struct sim *sim = scope->sim;
	const struct profile *profile = &sim->profile;
	struct params *params = xmalloc(sizeof(*params));
	struct demand demand;
	struct place place;

	plan_place_at(profile, sim->scenario.seed, origin_s, &place);
	place_params(scope, place.slot, params);
	scope->origin_s = scope->until_s = scope->from_s = origin_s;
	scope->slot = scope->fed_slot = place.slot;
	slot_demand(profile, &profile->slots[place.slot], scope->arch, &demand);
	pipeline_reset(&scope->pipeline, &demand, sim->scenario.targets, sim->scenario.seed, 0,
		       anchor);
	tap_reset(&scope->tap);
	scope->pipeline.tap = &scope->tap;
	pipeline_hit_answers(&scope->pipeline, hit_frac(&profile->slots[place.slot]));
	note_setup(scope, &demand, place.slot, origin_s);
	if (origin_s > 0)
		warm(scope, &place, params);
	workload_open(&scope->workload, sim->scenario.seed, 0, anchor, params);
	scope->mass_start = profile_mass(profile, origin_s);
	if (sim->scenario.trace)
		scope->next = replay_before(&sim->replay, origin_s);
	free(params);
}

/* Microseconds, beside the anchors of windows and whole runs. */
static uint64_t anchor_at(double at_s)
{
	return (uint64_t)(at_s * 1e6) | UINT64_C(1) << 62;
}

bool scope_new(const struct scenario *scenario, enum arch arch, double at_s,
	       const atomic_bool *cancel, struct scope **out, struct error *error)
{
	const struct run_options options = { 0 };
	struct scenario *cheap = xmalloc(sizeof(*cheap));
	struct scope *scope = xcalloc(1, sizeof(*scope));
	bool ok;

	*cheap = *scenario;
	cheap->fidelity = 0;
	cheap->arch_count = 1;
	cheap->archs[0] = arch;
	ok = sim_new(cheap, &options, &scope->sim, error);
	free(cheap);
	if (!ok) {
		free(scope);
		return false;
	}
	scope->arch = arch;
	at_s = lesser(larger(at_s, 0), scope->sim->profile.horizon_s);
	open_at(scope, origin_of(scope, at_s), anchor_at(at_s));
	scope->warming = true;
	if (!scope_advance(scope, at_s - scope->origin_s, cancel)) {
		scope_free(scope);
		scope = NULL;
	} else {
		scope->warming = false;
	}
	*out = scope;
	return true;
}

void scope_free(struct scope *scope)
{
	if (!scope)
		return;
	pipeline_release(&scope->pipeline);
	tap_release(&scope->tap);
	free(scope->setups);
	sim_free(scope->sim);
	free(scope);
}

/* ---- drawing ---- */

/* More queries of the slot at hand. */
static void fill_slot(struct scope *scope)
{
	const struct slot *slot = &scope->sim->profile.slots[scope->slot];
	struct block *block = &scope->block;

	scope->drawn = 0;
	if (scope->sim->scenario.trace) {
		replay_arrivals(&scope->sim->replay, scope->next, slot[1].start_s, block);
		workload_fill_luck(&scope->workload, block);
		replay_lengths(&scope->sim->replay, scope->next, block);
		scope->next += (uint64_t)block->count;
		return;
	}
	workload_rate(&scope->workload, slot->rate_rps);
	workload_fill(&scope->workload, block, BLOCK_QUERIES,
		      slot[1].mass_before - scope->mass_start);
	for (int i = 0; i < block->count; i++)
		block->arrival_s[i] = slot->start_s +
				      (scope->mass_start + block->clock[i] - slot->mass_before) /
					      slot->rate_rps;
}

static void next_slot(struct scope *scope)
{
	const struct profile *profile = &scope->sim->profile;
	const struct slot *slot = &profile->slots[++scope->slot];

	if (slot->regime != slot[-1].regime)
		workload_params(&scope->workload, &profile->regimes[slot->regime].params);
	if (slot->rate_rps <= 0)
		workload_pause(&scope->workload, slot[1].start_s - slot->start_s);
}

/* The next query, if it comes before to_s. Queries lie in the slot at hand. */
static bool draw(struct scope *scope, double to_s)
{
	const struct profile *profile = &scope->sim->profile;

	while (scope->drawn >= scope->block.count) {
		if (scope->slot >= profile->slot_count)
			return false;
		fill_slot(scope);
		if (scope->block.count > 0)
			break;
		if (profile->slots[scope->slot + 1].start_s > to_s ||
		    scope->slot + 1 >= profile->slot_count)
			return false;
		next_slot(scope);
	}
	return scope->block.arrival_s[scope->drawn] < to_s;
}

/* ---- going on ---- */

static bool cancelled(const atomic_bool *cancel)
{
	return cancel && atomic_load_explicit(cancel, memory_order_relaxed);
}

/* The queries of the block that come before to_s. */
static void feed(struct scope *scope, double to_s)
{
	const struct feed feed = { .start_s = scope->origin_s, .end_s = (double)INFINITY };
	int end = scope->drawn;

	while (end < scope->block.count && scope->block.arrival_s[end] < to_s)
		end++;
	enter_slot(scope, scope->slot);
	pipeline_feed(&scope->pipeline, &scope->block, scope->drawn, end, &feed);
	scope->drawn = end;
}

/* During the warm-up what was over long before now is of no use to anybody. */
static void forget_warm_up(struct scope *scope)
{
	double now_s = scope->block.arrival_s[scope->drawn - 1];
	double rate_rps = scope->sim->profile.slots[scope->fed_slot].rate_rps;

	if (!scope->warming || scope->tap.query_count < TAP_QUERIES / 2)
		return;
	scope->from_s = larger(scope->from_s, now_s - scope_history_s(rate_rps));
	tap_forget(&scope->tap, scope->from_s - scope->origin_s);
}

bool scope_advance(struct scope *scope, double span_s, const atomic_bool *cancel)
{
	const struct profile *profile = &scope->sim->profile;
	double to_s = lesser(scope->until_s + span_s, profile->horizon_s);

	while (draw(scope, to_s)) {
		if (cancelled(cancel))
			return false;
		feed(scope, to_s);
		forget_warm_up(scope);
	}
	if (to_s < profile->horizon_s)
		enter_slot(scope, profile_slot_at(profile, to_s));
	pipeline_until(&scope->pipeline, to_s - scope->origin_s);
	scope->until_s = to_s;
	return !cancelled(cancel);
}

double scope_until_s(const struct scope *scope)
{
	return scope->until_s;
}

double scope_span_s(const struct scope *scope, double wanted_s)
{
	double rate_rps = scope->sim->profile.slots[scope->fed_slot].rate_rps;

	return larger(SPAN_MIN_S, lesser(wanted_s, SCOPE_STRETCH / rate_rps));
}

/* ---- the record ---- */

static void *copied(const void *from, size_t count, size_t size)
{
	void *to = xrealloc_array(NULL, count + 1, size);

	if (count > 0)
		memcpy(to, from, count * size);
	return to;
}

/* The last setup that is no longer in force at from_s is of no use. */
static void forget_setups(struct scope *scope)
{
	int gone = 0;

	while (gone + 1 < scope->setup_count && scope->setups[gone + 1].at_s <= scope->from_s)
		gone++;
	scope->setup_count -= gone;
	memmove(scope->setups, scope->setups + gone,
		(size_t)scope->setup_count * sizeof(*scope->setups));
}

struct scope_record *scope_record(struct scope *scope, double from_s)
{
	struct scope_record *record = xcalloc(1, sizeof(*record));
	struct tap *tap = &scope->tap;

	scope->from_s = larger(scope->from_s, lesser(from_s, scope->until_s));
	tap_forget(tap, scope->from_s - scope->origin_s);
	forget_setups(scope);
	*record = (struct scope_record){
		.arch = scope->arch,
		.origin_s = scope->origin_s,
		.from_s = scope->from_s,
		.to_s = scope->until_s,
		.over = scope->until_s >= scope->sim->profile.horizon_s,
		.before = scope->before,
		.every = tap->every,
		.setup_count = scope->setup_count,
		.setups = copied(scope->setups, (size_t)scope->setup_count, sizeof(*scope->setups)),
		.query_count = tap->query_count,
		.visit_count = tap->visit_count,
		.queries = copied(tap->queries, tap->query_count, sizeof(*tap->queries)),
		.visits = copied(tap->visits, tap->visit_count, sizeof(*tap->visits)),
	};
	for (uint32_t i = 0; i < record->visit_count; i++)
		record->stages |= 1u << record->visits[i].stage;
	memcpy(record->preload, scope->preload, sizeof(record->preload));
	return record;
}

void scope_record_free(struct scope_record *record)
{
	if (!record)
		return;
	free(record->setups);
	free(record->queries);
	free(record->visits);
	free(record);
}
