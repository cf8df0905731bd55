// SPDX-License-Identifier: MIT
/* Opening another scenario: from a list of what can be found, or by name. */
#include "ui/app.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "io/shipped.h"

enum { OPEN_MAX_FILES = 200, SNIFF_SIZE = 4096 };

/* --- the list --- */

/* Other programs have .json files, too: ours say so near their start. */
static bool is_scenario(const char *path)
{
	char start[SNIFF_SIZE + 1];
	struct stat st;
	size_t n;
	FILE *in;

	// Opening a FIFO would wait for its other end.
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	in = fopen(path, "r");
	if (!in)
		return false;
	n = fread(start, 1, SNIFF_SIZE, in);
	fclose(in);
	start[n] = '\0';
	return strstr(start, "\"ragtop\"") != NULL;
}

static bool ends_in_json(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static void add_file(struct app *app, const char *folder, const char *name)
{
	int n = app->ui.open_count;
	char path[APP_PATH_SIZE], shown[APP_PATH_SIZE];
	int length = folder ? snprintf(path, sizeof(path), "%s/%s", folder, name)
			    : snprintf(path, sizeof(path), "%s", name);

	if (n == OPEN_MAX_FILES || length >= (int)sizeof(path) || !is_scenario(path))
		return;
	// Files of the folders that are searched go by name, those of the current one as they are.
	snprintf(shown, sizeof(shown), "%.*s", (int)(strlen(name) - (folder ? 5 : 0)), name);
	text_sanitise(app->open_names[n], APP_PATH_SIZE, shown);
	memcpy(app->open_paths[n], path, sizeof(path));
	app->ui.open_count++;
}

static int is_candidate(const struct dirent *entry)
{
	return ends_in_json(entry->d_name) && entry->d_name[0] != '.';
}

static void add_folder(struct app *app, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder ? folder : ".", &entries, is_candidate, alphasort);

	for (int i = 0; i < n; i++) {
		add_file(app, folder, entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

/* Under its name, or as a file of it in the current folder. */
static bool is_listed(const struct app *app, const char *name)
{
	size_t length = strlen(name);

	for (int i = 0; i < app->ui.open_count; i++) {
		const char *listed = app->open_names[i];

		if (strncmp(listed, name, length) == 0 &&
		    (listed[length] == '\0' || strcmp(listed + length, ".json") == 0))
			return true;
	}
	return false;
}

/* Those inside the program, unless there are files of them. */
static void add_shipped(struct app *app)
{
	char name[SCENARIO_NAME_SIZE];

	for (size_t i = 0; shipped_name(i, name) && app->ui.open_count < OPEN_MAX_FILES; i++) {
		int n = app->ui.open_count;

		if (is_listed(app, name))
			continue;
		snprintf(app->open_names[n], APP_PATH_SIZE, "%s", name);
		snprintf(app->open_paths[n], APP_PATH_SIZE, "%s", name);
		app->ui.open_count++;
	}
}

void app_open_list(struct app *app)
{
	struct ui_state *ui = &app->ui;

	if (!app->open_names) {
		app->open_names = xcalloc(OPEN_MAX_FILES, sizeof(*app->open_names));
		app->open_paths = xcalloc(OPEN_MAX_FILES, sizeof(*app->open_paths));
	}
	ui->open_names = app->open_names;
	ui->open_count = 0;
	ui->open_index = 0;
	app->open_warned = false;
	add_folder(app, NULL);
	for (int i = 0; app->folders && app->folders[i]; i++)
		add_folder(app, app->folders[i]);
	add_shipped(app);
	ui->overlay = OVERLAY_OPEN;
}

/* --- opening --- */

static bool load(struct app *app, const char *path, struct error *error)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct error unused;
	struct stat st;
	bool shipped = stat(path, &st) != 0 && shipped_scenario(path, scenario, &unused);
	bool ok = shipped || scenario_load(path, scenario, error);

	if (ok) {
		app_load(app, scenario, shipped ? "" : path);
		app_say(app, "opened %s%s%s", path, scenario->migrated[0] ? ", " : "",
			scenario->migrated);
	}
	free(scenario);
	return ok;
}

/* A name without a folder is looked for in the folders, unless there is such a file. */
static void find_path(const struct app *app, const char *name, char *path, size_t size)
{
	struct stat st;

	snprintf(path, size, "%s", name);
	if (strchr(name, '/') || stat(name, &st) == 0)
		return;
	for (int i = 0; app->folders && app->folders[i]; i++) {
		char candidate[APP_PATH_SIZE];
		if (snprintf(candidate, sizeof(candidate), "%s/%s%s", app->folders[i], name,
			     ends_in_json(name) ? "" : ".json") < (int)sizeof(candidate) &&
		    stat(candidate, &st) == 0) {
			snprintf(path, size, "%s", candidate);
			return;
		}
	}
}

bool app_may_drop(struct app *app, struct error *error)
{
	if (edit_dirty(&app->log) && !app->open_warned) {
		app->open_warned = true;
		return error_set(error, "unsaved edits: w saves them, the same again drops them");
	}
	app->open_warned = false;
	return true;
}

bool app_open(struct app *app, const char *name, struct error *error)
{
	char path[APP_PATH_SIZE];

	if (!app_may_drop(app, error))
		return false;
	find_path(app, name, path, sizeof(path));
	return load(app, path, error);
}

static void open_chosen(struct app *app)
{
	struct error error;

	if (!app_open(app, app->open_paths[app->ui.open_index], &error))
		app_complain(app, "%s", error.message);
}

static void choose(struct app *app, int index)
{
	int last = app->ui.open_count - 1;

	app->ui.open_index = index < 0 ? 0 : index > last ? last : index;
}

void app_open_click(struct app *app, int index, bool twice)
{
	choose(app, index);
	if (twice)
		open_chosen(app);
}

void app_open_key(struct app *app, uint32_t key)
{
	const int page = 10;
	int at = app->ui.open_index;

	if (key == INPUT_ESCAPE || key == 'q' || key == 'o')
		app->ui.overlay = OVERLAY_NONE;
	else if (key == 'j' || key == INPUT_DOWN)
		choose(app, at + 1);
	else if (key == 'k' || key == INPUT_UP)
		choose(app, at - 1);
	else if (key == INPUT_PAGE_DOWN || key == (INPUT_CTRL | 'f'))
		choose(app, at + page);
	else if (key == INPUT_PAGE_UP || key == (INPUT_CTRL | 'b'))
		choose(app, at - page);
	else if (key == 'g' || key == INPUT_HOME)
		choose(app, 0);
	else if (key == 'G' || key == INPUT_END)
		choose(app, app->ui.open_count - 1);
	else if (key == INPUT_ENTER)
		open_chosen(app);
	else if (key == 'w')
		app_save(app);
}
