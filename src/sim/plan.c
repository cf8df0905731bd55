// SPDX-License-Identifier: MIT
#include "sim/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmath.h"
#include "base/rng.h"
#include "base/xalloc.h"
#include "sim/growth.h"

struct fidelity plan_fidelity(int level)
{
	static const struct fidelity levels[FIDELITY_LEVELS] = {
		{ 8, 8, 400, 16, 5e5 },     { 12, 16, 1000, 32, 2e6 },  { 12, 16, 4000, 32, 4e6 },
		{ 16, 16, 16000, 32, 4e6 }, { 16, 16, 64000, 32, 4e6 }, { 24, 24, 128000, 64, 4e6 },
	};

	if (level == FIDELITY_MAP || level == FIDELITY_GLANCE)
		return (struct fidelity){ 4, 3, 100, 3, 1e5 };
	if (level == FIDELITY_EXACT)
		return (struct fidelity){ .replicates = 1, .macro_reps = 32, .macro_changes = 4e6 };
	return levels[level];
}

/* What slots are sorted by, one thing after another. */
struct load {
	uint64_t rate,
		wait; /* the bits of both: doubles that are not negative are in their order */
	int kind;
};

/* A slot on its way to its place, with what it is sorted by now. */
struct card {
	uint64_t key;
	int slot;
};

enum { DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS };

static unsigned digit(uint64_t key, int shift)
{
	return (unsigned)(key >> shift) & (DIGIT_VALUES - 1);
}

/* A stable pass by one digit. */
static void sort_pass(const struct card *from, struct card *to, int count, int shift)
{
	int starts[DIGIT_VALUES + 1] = { 0 };

	for (int i = 0; i < count; i++)
		starts[digit(from[i].key, shift) + 1]++;
	for (int d = 0; d < DIGIT_VALUES; d++)
		starts[d + 1] += starts[d];
	for (int i = 0; i < count; i++)
		to[starts[digit(from[i].key, shift)]++] = from[i];
}

/* By digits, as a year has thousands of slots and every point of a curve sorts them. Cards that are
 * alike stay in order. `spare` has as much room. */
static void sort_cards(struct card *cards, struct card *spare, int count)
{
	struct card *from = cards, *to = spare;
	uint64_t differ = 0;

	for (int i = 1; i < count; i++)
		differ |= cards[i].key ^ cards[0].key;
	for (int shift = 0; shift < 64; shift += DIGIT_BITS)
		if (digit(differ, shift) != 0) {
			struct card *swap = from;

			sort_pass(from, to, count, shift);
			from = to;
			to = swap;
		}
	if (from != cards)
		memcpy(cards, from, (size_t)count * sizeof(*cards));
}

static uint64_t bits(double x)
{
	uint64_t u;

	memcpy(&u, &x, sizeof(u));
	return u;
}

/* The slots in `order` by kind, then wait, then rate: from the least of these on, as a sort that is
 * stable keeps what it finds. */
static void sort_slots(int *order, int count, const struct load *loads)
{
	struct card *cards = xmalloc(2 * ((size_t)count + 1) * sizeof(*cards));

	for (int i = 0; i < count; i++)
		cards[i] = (struct card){ loads[order[i]].rate, order[i] };
	sort_cards(cards, cards + count, count);
	for (int i = 0; i < count; i++)
		cards[i].key = loads[cards[i].slot].wait;
	sort_cards(cards, cards + count, count);
	for (int i = 0; i < count; i++)
		cards[i].key = (uint64_t)loads[cards[i].slot].kind;
	sort_cards(cards, cards + count, count);
	for (int i = 0; i < count; i++)
		order[i] = cards[i].slot;
	free(cards);
}

/* Time to work off what waits on average over the slot, in the usual architectures. */
static double backlog_wait_s(const struct lines *lines, const struct backlog at[2])
{
	const struct backlog *a = &at[0], *b = &at[1];
	double sum_s = 0;

	for (int arch = 0; arch < ARCH_DEFAULTS; arch++)
		sum_s += (a->model[arch] + b->model[arch]) / 2 * lines->model[arch].service_s;
	for (int q = 0; q < QUEUE_COUNT; q++)
		sum_s += (a->queue[q] + b->queue[q]) / 2 * lines->queue[q].service_s /
			 lines->queue[q].servers;
	return sum_s;
}

