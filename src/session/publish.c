// SPDX-License-Identifier: MIT
#include "session/publish.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

enum { SPARE_MAX = 4 };

struct held *held_get(struct session *session)
{
	struct held *held = session->spare;

	if (held)
		session->spare = held->next;
	else
		held = xcalloc(1, sizeof(*held));
	held->references = 1;
	held->next = session->live;
	session->live = held;
	return held;
}

static int list_length(const struct held *held)
{
	int n = 0;

	for (; held; held = held->next)
		n++;
	return n;
}

void held_put(struct session *session, struct held *held)
{
	struct held **link = &session->live;

	assert(held->references > 0);
	if (--held->references > 0)
		return;
	while (*link != held)
		link = &(*link)->next;
	*link = held->next;
	if (list_length(session->spare) >= SPARE_MAX) {
		free(held);
		return;
	}
	held->next = session->spare;
	session->spare = held;
}

void work_unref(struct session *session, struct work *work)
{
	assert(work->references > 0);
	if (--work->references > 0)
		return;
	if (work->draft)
		held_put(session, work->draft);
	work->draft = NULL;
	work_free(work);
}

void publish_cancel(struct session *session, struct work *work)
{
	if (!work)
		return;
	atomic_store(&work->cancelled, true);
	work_unref(session, work);
}

