// SPDX-License-Identifier: MIT
#include "ui/incident.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/format.h"
#include "io/scenario_io.h"
#include "sim/arch.h"
#include "study/flip.h"
#include "ui/entry_line.h"
#include "ui/incident_dated.h"

enum hits { HITS_ALL, HITS_TUNED, HITS_INDEX };

struct choice {
	char key;
	const char *label, *what; /* hit first */
	enum hits hits;
	enum incident incident;
	double amount, lo, hi; /* lo == hi: there is no amount */
	const char *fixed;     /* what stands for the amount then */
	double hours;          /* 0: it does not last */
	const char *at_once;
};

/* clang-format off */
static const struct choice choices[CHOICE_COUNT] = {
	[CHOICE_RETRAIN_FAILS] = { 'r', "retraining fails", "staleness", HITS_TUNED,
		INCIDENT_RETRAIN_FAILS, 0, 0, 0, "1 run", 0, "–" },
	[CHOICE_VECTOR_DB_DOWN] = { 'v', "vector DB down", "latency, answers", HITS_INDEX,
		INCIDENT_VECTOR_DB_DOWN, 0, 0, 0, "all", 4, "" },
	[CHOICE_API_BROWNOUT] = { 'a', "API brown-out", "latency", HITS_ALL,
		INCIDENT_API_BROWNOUT, 3, 0.01, 1000, "", 2, "" },
	[CHOICE_UPDATE_BURST] = { 'u', "burst of updates", "staleness", HITS_TUNED,
		INCIDENT_UPDATE_BURST, 50, 1, 1e6, "", 0, "at once" },
	[CHOICE_TRAFFIC] = { 't', "traffic", "latency, cost", HITS_ALL,
		INCIDENT_TRAFFIC, 10, 0, 1e6, "", 24, "" },
	[CHOICE_PRICE_CHANGE] = { 'p', "price change", "cost", HITS_ALL,
		INCIDENT_PRICE_CHANGE, 0.2, -1, 1000, "", 0, "for good" },
	[CHOICE_CHANGE] = { 'g', "gradual change", "", HITS_ALL,
		INCIDENT_NONE, 120000, -INFINITY, INFINITY, "", 30 * 24, "" },
	[CHOICE_SWITCH] = { 's', "switch", "all of it", HITS_ALL,
		INCIDENT_NONE, 0, -INFINITY, INFINITY, "", 1, "" },
	[CHOICE_DELETION_REQUEST] = { 'd', "deletion request", "compliance", HITS_TUNED,
		INCIDENT_DELETION_REQUEST, 0, 0, 0, "1 record", 0, "at once" },
	[CHOICE_NOTE] = { 'n', "note only", "the log", HITS_ALL,
		INCIDENT_NONE, 0, 0, 0, "", 0, "" },
};
/* clang-format on */

/* What a provider's change of price moves: those that are set; the others follow them. */
static const enum param_id prices[] = {
	P_base_input_usd_per_mtok,    P_base_output_usd_per_mtok, P_base_cached_usd_per_mtok,
	P_ft_input_usd_per_mtok,      P_ft_output_usd_per_mtok,   P_hybrid_input_usd_per_mtok,
	P_hybrid_output_usd_per_mtok,
};

enum { PRICES = sizeof(prices) / sizeof(prices[0]) };

const char bookmark_note[] = "bookmark";

void incident_draft_init(struct incident_draft *draft, double at_days)
{
	*draft = (struct incident_draft){
		.at_days = at_days,
		.replaces = -1,
		.param = P_traffic_volume_qpm,
		.from = ARCH_RAG,
		.to = ARCH_HYBRID,
	};
	for (int i = 0; i < CHOICE_COUNT; i++) {
		draft->amount[i] = choices[i].amount;
		draft->hours[i] = choices[i].hours;
	}
}

