// SPDX-License-Identifier: MIT
/*
 * The log: going through it, to the moments that it tells of, and changing what was set. Bookmarks
 * and every other edit of the timeline pass through here.
 */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "ui/entry_line.h"
#include "ui/log.h"

enum { PAGE_ROWS = 15, TEXT_SIZE = SCENARIO_NOTE_SIZE + 64 };

/* --- edits of the timeline --- */

void app_timeline_changed(struct app *app)
{
	app_set_playhead(app, app->ui.playhead_frac);
	app->edited = true;
	app->full = true;
}

bool app_timeline_set(struct app *app, const struct scenario *edited, struct error *error)
{
	if (!timeline_check(edited, error))
		return false;
	if (edit_timeline(&app->log, &app->scenario, edited)) {
		app->settle_s = (double)INFINITY;
		app_timeline_changed(app);
	}
	return true;
}

static void delete_entry(struct app *app, int index)
{
	struct scenario *edited = xmalloc(sizeof(*edited));
	char text[TEXT_SIZE];
	struct error error;

	*edited = app->scenario;
	entry_text(&edited->timeline[index], ENTRY_LABELS, text, sizeof(text));
	scenario_timeline_remove(edited, index);
	if (app_timeline_set(app, edited, &error))
		app_say(app, "deleted: %s; u brings it back", text);
	else
		app_complain(app, "stays, for what comes after it: %s", error.message);
	free(edited);
}

/* --- bookmarks --- */

static int bookmark_near(const struct app *app, double day)
{
	const struct scenario *scenario = &app->scenario;
	double half_step = scenario->horizon_days / RESULT_BUCKETS / 2;

	for (int i = 0; i < scenario->timeline_count; i++)
		if (entry_is_bookmark(&scenario->timeline[i]) &&
		    fabs(scenario->timeline[i].at_days - day) < half_step)
			return i;
	return -1;
}

static void set_bookmark(struct app *app, double day)
{
	struct timeline_entry entry = { .at_days = day, .kind = TIMELINE_NOTE };
	struct scenario *edited = xmalloc(sizeof(*edited));
	struct error error;

	*edited = app->scenario;
	snprintf(entry.note, sizeof(entry.note), "%s", bookmark_note);
	if (entry_add(edited, &entry, &error) && app_timeline_set(app, edited, &error))
		app_say(app, "bookmark at day %.4g; ' goes to the next one, b here removes it",
			day);
	else
		app_complain(app, "%s", error.message);
	free(edited);
}

void app_bookmark(struct app *app)
{
	double day = app_playhead_day(app);
	int index = bookmark_near(app, day);

	if (app_baseline_refuses(app, ACTION_BOOKMARK))
		return;
	if (index >= 0)
		delete_entry(app, index);
	else
		set_bookmark(app, day);
}

/* Notes are bookmarks with a text. After the last one comes the first. */
void app_next_bookmark(struct app *app)
{
	const struct scenario *scenario = &app->scenario;
	double here = app_playhead_day(app);
	const struct timeline_entry *first = NULL, *next = NULL;

	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind != TIMELINE_NOTE)
			continue;
		first = first ? first : entry;
		if (!next && entry->at_days > here + 1e-9)
			next = entry;
	}
	next = next ? next : first;
	if (!next) {
		app_say(app, "no bookmark yet: b sets one at the playhead");
		return;
	}
	app_show_day(app, next->at_days);
	app_say(app, "day %.4g: %s", next->at_days, next->note);
}

/* --- going through the log --- */

/* What is on the screen. */
static const struct snapshot *seen(const struct app *app)
{
	return app->ui.looking ? &app->pinned : &app->shown;
}

static bool is_events(const struct app *app)
{
	return app->ui.log_form == LOG_EVENTS;
}

static int row_count(const struct app *app)
{
	enum param_id params[PARAM_COUNT];
	struct log_rows rows;
	int count;

	if (!is_events(app))
		return log_params(seen(app), &app->ui, params);
	rows = log_rows(seen(app), &app->ui);
	count = rows.count;
	log_rows_free(&rows);
	return count;
}

static void choose(struct app *app, int row)
{
	int count = row_count(app);

	row = row >= count ? count - 1 : row;
	app->ui.log_row[app->ui.log_form] = row < 0 ? 0 : row;
	app->changed = true;
}

