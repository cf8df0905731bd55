// SPDX-License-Identifier: MIT
/* Keys of the modal overlays but the prompt: help, where a number comes from, open, quit. */
#include "ui/app.h"

#include "ui/app_journal.h"
#include "ui/draw.h"

enum { HELP_PAGES = 3, HELP_PAGE_LINES = 15 };

void app_help_scroll(struct app *app, int lines)
{
	int last = view_help_lines(&app->ui, app->canvas.w) - 1;
	int scroll = app->ui.help_scroll + lines;

	app->ui.help_scroll = scroll > last ? last : scroll;
	if (app->ui.help_scroll < 0)
		app->ui.help_scroll = 0;
}

static int scroll_of_key(uint32_t key)
{
	const int all = 1 << 20;

	if (key == 'j' || key == INPUT_DOWN)
		return 1;
	if (key == 'k' || key == INPUT_UP)
		return -1;
	if (key == INPUT_PAGE_DOWN || key == (INPUT_CTRL | 'f') || key == ' ')
		return HELP_PAGE_LINES;
	if (key == INPUT_PAGE_UP || key == (INPUT_CTRL | 'b'))
		return -HELP_PAGE_LINES;
	if (key == 'g' || key == INPUT_HOME)
		return -all;
	return key == 'G' || key == INPUT_END ? all : 0;
}

static void help_key(struct app *app, uint32_t key)
{
	int lines = scroll_of_key(key);

	if (key == INPUT_ESCAPE || key == 'q' || key == '?' || key == INPUT_F1) {
		app->ui.overlay = OVERLAY_NONE;
	} else if (key == INPUT_TAB) {
		app->ui.help_page = (app->ui.help_page + 1) % HELP_PAGES;
		app->ui.help_scroll = 0;
	} else if (lines != 0) {
		app_help_scroll(app, lines);
	}
}

static void quit_key(struct app *app, uint32_t key)
{
	if (key == 'w') {
		app->ui.overlay = OVERLAY_NONE;
		app->save.then_quit = true;
		app_save(app);
	} else if (key == 'q' || key == (INPUT_CTRL | 'c') || key == INPUT_F1 + 9) {
		app->quit = true;
	} else if (key == INPUT_ESCAPE) {
		app->ui.overlay = OVERLAY_NONE;
	}
}

static void source_key(struct app *app, uint32_t key)
{
	if (key == INPUT_ESCAPE || key == 'p' || key == 'q' || key == INPUT_ENTER)
		app->ui.overlay = OVERLAY_NONE;
	else if (key == '[' || key == ']')
		app_select_knob(app, app->ui.knob + (key == ']' ? 1 : -1));
}

/* From here on to where there is more. */
static void leave_why(struct app *app, enum panel panel)
{
	app->ui.overlay = OVERLAY_NONE;
	if (app->ui.zoom != panel)
		app_toggle_zoom(app, panel);
}

static void why_key(struct app *app, uint32_t key)
{
	int others = app->scenario.arch_count - 1;

	if (key == INPUT_ESCAPE || key == 'q' || key == 'y') {
		app->ui.overlay = OVERLAY_NONE;
	} else if (key == 's' && others > 0) {
		app->ui.why_pair = (app->ui.why_pair + 1) % others;
	} else if (key == '7') {
		leave_why(app, PANEL_SENSITIVITY);
	} else if (key == INPUT_ENTER) {
		app->ui.cost_form = COST_LEDGER;
		leave_why(app, PANEL_COST);
	}
}

void app_overlay_key(struct app *app, uint32_t key)
{
	switch (app->ui.overlay) {
	case OVERLAY_HELP:
		help_key(app, key);
		break;
	case OVERLAY_WHY:
		why_key(app, key);
		break;
	case OVERLAY_OPEN:
		app_open_key(app, key);
		break;
	case OVERLAY_QUIT:
		quit_key(app, key);
		break;
	case OVERLAY_SOURCE:
		source_key(app, key);
		break;
	case OVERLAY_INCIDENT:
		app_incident_key(app, key);
		break;
	case OVERLAY_JOURNAL:
		app_journal_key(app, key);
		break;
	case OVERLAY_NONE:
	case OVERLAY_PROMPT:
		break;
	}
}
