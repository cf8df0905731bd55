// SPDX-License-Identifier: MIT
/*
 * L2. A recording of what somebody did to a scenario, and when: lines of JSON.
 *
 *   {"ragtop": 1, "moves": 1, "engine": "0.1.0"}        what this is
 *   {"ragtop": 1, "name": ...}                          the scenario at the start, whole
 *   {"at_s": 2.5, "set": "rag.search_s", "value": 0.2}  the moves, in order of time
 *   {"at_s": 9, "end": true}                            and where they ended:
 *   {"ragtop": 1, "name": ...}                          the scenario then
 *
 * Without the last two somebody was interrupted; what there is counts. Reading is as strict as that
 * of scenarios, errors have their place. Whether a move can be made where it stands, an undo of
 * nothing say, is known to whoever makes it (ui/move.h).
 */
#ifndef RAGTOP_IO_MOVES_H
#define RAGTOP_IO_MOVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "base/knob.h"

enum {
	MOVES_FORMAT = 1,
	MOVES_BYTES_MAX = 64 << 20,
	MOVES_MAX = 200000,
	MOVE_VIEWS = 10,
};

enum move_kind {
	MOVE_SET,      /* a knob: its parameter or target takes a value */
	MOVE_SEED,     /* another seed */
	MOVE_PRICES,   /* another price book */
	MOVE_ARCHS,    /* other architectures */
	MOVE_TIMELINE, /* another timeline */
	MOVE_UNDO,
	MOVE_REDO,
	MOVE_CHOOSE, /* another knob is the active one */
	MOVE_VIEW,   /* zoom */
	MOVE_DAY,    /* the playhead */
	MOVE_END,
	MOVE_KINDS,
};

struct move {
	double at_s; /* from the start, never less than that of the move before */
	int line;    /* of the file */
	enum move_kind kind;
	struct knob knob; /* MOVE_SET, MOVE_CHOOSE */
	double value;     /* MOVE_SET; NaN is null */
	bool merge;       /* MOVE_SET: part of the same drag as the one before */
	bool close;       /* MOVE_SET: ... which ends with it, where it began: it was no edit */
	uint64_t seed;
	char prices[SCENARIO_BOOK_SIZE]; /* "" for none */
	bool *keep;                      /* MOVE_PRICES: values that do not move with the book */
	int arch_count;
	enum arch archs[ARCH_COUNT];
	int entry_count;
	struct timeline_entry *entries; /* MOVE_TIMELINE */
	int view;                       /* the digit's view, 1 to 10 (the key 0); 0: none */
	double day;
};

struct moves {
	struct scenario start;
	bool complete; /* the end is there */
	struct scenario end;
	int count, room;
	struct move *moves;
};

/* To be freed with moves_free; NULL: *error says why. */
struct moves *moves_load(const char *path, struct error *error);
void moves_free(struct moves *moves);

/* A new file; NULL where there is one already. */
FILE *moves_create(const char *path, struct error *error);
/* The first two lines. */
void moves_write_start(FILE *out, const struct scenario *start);
/* `scenario` is the one that the move is made on, whose horizon a timeline has. */
void moves_write(FILE *out, const struct move *move, const struct scenario *scenario);
/* What a recording and its playing have in common at the end: what it is asked, not what it
 * expects. */
void moves_write_end(FILE *out, double at_s, const struct scenario *end);
/* Are they the same, as far as a file says? */
bool moves_same(const struct scenario *a, const struct scenario *b);

#endif
