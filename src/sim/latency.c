// SPDX-License-Identifier: MIT
#include "sim/latency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/stats.h"
#include "base/xalloc.h"
#include "sim/heat.h"
#include "sim/pool.h"

struct pooled_density {
	struct density ttft, e2e, tpot;
};

static void pool_all(const struct sim *sim, enum arch arch, struct pooled_density *pooled)
{
	for (int m = 0; m < sim->measure_count; m++) {
		const struct measure *measure = &sim->measures[arch][m];
		double weight = pool_weight(sim, m, arch);

		density_add(&pooled->ttft, &measure->sketch.ttft, weight);
		density_add(&pooled->e2e, &measure->sketch.e2e, weight);
		density_add(&pooled->tpot, &measure->tpot, weight);
	}
}

static struct latency latency_of(const struct density *density, double sum_s)
{
	if (density->total <= 0)
		return (struct latency){ NAN, NAN, NAN, NAN, NAN, NAN };
	return (struct latency){
		.mean = sum_s / density->total,
		.p50 = density_quantile(density, 0.5),
		.p90 = density_quantile(density, 0.9),
		.p95 = density_quantile(density, 0.95),
		.p99 = density_quantile(density, 0.99),
		.p999 = density_quantile(density, 0.999),
	};
}

static void latencies(const struct sim *sim, enum arch arch, const struct pooled_density *pooled,
		      struct arch_result *out)
{
	double ttft_s = 0, e2e_s = 0, tpot_s = 0;

	for (int m = 0; m < sim->measure_count; m++) {
		double weight = pool_weight(sim, m, arch);

		ttft_s += weight * sim->measures[arch][m].ttft_sum_s;
		e2e_s += weight * sim->measures[arch][m].e2e_sum_s;
		tpot_s += weight * sim->measures[arch][m].tpot_sum_s;
	}
	out->ttft_s = latency_of(&pooled->ttft, ttft_s);
	out->e2e_s = latency_of(&pooled->e2e, e2e_s);
	out->tpot_s = latency_of(&pooled->tpot, tpot_s);
}

static void intervals(const struct sim *sim, enum arch arch, const struct pooled_density *pooled,
		      struct arch_result *out)
{
	static const double p[3] = { 0.5, 0.95, 0.99 };
	struct arch_samples *samples = &out->samples;
	struct interval ttft[3], e2e[3], wait;
	int parts = pool_part_count(sim), known = 0;
	double *wait_s = xcalloc((size_t)parts, sizeof(*wait_s));

	pool_intervals(sim, arch, POOLED_TTFT, &pooled->ttft, p, 3, ttft, samples->ttft_s);
	pool_intervals(sim, arch, POOLED_E2E, &pooled->e2e, p, 3, e2e, samples->e2e_s);
	out->ci_ttft_p50_s = ttft[0];
	out->ci_ttft_p95_s = ttft[1];
	out->ci_ttft_p99_s = ttft[2];
	out->ci_e2e_p50_s = e2e[0];
	out->ci_e2e_p95_s = e2e[1];
	out->ci_e2e_p99_s = e2e[2];
	for (int part = 0; part < parts; part++) {
		double mean_s = pool_part_wait_s(sim, arch, part);

		if (!isnan(mean_s))
			wait_s[known++] = mean_s;
		if (part < RESULT_SAMPLES_MAX)
			samples->wait_search_s[part] = mean_s;
	}
	stats_mean_ci(wait_s, (size_t)known, 0.95, &wait.lo, &wait.hi);
	stats_wait_ci((wait.lo + wait.hi) / 2, (wait.hi - wait.lo) / 2, &out->ci_wait_search_s.lo,
		      &out->ci_wait_search_s.hi);
	free(wait_s);
}

/* Of a model that you serve: the places in its batches. */
static double servers_of(const struct demand *demand, enum stage stage)
{
	for (int q = 0; q < QUEUE_COUNT; q++)
		if (queue_stage((enum queue)q) == stage)
			return demand->queues[q].servers;
	return demand->self ? (double)demand->serving.replicas * demand->serving.max_batch : 0;
}

