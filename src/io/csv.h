// SPDX-License-Identifier: MIT
/* L2. Cells of CSV. What does not exist is empty, what is infinite is inf. */
#ifndef RAGTOP_IO_CSV_H
#define RAGTOP_IO_CSV_H

#include <stdio.h>

void csv_number(FILE *out, double value);
/* The same in the next column. */
void csv_next_number(FILE *out, double value);
/* Quoted where it has to be. What a spreadsheet would take for a formula, because it begins with
 * one of = + - @, a tab or the end of a line, gets an apostrophe before it: notes are anybody's. */
void csv_text(FILE *out, const char *text);

#endif
