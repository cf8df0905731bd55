// SPDX-License-Identifier: MIT
/*
 * Once warm, a run allocates nothing by the event, the query or the tile. This program brings
 * functions of its own in place of base/xalloc.c, through which all of the library's memory comes;
 * they count. What is allocated then depends on how many places of results there are and how many
 * queries were ever in flight at once, and on nothing that grows with their number.
 */
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/suite.h"

static size_t allocations;

static void *counted(void *p)
{
	allocations++;
	if (!p)
		abort();
	return p;
}

void *xmalloc(size_t size)
{
	return counted(malloc(size + 1));
}

void *xcalloc(size_t n, size_t size)
{
	return counted(calloc(n + 1, size + 1));
}

void *xrealloc(void *p, size_t size)
{
	return counted(realloc(p, size + 1));
}

void *xrealloc_array(void *p, size_t n, size_t size)
{
	return xrealloc(p, n * size);
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}

void xalloc_on_failure(void (*hook)(void))
{
	(void)hook;
}

/* A queue or a table that doubles does so once more when the longest line of a run twice as long is
 * a little longer. */
enum { DOUBLINGS_ALLOWED = 3 };

static const double QUERIES = 50e3;

static size_t allocations_of(const struct scenario *scenario, double *queries)
{
	struct result *result = malloc(sizeof(*result));
	struct error error;

	allocations = 0;
	ck_assert_msg(run(scenario, NULL, result, &error), "%s", error.message);
	*queries = result->queries_simulated;
	free(result);
	return allocations;
}

static void by_api(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = 10e6;
}

/* Three quarters of what the API takes, in bursts: many are refused and come back. */
static void by_limited_api(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = 3e6;
	scenario->params.traffic.burst_cv = 3;
	scenario->params.base.rpm_limit = 3e6 / (30 * 1440.0) / 0.75;
}

static void in_a_line(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = 3e6;
	scenario->params.rag.search_servers = 1;
	scenario->params.rag.search_s = 0.9 * 30 * 86400 / 3e6;
}

static void by_yourself(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = 6e6;
	scenario->params.serving.mode = SERVING_SELF;
}

/* Lines are full, so most are dropped. */
static void overrun(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = 60e6;
	scenario->params.serving.mode = SERVING_SELF;
	scenario->params.serving.queue_limit = 50;
}

static const struct {
	const char *name;
	void (*set)(struct scenario *);
} cases[] = {
	{ "API", by_api },
	{ "limited API", by_limited_api },
	{ "line at the search", in_a_line },
	{ "served by yourself", by_yourself },
	{ "overrun", overrun },
};

static void scenario_of(int number, int fidelity, struct scenario *scenario)
{
	scenario_init(scenario);
	cases[number].set(scenario);
	scenario->params.knowledge.updates_per_month = 0;
	scenario->fidelity = fidelity;
}

static void check_steady(const char *name, size_t once, size_t more, double queries)
{
	ck_assert_uint_gt(once, 0);
	ck_assert_msg(more <= once + DOUBLINGS_ALLOWED, "%s: %zu allocations, then %zu for %.0f",
		      name, once, more, queries);
}

/* Twice and four times as long: so many more tiles of the same queries. */
START_TEST(exact_runs_of_any_length)
{
	struct scenario scenario;
	double queries, before = 0;
	size_t once = 0;

	scenario_of(_i, FIDELITY_EXACT, &scenario);
	for (int times = 1; times <= 4; times *= 2) {
		size_t count;

		scenario.horizon_days = times * 30 * QUERIES / scenario.params.traffic.volume_qpm;
		count = allocations_of(&scenario, &queries);
		ck_assert_double_gt(queries, 1.8 * before);
		if (times > 1)
			check_steady(cases[_i].name, once, count, queries);
		once = times > 1 ? once : count;
		before = queries;
	}
}
END_TEST

/* Levels 1 and 2 have as many windows, of 1,000 and of 4,000 queries. */
START_TEST(windows_of_any_length)
{
	struct scenario scenario;
	double queries;
	size_t once, more;

	scenario_of(_i, 1, &scenario);
	scenario.horizon_days = 90;
	once = allocations_of(&scenario, &queries);
	scenario.fidelity = 2;
	more = allocations_of(&scenario, &queries);
	check_steady(cases[_i].name, once, more, queries);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("allocations");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, exact_runs_of_any_length, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(tcase, windows_of_any_length, 0, sizeof(cases) / sizeof(cases[0]));
	return suite_run("allocations", tcase);
}
