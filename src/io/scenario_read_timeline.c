// SPDX-License-Identifier: MIT
/* The timeline of a scenario file: one object of the file becomes one or several entries. */
#include <string.h>

#include "io/json_doc.h"
#include "io/names.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"

/* What a rule says, at the place of it. */
static bool refused(struct reader *reader, struct json_value value, const struct error *error)
{
	return json_error(value, reader->error, "%s", error->message);
}

static bool read_at_days(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, reader->scenario->horizon_days,
			   &reader->entry.at_days);
}

static bool read_note(struct reader *reader, struct json_value value)
{
	return read_text(reader, value, reader->entry.note, sizeof(reader->entry.note));
}

/* Adds an entry at its place in time, behind those of the same time. The first entry of an object
 * takes the note along. */
static bool add_entry(struct reader *reader, struct json_value value, struct timeline_entry *entry)
{
	entry->at_days = reader->entry.at_days;
	strcpy(entry->note, reader->entry.note);
	reader->entry.note[0] = '\0';
	if (scenario_timeline_add(reader->scenario, entry) < 0)
		return json_error(value, reader->error, "more than %d entries: \"timeline\"",
				  SCENARIO_TIMELINE_MAX);
	return read_tour_entry(reader, value, entry);
}

static bool unknown_incident(struct json_value value, struct error *error)
{
	char near[NAME_SIZE] = "";

	for (unsigned int i = INCIDENT_NONE + 1; i < INCIDENT_COUNT; i++)
		name_suggest(value.item->valuestring, incident_key((enum incident)i), near);
	if (near[0] != '\0')
		return json_error(value, error, "no such incident, did you mean \"%s\": \"%s\"",
				  near, value.item->valuestring);
	return json_error(value, error, "no such incident: \"%s\"", value.item->valuestring);
}

/* `note` is what an entry without anything else is anyway. */
static bool read_incident(struct reader *reader, struct json_value value)
{
	if (!cJSON_IsString(value.item))
		return json_error(value, reader->error, "not a string: \"incident\"");
	if (strcmp(value.item->valuestring, "note") == 0)
		return reader->entry.note[0] != '\0' ||
		       json_error(value, reader->error, "missing key: \"note\"");
	if (!incident_from_key(value.item->valuestring, &reader->entry.incident))
		return unknown_incident(value, reader->error);
	return true;
}

static bool read_for_hours(struct reader *reader, struct json_value value)
{
	if (!read_number(reader, value, 0, ENTRY_HOURS_MAX, &reader->entry.for_hours))
		return false;
	return reader->entry.for_hours > 0 ||
	       json_error(value, reader->error, "not above 0: \"for_hours\"");
}

static bool read_times(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, ENTRY_TIMES_MAX, &reader->entry.times);
}

static bool read_over_days(struct reader *reader, struct json_value value)
{
	if (!read_number(reader, value, 0, ENTRY_OVER_DAYS_MAX, &reader->entry.over_days))
		return false;
	return reader->entry.over_days > 0 ||
	       json_error(value, reader->error, "not above 0: \"over_days\"");
}

static bool read_set(struct reader *reader, struct json_value value)
{
	struct json_value member;

	if (!expect_object(reader, value))
		return false;
	if (!json_first(value, &member))
		return json_error(value, reader->error, "empty: \"set\"");
	do {
		struct timeline_entry entry = { .kind = TIMELINE_SET,
						.incident = reader->entry.incident,
						.over_days = reader->entry.over_days };
		struct error error;

		if (!read_param_key(reader, member, &entry.param))
			return false;
		if (!read_param(reader, member, entry.param, &entry.value))
			return false;
		entry.at_days = reader->entry.at_days;
		if (!reader->later && !entry_may_set(reader->scenario, &entry, &error))
			return json_key_error(member, reader->error, "%s", error.message);
		if (!add_entry(reader, member, &entry))
			return false;
	} while (json_next(&member));
	return true;
}

static bool read_migration(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, ENTRY_MIGRATION_MAX_USD, &reader->entry.migration_usd);
}

static bool read_from(struct reader *reader, struct json_value value)
{
	struct error error;

	return read_arch(reader, value, &reader->entry.from) &&
	       (reader->later || entry_may_switch_from(reader->scenario, &reader->entry, &error) ||
		refused(reader, value, &error));
}

static bool read_to(struct reader *reader, struct json_value value)
{
	struct error error;

	return read_arch(reader, value, &reader->entry.to) &&
	       (entry_may_switch_to(&reader->entry, &error) || refused(reader, value, &error));
}

