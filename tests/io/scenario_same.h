// SPDX-License-Identifier: MIT
/*
 * Tests: are two scenarios the same, bit for bit in every field? Padding does not count, and a null
 * is a null.
 */
#ifndef RAGTOP_TESTS_IO_SCENARIO_SAME_H
#define RAGTOP_TESTS_IO_SCENARIO_SAME_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <ragtop/scenario.h>
#include "io/price_book.h"

static inline bool same_double(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0 || (isnan(a) && isnan(b));
}

static inline bool same_entry(const struct timeline_entry *a, const struct timeline_entry *b)
{
	return same_double(a->at_days, b->at_days) && a->kind == b->kind && a->param == b->param &&
	       same_double(a->value, b->value) && a->facts == b->facts &&
	       same_double(a->query_share, b->query_share) && a->incident == b->incident &&
	       same_double(a->over_days, b->over_days) && a->from == b->from && a->to == b->to &&
	       same_double(a->migration_usd, b->migration_usd) &&
	       same_double(a->for_hours, b->for_hours) && same_double(a->times, b->times) &&
	       strcmp(a->note, b->note) == 0;
}

static inline bool same_note(const struct param_note *a, const struct param_note *b)
{
	return a->present == b->present && a->kind == b->kind && strcmp(a->date, b->date) == 0 &&
	       strcmp(a->note, b->note) == 0;
}

static inline bool same_article(const struct scenario_article *a, const struct scenario_article *b)
{
	bool same = strcmp(a->id, b->id) == 0 && strcmp(a->source, b->source) == 0 &&
		    strcmp(a->says, b->says) == 0 && strcmp(a->shows, b->shows) == 0 &&
		    a->recommend_count == b->recommend_count;

	for (int i = 0; same && i < a->recommend_count; i++)
		same = a->recommends[i] == b->recommends[i];
	return same;
}

static inline bool same_expectation(const struct expectation *a, const struct expectation *b)
{
	return strcmp(a->figure, b->figure) == 0 && same_double(a->lo, b->lo) &&
	       same_double(a->hi, b->hi);
}

static inline bool same_expected_arch(const struct expected_arch *a, const struct expected_arch *b)
{
	return a->present == b->present && a->nobody == b->nobody && a->arch == b->arch;
}

static inline bool same_lists(const struct scenario *a, const struct scenario *b)
{
	bool same = true;

	for (int i = 0; i < a->arch_count; i++)
		same = same && a->archs[i] == b->archs[i];
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		same = same && same_note(&a->notes[i], &b->notes[i]) &&
		       scenario_is_own(a, (enum param_id)i) ==
			       scenario_is_own(b, (enum param_id)i) &&
		       same_double(params_get(&a->params, (enum param_id)i),
				   params_get(&b->params, (enum param_id)i));
	for (int i = 0; i < a->timeline_count; i++)
		same = same && same_entry(&a->timeline[i], &b->timeline[i]);
	for (int i = 0; i < TARGET_COUNT; i++)
		same = same && same_double(a->targets[i], b->targets[i]);
	for (int i = 0; i < TRAIT_COUNT; i++)
		same = same && same_double(a->traits[i], b->traits[i]);
	for (int i = 0; i < a->expect_count; i++)
		same = same && same_expectation(&a->expect[i], &b->expect[i]);
	return same;
}

static inline bool scenario_same(const struct scenario *a, const struct scenario *b)
{
	return strcmp(a->schema, b->schema) == 0 && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->summary, b->summary) == 0 && same_article(&a->article, &b->article) &&
	       a->seed == b->seed && same_double(a->horizon_days, b->horizon_days) &&
	       a->fidelity == b->fidelity && a->arch_count == b->arch_count &&
	       a->timeline_count == b->timeline_count && a->expect_count == b->expect_count &&
	       strcmp(a->expect_digest, b->expect_digest) == 0 &&
	       same_expected_arch(&a->expect_best, &b->expect_best) &&
	       same_expected_arch(&a->expect_cheapest, &b->expect_cheapest) &&
	       strcmp(a->price_book, b->price_book) == 0 &&
	       strcmp(a->trace_path, b->trace_path) == 0 && a->trace == b->trace &&
	       a->tour == b->tour && same_lists(a, b);
}

#endif
