// SPDX-License-Identifier: MIT
/*
 * What `ragtop sensitivity` and `ragtop why` found, for people and for programs.
 */
#ifndef RAGTOP_CLI_SENSITIVITY_REPORT_H
#define RAGTOP_CLI_SENSITIVITY_REPORT_H

#include <stdio.h>

#include "base/format.h"
#include "study/sensitivity.h"
#include "study/why.h"

/* All of the study, ranked by effect; `result` is a run of the scenario as it stands. threads: 0 is
 * one per processor. */
void sensitivity_find(struct sensitivity *found, const struct scenario *scenario,
		      enum cost_measure measure, const struct result *result, int threads);

struct sensitivity_shown {
	const struct scenario *scenario;
	const struct result *result;
	const struct sensitivity *found;
	int top; /* rows that are shown; the others are counted. In JSON all are */
};

void sensitivity_text(FILE *out, const struct sensitivity_shown *shown);
void sensitivity_json(FILE *out, const struct sensitivity_shown *shown);

/* What the reports call a value of a knob, and the break-even at an end of its range: "never". */
void sensitivity_value_text(struct knob knob, double value, char *text, size_t size);
void sensitivity_breakeven_text(double at_qpm, char text[FORMAT_SIZE]);

void why_text(FILE *out, const struct scenario *scenario, const struct why *why);
void why_json(FILE *out, const struct scenario *scenario, const struct why *why);

#endif
