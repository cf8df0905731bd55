// SPDX-License-Identifier: MIT
#include "ui/entry_line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/json_write.h"
#include "io/scenario_io.h"

enum { WORD_SIZE = 128 };

/* ---- words ---- */

/* The next word of a line; "" at its end. */
static void take_word(const char **line, char word[WORD_SIZE])
{
	size_t length;

	*line += strspn(*line, " ");
	length = strcspn(*line, " ");
	snprintf(word, WORD_SIZE, "%.*s", (int)length, *line);
	*line += length;
}

/* Everything up to a word, or to the end; what is behind the word stays. False: it is not there. */
static bool take_until(const char **line, const char *word, char *before, size_t size)
{
	const char *at = *line + strspn(*line, " ");
	char search[WORD_SIZE];
	const char *found;
	size_t length;

	snprintf(search, sizeof(search), " %s ", word);
	found = strstr(at, search);
	length = found ? (size_t)(found - at) : strlen(at);
	*line = found ? found + strlen(search) : at + length;
	while (length > 0 && at[length - 1] == ' ')
		length--;
	snprintf(before, size, "%.*s", (int)length, at);
	return found != NULL;
}

/* ---- set ---- */

bool entry_value_parse(const struct scenario *scenario, const char *name, const char *value,
		       struct timeline_entry *entry, struct error *error)
{
	struct scenario *scratch;
	char near[WORD_SIZE];
	bool ok;

	if (!param_find(name, &entry->param, near, sizeof(near)))
		return error_set(error, "unknown parameter: \"%.60s\"%s%s", name,
				 near[0] != '\0' ? ", perhaps " : "", near);
	scratch = xmalloc(sizeof(*scratch));
	*scratch = *scenario;
	ok = scenario_set(scratch, name, value, error);
	entry->value = params_get(&scratch->params, entry->param);
	free(scratch);
	return ok;
}

static bool parse_set(const struct scenario *scenario, const char *line,
		      struct timeline_entry *entry, struct error *error)
{
	char name[WORD_SIZE], value[WORD_SIZE];
	bool gradual;

	entry->kind = TIMELINE_SET;
	take_word(&line, name);
	gradual = take_until(&line, "over", value, sizeof(value));
	if (value[0] == '\0')
		return error_set(error, "set what? set NAME VALUE, or NAME VALUE over 30d");
	if (!entry_value_parse(scenario, name, value, entry, error))
		return false;
	entry->over_days = 0;
	if (gradual && !parse_quantity(line, UNIT_DAYS, 0, &entry->over_days, error))
		return false;
	return !gradual || (entry->over_days > 0 && entry->over_days <= ENTRY_OVER_DAYS_MAX) ||
	       error_set(error, "not above 0 and up to %d days: \"%.40s\"", ENTRY_OVER_DAYS_MAX,
			 line);
}

/* ---- switch, change, note ---- */

static bool parse_arch(const char *word, enum arch *arch, struct error *error)
{
	return arch_from_key(word, arch) ||
	       error_set(error, "not one of rag, ft, hybrid, longctx, prompt, routed: \"%.40s\"",
			 word);
}

static bool parse_switch(const char *line, struct timeline_entry *entry, struct error *error)
{
	char from[WORD_SIZE], to[WORD_SIZE];

	entry->kind = TIMELINE_SWITCH;
	take_word(&line, from);
	take_word(&line, to);
	line += strspn(line, " ");
	if (to[0] == '\0')
		return error_set(error, "from what to what? switch rag hybrid $12k");
	entry->migration_usd = 0;
	if (!parse_arch(from, &entry->from, error) || !parse_arch(to, &entry->to, error))
		return false;
	if (*line != '\0' && !parse_quantity(line, UNIT_USD, 0, &entry->migration_usd, error))
		return false;
	return (entry->migration_usd >= 0 && entry->migration_usd <= ENTRY_MIGRATION_MAX_USD) ||
	       error_set(error, "not from 0 to $1T: \"%.40s\"", line);
}

static bool parse_change(const char *line, struct timeline_entry *entry, struct error *error)
{
	char facts[WORD_SIZE];
	double count;

	entry->kind = TIMELINE_CHANGE;
	take_word(&line, facts);
	line += strspn(line, " ");
	if (*line == '\0')
		return error_set(error, "how many facts, asked for how often? change 3 5%%");
	if (!parse_quantity(facts, UNIT_COUNT, 0, &count, error) ||
	    !parse_quantity(line, UNIT_SHARE, 0, &entry->query_share, error))
		return false;
	if (!(count >= 1 && count <= ENTRY_FACTS_MAX && count == floor(count)))
		return error_set(error, "not a whole number from 1 to %d: \"%.40s\"",
				 ENTRY_FACTS_MAX, facts);
	entry->facts = (int)count;
	return (entry->query_share >= 0 && entry->query_share <= 1) ||
	       error_set(error, "not a share from 0 to 1: \"%.40s\"", line);
}

