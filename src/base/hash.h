// SPDX-License-Identifier: MIT
/*
 * L0. A 64-bit hash for digests of results and for deriving random streams from names.
 *
 * FNV-1a over bytes, finished by the 64-bit mixer of MurmurHash3 so that every input bit reaches
 * every output bit. The same on every machine: numbers enter as little-endian bytes by shifts.
 * Not a defence against an adversary.
 *
 * Sources: Fowler, Noll, Vo, "The FNV non-cryptographic hash algorithm" (draft-eastlake-fnv);
 * Appleby, MurmurHash3 fmix64.
 */
#ifndef RAGTOP_BASE_HASH_H
#define RAGTOP_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash {
	uint64_t h;
};

void hash_init(struct hash *hash);
void hash_bytes(struct hash *hash, const void *bytes, size_t n);
void hash_u64(struct hash *hash, uint64_t value);
/* -0.0 counts as 0.0, and all NaNs are one value. */
void hash_double(struct hash *hash, double value);
/* The text and its end, so that "ab","c" and "a","bc" differ. */
void hash_str(struct hash *hash, const char *text);
/* The hash so far; adding may go on afterwards. */
uint64_t hash_final(const struct hash *hash);

#endif
