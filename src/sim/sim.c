// SPDX-License-Identifier: MIT
#include "sim/exact.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/certain.h"
#include "sim/condition.h"

static const double CHANGES_BUDGET = 2e7;   /* of facts, in one replication */
static const double DELETIONS_BUDGET = 2e6; /* requests in one replication, seconds of work */
static const double EXACT_BUDGET = 5e9;     /* queries */
static const double TRACE_BUDGET = 5e6;     /* of a trace below that */
static const double TRACE_MAP_BUDGET = 1e5;
static const double WAITING_BUDGET = 1e6; /* queries, which an exact run keeps one by one */
static const double PLACES_BUDGET = 5e4;  /* in the batches of an architecture */

/* The most that ever wait, as a fluid. */
static double most_waiting(const struct profile *profile)
{
	struct backlog *at = backlog_fluid(profile);
	double most = 0;

	for (int s = 0; at && s <= profile->slot_count; s++) {
		double sum = 0;

		for (int q = 0; q < QUEUE_COUNT; q++)
			sum += at[s].queue[q];
		for (int a = 0; a < ARCH_COUNT; a++)
			sum += at[s].model[a];
		most = sum > most ? sum : most;
	}
	free(at);
	return most;
}

static int replicas_most(const struct params *params, const struct demand *demand)
{
	int most = demand->serving.replicas, scaled = (int)params->serving.max_replicas;

	return params->serving.autoscale != 0 && scaled > most ? scaled : most;
}

/* Where a batch is full, a window starts with all of it. */
static double most_places(const struct profile *profile)
{
	double most = 0;

	for (int r = 0; r < profile->regime_count; r++)
		for (int a = 0; a < ARCH_COUNT; a++) {
			struct demand demand;
			double places;

			if (!profile->planned[a])
				continue;
			arch_demand(&profile->regimes[r].params, profile->regimes[r].serves[a],
				    &demand);
			places = replicas_most(&profile->regimes[r].params, &demand) *
				 batch_mean_field(&demand.serving, &demand.load, INFINITY).writing;
			most = demand.self && places > most ? places : most;
		}
	return most;
}

/* A trace is always replayed in full; how large it may be is what the level decides. */
static double queries_budget(const struct scenario *scenario)
{
	if (scenario->fidelity == FIDELITY_EXACT)
		return EXACT_BUDGET;
	return scenario->fidelity == FIDELITY_MAP ? TRACE_MAP_BUDGET : TRACE_BUDGET;
}

static bool queries_within_budget(const struct scenario *scenario, const struct profile *profile,
				  struct error *error)
{
	double queries = profile_mass(profile, profile->horizon_s);
	double budget = queries_budget(scenario);

	if (queries <= budget)
		return true;
	if (scenario->fidelity == FIDELITY_EXACT)
		return error_set(error, "too many queries for exact fidelity, at most %.0f: %.3g",
				 budget, queries);
	return error_set(error,
			 "too many queries of a trace for this fidelity, at most %.0f, exact takes "
			 "more: %.3g",
			 budget, queries);
}

static bool within_budget(const struct scenario *scenario, const struct profile *profile,
			  struct error *error)
{
	bool exact = scenario->trace || scenario->fidelity == FIDELITY_EXACT;
	double changes = macro_changes_expected(scenario, profile);
	double deletions = macro_deletions_expected(scenario, profile);

	if (profile->crowded)
		return error_set(error, "too many outages and incidents for one run, at most %d",
				 CONDITION_EDGES_MAX / 2);
	if (deletions > DELETIONS_BUDGET)
		return error_set(error,
				 "too many requests to delete for one run, at most %.0f: %.3g",
				 DELETIONS_BUDGET, deletions);
	if (changes > CHANGES_BUDGET)
		return error_set(error, "too many changes of facts for one run, at most %.0f: %.3g",
				 CHANGES_BUDGET, changes);
	if (exact && !queries_within_budget(scenario, profile, error))
		return false;
	if (exact && most_waiting(profile) > WAITING_BUDGET)
		return error_set(error,
				 "too many queries waiting at exact fidelity, at most %.0f: %.3g",
				 WAITING_BUDGET, most_waiting(profile));
	if (most_places(profile) > PLACES_BUDGET)
		return error_set(error, "too many places in batches, at most %.0f: %.3g",
				 PLACES_BUDGET, most_places(profile));
	return true;
}