static bool same_value(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* The one knob by which the scenarios differ; -1 when it is none or several. */
static int moved_knob(const struct snapshot *before, const struct snapshot *after)
{
	const struct scenario *a = &before->scenario, *b = &after->scenario;
	int moved = -1;

	if (a->seed != b->seed || a->horizon_days != b->horizon_days ||
	    a->timeline_count != b->timeline_count || a->arch_count != b->arch_count)
		return -1;
	for (int i = 0; i < after->knob_count; i++) {
		if (same_value(knob_get(a, after->knobs[i]), knob_get(b, after->knobs[i])))
			continue;
		if (moved >= 0)
			return -1;
		moved = i;
	}
	return moved;
}

/* Where a knob flips does not depend on where it stands: the mark stays on the track while the knob
 * is dragged past it. Beyond it then lies what was best before. */
static void carry_flip(const struct snapshot *before, struct snapshot *after)
{
	int moved = moved_knob(before, after);
	const struct flip *flip = NULL;
	double from, to;

	for (int i = 0; moved >= 0 && i < before->knob_count; i++)
		if (knob_equal(before->knobs[i], after->knobs[moved]))
			flip = &before->flips[i];
	if (!flip || !flip->found)
		return;
	from = knob_get(&before->scenario, after->knobs[moved]);
	to = knob_get(&after->scenario, after->knobs[moved]);
	after->flips[moved] = *flip;
	if (before->has_result && (from < flip->at) != (to < flip->at)) {
		after->flips[moved].best = before->result.verdict.best;
		after->flips[moved].nobody = before->result.verdict.none_meets;
	}
}

static const struct spark *find_spark(const struct snapshot *snapshot, struct knob knob)
{
	for (int i = 0; i < snapshot->knob_count && i < SESSION_SPARKS_MAX; i++)
		if (knob_equal(snapshot->knobs[i], knob) && snapshot->sparks[i].known)
			return &snapshot->sparks[i];
	return NULL;
}

static void carry_sparks(const struct snapshot *before, struct snapshot *after)
{
	for (int i = 0; i < after->knob_count && i < SESSION_SPARKS_MAX; i++) {
		const struct spark *spark = find_spark(before, after->knobs[i]);

		if (!spark)
			continue;
		after->sparks[i] = *spark;
		after->sparks[i].stale = true;
	}
}

void snapshot_take(struct snapshot *into, const struct snapshot *from)
{
	const bool other_scenario = into->generation != from->generation;
	const bool other_result = into->result_serial != from->result_serial;

	memcpy(into, from, offsetof(struct snapshot, scenario));
	if (other_scenario)
		into->scenario = from->scenario;
	if (other_result)
		into->result = from->result;
}

/* The draft starts as the newest snapshot, so that its curve and figures stand until they are
 * replaced. */
static void draft_init(struct session *session, struct work *work)
{
	struct held *draft = held_get(session);
	struct snapshot *snapshot = &draft->snapshot;

	if (session->newest) {
		snapshot_take(snapshot, &session->newest->snapshot);
		draft->curve_key = session->newest->curve_key;
	} else {
		*snapshot = (struct snapshot){ 0 };
	}
	snapshot->generation = work->generation;
	snapshot->scenario = work->scenario;
	snapshot->has_result = false;
	snapshot->error = (struct error){ 0 };
	snapshot->settled = false;
	snapshot->knob_count = work->knob_count;
	for (int i = 0; i < work->knob_count; i++) {
		snapshot->knobs[i] = work->knobs[i];
		snapshot->flips[i] = (struct flip){ 0 };
	}
	memset(snapshot->sparks, 0, sizeof(snapshot->sparks));
	if (session->newest) {
		carry_flip(&session->newest->snapshot, snapshot);
		carry_sparks(&session->newest->snapshot, snapshot);
	}
	work->draft = draft;
}

void publish_start(struct session *session, struct work *work)
{
	struct snapshot *snapshot;
	bool have_coarse;

	draft_init(session, work);
	snapshot = &work->draft->snapshot;
	// What moved is the volume alone: the curve is not touched by that. One of costs is not it.
	have_coarse = snapshot->curve.point_count > 0 && curve_has_best(&snapshot->curve) &&
		      work->draft->curve_key == work->curve_key;
	if (have_coarse)
		snapshot->curve_generation = work->generation;
	work_plan(work, snapshot->curve.point_count > 0, have_coarse,
		  have_coarse && snapshot->curve.complete);
	session->current = work;
	pthread_cond_broadcast(&session->more_work);
}

static void wake_owner(struct session *session)
{
	const uint64_t one = 1;

	// Can only fail when the count is full, and then the descriptor is readable anyway.
	if (write(session->fd, &one, sizeof(one)) < 0) {
	}
}

void publish_piece(struct session *session)
{
	wake_owner(session);
}

static void swap_newest(struct session *session, struct work *work, struct held *fresh)
{
	pthread_mutex_lock(&session->lock);
	if (session->current != work || session->stop) {
		held_put(session, fresh);
	} else {
		if (session->newest)
			held_put(session, session->newest);
		session->newest = fresh;
		wake_owner(session);
		pthread_cond_broadcast(&session->published);
	}
	pthread_mutex_unlock(&session->lock);
}

/* By the ratio of the volumes; NULL when nothing crosses. */
static const struct crossing *nearest_crossing(const struct curve *curve, double here_qpm)
{
	const struct crossing *nearest = NULL;
	double nearest_factor = (double)INFINITY;

	for (int i = 0; i < curve->crossing_count; i++) {
		double at_qpm = curve->crossing[i].at_qpm;
		double factor = at_qpm > here_qpm ? at_qpm / here_qpm : here_qpm / at_qpm;

		if (factor < nearest_factor) {
			nearest_factor = factor;
			nearest = &curve->crossing[i];
		}
	}
	return nearest;
}

/* Until the flip of the volume has been searched for, the curve tells it. */
static void guess_volume_flip(struct snapshot *snapshot)
{
	const struct knob volume = { .param = P_traffic_volume_qpm };
	double here_qpm = scenario_volume_qpm(&snapshot->scenario);
	const struct crossing *crossing = nearest_crossing(&snapshot->curve, here_qpm);

	for (int i = 0; crossing && i < snapshot->knob_count; i++) {
		bool above = crossing->at_qpm > here_qpm;

		if (!knob_equal(snapshot->knobs[i], volume) || snapshot->flips[i].known)
			continue;
		snapshot->flips[i] = (struct flip){
			.known = true,
			.found = true,
			.at = crossing->at_qpm,
			.nobody = above ? crossing->nobody_above : crossing->nobody_below,
			.best = above ? crossing->above : crossing->below,
		};
	}
}

static void draft_publish(struct session *session, struct work *work)
{
	const struct held *draft = work->draft;
	struct held *fresh;

	// That a finer level is refused says nothing as long as the first figures may still come.
	if (!draft->snapshot.has_result && !work->refused)
		return;
	pthread_mutex_lock(&session->lock);
	fresh = held_get(session);
	pthread_mutex_unlock(&session->lock);
	snapshot_take(&fresh->snapshot, &draft->snapshot);
	fresh->curve_key = draft->curve_key;
	if (fresh->snapshot.curve_generation == work->generation)
		guess_volume_flip(&fresh->snapshot);
	swap_newest(session, work, fresh);
}

/* The job's outcome is in the draft: publish it, and see what may begin now. */
static void conclude(struct session *session, struct work *work, struct job *job, bool give_up)
{
	bool done;

	pthread_mutex_lock(&session->lock);
	job->state = JOB_DONE;
	if (give_up)
		work_give_up(work);
	done = work_done(work);
	pthread_mutex_unlock(&session->lock);

	work->draft->snapshot.settled = done && !work->dragging;
	draft_publish(session, work);

	pthread_mutex_lock(&session->lock);
	if (done && session->current == work && session->pending) {
		publish_cancel(session, work);
		publish_start(session, session->pending);
		session->pending = NULL;
	}
	pthread_cond_broadcast(&session->more_work);
	pthread_mutex_unlock(&session->lock);
}

void publish_level(struct session *session, struct work *work, struct job *job,
		   const struct result *result)
{
	struct snapshot *snapshot;

	pthread_mutex_lock(&session->publishing);
	snapshot = &work->draft->snapshot;
	// A finer level may have overtaken the last unit of this one.
	if (!snapshot->has_result || snapshot->level < job->level) {
		snapshot->result = *result;
		snapshot->result_serial = ++session->result_serial;
		snapshot->level = job->level;
		snapshot->has_result = true;
	}
	conclude(session, work, job, false);
	pthread_mutex_unlock(&session->publishing);
}

void publish_curve(struct session *session, struct work *work, struct job *job)
{
	struct snapshot *snapshot;
	bool overtaken;

	pthread_mutex_lock(&session->publishing);
	snapshot = &work->draft->snapshot;
	overtaken = snapshot->curve_generation == work->generation &&
		    snapshot->curve.point_count > job->curve.point_count;
	if (!overtaken) {
		snapshot->curve = job->curve;
		snapshot->curve_generation = work->generation;
		work->draft->curve_key = work->curve_key;
	}
	conclude(session, work, job, false);
	pthread_mutex_unlock(&session->publishing);
}

void publish_flip(struct session *session, struct work *work, size_t index, const struct flip *flip)
{
	pthread_mutex_lock(&session->publishing);
	work->draft->snapshot.flips[index] = *flip;
	draft_publish(session, work);
	pthread_mutex_unlock(&session->publishing);
}

void publish_spark(struct session *session, struct work *work, size_t index,
		   const struct spark *spark)
{
	pthread_mutex_lock(&session->publishing);
	work->draft->snapshot.sparks[index] = *spark;
	draft_publish(session, work);
	pthread_mutex_unlock(&session->publishing);
}

void publish_refusal(struct session *session, struct work *work, struct job *job,
		     const struct error *error)
{
	pthread_mutex_lock(&session->publishing);
	work->draft->snapshot.error = *error;
	work->refused = work->refused || job->level == 0;
	conclude(session, work, job, job->level == 0);
	pthread_mutex_unlock(&session->publishing);
}

void publish_finest(struct session *session, struct work *work)
{
	pthread_mutex_lock(&session->publishing);
	if (!work->finest && work->draft->snapshot.has_result) {
		work->finest = xmalloc(sizeof(*work->finest));
		*work->finest = work->draft->snapshot.result;
	}
	pthread_mutex_unlock(&session->publishing);
}

void publish_done(struct session *session, struct work *work, struct job *job)
{
	pthread_mutex_lock(&session->publishing);
	conclude(session, work, job, false);
	pthread_mutex_unlock(&session->publishing);
}

void publish_unsettled(struct session *session, struct work *work)
{
	pthread_mutex_lock(&session->publishing);
	work->draft->snapshot.settled = false;
	draft_publish(session, work);
	pthread_mutex_unlock(&session->publishing);
}

void publish_release(struct session *session)
{
	struct held *next;

	if (session->newest)
		held_put(session, session->newest);
	assert(!session->live); // a snapshot that was acquired and not released
	for (struct held *held = session->spare; held; held = next) {
		next = held->next;
		free(held);
	}
}
