// SPDX-License-Identifier: MIT
#include "sim/batch.h"

#include <assert.h>
#include <math.h> /* sqrt, ceil, floor: exact everywhere */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { ID_BITS = 28 };

/* Before the counter of steps runs out of its bits it starts again. */
static const uint64_t STEP_LIMIT = UINT64_C(1) << 34;

/* ---- lines ---- */

static void line_push(struct batch *batch, struct batch_line *line, uint32_t id)
{
	if (line->count++ == 0)
		line->head = id;
	else
		batch->sequences[line->tail].next = id;
	line->tail = id;
}

static uint32_t line_pop(const struct batch *batch, struct batch_line *line)
{
	uint32_t id = line->head;

	assert(line->count > 0);
	line->head = batch->sequences[id].next;
	line->count--;
	return id;
}

/* ---- who stops writing when ---- */

static uint64_t stop_key(uint64_t step, uint32_t id)
{
	return step << ID_BITS | id;
}

static uint64_t first_to_stop(const struct batch_replica *replica)
{
	return replica->writers.keys[0] >> ID_BITS;
}

static uint32_t take_first(struct batch_replica *replica)
{
	return (uint32_t)(key_heap_pop(&replica->writers) & ((UINT64_C(1) << ID_BITS) - 1));
}

static void step_rebase(struct batch_replica *replica)
{
	key_heap_subtract(&replica->writers, replica->step << ID_BITS);
	replica->step = 0;
}

/* ---- phases: steps of one batch ---- */

static double span_s(const struct batch_replica *replica, double steps)
{
	return steps * (replica->alpha_s * steps + replica->beta_s);
}

/* The first end of a step that is not before elapsed_s, at least one step. The root of the
 * quadratic may be off by rounding; the span itself decides. */
static double steps_until(const struct batch_replica *replica, double elapsed_s)
{
	double beta = replica->beta_s;
	double root = beta + sqrt(beta * beta + 4 * replica->alpha_s * elapsed_s);
	double steps = ceil(2 * elapsed_s / root);

	if (!(steps >= 1))
		return 1;
	while (steps > 1 && span_s(replica, steps - 1) >= elapsed_s)
		steps--;
	while (span_s(replica, steps) < elapsed_s)
		steps++;
	return steps;
}

/* Non-negative doubles are in the order of their bits. */
static uint64_t time_key(double t_s)
{
	uint64_t bits;

	memcpy(&bits, &t_s, sizeof(bits));
	return bits;
}

static void phase_end_at(struct batch *batch, int r, double end_s)
{
	batch->replicas[r].end_s = end_s;
	winner_set(&batch->soonest, r, time_key(end_s));
}

static uint32_t sequences_in(const struct batch_replica *replica)
{
	return replica->writers.count + replica->reading.count;
}

/* Replicas that were taken away are beyond the reach of arrivals. */
static void rank_by_length(struct batch *batch, int r)
{
	const struct batch_replica *replica = &batch->replicas[r];
	uint64_t length = sequences_in(replica) + replica->waiting.count;

	winner_set(&batch->shortest, r, r < batch->setup.replicas ? length : UINT64_MAX);
}

/* How much is read in each step, and for how many steps at most that stays so: whole budgets of a
 * long prompt, or one step that reads the ends of several. */
static double plan_reading(struct batch *batch, struct batch_replica *replica)
{
	double budget = batch->setup.prefill_budget_tok, sum = 0;
	uint32_t id = replica->reading.head;

	replica->read_tok = 0;
	if (replica->reading.count == 0)
		return (double)INFINITY;
	if (batch->sequences[id].unread_tok >= budget) {
		replica->read_tok = budget;
		return floor(batch->sequences[id].unread_tok / budget);
	}
	for (uint32_t i = 0; i < replica->reading.count && sum < budget; i++) {
		sum += batch->sequences[id].unread_tok;
		id = batch->sequences[id].next;
	}
	replica->read_tok = sum < budget ? sum : budget;
	return 1;
}

