// SPDX-License-Identifier: MIT
/* The price book that a scenario goes by: the next one, one by name, and what that moved. */
#include "ui/app.h"

#include <stdio.h>
#include <string.h>

#include "io/price_book.h"

void app_say_prices(struct app *app, const char *verb)
{
	const struct price_book *book = price_book_find(app->scenario.price_book);

	if (book)
		app_say(app, "prices%s: %s, %s", verb, book->label, book->title);
	else
		app_say(app, "prices%s: the defaults", verb);
}

static void say_moved(struct app *app, int moved)
{
	const struct price_book *book = price_book_find(app->scenario.price_book);
	char what[128] = "the defaults";

	if (book)
		snprintf(what, sizeof(what), "%s, %s", book->label, book->title);
	if (moved == 0)
		app_say(app, "prices: %s; nothing changes, the scenario has its own", what);
	else
		app_say(app, "prices: %s; %d value%s changed, u goes back", what, moved,
			moved == 1 ? "" : "s");
}

void app_set_prices(struct app *app, const char *id)
{
	bool keep[PARAM_COUNT] = { false };
	struct error error;
	int moved;

	for (int i = 0; i < app->ui.knob_count; i++) {
		if (app->ui.locked[i] && !app->ui.knobs[i].is_target)
			keep[app->ui.knobs[i].param] = true;
	}
	if (!edit_book_check(&app->scenario, id, keep, &error)) {
		app_complain(app, "prices stay: %s", error.message);
		return;
	}
	if (!edit_book(&app->log, &app->scenario, id, keep, &moved)) {
		app_say_prices(app, " already");
		return;
	}
	app->edited = true;
	app->full = true;
	app->changed = true;
	say_moved(app, moved);
}

/* After the last book none, then the first. */
void app_next_prices(struct app *app)
{
	int next = 0;

	for (int i = 0; i < price_book_count(); i++) {
		if (strcmp(price_book_at(i)->id, app->scenario.price_book) == 0)
			next = i + 1;
	}
	app_set_prices(app, next < price_book_count() ? price_book_at(next)->id : "");
}
