// SPDX-License-Identifier: MIT
#include "sim/warm.h"

#include <math.h>

#include "base/variate.h"

/* Lengths of the queries that a batch is met with. */
struct lengths {
	double fixed_tok, question_tok, history_tok, answer_tok;
	struct lognormal question, answer;
	struct rng *rng;
};

static struct lengths lengths_of(const struct params *params, const struct demand *demand,
				 struct rng *rng)
{
	return (struct lengths){
		.fixed_tok = demand->instructions_tok + demand->context_tok,
		.question_tok = demand->question_tok,
		.history_tok = demand->history_tok,
		.answer_tok = demand->answer_tok,
		.question = lognormal_from_mean_cv(1, params->traffic.prompt_cv),
		.answer = lognormal_from_mean_cv(1, params->traffic.answer_cv),
		.rng = rng,
	};
}

static double draw_tok(struct lengths *lengths, const struct lognormal *law, double mean_tok)
{
	double z = variate_normal_from_unit(rng_unit(lengths->rng));

	return floor(mean_tok * lognormal_at(law, z) + 0.5);
}

static double prompt_tok(struct lengths *lengths)
{
	double tok = lengths->fixed_tok +
		     draw_tok(lengths, &lengths->question, lengths->question_tok);

	return lengths->history_tok > 0
		       ? tok + draw_tok(lengths, &lengths->question, lengths->history_tok)
		       : tok;
}

/* At a random instant a long answer is met more often, in proportion to its length: the lognormal
 * of mu + sigma^2. */
static double met_answer_tok(struct lengths *lengths)
{
	struct lognormal law = lengths->answer;

	law.mu += law.sigma * law.sigma;
	return draw_tok(lengths, &law, lengths->answer_tok);
}

static void place_writer(struct pipeline *pipeline, struct lengths *lengths, int replica)
{
	double prompt = prompt_tok(lengths), answer = met_answer_tok(lengths);
	double written = 1 + floor(rng_unit(lengths->rng) * (answer - 1));

	if (answer < 2)
		return; /* written with its first token: never met writing */
	batch_place(&pipeline->batch, replica, pipeline_ghost(pipeline), prompt, answer, written);
}

static void place_waiter(struct pipeline *pipeline, struct lengths *lengths, int replica)
{
	double prompt = prompt_tok(lengths);
	double answer = draw_tok(lengths, &lengths->answer, lengths->answer_tok);

	batch_queue(&pipeline->batch, replica, pipeline_ghost(pipeline), prompt,
		    answer < 1 ? 1 : answer);
}

/* Writers of all replicas: about as many as the mean field says, as a Poisson number varies. */
static int writers(const struct demand *demand, double rate_rps, bool full, struct rng *rng)
{
	int replicas = demand->serving.replicas;
	double each_rps = full ? (double)INFINITY : rate_rps / replicas;
	struct batch_mean mean = batch_mean_field(&demand->serving, &demand->load, each_rps);
	struct batch_mean most = batch_mean_field(&demand->serving, &demand->load,
						  (double)INFINITY);
	double sum = replicas * mean.writing, z = variate_normal_from_unit(rng_unit(rng));

	if (!full)
		sum += sqrt(sum) * z;
	sum = floor(sum + rng_unit(rng));
	return (int)(sum < 0 ? 0 : sum < replicas * most.writing ? sum : replicas * most.writing);
}

/* Those whose turn comes while the window looks are there one by one; those before them are a delay
 * of everybody's. */
static int waiters(const struct demand *demand, double full_rps, double rate_rps, double queue,
		   double lead)
{
	static const double AHEAD = 32; /* by replica, so that batches stay full */
	double drained = full_rps > rate_rps ? 2 * lead * (full_rps / rate_rps - 1) : 0;
	double most = AHEAD * demand->serving.replicas + drained;

	most = most < 4 * lead ? most : 4 * lead;
	return (int)(queue < most ? queue : most);
}

struct backlog_start warm_queue(const struct line *line, const struct demand *demand,
				double rate_rps, double queue, double lead, const double u[2])
{
	double looked_up_rps = rate_rps * (1 - demand->direct.frac);

	if (demand->direct.frac > 0 && looked_up_rps < line->full_rps)
		queue = 0;
	return backlog_start(line, looked_up_rps, queue, lead, u);
}

static void place_writers(struct pipeline *pipeline, struct lengths *lengths, double rate_rps,
			  bool full)
{
	int count = writers(&pipeline->demand, rate_rps, full, lengths->rng);

	for (int i = 0; i < count; i++)
		place_writer(pipeline, lengths, i % pipeline->demand.serving.replicas);
}

static void place_waiters(struct pipeline *pipeline, struct lengths *lengths, int count)
{
	for (int i = 0; i < count; i++)
		place_waiter(pipeline, lengths, i % pipeline->demand.serving.replicas);
}

double warm_batch_whole(struct pipeline *pipeline, const struct params *params, double rate_rps,
			double queue, double most, struct rng *rng)
{
	const struct demand *demand = &pipeline->demand;
	struct lengths lengths = lengths_of(params, demand, rng);
	double before = queue > most ? floor(queue - most) : 0;

	place_writers(pipeline, &lengths, rate_rps, queue > 0);
	place_waiters(pipeline, &lengths, (int)(queue - before));
	if (before > 0)
		batch_shorten_lines(&pipeline->batch, (int)(before / demand->serving.replicas));
	batch_begin(&pipeline->batch, rng);
	return before;
}

void warm_batch(struct pipeline *pipeline, const struct params *params, double rate_rps,
		double queue, double pace, double lead, struct rng *rng)
{
	const struct demand *demand = &pipeline->demand;
	struct lengths lengths = lengths_of(params, demand, rng);
	int replicas = demand->serving.replicas, count;

	place_writers(pipeline, &lengths, rate_rps, queue > 0);
	if (queue > 0) {
		struct line line = backlog_model_line(params, demand);
		struct backlog_start start;

		start = backlog_behind(&line, rate_rps, queue, lead, rng_unit(rng));
		count = waiters(demand, line.full_rps, rate_rps, start.queue, lead);
		place_waiters(pipeline, &lengths, count);
		pipeline->batch_delay_s = (start.queue - count) * start.service_s * pace;
		batch_shorten_lines(&pipeline->batch, (int)((start.queue - count) / replicas));
	}
	batch_begin(&pipeline->batch, rng);
}
