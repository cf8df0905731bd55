// SPDX-License-Identifier: MIT
/*
 * L4. The two rows of the incident menu that are no incidents: a parameter that changes from a day
 * on, at once or gradually, and an architecture that becomes another one. Their fields as
 * ui/incident.h has them. Pure.
 */
#ifndef RAGTOP_UI_INCIDENT_DATED_H
#define RAGTOP_UI_INCIDENT_DATED_H

#include "ui/incident.h"

bool choice_is_dated(enum incident_choice choice);
/* What the draft's choice puts into the timeline. */
struct timeline_entry dated_entry(const struct incident_draft *draft);
/* FIELD_AMOUNT and FIELD_LENGTH only. */
void dated_text(const struct incident_draft *draft, enum incident_choice choice,
		enum incident_field field, char *buffer, size_t size);
void dated_turn(struct incident_draft *draft, const struct scenario *scenario, int direction);
bool dated_type(struct incident_draft *draft, const struct scenario *scenario, const char *text,
		struct error *error);

#endif
