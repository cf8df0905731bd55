// SPDX-License-Identifier: MIT
/*
 * L1. A corpus that grows. Its size, beside the one at time 0, is (1 + growth)^(t / 30 days) while
 * knowledge.corpus_growth_frac_per_month stays what it is; a dated change of that goes on from the
 * size that was reached. Stored gigabytes grow with it, and the time of a search with its
 * logarithm, as in a graph of neighbours (HNSW: Malkov and Yashunin, 2016). The number of facts
 * that are asked for does not.
 *
 * Equations: docs/MODEL.md, [C1] to [C4].
 */
#ifndef RAGTOP_SIM_GROWTH_H
#define RAGTOP_SIM_GROWTH_H

#include "sim/profile.h"

/* Size at t_s, in or after the regime as if it went on; 1 at time 0. */
double growth_scale(const struct regime *regime, double t_s);
/* The integral of size - 1 over [a, b] of the regime, in seconds. Exact. */
double growth_more_s(const struct regime *regime, double a, double b);
/* What the parameters come to at this size: the time of a search, and the corpus that a prompt
 * holds. Storage is not among it, see arch_read_growth. */
void growth_params(const struct params *params, double corpus_scale, struct params *out);
/* Mean time of a search at this size: rag.search_s is the one at size 1, and every doubling adds
 * rag.search_growth_frac of it. */
double growth_search_s(const struct params *params, double corpus_scale);

#endif