static void phase_begin(struct batch *batch, int r, double t_s)
{
	const struct batch_setup *setup = &batch->setup;
	struct batch_replica *replica = &batch->replicas[r];
	double steps = plan_reading(batch, replica);

	if (sequences_in(replica) == 0) {
		replica->step = 0;
		phase_end_at(batch, r, (double)INFINITY);
		return;
	}
	if (replica->step > STEP_LIMIT)
		step_rebase(replica);
	if (replica->writers.count > 0) {
		double writing = (double)(first_to_stop(replica) - replica->step);

		steps = writing < steps ? writing : steps;
	}
	replica->start_s = t_s;
	replica->steps = steps;
	replica->alpha_s = setup->step_c_s * replica->writers.count / 2;
	replica->beta_s = setup->step_a_s + setup->step_b_s * sequences_in(replica) +
			  setup->step_c_s * replica->resident_tok +
			  setup->step_d_s * replica->read_tok - replica->alpha_s;
	phase_end_at(batch, r, t_s + span_s(replica, steps));
}

/* Ends the phase at the first step that ends at t_s or later. */
static void phase_cut(struct batch *batch, int r, double t_s)
{
	struct batch_replica *replica = &batch->replicas[r];
	double steps = steps_until(replica, t_s - replica->start_s);

	if (steps >= replica->steps)
		return;
	replica->steps = steps;
	phase_end_at(batch, r, replica->start_s + span_s(replica, steps));
}

static void report(struct batch *batch, uint32_t id, double t_s, bool refused)
{
	if (batch->done_count == batch->done_capacity) {
		batch->done_capacity = batch->done_capacity ? 2 * batch->done_capacity : 64;
		batch->done = xrealloc_array(batch->done, batch->done_capacity,
					     sizeof(*batch->done));
	}
	batch->sequences[id].done_s = t_s;
	batch->sequences[id].refused = refused;
	batch->done[batch->done_count++] = id;
}

static double room_for_tok(const struct batch_sequence *sequence)
{
	return sequence->prompt_tok + sequence->output_tok;
}

static void leave(struct batch *batch, struct batch_replica *replica, uint32_t id, double t_s)
{
	replica->reserved_tok -= room_for_tok(&batch->sequences[id]);
	report(batch, id, t_s, false);
}

/* The prompt is read, and the first token is out. */
static void start_writing(struct batch *batch, struct batch_replica *replica, uint32_t id,
			  double t_s)
{
	struct batch_sequence *sequence = &batch->sequences[id];

	sequence->first_s = t_s;
	if (sequence->output_tok <= 1) {
		leave(batch, replica, id, t_s);
		return;
	}
	replica->resident_tok += sequence->prompt_tok;
	key_heap_push(&replica->writers,
		      stop_key(replica->step + (uint64_t)sequence->output_tok - 1, id));
}

static void stop_writing(struct batch *batch, struct batch_replica *replica, double t_s)
{
	while (replica->writers.count > 0 && first_to_stop(replica) == replica->step) {
		uint32_t id = take_first(replica);

		replica->resident_tok -= room_for_tok(&batch->sequences[id]) - 1;
		leave(batch, replica, id, t_s);
	}
}

static void read_prompts(struct batch *batch, struct batch_replica *replica, double t_s)
{
	double left = replica->read_tok * replica->steps;

	while (left > 0 && replica->reading.count > 0) {
		struct batch_sequence *sequence = &batch->sequences[replica->reading.head];
		double part = sequence->unread_tok < left ? sequence->unread_tok : left;

		sequence->unread_tok -= part;
		left -= part;
		if (sequence->unread_tok > 0)
			break;
		start_writing(batch, replica, line_pop(batch, &replica->reading), t_s);
	}
}

/* May the first of those that wait join? */
static bool has_room(const struct batch *batch, const struct batch_replica *replica)
{
	const struct batch_sequence *first = &batch->sequences[replica->waiting.head];

	return sequences_in(replica) < (uint32_t)batch->setup.max_batch &&
	       replica->reserved_tok + room_for_tok(first) <= batch->setup.kv_tok;
}

static void admit(struct batch *batch, struct batch_replica *replica, double t_s)
{
	while (replica->waiting.count > 0) {
		struct batch_sequence *first = &batch->sequences[replica->waiting.head];

		if (room_for_tok(first) > batch->setup.kv_tok) {
			report(batch, line_pop(batch, &replica->waiting), t_s, true);
			continue;
		}
		if (!has_room(batch, replica))
			break;
		first->admitted_s = t_s;
		replica->reserved_tok += room_for_tok(first);
		line_push(batch, &replica->reading, line_pop(batch, &replica->waiting));
	}
}

