// SPDX-License-Identifier: MIT
/*
 * L1. The limits of a model's API: a bucket of requests and a bucket of tokens, each refilled
 * evenly and holding one minute's worth. A try that finds too little is answered 429; the client
 * tries again after 1, 2, 4 ... at most 60 seconds, each time a random half to whole of it, and
 * gives up after RATELIMIT_TRIES tries. Limits per minute, 0: none. Times in seconds, in order.
 *
 * Equations: docs/MODEL.md, [W9] [W10].
 */
#ifndef RAGTOP_SIM_RATELIMIT_H
#define RAGTOP_SIM_RATELIMIT_H

#include <stdbool.h>

enum { RATELIMIT_TRIES = 6 };

struct bucket {
	double per_min, level, at_s;
};

struct ratelimit {
	struct bucket requests, tokens;
};

/* Full buckets at time t_s, or empty ones for an API that is already overloaded. */
void ratelimit_reset(struct ratelimit *limit, double t_s, double rpm, double tpm, bool empty);
/* Lowers full buckets to these shares of what they hold. */
void ratelimit_drain(struct ratelimit *limit, double requests_level, double tokens_level);
bool ratelimit_active(const struct ratelimit *limit);
/* Takes the request through, or says no and takes nothing. A request larger than the whole token
 * bucket passes when the bucket is full, and leaves it in debt. */
bool ratelimit_try(struct ratelimit *limit, double t_s, double tokens);
/* Seconds to wait after the try number `tries` (from 1) failed; u uniform in (0, 1). */
double ratelimit_backoff_s(int tries, double u);

#endif
