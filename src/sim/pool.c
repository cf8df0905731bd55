// SPDX-License-Identifier: MIT
#include "sim/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/stats.h"
#include "base/xalloc.h"
#include "sim/certain.h"

static double queries_expected(const struct sim *sim)
{
	return profile_mass(&sim->profile, sim->profile.horizon_s);
}

static double ratio(double mass, uint64_t count)
{
	return count ? mass / (double)count : 0;
}

double pool_weight(const struct sim *sim, int measure, enum arch arch)
{
	uint64_t arrived = 0;

	if (!sim->exact)
		return ratio(sim->plan.strata[measure].mass,
			     sim->measures[arch][measure].sketch.count.arrived);
	for (int r = 0; r < sim->measure_count; r++)
		arrived += sim->measures[arch][r].sketch.count.arrived;
	return ratio(queries_expected(sim), arrived);
}

int pool_part_count(const struct sim *sim)
{
	return sim->exact && sim->fidelity.replicates == 1 ? EXACT_BATCHES
							   : sim->fidelity.replicates;
}

static const struct histogram *histogram_of(const struct sketch *sketch, enum pooled what)
{
	return what == POOLED_TTFT ? &sketch->ttft : &sketch->e2e;
}

/* Calls back for every sketch of a part with its weight: a window of each stratum, or one batch. */
static void part_each(const struct sim *sim, enum arch arch, int part,
		      void (*visit)(void *context, const struct sketch *sketch, double weight),
		      void *context)
{
	int replicates = sim->fidelity.replicates;

	for (int s = 0; !sim->exact && s < sim->plan.stratum_count; s++) {
		const struct sketch *sketch = &sim->parts[arch][s * replicates + part];

		visit(context, sketch, ratio(sim->plan.strata[s].mass, sketch->count.arrived));
	}
	if (sim->exact && replicates == 1) {
		const struct sketch *sketch = &sim->parts[arch][part];

		visit(context, sketch, ratio(sim->batch_mass[part], sketch->count.arrived));
	} else if (sim->exact) {
		const struct sketch *sketch = &sim->measures[arch][part].sketch;

		visit(context, sketch, ratio(queries_expected(sim), sketch->count.arrived));
	}
}

struct add_context {
	struct density *density;
	enum pooled what;
};

static void add_visit(void *context, const struct sketch *sketch, double weight)
{
	struct add_context *add = context;

	density_add(add->density, histogram_of(sketch, add->what), weight);
}

void pool_part(const struct sim *sim, enum arch arch, int part, enum pooled what,
	       struct density *density)
{
	struct add_context context = { density, what };

	part_each(sim, arch, part, add_visit, &context);
}

struct wait_context {
	double wait_s, visits;
};

static void wait_visit(void *context, const struct sketch *sketch, double weight)
{
	struct wait_context *wait = context;

	wait->wait_s += weight * sketch->search_wait_s;
	wait->visits += weight * (double)sketch->count.search_visits;
}

double pool_part_wait_s(const struct sim *sim, enum arch arch, int part)
{
	struct wait_context context = { 0 };

	part_each(sim, arch, part, wait_visit, &context);
	return context.visits > 0 ? context.wait_s / context.visits : NAN;
}

struct flow_context {
	bool retrieves;
	double mass;
	struct flow flow;
};

/* A running mean: the flow so far makes room for one more. */
static void flow_visit(void *context, const struct sketch *sketch, double weight)
{
	struct flow_context *to = context;
	struct flow flow = flow_of(&sketch->count, to->retrieves);
	double mass = weight * (double)sketch->count.arrived, share;

	if (mass <= 0)
		return;
	to->mass += mass;
	share = mass / to->mass;
	to->flow.sighted += share * (flow.sighted - to->flow.sighted);
	to->flow.blind += share * (flow.blind - to->flow.blind);
	to->flow.met_sighted += share * (flow.met_sighted - to->flow.met_sighted);
	to->flow.met_blind += share * (flow.met_blind - to->flow.met_blind);
	to->flow.warm += share * (flow.warm - to->flow.warm);
	to->flow.direct += share * (flow.direct - to->flow.direct);
	to->flow.met_direct += share * (flow.met_direct - to->flow.met_direct);
	to->flow.cached += share * (flow.cached - to->flow.cached);
	to->flow.met_cached += share * (flow.met_cached - to->flow.met_cached);
	to->flow.met_reviewed += share * (flow.met_reviewed - to->flow.met_reviewed);
	to->flow.reranked += share * (flow.reranked - to->flow.reranked);
	to->flow.failed_over += share * (flow.failed_over - to->flow.failed_over);
	to->flow.embedded += share * (flow.embedded - to->flow.embedded);
	to->flow.searched += share * (flow.searched - to->flow.searched);
}

