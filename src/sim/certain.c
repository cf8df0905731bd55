// SPDX-License-Identifier: MIT
#include "sim/certain.h"

#include <math.h>

#include "base/fmath.h"
#include "base/variate.h"
#include "sim/burst.h"
#include "sim/station.h"

/* Closer to full, bounds on the wait are no longer good for much. */
static const double LOAD_MAX = 0.8;

/* Chance leaves sqrt(share / queries) of a share that is lost: about as many as level 0 has. */
static const double RUN_QUERIES = 2e4;

/* In which a patience is split between wait and service. */
enum { PARTS = 30 };

static enum dist dist_of(const struct params *params, const struct queue_demand *queue)
{
	return queue->stage == STAGE_SEARCH ? (enum dist)(int)params->rag.search_dist
					    : DIST_LOGNORMAL;
}

/* P(service > t_s), not as long as that; of gamma times, at most. */
static double longer(const struct params *params, const struct queue_demand *queue, double t_s)
{
	double ratio = t_s / queue->service_s, cv = queue->service_cv, sigma;

	if (queue->service_s == 0)
		return 0;
	if (cv == 0)
		return ratio < 1;
	switch (dist_of(params, queue)) {
	case DIST_EXPONENTIAL:
		return fm_exp(-ratio);
	case DIST_GAMMA:
		return ratio > 1 ? cv * cv / (cv * cv + (ratio - 1) * (ratio - 1)) : 1;
	case DIST_DETERMINISTIC:
	case DIST_LOGNORMAL:
		break;
	}
	if (ratio <= 0)
		return 1;
	sigma = sqrt(fm_log(1 + cv * cv));
	return variate_normal_above(fm_log(ratio) / sigma + sigma / 2);
}

double certain_cut_frac(const struct params *params, const struct queue_demand *queue)
{
	if (queue->servers == 0 || queue->timeout_s == 0 || dist_of(params, queue) == DIST_GAMMA)
		return 0;
	return longer(params, queue, queue->timeout_s);
}

/* The decay of the wait in heavy traffic, by the visitor who waits. */
static double decay(const struct params *params, const struct queue_demand *queue, double rate_rps)
{
	struct burst_law bursts = burst_law(params);
	double load = rate_rps * queue->service_s / queue->servers;
	double arrivals = params->traffic.burst_cv * params->traffic.burst_cv +
			  rate_rps * burst_dispersion_s(&bursts);

	return 2 * (1 - load) / (arrivals + queue->service_cv * queue->service_cv);
}

/* Of the visitors, those who have to wait, at most. As many gaps have to be short as there are
 * servers, and of a gamma law short ones have the power 1 / scv of what they have of an exponential
 * one. In bursts it may be all. */
static double waiting(const struct params *params, const struct queue_demand *queue,
		      double rate_rps)
{
	double scv = params->traffic.burst_cv * params->traffic.burst_cv, poisson;

	if (burst_law(params).on)
		return 1;
	poisson = station_erlang_c(queue->servers, rate_rps * queue->service_s);
	return scv > 1 ? fm_pow(poisson, 1 / scv) : poisson;
}

/* Whoever is late has waited for some share of the patience or been served for the rest of it: the
 * share that says most. Who is cut off in any case is not meant. */
static double late(const struct params *params, const struct queue_demand *queue, double rate_rps)
{
	double wait = decay(params, queue, rate_rps) * queue->servers / queue->service_s;
	double waits = waiting(params, queue, rate_rps), least = INFINITY;
	double cut = certain_cut_frac(params, queue);

	for (int part = 0; part < PARTS; part++) {
		double wait_s = queue->timeout_s * part / PARTS;
		double sum = waits * fm_exp(-wait * wait_s) +
			     (longer(params, queue, queue->timeout_s - wait_s) - cut);

		least = sum < least ? sum : least;
	}
	return least;
}

