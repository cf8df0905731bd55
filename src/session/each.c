// SPDX-License-Identifier: MIT
#include "session/each.h"

#include <stdatomic.h>
#include <stddef.h>

#include "session/units.h"

struct each {
	int count;
	void (*work)(void *context, int i);
	void *context;
	atomic_int next;
};

static void *each_work(void *argument)
{
	struct each *each = argument;
	int i;

	while ((i = atomic_fetch_add(&each->next, 1)) < each->count)
		each->work(each->context, i);
	return NULL;
}

void session_each(int count, int threads, void (*work)(void *context, int i), void *context)
{
	struct each each = { .count = count, .work = work, .context = context };

	units_work_along(threads, each_work, &each);
}
