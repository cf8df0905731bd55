// SPDX-License-Identifier: MIT
/*
 * L1. Is an answer in the demanded format? What that depends on, and what asking again does about
 * it. Assumptions with sources, not physics: docs/MODEL.md, [Q1] [Q2] [Q9] [W6]. Shares 0 to 1.
 */
#ifndef RAGTOP_SIM_FORM_H
#define RAGTOP_SIM_FORM_H

#include <stdbool.h>

#include <ragtop/params.h>

extern const double FORM_LABELS_ENOUGH; /* below, tuning is unreliable: S4:95, S4:280 */

/* What labels are worth, -1 to 1: 0 at 500 clean ones, below that tuning does harm. Noise devalues
 * them so that 1,000 clean beat 10,000 of which 30 % are wrong (S2:28). */
double form_label_value(double labels, double noise_frac);

/* The base model's skill after tuning: it makes fewer or, with too few labels, more mistakes. */
double form_tuned(const struct params *params, double skill);

/* Of one answer by a model, tuned or not, with so much context in its prompt (S0: drift). */
double form_valid_frac(const struct params *params, bool tuned, double context_tok);

/* Answers asked for again, by answer whose format matters: an invalid one is, at most `tries`
 * times, with the same chance each time. */
double form_repairs_mean(double valid_frac, int tries);
/* How often of these, given that the first was invalid; u is uniform in (0, 1). */
int form_repairs(double valid_frac, int tries, double u);
/* Valid in the end. */
double form_repaired_frac(double valid_frac, int tries);

#endif
