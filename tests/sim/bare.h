// SPDX-License-Identifier: MIT
/*
 * A simulated RAG that is nothing but its search station: what tests of queueing theory run.
 * Waiting is all it does, so its time to first token is the sojourn at the station. Rates per
 * second, times in seconds. Not for production code.
 */
#ifndef RAGTOP_TESTS_SIM_BARE_H
#define RAGTOP_TESTS_SIM_BARE_H

#include <ragtop/run.h>
#include "validate/theory.h"

enum { BARE_MONTH_DAYS = 30 };

#define BARE_MONTH_S (BARE_MONTH_DAYS * 86400.0)

/* So many queries in the month, on `servers` servers, each busy for this share of the time. */
struct theory_station bare_station(double queries, int servers, double load);
/* Every query of a month, Poisson arrivals, exponential service, no limits. */
void bare_search(struct scenario *scenario, const struct theory_station *station);
/* run(), which must succeed. */
void bare_run(struct scenario *scenario, uint64_t seed, struct result *result);

#endif
