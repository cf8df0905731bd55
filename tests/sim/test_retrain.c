// SPDX-License-Identifier: MIT
#include "sim/retrain.h"

#include <math.h>

#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

/* Days of the pipeline: 2 to prepare, 1 to train, 3 to evaluate, half a day to deploy. */
static struct params params;
static struct retrain_spec spec;
static struct retrain retrain;
static struct rng rng;
static struct retrain_luck luck;
static double now_s;

static void defaults(enum retrain_policy policy, double every_days)
{
	params_init(&params);
	params.ft.retrain_policy = policy;
	params.ft.retrain_every_days = every_days;
	params.ft.min_gap_days = 0;
	params.ft.prep_days = 2;
	params.ft.train_hours = 24;
	params.ft.eval_days = 3;
	params.ft.deploy_hours = 12;
	params.ft.eval_pass_frac = 1;
	params.ft.max_tries = 3;
}

static void begin(void)
{
	rng_open(&luck.evaluation, 1, 0, 0, "evaluation");
	rng_open(&luck.canary, 1, 0, 0, "canary");
	rng_open(&luck.durations, 1, 0, 0, "durations");
	retrain_spec_init(&spec, &params, ARCH_FT);
	retrain_init(&retrain, &spec, 0);
	now_s = 0;
}

/* One thing that happened, on which day. */
struct moment {
	double at_days;
	enum retrain_outcome outcome;
};

/* Lets the pipeline run to the end of `until_days` and compares what happened. */
static void expect(double until_days, const struct moment *moments, int count)
{
	int i = 0;

	while (retrain_next_s(&retrain) <= until_days * DAY_S) {
		enum retrain_outcome outcome;

		/* what waited for something else is due since long */
		now_s = fmax(now_s, retrain_next_s(&retrain));
		outcome = retrain_step(&retrain, now_s, &luck);
		if (outcome == RETRAIN_NOTHING)
			continue;
		ck_assert_int_lt(i, count);
		ck_assert_double_eq(now_s / DAY_S, moments[i].at_days);
		ck_assert_int_eq(outcome, moments[i].outcome);
		i++;
	}
	ck_assert_int_eq(i, count);
}

#define EXPECT(until_days, ...)                                                           \
	do {                                                                              \
		static const struct moment moments[] = { __VA_ARGS__ };                   \
		expect(until_days, moments, (int)(sizeof(moments) / sizeof(moments[0]))); \
	} while (0)

START_TEST(spec_in_seconds)
{
	defaults(RETRAIN_UPDATES, 30);
	params.ft.min_gap_days = 7;
	params.ft.run_usd = 5000;
	params.ft.repeat_frac = 0.6;
	params.ft.retrain_after_updates = 4;
	params.hybrid.retrain_policy = RETRAIN_CALENDAR;
	params.hybrid.retrain_every_days = 90;
	params.hybrid.run_usd = 8000;
	retrain_spec_init(&spec, &params, ARCH_FT);
	ck_assert_int_eq(spec.policy, RETRAIN_UPDATES);
	ck_assert_int_eq(spec.after_updates, 4);
	ck_assert_double_eq(spec.every_s, 30 * 86400.0);
	ck_assert_double_eq(spec.min_gap_s, 7 * 86400.0);
	ck_assert_double_eq(spec.run_usd, 5000);
	ck_assert_double_eq(spec.repeat_usd, 3000);
	ck_assert_double_eq(retrain_lead_s(&spec), 6.5 * 86400);
	/* the hybrid has its own calendar and price, and the tuned model's pipeline */
	retrain_spec_init(&spec, &params, ARCH_HYBRID);
	ck_assert_int_eq(spec.policy, RETRAIN_CALENDAR);
	ck_assert_double_eq(spec.every_s, 90 * 86400.0);
	ck_assert_double_eq(spec.run_usd, 8000);
	ck_assert_double_eq(spec.repeat_usd, 4800);
	ck_assert_double_eq(retrain_lead_s(&spec), 6.5 * 86400);
}
END_TEST

/* As if it had always run: the model at time 0 was frozen a lead time ago. */
START_TEST(never_does_nothing)
{
	defaults(RETRAIN_NEVER, 1);
	begin();
	ck_assert_double_eq(retrain_next_s(&retrain), (double)INFINITY);
	ck_assert_double_eq(retrain.live_frozen_s, -6.5 * 86400);
	ck_assert_double_eq(retrain_newest_frozen_s(&retrain), -6.5 * 86400);
}
END_TEST