/* Places in batches, over the slots in which replicas scale, beside those of the parameters. */
static double scaled_s(const struct sim *sim, enum arch arch)
{
	double sum_s = 0;

	for (int s = 0; sim->profile.more_s && s < sim->profile.slot_count; s++) {
		const struct slot *slot = &sim->profile.slots[s];
		const struct demand *demand = &sim->demand[slot->regime][arch];
		double left = slot->replicas[arch] -
			      sim->profile.regimes[slot->regime].condition.replicas_down;

		if (slot->replicas[arch] > 0)
			sum_s += ((left > 0 ? left : 0) * demand->serving.max_batch -
				  servers_of(demand, STAGE_DECODE)) *
				 (slot[1].start_s - slot->start_s);
	}
	return sum_s;
}

/* Server-seconds that a station offers over the horizon. */
static double capacity_s(const struct sim *sim, enum arch arch, enum stage stage)
{
	bool queue = stage == STAGE_DECODE;
	double sum_s = stage == STAGE_DECODE ? scaled_s(sim, arch) : 0;

	for (int q = 0; q < QUEUE_COUNT; q++)
		queue = queue || queue_stage((enum queue)q) == stage;
	if (!queue)
		return NAN;
	for (int r = 0; r < sim->profile.regime_count; r++) {
		const struct regime *regime = &sim->profile.regimes[r];
		const struct demand *demand = &sim->demand[r][arch];

		sum_s += (regime->end_s - regime->start_s) * servers_of(demand, stage);
	}
	return sum_s;
}

/* reached: visits to the stage */
static void stage_means(const struct sim *sim, enum arch arch, enum stage stage, double reached,
			struct arch_result *out)
{
	double wait_s = 0, service_s = 0, busy_s = 0, present_s = 0, capacity;

	for (int m = 0; m < sim->measure_count; m++) {
		const struct measure *measure = &sim->measures[arch][m];
		double weight = pool_weight(sim, m, arch);
		/* An exact run's occupancy is that of the queries it had, so that Little's law is
		 * exact. */
		double time_weight = sim->exact ? 1.0 / sim->measure_count : weight;

		wait_s += weight * measure->wait_s[stage];
		service_s += weight * measure->service_s[stage];
		busy_s += time_weight * measure_busy_s(measure, stage);
		present_s += time_weight * measure_present_s(measure, stage);
		/* A place in the batch is taken while the prompt is read, too. */
		if (stage == STAGE_DECODE)
			busy_s += time_weight * measure_busy_s(measure, STAGE_PROMPT);
	}
	out->wait_s[stage] = wait_s / reached;
	out->service_s[stage] = service_s / reached;
	capacity = capacity_s(sim, arch, stage);
	/* What a sample says of an overloaded station may be a little more than there is. */
	out->utilisation[stage] = !(capacity > 0) ? NAN : busy_s < capacity ? busy_s / capacity : 1;
	out->in_system_mean[stage] = present_s / sim->profile.horizon_s;
}

static bool ever_has_stage(const struct sim *sim, enum arch arch, enum stage stage)
{
	for (int r = 0; r < sim->profile.regime_count; r++)
		if (arch_has_stage(sim->profile.regimes[r].serves[arch], stage))
			return true;
	return false;
}

static void visits(const struct sim *sim, enum arch arch, double reached[STAGE_COUNT])
{
	memset(reached, 0, STAGE_COUNT * sizeof(*reached));
	for (int m = 0; m < sim->measure_count; m++) {
		double weight = pool_weight(sim, m, arch);
		uint64_t counts[STAGE_COUNT];

		measure_reached(&sim->measures[arch][m], counts);
		for (int stage = 0; stage < STAGE_COUNT; stage++)
			reached[stage] += weight * (double)counts[stage];
	}
}