bool incident_draft_from(struct incident_draft *draft, const struct scenario *scenario, int index)
{
	const struct timeline_entry *entry = &scenario->timeline[index];
	int choice = CHOICE_NOTE;

	while (choice >= 0 && choices[choice].incident != entry->incident)
		choice--;
	if (choice < 0 || (entry->kind != TIMELINE_INCIDENT && entry->kind != TIMELINE_NOTE))
		return false;
	incident_draft_init(draft, entry->at_days);
	draft->choice = (enum incident_choice)choice;
	draft->replaces = index;
	snprintf(draft->note, sizeof(draft->note), "%s", entry->note);
	if (entry->for_hours > 0)
		draft->hours[choice] = entry->for_hours;
	if (entry->times > 0 || incident_form(entry->incident).counts_always)
		draft->amount[choice] = entry->times;
	return true;
}

char incident_choice_key(enum incident_choice choice)
{
	return choices[choice].key;
}

const char *incident_choice_label(enum incident_choice choice)
{
	return choices[choice].label;
}

const char *incident_hits(const struct incident_draft *draft, enum incident_choice choice)
{
	return choice == CHOICE_CHANGE ? param_table[draft->param].label : choices[choice].what;
}

bool incident_hits_arch(const struct incident_draft *draft, const struct scenario *scenario,
			enum incident_choice choice, enum arch arch)
{
	const struct timeline_entry *to = scenario_switch(scenario, arch);

	if (choice == CHOICE_SWITCH)
		return arch == draft->from;
	if (to && to->at_days <= draft->at_days)
		arch = to->to;
	switch (choices[choice].hits) {
	case HITS_ALL:
		return choice != CHOICE_NOTE && choice != CHOICE_CHANGE;
	case HITS_TUNED:
		return arch_tuned(arch);
	case HITS_INDEX:
		return arch_retrieves(arch);
	}
	return false;
}

bool incident_has_field(enum incident_choice choice, enum incident_field field)
{
	switch (field) {
	case FIELD_AMOUNT:
		return choices[choice].hi > choices[choice].lo || choice == CHOICE_NOTE;
	case FIELD_LENGTH:
		return choices[choice].hours > 0;
	case FIELD_DAY:
	case FIELD_COUNT:
		break;
	}
	return true;
}

void incident_field_text(const struct incident_draft *draft, enum incident_choice choice,
			 enum incident_field field, char *buffer, size_t size)
{
	const struct choice *row = &choices[choice];

	if (field == FIELD_DAY)
		snprintf(buffer, size, "%.1f", draft->at_days);
	else if (choice_is_dated(choice))
		dated_text(draft, choice, field, buffer, size);
	else if (field == FIELD_LENGTH && row->hours > 0)
		format_set_value(buffer, size, draft->hours[choice] * 3600, UNIT_S);
	else if (field == FIELD_LENGTH)
		snprintf(buffer, size, "%s", row->at_once);
	else if (choice == CHOICE_NOTE)
		snprintf(buffer, size, "%s", draft->note);
	else if (choice == CHOICE_PRICE_CHANGE)
		snprintf(buffer, size, "%+.4g %%", 100 * draft->amount[choice]);
	else if (row->hi > row->lo)
		incident_times_text(row->incident, draft->amount[choice], buffer, size);
	else
		snprintf(buffer, size, "%s", row->fixed);
}

/* --- turning --- */

/* The next of 1 1.5 2 3 4 5 6 8 10 15 ... */
static double next_round(double value, int direction)
{
	static const double steps[] = { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 };
	enum { STEPS = sizeof(steps) / sizeof(steps[0]) };
	const double same = 1e-9;
	double decade = value > 0 ? pow(10, floor(log10(value) + same)) : 0.1;

	for (int i = 0; direction > 0 && i < STEPS; i++)
		if (steps[i] * decade > value * (1 + same))
			return steps[i] * decade;
	for (int i = STEPS - 1; direction < 0 && i >= 0; i--)
		if (steps[i] * decade < value * (1 - same))
			return steps[i] * decade;
	return direction < 0 ? 0.8 * decade : value;
}

