// SPDX-License-Identifier: MIT
#include "sim/backlog.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fmath.h"
#include "base/rng.h"
#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/burst.h"
#include "sim/condition.h"
#include "sim/growth.h"
#include "sim/station.h"

static double squared(double x)
{
	return x * x;
}

static const struct line no_line = { .servers = 1,
				     .full_rps = (double)INFINITY,
				     .bound = (double)INFINITY };

/* Those who wait are bounded by the room for them, and by how many can be served before patience
 * ends. */
struct line backlog_queue_line(const struct params *params, enum queue queue)
{
	struct burst_law bursts = burst_law(params);
	struct queue_demand demand;
	struct line line = no_line;

	queue_demand(params, queue, &demand);
	if (demand.servers == 0)
		return line;
	line = (struct line){
		.service_s = demand.service_s,
		.servers = demand.servers,
		.full_rps = demand.service_s > 0 ? demand.servers / demand.service_s
						 : (double)INFINITY,
		.arrival_scv = squared(params->traffic.burst_cv),
		.burst_s = burst_dispersion_s(&bursts),
		.service_scv = squared(demand.service_cv),
		.bound = params->rag.queue_limit > 0 ? params->rag.queue_limit : (double)INFINITY,
	};
	if (demand.timeout_s > 0 && demand.timeout_s * line.full_rps < line.bound)
		line.bound = demand.timeout_s * line.full_rps;
	return line;
}

struct line backlog_model_line(const struct params *params, const struct demand *demand)
{
	struct line line = no_line;

	if (!demand->self)
		return line;
	line.full_rps = demand->serving.replicas * batch_full_rps(&demand->serving, &demand->load);
	line.service_s = 1 / line.full_rps;
	line.service_scv = squared(params->traffic.answer_cv);
	if (demand->serving.queue_limit > 0)
		line.bound = (double)demand->serving.queue_limit * demand->serving.replicas;
	return line;
}

static struct line model_line(const struct regime *regime, const struct params *params,
			      int replicas, enum arch arch)
{
	struct demand demand;

	arch_demand(params, regime->serves[arch], &demand);
	condition_apply(&regime->condition, params, replicas, &demand);
	return backlog_model_line(params, &demand);
}

/* Nobody waits for a search that fails, nor for an order of what it did not find. */
static void close_broken(const struct regime *regime, struct lines *lines)
{
	for (int q = QUEUE_SEARCH; regime->condition.search_down && q < QUEUE_COUNT; q++)
		lines->queue[q].full_rps = (double)INFINITY;
}

void backlog_lines(const struct profile *profile, int number, struct lines *lines)
{
	const struct regime *regime = &profile->regimes[number];

	lines->corpus_scale = 1;
	memset(lines->replicas, 0, sizeof(lines->replicas));
	for (int q = 0; q < QUEUE_COUNT; q++)
		lines->queue[q] = backlog_queue_line(&regime->params, (enum queue)q);
	close_broken(regime, lines);
	for (int a = 0; a < ARCH_COUNT; a++)
		lines->model[a] = profile->planned[a]
					  ? model_line(regime, &regime->params, 0, (enum arch)a)
					  : no_line;
}

bool backlog_lines_at(const struct profile *profile, const struct slot *slot, struct lines *lines)
{
	const struct regime *regime = &profile->regimes[slot->regime];
	bool grown = slot->corpus_scale != lines->corpus_scale;
	struct params here;

	if (!grown && memcmp(slot->replicas, lines->replicas, sizeof(lines->replicas)) == 0)
		return false;
	growth_params(&regime->params, slot->corpus_scale, &here);
	lines->queue[QUEUE_SEARCH] = backlog_queue_line(&here, QUEUE_SEARCH);
	close_broken(regime, lines);
	for (int a = 0; a < ARCH_COUNT; a++)
		if (profile->planned[a] &&
		    ((grown && arch_facts(regime->serves[a]) == FACTS_PROMPT) ||
		     slot->replicas[a] != lines->replicas[a]))
			lines->model[a] = model_line(regime, &here, slot->replicas[a],
						     (enum arch)a);
	lines->corpus_scale = slot->corpus_scale;
	memcpy(lines->replicas, slot->replicas, sizeof(lines->replicas));
	return true;
}

static double arrival_scv(const struct line *line, double rate_rps)
{
	return line->arrival_scv + rate_rps * line->burst_s;
}

/* At a load, which is a rate beside the full one. */
static double variability(const struct line *line, double rho)
{
	double rate_rps = line->full_rps < (double)INFINITY ? rho * line->full_rps : 0;

	return (arrival_scv(line, rate_rps) + line->service_scv) / 2;
}

static double between(double lo, double x, double hi)
{
	return x < lo ? lo : x < hi ? x : hi;
}

/*
 * One step of the reflected walk. It is reflected at the barrier that it drifts to: `room` is the
 * way to there. The lowest point of a Brownian path with given ends has a known law, which makes
 * the step exact however long it is; the other barrier is far away, and only clips.
 */
