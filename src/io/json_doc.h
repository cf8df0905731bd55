// SPDX-License-Identifier: MIT
/*
 * L2. A JSON document in memory: the values from cJSON, their places from json_scan.
 *
 * The two are walked together, which works because both keep the order of the text. Memory that
 * cJSON may take is capped. One document at a time and one thread at a time: cJSON's allocator
 * is a global of the process.
 */
#ifndef RAGTOP_IO_JSON_DOC_H
#define RAGTOP_IO_JSON_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include <ragtop/error.h>
#include "io/json_scan.h"

struct json_doc {
	const char *text; /* borrowed */
	struct json_index index;
	cJSON *root;
};

/* A value of a document. */
struct json_value {
	const struct json_doc *doc;
	const cJSON *item;
	uint32_t node;
};

/* False: not JSON by json_scan.h, or beyond 48 MiB of working memory. */
bool json_doc_open(struct json_doc *doc, const char *text, size_t size, struct error *error);
void json_doc_close(struct json_doc *doc);

struct json_value json_root(const struct json_doc *doc);
/* First member or element, and the one after. False when there is none. */
bool json_first(struct json_value parent, struct json_value *child);
bool json_next(struct json_value *value);

/* Adds a number to an object of the document, behind what the text has, as the migration of an
 * older file does. Errors about it have the place of the member before it. */
bool json_add_number(cJSON *object, const char *key, double value, struct error *error);

/* Sets the error with the place of the value, or of its key. Returns false. */
__attribute__((format(printf, 3, 4))) bool json_error(struct json_value value, struct error *error,
						      const char *format, ...);
__attribute__((format(printf, 3, 4))) bool json_key_error(struct json_value value,
							  struct error *error, const char *format,
							  ...);

#endif
