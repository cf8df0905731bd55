// SPDX-License-Identifier: MIT
/* What is to be expected of a batch, without simulating it. */
#include "sim/batch.h"

#include <math.h> /* a constant */

/* Context of a sequence that writes, met at random: long answers are met more often. */
static double mean_context_tok(const struct batch_load *load)
{
	return load->prompt_tok + load->output_tok * (1 + load->output_cv * load->output_cv) / 2;
}

static double mean_room_tok(const struct batch_load *load)
{
	return load->prompt_tok + load->output_tok * (1 + load->output_cv * load->output_cv);
}

/* Sequences in a full batch. The first of the line waits until it fits: on average half of what it
 * needs is free and of no use. */
static double full_places(const struct batch_setup *setup, const struct batch_load *load)
{
	double room_tok = mean_room_tok(load);
	double by_memory = setup->kv_tok / room_tok - 0.5;
	double places = by_memory < setup->max_batch ? by_memory : setup->max_batch;

	return places > 1 ? places : 1;
}

/* Those of them that write: all, but where prompts are read more slowly than answers are written.
 */
static double full_writing(const struct batch_setup *setup, const struct batch_load *load)
{
	double places = full_places(setup, load);
	double read_tok = load->prompt_tok - load->known_tok;
	double fed = read_tok > 0 ? setup->prefill_budget_tok * load->output_tok / read_tok
				  : places;

	return fed < places ? fed : places;
}

/* What each sequence that writes adds to a step, its share of the reading included. */
static double writer_s(const struct batch_setup *setup, const struct batch_load *load)
{
	return setup->step_c_s * mean_context_tok(load) +
	       setup->step_d_s * (load->prompt_tok - load->known_tok) / load->output_tok;
}

static double full_step_s(const struct batch_setup *setup, const struct batch_load *load)
{
	return setup->step_a_s + setup->step_b_s * full_places(setup, load) +
	       full_writing(setup, load) * writer_s(setup, load);
}

double batch_full_rps(const struct batch_setup *setup, const struct batch_load *load)
{
	return full_writing(setup, load) / load->output_tok / full_step_s(setup, load);
}

struct batch_mean batch_mean_field(const struct batch_setup *setup, const struct batch_load *load,
				   double rate_rps)
{
	double tokens_rps = rate_rps * load->output_tok;
	double share = tokens_rps * (setup->step_b_s + writer_s(setup, load));
	double step_s = share < 1 ? setup->step_a_s / (1 - share) : (double)INFINITY;
	double writing = tokens_rps * step_s, full = full_writing(setup, load);

	if (!(writing < full)) {
		writing = full;
		step_s = full_step_s(setup, load);
	}
	return (struct batch_mean){ step_s, writing };
}
