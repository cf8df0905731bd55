// SPDX-License-Identifier: MIT
/*
 * L2. Files of preferences: lines of "key = value", comments with # at the start of a line, as most
 * programs of a terminal have them: written and read by people, line by line.
 *
 * What is set by the program changes one line and keeps every other byte.
 */
#ifndef RAGTOP_IO_CONFIG_H
#define RAGTOP_IO_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include "io/lines.h"

enum { CONFIG_KEY_SIZE = 64, CONFIG_VALUE_SIZE = 256 };

struct config_entry {
	char key[CONFIG_KEY_SIZE], value[CONFIG_VALUE_SIZE];
	struct line line;
	size_t value_at; /* offset in the line */
};

/* The next entry. False: there is none, or *failed is set and the error has line and column. */
bool config_next(struct lines *lines, struct config_entry *entry, bool *failed,
		 struct error *error);

/* The text with this key's value changed, or a line more at its end; to be freed. */
char *config_with(const char *text, size_t size, const char *key, const char *value);

#endif
