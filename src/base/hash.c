// SPDX-License-Identifier: MIT
#include "base/hash.h"

#include <string.h>

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

void hash_init(struct hash *hash)
{
	hash->h = FNV_OFFSET;
}

void hash_bytes(struct hash *hash, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		hash->h = (hash->h ^ p[i]) * FNV_PRIME;
}

void hash_u64(struct hash *hash, uint64_t value)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(value >> (8 * i));
	hash_bytes(hash, bytes, sizeof(bytes));
}

void hash_double(struct hash *hash, double value)
{
	uint64_t bits;

	if (value == 0)
		value = 0; /* drops the sign */
	memcpy(&bits, &value, sizeof(bits));
	if (value != value)
		bits = UINT64_C(0x7ff8000000000000);
	hash_u64(hash, bits);
}

void hash_str(struct hash *hash, const char *text)
{
	hash_bytes(hash, text, strlen(text) + 1);
}

/* FNV alone leaves the high bits of short inputs poor; the mixer spreads them. */
uint64_t hash_final(const struct hash *hash)
{
	uint64_t h = hash->h;

	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	h ^= h >> 33;
	return h;
}
