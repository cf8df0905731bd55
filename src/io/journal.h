// SPDX-License-Identifier: MIT
/*
 * L2. The journal of edits that no file has yet, so that a crash or a kill loses a second of them.
 *
 * Every program that edits has a journal of its own, a file in a folder of the user's, and holds a
 * lock on it while it lives. One that nobody holds was left behind and can be found by the path of
 * its scenario. It has two places that are written in turn, each with a checksum: whenever the
 * program dies, one of them is whole. What is in it is as hostile as any scenario file.
 *
 * Writing does not wait for the disk, because a dead program's writes are not lost; only a power
 * cut takes what the system had not yet put there. journal_keep waits.
 */
#ifndef RAGTOP_IO_JOURNAL_H
#define RAGTOP_IO_JOURNAL_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

struct journal;

/* What a journal that was left behind holds. */
struct journal_entry {
	int64_t when_s;      /* of its last writing, since 1970 */
	uint64_t file_print; /* of what the scenario was edited from */
	struct scenario scenario;
};

/* $XDG_STATE_HOME/ragtop or ~/.local/state/ragtop; "" where there is neither. */
void journal_folder(char path[PATH_MAX]);

/* The same for the same scenario, however its file is laid out. */
uint64_t journal_print(const struct scenario *scenario);

/* A journal of the edits of this file, "" for a scenario without one. No file yet. */
struct journal *journal_new(const char *folder, const char *scenario_path);

/*
 * The newest that was left behind by somebody who edited this file; NULL when there is none. From
 * now on it is the caller's, to be cleared or written on. When what it holds cannot be read, the
 * error says why, it is set aside under another name, and NULL is returned.
 */
struct journal *journal_find(const char *folder, const char *scenario_path,
			     struct journal_entry *entry, struct error *error);
/* Has somebody left one behind for this file? */
bool journal_waits(const char *folder, const char *scenario_path);

/* Writes the scenario as edited, and what it was edited from. */
bool journal_write(struct journal *journal, const struct scenario *file,
		   const struct scenario *edited, struct error *error);
/* Waits until what was written is on the disk. */
bool journal_keep(struct journal *journal, struct error *error);
/* Takes the file away; there may be another one. */
void journal_clear(struct journal *journal);
/* The file stays, if there is one, for whoever looks next. */
void journal_free(struct journal *journal);

#endif
