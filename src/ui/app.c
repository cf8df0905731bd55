// SPDX-License-Identifier: MIT
/*
 * The dashboard on a terminal: waits for input, snapshots, signals and time, and draws. Everything
 * that decides what happens is in app_*.c; here is only when.
 */
#include "ui/dashboard.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"
#include "ui/app.h"
#include "ui/app_journal.h"
#include "ui/app_moves.h"
#include "ui/app_tour.h"
#include "ui/input.h"
#include "ui/record.h"
#include "ui/screen.h"
#include "ui/terminal.h"
#include "ui/theme.h"

#define FRAME_S (1.0 / 60)     /* between two frames that nobody's key waits for */
#define FIRST_FRAME_WAIT_S 0.1 /* for curves, before anything is shown */

struct loop {
	struct app *app;
	struct screen *screen;
	struct input input;
	double drawn_s; /* time of the last frame */
	bool urgent;    /* somebody pressed a key: draw at once */
	bool mouse;     /* as the terminal was told */
	bool busy;      /* the terminal has not taken the last frame yet */
	bool lost;      /* the terminal is gone */
};

static double clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void dashboard_options_init(struct dashboard_options *options)
{
	*options = (struct dashboard_options){ .sync = true, .mouse = true, .demo = true };
}

/* --- drawing --- */

static void match_size(struct loop *loop)
{
	int w, h;

	screen_resize(loop->screen);
	screen_size(loop->screen, &w, &h);
	if (w != loop->app->canvas.w || h != loop->app->canvas.h)
		app_resize(loop->app, w, h);
}

static void draw(struct loop *loop)
{
	app_draw(loop->app);
	if (loop->app->record)
		record_frame(loop->app->record, clock_s(), loop->app->canvas.w,
			     loop->app->canvas.h);
	loop->lost = !screen_draw(loop->screen, &loop->app->canvas,
				  (enum theme)loop->app->ui.theme);
	// What of it was not taken yet goes out as soon as there is room.
	loop->busy = terminal_lags();
	loop->drawn_s = clock_s();
	app_record_check(loop->app);
	screen_record(loop->screen, loop->app->record);
	loop->urgent = false;
}

/* A terminal that cannot take the last frame yet gets the newest later instead of all of them. */
static void draw_if_due(struct loop *loop)
{
	loop->busy = loop->app->changed ? terminal_busy() : terminal_lags();
	loop->app->slow = loop->app->slow || loop->busy;
	if (!loop->app->changed || loop->busy)
		return;
	if (loop->urgent || clock_s() >= loop->drawn_s + FRAME_S)
		draw(loop);
}

/* --- what came in --- */

static void grant_wishes(struct loop *loop)
{
	struct app *app = loop->app;

	if (app->ui.mouse != loop->mouse) {
		loop->mouse = app->ui.mouse;
		screen_mouse(loop->screen, loop->mouse);
	}
	if (app->want_copy[0] != '\0')
		screen_copy(app->want_copy);
	app->want_copy[0] = '\0';
	screen_record(loop->screen, app->record);
	if (app->want_redraw)
		screen_redraw(loop->screen);
	if (app->want_stop)
		screen_stop(loop->screen, false);
	if (app->want_redraw || app->want_stop) {
		match_size(loop);
		app->changed = true;
	}
	app->want_redraw = false;
	app->want_stop = false;
}

static void take_events(struct loop *loop, const struct input_event *events, int count,
			double now_s)
{
	for (int i = 0; i < count; i++)
		app_event(loop->app, &events[i], now_s);
	loop->urgent = loop->urgent || count > 0;
}

static void take_input(struct loop *loop)
{
	struct input_event events[INPUT_EVENTS_MAX];
	unsigned char bytes[1024];
	double now_s = clock_s();
	int n = terminal_read(bytes, sizeof(bytes));

	for (int i = 0; i < n; i++)
		take_events(loop, events, input_feed(&loop->input, bytes[i], now_s, events), now_s);
	take_events(loop, events, input_expire(&loop->input, now_s, events), now_s);
	loop->lost = loop->lost || n < 0;
}

static void take_signals(struct loop *loop)
{
	struct terminal_signals told = terminal_signals();

	if (told.stop)
		screen_stop(loop->screen, true);
	else if (told.continued)
		screen_continue(loop->screen);
	if (told.stop || told.continued || told.resized) {
		match_size(loop);
		loop->app->changed = true;
		loop->urgent = true;
	}
}

/* --- waiting --- */

static double next_s(const struct loop *loop)
{
	double wake_s = fmin(app_wake_s(loop->app), input_deadline_s(&loop->input));

	if (loop->app->changed && !loop->busy)
		wake_s = fmin(wake_s, loop->drawn_s + FRAME_S);
	return wake_s;
}