/* Triggers at 10, 20, 30; the last at the end of the time asked for, inclusive. */
START_TEST(calendar)
{
	defaults(RETRAIN_CALENDAR, 10);
	begin();
	EXPECT(30, { 10, RETRAIN_STARTED }, { 16.5, RETRAIN_DEPLOYED }, { 20, RETRAIN_STARTED },
	       { 26.5, RETRAIN_DEPLOYED }, { 30, RETRAIN_STARTED });
	ck_assert_double_eq(retrain.live_frozen_s, 20 * 86400.0);
	ck_assert_double_eq(retrain_newest_frozen_s(&retrain), 30 * 86400.0);
}
END_TEST

/* Every 2 days into a pipeline of 6.5: triggers while it runs become one, started when it is
 * idle. */
START_TEST(triggers_coalesce)
{
	defaults(RETRAIN_CALENDAR, 2);
	begin();
	EXPECT(16, { 2, RETRAIN_STARTED }, { 8.5, RETRAIN_DEPLOYED }, { 8.5, RETRAIN_STARTED },
	       { 15, RETRAIN_DEPLOYED }, { 15, RETRAIN_STARTED });
	ck_assert_double_eq(retrain.live_frozen_s, 8.5 * 86400);
}
END_TEST

/* A calendar that is finer than its pipeline must cost per run, not per tick. */
START_TEST(ticks_that_change_nothing_are_skipped)
{
	int steps = 0;

	defaults(RETRAIN_CALENDAR, 0.001);
	begin();
	for (; now_s <= 3600 * DAY_S; steps++) {
		now_s = fmax(now_s, retrain_next_s(&retrain));
		retrain_step(&retrain, now_s, &luck);
	}
	/* 3600 / 6.5 runs of a few steps each */
	ck_assert_int_lt(steps, 554 * 8);
	ck_assert_int_gt(steps, 553 * 4);
}
END_TEST

/* A run that starts an instant before a tick takes none of that tick, one on it takes it: whatever
 * rounding makes of the quotient of the two. */
START_TEST(ticks_survive_rounding)
{
	rng_open(&rng, 2, 0, 0, "ticks");
	for (int round = 0; round < 20000; round++) {
		double k = 1 + floor(rng_unit(&rng) * (round % 2 ? 40 : 1e6)), tick_s, start_s;

		defaults(RETRAIN_CALENDAR, 0.001 + rng_unit(&rng));
		params.ft.prep_days = params.ft.eval_days = 0;
		params.ft.train_hours = params.ft.deploy_hours = 0;
		retrain_spec_init(&spec, &params, ARCH_FT);
		retrain_init(&retrain, &spec, 0);
		tick_s = k * spec.every_s;
		start_s = round % 3 ? nextafter(tick_s, 0) : tick_s;
		retrain_trigger(&retrain);
		ck_assert_int_eq(retrain_step(&retrain, start_s, &luck), RETRAIN_STARTED);
		while (retrain.phase != PHASE_IDLE)
			retrain_step(&retrain, start_s, &luck);
		ck_assert_double_eq(retrain_next_s(&retrain),
				    round % 3 ? tick_s : (k + 1) * spec.every_s);
	}
}
END_TEST

/* Starts at least 9 days apart: 10 is early enough, 12 waits until 19, and then 20 until 28. */
START_TEST(minimum_gap)
{
	defaults(RETRAIN_CALENDAR, 4);
	params.ft.min_gap_days = 9;
	begin();
	EXPECT(23, { 4, RETRAIN_STARTED }, { 10.5, RETRAIN_DEPLOYED }, { 13, RETRAIN_STARTED },
	       { 19.5, RETRAIN_DEPLOYED }, { 22, RETRAIN_STARTED });
}
END_TEST

/* A trigger is a wish: fulfilled at once when nothing runs, and once however often it is
 * uttered. */
START_TEST(triggers_by_hand)
{
	defaults(RETRAIN_UPDATES, 1);
	begin();
	ck_assert_double_eq(retrain_next_s(&retrain), (double)INFINITY);
	retrain_trigger(&retrain);
	retrain_trigger(&retrain);
	ck_assert_int_eq(retrain_step(&retrain, 3 * DAY_S, &luck), RETRAIN_STARTED);
	ck_assert_int_eq(retrain_step(&retrain, 3 * DAY_S, &luck), RETRAIN_NOTHING);
	retrain_trigger(&retrain);
	retrain_trigger(&retrain);
	EXPECT(30, { 9.5, RETRAIN_DEPLOYED }, { 9.5, RETRAIN_STARTED }, { 16, RETRAIN_DEPLOYED });
	ck_assert_double_eq(retrain.live_frozen_s, 9.5 * 86400);
}
END_TEST

