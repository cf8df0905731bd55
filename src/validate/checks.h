// SPDX-License-Identifier: MIT
/*
 * L3. How checks are written down, shared by the files that hold them; see validate.h. A file has a
 * table of checks that ends with a row without a group. What a check measures it claims: figure
 * number so and so should be this, and is that.
 */
#ifndef RAGTOP_VALIDATE_CHECKS_H
#define RAGTOP_VALIDATE_CHECKS_H

#include <stddef.h>

#include <ragtop/run.h>
#include "base/stats.h"

enum { FIGURES_MAX = 6, REPLICATES = 20 };

struct claim {
	double theory, found, half, allowed;
};

struct claims {
	double theory_factor; /* see validate_options */
	struct claim of[FIGURES_MAX];
};

struct check {
	const char *group, *name;
	const char *figures[FIGURES_MAX]; /* as many as there are */
	void (*measure)(const void *setting, struct claims *claims);
	const void *setting;
	/* What is known not to hold: how far, as a share of theory, and why. 0: it holds. */
	double declared_rel;
	const char *reason;
};

extern const struct check station_checks[], run_checks[], clock_checks[], cache_checks[],
	batch_checks[], cost_checks[], limit_checks[], interval_checks[];

/* Found in so many replications. Theory may be bent by this share of it, where what is measured is
 * read off bins or begins empty. */
void claim_mean(struct claims *claims, int figure, double theory, const double *x, int count,
		double bend_rel);
/* The same where what is found is not the mean but made of all of them together; x tells how much
 * it varies. */
void claim_spread(struct claims *claims, int figure, double theory, double found, const double *x,
		  int count, double bend_rel);
/* Nothing random about it, or so little that this tolerance has it, in the figure's own unit. */
void claim_exact(struct claims *claims, int figure, double theory, double found, double allowed);
/* To the cent. */
void claim_usd(struct claims *claims, int figure, double theory, double found);

/* ---- scenarios to start from ---- */

/* Even Poisson traffic about facts on one architecture for 30 days, every query simulated; nothing
 * changes, nothing costs anything, every length and time without spread. */
void plain_scenario(struct scenario *scenario, enum arch arch);
/* The same, and nothing takes any time but the search: exponential, on so many servers that are
 * busy for this share of the time, with so many queries in all. */
void plain_search(struct scenario *scenario, double queries, int servers, double load);
/* A run with this seed: its one architecture. NULL where it is refused, which no check wants. */
const struct arch_result *plain_run(struct scenario *scenario, uint64_t seed,
				    struct result *result);

#endif
