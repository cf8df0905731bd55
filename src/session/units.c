// SPDX-License-Identifier: MIT
#include "session/units.h"

#include <assert.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "session/session.h"

enum { RUN_THREADS_MAX = 64 };

struct weighted {
	double weight;
	size_t unit;
};

static int compare_weighted(const void *a, const void *b)
{
	const struct weighted *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

size_t *units_order(const struct sim *sim)
{
	size_t n = sim_unit_count(sim);
	struct weighted *units = xcalloc(n, sizeof(*units));
	size_t *order = xcalloc(n, sizeof(*order));

	for (size_t i = 0; i < n; i++)
		units[i] = (struct weighted){ sim_unit_weight(sim, i), i };
	qsort(units, n, sizeof(*units), compare_weighted);
	for (size_t i = 0; i < n; i++)
		order[i] = units[i].unit;
	free(units);
	return order;
}

void units_block_signals(sigset_t *old)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP };
	sigset_t blocked;

	sigfillset(&blocked);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigdelset(&blocked, crashes[i]);
	pthread_sigmask(SIG_SETMASK, &blocked, old);
}

void units_yield(void)
{
#ifdef __linux__
	const int polite = 4;

	setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + polite);
#endif
}

static void keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
}

void units_keep_memory(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, keep_memory);
}

void units_return_memory(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

int units_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (int)n : 1;
}

void units_work_along(int threads, void *(*work)(void *), void *argument)
{
	pthread_t helpers[RUN_THREADS_MAX];
	sigset_t old;
	int started = 0;

	assert(threads >= 0);
	units_keep_memory();
	if (threads == 0)
		threads = units_processors();
	units_block_signals(&old);
	while (started < threads - 1 && started < RUN_THREADS_MAX &&
	       pthread_create(&helpers[started], NULL, work, argument) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	work(argument);
	while (started > 0)
		pthread_join(helpers[--started], NULL);
}

struct crew {
	struct sim *sim;
	pthread_mutex_t lock;
	pthread_cond_t wave; /* another one has begun, or the last one is over */
	/* of the wave at hand, guarded by the lock */
	size_t *order;
	size_t count, next, finished;
	bool over;
};

static void crew_wave(struct crew *crew)
{
	free(crew->order);
	crew->order = units_order(crew->sim);
	crew->count = sim_unit_count(crew->sim);
	crew->next = crew->finished = 0;
}

/* Whoever finishes the last unit of a wave begins the next one. */
static void *crew_work(void *argument)
{
	struct crew *crew = argument;
	struct sim_scratch *scratch = sim_scratch_new();

	pthread_mutex_lock(&crew->lock);
	while (!crew->over) {
		size_t unit;

		if (crew->next == crew->count) {
			pthread_cond_wait(&crew->wave, &crew->lock);
			continue;
		}
		unit = crew->order[crew->next++];
		pthread_mutex_unlock(&crew->lock);
		sim_unit_run(crew->sim, unit, scratch, NULL);
		pthread_mutex_lock(&crew->lock);
		if (++crew->finished < crew->count)
			continue;
		crew->over = !sim_next_wave(crew->sim);
		if (!crew->over)
			crew_wave(crew);
		pthread_cond_broadcast(&crew->wave);
	}
	pthread_mutex_unlock(&crew->lock);
	sim_scratch_free(scratch);
	return NULL;
}

bool session_run(const struct scenario *scenario, const struct run_options *options, int threads,
		 struct result *result, struct error *error)
{
	struct crew crew = { .lock = PTHREAD_MUTEX_INITIALIZER, .wave = PTHREAD_COND_INITIALIZER };

	if (!sim_new(scenario, options, &crew.sim, error))
		return false;
	crew_wave(&crew);
	units_work_along(threads, crew_work, &crew);
	sim_finish(crew.sim, result);
	free(crew.order);
	sim_free(crew.sim);
	return true;
}