/* No evaluation is passed: two repeats from training on, then the old model stays. */
START_TEST(repeats_and_gives_up)
{
	defaults(RETRAIN_CALENDAR, 20);
	params.ft.eval_pass_frac = 0;
	begin();
	EXPECT(39, { 20, RETRAIN_STARTED }, { 26, RETRAIN_REPEATED }, { 30, RETRAIN_REPEATED },
	       { 34, RETRAIN_GIVEN_UP });
	ck_assert_double_eq(retrain.live_frozen_s, -6.5 * 86400);
	ck_assert_double_eq(retrain_newest_frozen_s(&retrain), -6.5 * 86400);
	EXPECT(46, { 40, RETRAIN_STARTED }, { 46, RETRAIN_REPEATED });
	ck_assert_double_eq(retrain_newest_frozen_s(&retrain), 40 * 86400.0);
}
END_TEST

/* One try means no repeat. */
START_TEST(single_try)
{
	defaults(RETRAIN_CALENDAR, 20);
	params.ft.eval_pass_frac = 0;
	params.ft.max_tries = 1;
	begin();
	EXPECT(30, { 20, RETRAIN_STARTED }, { 26, RETRAIN_GIVEN_UP });
}
END_TEST

/* A try passes with probability p, so runs end after 1, 2, 3 tries or never with these shares. */
START_TEST(passes_as_often_as_asked)
{
	int outcomes[RETRAIN_DEPLOYED + 1] = { 0 };
	const double p = 0.7, runs = 40000;

	defaults(RETRAIN_CALENDAR, 100);
	params.ft.eval_pass_frac = p;
	begin();
	while (outcomes[RETRAIN_DEPLOYED] + outcomes[RETRAIN_GIVEN_UP] < runs)
		outcomes[retrain_step(&retrain, retrain_next_s(&retrain), &luck)]++;
	/* within 5 standard deviations */
	ck_assert_double_eq_tol(outcomes[RETRAIN_GIVEN_UP] / runs, pow(1 - p, 3),
				5 * sqrt(0.027 * 0.973 / runs));
	ck_assert_double_eq_tol(outcomes[RETRAIN_REPEATED] / runs, (1 - p) + (1 - p) * (1 - p),
				5 * sqrt(0.42 / runs));
}
END_TEST

/* Without any duration a run is over the moment it starts, and its data are of that moment. */
START_TEST(no_durations)
{
	defaults(RETRAIN_CALENDAR, 1);
	params.ft.prep_days = params.ft.train_hours = params.ft.eval_days = params.ft.deploy_hours =
		0;
	begin();
	EXPECT(2, { 1, RETRAIN_STARTED }, { 1, RETRAIN_DEPLOYED }, { 2, RETRAIN_STARTED },
	       { 2, RETRAIN_DEPLOYED });
	ck_assert_double_eq(retrain.live_frozen_s, 2 * 86400.0);
}
END_TEST

/* Every stage in its place: 4 days of labels, 2 of preparation, two experiments and a training of a
 * day each, 3 of evaluation, 5 of canary, half a day of roll-out. */
START_TEST(every_stage_takes_its_time)
{
	defaults(RETRAIN_CALENDAR, 40);
	params.ft.label_days = 4;
	params.ft.experiments = 2;
	params.ft.canary_days = 5;
	begin();
	ck_assert_double_eq(retrain_lead_s(&spec), 17.5 * 86400);
	ck_assert_double_eq(retrain.live_frozen_s, -17.5 * 86400);
	EXPECT(79, { 40, RETRAIN_STARTED }, { 57.5, RETRAIN_DEPLOYED });
	/* an adapter needs no roll-out */
	params.ft.method = METHOD_LORA;
	begin();
	EXPECT(79, { 40, RETRAIN_STARTED }, { 57, RETRAIN_DEPLOYED });
	/* a repeat begins with the training: no experiments, no labels */
	params.ft.eval_pass_frac = 0;
	begin();
	EXPECT(79, { 40, RETRAIN_STARTED }, { 52, RETRAIN_REPEATED }, { 56, RETRAIN_REPEATED },
	       { 60, RETRAIN_GIVEN_UP });
}
END_TEST

