// SPDX-License-Identifier: MIT
/*
 * The presenter's mode: steps of a tour, what they reveal, guesses, and keys that are shown.
 *
 * A step is a scenario of its own, made from the file's and the step's number only, so going back
 * gives the same figures whatever was played with in between.
 */
#include "ui/app_tour.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/xalloc.h"
#include "io/tour.h"
#include "study/tour_text.h"
#include "ui/app_journal.h"

static const struct tour_step *step_of(const struct app *app)
{
	return &app->ui.tour.tour->steps[app->ui.tour.step];
}

static bool hides(const struct app *app)
{
	return app->ui.tour.on && !app->ui.tour.revealed && step_of(app)->ask[0] != '\0';
}

void app_tour_loaded(struct app *app, const struct scenario *scenario)
{
	app->ui.tour = (struct tour_state){ .tour = scenario->tour, .echo = true };
	if (scenario->tour)
		app->tour_file = *scenario;
}

/* ---- what a step shows ---- */

/* Every view in its first form but that of the step in the one that it asks for. */
static void set_forms(struct ui_state *ui, const struct tour_step *step)
{
	int form[TOUR_VIEWS] = { 0 }, figure[TOUR_VIEWS] = { 0 };
	bool detail[TOUR_VIEWS] = { false };

	form[step->view] = step->form;
	figure[step->view] = step->figure;
	detail[step->view] = step->detail;
	ui->cost_form = (enum cost_form)form[TOUR_COST];
	ui->cost_figure = (enum cost_figure)figure[TOUR_COST];
	ui->cost_bands = detail[TOUR_COST];
	ui->cost_each = false;
	ui->cost_linear = false;
	ui->scoreboard_all = form[TOUR_SCOREBOARD] == 1;
	ui->latency_form = (enum latency_form)form[TOUR_LATENCY];
	ui->latency_figure = (enum latency_figure)figure[TOUR_LATENCY];
	ui->latency_others = detail[TOUR_LATENCY];
	ui->latency_scale = 0;
	ui->fresh_form = (enum freshness_form)form[TOUR_FRESHNESS];
	ui->fresh_figure = (enum freshness_figure)figure[TOUR_FRESHNESS];
	ui->fresh_scale = 0;
	ui->map.figure = (enum map_figure)figure[TOUR_MAP];
	ui->map.articles = detail[TOUR_MAP];
	ui->sensitivity.figure = (enum sensitivity_figure)figure[TOUR_SENSITIVITY];
	ui->advisor.form = (enum advisor_form)form[TOUR_ADVISOR];
	ui->flow.one = form[TOUR_FLOW] == 1;
	ui->log_form = (enum log_form)form[TOUR_LOG];
}

/* What steps need not say again: the last one that says it counts. */
static void set_kept(struct app *app)
{
	struct ui_state *ui = &app->ui;
	enum param_id knob = P_traffic_volume_qpm, x = P_traffic_volume_qpm;
	enum param_id y = P_knowledge_updates_per_month;
	struct error error;

	ui->arch = app->scenario.archs[0];
	for (int i = 0; i <= ui->tour.step; i++) {
		const struct tour_step *step = &ui->tour.tour->steps[i];

		if (step->has_knob)
			knob = step->knob;
		if (step->has_arch)
			ui->arch = step->arch;
		if (step->has_map) {
			x = step->map_x;
			y = step->map_y;
		}
	}
	app_select_knob(app, app_find_knob(app, (struct knob){ .param = knob }));
	if (!app_map_axes(app, x, y, &error))
		app_complain(app, "%s", error.message);
}

/* The view of the step, whatever was looked at in between. */
static void show(struct app *app)
{
	const struct tour_step *step = step_of(app);
	struct ui_state *ui = &app->ui;

	ui->overlay = OVERLAY_NONE;
	ui->zoom = PANEL_NONE;
	ui->till_playhead = false;
	ui->time_zoom_lo = 0;
	ui->time_zoom_hi = 1;
	set_forms(ui, step);
	app_set_playhead(app,
			 isnan(step->at_days) ? 1 : step->at_days / app->scenario.horizon_days);
	set_kept(app);
	if (step->view != TOUR_MAIN)
		app_toggle_zoom(app, (enum panel)step->view);
	ui->focus = (enum panel)(step->highlight != TOUR_MAIN ? step->highlight
				 : step->view != TOUR_MAIN    ? step->view
							      : TOUR_KNOBS);
}

