// SPDX-License-Identifier: MIT
#include "ui/move.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/xalloc.h"
#include "io/scenario_io.h"

bool move_is_edit(const struct move *move)
{
	return move->kind <= MOVE_REDO;
}

static bool has_entry(const struct scenario *scenario, struct knob knob)
{
	const struct timeline_entry *entry = &scenario->timeline[knob.dated - 1];

	return !knob.is_target && knob.dated <= scenario->timeline_count &&
	       entry->kind == TIMELINE_SET && entry->param == knob.param;
}

static bool may_be(const struct scenario *scenario, struct knob knob, double value,
		   struct error *error)
{
	if (knob.dated > 0 && !has_entry(scenario, knob))
		return error_set(error, "the timeline sets nothing there: \"dated\"");
	if (!knob_legal(knob, value))
		return error_set(error, "not legal here: \"value\"");
	return edit_knob_check(scenario, knob, value, error);
}

/* The edit stays open, for moves that merge with it. One that was open before and came back to
 * where it began is an edit all the same unless it was closed, as by hand. */
static bool set_knob(const struct move *move, struct edit_log *log, struct scenario *scenario,
		     struct error *error)
{
	if (!may_be(scenario, move->knob, move->value, error))
		return false;
	log->merging = log->merging && move->merge;
	edit_knob(log, scenario, move->knob, move->value, true);
	if (move->close)
		edit_close(log);
	return true;
}

static bool set_timeline(const struct move *move, struct edit_log *log, struct scenario *scenario,
			 struct error *error)
{
	struct scenario *edited = xmalloc(sizeof(*edited));
	bool ok;

	*edited = *scenario;
	edited->timeline_count = move->entry_count;
	for (int i = 0; i < move->entry_count; i++)
		edited->timeline[i] = move->entries[i];
	ok = timeline_check(edited, error);
	if (ok)
		edit_timeline(log, scenario, edited);
	free(edited);
	return ok;
}

static bool has_arch(const struct arch_set *set, enum arch arch)
{
	for (int i = 0; i < set->count; i++)
		if (set->archs[i] == arch)
			return true;
	return false;
}

static bool set_archs(const struct move *move, struct edit_log *log, struct scenario *scenario,
		      struct error *error)
{
	struct arch_set set = { .count = move->arch_count };
	struct scenario *edited;
	bool ok;

	memcpy(set.archs, move->archs, sizeof(set.archs));
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_SWITCH && !has_arch(&set, entry->from))
			return error_set(error, "switches on the timeline, so it stays: \"%s\"",
					 arch_key(entry->from));
	}
	edited = xmalloc(sizeof(*edited));
	*edited = *scenario;
	edited->arch_count = set.count;
	memcpy(edited->archs, set.archs, sizeof(edited->archs));
	ok = timeline_check(edited, error);
	if (ok)
		edit_archs(log, scenario, &set);
	free(edited);
	return ok;
}

bool move_make(const struct move *move, struct edit_log *log, struct scenario *scenario,
	       struct error *error)
{
	struct edit edit;
	int moved;

	switch (move->kind) {
	case MOVE_SET:
		return set_knob(move, log, scenario, error);
	case MOVE_SEED:
		edit_seed(log, scenario, move->seed);
		break;
	case MOVE_PRICES:
		if (!edit_book_check(scenario, move->prices, move->keep, error))
			return false;
		edit_book(log, scenario, move->prices, move->keep, &moved);
		break;
	case MOVE_ARCHS:
		return set_archs(move, log, scenario, error);
	case MOVE_TIMELINE:
		return set_timeline(move, log, scenario, error);
	case MOVE_UNDO:
		return edit_undo(log, scenario, &edit) ||
		       error_set(error, "nothing to undo: \"undo\"");
	case MOVE_REDO:
		return edit_redo(log, scenario, &edit) ||
		       error_set(error, "nothing to redo: \"redo\"");
	case MOVE_CHOOSE:
	case MOVE_VIEW:
	case MOVE_DAY:
	case MOVE_END:
	case MOVE_KINDS:
		break;
	}
	return true;
}

bool moves_make(const struct moves *moves, const char *path, struct scenario *end,
		struct error *error)
{
	struct edit_log log;
	bool ok = true;

	edit_init(&log);
	*end = moves->start;
	for (int i = 0; ok && i < moves->count; i++) {
		ok = move_make(&moves->moves[i], &log, end, error);
		if (!ok)
			error_at(error, path, moves->moves[i].line, 1);
	}
	edit_release(&log);
	return ok;
}

static bool can_run(const struct scenario *scenario, struct error *error)
{
	struct sim *sim;

	if (!sim_new(scenario, NULL, &sim, error))
		return false;
	sim_free(sim);
	return true;
}

