// SPDX-License-Identifier: MIT
#include "ui/incident_dated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "io/scenario_io.h"
#include "study/flip.h"
#include "ui/entry_line.h"

enum { PAIRS = ARCH_COUNT * ARCH_COUNT, WORD_SIZE = 128 };

static const double PROPOSED_PART = 0.1, TURNED_PART = 0.02; /* of a knob's track */
static const double MIGRATION_STEP = 1000;

bool choice_is_dated(enum incident_choice choice)
{
	return choice == CHOICE_CHANGE || choice == CHOICE_SWITCH;
}

struct timeline_entry dated_entry(const struct incident_draft *draft)
{
	struct timeline_entry entry = { .at_days = draft->at_days, .incident = INCIDENT_NONE };

	if (draft->choice == CHOICE_SWITCH) {
		entry.kind = TIMELINE_SWITCH;
		entry.from = draft->from;
		entry.to = draft->to;
		entry.migration_usd = draft->migration_usd;
		return entry;
	}
	entry.kind = TIMELINE_SET;
	entry.param = draft->param;
	entry.value = draft->amount[CHOICE_CHANGE];
	entry.over_days = draft->hours[CHOICE_CHANGE] / 24;
	return entry;
}

/* --- what is proposed --- */

static bool is_listed(enum param_id param)
{
	return param_table[param].kind == PARAM_CHOICE || param_table[param].kind == PARAM_FLAG;
}

/* A value so far along the track, with as few digits as make it another one on that side; the same
 * at the end of the track and beyond. */
static double moved(enum param_id param, double value, double part)
{
	struct knob knob = { .param = param };
	double lo, hi, exact, grain = knob_grain(knob);

	knob_legal_range(knob, &lo, &hi);
	if (isnan(value))
		return knob_from_position(knob, 0.5);
	if (is_listed(param))
		return fmin(fmax(value + (part > 0 ? 1 : -1), lo), hi);
	exact = knob_from_position(knob, knob_to_position(knob, value) + part);
	if (grain > 0 && fabs(exact - value) < grain)
		exact = fmin(fmax(value + (part > 0 ? grain : -grain), lo), hi);
	if ((exact - value) * part <= 0)
		return value;
	for (int digits = 2; digits < 16; digits++) {
		char text[64];
		double round;

		snprintf(text, sizeof(text), "%.*e", digits - 1, exact);
		round = strtod(text, NULL);
		if ((round - value) * part > 0 && knob_legal(knob, round))
			return round;
	}
	return exact;
}

void incident_draft_param(struct incident_draft *draft, const struct scenario *scenario,
			  enum param_id param)
{
	struct knob knob = knob_at_day(scenario, (struct knob){ .param = param }, draft->at_days);
	double now = knob_get(scenario, knob), more;

	draft->param = param;
	more = moved(param, now, PROPOSED_PART);
	draft->amount[CHOICE_CHANGE] = more == now ? moved(param, now, -PROPOSED_PART) : more;
	draft->hours[CHOICE_CHANGE] = is_listed(param) || isnan(now) ? 0 : 30 * 24;
}

static bool can_switch(const struct scenario *scenario, enum arch from, enum arch to)
{
	return from != to && scenario_compares(scenario, from) && !scenario_switch(scenario, from);
}

/* The next pair that the scenario allows; the same where there is none. */
static void next_pair(struct incident_draft *draft, const struct scenario *scenario, int direction)
{
	int pair = (int)draft->from * ARCH_COUNT + (int)draft->to;

	for (int i = 1; i < PAIRS; i++) {
		int at = ((pair + i * direction) % PAIRS + PAIRS) % PAIRS;
		enum arch from = (enum arch)(at / ARCH_COUNT), to = (enum arch)(at % ARCH_COUNT);

		if (!can_switch(scenario, from, to))
			continue;
		draft->from = from;
		draft->to = to;
		return;
	}
}

void incident_draft_pair(struct incident_draft *draft, const struct scenario *scenario)
{
	if (!can_switch(scenario, draft->from, draft->to))
		next_pair(draft, scenario, 1);
}

/* --- in words --- */

static void value_text(const struct incident_draft *draft, char *buffer, size_t size)
{
	const struct param_info *info = &param_table[draft->param];
	double value = draft->amount[CHOICE_CHANGE];

	if (isnan(value))
		snprintf(buffer, size, "to null");
	else if (info->unit == UNIT_CHOICE)
		snprintf(buffer, size, "to %s", info->choices[(int)value]);
	else {
		snprintf(buffer, size, "to ");
		format_set_value(buffer + 3, size - 3, value, info->unit);
	}
}

void dated_text(const struct incident_draft *draft, enum incident_choice choice,
		enum incident_field field, char *buffer, size_t size)
{
	double days = draft->hours[CHOICE_CHANGE] / 24;