static void stages(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	double reached[STAGE_COUNT];

	visits(sim, arch, reached);
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		if (ever_has_stage(sim, arch, (enum stage)stage))
			stage_means(sim, arch, (enum stage)stage, reached[stage], out);
		else
			out->wait_s[stage] = out->service_s[stage] = out->utilisation[stage] =
				out->in_system_mean[stage] = NAN;
	}
}

static double tail_edge_s(int bin)
{
	uint64_t bits = (uint64_t)((1023 - 20) * TAIL_PER_OCTAVE + bin) << 49;
	double edge_s;

	memcpy(&edge_s, &bits, sizeof(edge_s));
	return edge_s;
}

/* Averages the queries between p94 and p96 of the time to first token, so that stages add up to
 * p95. */
static void tail(const struct sim *sim, enum arch arch, const struct density *ttft,
		 struct arch_result *out)
{
	double lo_s = density_quantile(ttft, 0.94), hi_s = density_quantile(ttft, 0.96), sum = 0;

	for (int bin = 0; bin < TAIL_BINS; bin++) {
		double from_s = tail_edge_s(bin), to_s = tail_edge_s(bin + 1);
		double cover = (hi_s < to_s ? hi_s : to_s) - (lo_s > from_s ? lo_s : from_s);

		if (!(cover > 0))
			continue;
		for (int m = 0; m < sim->measure_count; m++) {
			const struct tail_bin *at = &sim->measures[arch][m].tail[bin];
			double weight = pool_weight(sim, m, arch) * cover / (to_s - from_s);

			sum += weight * (double)at->count;
			for (int stage = 0; stage < STAGE_DECODE; stage++) {
				out->tail_wait_s[stage] += weight * at->wait_s[stage];
				out->tail_service_s[stage] += weight * at->service_s[stage];
			}
		}
	}
	/* a stage that nobody came to has no mean there, and so no tail */
	for (int stage = 0; stage < STAGE_DECODE; stage++) {
		out->tail_wait_s[stage] = isnan(out->wait_s[stage]) ? NAN
								    : out->tail_wait_s[stage] / sum;
		out->tail_service_s[stage] = isnan(out->service_s[stage])
						     ? NAN
						     : out->tail_service_s[stage] / sum;
	}
	for (int stage = STAGE_DECODE; stage < STAGE_COUNT; stage++)
		out->tail_wait_s[stage] = out->tail_service_s[stage] = NAN;
}

static void counts(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	double met = 0, answered = 0, warm = 0, cached = 0, failed_over = 0;

	for (int m = 0; m < sim->measure_count; m++) {
		const struct flow_count *count = &sim->measures[arch][m].sketch.count;
		double weight = pool_weight(sim, m, arch);

		out->dropped += weight * (double)count->dropped;
		out->timed_out += weight * (double)count->blind;
		out->retried += weight * (double)count->retried;
		answered += weight * (double)(count->arrived - count->dropped - count->cached);
		cached += weight * (double)count->cached;
		out->repaired += weight * (double)count->repairs;
		warm += weight * (double)count->warm;
		failed_over += weight * (double)count->failed_over;
		met += weight * (double)(count->met_sighted + count->met_blind + count->met_cached +
					 count->met_direct);
	}
	out->latency_met_frac = met / out->queries;
	out->available_frac = (answered + cached) / out->queries;
	out->failed_over_frac = failed_over / out->queries;
	out->prompt_cache_hit_frac = warm / answered;
	out->response_cache_hit_frac = cached / out->queries;
}

static void histogram_of(const struct density *density, double bins[RESULT_HIST_BINS])
{
	double below = 0;

	for (int bin = 0; bin < RESULT_HIST_BINS; bin++) {
		double upto = bin + 1 < RESULT_HIST_BINS
				      ? density_fraction_below(density, result_hist_edge_s(bin + 1))
				      : 1;

		bins[bin] = density->total > 0 ? upto - below : 0;
		below = upto;
	}
}

