// SPDX-License-Identifier: MIT
/*
 * Paragraphs for terminals of 80 columns.
 */
#ifndef RAGTOP_CLI_WRAP_H
#define RAGTOP_CLI_WRAP_H

#include <stdio.h>

enum { WRAP_WIDTH = 80 };

/* Words of a text from this column on, where the caller stands, in lines of at most WRAP_WIDTH
 * columns, with the later ones indented as far, and a line feed. */
void put_wrapped(FILE *out, const char *text, int column);
/* A text that is filled up with blanks to this width. */
void put_column(FILE *out, const char *text, int width);

#endif
