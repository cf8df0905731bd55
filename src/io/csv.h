// SPDX-License-Identifier: MIT
/* L2. Cells of CSV. What does not exist is empty, what is infinite is inf. */
#ifndef RAGTOP_IO_CSV_H
#define RAGTOP_IO_CSV_H

#include <stdio.h>

void csv_number(FILE *out, double value);
/* Quoted where it has to be. */
void csv_text(FILE *out, const char *text);

#endif
