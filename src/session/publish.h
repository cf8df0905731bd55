// SPDX-License-Identifier: MIT
/*
 * L3. The insides of a session, and how snapshots are built, published and given back.
 *
 * Two locks. `lock` guards everything that is not said otherwise and is held for moments only,
 * never while anything is simulated; the owner takes this one alone. `publishing` guards the draft
 * of the current work and is held by workers while they put a snapshot together; whoever wants both
 * takes `publishing` first.
 */
#ifndef RAGTOP_SESSION_PUBLISH_H
#define RAGTOP_SESSION_PUBLISH_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "session/board.h"
#include "session/session.h"
#include "session/work.h"

/* A snapshot and what belongs to it but is nobody else's business. */
struct held {
	struct snapshot snapshot;
	uint64_t curve_key; /* of the scenario that the curve is of */
	int references;
	struct held *next;
};

struct session {
	pthread_mutex_t lock, publishing;
	pthread_cond_t more_work, published;
	bool stop;
	int fd; /* an eventfd */
	int thread_count;
	pthread_t *threads;
	struct work *current;
	struct work *pending; /* the newest edit of a drag, while `current` draws its frame */
	struct held *newest;
	struct held *live, *spare;             /* in use, and kept for reuse */
	struct watch *watch;                   /* with a lock of its own, see watch.h */
	uint64_t generation;                   /* the owner's */
	uint64_t result_serial;                /* guarded by `publishing` */
	struct knob wanted[SESSION_KNOBS_MAX]; /* the owner's */
	int wanted_count;
	struct study_wish wish; /* the owner's */
	struct board board;
};

/* With `lock` held: */
struct held *held_get(struct session *session);
void held_put(struct session *session, struct held *held);
/* Makes it the current work; what it cancels is gone as soon as no worker is in it. */
void publish_start(struct session *session, struct work *work);
void publish_cancel(struct session *session, struct work *work);
void work_unref(struct session *session, struct work *work);

/* Without locks; each publishes if the work is still current and has a result or a refusal. */
void publish_level(struct session *session, struct work *work, struct job *job,
		   const struct result *result);
void publish_curve(struct session *session, struct work *work, struct job *job);
void publish_flip(struct session *session, struct work *work, size_t index,
		  const struct flip *flip);
void publish_spark(struct session *session, struct work *work, size_t index,
		   const struct spark *spark);
void publish_refusal(struct session *session, struct work *work, struct job *job,
		     const struct error *error);
/* A piece of a study is on the board. */
void publish_piece(struct session *session);
/* Keeps the finest result so far as what crossings and flips are to agree with. */
void publish_finest(struct session *session, struct work *work);
/* Nothing new but that the job is done; or that more is coming after all. */
void publish_done(struct session *session, struct work *work, struct job *job);
void publish_unsettled(struct session *session, struct work *work);

/* Frees what is left; nothing may be in use any more. */
void publish_release(struct session *session);

#endif
