// SPDX-License-Identifier: MIT
#include "sim/autoscale.h"

#include <math.h>
#include <string.h>

#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/arch.h"

/* Of one kind of regime: what a replica serves, and how many there are without scaling. */
struct pool {
	double each_rps[ARCH_COUNT]; /* 0: not a model of its own, or not scaled */
	int fixed[ARCH_COUNT];
};

struct count {
	short replicas[ARCH_COUNT];
};

struct scaling {
	struct profile *profile;
	struct pool *pools;   /* by regime */
	struct count *wanted; /* by slot of the old ones */
	struct slot *slots;   /* the new ones */
	double (*more_s)[ARCH_COUNT];
	int count, capacity;
};

static bool scales(const struct regime *regime)
{
	return regime->params.serving.autoscale != 0;
}

static void pool_init(struct pool *pool, const struct regime *regime)
{
	*pool = (struct pool){ { 0 }, { 0 } };
	for (int a = 0; scales(regime) && a < ARCH_COUNT; a++) {
		struct demand demand;

		arch_demand(&regime->params, regime->serves[a], &demand);
		pool->fixed[a] = demand.serving.replicas;
		if (demand.self)
			pool->each_rps[a] = batch_full_rps(&demand.serving, &demand.load);
	}
}

static void pools_init(struct scaling *scaling)
{
	const struct profile *profile = scaling->profile;

	scaling->pools = xcalloc((size_t)profile->regime_count, sizeof(*scaling->pools));
	for (int r = 0; r < profile->regime_count; r++)
		if (profile->regimes[r].kind < r)
			scaling->pools[r] = scaling->pools[profile->regimes[r].kind];
		else
			pool_init(&scaling->pools[r], &profile->regimes[r]);
}

static short wanted(const struct params *p, double each_rps, double rate_rps)
{
	double count = ceil(rate_rps / (p->serving.target_utilisation * each_rps));
	double most = p->serving.max_replicas, least = p->serving.min_replicas;

	count = count < most ? count : most;
	return (short)(count > least ? count : least);
}

/* Where nothing scales as many are wanted as there are. */
static void wanted_init(struct scaling *scaling)
{
	const struct profile *profile = scaling->profile;

	scaling->wanted = xcalloc((size_t)profile->slot_count + 1, sizeof(*scaling->wanted));
	for (int s = 0; s < profile->slot_count; s++) {
		const struct slot *slot = &profile->slots[s];
		const struct pool *pool = &scaling->pools[slot->regime];

		for (int a = 0; a < ARCH_COUNT; a++)
			scaling->wanted[s].replicas[a] =
				pool->each_rps[a] > 0
					? wanted(&profile->regimes[slot->regime].params,
						 pool->each_rps[a], slot->through_rps)
					: 0;
	}
}

struct delays {
	double out_s, in_s;
};

static struct delays delays_of(const struct regime *regime)
{
	double out_s = regime->params.serving.provision_minutes * 60;
	double in_s = regime->params.serving.scale_in_minutes * 60;

	return (struct delays){ out_s, in_s > out_s ? in_s : out_s };
}

static int slot_at(const struct profile *profile, double t_s)
{
	return t_s > 0 ? profile_slot_at(profile, t_s) : 0;
}

/* In a regime that scales. A pool that did not scale before is as large as it was. */
static struct count running(const struct scaling *scaling, int regime, double t_s)
{
	const struct profile *profile = scaling->profile;
	struct delays delays = delays_of(&profile->regimes[regime]);
	const struct pool *pool = &scaling->pools[regime];
	int first = slot_at(profile, t_s - delays.in_s),
	    last = slot_at(profile, t_s - delays.out_s);
	struct count count = { { 0 } };

	for (int a = 0; a < ARCH_COUNT; a++) {
		short most = 0;

		for (int s = first; pool->each_rps[a] > 0 && s <= last; s++) {
			short then = scaling->wanted[s].replicas[a];

			then = then > 0 ? then : (short)pool->fixed[a];
			most = then > most ? then : most;
		}
		count.replicas[a] = most;
	}
	return count;
}

