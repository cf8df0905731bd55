// SPDX-License-Identifier: MIT
/*
 * What moves by itself: the active knob gliding to where the answer flips, and the ghost hand that
 * shows a newcomer what a drag does.
 */
#include "ui/app.h"

#include <math.h>

#define FRAME_S (1.0 / 30)
#define ARRIVED ", just beyond the turn"
/* The hand goes there, waits, comes back and waits again, so often. */
#define DEMO_GO_S 4.0
#define DEMO_WAIT_S 2.5
#define DEMO_ROUNDS 3

/* Slow at both ends, as a hand is. */
static double eased(double part)
{
	part = fmin(fmax(part, 0), 1);
	return part * part * (3 - 2 * part);
}

/* --- gliding --- */

static void arrive(struct app *app, double value)
{
	int index = app->ui.knob;

	app->glide.active = false;
	app_set_knob(app, index, value, true);
	app_drag_end(app);
	app->changed = true;
}

void app_glide_end(struct app *app, bool back)
{
	struct app_glide *glide = &app->glide;

	if (!glide->active)
		return;
	arrive(app, back ? glide->before : glide->value);
	if (!back)
		app_say_value(app, app->ui.knobs[app->ui.knob], ARRIVED);
	else
		app_say(app, "as it was");
}

/* Values that have no way between them jump, as everything does where nobody would see it. */
static bool can_glide(const struct app *app, struct knob knob, double before)
{
	return !app->ui.still && !app->slow && !app->ui.playing && !isnan(before) &&
	       knob_grain(knob) == 0 && !app->ui.locked[app->ui.knob] && !app->ui.looking;
}

void app_glide_to(struct app *app, double value)
{
	struct knob knob = app->ui.knobs[app->ui.knob];
	double before = knob_get(&app->scenario, knob);

	edit_close(&app->log);
	app->settle_s = (double)INFINITY;
	if (!can_glide(app, knob, before)) {
		if (app_set_knob(app, app->ui.knob, value, false))
			app_say_value(app, knob, ARRIVED);
		return;
	}
	app->glide = (struct app_glide){
		.active = true,
		.began_s = app->now_s,
		.from = knob_to_position(knob, before),
		.to = knob_to_position(knob, value),
		.value = value,
		.before = before,
	};
}

static void glide_tick(struct app *app)
{
	struct app_glide *glide = &app->glide;
	struct knob knob = app->ui.knobs[app->ui.knob];
	double part = (app->now_s - glide->began_s) / APP_GLIDE_S, value;

	if (part >= 1 || app->slow) {
		app_glide_end(app, false);
		return;
	}
	value = knob_from_position(knob, glide->from + eased(part) * (glide->to - glide->from));
	app_set_knob(app, app->ui.knob, app_round(value, 3), true);
}

/* --- the ghost hand --- */

void app_demo_arm(struct app *app)
{
	app->demo = (struct app_demo){ .armed = true };
}

static void put_volume(struct app *app, double volume_qpm, bool full)
{
	const struct knob volume = { .param = P_traffic_volume_qpm };

	if (knob_get(&app->scenario, volume) == volume_qpm)
		return;
	knob_set(&app->scenario, volume, volume_qpm);
	app->edited = true;
	app->full = full;
	app->changed = true;
}

/* Beyond the crossing as far as this side of it is, but not off the track. */
static double beyond(double here_qpm, double crossing_qpm)
{
	const double most = 30;
	double factor = crossing_qpm / here_qpm;

	factor = fmin(fmax(factor, 1 / most), most);
	return app_round(
		fmin(fmax(crossing_qpm * sqrt(factor), param_table[P_traffic_volume_qpm].slider_lo),
		     param_table[P_traffic_volume_qpm].slider_hi),
		3);
}

static void demo_begin(struct app *app)
{
	struct app_demo *demo = &app->demo;
	int volume = app_find_knob(app, (struct knob){ .param = P_traffic_volume_qpm });
	double crossing_qpm;

	demo->before = app->scenario.params.traffic.volume_qpm;
	if (!app_is_settled(app) || !app_next_crossing(app, &crossing_qpm))
		return;
	demo->armed = false;
	if (!(demo->before > 0) || app->ui.knobs[volume].dated > 0)
		return;
	demo->active = true;
	demo->began_s = app->now_s;
	demo->far = beyond(demo->before, crossing_qpm);
	demo->knob = app->ui.knob;
	app->ui.playing = false;
	app_select_knob(app, volume);
	app_say(app, "nobody touched anything: this is what dragging monthly queries does; "
		     "any key ends it");
}

/* The way there and back, as a share, at a moment of a round. */
static double demo_part(double at_s)
{
	if (at_s < DEMO_GO_S + DEMO_WAIT_S)
		return eased(at_s / DEMO_GO_S);
	return 1 - eased((at_s - DEMO_GO_S - DEMO_WAIT_S) / DEMO_GO_S);
}

static void demo_tick(struct app *app)
{
	const double round_s = 2 * (DEMO_GO_S + DEMO_WAIT_S);
	const struct app_demo *demo = &app->demo;
	double at_s = app->now_s - demo->began_s;
	double part = demo_part(fmod(at_s, round_s));

	if (at_s >= DEMO_ROUNDS * round_s)
		app_demo_end(app);
	else if (part <= 0)
		put_volume(app, demo->before, false);
	else
		put_volume(app, app_round(demo->before * pow(demo->far / demo->before, part), 3),
			   false);
}

bool app_demo_end(struct app *app)
{
	struct app_demo *demo = &app->demo;
	bool was_active = demo->active;

	*demo = (struct app_demo){ .before = demo->before, .knob = demo->knob };
	if (!was_active)
		return false;
	put_volume(app, demo->before, true);
	app->edited = true;
	app->full = true;
	app_select_knob(app, demo->knob);
	app_say(app, "everything is as it was; drag it yourself: ← → or the mouse");
	return true;
}

/* --- time --- */

void app_motion_tick(struct app *app)
{
	struct app_demo *demo = &app->demo;

	if (app->glide.active)
		glide_tick(app);
	if (demo->armed && demo->armed_s == 0)
		demo->armed_s = app->now_s;
	if (demo->armed && app->now_s >= demo->armed_s + APP_DEMO_AFTER_S)
		demo_begin(app);
	if (demo->active)
		demo_tick(app);
}

double app_motion_wake_s(const struct app *app)
{
	const struct app_demo *demo = &app->demo;
	double due_s = demo->armed_s + APP_DEMO_AFTER_S;

	if (app->glide.active || demo->active)
		return app->ticked_s + FRAME_S;
	// When the time is over, the figures are what is waited for.
	return demo->armed && app->ticked_s < due_s ? due_s : (double)INFINITY;
}