	if (field == FIELD_AMOUNT && choice == CHOICE_CHANGE) {
		value_text(draft, buffer, size);
	} else if (field == FIELD_AMOUNT) {
		snprintf(buffer, size, "%s→%s", arch_key(draft->from), arch_key(draft->to));
	} else if (choice == CHOICE_SWITCH) {
		format_set_value(buffer, size, draft->migration_usd, UNIT_USD);
		snprintf(buffer + strlen(buffer), size - strlen(buffer), " once");
	} else if (days > 0) {
		snprintf(buffer, size, "over %.4g d", days);
	} else {
		snprintf(buffer, size, "at once");
	}
}

/* --- turning --- */

/* 0, then the next of 1, 2, 5 times a power of ten, from `first` on. */
static double next_125(double value, double first, int direction)
{
	double at = first, before = 0;

	for (int i = 0; i < 60; i++) {
		if (direction > 0 ? at > value * (1 + 1e-9) : at >= value * (1 - 1e-9))
			return direction > 0 ? at : before;
		before = at;
		at *= i % 3 == 1 ? 2.5 : 2;
	}
	return value;
}

void dated_turn(struct incident_draft *draft, const struct scenario *scenario, int direction)
{
	bool length = draft->field == FIELD_LENGTH;

	if (draft->choice == CHOICE_SWITCH && length)
		draft->migration_usd = fmin(
			next_125(draft->migration_usd, MIGRATION_STEP, direction),
			ENTRY_MIGRATION_MAX_USD);
	else if (draft->choice == CHOICE_SWITCH)
		next_pair(draft, scenario, direction);
	else if (length)
		draft->hours[CHOICE_CHANGE] = 24 * fmin(next_125(draft->hours[CHOICE_CHANGE] / 24,
								 1, direction),
							ENTRY_OVER_DAYS_MAX);
	else
		draft->amount[CHOICE_CHANGE] = moved(draft->param, draft->amount[CHOICE_CHANGE],
						     direction * TURNED_PART);
}

/* --- typing --- */

/* "120k" of the parameter that it is, or "traffic.volume_qpm 120k". */
static bool type_value(struct incident_draft *draft, const struct scenario *scenario,
		       const char *text, struct error *error)
{
	struct timeline_entry entry = { 0 };
	char name[WORD_SIZE], near[WORD_SIZE];
	enum param_id param;
	size_t n;

	text += strspn(text, " ");
	n = strcspn(text, " ");
	snprintf(name, sizeof(name), "%.*s", (int)n, text);
	if (param_find(name, &param, near, sizeof(near)))
		text += n;
	else
		param_full_name(draft->param, name, sizeof(name));
	text += strspn(text, " ");
	if (!entry_value_parse(scenario, name, text, &entry, error))
		return false;
	draft->param = entry.param;
	draft->amount[CHOICE_CHANGE] = entry.value;
	if (is_listed(entry.param) || isnan(entry.value))
		draft->hours[CHOICE_CHANGE] = 0;
	return true;
}

/* "rag hybrid", "rag to hybrid" */
static bool type_pair(struct incident_draft *draft, const char *text, struct error *error)
{
	char from[16], middle[16], to[16];
	int words = sscanf(text, "%15s %15s %15s", from, middle, to);

	if (words == 2)
		memcpy(to, middle, sizeof(to));
	if (words < 2 || (words == 3 && strcmp(middle, "to") != 0) ||
	    !arch_from_key(from, &draft->from) || !arch_from_key(to, &draft->to))
		return error_set(error, "from what to what? rag hybrid");
	return true;
}

static bool type_number(const char *text, enum unit unit, double most, double *value,
			struct error *error)
{
	double typed = *value;

	if (!parse_quantity(text, unit, typed, &typed, error))
		return false;
	if (!(typed >= 0 && typed <= most))
		return error_set(error, "not from 0 to %g: \"%.40s\"", most, text);
	*value = typed;
	return true;
}

bool dated_type(struct incident_draft *draft, const struct scenario *scenario, const char *text,
		struct error *error)
{
	double days = draft->hours[CHOICE_CHANGE] / 24;

	if (draft->choice == CHOICE_SWITCH)
		return draft->field == FIELD_LENGTH
			       ? type_number(text, UNIT_USD, ENTRY_MIGRATION_MAX_USD,
					     &draft->migration_usd, error)
			       : type_pair(draft, text, error);
	if (draft->field == FIELD_AMOUNT)
		return type_value(draft, scenario, text, error);
	if (!type_number(text, UNIT_DAYS, ENTRY_OVER_DAYS_MAX, &days, error))
		return false;
	draft->hours[CHOICE_CHANGE] = 24 * days;
	return true;
}
