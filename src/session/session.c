// SPDX-License-Identifier: MIT
#include "session/session.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "io/shipped.h"
#include "session/publish.h"
#include "session/units.h"
#include "session/watch.h"
#include "session/work.h"

static void finish_level(struct session *session, struct work *work, struct job *job)
{
	struct result *result = xmalloc(sizeof(*result));

	sim_finish(job->sim, result);
	// The studies that follow take long, and its measures are most of what the program holds.
	sim_free(job->sim);
	job->sim = NULL;
	publish_level(session, work, job, result);
	units_return_memory();
	free(result);
}

/* What a worker keeps from task to task. */
struct hand {
	struct sim_scratch *scratch;
	struct probe *probe; /* of the work at hand, for studies */
	const struct work *probe_of;
	uint64_t probe_generation;
};

static struct probe *hand_probe(struct hand *hand, const struct work *work)
{
	if (hand->probe && hand->probe_of == work && hand->probe_generation == work->generation)
		return hand->probe;
	probe_free(hand->probe);
	hand->probe = probe_new(&work->scenario, &work->cancelled);
	hand->probe_of = work;
	hand->probe_generation = work->generation;
	return hand->probe;
}

static void finish_job(struct session *session, struct work *work, struct job *job)
{
	if (work_cancelled(work))
		return;
	switch (job->kind) {
	case JOB_LEVEL:
		finish_level(session, work, job);
		break;
	case JOB_FIRST:
	case JOB_COARSE:
	case JOB_CURVE:
		curve_guess_crossings(&job->curve);
		publish_curve(session, work, job);
		break;
	case JOB_CROSSINGS:
		publish_curve(session, work, job);
		break;
	case JOB_MAP_EDGES:
		board_map_done(&session->board, work->generation);
		publish_done(session, work, job);
		break;
	case JOB_PAIRS:
		board_sensitivity_done(&session->board, work->generation);
		publish_done(session, work, job);
		break;
	case JOB_MAP:
	case JOB_ROWS:
	case JOB_FLIPS:
	case JOB_CLAIMS:
	case JOB_SPARKS:
		publish_done(session, work, job);
		break;
	}
}

/* The board shows how a study begins. */
static void begin_study(struct session *session, struct work *work, const struct job *job)
{
	if (job->kind == JOB_MAP)
		board_map_begin(&session->board, work->generation, work->map);
	else if (job->kind == JOB_MAP_EDGES)
		board_map_edges(&session->board, work->generation, work->map);
	else if (job->kind == JOB_ROWS)
		board_sensitivity_begin(&session->board, work->generation, work->sensitivity);
	else if (job->kind == JOB_PAIRS)
		board_sensitivity_pairs(&session->board, work->generation, work->sensitivity);
	else
		return;
	publish_piece(session);
}

static void prepare_job(struct session *session, struct work *work, struct job *job)
{
	struct error error = { 0 };
	bool empty;

	if (job->kind == JOB_LEVEL && job->level == FIDELITY_EXACT)
		publish_unsettled(session, work);
	if (job->kind == JOB_CROSSINGS || job->kind == JOB_FLIPS || job->kind == JOB_SPARKS ||
	    job->kind == JOB_ROWS)
		publish_finest(session, work);
	if (!job_prepare(work, job, &error)) {
		publish_refusal(session, work, job, &error);
		return;
	}
	begin_study(session, work, job);
	pthread_mutex_lock(&session->lock);
	empty = job->tasks == 0 && job->state == JOB_PREPARING;
	if (job->state == JOB_PREPARING)
		job->state = JOB_READY;
	pthread_cond_broadcast(&session->more_work);
	pthread_mutex_unlock(&session->lock);
	if (empty)
		finish_job(session, work, job);
}

static void run_map(struct session *session, struct work *work, const struct task *task,
		    struct hand *hand)
{
	if (!job_run_map(work, task->job, task->index, hand_probe(hand, work)))
		return;
	if (task->job->kind == JOB_MAP)
		board_map_cell(&session->board, work->generation, work->map, (int)task->index);
	else
		board_map_edge(&session->board, work->generation, work->map, (int)task->index);
	publish_piece(session);
}

static void run_sensitivity(struct session *session, struct work *work, const struct task *task)
{
	if (!job_run_sensitivity(work, task->job, task->index))
		return;
	if (task->job->kind == JOB_ROWS)
		board_sensitivity_row(&session->board, work->generation, work->sensitivity,
				      (int)task->index);
	else
		board_sensitivity_pair(&session->board, work->generation, work->sensitivity,
				       (int)task->index);
	publish_piece(session);
}

static void run_flip(struct session *session, struct work *work, size_t index)
{
	struct flip flip;

	if (flip_find(&work->scenario, work->knobs[index], work->finest, &flip, &work->cancelled))
		publish_flip(session, work, index, &flip);
}