static double walk_step(const struct line *line, double queue, double in_rps, double length_s,
			struct rng *rng)
{
	double drift = (in_rps - line->full_rps) * length_s;
	double busy_rps = in_rps < line->full_rps ? in_rps : line->full_rps;
	double variance = (in_rps * arrival_scv(line, in_rps) + busy_rps * line->service_scv) *
			  length_s;
	double z = variate_normal_from_unit(rng_unit(rng)), u = rng_unit(rng);
	bool fills = drift > 0 && line->bound < (double)INFINITY;
	double room = fills ? line->bound - queue : queue;
	double way = (fills ? -drift : drift) + sqrt(variance) * z;
	double lowest = (way - sqrt(way * way - 2 * variance * fm_log(u))) / 2;

	room += way - (room + lowest < 0 ? room + lowest : 0);
	return fills ? line->bound - room : room;
}

/* The queue after a slot, and what went on to the next station on average. rng NULL: the fluid. */
static double line_step(const struct line *line, double queue, double in_rps, double length_s,
			struct rng *rng, double *out_rps)
{
	double next;

	*out_rps = in_rps;
	if (!(line->full_rps < (double)INFINITY))
		return 0;
	next = rng ? walk_step(line, queue, in_rps, length_s, rng)
		   : queue + (in_rps - line->full_rps) * length_s;
	next = between(0, next, line->bound);
	*out_rps = between(0, in_rps - (next - queue) / length_s, line->full_rps);
	return next;
}

/* The models' part of a step from at[0] to at[1]. */
static void models_step(const struct lines *lines, const struct profile *profile,
			const struct slot *slot, double found_rps, struct backlog *at)
{
	double length_s = slot[1].start_s - slot->start_s, out_rps;

	for (int a = 0; a < ARCH_COUNT; a++) {
		enum arch as = profile->regimes[slot->regime].serves[a];
		double in_rps = arch_retrieves(as) ? found_rps : slot->through_rps;

		at[1].model[a] = line_step(&lines->model[a], at[0].model[a], in_rps, length_s, NULL,
					   &out_rps);
	}
}

/* From slot to slot. lines: of the one before; are they others now? */
static bool lines_follow(const struct profile *profile, int s, struct lines *lines)
{
	const struct slot *slot = &profile->slots[s];
	bool other = s == 0 || slot->regime != slot[-1].regime;

	if (other)
		backlog_lines(profile, slot->regime, lines);
	return backlog_lines_at(profile, slot, lines) || other;
}

/* rng: of each queue's walk; NULL: the fluid. */
static void course(const struct profile *profile, struct rng *rng, struct backlog *at)
{
	struct lines lines;

	at[0] = (struct backlog){ 0 };
	for (int s = 0; s < profile->slot_count; s++) {
		const struct slot *slot = &profile->slots[s];
		double length_s = slot[1].start_s - slot->start_s, rate_rps = slot->through_rps;

		lines_follow(profile, s, &lines);
		for (int q = 0; q < QUEUE_COUNT; q++)
			at[s + 1].queue[q] = line_step(&lines.queue[q], at[s].queue[q], rate_rps,
						       length_s, rng ? &rng[q] : NULL, &rate_rps);
		models_step(&lines, profile, slot, rate_rps, &at[s]);
	}
}

static double slowest_rps(const struct lines *lines)
{
	double rps = (double)INFINITY;

	for (int q = 0; q < QUEUE_COUNT; q++)
		rps = lines->queue[q].full_rps < rps ? lines->queue[q].full_rps : rps;
	for (int a = 0; a < ARCH_COUNT; a++)
		rps = lines->model[a].full_rps < rps ? lines->model[a].full_rps : rps;
	return rps;
}

/* Does more ever come than can be served? */
static bool waits(const struct profile *profile)
{
	struct lines lines;
	double full_rps = (double)INFINITY;

	for (int s = 0; s < profile->slot_count; s++) {
		if (lines_follow(profile, s, &lines))
			full_rps = slowest_rps(&lines);
		if (profile->slots[s].through_rps > full_rps)
			return true;
	}
	return false;
}

struct backlog *backlog_fluid(const struct profile *profile)
{
	struct backlog *at;

	if (!waits(profile))
		return NULL;
	at = xcalloc((size_t)profile->slot_count + 1, sizeof(*at));
	course(profile, NULL, at);
	return at;
}

void backlog_walk(const struct profile *profile, uint64_t seed, uint64_t replicate,
		  struct backlog *at)
{
	struct rng rng[QUEUE_COUNT];

	for (int q = 0; q < QUEUE_COUNT; q++) {
		char stream[32];

		snprintf(stream, sizeof(stream), "walk-%s", stage_key(queue_stage((enum queue)q)));
		rng_open(&rng[q], seed, replicate, 0, stream);
	}
	course(profile, rng, at);
}

