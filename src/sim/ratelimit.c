// SPDX-License-Identifier: MIT
#include "sim/ratelimit.h"

#include <assert.h>

static void bucket_reset(struct bucket *bucket, double t_s, double per_min, bool empty)
{
	*bucket = (struct bucket){ per_min, empty ? 0 : per_min, t_s };
}

static void bucket_refill(struct bucket *bucket, double t_s)
{
	bucket->level += bucket->per_min / 60 * (t_s - bucket->at_s);
	if (bucket->level > bucket->per_min)
		bucket->level = bucket->per_min;
	bucket->at_s = t_s;
}

static bool bucket_has(struct bucket *bucket, double t_s, double amount)
{
	if (bucket->per_min <= 0)
		return true;
	bucket_refill(bucket, t_s);
	return bucket->level >= (amount < bucket->per_min ? amount : bucket->per_min);
}

void ratelimit_reset(struct ratelimit *limit, double t_s, double rpm, double tpm, bool empty)
{
	bucket_reset(&limit->requests, t_s, rpm, empty);
	bucket_reset(&limit->tokens, t_s, tpm, empty);
}

void ratelimit_drain(struct ratelimit *limit, double requests_level, double tokens_level)
{
	limit->requests.level *= requests_level;
	limit->tokens.level *= tokens_level;
}

bool ratelimit_active(const struct ratelimit *limit)
{
	return limit->requests.per_min > 0 || limit->tokens.per_min > 0;
}

bool ratelimit_try(struct ratelimit *limit, double t_s, double tokens)
{
	bool requests = bucket_has(&limit->requests, t_s, 1);

	if (!bucket_has(&limit->tokens, t_s, tokens) || !requests)
		return false;
	limit->requests.level -= 1;
	limit->tokens.level -= tokens;
	return true;
}

double ratelimit_backoff_s(int tries, double u)
{
	double base_s;

	assert(tries >= 1);
	base_s = tries < 7 ? (double)(1 << (tries - 1)) : 60;
	return (base_s < 60 ? base_s : 60) * (0.5 + 0.5 * u);
}
