// SPDX-License-Identifier: MIT
/*
 * L4. A recorded move (io/moves.h), made on a scenario and its log of edits; and what has become of
 * a log, as moves. Knows nothing of the screen, so that a recording can be checked without one.
 */
#ifndef RAGTOP_UI_MOVE_H
#define RAGTOP_UI_MOVE_H

#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "io/moves.h"
#include "ui/edit.h"

/* Is it one that the scenario hangs on, and not only what is looked at? */
bool move_is_edit(const struct move *move);
/* False, with nothing changed, when it cannot be made on this scenario. Those that are no edits are
 * made by doing nothing. */
bool move_make(const struct move *move, struct edit_log *log, struct scenario *scenario,
	       struct error *error);
/* All of them on the scenario at the start; *end gets what comes of it. False: the error has the
 * line of the move that cannot be made. */
bool moves_make(const struct moves *moves, const char *path, struct scenario *end,
		struct error *error);

/* Can what they end with be run? False: the error has the line of the move since which it cannot.
 */
bool moves_can_run(const struct moves *moves, const char *path, struct error *error);

/* What was seen of a log last. */
struct log_seen {
	unsigned int appended;
	int count, position;
	bool is_knob; /* the last edit is one of a knob, and was seen as */
	struct knob knob;
	double before, after;
	int done, redoable; /* edits since the beginning that can be undone, and done again */
};

void log_seen_init(struct log_seen *seen, const struct edit_log *log);
/* The next move of what has changed since; false: nothing more. Borrows from the log and sets
 * neither time nor line. *lost: an edit from before the beginning was undone or redone. */
bool log_seen_next(struct log_seen *seen, const struct edit_log *log, struct move *move,
		   bool keep[PARAM_COUNT], bool *lost);

#endif
