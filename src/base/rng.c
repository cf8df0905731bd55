// SPDX-License-Identifier: MIT
#include "base/rng.h"

#include "base/hash.h"

static rng_u128 join(uint64_t hi, uint64_t lo)
{
	return (rng_u128)hi << 64 | lo;
}

void rng_seed(struct rng *rng, uint64_t state_hi, uint64_t state_lo, uint64_t stream_hi,
	      uint64_t stream_lo)
{
	rng->increment = join(stream_hi, stream_lo) << 1 | 1;
	rng->state = (join(state_hi, state_lo) + rng->increment) * RNG_MULTIPLIER + rng->increment;
}

/* One hash after another of the same text and a counter: four independent words. */
static uint64_t next_word(struct hash *hash, uint64_t counter)
{
	hash_u64(hash, counter);
	return hash_final(hash);
}

void rng_open(struct rng *rng, uint64_t seed, uint64_t replication, uint64_t anchor,
	      const char *stream_name)
{
	struct hash hash;
	uint64_t word[4];

	hash_init(&hash);
	hash_u64(&hash, seed);
	hash_u64(&hash, replication);
	hash_u64(&hash, anchor);
	hash_str(&hash, stream_name);
	for (uint64_t i = 0; i < 4; i++)
		word[i] = next_word(&hash, i);
	rng_seed(rng, word[0], word[1], word[2], word[3]);
}
