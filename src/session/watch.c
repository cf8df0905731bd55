// SPDX-License-Identifier: MIT
#include "session/watch.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "session/publish.h"
#include "session/units.h"

struct wish {
	uint64_t ticket;
	bool opens;
	struct scenario scenario;
	enum arch arch;
	double at_s; /* opens: the moment; else what the record begins with */
	double span_s;
};

struct held_watch {
	struct watched watched;
	struct scope_record *record; /* the same, to be freed */
	int references;
	struct held_watch *next; /* of those that somebody or the watch itself has */
};

struct watch {
	pthread_mutex_t lock;
	pthread_cond_t wished;
	bool started, stop;
	pthread_t thread;
	atomic_bool cancelled; /* what is under way */
	int notify_fd;
	uint64_t ticket;
	struct wish *wish; /* that nobody has begun with; NULL: none */
	struct held_watch *newest, *live;
};

struct watch *watch_new(int notify_fd)
{
	struct watch *watch = xcalloc(1, sizeof(*watch));

	pthread_mutex_init(&watch->lock, NULL);
	pthread_cond_init(&watch->wished, NULL);
	atomic_init(&watch->cancelled, false);
	watch->notify_fd = notify_fd;
	return watch;
}

/* With the lock held. */
static void held_unref(struct watch *watch, struct held_watch *held)
{
	struct held_watch **link = &watch->live;

	if (!held || --held->references > 0)
		return;
	while (*link != held)
		link = &(*link)->next;
	*link = held->next;
	scope_record_free(held->record);
	free(held);
}

void watch_free(struct watch *watch)
{
	if (watch->started) {
		pthread_mutex_lock(&watch->lock);
		watch->stop = true;
		atomic_store(&watch->cancelled, true);
		pthread_cond_signal(&watch->wished);
		pthread_mutex_unlock(&watch->lock);
		pthread_join(watch->thread, NULL);
	}
	held_unref(watch, watch->newest);
	assert(!watch->live); /* acquired and not released */
	free(watch->wish);
	pthread_cond_destroy(&watch->wished);
	pthread_mutex_destroy(&watch->lock);
	free(watch);
}

void watch_cancel(struct watch *watch)
{
	pthread_mutex_lock(&watch->lock);
	atomic_store(&watch->cancelled, true);
	free(watch->wish);
	watch->wish = NULL;
	pthread_mutex_unlock(&watch->lock);
}

/* ---- the thread ---- */

/* Takes the wish, or NULL at the end. */
static struct wish *next_wish(struct watch *watch)
{
	struct wish *wish;

	pthread_mutex_lock(&watch->lock);
	while (!watch->wish && !watch->stop)
		pthread_cond_wait(&watch->wished, &watch->lock);
	wish = watch->stop ? NULL : watch->wish;
	if (wish) {
		watch->wish = NULL;
		atomic_store(&watch->cancelled, false);
	}
	pthread_mutex_unlock(&watch->lock);
	return wish;
}

static void publish(struct watch *watch, struct held_watch *fresh)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&watch->lock);
	fresh->references = 1;
	fresh->next = watch->live;
	watch->live = fresh;
	if (fresh->watched.ticket != watch->ticket || atomic_load(&watch->cancelled)) {
		held_unref(watch, fresh);
	} else {
		held_unref(watch, watch->newest);
		watch->newest = fresh;
		/* Can only fail when the count is full, and then it is readable anyway. */
		if (write(watch->notify_fd, &one, sizeof(one)) < 0) {
		}
	}
	pthread_mutex_unlock(&watch->lock);
}

/* Another moment, or NULL where it is refused or cancelled. */
static struct scope *reopen(struct watch *watch, struct scope *scope, const struct wish *wish,
			    struct held_watch *fresh)
{
	scope_free(scope);
	scope = NULL;
	if (!scope_new(&wish->scenario, wish->arch, wish->at_s, &watch->cancelled, &scope,
		       &fresh->watched.error)) {
		publish(watch, fresh);
		return NULL;
	}
	if (!scope)
		free(fresh);
	return scope;
}

static struct scope *grant(struct watch *watch, struct scope *scope, const struct wish *wish)
{
	struct held_watch *fresh = xcalloc(1, sizeof(*fresh));

	fresh->watched.ticket = wish->ticket;
	if (wish->opens) {
		scope = reopen(watch, scope, wish, fresh);
		if (!scope)
			return NULL;
	}
	if (!scope || !scope_advance(scope, scope_span_s(scope, wish->span_s), &watch->cancelled)) {
		free(fresh);
		scope_free(scope);
		return NULL;
	}
	fresh->record = scope_record(scope, wish->opens ? -(double)INFINITY : wish->at_s);
	fresh->watched.record = fresh->record;
	publish(watch, fresh);
	return scope;
}

static void *watcher(void *argument)
{
	struct watch *watch = argument;
	struct scope *scope = NULL;
	struct wish *wish;

	while ((wish = next_wish(watch))) {
		scope = grant(watch, scope, wish);
		free(wish);
	}
	scope_free(scope);
	return NULL;
}

/* ---- the owner ---- */

static void start(struct watch *watch)
{
	sigset_t old;
	int failed;

	units_block_signals(&old);
	failed = pthread_create(&watch->thread, NULL, watcher, watch);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (failed) {
		fputs("ragtop: cannot start a thread\n", stderr);
		abort();
	}
	watch->started = true;
}

static void put_wish(struct watch *watch, struct wish *wish)
{
	if (!watch->started)
		start(watch);
	pthread_mutex_lock(&watch->lock);
	if (wish->opens) {
		wish->ticket = ++watch->ticket;
		atomic_store(&watch->cancelled, true);
	}
	/* To go on is of no use behind a wish to open. */
	if (!wish->opens && watch->wish) {
		free(wish);
	} else {
		free(watch->wish);
		watch->wish = wish;
	}
	pthread_cond_signal(&watch->wished);
	pthread_mutex_unlock(&watch->lock);
}

uint64_t session_watch(struct session *session, const struct scenario *scenario, enum arch arch,
		       double at_s, double span_s)
{
	struct wish *wish = xmalloc(sizeof(*wish));

	wish->opens = true;
	wish->scenario = *scenario;
	wish->arch = arch;
	wish->at_s = at_s;
	wish->span_s = span_s;
	put_wish(session->watch, wish);
	return session->watch->ticket;
}

void session_watch_on(struct session *session, double from_s, double span_s)
{
	struct wish *wish = xmalloc(sizeof(*wish));

	wish->opens = false;
	wish->ticket = session->watch->ticket; /* only the owner changes it */
	wish->at_s = from_s;
	wish->span_s = span_s;
	put_wish(session->watch, wish);
}

const struct watched *session_watch_acquire(struct session *session)
{
	struct watch *watch = session->watch;
	const struct watched *watched = NULL;

	pthread_mutex_lock(&watch->lock);
	if (watch->newest) {
		watch->newest->references++;
		watched = &watch->newest->watched;
	}
	pthread_mutex_unlock(&watch->lock);
	return watched;
}

void session_watch_release(struct session *session, const struct watched *watched)
{
	struct held_watch *held;

	if (!watched)
		return;
	pthread_mutex_lock(&session->watch->lock);
	for (held = session->watch->live; held && &held->watched != watched; held = held->next)
		;
	assert(held);
	held_unref(session->watch, held);
	pthread_mutex_unlock(&session->watch->lock);
}
