// SPDX-License-Identifier: MIT
/*
 * L3. The units of a study, spread over threads.
 */
#ifndef RAGTOP_SESSION_SPREAD_H
#define RAGTOP_SESSION_SPREAD_H

#include <stddef.h>

/* Calls work(context, i) for every i below count, each once, in any order and at the same time on as
 * many threads as asked for (0: all processors); returns when all are done. */
void session_spread(size_t count, void (*work)(void *context, size_t i), void *context,
		    int threads);

#endif
