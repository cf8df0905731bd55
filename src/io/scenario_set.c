// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "io/names.h"
#include "io/scenario_io.h"

static bool parse_flag(const char *key, const char *text, double *value, struct error *error)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "on") == 0)
		*value = 1;
	else if (strcmp(text, "false") == 0 || strcmp(text, "off") == 0)
		*value = 0;
	else
		return error_set(error, "not true or false: \"%s\"", key);
	return true;
}

static bool parse_param(enum param_id id, const char *key, const char *text, double *value,
			struct error *error)
{
	const struct param_info *info = &param_table[id];

	if (strcmp(text, "null") == 0) {
		*value = PARAM_NULL;
		return true;
	}
	switch (info->kind) {
	case PARAM_FLAG:
		return parse_flag(key, text, value, error);
	case PARAM_CHOICE:
		return choice_find(id, text, value, error);
	case PARAM_NUMBER:
	case PARAM_INTEGER:
		break;
	}
	return parse_quantity(text, info->unit, *value, value, error);
}

static bool set_param(struct scenario *scenario, enum param_id id, const char *key,
		      const char *text, struct error *error)
{
	double value = params_get(&scenario->params, id);

	if (!parse_param(id, key, text, &value, error) || !param_check(id, value, error) ||
	    !scenario_param_check(scenario, id, value, error))
		return false;
	params_set(&scenario->params, id, value);
	scenario->own[id] = true;
	return true;
}

static bool set_target(struct scenario *scenario, enum target target, const char *key,
		       const char *text, struct error *error)
{
	double value = scenario->targets[target], lo, hi;

	if (strcmp(text, "null") == 0) {
		scenario->targets[target] = PARAM_NULL;
		return true;
	}
	target_legal_range(target, &lo, &hi);
	if (!parse_quantity(text, target_unit(target), value, &value, error) ||
	    !range_check(key, value, lo, hi, error))
		return false;
	scenario->targets[target] = value;
	return true;
}

bool scenario_set_horizon(struct scenario *scenario, const char *text, struct error *error)
{
	double days = scenario->horizon_days;
	int *count = &scenario->timeline_count;

	if (!parse_quantity(text, UNIT_DAYS, days, &days, error))
		return false;
	if (!(days > 0 && days <= 3600))
		return error_set(error, "out of range, above 0 to 3600 days is legal: \"%s\"",
				 text);
	scenario->horizon_days = days;
	while (*count > 0 && scenario->timeline[*count - 1].at_days > days)
		--*count;
	return true;
}

static bool parse_trait(enum trait trait, const char *text, double *value, struct error *error)
{
	const struct trait_info *info = &trait_table[trait];

	switch (info->kind) {
	case TRAIT_FLAG:
		if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0) {
			*value = text[0] == 'y';
			return true;
		}
		return parse_flag(info->key, text, value, error);
	case TRAIT_CHOICE:
		return trait_choice_find(trait, text, value, error);
	case TRAIT_NUMBER:
	case TRAIT_WHOLE:
		break;
	}
	return parse_quantity(text, info->unit, *value, value, error) &&
	       trait_check(trait, *value, error);
}

bool scenario_set_trait(struct scenario *scenario, const char *key, const char *value,
			struct error *error)
{
	double parsed;
	char near[NAME_SIZE];
	enum trait trait;

	if (!trait_from_key(key, &trait)) {
		trait_suggest(key, near);
		if (near[0] != '\0')
			return error_set(error, "unknown trait, did you mean \"%s\": \"%s\"", near,
					 key);
		return error_set(error, "unknown trait: \"%s\"", key);
	}
	parsed = scenario->traits[trait];
	if (strcmp(value, "unknown") == 0 || strcmp(value, "null") == 0)
		parsed = PARAM_NULL;
	else if (!parse_trait(trait, value, &parsed, error))
		return false;
	scenario->traits[trait] = parsed;
	return true;
}

static bool unknown_setting(const char *key, char near[NAME_SIZE], struct error *error)
{
	char full[NAME_SIZE];
	enum target bare;

	if (strcmp(key, "traffic.trace") == 0)
		return error_set(error, "a trace is named in the file or with --set: \"%s\"", key);
	if (target_from_key(key, &bare))
		snprintf(near, NAME_SIZE, "targets.%s", key);
	name_suggest(key, "horizon_days", near);
	name_suggest(key, "traffic.trace", near);
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		snprintf(full, sizeof(full), "targets.%s", target_key((enum target)i));
		name_suggest(key, full, near);
	}
	if (near[0] != '\0')
		return error_set(error, "unknown key, did you mean \"%s\": \"%s\"", near, key);
	return error_set(error, "unknown key: \"%s\"", key);
}

bool scenario_set(struct scenario *scenario, const char *key, const char *value,
		  struct error *error)
{
	static const char targets[] = "targets.", traits[] = "traits.";
	char near[NAME_SIZE] = "";
	enum target target;
	enum param_id id;

	if (strcmp(key, "horizon_days") == 0)
		return scenario_set_horizon(scenario, value, error);
	if (strncmp(key, targets, strlen(targets)) == 0 &&
	    target_from_key(key + strlen(targets), &target))
		return set_target(scenario, target, key, value, error);
	if (strncmp(key, traits, strlen(traits)) == 0)
		return scenario_set_trait(scenario, key + strlen(traits), value, error);
	if (param_find(key, &id, near, sizeof(near)))
		return set_param(scenario, id, key, value, error);
	return unknown_setting(key, near, error);
}
