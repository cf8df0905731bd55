// SPDX-License-Identifier: MIT
/*
 * L4. Entries of the timeline as somebody types them behind `:at`, and as they stand there to be
 * changed. Pure: knows scenarios, not the screen.
 *
 *	DAY set NAME VALUE [over LENGTH] [note TEXT]
 *	DAY switch FROM TO [DOLLARS] [note TEXT]
 *	DAY change FACTS SHARE [note TEXT]
 *	DAY note TEXT
 */
#ifndef RAGTOP_UI_ENTRY_LINE_H
#define RAGTOP_UI_ENTRY_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

/* False: it is not one, or this scenario does not allow it. *entry keeps what the line says nothing
 * of, as which incident it is. */
bool entry_line_parse(const struct scenario *scenario, const char *line,
		      struct timeline_entry *entry, struct error *error);
/* A parameter and its value as somebody types it, into the entry. */
bool entry_value_parse(const struct scenario *scenario, const char *name, const char *value,
		       struct timeline_entry *entry, struct error *error);
/* The line that says the same. False: none does, as of an incident. */
bool entry_line_write(const struct timeline_entry *entry, char *line, size_t size);

#endif
