// SPDX-License-Identifier: MIT
/* The advisor's list: the cursor in it, and what is left out. */
#include "ui/app.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "study/advise.h"
#include "ui/view_advisor.h"

enum { PAGE = 10 };

static int rows_now(const struct app *app)
{
	const struct frame frame = { .snapshot = &app->shown, .state = &app->ui };
	struct advise_report *report;
	int rows[ADVISE_FRAMEWORKS], n;

	if (!app->shown.has_result)
		return 0;
	report = advisor_report(&frame);
	n = advisor_rows(report, &app->shown.result.verdict, app->ui.advisor.only, rows);
	free(report);
	return n;
}

static void go_to(struct app *app, int row)
{
	int n = rows_now(app);

	app->ui.advisor.row = row < 0 || n == 0 ? 0 : row < n ? row : n - 1;
}

static void item(struct app *app, int steps)
{
	go_to(app, app->ui.advisor.row + steps);
}

static void sideways(struct app *app, double steps)
{
	app_next_arch(app, steps > 0 ? 1 : -1);
}

static void end(struct app *app, bool last)
{
	go_to(app, last ? ADVISE_FRAMEWORKS : 0);
}

static void page(struct app *app, int pages)
{
	go_to(app, app->ui.advisor.row + pages * PAGE);
}

static void filter(struct app *app)
{
	app->ui.advisor.only = !app->ui.advisor.only;
	go_to(app, 0);
}

const struct panel_verbs verbs_advisor = {
	.sideways = sideways,
	.item = item,
	.end = end,
	.page = page,
	.filter = filter,
	.wheel = item,
};
