// SPDX-License-Identifier: MIT
/*
 * L2. What the articles say at which volume, or at how many changes a month, another architecture
 * is better: to be laid over a map. Article and line of each, as S3:19.
 */
#ifndef RAGTOP_STUDY_THRESHOLD_H
#define RAGTOP_STUDY_THRESHOLD_H

#include <stdbool.h>

#include <ragtop/params.h>

struct threshold {
	const char *source; /* "S3:19" */
	const char *says;   /* "fine-tuned is cheaper above" */
	double lo, hi;      /* as the parameter has it; a band, or equal */
};

/* Thresholds on a parameter, from 0 on. False: there are no more. Those of changes are on the rate
 * of updates and on the days between retrainings. */
bool threshold_on(enum param_id param, int i, struct threshold *threshold);

#endif
