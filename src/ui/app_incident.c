// SPDX-License-Identifier: MIT
/*
 * The incident menu: what stands in it is tried out at once, outside the log of edits; Enter keeps
 * it as one step of undo, Esc leaves nothing behind.
 */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "ui/incident_dated.h"

enum { PROPOSED_HALF = 2 };

static struct incident_draft *draft_of(struct app *app)
{
	return &app->ui.incident;
}

/* The timeline as it was when the menu opened. */
static void restore(struct app *app)
{
	const struct scenario *before = &app->incident_scenario;

	app->scenario.timeline_count = before->timeline_count;
	memcpy(app->scenario.timeline, before->timeline, sizeof(before->timeline));
	app->ui.incident_after = NULL;
	app_timeline_changed(app);
}

/* False, with the timeline as it was, when there is nothing to try out. */
static bool try_out(struct app *app, struct error *error)
{
	const struct incident_draft *draft = draft_of(app);
	bool ok;

	restore(app);
	if (draft->replaces >= 0)
		scenario_timeline_remove(&app->scenario, draft->replaces);
	ok = incident_apply(draft, &app->scenario, error) && timeline_check(&app->scenario, error);
	if (!ok)
		restore(app);
	app_timeline_changed(app);
	// The figures of the menu need the full run, but not one for every key.
	app->full = false;
	app->settle_s = app->now_s + APP_SETTLE_S;
	return ok;
}

static void show(struct app *app)
{
	struct error error;

	if (!try_out(app, &error) && draft_of(app)->choice != CHOICE_NOTE)
		app_complain(app, "%s", error.message);
	app->changed = true;
}

static void open_menu(struct app *app)
{
	bool known = app->shown.has_result && app->shown.generation == app->generation;

	edit_close(&app->log);
	app->ui.playing = false;
	app->incident_scenario = app->scenario;
	app->incident_knob = app->ui.knob;
	app->incident_before = app->shown.result;
	app->ui.incident_before = known ? &app->incident_before : NULL;
	app->ui.overlay = OVERLAY_INCIDENT;
	show(app);
}

static bool can_change(struct knob knob)
{
	return !knob.is_target && !param_table[knob.param].fixed_in_time;
}

/* Of the active knob, and a switch that is possible. */
static void propose_change(struct app *app)
{
	struct knob knob = app->ui.knobs[app->ui.knob];

	if (!can_change(knob))
		knob = (struct knob){ .param = P_traffic_volume_qpm };
	incident_draft_param(draft_of(app), &app->scenario, knob.param);
	incident_draft_pair(draft_of(app), &app->scenario);
}

void app_incident_open(struct app *app)
{
	struct incident_draft *draft = draft_of(app);
	bool at_end = app->ui.playhead_frac >= 1;
	double horizon_days = app->scenario.horizon_days;

	incident_draft_init(draft, at_end ? horizon_days / PROPOSED_HALF : app_playhead_day(app));
	draft->choice = CHOICE_VECTOR_DB_DOWN;
	draft->middle = at_end;
	propose_change(app);
	open_menu(app);
}

bool app_incident_edit(struct app *app, int index)
{
	struct incident_draft draft;

	if (!incident_draft_from(&draft, &app->scenario, index))
		return false;
	*draft_of(app) = draft;
	propose_change(app);
	open_menu(app);
	return true;
}

/* --- keys --- */

static void close_menu(struct app *app)
{
	restore(app);
	app->settle_s = (double)INFINITY;
	app->ui.overlay = OVERLAY_NONE;
}

static void cancel(struct app *app)
{
	close_menu(app);
	app_select_knob(app, app->incident_knob);
}

static void type_field(struct app *app)
{
	const struct incident_draft *draft = draft_of(app);

	if (!incident_has_field(draft->choice, draft->field)) {
		app_say(app, "there is nothing to type here; Tab goes to the day");
		return;
	}
	app->incident_typed = *draft;
	app_prompt_open(app, PROMPT_INCIDENT, draft->choice == CHOICE_NOTE ? draft->note : "");
}

static void say_incident(struct app *app)
{
	const struct incident_draft *draft = draft_of(app);
	char amount[SCENARIO_NOTE_SIZE], length[64];
	bool counts = incident_has_field(draft->choice, FIELD_AMOUNT);
	bool lasts = incident_has_field(draft->choice, FIELD_LENGTH);

	incident_field_text(draft, draft->choice, FIELD_AMOUNT, amount, sizeof(amount));
	incident_field_text(draft, draft->choice, FIELD_LENGTH, length, sizeof(length));
	app_say(app, "%s%s%.60s%s%s at day %.4g; 0 lists it, u undoes",
		incident_choice_label(draft->choice), counts ? " " : "", counts ? amount : "",
		lasts ? " " : "", lasts ? length : "", draft->at_days);
}

static void say_done(struct app *app)
{
	const struct incident_draft *draft = draft_of(app);
	char text[SCENARIO_NOTE_SIZE + 128];
	struct timeline_entry entry;

	if (choice_is_dated(draft->choice)) {
		entry = dated_entry(draft);
		entry_text(&entry, ENTRY_LABELS, text, sizeof(text));
		app_say(app, "day %.4g: %s; 0 lists it, u undoes", draft->at_days, text);
		return;
	}
	say_incident(app);
}

/* Has the simulator said no to what stands in the menu? Unchanged, it is not asked again. */
static bool is_refused(const struct app *app)
{
	return app->shown.generation == app->generation && !app->shown.has_result;
}