/* A canary that always fails keeps the old model, and the next run may start. */
START_TEST(rolled_back)
{
	defaults(RETRAIN_CALENDAR, 8);
	params.ft.canary_fail_frac = 1;
	params.ft.canary_days = 1;
	begin();
	EXPECT(23, { 8, RETRAIN_STARTED }, { 15, RETRAIN_ROLLED_BACK }, { 16, RETRAIN_STARTED },
	       { 23, RETRAIN_ROLLED_BACK });
	ck_assert_double_eq(retrain_newest_frozen_s(&retrain), -7.5 * 86400);
	/* also where the canary takes no time */
	params.ft.canary_days = 0;
	begin();
	EXPECT(15, { 8, RETRAIN_STARTED }, { 14, RETRAIN_ROLLED_BACK });
}
END_TEST

/* As often as asked: 30 % of 20,000 runs, within 5 standard deviations. */
START_TEST(rolls_back_as_often_as_asked)
{
	int outcomes[RETRAIN_DEPLOYED + 1] = { 0 };
	const double runs = 20000;

	defaults(RETRAIN_CALENDAR, 100);
	params.ft.canary_fail_frac = 0.3;
	begin();
	while (outcomes[RETRAIN_DEPLOYED] + outcomes[RETRAIN_ROLLED_BACK] < runs)
		outcomes[retrain_step(&retrain, retrain_next_s(&retrain), &luck)]++;
	ck_assert_double_eq_tol(outcomes[RETRAIN_ROLLED_BACK] / runs, 0.3, 5 * sqrt(0.21 / runs));
}
END_TEST

/* From trigger to deployment, over many runs; leaves the tally of it, in days. */
static struct tally run_days(void)
{
	struct tally tally = { 0 };

	params.ft.retrain_every_days = 3600;
	begin();
	for (int i = 0; i < 40000;) {
		now_s = retrain_next_s(&retrain);
		if (retrain_step(&retrain, now_s, &luck) != RETRAIN_DEPLOYED)
			continue;
		tally_add(&tally, (now_s - retrain.frozen_s) / DAY_S);
		i++;
	}
	return tally;
}

/* Lognormal lengths keep their mean: 6.5 days, of parts of 2, 1, 3 and 0.5, each with a standard
 * deviation of half its length. */
START_TEST(durations_vary)
{
	const double sd = 0.5 * sqrt(4 + 1 + 9 + 0.25);
	struct tally days;

	defaults(RETRAIN_CALENDAR, 1);
	params.ft.duration_cv = 0.5;
	days = run_days();
	ck_assert_double_eq_tol(days.mean, 6.5, 5 * sd / 200);
	ck_assert_double_eq_tol(tally_sd(&days), sd, 0.05 * sd);
	ck_assert_double_eq(retrain_lead_s(&spec), 6.5 * 86400);
}
END_TEST

/* The wait for hardware is exponential: its deviation is its mean, and it is part of the lead. */
START_TEST(waits_for_hardware)
{
	struct tally days;

	defaults(RETRAIN_CALENDAR, 1);
	params.ft.hardware_wait_days = 4;
	days = run_days();
	ck_assert_double_eq_tol(days.mean, 10.5, 5 * 4.0 / 200);
	ck_assert_double_eq_tol(tally_sd(&days), 4, 0.2);
	ck_assert_double_ge(days.min, 6.5);
	ck_assert_double_eq(retrain_lead_s(&spec), 10.5 * 86400);
}
END_TEST

/* Spoilt before or during the run, its first evaluation fails, and no other. */
START_TEST(spoilt)
{
	defaults(RETRAIN_CALENDAR, 20);
	begin();
	retrain_spoil(&retrain);
	EXPECT(41, { 20, RETRAIN_STARTED }, { 26, RETRAIN_REPEATED }, { 30.5, RETRAIN_DEPLOYED },
	       { 40, RETRAIN_STARTED });
	retrain_spoil(&retrain);
	retrain_spoil(&retrain);
	EXPECT(59, { 46, RETRAIN_REPEATED }, { 50.5, RETRAIN_DEPLOYED });
	/* with one try, the run is lost */
	params.ft.max_tries = 1;
	begin();
	retrain_spoil(&retrain);
	EXPECT(47, { 20, RETRAIN_STARTED }, { 26, RETRAIN_GIVEN_UP }, { 40, RETRAIN_STARTED },
	       { 46.5, RETRAIN_DEPLOYED });
}
END_TEST

