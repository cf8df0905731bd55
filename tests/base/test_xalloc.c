// SPDX-License-Identifier: MIT
#include "base/xalloc.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "base/suite.h"

/* A caller may use what it got for 0 bytes as a non-NULL pointer. */
START_TEST(nothing_is_not_null)
{
	void *p = xmalloc(0), *q = xcalloc(0, 8), *r = xrealloc_array(NULL, 0, 8);

	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_nonnull(q);
	ck_assert_ptr_nonnull(r);
	free(p);
	free(q);
	free(r);
}
END_TEST

START_TEST(contents_survive)
{
	int *numbers = xcalloc(3, sizeof(*numbers));
	char *copy = xstrdup("ragtop");

	ck_assert_int_eq(numbers[2], 0);
	numbers[2] = 7;
	numbers = xrealloc_array(numbers, 1000, sizeof(*numbers));
	ck_assert_int_eq(numbers[2], 7);
	ck_assert_str_eq(copy, "ragtop");
	free(numbers);
	free(copy);
}
END_TEST

/* Volatile, or the compiler sees through it. */
static volatile size_t half_of_everything = SIZE_MAX / 2 + 1;

/* n * size wraps to 0 here; an unchecked product would hand out one byte. */
START_TEST(overflowing_array_aborts)
{
	free(xrealloc_array(NULL, half_of_everything, 2));
}
END_TEST

START_TEST(overflowing_calloc_aborts)
{
	free(xcalloc(half_of_everything, 2));
}
END_TEST

static void exit_7(void)
{
	_Exit(7);
}

/* The terminal is given back before the message, so the hook must have run. */
START_TEST(hook_runs_first)
{
	xalloc_on_failure(exit_7);
	free(xrealloc_array(NULL, half_of_everything, 2));
}
END_TEST

START_TEST(streams_into_memory)
{
	char *text;
	size_t size;
	FILE *stream = xmemstream(&text, &size);

	fputs("ragtop", stream);
	xmemstream_close(stream);
	ck_assert_str_eq(text, "ragtop");
	ck_assert_uint_eq(size, 6);
	free(text);
}
END_TEST

/* What could not be written is not passed over: not at the end, and not before. */
START_TEST(lost_stream_aborts)
{
	FILE *stream = fopen("/dev/full", "w");

	ck_assert_ptr_nonnull(stream);
	fputs("ragtop", stream);
	if (_i > 0)
		fflush(stream);
	xmemstream_close(stream);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("xalloc");

	tcase_add_test(tcase, nothing_is_not_null);
	tcase_add_test(tcase, contents_survive);
	tcase_add_test_raise_signal(tcase, overflowing_array_aborts, SIGABRT);
	tcase_add_test_raise_signal(tcase, overflowing_calloc_aborts, SIGABRT);
	tcase_add_test(tcase, streams_into_memory);
	tcase_add_loop_test_raise_signal(tcase, lost_stream_aborts, SIGABRT, 0, 2);
	tcase_add_exit_test(tcase, hook_runs_first, 7);
	return suite_run("xalloc", tcase);
}
