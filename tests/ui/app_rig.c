// SPDX-License-Identifier: MIT
#include "ui/app_rig.h"

#include <check.h>
#include <poll.h>
#include <string.h>

#include "study/sample.h"

enum { PATIENCE_MS = 300000 };

void rig_close(struct rig *rig)
{
	app_free(rig->app);
	rig->app = NULL;
}

static void send_event(struct rig *rig, const struct input_event *event)
{
	app_tick(rig->app, rig->now_s);
	app_event(rig->app, event, rig->now_s);
	app_submit(rig->app);
	app_draw(rig->app);
}

static void send_key(struct rig *rig, uint32_t key)
{
	send_event(rig, &(struct input_event){ .kind = INPUT_KEY, .key = key });
}

void rig_keys(struct rig *rig, const char *keys)
{
	while (*keys) {
		size_t size = strcspn(keys, " ");
		uint32_t key = input_key_parse(keys, size);

		ck_assert_msg(key != 0, "no such key: %.*s", (int)size, keys);
		send_key(rig, key);
		keys += size + (keys[size] == ' ');
	}
}

void rig_type(struct rig *rig, const char *text)
{
	for (; *text; text++)
		send_key(rig, (uint32_t)(unsigned char)*text);
}

void rig_mouse(struct rig *rig, enum input_kind kind, enum input_button button, int x, int y)
{
	send_event(rig, &(struct input_event){ .kind = kind, .button = button, .x = x, .y = y });
}

void rig_click(struct rig *rig, int x, int y)
{
	rig_mouse(rig, INPUT_PRESS, INPUT_BUTTON_LEFT, x, y);
	rig_mouse(rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, x, y);
}

void rig_wheel(struct rig *rig, int direction, int x, int y)
{
	send_event(rig, &(struct input_event){
				.kind = INPUT_WHEEL, .x = x, .y = y, .wheel = direction });
}

void rig_pass(struct rig *rig, double seconds)
{
	rig->now_s += seconds;
	app_tick(rig->app, rig->now_s);
	app_submit(rig->app);
	app_draw(rig->app);
}

static void wait_for(struct rig *rig, bool (*holds)(const struct app *app))
{
	struct app *app = rig->app;

	rig_pass(rig, 2 * APP_SETTLE_S);
	while (!holds(app)) {
		struct pollfd fd = { .fd = session_fd(app->session), .events = POLLIN };

		ck_assert_int_eq(poll(&fd, 1, PATIENCE_MS), 1);
		app_snapshot(app);
	}
	app_draw(app);
}

static bool is_current(const struct app *app)
{
	return !app->edited && app->shown.generation == app->generation;
}

static bool has_figures(const struct app *app)
{
	return is_current(app) &&
	       (!app->shown.has_result || app->digest_generation == app->generation);
}

static bool has_first_picture(const struct app *app)
{
	return has_figures(app) && app->shown.curve.point_count > 0;
}

static bool has_flip(const struct app *app)
{
	const struct snapshot *shown = &app->shown;

	for (int i = 0; is_current(app) && i < shown->knob_count; i++)
		if (knob_equal(shown->knobs[i], app->ui.knobs[app->ui.knob]))
			return shown->flips[i].known;
	return false;
}

static bool is_exact(const struct app *app)
{
	return is_current(app) && app->shown.level == FIDELITY_EXACT;
}

void rig_open(struct rig *rig, const char *file_name)
{
	sample_init(&rig->scenario);
	rig->scenario.horizon_days = 30;
	rig->scenario.fidelity = 0;
	rig->now_s = 1000;
	rig->app = app_new(&rig->scenario, file_name, 2);
	app_resize(rig->app, 120, 40);
	app_tick(rig->app, rig->now_s);
	app_submit(rig->app);
	wait_for(rig, has_first_picture);
}

void rig_settle(struct rig *rig)
{
	wait_for(rig, has_figures);
}

void rig_wait_curve(struct rig *rig)
{
	wait_for(rig, app_is_settled);
}

void rig_wait_flip(struct rig *rig)
{
	wait_for(rig, has_flip);
}

void rig_wait_exact(struct rig *rig)
{
	wait_for(rig, is_exact);
}

struct hit rig_hit(struct rig *rig, int action, int argument)
{
	const struct canvas *canvas = &rig->app->canvas;

	app_draw(rig->app);
	for (int i = canvas->hit_count - 1; i >= 0; i--)
		if (canvas->hits[i].action == action && canvas->hits[i].argument == argument)
			return canvas->hits[i];
	ck_abort_msg("nothing to click on for %s %d", action_table[action].name, argument);
}

double rig_value(const struct rig *rig, struct knob knob)
{
	return knob_get(&rig->app->scenario, knob);
}
