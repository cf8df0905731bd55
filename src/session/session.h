// SPDX-License-Identifier: MIT
/*
 * L3. Worker threads that turn the current scenario into ever finer snapshots.
 *
 * The owner (one thread, the UI's) hands over a scenario; workers publish, newest first: a result
 * at level 0, the curve over volume, the level the scenario asks for, a study if one is wanted, and
 * what the knobs' flips are. A newer scenario cancels what is under way within a millisecond or so.
 * Snapshots are immutable and counted; the owner never waits for a lock that is held during work.
 */
#ifndef RAGTOP_SESSION_H
#define RAGTOP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/claim.h"
#include "study/curve.h"
#include "study/flip.h"
#include "study/map.h"
#include "study/sensitivity.h"
#include "study/spark.h"

enum {
	SESSION_KNOBS_MAX = 320,
	SESSION_IN_SIGHT = 16,   /* of the wanted knobs: these are done before any other */
	SESSION_SPARKS_MAX = 64, /* the most wanted knobs get one */
};

struct snapshot {
	uint64_t generation; /* of the edit it belongs to; grows by one with every session_edit */
	bool has_result;     /* false: the run was refused, see error */
	struct error error;
	int level;              /* fidelity of `result` */
	uint64_t result_serial; /* another with every other result of the session; 0: none yet */
	/* point_count 0 until there is one. Carried over from edit to edit until there is a newer
	 * one: curve_generation says whose it is. Without `complete`, crossings are guessed. */
	struct curve curve;
	uint64_t curve_generation;
	int knob_count;
	struct knob knobs[SESSION_KNOBS_MAX];
	/* Known as they come in. That of the one knob that moved is carried over until then. */
	struct flip flips[SESSION_KNOBS_MAX];
	/* Of the best architecture, of the first knobs. Those of the edit before are kept, as
	 * stale, until theirs come in. */
	struct spark sparks[SESSION_SPARKS_MAX];
	bool settled; /* nothing more is coming for this generation */
	/* The large ones, in the end: see snapshot_take. */
	struct scenario scenario;
	struct result result;
};

/* Copies a snapshot over an earlier one of the same session, or over zeros; of the scenario and the
 * result, nearly all of its size, only what is not the same already. */
void snapshot_take(struct snapshot *into, const struct snapshot *from);

/* A study that fills bit by bit while somebody looks at it. */
enum study_kind { STUDY_NONE, STUDY_MAP, STUDY_SENSITIVITY, STUDY_CLAIMS };

struct study_wish {
	enum study_kind study;
	/* STUDY_MAP: its axes and how fine it is; `any`: the cheapest counts, targets or not. */
	enum param_id x, y;
	double lo_x, hi_x, lo_y, hi_y; /* NaN: as map_axis has it */
	int columns, rows;
	enum cost_measure measure;
	bool any;
};

/* How far a study is. */
struct study_news {
	uint64_t generation; /* of the edit it belongs to; 0: none yet */
	unsigned serial;     /* grows with every change */
	int pieces;          /* that are there */
	bool complete;
};

struct session;

/* threads: 0 = as many as there are processors. Starts nothing until the first edit. */
struct session *session_new(int threads);
void session_free(struct session *session); /* cancels, joins */

/* The knobs whose flips, and sparks, are wanted, most wanted first. Takes effect with the next
 * edit. */
void session_want_flips(struct session *session, const struct knob *knobs, int count);

/* The study that is wanted besides the usual, before the flips. Takes effect with the next edit. */
void session_want_study(struct session *session, const struct study_wish *wish);

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
/* Copies what there is of the map, also of an edit before the newest, unless *news, which the owner
 * had from here, says the same. The descriptor polls readable when there is more. */
bool session_copy_map(struct session *session, struct map *map, struct study_news *news);
/* The same of the sensitivity; rows come in the order of the table, pairs last. */
bool session_copy_sensitivity(struct session *session, struct sensitivity *sensitivity,
			      struct study_news *news);
/* The articles' claims, each on a scenario of its own: what has been judged stays, whatever is
 * edited. */
struct claims_known {
	unsigned serial; /* grows with every one */
	int count;
	bool known[CLAIM_COUNT];
	struct claim_outcome outcome[CLAIM_COUNT];
};
/* False: nothing new since *claims, which the owner had from here. */
bool session_copy_claims(struct session *session, struct claims_known *claims);
/* Blocks until the newest edit has a snapshot with a result or an error, at most timeout_ms. */
bool session_wait(struct session *session, int timeout_ms);

/* run() with the units spread over threads (0: all processors). The same bits as run(). Options
 * NULL: none. */
struct run_options;
bool session_run(const struct scenario *scenario, const struct run_options *options, int threads,
		 struct result *result, struct error *error);

#endif
