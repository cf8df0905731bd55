// SPDX-License-Identifier: MIT
/* What only plots need of money and of changes on their way. */
#include "sim/account.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sim/band.h"

/* Money spent by the end of every bucket, in one replication. */
static void replication_path(const struct account *account, int r, double usd[RESULT_BUCKETS])
{
	const struct macro_arch *macro = &account->sim->macro[r][account->arch];

	memcpy(usd, macro->bucket_usd, RESULT_BUCKETS * sizeof(usd[0]));
	for (int i = 0; i < macro_stretch_count(&account->sim->profile); i++) {
		const struct stretch_sum *stretch = &account->stretches[i];
		double weights[STATE_COUNT];
		struct damage damage;

		macro_states(macro, i, weights);
		damage = account_damage(stretch, weights);
		usd[stretch->bucket] += stretch->query_usd + damage.stale_usd + damage.wrong_usd;
	}
	for (int b = 1; b < RESULT_BUCKETS; b++)
		usd[b] += usd[b - 1];
}

/* The band of the runs around this seed's. */
static void cost_band(const struct account *account, struct arch_pictures *out)
{
	int reps = account->sim->macro_reps;
	double(*path)[RESULT_BUCKETS] = xcalloc((size_t)reps, sizeof(*path));

	for (int r = 0; r < reps; r++)
		replication_path(account, r, path[r]);
	band_quantile(path, reps, 0.1, out->usd_p10);
	band_quantile(path, reps, 0.9, out->usd_p90);
	free(path);
}

void account_ledger(struct account *account, int bucket, const double usd[LEDGER_COUNT],
		    double queries)
{
	for (int c = 0; c < LEDGER_COUNT; c++)
		account->out->pictures.ledger_usd[c][bucket] += (float)(queries * usd[c]);
}

/* To what the queries cost comes what the slow clock charged, and the damage. */
static void ledger_series(const struct account *account, struct arch_pictures *out)
{
	const struct sim *sim = account->sim;
	const double(*charged)[LEDGER_COUNT] =
		(const double(*)[LEDGER_COUNT])sim->series[account->arch].ledger_usd;

	for (int c = 0; c < LEDGER_COUNT; c++)
		for (int b = 0; b < RESULT_BUCKETS; b++)
			out->ledger_usd[c][b] += (float)charged[b][c];
	for (int i = 0; i < macro_stretch_count(&sim->profile); i++) {
		const struct stretch_sum *stretch = &account->stretches[i];
		double weights[STATE_COUNT];
		struct damage damage;

		macro_states(&sim->macro[0][account->arch], i, weights);
		damage = account_damage(stretch, weights);
		out->ledger_usd[LEDGER_STALE_ANSWERS][stretch->bucket] += (float)damage.stale_usd;
		out->ledger_usd[LEDGER_WRONG_ANSWERS][stretch->bucket] += (float)damage.wrong_usd;
	}
}

void account_pictures(const struct account *account, struct arch_pictures *out)
{
	const struct macro_series *series = &account->sim->series[account->arch];

	for (int b = 0; b < RESULT_BUCKETS; b++)
		out->visible_s[b] = series->visible_s[b] > 0 ? series->visible_s[b] : NAN;
	out->span_count = series->span_count;
	memcpy(out->spans, series->spans, (size_t)series->span_count * sizeof(out->spans[0]));
	ledger_series(account, out);
	if (account->sim->scenario.fidelity != FIDELITY_MAP)
		cost_band(account, out);
}
