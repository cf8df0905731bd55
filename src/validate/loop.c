// SPDX-License-Identifier: MIT
#include "validate/loop.h"

#include <math.h> /* a constant */
#include <stdlib.h>

#include "base/xalloc.h"

enum { ROUNDS_BEFORE = 2, ROUNDS = 4 };

static void start(struct batch *batch, const struct loop *loop, struct rng *rng)
{
	for (int i = 0; i < loop->concurrency; i++)
		batch_place(batch, 0, (uint32_t)i, loop->prompt_tok, loop->output_tok,
			    1 + (int)(rng_unit(rng) * (loop->output_tok - 1)));
	batch_begin(batch, rng);
}

/* Takes so many answers, each client asking again. Returns when the last one was done. */
static double serve(struct batch *batch, const struct loop *loop, int count, double *arrived_s,
		    struct loop_figures *sums)
{
	struct batch_report report = { 0 };

	for (int i = 0; i < count && batch_next(batch, INFINITY, &report); i++) {
		sums->tpot_s += (report.done_s - report.first_s) / (loop->output_tok - 1);
		sums->ttft_s += report.first_s - arrived_s[report.id];
		arrived_s[report.id] = report.done_s;
		batch_arrive(batch, report.done_s, report.id, loop->prompt_tok, 0,
			     loop->output_tok);
	}
	return report.done_s;
}

struct loop_figures loop_run(const struct batch_setup *setup, const struct loop *loop)
{
	double *arrived_s = xcalloc((size_t)loop->concurrency, sizeof(double)), before_s, end_s;
	struct loop_figures sums = { 0 };
	struct batch_setup replica = *setup;
	int count = ROUNDS * loop->concurrency;
	struct batch batch = { 0 };
	struct rng rng;

	replica.replicas = 1;
	replica.max_batch = loop->concurrency;
	replica.queue_limit = 0;
	replica.kv_tok = 1e15;
	rng_open(&rng, 1, 0, 0, "closed-loop");
	batch_reset(&batch, &replica);
	start(&batch, loop, &rng);
	before_s = serve(&batch, loop, ROUNDS_BEFORE * loop->concurrency, arrived_s, &sums);
	sums = (struct loop_figures){ 0 };
	end_s = serve(&batch, loop, count, arrived_s, &sums);
	batch_release(&batch);
	free(arrived_s);
	return (struct loop_figures){ sums.tpot_s / count, sums.ttft_s / count,
				      count / (end_s - before_s) };
}
