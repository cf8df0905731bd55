// SPDX-License-Identifier: MIT
/*
 * L1. A self-hosted model: replicas with continuous batching, and the queries that pass through.
 *
 * A replica works in steps. One step takes
 *
 *     a + b x (sequences in the batch) + c x (context tokens resident) + d x (prompt tokens read)
 *
 * where the context is that of the sequences that write. In a step every writing sequence makes one
 * token, and up to `prefill_budget_tok` prompt tokens are read, first come first served (chunked
 * prefill). The step that reads the end of a prompt makes the answer's first token. Sequences join
 * between steps, in order, while the batch has a place and the memory of keys and values has room
 * for all that they will ever hold. Arrivals go to the replica with the fewest sequences, waiting
 * ones included.
 *
 * Between two changes of a batch its steps are summed in closed form: n steps take n (alpha n +
 * beta), alpha = c x writing / 2. So the cost is per change, not per step; tests/sim/test_batch.c
 * holds it against a simulation of every step. Form of the step: coefficients fitted to measured
 * runs. Times in seconds; arrivals in time order. Knows nothing of money.
 *
 * Equations: docs/MODEL.md, [G1] to [G5].
 */
#ifndef RAGTOP_SIM_BATCH_H
#define RAGTOP_SIM_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"
#include "sim/key_heap.h"
#include "sim/winner.h"

struct batch_setup {
	int replicas, max_batch, queue_limit; /* queue: per replica; 0: no limit */
	double kv_tok, prefill_budget_tok;
	double step_a_s, step_b_s, step_c_s, step_d_s;
};

/* One query on its way; the owner chooses small numbers for ids and uses them again. */
struct batch_sequence {
	double prompt_tok, output_tok; /* whole, output at least 1 */
	double unread_tok;             /* of the prompt */
	double admitted_s, first_s, done_s;
	bool refused;
	uint32_t next; /* in the line of those that wait, or of those whose prompt is read */
};

struct batch_line {
	uint32_t head, tail, count;
};

struct batch_replica {
	double start_s, end_s; /* of the phase under way; end INFINITY: idle */
	double steps;          /* of the phase */
	double alpha_s, beta_s;
	double read_tok;         /* prompt tokens read in each of its steps */
	double resident_tok;     /* context of the writing sequences when it started */
	double reserved_tok;     /* of keys and values, by all in the batch */
	double made_s, made;     /* time spent in steps, and how many, since the reset */
	uint64_t step;           /* counter of steps when the phase started */
	struct key_heap writers; /* last step << 28 | id of the sequences that write */
	struct batch_line waiting, reading;
};

struct batch {
	struct batch_setup setup;
	struct batch_replica *replicas;
	int capacity;
	struct winner_tree soonest, shortest; /* by end of phase, by sequences */
	struct batch_sequence *sequences;
	uint32_t sequence_capacity;
	uint32_t *done; /* ids to be reported */
	uint32_t done_count, done_next, done_capacity;
};

struct batch_report {
	uint32_t id;
	bool refused; /* larger than the memory: never served; nothing else is set */
	double admitted_s, first_s, done_s;
};

/* Empty replicas. A zeroed batch is valid input; memory of an earlier use is kept. */
void batch_reset(struct batch *batch, const struct batch_setup *setup);
void batch_release(struct batch *batch);

/* Arrives at t_s; prompts are rounded to whole tokens, one at least. All reports due before t_s
 * must have been taken. The first known_tok of the prompt need not be read: others had them. False:
 * the line was full. */
bool batch_arrive(struct batch *batch, double t_s, uint32_t id, double prompt_tok, double known_tok,
		  double output_tok);
/* The next sequence that is done before until_s; false when there is none. */
bool batch_next(struct batch *batch, double until_s, struct batch_report *report);

/* Without further arrivals: everybody gets the first token in simulated time, and what is then left
 * to write takes the mean step of the replica so far. After that batch_next reports them all. */
void batch_extrapolate(struct batch *batch);

/* Other numbers from the next step on. Replicas that are taken away finish what they have; all
 * reports due before t_s must have been taken. */
void batch_configure(struct batch *batch, const struct batch_setup *setup, double t_s);

/* Starting in the middle: at time 0, before any arrival, sequences that have written so much of
 * their answer (less than all of it), or wait. Then batch_begin lets the steps start, each replica
 * somewhere in its first one; rng NULL: at the beginning of it. */
void batch_place(struct batch *batch, int replica, uint32_t id, double prompt_tok,
		 double output_tok, double written_tok);
void batch_queue(struct batch *batch, int replica, uint32_t id, double prompt_tok,
		 double output_tok);
void batch_begin(struct batch *batch, struct rng *rng);

/* So many places in every line are taken by somebody who is not simulated; one is left at least. */
void batch_shorten_lines(struct batch *batch, int places);

/* What is to be expected of one replica. */
struct batch_load {
	double prompt_tok, output_tok; /* means */
	double known_tok;              /* of the prompt, which need not be read */
	double output_cv;              /* over queries */
};
/* Queries a second that one replica serves when its batch is full. */
double batch_full_rps(const struct batch_setup *setup, const struct batch_load *load);
/* Mean-field step time at a rate per replica, and how many write meanwhile: the fixed point of
 * step = a / (1 - d rate prompt - rate output (b + c context)); the batch's limit at most. */
struct batch_mean {
	double step_s, writing;
};
struct batch_mean batch_mean_field(const struct batch_setup *setup, const struct batch_load *load,
				   double rate_rps);

#endif
