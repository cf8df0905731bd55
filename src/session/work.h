// SPDX-License-Identifier: MIT
/*
 * L3. The work that one edit causes: jobs in order of urgency, each cut into tasks for threads.
 *
 * A work belongs to one generation. Whoever holds the session's lock picks tasks and reports them
 * done; the tasks themselves run without any lock and stop early once the work is cancelled.
 * The snapshot to be published next is built up in `draft`, see publish.h.
 */
#ifndef RAGTOP_SESSION_WORK_H
#define RAGTOP_SESSION_WORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/run.h>
#include <ragtop/scenario.h>
#include "session/session.h"
#include "study/curve.h"
#include "study/probe.h"

enum job_kind {
	JOB_LEVEL,     /* a result at one fidelity; a task is a unit of the wave at hand */
	JOB_FIRST,     /* very few points of the curve, for the first frame; a task is a point */
	JOB_COARSE,    /* few points */
	JOB_CURVE,     /* all points */
	JOB_CROSSINGS, /* one task, once the curve is there */
	JOB_MAP,       /* a task is a cell; each is put on the board as it comes in */
	JOB_MAP_EDGES, /* likewise an edge, once the cells are there */
	JOB_ROWS,      /* of the sensitivity; a task is a parameter */
	JOB_PAIRS,     /* likewise two of them, once the rows are there */
	JOB_FLIPS,     /* a task is a knob; each is published as it comes in */
	JOB_SPARKS,    /* likewise */
	JOB_CLAIMS,    /* a task is a claim, which the edit has no part in */
};

enum job_state { JOB_NEW, JOB_PREPARING, JOB_READY, JOB_DONE };

struct job {
	enum job_kind kind;
	enum job_state state;
	int level;       /* of JOB_LEVEL, as scenario.fidelity */
	int first, last; /* of JOB_FLIPS and JOB_SPARKS: the knobs [first, last) */
	bool urgent;     /* somebody asked for it */
	struct sim *sim; /* of JOB_LEVEL, once ready */
	size_t *order;
	struct curve curve; /* of JOB_FIRST to JOB_CURVE; of JOB_CROSSINGS, once ready */
	size_t tasks, next, finished;
};

enum { WORK_JOBS_MAX = FIDELITY_LEVELS + 15 };

struct work {
	uint64_t generation;
	bool dragging;
	atomic_bool cancelled;
	int references; /* guarded by the session's lock */
	struct scenario scenario;
	uint64_t curve_key;
	int knob_count; /* wanted flips */
	struct knob knobs[SESSION_KNOBS_MAX];
	struct study_wish wish;
	struct map *map;                 /* with STUDY_MAP, from its preparation on */
	struct sensitivity *sensitivity; /* with STUDY_SENSITIVITY, likewise */
	int job_count;
	struct job jobs[WORK_JOBS_MAX];
	struct result *finest; /* what crossings and flips agree with; from their preparation on */
	struct held *draft;    /* see publish.h; guarded by the publishing lock, as `refused` */
	bool refused;          /* not even the coarsest figures will come */
};

/* What a thread does next: the preparation of a job, or one of its tasks. */
struct task {
	struct job *job;
	bool prepare;
	size_t index;
};

struct work *work_new(const struct scenario *scenario, uint64_t generation, bool dragging);
/* Only without references; the draft must have been given back. */
void work_free(struct work *work);
/* Which jobs there are. have_any: there is a curve to look at, be it of another scenario;
 * have_curve: none needed; have_coarse: only the full one is missing. */
void work_plan(struct work *work, bool have_any, bool have_coarse, bool have_curve);
/* Adds the exact run unless it is there. False when it is. */
bool work_add_exact(struct work *work);

/* The most urgent task that can be begun now; false when there is none. */
bool work_pick(struct work *work, struct task *task);
bool work_done(const struct work *work);
/* The simulator refused the scenario: nothing else is worth trying. */
void work_give_up(struct work *work);

/* Without lock: */
bool work_cancelled(const struct work *work);
/* Lays out the tasks of a job. False, with the error filled, when the run is refused. */
bool job_prepare(struct work *work, struct job *job, struct error *error);
/* All tasks are finished, and nobody works on the job: true if there are more now. */
bool job_next_wave(struct work *work, struct job *job);
/* One unit; crossings: all of them. Flips and studies are run where they are published, in
 * session.c. */
void job_run_task(struct work *work, struct job *job, size_t index, struct sim_scratch *scratch);
/* A point of a curve. */
void job_run_point(struct work *work, struct job *job, size_t index, struct probe *probe);
/* A cell or an edge of the map; a row or a pair of the sensitivity. False when cancelled. */
bool job_run_map(struct work *work, struct job *job, size_t index, struct probe *probe);
bool job_run_sensitivity(struct work *work, struct job *job, size_t index);

#endif