static bool read_switch(struct reader *reader, struct json_value value)
{
	static const struct json_field fields[] = {
		{ "from", read_from, true },
		{ "to", read_to, true },
	};
	struct timeline_entry entry = { .kind = TIMELINE_SWITCH };
	struct error error;

	if (!read_fields(reader, value, fields, sizeof(fields) / sizeof(fields[0])))
		return false;
	if (!entry_may_switch_then(&reader->entry, &error))
		return refused(reader, value, &error);
	entry.from = reader->entry.from;
	entry.to = reader->entry.to;
	entry.migration_usd = reader->entry.migration_usd;
	return add_entry(reader, value, &entry);
}

/* The two numbers of a change wait in the reader's entry. */
static bool read_change_facts(struct reader *reader, struct json_value value)
{
	double facts;

	if (!read_number(reader, value, 1, ENTRY_FACTS_MAX, &facts))
		return false;
	reader->entry.facts = (int)facts;
	return reader->entry.facts == facts ||
	       json_error(value, reader->error, "not a whole number: \"facts\"");
}

static bool read_change_share(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, 1, &reader->entry.query_share);
}

static bool read_change(struct reader *reader, struct json_value value)
{
	static const struct json_field fields[] = {
		{ "facts", read_change_facts, true },
		{ "query_share", read_change_share, true },
	};
	struct timeline_entry entry = { .kind = TIMELINE_CHANGE };
	struct error error;

	if (!read_fields(reader, value, fields, sizeof(fields) / sizeof(fields[0])))
		return false;
	entry.facts = reader->entry.facts;
	entry.query_share = reader->entry.query_share;
	return entry_may_change(reader->scenario, &entry, &error) ? add_entry(reader, value, &entry)
								  : refused(reader, value, &error);
}

static bool fits_form(struct json_value value, const char *key, bool given, bool allowed,
		      bool required, struct error *error)
{
	if (given && !allowed)
		return json_error(value, error, "has no place here: \"%s\"", key);
	return given || !required || json_error(value, error, "missing key: \"%s\"", key);
}

static bool has_key(struct json_value object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object.item, key) != NULL;
}

/* A change of price has been read with its `set`. */
static bool add_incident(struct reader *reader, struct json_value value)
{
	struct timeline_entry entry = { .kind = TIMELINE_INCIDENT,
					.incident = reader->entry.incident,
					.for_hours = reader->entry.for_hours,
					.times = reader->entry.times,
					.over_days = reader->entry.over_days };
	struct incident_form form = incident_form(entry.incident);
	bool prices = entry.incident == INCIDENT_PRICE_CHANGE;

	if (!fits_form(value, "for_hours", entry.for_hours > 0, form.lasts, form.lasts,
		       reader->error) ||
	    !fits_form(value, "times", has_key(value, "times"), form.counts, form.counts_always,
		       reader->error) ||
	    !fits_form(value, "over_days", entry.over_days > 0, has_key(value, "set"), false,
		       reader->error) ||
	    !fits_form(value, "migration_usd", has_key(value, "migration_usd"),
		       has_key(value, "switch"), false, reader->error) ||
	    !fits_form(value, "set", has_key(value, "set"),
		       prices || entry.incident == INCIDENT_NONE, prices, reader->error))
		return false;
	entry.over_days = 0;
	return prices || entry.incident == INCIDENT_NONE || add_entry(reader, value, &entry);
}

static bool read_entry(struct reader *reader, struct json_value value)
{
	/* Time, note and incident come first, the others take them along. */
	static const struct json_field fields[] = {
		{ "at_days", read_at_days, true },
		{ "note", read_note, false },
		{ "incident", read_incident, false },
		{ "for_hours", read_for_hours, false },
		{ "times", read_times, false },
		{ "over_days", read_over_days, false },
		{ "set", read_set, false },
		{ "change", read_change, false },
		{ "migration_usd", read_migration, false },
		{ "switch", read_switch, false },
	};
	int before = reader->scenario->timeline_count;
	struct timeline_entry note = { .kind = TIMELINE_NOTE };

	memset(&reader->entry, 0, sizeof(reader->entry));
	if (!read_fields(reader, value, fields, sizeof(fields) / sizeof(fields[0])) ||
	    !add_incident(reader, value))
		return false;
	if (reader->scenario->timeline_count > before)
		return true;
	if (reader->entry.note[0] == '\0')
		return json_error(value, reader->error,
				  "none of \"set\", \"change\", \"incident\", \"switch\", "
				  "\"note\": \"timeline\"");
	return add_entry(reader, value, &note);
}

bool read_timeline(struct reader *reader, struct json_value value)
{
	struct json_value element;

	if (!expect_array(reader, value))
		return false;
	for (bool more = json_first(value, &element); more; more = json_next(&element)) {
		if (!read_entry(reader, element))
			return false;
	}
	return true;
}