static void run_claim(struct session *session, struct work *work, int i)
{
	const struct claim *claim = claim_at(i);
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct claim_outcome outcome;
	struct error error;
	bool runs = claim->margin != NULL;

	if (!board_claim_known(&session->board, i) &&
	    (!runs || shipped_scenario(claim->scenario, scenario, &error))) {
		if (runs)
			claim_apply(claim, scenario);
		if (claim_judge(claim, runs ? scenario : NULL, &outcome, &work->cancelled)) {
			board_claim(&session->board, i, &outcome);
			publish_piece(session);
		}
	}
	free(scenario);
}

static void run_spark(struct session *session, struct work *work, size_t index, struct hand *hand)
{
	struct spark spark = { .known = true };

	// A refused scenario has no best one, and its knobs are flat.
	if (work->finest && !spark_find(&work->scenario, work->knobs[index],
					work->finest->verdict.best, &spark, hand_probe(hand, work)))
		return;
	publish_spark(session, work, index, &spark);
}

static void run_task(struct session *session, struct work *work, const struct task *task,
		     struct hand *hand)
{
	struct job *job = task->job;
	bool finished;

	if (job->kind == JOB_FIRST || job->kind == JOB_COARSE || job->kind == JOB_CURVE)
		job_run_point(work, job, task->index, hand_probe(hand, work));
	else if (job->kind == JOB_FLIPS)
		run_flip(session, work, (size_t)job->first + task->index);
	else if (job->kind == JOB_SPARKS)
		run_spark(session, work, (size_t)job->first + task->index, hand);
	else if (job->kind == JOB_MAP || job->kind == JOB_MAP_EDGES)
		run_map(session, work, task, hand);
	else if (job->kind == JOB_ROWS || job->kind == JOB_PAIRS)
		run_sensitivity(session, work, task);
	else if (job->kind == JOB_CLAIMS)
		run_claim(session, work, (int)task->index);
	else
		job_run_task(work, job, task->index, hand->scratch);
	pthread_mutex_lock(&session->lock);
	finished = ++job->finished == job->tasks && job->state == JOB_READY;
	if (finished && job_next_wave(work, job)) {
		finished = false;
		pthread_cond_broadcast(&session->more_work);
	}
	pthread_mutex_unlock(&session->lock);
	if (finished)
		finish_job(session, work, job);
}

static void *worker(void *argument)
{
	struct session *session = argument;
	struct hand hand = { .scratch = sim_scratch_new() };
	struct task task;

	units_yield();
	pthread_mutex_lock(&session->lock);
	while (!session->stop) {
		struct work *work = session->current;
		if (!work || !work_pick(work, &task)) {
			pthread_cond_wait(&session->more_work, &session->lock);
			continue;
		}
		work->references++;
		pthread_mutex_unlock(&session->lock);
		if (task.prepare)
			prepare_job(session, work, task.job);
		else
			run_task(session, work, &task, &hand);
		pthread_mutex_lock(&session->lock);
		work_unref(session, work);
	}
	pthread_mutex_unlock(&session->lock);
	probe_free(hand.probe);
	sim_scratch_free(hand.scratch);
	return NULL;
}

static void start_threads(struct session *session, int threads)
{
	sigset_t old;

	session->threads = xcalloc((size_t)threads, sizeof(*session->threads));
	units_block_signals(&old);
	while (session->thread_count < threads &&
	       pthread_create(&session->threads[session->thread_count], NULL, worker, session) == 0)
		session->thread_count++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (session->thread_count == 0) {
		fputs("ragtop: cannot start a thread\n", stderr);
		abort();
	}
}

struct session *session_new(int threads)
{
	struct session *session = xcalloc(1, sizeof(*session));
	pthread_condattr_t monotonic;

	assert(threads >= 0);
	units_keep_memory();
	pthread_mutex_init(&session->lock, NULL);
	pthread_mutex_init(&session->publishing, NULL);
	board_init(&session->board);
	pthread_cond_init(&session->more_work, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&session->published, &monotonic);
	pthread_condattr_destroy(&monotonic);
	session->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (session->fd < 0) {
		fprintf(stderr, "ragtop: no event descriptor: %s\n", strerror(errno));
		abort();
	}
	session->watch = watch_new(session->fd);
	start_threads(session, threads > 0 ? threads : units_processors());
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	pthread_mutex_lock(&session->lock);
	session->stop = true;
	publish_cancel(session, session->current);
	publish_cancel(session, session->pending);
	session->current = NULL;
	session->pending = NULL;
	pthread_cond_broadcast(&session->more_work);
	pthread_mutex_unlock(&session->lock);
	for (int i = 0; i < session->thread_count; i++)
		pthread_join(session->threads[i], NULL);
	watch_free(session->watch);
	publish_release(session);
	close(session->fd);
	pthread_cond_destroy(&session->published);
	pthread_cond_destroy(&session->more_work);
	board_release(&session->board);
	pthread_mutex_destroy(&session->publishing);
	pthread_mutex_destroy(&session->lock);
	free(session->threads);
	free(session);
}