/* The phase is over. Who began to write in its last step writes on from the next one. */
static void phase_finish(struct batch *batch, int r)
{
	struct batch_replica *replica = &batch->replicas[r];
	double t_s = replica->end_s;

	replica->made_s += t_s - replica->start_s;
	replica->made += replica->steps;
	replica->step += (uint64_t)replica->steps;
	replica->resident_tok += replica->writers.count * replica->steps;
	stop_writing(batch, replica, t_s);
	read_prompts(batch, replica, t_s);
	admit(batch, replica, t_s);
	phase_begin(batch, r, t_s);
	rank_by_length(batch, r);
}

/* ---- from outside ---- */

static void replica_clear(struct batch_replica *replica)
{
	struct key_heap writers = replica->writers;

	writers.count = 0;
	*replica = (struct batch_replica){ .end_s = (double)INFINITY, .writers = writers };
}

static void make_room(struct batch *batch, int replicas)
{
	if (replicas <= batch->capacity)
		return;
	batch->replicas = xrealloc_array(batch->replicas, (size_t)replicas,
					 sizeof(*batch->replicas));
	for (; batch->capacity < replicas; batch->capacity++) {
		batch->replicas[batch->capacity] = (struct batch_replica){ 0 };
		replica_clear(&batch->replicas[batch->capacity]);
	}
}

static void rank_all(struct batch *batch, int players)
{
	winner_reset(&batch->soonest, players);
	winner_reset(&batch->shortest, players);
	for (int r = 0; r < players; r++) {
		winner_set(&batch->soonest, r, time_key(batch->replicas[r].end_s));
		rank_by_length(batch, r);
	}
}

static void check_setup(const struct batch_setup *setup)
{
	assert(setup->replicas >= 1 && setup->max_batch >= 1 && setup->queue_limit >= 0);
	assert(setup->kv_tok > 0 && setup->prefill_budget_tok >= 1 && setup->step_a_s > 0);
	assert(setup->step_b_s >= 0 && setup->step_c_s >= 0 && setup->step_d_s >= 0);
}

void batch_reset(struct batch *batch, const struct batch_setup *setup)
{
	check_setup(setup);
	batch->setup = *setup;
	make_room(batch, setup->replicas);
	for (int r = 0; r < batch->capacity; r++)
		replica_clear(&batch->replicas[r]);
	batch->done_count = batch->done_next = 0;
	rank_all(batch, setup->replicas);
}

void batch_release(struct batch *batch)
{
	for (int r = 0; r < batch->capacity; r++)
		key_heap_release(&batch->replicas[r].writers);
	free(batch->replicas);
	free(batch->sequences);
	free(batch->done);
	winner_release(&batch->soonest);
	winner_release(&batch->shortest);
	*batch = (struct batch){ 0 };
}

static struct batch_sequence *sequence_new(struct batch *batch, uint32_t id, double prompt_tok,
					   double output_tok)
{
	/* Whole tokens, so that sums are exact. A prompt of nothing takes its step all the same. */
	double whole_tok = prompt_tok < 1 ? 1 : floor(prompt_tok + 0.5);

	assert(id < UINT32_C(1) << ID_BITS && prompt_tok >= 0 && output_tok >= 1);
	if (id >= batch->sequence_capacity) {
		uint32_t capacity = batch->sequence_capacity ? batch->sequence_capacity : 64;

		while (id >= capacity)
			capacity *= 2;
		batch->sequences = xrealloc_array(batch->sequences, capacity,
						  sizeof(*batch->sequences));
		batch->sequence_capacity = capacity;
	}
	batch->sequences[id] = (struct batch_sequence){
		.prompt_tok = whole_tok,
		.output_tok = output_tok,
		.unread_tok = whole_tok,
	};
	return &batch->sequences[id];
}

