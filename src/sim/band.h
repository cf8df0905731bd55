// SPDX-License-Identifier: MIT
/* L1. The band that a share of runs stays under, bucket by bucket. */
#ifndef RAGTOP_SIM_BAND_H
#define RAGTOP_SIM_BAND_H

#include <ragtop/result.h>

/* Of n > 0 runs' paths the quantile p in every bucket, straight between neighbours. */
void band_quantile(double (*path)[RESULT_BUCKETS], int n, double p, double out[RESULT_BUCKETS]);

#endif
