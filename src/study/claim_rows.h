// SPDX-License-Identifier: MIT
/*
 * L2. The rows of claim.h, by article. Only claim.c and these files include it.
 */
#ifndef RAGTOP_STUDY_CLAIM_ROWS_H
#define RAGTOP_STUDY_CLAIM_ROWS_H

#include <math.h>

#include "study/claim.h"
#include "study/claim_look.h"

/* The settings of a row, and how many. */
#define CLAIM_SETS(...)          \
	.sets = { __VA_ARGS__ }, \
	.set_count = (int)(sizeof((struct claim_set[]){ __VA_ARGS__ }) / sizeof(struct claim_set))

#define ALL_IN(arch) arch ".cost.all_in_usd"
#define MONTHLY(arch) arch ".cost.monthly_usd"
#define CORRECT(arch) arch ".quality.correct_frac"

enum {
	CLAIMS_S0 = 10,
	CLAIMS_S0_ANSWERS = 6,
	CLAIMS_S1 = 5,
	CLAIMS_S2 = 4,
	CLAIMS_S3 = 9,
	CLAIMS_S4 = 8,
	CLAIMS_S4_ANSWERS = 8,
};

extern const struct claim claims_s0[CLAIMS_S0], claims_s0_answers[CLAIMS_S0_ANSWERS],
	claims_s1[CLAIMS_S1], claims_s2[CLAIMS_S2], claims_s3[CLAIMS_S3], claims_s4[CLAIMS_S4],
	claims_s4_answers[CLAIMS_S4_ANSWERS];

#endif
