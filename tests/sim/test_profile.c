// SPDX-License-Identifier: MIT
#include "sim/profile.h"

#include <math.h>

#include "base/rng.h"
#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct profile profile;

static void shape(double diurnal, double weekend, double growth)
{
	fixture_quiet(&scenario);
	scenario.params.traffic.volume_qpm = 1234567;
	scenario.params.traffic.diurnal_frac = diurnal;
	scenario.params.traffic.weekend_frac = weekend;
	scenario.params.traffic.growth_frac_per_month = growth;
}

static double mass_between(double from_days, double to_days)
{
	return profile_mass(&profile, to_days * DAY_S) - profile_mass(&profile, from_days * DAY_S);
}

/* By the slots' rates: differences of the running sum lose digits when earlier months were
 * larger. */
static double month_mass(int month)
{
	double sum = 0;

	for (int i = 0; i < profile.slot_count; i++)
		if ((int)(profile.slots[i].start_s / MONTH_S) == month)
			sum += profile.slots[i].rate_rps *
			       (profile_slot_end_s(&profile, i) - profile.slots[i].start_s);
	return sum;
}

/* Whatever days and weeks look like, a month has what it was promised. */
START_TEST(every_month_has_its_volume)
{
	static const double diurnals[] = { 0, 0.37, 1 }, weekends[] = { 0, 0.3, 1 };
	static const double growths[] = { -0.9, 0, 0.07, 10 };

	for (int i = 0; i < 3 * 3 * 4; i++) {
		double growth = growths[i / 9], volume = 1234567;

		shape(diurnals[i % 3], weekends[i / 3 % 3], growth);
		profile_init(&profile, &scenario);
		for (int month = 0; month < 12; month++) {
			double rounding = 1e-13 * profile_mass(&profile, 360 * DAY_S);

			ck_assert_double_eq_tol(month_mass(month) / volume, 1, 1e-12);
			ck_assert_double_eq_tol(mass_between(30 * month, 30 * month + 30), volume,
						rounding);
			volume *= 1 + growth;
		}
		profile_release(&profile);
	}
}
END_TEST

/* The rate as the contract has it, continuous and by the clock: 24 h sine, highest at 15:00, less
 * on days 5 and 6 of the week, every month brought to its volume. */
static double rate_rps(const struct params *p, double t_s)
{
	int day = (int)(t_s / DAY_S), month = day / 30, weekend_days = 0;
	double hour = (t_s - day * DAY_S) / HOUR_S;
	double sine = 1 + p->traffic.diurnal_frac * cos(2 * acos(-1.0) * (hour - 15) / 24);
	double weekday = day % 7 >= 5 ? 1 - p->traffic.weekend_frac : 1;

	for (int d = month * 30; d < month * 30 + 30; d++)
		weekend_days += d % 7 >= 5;
	return p->traffic.volume_qpm * pow(1 + p->traffic.growth_frac_per_month, month) / MONTH_S *
	       sine * weekday / (1 - weekend_days * p->traffic.weekend_frac / 30);
}

/* Simpson's rule over the whole hour, ends taken from its inside. */
static double hour_mass(const struct params *p, int hour)
{
	enum { STEPS = 64 };
	double sum = 0;

	for (int i = 0; i <= STEPS; i++) {
		double inside = i == 0 ? 1e-9 : i == STEPS ? STEPS - 1e-9 : i;
		int weight = i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2;

		sum += weight * rate_rps(p, (hour + inside / STEPS) * HOUR_S);
	}
	return sum * HOUR_S / STEPS / 3;
}

START_TEST(mass_is_the_integral_of_the_rate)
{
	double mass = 0;

	shape(0.8, 0.45, 0.21);
	scenario.horizon_days = 95;
	profile_init(&profile, &scenario);
	for (int hour = 0; hour < 95 * 24; hour++) {
		NEAR(profile_mass(&profile, hour * HOUR_S), mass, 1e-8 * (1 + mass));
		mass += hour_mass(&scenario.params, hour);
	}
	profile_release(&profile);
}
END_TEST

/* Slot by slot the rate is constant, so mass and moment between any two instants are sums of
 * rectangles and trapezia, added here in quarter hours. */
START_TEST(moment_is_the_integral_of_time_and_rate)
{
	const double step_s = HOUR_S / 4;
	struct ksum mass = { 0 }, moment = { 0 };

	shape(1, 0.2, -0.3);
	scenario.horizon_days = 40;
	profile_init(&profile, &scenario);
	for (int i = 0; i < 40 * 24 * 4; i++) {
		double t_s = i * step_s,
		       rate = profile.slots[profile_slot_at(&profile, t_s)].rate_rps;

		HOLDS(fixture_gap(profile_mass(&profile, t_s), ksum_value(&mass)) <= 1e-12);
		HOLDS(fixture_gap(profile_moment(&profile, t_s), ksum_value(&moment)) <= 1e-12);
		ksum_add(&mass, rate * step_s);
		ksum_add(&moment, rate * step_s * (t_s + step_s / 2));
	}
	profile_release(&profile);
}
END_TEST

