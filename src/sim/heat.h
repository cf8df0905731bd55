// SPDX-License-Identifier: MIT
/*
 * L1. Distributions as the few levels that a heat map shows, and quantiles of the coarse bins of
 * time per token. Only latency.c uses this.
 */
#ifndef RAGTOP_SIM_HEAT_H
#define RAGTOP_SIM_HEAT_H

#include <stdint.h>

#include <ragtop/result.h>
#include "base/histogram.h"
#include "sim/measure.h"

/* A bin belongs where its middle lies; the first and the last level take what lies beyond. */
void heat_of_density(const struct density *density, uint8_t levels[RESULT_HEAT_BINS]);
void heat_of_tokens(const double bins[TOKEN_BINS], uint8_t levels[RESULT_HEAT_BINS]);

/* The time per token below which a share p lies, straight inside a bin; NaN without any. */
double token_quantile(const double bins[TOKEN_BINS], double p);

#endif
