// SPDX-License-Identifier: MIT
/*
 * L4. Edits of the scenario, with unlimited undo and redo.
 *
 * An edit is a small record: which knob (or the seed, the price book, the timeline), the value
 * before and after. A drag, a held key and a typed value are one step each, because edits of one
 * knob merge while a merge is open. Knows the scenario; does not know locks, the screen or files.
 */
#ifndef RAGTOP_UI_EDIT_H
#define RAGTOP_UI_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "study/flip.h"

enum edit_kind { EDIT_KNOB, EDIT_SEED, EDIT_BOOK, EDIT_TIMELINE, EDIT_ARCHS };

/* A timeline of the past; the entries belong to the log. */
struct edit_timeline {
	int count;
	struct timeline_entry *entries;
};

struct edit {
	enum edit_kind kind;
	struct knob knob; /* EDIT_KNOB */
	double before, after;
	uint64_t seed_before, seed_after;                                     /* EDIT_SEED */
	char book_before[SCENARIO_BOOK_SIZE], book_after[SCENARIO_BOOK_SIZE]; /* EDIT_BOOK */
	bool moved[PARAM_COUNT]; /* by the change of the book */
	struct arch_set {
		int count;
		enum arch archs[ARCH_COUNT];
	} archs_before, archs_after; /* EDIT_ARCHS */
	bool pinned[PARAM_COUNT]; /* as the scenario's own: the new book happens to say the same */
	struct edit_timeline timeline_before, timeline_after; /* EDIT_TIMELINE */
};

struct edit_log {
	struct edit *edits; /* [0, position) are done, [position, count) undone */
	int count, capacity, position;
	int saved;    /* position of what is on disk; -1 when it can't be reached any more */
	bool merging; /* the last edit is open: a further one of its knob changes it */
	unsigned int appended; /* new edits ever, for those who follow */
};

void edit_init(struct edit_log *log);
void edit_release(struct edit_log *log);

/* May the knob have this legal value, beside the trace and the timeline that the scenario has? */
bool edit_knob_check(const struct scenario *scenario, struct knob knob, double value,
		     struct error *error);
/* Sets a knob to a legal value and remembers. False when that changes nothing. */
bool edit_knob(struct edit_log *log, struct scenario *scenario, struct knob knob, double value,
	       bool merge);
bool edit_seed(struct edit_log *log, struct scenario *scenario, uint64_t seed);
/* Other architectures; at least one. */
bool edit_archs(struct edit_log *log, struct scenario *scenario, const struct arch_set *archs);
/* Another price book, "" for none. What `keep` says is not moved by it; *moved gets how many values
 * were. False when it is that book already. */
bool edit_book(struct edit_log *log, struct scenario *scenario, const char *id,
	       const bool keep[PARAM_COUNT], int *moved);
/* May it be that one, beside the timeline? */
bool edit_book_check(const struct scenario *scenario, const char *id, const bool keep[PARAM_COUNT],
		     struct error *error);
/* Of a parameter: two nulls are the same. */
bool edit_value_same(double a, double b);
bool edit_entry_same(const struct timeline_entry *a, const struct timeline_entry *b);
/* Takes the timeline of `edited`, as one step. False when it is the same. */
bool edit_timeline(struct edit_log *log, struct scenario *scenario, const struct scenario *edited);
/* Ends the merging: the next edit is a step of its own. */
void edit_close(struct edit_log *log);

/* One step; *undone says what moved. False at the end. */
bool edit_undo(struct edit_log *log, struct scenario *scenario, struct edit *undone);
bool edit_redo(struct edit_log *log, struct scenario *scenario, struct edit *redone);

/* Is the scenario another than the one on disk? */
bool edit_dirty(const struct edit_log *log);
void edit_mark_saved(struct edit_log *log);

/* Where Bksp takes a knob: to the file's value; when it is there already, to the default or
 * the price book's value; a target's default is none. */
double edit_reset_value(const struct scenario *scenario, const struct scenario *file,
			struct knob knob);

#endif