static bool parse_kind(const struct scenario *scenario, const char *kind, const char *line,
		       struct timeline_entry *entry, struct error *error)
{
	if (strcmp(kind, "set") == 0)
		return parse_set(scenario, line, entry, error);
	if (strcmp(kind, "switch") == 0)
		return parse_switch(line, entry, error);
	if (strcmp(kind, "change") == 0)
		return parse_change(line, entry, error);
	return error_set(error, "not one of set, switch, change, note: \"%.40s\"", kind);
}

static bool parse_note(const char *line, struct timeline_entry *entry, struct error *error)
{
	line += strspn(line, " ");
	if (*line == '\0')
		return error_set(error, "a note needs a text");
	entry->kind = TIMELINE_NOTE;
	text_sanitise(entry->note, sizeof(entry->note), line);
	return true;
}

bool entry_line_parse(const struct scenario *scenario, const char *line,
		      struct timeline_entry *entry, struct error *error)
{
	char day[WORD_SIZE], kind[WORD_SIZE], what[SCENARIO_NOTE_SIZE];
	/* What another kind has is not left behind: files would not have it, and digests would. */
	struct timeline_entry made = { .incident = INCIDENT_NONE };
	bool noted;

	take_word(&line, day);
	take_word(&line, kind);
	if (kind[0] == '\0')
		return error_set(error, "what when? at 120 set traffic.volume_qpm 600k over 30d");
	if (!parse_quantity(day, UNIT_DAYS, 0, &made.at_days, error))
		return false;
	if (!(made.at_days >= 0 && made.at_days <= scenario->horizon_days))
		return error_set(error, "not a day from 0 to %g: \"%.40s\"", scenario->horizon_days,
				 day);
	if (strcmp(kind, "note") == 0) {
		if (!parse_note(line, &made, error))
			return false;
	} else {
		noted = take_until(&line, "note", what, sizeof(what));
		if (!parse_kind(scenario, kind, what, &made, error) ||
		    !entry_check(scenario, &made, error))
			return false;
		if (noted)
			text_sanitise(made.note, sizeof(made.note), line);
	}
	if (made.kind == TIMELINE_SET && entry->kind == TIMELINE_SET)
		made.incident = entry->incident;
	*entry = made;
	return true;
}

/* ---- writing ---- */

static void write_set(const struct timeline_entry *entry, char *text, size_t size)
{
	const struct param_info *info = &param_table[entry->param];
	char name[WORD_SIZE], value[WORD_SIZE], over[WORD_SIZE] = "", days[JSON_NUMBER_SIZE];

	param_full_name(entry->param, name, sizeof(name));
	if (isnan(entry->value))
		snprintf(value, sizeof(value), "null");
	else if (info->kind == PARAM_CHOICE)
		snprintf(value, sizeof(value), "%s", info->choices[(int)entry->value]);
	else if (info->kind == PARAM_FLAG)
		snprintf(value, sizeof(value), "%s", entry->value != 0 ? "true" : "false");
	else
		json_number_text(value, entry->value);
	if (entry->over_days > 0) {
		json_number_text(days, entry->over_days);
		snprintf(over, sizeof(over), " over %sd", days);
	}
	snprintf(text, size, "set %s %s%s", name, value, over);
}

static void write_switch(const struct timeline_entry *entry, char *text, size_t size)
{
	char usd[JSON_NUMBER_SIZE];

	json_number_text(usd, entry->migration_usd);
	snprintf(text, size, "switch %s %s%s%s", arch_key(entry->from), arch_key(entry->to),
		 entry->migration_usd > 0 ? " " : "", entry->migration_usd > 0 ? usd : "");
}

bool entry_line_write(const struct timeline_entry *entry, char *line, size_t size)
{
	char what[3 * WORD_SIZE] = "", number[JSON_NUMBER_SIZE];

	switch (entry->kind) {
	case TIMELINE_SET:
		write_set(entry, what, sizeof(what));
		break;
	case TIMELINE_SWITCH:
		write_switch(entry, what, sizeof(what));
		break;
	case TIMELINE_CHANGE:
		json_number_text(number, entry->query_share);
		snprintf(what, sizeof(what), "change %d %s", entry->facts, number);
		break;
	case TIMELINE_NOTE:
		break;
	case TIMELINE_INCIDENT:
		return false;
	}
	json_number_text(number, entry->at_days);
	snprintf(line, size, "%s %s%s%s%s", number, what,
		 what[0] != '\0' && entry->note[0] != '\0' ? " " : "",
		 entry->note[0] != '\0' ? "note " : "", entry->note);
	return true;
}
