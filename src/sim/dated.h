// SPDX-License-Identifier: MIT
/*
 * L1. What the timeline makes of parameters and architectures, before anything breaks: regimes
 * between its dates. Only profile.c uses this.
 *
 * Equations: docs/MODEL.md, [T11].
 */
#ifndef RAGTOP_SIM_DATED_H
#define RAGTOP_SIM_DATED_H

#include "sim/profile.h"

/* Fills the regimes; their conditions and the rest are left at 0. */
void dated_regimes(struct profile *profile, const struct scenario *scenario);

#endif
