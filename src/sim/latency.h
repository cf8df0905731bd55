// SPDX-License-Identifier: MIT
/* L1. The latency and service part of a result. Only finish.c uses this. */
#ifndef RAGTOP_SIM_LATENCY_H
#define RAGTOP_SIM_LATENCY_H

#include "sim/sim.h"

/* Fills latency, wait and service by stage, utilisation, counts, intervals, histograms, and the
 * latency series of *out. */
void latency_finish(const struct sim *sim, enum arch arch, struct arch_result *out);

#endif
