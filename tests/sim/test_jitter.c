// SPDX-License-Identifier: MIT
/*
 * A slider that is held down moves a curve, it does not shake it. Neighbouring positions of the
 * volume, half a percent apart, are simulated at level 0 with the same random numbers; a second
 * difference of the logarithm of a figure is then jitter, as the figure itself is nearly
 * straight. Of independent errors it has six times the variance, hence the root of six.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"

enum { POSITIONS = 40 };

static const double STEP = 1.005;
static const double LOWEST_QPM = 90e6; /* the highest is 109 million */

static const char *const paths[] = { "latency.ttft_s.p95", "latency.e2e_s.p95" };
enum { PATHS = sizeof(paths) / sizeof(paths[0]) };

/* By path, architecture and position. */
struct track {
	double value[PATHS][ARCH_COUNT][POSITIONS];
};

static void by_api(struct scenario *scenario)
{
	(void)scenario;
}

/* Queues at the busiest hours; by default there are servers in plenty. */
static void by_busy_search(struct scenario *scenario)
{
	scenario->params.traffic.diurnal_frac = 0.6;
	scenario->params.traffic.weekend_frac = 0.3;
	scenario->params.rag.search_s = 0.06;
	scenario->params.rag.search_servers = 6;
}

static void by_yourself(struct scenario *scenario)
{
	scenario->params.serving.mode = SERVING_SELF;
	scenario->params.serving.replicas = 6;
}

/* Where a query goes among the replicas is decided anew by the least difference, so what is served
 * by yourself keeps more of it. */
static const struct {
	const char *name;
	void (*set)(struct scenario *);
	double limit;
} cases[] = {
	{ "API", by_api, 0.0005 },
	{ "busy search", by_busy_search, 0.0005 },
	{ "served by yourself", by_yourself, 0.003 },
};

static void take(struct track *track, int position, const struct result *result)
{
	for (int path = 0; path < PATHS; path++)
		for (int a = 0; a < ARCH_DEFAULTS; a++) {
			const struct figure *figure;
			char full[80];
			enum arch arch;

			snprintf(full, sizeof(full), "%s.%s", arch_key((enum arch)a), paths[path]);
			ck_assert_msg(figure_find(full, &arch, &figure), "%s", full);
			track->value[path][arch][position] = log(
				figure_value(&result->arch[arch], figure));
		}
}

static void slide(void (*set)(struct scenario *), struct track *track)
{
	struct result *result = malloc(sizeof(*result));
	struct scenario scenario;
	struct error error;

	scenario_init(&scenario);
	set(&scenario);
	scenario.fidelity = 0;
	scenario.params.traffic.volume_qpm = LOWEST_QPM;
	for (int i = 0; i < POSITIONS; i++) {
		ck_assert_msg(run(&scenario, NULL, result, &error), "%s", error.message);
		take(track, i, result);
		scenario.params.traffic.volume_qpm *= STEP;
	}
	free(result);
}

/* Of all architectures together. */
static double jitter(double value[ARCH_COUNT][POSITIONS])
{
	double sum = 0;

	for (int a = 0; a < ARCH_DEFAULTS; a++)
		for (int i = 1; i + 1 < POSITIONS; i++) {
			double bend = value[a][i + 1] - 2 * value[a][i] + value[a][i - 1];

			ck_assert(isfinite(bend));
			sum += bend * bend;
		}
	return sqrt(sum / (ARCH_COUNT * (POSITIONS - 2)) / 6);
}

START_TEST(a_slider_moves_curves_smoothly)
{
	static struct track track;

	slide(cases[_i].set, &track);
	for (int path = 0; path < PATHS; path++) {
		double found = jitter(track.value[path]);

		ck_assert_msg(found <= cases[_i].limit, "%s, %s: jitter %.2g", cases[_i].name,
			      paths[path], found);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("jitter");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, a_slider_moves_curves_smoothly, 0,
			    sizeof(cases) / sizeof(cases[0]));
	return suite_run("jitter", tcase);
}