START_TEST(nothing_outside_the_horizon)
{
	shape(0.5, 0.5, 0.5);
	scenario.horizon_days = 10;
	profile_init(&profile, &scenario);
	ck_assert_double_eq(profile_mass(&profile, -5), 0);
	ck_assert_double_eq(profile_moment(&profile, -5), 0);
	ck_assert_double_eq(profile_mass(&profile, 20 * DAY_S), profile_mass(&profile, 10 * DAY_S));
	ck_assert_double_eq(profile_moment(&profile, 20 * DAY_S),
			    profile_moment(&profile, 10 * DAY_S));
	ck_assert_int_eq(profile_slot_at(&profile, 20 * DAY_S), 239);
	profile_release(&profile);
}
END_TEST

/* The peak is at 15:00, the trough twelve hours off, and the weekend begins on day 5. */
START_TEST(days_and_weeks)
{
	double weekday, weekend;

	shape(1, 0.25, 0);
	profile_init(&profile, &scenario);
	for (int hour = 0; hour < 24; hour++) {
		ck_assert_double_le(profile.slots[hour].rate_rps,
				    profile.slots[15].rate_rps + 1e-12);
		ck_assert_double_ge(profile.slots[hour].rate_rps, 0);
		/* the hours on both sides of the peak are alike */
		ck_assert_double_eq_tol(profile.slots[hour].rate_rps,
					profile.slots[(29 - hour) % 24].rate_rps, 1e-12);
	}
	weekday = mass_between(0, 1);
	weekend = mass_between(5, 6);
	ck_assert_double_eq_tol(weekend / weekday, 0.75, 1e-12);
	ck_assert_double_eq_tol(mass_between(6, 7) / weekday, 0.75, 1e-12);
	ck_assert_double_eq_tol(mass_between(4, 5) / weekday, 1, 1e-12);
	ck_assert_double_eq_tol(mass_between(7, 8) / weekday, 1, 1e-12);
	profile_release(&profile);
}
END_TEST

/* Invariants of every layout: slots and regimes tile the horizon and find themselves. */
static void check_tiling(void)
{
	double end_s = profile.horizon_s;

	ck_assert_double_eq(profile.slots[0].start_s, 0);
	ck_assert_double_eq(profile.slots[profile.slot_count].start_s, end_s);
	ck_assert_double_eq(profile.regimes[profile.regime_count - 1].end_s, end_s);
	for (int i = 0; i < profile.slot_count; i++) {
		const struct slot *slot = &profile.slots[i];
		double before_end_s = nextafter(profile_slot_end_s(&profile, i), 0);
		const struct regime *regime = &profile.regimes[slot->regime];

		HOLDS(slot->start_s < profile_slot_end_s(&profile, i));
		HOLDS(profile_slot_at(&profile, slot->start_s) == i);
		HOLDS(profile_slot_at(&profile, before_end_s) == i);
		HOLDS(profile_regime_at(&profile, slot->start_s) == slot->regime);
		HOLDS(slot->start_s >= regime->start_s);
		HOLDS(profile_slot_end_s(&profile, i) <= regime->end_s);
		HOLDS(profile_slot_mass(&profile, i) == slot[1].mass_before - slot->mass_before);
	}
	for (int r = 1; r < profile.regime_count; r++)
		HOLDS(profile.regimes[r].start_s == profile.regimes[r - 1].end_s);
}

START_TEST(any_timeline_is_tiled)
{
	struct rng rng;

	rng_open(&rng, 5, 0, (uint64_t)_i, "timeline");
	for (int round = 0; round < 40; round++) {
		double at_days = 0;

		shape(0.5, 0.5, 0.1);
		scenario.horizon_days = _i ? 1 / 1440.0 + 20 * rng_unit(&rng) : 30;
		for (int i = 0; i < 100; i++) {
			double u = rng_unit(&rng);

			/* nothing, an ulp, a whole hour or anything later than the one before */
			at_days = u < 0.2   ? at_days
				  : u < 0.3 ? nextafter(at_days, 1e9)
				  : u < 0.5 ? fmax(at_days, ceil(at_days * 24) / 24)
					    : at_days + 0.6 * rng_unit(&rng);
			fixture_set_at(&scenario, at_days, P_traffic_volume_qpm, floor(1e6 * u));
		}
		profile_init(&profile, &scenario);
		check_tiling();
		profile_release(&profile);
	}
}
END_TEST