static int chosen(const struct app *app)
{
	int row = app->ui.log_row[app->ui.log_form], count = row_count(app);

	return row >= count ? count - 1 : row;
}

/* The chosen row of the events. False when there is none. */
static bool chosen_event(const struct app *app, struct log_row *row)
{
	struct log_rows rows = log_rows(seen(app), &app->ui);
	int at = app->ui.log_row[LOG_EVENTS];
	bool found = rows.count > 0;

	if (found)
		*row = rows.rows[at < rows.count ? at : rows.count - 1];
	log_rows_free(&rows);
	return found;
}

void app_log_open(struct app *app)
{
	struct log_rows rows = log_rows(seen(app), &app->ui);

	app->ui.log_row[LOG_EVENTS] = log_row_at(&rows, app->ui.playhead_frac *
								seen(app)->result.horizon_s);
	log_rows_free(&rows);
}

static void next_row(struct app *app, int steps)
{
	choose(app, chosen(app) + steps);
}

static void end_row(struct app *app, bool last)
{
	choose(app, last ? row_count(app) - 1 : 0);
}

static void page_row(struct app *app, int pages)
{
	choose(app, chosen(app) + pages * PAGE_ROWS);
}

static bool select_param(struct app *app)
{
	enum param_id params[PARAM_COUNT];
	int count = log_params(seen(app), &app->ui, params), row = chosen(app);

	if (row < 0 || row >= count)
		return false;
	app_select_knob(app, app_find_knob(app, (struct knob){ .param = params[row] }));
	return true;
}

static void go_there(struct app *app)
{
	struct log_row row;
	char text[TEXT_SIZE];

	if (!is_events(app)) {
		if (select_param(app))
			app_act(app, ACTION_SOURCE);
		return;
	}
	if (!chosen_event(app, &row))
		return;
	app_show_day(app, row.at_s / 86400);
	if (row.entry < 0)
		app->ui.arch = row.arch;
	log_row_text(seen(app), &row, text, sizeof(text));
	app_say(app, "day %.4g: %s", row.at_s / 86400, text);
}

/* --- filters --- */

/* The same row stays chosen, as far as it is still there. */
static void refilter(struct app *app, bool *filter)
{
	struct log_row before = { 0 };
	struct log_rows rows;
	bool had = is_events(app) && chosen_event(app, &before);

	*filter = !*filter;
	if (!is_events(app) || !had) {
		choose(app, 0);
		return;
	}
	rows = log_rows(seen(app), &app->ui);
	choose(app, log_row_at(&rows, before.at_s));
	log_rows_free(&rows);
}

static void only_mine(struct app *app)
{
	refilter(app, &app->ui.log_mine);
	app_say(app, app->ui.log_mine ? is_events(app) ? "only what you set"
						       : "only what the scenario sets itself"
				      : "everything");
}

static void one_arch(struct app *app)
{
	refilter(app, &app->ui.log_one_arch);
	app_say(app,
		app->ui.log_one_arch ? "one architecture: s takes the next" : "all architectures");
}

static void next_form(struct app *app)
{
	app->ui.log_form = (enum log_form)((app->ui.log_form + 1) % LOG_FORMS);
}

/* --- changing what was set --- */

/* On the command line: when it is, what it is and how long it takes. */
static void edit_line(struct app *app, int index)
{
	char line[TEXT_SIZE], command[TEXT_SIZE + 32];

	if (!entry_line_write(&app->scenario.timeline[index], line, sizeof(line)))
		return;
	app_show_day(app, app->scenario.timeline[index].at_days);
	snprintf(command, sizeof(command), "entry %d at %s", index + 1, line);
	if (strlen(command) >= sizeof(app->ui.prompt.text)) {
		app_say(app, "its note is too long for one line; D deletes it");
		return;
	}
	app_prompt_open(app, PROMPT_COMMAND, command);
}

static void change_entry(struct app *app)
{
	struct log_row row;

	if (!is_events(app)) {
		if (select_param(app))
			app_act_prompt(app, ACTION_TYPE_VALUE);
		return;
	}
	if (!chosen_event(app, &row) || row.entry < 0) {
		app_say(app, "the run did this by itself; what you set can be changed");
		return;
	}
	if (!app_incident_edit(app, row.entry))
		edit_line(app, row.entry);
}

