// SPDX-License-Identifier: MIT
/*
 * L1. A cache of whole answers. Queries ask topics, one for each fact of the first source, by the
 * same Zipf law; a share of them is worded so that an earlier answer on the topic will do. The
 * first of these is answered and kept, for ttl_s or until the fact changes, and the others
 * meanwhile get the same answer. Exactly it is simulated topic by topic; for windows, which are
 * shorter than answers live, there is the share of hits under Poisson arrivals. Times in seconds.
 *
 * Equations: docs/MODEL.md, [H3] [H4].
 */
#ifndef RAGTOP_SIM_ANSWERS_H
#define RAGTOP_SIM_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/scenario.h>
#include "base/rng.h"

/* What does not change over a run: how often topics are asked. Unpopular ones are dealt with in
 * groups that are alike to a few per cent. */
struct topics {
	int count, groups;
	double *group_frac; /* share of one topic of the group */
	int *group_size;
	double *below; /* share of topics 0 to i - 1 */
};

/* Empty, and nothing to release, in a scenario without a cache of answers. */
void topics_init(struct topics *topics, const struct scenario *scenario);
void topics_release(struct topics *topics);

/* The cache under one set of parameters. */
struct answer_law {
	double repeat_frac; /* of all queries */
	double ttl_s;       /* 0: there is no cache */
	double change_rps;  /* of the fact behind an answer */
	bool purge;
};
void answer_law(const struct params *params, struct answer_law *law);

/* Share of all queries that find an answer, when so many come a second: a topic asked r times a
 * second in the same words has r E hits for each miss, E the mean life of an answer,
 * (1 - exp(-u ttl)) / u when changes (rate u) purge it and else ttl: r E / (1 + r E) of them. */
double answers_hit_frac(const struct topics *topics, const struct answer_law *law, double rate_rps);
/* Share of the hits whose fact has changed since the answer was made: their ages are uniform, so
 * 1 - (1 - exp(-u ttl)) / (u ttl); 0 with purging. */
double answers_stale_frac(const struct answer_law *law);

/* Topic by topic. */
struct answers {
	const struct topics *topics; /* NULL: not in use */
	double *until_s;             /* what is kept of each topic lives until then */
	int capacity;
};
/* Nothing is kept. A zeroed one is valid input. topics NULL: not used. */
void answers_reset(struct answers *answers, const struct topics *topics);
void answers_release(struct answers *answers);
/* Does the query that asks the topic at quantile u find an answer? Else its own is kept. */
bool answers_find(struct answers *answers, const struct answer_law *law, double t_s, double u,
		  struct rng *rng);

#endif
