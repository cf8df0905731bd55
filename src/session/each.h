// SPDX-License-Identifier: MIT
/*
 * L3. Independent pieces of work, spread over threads. Each writes to its own place only, so that
 * what comes out does not depend on how many threads there are.
 */
#ifndef RAGTOP_SESSION_EACH_H
#define RAGTOP_SESSION_EACH_H

/* Calls work(context, i) once for each i below count, in any order, and returns when all are done.
 * threads: 0 = as many as there are processors. */
void session_each(int count, int threads, void (*work)(void *context, int i), void *context);

#endif
