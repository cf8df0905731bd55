// SPDX-License-Identifier: MIT
/* How full things are at a load, and how long a window warms up to that. */
#include "sim/plan.h"

#include <math.h>

#include "base/fmath.h"
#include "sim/burst.h"

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static double squared(double x)
{
	return x * x;
}

/* A bucket of the API at a rate of queries. Its lack of tokens is the work of a queue with one
 * server: exponential in heavy traffic, where it is not zero. */
struct bucket_load {
	double use;  /* of what it is refilled with */
	double lack; /* mean, as a share of the bucket, while it is not full */
};

static struct bucket_load bucket_load(double per_min, double rate_rps, double each, double scv,
				      double arrival_scv)
{
	struct bucket_load load = { 0, 0 };

	if (per_min <= 0)
		return load;
	load.use = rate_rps * 60 * each / per_min;
	if (load.use < 1)
		load.lack = (arrival_scv + scv) / 2 * each / per_min / (1 - load.use);
	return load;
}

struct api_load {
	struct bucket_load requests, tokens;
};

static struct api_load api_load(const struct params *params, const struct demand *demand,
				double rate_rps)
{
	double mean = demand_prompt_tok(demand) + demand->answer_tok;
	double variance = squared(demand->question_tok * params->traffic.prompt_cv) +
			  squared(demand->history_tok * params->traffic.prompt_cv) +
			  squared(demand->answer_tok * params->traffic.answer_cv);
	struct burst_law bursts = burst_law(params);
	double gaps = squared(params->traffic.burst_cv) +
		      rate_rps * burst_dispersion_within_s(&bursts, 60);

	rate_rps *= demand_tries(demand);
	/* an answer that is asked for again takes its tokens again, as one request */
	return (struct api_load){
		bucket_load(demand->rpm_limit, rate_rps, 1, 0, gaps),
		bucket_load(demand->tpm_limit, rate_rps, mean * (1 + demand_repairs_mean(demand)),
			    mean > 0 ? variance / (mean * mean) : 0, gaps),
	};
}

static bool overloaded(const struct api_load *load)
{
	return load->requests.use >= 1 || load->tokens.use >= 1;
}

static double bucket_level(const struct bucket_load *load, double u)
{
	if (load->use >= 1)
		return 0;
	/* not full for a share `use` of the time */
	return u >= load->use ? 1 : larger(0, 1 + load->lack * fm_log(u / load->use));
}

struct api_level plan_api_level(const struct params *params, const struct demand *demand,
				double rate_rps, double u)
{
	struct api_load load = api_load(params, demand, rate_rps);

	/* One luck for both: the same queries empty them. */
	return (struct api_level){ bucket_level(&load.requests, u), bucket_level(&load.tokens, u) };
}

/* Fewer, and the few in a bucket are seen to run out; more, and a window is shorter than a
 * retry. */
static const double API_SLOW_RPS = 4;

double plan_api_slowdown(const struct params *params, const struct demand *demand, double rate_rps)
{
	struct api_load load = api_load(params, demand, rate_rps);

	return overloaded(&load) && rate_rps > API_SLOW_RPS ? rate_rps / API_SLOW_RPS : 1;
}

static double bucket_empty_frac(const struct bucket_load *load)
{
	return load->lack > 0 ? load->use * fm_exp(-1 / load->lack) : 0;
}

/* Where the API refuses now and then, those who come back have to be there from the start. */
static double api_warm_up(const struct api_load *load, double rate_rps)
{
	static const double MEMORY_S = 120; /* two bucket lengths */
	static const double RETRIES_S = 50; /* empty buckets have no more to forget than these */
	static const double NEVER = 1e-4;

	if (overloaded(load))
		return RETRIES_S * (rate_rps < API_SLOW_RPS ? rate_rps : API_SLOW_RPS);
	if (bucket_empty_frac(&load->requests) + bucket_empty_frac(&load->tokens) < NEVER)
		return 0;
	return MEMORY_S * rate_rps;
}

/* How long a query stays in the batch, once it is read. */
static double stay_s(const struct demand *demand, double rate_rps)
{
	double each_rps = rate_rps / demand->serving.replicas;

	return demand->load.output_tok *
	       batch_mean_field(&demand->serving, &demand->load, each_rps).step_s;
}

/* A batch forgets how it started when those it started with are gone; slower where it is nearly
 * full. The start is near, so a short window has enough of little. */
static double batch_warm_up(const struct demand *demand, double rate_rps, int window_queries)
{
	static const double SHORT_WINDOW = 500;
	double full_rps = demand->serving.replicas *
			  batch_full_rps(&demand->serving, &demand->load);
	double rho = rate_rps / full_rps;
	double slow = rho < 0.9 ? 0.5 / (1 - rho) : 5;

	return rate_rps * stay_s(demand, rate_rps) * slow * window_queries / SHORT_WINDOW;
}

/* So often may the traffic's state have changed before a window, as far as there is room for it. */
static const double BURSTS_SEEN = 4;

int plan_warm_up(const struct params *params, const struct demand *demand, double rate_rps,
		 const struct backlog *backlog, int window_queries)
{
	double queries = 30 + 10 * squared(params->traffic.burst_cv);
	struct burst_law bursts = burst_law(params);
	struct api_load load = api_load(params, demand, rate_rps);

	if (demand->retrieves) {
		for (int q = 0; q < (demand->search_down ? QUEUE_SEARCH : QUEUE_COUNT); q++) {
			struct line line = backlog_queue_line(params, (enum queue)q);

			queries = larger(queries,
					 backlog_warm_up(&line, rate_rps, backlog->queue[q]));
		}
	}
	queries = larger(queries, BURSTS_SEEN * burst_memory_s(&bursts) * rate_rps);
	queries = larger(queries, demand->self ? batch_warm_up(demand, rate_rps, window_queries)
					       : api_warm_up(&load, rate_rps));
	return (int)(queries < 8.0 * window_queries ? queries : 8.0 * window_queries);
}

/* Later queries compete with the recorded ones for the API, so the stream runs on: for as long as
 * somebody refused may come back, on the slow clock. In a batch they slow them down, until most
 * answers are written or at least their pace is known. Nothing else feeds back. */
int plan_run_on(const struct demand *demand, double rate_rps, int window_queries)
{
	int longest = (int)(32 * API_SLOW_RPS);

	if (demand->self) {
		double most = rate_rps * 2 * stay_s(demand, rate_rps);

		return (int)(most < window_queries / 8.0 ? most : window_queries / 8.0);
	}
	if (demand->rpm_limit <= 0 && demand->tpm_limit <= 0)
		return 0;
	return window_queries / 8 > longest ? window_queries / 8 : longest;
}
