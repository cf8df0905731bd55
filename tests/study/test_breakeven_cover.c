// SPDX-License-Identifier: MIT
/*
 * How often the interval of a break-even that is truly random holds the truth: 95 % of all seeds.
 * A few seeds, and so with room; with LONG=1 in the environment (`make long`) 2,000, of which 93.5
 * to 96.5 % have to.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/stats.h"
#include "base/suite.h"
#include "base/xalloc.h"
#include "session/each.h"
#include "study/breakeven_rig.h"

enum { SHORT_SEEDS = 60, LONG_SEEDS = 2000 };

static const struct covered {
	const char *name;
	enum cost_measure measure;
	double truth_qpm; /* NaN: what all seeds have in the mean */
	double lo, hi;    /* where to look */
} cases[] = {
	/* 36 runs in 12 months, 1 + 0.4 + 0.16 tries of $2,000 each, against $0.000875 a query. */
	{ "an evaluation that fails", MEASURE_ALL_IN, 36 * 1.56 * 2000 / 12 / 0.000875, 6e6, 2e7 },
	{ "a target of latency", MEASURE_PER_1K_GOOD, NAN, 6e6, 2e7 },
};

static void make(const struct covered *covered, struct scenario *scenario)
{
	struct params *p = &scenario->params;

	rig_lines(scenario);
	p->traffic.volume_qpm = 1e7;
	p->ft.run_usd = 2000;
	p->ft.retrain_every_days = 10;
	if (covered->measure == MEASURE_ALL_IN) {
		p->ft.eval_pass_frac = 0.6;
	} else {
		p->ft.run_usd = 3000;
		scenario->targets[TARGET_TTFT_P95_S] = 0.55;
	}
}

struct covering {
	const struct covered *covered;
	struct crossing_at *crossings; /* by seed */
	int *counts;
};

static void find_one(void *context, int i)
{
	struct covering *covering = context;
	const struct covered *covered = covering->covered;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct breakeven *found = xmalloc(sizeof(*found));

	make(covered, scenario);
	scenario->seed = 1 + (uint64_t)i;
	rig_find(scenario, P_traffic_volume_qpm, covered->lo, covered->hi, covered->measure,
		 ARCH_RAG, ARCH_FT, found);
	covering->counts[i] = found->count;
	covering->crossings[i] = found->crossing[0];
	free(found);
	free(scenario);
}

static double mean_place(const struct covering *covering, int seeds)
{
	struct tally tally = { 0 };

	for (int i = 0; i < seeds; i++)
		tally_add(&tally, covering->crossings[i].at);
	return tally.mean;
}

START_TEST(intervals_hold_the_truth)
{
	bool all = getenv("LONG") != NULL;
	int seeds = all ? LONG_SEEDS : SHORT_SEEDS, held = 0;
	struct covering covering = { &cases[_i], xcalloc((size_t)seeds, sizeof(struct crossing_at)),
				     xcalloc((size_t)seeds, sizeof(int)) };
	double truth_qpm = cases[_i].truth_qpm, width = 0, share;

	session_each(seeds, 0, find_one, &covering);
	if (isnan(truth_qpm))
		truth_qpm = mean_place(&covering, seeds);
	for (int i = 0; i < seeds; i++) {
		const struct crossing_at *crossing = &covering.crossings[i];

		ck_assert_int_eq(covering.counts[i], 1);
		ck_assert(crossing->confirmed);
		held += crossing->ci.lo <= truth_qpm && truth_qpm <= crossing->ci.hi;
		width += (crossing->ci.hi - crossing->ci.lo) / truth_qpm / seeds;
	}
	share = (double)held / seeds;
	printf("%s: %.5g (mean of all %.5g), intervals %.2g %% wide, %d of %d hold it, %.2f %%\n",
	       cases[_i].name, truth_qpm, mean_place(&covering, seeds), 100 * width, held, seeds,
	       100 * share);
	ck_assert_double_gt(width, 0.001);
	ck_assert_double_eq_tol(mean_place(&covering, seeds) / truth_qpm, 1, 0.01);
	ck_assert_double_ge(share, all ? 0.935 : 0.86);
	ck_assert_double_le(share, all ? 0.965 : 1);
	free(covering.crossings);
	free(covering.counts);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("breakeven_cover");

	tcase_set_timeout(tcase, 3600);
	tcase_add_loop_test(tcase, intervals_hold_the_truth, 0, 2);
	return suite_run("breakeven_cover", tcase);
}
