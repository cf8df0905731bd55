// SPDX-License-Identifier: MIT
/*
 * What `ragtop sensitivity` and `ragtop why` found, for people and for programs.
 */
#ifndef RAGTOP_CLI_SENSITIVITY_REPORT_H
#define RAGTOP_CLI_SENSITIVITY_REPORT_H

#include <stdio.h>

#include "study/sensitivity.h"
#include "study/why.h"

struct sensitivity_shown {
	const struct scenario *scenario;
	const struct result *result;
	const struct sensitivity *found;
	int top; /* rows that are shown; the others are counted. In JSON and CSV all are */
};

void sensitivity_text(FILE *out, const struct sensitivity_shown *shown);
void sensitivity_json(FILE *out, const struct sensitivity_shown *shown);
/* A row per parameter that acts. */
void sensitivity_csv(FILE *out, const struct sensitivity_shown *shown);

/* In a sentence: what it saves on queries against what it costs every month. */
void why_words(const struct why *why, char text[512]);
void why_text(FILE *out, const struct scenario *scenario, const struct why *why);
void why_json(FILE *out, const struct scenario *scenario, const struct why *why);

#endif
