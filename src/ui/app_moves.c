// SPDX-License-Identifier: MIT
/* What somebody does, recorded with its times; and a recording, played as if somebody did it. */
#include "ui/app_moves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/moves.h"
#include "io/scenario_io.h"
#include "ui/move.h"

/* Between two places of a playhead that moves by itself. */
#define DAY_EVERY_S 0.2
#define SPEED_MAX 64.0

struct app_moves {
	/* A recording; NULL: none. */
	FILE *out;
	char path[APP_PATH_SIZE];
	double began_s, day_s; /* on the app's clock; of the last place of the playhead */
	int written;
	struct log_seen seen;
	struct knob chosen;
	int view;
	double day;

	/* What is played; NULL: nothing. */
	struct moves *played;
	int next;
	double clock_s, speed;
	double ticked_s; /* on the app's clock; NaN before the first tick */
	bool paused;
	struct log_seen made; /* the log after the last move that was made */
};

static struct app_moves *moves_of(struct app *app)
{
	if (!app->moves)
		app->moves = xcalloc(1, sizeof(*app->moves));
	return app->moves;
}

static int view_of(const struct app *app)
{
	enum panel zoom = app->ui.zoom;

	return zoom >= PANEL_COST && zoom <= PANEL_LOG ? (int)(zoom - PANEL_COST) + 1 : 0;
}

static struct knob chosen_of(const struct app *app)
{
	struct knob knob = app->ui.knobs[app->ui.knob];

	knob.dated = 0;
	return knob;
}

/* --- recording --- */

/* To the millisecond. */
static double record_s(const struct app *app)
{
	return floor(fmax(app->now_s - app->moves->began_s, 0) * 1000) / 1000;
}

static void put_move(struct app *app, struct move *move)
{
	struct app_moves *moves = app->moves;

	move->at_s = record_s(app);
	moves_write(moves->out, move, &app->scenario);
	moves->written++;
}

static void close_record(struct app *app)
{
	fclose(app->moves->out);
	app->moves->out = NULL;
}

static void put_day(struct app *app, bool at_once)
{
	struct app_moves *moves = app->moves;
	double day = app_playhead_day(app);

	if (day == moves->day ||
	    (!at_once && app->ui.playing && app->now_s < moves->day_s + DAY_EVERY_S))
		return;
	moves->day = day;
	moves->day_s = app->now_s;
	put_move(app, &(struct move){ .kind = MOVE_DAY, .day = day });
}

/* False: what was undone or redone is older than the recording, which cannot follow. */
static bool put_edits(struct app *app)
{
	bool keep[PARAM_COUNT], lost = false;
	struct move move;

	while (log_seen_next(&app->moves->seen, &app->log, &move, keep, &lost) && !lost) {
		// Of an entry of the timeline the knob is one at its day.
		put_day(app, true);
		put_move(app, &move);
	}
	return !lost;
}

static void put_looks(struct app *app)
{
	struct app_moves *moves = app->moves;

	if (!app->demo.active && !knob_equal(chosen_of(app), moves->chosen)) {
		moves->chosen = chosen_of(app);
		put_move(app, &(struct move){ .kind = MOVE_CHOOSE, .knob = moves->chosen });
	}
	if (view_of(app) != moves->view) {
		moves->view = view_of(app);
		put_move(app, &(struct move){ .kind = MOVE_VIEW, .view = moves->view });
	}
	put_day(app, false);
}

void app_moves_follow(struct app *app)
{
	struct app_moves *moves = app->moves;

	if (!moves || !moves->out)
		return;
	if (!put_edits(app)) {
		close_record(app);
		app_complain(app, "the recording ends here: what was undone is older than it");
		return;
	}
	put_looks(app);
	if (moves->written < MOVES_MAX - 2 && fflush(moves->out) == 0 && !ferror(moves->out))
		return;
	close_record(app);
	app_complain(app, "the recording ends here: %s cannot take more", moves->path);
}

/* It begins with what a file says: so it does when it is played. */
static bool make_start(const struct app *app, const char *path, struct scenario *start,
		       struct error *error)
{
	char *text;
	size_t size;
	FILE *out = xmemstream(&text, &size);
	bool ok;

	scenario_write_line(&app->scenario, out);
	xmemstream_close(out);
	ok = scenario_parse_beside(text, size, path, start, error);
	free(text);
	if (ok)
		strcpy(start->model, app->scenario.model);
	return ok;
}

