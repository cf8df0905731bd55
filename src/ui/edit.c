// SPDX-License-Identifier: MIT
#include "ui/edit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"

void edit_init(struct edit_log *log)
{
	*log = (struct edit_log){ 0 };
}

static void forget(struct edit_log *log, int from)
{
	for (int i = from; i < log->count; i++) {
		free(log->edits[i].timeline_before.entries);
		free(log->edits[i].timeline_after.entries);
	}
	log->count = from;
}

void edit_release(struct edit_log *log)
{
	forget(log, 0);
	free(log->edits);
	edit_init(log);
}

bool edit_value_same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void append(struct edit_log *log, const struct edit *edit)
{
	// What had been undone is gone; with it goes the way back to a save that lay there.
	if (log->saved > log->position)
		log->saved = -1;
	forget(log, log->position);
	if (log->count == log->capacity) {
		log->capacity = log->capacity ? 2 * log->capacity : 16;
		log->edits = xrealloc_array(log->edits, (size_t)log->capacity, sizeof(*edit));
	}
	log->edits[log->count++] = *edit;
	log->position = log->count;
	log->appended++;
}

bool edit_knob_check(const struct scenario *scenario, struct knob knob, double value,
		     struct error *error)
{
	struct scenario *edited;
	bool ok;

	if (knob.is_target)
		return true;
	if (!(knob.dated > 0 ? scenario_dated_check : scenario_param_check)(scenario, knob.param,
									    value, error))
		return false;
	edited = xmalloc(sizeof(*edited));
	*edited = *scenario;
	knob_set(edited, knob, value);
	ok = timeline_check(edited, error);
	free(edited);
	return ok;
}

bool edit_knob(struct edit_log *log, struct scenario *scenario, struct knob knob, double value,
	       bool merge)
{
	struct edit edit = { .knob = knob, .before = knob_get(scenario, knob), .after = value };
	struct edit *last = log->position > 0 ? &log->edits[log->position - 1] : NULL;

	if (edit_value_same(edit.before, value))
		return false;
	knob_set(scenario, knob, value);
	if (merge && log->merging && last && last->kind == EDIT_KNOB &&
	    knob_equal(last->knob, knob))
		last->after = value;
	else
		append(log, &edit);
	log->merging = merge;
	return true;
}

bool edit_seed(struct edit_log *log, struct scenario *scenario, uint64_t seed)
{
	struct edit edit = { .kind = EDIT_SEED, .seed_before = scenario->seed, .seed_after = seed };

	if (seed == scenario->seed)
		return false;
	scenario->seed = seed;
	append(log, &edit);
	log->merging = false;
	return true;
}

static struct arch_set archs_of(const struct scenario *scenario)
{
	struct arch_set archs = { .count = scenario->arch_count };

	memcpy(archs.archs, scenario->archs, sizeof(archs.archs));
	return archs;
}

static void set_archs(struct scenario *scenario, const struct arch_set *archs)
{
	scenario->arch_count = archs->count;
	memcpy(scenario->archs, archs->archs, sizeof(scenario->archs));
}

bool edit_archs(struct edit_log *log, struct scenario *scenario, const struct arch_set *archs)
{
	struct edit edit = { .kind = EDIT_ARCHS,
			     .archs_before = archs_of(scenario),
			     .archs_after = *archs };

	if (archs->count == scenario->arch_count &&
	    memcmp(archs->archs, scenario->archs, (size_t)archs->count * sizeof(archs->archs[0])) ==
		    0)
		return false;
	set_archs(scenario, archs);
	append(log, &edit);
	log->merging = false;
	return true;
}

bool edit_book(struct edit_log *log, struct scenario *scenario, const char *id,
	       const bool keep[PARAM_COUNT], int *moved)
{
	struct edit edit = { .kind = EDIT_BOOK };
	struct params before = scenario->params;
	bool own[PARAM_COUNT];

	if (strcasecmp(id, scenario->price_book) == 0)
		return false;
	strcpy(edit.book_before, scenario->price_book);
	memcpy(own, scenario->own, sizeof(own));
	for (int i = 0; i < PARAM_COUNT; i++)
		scenario->own[i] = own[i] || keep[i];
	scenario_price_book(scenario, id);
	strcpy(edit.book_after, scenario->price_book);
	*moved = 0;
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id param = (enum param_id)i;

		edit.pinned[i] = scenario->own[i] && !own[i] && !keep[i];
		scenario->own[i] = own[i] || edit.pinned[i];
		edit.moved[i] = !edit_value_same(params_get(&before, param),
						 params_get(&scenario->params, param));
		*moved += edit.moved[i];
	}
	append(log, &edit);
	log->merging = false;
	return true;
}

bool edit_book_check(const struct scenario *scenario, const char *id, const bool keep[PARAM_COUNT],
		     struct error *error)
{
	struct scenario *edited = xmalloc(sizeof(*edited));
	struct edit_log log;
	int moved;
	bool ok;

