// SPDX-License-Identifier: MIT
/*
 * L3. The units of one run in the order in which threads should take them: the largest first, so
 * that none is left alone with a long one at the end. The order cannot change the result.
 */
#ifndef RAGTOP_SESSION_UNITS_H
#define RAGTOP_SESSION_UNITS_H

#include <signal.h>
#include <stddef.h>

#include <ragtop/run.h>

/* An array of unit numbers; the caller frees it. */
size_t *units_order(const struct sim *sim);

/* Signals are for the thread that owns the terminal: blocks them before threads are made, all but
 * those of a crash, which must find their handler wherever they strike. */
void units_block_signals(sigset_t *old);
/* Whoever presses a key is served before what the calling thread only refines. On Linux a thread
 * has a niceness of its own; elsewhere the process has one, which is left alone. */
void units_yield(void);
/* Calls work(argument) on so many threads at once, the calling one among them, and returns when all
 * are done; 0: as many as there are processors. Where no more can be had it is fewer. */
void units_work_along(int threads, void *(*work)(void *), void *argument);
/* A run allocates some megabytes in large pieces and frees them soon after. Given back to the
 * kernel each time they come again page by page, which took a third of the time to the first frame
 * and of a map. For whoever makes many runs, before the first of them. */
void units_keep_memory(void);
/* What is free now goes back all the same: nobody will need as much for a while. */
void units_return_memory(void);
/* Processors that this process may use, at least 1. */
int units_processors(void);

#endif