bool moves_can_run(const struct moves *moves, const char *path, struct error *error)
{
	struct scenario *now = xmalloc(sizeof(*now));
	const struct move *since = NULL;
	struct error why, first = { 0 };
	struct edit_log log;
	bool ran;

	edit_init(&log);
	*now = moves->start;
	ran = can_run(now, &first);
	for (int i = 0; i < moves->count; i++) {
		const struct move *move = &moves->moves[i];

		if (!move_is_edit(move) || !move_make(move, &log, now, &why))
			continue;
		if (can_run(now, &why)) {
			ran = true;
		} else if (ran) {
			ran = false;
			since = move;
			first = why;
		}
	}
	edit_release(&log);
	free(now);
	if (ran)
		return true;
	if (since)
		error_set(error, "move %d, at %g s, leaves what cannot run: %.170s",
			  (int)(since - moves->moves) + 1, since->at_s, first.message);
	else
		error_set(error, "the scenario at the start cannot run: %.190s", first.message);
	return error_at(error, path, since ? since->line : 0, since ? 1 : 0);
}

/* --- what has become of a log --- */

static void see_last(struct log_seen *seen, const struct edit_log *log, int position)
{
	const struct edit *last = position > 0 ? &log->edits[position - 1] : NULL;

	seen->position = position;
	seen->is_knob = last && last->kind == EDIT_KNOB;
	if (!seen->is_knob)
		return;
	seen->knob = last->knob;
	seen->before = last->before;
	seen->after = last->after;
}

void log_seen_init(struct log_seen *seen, const struct edit_log *log)
{
	*seen = (struct log_seen){ .appended = log->appended, .count = log->count };
	see_last(seen, log, log->position);
}

static void move_of(const struct edit *edit, struct move *move, bool keep[PARAM_COUNT])
{
	switch (edit->kind) {
	case EDIT_KNOB:
		move->kind = MOVE_SET;
		move->knob = edit->knob;
		move->value = edit->after;
		return;
	case EDIT_SEED:
		move->kind = MOVE_SEED;
		move->seed = edit->seed_after;
		return;
	case EDIT_BOOK:
		move->kind = MOVE_PRICES;
		strcpy(move->prices, edit->book_after);
		for (int i = 0; i < PARAM_COUNT; i++)
			keep[i] = !edit->moved[i] && !edit->pinned[i];
		move->keep = keep;
		return;
	case EDIT_ARCHS:
		move->kind = MOVE_ARCHS;
		move->arch_count = edit->archs_after.count;
		memcpy(move->archs, edit->archs_after.archs, sizeof(move->archs));
		return;
	case EDIT_TIMELINE:
		move->kind = MOVE_TIMELINE;
		move->entry_count = edit->timeline_after.count;
		move->entries = edit->timeline_after.entries;
		return;
	}
}

/* A knob's edit that was seen goes on to a value. */
static void goes_on(struct log_seen *seen, double value, struct move *move)
{
	move->kind = MOVE_SET;
	move->knob = seen->knob;
	move->value = value;
	move->merge = true;
	seen->after = value;
}

/* The last edit that was seen: has it gone on, or come back to where it began and been dropped? */
static bool see_open(struct log_seen *seen, const struct edit_log *log, int old_count,
		     struct move *move)
{
	double after;

	if (!seen->is_knob)
		return false;
	if (seen->position <= old_count) {
		after = log->edits[seen->position - 1].after;
		if (edit_value_same(after, seen->after))
			return false;
		goes_on(seen, after, move);
		return true;
	}
	goes_on(seen, seen->before, move);
	move->close = true;
	seen->count = old_count;
	seen->done--;
	see_last(seen, log, old_count);
	return true;
}

static void see_new(struct log_seen *seen, const struct edit_log *log, int behind,
		    struct move *move, bool keep[PARAM_COUNT])
{
	move_of(&log->edits[log->position - behind], move, keep);
	seen->appended++;
	seen->count = log->position - behind + 1;
	see_last(seen, log, seen->count);
	seen->done++;
	seen->redoable = 0;
}

static void see_undo(struct log_seen *seen, const struct edit_log *log, struct move *move,
		     bool *lost)
{
	move->kind = MOVE_UNDO;
	*lost = seen->done-- == 0;
	seen->redoable++;
	see_last(seen, log, seen->position - 1);
}

static void see_redo(struct log_seen *seen, const struct edit_log *log, struct move *move,
		     bool *lost)
{
	move->kind = MOVE_REDO;
	*lost = seen->redoable-- == 0;
	seen->done++;
	see_last(seen, log, seen->position + 1);
}

bool log_seen_next(struct log_seen *seen, const struct edit_log *log, struct move *move,
		   bool keep[PARAM_COUNT], bool *lost)
{
	int behind = (int)(log->appended - seen->appended);

	*lost = false;
	*move = (struct move){ 0 };
	if (see_open(seen, log, log->count - behind, move))
		return true;
	if (behind > 0)
		see_new(seen, log, behind, move, keep);
	else if (log->position < seen->position)
		see_undo(seen, log, move, lost);
	else if (log->position > seen->position)
		see_redo(seen, log, move, lost);
	else
		return false;
	return true;
}
