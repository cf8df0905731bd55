// SPDX-License-Identifier: MIT
/*
 * L1. How parameters and traffic run over time: regimes and slots.
 *
 * A regime is a stretch between dated changes, beginnings and ends of outages and incidents, with
 * constant parameters and the same things broken; those that are alike are of one kind. What
 * changes gradually does so in steps. A slot is a piece of an hour inside one regime and one month,
 * with a constant arrival rate. Every 30-day month has the volume_qpm in force (times growth),
 * however the days are shaped: the day is a 24 h sine with its peak at 15:00, averaged over each
 * hour; day 0 is a Monday, days 5 and 6 of a week the weekend. Where a trace is replayed, a slot
 * has the rate that the queries in it come at, so its mass is their number; slots are then cut at
 * the buckets of a result as well. Times in seconds from the start, rates in queries per second.
 *
 * Equations: docs/MODEL.md, [T1] to [T3].
 */
#ifndef RAGTOP_SIM_PROFILE_H
#define RAGTOP_SIM_PROFILE_H

#include <ragtop/scenario.h>
#include "sim/answers.h"
#include "sim/arch.h"

/* What is broken, or out of the ordinary, in a regime; see condition.h. */
struct condition {
	bool search_down;
	double api_fail_frac; /* of the calls of the model's API */
	double api_slow;      /* its times, beside the usual ones */
	int replicas_down;    /* of every pool of replicas */
	double traffic;       /* queries, beside the usual ones; in params.traffic already */
};

/* What an architecture answers from in a regime. */
struct standing {
	enum facts facts;
	bool tuned, live;
};

struct regime {
	double start_s, end_s;
	int kind; /* the first regime of the same parameters and condition */
	struct condition condition;
	double corpus_scale; /* at start_s, see growth.h */
	/* As what each architecture of the scenario answers: as itself, until it switches. */
	enum arch serves[ARCH_COUNT];
	struct standing standing[ARCH_COUNT];
	struct params params;
};

struct slot {
	double start_s;
	double rate_rps;
	double mass_before;   /* queries expected before start_s */
	double moment_before; /* integral of t x rate before start_s, for ages */
	double corpus_scale;  /* at its middle */
	double through_rps; /* of the rate, what no kept answer does for: it goes on to the stations
			     */
	int regime;
	short replicas[ARCH_COUNT]; /* paid for, see autoscale.h; 0: as the parameters say */
};

struct profile {
	double horizon_s;
	int regime_count;
	struct regime *regimes;
	int slot_count;
	/* The usual architectures and those asked for. What is laid out for all together goes by
	 * the usual ones, so that each is the same in any company. */
	bool planned[ARCH_COUNT];
	bool crowded;       /* more outages than a run may have: some were left out */
	struct slot *slots; /* slot_count + 1: the last one is the end, of rate 0 */
	struct topics topics;
	/* [slot_count + 1] replica-seconds before each slot, beside those the parameters say; NULL:
	 * nothing scales */
	double (*more_s)[ARCH_COUNT];
	int cuts; /* of slots inside of hours, see profile_slot_at */
};

/* A gradual change has no more steps, of a day or longer; fewer where there are many of them. */
enum { PROFILE_RAMP_STEPS = 24, PROFILE_STEPS = 240 };

void profile_init(struct profile *profile, const struct scenario *scenario);
void profile_release(struct profile *profile);
/* Is that so of what an architecture of the scenario answers as, at any time of the run? */
bool profile_ever(const struct profile *profile, enum arch arch, bool (*is)(enum arch arch));
/* The regime in which it first answers as something else than at the start; -1: none. */
int profile_switch(const struct profile *profile, enum arch arch);

int profile_slot_at(const struct profile *profile,
		    double t_s); /* 0 <= t_s; the last slot beyond the end */
int profile_regime_at(const struct profile *profile, double t_s);
double profile_slot_end_s(const struct profile *profile, int slot);
double profile_slot_mass(const struct profile *profile, int slot);

/* Replica-seconds in [a, b] beside those that the parameters say. */
double profile_replicas_more_s(const struct profile *profile, enum arch arch, double a, double b);

/* Queries expected in [0, t_s], and the integral of t x rate over it; constant beyond the horizon.
 */
double profile_mass(const struct profile *profile, double t_s);
double profile_moment(const struct profile *profile, double t_s);

#endif