/* Percentiles of one bucket, and what it is a mixture of: the share of each cell. */
struct mixture {
	double *weights;
	double quantiles[HEAT_COUNT][3]; /* p50, p95, p99 */
	uint8_t heat[HEAT_COUNT][RESULT_HEAT_BINS];
};

/* Sampled buckets are mixtures of few strata, and the days of a week make the same mixtures again
 * and again: what was worked out once is kept. */
enum { MIXTURES_KEPT = 16 };
static const double MIXTURE_SAME = 1e-9;

struct mixtures {
	const struct sim *sim;
	enum arch arch;
	struct flow *flows; /* by cell */
	struct pooled_density density;
	double *weights; /* of the bucket at hand, by cell */
	struct mixture kept[MIXTURES_KEPT];
	int count, next;
};

static bool same_mixture(const struct mixtures *mixtures, const struct mixture *mixture)
{
	for (int cell = 0; cell < mixtures->sim->cell_count; cell++)
		if (fabs(mixtures->weights[cell] - mixture->weights[cell]) > MIXTURE_SAME)
			return false;
	return true;
}

static void mixture_pool(struct mixtures *mixtures)
{
	struct pooled_density *density = &mixtures->density;

	density_reset(&density->ttft);
	density_reset(&density->e2e);
	for (int cell = 0; cell < mixtures->sim->cell_count; cell++) {
		if (mixtures->weights[cell] <= 0)
			continue;
		pool_cell(mixtures->sim, mixtures->arch, cell, mixtures->weights[cell], POOLED_TTFT,
			  &density->ttft);
		pool_cell(mixtures->sim, mixtures->arch, cell, mixtures->weights[cell], POOLED_E2E,
			  &density->e2e);
	}
}

static void mixture_picture(struct mixtures *mixtures, struct mixture *mixture, const double *p)
{
	double tokens[TOKEN_BINS] = { 0 };

	for (int cell = 0; cell < mixtures->sim->cell_count; cell++)
		if (mixtures->weights[cell] > 0)
			pool_cell_tokens(mixtures->sim, mixtures->arch, cell,
					 mixtures->weights[cell], tokens);
	heat_of_density(&mixtures->density.ttft, mixture->heat[HEAT_TTFT]);
	heat_of_density(&mixtures->density.e2e, mixture->heat[HEAT_E2E]);
	heat_of_tokens(tokens, mixture->heat[HEAT_TPOT]);
	for (int i = 0; i < 3; i++)
		mixture->quantiles[HEAT_TPOT][i] = token_quantile(tokens, p[i]);
}

static void mixture_fill(struct mixtures *mixtures, struct mixture *mixture)
{
	static const double p[3] = { 0.5, 0.95, 0.99 };
	struct pooled_density *density = &mixtures->density;

	mixture_pool(mixtures);
	for (int i = 0; i < 3; i++) {
		mixture->quantiles[0][i] = density_quantile(&density->ttft, p[i]);
		mixture->quantiles[1][i] = density_quantile(&density->e2e, p[i]);
	}
	if (mixtures->sim->pictures)
		mixture_picture(mixtures, mixture, p);
}

static const struct mixture *mixture_of(struct mixtures *mixtures)
{
	size_t size = (size_t)mixtures->sim->cell_count * sizeof(double);
	struct mixture *mixture;

	for (int i = 0; i < mixtures->count; i++)
		if (same_mixture(mixtures, &mixtures->kept[i]))
			return &mixtures->kept[i];
	mixture = &mixtures->kept[mixtures->next];
	mixtures->next = (mixtures->next + 1) % MIXTURES_KEPT;
	if (mixtures->count < MIXTURES_KEPT) {
		mixtures->count++;
		mixture->weights = xcalloc(1, size);
	}
	memcpy(mixture->weights, mixtures->weights, size);
	mixture_fill(mixtures, mixture);
	return mixture;
}