/* It drifts as a fluid does, and has arrived when it meets its barrier; else it is straight. */
double backlog_within(const struct line *line, const struct slot *slot, double part, double from,
		      double to)
{
	double drift = (slot->through_rps - line->full_rps) * (slot[1].start_s - slot->start_s);
	double arrived = (to - from) / drift;

	if (arrived > 0 && arrived < 1)
		part = part < arrived ? part / arrived : 1;
	return from + (to - from) * part;
}

static double pace_rps(const struct profile *profile, const struct lines *lines, enum arch arch,
		       int slot)
{
	const struct slot *at = &profile->slots[slot];
	struct lines here = lines[at->regime];

	backlog_lines_at(profile, at, &here);
	return here.model[arch].full_rps;
}

/* Where the model goes behind an API, those who are left are served on as before. */
double backlog_pace(const struct profile *profile, const struct lines *lines, enum arch arch,
		    int slot, double at_s, double queue)
{
	double rate_rps, left = queue, t_s = at_s, steady_s;

	if (!(queue > 0))
		return 1;
	rate_rps = pace_rps(profile, lines, arch, slot);
	steady_s = queue / rate_rps;
	if (!(rate_rps < (double)INFINITY))
		return 1;
	for (int s = slot; s + 1 < profile->slot_count; s++) {
		double end_s = profile->slots[s + 1].start_s, next_rps;

		if (left <= rate_rps * (end_s - t_s))
			break;
		left -= rate_rps * (end_s - t_s);
		t_s = end_s;
		next_rps = pace_rps(profile, lines, arch, s + 1);
		rate_rps = next_rps < (double)INFINITY ? next_rps : rate_rps;
	}
	return (t_s + left / rate_rps - at_s) / steady_s;
}

static double load_of(const struct line *line, double rate_rps)
{
	return rate_rps * line->service_s / line->servers;
}

/* How far from the barrier that it drifts to a queue is in equilibrium: from an empty one while all
 * servers are busy (for M/M/c exactly), or from a full one. */
static double typical_way(const struct line *line, double rho)
{
	return variability(line, rho) * rho / fabs(1 - rho);
}

/* Is the queue so far from there that chance alone did not bring it? Then it changes by
 * the hour. */
static bool moving(const struct line *line, double rho, double queue)
{
	return (rho < 1 ? queue : line->bound - queue) > 8 * typical_way(line, rho);
}

/* First the servers fill up; then the queue relaxes, in about 4 rho / (1 - rho)^2 arrivals, more
 * with variability (heavy-traffic diffusion). One that moves is not in equilibrium, nor shall be; a
 * full one has been brought there by the walk. */
double backlog_warm_up(const struct line *line, double rate_rps, double queue)
{
	double rho = load_of(line, rate_rps), fill = 4 * rate_rps * line->service_s;

	if (moving(line, rho, queue))
		return fill;
	return fill + (rho < 1 ? 8 : 2) * variability(line, rho) * rho / squared(1 - rho);
}

/* What grows or shrinks to this queue in `lead` queries. Where it drains faster than that, twice
 * the queue has to do: the mean of what is seen on the way down. */
static double earlier(const struct line *line, double rho, double queue, double lead)
{
	double growth = lead * (1 - 1 / rho);

	return between(0, queue - growth, 2 * queue < line->bound ? 2 * queue : line->bound);
}

/* The wait behind a queue is a sum of as many services, so it varies although the queue is
 * given. */
static struct backlog_start start_behind(const struct line *line, double queue, double u)
{
	struct lognormal law = lognormal_from_mean_cv(1, sqrt(line->service_scv / (queue + 1)));

	return (struct backlog_start){
		queue, line->service_s * lognormal_at(&law, variate_normal_from_unit(u))
	};
}

/* Empty, or exponential, cut off at the bound. */
static struct backlog_start start_in_equilibrium(const struct line *line, double rho,
						 const double u[2])
{
	double mean = typical_way(line, rho), queue = 0;

	if (mean > 0 && u[0] < station_erlang_c(line->servers, rho * line->servers))
		queue = -mean * fm_log1p(u[1] * fm_expm1(-line->bound / mean));
	return (struct backlog_start){ queue, line->service_s };
}

struct backlog_start backlog_start(const struct line *line, double rate_rps, double queue,
				   double lead, const double u[2])
{
	double rho = load_of(line, rate_rps);

	if (moving(line, rho, queue))
		return start_behind(line, earlier(line, rho, queue, lead), u[0]);
	if (rho >= 1)
		return start_behind(line, queue, u[0]);
	return start_in_equilibrium(line, rho, u);
}

/* A full line stays full. */
struct backlog_start backlog_behind(const struct line *line, double rate_rps, double queue,
				    double lead, double u)
{
	double rho = load_of(line, rate_rps);

	if (rho < 1 || queue < line->bound)
		queue = earlier(line, rho, queue, lead);
	return start_behind(line, queue, u);
}
