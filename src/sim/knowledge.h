// SPDX-License-Identifier: MIT
/*
 * L1. Facts, how often they are asked, which of them an update changes, and which changes an
 * architecture has not seen.
 *
 * Facts 0..ordinary-1 belong to up to three sources, each with its share of the knowledge queries,
 * asked by a Zipf law within it; the timeline's single facts come after them, each change with its
 * own share of the knowledge queries, which the ordinary facts give up. Updates change ordinary
 * facts of one source, drawn without replacement with weight popularity^update_skew.
 *
 * Equations: docs/MODEL.md, [K1] to [K3].
 */
#ifndef RAGTOP_SIM_KNOWLEDGE_H
#define RAGTOP_SIM_KNOWLEDGE_H

#include <stddef.h>
#include <stdint.h>

#include <ragtop/scenario.h>
#include "base/rng.h"

/* Where facts come from: things that change at their own pace, as prices and policies do. */
enum { SOURCES = 3 };

struct source {
	int first, facts; /* facts: 0 when nobody asks for it: it is off */
	double share;     /* of the queries that ordinary facts get; sums to 1 */
	/* Draws: integer weights, so that taking facts out and putting them back leaves no residue.
	 */
	uint64_t *weight, *tree; /* tree: Fenwick's partial sums, from 1 */
	uint64_t weight_sum;
	double skew; /* that the weights are built for; NaN: none yet */
	/* Even draws need no tree: which draw took each fact last, and how many there were. */
	uint32_t *drawn, draws;
};

struct knowledge {
	int ordinary, facts; /* facts counts the timeline's too */
	double zipf_s;
	const double *popularity; /* of each fact among the knowledge queries; sums to 1 */
	double *own;              /* the same, to be freed; NULL: it is shared */
	struct source sources[SOURCES];
};

/* What the table says of a source: facts are 0 and it has no updates when it is off. Shares that
 * come to more than 1 are scaled down to it. */
int source_facts(const struct params *params, int source);
double source_share(const struct params *params, int source);
double source_updates_per_month(const struct params *params, int source);
/* Of all sources. */
double knowledge_updates_per_month(const struct params *params);

void knowledge_init(struct knowledge *knowledge, const struct scenario *scenario);
/* The same, which draws by itself. Outlives nothing of what it shares. */
void knowledge_share(struct knowledge *knowledge, const struct knowledge *of);
void knowledge_release(struct knowledge *knowledge);
/* Draws `count` different facts of a source (all if it has fewer); returns how many. */
int knowledge_draw(struct knowledge *knowledge, int source, struct rng *rng, double skew, int count,
		   uint32_t *facts);
/* First of the single facts of timeline entry number `index` (a TIMELINE_CHANGE). */
uint32_t knowledge_single_fact(const struct knowledge *knowledge, const struct scenario *scenario,
			       int index);

/* One update of the facts: the log grows in time order. */
struct update {
	double at_s;
	double indexed_s; /* when retrieval finds it */
	size_t first;     /* into update_log.facts */
	int count;
};

struct update_log {
	struct update *updates;
	size_t count, capacity;
	uint32_t *facts;
	size_t fact_count, fact_capacity;
};

void update_log_release(struct update_log *log);
void update_log_clear(struct update_log *log);
/* Room for `count` facts of the next update, to be filled by the caller, who then adds it. */
uint32_t *update_log_room(struct update_log *log, int count);
void update_log_add(struct update_log *log, double at_s, double indexed_s, int count);

/* What one architecture has not seen: the updates from `absorbed` on. */
struct freshness {
	size_t absorbed;
	uint32_t *pending; /* unseen changes of each fact */
	double stale;      /* sum of popularity over facts with an unseen change */
};

void freshness_init(struct freshness *freshness, const struct knowledge *knowledge);
void freshness_release(struct freshness *freshness);
void freshness_clear(struct freshness *freshness, const struct knowledge *knowledge);
/* As if it had seen none of the log's updates. */
void freshness_forget(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log);
/* The newest update of the log has just happened. */
void freshness_change(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log);
/* The oldest unseen update becomes visible. */
void freshness_absorb(struct freshness *freshness, const struct knowledge *knowledge,
		      const struct update_log *log);

#endif
