// SPDX-License-Identifier: MIT
/* The sensitivity: asked for while it is on the screen, copied and put in order before it is drawn.
 */
#include "ui/app.h"

#include <string.h>

#include "base/xalloc.h"
#include "ui/view_sensitivity.h"

enum { PAGE = 10 };

void app_sensitivity_init(struct app *app)
{
	app->sensitivity = xcalloc(1, sizeof(*app->sensitivity));
}

static enum sensitivity_order order_of(enum sensitivity_figure figure)
{
	switch (figure) {
	case SENSITIVITY_FLIP:
	case SENSITIVITY_FIGURES:
		break;
	case SENSITIVITY_GAP:
		return ORDER_EFFECT;
	case SENSITIVITY_BREAKEVEN:
		return ORDER_BREAKEVEN;
	}
	return ORDER_FLIP;
}

void app_take_sensitivity(struct app *app)
{
	struct sensitivity_view *view = &app->ui.sensitivity;

	if (app->ui.zoom != PANEL_SENSITIVITY)
		return;
	if (session_copy_sensitivity(app->session, app->sensitivity, &view->news))
		view->found = app->sensitivity->row_count > 0 ? app->sensitivity : NULL;
	if (view->found)
		sensitivity_rank(app->sensitivity, order_of(view->figure));
}

/* --- keys --- */

static int count(const struct app *app)
{
	int rows[SENSITIVITY_ROWS_MAX];

	return sensitivity_rows(&app->ui.sensitivity, rows);
}

/* The knob of the row with the cursor is the active one, so that it can be turned from here. */
static void go_to(struct app *app, int row)
{
	int rows[SENSITIVITY_ROWS_MAX];
	int n = sensitivity_rows(&app->ui.sensitivity, rows);

	row = row < 0 || n == 0 ? 0 : row < n ? row : n - 1;
	app->ui.sensitivity.list.row = row;
	if (n > 0)
		app_select_knob(app, app_find_knob(app, app->sensitivity->row[rows[row]].knob));
}

static void item(struct app *app, int steps)
{
	go_to(app, app->ui.sensitivity.list.row + steps);
}

static void end(struct app *app, bool last)
{
	go_to(app, last ? count(app) - 1 : 0);
}

static void page(struct app *app, int pages)
{
	go_to(app, app->ui.sensitivity.list.row + pages * PAGE);
}

static void enter(struct app *app)
{
	app_act(app, ACTION_TYPE_VALUE);
}

static void figure(struct app *app)
{
	struct sensitivity_view *view = &app->ui.sensitivity;

	view->figure = (enum sensitivity_figure)((view->figure + 1) % SENSITIVITY_FIGURES);
	app_take_sensitivity(app);
	go_to(app, 0);
}

static void filter(struct app *app)
{
	app->ui.sensitivity.list.only = !app->ui.sensitivity.list.only;
	go_to(app, 0);
}

const struct panel_verbs verbs_sensitivity = {
	.item = item,
	.end = end,
	.page = page,
	.enter = enter,
	.figure = figure,
	.filter = filter,
	.wheel = item,
};
