// SPDX-License-Identifier: MIT
/* The advisor's two lists, frameworks and claims: the cursor in them, and what is left out. */
#include "ui/app.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "ui/view_advisor.h"

enum { PAGE = 10 };

void app_advisor_init(struct app *app)
{
	app->claims = xcalloc(1, sizeof(*app->claims));
	app->ui.advisor.claims = app->claims;
}

void app_take_claims(struct app *app)
{
	if (app->ui.zoom == PANEL_ADVISOR && app->ui.advisor.form == ADVISOR_CLAIMS)
		session_copy_claims(app->session, app->claims);
}

static int framework_count(const struct app *app)
{
	const struct frame frame = { .snapshot = &app->shown, .state = &app->ui };
	struct advise_report *report;
	int rows[ADVISE_FRAMEWORKS], n;

	if (!app->shown.has_result)
		return 0;
	report = advisor_report(&frame);
	n = advisor_rows(report, &app->shown.result.verdict,
			 app->ui.advisor.list[ADVISOR_FRAMEWORKS].only, rows);
	free(report);
	return n;
}

static int rows_now(const struct app *app)
{
	int rows[CLAIM_COUNT];

	return app->ui.advisor.form == ADVISOR_CLAIMS ? claims_rows(&app->ui.advisor, rows)
						      : framework_count(app);
}

static struct list_view *list(struct app *app)
{
	return &app->ui.advisor.list[app->ui.advisor.form];
}

static void go_to(struct app *app, int row)
{
	int n = rows_now(app);

	list(app)->row = row < 0 || n == 0 ? 0 : row < n ? row : n - 1;
}

static void item(struct app *app, int steps)
{
	go_to(app, list(app)->row + steps);
}

static void sideways(struct app *app, double steps)
{
	app_next_arch(app, steps > 0 ? 1 : -1);
}

static void end(struct app *app, bool last)
{
	go_to(app, last ? rows_now(app) - 1 : 0);
}

static void page(struct app *app, int pages)
{
	go_to(app, list(app)->row + pages * PAGE);
}

/* Claims are judged while somebody looks at them. */
static void form(struct app *app)
{
	struct advisor_view *view = &app->ui.advisor;

	view->form = (enum advisor_form)((view->form + 1) % ADVISOR_FORMS);
	if (view->form == ADVISOR_CLAIMS && app->claims->count < CLAIM_COUNT) {
		app->edited = true;
		app->full = true;
	}
}

static void filter(struct app *app)
{
	list(app)->only = !list(app)->only;
	go_to(app, 0);
}

const struct panel_verbs verbs_advisor = {
	.sideways = sideways,
	.item = item,
	.end = end,
	.page = page,
	.form = form,
	.filter = filter,
	.wheel = item,
};
