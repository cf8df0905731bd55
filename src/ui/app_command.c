// SPDX-License-Identifier: MIT
/* The command line: one table of commands gives what is run, what is completed, and its hints. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "ui/app_journal.h"
#include "ui/app_moves.h"
#include "ui/app_tour.h"
#include "ui/entry_line.h"
#include "ui/incident.h"
#include "ui/theme.h"

struct command {
	const char *name, *arguments;
	bool (*run)(struct app *app, const char *arguments, struct error *error);
};

/* --- set --- */

bool app_command_knob(const char *name, struct knob *knob, struct error *error)
{
	static const char prefix[] = "targets.";
	char near[96];

	*knob = (struct knob){ 0 };
	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0) {
		knob->is_target = true;
		for (int t = 0; t < TARGET_COUNT; t++)
			if (strcmp(name + sizeof(prefix) - 1, target_key((enum target)t)) == 0) {
				knob->target = (enum target)t;
				return true;
			}
		return error_set(error, "unknown target: \"%.60s\"", name);
	}
	if (param_find(name, &knob->param, near, sizeof(near)))
		return true;
	if (near[0] != '\0')
		return error_set(error, "unknown parameter: \"%.60s\", perhaps %s", name, near);
	return error_set(error, "unknown parameter: \"%.60s\"", name);
}

/* "NAME VALUE" or "NAME=VALUE"; the value goes to the knob in force at the playhead. */
static bool run_set(struct app *app, const char *arguments, struct error *error)
{
	size_t length = strcspn(arguments, " =");
	const char *value = arguments + length + strspn(arguments + length, " =");
	struct scenario *scratch;
	struct knob knob;
	char name[128];
	int index;
	bool ok;

	snprintf(name, sizeof(name), "%.*s", (int)length, arguments);
	if (*value == '\0')
		return error_set(error, "set what? set NAME VALUE, Tab completes");
	if (!app_command_knob(name, &knob, error))
		return false;
	scratch = xmalloc(sizeof(*scratch));
	*scratch = app->scenario;
	ok = scenario_set(scratch, name, value, error);
	if (ok) {
		index = app_find_knob(app, knob);
		app_select_knob(app, index);
		app_set_knob(app, index, knob_get(scratch, knob), false);
	}
	free(scratch);
	return ok;
}

/* --- the others --- */

static bool run_write(struct app *app, const char *arguments, struct error *error)
{
	if (*arguments)
		return app_save_as(app, arguments, error);
	app_save(app);
	return true;
}

static bool run_quit(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	app_ask_quit(app);
	return true;
}

static bool run_quit_now(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	app_journal_drop(app);
	app->quit = true;
	return true;
}

static bool run_open(struct app *app, const char *arguments, struct error *error)
{
	if (*arguments)
		return app_open(app, arguments, error);
	app_open_list(app);
	return true;
}

static bool run_seed(struct app *app, const char *arguments, struct error *error)
{
	uint64_t seed;

	if (!scenario_parse_seed(arguments, &seed))
		return error_set(error, "not a whole number below 2^64: \"%.60s\"", arguments);
	if (edit_seed(&app->log, &app->scenario, seed)) {
		app->edited = true;
		app->full = true;
	}
	return true;
}

static bool run_prices(struct app *app, const char *arguments, struct error *error)
{
	const char *id = strcmp(arguments, "none") == 0 ? "" : arguments;

	if (id[0] != '\0' && !price_book_check(id, error))
		return false;
	if (arguments[0] == '\0')
		return error_set(error, "which prices? a price book or none");
	app_set_prices(app, id);
	return true;
}

static bool run_day(struct app *app, const char *arguments, struct error *error)
{
	char *end;
	double day = strtod(arguments, &end);

	if (end == arguments || *end != '\0' || !(day >= 0 && day <= app->scenario.horizon_days))
		return error_set(error, "not a day from 0 to %g: \"%.60s\"",
				 app->scenario.horizon_days, arguments);
	app_set_playhead(app, day / app->scenario.horizon_days);
	return true;
}

/* In place of entry number `index`; -1: beside all others. */
static bool put_entry(struct app *app, int index, const char *line, struct error *error)
{
	struct timeline_entry entry = { 0 };
	struct scenario *edited = xmalloc(sizeof(*edited));
	char text[SCENARIO_NOTE_SIZE + 64];
	bool ok;

	*edited = app->scenario;
	if (index >= 0) {
		entry = edited->timeline[index];
		scenario_timeline_remove(edited, index);
	}
	ok = entry_line_parse(edited, line, &entry, error) && entry_add(edited, &entry, error) &&
	     app_timeline_set(app, edited, error);
	if (ok) {
		entry_text(&entry, ENTRY_LABELS, text, sizeof(text));
		app_say(app, "day %.4g: %s; 0 lists it, u undoes", entry.at_days, text);
	}
	free(edited);
	return ok;
}

