// SPDX-License-Identifier: MIT
/* What changes by the day, against closed forms: staleness, retraining, outages, and traffic in
 * bursts. Days, unless a unit is given. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/fmath.h"
#include "base/xalloc.h"
#include "sim/condition.h"
#include "sim/profile.h"
#include "sim/workload.h"
#include "validate/checks.h"
#include "validate/theory.h"

enum { OUTAGE_SEEDS = 400 };

/* Runs of the macro clock: queries cost next to nothing, and each run is the mean of as many
 * replications as its level has. */
static void clock_scenario(struct scenario *scenario, enum arch arch, double horizon_days)
{
	plain_scenario(scenario, arch);
	scenario->fidelity = FIDELITY_MAP;
	scenario->horizon_days = horizon_days;
	scenario->params.traffic.volume_qpm = 1000;
}

/* What REPLICATES runs say of some figures. */
static void take(struct scenario *scenario, const size_t *offsets, int count,
		 double x[][REPLICATES])
{
	struct result *result = xcalloc(1, sizeof(*result));

	for (int r = 0; r < REPLICATES; r++) {
		const struct arch_result *arch = plain_run(scenario, 1 + (uint64_t)r, result);

		for (int i = 0; i < count; i++)
			x[i][r] = arch ? *(const double *)((const char *)arch + offsets[i])
				       : (double)NAN;
	}
	free(result);
}

#define FIGURE(member) offsetof(struct arch_result, member)

/* ---- staleness ---- */

struct cycle {
	double every_days, lead_days; /* of retraining */
	double updates_per_month;
	int facts, facts_per_update;
	int cycles; /* the horizon is so many */
};

static double change_rate(const struct cycle *cycle)
{
	return cycle->updates_per_month / 30 * cycle->facts_per_update / cycle->facts;
}

static void facts_change(const struct cycle *cycle, struct params *p)
{
	p->knowledge.updates_per_month = cycle->updates_per_month;
	p->knowledge.facts = cycle->facts;
	p->knowledge.facts_per_update = cycle->facts_per_update;
	p->knowledge.update_skew = 0;
}

/* Retraining by the calendar, over whole periods. A model is live from the start whose data are one
 * lead old, so the first cycle lasts one lead longer than the others, which are those of the
 * formula, and the last one is cut as much shorter. */
static void periodic(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(stale_answer_frac), FIGURE(visible_delay_p50_s),
					  FIGURE(visible_delay_p95_s) };
	const struct cycle *cycle = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	double m = change_rate(cycle), T = cycle->every_days, L = cycle->lead_days;
	double x[3][REPLICATES], horizon = cycle->cycles * T, theory;
	struct params *p = &scenario->params;

	clock_scenario(scenario, ARCH_FT, horizon);
	facts_change(cycle, p);
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = T;
	p->ft.prep_days = L / 2;
	p->ft.train_hours = L / 4 * 24;
	p->ft.eval_days = L / 8;
	p->ft.deploy_hours = L / 8 * 24;
	take(scenario, figures, 3, x);
	theory = ((T + L) * theory_stale_frac(m, T + L, L) +
		  (cycle->cycles - 2) * T * theory_stale_frac(m, T, L) +
		  (T - L) * theory_stale_frac(m, T - L, L)) /
		 horizon;
	claim_mean(claims, 0, theory, x[0], REPLICATES, 0);
	for (int i = 0; i < REPLICATES; i++) {
		x[1][i] /= DAY_S;
		x[2][i] /= DAY_S;
	}
	claim_mean(claims, 1, L + 0.5 * T, x[1], REPLICATES, 0.01);
	claim_mean(claims, 2, L + 0.95 * T, x[2], REPLICATES, 0.01);
	free(scenario);
}

/* An index that takes what is there every so many days, and finds it a lag later: ages go from the
 * lag to lag and period. Without batches all ages are the lag. */