void session_want_flips(struct session *session, const struct knob *knobs, int count)
{
	assert(count >= 0 && count <= SESSION_KNOBS_MAX);
	for (int i = 0; i < count; i++)
		session->wanted[i] = knobs[i];
	session->wanted_count = count;
}

void session_want_study(struct session *session, const struct study_wish *wish)
{
	session->wish = *wish;
}

/* Something else than the owner has; of a study that has only begun there is nothing to see. */
static bool is_news(const struct study_news *there, const struct study_news *had)
{
	return (there->pieces > 0 || there->complete) &&
	       (there->generation != had->generation || there->serial != had->serial);
}

bool session_copy_map(struct session *session, struct map *map, struct study_news *news)
{
	struct board *board = &session->board;
	bool fresh;

	pthread_mutex_lock(&board->lock);
	fresh = is_news(&board->map_news, news);
	if (fresh) {
		*map = *board->map;
		*news = board->map_news;
	}
	pthread_mutex_unlock(&board->lock);
	return fresh;
}

bool session_copy_sensitivity(struct session *session, struct sensitivity *sensitivity,
			      struct study_news *news)
{
	struct board *board = &session->board;
	bool fresh;

	pthread_mutex_lock(&board->lock);
	fresh = is_news(&board->sensitivity_news, news);
	if (fresh) {
		*sensitivity = *board->sensitivity;
		*news = board->sensitivity_news;
	}
	pthread_mutex_unlock(&board->lock);
	return fresh;
}

bool session_copy_claims(struct session *session, struct claims_known *claims)
{
	struct board *board = &session->board;
	bool fresh;

	pthread_mutex_lock(&board->lock);
	fresh = board->claims->serial != claims->serial;
	if (fresh)
		*claims = *board->claims;
	pthread_mutex_unlock(&board->lock);
	return fresh;
}

/* While dragging, edits come faster than frames can be simulated. Were each to cancel the one
 * before, none would ever be seen; so a frame of a drag is finished first. */
static bool must_wait(const struct session *session, const struct work *work)
{
	return work->dragging && session->current && session->current->dragging &&
	       !work_done(session->current);
}

uint64_t session_edit(struct session *session, const struct scenario *scenario, bool dragging)
{
	struct work *work = work_new(scenario, ++session->generation, dragging);

	work->references = 1;
	work->knob_count = session->wanted_count;
	for (int i = 0; i < work->knob_count; i++)
		work->knobs[i] = session->wanted[i];
	work->wish = session->wish;
	watch_cancel(session->watch);

	pthread_mutex_lock(&session->lock);
	publish_cancel(session, session->pending);
	session->pending = NULL;
	if (must_wait(session, work)) {
		session->pending = work;
	} else {
		publish_cancel(session, session->current);
		publish_start(session, work);
	}
	pthread_mutex_unlock(&session->lock);
	return session->generation;
}

void session_refine_exact(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	if (session->current && !session->current->dragging && work_add_exact(session->current))
		pthread_cond_broadcast(&session->more_work);
	pthread_mutex_unlock(&session->lock);
}

int session_fd(const struct session *session)
{
	return session->fd;
}

const struct snapshot *session_acquire(struct session *session)
{
	const struct snapshot *snapshot = NULL;
	uint64_t count;

	// First the mark, then the snapshot: one that comes in between sets the mark again.
	if (read(session->fd, &count, sizeof(count)) < 0)
		assert(errno == EAGAIN || errno == EINTR);
	pthread_mutex_lock(&session->lock);
	if (session->newest) {
		session->newest->references++;
		snapshot = &session->newest->snapshot;
	}
	pthread_mutex_unlock(&session->lock);
	return snapshot;
}

void session_release(struct session *session, const struct snapshot *snapshot)
{
	struct held *held;

	if (!snapshot)
		return;
	pthread_mutex_lock(&session->lock);
	for (held = session->live; held && &held->snapshot != snapshot; held = held->next)
		;
	assert(held);
	held_put(session, held);
	pthread_mutex_unlock(&session->lock);
}

static bool has_newest_edit(const struct session *session)
{
	return session->newest && session->newest->snapshot.generation == session->generation;
}

bool session_wait(struct session *session, int timeout_ms)
{
	struct timespec until;
	bool there;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += timeout_ms % 1000 * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&session->lock);
	while (!has_newest_edit(session))
		if (pthread_cond_timedwait(&session->published, &session->lock, &until) ==
		    ETIMEDOUT)
			break;
	there = has_newest_edit(session);
	pthread_mutex_unlock(&session->lock);
	return there;
}
