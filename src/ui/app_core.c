// SPDX-License-Identifier: MIT
/* The life of a scenario in the dashboard: loaded, edited, submitted, shown, played. */
#include "ui/app.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/app_journal.h"
#include "ui/app_moves.h"
#include "ui/app_tour.h"
#include "ui/draw.h"

enum { IN_SIGHT = 12 }; /* knobs of the usual screen */

__attribute__((format(printf, 3, 0))) static void say(struct app *app, bool error,
						      const char *format, va_list arguments)
{
	char text[512];

	vsnprintf(text, sizeof(text), format, arguments);
	text_sanitise(app->ui.message, sizeof(app->ui.message), text);
	app->ui.message_is_error = error;
	app->changed = true;
}

void app_say(struct app *app, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(app, false, format, arguments);
	va_end(arguments);
}

void app_complain(struct app *app, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(app, true, format, arguments);
	va_end(arguments);
}

static void ui_init(struct ui_state *ui)
{
	ui->focus = PANEL_KNOBS;
	ui->knob_count = app_knobs_init(ui->knobs);
	ui->time_zoom_hi = 1;
}

struct app *app_new(const struct scenario *scenario, const char *file_name, int threads)
{
	struct app *app = xcalloc(1, sizeof(*app));

	ui_init(&app->ui);
	app_map_init(app);
	app_sensitivity_init(app);
	app_advisor_init(app);
	edit_init(&app->log);
	canvas_init(&app->canvas, 1, 1, CHARSET_UNICODE);
	app->session = session_new(threads);
	app->ui.baseline = &app->pinned.result;
	app->ui.baseline_curve = &app->pinned.curve;
	plot_memory_init(&app->plots);
	app->ui.plots = &app->plots;
	app->settle_s = (double)INFINITY;
	app->journal.due_s = (double)INFINITY;
	app_load(app, scenario, file_name);
	return app;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	app_journal_end(app);
	app_moves_free(app);
	app_flow_release(app);
	app_record_stop(app);
	session_free(app->session);
	edit_release(&app->log);
	canvas_release(&app->canvas);
	free(app->map);
	free(app->sensitivity);
	free(app->claims);
	free(app->open_names);
	free(app->open_paths);
	free(app);
}

void app_load(struct app *app, const struct scenario *scenario, const char *file_name)
{
	struct ui_state *ui = &app->ui;

	app_moves_free(app);
	app->scenario = *scenario;
	edit_release(&app->log);
	app->drag.active = false;
	app->glide.active = false;
	app->demo = (struct app_demo){ 0 };
	app->save.pending = false;
	app->save.confirmed[0] = '\0';
	app->edited = true;
	app->full = true;
	app->settle_s = (double)INFINITY;
	ui->file = *scenario;
	snprintf(ui->file_name, sizeof(ui->file_name), "%s", file_name);
	app_file_seen(app);
	ui->overlay = OVERLAY_NONE;
	ui->arch = scenario->archs[0];
	ui->speed_days_per_s = app_speed_days_per_s(scenario->horizon_days);
	ui->playing = false;
	ui->has_baseline = false;
	ui->looking = false;
	app->pin_wanted = false;
	ui->time_zoom_lo = 0;
	ui->time_zoom_hi = 1;
	memset(ui->locked, 0, sizeof(ui->locked));
	app_tour_loaded(app, scenario);
	app_set_playhead(app, 1);
	app_journal_load(app);
}

void app_resize(struct app *app, int w, int h)
{
	canvas_resize(&app->canvas, w, h);
	app->changed = true;
}

/* The active knob first, then those around it, which are in sight, and the rest in order. */
static void want_flips(struct app *app)
{
	const struct ui_state *ui = &app->ui;
	struct knob wanted[SESSION_KNOBS_MAX];
	int count = 0;

	if (ui->knob_count > 0)
		wanted[count++] = ui->knobs[ui->knob];
	for (int i = 0; i < ui->knob_count; i++) {
		int index = (ui->knob - ui->knob % IN_SIGHT + i) % ui->knob_count;
		if (index != ui->knob)
			wanted[count++] = ui->knobs[index];
	}
	session_want_flips(app->session, wanted, count);
}

static void want_study(struct app *app)
{
	struct study_wish wish = { 0 };

	if (app->ui.zoom == PANEL_MAP)
		app_want_map(app, &wish);
	else if (app->ui.zoom == PANEL_SENSITIVITY)
		wish.study = STUDY_SENSITIVITY;
	else if (app->ui.zoom == PANEL_ADVISOR && app->ui.advisor.form == ADVISOR_CLAIMS)
		wish.study = STUDY_CLAIMS;
	session_want_study(app->session, &wish);
}

static void submit_edits(struct app *app)
{
	want_study(app);
	if (app->full) {
		want_flips(app);
		app->settle_s = (double)INFINITY;
	}
	app->generation = session_edit(app->session, &app->scenario, !app->full);
	if (app->ui.tour.entering)
		app->ui.tour.since = app->generation;
	app->ui.tour.entering = false;
	app->submitted = true;
	app->edited = false;
	app->changed = true;
}

void app_submit(struct app *app)
{
	app_moves_follow(app);
	if (app->edited) {
		app_journal_edited(app);
		submit_edits(app);
	}
	app_flow_follow(app);
}

static int verdict_state(const struct snapshot *snapshot)
{
	const struct verdict *verdict = &snapshot->result.verdict;

	if (!snapshot->has_result)
		return -1;
	return verdict->none_meets ? ARCH_COUNT : (int)verdict->best;
}

