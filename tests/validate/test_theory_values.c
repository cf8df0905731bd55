// SPDX-License-Identifier: MIT
/* The closed forms that `ragtop validate` goes by, against published tables and worked values. What
 * they have to do with each other is in tests/sim/test_theory.c. */
#include <math.h>

#include "base/suite.h"
#include "validate/theory.h"

/* Offered load at which so many servers lose this share: the usual tables of Erlang B, which round
 * it to three digits after the point. */
START_TEST(erlang_b_of_the_tables)
{
	static const struct {
		int servers;
		double offered, lost;
	} rows[] = {
		{ 1, 0.0101, 0.01 },    { 2, 0.153, 0.01 },   { 5, 1.361, 0.01 },
		{ 10, 4.461, 0.01 },    { 20, 12.031, 0.01 }, { 50, 37.901, 0.01 },
		{ 100, 84.064, 0.01 },  { 10, 5.084, 0.02 },  { 30, 24.802, 0.05 },
		{ 100, 104.110, 0.10 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_double_eq_tol(theory_erlang_b(rows[i].servers, rows[i].offered),
					rows[i].lost, 0.006 * rows[i].lost);
	ck_assert_double_eq_tol(theory_erlang_b(5, 3), 0.11005434782608696, 1e-15);
}
END_TEST

/* By hand: C(c, a) = B / (1 - rho (1 - B)). C(2, 1) = 1/3, C(3, 2) = 4/9, C(1, a) = a. */
START_TEST(erlang_c_of_the_tables)
{
	ck_assert_double_eq_tol(theory_erlang_c(1, 0.7), 0.7, 1e-15);
	ck_assert_double_eq_tol(theory_erlang_c(2, 1), 1.0 / 3, 1e-15);
	ck_assert_double_eq_tol(theory_erlang_c(3, 2), 4.0 / 9, 1e-15);
	ck_assert_double_eq_tol(theory_erlang_c(10, 8), 0.4092, 5e-5);
	ck_assert_double_eq_tol(theory_erlang_c(4, 3.6), 0.7878, 5e-5);
}
END_TEST

/* Servers 1, 4, 32 at .5, .7, .9 and one arrival a second: the published sum of the three stays. */
START_TEST(tandem)
{
	static const int servers[] = { 1, 4, 32 };
	static const double loads[] = { 0.5, 0.7, 0.9 };
	double sum_s = 0;

	for (int i = 0; i < 3; i++) {
		struct theory_station station = { 1, loads[i] * servers[i], servers[i] };

		sum_s += station.service_s + theory_mmc_wait_s(&station);
	}
	ck_assert_double_eq_tol(sum_s, 37.723963, 5e-7);
}
END_TEST

START_TEST(waits)
{
	const struct theory_station one = { 0.8, 1, 1 }, many = { 3.2, 1, 4 };

	/* the wait of M/M/1 is beyond t with load x exp(-(mu - lambda) t) */
	ck_assert_double_eq_tol(theory_mmc_wait_quantile_s(&one, 0.95), log(0.8 / 0.05) / 0.2,
				1e-12);
	ck_assert_double_eq(theory_mmc_wait_quantile_s(&one, 0.19), 0);
	ck_assert_double_eq_tol(theory_mmc_wait_quantile_s(&many, 0.9),
				log(theory_erlang_c(4, 3.2) / 0.1) / 0.8, 1e-12);
	ck_assert_double_eq_tol(theory_mg1_wait_s(&one, 0), 2, 1e-12);
	ck_assert_double_eq_tol(theory_mg1_wait_s(&one, 1), 4, 1e-12);
	ck_assert_double_eq_tol(theory_mg1_wait_s(&one, 2), 10, 1e-12);
	/* nobody who comes at load 0.8 to an even service waits: 1 in 5 */
	ck_assert_double_eq_tol(theory_md1_wait_tail(&one, 0), 0.8, 1e-12);
}
END_TEST

/* Against the integral over ages, in small steps. */
START_TEST(staleness)
{
	double rate = 0.03, period = 30, lead = 7, sum = 0, n = 1e5;

	for (int i = 0; i < n; i++)
		sum += 1 - exp(-rate * (lead + period * (i + 0.5) / n));
	ck_assert_double_eq_tol(theory_stale_frac(rate, period, lead), sum / n, 1e-9);
	/* always of the same age */
	ck_assert_double_eq_tol(theory_stale_frac(rate, 0, lead), 1 - exp(-rate * lead), 1e-15);
	ck_assert_double_eq_tol(theory_stale_frac(0, period, lead), 0, 1e-15);
}
END_TEST

START_TEST(caches)
{
	/* 1 in 10 s, 30 s, a change in 20 s: 2/3 (1 - exp(-4.5)) */
	ck_assert_double_eq_tol(theory_prefix_hit_frac(0.1, 0.05, 30), 2.0 / 3 * (1 - exp(-4.5)),
				1e-12);
	ck_assert_double_eq_tol(theory_prefix_hit_frac(0.1, 0, 30), 1 - exp(-3), 1e-12);
	/* two topics, alike, half of all queries: 0.5 x 0.25 a second, 8 s: 1 hit a miss */
	ck_assert_double_eq_tol(theory_answers_hit_frac(0.5, 0.5, 2, 0, 8, 0), 0.25, 1e-12);
	/* purged once in 4 s: a life of 4 (1 - exp(-2)) */
	ck_assert_double_eq_tol(theory_answers_hit_frac(0.5, 0.5, 2, 0, 8, 0.25),
				0.5 * 0.5 * (1 - exp(-2)) / (1 + 0.5 * (1 - exp(-2))), 1e-12);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("theory_values");

	tcase_add_test(tcase, erlang_b_of_the_tables);
	tcase_add_test(tcase, erlang_c_of_the_tables);
	tcase_add_test(tcase, tandem);
	tcase_add_test(tcase, waits);
	tcase_add_test(tcase, staleness);
	tcase_add_test(tcase, caches);
	return suite_run("theory_values", tcase);
}
