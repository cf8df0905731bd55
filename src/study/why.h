// SPDX-License-Identifier: MIT
/*
 * L2. Why one architecture costs more than another: the difference by ledger category, what of it
 * comes with every query and what comes every month, and where the two make up for each other.
 *
 * Equations: docs/MODEL.md, [WY1].
 */
#ifndef RAGTOP_STUDY_WHY_H
#define RAGTOP_STUDY_WHY_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>

struct why {
	enum arch a, b;
	/* Dollars a month, upfront over money.amortise_months; categories of neither are left out.
	 * They sum up to the all-in costs. */
	int count;
	struct why_row {
		enum ledger category;
		double a_usd, b_usd;
	} row[LEDGER_COUNT];
	double a_usd, b_usd; /* all in a month */
	double saving_usd;   /* that b has on a query; below 0: a has */
	double fixed_usd;    /* a month that b costs more before the first query */
	double volume_qpm;   /* where the two are equal; NaN: at no volume */
};

/* The verdict's best, and the next cheapest of those that meet the targets; without one, the
 * cheapest of all others, which may cost less than the best. False where only one ran. */
bool why_pair(const struct scenario *scenario, const struct result *result, enum arch *a,
	      enum arch *b);
void why_find(const struct scenario *scenario, const struct result *result, enum arch a,
	      enum arch b, struct why *why);
/* "hybrid saves $0.925 on 1,000 queries and costs $3.35k more a month", of b by this name. */
void why_words(const struct why *why, const char *b, char *text, size_t size);

#endif
