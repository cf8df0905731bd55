// SPDX-License-Identifier: MIT
#include "io/tour.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"

/* Tours are small and few, and scenarios that borrow them are copied everywhere. */
static struct kept {
	struct tour tour;
	struct kept *next;
} * kept;

static void forget_all(void)
{
	while (kept) {
		struct kept *next = kept->next;

		free(kept);
		kept = next;
	}
}

/* Readers clear a tour before they fill it, so equal ones have equal bytes. */
const struct tour *tour_keep(const struct tour *tour)
{
	struct kept *entry;

	for (entry = kept; entry; entry = entry->next)
		if (memcmp(&entry->tour, tour, sizeof(*tour)) == 0)
			return &entry->tour;
	if (!kept)
		atexit(forget_all);
	entry = xmalloc(sizeof(*entry));
	memcpy(&entry->tour, tour, sizeof(*tour));
	entry->next = kept;
	kept = entry;
	return &entry->tour;
}

int tour_step_apply(const struct tour *tour, int step, struct scenario *scenario)
{
	const struct tour_step *at = &tour->steps[step];
	int changes = at->has_book ? 1 : 0;

	if (at->has_book)
		scenario_price_book(scenario, at->price_book);
	for (int i = 0; i < tour->set_count; i++) {
		const struct tour_set *set = &tour->sets[i];

		if (set->step != step || scenario_replays(scenario, set->param))
			continue;
		params_set(&scenario->params, set->param, set->value);
		scenario->own[set->param] = true;
		changes++;
	}
	for (int i = 0; i < tour->entry_count; i++) {
		if (tour->entries[i].step != step ||
		    tour->entries[i].entry.at_days > scenario->horizon_days)
			continue;
		scenario_timeline_add(scenario, &tour->entries[i].entry);
		changes++;
	}
	return changes;
}

void tour_scenario(const struct scenario *file, int step, struct scenario *out)
{
	int changes = 0;

	*out = *file;
	out->tour = NULL;
	for (int i = 0; i <= step; i++)
		changes += tour_step_apply(file->tour, i, out);
	if (changes == 0)
		return;
	out->expect_digest[0] = '\0';
	out->expect_best.present = false;
	out->expect_cheapest.present = false;
	out->expect_count = 0;
}

/* ---- rules ---- */

static bool figure_check(const char *name, const struct scenario *scenario, struct error *error)
{
	struct tour_sum sum;

	return name[0] == '\0' || (tour_sum_parse(name, strlen(name), &sum, error) &&
				   tour_sum_check(&sum, scenario, error));
}

/* Nobody is spoken of who is not compared. */
static bool names_check(const struct tour_step *step, const struct scenario *scenario,
			struct error *error)
{
	const char *texts[] = { step->title, step->ask, step->say, step->try, step->notes };
	bool ok = figure_check(step->answer, scenario, error);

	for (size_t i = 0; ok && i < sizeof(texts) / sizeof(texts[0]); i++)
		ok = tour_text_check(texts[i], scenario, error);
	for (int i = 0; ok && i < step->big_count; i++)
		ok = figure_check(step->big[i].figure, scenario, error) &&
		     tour_text_check(step->big[i].label, scenario, error);
	if (!ok || !step->has_arch || scenario_compares(scenario, step->arch))
		return ok;
	return error_set(error, "not among the architectures: \"%s\"", arch_key(step->arch));
}

static bool changes_check(const struct tour *tour, int step, struct scenario *scenario,
			  struct error *error)
{
	bool ok = true;

	if (tour->steps[step].has_book)
		scenario_price_book(scenario, tour->steps[step].price_book);
	for (int i = 0; i < tour->set_count; i++) {
		const struct tour_set *set = &tour->sets[i];

		if (set->step == step && !scenario_replays(scenario, set->param))
			params_set(&scenario->params, set->param, set->value);
	}
	for (int i = 0; ok && i < tour->entry_count; i++)
		ok = tour->entries[i].step != step ||
		     entry_add(scenario, &tour->entries[i].entry, error);
	return ok;
}

bool tour_step_check(const struct tour *tour, int step, struct scenario *scenario,
		     struct error *error)
{
	struct error why;

	return (names_check(&tour->steps[step], scenario, &why) &&
		changes_check(tour, step, scenario, &why)) ||
	       error_set(error, "step %d of the tour: %.200s", step + 1, why.message);
}
