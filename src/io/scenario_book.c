// SPDX-License-Identifier: MIT
/* Which book a scenario's prices are from, and which are its own. Declared in price_book.h. */
#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "io/price_book.h"

static const struct quote *quote_of(const struct scenario *scenario, enum param_id param)
{
	return scenario->price_book[0] == '\0'
		       ? NULL
		       : price_book_quote(price_book_find(scenario->price_book), param);
}

static bool same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

double scenario_base_value(const struct scenario *scenario, enum param_id param)
{
	const struct quote *quote = quote_of(scenario, param);

	return quote ? quote->value : param_table[param].def;
}

bool scenario_is_own(const struct scenario *scenario, enum param_id param)
{
	return scenario->own[param] ||
	       !same(params_get(&scenario->params, param), scenario_base_value(scenario, param));
}

bool scenario_from_book(const struct scenario *scenario, enum param_id param)
{
	return quote_of(scenario, param) && !scenario_is_own(scenario, param);
}

const struct param_note *scenario_source(const struct scenario *scenario, enum param_id param)
{
	if (scenario_from_book(scenario, param))
		return &quote_of(scenario, param)->note;
	return scenario->notes[param].present && same(scenario->notes[param].value,
						      params_get(&scenario->params, param))
		       ? &scenario->notes[param]
		       : NULL;
}

bool scenario_is_assumed(const struct scenario *scenario, enum param_id param)
{
	const struct param_note *source = scenario_source(scenario, param);

	if (source)
		return source->kind == PROVENANCE_ASSUMED;
	return !scenario_is_own(scenario, param) &&
	       param_table[param].provenance == PROVENANCE_ASSUMED;
}

void scenario_price_book(struct scenario *scenario, const char *id)
{
	bool own[PARAM_COUNT];

	assert(id[0] == '\0' || price_book_find(id));
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		own[i] = scenario_is_own(scenario, (enum param_id)i);
	snprintf(scenario->price_book, sizeof(scenario->price_book), "%s",
		 id[0] == '\0' ? "" : price_book_find(id)->id);
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id param = (enum param_id)i;

		if (!own[i])
			params_set(&scenario->params, param, scenario_base_value(scenario, param));
		else if (!scenario_is_own(scenario, param))
			scenario->own[i] = true; /* by chance the book says the same */
	}
}