bool batch_arrive(struct batch *batch, double t_s, uint32_t id, double prompt_tok, double known_tok,
		  double output_tok)
{
	int r = winner_first(&batch->shortest);
	struct batch_replica *replica = &batch->replicas[r];
	int limit = batch->setup.queue_limit;
	double unread_tok;

	unread_tok = sequence_new(batch, id, prompt_tok, output_tok)->unread_tok - floor(known_tok);
	batch->sequences[id].unread_tok = unread_tok < 1 ? 1 : unread_tok;
	if (limit > 0 && replica->waiting.count >= (uint32_t)limit)
		return false;
	line_push(batch, &replica->waiting, id);
	if (replica->end_s == (double)INFINITY) {
		admit(batch, replica, t_s);
		phase_begin(batch, r, t_s);
	} else if (replica->waiting.count == 1 && has_room(batch, replica)) {
		phase_cut(batch, r, t_s);
	}
	rank_by_length(batch, r);
	return true;
}

static void report_take(struct batch *batch, struct batch_report *out)
{
	uint32_t id = batch->done[batch->done_next++];
	const struct batch_sequence *sequence = &batch->sequences[id];

	if (batch->done_next == batch->done_count)
		batch->done_next = batch->done_count = 0;
	*out = (struct batch_report){ id, sequence->refused, sequence->admitted_s,
				      sequence->first_s, sequence->done_s };
}

bool batch_next(struct batch *batch, double until_s, struct batch_report *out)
{
	while (batch->done_next == batch->done_count) {
		int r = winner_first(&batch->soonest);
		double end_s = batch->replicas[r].end_s;

		if (!(end_s < until_s))
			return false;
		phase_finish(batch, r);
	}
	report_take(batch, out);
	return true;
}

/* From t_s on, when a phase begins, the rest is written at the mean pace. */
static void write_the_rest(struct batch *batch, int r, double t_s)
{
	struct batch_replica *replica = &batch->replicas[r];
	double step_s = replica->made > 0 ? replica->made_s / replica->made : replica->beta_s;

	while (replica->writers.count > 0) {
		double left = (double)(first_to_stop(replica) - replica->step);

		leave(batch, replica, take_first(replica), t_s + left * step_s);
	}
	replica->resident_tok = 0;
	phase_end_at(batch, r, (double)INFINITY);
}

void batch_extrapolate(struct batch *batch)
{
	for (int r = 0; r < batch->soonest.players; r++) {
		struct batch_replica *replica = &batch->replicas[r];

		while (replica->waiting.count > 0 || replica->reading.count > 0)
			phase_finish(batch, r);
		if (replica->end_s < (double)INFINITY)
			write_the_rest(batch, r, replica->start_s);
	}
}

void batch_configure(struct batch *batch, const struct batch_setup *setup, double t_s)
{
	int players = batch->soonest.players;

	check_setup(setup);
	for (int r = 0; r < players; r++)
		if (batch->replicas[r].end_s < (double)INFINITY)
			phase_cut(batch, r, t_s);
	batch->setup = *setup;
	make_room(batch, setup->replicas);
	rank_all(batch, setup->replicas > players ? setup->replicas : players);
}

void batch_place(struct batch *batch, int r, uint32_t id, double prompt_tok, double output_tok,
		 double written_tok)
{
	struct batch_replica *replica = &batch->replicas[r];
	struct batch_sequence *sequence = sequence_new(batch, id, prompt_tok, output_tok);

	assert(written_tok >= 1 && written_tok < output_tok);
	replica->reserved_tok += room_for_tok(sequence);
	replica->resident_tok += sequence->prompt_tok + written_tok - 1;
	key_heap_push(&replica->writers,
		      stop_key(replica->step + (uint64_t)(output_tok - written_tok), id));
}

void batch_queue(struct batch *batch, int r, uint32_t id, double prompt_tok, double output_tok)
{
	sequence_new(batch, id, prompt_tok, output_tok);
	line_push(batch, &batch->replicas[r].waiting, id);
}

void batch_begin(struct batch *batch, struct rng *rng)
{
	for (int r = 0; r < batch->setup.replicas; r++) {
		struct batch_replica *replica = &batch->replicas[r];

		admit(batch, replica, 0);
		phase_begin(batch, r, 0);
		if (replica->end_s < (double)INFINITY) {
			double into_s = rng ? rng_unit(rng) * span_s(replica, 1) : 0;

			replica->start_s -= into_s;
			phase_end_at(batch, r, replica->end_s - into_s);
		}
		rank_by_length(batch, r);
	}
}

void batch_shorten_lines(struct batch *batch, int places)
{
	int limit = batch->setup.queue_limit;

	if (limit > 0)
		batch->setup.queue_limit = limit - places > 1 ? limit - places : 1;
}
