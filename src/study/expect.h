// SPDX-License-Identifier: MIT
/*
 * L2. What a scenario expects of its run, held against what came out; and the other way round, what
 * came out taken down as what is expected from now on.
 *
 * Knows: scenarios and results. Does not know: files, versions of the engine.
 */
#ifndef RAGTOP_STUDY_EXPECT_H
#define RAGTOP_STUDY_EXPECT_H

#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>

enum expected {
	EXPECTED_DIGEST,
	EXPECTED_FIGURE,
	EXPECTED_BEST,
	EXPECTED_CHEAPEST,
};

/* One thing that is not as expected. */
struct expect_miss {
	enum expected what;
	const char *name; /* "rag.cost.monthly_usd", "verdict.best"; of the scenario or static */
	bool run;         /* a figure: its architecture was run */
	double value;     /* a figure */
	double lo, hi;    /* ... and what was expected; the same for one value */
	double off;     /* ... by how much it is above hi or, negative, below lo; NaN: no number */
	double off_rel; /* ... as a share of that bound; NaN where that is 0 */
	const char *is; /* of the others: what it is, a digest or an architecture, */
	const char *wants; /* and what it should be */
};

struct expect_check {
	int figures; /* that were looked at */
	bool digest; /* it was, too */
	int count;
	/* The digest, then figures in the order of the report, then the verdict. */
	struct expect_miss misses[SCENARIO_EXPECT_MAX + 3];
};

/* `within`: figures may be off by this share of what is expected, and the digest is not looked at
 * unless it is 0. The check borrows from both. */
void expect_check(const struct scenario *scenario, const struct result *result, double within,
		  struct expect_check *check);
/* The first figure that differs; NULL: none does. */
const struct expect_miss *expect_first_figure(const struct expect_check *check);

/* The scenario expects this result: its digest, who wins and the figures people look at first, to
 * the last bit. What it expected before stays where it holds. */
void expect_take(struct scenario *scenario, const struct result *result);

#endif
