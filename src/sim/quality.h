// SPDX-License-Identifier: MIT
/*
 * L1. How often an architecture is right. Assumptions with sources, not physics: docs/MODEL.md.
 *
 * A query either needs one of your facts (share traffic.knowledge_frac) or it does not. It is
 * answered "sighted" (an architecture with retrieval had its passages, one without never misses
 * them) or "blind" (the search was given up, the model answers without passages). All shares 0
 * to 1.
 */
#ifndef RAGTOP_SIM_QUALITY_H
#define RAGTOP_SIM_QUALITY_H

#include <ragtop/arch.h>
#include <ragtop/params.h>

/* What happened to the queries of a stretch of time, as shares of all that arrived. */
struct flow {
	double sighted, blind;         /* answered; the rest was dropped */
	double met_sighted, met_blind; /* answered inside the latency targets */
	double warm;                   /* answered and found the start of their prompt kept */
	double failed_over;            /* answered by another provider */
	double embedded, searched;     /* reached the end of that stage's queue: they cost money */
};

/* Probabilities given the kind of query. */
struct skill {
	double know_fresh, know_blind, general;      /* right */
	double made_fresh, made_blind, made_general; /* wrong and stated as fact */
	double format_sighted, format_blind;         /* in the demanded format */
	double know_share;
};

/* Shares of all queries that arrived. */
struct outcome {
	double answered, correct, stale, wrong, hallucinated, format_valid, good;
};

void quality_skill(const struct params *params, enum arch arch, struct skill *skill);

/* stale: share of asked facts that changed and are not visible. A stale answer is never right. */
struct outcome quality_outcome(const struct skill *skill, const struct flow *flow, double stale);

/* What labels are worth, -1 to 1: 0 at 500 clean ones, below that tuning does harm. Noise devalues
 * them so that 1,000 clean beat 10,000 of which 30 % are wrong (S2:28). */
double quality_label_value(double labels, double noise_frac);

#endif
