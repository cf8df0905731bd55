// SPDX-License-Identifier: MIT
/*
 * L0. Entries of the timeline for people: "vector database down, 4 h".
 */
#ifndef RAGTOP_BASE_ENTRY_TEXT_H
#define RAGTOP_BASE_ENTRY_TEXT_H

#include <stddef.h>

#include <ragtop/scenario.h>

/* In the words of the dashboard, "price of input", "on", "down, 4 h"; or where there is room and
 * things are called as in files, "base.input_usd_per_mtok", "true", "down for 4 h". */
enum entry_words { ENTRY_LABELS, ENTRY_NAMES };

/* In a line, with its note. */
void entry_text(const struct timeline_entry *entry, enum entry_words words, char *buffer,
		size_t size);
/* How much of an incident: "3x slower", "50 updates", "x10"; "" where it has no factor. */
void incident_times_text(enum incident incident, double times, char *buffer, size_t size);

#endif
