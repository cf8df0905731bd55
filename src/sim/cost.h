// SPDX-License-Identifier: MIT
/*
 * L1. What things cost, in dollars per ledger category. Every function adds to its ledger.
 *
 * A query costs its expectation: mean tokens times the price in force, times the shares of queries
 * that got that far. So fixtures come out to the cent and nothing about money is sampled.
 *
 * Equations: docs/MODEL.md, [M1] to [M6].
 */
#ifndef RAGTOP_SIM_COST_H
#define RAGTOP_SIM_COST_H

#include <ragtop/result.h>
#include "sim/arch.h"
#include "sim/quality.h"

/* Of one query that arrived. */
void cost_query(const struct demand *demand, const struct flow *flow, double usd[LEDGER_COUNT]);
/* Damage by what it was told, of one query that arrived. */
struct damage {
	double stale_usd, wrong_usd;
};
void damage_add(struct damage *sum, const struct damage *x, double weight);
struct damage cost_damage(const struct params *params, const struct outcome *outcome);
/* Fees and storage of `months` 30-day months. */
void cost_fixed(const struct params *params, enum arch arch, double months,
		double usd[LEDGER_COUNT]);
/* Storage of what the corpus has grown by: months of its size at time 0, less than 0 if it shrinks.
 */
void cost_growth(const struct params *params, enum arch arch, double months,
		 double usd[LEDGER_COUNT]);
/* So many hours of replicas more than the parameters say. */
void cost_replicas(const struct params *params, enum arch arch, double more_hours,
		   double usd[LEDGER_COUNT]);
/* Embedding and writing the whole corpus again, at this size beside the one at time 0. A record is
 * a chunk of text; it is billed by the published rule, a write unit per KB, at least five. */
void cost_reembed(const struct params *params, enum arch arch, double corpus_scale,
		  double usd[LEDGER_COUNT]);
/* Writing one update to the index. */
void cost_update(const struct params *params, enum arch arch, double usd[LEDGER_COUNT]);
void cost_upfront(const struct params *params, enum arch arch, double usd[LEDGER_COUNT]);

/* The sum over all categories, in their order; `recurring` leaves out what is paid
 * once. */
double cost_total(const double usd[LEDGER_COUNT]);
double cost_recurring(const double usd[LEDGER_COUNT]);

#endif
