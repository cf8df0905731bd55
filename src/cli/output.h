// SPDX-License-Identifier: MIT
/*
 * Where a command's output goes: all of it to standard output or a file, or nothing.
 *
 * Output is collected in memory first, so that an error on the way leaves no half report, and so
 * that a full disk or a closed pipe is noticed.
 */
#ifndef RAGTOP_CLI_OUTPUT_H
#define RAGTOP_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <ragtop/error.h>

struct output {
	FILE *stream; /* write here */
	char *text;
	size_t size;
};

bool output_open(struct output *output, struct error *error);
/* Everything so far is text for people: in locales without Unicode it becomes ASCII. */
void output_for_people(struct output *output);
/* Writes everything to the file, or to standard output when path is NULL or "-". Releases the
 * output in any case. */
bool output_close(struct output *output, const char *path, struct error *error);
/* Releases it, nothing is written. */
void output_drop(struct output *output);

#endif
