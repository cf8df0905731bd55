// SPDX-License-Identifier: MIT
/* Differences in pairs: zero where nothing differs, narrower than unpaired, and true as often as
 * they say. */
#include "study/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/stats.h"
#include "base/suite.h"
#include "base/xalloc.h"
#include "study/breakeven_rig.h"

static struct scenario *a, *b;

static void setup(void)
{
	a = xmalloc(sizeof(*a));
	b = xmalloc(sizeof(*b));
	rig_lines(a);
	/* Chance in everything that is compared. */
	a->params.traffic.volume_qpm = 3e6;
	a->params.traffic.diurnal_frac = 0.5;
	a->params.rag.search_servers = 4;
	a->params.rag.search_s = 1;
	a->params.ft.run_usd = 5000;
	a->params.ft.retrain_every_days = 10;
	a->params.ft.eval_pass_frac = 0.6;
	a->horizon_days = 120;
	*b = *a;
}

static void teardown(void)
{
	free(a);
	free(b);
}

static const struct figure *figure_named(const char *path)
{
	for (int i = 0; i < figure_count; i++)
		if (strcmp(figure_table[i].path, path) == 0)
			return &figure_table[i];
	ck_abort_msg("%s", path);
}

/* What two intervals that know nothing of each other would say. */
static double unpaired_half(const struct result *x, const struct result *y, enum arch arch,
			    const struct figure *figure)
{
	struct interval of_x, of_y;

	ck_assert(figure_interval(&x->arch[arch], figure, &of_x));
	ck_assert(figure_interval(&y->arch[arch], figure, &of_y));
	return hypot(of_x.hi - of_x.lo, of_y.hi - of_y.lo) / 2;
}

START_TEST(identical_scenarios_differ_by_nothing)
{
	struct result *x = rig_run(a), *y = rig_run(b);
	int known = 0;

	for (int i = 0; i < figure_count; i++)
		for (int n = 0; n < 2; n++) {
			struct gap gap = compare_gap(x, y, a->archs[n], &figure_table[i]);

			if (!isnan(figure_value(&x->arch[a->archs[n]], &figure_table[i])))
				ck_assert_double_eq(gap.value, 0);
			if (isnan(gap.half))
				continue;
			ck_assert_double_eq(gap.half, 0);
			ck_assert(gap.paired);
			known++;
		}
	ck_assert_int_ge(known, 20);
	free(x);
	free(y);
}
END_TEST

/* Where both have the same luck, the difference is known far better than either. */
START_TEST(pairs_are_narrower)
{
	static const struct {
		enum arch arch;
		const char *path;
		double at_most; /* of the unpaired width */
	} rows[] = {
		{ ARCH_FT, "cost.monthly_usd", 0.2 },    { ARCH_FT, "cost.all_in_usd", 0.2 },
		{ ARCH_RAG, "latency.ttft_s.p50", 0.5 }, { ARCH_RAG, "latency.ttft_s.p95", 0.5 },
		{ ARCH_RAG, "latency.e2e_s.p95", 0.5 },  { ARCH_RAG, "latency.wait_s.search", 0.5 },
	};
	struct result *x, *y;

	b->params.ft.run_usd *= 1.1;
	b->params.rag.search_s *= 1.02;
	x = rig_run(a);
	y = rig_run(b);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct figure *figure = figure_named(rows[i].path);
		struct gap gap = compare_gap(x, y, rows[i].arch, figure);
		double unpaired = unpaired_half(x, y, rows[i].arch, figure);

		printf("%s %s: %.4g, half %.4g, unpaired %.4g\n", arch_key(rows[i].arch),
		       rows[i].path, gap.value, gap.half, unpaired);
		ck_assert(gap.paired);
		ck_assert_double_ge(gap.half, 0);
		ck_assert_double_gt(unpaired, 0);
		ck_assert_double_le(gap.half, rows[i].at_most * unpaired);
	}
	free(x);
	free(y);
}
END_TEST

/* Each row a difference of known or long-run size, in 150 seeds: 95 % intervals, of which 90
 * to 99.5 % is what so many can tell. */