/* Opens the file and takes the scenario as it says it; false changes nothing. */
static bool begin(struct app *app, const char *path, struct error *error)
{
	struct scenario *start = xmalloc(sizeof(*start));
	FILE *out = NULL;

	if (scenario_trace_stays(&app->scenario, path, error) &&
	    make_start(app, path, start, error))
		out = moves_create(path, error);
	if (out) {
		app->moves->out = out;
		app->scenario = *start;
		edit_close(&app->log);
	}
	free(start);
	return out != NULL;
}

bool app_moves_record(struct app *app, const char *path, struct error *error)
{
	struct app_moves *moves = moves_of(app);

	if (moves->out)
		return error_set(error, "a recording is on its way; moves off ends it");
	if (strlen(path) >= sizeof(moves->path))
		return error_set(error, "name too long: \"%.60s\"", path);
	if (!begin(app, path, error))
		return false;
	strcpy(moves->path, path);
	moves->began_s = app->now_s;
	moves->written = 0;
	moves->chosen = chosen_of(app);
	moves->view = 0;
	moves->day = app->scenario.horizon_days;
	log_seen_init(&moves->seen, &app->log);
	moves_write_start(moves->out, &app->scenario);
	put_looks(app);
	put_move(app, &(struct move){ .kind = MOVE_CHOOSE, .knob = moves->chosen });
	app_say(app, "recording what you do to %s; moves off ends it", path);
	return true;
}

bool app_moves_recording(const struct app *app)
{
	return app->moves && app->moves->out;
}

bool app_moves_stop(struct app *app)
{
	struct app_moves *moves = app->moves;

	if (!moves || !moves->out)
		return false;
	edit_close(&app->log);
	app_moves_follow(app);
	if (!moves->out)
		return true;
	put_day(app, true);
	moves_write_end(moves->out, record_s(app), &app->scenario);
	if (fflush(moves->out) != 0 || ferror(moves->out))
		app_complain(app, "%s is not whole: its end could not be written", moves->path);
	else
		app_say(app, "recorded %d moves: ragtop replay --moves %s", moves->written,
			moves->path);
	close_record(app);
	return true;
}

/* --- playing --- */

bool app_moves_playing(const struct app *app)
{
	return app->moves && app->moves->played;
}

static void say_progress(struct app *app, const char *what)
{
	const struct app_moves *moves = app->moves;
	double length_s = moves->played->moves[moves->played->count - 1].at_s;

	app_say(app, "%s: move %d of %d, %.1f of %.1f s, x%g; Space pauses, < > slower, faster",
		what, moves->next, moves->played->count, fmin(moves->clock_s, length_s), length_s,
		moves->speed);
}

static void end_playing(struct app *app)
{
	moves_free(app->moves->played);
	app->moves->played = NULL;
}

void app_moves_play(struct app *app, struct moves *played, double speed)
{
	struct app_moves *moves = moves_of(app);

	moves->played = played;
	moves->next = 0;
	moves->clock_s = 0;
	moves->ticked_s = app->ticked_s > 0 ? app->now_s : (double)NAN;
	moves->speed = speed;
	moves->paused = false;
	log_seen_init(&moves->made, &app->log);
	app->demo = (struct app_demo){ 0 };
	if (played->count == 0)
		end_playing(app);
	else
		say_progress(app, "playing");
}

static void show_view(struct app *app, int view)
{
	enum panel panel = view == 0 ? app->ui.zoom : (enum panel)(PANEL_COST + view - 1);

	if (view != view_of(app) && panel != PANEL_NONE)
		app_toggle_zoom(app, panel);
}

/* What follows from a move for what is shown. */
static void show_move(struct app *app, const struct move *move)
{
	switch (move->kind) {
	case MOVE_SET:
	case MOVE_CHOOSE:
		app_select_knob(app, app_find_knob(app, move->knob));
		break;
	case MOVE_VIEW:
		show_view(app, move->view);
		break;
	case MOVE_DAY:
		app_set_playhead(app, move->day / app->scenario.horizon_days);
		break;
	case MOVE_TIMELINE:
	case MOVE_UNDO:
	case MOVE_REDO:
		app_timeline_changed(app);
		break;
	case MOVE_SEED:
	case MOVE_PRICES:
	case MOVE_ARCHS:
	case MOVE_END:
	case MOVE_KINDS:
		break;
	}
}

