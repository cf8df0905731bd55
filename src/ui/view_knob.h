// SPDX-License-Identifier: MIT
/*
 * L4. One knob: its row (name, track, value, where the answer flips) and what is to say of it.
 */
#ifndef RAGTOP_UI_VIEW_KNOB_H
#define RAGTOP_UI_VIEW_KNOB_H

#include "ui/view.h"

/* index: into ui_state.knobs. In few columns the flip's figure goes first, then the name. */
void knob_row_draw(const struct frame *frame, int x, int y, int columns, int index);
/* Does a row of so many columns have a spark beside its track? */
bool knob_row_has_spark(int columns);
/* Range, scale, step, file value, source and flip of the active knob, as far as they fit; its spark
 * first if the rows have none. */
void knob_status_draw(const struct frame *frame, int x, int y, int columns, bool spark);
/* A value as the knob shows it: the name of a choice, "none" for a target that is not set. */
void knob_value_text(struct knob knob, double value, char *buffer, size_t size);
/* What the file has for what the knob turns. */
double knob_file_value(const struct frame *frame, struct knob knob);
/* What is known about where the knob flips the answer; NULL when it is not known yet. */
const struct flip *knob_flip(const struct frame *frame, struct knob knob);

#endif
