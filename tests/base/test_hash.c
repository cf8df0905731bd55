// SPDX-License-Identifier: MIT
#include "base/hash.h"

#include <math.h>
#include <string.h>

#include "base/suite.h"

static uint64_t raw(const char *text)
{
	struct hash hash;

	hash_init(&hash);
	hash_bytes(&hash, text, strlen(text));
	return hash.h;
}

/* Published FNV-1a answers (draft-eastlake-fnv): a slip in prime or order would show. */
START_TEST(fnv_known_answers)
{
	ck_assert_uint_eq(raw(""), UINT64_C(0xcbf29ce484222325));
	ck_assert_uint_eq(raw("a"), UINT64_C(0xaf63dc4c8601ec8c));
	ck_assert_uint_eq(raw("foobar"), UINT64_C(0x85944171f73967e8));
}
END_TEST

/* A big-endian machine must get the same digest: numbers go in lowest byte first. */
START_TEST(numbers_are_little_endian)
{
	struct hash hash;

	hash_init(&hash);
	hash_u64(&hash, UINT64_C(0x0807060504030201));
	ck_assert_uint_eq(hash.h, raw("\1\2\3\4\5\6\7\10"));
}
END_TEST

static uint64_t of_double(double value)
{
	struct hash hash;

	hash_init(&hash);
	hash_double(&hash, value);
	return hash_final(&hash);
}

/* Equal figures must have equal digests, whichever way they came about. */
START_TEST(doubles_are_normalised)
{
	ck_assert_uint_eq(of_double(0.0), of_double(-0.0));
	ck_assert_uint_eq(of_double((double)NAN), of_double(-(double)NAN));
	ck_assert_uint_ne(of_double((double)NAN), of_double((double)INFINITY));
	ck_assert_uint_ne(of_double(1), of_double(-1));
}
END_TEST

static uint64_t of_two(const char *a, const char *b)
{
	struct hash hash;

	hash_init(&hash);
	hash_str(&hash, a);
	hash_str(&hash, b);
	return hash_final(&hash);
}

START_TEST(strings_have_an_end)
{
	ck_assert_uint_ne(of_two("ab", "c"), of_two("a", "bc"));
	ck_assert_uint_ne(of_two("", "a"), of_two("a", ""));
}
END_TEST

static uint64_t of_number(uint64_t value)
{
	struct hash hash;

	hash_init(&hash);
	hash_u64(&hash, value);
	return hash_final(&hash);
}

/* Without the finaliser a changed top byte leaves the low half of the hash as it was. */
START_TEST(every_bit_spreads)
{
	for (int bit = 0; bit < 64; bit++) {
		int changed = 0;

		for (uint64_t value = 0; value < 256; value++) {
			uint64_t d = of_number(value) ^ of_number(value ^ (UINT64_C(1) << bit));

			changed += __builtin_popcountll(d);
		}
		/* 256 times 64 fair bits: half of them, 5.5 standard deviations of 64 */
		ck_assert_int_gt(changed, 8192 - 352);
		ck_assert_int_lt(changed, 8192 + 352);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("hash");

	tcase_add_test(tcase, fnv_known_answers);
	tcase_add_test(tcase, numbers_are_little_endian);
	tcase_add_test(tcase, doubles_are_normalised);
	tcase_add_test(tcase, strings_have_an_end);
	tcase_add_test(tcase, every_bit_spreads);
	return suite_run("hash", tcase);
}
