// SPDX-License-Identifier: MIT
/* Saving, so that whoever opens the file sees the same figures. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/scenario_io.h"
#include "study/expect.h"
#include "ui/app_journal.h"

static bool file_time(const char *path, struct timespec *when)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	*when = st.st_mtim;
	return true;
}

void app_file_seen(struct app *app)
{
	if (!file_time(app->ui.file_name, &app->file_time))
		app->file_time = (struct timespec){ 0 };
}

static bool changed_on_disk(const struct app *app)
{
	struct timespec when;

	return file_time(app->ui.file_name, &when) &&
	       (when.tv_sec != app->file_time.tv_sec || when.tv_nsec != app->file_time.tv_nsec);
}

/* --- where to --- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Replacing a file takes a new one beside it, so its folder must be writable as well. */
static bool is_writable(const char *path)
{
	char folder[APP_PATH_SIZE];
	size_t length = (size_t)(base_name(path) - path);

	snprintf(folder, sizeof(folder), "%.*s", (int)length, path);
	if (access(path, F_OK) == 0 && access(path, W_OK) != 0)
		return false;
	return access(length > 0 ? folder : ".", W_OK) == 0;
}

static bool is_installed(const struct app *app)
{
	size_t length = app->installed ? strlen(app->installed) : 0;

	return length > 0 && strncmp(app->ui.file_name, app->installed, length) == 0 &&
	       app->ui.file_name[length] == '/';
}

void app_suggest_name(const struct app *app, const char *suffix, char *name, size_t size)
{
	size_t n = 0;

	for (const char *c = app->scenario.name; *c && n + strlen(suffix) + 10 < size; c++) {
		bool upper = *c >= 'A' && *c <= 'Z';
		if (upper || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))
			name[n++] = upper ? (char)(*c - 'A' + 'a') : *c;
		else if (n > 0 && name[n - 1] != '-')
			name[n++] = '-';
	}
	while (n > 0 && name[n - 1] == '-')
		n--;
	snprintf(name + n, size - n, "%s%s", n > 0 ? "" : "scenario", suffix);
}

/* --- saving --- */

static void write_file(struct app *app)
{
	bool has_digest = app->digest_generation == app->generation;
	struct scenario *scenario = &app->scenario;
	struct error error;

	app->save.pending = false;
	snprintf(scenario->expect_digest, sizeof(scenario->expect_digest), "%s",
		 has_digest ? app->digest : "");
	if (has_digest && strcmp(app->shown.result.digest, app->digest) == 0)
		expect_take(scenario, &app->shown.result);
	if (!scenario_save(scenario, app->save.path, &error)) {
		app->save.then_quit = false;
		app_complain(app, "not saved: %s", error.message);
		return;
	}
	snprintf(app->ui.file_name, sizeof(app->ui.file_name), "%s", app->save.path);
	app_file_seen(app);
	app->ui.file = *scenario;
	app->save.confirmed[0] = '\0';
	edit_mark_saved(&app->log);
	app_journal_saved(app);
	app_record_mark(app, "saved %s", base_name(app->save.path));
	app_say(app, "saved %s, digest %s: opens with these figures", base_name(app->save.path),
		has_digest ? app->digest : "none");
	app->quit = app->quit || app->save.then_quit;
}

void app_save_continue(struct app *app)
{
	bool refused;

	// What is only tried out is not saved.
	if (!app->save.pending || app->edited || app_previews(app))
		return;
	refused = app->shown.generation == app->generation && !app->shown.has_result;
	if (app->digest_generation == app->generation || refused)
		write_file(app);
}

static void begin_save(struct app *app, const char *path)
{
	snprintf(app->save.path, sizeof(app->save.path), "%s", path);
	app->save.pending = true;
	app_say(app, "saving %s once its figures are settled", base_name(path));
	// A row of keys that has just ended needs no further waiting.
	if (app->edited || app->settle_s < (double)INFINITY)
		app_drag_end(app);
	app_save_continue(app);
}

void app_save(struct app *app)
{
	char name[APP_PATH_SIZE];

	if (app->ui.file_name[0] == '\0' || is_installed(app) || !is_writable(app->ui.file_name)) {
		if (app->ui.file_name[0] != '\0')
			snprintf(name, sizeof(name), "%s", base_name(app->ui.file_name));
		else
			app_suggest_name(app, ".json", name, sizeof(name));
		app_prompt_open(app, PROMPT_SAVE_AS, name);
		return;
	}
	if (changed_on_disk(app) && strcmp(app->save.confirmed, app->ui.file_name) != 0) {
		snprintf(app->save.confirmed, sizeof(app->save.confirmed), "%s", app->ui.file_name);
		app_complain(app,
			     "%s has changed on disk; w again overwrites it, W saves elsewhere",
			     base_name(app->ui.file_name));
		return;
	}
	begin_save(app, app->ui.file_name);
}

bool app_save_as(struct app *app, const char *path, struct error *error)
{
	struct stat st;

	if (path[0] == '\0')
		return error_set(error, "a name is needed");
	if (strcmp(path, app->ui.file_name) != 0 && strcmp(path, app->save.confirmed) != 0 &&
	    stat(path, &st) == 0) {
		snprintf(app->save.confirmed, sizeof(app->save.confirmed), "%s", path);
		return error_set(error, "file exists, Enter again replaces it: \"%.100s\"", path);
	}
	begin_save(app, path);
	return true;
}
