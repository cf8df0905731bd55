// SPDX-License-Identifier: MIT
/*
 * L2. Files of lines, and lines of fields between commas, read strictly: what the readers of traces
 * and of measurements share. Functions return false with the error filled in, line and column
 * included; the file's name is for the caller to add.
 */
#ifndef RAGTOP_IO_LINES_H
#define RAGTOP_IO_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/error.h>

enum { LINE_BYTES_MAX = 1 << 20, FIELDS_MAX = 64, FIELD_UNKNOWN = -1 };

/* A line without its end. */
struct line {
	const char *text;
	size_t size;
	int number; /* from 1 */
};

struct lines {
	const char *text;
	size_t size, at;
	struct line line; /* the last one taken */
	bool failed;      /* the next one is too long */
};

/* The next line that is not blank. False: there is none, or it is too long. */
bool lines_next(struct lines *lines, struct error *error);
__attribute__((format(printf, 4, 5))) bool line_error(const struct line *line, size_t at,
						      struct error *error, const char *format, ...);

struct field {
	const char *text;
	size_t size, at; /* offset in its line */
};

struct fields {
	int count;
	struct field of[FIELDS_MAX];
};

/* At every comma; quoted fields are refused. */
bool fields_split(const struct line *line, struct fields *fields, struct error *error);
/* The one with exactly this text from number `from` on; FIELD_UNKNOWN: none, or name is NULL. */
int fields_find(const struct fields *fields, const char *name, int from);

bool byte_is_digit(char byte);
/* A whole number from 0 to max in digits and nothing else. */
bool field_whole(const struct line *line, const struct field *field, uint32_t max, uint32_t *out,
		 struct error *error);
/* Digits, perhaps with a point between them: not signed, no exponent, 30 characters at most. */
bool field_decimal(const struct line *line, const struct field *field, double *out,
		   struct error *error);

#endif
