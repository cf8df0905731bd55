// SPDX-License-Identifier: MIT
/* A name for a run: of what was asked and of everything that was found out. */
#include "sim/sim.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"

static void hash_switch(struct hash *hash, const struct timeline_entry *entry)
{
	hash_str(hash, arch_key(entry->from));
	hash_str(hash, arch_key(entry->to));
	hash_double(hash, entry->migration_usd);
}

static void hash_scenario(struct hash *hash, const struct scenario *s)
{
	hash_u64(hash, s->seed);
	hash_double(hash, s->horizon_days);
	hash_u64(hash, (uint64_t)(int64_t)s->fidelity);
	if (s->trace)
		hash_u64(hash, s->trace->hash);
	for (int i = 0; i < s->arch_count; i++)
		hash_str(hash, arch_key(s->archs[i]));
	for (int p = 0; p < PARAM_COUNT; p++)
		hash_double(hash, params_get(&s->params, (enum param_id)p));
	for (int t = 0; t < TARGET_COUNT; t++)
		hash_double(hash, s->targets[t]);
	for (int i = 0; i < s->timeline_count; i++) {
		const struct timeline_entry *entry = &s->timeline[i];

		if (entry->kind == TIMELINE_NOTE) /* says something, asks for nothing */
			continue;
		hash_double(hash, entry->at_days);
		hash_u64(hash, (uint64_t)entry->kind);
		hash_u64(hash, entry->kind == TIMELINE_SET ? (uint64_t)entry->param : 0);
		hash_double(hash, entry->kind == TIMELINE_SET ? entry->value : entry->query_share);
		hash_u64(hash, (uint64_t)entry->facts);
		if (entry->over_days > 0)
			hash_double(hash, entry->over_days);
		if (entry->kind == TIMELINE_SWITCH)
			hash_switch(hash, entry);
		if (entry->kind != TIMELINE_INCIDENT)
			continue;
		hash_u64(hash, (uint64_t)entry->incident);
		hash_double(hash, entry->for_hours);
		hash_double(hash, entry->times);
	}
}

/* Everything from `queries` to the plot histograms is doubles, and then come the events. What a
 * migration costs is among them where there is one: runs without are called what they always were.
 */
static void hash_arch(struct hash *hash, const struct arch_result *arch)
{
	const size_t from = offsetof(struct arch_result, queries),
		     to = offsetof(struct arch_result, event_count),
		     migration = offsetof(struct arch_result, ledger_usd) +
				 LEDGER_MIGRATION * sizeof(double);

	static_assert((offsetof(struct arch_result, event_count) -
		       offsetof(struct arch_result, queries)) %
				      sizeof(double) ==
			      0,
		      "no padding between the figures");
	for (size_t at = from; at < to; at += sizeof(double)) {
		double value;

		memcpy(&value, (const char *)arch + at, sizeof(value));
		if (at != migration || value != 0)
			hash_double(hash, value);
	}
	for (int i = 0; i < arch->event_count; i++) {
		hash_double(hash, arch->events[i].at_s);
		hash_u64(hash, (uint64_t)arch->events[i].kind);
	}
}

void digest_make(const struct sim *sim, struct result *result)
{
	static const char digits[] = "0123456789abcdef";
	struct hash hash;
	uint64_t value;

	hash_init(&hash);
	hash_scenario(&hash, &sim->scenario);
	for (int i = 0; i < sim->scenario.arch_count; i++)
		hash_arch(&hash, &result->arch[sim->scenario.archs[i]]);
	value = hash_final(&hash);
	for (int i = 0; i < 16; i++)
		result->digest[i] = digits[value >> (60 - 4 * i) & 15];
}
