// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard as lines of text, for screen readers and terminals that cannot move their
 * cursor: the same words and figures as on the screen, without signs, boxes or plots.
 *
 * A line has a label that stays and a text that changes, so that what changed can be told.
 */
#ifndef RAGTOP_UI_VIEW_PLAIN_H
#define RAGTOP_UI_VIEW_PLAIN_H

#include "session/session.h"
#include "ui/state.h"

enum { PLAIN_LINES_MAX = 400, PLAIN_LABEL_SIZE = 128, PLAIN_TEXT_SIZE = 512 };

enum plain_part { PLAIN_ANSWER, PLAIN_SCORES, PLAIN_ALL_SCORES, PLAIN_BREAK_EVEN, PLAIN_KNOBS };

struct plain_line {
	char label[PLAIN_LABEL_SIZE], text[PLAIN_TEXT_SIZE];
};

struct plain_text {
	int count;
	struct plain_line lines[PLAIN_LINES_MAX];
};

/* Adds a part. filter: of knobs only those with these letters in their name; NULL: those that
 * people ask for first and those that are not as in the file. */
void view_plain_add(struct plain_text *text, const struct snapshot *snapshot,
		    const struct ui_state *state, enum plain_part part, const char *filter);

/* Without the signs of the screen: they are words, or nothing. */
void view_plain_words(char *out, size_t size, const char *in);

#endif