/* fluid NULL: nobody waits */
static int order_init(struct plan *plan, const struct profile *profile, const struct lines *lines,
		      const struct backlog *fluid)
{
	struct load *loads = xmalloc(((size_t)profile->slot_count + 1) * sizeof(*loads));
	struct lines here = lines[0];
	int count = 0, regime = 0;

	plan->order = xmalloc(((size_t)profile->slot_count + 1) * sizeof(*plan->order));
	for (int s = 0; s < profile->slot_count; s++) {
		const struct slot *slot = &profile->slots[s];

		if (!(profile_slot_mass(profile, s) > 0))
			continue;
		if (slot->regime != regime)
			here = lines[slot->regime];
		regime = slot->regime;
		if (fluid)
			backlog_lines_at(profile, slot, &here);
		loads[s] = (struct load){ bits(slot->rate_rps),
					  bits(fluid ? backlog_wait_s(&here, &fluid[s]) : 0),
					  profile->regimes[regime].kind };
		plan->order[count++] = s;
	}
	sort_slots(plan->order, count, loads);
	free(loads);
	return count;
}

/* Cuts order[first, end), the slots of one kind of regime, into about `pieces` strata of equal
 * mass. */
static void cut(struct plan *plan, const struct profile *profile, int first, int end, double mass,
		int pieces)
{
	double before = 0;
	int last = -1;

	for (int i = first; i < end; i++) {
		int slot = plan->order[i];
		double slot_mass = profile_slot_mass(profile, slot);
		int piece = (int)((before + slot_mass / 2) / mass * pieces);

		if (piece != last) {
			plan->strata[plan->stratum_count++] = (struct stratum){
				.regime = profile->slots[slot].regime, .first = i
			};
			last = piece;
		}
		plan->strata[plan->stratum_count - 1].count++;
		plan->strata[plan->stratum_count - 1].mass += slot_mass;
		plan->stratum_of[slot] = plan->stratum_count - 1;
		before += slot_mass;
	}
}

static int kind_at(const struct profile *profile, int slot)
{
	return profile->regimes[profile->slots[slot].regime].kind;
}

static void strata_init(struct plan *plan, const struct profile *profile, int count, int strata)
{
	double total = profile_mass(profile, profile->horizon_s);
	int first = 0;

	/* Rounding gives a kind at most one stratum more than its share; one more at the edge. */
	plan->strata = xcalloc((size_t)(strata + 2 * profile->regime_count), sizeof(*plan->strata));
	plan->stratum_of = xcalloc((size_t)profile->slot_count + 1, sizeof(*plan->stratum_of));
	for (int s = 0; s < profile->slot_count; s++)
		plan->stratum_of[s] = -1;
	while (first < count) {
		int kind = kind_at(profile, plan->order[first]), end = first, pieces;
		double mass = 0;

		for (; end < count && kind_at(profile, plan->order[end]) == kind; end++)
			mass += profile_slot_mass(profile, plan->order[end]);
		pieces = (int)(strata * mass / total + 0.5);
		cut(plan, profile, first, end, mass, pieces > 0 ? pieces : 1);
		first = end;
	}
}

static int slot_at(const struct plan *plan, const struct profile *profile, int stratum,
		   double place, double *part)
{
	const struct stratum *s = &plan->strata[stratum];
	double target = place * s->mass, before = 0;
	int slot = plan->order[s->first];

	*part = 0;
	for (int i = 0; i < s->count && before <= target; i++) {
		double mass = profile_slot_mass(profile, plan->order[s->first + i]);

		slot = plan->order[s->first + i];
		*part = (target - before) / mass;
		before += mass;
	}
	*part = *part < 0 ? 0 : *part > 1 ? 1 : *part;
	return slot;
}

