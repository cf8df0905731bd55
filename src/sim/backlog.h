// SPDX-License-Identifier: MIT
/*
 * L1. What stands waiting at the retrieval stations when a window starts, so that windows can be
 * simulated apart and yet overload is not forgotten.
 *
 * Where a station has always kept up, a window starts in equilibrium. Where it has not, the queue
 * is carried from slot to slot: as a fluid (what came less what could be served), which tells how
 * slots load the system, and once per replicate as a random walk around it, reflected at an empty
 * queue and at a full one (Brownian motion with drift; J. M. Harrison, "Brownian Motion and
 * Stochastic Flow Systems", 1985). The walk is where chance over hours comes from: the fluid alone
 * makes peaks too low. Times in seconds, queues in queries.
 *
 * Equations: docs/MODEL.md, [W13] to [W18].
 */
#ifndef RAGTOP_SIM_BACKLOG_H
#define RAGTOP_SIM_BACKLOG_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/arch.h"
#include "sim/profile.h"

/* A station, as far as its queue is concerned. */
struct line {
	double service_s;
	int servers;
	double full_rps;                 /* with all servers busy; INFINITY: takes no time */
	double arrival_scv, service_scv; /* squared coefficients of variation */
	double burst_s; /* by a query a second, what bursts add to the former, see burst.h */
	double bound;   /* most that can wait; INFINITY: no bound */
};

/* The queues of all architectures that retrieve, and each architecture's own model, where it
 * is not behind an API: one server, as fast as full batches are. */
struct lines {
	struct line queue[QUEUE_COUNT], model[ARCH_COUNT];
	/* that they are for, as in struct slot */
	double corpus_scale;
	short replicas[ARCH_COUNT];
};

struct backlog {
	double queue[QUEUE_COUNT], model[ARCH_COUNT];
};

/* Of a regime. What is not planned has no queue. */
void backlog_lines(const struct profile *profile, int regime, struct lines *lines);
/* Only the queue in front of a station, where nothing is broken. */
struct line backlog_queue_line(const struct params *params, enum queue queue);
/* A model's line under a demand: without queue where it is behind an API. */
struct line backlog_model_line(const struct params *params, const struct demand *demand);

/* What differs in a slot from its regime: where replicas scale the models, with a corpus that grows
 * the search, and models that have it in their prompt. Is anything other than it was? */
bool backlog_lines_at(const struct profile *profile, const struct slot *slot, struct lines *lines);

/* slot_count + 1 of them, for the start of each slot, to be freed. NULL: nothing ever waits. */
struct backlog *backlog_fluid(const struct profile *profile);
/* at: as many. */
void backlog_walk(const struct profile *profile, uint64_t seed, uint64_t replicate,
		  struct backlog *at);

/* The queue inside of a slot, after `part` of it, from what it is at both ends. */
double backlog_within(const struct line *line, const struct slot *slot, double part, double from,
		      double to);

/* How long a queue before a model takes to be served from at_s in the slot on, beside what it would
 * take if the model stayed as it is: 1, but for dated changes and other numbers of replicas on the
 * way. lines: of each regime. (Those who wait at a station keep the start that was decided when
 * they came, see station.h.) */
double backlog_pace(const struct profile *profile, const struct lines *lines, enum arch arch,
		    int slot, double at_s, double queue);

/* Queries until a station at this rate forgets how it started. */
double backlog_warm_up(const struct line *line, double rate_rps, double queue);

/* How a window starts: so many wait, each of this mean service. */
struct backlog_start {
	double queue, service_s;
};
/* With what was carried there, such that it is right `lead` queries later; or in equilibrium. The
 * luck is u. */
struct backlog_start backlog_start(const struct line *line, double rate_rps, double queue,
				   double lead, const double u[2]);
/* The same where there is a queue and nothing else is to be said of it: behind a model's line. */
struct backlog_start backlog_behind(const struct line *line, double rate_rps, double queue,
				    double lead, double u);

#endif