static double clamp(double value, double lo, double hi)
{
	return fmin(fmax(value, lo), hi);
}

static double turned(enum incident_choice choice, double amount, int direction)
{
	const double price_step = 0.05;

	if (choice == CHOICE_PRICE_CHANGE)
		return price_step * (floor(amount / price_step + 0.5) + direction);
	amount = next_round(amount, direction);
	if (choice == CHOICE_UPDATE_BURST)
		amount = direction > 0 ? ceil(amount) : floor(amount);
	return choice == CHOICE_TRAFFIC && amount < 0.1 ? 0 : amount;
}

static void turn_one(struct incident_draft *draft, const struct scenario *scenario, int direction)
{
	const double horizon_days = scenario->horizon_days;
	enum incident_choice choice = draft->choice;
	const struct choice *row = &choices[choice];
	const double hours_min = 1.0 / 60, hours_max = ENTRY_HOURS_MAX;
	double step = horizon_days / 180;

	if (!incident_has_field(choice, draft->field))
		return;
	if (choice_is_dated(choice) && draft->field != FIELD_DAY) {
		dated_turn(draft, scenario, direction);
		return;
	}
	switch (draft->field) {
	case FIELD_AMOUNT:
		if (row->hi > row->lo)
			draft->amount[choice] = clamp(
				turned(choice, draft->amount[choice], direction), row->lo, row->hi);
		return;
	case FIELD_LENGTH:
		draft->hours[choice] = clamp(next_round(draft->hours[choice], direction), hours_min,
					     hours_max);
		return;
	case FIELD_DAY:
	case FIELD_COUNT:
		draft->at_days = clamp(step * (floor(draft->at_days / step + 0.5) + direction), 0,
				       horizon_days);
		return;
	}
}

void incident_turn(struct incident_draft *draft, const struct scenario *scenario, int steps)
{
	for (int i = 0; i < abs(steps); i++)
		turn_one(draft, scenario, steps > 0 ? 1 : -1);
}

/* --- typing --- */

/* "+20 %", "20", "-5%": always of the price, always per cent. */
static bool parse_percent(const char *text, double *share, struct error *error)
{
	char *end;
	double value = strtod(text, &end);

	end += strspn(end, " ");
	end += *end == '%';
	if (end == text || end[strspn(end, " ")] != '\0' || !isfinite(value))
		return error_set(error, "not a change in per cent: \"%.40s\"", text);
	*share = value / 100;
	return true;
}

static bool parse_amount(enum incident_choice choice, const char *text, double now, double *value,
			 struct error *error)
{
	const struct choice *row = &choices[choice];

	if (choice == CHOICE_PRICE_CHANGE) {
		if (!parse_percent(text, value, error))
			return false;
	} else {
		text += strspn(text, " x"); // x10 is ten times the usual, not of what stood here
		if (!parse_quantity(text, UNIT_COUNT, now, value, error))
			return false;
	}
	if (choice == CHOICE_UPDATE_BURST && *value != floor(*value))
		return error_set(error, "not a whole number: \"%.40s\"", text);
	if (!(*value >= row->lo && *value <= row->hi))
		return error_set(error, "not from %g to %g: \"%.40s\"", row->lo, row->hi, text);
	return true;
}

static bool type_length(struct incident_draft *draft, const char *text, struct error *error)
{
	double hours = draft->hours[draft->choice];

	if (!parse_quantity(text, UNIT_HOURS, hours, &hours, error))
		return false;
	if (!(hours > 0 && hours <= ENTRY_HOURS_MAX))
		return error_set(error, "not above 0 and up to %d hours: \"%.40s\"",
				 ENTRY_HOURS_MAX, text);
	draft->hours[draft->choice] = hours;
	return true;
}

static bool type_day(struct incident_draft *draft, double horizon_days, const char *text,
		     struct error *error)
{
	double day = draft->at_days;

