// SPDX-License-Identifier: MIT
/*
 * Staleness as an expectation: means over replications against closed forms. Tolerances are 4.5
 * standard errors, about 1 in 150,000 for each of the two dozen comparisons.
 */
#include "sim/macro.h"

#include <math.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct world world;

struct cell {
	double updates_per_month;
	int facts, facts_per_update;
	double zipf_s, skew; /* skew only with one fact per update: else draws exclude each other */
	double every_days, lead_days, horizon_days;
	double growth, diurnal;
	int replications;
};

static const struct cell cells[] = {
	{ 4.3, 1500, 30, 0.8, 0, 30, 7, 360, 0, 0, 300 },
	{ 52, 200, 1, 0, 0, 60, 2, 360, 0, 0, 300 },
	{ 30, 50, 1, 1.2, 1, 24, 12, 180, 0, 0, 300 },
	{ 1, 40, 20, 2, 0, 90, 80, 720, 0, 0, 400 },
	{ 300, 300, 2, 0.8, 0, 7, 1, 70, 0.5, 0.9, 200 },
};
enum { CELLS = sizeof(cells) / sizeof(cells[0]) };

static const double lag_days = 1.5;

static void cell_scenario(const struct cell *cell)
{
	struct params *p = &scenario.params;

	fixture_quiet(&scenario);
	scenario.horizon_days = cell->horizon_days;
	p->traffic.growth_frac_per_month = cell->growth;
	p->traffic.diurnal_frac = cell->diurnal;
	p->knowledge.updates_per_month = cell->updates_per_month;
	p->knowledge.facts = cell->facts;
	p->knowledge.facts_per_update = cell->facts_per_update;
	p->knowledge.zipf_s = cell->zipf_s;
	p->knowledge.update_skew = cell->skew;
	p->rag.index_lag_s = lag_days * DAY_S;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = cell->every_days;
	p->ft.prep_days = cell->lead_days / 2;
	p->ft.train_hours = cell->lead_days / 8 * 24;
	p->ft.eval_days = cell->lead_days / 4;
	p->ft.deploy_hours = cell->lead_days / 8 * 24;
}

/* Changes of fact f a day: its share of the draws, or as many of all facts as an update takes. */
static double fact_rate(const struct cell *cell, int f)
{
	double per_day = cell->updates_per_month / 30;

	if (cell->skew > 0)
		return per_day * world.knowledge.popularity[f];
	return per_day * cell->facts_per_update / cell->facts;
}

/* Probability that an asked fact changed in the last `age` days. */
static double changed(const struct cell *cell, double age_days)
{
	double sum = 0;

	for (int f = 0; f < cell->facts; f++)
		sum += world.knowledge.popularity[f] * -expm1(-fact_rate(cell, f) * age_days);
	return sum;
}

/* Age of the model's data on day t. At 0 a model is live that was frozen one lead before; triggers
 * are at T, 2T ... and each is live one lead later. */
static double model_age_days(const struct cell *cell, double t_days)
{
	double cycle = floor((t_days - cell->lead_days) / cell->every_days);

	return cycle < 1 ? t_days + cell->lead_days : t_days - cycle * cell->every_days;
}

/* Expectation over the queries of the horizon, in steps of an hour. */
static double expected_stale(const struct cell *cell)
{
	double sum = 0;

	for (int hour = 0; hour < cell->horizon_days * 24; hour++) {
		double mass = profile_mass(&world.profile, (hour + 1) * HOUR_S) -
			      profile_mass(&world.profile, hour * HOUR_S);

		sum += mass * changed(cell, model_age_days(cell, (hour + 0.5) / 24));
	}
	return sum / profile_mass(&world.profile, world.profile.horizon_s);
}

static void check_mean(const struct tally *tally, double expected)
{
	double error = tally_sd(tally) / sqrt((double)tally->n);

	/* fine enough to tell a formula from its neighbour */
	ck_assert_double_lt(error, 0.03 * expected);
	ck_assert_double_eq_tol(tally->mean, expected, 4.5 * error);
}

/* Periodic retraining over a finite horizon, the first cycle included, and an index with a lag. */
START_TEST(mean_over_the_horizon)
{
	const struct cell *cell = &cells[_i];
	struct tally model = { 0 }, index = { 0 };

	cell_scenario(cell);
	world_init(&world, &scenario);
	for (int r = 0; r < cell->replications; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&model, world.out[ARCH_FT].stale_answer_frac);
		tally_add(&index, world.out[ARCH_RAG].stale_answer_frac);
		ck_assert_double_eq(world.out[ARCH_HYBRID].stale_answer_frac,
				    world.out[ARCH_RAG].stale_answer_frac);
	}
	check_mean(&model, expected_stale(cell));
	check_mean(&index, changed(cell, lag_days));
	world_release(&world);
}
END_TEST

/* The formula as it is written down, P = 1 - exp(-mL)(1 - exp(-mT))/(mT), over whole cycles after
 * the first: buckets of two days, a trigger every 30 and live 6 days later. */
