// SPDX-License-Identifier: MIT
/*
 * L3. Which of many things is meant by a few words.
 */
#ifndef RAGTOP_VALIDATE_WORDS_H
#define RAGTOP_VALIDATE_WORDS_H

#include <stdbool.h>

/* Has the name all of these words, which have blanks between them, in any case and order? NULL:
 * there are none. */
bool words_match(const char *words, const char *name);

#endif
