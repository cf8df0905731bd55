// SPDX-License-Identifier: MIT
/*
 * What `ragtop breakeven` found, for people and for programs.
 */
#ifndef RAGTOP_CLI_BREAKEVEN_REPORT_H
#define RAGTOP_CLI_BREAKEVEN_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "study/breakeven.h"
#include "study/payback.h"

struct breakeven_pair {
	struct breakeven found;
	struct payback payback;
};

struct breakeven_answer {
	struct question question;
	int input_count; /* uncertain ones, that were drawn */
	int draws;       /* asked for */
	int pair_count;
	const struct breakeven_pair *pairs;
};

void breakeven_text(FILE *out, const struct breakeven_answer *answer);
/* One object; with `all` an array of them. */
void breakeven_json(FILE *out, const struct breakeven_answer *answer, bool all);

#endif
