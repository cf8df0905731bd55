// SPDX-License-Identifier: MIT
/*
 * Prints streams of PCG64-DXSM made by the seeding and stepping of libpcg-cpp, for
 * tests/base/test_rng.c. Debian's release of it (0.98.1) has neither the DXSM output nor the cheap
 * multiplier; both are added here the way the library is made to be extended.
 */
#include <cinttypes>
#include <cstdint>
#include <cstdio>

#include <pcg_random.hpp>

using pcg128 = pcg_extras::pcg128_t;

static constexpr uint64_t cheap = 0xda942042e4dd58b5;

struct cheap_multiplier {
	static constexpr pcg128 multiplier()
	{
		return cheap;
	}
};

struct dxsm_output {
	static uint64_t output(pcg128 state)
	{
		uint64_t hi = uint64_t(state >> 64);
		uint64_t lo = uint64_t(state);

		lo |= 1;
		hi ^= hi >> 32;
		hi *= cheap;
		hi ^= hi >> 48;
		hi *= lo;
		return hi;
	}
};

// "true": the output is that of the state before the step
using pcg64_dxsm = pcg_detail::engine<uint64_t, pcg128, dxsm_output, true,
				      pcg_detail::specific_stream<pcg128>, cheap_multiplier>;

static pcg128 join(uint64_t hi, uint64_t lo)
{
	return (pcg128(hi) << 64) | lo;
}

int main()
{
	static const uint64_t seeds[][4] = {
		{ 0, 42, 0, 54 },
		{ 0, 0, 0, 0 },
		{ UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX },
		{ 0x0123456789abcdef, 0xfedcba9876543210, 0x8000000000000000, 1 },
		{ 1, 0, 1, 0 },
	};

	for (const uint64_t *s : seeds) {
		pcg64_dxsm rng(join(s[0], s[1]), join(s[2], s[3]));

		std::printf("seed %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 "\n", s[0], s[1],
			    s[2], s[3]);
		for (int i = 0; i < 1000; i++)
			std::printf("%" PRIx64 "\n", rng());
	}
	return 0;
}