/* Each is answered, after every stage that its architecture has; without passages, where finding
 * them would take too long. */
static struct flow certain_flow(const struct sim *sim, enum arch arch, int regime)
{
	const struct demand *demand = &sim->demand[regime][arch];
	double blind = 0;

	if (demand->retrieves)
		blind = certain_cut_frac(&sim->profile.regimes[regime].params,
					 &demand->queues[QUEUE_SEARCH]);
	return (struct flow){
		.sighted = 1 - blind,
		.blind = blind,
		.met_sighted = 1 - blind,
		.met_blind = blind,
		.embedded = demand->retrieves,
		.searched = demand->retrieves,
		.reranked = demand->retrieves && demand->queues[QUEUE_RERANK].servers > 0
				    ? 1 - blind
				    : 0,
	};
}

struct flow pool_part_flow(const struct sim *sim, enum arch arch, int part)
{
	bool retrieves = arch_retrieves(arch);
	struct flow_context context = { retrieves, 0,
					flow_of(&(struct flow_count){ 0 }, retrieves) };

	if (sim->certain)
		return certain_flow(sim, arch, 0);
	part_each(sim, arch, part, flow_visit, &context);
	return context.flow;
}

static struct flow_count exact_count(const struct sim *sim, enum arch arch, int cell)
{
	struct flow_count count = { 0 };

	for (int r = 0; r < sim->fidelity.replicates; r++) {
		const struct sketch *one = &sim->stretches[arch][r * sim->cell_count + cell];

		flow_count_merge(&count, &one->count);
	}
	return count;
}

static uint64_t answered_of(const struct flow_count *count)
{
	return count->arrived - count->dropped - count->cached - count->direct;
}

/* Do queries come alike in both, do prompts live as long, and is the same broken? */
static bool same_life(const struct sim *sim, enum arch arch, int a, int b)
{
	const struct regime *of_a = &sim->profile.regimes[a], *of_b = &sim->profile.regimes[b];
	const struct demand *at_a = &sim->demand[a][arch], *at_b = &sim->demand[b][arch];

	return a == b ||
	       (at_a->prefix.tok == at_b->prefix.tok && at_a->prefix.ttl_s == at_b->prefix.ttl_s &&
		at_a->prefix.changes_rps == at_b->prefix.changes_rps &&
		at_a->failover == at_b->failover &&
		condition_same(&of_a->condition, &of_b->condition) &&
		memcmp(&of_a->params.traffic, &of_b->params.traffic,
		       sizeof(of_a->params.traffic)) == 0);
}

/* Of the answers, those that found their prompt kept. A cell is weighed by the queries expected
 * there, and in one that happens to have many more of them find it; so where few come it is the
 * share of all up to there, as far back as that takes enough of them. */
static double recent_warm_frac(const struct sim *sim, enum arch arch, int cell)
{
	static const uint64_t ENOUGH = 1000;
	int regime = sim->cells[cell].regime;
	uint64_t warm = 0, answered = 0;

	for (; cell >= 0 && answered < ENOUGH; cell--) {
		struct flow_count count;

		if (!same_life(sim, arch, sim->cells[cell].regime, regime))
			continue;
		count = exact_count(sim, arch, cell);
		warm += count.warm;
		answered += answered_of(&count);
	}
	return answered > 0 ? (double)warm / (double)answered : 0;
}

struct flow pool_flow(const struct sim *sim, enum arch arch, int cell)
{
	enum arch as = sim->profile.regimes[sim->cells[cell].regime].serves[arch];
	struct flow_count count;
	struct flow flow;

