// SPDX-License-Identifier: MIT
/*
 * L3. Continuous batching, every single step of it: what sim/batch.h sums in closed form, written
 * apart from it. Plain arrays, one step at a time, no phases, no heaps, no trees. Times in seconds.
 */
#ifndef RAGTOP_VALIDATE_STEPS_H
#define RAGTOP_VALIDATE_STEPS_H

#include "sim/batch.h"

struct step_query {
	double arrival_s, prompt_tok, output_tok; /* whole tokens, at least 1 */
	/* what became of it */
	bool refused;
	double admitted_s, first_s, done_s;
};

/* All of them, in order of arrival. There is no limit of those that wait. */
void steps_run(const struct batch_setup *setup, struct step_query *queries, int count);

#endif
