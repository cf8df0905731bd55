// SPDX-License-Identifier: MIT
/*
 * L4. A recording of the screen: an asciicast, version 2, written as it goes. Whatever goes wrong
 * with the file ends the recording and leaves what is whole of it.
 */
#ifndef RAGTOP_UI_RECORD_H
#define RAGTOP_UI_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>

struct record;

/* Begins a file of a screen of so many cells. NULL: it cannot be written, *error says why. */
struct record *record_open(const char *path, const char *title, double now_s, int w, int h,
			   struct error *error);
/* Before a frame: when it is and, where that is another, its size. */
void record_frame(struct record *record, double now_s, int w, int h);
/* What goes to the terminal: whole sequences and characters. */
void record_output(struct record *record, const char *bytes, size_t size);
/* A place that players can jump to. */
void record_mark(struct record *record, double now_s, const char *label);
/* NULL: all of it has been written; else what went wrong. */
const char *record_failure(const struct record *record);
const char *record_path(const struct record *record);
void record_close(struct record *record);

#endif
