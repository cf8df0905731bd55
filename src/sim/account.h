// SPDX-License-Identifier: MIT
/* L1. What finish.c has of an architecture while it makes the result, and what plots get of it. */
#ifndef RAGTOP_SIM_ACCOUNT_H
#define RAGTOP_SIM_ACCOUNT_H

#include <ragtop/result.h>
#include "sim/cost.h"
#include "sim/quality.h"
#include "sim/sim.h"

/* Queries of one stretch: what they cost and what came of them if all were answered in the same
 * condition. Outcomes are straight lines in the shares of conditions, so every replication's
 * follows. */
struct stretch_sum {
	int bucket;
	double queries, query_usd;
	struct outcome in[STATE_COUNT];
	struct damage damage[STATE_COUNT];
};

struct account {
	const struct sim *sim;
	enum arch arch;
	struct arch_result *out;
	int state_count;                /* the others have no weight without a tuned model */
	double query_usd[LEDGER_COUNT]; /* of all queries, without damage */
	bool damages;                   /* some answer costs something */
	struct stretch_sum stretches[]; /* macro_stretch_count() of them */
};

/* What the answers of a stretch spoiled in one replication. */
struct damage account_damage(const struct stretch_sum *stretch, const double weights[STATE_COUNT]);

/* What so many queries of a bucket cost, by category: for the plot of the ledger. */
void account_ledger(struct account *account, int bucket, const double usd[LEDGER_COUNT],
		    double queries);
/* The rest of the pictures, once all queries are there. */
void account_pictures(const struct account *account, struct arch_pictures *out);

#endif
