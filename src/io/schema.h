// SPDX-License-Identifier: MIT
/*
 * L2. The JSON Schema of scenario files (draft 2020-12), made from the tables that the reader goes
 * by, so that editors complete and check what is written by hand.
 *
 * What the schema refuses the reader refuses. The reader also looks at what a schema cannot say:
 * the bytes of a text, the order of two numbers, what depends on another place of the file or on a
 * trace.
 */
#ifndef RAGTOP_IO_SCHEMA_H
#define RAGTOP_IO_SCHEMA_H

#include <stdio.h>

void schema_write(FILE *out);

#endif
