// SPDX-License-Identifier: MIT
/*
 * L0. Random bits: PCG64-DXSM, 128 bits of state, one stream per source of chance.
 *
 * A linear congruential generator modulo 2^128 with O'Neill's "cheap" 64-bit multiplier and the
 * DXSM (double xorshift multiply) output of the state before the step. Seeding is that of pcg-cpp.
 * Knows nothing of distributions; those are in variate.h.
 *
 * Sources: M. E. O'Neill, "PCG: A family of simple fast space-efficient statistically good
 * algorithms for random number generation" (HMC-CS-2014-0905), and the DXSM variant she added in
 * 2019. Known answers are in tests/base/test_rng.c.
 */
#ifndef RAGTOP_BASE_RNG_H
#define RAGTOP_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 rng_u128;

struct rng {
	rng_u128 state;
	rng_u128 increment; /* odd: it picks the stream */
};

#define RNG_MULTIPLIER UINT64_C(0xda942042e4dd58b5)

/* As pcg-cpp's constructor (state, stream). The top bit of the stream is lost. */
void rng_seed(struct rng *rng, uint64_t state_hi, uint64_t state_lo, uint64_t stream_hi,
	      uint64_t stream_lo);

/*
 * The stream that belongs to one source of chance. The four are hashed into state and stream, so
 * any two that differ give unrelated streams. `anchor` tells apart many streams of one name, for
 * instance by window or query; 0 where there is one.
 */
void rng_open(struct rng *rng, uint64_t seed, uint64_t replication, uint64_t anchor,
	      const char *stream_name);

/* Uniform over all 64-bit numbers. */
static inline uint64_t rng_u64(struct rng *rng)
{
	uint64_t hi = (uint64_t)(rng->state >> 64);
	uint64_t lo = (uint64_t)rng->state | 1;

	rng->state = rng->state * RNG_MULTIPLIER + rng->increment;
	hi ^= hi >> 32;
	hi *= RNG_MULTIPLIER;
	hi ^= hi >> 48;
	return hi * lo;
}

/* Uniform in the open interval (0, 1): an odd multiple of 2^-53, so never 0 or 1, and symmetric
 * about one half. 52 random bits: with 53, the largest value would round to 1. */
static inline double rng_unit(struct rng *rng)
{
	return ((double)(rng_u64(rng) >> 12) + 0.5) * 0x1p-52;
}

#endif
