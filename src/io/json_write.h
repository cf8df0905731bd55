// SPDX-License-Identifier: MIT
/*
 * L2. Writes JSON: indented by two blanks, numbers as short as reads back to the same double.
 *
 * NaN and infinities become null, which JSON has no other word for. Keys and strings must be
 * UTF-8. Write errors stay in the stream: see ferror.
 */
#ifndef RAGTOP_IO_JSON_WRITE_H
#define RAGTOP_IO_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { JSON_NUMBER_SIZE = 32 };

struct json_writer {
	FILE *out;
	int depth;      /* open objects and arrays */
	int flat_depth; /* from this depth on everything is on one line; 0: nothing is */
	bool empty;     /* nothing in the innermost one yet */
};

void json_writer_init(struct json_writer *writer, FILE *out);
/* `open` is '{' or '['; key is NULL inside arrays and for the document. Flat: on one line. */
void json_begin(struct json_writer *writer, const char *key, char open);
void json_begin_flat(struct json_writer *writer, const char *key, char open);
/* `close` is '}' or ']'. The document's end is followed by a line feed. */
void json_end(struct json_writer *writer, char close);

void json_put_number(struct json_writer *writer, const char *key, double value);
/* As json_figure_text, null if it is not finite. */
void json_put_figure(struct json_writer *writer, const char *key, double value);
void json_put_string(struct json_writer *writer, const char *key, const char *value);
void json_put_bool(struct json_writer *writer, const char *key, bool value);
void json_put_null(struct json_writer *writer, const char *key);

/* The shortest of 15, 16 or 17 digits that reads back to the same bits; the value is finite. */
void json_number_text(char buffer[JSON_NUMBER_SIZE], double value);
/* In 15 digits, those of a double that are always right: for figures that were computed, so that a
 * sum of money reads 725 and not 725.00000000000011. The digest vouches for the bits. */
void json_figure_text(char buffer[JSON_NUMBER_SIZE], double value);

#endif
