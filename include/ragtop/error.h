// SPDX-License-Identifier: MIT
/*
 * L0. The recoverable route of failure: what went wrong with something the user gave us.
 *
 * A function that can fail this way returns bool and takes a `struct error *` last. On false the
 * error is filled and every other output is untouched. Bugs assert; lack of memory aborts.
 * Messages are lower case, cause first, subject quoted, without a full stop.
 */
#ifndef RAGTOP_ERROR_H
#define RAGTOP_ERROR_H

#include <stdbool.h>

struct error {
	char message[256];
	char file[256]; /* "" when the input was no file */
	int line;       /* 1-based; 0 when there is no place */
	int column;     /* 1-based, in bytes */
};

/* Writes the message, clears the place. Always returns false, so callers can `return
 * error_set(...)`. */
__attribute__((format(printf, 2, 3))) bool error_set(struct error *error, const char *format, ...);

/* Adds the place. Returns false as well. */
bool error_at(struct error *error, const char *file, int line, int column);

#endif