static bool run_at(struct app *app, const char *arguments, struct error *error)
{
	return put_entry(app, -1, arguments, error);
}

/* "NUMBER at DAY ...": the log opens it, filled in. */
static bool run_entry(struct app *app, const char *arguments, struct error *error)
{
	char *end;
	long number = strtol(arguments, &end, 10);

	end += strspn(end, " ");
	if (number < 1 || number > app->scenario.timeline_count || strncmp(end, "at ", 3) != 0)
		return error_set(error, "which one? entry 1 at 120 ...; = in the log fills it in");
	return put_entry(app, (int)number - 1, end + 3, error);
}

static bool run_theme(struct app *app, const char *arguments, struct error *error)
{
	enum theme theme;

	if (!theme_from_name(arguments, &theme))
		return error_set(error, "not one of dark, light, terminal, mono: \"%.60s\"",
				 arguments);
	app->ui.theme = (int)theme;
	return true;
}

/* "x NAME" or "y NAME" */
static bool run_map(struct app *app, const char *arguments, struct error *error)
{
	bool x = strncmp(arguments, "x ", 2) == 0;
	struct knob knob;

	if (!x && strncmp(arguments, "y ", 2) != 0)
		return error_set(error, "which axis? map x NAME or map y NAME, Tab completes");
	if (!app_command_knob(arguments + 2 + strspn(arguments + 2, " "), &knob, error))
		return false;
	if (knob.is_target)
		return error_set(error, "a target is no axis");
	return app_map_axis(app, x, knob.param, error);
}

static bool run_undo(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	app_undo(app, false);
	return true;
}

static bool run_redo(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	app_undo(app, true);
	return true;
}

static bool run_help(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	app_act(app, ACTION_HELP);
	return true;
}

/* "NAME", "screen NAME" */
static bool run_export(struct app *app, const char *arguments, struct error *error)
{
	bool screen = strncmp(arguments, "screen ", 7) == 0;

	if (*arguments == '\0' && !app->blind) {
		app_export_open(app);
		return true;
	}
	return app_export(app, screen ? arguments + 7 + strspn(arguments + 7, " ") : arguments,
			  screen, error);
}

static bool run_record(struct app *app, const char *arguments, struct error *error)
{
	if ((*arguments && !app->record) || app->blind)
		return app_record_start(app, arguments, error);
	app_record_toggle(app);
	return true;
}

static const struct command commands[] = {
	{ "set", "NAME VALUE", run_set },
	{ "w", "[FILE]", run_write },
	{ "q", "", run_quit },
	{ "q!", "", run_quit_now },
	{ "o", "[NAME]", run_open },
	{ "seed", "NUMBER", run_seed },
	{ "prices", "BOOK", run_prices },
	{ "day", "NUMBER", run_day },
	{ "at", "DAY set NAME VALUE [over 30d] | switch FROM TO [USD] | note TEXT", run_at },
	{ "entry", "NUMBER at DAY ...", run_entry },
	{ "theme", "NAME", run_theme },
	{ "map", "x|y NAME", run_map },
	{ "export", "[screen] FILE", run_export },
	{ "record", "[FILE]", run_record },
	{ "undo", "", run_undo },
	{ "help", "", run_help },
	{ "redo", "", run_redo },
	{ "journal", "restore|drop", app_command_journal },
	{ "step", "NUMBER", app_command_step },
	{ "tour", "", app_command_tour },
	{ "moves", "FILE|off", app_command_moves },
	{ "layout", "full|focus|talk", app_command_layout },
	{ "set-default", "NAME [VALUE]", app_command_set_default },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " ");
}

bool app_command(struct app *app, const char *line, struct error *error)
{
	char copy[256];
	size_t length, end;

	line = skip_blanks(line);
	if (strlen(line) >= sizeof(copy))
		return error_set(error, "longer than %zu bytes", sizeof(copy) - 1);
	snprintf(copy, sizeof(copy), "%s", line);
	for (end = strlen(copy); end > 0 && copy[end - 1] == ' '; end--)
		copy[end - 1] = '\0';
	if (copy[0] == '\0')
		return true;
	length = strcspn(copy, " ");
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strlen(commands[i].name) == length &&
		    strncmp(copy, commands[i].name, length) == 0)
			return commands[i].run(app, skip_blanks(copy + length), error);
	return error_set(error, "unknown command: \"%.*s\"; Tab lists them", (int)length, copy);
}

const char *app_command_name(int i, const char **arguments)
{
	if (i >= COMMAND_COUNT)
		return NULL;
	*arguments = commands[i].arguments;
	return commands[i].name;
}
