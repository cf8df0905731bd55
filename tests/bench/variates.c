// SPDX-License-Identifier: MIT
/* The parts that every simulated query pays for: variates, elementary functions, histograms, and
 * the stream of queries as a whole. */
#include <stdlib.h>
#include <math.h>

#include "base/fmath.h"
#include "base/histogram.h"
#include "base/variate.h"
#include "base/xalloc.h"
#include "bench/lib_bench.h"
#include "io/default_scenario.h"
#include "io/scenario_io.h"
#include "sim/workload.h"

enum { BLOCK = 512, BLOCKS = 4000 };

static struct rng rng;
static double block[BLOCK];
static struct histogram histogram;
/* What was computed must be used, or the compiler leaves it out. */
static volatile double sink;

static void fill_unit(void)
{
	variate_fill_unit(&rng, block, BLOCK);
}

static void fill_exponential(void)
{
	variate_fill_exponential(&rng, block, BLOCK);
}

static void fill_normal(void)
{
	variate_fill_normal(&rng, block, BLOCK);
}

static void each_exponential(void)
{
	for (int i = 0; i < BLOCK; i++)
		block[i] = variate_exponential_from_unit(rng_unit(&rng));
}

static void each_gamma(void)
{
	for (int i = 0; i < BLOCK; i++)
		block[i] = variate_gamma(&rng, 0.826);
}

static void each_exp(void)
{
	for (int i = 0; i < BLOCK; i++)
		block[i] = fm_exp(i * 0.01);
}

static void each_normal(void)
{
	for (int i = 0; i < BLOCK; i++)
		block[i] = variate_normal_from_unit(rng_unit(&rng));
}

static void each_libm_log(void)
{
	for (int i = 0; i < BLOCK; i++)
		block[i] = -log(rng_unit(&rng));
}

static void histogram_block(void)
{
	for (int i = 0; i < BLOCK; i++)
		histogram_add(&histogram, block[i]);
}

static const struct part {
	const char *name;
	void (*block)(void);
} parts[] = {
	{ "variate.unit", fill_unit },
	{ "variate.exponential", fill_exponential },
	{ "variate.exponential_single", each_exponential },
	{ "variate.exponential_libm", each_libm_log },
	{ "variate.normal", fill_normal },
	{ "variate.normal_single", each_normal },
	{ "variate.gamma_0.83", each_gamma },
	{ "fmath.exp", each_exp },
	{ "histogram.add", histogram_block },
};

static double time_part(const struct part *part)
{
	double start_s = bench_cpu_s();

	for (int i = 0; i < BLOCKS; i++) {
		part->block();
		sink = block[i % BLOCK];
	}
	return (bench_cpu_s() - start_s) / ((double)BLOCKS * BLOCK);
}

static void bench_parts(void)
{
	double time_s[BENCH_REPETITIONS];

	rng_open(&rng, 1, 0, 0, "bench");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (int k = 0; k < BENCH_REPETITIONS; k++)
			time_s[k] = time_part(&parts[i]);
		bench_figure(parts[i].name, bench_median(time_s, BENCH_REPETITIONS) * 1e9, "ns");
	}
}

/* Queries of the default scenario, seven variates each. */
static void bench_workload(void)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct block *queries = xcalloc(1, sizeof(*queries));
	double time_s[BENCH_REPETITIONS];
	struct workload workload;
	struct error error;

	if (scenario_parse(default_scenario_json, default_scenario_json_size, "default", scenario,
			   &error)) {
		workload_open(&workload, 1, 0, 0, &scenario->params);
		for (int k = 0; k < BENCH_REPETITIONS; k++) {
			time_s[k] = bench_cpu_s();
			for (int i = 0; i < BLOCKS / 4; i++)
				workload_fill(&workload, queries, BLOCK_QUERIES, INFINITY);
			time_s[k] = bench_cpu_s() - time_s[k];
		}
		bench_figure("workload.query",
			     bench_median(time_s, BENCH_REPETITIONS) /
				     (BLOCKS / 4 * (double)BLOCK_QUERIES) * 1e9,
			     "ns");
	}
	free(queries);
	free(scenario);
}

int main(void)
{
	bench_parts();
	bench_workload();
	return 0;
}
