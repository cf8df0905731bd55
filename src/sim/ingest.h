// SPDX-License-Identifier: MIT
/*
 * L1. The way into the index: one queue, first come first served, for changed facts, for records to
 * be deleted and, in front of them while it lasts, for embedding the whole corpus again.
 *
 * A change waits for its batch (at k x ingest_every_hours, k whole; at once when that is 0), is
 * worked on for facts / ingest_facts_per_s once those before it are done, and is found index_lag_s
 * later. With Poisson changes and no queue the mean way is period / 2 + facts / rate + lag. The
 * rate, the lag and the batch are those in force when it came. Times in seconds.
 *
 * Equations: docs/MODEL.md, [K5].
 */
#ifndef RAGTOP_SIM_INGEST_H
#define RAGTOP_SIM_INGEST_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/params.h>

struct ingest_job {
	double taken_s;  /* by its batch */
	double length_s; /* of the work */
	double lag_s;
	double visible_s;
	bool deletion; /* of a record; else an update of facts */
	size_t number; /* of it, among its kind */
};

struct ingest {
	double free_s; /* the last job is done */
	/* Those whose batch may still be to come, and when what was before them is done: a
	 * re-embedding goes ahead of them. */
	double before_s;
	struct ingest_job *waiting;
	size_t count, capacity;
};

/* Nothing in the queue; memory is kept. A zeroed one is valid input. */
void ingest_clear(struct ingest *ingest);
void ingest_release(struct ingest *ingest);

/* Between batches; 0: there are none, changes are taken as they come. */
double ingest_period_s(const struct params *params);
/* The batch that takes what changes at at_s: not before it. */
double ingest_taken_s(const struct params *params, double at_s);
/* Queues `facts` facts at at_s, not before the last one queued. Returns when they are visible. */
double ingest_add(struct ingest *ingest, const struct params *params, double at_s, double facts,
		  bool deletion, size_t number);
/* The whole index is made anew from at_s on, behind what has been taken, for length_s. What is
 * visible later than it was said is still in `waiting`. */
void ingest_hold(struct ingest *ingest, double at_s, double length_s);

#endif
