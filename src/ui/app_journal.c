// SPDX-License-Identifier: MIT
/*
 * Unsaved edits outlive the program. While the scenario differs from its file, a journal holds it,
 * not more than APP_JOURNAL_S behind; one that a dead program left behind is offered, never taken
 * by itself.
 */
#include "ui/app_journal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ui/app_moves.h"

/* --- writing --- */

void app_journal_edited(struct app *app)
{
	struct app_journal *journal = &app->journal;

	if (journal->own && journal->due_s == (double)INFINITY)
		journal->due_s = app->now_s + APP_JOURNAL_S;
}

/* A journal that cannot be written is said once; editing goes on. */
static void complain_once(struct app *app, const struct error *error)
{
	if (!app->journal.failed)
		app_complain(app, "no journal of unsaved edits: %.200s", error->message);
	app->journal.failed = true;
}

void app_journal_flush(struct app *app)
{
	struct app_journal *journal = &app->journal;
	struct error error;

	// What is only tried out is no edit; what it will be is known once that is over.
	if (!journal->own || journal->due_s == (double)INFINITY || app_previews(app))
		return;
	journal->due_s = (double)INFINITY;
	if (!edit_dirty(&app->log))
		journal_clear(journal->own);
	else if (!journal_write(journal->own, &app->ui.file, &app->scenario, &error))
		complain_once(app, &error);
	else
		journal->failed = false;
}

void app_journal_tick(struct app *app)
{
	struct app_journal *journal = &app->journal;

	if (app->now_s < journal->due_s)
		return;
	if (app_previews(app))
		journal->due_s = app->now_s + APP_JOURNAL_S;
	else
		app_journal_flush(app);
}

void app_journal_drop(struct app *app)
{
	if (app->journal.own)
		journal_clear(app->journal.own);
	journal_free(app->journal.own);
	app->journal.own = NULL;
	app->journal.due_s = (double)INFINITY;
}

void app_journal_saved(struct app *app)
{
	bool keeps = app->journal.own;

	app_journal_drop(app);
	if (keeps)
		app->journal.own = journal_new(app->journal.folder, app->ui.file_name);
}

/* --- what was left behind --- */

/* An offer that nobody took up stays for the next time. */
static void forget_offer(struct app *app)
{
	journal_free(app->journal.left);
	app->journal.left = NULL;
	free(app->journal.entry);
	app->journal.entry = NULL;
	app->ui.offer.scenario = NULL;
	if (app->ui.overlay == OVERLAY_JOURNAL)
		app->ui.overlay = OVERLAY_NONE;
	app->changed = true;
}

static void make_offer(struct app *app)
{
	const struct journal_entry *entry = app->journal.entry;
	struct journal_offer *offer = &app->ui.offer;
	time_t when = (time_t)entry->when_s;
	struct tm local;

	offer->scenario = &entry->scenario;
	offer->file_changed = entry->file_print != journal_print(&app->ui.file);
	if (!localtime_r(&when, &local) ||
	    strftime(offer->when, sizeof(offer->when), "%Y-%m-%d %H:%M", &local) == 0)
		snprintf(offer->when, sizeof(offer->when), "an unknown day");
	app->ui.overlay = OVERLAY_JOURNAL;
}

static void look_for_left(struct app *app)
{
	struct app_journal *journal = &app->journal;
	struct error error;

	journal->entry = xmalloc(sizeof(*journal->entry));
	journal->left = journal_find(journal->folder, app->ui.file_name, journal->entry, &error);
	if (journal->left) {
		make_offer(app);
		return;
	}
	forget_offer(app);
	if (error.message[0] != '\0')
		app_complain(app, "%s", error.message);
	else if (app->ui.file_name[0] != '\0' && journal_waits(journal->folder, ""))
		app_say(app, "there are unsaved edits of a scenario without a file; ragtop alone "
			     "offers them");
}

void app_journal_load(struct app *app)
{
	if (app->journal.folder[0] == '\0')
		return;
	app_journal_drop(app);
	forget_offer(app);
	app->journal.own = journal_new(app->journal.folder, app->ui.file_name);
	look_for_left(app);
}

void app_journal_begin(struct app *app)
{
	journal_folder(app->journal.folder);
	app_journal_load(app);
}

/* Nothing on disk has these values, and there is nothing before them to undo. */
static void restore(struct app *app)
{
	struct app_journal *journal = &app->journal;

	app_moves_free(app); // they go by a log of edits that ends here
	app_journal_drop(app);
	journal->own = journal->left;
	journal->left = NULL;
	app->scenario = journal->entry->scenario;
	edit_release(&app->log);
	app->log.saved = -1;
	app->edited = true;
	app->full = true;
	forget_offer(app);
	if (!scenario_compares(&app->scenario, app->ui.arch))
		app->ui.arch = app->scenario.archs[0];
	app_timeline_changed(app);
	app_say(app, "unsaved edits restored; w saves them");
}

static void drop_left(struct app *app)
{
	journal_clear(app->journal.left);
	forget_offer(app);
	app_say(app, "unsaved edits dropped");
}

void app_journal_key(struct app *app, uint32_t key)
{
	if (key == 'r')
		restore(app);
	else if (key == 'd')
		drop_left(app);
	else if (key == INPUT_ESCAPE || key == 'q' || key == ':') {
		forget_offer(app);
		app_say(app, "they are offered again at the next start");
		// In a command that somebody is typing an r or a d is no answer.
		if (key == ':')
			app_act(app, ACTION_COMMAND);
	}
}

bool app_command_journal(struct app *app, const char *arguments, struct error *error)
{
	bool restores = strcmp(arguments, "restore") == 0;

	if (!restores && strcmp(arguments, "drop") != 0)
		return error_set(error, "restore or drop?");
	if (!app->journal.left)
		return error_set(error, "no unsaved edits were left behind");
	if (restores)
		restore(app);
	else
		drop_left(app);
	return true;
}

void app_journal_end(struct app *app)
{
	struct app_journal *journal = &app->journal;
	struct error error;

	forget_offer(app);
	app_journal_flush(app);
	if (journal->own && !journal_keep(journal->own, &error))
		complain_once(app, &error);
	journal_free(journal->own);
	journal->own = NULL;
}
