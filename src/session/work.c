// SPDX-License-Identifier: MIT
#include "session/work.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "session/units.h"

enum { FIRST_PER_DECADE = 1, COARSE_PER_DECADE = 2, FULL_PER_DECADE = 8 };

struct work *work_new(const struct scenario *scenario, uint64_t generation, bool dragging)
{
	struct work *work = xcalloc(1, sizeof(*work));

	work->generation = generation;
	work->dragging = dragging;
	work->scenario = *scenario;
	work->curve_key = curve_key(scenario);
	atomic_init(&work->cancelled, false);
	return work;
}

void work_free(struct work *work)
{
	assert(work->references == 0 && !work->draft);
	for (int i = 0; i < work->job_count; i++) {
		sim_free(work->jobs[i].sim);
		free(work->jobs[i].order);
	}
	free(work->finest);
	free(work->map);
	free(work->sensitivity);
	free(work);
}

static void add_job(struct work *work, enum job_kind kind, int level)
{
	assert(work->job_count < WORK_JOBS_MAX);
	work->jobs[work->job_count++] = (struct job){ .kind = kind, .level = level };
}

static void add_levels(struct work *work)
{
	int fidelity = work->scenario.fidelity;

	// A trace is always replayed in full: the levels between would only do the same again.
	if (work->scenario.trace && fidelity > 0) {
		add_job(work, JOB_LEVEL, fidelity);
		return;
	}
	for (int level = 1; level < FIDELITY_LEVELS && level <= fidelity; level++) {
		// On the way to exact, one refinement shows that something is happening.
		if (fidelity == FIDELITY_EXACT && level > 1)
			break;
		add_job(work, JOB_LEVEL, level);
	}
	if (fidelity == FIDELITY_EXACT)
		add_job(work, JOB_LEVEL, FIDELITY_EXACT);
}

static void add_knobs(struct work *work, enum job_kind kind, int first, int last)
{
	if (last > work->knob_count)
		last = work->knob_count;
	if (first >= last)
		return;
	add_job(work, kind, 0);
	work->jobs[work->job_count - 1].first = first;
	work->jobs[work->job_count - 1].last = last;
}

/* The first picture, and then where the best one changes, which that leaves open. */
static void add_start(struct work *work)
{
	// A trace is replayed in full at any level.
	if (!work->scenario.trace)
		add_job(work, JOB_LEVEL, FIDELITY_GLANCE);
	add_job(work, JOB_FIRST, 0);
	add_job(work, JOB_COARSE, 0);
}

void work_plan(struct work *work, bool have_any, bool have_coarse, bool have_curve)
{
	bool starts = !have_any && !work->dragging;

	assert(work->job_count == 0);
	if (starts)
		add_start(work);
	add_job(work, JOB_LEVEL, 0);
	if (!starts && !have_coarse && !have_curve)
		add_job(work, JOB_COARSE, 0);
	if (work->dragging)
		return;
	add_levels(work);
	if (!have_curve) {
		add_job(work, JOB_CURVE, 0);
		add_job(work, JOB_CROSSINGS, 0);
	}
	if (work->wish.study == STUDY_MAP) {
		add_job(work, JOB_MAP, 0);
		add_job(work, JOB_MAP_EDGES, 0);
	}
	if (work->wish.study == STUDY_SENSITIVITY) {
		add_job(work, JOB_ROWS, 0);
		add_job(work, JOB_PAIRS, 0);
	}
	if (work->wish.study == STUDY_CLAIMS)
		add_job(work, JOB_CLAIMS, 0);
	add_knobs(work, JOB_FLIPS, 0, SESSION_IN_SIGHT);
	add_knobs(work, JOB_SPARKS, 0, SESSION_IN_SIGHT);
	add_knobs(work, JOB_SPARKS, SESSION_IN_SIGHT, SESSION_SPARKS_MAX);
	add_knobs(work, JOB_FLIPS, SESSION_IN_SIGHT, SESSION_KNOBS_MAX);
}

bool work_add_exact(struct work *work)
{
	for (int i = 0; i < work->job_count; i++)
		if (work->jobs[i].kind == JOB_LEVEL && work->jobs[i].level == FIDELITY_EXACT)
			return false;
	add_job(work, JOB_LEVEL, FIDELITY_EXACT);
	work->jobs[work->job_count - 1].urgent = true;
	return true;
}

