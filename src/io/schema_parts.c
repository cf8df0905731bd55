// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "base/xalloc.h"
#include "io/names.h"
#include "io/schema_parts.h"

void schema_object(struct json_writer *writer, const char *key, const char *description)
{
	json_begin(writer, key, '{');
	if (description)
		json_put_string(writer, "description", description);
	json_put_string(writer, "type", "object");
	json_put_bool(writer, "additionalProperties", false);
}

void schema_text(struct json_writer *writer, const char *key, const char *description, int size)
{
	json_begin_flat(writer, key, '{');
	schema_text_type(writer, description, false, size);
	json_end(writer, '}');
}

void schema_text_type(struct json_writer *writer, const char *description, bool needed, int size)
{
	char text[256];

	snprintf(text, sizeof(text), "%s; at most %d bytes of UTF-8", description, size - 1);
	json_put_string(writer, "type", "string");
	if (needed)
		json_put_number(writer, "minLength", 1);
	/* of characters, as there is no keyword for bytes */
	json_put_number(writer, "maxLength", size - 1);
	json_put_string(writer, "description", text);
}

void schema_required(struct json_writer *writer, const char *key, const char *other)
{
	json_begin_flat(writer, "required", '[');
	json_put_string(writer, NULL, key);
	if (other)
		json_put_string(writer, NULL, other);
	json_end(writer, ']');
}

void schema_ref(struct json_writer *writer, const char *key, const char *def)
{
	char path[NAME_SIZE + 16];

	snprintf(path, sizeof(path), "#/$defs/%s", def);
	json_begin_flat(writer, key, '{');
	json_put_string(writer, "$ref", path);
	json_end(writer, '}');
}

void schema_arch_enum(struct json_writer *writer, bool or_nobody)
{
	json_begin_flat(writer, "enum", '[');
	for (unsigned int i = 0; i < ARCH_COUNT; i++)
		json_put_string(writer, NULL, arch_key((enum arch)i));
	if (or_nobody)
		json_put_string(writer, NULL, "nobody");
	json_end(writer, ']');
}

void schema_archs(struct json_writer *writer)
{
	json_put_string(writer, "type", "array");
	json_put_bool(writer, "uniqueItems", true);
	json_begin(writer, "items", '{');
	schema_arch_enum(writer, false);
	json_end(writer, '}');
}

/* ---- parameters ---- */

static void put_type(struct json_writer *writer, const struct param_info *info)
{
	const char *type = info->kind == PARAM_INTEGER ? "integer"
			   : info->kind == PARAM_FLAG  ? "boolean"
						       : "number";

	if (!info->nullable) {
		json_put_string(writer, "type", type);
		return;
	}
	json_begin_flat(writer, "type", '[');
	json_put_string(writer, NULL, type);
	json_put_string(writer, NULL, "null");
	json_end(writer, ']');
}

static void put_choices(struct json_writer *writer, const struct param_info *info)
{
	json_begin_flat(writer, "enum", '[');
	for (int i = 0; info->choices[i]; i++)
		json_put_string(writer, NULL, info->choices[i]);
	if (info->nullable)
		json_put_null(writer, NULL);
	json_end(writer, ']');
}

static void put_legal(struct json_writer *writer, const struct param_info *info)
{
	switch (info->kind) {
	case PARAM_NUMBER:
	case PARAM_INTEGER:
		put_type(writer, info);
		json_put_number(writer, "minimum", info->min);
		json_put_number(writer, "maximum", info->max);
		json_put_number(writer, "default", info->def); /* or null */
		break;
	case PARAM_FLAG:
		put_type(writer, info);
		json_put_bool(writer, "default", info->def != 0);
		break;
	case PARAM_CHOICE:
		put_choices(writer, info);
		if (isnan(info->def))
			json_put_null(writer, "default");
		else
			json_put_string(writer, "default", info->choices[(int)info->def]);
		break;
	}
}

void schema_param_def(struct json_writer *writer, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char name[NAME_SIZE], text[512];

	param_full_name(id, name, sizeof(name));
	json_begin(writer, name, '{');
	json_put_string(writer, "title", info->label);
	snprintf(text, sizeof(text), "%s [%s; affects %s; default %s: %s]", info->help,
		 unit_name(info->unit), info->affects, provenance_name(info->provenance),
		 info->source);
	json_put_string(writer, "description", text);
	put_legal(writer, info);
	json_end(writer, '}');
}

static void put_group(struct json_writer *writer, enum param_group group)
{
	char name[NAME_SIZE];

	schema_object(writer, param_group_name(group), param_group_title(group));
	json_begin(writer, "properties", '{');
	if (group == GROUP_traffic) {
		json_begin(writer, "trace", '{');
		json_put_string(writer, "description",
				"file beside this one, of queries that are replayed");
		json_begin_flat(writer, "type", '[');
		json_put_string(writer, NULL, "string");
		json_put_string(writer, NULL, "null");
		json_end(writer, ']');
		json_end(writer, '}');
	}
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		if (param_table[i].group_id == group)
			schema_ref(writer, param_table[i].name, name);
	}
	json_end(writer, '}');
	json_end(writer, '}');
}

