// SPDX-License-Identifier: MIT
/*
 * L1. How often an architecture is right. Assumptions with sources, not physics.
 *
 * A query either needs one of your facts (share traffic.knowledge_frac) or it does not. It is
 * answered "sighted" (an architecture with retrieval had its passages, one without never misses
 * them) or "blind" (the search was given up, the model answers without passages). All shares 0
 * to 1.
 *
 * Equations: docs/MODEL.md, [Q1] to [Q14].
 */
#ifndef RAGTOP_SIM_QUALITY_H
#define RAGTOP_SIM_QUALITY_H

#include <ragtop/arch.h>
#include <ragtop/params.h>

/* What happened to the queries of a stretch of time, as shares of all that arrived. */
struct flow {
	double sighted, blind;         /* answered; the rest was dropped */
	double met_sighted, met_blind; /* answered inside the latency targets */
	double direct, met_direct;     /* answered the other way; sighted does not count it */
	double cached, met_cached; /* given an answer that was kept; sighted does not count it */
	double met_reviewed;       /* answered inside the latency targets, and read by an expert */
	double reranked;
	double warm;               /* answered and found the start of their prompt kept */
	double failed_over;        /* answered by another provider */
	double embedded, searched; /* reached the end of that stage's queue: they cost money */
};

/* Probabilities given the kind of query. */
struct skill {
	double know_fresh, know_blind, general;      /* right */
	double made_fresh, made_blind, made_general; /* wrong and stated as fact */
	double format_sighted, format_blind;         /* in the demanded format */
	double usable_sighted, usable_blind;         /* so, or it does not matter */
	double cited;                                /* says where it is from */
	double leak;       /* made from what the asker may not see, where a fact is needed */
	double kept_stale; /* of asked facts, that changed since a kept answer was made */
	double reviewed, caught;
	/* of the other way of a routed hybrid, which is for what needs no fact */
	double direct_frac, direct_general, direct_made, direct_format, direct_usable;
	double know_share, citation_frac;
};

/* Shares of all queries that arrived. */
struct outcome {
	double answered, correct, stale, wrong, hallucinated, format_valid, good;
	double cited, uncited; /* uncited: although it should be */
	double leaked;
};
void outcome_add(struct outcome *sum, const struct outcome *x, double weight);

/*
 * In which condition the answers of a stretch of time were given. FRESH is the usual one. STALE
 * acts on what facts are needed for, WORN (all general skill forgotten) on the rest, OUTDATED
 * (another behaviour is demanded) on the format of all; UNTUNED is a model without tuning behind
 * the same prompts. A share of each is a weight, see macro_states().
 */
enum state {
	STATE_FRESH,
	STATE_STALE,
	STATE_WORN,
	STATE_OUTDATED,
	STATE_OUTDATED_STALE,
	STATE_OUTDATED_WORN,
	STATE_UNTUNED,
	STATE_UNTUNED_STALE,
	STATE_COUNT,
};

void quality_skill(const struct params *params, enum arch arch, struct skill *skill);

/* stale: share of asked facts that changed and are not visible. A stale answer is never right. */
struct outcome quality_outcome(const struct skill *skill, const struct flow *flow, double stale);

/* If all answers were given in one condition: for each of them. */
void quality_outcomes(const struct params *params, enum arch arch, const struct flow *flow,
		      struct outcome in[STATE_COUNT]);

#endif