static void load_step(struct app *app)
{
	struct tour_state kept = app->ui.tour;
	struct scenario *at = xmalloc(sizeof(*at));

	tour_scenario(&app->tour_file, kept.step, at);
	app_load(app, at, "");
	app_journal_drop(app); // what is tried out before an audience is nothing to lose
	free(at);
	kept.on = true;
	kept.entering = true;
	app->ui.tour = kept;
	show(app);
	app->edited = true;
	app->full = true;
}

void app_tour_go(struct app *app, int step)
{
	struct tour_state *tour = &app->ui.tour;

	tour->step = step;
	tour->revealed = false;
	tour->guessed = false;
	load_step(app);
	app_record_mark(app, "step %d", step + 1);
}

/* ---- keys ---- */

static void echo_words(struct app *app, const char *words)
{
	size_t used = strlen(app->ui.tour.keys);

	if (app->ui.tour.echo && used > 0)
		snprintf(app->ui.tour.keys + used, sizeof(app->ui.tour.keys) - used, " %s", words);
}

static void forward(struct app *app)
{
	struct tour_state *tour = &app->ui.tour;
	char words[32];

	if (hides(app)) {
		tour->revealed = true;
		echo_words(app, "reveal");
		return;
	}
	if (tour->step + 1 == tour->tour->step_count) {
		app_say(app, "that was the last step; q leaves the tour");
		return;
	}
	app_tour_go(app, tour->step + 1);
	snprintf(words, sizeof(words), "step %d", tour->step + 1);
	echo_words(app, words);
}

/* What the room has seen stays revealed. */
static void backward(struct app *app)
{
	struct tour_state *tour = &app->ui.tour;
	char words[32];

	if (tour->step == 0) {
		app_say(app, "this is the first step");
		return;
	}
	app_tour_go(app, tour->step - 1);
	tour->revealed = true;
	snprintf(words, sizeof(words), "step %d", tour->step + 1);
	echo_words(app, words);
}

static void leave(struct app *app)
{
	struct tour_state *tour = &app->ui.tour;

	tour->on = false;
	app->ui.zoom = PANEL_NONE;
	app->ui.focus = PANEL_KNOBS;
	app_say(app, "left the tour at step %d of %d; :tour goes back to it, q quits",
		tour->step + 1, tour->tour->step_count);
}

static void back_to_view(struct app *app)
{
	if (app->ui.looking)
		app_baseline_look(app, false);
	else
		show(app);
}

static void toggle_echo(struct app *app)
{
	struct tour_state *tour = &app->ui.tour;

	tour->echo = !tour->echo;
	tour->keys[0] = '\0';
	app_say(app, tour->echo ? "keys are shown" : "keys are not shown");
}

bool app_act_tour(struct app *app, enum action action)
{
	if (!app->ui.tour.on) {
		if (action == ACTION_STEP_AGAIN || action == ACTION_ECHO)
			app_say(app, "only in a tour; %s",
				app->ui.tour.tour ? ":tour starts this scenario's"
						  : "this scenario has none");
		return action == ACTION_STEP_AGAIN || action == ACTION_ECHO;
	}
	if (action == ACTION_PAGE_DOWN)
		forward(app);
	else if (action == ACTION_PAGE_UP)
		backward(app);
	else if (action == ACTION_STEP_AGAIN)
		load_step(app);
	else if (action == ACTION_ECHO)
		toggle_echo(app);
	else if (action == ACTION_BACK)
		back_to_view(app);
	else if (action == ACTION_QUIT)
		leave(app);
	else if (action == ACTION_TYPE_VALUE && hides(app) && step_of(app)->answer[0] != '\0')
		app_prompt_open(app, PROMPT_GUESS, "");
	else
		return false;
	return true;
}