/* Nothing happens by itself under "manual"; a period counts from the last start under
 * "cost_aware". */
START_TEST(policies_that_wait)
{
	defaults(RETRAIN_MANUAL, 10);
	begin();
	ck_assert_double_eq(retrain_next_s(&retrain), (double)INFINITY);
	ck_assert(!retrain_goes_on(&retrain));
	retrain_trigger(&retrain);
	ck_assert(retrain_goes_on(&retrain));
	EXPECT(100, { 0, RETRAIN_STARTED }, { 6.5, RETRAIN_DEPLOYED });
	defaults(RETRAIN_COST_AWARE, 10);
	begin();
	ck_assert_double_eq(retrain_next_s(&retrain), (double)INFINITY);
	ck_assert(!retrain_goes_on(&retrain));
	spec.every_s = 10 * DAY_S;
	retrain_respec(&retrain, &spec, 3 * DAY_S);
	EXPECT(20, { 10, RETRAIN_STARTED }, { 16.5, RETRAIN_DEPLOYED }, { 20, RETRAIN_STARTED });
	spec.every_s = 4 * DAY_S;
	retrain_respec(&retrain, &spec, 21 * DAY_S);
	EXPECT(27, { 26.5, RETRAIN_DEPLOYED }, { 26.5, RETRAIN_STARTED });
}
END_TEST

static void respec(double at_days)
{
	retrain_spec_init(&spec, &params, ARCH_FT);
	retrain_respec(&retrain, &spec, at_days * DAY_S);
}

/* A new calendar counts from its own beginning; what runs keeps the end of its phase. */
START_TEST(calendar_changes)
{
	defaults(RETRAIN_CALENDAR, 10);
	begin();
	EXPECT(11, { 10, RETRAIN_STARTED });
	params.ft.retrain_every_days = 15;
	params.ft.prep_days = 5;
	respec(11);
	/* preparation still ends on day 12 */
	EXPECT(41, { 16.5, RETRAIN_DEPLOYED }, { 26, RETRAIN_STARTED }, { 35.5, RETRAIN_DEPLOYED },
	       { 41, RETRAIN_STARTED });
}
END_TEST

/* A change of anything else must not move the calendar. */
START_TEST(other_changes_leave_the_calendar)
{
	defaults(RETRAIN_CALENDAR, 10);
	begin();
	params.ft.run_usd = 1;
	respec(7);
	EXPECT(10, { 10, RETRAIN_STARTED });
	ck_assert_double_eq(retrain.spec.run_usd, 1);
}
END_TEST

/* "Never" stops what was wished for but not what has begun; a calendar starts from its day. */
START_TEST(policy_changes)
{
	defaults(RETRAIN_CALENDAR, 4);
	begin();
	EXPECT(9, { 4, RETRAIN_STARTED });
	params.ft.retrain_policy = RETRAIN_NEVER;
	respec(9);
	EXPECT(100, { 10.5, RETRAIN_DEPLOYED });
	ck_assert_double_eq(retrain_next_s(&retrain), (double)INFINITY);
	params.ft.retrain_policy = RETRAIN_CALENDAR;
	respec(101);
	EXPECT(109, { 105, RETRAIN_STARTED });
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("retrain");

	tcase_add_test(tcase, spec_in_seconds);
	tcase_add_test(tcase, never_does_nothing);
	tcase_add_test(tcase, calendar);
	tcase_add_test(tcase, triggers_coalesce);
	tcase_add_test(tcase, ticks_that_change_nothing_are_skipped);
	tcase_add_test(tcase, ticks_survive_rounding);
	tcase_add_test(tcase, minimum_gap);
	tcase_add_test(tcase, triggers_by_hand);
	tcase_add_test(tcase, repeats_and_gives_up);
	tcase_add_test(tcase, single_try);
	tcase_add_test(tcase, passes_as_often_as_asked);
	tcase_add_test(tcase, no_durations);
	tcase_add_test(tcase, every_stage_takes_its_time);
	tcase_add_test(tcase, rolled_back);
	tcase_add_test(tcase, rolls_back_as_often_as_asked);
	tcase_add_test(tcase, durations_vary);
	tcase_add_test(tcase, waits_for_hardware);
	tcase_add_test(tcase, spoilt);
	tcase_add_test(tcase, policies_that_wait);
	tcase_add_test(tcase, calendar_changes);
	tcase_add_test(tcase, other_changes_leave_the_calendar);
	tcase_add_test(tcase, policy_changes);
	return suite_run("retrain", tcase);
}
