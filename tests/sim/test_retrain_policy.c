// SPDX-License-Identifier: MIT
/* The period of the policy cost_aware, against what it is said to minimise. */
#include "sim/retrain.h"

#include <math.h>

#include "base/rng.h"
#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/profile.h"

/* Dollars a second when a run of cost C is triggered every T, written down from its definition. */
static double cost_per_s(const struct retrain_economy *e, double period_s)
{
	double x = e->change_per_s * period_s;
	double fresh = exp(-e->change_per_s * e->lead_s) * -expm1(-x) / x;

	return e->run_usd / period_s + e->queries_per_s * e->stale_usd * (1 - fresh);
}

/* Runs of the size of a real one, and all that may be around them. */
static struct retrain_economy random_economy(struct rng *rng)
{
	return (struct retrain_economy){
		.run_usd = pow(10, 1 + 4 * rng_unit(rng)),
		.queries_per_s = pow(10, -3 + 4 * rng_unit(rng)),
		.stale_usd = pow(10, -3 + 3 * rng_unit(rng)),
		.change_per_s = pow(10, -3 + 3 * rng_unit(rng)) / DAY_S,
		.lead_s = 40 * DAY_S * rng_unit(rng),
	};
}

/* No period of a fine grid from an hour to 300 years is cheaper; a never is as cheap as the
 * longest. */
START_TEST(nothing_is_cheaper)
{
	struct rng rng;
	int never = 0;

	rng_open(&rng, 5, 0, 0, "economies");
	for (int i = 0; i < 400; i++) {
		struct retrain_economy e = random_economy(&rng);
		double best_s = retrain_best_period_s(&e), all = e.queries_per_s * e.stale_usd;
		double least = best_s < INFINITY ? cost_per_s(&e, best_s) : all;

		never += best_s == INFINITY;
		for (double t_s = HOUR_S; t_s < 1e5 * DAY_S; t_s *= 1.01)
			HOLDS(cost_per_s(&e, t_s) >= least * (1 - 1e-9));
		if (best_s < INFINITY)
			HOLDS(least < all);
	}
	/* both answers were asked for */
	ck_assert_int_gt(never, 40);
	ck_assert_int_lt(never, 360);
}
END_TEST

/* Where little changes within a period, half the staleness is linear: T = sqrt(2 C / (Q c m)). */
START_TEST(square_root_law)
{
	struct rng rng;

	rng_open(&rng, 6, 0, 0, "economies");
	for (int i = 0; i < 200; i++) {
		struct retrain_economy e = random_economy(&rng);
		double root_s, x;

		e.lead_s = 0;
		root_s = sqrt(2 * e.run_usd / (e.queries_per_s * e.stale_usd * e.change_per_s));
		x = e.change_per_s * root_s;
		if (x > 0.1 || root_s < RETRAIN_LEAST_PERIOD_S)
			continue;
		/* the next term of the series: T is x/3 longer */
		NEAR(retrain_best_period_s(&e) / root_s, 1 + x / 3, 0.3 * x * x);
	}
}
END_TEST

/* A run that costs as much as it can ever save, Q c exp(-m L) / m, is not worth it. */
START_TEST(edge_of_never)
{
	struct retrain_economy e = { 0, 0.02, 0.1, 0.01 / DAY_S, 8 * DAY_S };
	double edge_usd = 0.02 * 0.1 * exp(-0.08) / e.change_per_s;

	e.run_usd = edge_usd * 1.0001;
	ck_assert_double_eq(retrain_best_period_s(&e), (double)INFINITY);
	e.run_usd = edge_usd * 0.9999;
	ck_assert_double_lt(retrain_best_period_s(&e), 1e5 * DAY_S);
	/* and long it is, there: 1 - (1 + x) exp(-x) is near 1 */
	ck_assert_double_gt(retrain_best_period_s(&e), 5 / e.change_per_s);
}
END_TEST

/* Nothing changes, nobody asks or nobody minds: never. A run for nothing: as often as can be. */
START_TEST(extremes)
{
	const struct retrain_economy usual = { 5000, 0.02, 0.1, 0.01 / DAY_S, 8 * DAY_S };
	struct retrain_economy e = usual;

	ck_assert_double_lt(retrain_best_period_s(&e), INFINITY);
	e.change_per_s = 0;
	ck_assert_double_eq(retrain_best_period_s(&e), (double)INFINITY);
	e = usual;
	e.queries_per_s = 0;
	ck_assert_double_eq(retrain_best_period_s(&e), (double)INFINITY);
	e = usual;
	e.stale_usd = 0;
	e.run_usd = 0;
	ck_assert_double_eq(retrain_best_period_s(&e), (double)INFINITY);
	e = usual;
	e.run_usd = 0;
	ck_assert_double_eq(retrain_best_period_s(&e), RETRAIN_LEAST_PERIOD_S);
	/* the lead alone makes it hopeless */
	e = usual;
	e.lead_s = 1e6 * DAY_S;
	ck_assert_double_eq(retrain_best_period_s(&e), (double)INFINITY);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("retrain_policy");

	tcase_add_test(tcase, nothing_is_cheaper);
	tcase_add_test(tcase, square_root_law);
	tcase_add_test(tcase, edge_of_never);
	tcase_add_test(tcase, extremes);
	return suite_run("retrain_policy", tcase);
}
