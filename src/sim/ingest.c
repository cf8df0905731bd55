// SPDX-License-Identifier: MIT
#include "sim/ingest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/profile.h"

/* Batches that come faster are a stream. */
static const double PERIOD_LEAST_S = 1e-3;

static double later(double a, double b)
{
	return a > b ? a : b;
}

void ingest_clear(struct ingest *ingest)
{
	ingest->free_s = ingest->before_s = -(double)INFINITY;
	ingest->count = 0;
}

void ingest_release(struct ingest *ingest)
{
	free(ingest->waiting);
	*ingest = (struct ingest){ 0 };
}

double ingest_period_s(const struct params *params)
{
	double period_s = HOUR_S * params->rag.ingest_every_hours;

	return period_s >= PERIOD_LEAST_S ? period_s : 0;
}

double ingest_taken_s(const struct params *params, double at_s)
{
	double period_s = ingest_period_s(params), batch;

	if (period_s == 0)
		return at_s;
	batch = floor(at_s / period_s);
	while (batch * period_s < at_s)
		batch++;
	return batch * period_s;
}

static double worked(double free_s, const struct ingest_job *job)
{
	return later(free_s, job->taken_s) + job->length_s;
}

/* Batches that were taken by t_s are no longer to be moved. */
static void forget(struct ingest *ingest, double t_s)
{
	size_t taken = 0;

	for (; taken < ingest->count && ingest->waiting[taken].taken_s <= t_s; taken++)
		ingest->before_s = worked(ingest->before_s, &ingest->waiting[taken]);
	ingest->count -= taken;
	if (taken > 0 && ingest->count > 0)
		memmove(ingest->waiting, ingest->waiting + taken,
			ingest->count * sizeof(*ingest->waiting));
}

static struct ingest_job *room(struct ingest *ingest)
{
	if (ingest->count == ingest->capacity) {
		ingest->capacity = ingest->capacity ? 2 * ingest->capacity : 16;
		ingest->waiting = xrealloc_array(ingest->waiting, ingest->capacity,
						 sizeof(*ingest->waiting));
	}
	return &ingest->waiting[ingest->count++];
}

double ingest_add(struct ingest *ingest, const struct params *params, double at_s, double facts,
		  bool deletion, size_t number)
{
	double rate = params->rag.ingest_facts_per_s;
	struct ingest_job *job;

	/* when the last one is taken all are, as batches are in order */
	if (ingest->count > 0 && ingest->waiting[ingest->count - 1].taken_s <= at_s)
		forget(ingest, at_s);
	job = room(ingest);
	*job = (struct ingest_job){ .taken_s = ingest_taken_s(params, at_s),
				    .length_s = rate > 0 ? facts / rate : 0,
				    .lag_s = params->rag.index_lag_s,
				    .deletion = deletion,
				    .number = number };
	if (ingest->count > 1)
		job->taken_s = later(job->taken_s, job[-1].taken_s);
	ingest->free_s = worked(ingest->free_s, job);
	job->visible_s = ingest->free_s + job->lag_s;
	return job->visible_s;
}

void ingest_hold(struct ingest *ingest, double at_s, double length_s)
{
	double free_s;

	forget(ingest, at_s);
	free_s = ingest->before_s = later(ingest->before_s, at_s) + length_s;
	for (size_t i = 0; i < ingest->count; i++) {
		free_s = worked(free_s, &ingest->waiting[i]);
		ingest->waiting[i].visible_s = free_s + ingest->waiting[i].lag_s;
	}
	ingest->free_s = free_s;
}
