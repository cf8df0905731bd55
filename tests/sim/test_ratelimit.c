// SPDX-License-Identifier: MIT
#include "sim/ratelimit.h"

#include <math.h>
#include <signal.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/variate.h"

static struct ratelimit limit;

/* 60 a minute: a minute's worth at once, then one a second. */
START_TEST(requests_by_hand)
{
	ratelimit_reset(&limit, 100, 60, 0, false);
	for (int i = 0; i < 60; i++)
		ck_assert(ratelimit_try(&limit, 100, 1e9));
	ck_assert(!ratelimit_try(&limit, 100, 0));
	ck_assert(!ratelimit_try(&limit, 100.75, 0));
	ck_assert(ratelimit_try(&limit, 101, 0));
	ck_assert(!ratelimit_try(&limit, 101.5, 0));
	ck_assert(ratelimit_try(&limit, 102, 0));
	/* an hour's rest is worth a minute, not an hour */
	for (int i = 0; i < 60; i++)
		ck_assert(ratelimit_try(&limit, 3702, 0));
	ck_assert(!ratelimit_try(&limit, 3702, 0));
}
END_TEST

/* 6,000 tokens a minute, 100 a second. A prompt of 7,500 passes a full bucket and leaves a debt. */
START_TEST(tokens_by_hand)
{
	ratelimit_reset(&limit, 0, 0, 6000, false);
	ck_assert(ratelimit_try(&limit, 0, 4000));
	ck_assert(!ratelimit_try(&limit, 0, 2500));
	ck_assert(ratelimit_try(&limit, 5, 2500));
	ck_assert(!ratelimit_try(&limit, 64, 7500));
	ck_assert(ratelimit_try(&limit, 65, 7500));
	ck_assert(!ratelimit_try(&limit, 79.75, 1));
	ck_assert(!ratelimit_try(&limit, 80, 1));
	ck_assert(ratelimit_try(&limit, 80.25, 25));
}
END_TEST

/* What one bucket refuses must not cost the other anything. */
START_TEST(refusal_takes_nothing)
{
	ratelimit_reset(&limit, 0, 2, 1000, false);
	ck_assert(ratelimit_try(&limit, 0, 600));
	for (int i = 0; i < 10; i++)
		ck_assert(!ratelimit_try(&limit, 0, 600));
	ck_assert(ratelimit_try(&limit, 0, 400));
	/* half a minute: one request, 500 tokens */
	ck_assert(!ratelimit_try(&limit, 30, 501));
	ck_assert(ratelimit_try(&limit, 30, 500));
	for (int i = 0; i < 10; i++)
		ck_assert(!ratelimit_try(&limit, 31, 0));
	ck_assert(ratelimit_try(&limit, 60, 500));
}
END_TEST

START_TEST(no_limit_refuses_nothing)
{
	ratelimit_reset(&limit, 0, 0, 0, true);
	ck_assert(!ratelimit_active(&limit));
	for (int i = 0; i < 1000; i++)
		ck_assert(ratelimit_try(&limit, 0, 1e12));
	ratelimit_reset(&limit, 0, 1, 0, false);
	ck_assert(ratelimit_active(&limit));
	ratelimit_reset(&limit, 0, 0, 1, false);
	ck_assert(ratelimit_active(&limit));
}
END_TEST

START_TEST(overloaded_starts_empty)
{
	ratelimit_reset(&limit, 50, 60, 0, true);
	ck_assert(!ratelimit_try(&limit, 50, 0));
	ck_assert(!ratelimit_try(&limit, 50.75, 0));
	ck_assert(ratelimit_try(&limit, 51, 0));
}
END_TEST

/* Less than one request a minute must still let one through now and then. */
START_TEST(slow_limits_work)
{
	int passed = 0;

	ratelimit_reset(&limit, 0, 0.5, 0, false);
	for (int t_s = 0; t_s < 24000; t_s++)
		passed += ratelimit_try(&limit, t_s, 0);
	ck_assert_int_ge(passed, 199);
	ck_assert_int_le(passed, 202);
}
END_TEST

enum { TRIES = 3000 };

static double at_s[TRIES], took[TRIES];

/* What a bucket of `size` filled by size/60 a second may give at most by now: over every stretch
 * that ends here, the size and what flowed in, less what was taken. */
static double may_give(double size, double now_s, int taken)
{
	double least = size, sum = 0;

	for (int i = taken - 1; i >= 0; i--) {
		sum += took[i];
		least = fmin(least, size + size / 60 * (now_s - at_s[i]) - sum);
	}
	return least;
}

/* Against the definition of a token bucket as a bound on all stretches of time: no request passes
 * that breaks one, none is refused that would not. */
START_TEST(agrees_with_the_bound_on_stretches)
{
	static const double sizes[] = { 7, 120, 1000 };
	double now_s = 0;
	int taken = 0, passed;
	struct rng rng;

	rng_open(&rng, 3, 0, (uint64_t)_i, "bucket");
	ratelimit_reset(&limit, 0, 0, sizes[_i], false);
	for (int i = 0; i < TRIES; i++) {
		double amount = 1 + floor(2 * rng_unit(&rng) * sizes[_i] / 20), room;

		now_s += variate_exponential_from_unit(rng_unit(&rng)) * 2;
		room = may_give(sizes[_i], now_s, taken);
		passed = ratelimit_try(&limit, now_s, amount);
		if (fabs(room - amount) > 1e-6)
			ck_assert_int_eq(passed, room >= amount);
		if (!passed)
			continue;
		at_s[taken] = now_s;
		took[taken++] = amount;
	}
	ck_assert_int_gt(taken, TRIES / 10);
	ck_assert_int_lt(taken, TRIES);
}
END_TEST

/* 1, 2, 4 ... seconds but never more than 60, a random half to whole of it. */
START_TEST(backoff)
{
	static const double bases_s[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };

	for (int tries = 1; tries <= 9; tries++) {
		double base_s = bases_s[tries - 1];

		ck_assert_double_eq_tol(ratelimit_backoff_s(tries, 1e-12), base_s / 2, 1e-9);
		ck_assert_double_eq(ratelimit_backoff_s(tries, 0.5), base_s * 0.75);
		ck_assert_double_eq_tol(ratelimit_backoff_s(tries, 1 - 1e-12), base_s, 1e-9);
	}
	ck_assert_double_eq(ratelimit_backoff_s(1000000, 0.5), 45);
}
END_TEST

START_TEST(backoff_before_a_try_aborts)
{
	ratelimit_backoff_s(0, 0.5);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("ratelimit");

	tcase_add_test(tcase, requests_by_hand);
	tcase_add_test(tcase, tokens_by_hand);
	tcase_add_test(tcase, refusal_takes_nothing);
	tcase_add_test(tcase, no_limit_refuses_nothing);
	tcase_add_test(tcase, overloaded_starts_empty);
	tcase_add_test(tcase, slow_limits_work);
	tcase_add_loop_test(tcase, agrees_with_the_bound_on_stretches, 0, 3);
	tcase_add_test(tcase, backoff);
	tcase_add_test_raise_signal(tcase, backoff_before_a_try_aborts, SIGABRT);
	return suite_run("ratelimit", tcase);
}
