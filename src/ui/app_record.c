// SPDX-License-Identifier: MIT
/* Recording what goes to the terminal. */
#include "ui/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "ui/record.h"

void app_record_toggle(struct app *app)
{
	char name[APP_PATH_SIZE];

	if (app->record) {
		app_say(app, "recorded %s", record_path(app->record));
		app_record_stop(app);
		return;
	}
	app_suggest_name(app, ".cast", name, sizeof(name));
	app_prompt_open(app, PROMPT_RECORD, name);
}

bool app_record_start(struct app *app, const char *path, struct error *error)
{
	if (app->blind)
		return error_set(error, "nothing is drawn here that could be recorded");
	if (!app_may_write(app, path, error))
		return false;
	app->record = record_open(path, app->scenario.name, app->now_s, app->canvas.w,
				  app->canvas.h, error);
	if (!app->record)
		return false;
	/* A recording begins with a whole picture. */
	app->want_redraw = true;
	app->changed = true;
	app_say(app, "recording to %s; R stops", path);
	return true;
}

void app_record_mark(struct app *app, const char *format, ...)
{
	char label[256];
	va_list arguments;

	if (!app->record)
		return;
	va_start(arguments, format);
	vsnprintf(label, sizeof(label), format, arguments);
	va_end(arguments);
	record_mark(app->record, app->now_s, label);
}

void app_record_check(struct app *app)
{
	const char *failure = app->record ? record_failure(app->record) : NULL;

	if (!failure)
		return;
	app_complain(app, "the recording ends here: %s", failure);
	app_record_stop(app);
}

void app_record_stop(struct app *app)
{
	record_close(app->record);
	app->record = NULL;
	app->changed = true;
}
