// SPDX-License-Identifier: MIT
/* How old the knowledge is that answers are made from: integrals of age x queries. */
#include "sim/macro_state.h"

#include <math.h>

#include "sim/arch.h"

/* Most intervals asked for begin and end with the time that goes on. */
static double mass_at(const struct macro *m, double t_s)
{
	return t_s == m->from.t_s ? m->from.mass
	       : t_s == m->to.t_s ? m->to.mass
				  : profile_mass(m->profile, t_s);
}

static double moment_at(const struct macro *m, double t_s)
{
	return t_s == m->from.t_s ? m->from.moment
	       : t_s == m->to.t_s ? m->to.moment
				  : profile_moment(m->profile, t_s);
}

static double mass_between(const struct macro *m, double a, double b)
{
	return mass_at(m, b) - mass_at(m, a);
}

/* Over [a, b], of knowledge that is as of from_s. */
static double age_since(const struct macro *m, double from_s, double a, double b)
{
	return moment_at(m, b) - moment_at(m, a) - from_s * mass_between(m, a, b);
}

/* The integral of x mod period from 0 to t. */
static double sawtooth(double t_s, double period_s)
{
	double teeth = floor(t_s / period_s), rest_s = t_s - teeth * period_s;

	return (teeth * period_s * period_s + rest_s * rest_s) / 2;
}

/* Of an index whose batches, every period_s, are found lag_s later: its age goes from lag to lag +
 * period and back. Slot by slot, as the rate of queries is the same all over one. */
static double age_of_batches(const struct macro *m, double period_s, double lag_s, double a,
			     double b)
{
	const struct profile *profile = m->profile;
	double sum = lag_s * mass_between(m, a, b);

	for (int s = profile_slot_at(profile, a); s < profile->slot_count; s++) {
		const struct slot *slot = &profile->slots[s];
		double from_s = slot->start_s > a ? slot->start_s : a;
		double to_s = slot[1].start_s < b ? slot[1].start_s : b;

		if (from_s >= to_s)
			break;
		sum += slot->rate_rps *
		       (sawtooth(to_s - lag_s, period_s) - sawtooth(from_s - lag_s, period_s));
	}
	return sum;
}

double macro_index_age(const struct macro *m, enum arch arch, double a, double b)
{
	const struct update *oldest = macro_oldest_unseen(m, arch);
	bool index = macro_facts(m, arch) == FACTS_INDEX;
	double lag_s = macro_lag_s(m->params, macro_serves(m, arch)), behind_s = INFINITY, from_s,
	       age;
	double period_s = index ? ingest_period_s(m->params) : 0;

	if (oldest)
		behind_s = lag_s + (index ? ingest_taken_s(m->params, oldest->at_s) : oldest->at_s);
	from_s = behind_s < a ? a : behind_s > b ? b : behind_s;
	age = period_s > 0 ? age_of_batches(m, period_s, lag_s, a, from_s)
			   : lag_s * mass_between(m, a, from_s);
	return age + (from_s < b ? age_since(m, oldest->at_s, from_s, b) : 0);
}

double macro_model_age(const struct macro *m, enum arch arch, double a, double b)
{
	return age_since(m, m->retrain[arch].live_frozen_s, a, b);
}