/* The first time after t_s at which a slot began `delay_s` ago. */
static double next_after(const struct profile *profile, double t_s, double delay_s)
{
	int s = slot_at(profile, t_s - delay_s);

	while (s < profile->slot_count && profile->slots[s].start_s + delay_s <= t_s)
		s++;
	return s < profile->slot_count ? profile->slots[s].start_s + delay_s : (double)INFINITY;
}

static void emit(struct scaling *scaling, const struct slot *from, double at_s, struct count count)
{
	struct slot *slot;

	if (scaling->count + 2 > scaling->capacity) {
		scaling->capacity = 2 * scaling->capacity + 64;
		scaling->slots = xrealloc_array(scaling->slots, (size_t)scaling->capacity,
						sizeof(*scaling->slots));
	}
	slot = &scaling->slots[scaling->count++];
	*slot = *from;
	slot->start_s = at_s;
	slot->mass_before += from->rate_rps * (at_s - from->start_s);
	slot->moment_before += from->rate_rps * (at_s - from->start_s) * 0.5 *
			       (at_s + from->start_s);
	memcpy(slot->replicas, count.replicas, sizeof(slot->replicas));
}

/* Pieces of a slot, each with its own number of replicas. */
static void cut(struct scaling *scaling, int s)
{
	const struct profile *profile = scaling->profile;
	const struct slot *slot = &profile->slots[s];
	struct delays delays = delays_of(&profile->regimes[slot->regime]);
	struct count last = { { -1 } };

	for (double t_s = slot->start_s, next_s; t_s < slot[1].start_s; t_s = next_s) {
		double out_s = next_after(profile, t_s, delays.out_s);
		double in_s = next_after(profile, t_s, delays.in_s);
		struct count count;

		next_s = out_s < in_s ? out_s : in_s;
		next_s = next_s < slot[1].start_s ? next_s : slot[1].start_s;
		count = running(scaling, slot->regime, (t_s + next_s) / 2);
		if (memcmp(&count, &last, sizeof(count)) != 0)
			emit(scaling, slot, t_s, count);
		last = count;
	}
}

/* Replica-seconds beside those of a pool that does not scale. */
static void more_init(struct scaling *scaling)
{
	scaling->more_s = xcalloc((size_t)scaling->count + 1, sizeof(*scaling->more_s));
	for (int s = 0; s < scaling->count; s++) {
		const struct slot *slot = &scaling->slots[s];
		double length_s = slot[1].start_s - slot->start_s;

		for (int a = 0; a < ARCH_COUNT; a++) {
			int more = slot->replicas[a] - scaling->pools[slot->regime].fixed[a];

			scaling->more_s[s + 1][a] = scaling->more_s[s][a] +
						    (slot->replicas[a] > 0 ? more * length_s : 0);
		}
	}
}

static void scale(struct scaling *scaling)
{
	struct profile *profile = scaling->profile;

	pools_init(scaling);
	wanted_init(scaling);
	for (int s = 0; s < profile->slot_count; s++)
		if (scales(&profile->regimes[profile->slots[s].regime]))
			cut(scaling, s);
		else
			emit(scaling, &profile->slots[s], profile->slots[s].start_s,
			     (struct count){ { 0 } });
	scaling->slots[scaling->count] = profile->slots[profile->slot_count];
	more_init(scaling);
	free(profile->slots);
	profile->slots = scaling->slots;
	profile->more_s = scaling->more_s;
	profile->cuts += scaling->count - profile->slot_count;
	profile->slot_count = scaling->count;
	free(scaling->pools);
	free(scaling->wanted);
}

void autoscale_slots(struct profile *profile)
{
	struct scaling scaling = { .profile = profile };
	bool any = false;

	for (int r = 0; r < profile->regime_count; r++)
		any = any || scales(&profile->regimes[r]);
	if (any)
		scale(&scaling);
}
