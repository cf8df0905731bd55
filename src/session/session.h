// SPDX-License-Identifier: MIT
/*
 * L3. Worker threads that turn the current scenario into ever finer snapshots.
 *
 * The owner (one thread, the UI's) hands over a scenario; workers publish, newest first: a result
 * at level 0, the curve over volume, the level the scenario asks for, and what the knobs' flips
 * are. A newer scenario cancels what is under way within a millisecond or so. Snapshots are
 * immutable and counted; the owner never waits for a lock that is held during work.
 */
#ifndef RAGTOP_SESSION_H
#define RAGTOP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/curve.h"
#include "study/flip.h"

enum { SESSION_KNOBS_MAX = 256 };

struct snapshot {
	uint64_t generation; /* of the edit it belongs to; grows by one with every session_edit */
	struct scenario scenario;
	bool has_result; /* false: the run was refused, see error */
	struct error error;
	struct result result;
	int level; /* fidelity of `result` */
	/* point_count 0 until there is one. Carried over from edit to edit until there is a newer
	 * one: curve_generation says whose it is. Without `complete`, crossings are guessed. */
	struct curve curve;
	uint64_t curve_generation;
	int knob_count;
	struct knob knobs[SESSION_KNOBS_MAX];
	/* Known as they come in. That of the one knob that moved is carried over until then. */
	struct flip flips[SESSION_KNOBS_MAX];
	bool settled; /* nothing more is coming for this generation */
};

struct session;

/* threads: 0 = as many as there are processors. Starts nothing until the first edit. */
struct session *session_new(int threads);
void session_free(struct session *session); /* cancels, joins */

/* The knobs whose flips are wanted, most wanted first. Takes effect with the next edit. */
void session_want_flips(struct session *session, const struct knob *knobs, int count);

/* Copies the scenario and starts over; refines as far as its fidelity says. dragging: only level 0
 * and a coarse curve, until an edit without it; edits of a drag let the frame before be finished,
 * so that pictures keep coming. Returns the generation. */
uint64_t session_edit(struct session *session, const struct scenario *scenario, bool dragging);
/* Refines the present scenario to exact; a snapshot says so when it is too large for that. */
void session_refine_exact(struct session *session);

/* A descriptor that polls readable when a newer snapshot is there; session_acquire clears it. */
int session_fd(const struct session *session);
/* The newest snapshot, or NULL before the first; each must be released. */
const struct snapshot *session_acquire(struct session *session);
void session_release(struct session *session, const struct snapshot *snapshot);
/* Blocks until the newest edit has a snapshot with a result or an error, at most timeout_ms. */
bool session_wait(struct session *session, int timeout_ms);

/* run() with the units spread over threads (0: all processors). The same bits as run(). */
struct run_options;
bool session_run(const struct scenario *scenario, const struct run_options *options, int threads,
		 struct result *result, struct error *error);

#endif