START_TEST(intervals_hold_the_truth)
{
	enum { SEEDS = 150 };
	static const struct {
		enum arch arch;
		const char *path;
	} rows[] = {
		{ ARCH_FT, "cost.monthly_usd" },
		{ ARCH_RAG, "latency.ttft_s.p95" },
		{ ARCH_RAG, "quality.good_frac" },
	};
	const struct figure *figure = figure_named(rows[_i].path);
	struct gap *gaps = xcalloc(SEEDS, sizeof(*gaps));
	struct tally tally = { 0 };
	int held = 0;

	a->targets[TARGET_TTFT_P95_S] = b->targets[TARGET_TTFT_P95_S] = 2;
	b->params.ft.run_usd *= 1.1;
	b->params.rag.search_s *= 1.05;
	for (int i = 0; i < SEEDS; i++) {
		struct result *x, *y;

		a->seed = b->seed = 1000 + (uint64_t)i;
		x = rig_run(a);
		y = rig_run(b);
		gaps[i] = compare_gap(x, y, rows[_i].arch, figure);
		tally_add(&tally, gaps[i].value);
		free(x);
		free(y);
	}
	for (int i = 0; i < SEEDS; i++)
		held += fabs(gaps[i].value - tally.mean) <= gaps[i].half;
	printf("%s: %.4g, %d of %d\n", rows[_i].path, tally.mean, held, SEEDS);
	ck_assert_int_ge(held, 0.9 * SEEDS);
	ck_assert_int_le(held, 0.995 * SEEDS);
	if (_i == 0) /* 12 runs in 4 months, each 1 + 0.4 + 0.16 tries of $500 more */
		ck_assert_double_eq_tol(tally.mean / (3 * 1.56 * 500), 1, 0.01);
	free(gaps);
}
END_TEST

/* Runs with different numbers of estimates cannot be paired, and say so. */
START_TEST(different_fidelities_are_not_paired)
{
	struct result *x, *y;
	struct gap gap;

	b->fidelity = 1;
	x = rig_run(a);
	y = rig_run(b);
	gap = compare_gap(x, y, ARCH_FT, figure_named("cost.monthly_usd"));
	ck_assert(!gap.paired);
	ck_assert_double_eq_tol(gap.half,
				unpaired_half(x, y, ARCH_FT, figure_named("cost.monthly_usd")),
				1e-9 * gap.half);
	free(x);
	free(y);
}
END_TEST

START_TEST(inputs_that_differ_are_named)
{
	const struct scenario *scenarios[3] = { a, b, a };
	struct compare_inputs inputs;

	compare_inputs(scenarios, 3, &inputs);
	ck_assert_int_eq(inputs.param_count + inputs.target_count, 0);
	ck_assert(!inputs.timeline && !inputs.horizon && !inputs.fidelity && !inputs.trace &&
		  !inputs.price_book && !inputs.architectures);
	b->params.rag.context_tok += 1;
	b->params.ft.prompt_tok = 7; /* null in a */
	b->targets[TARGET_MONTHLY_USD] = 100;
	b->timeline_count = 1;
	b->timeline[0] = (struct timeline_entry){ .kind = TIMELINE_NOTE };
	b->horizon_days = 90;
	b->fidelity = 2;
	b->archs[1] = ARCH_HYBRID;
	strcpy(b->price_book, "s4");
	compare_inputs(scenarios, 3, &inputs);
	ck_assert_int_eq(inputs.param_count, 2);
	ck_assert_int_eq(inputs.params[0], P_rag_context_tok);
	ck_assert_int_eq(inputs.params[1], P_ft_prompt_tok);
	ck_assert_int_eq(inputs.target_count, 1);
	ck_assert(inputs.timeline && inputs.horizon && inputs.fidelity && inputs.price_book &&
		  inputs.architectures);
	/* The order of architectures is no input. */
	*b = *a;
	b->archs[0] = ARCH_FT;
	b->archs[1] = ARCH_RAG;
	compare_inputs(scenarios, 3, &inputs);
	ck_assert(!inputs.architectures);
}
END_TEST

START_TEST(absent_architecture_has_no_difference)
{
	struct result *x, *y;
	struct gap gap;

	b->arch_count = 1;
	x = rig_run(a);
	y = rig_run(b);
	gap = compare_gap(x, y, ARCH_FT, figure_named("cost.monthly_usd"));
	ck_assert(isnan(gap.value) && isnan(gap.half));
	free(x);
	free(y);
}
END_TEST

/* Two architectures of one run that share their luck, too. */
START_TEST(architectures_are_paired)
{
	struct result *x;
	struct gap gap;

	a->archs[0] = ARCH_HYBRID;
	a->params.hybrid.retrain_policy = RETRAIN_CALENDAR;
	a->params.hybrid.retrain_every_days = 10;
	x = rig_run(a);
	gap = gap_measure((struct side){ x, ARCH_FT }, (struct side){ x, ARCH_HYBRID },
			  MEASURE_MONTHLY);
	ck_assert(gap.paired);
	ck_assert_double_eq_tol(
		gap.value, x->arch[ARCH_FT].monthly_usd - x->arch[ARCH_HYBRID].monthly_usd, 1e-9);
	ck_assert_double_gt(gap.half, 0);
	free(x);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("compare");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, identical_scenarios_differ_by_nothing);
	tcase_add_test(tcase, pairs_are_narrower);
	tcase_add_loop_test(tcase, intervals_hold_the_truth, 0, 3);
	tcase_add_test(tcase, different_fidelities_are_not_paired);
	tcase_add_test(tcase, inputs_that_differ_are_named);
	tcase_add_test(tcase, absent_architecture_has_no_difference);
	tcase_add_test(tcase, architectures_are_paired);
	return suite_run("compare", tcase);
}