/* The row of an entry, as the log will show it. */
static void choose_entry(struct app *app, int index)
{
	struct log_rows rows;

	app->shown.scenario = app->scenario;
	rows = log_rows(seen(app), &app->ui);
	for (int i = 0; i < rows.count; i++)
		if (rows.rows[i].entry == index)
			choose(app, i);
	log_rows_free(&rows);
}

/* By so many days; what the timeline does not allow there leaves it where it is. */
static void move_entry(struct app *app, int index, double days)
{
	struct scenario *edited = xmalloc(sizeof(*edited));
	struct timeline_entry entry = app->scenario.timeline[index];
	char text[TEXT_SIZE];
	struct error error;

	*edited = app->scenario;
	scenario_timeline_remove(edited, index);
	entry.at_days = fmin(fmax(entry.at_days + days, 0), edited->horizon_days);
	index = scenario_timeline_add(edited, &entry);
	if (!app_timeline_set(app, edited, &error)) {
		app_complain(app, "%s", error.message);
	} else {
		choose_entry(app, index);
		// A row of keys is drawn like a drag.
		app->full = false;
		app->settle_s = app->now_s + APP_SETTLE_S;
		entry_text(&entry, ENTRY_LABELS, text, sizeof(text));
		app_say(app, "day %.4g: %s; u undoes", entry.at_days, text);
	}
	free(edited);
}

/* Entries move in time, as knobs do on their tracks; parameters are turned. */
static void move_chosen(struct app *app, double steps)
{
	struct log_row row;

	if (app_baseline_refuses(app, ACTION_MORE))
		return;
	if (!is_events(app)) {
		if (select_param(app))
			app_turn(app, steps);
	} else if (!chosen_event(app, &row) || row.entry < 0) {
		app_say(app, "the run did this by itself; what you set can be moved, m shows it");
	} else {
		move_entry(app, row.entry, steps);
	}
}

static void delete_chosen(struct app *app)
{
	struct log_row row;

	if (app_baseline_refuses(app, ACTION_DELETE))
		return;
	if (!is_events(app))
		app_say(app, "parameters cannot be deleted; Bksp resets one");
	else if (!chosen_event(app, &row) || row.entry < 0)
		app_say(app, "the run did this by itself; what you set can be deleted");
	else
		delete_entry(app, row.entry);
}

static bool act(struct app *app, enum action action)
{
	if (action == ACTION_DELETE)
		delete_chosen(app);
	else if (action == ACTION_TYPE_VALUE)
		change_entry(app);
	else
		return false;
	return true;
}

const struct panel_verbs app_log_verbs = {
	.sideways = move_chosen,
	.item = next_row,
	.end = end_row,
	.page = page_row,
	.enter = go_there,
	.figure = one_arch,
	.form = next_form,
	.filter = only_mine,
	.wheel = next_row,
	.act = act,
};

/* --- mouse, search --- */

void app_log_press(struct app *app, int row, bool right, bool twice)
{
	choose(app, row);
	if (right)
		delete_chosen(app);
	else if (twice)
		go_there(app);
}

static void row_text(const struct app *app, const struct log_rows *rows, int row, char *buffer,
		     size_t size)
{
	enum param_id params[PARAM_COUNT];
	char name[96];

	if (is_events(app)) {
		log_row_text(seen(app), &rows->rows[row], buffer, size);
		return;
	}
	log_params(seen(app), &app->ui, params);
	param_full_name(params[row], name, sizeof(name));
	snprintf(buffer, size, "%s %s", name, param_table[params[row]].label);
}

bool app_log_find(struct app *app, const char *text, int direction)
{
	struct log_rows rows = log_rows(seen(app), &app->ui);
	int n = row_count(app), from = chosen(app), step = direction < 0 ? -1 : 1;
	bool found = false;
	char row[TEXT_SIZE];

	for (int i = direction == 0 ? 0 : 1; i <= n && n > 0 && !found; i++) {
		int index = ((from + i * step) % n + n) % n;

		row_text(app, &rows, index, row, sizeof(row));
		found = app_text_contains(row, text);
		if (found)
			choose(app, index);
	}
	log_rows_free(&rows);
	return found;
}
