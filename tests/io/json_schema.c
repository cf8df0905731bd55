// SPDX-License-Identifier: MIT
#include "io/json_schema.h"

#include <check.h>
#include <math.h>
#include <regex.h>
#include <string.h>

struct place {
	const cJSON *document, *schema, *value;
};

static bool accepts(const cJSON *document, const cJSON *schema, const cJSON *value,
		    const char **keyword);

static bool is_valid(const struct place *place, const cJSON *schema, const cJSON *value)
{
	return accepts(place->document, schema, value, NULL);
}

static bool has_type(const cJSON *value, const char *type)
{
	if (strcmp(type, "object") == 0)
		return cJSON_IsObject(value);
	if (strcmp(type, "array") == 0)
		return cJSON_IsArray(value);
	if (strcmp(type, "string") == 0)
		return cJSON_IsString(value);
	if (strcmp(type, "boolean") == 0)
		return cJSON_IsBool(value);
	if (strcmp(type, "null") == 0)
		return cJSON_IsNull(value);
	if (strcmp(type, "integer") == 0)
		return cJSON_IsNumber(value) && floor(value->valuedouble) == value->valuedouble;
	ck_assert_str_eq(type, "number");
	return cJSON_IsNumber(value);
}

static bool check_type(const struct place *place, const cJSON *argument)
{
	const cJSON *type;

	if (cJSON_IsString(argument))
		return has_type(place->value, argument->valuestring);
	cJSON_ArrayForEach(type, argument)
	{
		if (has_type(place->value, type->valuestring))
			return true;
	}
	return false;
}

static bool check_const(const struct place *place, const cJSON *argument)
{
	return cJSON_Compare(place->value, argument, true);
}

static bool check_enum(const struct place *place, const cJSON *argument)
{
	const cJSON *choice;

	cJSON_ArrayForEach(choice, argument)
	{
		if (cJSON_Compare(place->value, choice, true))
			return true;
	}
	return false;
}

static bool check_minimum(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsNumber(place->value) || place->value->valuedouble >= argument->valuedouble;
}

static bool check_maximum(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsNumber(place->value) || place->value->valuedouble <= argument->valuedouble;
}

static bool check_above(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsNumber(place->value) || place->value->valuedouble > argument->valuedouble;
}

