// SPDX-License-Identifier: MIT
/*
 * L4. Incidents as a person injects them: what can be chosen, how much of it, and which entries of
 * the timeline that makes. Pure: knows scenarios, not the screen.
 */
#ifndef RAGTOP_UI_INCIDENT_H
#define RAGTOP_UI_INCIDENT_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

/* In the order of the menu. */
enum incident_choice {
	CHOICE_RETRAIN_FAILS,
	CHOICE_VECTOR_DB_DOWN,
	CHOICE_API_BROWNOUT,
	CHOICE_UPDATE_BURST,
	CHOICE_TRAFFIC,
	CHOICE_PRICE_CHANGE,
	CHOICE_CHANGE, /* of any parameter, at once or gradually */
	CHOICE_SWITCH, /* of an architecture to another one */
	CHOICE_DELETION_REQUEST,
	CHOICE_NOTE,
	CHOICE_COUNT,
};

enum incident_field { FIELD_AMOUNT, FIELD_LENGTH, FIELD_DAY, FIELD_COUNT };

struct incident_draft {
	enum incident_choice choice;
	double amount[CHOICE_COUNT], hours[CHOICE_COUNT]; /* as left when another is looked at */
	double at_days;
	enum param_id param;  /* of CHOICE_CHANGE; the amount is its new value */
	enum arch from, to;   /* of CHOICE_SWITCH */
	double migration_usd; /* likewise, its "length" */
	char note[SCENARIO_NOTE_SIZE];
	enum incident_field field; /* that the keys turn */
	int replaces;              /* the entry of the timeline that is edited; -1: a new one */
	bool middle;               /* the day is a proposal, not the playhead's */
};

/* At a day, as everything stands at first. */
void incident_draft_init(struct incident_draft *draft, double at_days);
/* Another parameter to change, with a proposal of what to. */
void incident_draft_param(struct incident_draft *draft, const struct scenario *scenario,
			  enum param_id param);
/* A switch that the scenario allows. */
void incident_draft_pair(struct incident_draft *draft, const struct scenario *scenario);
/* As an entry has it. False when the menu has nothing of its kind. */
bool incident_draft_from(struct incident_draft *draft, const struct scenario *scenario, int index);

char incident_choice_key(enum incident_choice choice);
const char *incident_choice_label(enum incident_choice choice);
/* "staleness": what it hits first. */
const char *incident_hits(const struct incident_draft *draft, enum incident_choice choice);
/* Does it hit the column of this architecture first? Columns that switch by what they are then. */
bool incident_hits_arch(const struct incident_draft *draft, const struct scenario *scenario,
			enum incident_choice choice, enum arch arch);
/* Is there something to turn or type? A note's amount is its text. */
bool incident_has_field(enum incident_choice choice, enum incident_field field);
/* "3x slower", "4 h", "150.0"; "–" where there is no such thing. */
void incident_field_text(const struct incident_draft *draft, enum incident_choice choice,
			 enum incident_field field, char *buffer, size_t size);
/* One step of the field, or several. */
void incident_turn(struct incident_draft *draft, const struct scenario *scenario, int steps);
/* Takes what was typed into the field. False changes nothing. */
bool incident_type(struct incident_draft *draft, const struct scenario *scenario, const char *text,
		   struct error *error);

/* Puts its entries into the timeline. False: there is no room or the run does not allow it. */
bool incident_apply(const struct incident_draft *draft, struct scenario *scenario,
		    struct error *error);
/* A mark of the time line that somebody put there with a key. */
bool entry_is_bookmark(const struct timeline_entry *entry);
extern const char bookmark_note[];

#endif