	edit_init(&log);
	*edited = *scenario;
	edit_book(&log, edited, id, keep, &moved);
	ok = timeline_check(edited, error);
	edit_release(&log);
	free(edited);
	return ok;
}

bool edit_entry_same(const struct timeline_entry *a, const struct timeline_entry *b)
{
	return a->at_days == b->at_days && a->kind == b->kind && a->param == b->param &&
	       edit_value_same(a->value, b->value) && a->facts == b->facts &&
	       a->query_share == b->query_share && a->incident == b->incident &&
	       a->for_hours == b->for_hours && a->times == b->times &&
	       a->over_days == b->over_days && a->from == b->from && a->to == b->to &&
	       a->migration_usd == b->migration_usd && strcmp(a->note, b->note) == 0;
}

static bool same_timeline(const struct scenario *a, const struct scenario *b)
{
	if (a->timeline_count != b->timeline_count)
		return false;
	for (int i = 0; i < a->timeline_count; i++)
		if (!edit_entry_same(&a->timeline[i], &b->timeline[i]))
			return false;
	return true;
}

static struct edit_timeline timeline_copy(const struct scenario *scenario)
{
	size_t count = (size_t)scenario->timeline_count;
	struct edit_timeline copy = { .count = scenario->timeline_count };

	copy.entries = xcalloc(count + 1, sizeof(*copy.entries));
	memcpy(copy.entries, scenario->timeline, count * sizeof(*copy.entries));
	return copy;
}

static void timeline_put(struct scenario *scenario, const struct edit_timeline *from)
{
	scenario->timeline_count = from->count;
	memcpy(scenario->timeline, from->entries, (size_t)from->count * sizeof(*from->entries));
}

bool edit_timeline(struct edit_log *log, struct scenario *scenario, const struct scenario *edited)
{
	struct edit edit = { .kind = EDIT_TIMELINE };

	if (same_timeline(scenario, edited))
		return false;
	edit.timeline_before = timeline_copy(scenario);
	edit.timeline_after = timeline_copy(edited);
	timeline_put(scenario, &edit.timeline_after);
	append(log, &edit);
	log->merging = false;
	return true;
}

/* A drag that came back to where it began was no edit. */
static void drop_empty(struct edit_log *log)
{
	const struct edit *last;

	if (log->position == 0 || log->position != log->count || log->saved == log->position)
		return;
	last = &log->edits[log->position - 1];
	if (last->kind == EDIT_KNOB && edit_value_same(last->before, last->after)) {
		log->position--;
		log->count--;
	}
}

void edit_close(struct edit_log *log)
{
	if (log->merging)
		drop_empty(log);
	log->merging = false;
}

/* Only what the change moved goes with the book: it was as the book has it then. */
static void apply_book(struct scenario *scenario, const struct edit *edit, bool forwards)
{
	const char *id = forwards ? edit->book_after : edit->book_before;

	strcpy(scenario->price_book, id);
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id param = (enum param_id)i;

		if (edit->pinned[i])
			scenario->own[i] = forwards;
		if (edit->moved[i])
			params_set(&scenario->params, param, scenario_base_value(scenario, param));
	}
}

static void apply(struct scenario *scenario, const struct edit *edit, bool forwards)
{
	switch (edit->kind) {
	case EDIT_KNOB:
		knob_set(scenario, edit->knob, forwards ? edit->after : edit->before);
		return;
	case EDIT_SEED:
		scenario->seed = forwards ? edit->seed_after : edit->seed_before;
		return;
	case EDIT_BOOK:
		apply_book(scenario, edit, forwards);
		return;
	case EDIT_TIMELINE:
		timeline_put(scenario, forwards ? &edit->timeline_after : &edit->timeline_before);
		return;
	case EDIT_ARCHS:
		set_archs(scenario, forwards ? &edit->archs_after : &edit->archs_before);
		return;
	}
}

bool edit_undo(struct edit_log *log, struct scenario *scenario, struct edit *undone)
{
	edit_close(log);
	if (log->position == 0)
		return false;
	*undone = log->edits[--log->position];
	apply(scenario, undone, false);
	return true;
}

bool edit_redo(struct edit_log *log, struct scenario *scenario, struct edit *redone)
{
	edit_close(log);
	if (log->position == log->count)
		return false;
	*redone = log->edits[log->position++];
	apply(scenario, redone, true);
	return true;
}

bool edit_dirty(const struct edit_log *log)
{
	return log->position != log->saved;
}

void edit_mark_saved(struct edit_log *log)
{
	edit_close(log);
	log->saved = log->position;
}

double edit_reset_value(const struct scenario *scenario, const struct scenario *file,
			struct knob knob)
{
	double value = knob_get(file, knob_there(scenario, file, knob));

	if (!edit_value_same(value, knob_get(scenario, knob)))
		return value;
	return knob.is_target ? (double)NAN : scenario_base_value(scenario, knob.param);
}