/* A launch in the middle of a month: both volumes hold, each over its part of the shaped month. */
START_TEST(dated_volume)
{
	double before;

	shape(0.6, 0.3, 0);
	profile_init(&profile, &scenario);
	before = mass_between(30, 47.7);
	profile_release(&profile);
	fixture_set_at(&scenario, 47.7, P_traffic_volume_qpm, 10 * 1234567.0);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 2);
	ck_assert_double_eq_tol(mass_between(30, 47.7) / before, 1, 1e-12);
	ck_assert_double_eq_tol(mass_between(47.7, 60) / (10 * (1234567 - before)), 1, 1e-12);
	ck_assert_double_eq_tol(mass_between(60, 90) / 12345670, 1, 1e-12);
	profile_release(&profile);
}
END_TEST

/* From the month after a change of shape or growth on, months have their volume again; a change of
 * the day's shape at midnight does not even disturb its own month. */
START_TEST(dated_shapes)
{
	shape(0.6, 0.3, 0.1);
	fixture_set_at(&scenario, 30, P_traffic_weekend_frac, 0.9);
	fixture_set_at(&scenario, 71, P_traffic_diurnal_frac, 0);
	fixture_set_at(&scenario, 90, P_traffic_growth_frac_per_month, 0);
	fixture_set_at(&scenario, 90, P_traffic_volume_qpm, 1000);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 4);
	ck_assert_double_eq_tol(mass_between(0, 30) / 1234567, 1, 1e-12);
	ck_assert_double_eq_tol(mass_between(30, 60) / (1.1 * 1234567), 1, 1e-12);
	ck_assert_double_eq_tol(mass_between(60, 90) / (1.1 * 1.1 * 1234567), 1, 1e-12);
	for (int month = 3; month < 12; month++)
		ck_assert_double_eq_tol(mass_between(30 * month, 30 * month + 30), 1000, 1e-7);
	profile_release(&profile);
}
END_TEST

/* What is dated 0 holds from the start; what is dated at the end or later never does. */
START_TEST(changes_at_the_ends)
{
	shape(0, 0, 0);
	scenario.horizon_days = 30;
	fixture_set_at(&scenario, 0, P_traffic_volume_qpm, 500);
	fixture_set_at(&scenario, 0, P_base_ttft_s, 7);
	fixture_set_at(&scenario, 30, P_base_ttft_s, 8);
	fixture_set_at(&scenario, 400, P_base_ttft_s, 9);
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.regime_count, 1);
	ck_assert_double_eq(profile.regimes[0].params.base.ttft_s, 7);
	ck_assert_double_eq_tol(mass_between(0, 30), 500, 1e-9);
	profile_release(&profile);
}
END_TEST

START_TEST(shortest_and_longest)
{
	shape(0.5, 0.5, 0);
	scenario.horizon_days = 1 / 1440.0;
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.slot_count, 1);
	check_tiling();
	profile_release(&profile);
	scenario.horizon_days = 3600;
	profile_init(&profile, &scenario);
	ck_assert_int_eq(profile.slot_count, 86400);
	ck_assert_double_eq_tol(mass_between(0, 3600) / (120 * 1234567.0), 1, 1e-11);
	check_tiling();
	profile_release(&profile);
}
END_TEST

START_TEST(no_queries_no_mass)
{
	shape(0.5, 0.5, 0);
	scenario.params.traffic.volume_qpm = 0;
	profile_init(&profile, &scenario);
	ck_assert_double_eq(profile_mass(&profile, 360 * DAY_S), 0);
	ck_assert_double_eq(profile_moment(&profile, 360 * DAY_S), 0);
	check_tiling();
	profile_release(&profile);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("profile");

	tcase_add_test(tcase, every_month_has_its_volume);
	tcase_add_test(tcase, mass_is_the_integral_of_the_rate);
	tcase_add_test(tcase, moment_is_the_integral_of_time_and_rate);
	tcase_add_test(tcase, nothing_outside_the_horizon);
	tcase_add_test(tcase, days_and_weeks);
	tcase_add_loop_test(tcase, any_timeline_is_tiled, 0, 2);
	tcase_add_test(tcase, dated_volume);
	tcase_add_test(tcase, dated_shapes);
	tcase_add_test(tcase, changes_at_the_ends);
	tcase_add_test(tcase, shortest_and_longest);
	tcase_add_test(tcase, no_queries_no_mass);
	return suite_run("profile", tcase);
}