/* By a diffusion, which knows of bursts what they add to the variance of counts. */
static double lost_frac(const struct params *params, const struct queue_demand *queue,
			double rate_rps)
{
	double lost = 0;

	if (!(rate_rps <= LOAD_MAX * queue->servers / queue->service_s))
		return INFINITY;
	if (params->rag.queue_limit > 0)
		lost += waiting(params, queue, rate_rps) *
			fm_exp(-decay(params, queue, rate_rps) * params->rag.queue_limit);
	if (queue->timeout_s > 0)
		lost += late(params, queue, rate_rps);
	return lost;
}

double certain_lost_frac(const struct params *params, const struct queue_demand *queue,
			 double rate_rps)
{
	struct burst_law bursts = burst_law(params);
	struct params endless = *params;
	double burst_rps = rate_rps * (bursts.on ? bursts.rate[1] : 1), lost, at_worst;

	if (queue->servers == 0 || queue->service_s == 0)
		return 0;
	/* A burst that asks for too much is no diffusion, however short it is. */
	if (!(burst_rps <= LOAD_MAX * queue->servers / queue->service_s))
		return INFINITY;
	lost = lost_frac(params, queue, rate_rps);
	if (!bursts.on)
		return lost;
	/* Nobody waits longer for fewer who come: a burst without an end bounds it as well. */
	endless.traffic.burst_factor = 1;
	at_worst = lost_frac(&endless, queue, burst_rps);
	return at_worst < lost ? at_worst : lost;
}

/* Nothing but queues decides. */
static bool plain(const struct demand *demand)
{
	return !demand->search_down && !(demand->api_fail_frac > 0) && !(demand->rpm_limit > 0) &&
	       !(demand->tpm_limit > 0) && !(demand->answers.ttl_s > 0) &&
	       !(demand->prefix.tok > 0) && !(demand->direct.frac > 0) &&
	       !(demand->self && demand->serving.queue_limit > 0);
}

static double lost_of(const struct params *params, const struct demand *demand, double rate_rps)
{
	double lost = 0;

	for (int q = 0; demand->retrieves && q < QUEUE_COUNT; q++)
		lost += certain_lost_frac(params, &demand->queues[q], rate_rps);
	return lost;
}

/* Would a run say, to such a share, how many are cut off? */
static bool is_cut_to(const struct params *params, const struct demand *demand, double lost_frac)
{
	double cut = 0;

	for (int q = 0; demand->retrieves && q < QUEUE_COUNT; q++)
		cut += certain_cut_frac(params, &demand->queues[q]);
	return cut <= lost_frac * lost_frac * RUN_QUERIES;
}

/* Is it known of this demand at any rate up to this one? */
static bool is_known(const struct params *params, const struct demand *demand, double rate_rps,
		     double lost_frac)
{
	return plain(demand) && is_cut_to(params, demand, lost_frac) &&
	       lost_of(params, demand, rate_rps) <= lost_frac;
}

static double most_rps(const struct profile *profile)
{
	double most = 0;

	for (int s = 0; s < profile->slot_count; s++)
		if (profile->slots[s].rate_rps > most)
			most = profile->slots[s].rate_rps;
	return most;
}

/* Searches take longer in a corpus that has grown. */
static bool grows(const struct profile *profile)
{
	for (int s = 0; s < profile->slot_count; s++)
		if (profile->slots[s].corpus_scale != 1)
			return true;
	return false;
}

bool certain(const struct scenario *scenario, const struct profile *profile,
	     const struct demand (*demand)[ARCH_COUNT], double lost_frac)
{
	double rate_rps;

	if (scenario->trace || scenario->fidelity == FIDELITY_EXACT || grows(profile))
		return false;
	rate_rps = most_rps(profile);
	for (int r = 0; r < profile->regime_count; r++) {
		for (int i = 0; i < scenario->arch_count; i++)
			if (!is_known(&profile->regimes[r].params, &demand[r][scenario->archs[i]],
				      rate_rps, lost_frac))
				return false;
	}
	return true;
}
