// SPDX-License-Identifier: MIT
/*
 * L1. What is broken when: random outages of the vector database, incidents of the model's
 * provider, failures of replicas, and the incidents of the timeline.
 *
 * The random ones are drawn once for a seed, the same for every architecture and replication: they
 * are "the outages of this seed", given which everything else varies. The database and the provider
 * are up for exponential times of mean 1 / rate and then down for exponential ones (an alternating
 * renewal process, up at time 0), so they are down for rate x repair / (1 + rate x repair) of the
 * time in the long run. Replicas fail at the pool's rate, one by one, each repaired by itself: rate
 * x repair of them are down on average. All times are unit draws that the parameters in force
 * stretch, so a slider moves them smoothly.
 *
 * Equations: docs/MODEL.md, [O1] to [O6].
 */
#ifndef RAGTOP_SIM_CONDITION_H
#define RAGTOP_SIM_CONDITION_H

#include "sim/arch.h"
#include "sim/profile.h"

enum trouble {
	TROUBLE_SEARCH,  /* the vector database is down */
	TROUBLE_API,     /* calls of the model's API fail, or are slow */
	TROUBLE_REPLICA, /* one is down */
	TROUBLE_TRAFFIC, /* more queries than usual */
	TROUBLES,
};

struct span {
	enum trouble trouble;
	double start_s, end_s;
	double times; /* timeline: slower, more; 0: as the parameters say */
};

/* Edges of random troubles that a run may have. */
enum { CONDITION_EDGES_MAX = 2048 };

struct spans {
	int count;
	struct span *spans; /* in order of their start by trouble, not over all */
	bool too_many;      /* more edges than CONDITION_EDGES_MAX: the rest is left out */
};

/* regimes: those between dated changes, up to the horizon. */
void spans_init(struct spans *spans, const struct scenario *scenario, const struct regime *regimes,
		int count, double horizon_s);
void spans_release(struct spans *spans);
/* What is broken at t_s, under these parameters. */
struct condition spans_at(const struct spans *spans, const struct params *params, double t_s);
bool condition_same(const struct condition *a, const struct condition *b);

/* Makes a demand what it is under a condition, with so many replicas of its own, broken ones
 * included (0: as many as it has). With none left a model fails as an API that fails always. */
void condition_apply(const struct condition *condition, const struct params *params, int replicas,
		     struct demand *demand);

/* The demand in a slot: under its condition, with a corpus and replicas as they are there. */
void slot_demand(const struct profile *profile, const struct slot *slot, enum arch arch,
		 struct demand *demand);

#endif
