// SPDX-License-Identifier: MIT
/*
 * The units of a run, wave by wave. Those of one wave do not depend on each other.
 *
 * A sampled run has two waves: windows and the macro clock; then, by architecture, what it all
 * comes to. An exact run has one for each tile of queries before the last one: in it every
 * architecture takes the tile through its stages, and the next tile is drawn.
 */
#include "sim/exact.h"

#include <assert.h>
#include <string.h>

#include "base/xalloc.h"

/* In the wave of the queries: first the units of queries, then, once, those of the macro clock. */
static size_t query_units(const struct sim *sim)
{
	if (!sim->exact)
		return (size_t)sim->measure_count;
	return (size_t)sim->fidelity.replicates * (size_t)(sim->scenario.arch_count + 1);
}

size_t sim_unit_count(const struct sim *sim)
{
	switch (sim->wave) {
	case WAVE_QUERIES:
		return query_units(sim) + (!sim->exact || sim->tile < 0 ? MACRO_UNITS : 0);
	case WAVE_FINISH:
		return (size_t)sim->scenario.arch_count;
	case WAVE_OVER:
		break;
	}
	return 0;
}

static double window_weight(const struct sim *sim, int stratum)
{
	/* The last slot of a stratum is the most loaded: its warm-up is the longest. */
	const struct stratum *at = &sim->plan.strata[stratum];
	const struct slot *slot = &sim->profile.slots[sim->plan.order[at->first + at->count - 1]];

	return sim->fidelity.window_queries +
	       plan_warm_up(&sim->profile.regimes[slot->regime].params,
			    &sim->demand[slot->regime][ARCH_RAG], slot->rate_rps,
			    &plan_place(&sim->plan, stratum, 0)->backlog,
			    sim->fidelity.window_queries);
}

/* By measurement: drawing a query is as dear as taking it through two architectures. */
static double exact_weight(const struct sim *sim, size_t unit)
{
	size_t task = unit % ((size_t)sim->scenario.arch_count + 1);

	if (task == (size_t)sim->scenario.arch_count)
		return 3;
	return arch_retrieves(sim->scenario.archs[task]) ? 2 : 1;
}

double sim_unit_weight(const struct sim *sim, size_t unit)
{
	if (sim->wave != WAVE_QUERIES || unit >= query_units(sim))
		return 1;
	return sim->exact ? exact_weight(sim, unit) : window_weight(sim, (int)unit);
}

/* Lanes of replicates; in each the architectures, and last the drawing of the next tile. */
static void exact_unit(struct sim *sim, size_t unit, const atomic_bool *cancel)
{
	size_t tasks = (size_t)sim->scenario.arch_count + 1;
	const struct lane *lane = &sim->lanes[unit / tasks];
	enum arch arch;

	if (unit % tasks == tasks - 1) {
		if (lane->draws)
			exact_draw(lane->exact, sim->tile + 1, cancel);
		return;
	}
	if (!lane->feeds)
		return;
	arch = sim->scenario.archs[unit % tasks];
	exact_feed(lane->exact, arch, sim->tile, cancel);
	if (!lane->draws)
		exact_drain(lane->exact, arch);
}

void sim_unit_run(struct sim *sim, size_t unit, struct sim_scratch *scratch,
		  const atomic_bool *cancel)
{
	assert(unit < sim_unit_count(sim));
	if (sim->wave == WAVE_FINISH) {
		enum arch arch = sim->scenario.archs[unit];

		finish_unit(sim, arch, &sim->finished[unit]);
	} else if (unit >= query_units(sim)) {
		macro_unit(sim, (int)(unit - query_units(sim)), cancel);
	} else if (sim->exact) {
		exact_unit(sim, unit, cancel);
	} else {
		window_unit(sim, (int)unit, scratch, cancel);
	}
}

/* False when all tiles have been drawn and fed. */
static bool next_tile(struct sim *sim)
{
	bool any = false;

	sim->tile++;
	for (int r = 0; r < sim->fidelity.replicates; r++) {
		struct lane *lane = &sim->lanes[r];

		lane->feeds = lane->draws;
		lane->draws = lane->draws && !exact_ended(lane->exact);
		any = any || lane->feeds;
	}
	return any;
}

bool sim_next_wave(struct sim *sim)
{
	switch (sim->wave) {
	case WAVE_QUERIES:
		if (sim->exact && next_tile(sim))
			return true;
		sim->wave = WAVE_FINISH;
		sim->finished = xcalloc((size_t)sim->scenario.arch_count, sizeof(*sim->finished));
		return true;
	case WAVE_FINISH:
		sim->wave = WAVE_OVER;
		break;
	case WAVE_OVER:
		break;
	}
	return false;
}

static double relative_band(const struct arch_result *arch)
{
	return (arch->ci_ttft_p95_s.hi - arch->ci_ttft_p95_s.lo) / 2 / arch->ttft_s.p95;
}

static double queries_simulated(const struct sim *sim)
{
	uint64_t most = 0;

	for (int i = 0; i < sim->scenario.arch_count; i++) {
		uint64_t sum = 0;

		for (int m = 0; m < sim->measure_count; m++)
			sum += sim->measures[sim->scenario.archs[i]][m].sketch.count.arrived;
		most = sum > most ? sum : most;
	}
	return (double)most;
}

void sim_finish(struct sim *sim, struct result *result)
{
	assert(sim->wave == WAVE_OVER);
	memset(result, 0, sizeof(*result));
	result->seed = sim->scenario.seed;
	result->fidelity = sim->scenario.fidelity;
	result->exact = sim->exact;
	result->horizon_s = sim->profile.horizon_s;
	result->macro_reps = sim->macro_reps;
	result->micro_reps = sim->fidelity.replicates;
	result->queries_represented = profile_mass(&sim->profile, sim->profile.horizon_s);
	result->queries_simulated = queries_simulated(sim);
	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];
		double band;

		result->arch[arch] = sim->finished[i];
		band = relative_band(&result->arch[arch]);
		if (band > result->band_rel)
			result->band_rel = band;
	}
	if (sim->certain)
		return;
	verdict_reach(&sim->scenario, result->arch, &result->verdict);
	if (!sim->unnamed)
		digest_make(sim, result);
}