	if (sim->certain)
		return certain_flow(sim, arch, sim->cells[cell].regime);
	count = sim->exact ? exact_count(sim, arch, cell) : sim->measures[arch][cell].sketch.count;
	flow = flow_of(&count, arch_retrieves(as));
	/* What comes of a trace is what is expected. */
	if (sim->exact && !sim->scenario.trace)
		flow.warm = recent_warm_frac(sim, arch, cell) * (flow.sighted + flow.blind);
	return flow;
}

/* The series of an exact run are those of its first replication. */
static const struct sketch *cell_sketch(const struct sim *sim, enum arch arch, int cell)
{
	return sim->exact ? &sim->stretches[arch][cell] : &sim->measures[arch][cell].sketch;
}

void pool_cell(const struct sim *sim, enum arch arch, int cell, double mass, enum pooled what,
	       struct density *density)
{
	const struct sketch *sketch = cell_sketch(sim, arch, cell);

	density_add(density, histogram_of(sketch, what), ratio(mass, sketch->count.arrived));
}

void pool_cell_tokens(const struct sim *sim, enum arch arch, int cell, double mass,
		      double bins[TOKEN_BINS])
{
	const struct sketch *sketch = cell_sketch(sim, arch, cell);
	double weight = ratio(mass, sketch->count.arrived);

	for (int bin = 0; bin < TOKEN_BINS; bin++)
		bins[bin] += weight * sketch->tokens.counts[bin];
}

static struct interval woodruff(const struct density *pooled, const double *below, int parts,
				double p)
{
	struct interval interval = { NAN, NAN };
	double lo, hi;

	if (parts < 2 || pooled->total <= 0)
		return interval;
	stats_mean_ci(below, (size_t)parts, 0.95, &lo, &hi);
	/* what lies above is few, and skewed */
	stats_skewed_ci(1 - p, (hi - lo) / 2, &lo, &hi);
	lo = p - (1 - p) + lo;
	hi = p - (1 - p) + hi;
	interval.lo = density_quantile(pooled, lo > 0 ? lo : 0);
	interval.hi = density_quantile(pooled, hi < 1 ? hi : 1);
	return interval;
}

/* Of the quantile at p in each part. The distribution is taken as straight over the interval, as
 * wide as that of the shares. */
static void quantile_estimates(double quantile, const double *below, int parts, double p,
			       const struct interval *interval, double *estimates)
{
	double lo, hi, slope;

	if (parts < 2) {
		estimates[0] = quantile;
		return;
	}
	stats_mean_ci(below, (size_t)parts, 0.95, &lo, &hi);
	slope = hi > lo ? (interval->hi - interval->lo) / (hi - lo) : 0;
	for (int part = 0; part < parts; part++)
		estimates[part] = quantile + (p - below[part]) * slope;
}

void pool_intervals(const struct sim *sim, enum arch arch, enum pooled what,
		    const struct density *pooled, const double *p, int n,
		    struct interval *intervals, double (*estimates)[RESULT_SAMPLES_MAX])
{
	int parts = pool_part_count(sim);
	double *below = xcalloc((size_t)((parts + 1) * n), sizeof(*below));
	double *quantiles = below + parts * n;
	struct density *density = xcalloc(1, sizeof(*density));
	int known = 0;

	for (int i = 0; i < n; i++)
		quantiles[i] = density_quantile(pooled, p[i]);
	for (int part = 0; part < parts; part++) {
		density_reset(density);
		pool_part(sim, arch, part, what, density);
		if (density->total <= 0)
			continue;
		for (int i = 0; i < n; i++)
			below[i * parts + known] = density_fraction_below(density, quantiles[i]);
		known++;
	}
	for (int i = 0; i < n; i++) {
		intervals[i] = woodruff(pooled, below + i * parts, known, p[i]);
		for (int part = 0; part < parts && part < RESULT_SAMPLES_MAX; part++)
			estimates[i][part] = NAN;
		if (known == parts && parts <= RESULT_SAMPLES_MAX)
			quantile_estimates(quantiles[i], below + i * parts, parts, p[i],
					   &intervals[i], estimates[i]);
	}
	free(density);
	free(below);
}