static void bucket_latency(struct arch_result *out, int bucket, const struct mixture *mixture,
			   bool pictures_asked)
{
	struct arch_pictures *pictures = &out->pictures;
	struct arch_series *series = &out->series;

	series->ttft_p50_s[bucket] = mixture->quantiles[0][0];
	series->ttft_p95_s[bucket] = mixture->quantiles[0][1];
	series->ttft_p99_s[bucket] = mixture->quantiles[0][2];
	series->e2e_p50_s[bucket] = mixture->quantiles[1][0];
	series->e2e_p95_s[bucket] = mixture->quantiles[1][1];
	series->e2e_p99_s[bucket] = mixture->quantiles[1][2];
	if (!pictures_asked)
		return;
	pictures->tpot_p50_s[bucket] = mixture->quantiles[HEAT_TPOT][0];
	pictures->tpot_p95_s[bucket] = mixture->quantiles[HEAT_TPOT][1];
	pictures->tpot_p99_s[bucket] = mixture->quantiles[HEAT_TPOT][2];
	for (int h = 0; h < HEAT_COUNT; h++)
		memcpy(pictures->heat[h][bucket], mixture->heat[h], sizeof(mixture->heat[h]));
}

/* One bucket, whose shares start at number i; returns the first share of the next. */
static int bucket_series(struct mixtures *mixtures, int bucket, int i, struct arch_result *out)
{
	const struct sim *sim = mixtures->sim;
	double mass = 0, dropped = 0, blind = 0;

	memset(mixtures->weights, 0, (size_t)sim->cell_count * sizeof(double));
	for (; i < sim->share_count && sim->shares[i].bucket == bucket; i++) {
		const struct share *share = &sim->shares[i];
		const struct flow *flow = &mixtures->flows[share->cell];

		mixtures->weights[share->cell] += share->mass;
		mass += share->mass;
		dropped += share->mass *
			   (1 - flow->sighted - flow->blind - flow->cached - flow->direct);
		blind += share->mass * flow->blind;
	}
	for (int cell = 0; mass > 0 && cell < sim->cell_count; cell++)
		mixtures->weights[cell] /= mass;
	bucket_latency(out, bucket, mixture_of(mixtures), sim->pictures);
	out->series.dropped[bucket] = dropped;
	out->series.timed_out[bucket] = blind;
	return i;
}

static void latency_series(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	struct mixtures *mixtures = xcalloc(1, sizeof(*mixtures));
	int share = 0;

	mixtures->sim = sim;
	mixtures->arch = arch;
	mixtures->weights = xcalloc((size_t)sim->cell_count + 1, sizeof(double));
	mixtures->flows = xcalloc((size_t)sim->cell_count + 1, sizeof(*mixtures->flows));
	for (int cell = 0; cell < sim->cell_count; cell++)
		mixtures->flows[cell] = pool_flow(sim, arch, cell);
	for (int bucket = 0; bucket < RESULT_BUCKETS; bucket++)
		share = bucket_series(mixtures, bucket, share, out);
	for (int i = 0; i < mixtures->count; i++)
		free(mixtures->kept[i].weights);
	free(mixtures->weights);
	free(mixtures->flows);
	free(mixtures);
}

void latency_finish(const struct sim *sim, enum arch arch, struct arch_result *out)
{
	struct pooled_density *pooled = xcalloc(1, sizeof(*pooled));

	pool_all(sim, arch, pooled);
	latencies(sim, arch, pooled, out);
	intervals(sim, arch, pooled, out);
	stages(sim, arch, out);
	counts(sim, arch, out);
	/* A point of a curve or a map is not looked at so closely. */
	if (sim->scenario.fidelity != FIDELITY_MAP) {
		tail(sim, arch, &pooled->ttft, out);
		histogram_of(&pooled->ttft, out->ttft_hist);
		histogram_of(&pooled->e2e, out->e2e_hist);
		if (sim->pictures)
			histogram_of(&pooled->tpot, out->pictures.tpot_hist);
		latency_series(sim, arch, out);
	}
	free(pooled);
}
