// SPDX-License-Identifier: MIT
/*
 * L2. Where a claim holds, in words.
 */
#ifndef RAGTOP_STUDY_CLAIM_WORDS_H
#define RAGTOP_STUDY_CLAIM_WORDS_H

#include "study/claim.h"

enum { CLAIM_WORDS_SIZE = 1024 };

/* "ft.run_usd from $8.75k to $43.8k": where it holds. */
void claim_condition(const struct claim *claim, const struct claim_outcome *outcome,
		     char text[CLAIM_WORDS_SIZE]);
/* "$500 here, so it does not"; "" where that is null. */
void claim_here(const struct claim *claim, const struct claim_outcome *outcome,
		char text[CLAIM_WORDS_SIZE]);

#endif
