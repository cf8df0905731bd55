// SPDX-License-Identifier: MIT
#include "session/each.h"

#include <stdatomic.h>
#include <string.h>

#include "base/suite.h"

enum { COUNT = 5000 };

static int calls[COUNT];
static atomic_int sum;

static void work(void *context, int i)
{
	calls[i]++;
	atomic_fetch_add((atomic_int *)context, i);
}

/* Each once, whatever the number of threads, and all done when it returns. */
START_TEST(each_once)
{
	static const int threads[] = { 1, 2, 7, 200, 0 }, counts[] = { 0, 1, 3, COUNT };

	for (int t = 0; t < 5; t++)
		for (int c = 0; c < 4; c++) {
			memset(calls, 0, sizeof(calls));
			sum = 0;
			session_each(counts[c], threads[t], work, &sum);
			ck_assert_int_eq(sum, counts[c] * (counts[c] - 1) / 2);
			for (int i = 0; i < COUNT; i++)
				ck_assert_int_eq(calls[i], i < counts[c]);
		}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("each");

	tcase_add_test(tcase, each_once);
	return suite_run("each", tcase);
}
