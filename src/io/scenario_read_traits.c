// SPDX-License-Identifier: MIT
/* What the frameworks ask about a project. */
#include <string.h>

#include "io/names.h"
#include "io/scenario_reader.h"

static bool read_flag(struct reader *reader, struct json_value value, double *out)
{
	if (!cJSON_IsBool(value.item))
		return json_error(value, reader->error, "not true or false: \"%s\"",
				  value.item->string);
	*out = cJSON_IsTrue(value.item) ? 1 : 0;
	return true;
}

static bool read_choice(struct reader *reader, struct json_value value, enum trait trait,
			double *out)
{
	struct error error;

	if (!cJSON_IsString(value.item))
		return json_error(value, reader->error, "not a string: \"%s\"", value.item->string);
	return trait_choice_find(trait, value.item->valuestring, out, &error) ||
	       json_error(value, reader->error, "%s", error.message);
}

static bool read_quantity(struct reader *reader, struct json_value value, enum trait trait,
			  double *out)
{
	const struct trait_info *info = &trait_table[trait];
	struct error error;

	if (!read_number(reader, value, info->min, info->max, out))
		return false;
	return trait_check(trait, *out, &error) ||
	       json_error(value, reader->error, "%s", error.message);
}

static bool read_trait(struct reader *reader, struct json_value value, enum trait trait)
{
	double *out = &reader->scenario->traits[trait];

	switch (trait_table[trait].kind) {
	case TRAIT_FLAG:
		return read_flag(reader, value, out);
	case TRAIT_CHOICE:
		return read_choice(reader, value, trait, out);
	case TRAIT_NUMBER:
	case TRAIT_WHOLE:
		break;
	}
	return read_quantity(reader, value, trait, out);
}

bool read_traits(struct reader *reader, struct json_value value)
{
	struct json_value member;
	char near[NAME_SIZE];
	enum trait trait;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (!trait_from_key(member.item->string, &trait)) {
			trait_suggest(member.item->string, near);
			return unknown_key(reader, member, member.item->string, near);
		}
		if (!read_trait(reader, member, trait))
			return false;
	}
	return true;
}
