// SPDX-License-Identifier: MIT
/*
 * Exact fidelity: every query of the horizon, in replications. The horizon is walked in tiles of
 * queries. While the architectures take theirs through their stages, each with queues that carry
 * over from tile to tile, the next tile is drawn: so the units of one wave do not depend on each
 * other.
 */
#include "sim/exact.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/condition.h"

enum { TILE_BLOCKS = 16 };

/* Queries of one regime, and where what becomes of them is written. */
struct tile_block {
	struct block block;
	int regime;
	int cells[BLOCK_QUERIES], batches[BLOCK_QUERIES];
	int slots[BLOCK_QUERIES];
};

struct tile {
	int count;
	struct tile_block blocks[TILE_BLOCKS];
};

struct exact {
	struct sim *sim;
	int replicate;
	struct workload workload;
	/* where the drawing of tiles stands */
	int slot, regime;
	uint64_t next; /* query of a trace */
	int stretch;   /* of the last query: a cell is the meeting of bucket and regime */
	bool ended;
	struct tile tiles[2];
	int fed_slot[ARCH_COUNT];
	double fed_scale[ARCH_COUNT]; /* size of the corpus that the pipeline knows of */
	struct pipeline pipelines[ARCH_COUNT];
};

static void demand_at(const struct exact *exact, enum arch arch, const struct slot *slot,
		      struct demand *demand)
{
	if (slot->corpus_scale == 1 && slot->replicas[arch] == 0)
		*demand = exact->sim->demand[slot->regime][arch];
	else
		slot_demand(&exact->sim->profile, slot, arch, demand);
}

struct exact *exact_new(struct sim *sim, int replicate)
{
	struct exact *exact = xcalloc(1, sizeof(*exact));

	exact->sim = sim;
	exact->replicate = replicate;
	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];
		struct demand demand;

		demand_at(exact, arch, &sim->profile.slots[0], &demand);
		pipeline_reset(&exact->pipelines[arch], &demand, sim->scenario.targets,
			       sim->scenario.seed, (uint64_t)replicate, 0);
		pipeline_keep_answers(&exact->pipelines[arch], &sim->profile.topics);
		exact->fed_scale[arch] = sim->profile.slots[0].corpus_scale;
	}
	workload_open(&exact->workload, sim->scenario.seed, (uint64_t)replicate, 0,
		      &sim->profile.regimes[0].params);
	return exact;
}

void exact_free(struct exact *exact)
{
	if (!exact)
		return;
	for (int a = 0; a < ARCH_COUNT; a++)
		pipeline_release(&exact->pipelines[a]);
	free(exact);
}

/* Operational clock to seconds; the slots are walked in step with it. */
static double arrival_s(struct exact *exact, double clock)
{
	const struct slot *slots = exact->sim->profile.slots;

	while (slots[exact->slot + 1].mass_before <= clock)
		exact->slot++;
	return slots[exact->slot].start_s +
	       (clock - slots[exact->slot].mass_before) / slots[exact->slot].rate_rps;
}

static int bucket_of(const struct sim *sim, double t_s)
{
	int bucket = (int)(t_s / sim->profile.horizon_s * RESULT_BUCKETS);

	return bucket < RESULT_BUCKETS ? bucket : RESULT_BUCKETS - 1;
}

/* Cells are in order of time: the one that holds t_s is not before the one of the last query. */
static int cell_at(struct exact *exact, int bucket)
{
	const struct sim *sim = exact->sim;
	int regime = sim->profile.slots[exact->slot].regime;

	while (exact->stretch + 1 < sim->share_count &&
	       (sim->shares[exact->stretch].bucket < bucket ||
		sim->cells[exact->stretch].regime < regime))
		exact->stretch++;
	return exact->stretch;
}

int exact_batch(const struct sim *sim, double t_s, double clock)
{
	double total = profile_mass(&sim->profile, sim->profile.horizon_s);
	int batch;

	if (sim->profile.horizon_s >= 2 * EXACT_BATCHES * DAY_S)
		return (int)(t_s / DAY_S) % EXACT_BATCHES;
	batch = (int)(clock / total * EXACT_BATCHES);
	return batch < EXACT_BATCHES ? batch : EXACT_BATCHES - 1;
}

/* ---- drawing ---- */

/* What query number i has from the slot that has been entered. The bucket is that of bucket_s. */
static void place_query(struct exact *exact, struct tile_block *to, int i, double bucket_s)
{
	to->cells[i] = cell_at(exact, bucket_of(exact->sim, bucket_s));
	to->batches[i] = exact_batch(exact->sim, to->block.arrival_s[i], to->block.clock[i]);
	to->slots[i] = exact->slot;
}

/* Slot by slot, as seconds are another number of queries in each. */
static void fill_in_bursts(struct exact *exact, struct block *block, double clock_end)
{
	const struct slot *slots = exact->sim->profile.slots;

	for (;;) {
		double slot_end = slots[exact->slot + 1].mass_before;

		workload_rate(&exact->workload, slots[exact->slot].rate_rps);
		workload_fill(&exact->workload, block, BLOCK_QUERIES,
			      slot_end < clock_end ? slot_end : clock_end);
		if (block->count > 0 || slots[exact->slot + 1].start_s >=
						exact->sim->profile.regimes[exact->regime].end_s)
			return;
		exact->slot++;
		if (slots[exact->slot].rate_rps <= 0)
			workload_pause(&exact->workload,
				       slots[exact->slot + 1].start_s - slots[exact->slot].start_s);
	}
}

