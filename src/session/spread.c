// SPDX-License-Identifier: MIT
#include "session/spread.h"

#include <pthread.h>
#include <stdatomic.h>

#include "session/units.h"

enum { SPREAD_THREADS_MAX = 64 };

struct spread {
	atomic_size_t next;
	size_t count;
	void (*work)(void *context, size_t i);
	void *context;
};

static void *spread_work(void *argument)
{
	struct spread *spread = argument;

	for (;;) {
		size_t i = atomic_fetch_add(&spread->next, 1);

		if (i >= spread->count)
			return NULL;
		spread->work(spread->context, i);
	}
}

/* The calling thread works along; where no more threads can be had, it does what is left. */
void session_spread(size_t count, void (*work)(void *context, size_t i), void *context,
		    int threads)
{
	struct spread spread = { .count = count, .work = work, .context = context };
	pthread_t helpers[SPREAD_THREADS_MAX];
	sigset_t old;
	int started = 0;

	atomic_init(&spread.next, 0);
	threads = threads > 0 ? threads : units_processors();
	units_block_signals(&old);
	while (started < threads - 1 && started < SPREAD_THREADS_MAX &&
	       (size_t)started + 1 < count &&
	       pthread_create(&helpers[started], NULL, spread_work, &spread) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	spread_work(&spread);
	while (started > 0)
		pthread_join(helpers[--started], NULL);
}
