// SPDX-License-Identifier: MIT
#include "ui/picture.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "ui/ansi.h"
#include "ui/app.h"
#include "ui/app_tour.h"
#include "ui/svg.h"
#include "ui/view.h"

/* The forms of views by name, and the keys that lead to them from the first one. */
static const struct form {
	const char *view, *name, *keys;
} forms[] = {
	{ "cost", "volume", "" },           { "cost", "time", "v" },
	{ "cost", "ledger", "v v" },        { "cost", "stack", "v v v" },
	{ "scoreboard", "short", "" },      { "scoreboard", "all", "v" },
	{ "latency", "time", "" },          { "latency", "histogram", "v" },
	{ "latency", "cumulative", "v v" }, { "latency", "heat", "v v v" },
	{ "freshness", "time", "" },        { "freshness", "pipeline", "v" },
};

enum { FORM_COUNT = sizeof(forms) / sizeof(forms[0]) };

static char *rendered(const struct canvas *canvas, const struct picture *picture)
{
	switch (picture->format) {
	case PICTURE_SVG:
		return canvas_to_svg(canvas, picture->theme);
	case PICTURE_ANSI:
		return canvas_to_ansi(canvas, picture->theme, DEPTH_256);
	case PICTURE_TEXT:
		break;
	}
	return canvas_to_text(canvas);
}

/* Knobs without a view of their own, on any screen: their flips are looked for first. */
enum { KNOBS_SEEN = 24 };
enum { NEWS_MS = 50 }; /* the flow's queries come without a snapshot */

/* Is a study that has the screen complete? */
static bool study_is_there(const struct app *app)
{
	const struct study_news *news = app->ui.zoom == PANEL_MAP ? &app->ui.map.news
								  : &app->ui.sensitivity.news;

	return (app->ui.zoom != PANEL_MAP && app->ui.zoom != PANEL_SENSITIVITY) ||
	       (news->complete && news->generation == app->generation);
}

/* Are there queries for the flow, where it has the screen? */
static bool flow_is_there(const struct app *app)
{
	const struct flow_state *flow = &app->ui.flow;

	return app->ui.zoom != PANEL_FLOW || flow->record || flow->refused;
}

/* Is all there that is on the screen? Flips come last, those of all knobs take the longest by far:
 * they are waited for where all knobs are, or what is nearest of them. */
static bool all_there(const struct app *app)
{
	const struct snapshot *shown = &app->shown;
	bool every = app->ui.zoom == PANEL_KNOBS || app->ui.overlay == OVERLAY_WHY;

	if (!flow_is_there(app))
		return false;
	if (shown->generation == app->generation && shown->settled)
		return true;
	if (every || !app_is_settled(app) || !study_is_there(app))
		return false;
	for (int i = 0; i < KNOBS_SEEN && i < shown->knob_count; i++)
		if (!shown->flips[i].known)
			return false;
	return true;
}

static void wait_for_all(struct app *app)
{
	struct pollfd news = { .fd = session_fd(app->session), .events = POLLIN };

	while (!all_there(app)) {
		poll(&news, 1, NEWS_MS);
		app_snapshot(app);
		app_flow_take(app);
		app_draw(app);
	}
}

/* The names of the views, or of a view's forms, for an error. */
static void list_forms(const char *view, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < FORM_COUNT && used < size; i++)
		if (strcmp(forms[i].view, view) == 0)
			used += (size_t)snprintf(text + used, size - used, "%s%s",
						 used > 0 ? ", " : "", forms[i].name);
}

void picture_views(char *text, size_t size)
{
	view_names(text, size);
}

const char *picture_form(int i, const char **view)
{
	if (i >= FORM_COUNT)
		return NULL;
	*view = forms[i].view;
	return forms[i].name;
}

static const struct form *find_form(const char *view, const char *name)
{
	for (int i = 0; i < FORM_COUNT; i++)
		if (strcmp(forms[i].view, view) == 0 && strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

static bool check_form(const struct picture *picture, struct error *error)
{
	char names[128];

	if (!picture->form)
		return true;
	if (!picture->view)
		return error_set(error, "a form is one of a view, give --view too: \"%s\"",
				 picture->form);
	if (find_form(picture->view, picture->form))
		return true;
	list_forms(picture->view, names, sizeof(names));
	if (names[0] == '\0')
		return error_set(error, "%s has one form only: \"%s\"", picture->view,
				 picture->form);
	return error_set(error, "not one of %s: \"%s\"", names, picture->form);
}

/* The next key of a text, 0 at its end or when it is none; moves on behind it. */
static uint32_t next_key(const char **keys, size_t *size)
{
	*keys += strspn(*keys, " ");
	*size = strcspn(*keys, " ");
	*keys += *size;
	return *size > 0 ? input_key_parse(*keys - *size, *size) : 0;
}

static bool check_keys(const char *keys, struct error *error)
{
	size_t size;

	while (keys && keys[strspn(keys, " ")] != '\0')
		if (next_key(&keys, &size) == 0)
			return error_set(error, "not a key as the help calls it: \"%.*s\"",
					 (int)size, keys - size);
	return true;
}

bool picture_check(const struct picture *picture, struct error *error)
{
	char names[128];

	if (picture->view && !view_named(picture->view)) {
		view_names(names, sizeof(names));
		return error_set(error, "not one of %s: \"%s\"", names, picture->view);
	}
	return check_form(picture, error) && check_keys(picture->keys, error);
}

/* Every key sees the screen that the one before it left, as a hand would. */
static void press(struct app *app, const char *keys)
{
	uint32_t key;
	size_t size;

	while (keys && (key = next_key(&keys, &size)) != 0) {
		app_event(app, &(struct input_event){ .kind = INPUT_KEY, .key = key }, app->now_s);
		app_submit(app);
		app_draw(app);
	}
}

char *picture_draw(const struct scenario *scenario, const char *file_name,
		   const struct picture *picture)
{
	struct app *app = app_new(scenario, file_name, picture->threads);
	const struct form *form = picture->view && picture->form
					  ? find_form(picture->view, picture->form)
					  : NULL;
	char *text;

	app_resize(app, picture->columns, picture->rows);
	if (picture->step > 0)
		app_tour_go(app, picture->step - 1);
	app_submit(app);
	wait_for_all(app);
	app_draw(app);
	if (picture->view)
		app_act(app, view_named(picture->view)->zoom);
	press(app, form ? form->keys : NULL);
	press(app, picture->keys);
	/* What the keys had to say is not the picture. */
	app->ui.message[0] = picture->keys ? app->ui.message[0] : '\0';
	/* Nothing more is turned: what waits for a hand to rest may begin. */
	if (app->settle_s < (double)INFINITY)
		app_tick(app, app->settle_s);
	app_submit(app);
	wait_for_all(app);
	/* What is still looked for is not on it. */
	app->shown.settled = true;
	app_draw(app);
	text = rendered(&app->canvas, picture);
	app_free(app);
	return text;
}
