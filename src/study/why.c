// SPDX-License-Identifier: MIT
#include "study/why.h"

#include <math.h>
#include <stdio.h>

#include "base/format.h"
#include "base/stats.h"

/* The cheapest but for `not`; of those that meet the targets, or of all. */
static bool cheapest_but(const struct scenario *scenario, const struct result *result, int not,
			 bool meets, enum arch *found)
{
	bool any = false;

	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];

		if ((int)arch == not || (meets && !result->verdict.meets[arch]))
			continue;
		if (!any || result->arch[arch].all_in_usd < result->arch[*found].all_in_usd)
			*found = arch;
		any = true;
	}
	return any;
}

bool why_pair(const struct scenario *scenario, const struct result *result, enum arch *a,
	      enum arch *b)
{
	*a = result->verdict.best;
	return cheapest_but(scenario, result, (int)*a, !result->verdict.none_meets, b) ||
	       cheapest_but(scenario, result, (int)*a, false, b);
}

/* A month of a category; what is paid once is spread. */
static double monthly(const struct scenario *scenario, const struct result *result, enum arch arch,
		      int category)
{
	if (ledger_once((enum ledger)category))
		return result->arch[arch].ledger_usd[category] /
		       scenario->params.money.amortise_months;
	return result->arch[arch].ledger_usd[category] * MONTH_S / result->horizon_s;
}

static double per_query(const struct arch_result *arch)
{
	struct ksum sum = { 0 };

	for (int c = 0; c < LEDGER_COUNT; c++)
		ksum_add(&sum, arch->query_usd[c]);
	return ksum_value(&sum) / arch->queries;
}

void why_find(const struct scenario *scenario, const struct result *result, enum arch a,
	      enum arch b, struct why *why)
{
	const struct arch_result *of_a = &result->arch[a], *of_b = &result->arch[b];
	double month_queries = of_a->queries * MONTH_S / result->horizon_s;
	double query_a = per_query(of_a), query_b = per_query(of_b);

	*why = (struct why){ .a = a, .b = b };
	for (int c = 0; c < LEDGER_COUNT; c++) {
		struct why_row row = { (enum ledger)c, monthly(scenario, result, a, c),
				       monthly(scenario, result, b, c) };

		if (row.a_usd != 0 || row.b_usd != 0)
			why->row[why->count++] = row;
	}
	why->a_usd = of_a->all_in_usd;
	why->b_usd = of_b->all_in_usd;
	why->saving_usd = query_a - query_b;
	why->fixed_usd = why->b_usd - why->a_usd + why->saving_usd * month_queries;
	why->volume_qpm = why->fixed_usd / why->saving_usd;
	if (!(why->volume_qpm > 0) || isinf(why->volume_qpm))
		why->volume_qpm = NAN;
}

void why_words(const struct why *why, const char *b, char *text, size_t size)
{
	char saving[FORMAT_SIZE], fixed[FORMAT_SIZE];
	bool saves = why->saving_usd > 0, dearer = why->fixed_usd > 0;

	format_value(saving, sizeof(saving), 1000 * fabs(why->saving_usd), UNIT_USD);
	format_money(fixed, sizeof(fixed), fabs(why->fixed_usd));
	snprintf(text, size, "%s %s %s on 1,000 queries %s costs %s %s a month", b,
		 saves ? "saves" : "adds", saving, saves == dearer ? "and" : "and also", fixed,
		 dearer ? "more" : "less");
}
