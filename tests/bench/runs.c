// SPDX-License-Identifier: MIT
/*
 * Whole runs of the default scenario, changed as the table below says, on one and on two threads.
 * Times are wall clock: on two threads that is what a user waits for. Beside the time of a level
 * stands the half width that it reached, of the 95 % interval of the p95 to the first token.
 *
 *   runs           every case
 *   runs NAME      one case, long ones too
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/xalloc.h"
#include "bench/lib_bench.h"
#include "io/default_scenario.h"
#include "io/scenario_io.h"
#include "session/session.h"

enum { SETTINGS_MAX = 4, TIMES_MAX = 9 };

/* The default scenario with some settings, at a level. */
struct test {
	const char *name;
	int fidelity, repetitions;
	const char *settings[SETTINGS_MAX][2];
	bool by_name_only; /* takes long */
};

/* clang-format off */
static const struct test tests[] = {
	{ "default.map", FIDELITY_MAP, 9, { { 0 } }, false },
	{ "default.level0", 0, 9, { { 0 } }, false },
	{ "year-100M.map", FIDELITY_MAP, 9, { { "traffic.volume_qpm", "100M" } }, false },
	{ "year-100M.level0", 0, 9, { { "traffic.volume_qpm", "100M" } }, false },
	{ "year-100M.level1", 1, 5, { { "traffic.volume_qpm", "100M" } }, false },
	{ "year-100M.level2", 2, 3, { { "traffic.volume_qpm", "100M" } }, false },
	{ "year-100M.level3", 3, 1, { { "traffic.volume_qpm", "100M" } }, false },
	{ "year-100M.level4", 4, 1, { { "traffic.volume_qpm", "100M" } }, true },
	{ "year-100M.level5", 5, 1, { { "traffic.volume_qpm", "100M" } }, true },
	/* few servers, so that the search is at .95 at the busiest hour */
	{ "loaded-100M.level0", 0, 9,
	  { { "traffic.volume_qpm", "100M" }, { "rag.search_servers", "5" } }, false },
	{ "loaded-100M.level1", 1, 5,
	  { { "traffic.volume_qpm", "100M" }, { "rag.search_servers", "5" } }, false },
	{ "loaded-100M.level2", 2, 3,
	  { { "traffic.volume_qpm", "100M" }, { "rag.search_servers", "5" } }, false },
	/* the model on replicas of one's own */
	{ "self-100M.level0", 0, 9,
	  { { "traffic.volume_qpm", "100M" }, { "serving.mode", "self" },
	    { "serving.replicas", "6" } }, false },
	{ "self-100M.level1", 1, 5,
	  { { "traffic.volume_qpm", "100M" }, { "serving.mode", "self" },
	    { "serving.replicas", "6" } }, false },
	{ "self-month-10M.exact", FIDELITY_EXACT, 1,
	  { { "traffic.volume_qpm", "10M" }, { "horizon_days", "30" },
	    { "serving.mode", "self" }, { "serving.replicas", "4" } }, false },
	{ "month-10M.exact", FIDELITY_EXACT, 1,
	  { { "traffic.volume_qpm", "10M" }, { "horizon_days", "30" } }, false },
};
/* clang-format on */

static bool scenario_make(const struct test *test, struct scenario *scenario, struct error *error)
{
	if (!scenario_parse(default_scenario_json, default_scenario_json_size, "default", scenario,
			    error))
		return false;
	for (int i = 0; i < SETTINGS_MAX && test->settings[i][0]; i++) {
		const char *const *setting = test->settings[i];
		bool horizon = strcmp(setting[0], "horizon_days") == 0;

		if (horizon ? !scenario_set_horizon(scenario, setting[1], error)
			    : !scenario_set(scenario, setting[0], setting[1], error))
			return false;
	}
	scenario->fidelity = test->fidelity;
	return true;
}

static double time_s(const struct scenario *scenario, int threads, struct result *result)
{
	struct run_options options = { 0 };
	double start_s = bench_wall_s();
	struct error error;

	if (!session_run(scenario, &options, threads, result, &error))
		fprintf(stderr, "%s\n", error.message);
	return bench_wall_s() - start_s;
}

static void figure(const struct test *test, const char *what, double value, const char *unit)
{
	char name[80];

	snprintf(name, sizeof(name), "run.%s.%s", test->name, what);
	bench_figure(name, value, unit);
}

static void measure(const struct test *test, const struct scenario *scenario)
{
	struct result *result = xcalloc(1, sizeof(*result));
	double one_s[TIMES_MAX], two_s[TIMES_MAX], one, two;

	for (int i = 0; i < test->repetitions; i++) {
		one_s[i] = time_s(scenario, 1, result);
		two_s[i] = time_s(scenario, 2, result);
	}
	one = bench_median(one_s, test->repetitions);
	two = bench_median(two_s, test->repetitions);
	figure(test, "1-thread", one * 1e3, "ms");
	figure(test, "2-threads", two * 1e3, "ms");
	bench_ratio(one / two, "1-thread");
	figure(test, "query", one / result->queries_simulated * 1e9, "ns");
	figure(test, "band", result->band_rel * 100, "%");
	free(result);
}

static void bench_test(const struct test *test)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct error error;

	if (scenario_make(test, scenario, &error))
		measure(test, scenario);
	else
		fprintf(stderr, "runs: %s: %s\n", test->name, error.message);
	free(scenario);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (argc > 1 ? strcmp(argv[1], tests[i].name) == 0 : !tests[i].by_name_only)
			bench_test(&tests[i]);
	return 0;
}
