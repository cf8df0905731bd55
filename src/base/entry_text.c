// SPDX-License-Identifier: MIT
#include "base/entry_text.h"

#include <stdio.h>
#include <string.h>

#include "base/format.h"

enum { NAME_SIZE = 80 };

static void append(char *buffer, size_t size, const char *before, const char *text)
{
	size_t used = strlen(buffer);

	if (text[0] != '\0' && used < size)
		snprintf(buffer + used, size - used, "%s%s", used > 0 ? before : "", text);
}

void incident_times_text(enum incident incident, double times, char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (incident == INCIDENT_UPDATE_BURST)
		snprintf(buffer, size, "%.7g update%s", times, times == 1 ? "" : "s");
	else if (incident == INCIDENT_API_BROWNOUT && times > 0)
		snprintf(buffer, size, "%.4gx slower", times);
	else if (incident == INCIDENT_TRAFFIC)
		snprintf(buffer, size, "x%.4g", times);
}

static void set_text(const struct timeline_entry *entry, enum entry_words words, char *buffer,
		     size_t size)
{
	const struct param_info *info = &param_table[entry->param];
	char name[NAME_SIZE], value[FORMAT_SIZE];

	if (words == ENTRY_NAMES)
		param_full_name(entry->param, name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%s", info->label);
	if (words == ENTRY_LABELS && info->kind == PARAM_FLAG)
		format_set_value(value, sizeof(value), entry->value, info->unit);
	else
		format_param_value(value, sizeof(value), entry->param, entry->value);
	if (entry->over_days > 0)
		snprintf(buffer, size, "%s goes to %s over %.4g days", name, value,
			 entry->over_days);
	else
		snprintf(buffer, size, "%s is %s from here on", name, value);
}

static void change_text(const struct timeline_entry *entry, char *buffer, size_t size)
{
	bool one = entry->facts == 1;
	char share[FORMAT_SIZE];

	format_set_value(share, sizeof(share), entry->query_share, UNIT_SHARE);
	snprintf(buffer, size, "%d fact%s change%s, asked for in %s of the queries", entry->facts,
		 one ? "" : "s", one ? "s" : "", share);
}

static void incident_text(const struct timeline_entry *entry, enum entry_words words, char *buffer,
			  size_t size)
{
	char text[FORMAT_SIZE];

	snprintf(buffer, size, "%s", incident_label(entry->incident));
	incident_times_text(entry->incident, entry->times, text, sizeof(text));
	append(buffer, size, ", ", text);
	if (entry->for_hours > 0) {
		format_set_value(text, sizeof(text), entry->for_hours * 3600, UNIT_S);
		append(buffer, size, words == ENTRY_NAMES ? " for " : ", ", text);
	}
}

static void switch_text(const struct timeline_entry *entry, char *buffer, size_t size)
{
	char usd[FORMAT_SIZE];

	format_value(usd, sizeof(usd), entry->migration_usd, UNIT_USD);
	snprintf(buffer, size, "%s is %s from here on, %s to migrate", arch_label(entry->from),
		 arch_label(entry->to), usd);
}

void entry_text(const struct timeline_entry *entry, enum entry_words words, char *buffer,
		size_t size)
{
	buffer[0] = '\0';
	switch (entry->kind) {
	case TIMELINE_SET:
		set_text(entry, words, buffer, size);
		break;
	case TIMELINE_CHANGE:
		change_text(entry, buffer, size);
		break;
	case TIMELINE_INCIDENT:
		incident_text(entry, words, buffer, size);
		break;
	case TIMELINE_SWITCH:
		switch_text(entry, buffer, size);
		break;
	case TIMELINE_NOTE:
		break;
	}
	append(buffer, size, ": ", entry->note);
}
