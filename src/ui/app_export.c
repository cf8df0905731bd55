// SPDX-License-Identifier: MIT
/* What is on the screen, as a file: a picture of a panel, or its figures. */
#include "ui/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xalloc.h"
#include "io/file.h"
#include "ui/ansi.h"
#include "ui/export_csv.h"
#include "ui/svg.h"
#include "ui/theme.h"

enum export_form { EXPORT_SVG, EXPORT_TEXT, EXPORT_ANSI, EXPORT_CSV };

static const char *const panel_names[PANEL_COUNT] = {
	[PANEL_NONE] = "screen",       [PANEL_COST] = "cost",
	[PANEL_SCOREBOARD] = "scores", [PANEL_LATENCY] = "latency",
	[PANEL_FRESHNESS] = "stale",   [PANEL_KNOBS] = "knobs",
	[PANEL_MAP] = "map",           [PANEL_SENSITIVITY] = "sensitivity",
	[PANEL_ADVISOR] = "advice",    [PANEL_FLOW] = "flow",
	[PANEL_LOG] = "log",           [PANEL_TIME] = "time",
};

static bool form_of(const char *path, enum export_form *form)
{
	static const struct {
		const char *end;
		enum export_form form;
	} ends[] = { { ".svg", EXPORT_SVG },
		     { ".txt", EXPORT_TEXT },
		     { ".ansi", EXPORT_ANSI },
		     { ".csv", EXPORT_CSV } };
	size_t length = strlen(path);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t end = strlen(ends[i].end);

		if (length > end && strcmp(path + length - end, ends[i].end) == 0) {
			*form = ends[i].form;
			return true;
		}
	}
	return false;
}

void app_export_open(struct app *app)
{
	char name[APP_PATH_SIZE], suffix[32];

	snprintf(suffix, sizeof(suffix), "-%s.svg", panel_names[app_panel(app)]);
	app_suggest_name(app, suffix, name, sizeof(name));
	app_prompt_open(app, PROMPT_EXPORT, name);
}

bool app_may_write(struct app *app, const char *path, struct error *error)
{
	struct stat st;

	if (path[0] == '\0')
		return error_set(error, "a name is needed");
	if (strcmp(path, app->confirmed) != 0 && stat(path, &st) == 0) {
		snprintf(app->confirmed, sizeof(app->confirmed), "%s", path);
		return error_set(error, "file exists, Enter again replaces it: \"%.100s\"", path);
	}
	app->confirmed[0] = '\0';
	return true;
}

/* --- pictures --- */

/* Where a panel is in the picture; all of it, when it has no place of its own there. */
static struct rect area_of(const struct app *app, enum panel panel)
{
	const struct canvas *canvas = &app->canvas;

	for (int i = canvas->hit_count - 1; i >= 0; i--)
		if (canvas->hits[i].action == ACTION_HIT_PANEL &&
		    canvas->hits[i].argument == (int)panel)
			return canvas->hits[i].area;
	return (struct rect){ 0, 0, canvas->w, canvas->h };
}

static void cut_out(const struct canvas *from, struct rect area, struct canvas *to)
{
	canvas_init(to, area.w, area.h, from->charset);
	for (int y = 0; y < area.h; y++)
		memcpy(to->cells + (ptrdiff_t)y * to->w,
		       from->cells + (ptrdiff_t)(area.y + y) * from->w + area.x,
		       (size_t)area.w * sizeof(*to->cells));
}

static char *picture(struct app *app, enum panel panel, enum export_form form)
{
	enum theme theme = (enum theme)app->ui.theme;
	struct canvas part;
	char *text;

	/* Without the prompt, and without what the last line says of something else. */
	app->ui.overlay = OVERLAY_NONE;
	app->ui.message[0] = '\0';
	app_draw(app);
	cut_out(&app->canvas, area_of(app, panel), &part);
	text = form == EXPORT_SVG    ? canvas_to_svg(&part, theme)
	       : form == EXPORT_ANSI ? canvas_to_ansi(&part, theme, DEPTH_256)
				     : canvas_to_text(&part);
	canvas_release(&part);
	return text;
}

/* --- tables --- */

static char *table(const struct app *app, enum panel panel, struct error *error)
{
	const struct snapshot *snapshot = app->ui.looking ? &app->pinned : &app->shown;
	char *text;
	size_t size;
	FILE *memory = xmemstream(&text, &size);
	bool ok = panel_csv(memory, panel, snapshot, &app->ui, error);

	xmemstream_close(memory);
	if (ok)
		return text;
	free(text);
	return NULL;
}

bool app_export(struct app *app, const char *path, bool screen, struct error *error)
{
	enum panel panel = screen ? PANEL_NONE : app_panel(app);
	enum export_form form;
	char *text;
	bool ok;

	if (path[0] == '\0')
		return error_set(error, "a name is needed");
	if (!form_of(path, &form))
		return error_set(error, "not one of .svg .txt .ansi .csv: \"%.100s\"", path);
	if (form == EXPORT_CSV && screen)
		return error_set(error, "a table is of one panel: export FILE");
	if (form != EXPORT_CSV && app->blind)
		return error_set(error, "nothing is drawn here; .csv has the figures");
	if (!app_may_write(app, path, error))
		return false;
	text = form == EXPORT_CSV ? table(app, panel, error) : picture(app, panel, form);
	if (!text)
		return false;
	ok = file_save(path, text, strlen(text), error);
	free(text);
	app->changed = true;
	if (ok)
		app_say(app, "exported %s to %s%s", panel_names[panel], path,
			app_is_settled(app) ? "" : "; it is still being refined");
	return ok;
}