static void demands_init(struct sim *sim)
{
	sim->demand = xcalloc((size_t)sim->profile.regime_count, sizeof(*sim->demand));
	for (int r = 0; r < sim->profile.regime_count; r++) {
		const struct regime *regime = &sim->profile.regimes[r];

		for (int a = 0; a < ARCH_COUNT; a++) {
			if (!sim->profile.planned[a])
				continue;
			arch_demand(&regime->params, regime->serves[a], &sim->demand[r][a]);
			condition_apply(&regime->condition, &regime->params, 0, &sim->demand[r][a]);
		}
	}
}

static int macro_reps(const struct sim *sim)
{
	double changes = macro_changes_expected(&sim->scenario, &sim->profile);
	int reps = sim->fidelity.macro_reps;

	while (reps > 1 && reps * changes > sim->fidelity.macro_changes)
		reps /= 2;
	return reps;
}

static void macro_init(struct sim *sim)
{
	size_t stretches = (size_t)macro_stretch_count(&sim->profile);

	sim->macro_reps = macro_reps(sim);
	knowledge_init(&sim->knowledge, &sim->scenario);
	sim->macro = xcalloc((size_t)sim->macro_reps, sizeof(*sim->macro));
	if (!sim->certain || sim->costs_over_time)
		sim->series = xcalloc(ARCH_COUNT, sizeof(*sim->series));
	for (int i = 0; sim->series && sim->pictures && i < sim->scenario.arch_count; i++)
		sim->series[sim->scenario.archs[i]].ledger_usd = xcalloc(
			RESULT_BUCKETS, sizeof(*sim->series->ledger_usd));
	for (int r = 0; r < sim->macro_reps; r++)
		for (int i = 0; i < sim->scenario.arch_count; i++) {
			struct macro_arch *macro = &sim->macro[r][sim->scenario.archs[i]];

			macro->stale = xcalloc(stretches, sizeof(*macro->stale));
			macro->model = xcalloc(stretches, sizeof(*macro->model));
			macro->delays_s = xmalloc(MACRO_DELAYS * sizeof(double));
			macro->deletion_delays_s = xmalloc(MACRO_DELAYS * sizeof(double));
			macro->bucket_usd = xcalloc(RESULT_BUCKETS, sizeof(double));
		}
}

void macro_unit(struct sim *sim, int unit, const atomic_bool *cancel)
{
	struct knowledge knowledge;
	struct macro_scratch scratch;

	if (unit >= sim->macro_reps)
		return;
	knowledge_share(&knowledge, &sim->knowledge);
	macro_scratch_init(&scratch, &knowledge);
	for (int r = unit; r < sim->macro_reps; r += MACRO_UNITS) {
		if (cancel && atomic_load_explicit(cancel, memory_order_relaxed))
			break;
		macro_run(&sim->scenario, &sim->profile, &knowledge, (uint64_t)r, &scratch,
			  sim->macro[r], r == 0 ? sim->series : NULL);
	}
	macro_scratch_release(&scratch);
	knowledge_release(&knowledge);
}

static void share_add(struct sim *sim, int bucket, int cell, int regime, double mass)
{
	struct share *last = sim->share_count ? &sim->shares[sim->share_count - 1] : NULL;

	ksum_add(&sim->cells[cell].sum, mass);
	sim->cells[cell].mass = ksum_value(&sim->cells[cell].sum);
	if (last && last->bucket == bucket && last->cell == cell && last->regime == regime)
		last->mass += mass;
	else
		sim->shares[sim->share_count++] = (struct share){
			bucket, cell, regime, mass, 0, 0
		};
}

/* The queries that the last share has just got come when the corpus has grown. */
static void share_grow(struct sim *sim, int slot, double mass)
{
	const struct slot *at = &sim->profile.slots[slot];
	struct share *last = &sim->shares[sim->share_count - 1];

	if (at->corpus_scale == 1)
		return;
	last->corpus_more += mass * (at->corpus_scale - 1);
	last->reads_more += mass * (arch_read_growth(&sim->profile.regimes[at->regime].params,
						     at->corpus_scale) -
				    1);
}

/* The cell of a slot's part of a bucket; exact: a new one whenever bucket or regime change. */
static int cell_for(struct sim *sim, int bucket, int slot)
{
	int regime = sim->profile.slots[slot].regime, last = sim->cell_count - 1;

	if (sim->certain)
		return regime;
	if (!sim->exact)
		return sim->plan.stratum_of[slot];
	if (last < 0 || sim->shares[sim->share_count - 1].bucket != bucket ||
	    sim->cells[last].regime != regime)
		sim->cells[++last].regime = regime;
	sim->cell_count = last + 1;
	return last;
}

