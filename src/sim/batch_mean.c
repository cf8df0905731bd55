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

/* Writing sequences that a full batch has. */
static double full_batch(const struct batch_setup *setup, const struct batch_load *load)
{
	double by_memory = setup->kv_tok / mean_room_tok(load);
	double full = by_memory < setup->max_batch ? by_memory : setup->max_batch;

	return full > 1 ? full : 1;
}

static double step_at(const struct batch_setup *setup, const struct batch_load *load,
		      double writing)
{
	double each = setup->step_b_s + setup->step_c_s * mean_context_tok(load) +
		      setup->step_d_s * load->prompt_tok / load->output_tok;

	return setup->step_a_s + writing * each;
}

double batch_full_rps(const struct batch_setup *setup, const struct batch_load *load)
{
	double full = full_batch(setup, load);

	return full / load->output_tok / step_at(setup, load, full);
}

struct batch_mean batch_mean_field(const struct batch_setup *setup, const struct batch_load *load,
				   double rate_rps)
{
	double tokens_rps = rate_rps * load->output_tok, full = full_batch(setup, load);
	double each = step_at(setup, load, 1) - setup->step_a_s;
	double share = tokens_rps * each, step_s, writing;

	step_s = share < 1 ? setup->step_a_s / (1 - share) : (double)INFINITY;
	writing = tokens_rps * step_s;
	if (!(writing < full)) {
		writing = full;
		step_s = step_at(setup, load, full);
	}
	return (struct batch_mean){ step_s, writing };
}