static void index_lag(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(stale_answer_frac), FIGURE(pending_mean),
					  FIGURE(age_mean_s) };
	const struct cycle *cycle = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	double x[3][REPLICATES], m = change_rate(cycle), T = cycle->every_days;
	double mean_age = cycle->lead_days + T / 2;

	clock_scenario(scenario, ARCH_RAG, 360);
	facts_change(cycle, &scenario->params);
	scenario->params.rag.index_lag_s = cycle->lead_days * DAY_S;
	scenario->params.rag.ingest_every_hours = 24 * T;
	scenario->params.rag.ingest_facts_per_s = 0;
	take(scenario, figures, 3, x);
	claim_mean(claims, 0, theory_stale_frac(m, T, cycle->lead_days), x[0], REPLICATES, 0);
	claim_mean(claims, 1, cycle->updates_per_month / 30 * mean_age, x[1], REPLICATES, 0);
	claim_exact(claims, 2, mean_age, x[2][0] / DAY_S, 1e-6 * mean_age);
	free(scenario);
}

/* Clockwork updates that change other facts each: within the lag there are whole ones, and by
 * chance of phase one more. The same fact changed twice counts once. */
static void overlapping(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(stale_answer_frac) };
	const struct cycle *cycle = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	double updates = cycle->lead_days * cycle->updates_per_month / 30;
	double whole = (int)updates, part = updates - whole;
	double kept = 1 - (double)cycle->facts_per_update / cycle->facts, x[1][REPLICATES];

	clock_scenario(scenario, ARCH_RAG, 360);
	facts_change(cycle, &scenario->params);
	scenario->params.knowledge.update_cv = 0;
	scenario->params.rag.index_lag_s = cycle->lead_days * DAY_S;
	take(scenario, figures, 1, x);
	claim_mean(claims, 0, 1 - (1 - part + part * kept) * fm_pow(kept, whole), x[0], REPLICATES,
		   0);
	free(scenario);
}

/* ---- retraining ---- */

/* A run after every update, and triggers while it is under way are one: starts are a lead apart, or
 * longer by an exponential wait if nothing came meanwhile. As if one had ended at time 0. */
static void coalescing(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(retrain_runs) };
	const struct cycle *cycle = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	double r = cycle->updates_per_month / 30, L = cycle->lead_days, horizon = 3600;
	double idle = fm_exp(-r * L), x[1][REPLICATES];
	double mean = L + idle / r, variance = (2 - idle) * idle / (r * r);

	clock_scenario(scenario, ARCH_FT, horizon);
	facts_change(cycle, &scenario->params);
	scenario->params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario->params.ft.retrain_after_updates = 1;
	scenario->params.ft.prep_days = L;
	scenario->params.ft.train_hours = scenario->params.ft.deploy_hours = 0;
	scenario->params.ft.eval_days = 0;
	take(scenario, figures, 1, x);
	/* renewals counted from a start one lead before time 0 on */
	claim_mean(claims, 0, (horizon + L) / mean + (variance - mean * mean) / (2 * mean * mean),
		   x[0], REPLICATES, 0);
	free(scenario);
}

struct gate {
	double pass_frac;
	int tries;
};

/* Every tenth day a run; an evaluation is passed independently of the others. */
static void pass_gate(const void *argument, struct claims *claims)
{
	static const size_t figures[] = { FIGURE(retrain_failed), FIGURE(retrain_deployed) };
	const struct gate *gate = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	double x[2][REPLICATES], miss = 1 - gate->pass_frac, failed = 0, given_up = 1, runs = 180;
	struct params *p = &scenario->params;

	clock_scenario(scenario, ARCH_FT, 10 * runs + 9);
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 10;
	p->ft.prep_days = p->ft.eval_days = 0;
	p->ft.train_hours = 24;
	p->ft.deploy_hours = 0;
	p->ft.eval_pass_frac = gate->pass_frac;
	p->ft.max_tries = gate->tries;
	take(scenario, figures, 2, x);
	for (int i = 0; i < gate->tries; i++)
		failed += given_up *= miss;
	claim_mean(claims, 0, runs * failed, x[0], REPLICATES, 0);
	claim_mean(claims, 1, runs * (1 - given_up), x[1], REPLICATES, 0);
	free(scenario);
}

/* ---- outages ---- */

