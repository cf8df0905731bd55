// SPDX-License-Identifier: MIT
/*
 * L2. What the files of the schema share; nobody else includes this.
 */
#ifndef RAGTOP_IO_SCHEMA_PARTS_H
#define RAGTOP_IO_SCHEMA_PARTS_H

#include <ragtop/params.h>
#include "io/json_write.h"

/* Opens an object that has no other keys than its properties; description may be NULL. */
void schema_object(struct json_writer *writer, const char *key, const char *description);
/* A text of less than `size` bytes. */
void schema_text(struct json_writer *writer, const char *key, const char *description, int size);
/* The same within an object that is open; needed: at least one character. */
void schema_text_type(struct json_writer *writer, const char *description, bool needed, int size);
/* "key": { "$ref": "#/$defs/..." } */
void schema_ref(struct json_writer *writer, const char *key, const char *def);
/* "required": the key, and the other unless it is NULL. */
void schema_required(struct json_writer *writer, const char *key, const char *other);
/* Keywords of a list of architectures, none twice. */
void schema_archs(struct json_writer *writer);
void schema_arch_enum(struct json_writer *writer, bool or_nobody);

/* Members of the document. */
void schema_params(struct json_writer *writer);
void schema_timeline(struct json_writer *writer);
void schema_traits(struct json_writer *writer);
void schema_tour(struct json_writer *writer);
/* The keywords of the items of a timeline. */
void schema_timeline_items(struct json_writer *writer);
void schema_expect(struct json_writer *writer);
/* The definition of a parameter, under its full name. */
void schema_param_def(struct json_writer *writer, enum param_id id);

#endif