static struct job *find_job(struct work *work, enum job_kind kind)
{
	for (int i = 0; i < work->job_count; i++)
		if (work->jobs[i].kind == kind)
			return &work->jobs[i];
	return NULL;
}

/* Crossings and flips agree with the finest figures, but don't wait for a simulation of all
 * queries. */
static bool has_finest(const struct work *work)
{
	for (int i = 0; i < work->job_count; i++)
		if (work->jobs[i].kind == JOB_LEVEL && work->jobs[i].level != FIDELITY_EXACT &&
		    work->jobs[i].state != JOB_DONE)
			return false;
	return true;
}

static bool is_done(struct work *work, enum job_kind kind)
{
	const struct job *job = find_job(work, kind);

	return !job || job->state == JOB_DONE;
}

static bool may_begin(struct work *work, const struct job *job)
{
	// A finer curve begins with the points of the one before it.
	if (job->kind == JOB_COARSE)
		return is_done(work, JOB_FIRST);
	if (job->kind == JOB_CURVE)
		return is_done(work, JOB_COARSE);
	if (job->kind == JOB_CROSSINGS)
		return has_finest(work) && find_job(work, JOB_CURVE)->state == JOB_DONE;
	if (job->kind == JOB_MAP_EDGES)
		return find_job(work, JOB_MAP)->state == JOB_DONE;
	if (job->kind == JOB_PAIRS)
		return find_job(work, JOB_ROWS)->state == JOB_DONE;
	if (job->kind == JOB_FLIPS || job->kind == JOB_SPARKS || job->kind == JOB_ROWS)
		return has_finest(work);
	return true;
}

static bool pick_from(struct work *work, bool urgent, struct task *task)
{
	for (int i = 0; i < work->job_count; i++) {
		struct job *job = &work->jobs[i];
		if (job->urgent != urgent)
			continue;
		if (job->state == JOB_NEW && may_begin(work, job)) {
			job->state = JOB_PREPARING;
			*task = (struct task){ .job = job, .prepare = true };
			return true;
		}
		if (job->state == JOB_READY && job->next < job->tasks) {
			*task = (struct task){ .job = job, .index = job->next++ };
			return true;
		}
	}
	return false;
}

bool work_pick(struct work *work, struct task *task)
{
	return pick_from(work, true, task) || pick_from(work, false, task);
}

bool work_done(const struct work *work)
{
	for (int i = 0; i < work->job_count; i++)
		if (work->jobs[i].state != JOB_DONE)
			return false;
	return true;
}

void work_give_up(struct work *work)
{
	for (int i = 0; i < work->job_count; i++)
		work->jobs[i].state = JOB_DONE;
}

bool work_cancelled(const struct work *work)
{
	return atomic_load_explicit(&work->cancelled, memory_order_relaxed);
}

static bool prepare_level(struct work *work, struct job *job, struct error *error)
{
	const struct run_options options = { .pictures = true };
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	bool ok;

	*scenario = work->scenario;
	scenario->fidelity = job->level;
	ok = sim_new(scenario, &options, &job->sim, error);
	free(scenario);
	if (!ok)
		return false;
	job->order = units_order(job->sim);
	job->tasks = sim_unit_count(job->sim);
	return true;
}

bool job_next_wave(struct work *work, struct job *job)
{
	if (job->kind != JOB_LEVEL || work_cancelled(work) || !sim_next_wave(job->sim))
		return false;
	free(job->order);
	job->order = units_order(job->sim);
	job->tasks = sim_unit_count(job->sim);
	job->next = job->finished = 0;
	return true;
}

/* The track of the volume knob, wider when the scenario's own volume lies outside. */
static void prepare_curve(const struct work *work, struct job *job, const struct job *before,
			  int per_decade)
{
	const struct param_info *info = &param_table[P_traffic_volume_qpm];
	double volume_qpm = scenario_volume_qpm(&work->scenario);
	double lo = info->slider_lo, hi = info->slider_hi;

	while (volume_qpm > 0 && lo > volume_qpm && lo > 1)
		lo /= 10;
	while (hi < volume_qpm)
		hi *= 10;
	curve_init(&job->curve, lo, fmin(hi, info->max), per_decade);
	if (before)
		curve_take_points(&job->curve, &before->curve);
	job->tasks = (size_t)job->curve.point_count;
}