/* Every slot gives its queries to the buckets that it overlaps. */
static void shares_init(struct sim *sim)
{
	const struct profile *profile = &sim->profile;
	double width_s = profile->horizon_s / RESULT_BUCKETS;
	int bucket = 0;

	for (int s = 0; s < profile->slot_count; s++) {
		double start_s = profile->slots[s].start_s, end_s = profile_slot_end_s(profile, s);
		/* so few that they are lost in the sum belong to no stratum */
		double rate_rps = profile_slot_mass(profile, s) > 0 ? profile->slots[s].rate_rps
								    : 0;

		for (;;) {
			double edge_s = bucket + 1 < RESULT_BUCKETS ? (bucket + 1) * width_s
								    : INFINITY;
			double to_s = edge_s < end_s ? edge_s : end_s;
			double mass = rate_rps * (to_s - start_s);

			if (mass > 0) {
				share_add(sim, bucket, cell_for(sim, bucket, s),
					  profile->slots[s].regime, mass);
				share_grow(sim, s, mass);
			}
			if (edge_s > end_s)
				break;
			start_s = edge_s;
			bucket++;
		}
	}
}

static void cells_init(struct sim *sim)
{
	size_t overlaps = (size_t)sim->profile.slot_count + RESULT_BUCKETS;

	if (sim->certain)
		sim->cell_count = sim->profile.regime_count;
	else if (!sim->exact)
		sim->cell_count = sim->plan.stratum_count;
	sim->cells = xcalloc(sim->exact ? overlaps : (size_t)sim->cell_count + 1,
			     sizeof(*sim->cells));
	for (int i = 0; i < sim->cell_count; i++)
		sim->cells[i].regime = sim->certain ? i : sim->plan.strata[i].regime;
	sim->shares = xmalloc(overlaps * sizeof(*sim->shares));
	shares_init(sim);
}

static void batches_init(struct sim *sim)
{
	const struct profile *profile = &sim->profile;
	double total = profile_mass(profile, profile->horizon_s);

	sim->batch_mass = xcalloc(EXACT_BATCHES, sizeof(*sim->batch_mass));
	for (int b = 0; b < EXACT_BATCHES; b++)
		sim->batch_mass[b] = total / EXACT_BATCHES;
	if (profile->horizon_s < 2 * EXACT_BATCHES * DAY_S)
		return;
	for (int b = 0; b < EXACT_BATCHES; b++)
		sim->batch_mass[b] = 0;
	for (int s = 0; s < profile->slot_count; s++)
		sim->batch_mass[exact_batch(sim, profile->slots[s].start_s, 0)] +=
			profile_slot_mass(profile, s);
}

/* stretches 0: none are wanted */
static void measures_init(struct sim *sim, int parts, int stretches)
{
	for (int i = 0; i < sim->scenario.arch_count; i++) {
		enum arch arch = sim->scenario.archs[i];

		sim->measures[arch] = xcalloc((size_t)sim->measure_count,
					      sizeof(*sim->measures[arch]));
		sim->parts[arch] = xcalloc((size_t)parts, sizeof(*sim->parts[arch]));
		if (stretches > 0)
			sim->stretches[arch] = xcalloc((size_t)stretches,
						       sizeof(*sim->stretches[arch]));
	}
}

static void sampled_init(struct sim *sim)
{
	plan_init(&sim->plan, &sim->profile, &sim->fidelity, sim->scenario.seed);
	sim->measure_count = sim->plan.stratum_count;
	measures_init(sim, sim->plan.stratum_count * sim->fidelity.replicates, 0);
	cells_init(sim);
}

static void exact_init(struct sim *sim)
{
	int replicates = sim->fidelity.replicates;

	sim->measure_count = replicates;
	cells_init(sim);
	batches_init(sim);
	measures_init(sim, replicates * EXACT_BATCHES, replicates * sim->cell_count);
	sim->tile = -1;
	sim->lanes = xcalloc((size_t)replicates, sizeof(*sim->lanes));
	for (int r = 0; r < replicates; r++)
		sim->lanes[r] = (struct lane){ .exact = exact_new(sim, r), .draws = true };
}

/* The queries of a trace are what they are. */
static bool fits_trace(const struct scenario *scenario, struct error *error)
{
	for (int i = 0; scenario->trace && i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_INCIDENT &&
		    scenario->timeline[i].incident == INCIDENT_TRAFFIC)
			return error_set(error, "not with a trace: incident \"traffic\"");
	return true;
}

