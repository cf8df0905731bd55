// SPDX-License-Identifier: MIT
/*
 * L4. The answer in words: what is best, by how much, against which targets, and where that ends.
 */
#ifndef RAGTOP_UI_VIEW_SENTENCE_H
#define RAGTOP_UI_VIEW_SENTENCE_H

#include "ui/view.h"

enum { SENTENCES_MAX = 4, SENTENCE_SIZE = 512 };

/* How much room there is for the words. */
enum verbosity { WORDS_TINY, WORDS_COMPACT, WORDS_SHORT, WORDS_FULL, WORDS_LONG };

enum verbosity verbosity_of_width(int columns);

/* Lines for the answer at a width, most important first; needs a result. Returns how many. */
int sentences(const struct frame *frame, enum verbosity words, char line[][SENTENCE_SIZE]);

/* Knobs whose turning changes the answer, nearest first, a line each. Returns how many. */
int sentences_flips(const struct frame *frame, int most, char line[][SENTENCE_SIZE]);

/* The crossing of the curve that lies nearest to the present volume; NULL when there is none. */
const struct crossing *crossing_nearest(const struct frame *frame);
/* Has the curve been computed? */
bool curve_ready(const struct frame *frame);

#endif