	if (!parse_quantity(text, UNIT_DAYS, day, &day, error))
		return false;
	if (!(day >= 0 && day <= horizon_days))
		return error_set(error, "not a day from 0 to %g: \"%.40s\"", horizon_days, text);
	draft->at_days = day;
	draft->middle = false;
	return true;
}

bool incident_type(struct incident_draft *draft, const struct scenario *scenario, const char *text,
		   struct error *error)
{
	double value = draft->amount[draft->choice];

	if (choice_is_dated(draft->choice) && draft->field != FIELD_DAY)
		return dated_type(draft, scenario, text, error);
	switch (draft->field) {
	case FIELD_AMOUNT:
		break;
	case FIELD_LENGTH:
		return type_length(draft, text, error);
	case FIELD_DAY:
	case FIELD_COUNT:
		return type_day(draft, scenario->horizon_days, text, error);
	}
	if (draft->choice == CHOICE_NOTE) {
		snprintf(draft->note, sizeof(draft->note), "%s", text);
		return true;
	}
	if (!parse_amount(draft->choice, text, value, &value, error))
		return false;
	draft->amount[draft->choice] = value;
	return true;
}

/* --- into the timeline --- */

static double price_at(const struct scenario *scenario, enum param_id id, double day)
{
	return knob_get(scenario, knob_at_day(scenario, (struct knob){ .param = id }, day));
}

static bool add(struct scenario *scenario, const struct timeline_entry *entry, struct error *error)
{
	return scenario_timeline_add(scenario, entry) >= 0 ||
	       error_set(error, "the timeline is full: %d entries", SCENARIO_TIMELINE_MAX);
}

static bool apply_prices(const struct incident_draft *draft, struct scenario *scenario,
			 struct error *error)
{
	bool first = true;

	for (int i = 0; i < PRICES; i++) {
		struct timeline_entry entry = { .at_days = draft->at_days,
						.kind = TIMELINE_SET,
						.param = prices[i],
						.incident = INCIDENT_PRICE_CHANGE };
		double now = price_at(scenario, prices[i], draft->at_days);

		if (isnan(now) || now == 0)
			continue;
		entry.value = fmin(now * (1 + draft->amount[CHOICE_PRICE_CHANGE]),
				   param_table[prices[i]].max);
		if (first)
			snprintf(entry.note, sizeof(entry.note), "prices %+.4g %%",
				 100 * draft->amount[CHOICE_PRICE_CHANGE]);
		first = false;
		if (!add(scenario, &entry, error))
			return false;
	}
	return !first || error_set(error, "no price of tokens is set that could change");
}

bool incident_apply(const struct incident_draft *draft, struct scenario *scenario,
		    struct error *error)
{
	const struct choice *row = &choices[draft->choice];
	struct incident_form form = incident_form(row->incident);
	struct timeline_entry entry = { .at_days = draft->at_days,
					.kind = TIMELINE_INCIDENT,
					.incident = row->incident };

	if (draft->choice == CHOICE_PRICE_CHANGE)
		return apply_prices(draft, scenario, error);
	if (choice_is_dated(draft->choice)) {
		entry = dated_entry(draft);
		return entry_add(scenario, &entry, error);
	}
	if (draft->choice == CHOICE_NOTE)
		entry.kind = TIMELINE_NOTE;
	if (draft->choice == CHOICE_NOTE && draft->note[0] == '\0')
		return error_set(error, "a note needs a text: = types it");
	if (draft->choice == CHOICE_TRAFFIC && scenario->trace)
		return error_set(error, "the queries of a trace are what they are");
	if (form.lasts)
		entry.for_hours = draft->hours[draft->choice];
	if (form.counts)
		entry.times = draft->amount[draft->choice];
	if (draft->choice == CHOICE_NOTE || draft->replaces >= 0)
		snprintf(entry.note, sizeof(entry.note), "%s", draft->note);
	return add(scenario, &entry, error);
}

bool entry_is_bookmark(const struct timeline_entry *entry)
{
	return entry->kind == TIMELINE_NOTE && strcmp(entry->note, bookmark_note) == 0;
}
