// SPDX-License-Identifier: MIT
#include "study/expect.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Taken down of every architecture; those of all six fit in SCENARIO_EXPECT_MAX. */
static const char *const kept[] = {
	"cost.total_usd",
	"cost.monthly_usd",
	"cost.all_in_usd",
	"latency.ttft_s.p50",
	"latency.ttft_s.p95",
	"latency.e2e_s.p95",
	"freshness.stale_answer_frac",
	"quality.correct_frac",
	"quality.good_frac",
	"service.available_frac",
};

enum { KEPT_COUNT = sizeof(kept) / sizeof(kept[0]) };

static_assert(KEPT_COUNT * ARCH_COUNT <= SCENARIO_EXPECT_MAX, "room for all architectures");

/* Place of an architecture in the report; behind all others when it is not run. */
static int place_of(const struct scenario *scenario, enum arch arch)
{
	int place = 0;

	while (place < scenario->arch_count && scenario->archs[place] != arch)
		place++;
	return place;
}

/* Place of a figure in the report. */
static int report_place(const struct scenario *scenario, const char *name)
{
	const struct figure *figure;
	enum arch arch;

	if (!figure_find(name, &arch, &figure))
		return 0;
	return place_of(scenario, arch) * figure_count + (int)(figure - figure_table);
}

static const char *best_of(const struct verdict *verdict)
{
	return verdict->none_meets ? "nobody" : arch_key(verdict->best);
}

static const char *wanted(const struct expected_arch *expected)
{
	return expected->nobody ? "nobody" : arch_key(expected->arch);
}

static void add(struct expect_check *check, const struct expect_miss *miss)
{
	check->misses[check->count++] = *miss;
}

static void check_verdict(const struct scenario *scenario, const struct verdict *verdict,
			  struct expect_check *check)
{
	if (!verdict_best_is(verdict, &scenario->expect_best))
		add(check, &(struct expect_miss){ .what = EXPECTED_BEST,
						  .name = "verdict.best",
						  .is = best_of(verdict),
						  .wants = wanted(&scenario->expect_best) });
	if (!verdict_cheapest_is(verdict, &scenario->expect_cheapest))
		add(check, &(struct expect_miss){ .what = EXPECTED_CHEAPEST,
						  .name = "verdict.cheapest",
						  .is = arch_key(verdict->cheapest),
						  .wants = wanted(&scenario->expect_cheapest) });
}

static void check_figure(const struct expectation *expectation, const struct result *result,
			 double within, struct expect_check *check)
{
	const double lo = expectation->lo, hi = expectation->hi;
	struct expect_miss miss = { .what = EXPECTED_FIGURE,
				    .name = expectation->figure,
				    .lo = lo,
				    .hi = hi,
				    .value = (double)NAN };
	double bound;

	check->figures++;
	miss.run = result_figure(result, expectation->figure, &miss.value);
	if (miss.value >= lo - within * fabs(lo) && miss.value <= hi + within * fabs(hi))
		return;
	bound = miss.value > hi ? hi : lo;
	miss.off = miss.value - bound;
	miss.off_rel = bound == 0 ? (double)NAN : miss.off / fabs(bound);
	add(check, &miss);
}

/* Sorted by the place in the report, those of one place as in the file. */
static void check_figures(const struct scenario *scenario, const struct result *result,
			  double within, struct expect_check *check)
{
	int order[SCENARIO_EXPECT_MAX], place[SCENARIO_EXPECT_MAX];

	for (int i = 0; i < scenario->expect_count; i++) {
		int at = i;

		place[i] = report_place(scenario, scenario->expect[i].figure);
		for (; at > 0 && place[order[at - 1]] > place[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	for (int i = 0; i < scenario->expect_count; i++)
		check_figure(&scenario->expect[order[i]], result, within, check);
}

void expect_check(const struct scenario *scenario, const struct result *result, double within,
		  struct expect_check *check)
{
	*check = (struct expect_check){ .digest = scenario->expect_digest[0] != '\0' &&
						  within == 0 };
	if (check->digest && strcmp(scenario->expect_digest, result->digest) != 0)
		add(check, &(struct expect_miss){ .what = EXPECTED_DIGEST,
						  .name = "digest",
						  .is = result->digest,
						  .wants = scenario->expect_digest });
	check_figures(scenario, result, within, check);
	check_verdict(scenario, &result->verdict, check);
}

const struct expect_miss *expect_first_figure(const struct expect_check *check)
{
	for (int i = 0; i < check->count; i++)
		if (check->misses[i].what == EXPECTED_FIGURE)
			return &check->misses[i];
	return NULL;
}

/* What was expected and this run no longer gives would only make a faithful replay fail. */
static void drop_unmet(struct scenario *scenario, const struct result *result)
{
	int count = 0;
	double value;

	for (int i = 0; i < scenario->expect_count; i++) {
		const struct expectation *expect = &scenario->expect[i];

		if (result_figure(result, expect->figure, &value) && value >= expect->lo &&
		    value <= expect->hi)
			scenario->expect[count++] = *expect;
	}
	scenario->expect_count = count;
}

static bool is_expected(const struct scenario *scenario, const char *figure)
{
	for (int i = 0; i < scenario->expect_count; i++)
		if (strcmp(scenario->expect[i].figure, figure) == 0)
			return true;
	return false;
}

/* Numbers only: files have no other. */
static void take_figure(struct scenario *scenario, const struct result *result, enum arch arch,
			const char *figure)
{
	struct expectation *expect = &scenario->expect[scenario->expect_count];
	char name[SCENARIO_FIGURE_SIZE];
	double value;

	snprintf(name, sizeof(name), "%s.%s", arch_key(arch), figure);
	if (scenario->expect_count == SCENARIO_EXPECT_MAX || is_expected(scenario, name) ||
	    !result_figure(result, name, &value) || !isfinite(value))
		return;
	*expect = (struct expectation){ .lo = value, .hi = value };
	strcpy(expect->figure, name);
	scenario->expect_count++;
}

void expect_take(struct scenario *scenario, const struct result *result)
{
	const struct verdict *verdict = &result->verdict;

	drop_unmet(scenario, result);
	strcpy(scenario->expect_digest, result->digest);
	scenario->expect_best = (struct expected_arch){ .present = true,
							.nobody = verdict->none_meets,
							.arch = verdict->best };
	scenario->expect_cheapest = (struct expected_arch){ .present = true,
							    .arch = verdict->cheapest };
	for (int i = 0; i < scenario->arch_count; i++)
		for (int k = 0; k < KEPT_COUNT; k++)
			take_figure(scenario, result, scenario->archs[i], kept[k]);
}
