// SPDX-License-Identifier: MIT
/*
 * L2. Is this text JSON, exactly as RFC 8259 has it, and within our limits? And where is what?
 *
 * Runs before cJSON sees a byte, because cJSON lets much pass that is not JSON, keeps the first of
 * two equal keys and forgets where things stood. Refused beyond the grammar: byte order marks,
 * ill-formed UTF-8, \u0000, unpaired surrogates, two equal keys in one object (however written),
 * numbers that overflow a double or are longer than 63 characters (cJSON reads no more), more
 * than 32 levels, 200,000 values or 8 MiB.
 *
 * Time is O(n log n) whatever the input, memory about 3 times the input.
 */
#ifndef RAGTOP_IO_JSON_SCAN_H
#define RAGTOP_IO_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/error.h>

enum {
	JSON_SIZE_MAX = 8 << 20,
	JSON_DEPTH_MAX = 32,
	JSON_NODES_MAX = 200000,
	JSON_NUMBER_MAX = 63, /* characters */
};

#define JSON_NO_KEY UINT32_MAX

/* A value. Offsets are bytes from the start of the text. */
struct json_node {
	uint32_t at;
	uint32_t key_at; /* of the quote that opens its key; JSON_NO_KEY outside objects */
	uint32_t next;   /* the node after this one and all it contains */
};

/* All values in the order of the text: node 0 is the document, the first child of node i is
 * i + 1, the sibling after node i is nodes[i].next. */
struct json_index {
	struct json_node *nodes;
	uint32_t count, room;
};

/* False: error says what is wrong, with line and column; *index is then untouched. */
bool json_scan(const char *text, size_t size, struct json_index *index, struct error *error);
void json_index_release(struct json_index *index);

/* Line and column of an offset, from 1, columns in bytes. */
void json_place(const char *text, size_t at, int *line, int *column);

#endif