bool app_previews(const struct app *app)
{
	enum overlay overlay = app->ui.overlay;
	int kind = (int)app->ui.prompt.kind;

	return overlay == OVERLAY_INCIDENT || app->demo.active ||
	       (overlay == OVERLAY_PROMPT && (kind == PROMPT_VALUE || kind == PROMPT_INCIDENT));
}

static void take_digest(struct app *app)
{
	const struct snapshot *shown = &app->shown;

	if (!shown->has_result || shown->generation != app->generation ||
	    shown->result.fidelity != app->scenario.fidelity)
		return;
	if (app->digest_generation == app->generation || app_previews(app))
		return;
	app->digest_generation = app->generation;
	memcpy(app->digest, shown->result.digest, sizeof(app->digest));
	if (!edit_dirty(&app->log) && app->scenario.expect_digest[0] != '\0' &&
	    strcmp(app->scenario.expect_digest, app->digest) != 0)
		app_complain(app,
			     "this run is not the one the file expects: digest %s, expected %s",
			     app->digest, app->scenario.expect_digest);
}

static bool is_new_error(const struct snapshot *before, const struct snapshot *after)
{
	return after->error.message[0] != '\0' &&
	       (before->generation != after->generation || before->error.message[0] == '\0');
}

void app_snapshot(struct app *app)
{
	const struct snapshot *newest = session_acquire(app->session);
	int before = verdict_state(&app->shown);
	bool new_error;

	app_flow_take(app);
	if (!newest)
		return;
	new_error = is_new_error(&app->shown, newest);
	snapshot_take(&app->shown, newest);
	session_release(app->session, newest);
	// The knobs show what was typed last, also while it is still being computed.
	app->shown.scenario = app->scenario;
	if (new_error)
		app_complain(app, "%s", app->shown.error.message);
	if (!app->ui.still && before >= 0 && verdict_state(&app->shown) >= 0 &&
	    before != verdict_state(&app->shown))
		app->ui.flash_s = APP_FLASH_S;
	take_digest(app);
	app_incident_snapshot(app);
	app_baseline_snapshot(app);
	app->changed = true;
	app_save_continue(app);
}

bool app_is_settled(const struct app *app)
{
	const struct snapshot *shown = &app->shown;

	if (app->edited || shown->generation != app->generation)
		return false;
	if (shown->settled)
		return true;
	return shown->has_result && shown->result.fidelity >= app->scenario.fidelity &&
	       shown->curve.complete && shown->curve_generation == app->generation;
}

/* --- time --- */

double app_playhead_day(const struct app *app)
{
	return app->ui.playhead_frac * app->scenario.horizon_days;
}

void app_set_playhead(struct app *app, double frac)
{
	struct ui_state *ui = &app->ui;
	const struct scenario *shown = ui->looking ? &app->pinned.scenario : &app->scenario;

	ui->playhead_frac = fmin(fmax(frac, 0), 1);
	for (int i = 0; i < ui->knob_count; i++)
		ui->knobs[i] = knob_at_day(shown, ui->knobs[i], app_playhead_day(app));
	app->changed = true;
}

static void tick_play(struct app *app, double elapsed_s)
{
	double days = app->ui.speed_days_per_s * elapsed_s;

	if (app_flow_tick(app, elapsed_s))
		return;
	app_set_playhead(app, app->ui.playhead_frac + days / app->scenario.horizon_days);
	if (app->ui.playhead_frac >= 1)
		app->ui.playing = false;
}

static void tick_flash(struct app *app, double elapsed_s)
{
	app->ui.flash_s = fmax(0, app->ui.flash_s - elapsed_s);
	if (app->ui.flash_s == 0)
		app->changed = true;
}

void app_tick(struct app *app, double now_s)
{
	double elapsed_s = now_s - app->ticked_s;

	app->now_s = now_s;
	app->ticked_s = now_s;
	if (app->ui.playing)
		tick_play(app, elapsed_s);
	if (app->ui.flash_s > 0)
		tick_flash(app, elapsed_s);
	app_motion_tick(app);
	app_moves_tick(app);
	if (now_s >= app->plots.wake_s)
		app->changed = true;
	if (now_s >= app->settle_s) {
		app->settle_s = (double)INFINITY;
		edit_close(&app->log);
		app->edited = true;
		app->full = true;
	}
	app_journal_tick(app);
}

double app_wake_s(const struct app *app)
{
	double wake_s = fmin(fmin(app->settle_s, app->plots.wake_s), app_motion_wake_s(app));

	wake_s = fmin(wake_s, app->journal.due_s);
	wake_s = fmin(wake_s, app_moves_wake_s(app));
	if (app->ui.playing)
		wake_s = fmin(wake_s, app->ticked_s + 1.0 / 30);
	if (app->ui.flash_s > 0)
		wake_s = fmin(wake_s, app->ticked_s + app->ui.flash_s);
	return wake_s;
}

void app_draw(struct app *app)
{
	const bool has_baseline = app->ui.has_baseline;

	app->ui.dirty = edit_dirty(&app->log);
	app->ui.journal = app->journal.own;
	app->ui.refining = !app_is_settled(app);
	app->ui.recording = app->record != NULL;
	app->ui.moves_recorded = app_moves_recording(app);
	app->ui.moves_played = app_moves_playing(app);
	app->shown.scenario = app->scenario;
	plot_memory_begin(&app->plots, app->now_s, app->drag.active || app->ui.playing);
	app_take_map(app);
	app_take_sensitivity(app);
	app_take_claims(app);
	// Next to itself the baseline would differ by nothing.
	app->ui.has_baseline = has_baseline && !app->ui.looking;
	view_draw(app->ui.looking ? &app->pinned : &app->shown, &app->ui, &app->canvas);
	app->ui.has_baseline = has_baseline;
	app->changed = false;
}