/* Of the time of a run of 90 days. */
static double down_frac(const struct scenario *scenario, enum trouble trouble)
{
	struct profile profile;
	double down_s = 0;

	profile_init(&profile, scenario);
	for (int r = 0; r < profile.regime_count; r++) {
		const struct regime *regime = &profile.regimes[r];
		bool down = trouble == TROUBLE_SEARCH ? regime->condition.search_down
						      : regime->condition.api_fail_frac > 0;

		down_s += down * (regime->end_s - regime->start_s);
	}
	down_s /= profile.horizon_s;
	profile_release(&profile);
	return down_s;
}

/* Up and down for exponential times, up at the start. */
static void outages(const void *argument, struct claims *claims)
{
	const double per_hour = 6.0 / 720, repair_hours = 20, hours = 2160;
	const enum trouble *trouble = argument;
	double both = per_hour + 1 / repair_hours, down[OUTAGE_SEEDS];
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct params *p = &scenario->params;

	plain_scenario(scenario, ARCH_RAG);
	scenario->horizon_days = 90;
	p->rag.outages_per_month = p->base.incidents_per_month = 0;
	if (*trouble == TROUBLE_SEARCH) {
		p->rag.outages_per_month = 6;
		p->rag.repair_hours = repair_hours;
	} else {
		p->base.incidents_per_month = 6;
		p->base.incident_hours = repair_hours;
	}
	for (int i = 0; i < OUTAGE_SEEDS; i++) {
		scenario->seed = 1 + (uint64_t)i;
		down[i] = down_frac(scenario, *trouble);
	}
	claim_mean(claims, 0, per_hour / both * (1 + fm_expm1(-both * hours) / (both * hours)),
		   down, OUTAGE_SEEDS, 0);
	free(scenario);
}

/* Calls fail independently while an incident lasts: six tries. */
static void tries(const void *argument, struct claims *claims)
{
	const double *fail = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct result *result = xcalloc(1, sizeof(*result));
	double dropped[REPLICATES], retried[REPLICATES], again = 0, all = 1;

	plain_scenario(scenario, ARCH_FT);
	scenario->params.traffic.volume_qpm = 20e3;
	scenario->params.base.incident_fail_frac = *fail;
	scenario->timeline_count = 1;
	scenario->timeline[0] = (struct timeline_entry){ .kind = TIMELINE_INCIDENT,
							 .incident = INCIDENT_API_BROWNOUT,
							 .for_hours = 800 };
	for (int i = 0; i < REPLICATES; i++) {
		const struct arch_result *ft = plain_run(scenario, 1 + (uint64_t)i, result);

		dropped[i] = ft ? ft->dropped / ft->queries : (double)NAN;
		retried[i] = ft ? ft->retried / ft->queries : (double)NAN;
	}
	for (int i = 0; i < 6; i++) {
		all *= *fail;
		again += i < 5 ? all : 0;
	}
	claim_mean(claims, 0, all, dropped, REPLICATES, 0);
	claim_mean(claims, 1, again, retried, REPLICATES, 0);
	free(result);
	free(scenario);
}

/* ---- bursts ---- */

struct counting {
	double t_s;
	int counts; /* in each replicate */
};

/* Queries in intervals, one after another. */
static void count_queries(const struct params *p, double rate_rps, const struct counting *counting,
			  uint64_t replicate, double *counts)
{
	double end = counting->counts * counting->t_s * rate_rps;
	struct workload *workload = xmalloc(sizeof(*workload));
	struct block *block = xcalloc(1, sizeof(*block));

	workload_open(workload, 1, replicate, 0, p);
	workload_rate(workload, rate_rps);
	do {
		workload_fill(workload, block, BLOCK_QUERIES, end);
		for (int i = 0; i < block->count; i++)
			counts[(int)(block->clock[i] / rate_rps / counting->t_s)]++;
	} while (block->count > 0);
	free(block);
	free(workload);
}