static int timeout_ms(double until_s)
{
	double left_ms = ceil((until_s - clock_s()) * 1000);

	if (isinf(until_s))
		return -1;
	return left_ms > 0 ? (int)fmin(left_ms, 60000) : 0;
}

static void wait_and_take(struct loop *loop)
{
	struct pollfd fds[] = {
		{ .fd = terminal_input_fd(), .events = POLLIN },
		{ .fd = session_fd(loop->app->session), .events = POLLIN },
		{ .fd = terminal_signal_fd(), .events = POLLIN },
		{ .fd = loop->busy ? terminal_output_fd() : -1, .events = POLLOUT },
	};
	double now_s;

	if (poll(fds, sizeof(fds) / sizeof(fds[0]), timeout_ms(next_s(loop))) < 0 && errno != EINTR)
		loop->lost = true;
	take_signals(loop);
	now_s = clock_s();
	app_tick(loop->app, now_s);
	take_input(loop);
	if (fds[1].revents & POLLIN)
		app_snapshot(loop->app);
	grant_wishes(loop);
	app_submit(loop->app);
}

static bool has_curves(const struct app *app)
{
	return app->shown.has_result && app->shown.curve.point_count > 0;
}

/* The first frame is to be full of curves, so it waits for them a moment; not longer. */
static void wait_for_curves(struct loop *loop)
{
	double until_s = clock_s() + FIRST_FRAME_WAIT_S;
	struct pollfd fd = { .fd = session_fd(loop->app->session), .events = POLLIN };

	while (!has_curves(loop->app) && clock_s() < until_s) {
		if (poll(&fd, 1, timeout_ms(until_s)) > 0)
			app_snapshot(loop->app);
	}
}

static void run_loop(struct loop *loop)
{
	struct app *app = loop->app;

	match_size(loop);
	wait_for_curves(loop);
	app_tick(app, clock_s());
	draw(loop);
	while (!app->quit && !loop->lost) {
		wait_and_take(loop);
		draw_if_due(loop);
	}
}

static enum theme choose_theme(const char *name)
{
	enum theme theme = THEME_DARK;

	if (name)
		theme_from_name(name, &theme);
	return theme;
}

static struct app *open_app(const struct scenario *scenario, const char *file_name,
			    const struct dashboard_options *options)
{
	bool is_file = file_name[0] != '\0' && strcmp(file_name, "-") != 0 &&
		       strlen(file_name) < APP_PATH_SIZE;
	struct app *app = app_new(scenario, is_file ? file_name : "", options->threads);

	app->folders = options->folders;
	app->installed = options->installed;
	app->ui.theme = (int)choose_theme(options->theme);
	app->ui.mouse = options->mouse;
	app->ui.layout = (enum screen_layout)options->layout;
	app->ui.still = options->still;
	app->preferences = options->preferences;
	// What is tried out before an audience is nothing to lose, nor the place for an old offer.
	if (options->step > 0)
		app_tour_go(app, options->step - 1);
	else
		app_journal_begin(app);
	if (options->step == 0 && !options->still && options->demo &&
	    app->ui.overlay == OVERLAY_NONE)
		app_demo_arm(app);
	if (options->moves)
		app_moves_play(app, options->moves, options->moves_speed);
	// The workers begin while the terminal is still being asked what it can do.
	app_submit(app);
	return app;
}

bool dashboard_is_possible(struct error *error)
{
	return screen_is_possible(error);
}

int dashboard_main(const struct scenario *scenario, const char *file_name,
		   const struct dashboard_options *options)
{
	struct loop *loop = xcalloc(1, sizeof(*loop));
	struct error error;
	int status = 0;

	// Before there are threads, as the hook is not locked; it does nothing until it has to.
	xalloc_on_failure(terminal_emergency);
	loop->app = open_app(scenario, file_name, options);
	app_tick(loop->app, clock_s()); // as the clock of a recording begins
	if ((!options->record || app_moves_record(loop->app, options->record, &error)) &&
	    screen_open(options, &loop->screen, &error)) {
		input_init(&loop->input);
		screen_define_keys(loop->screen, &loop->input);
		loop->mouse = options->mouse;
		loop->app->canvas.charset = screen_charset(loop->screen);
		run_loop(loop);
		app_record_stop(loop->app);
		screen_record(loop->screen, NULL);
		screen_close(loop->screen);
	} else {
		fprintf(stderr, "ragtop: %s\n", error.message);
		status = 2;
	}
	app_free(loop->app);
	xalloc_on_failure(NULL);
	free(loop);
	return status;
}
