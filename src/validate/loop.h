// SPDX-License-Identifier: MIT
/*
 * L3. A closed loop around one replica, as model servers are measured: so many clients, each of
 * which asks again the moment it is answered. All are somewhere in their answers at first; started
 * together they would stay together. Times in seconds.
 */
#ifndef RAGTOP_VALIDATE_LOOP_H
#define RAGTOP_VALIDATE_LOOP_H

#include "sim/batch.h"

struct loop {
	int concurrency;
	int prompt_tok, output_tok; /* output_tok: 2 at least */
};

/* Means over some rounds of all clients. */
struct loop_figures {
	double tpot_s; /* of decoding, for each token after the first */
	double ttft_s;
	double rps;
};

/* The setup's replicas and limits of places do not count: there is room for all. */
struct loop_figures loop_run(const struct batch_setup *setup, const struct loop *loop);

#endif