/* What waits there, `part` of the slot after its start. */
static void place_backlog(const struct profile *profile, const struct lines *lines,
			  const struct backlog *backlog, double part, struct place *place)
{
	const struct slot *at = &profile->slots[place->slot];
	const struct backlog *a = &backlog[place->slot], *b = a + 1;
	struct lines here = lines[at->regime];

	backlog_lines_at(profile, at, &here);
	for (int q = 0; q < QUEUE_COUNT; q++)
		place->backlog.queue[q] = backlog_within(&here.queue[q], at, part, a->queue[q],
							 b->queue[q]);
	for (int arch = 0; arch < ARCH_COUNT; arch++) {
		double *queue = &place->backlog.model[arch];

		if (!profile->planned[arch])
			continue;
		*queue = backlog_within(&here.model[arch], at, part, a->model[arch],
					b->model[arch]);
		place->pace[arch] = backlog_pace(profile, lines, (enum arch)arch, place->slot,
						 place->at_s, *queue);
	}
}

/* backlog NULL: nobody waits */
static void place_one(struct plan *plan, const struct profile *profile, const struct lines *lines,
		      const struct backlog *backlog, int stratum, int replicate, double where)
{
	struct place *place = &plan->places[stratum * plan->replicates + replicate];
	double part;
	int slot = slot_at(plan, profile, stratum, where, &part);
	const struct slot *at = &profile->slots[slot];

	*place = (struct place){
		.slot = slot,
		.at_s = at->start_s + part * (at[1].start_s - at->start_s),
	};
	for (int arch = 0; arch < ARCH_COUNT; arch++)
		place->pace[arch] = 1;
	if (backlog)
		place_backlog(profile, lines, backlog, part, place);
}

/* Every replicate goes its own way through the horizon, if queues outlast a slot at all. */
static void places_init(struct plan *plan, const struct profile *profile, const struct lines *lines,
			uint64_t seed, struct backlog *backlog)
{
	plan->places = xcalloc((size_t)plan->stratum_count * (size_t)plan->replicates + 1,
			       sizeof(*plan->places));
	for (int r = 0; r < plan->replicates; r++) {
		struct rng rng;
		double where;

		rng_open(&rng, seed, (uint64_t)r, 0, "window-place");
		where = rng_unit(&rng);
		if (backlog)
			backlog_walk(profile, seed, (uint64_t)r, backlog);
		for (int stratum = 0; stratum < plan->stratum_count; stratum++)
			place_one(plan, profile, lines, backlog, stratum, r, where);
	}
}

void plan_init(struct plan *plan, const struct profile *profile, const struct fidelity *fidelity,
	       uint64_t seed)
{
	struct backlog *backlog = backlog_fluid(profile);
	struct lines *lines = xcalloc((size_t)profile->regime_count, sizeof(*lines));

	for (int r = 0; r < profile->regime_count; r++)
		backlog_lines(profile, r, &lines[r]);
	*plan = (struct plan){ .replicates = fidelity->replicates };
	strata_init(plan, profile, order_init(plan, profile, lines, backlog), fidelity->strata);
	places_init(plan, profile, lines, seed, backlog);
	free(lines);
	free(backlog);
}

void plan_place_at(const struct profile *profile, uint64_t seed, double at_s, struct place *place)
{
	struct backlog *backlog = backlog_fluid(profile);
	struct lines *lines = xcalloc((size_t)profile->regime_count, sizeof(*lines));
	const struct slot *at;

	*place = (struct place){ .slot = profile_slot_at(profile, at_s), .at_s = at_s };
	at = &profile->slots[place->slot];
	for (int arch = 0; arch < ARCH_COUNT; arch++)
		place->pace[arch] = 1;
	for (int r = 0; r < profile->regime_count; r++)
		backlog_lines(profile, r, &lines[r]);
	if (backlog) {
		backlog_walk(profile, seed, 0, backlog);
		place_backlog(profile, lines, backlog,
			      (at_s - at->start_s) / (at[1].start_s - at->start_s), place);
	}
	free(lines);
	free(backlog);
}

void plan_release(struct plan *plan)
{
	free(plan->order);
	free(plan->stratum_of);
	free(plan->strata);
	free(plan->places);
	*plan = (struct plan){ 0 };
}

const struct place *plan_place(const struct plan *plan, int stratum, int replicate)
{
	return &plan->places[stratum * plan->replicates + replicate];
}