/* The focused architecture may be gone. */
static void keep_arch(struct app *app)
{
	if (!scenario_compares(&app->scenario, app->ui.arch))
		app->ui.arch = app->scenario.archs[0];
}

static bool make(struct app *app, const struct move *move)
{
	struct app_moves *moves = app->moves;
	struct error error;

	if (!move_make(move, &app->log, &app->scenario, &error)) {
		app_complain(app, "line %d of the recording: %s", move->line, error.message);
		end_playing(app);
		return false;
	}
	log_seen_init(&moves->made, &app->log);
	show_move(app, move);
	if (move_is_edit(move)) {
		app->edited = true;
		// In the middle of a drag, as by hand.
		app->full = moves->next >= moves->played->count ||
			    !moves->played->moves[moves->next].merge;
	}
	keep_arch(app);
	app->changed = true;
	return true;
}

static void finish(struct app *app)
{
	const struct moves *played = app->moves->played;
	bool same = played->complete && moves_same(&app->scenario, &played->end);

	edit_close(&app->log);
	if (!played->complete)
		app_say(app, "played to where the recording was interrupted; it is yours now");
	else if (same)
		app_say(app, "played to the end, and the scenario is as recorded; it is yours now");
	else
		app_complain(app, "played to the end, and the scenario is not as recorded");
	end_playing(app);
}

/* Of the player's clock. It stands while something is tried out in a prompt, or the baseline is
 * looked at. */
static bool stands(const struct app *app)
{
	return app->moves->paused || app_previews(app) || app->ui.looking;
}

void app_moves_tick(struct app *app)
{
	struct app_moves *moves = app->moves;
	double elapsed_s;
	int before;

	if (!app_moves_playing(app))
		return;
	elapsed_s = isnan(moves->ticked_s) ? 0 : app->now_s - moves->ticked_s;
	moves->ticked_s = app->now_s;
	if (stands(app))
		return;
	before = moves->next;
	moves->clock_s += elapsed_s * moves->speed;
	while (moves->played && moves->next < moves->played->count &&
	       moves->played->moves[moves->next].at_s <= moves->clock_s)
		if (!make(app, &moves->played->moves[moves->next++]))
			return;
	if (moves->next == moves->played->count)
		finish(app);
	else if (moves->next > before)
		say_progress(app, "playing");
}

double app_moves_wake_s(const struct app *app)
{
	const struct app_moves *moves = app->moves;

	if (!app_moves_playing(app) || stands(app))
		return (double)INFINITY;
	return app->ticked_s +
	       fmax(0, moves->played->moves[moves->next].at_s - moves->clock_s) / moves->speed;
}

bool app_moves_key(struct app *app, uint32_t key)
{
	struct app_moves *moves = app->moves;

	if (!app_moves_playing(app) || app->ui.overlay != OVERLAY_NONE)
		return false;
	if (key == ' ')
		moves->paused = !moves->paused;
	else if (key == '<')
		moves->speed = fmax(moves->speed / 2, 1 / SPEED_MAX);
	else if (key == '>')
		moves->speed = fmin(moves->speed * 2, SPEED_MAX);
	else
		return false;
	say_progress(app, moves->paused ? "paused" : "playing");
	return true;
}

/* Somebody takes over. */
void app_moves_yield(struct app *app)
{
	struct app_moves *moves = app->moves;
	bool keep[PARAM_COUNT], lost;
	struct move theirs;

	if (!app_moves_playing(app) ||
	    !log_seen_next(&moves->made, &app->log, &theirs, keep, &lost))
		return;
	app_say(app, "the recording stops at move %d of %d: the scenario is yours now", moves->next,
		moves->played->count);
	end_playing(app);
}

void app_moves_free(struct app *app)
{
	if (!app->moves)
		return;
	app_moves_stop(app);
	moves_free(app->moves->played);
	free(app->moves);
	app->moves = NULL;
}

/* --- the command line --- */

bool app_command_moves(struct app *app, const char *arguments, struct error *error)
{
	if (arguments[0] == '\0')
		return error_set(error, "to which file? moves FILE, moves off");
	if (strcmp(arguments, "off") != 0)
		return app_moves_record(app, arguments, error);
	return app_moves_stop(app) || error_set(error, "nothing is being recorded");
}
