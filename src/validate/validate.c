// SPDX-License-Identifier: MIT
#include "validate/validate.h"

#include <math.h> /* fabs and constants */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "validate/checks.h"
#include "validate/words.h"

enum { NAME_SIZE = 128 };

/* A finding that allows for more than this share of theory would find nothing. */
static const double ALLOWED_MOST_REL = 0.1;

static const struct check *const tables[] = { station_checks, run_checks,     clock_checks,
					      cache_checks,   batch_checks,   cost_checks,
					      limit_checks,   interval_checks };
enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

const char *validity_name(enum validity validity)
{
	switch (validity) {
	case VALIDITY_HOLDS:
		return "holds";
	case VALIDITY_DECLARED:
		return "declared limit";
	case VALIDITY_FAILS:
		break;
	}
	return "FAILS";
}

static bool is_wanted(const struct check *check, int figure, const char *words)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof(name), "%s %s: %s", check->group, check->name,
		 check->figures[figure]);
	return words_match(words, name);
}

static int figure_count_of(const struct check *check)
{
	int count = 0;

	while (count < FIGURES_MAX && check->figures[count])
		count++;
	return count;
}

static enum validity judge(const struct check *check, struct finding *finding)
{
	double off = fabs(finding->found - finding->theory), size = fabs(finding->theory);

	if (off <= finding->allowed)
		return finding->allowed <= ALLOWED_MOST_REL * size ? VALIDITY_HOLDS
								   : VALIDITY_FAILS;
	if (check->declared_rel > 0)
		finding->allowed = check->declared_rel * size;
	/* a figure that does not exist is none that holds */
	return off <= finding->allowed ? VALIDITY_DECLARED : VALIDITY_FAILS;
}

static void find(const struct check *check, int figure, const struct claim *claim,
		 struct finding *finding)
{
	*finding = (struct finding){
		.group = check->group,
		.name = check->name,
		.figure = check->figures[figure],
		.theory = claim->theory,
		.found = claim->found,
		.half = claim->half,
		.allowed = claim->allowed,
		.reason = check->reason,
	};
	finding->validity = judge(check, finding);
}

/* ---- units ---- */

struct validation_unit {
	const struct check *check;
	struct finding findings[FIGURES_MAX];
};

struct validation {
	struct validate_options options;
	struct validation_unit *units;
	int count;
};

static bool any_wanted(const struct check *check, const char *words)
{
	for (int i = 0; i < figure_count_of(check); i++)
		if (is_wanted(check, i, words))
			return true;
	return false;
}

struct validation *validation_new(const struct validate_options *options)
{
	struct validation *validation = xcalloc(1, sizeof(*validation));

	validation->options = *options;
	for (int t = 0; t < (options->intervals ? TABLES : TABLES - 1); t++)
		for (const struct check *check = tables[t]; check->group; check++) {
			if (!any_wanted(check, options->only))
				continue;
			validation->units = xrealloc_array(validation->units,
							   (size_t)validation->count + 1,
							   sizeof(*validation->units));
			validation->units[validation->count++] = (struct validation_unit){
				.check = check
			};
		}
	return validation;
}

int validation_unit_count(const struct validation *validation)
{
	return validation->count;
}

void validation_unit_run(struct validation *validation, int number)
{
	struct claims claims = { .theory_factor = validation->options.theory_factor };
	struct validation_unit *unit = &validation->units[number];

	/* what a check fails to claim does not hold */
	for (int i = 0; i < FIGURES_MAX; i++)
		claims.of[i] = (struct claim){ (double)NAN, (double)NAN, (double)NAN, 0 };
	unit->check->measure(unit->check->setting, &claims);
	for (int i = 0; i < figure_count_of(unit->check); i++)
		find(unit->check, i, &claims.of[i], &unit->findings[i]);
}

void validation_finish(struct validation *validation, struct findings *findings)
{
	*findings = (struct findings){ 0 };
	findings->of = xcalloc((size_t)validation->count * FIGURES_MAX, sizeof(*findings->of));
	for (int u = 0; u < validation->count; u++) {
		const struct validation_unit *unit = &validation->units[u];

		for (int i = 0; i < figure_count_of(unit->check); i++) {
			if (!is_wanted(unit->check, i, validation->options.only))
				continue;
			findings->of[findings->count++] = unit->findings[i];
			findings->tally[unit->findings[i].validity]++;
		}
	}
	free(validation->units);
	free(validation);
}

void validate(const struct validate_options *options, struct findings *findings)
{
	struct validation *validation = validation_new(options);

	for (int i = 0; i < validation_unit_count(validation); i++)
		validation_unit_run(validation, i);
	validation_finish(validation, findings);
}

void findings_release(struct findings *findings)
{
	free(findings->of);
	*findings = (struct findings){ 0 };
}