START_TEST(formula_of_whole_cycles)
{
	const struct cell cell = { 20, 100, 1, 0, 0, 30, 6, 360, 0, 0, 400 };
	const double m = fact_rate(&cell, 0), mL = m * 6, mT = m * 30;
	struct tally model = { 0 };

	cell_scenario(&cell);
	world_init(&world, &scenario);
	for (int r = 0; r < cell.replications; r++) {
		double sum = 0;

		world_run(&world, (uint64_t)r);
		for (int b = 18; b < 18 + 150; b++)
			sum += world.out[ARCH_FT].stale[b];
		tally_add(&model, sum / 150);
	}
	check_mean(&model, 1 - exp(-mL) * (1 - exp(-mT)) / mT);
	world_release(&world);
}
END_TEST

/* However regular or clumped, an update process that has always run makes `rate x lag` of the
 * updates unseen on average from the first moment on, and `rate x horizon` within it. */
START_TEST(updates_are_stationary)
{
	static const double cvs[] = { 0, 0.4, 1, 3 };
	const struct cell cell = { 10, 100, 1, 0, 0, 30, 6, 90, 0, 0, 600 };
	struct tally unseen = { 0 }, count = { 0 }, first = { 0 };

	cell_scenario(&cell);
	scenario.params.knowledge.update_cv = cvs[_i];
	world_init(&world, &scenario);
	for (int r = 0; r < cell.replications; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&unseen, world.out[ARCH_RAG].pending_mean);
		tally_add(&count, (double)world.out[ARCH_RAG].delay_count);
		tally_add(&first, world.series[ARCH_RAG].pending[0]);
	}
	ck_assert_double_eq_tol(unseen.mean, 10 / 30.0 * lag_days,
				1e-9 + 4.5 * tally_sd(&unseen) / sqrt(600));
	ck_assert_double_eq_tol(count.mean, 30, 1e-9 + 4.5 * tally_sd(&count) / sqrt(600));
	ck_assert_double_eq_tol(first.mean, 10 / 30.0 * lag_days,
				4.5 * tally_sd(&first) / sqrt(600));
	world_release(&world);
}
END_TEST

/* Clockwork updates: in the days before a query there are one more or one fewer, by chance of
 * phase. */
START_TEST(clockwork_updates)
{
	const struct cell cell = { 20, 60, 6, 1, 0, 30, 6, 180, 0, 0, 300 };
	const double updates = lag_days * 20 / 30, whole = floor(updates), part = updates - whole;
	struct tally index = { 0 };

	cell_scenario(&cell);
	scenario.params.knowledge.update_cv = 0;
	world_init(&world, &scenario);
	for (int r = 0; r < cell.replications; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&index, world.out[ARCH_RAG].stale_answer_frac);
	}
	check_mean(&index, 1 - (1 - part) * pow(0.9, whole) - part * pow(0.9, whole + 1));
	world_release(&world);
}
END_TEST

/* An update waits for the next trigger, which is as far as chance has it, and then one lead. */
START_TEST(delay_of_a_calendar)
{
	const struct cell cell = { 30, 100, 1, 0, 0, 30, 6, 360, 0, 0, 60 };
	struct tally delay = { 0 };

	cell_scenario(&cell);
	world_init(&world, &scenario);
	for (int r = 0; r < cell.replications; r++) {
		const struct macro_arch *ft = &world.out[ARCH_FT];

		world_run(&world, (uint64_t)r);
		for (size_t i = 0; i < ft->delay_count; i++)
			tally_add(&delay, ft->delays_s[i] / DAY_S);
	}
	ck_assert_double_ge(delay.min, 6);
	ck_assert_double_le(delay.max, 36);
	ck_assert_double_eq_tol(delay.mean, 6 + 15, 4.5 * 30 / sqrt(12.0 * (double)delay.n));
	ck_assert_double_eq_tol(tally_sd(&delay), 30 / sqrt(12), 0.2);
	world_release(&world);
}
END_TEST

/* What is expected of a run under the budget is what one has on average. */
START_TEST(changes_are_budgeted)
{
	const struct cell cell = { 40, 100, 5, 0, 0, 30, 6, 360, 0, 0, 50 };
	struct tally changes = { 0 };
	double expected;

	cell_scenario(&cell);
	/* what is done after the horizon does not count here */
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_RAG;
	world_init(&world, &scenario);
	for (int r = 0; r < cell.replications; r++) {
		world_run(&world, (uint64_t)r);
		tally_add(&changes,
			  (double)(world.scratch.log.count + world.scratch.log.fact_count));
	}
	expected = macro_changes_expected(&scenario, &world.profile);
	ck_assert_double_le(changes.mean, expected + 4.5 * tally_sd(&changes) / sqrt(50));
	ck_assert_double_ge(changes.mean, 0.9 * expected);
	world_release(&world);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("macro_stale");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, mean_over_the_horizon, 0, CELLS);
	tcase_add_test(tcase, formula_of_whole_cycles);
	tcase_add_loop_test(tcase, updates_are_stationary, 0, 4);
	tcase_add_test(tcase, clockwork_updates);
	tcase_add_test(tcase, delay_of_a_calendar);
	tcase_add_test(tcase, changes_are_budgeted);
	return suite_run("macro_stale", tcase);
}