/* A trace is named. */
static void put_if_trace(struct json_writer *writer)
{
	json_begin_flat(writer, "if", '{');
	schema_required(writer, "traffic", NULL);
	json_begin(writer, "properties", '{');
	json_begin(writer, "traffic", '{');
	schema_required(writer, "trace", NULL);
	json_begin(writer, "properties", '{');
	json_begin(writer, "trace", '{');
	json_put_string(writer, "type", "string");
	for (int i = 0; i < 5; i++)
		json_end(writer, '}');
}

/* What every trace says may not be said beside it. */
static void put_then_replayed(struct json_writer *writer)
{
	static const struct trace trace; /* without what only some have */
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));

	scenario->trace = &trace;
	json_begin(writer, "then", '{');
	json_begin(writer, "properties", '{');
	for (unsigned int group = 0; group < GROUP_COUNT; group++) {
		json_begin(writer, param_group_name((enum param_group)group), '{');
		json_begin_flat(writer, "properties", '{');
		for (unsigned int i = 0; i < PARAM_COUNT; i++) {
			if (param_table[i].group_id == group &&
			    scenario_replays(scenario, (enum param_id)i))
				json_put_bool(writer, param_table[i].name, false);
		}
		json_end(writer, '}');
		json_end(writer, '}');
	}
	json_end(writer, '}');
	json_end(writer, '}');
	free(scenario);
}

/* Only a trace has a volume of its own. */
static void put_else_volume(struct json_writer *writer)
{
	json_begin_flat(writer, "else", '{');
	json_begin(writer, "properties", '{');
	json_begin(writer, "traffic", '{');
	json_begin(writer, "properties", '{');
	json_begin(writer, "volume_qpm", '{');
	json_put_string(writer, "type", "number");
	for (int i = 0; i < 5; i++)
		json_end(writer, '}');
}

void schema_params(struct json_writer *writer)
{
	schema_object(writer, "params", "what differs from the defaults, by group");
	json_begin(writer, "properties", '{');
	for (unsigned int group = 0; group < GROUP_COUNT; group++)
		put_group(writer, (enum param_group)group);
	json_end(writer, '}');
	put_if_trace(writer);
	put_then_replayed(writer);
	put_else_volume(writer);
	json_end(writer, '}');
}

/* ---- what is expected ---- */

static void add(char **text, const char *more)
{
	size_t used = *text ? strlen(*text) : 0;

	*text = xrealloc(*text, used + strlen(more) + 1);
	strcpy(*text + used, more);
}

/* "^(rag|ft)\.(queries|cost\.total_usd)$" */
static char *figure_pattern(void)
{
	char *text = NULL;

	add(&text, "^(");
	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		add(&text, i > 0 ? "|" : "");
		add(&text, arch_key((enum arch)i));
	}
	add(&text, ")\\.(");
	for (int i = 0; i < figure_count; i++) {
		add(&text, i > 0 ? "|" : "");
		for (const char *at = figure_table[i].path; *at != '\0'; at++)
			add(&text, *at == '.' ? "\\." : (char[]){ *at, '\0' });
	}
	add(&text, ")$");
	return text;
}

static void put_interval(struct json_writer *writer, const char *key)
{
	json_begin_flat(writer, key, '{');
	json_put_string(writer, "type", "array");
	json_put_string(writer, "description", "lowest and highest that may come out");
	json_put_number(writer, "minItems", 2);
	json_put_number(writer, "maxItems", 2);
	json_begin(writer, "items", '{');
	json_put_string(writer, "type", "number");
	json_put_number(writer, "minimum", -1e300);
	json_put_number(writer, "maximum", 1e300);
	json_end(writer, '}');
	json_end(writer, '}');
}

void schema_expect(struct json_writer *writer)
{
	char *pattern = figure_pattern();

	schema_object(writer, "expect", "what has to come out; `ragtop run --verify` looks");
	json_begin(writer, "properties", '{');
	json_begin_flat(writer, "digest", '{');
	json_put_string(writer, "type", "string");
	json_put_string(writer, "pattern", "^[0-9a-f]{16}$");
	json_end(writer, '}');
	json_begin_flat(writer, "verdict.best", '{');
	schema_arch_enum(writer, true);
	json_end(writer, '}');
	json_begin_flat(writer, "verdict.cheapest", '{');
	schema_arch_enum(writer, false);
	json_end(writer, '}');
	json_end(writer, '}');
	json_begin(writer, "patternProperties", '{');
	put_interval(writer, pattern);
	json_end(writer, '}');
	json_end(writer, '}');
	free(pattern);
}
