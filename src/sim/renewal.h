// SPDX-License-Identifier: MIT
/*
 * L1. Gaps of a renewal process of unit rate whose gaps have a gamma law: of queries and of
 * updates. The coefficient of variation says how regular it is: 0 clockwork, 1 Poisson, above that
 * clumped.
 */
#ifndef RAGTOP_SIM_RENEWAL_H
#define RAGTOP_SIM_RENEWAL_H

#include "base/rng.h"

/* A gap of mean 1. Variations below 1e-9 count as none: the shape would not fit a double. */
double renewal_gap(struct rng *rng, double cv);
/* A stock of gaps, drawn many at a time, which is faster; other ones than single gaps would be. */
enum { RENEWAL_STOCK = 64 };
struct renewal {
	double cv;
	int used;
	double stock[RENEWAL_STOCK];
};

void renewal_open(struct renewal *renewal, double cv);
/* From the next gap on. What is in stock and has another law is thrown away. */
void renewal_change(struct renewal *renewal, double cv);
void renewal_restock(struct renewal *renewal, struct rng *rng);

static inline double renewal_next(struct renewal *renewal, struct rng *rng)
{
	if (renewal->used == RENEWAL_STOCK)
		renewal_restock(renewal, rng);
	return renewal->stock[renewal->used++];
}

/* The gap that a given instant falls into. Such gaps are drawn by their length: one more in the
 * shape. The instant lies uniformly in it. */
double renewal_gap_around(struct rng *rng, double cv);

#endif
