// SPDX-License-Identifier: MIT
/*
 * Older scenario files. Steps act on the tree of the document before anything of it is read, so
 * that the reader knows one form only; places in errors stay those of the file's text.
 *
 * Whoever renames, drops or reinterprets something raises SCENARIO_FORMAT and adds a step from the
 * format before. Whoever adds a parameter whose default has an effect adds it to `newer`: a saved
 * file without it was saved before there was such a thing. Files written by hand name what they
 * care about and follow the defaults of today, so no step touches those.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json_doc.h"
#include "io/scenario_reader.h"

enum { SCENARIO_FORMAT = 1 };

/* Parameters that came later, with the value at which they do nothing. */
static const struct {
	const char *group, *name;
	double nothing;
} newer[] = {
	{ "knowledge", "behaviour_changes_per_month", 0 },
	{ "base", "window_tok", 1e9 },
	{ "base", "dilution_frac", 0 },
	{ "ft", "forgetting_frac", 0 },
};

static cJSON *member(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static void tell_newer(char *told, int i)
{
	size_t used = strlen(told);

	snprintf(told + used, SCENARIO_MIGRATED_SIZE - used, "%s%s.%s",
		 used > 0 ? ", " : "saved before there was, and run without: ", newer[i].group,
		 newer[i].name);
}

static bool add_newer(cJSON *root, char *told, struct error *error)
{
	if (!cJSON_IsString(member(root, "engine")))
		return true;
	for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++) {
		cJSON *group = member(member(root, "params"), newer[i].group);

		if (!cJSON_IsObject(group) || member(group, newer[i].name))
			continue;
		if (!json_add_number(group, newer[i].name, newer[i].nothing, error))
			return false;
		tell_newer(told, (int)i);
	}
	return true;
}

/* In this order, each on files of its format; one that raises the format does so to the next. */
static const struct step {
	int from, to;
	bool (*run)(cJSON *root, char *told, struct error *error);
} steps[] = {
	{ 1, 1, add_newer },
};

static bool find_format(const struct json_doc *doc, int *format, struct error *error)
{
	struct json_value value;
	bool more = json_first(json_root(doc), &value);

	while (more && strcmp(value.item->string, "ragtop") != 0)
		more = json_next(&value);
	if (!more)
		return json_error(json_root(doc), error, "missing key: \"ragtop\"");
	if (!cJSON_IsNumber(value.item))
		return json_error(value, error, "not a number: \"ragtop\"");
	if (value.item->valuedouble > SCENARIO_FORMAT)
		return json_error(value, error,
				  "format %.10g is newer than this version reads, up to %d: "
				  "\"ragtop\"",
				  value.item->valuedouble, SCENARIO_FORMAT);
	if (value.item->valuedouble < 1 ||
	    value.item->valuedouble != floor(value.item->valuedouble))
		return json_error(value, error, "there is no format %.10g: \"ragtop\"",
				  value.item->valuedouble);
	*format = (int)value.item->valuedouble;
	return true;
}

bool scenario_migrate(const struct json_doc *doc, char told[SCENARIO_MIGRATED_SIZE],
		      struct error *error)
{
	int format = 0;

	told[0] = '\0';
	if (!find_format(doc, &format, error))
		return false;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i].from != format)
			continue;
		if (!steps[i].run(doc->root, told, error))
			return false;
		format = steps[i].to;
	}
	return true;
}
