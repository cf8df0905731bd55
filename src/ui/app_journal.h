// SPDX-License-Identifier: MIT
/* L4. Unsaved edits outlive the program. */
#ifndef RAGTOP_UI_APP_JOURNAL_H
#define RAGTOP_UI_APP_JOURNAL_H

#include "ui/app.h"

/* Keeps a journal from now on, and offers what was left behind. */
void app_journal_begin(struct app *app);
/* Another scenario: what was unsaved of the last one is dropped. */
void app_journal_load(struct app *app);
/* The scenario is another than the last time. */
void app_journal_edited(struct app *app);
void app_journal_tick(struct app *app);
/* Writes at once what is not written yet. */
void app_journal_flush(struct app *app);
/* The file has it all now, and may be another file. */
void app_journal_saved(struct app *app);
/* The user does not want the edits any more. */
void app_journal_drop(struct app *app);
/* The program ends: unsaved edits stay in the journal. */
void app_journal_end(struct app *app);
void app_journal_key(struct app *app, uint32_t key);
/* "restore" or "drop" */
bool app_command_journal(struct app *app, const char *arguments, struct error *error);

#endif
