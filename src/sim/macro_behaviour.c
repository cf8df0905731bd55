// SPDX-License-Identifier: MIT
/*
 * The second clock: how answers have to be changes too, in style, policy or format. Whoever is told
 * by a prompt follows at once; a tuned model when one is deployed whose data were frozen after the
 * change. Changes are a Poisson process that has always run.
 */
#include "sim/macro_state.h"

#include <math.h>

#include "base/fmath.h"
#include "sim/arch.h"
#include "sim/renewal.h"

static double change_rate(const struct params *params)
{
	return params->knowledge.behaviour_changes_per_month / MONTH_S;
}

int macro_behaviour_before(const struct macro *m, double from_s)
{
	double rate = change_rate(m->params), at_s = 0;
	struct rng rng;
	int count = -1;

	if (rate == 0)
		return 0;
	rng_open(&rng, m->scenario->seed, m->replication, 0, "behaviour-history");
	do {
		at_s -= renewal_gap(&rng, 1) / rate;
		count++;
	} while (at_s > from_s);
	return count;
}

void macro_behaviour_start(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		enum arch arch = m->scenario->archs[i];

		/* since the data of the model that is live then were frozen */
		if (macro_tuned(m, arch))
			m->behind[arch].pending = macro_behaviour_before(
				m, m->retrain[arch].live_frozen_s);
	}
	rng_open(&m->behaviour.gaps, m->scenario->seed, m->replication, 0, "behaviour");
	m->behaviour.gap_left = renewal_gap(&m->behaviour.gaps, 1);
}

double macro_behaviour_next_s(const struct macro *m)
{
	double rate = change_rate(m->params);

	return rate > 0 ? m->behaviour.gap_from_s + m->behaviour.gap_left / rate : INFINITY;
}

void macro_behaviour_rebase(struct macro *m)
{
	m->behaviour.gap_left -= (m->now_s - m->behaviour.gap_from_s) * change_rate(m->params);
	if (m->behaviour.gap_left < 0)
		m->behaviour.gap_left = 0;
	m->behaviour.gap_from_s = m->now_s;
}

void macro_behaviour_changes(struct macro *m)
{
	for (int i = 0; i < m->scenario->arch_count; i++) {
		struct behind *behind = &m->behind[m->scenario->archs[i]];

		behind->pending += macro_tuned(m, m->scenario->archs[i]);
		behind->since_frozen += macro_tuned(m, m->scenario->archs[i]);
	}
	macro_switch_behaviour(m);
	m->behaviour.gap_from_s = m->now_s;
	m->behaviour.gap_left = renewal_gap(&m->behaviour.gaps, 1);
	macro_retrain_look(m);
}

double macro_behaviour_outdated(const struct macro *m, enum arch arch)
{
	int pending = m->behind[arch].pending;

	return pending ? 1 - fm_pow(1 - m->params->knowledge.behaviour_share_frac, pending) : 0;
}
