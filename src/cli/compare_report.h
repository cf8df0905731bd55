// SPDX-License-Identifier: MIT
/*
 * What `ragtop compare` found, for people, programs and spreadsheets.
 */
#ifndef RAGTOP_CLI_COMPARE_REPORT_H
#define RAGTOP_CLI_COMPARE_REPORT_H

#include <stdio.h>

#include "study/compare.h"

enum { COMPARED_MAX = 17 };

struct comparison {
	int count;
	const struct scenario *scenarios[COMPARED_MAX];
	const struct result *results[COMPARED_MAX]; /* of these, with the seed of the first */
	const char *names[COMPARED_MAX];            /* as they were asked for */
	bool own_seeds; /* they have seeds of their own, other than the first one's */
	struct compare_inputs inputs;
};

void compare_text(FILE *out, const struct comparison *comparison);
void compare_json(FILE *out, const struct comparison *comparison);
/* A header, and a row per architecture, figure and scenario but the first. */
void compare_csv(FILE *out, const struct comparison *comparison);

#endif
