// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/names.h"

void name_suggest(const char *name, const char *candidate, char best[NAME_SIZE])
{
	size_t length = strlen(name);
	int limit = 1 + (int)(length > 60 ? 60 : length) / 4;
	int distance = text_distance(name, candidate);

	if (distance > limit || (best[0] != '\0' && distance >= text_distance(name, best)))
		return;
	snprintf(best, NAME_SIZE, "%s", candidate);
}

bool name_choose(const char *const *choices, const char *name, double *value, struct error *error)
{
	char known[160] = "";

	for (int i = 0; choices[i]; i++) {
		size_t used = strlen(known);

		if (strcmp(choices[i], name) == 0) {
			*value = i;
			return true;
		}
		snprintf(known + used, sizeof(known) - used, "%s%s", used > 0 ? ", " : "",
			 choices[i]);
	}
	return error_set(error, "not one of %s: \"%s\"", known, name);
}

bool choice_find(enum param_id id, const char *name, double *value, struct error *error)
{
	return name_choose(param_table[id].choices, name, value, error);
}

bool trait_choice_find(enum trait trait, const char *name, double *value, struct error *error)
{
	return name_choose(trait_table[trait].choices, name, value, error);
}

bool range_check(const char *name, double value, double lo, double hi, struct error *error)
{
	if (value >= lo && value <= hi)
		return true;
	return error_set(error, "out of range, %.10g to %.10g is legal: \"%s\"", lo, hi, name);
}

bool param_check(enum param_id id, double value, struct error *error)
{
	char name[NAME_SIZE];

	if (param_legal(id, value))
		return true;
	param_full_name(id, name, sizeof(name));
	if (isnan(value))
		return error_set(error, "may not be null: \"%s\"", name);
	if (!range_check(name, value, param_table[id].min, param_table[id].max, error))
		return false;
	return error_set(error, "not a whole number: \"%s\"", name);
}

void trait_suggest(const char *key, char near[NAME_SIZE])
{
	near[0] = '\0';
	for (unsigned int i = 0; i < TRAIT_COUNT; i++)
		name_suggest(key, trait_table[i].key, near);
}

bool trait_check(enum trait trait, double value, struct error *error)
{
	const struct trait_info *info = &trait_table[trait];

	if (trait_legal(trait, value))
		return true;
	if (!range_check(info->key, value, info->min, info->max, error))
		return false;
	return error_set(error, "not a whole number: \"%s\"", info->key);
}
