// SPDX-License-Identifier: MIT
/*
 * Hand-written loops for exactly one model each, as the limit of what the engine could reach.
 * Random numbers, statistics and compiler flags are the engine's.
 */
#ifndef RAGTOP_TESTS_BENCH_LIB_REFERENCE_H
#define RAGTOP_TESTS_BENCH_LIB_REFERENCE_H

#include "bench/lib_queue.h"

/* Event by event, arrivals and departures, over a 4-ary heap: any tandem. */
void reference_events(const struct tandem *tandem, size_t n, struct outcome *outcome);
/* One station by recursion: Lindley's for one server, Kiefer and Wolfowitz's for several. */
void reference_lindley(const struct tandem *tandem, size_t n, struct outcome *outcome);
void reference_kiefer_wolfowitz(const struct tandem *tandem, size_t n, struct outcome *outcome);

/* The time of n times pop and push in a textbook 4-ary heap with `pending` events, and what was
 * popped last. */
double reference_hold_s(size_t pending, size_t n, double *last_s);

#endif
