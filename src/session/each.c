// SPDX-License-Identifier: MIT
#include "session/each.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#include "session/units.h"

enum { EACH_THREADS_MAX = 64 };

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

/* The calling thread works along; where no more threads can be had, it does what is left. */
void session_each(int count, int threads, void (*work)(void *context, int i), void *context)
{
	struct each each = { .count = count, .work = work, .context = context };
	pthread_t helpers[EACH_THREADS_MAX];
	sigset_t old;
	int started = 0;

	assert(threads >= 0);
	if (threads == 0)
		threads = units_processors();
	units_block_signals(&old);
	while (started < threads - 1 && started < EACH_THREADS_MAX &&
	       pthread_create(&helpers[started], NULL, each_work, &each) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	each_work(&each);
	while (started > 0)
		pthread_join(helpers[--started], NULL);
}