/* Axes that the scenario cannot have, as with a trace, make no map. */
static void prepare_map(struct work *work, struct job *job)
{
	const struct study_wish *wish = &work->wish;
	struct track x, y;
	struct error error;

	work->map = xcalloc(1, sizeof(*work->map));
	if (!map_axis(&x, &work->scenario, wish->x, wish->lo_x, wish->hi_x, &error) ||
	    !map_axis(&y, &work->scenario, wish->y, wish->lo_y, wish->hi_y, &error))
		return;
	map_init(work->map, &work->scenario, &x, &y, wish->columns, wish->rows);
	work->map->measure = wish->measure;
	work->map->any = wish->any;
	job->tasks = (size_t)work->map->cell_count;
}

/* Of a scenario that has no figures there is nothing to say. */
static void prepare_rows(struct work *work, struct job *job)
{
	work->sensitivity = xcalloc(1, sizeof(*work->sensitivity));
	if (!work->finest)
		return;
	sensitivity_init(work->sensitivity, &work->scenario, work->wish.measure, work->finest,
			 &work->cancelled);
	job->tasks = (size_t)work->sensitivity->row_count;
}

static void prepare_pairs(struct work *work, struct job *job)
{
	sensitivity_rank(work->sensitivity, ORDER_EFFECT);
	sensitivity_pairs(work->sensitivity);
	job->tasks = (size_t)work->sensitivity->pair_count;
}

bool job_prepare(struct work *work, struct job *job, struct error *error)
{
	switch (job->kind) {
	case JOB_LEVEL:
		return prepare_level(work, job, error);
	case JOB_FIRST:
		prepare_curve(work, job, NULL, FIRST_PER_DECADE);
		break;
	case JOB_COARSE:
		prepare_curve(work, job, find_job(work, JOB_FIRST), COARSE_PER_DECADE);
		break;
	case JOB_CURVE:
		prepare_curve(work, job, find_job(work, JOB_COARSE), FULL_PER_DECADE);
		break;
	case JOB_CROSSINGS:
		job->curve = find_job(work, JOB_CURVE)->curve;
		job->tasks = 1;
		break;
	case JOB_MAP:
		prepare_map(work, job);
		break;
	case JOB_MAP_EDGES:
		map_edges_find(work->map);
		job->tasks = (size_t)work->map->edge_count;
		break;
	case JOB_ROWS:
		prepare_rows(work, job);
		break;
	case JOB_PAIRS:
		prepare_pairs(work, job);
		break;
	case JOB_FLIPS:
	case JOB_SPARKS:
		job->tasks = (size_t)(job->last - job->first);
		break;
	case JOB_CLAIMS:
		job->tasks = CLAIM_COUNT;
		break;
	}
	return true;
}

void job_run_task(struct work *work, struct job *job, size_t index, struct sim_scratch *scratch)
{
	switch (job->kind) {
	case JOB_LEVEL:
		sim_unit_run(job->sim, job->order[index], scratch, &work->cancelled);
		break;
	case JOB_CROSSINGS:
		curve_find_crossings(&job->curve, &work->scenario, work->finest, &work->cancelled);
		break;
	case JOB_FIRST:
	case JOB_COARSE:
	case JOB_CURVE:
	case JOB_MAP:
	case JOB_MAP_EDGES:
	case JOB_ROWS:
	case JOB_PAIRS:
	case JOB_FLIPS:
	case JOB_CLAIMS:
	case JOB_SPARKS:
		assert(!"run where they are published");
		break;
	}
}

void job_run_point(struct work *work, struct job *job, size_t index, struct probe *probe)
{
	curve_ask_point(&job->curve, (int)index, job->kind == JOB_FIRST, &work->scenario, probe);
}

bool job_run_map(struct work *work, struct job *job, size_t index, struct probe *probe)
{
	if (job->kind == JOB_MAP)
		return map_cell_compute(work->map, (int)index, &work->scenario, probe);
	return map_edge_refine(work->map, (int)index, &work->scenario, probe);
}

bool job_run_sensitivity(struct work *work, struct job *job, size_t index)
{
	if (job->kind == JOB_ROWS)
		return sensitivity_row(work->sensitivity, (int)index, &work->scenario, work->finest,
				       &work->cancelled);
	return sensitivity_pair(work->sensitivity, (int)index, &work->scenario, work->finest,
				&work->cancelled);
}
