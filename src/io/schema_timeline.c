// SPDX-License-Identifier: MIT
#include <stdio.h>

#include <ragtop/scenario.h>
#include "io/names.h"
#include "io/scenario_io.h"
#include "io/schema_parts.h"

static void put_range(struct json_writer *writer, const char *key, const char *type, double lo,
		      double hi, const char *description)
{
	json_begin_flat(writer, key, '{');
	json_put_string(writer, "type", type);
	json_put_number(writer, "minimum", lo);
	json_put_number(writer, "maximum", hi);
	if (description)
		json_put_string(writer, "description", description);
	json_end(writer, '}');
}

/* On the way a volume is a number: without a trace it has to be, with one it may not change. */
static void put_set_param(struct json_writer *writer, enum param_id id)
{
	char name[NAME_SIZE];

	param_full_name(id, name, sizeof(name));
	if (id != P_traffic_volume_qpm) {
		schema_ref(writer, name, name);
		return;
	}
	json_begin_flat(writer, name, '{');
	json_put_string(writer, "$ref", "#/$defs/traffic.volume_qpm");
	json_put_string(writer, "type", "number");
	json_end(writer, '}');
}

static void put_set(struct json_writer *writer)
{
	schema_object(writer, "set", "parameters that have another value from that day on");
	json_put_number(writer, "minProperties", 1);
	json_begin(writer, "properties", '{');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!param_table[i].fixed_in_time)
			put_set_param(writer, (enum param_id)i);
	}
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_change(struct json_writer *writer)
{
	schema_object(writer, "change", "single facts that change on that day");
	schema_required(writer, "facts", "query_share");
	json_begin(writer, "properties", '{');
	put_range(writer, "facts", "integer", 1, ENTRY_FACTS_MAX, NULL);
	put_range(writer, "query_share", "number", 0, 1,
		  "share of the knowledge queries that ask for one of them");
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_arch(struct json_writer *writer, const char *key)
{
	json_begin(writer, key, '{');
	json_begin_flat(writer, "enum", '[');
	for (unsigned int i = 0; i < ARCH_COUNT; i++)
		json_put_string(writer, NULL, arch_key((enum arch)i));
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_switch(struct json_writer *writer)
{
	schema_object(writer, "switch",
		      "an architecture that is compared answers as another one from that day on");
	schema_required(writer, "from", "to");
	json_begin(writer, "properties", '{');
	put_arch(writer, "from");
	put_arch(writer, "to");
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_incident(struct json_writer *writer)
{
	json_begin(writer, "incident", '{');
	json_begin_flat(writer, "enum", '[');
	for (unsigned int i = INCIDENT_NONE + 1; i < INCIDENT_COUNT; i++)
		json_put_string(writer, NULL, incident_key((enum incident)i));
	json_put_string(writer, NULL, "note");
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_entry_properties(struct json_writer *writer)
{
	json_begin(writer, "properties", '{');
	put_range(writer, "at_days", "number", 0, 3600, "days from the start of the run");
	schema_text(writer, "note", "what is shown there", SCENARIO_NOTE_SIZE);
	put_incident(writer);
	json_begin_flat(writer, "for_hours", '{');
	json_put_string(writer, "type", "number");
	json_put_number(writer, "exclusiveMinimum", 0);
	json_put_number(writer, "maximum", ENTRY_HOURS_MAX);
	json_end(writer, '}');
	put_range(writer, "times", "number", 0, ENTRY_TIMES_MAX, NULL);
	put_set(writer);
	json_begin_flat(writer, "over_days", '{');
	json_put_string(writer, "description", "what is set is reached gradually, by then");
	json_put_string(writer, "type", "number");
	json_put_number(writer, "exclusiveMinimum", 0);
	json_put_number(writer, "maximum", ENTRY_OVER_DAYS_MAX);
	json_end(writer, '}');
	put_change(writer);
	put_switch(writer);
	put_range(writer, "migration_usd", "number", 0, ENTRY_MIGRATION_MAX_USD,
		  "what a switch costs once");
	json_end(writer, '}');
}

/* `note` is an incident that needs a text. */
static void begin_then(struct json_writer *writer, const char *incident)
{
	json_begin(writer, NULL, '{');
	json_begin_flat(writer, "if", '{');
	schema_required(writer, "incident", NULL);
	json_begin(writer, "properties", '{');
	json_begin(writer, "incident", '{');
	json_put_string(writer, "const", incident);
	for (int i = 0; i < 3; i++)
		json_end(writer, '}');
	json_begin_flat(writer, "then", '{');
}

static void put_form(struct json_writer *writer, enum incident incident)
{
	struct incident_form form = incident_form(incident);
	bool prices = incident == INCIDENT_PRICE_CHANGE;

	begin_then(writer, incident_key(incident));
	json_begin(writer, "required", '[');
	if (form.lasts)
		json_put_string(writer, NULL, "for_hours");
	if (form.counts_always)
		json_put_string(writer, NULL, "times");
	if (prices)
		json_put_string(writer, NULL, "set");
	json_end(writer, ']');
	json_begin(writer, "properties", '{');
	if (!form.lasts)
		json_put_bool(writer, "for_hours", false);
	if (!form.counts)
		json_put_bool(writer, "times", false);
	if (!prices)
		json_put_bool(writer, "set", false);
	json_end(writer, '}');
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_note_form(struct json_writer *writer)
{
	begin_then(writer, "note");
	schema_required(writer, "note", NULL);
	json_begin(writer, "properties", '{');
	json_put_bool(writer, "for_hours", false);
	json_put_bool(writer, "times", false);
	json_begin(writer, "note", '{');
	json_put_number(writer, "minLength", 1);
	json_end(writer, '}');
	json_end(writer, '}');
	json_end(writer, '}');
	json_end(writer, '}');
}

/* Something has to be there, and what belongs to an incident only with one. */
static void put_needs(struct json_writer *writer)
{
	static const char *const one_of[] = { "set", "change", "incident", "switch" };
	static const char *const parts[][2] = { { "for_hours", "incident" },
						{ "times", "incident" },
						{ "over_days", "set" },
						{ "migration_usd", "switch" } };

	json_begin(writer, "anyOf", '[');
	for (size_t i = 0; i < sizeof(one_of) / sizeof(one_of[0]); i++) {
		json_begin_flat(writer, NULL, '{');
		schema_required(writer, one_of[i], NULL);
		json_end(writer, '}');
	}
	json_begin_flat(writer, NULL, '{');
	schema_required(writer, "note", NULL);
	json_begin(writer, "properties", '{');
	json_begin(writer, "note", '{');
	json_put_number(writer, "minLength", 1);
	for (int i = 0; i < 3; i++)
		json_end(writer, '}');
	json_end(writer, ']');
	json_begin(writer, "dependentRequired", '{');
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		json_begin_flat(writer, parts[i][0], '[');
		json_put_string(writer, NULL, parts[i][1]);
		json_end(writer, ']');
	}
	json_end(writer, '}');
}

void schema_timeline_items(struct json_writer *writer)
{
	schema_object(writer, "items", NULL);
	schema_required(writer, "at_days", NULL);
	put_entry_properties(writer);
	put_needs(writer);
	json_begin(writer, "allOf", '[');
	for (unsigned int i = INCIDENT_NONE + 1; i < INCIDENT_COUNT; i++)
		put_form(writer, (enum incident)i);
	put_note_form(writer);
	json_end(writer, ']');
	json_end(writer, '}');
}

void schema_timeline(struct json_writer *writer)
{
	json_begin(writer, "timeline", '{');
	json_put_string(writer, "description", "what happens or changes on a day");
	json_put_string(writer, "type", "array");
	json_put_number(writer, "maxItems", SCENARIO_TIMELINE_MAX);
	schema_timeline_items(writer);
	json_end(writer, '}');
}