/* Of the knowledge queries, asking for single facts of the timeline. */
static double changes_share(const struct scenario *scenario)
{
	double share = 0;

	for (int i = 0; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_CHANGE)
			share += scenario->timeline[i].query_share;
	return share;
}

bool sim_new(const struct scenario *scenario, const struct run_options *options, struct sim **out,
	     struct error *error)
{
	struct sim *sim;

	if (changes_share(scenario) > 1 + 1e-9) /* which takes rounding for what it is */
		return error_set(error, "more than all queries ask for the changed facts: %.3g",
				 changes_share(scenario));
	if (isnan(scenario->params.traffic.volume_qpm) && !scenario->trace)
		return error_set(error, "null without a trace: \"traffic.volume_qpm\"");
	if (!fits_trace(scenario, error))
		return false;
	sim = xcalloc(1, sizeof(*sim));
	sim->scenario = *scenario;
	if (scenario->trace) {
		replay_take_means(&sim->scenario);
		replay_init(&sim->replay, &sim->scenario);
	}
	profile_init(&sim->profile, &sim->scenario);
	if (!within_budget(&sim->scenario, &sim->profile, error)) {
		sim_free(sim);
		return false;
	}
	sim->exact = scenario->trace || scenario->fidelity == FIDELITY_EXACT;
	sim->fidelity = plan_fidelity(scenario->fidelity);
	sim->pictures = options && options->pictures;
	sim->unnamed = options && options->unnamed;
	sim->costs_over_time = options && options->costs_over_time;
	if (scenario->trace)
		sim->fidelity.replicates = plan_fidelity(FIDELITY_EXACT).replicates;
	if (options && options->reps > 0)
		sim->fidelity.replicates = options->reps;
	demands_init(sim);
	sim->certain = options && options->costs_lost_frac > 0 &&
		       certain(&sim->scenario, &sim->profile,
			       (const struct demand(*)[ARCH_COUNT])sim->demand,
			       options->costs_lost_frac);
	macro_init(sim);
	if (sim->certain)
		cells_init(sim);
	else if (sim->exact)
		exact_init(sim);
	else
		sampled_init(sim);
	*out = sim;
	return true;
}

void sim_free(struct sim *sim)
{
	if (!sim)
		return;
	for (int r = 0; sim->macro && r < sim->macro_reps; r++)
		for (int a = 0; a < ARCH_COUNT; a++) {
			free(sim->macro[r][a].stale);
			free(sim->macro[r][a].model);
			free(sim->macro[r][a].delays_s);
			free(sim->macro[r][a].deletion_delays_s);
			free(sim->macro[r][a].bucket_usd);
		}
	for (int r = 0; sim->lanes && r < sim->fidelity.replicates; r++)
		exact_free(sim->lanes[r].exact);
	free(sim->lanes);
	free(sim->finished);
	free(sim->macro);
	for (int a = 0; sim->series && a < ARCH_COUNT; a++)
		free(sim->series[a].ledger_usd);
	free(sim->series);
	free(sim->demand);
	free(sim->cells);
	free(sim->shares);
	for (int a = 0; a < ARCH_COUNT; a++) {
		free(sim->measures[a]);
		free(sim->parts[a]);
		free(sim->stretches[a]);
	}
	free(sim->batch_mass);
	knowledge_release(&sim->knowledge);
	plan_release(&sim->plan);
	profile_release(&sim->profile);
	free(sim);
}

struct sim_scratch *sim_scratch_new(void)
{
	return xcalloc(1, sizeof(struct sim_scratch));
}

void sim_scratch_free(struct sim_scratch *scratch)
{
	if (!scratch)
		return;
	for (int a = 0; a < ARCH_COUNT; a++)
		pipeline_release(&scratch->pipelines[a]);
	free(scratch);
}

bool run(const struct scenario *scenario, const struct run_options *options, struct result *result,
	 struct error *error)
{
	struct sim_scratch *scratch;
	struct sim *sim;

	if (!sim_new(scenario, options, &sim, error))
		return false;
	scratch = sim_scratch_new();
	do {
		for (size_t unit = 0; unit < sim_unit_count(sim); unit++)
			sim_unit_run(sim, unit, scratch, NULL);
	} while (sim_next_wave(sim));
	sim_scratch_free(scratch);
	sim_finish(sim, result);
	sim_free(sim);
	return true;
}
