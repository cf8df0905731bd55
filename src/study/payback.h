// SPDX-License-Identifier: MIT
/*
 * L2. When what one architecture costs more at the start has come back.
 *
 * Equations: docs/MODEL.md, [BE8].
 */
#ifndef RAGTOP_STUDY_PAYBACK_H
#define RAGTOP_STUDY_PAYBACK_H

#include <stdbool.h>

#include <ragtop/result.h>

enum payback_kind {
	PAYBACK_NOTHING, /* upfront costs are equal */
	PAYBACK_NEVER,   /* the dearer one to start with saves nothing */
	PAYBACK_AFTER,
};

enum { PAYBACK_TIMES_MAX = 8 };

struct payback {
	enum payback_kind kind;
	enum arch invested, other; /* the first has the higher upfront cost; of equals a */
	double upfront_usd;        /* more than the other's */
	double saving_usd;         /* a month, less than the other's */
	double months;             /* PAYBACK_AFTER, whatever the horizon */
	struct interval ci_months; /* 95 %; hi is infinite where the saving may be none; NaN: the
				    * run cannot tell */
	/* When the cumulative costs of this seed's run meet, within the horizon; at time 0 the
	 * upfront costs are paid. */
	int time_count;
	double at_days[PAYBACK_TIMES_MAX];
	enum arch cheaper_after[PAYBACK_TIMES_MAX];
	enum arch cheaper_at_end;
};

void payback_find(const struct result *result, enum arch a, enum arch b, struct payback *payback);

#endif