/* In code points. */
static int length_of(const char *text)
{
	int length = 0;

	for (; *text != '\0'; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return length;
}

static bool check_min_length(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsString(place->value) ||
	       length_of(place->value->valuestring) >= argument->valueint;
}

static bool check_max_length(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsString(place->value) ||
	       length_of(place->value->valuestring) <= argument->valueint;
}

static bool fits(const char *text, const char *pattern)
{
	regex_t regex;
	bool match;

	ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	match = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return match;
}

static bool check_pattern(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsString(place->value) ||
	       fits(place->value->valuestring, argument->valuestring);
}

static bool check_required(const struct place *place, const cJSON *argument)
{
	const cJSON *key;

	if (!cJSON_IsObject(place->value))
		return true;
	cJSON_ArrayForEach(key, argument)
	{
		if (!cJSON_GetObjectItemCaseSensitive(place->value, key->valuestring))
			return false;
	}
	return true;
}

static bool check_dependent(const struct place *place, const cJSON *argument)
{
	const cJSON *key;

	cJSON_ArrayForEach(key, argument)
	{
		if (cJSON_GetObjectItemCaseSensitive(place->value, key->string) &&
		    !check_required(place, key))
			return false;
	}
	return true;
}

static bool check_min_properties(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsObject(place->value) ||
	       cJSON_GetArraySize(place->value) >= argument->valueint;
}

static bool check_properties(const struct place *place, const cJSON *argument)
{
	const cJSON *member, *schema;

	if (!cJSON_IsObject(place->value))
		return true;
	cJSON_ArrayForEach(member, place->value)
	{
		schema = cJSON_GetObjectItemCaseSensitive(argument, member->string);
		if (schema && !is_valid(place, schema, member))
			return false;
	}
	return true;
}

static bool check_pattern_properties(const struct place *place, const cJSON *argument)
{
	const cJSON *member, *schema;

	if (!cJSON_IsObject(place->value))
		return true;
	cJSON_ArrayForEach(member, place->value)
	{
		cJSON_ArrayForEach(schema, argument)
		{
			if (fits(member->string, schema->string) &&
			    !is_valid(place, schema, member))
				return false;
		}
	}
	return true;
}

static bool is_named(const struct place *place, const char *key)
{
	const cJSON *properties = cJSON_GetObjectItemCaseSensitive(place->schema, "properties");
	const cJSON *patterns = cJSON_GetObjectItemCaseSensitive(place->schema,
								 "patternProperties");
	const cJSON *pattern;

	if (cJSON_GetObjectItemCaseSensitive(properties, key))
		return true;
	cJSON_ArrayForEach(pattern, patterns)
	{
		if (fits(key, pattern->string))
			return true;
	}
	return false;
}

static bool check_additional(const struct place *place, const cJSON *argument)
{
	const cJSON *member;

	if (!cJSON_IsObject(place->value))
		return true;
	cJSON_ArrayForEach(member, place->value)
	{
		if (!is_named(place, member->string) && !is_valid(place, argument, member))
			return false;
	}
	return true;
}

static bool check_items(const struct place *place, const cJSON *argument)
{
	const cJSON *element;

	if (!cJSON_IsArray(place->value))
		return true;
	cJSON_ArrayForEach(element, place->value)
	{
		if (!is_valid(place, argument, element))
			return false;
	}
	return true;
}

static bool check_min_items(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsArray(place->value) ||
	       cJSON_GetArraySize(place->value) >= argument->valueint;
}

static bool check_max_items(const struct place *place, const cJSON *argument)
{
	return !cJSON_IsArray(place->value) ||
	       cJSON_GetArraySize(place->value) <= argument->valueint;
}

static bool check_unique(const struct place *place, const cJSON *argument)
{
	ck_assert(cJSON_IsTrue(argument));
	if (!cJSON_IsArray(place->value))
		return true;
	for (const cJSON *a = place->value->child; a; a = a->next) {
		for (const cJSON *b = a->next; b; b = b->next) {
			if (cJSON_Compare(a, b, true))
				return false;
		}
	}
	return true;
}

static bool check_any(const struct place *place, const cJSON *argument)
{
	const cJSON *schema;

	cJSON_ArrayForEach(schema, argument)
	{
		if (is_valid(place, schema, place->value))
			return true;
	}
	return false;
}

static bool check_all(const struct place *place, const cJSON *argument)
{
	const cJSON *schema;

	cJSON_ArrayForEach(schema, argument)
	{
		if (!is_valid(place, schema, place->value))
			return false;
	}
	return true;
}

static bool check_if(const struct place *place, const cJSON *argument)
{
	const cJSON *schema = cJSON_GetObjectItemCaseSensitive(
		place->schema, is_valid(place, argument, place->value) ? "then" : "else");

	return !schema || is_valid(place, schema, place->value);
}

static bool check_ref(const struct place *place, const cJSON *argument)
{
	static const char lead[] = "#/$defs/";
	const char *name = argument->valuestring + strlen(lead);
	const cJSON *defs = cJSON_GetObjectItemCaseSensitive(place->document, "$defs"), *def;

	ck_assert(strncmp(argument->valuestring, lead, strlen(lead)) == 0);
	def = cJSON_GetObjectItemCaseSensitive(defs, name);
	ck_assert_msg(def != NULL, "no %s", argument->valuestring);
	return is_valid(place, def, place->value);
}

/* Says something, asks for nothing; or is looked at by another keyword. */
static bool check_nothing(const struct place *place, const cJSON *argument)
{
	(void)place, (void)argument;
	return true;
}

static const struct {
	const char *name;
	bool (*check)(const struct place *place, const cJSON *argument);
} keywords[] = {
	{ "type", check_type },
	{ "const", check_const },
	{ "enum", check_enum },
	{ "minimum", check_minimum },
	{ "maximum", check_maximum },
	{ "exclusiveMinimum", check_above },
	{ "minLength", check_min_length },
	{ "maxLength", check_max_length },
	{ "pattern", check_pattern },
	{ "required", check_required },
	{ "dependentRequired", check_dependent },
	{ "minProperties", check_min_properties },
	{ "properties", check_properties },
	{ "patternProperties", check_pattern_properties },
	{ "additionalProperties", check_additional },
	{ "items", check_items },
	{ "minItems", check_min_items },
	{ "maxItems", check_max_items },
	{ "uniqueItems", check_unique },
	{ "anyOf", check_any },
	{ "allOf", check_all },
	{ "if", check_if },
	{ "$ref", check_ref },
	{ "then", check_nothing },
	{ "else", check_nothing },
	{ "$schema", check_nothing },
	{ "$defs", check_nothing },
	{ "title", check_nothing },
	{ "description", check_nothing },
	{ "default", check_nothing },
};

static bool check_keyword(const struct place *place, const cJSON *argument)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		if (strcmp(keywords[i].name, argument->string) == 0)
			return keywords[i].check(place, argument);
	}
	ck_abort_msg("keyword not known: %s", argument->string);
	return false;
}

static bool accepts(const cJSON *document, const cJSON *schema, const cJSON *value,
		    const char **keyword)
{
	struct place place = { document, schema, value };
	const cJSON *argument;

	if (cJSON_IsBool(schema))
		return cJSON_IsTrue(schema);
	ck_assert(cJSON_IsObject(schema));
	cJSON_ArrayForEach(argument, schema)
	{
		if (!check_keyword(&place, argument)) {
			if (keyword)
				*keyword = argument->string;
			return false;
		}
	}
	return true;
}

bool json_schema_accepts(const cJSON *document, const cJSON *value, const char **keyword)
{
	return accepts(document, document, value, keyword);
}
