// SPDX-License-Identifier: MIT
#include "base/rng.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"

/* Seed 42, stream 54: multiplier, output before the step, and seeding all have to be right. */
START_TEST(known_answers)
{
	static const uint64_t expected[] = {
		UINT64_C(0xf0847c9518bddb90),
		UINT64_C(0x8e7d5f5514ba8aaa),
		UINT64_C(0x86fbd36f8028f6fd),
	};
	struct rng rng;

	rng_seed(&rng, 0, 42, 0, 54);
	for (size_t i = 0; i < 3; i++)
		ck_assert_uint_eq(rng_u64(&rng), expected[i]);
}
END_TEST

/*
 * tests/oracle/pcg.cpp runs the seeding and stepping of Debian's libpcg-cpp. `make test` builds it
 * where that is installed and names the folder.
 */
START_TEST(agrees_with_pcg_cpp)
{
	const char *folder = getenv("RAGTOP_ORACLES");
	char command[4096];
	FILE *oracle;
	uint64_t part[4], expected;
	int lines = 0;

	snprintf(command, sizeof(command), "%s/pcg", folder != NULL ? folder : "");
	if (folder == NULL || (oracle = fopen(command, "r")) == NULL) {
		fprintf(stderr, "test_rng: libpcg-cpp is not here, not compared with it\n");
		return;
	}
	fclose(oracle);
	oracle = popen(command, "r");
	ck_assert_ptr_nonnull(oracle);
	while (fscanf(oracle, "seed %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64 "\n", &part[0],
		      &part[1], &part[2], &part[3]) == 4) {
		struct rng rng;

		rng_seed(&rng, part[0], part[1], part[2], part[3]);
		while (fscanf(oracle, "%" SCNx64 "\n", &expected) == 1) {
			ck_assert_uint_eq(rng_u64(&rng), expected);
			lines++;
		}
	}
	ck_assert_int_eq(pclose(oracle), 0);
	ck_assert_int_ge(lines, 5000);
}
END_TEST

static uint64_t first_of(uint64_t seed, uint64_t replication, uint64_t anchor, const char *name)
{
	struct rng rng;

	rng_open(&rng, seed, replication, anchor, name);
	return rng_u64(&rng);
}

/* Two sources of chance that share a stream would be correlated. */
START_TEST(every_argument_opens_another_stream)
{
	uint64_t base = first_of(1, 2, 3, "arrivals");

	ck_assert_uint_eq(base, first_of(1, 2, 3, "arrivals"));
	ck_assert_uint_ne(base, first_of(2, 2, 3, "arrivals"));
	ck_assert_uint_ne(base, first_of(1, 3, 3, "arrivals"));
	ck_assert_uint_ne(base, first_of(1, 2, 4, "arrivals"));
	ck_assert_uint_ne(base, first_of(1, 2, 3, "lengths"));
	ck_assert_uint_ne(base, first_of(2, 1, 3, "arrivals"));
}
END_TEST

/* Pinned: a change here changes every saved digest, so it must be deliberate. */
START_TEST(opened_stream_is_pinned)
{
	ck_assert_uint_eq(first_of(42, 0, 0, "arrivals"), UINT64_C(0x7c08485efec0f6a1));
}
END_TEST

/* Streams of neighbouring windows must look unrelated: mean product of 4,096 pairs near 0. */
START_TEST(neighbouring_streams_are_uncorrelated)
{
	struct rng a, b;
	double sum = 0;

	for (uint64_t anchor = 0; anchor < 4096; anchor++) {
		rng_open(&a, 7, 0, anchor, "service");
		rng_open(&b, 7, 0, anchor + 1, "service");
		sum += (rng_unit(&a) - 0.5) * (rng_unit(&b) - 0.5);
	}
	/* one product has standard deviation 1/12; 5 of the mean's */
	ck_assert_double_lt(fabs(sum / 4096), 5.0 / 12 / 64);
}
END_TEST

/* The state whose output is `word`: the output function taken back, with a lower half of 1. */
static rng_u128 state_before(uint64_t word)
{
	uint64_t inverse = RNG_MULTIPLIER; /* right to 3 bits, doubled by each step of Newton */
	uint64_t hi = word;

	for (int i = 0; i < 5; i++)
		inverse *= 2 - RNG_MULTIPLIER * inverse;
	hi ^= hi >> 48;
	hi *= inverse;
	hi ^= hi >> 32;
	return (rng_u128)hi << 64 | 1;
}

static double unit_of(uint64_t word)
{
	struct rng rng = { .state = state_before(word), .increment = 1 };
	struct rng copy = rng;

	ck_assert_uint_eq(rng_u64(&copy), word);
	return rng_unit(&rng);
}

/* log(u) and the normal quantile are infinite at the ends: even the extreme words stay inside. */
START_TEST(unit_is_open)
{
	ck_assert_double_gt(unit_of(0), 0);
	ck_assert_double_lt(unit_of(UINT64_MAX), 1);
	ck_assert_double_eq(unit_of(0), 1 - unit_of(UINT64_MAX));
	ck_assert_double_eq_tol(unit_of(UINT64_C(1) << 63), 0.5, 1e-15);
}
END_TEST

/* Chi-square over 256 cells of the upper and of the lower byte. */
START_TEST(bytes_are_uniform)
{
	enum { N = 1 << 20, CELLS = 256 };
	static int upper[CELLS], lower[CELLS];
	double chi_upper = 0, chi_lower = 0;
	struct rng rng;

	rng_open(&rng, 11, 0, 0, "bytes");
	for (int i = 0; i < N; i++) {
		uint64_t x = rng_u64(&rng);

		upper[x >> 56]++;
		lower[x & 255]++;
	}
	for (int i = 0; i < CELLS; i++) {
		double expected = (double)N / CELLS;

		chi_upper += (upper[i] - expected) * (upper[i] - expected) / expected;
		chi_lower += (lower[i] - expected) * (lower[i] - expected) / expected;
	}
	/* 255 degrees of freedom: 1e-6 quantiles on both sides */
	ck_assert(chi_upper > 156 && chi_upper < 377);
	ck_assert(chi_lower > 156 && chi_lower < 377);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("rng");

	tcase_add_test(tcase, known_answers);
	tcase_add_test(tcase, agrees_with_pcg_cpp);
	tcase_add_test(tcase, every_argument_opens_another_stream);
	tcase_add_test(tcase, opened_stream_is_pinned);
	tcase_add_test(tcase, neighbouring_streams_are_uncorrelated);
	tcase_add_test(tcase, unit_is_open);
	tcase_add_test(tcase, bytes_are_uniform);
	return suite_run("rng", tcase);
}