bool app_command_step(struct app *app, const char *arguments, struct error *error)
{
	const struct tour *tour = app->ui.tour.tour;
	char *end;
	long number = strtol(arguments, &end, 10);

	if (!tour)
		return error_set(error, "this scenario has no tour");
	if (end == arguments || *end != '\0' || number < 1 || number > tour->step_count)
		return error_set(error, "not a step from 1 to %d: \"%.60s\"", tour->step_count,
				 arguments);
	if (!app->ui.tour.on && !app_may_drop(app, error))
		return false;
	app_tour_go(app, (int)number - 1);
	return true;
}

bool app_command_tour(struct app *app, const char *arguments, struct error *error)
{
	(void)arguments;
	if (!app->ui.tour.tour)
		return error_set(error, "this scenario has no tour");
	if (!app->ui.tour.on && !app_may_drop(app, error))
		return false;
	app_tour_go(app, app->ui.tour.step);
	return true;
}

/* ---- guesses ---- */

void app_tour_guessing(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;
	const struct tour_figures none = { .scenario = &app->scenario };
	char text[FORMAT_SIZE];
	struct error error;
	enum unit unit;
	double unused;

	prompt->message[0] = '\0';
	prompt->valid = false;
	if (prompt->text[strspn(prompt->text, " ")] == '\0')
		return;
	tour_value(&none, step_of(app)->answer, &unused, &unit);
	if (!parse_quantity(prompt->text, unit, 0, &prompt->value, &error)) {
		snprintf(prompt->message, sizeof(prompt->message), "! %.150s", error.message);
		return;
	}
	prompt->valid = true;
	tour_unit_text(unit, prompt->value, text, sizeof(text));
	snprintf(prompt->message, sizeof(prompt->message), "%s", text);
}

bool app_tour_guessed(struct app *app)
{
	const struct prompt *prompt = &app->ui.prompt;

	if (prompt->text[0] != '\0' && !prompt->valid)
		return false;
	app->ui.tour.guessed = prompt->text[0] != '\0';
	app->ui.tour.guess = prompt->value;
	if (app->ui.tour.guessed)
		echo_words(app, "guess");
	return true;
}

/* ---- what was pressed ---- */

/* Drops the oldest words until there is room for some more. */
static void make_room(struct app *app)
{
	char *keys = app->ui.tour.keys;

	while (strlen(keys) > sizeof(app->ui.tour.keys) / 2) {
		char *next = strstr(keys + 1, "   ");

		if (!next) {
			keys[0] = '\0';
			return;
		}
		memmove(keys, next + 3, strlen(next + 3) + 1);
	}
}

static void echo_again(struct app *app)
{
	char *keys = app->ui.tour.keys;
	char *times = strstr(keys + app->echo_at, " ×");

	if (times)
		*times = '\0';
	app->echo_count++;
	snprintf(keys + strlen(keys), sizeof(app->ui.tour.keys) - strlen(keys), " ×%d",
		 app->echo_count);
}

/* Steps say themselves where they went. */
static const char *meaning_of(const struct app *app, uint32_t key)
{
	enum action action = action_of_key(key);

	if (app->ui.overlay != OVERLAY_NONE || action == ACTION_NONE ||
	    action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP || action == ACTION_TYPE_VALUE)
		return "";
	return strncmp(action_table[action].help, "tour: ", 6) == 0 ? action_table[action].help + 6
								    : action_table[action].help;
}

void app_tour_echo(struct app *app, uint32_t key)
{
	struct tour_state *tour = &app->ui.tour;
	bool typed = app->ui.overlay == OVERLAY_PROMPT && input_key_printable(key);
	const char *meaning = meaning_of(app, key);
	char name[16];
	size_t used;

	if (!tour->on || !tour->echo)
		return;
	if (key == app->echo_key && meaning[0] != '\0' && tour->keys[0] != '\0') {
		echo_again(app);
		return;
	}
	make_room(app);
	used = strlen(tour->keys);
	app->echo_at = used;
	app->echo_count = 1;
	app->echo_key = typed ? 0 : key;
	snprintf(tour->keys + used, sizeof(tour->keys) - used, "%s%s%s%s%s",
		 used == 0 || typed                  ? ""
		 : app->ui.overlay == OVERLAY_PROMPT ? " "
						     : "   ",
		 input_key_name(key, name, sizeof(name)), meaning[0] != '\0' ? " " : "", meaning,
		 key == '=' && !typed ? " " : "");
}
