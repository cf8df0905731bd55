// SPDX-License-Identifier: MIT
/*
 * L3. The microscope of a session: a thread of its own that simulates a stretch of time query by
 * query (sim/scope.h) and hands out what it recorded, while the others refine the figures.
 *
 * The owner asks and never waits; when a record is there, session_fd polls readable. A newer wish
 * or a newer edit cancels what is under way. The lock is held for moments only, never while
 * anything is simulated; it is never taken together with one of the session's.
 */
#ifndef RAGTOP_SESSION_WATCH_H
#define RAGTOP_SESSION_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "sim/scope.h"

struct session;

/* Immutable and counted; each that was acquired must be released. */
struct watched {
	uint64_t ticket;                   /* of the wish that opened it */
	const struct scope_record *record; /* NULL: refused, see error */
	struct error error;
};

/* Opens at a moment of the run and records from some time before it to span_s after it, or less
 * where that is a lot. Returns the ticket of the wish. */
uint64_t session_watch(struct session *session, const struct scenario *scenario, enum arch arch,
		       double at_s, double span_s);
/* Goes on from the end of the newest record of the present ticket; the next one has from_s on. */
void session_watch_on(struct session *session, double from_s, double span_s);

/* The newest record, or NULL. */
const struct watched *session_watch_acquire(struct session *session);
void session_watch_release(struct session *session, const struct watched *watched);

/* Of session.c. The thread starts with the first wish; notify_fd: an eventfd. */
struct watch;
struct watch *watch_new(int notify_fd);
void watch_free(struct watch *watch); /* cancels, joins */
void watch_cancel(struct watch *watch);

#endif