/* The next queries of the regime at hand. False: it has no more. */
static bool draw_block(struct exact *exact, struct tile_block *to)
{
	const struct profile *profile = &exact->sim->profile;
	double clock_end = profile_mass(profile, profile->regimes[exact->regime].end_s);
	struct block *block = &to->block;

	if (exact->workload.burst.law.on)
		fill_in_bursts(exact, block, clock_end);
	else
		workload_fill(&exact->workload, block, BLOCK_QUERIES, clock_end);
	to->regime = exact->regime;
	for (int i = 0; i < block->count; i++) {
		block->arrival_s[i] = arrival_s(exact, block->clock[i]);
		place_query(exact, to, i, block->arrival_s[i]);
	}
	return block->count > 0;
}

/* The same of a trace. Its slots lie each in one bucket, which their middle tells. */
static bool replay_block(struct exact *exact, struct tile_block *to)
{
	const struct sim *sim = exact->sim;
	const struct slot *slots = sim->profile.slots;
	struct block *block = &to->block;

	replay_arrivals(&sim->replay, exact->next, sim->profile.regimes[exact->regime].end_s,
			block);
	workload_fill_luck(&exact->workload, block);
	replay_lengths(&sim->replay, exact->next, block);
	to->regime = exact->regime;
	for (int i = 0; i < block->count; i++) {
		while (slots[exact->slot + 1].start_s <= block->arrival_s[i])
			exact->slot++;
		place_query(exact, to, i,
			    (slots[exact->slot].start_s + slots[exact->slot + 1].start_s) / 2);
	}
	exact->next += (uint64_t)block->count;
	return block->count > 0;
}

/* False: the horizon has no more regimes. */
static bool next_regime(struct exact *exact)
{
	const struct profile *profile = &exact->sim->profile;

	if (exact->regime + 1 >= profile->regime_count)
		return false;
	exact->regime++;
	workload_params(&exact->workload, &profile->regimes[exact->regime].params);
	return true;
}

void exact_draw(struct exact *exact, int tile, const atomic_bool *cancel)
{
	struct tile *to = &exact->tiles[tile % 2];

	for (to->count = 0; to->count < TILE_BLOCKS && !exact->ended;) {
		if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
			return;
		if ((exact->sim->scenario.trace ? replay_block
						: draw_block)(exact, &to->blocks[to->count]))
			to->count++;
		else
			exact->ended = !next_regime(exact);
	}
}

bool exact_ended(const struct exact *exact)
{
	return exact->ended;
}

/* ---- feeding ---- */

static bool same_stations(const struct slot *a, const struct slot *b, enum arch arch)
{
	return a->regime == b->regime && a->replicas[arch] == b->replicas[arch];
}

/* Also through slots in which nobody came: what changes does so in time. */
static void enter_slot(struct exact *exact, enum arch arch, int slot)
{
	const struct slot *slots = exact->sim->profile.slots;
	struct pipeline *pipeline = &exact->pipelines[arch];
	struct demand demand;

	while (exact->fed_slot[arch] < slot) {
		const struct slot *next = &slots[++exact->fed_slot[arch]];

		if (same_stations(next - 1, next, arch))
			continue;
		demand_at(exact, arch, next, &demand);
		pipeline_demand(pipeline, &demand, next->start_s);
		exact->fed_scale[arch] = next->corpus_scale;
	}
	/* The corpus is of another size than that of the last query. */
	if (slots[slot].corpus_scale == exact->fed_scale[arch])
		return;
	demand_at(exact, arch, &slots[slot], &demand);
	pipeline_drift(pipeline, &demand);
	exact->fed_scale[arch] = slots[slot].corpus_scale;
}

/* Do queries of these slots meet the same? */
static bool same_slots(const struct slot *a, const struct slot *b)
{
	return a == b || (a->corpus_scale == b->corpus_scale &&
			  memcmp(a->replicas, b->replicas, sizeof(a->replicas)) == 0);
}

/* Where the queries from `from` on stop meeting the same, and being written to the same places. */
static int same_places(const struct tile_block *block, const struct slot *slots, int from)
{
	int to = from + 1;

	while (to < block->block.count && block->cells[to] == block->cells[from] &&
	       block->batches[to] == block->batches[from] &&
	       same_slots(&slots[block->slots[to]], &slots[block->slots[from]]))
		to++;
	return to;
}

static void feed_block(struct exact *exact, enum arch arch, const struct tile_block *block)
{
	struct sim *sim = exact->sim;
	int r = exact->replicate;

	for (int from = 0, to; from < block->block.count; from = to) {
		struct feed feed = {
			.end_s = sim->profile.horizon_s,
			.sinks = { &sim->measures[arch][r],
				   { &sim->stretches[arch]
						    [r * sim->cell_count + block->cells[from]],
				     &sim->parts[arch]
						[r * EXACT_BATCHES + block->batches[from]] } },
		};

		to = same_places(block, sim->profile.slots, from);
		enter_slot(exact, arch, block->slots[from]);
		pipeline_feed(&exact->pipelines[arch], &block->block, from, to, &feed);
	}
}

void exact_feed(struct exact *exact, enum arch arch, int tile, const atomic_bool *cancel)
{
	const struct tile *from = &exact->tiles[tile % 2];

	for (int i = 0; i < from->count; i++) {
		if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
			return;
		feed_block(exact, arch, &from->blocks[i]);
	}
}

void exact_drain(struct exact *exact, enum arch arch)
{
	enter_slot(exact, arch, exact->sim->profile.slot_count - 1);
	pipeline_drain(&exact->pipelines[arch], false);
}