/* Variance of the counts of a Markov-modulated Poisson process, over their mean. */
static void dispersion(const void *argument, struct claims *claims)
{
	const double rate_rps = 0.05, burst_s = 300, quiet_s = 1440, factor = 8;
	double share = burst_s / (burst_s + quiet_s), low = rate_rps / (1 - share + factor * share);
	double s = 1 / burst_s + 1 / quiet_s, spread = (factor - 1) * low, index[REPLICATES];
	const struct counting *counting = argument;
	double t_s = counting->t_s;
	struct params p;

	params_init(&p);
	p.traffic.burst_factor = factor;
	p.traffic.burst_minutes = burst_s / 60;
	p.traffic.bursts_per_day = 86400 / quiet_s;
	for (int r = 0; r < REPLICATES; r++) {
		double *counts = xcalloc((size_t)counting->counts, sizeof(*counts));
		struct tally tally = { 0 };

		count_queries(&p, rate_rps, counting, (uint64_t)r, counts);
		for (int i = 0; i < counting->counts; i++)
			tally_add(&tally, counts[i]);
		index[r] = tally_variance(&tally) / (rate_rps * t_s);
		free(counts);
	}
	claim_mean(claims, 0,
		   1 + 2 * spread * spread * share * (1 - share) / (rate_rps * s) *
				   (1 + fm_expm1(-s * t_s) / (s * t_s)),
		   index, REPLICATES, 0);
}

/* clang-format off */
#define CYCLE(...) &(const struct cycle){ __VA_ARGS__ }

const struct check clock_checks[] = {
	{ "Staleness, periodic training", "T 30, L 7", { "stale", "p50 delay", "p95 delay" }, periodic,
	  CYCLE(30, 7, 30, 300, 5, 12), 0, NULL },
	{ "Staleness, periodic training", "T 7, L 1", { "stale", "p50 delay", "p95 delay" }, periodic,
	  CYCLE(7, 1, 60, 300, 5, 50), 0, NULL },
	{ "Staleness, periodic training", "T 90, L 30", { "stale", "p50 delay", "p95 delay" }, periodic,
	  CYCLE(90, 30, 10, 300, 10, 4), 0, NULL },
	{ "Staleness, an index", "lag 1.5 d", { "stale", "pending", "age" }, index_lag,
	  CYCLE(0, 1.5, 60, 300, 5, 0), 0, NULL },
	{ "Staleness, an index", "lag 1 h", { "stale", "pending", "age" }, index_lag,
	  CYCLE(0, 1 / 24.0, 600, 300, 5, 0), 0, NULL },
	{ "Staleness, an index", "batches of 2 d", { "stale", "pending", "age" }, index_lag,
	  CYCLE(2, .5, 60, 300, 5, 0), 0, NULL },
	{ "Staleness, an index", "same facts again", { "stale" }, overlapping,
	  CYCLE(0, 1.5, 100, 60, 6, 0), 0, NULL },
	{ "Retraining", "triggers coalesce", { "runs" }, coalescing, CYCLE(0, 6, 3, 300, 1, 0), 0, NULL },
	{ "Retraining", "often", { "runs" }, coalescing, CYCLE(0, 6, 15, 300, 1, 0), 0, NULL },
	{ "Retraining", "pass .7, 3 tries", { "failed", "live" }, pass_gate, &(const struct gate){ .7, 3 },
	  0, NULL },
	{ "Retraining", "pass .3, 5 tries", { "failed", "live" }, pass_gate, &(const struct gate){ .3, 5 },
	  0, NULL },
	{ "Outages", "vector database", { "down" }, outages, &(const enum trouble){ TROUBLE_SEARCH }, 0, NULL },
	{ "Outages", "provider", { "down" }, outages, &(const enum trouble){ TROUBLE_API }, 0, NULL },
	{ "Outages", "calls fail, .5", { "dropped", "again" }, tries, &(const double){ .5 }, 0, NULL },
	{ "Outages", "calls fail, .8", { "dropped", "again" }, tries, &(const double){ .8 }, 0, NULL },
	{ "Bursts, index of dispersion", "over 20 s", { "of counts" }, dispersion, &(const struct counting){ 20, 20000 }, 0, NULL },
	{ "Bursts, index of dispersion", "over 300 s", { "of counts" }, dispersion, &(const struct counting){ 300, 2000 }, 0, NULL },
	{ "Bursts, index of dispersion", "over 2000 s", { "of counts" }, dispersion, &(const struct counting){ 2000, 800 }, 0, NULL },
	{ 0 },
};
