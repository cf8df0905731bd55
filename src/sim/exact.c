// SPDX-License-Identifier: MIT
/* The unit of exact fidelity: one replication of every query over the whole horizon. */
#include "sim/sim.h"

#include <math.h>

/* Where the walk through the horizon stands. */
struct walk {
	struct sim *sim;
	struct sim_scratch *scratch;
	int replicate;
	int slot, regime;
	int bucket, stretch; /* of the last query: a cell is the meeting of bucket and regime */
};

static void walk_open(struct walk *walk)
{
	struct sim *sim = walk->sim;
	const struct params *params = &sim->profile.regimes[0].params;

	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];

		pipeline_reset(&walk->scratch->pipelines[arch], &sim->demand[0][arch],
			       sim->scenario.targets, sim->scenario.seed, (uint64_t)walk->replicate,
			       0);
	}
	workload_open(&walk->scratch->workload, sim->scenario.seed, (uint64_t)walk->replicate, 0,
		      params);
}

static void enter_regime(struct walk *walk, int regime)
{
	struct sim *sim = walk->sim;
	double t_s = sim->profile.regimes[regime].start_s;

	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];

		pipeline_demand(&walk->scratch->pipelines[arch], &sim->demand[regime][arch], t_s);
	}
	workload_params(&walk->scratch->workload, &sim->profile.regimes[regime].params);
	walk->regime = regime;
}

/* Operational clock to seconds; the slots are walked in step with it. */
static double arrival_s(struct walk *walk, double clock)
{
	const struct slot *slots = walk->sim->profile.slots;

	while (slots[walk->slot + 1].mass_before <= clock)
		walk->slot++;
	return slots[walk->slot].start_s +
	       (clock - slots[walk->slot].mass_before) / slots[walk->slot].rate_rps;
}

static int bucket_of(const struct sim *sim, double t_s)
{
	int bucket = (int)(t_s / sim->profile.horizon_s * RESULT_BUCKETS);

	return bucket < RESULT_BUCKETS ? bucket : RESULT_BUCKETS - 1;
}

/* Cells are in order of time: the one that holds t_s is not before the one of the last query. */
static int cell_at(struct walk *walk, double t_s)
{
	const struct sim *sim = walk->sim;
	int bucket = bucket_of(sim, t_s), regime = sim->profile.slots[walk->slot].regime;

	while (walk->stretch + 1 < sim->share_count &&
	       (sim->shares[walk->stretch].bucket < bucket ||
		sim->cells[walk->stretch].regime < regime))
		walk->stretch++;
	return walk->stretch;
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

/* A part of the horizon whose queries are written to the same places. */
struct part {
	int cell, batch;
};

static struct part part_at(struct walk *walk, int i)
{
	const struct block *block = &walk->scratch->block;

	return (struct part){ cell_at(walk, block->arrival_s[i]),
			      exact_batch(walk->sim, block->arrival_s[i], block->clock[i]) };
}

static void feed_part(struct walk *walk, const struct part *part, int from, int to)
{
	struct sim *sim = walk->sim;
	int r = walk->replicate;

	for (int a = 0; a < sim->scenario.arch_count; a++) {
		enum arch arch = sim->scenario.archs[a];
		struct feed feed = {
			.end_s = sim->profile.horizon_s,
			.sinks = { &sim->measures[r][arch],
				   { &sim->stretches[r * sim->cell_count + part->cell][arch],
				     &sim->parts[r * EXACT_BATCHES + part->batch][arch] } },
		};

		pipeline_feed(&walk->scratch->pipelines[arch], &walk->scratch->block, from, to,
			      &feed);
	}
}

static void feed_block(struct walk *walk)
{
	struct block *block = &walk->scratch->block;
	struct part part = { 0 };
	int from = 0;

	for (int i = 0; i < block->count; i++) {
		struct part here;

		block->arrival_s[i] = arrival_s(walk, block->clock[i]);
		here = part_at(walk, i);
		if (i > from && (here.cell != part.cell || here.batch != part.batch)) {
			feed_part(walk, &part, from, i);
			from = i;
		}
		part = here;
	}
	if (block->count > 0)
		feed_part(walk, &part, from, block->count);
}

void exact_unit(struct sim *sim, int replicate, struct sim_scratch *scratch,
		const atomic_bool *cancel)
{
	struct walk walk = { .sim = sim, .scratch = scratch, .replicate = replicate };

	walk_open(&walk);
	for (int regime = 0; regime < sim->profile.regime_count; regime++) {
		double clock_end = profile_mass(&sim->profile, sim->profile.regimes[regime].end_s);

		if (regime > 0)
			enter_regime(&walk, regime);
		do {
			if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
				return;
			workload_fill(&scratch->workload, &scratch->block, BLOCK_QUERIES,
				      clock_end);
			feed_block(&walk);
		} while (scratch->block.count > 0);
	}
	for (int a = 0; a < sim->scenario.arch_count; a++)
		pipeline_drain(&scratch->pipelines[sim->scenario.archs[a]], false);
}