static void inject(struct app *app)
{
	struct scenario *edited;
	struct error error;

	if (draft_of(app)->choice == CHOICE_NOTE && draft_of(app)->note[0] == '\0') {
		draft_of(app)->field = FIELD_AMOUNT;
		type_field(app);
		return;
	}
	if (!try_out(app, &error)) {
		app_complain(app, "%s", error.message);
		return;
	}
	if (is_refused(app)) {
		app_complain(app, "not possible: %s", app->shown.error.message);
		return;
	}
	edited = xmalloc(sizeof(*edited));
	*edited = app->scenario;
	close_menu(app);
	app_timeline_set(app, edited, &error);
	app_record_mark(app, "incident: %s", incident_choice_label(draft_of(app)->choice));
	say_done(app);
	free(edited);
}

static void choose(struct app *app, int choice)
{
	struct incident_draft *draft = draft_of(app);

	draft->choice = (enum incident_choice)((choice + CHOICE_COUNT) % CHOICE_COUNT);
	if (!incident_has_field(draft->choice, draft->field))
		draft->field = FIELD_AMOUNT;
	show(app);
}

static void turn(struct app *app, int steps)
{
	struct incident_draft *draft = draft_of(app);

	if (!incident_has_field(draft->choice, draft->field) ||
	    (draft->choice == CHOICE_NOTE && draft->field == FIELD_AMOUNT)) {
		app_say(app, draft->choice == CHOICE_NOTE
				     ? "= types the note"
				     : "there is no amount to turn; Tab goes to the day");
		return;
	}
	incident_turn(draft, &app->incident_scenario, steps);
	draft->middle = draft->middle && draft->field != FIELD_DAY;
	show(app);
}

/* Over what the incident has none of. */
static void next_field(struct app *app)
{
	struct incident_draft *draft = draft_of(app);

	do
		draft->field = (enum incident_field)((draft->field + 1) % FIELD_COUNT);
	while (!incident_has_field(draft->choice, draft->field));
}

/* Another parameter to change: that of the next knob, which is the active one then. */
static void next_param(struct app *app, int steps)
{
	int count = app->ui.knob_count, at = app->ui.knob;

	do
		at = ((at + steps) % count + count) % count;
	while (!can_change(app->ui.knobs[at]));
	app_select_knob(app, at);
	incident_draft_param(draft_of(app), &app->incident_scenario, app->ui.knobs[at].param);
	show(app);
}

static bool choose_by_key(struct app *app, uint32_t key)
{
	for (int i = 0; i < CHOICE_COUNT; i++)
		if ((uint32_t)incident_choice_key((enum incident_choice)i) == key) {
			choose(app, i);
			return true;
		}
	return false;
}

void app_incident_key(struct app *app, uint32_t key)
{
	const enum incident_choice choice = draft_of(app)->choice;

	if (key == INPUT_ESCAPE || key == 'q' || key == (INPUT_CTRL | 'c'))
		cancel(app);
	else if (key == INPUT_ENTER)
		inject(app);
	else if (key == 'j' || key == INPUT_DOWN || key == 'k' || key == INPUT_UP)
		choose(app, (int)choice + (key == 'j' || key == INPUT_DOWN ? 1 : -1));
	else if (key == 'h' || key == INPUT_LEFT || key == 'l' || key == INPUT_RIGHT)
		turn(app, key == 'l' || key == INPUT_RIGHT ? 1 : -1);
	else if (key == INPUT_TAB)
		next_field(app);
	else if (key == '=')
		type_field(app);
	else if ((key == '[' || key == ']') && choice == CHOICE_CHANGE)
		next_param(app, key == ']' ? 1 : -1);
	else if (!choose_by_key(app, key))
		app_say(app, "Enter injects, Esc leaves nothing behind");
}

void app_incident_press(struct app *app, int choice, bool twice)
{
	if (twice)
		inject(app);
	else
		choose(app, choice);
}

/* --- typing --- */

void app_incident_typing(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;
	struct incident_draft *draft = draft_of(app);
	char text[SCENARIO_NOTE_SIZE];
	struct error error;

	*draft = app->incident_typed;
	prompt->message[0] = '\0';
	prompt->valid = false;
	if (prompt->text[strspn(prompt->text, " ")] == '\0') {
		show(app);
		return;
	}
	if (!incident_type(draft, &app->incident_scenario, prompt->text, &error) ||
	    !try_out(app, &error)) {
		snprintf(prompt->message, sizeof(prompt->message), "! %.150s", error.message);
		return;
	}
	prompt->valid = true;
	if (draft->choice == CHOICE_NOTE && draft->field == FIELD_AMOUNT)
		return;
	incident_field_text(draft, draft->choice, draft->field, text, sizeof(text));
	snprintf(prompt->message, sizeof(prompt->message), "%s%.150s",
		 draft->field == FIELD_DAY ? "day " : "", text);
}

bool app_incident_typed(struct app *app)
{
	if (app->ui.prompt.text[0] != '\0' && !app->ui.prompt.valid)
		return false;
	app->ui.overlay = OVERLAY_INCIDENT;
	return true;
}

void app_incident_untyped(struct app *app)
{
	*draft_of(app) = app->incident_typed;
	app->ui.overlay = OVERLAY_INCIDENT;
	show(app);
}

/* --- the preview --- */

void app_incident_snapshot(struct app *app)
{
	const struct snapshot *shown = &app->shown;
	bool open = app->ui.overlay == OVERLAY_INCIDENT ||
		    (app->ui.overlay == OVERLAY_PROMPT && app->ui.prompt.kind == PROMPT_INCIDENT);

	if (!open || app->edited || shown->generation != app->generation || !shown->has_result)
		return;
	// Figures of another level would differ for reasons of their own.
	if (app->ui.incident_before && shown->result.fidelity != app->incident_before.fidelity)
		return;
	app->incident_after = shown->result;
	app->ui.incident_after = &app->incident_after;
}
