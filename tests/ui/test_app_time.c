// SPDX-License-Identifier: MIT
/* The playhead: playing, stepping, scrubbing, zooming. */
#include <math.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

/* Playing is moving the playhead: 10 days a second, from the start when it stands at the end. */
START_TEST(play_pause_and_end)
{
	rig_keys(&rig, "Space");
	ck_assert(rig.app->ui.playing);
	ck_assert_double_eq(rig.app->ui.playhead_frac, 0);
	ck_assert_double_le(app_wake_s(rig.app), rig.now_s + 0.05);
	for (int i = 0; i < 10; i++)
		rig_pass(&rig, 0.1);
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 10, 0.01);
	rig_keys(&rig, "Space");
	rig_pass(&rig, 1);
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 10, 0.01);
	rig_keys(&rig, "> Space");
	rig_pass(&rig, 0.5);
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 20, 0.01);
	rig_pass(&rig, 5);
	ck_assert_double_eq(rig.app->ui.playhead_frac, 1);
	ck_assert(!rig.app->ui.playing);
	ck_assert(isinf(app_wake_s(rig.app)));
}
END_TEST

START_TEST(speed_has_ends)
{
	for (int i = 0; i < 40; i++)
		rig_keys(&rig, ">");
	ck_assert_double_eq(rig.app->ui.speed_days_per_s, 1000);
	for (int i = 0; i < 40; i++)
		rig_keys(&rig, "<");
	ck_assert_double_eq(rig.app->ui.speed_days_per_s, 0.001);
	/* At first a run takes some ten seconds, but a long one goes by ten days a second. */
	ck_assert_double_eq(app_speed_days_per_s(360), 10);
	ck_assert_double_eq(app_speed_days_per_s(5), 0.5);
	ck_assert_double_eq(app_speed_days_per_s(0.03), 0.002);
	ck_assert_double_eq(app_speed_days_per_s(0.001), 0.001);
}
END_TEST

START_TEST(steps_of_time)
{
	rig_keys(&rig, ", ,");
	ck_assert_double_eq_tol(rig.app->ui.playhead_frac, 1 - 2.0 / RESULT_BUCKETS, 1e-9);
	rig_keys(&rig, ". . . .");
	ck_assert_double_eq(rig.app->ui.playhead_frac, 1);
}
END_TEST

/* From any place, } and { visit every event in order and stop at the ends. */
START_TEST(events_in_order)
{
	double before = -1;
	int count = 0;

	app_set_playhead(rig.app, 0);
	for (; count < 1000; count++) {
		rig_keys(&rig, "}");
		if (rig.app->ui.message[0])
			break;
		ck_assert_double_gt(rig.app->ui.playhead_frac, before);
		before = rig.app->ui.playhead_frac;
	}
	ck_assert_int_gt(count, 1);
	ck_assert_str_eq(rig.app->ui.message, "no later event");
	rig_keys(&rig, "{");
	ck_assert_double_lt(rig.app->ui.playhead_frac, before);
}
END_TEST

START_TEST(zoom_in_time)
{
	const struct ui_state *ui = &rig.app->ui;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "z z");
	ck_assert_double_eq_tol(ui->time_zoom_hi - ui->time_zoom_lo, 0.25, 1e-12);
	ck_assert_double_le(ui->time_zoom_lo, 0.5);
	ck_assert_double_ge(ui->time_zoom_hi, 0.5);
	for (int i = 0; i < 100; i++)
		rig_keys(&rig, ".");
	ck_assert_double_le(ui->playhead_frac, ui->time_zoom_hi + 1e-12);
	for (int i = 0; i < 30; i++)
		rig_keys(&rig, "z");
	ck_assert_double_gt(ui->time_zoom_hi, ui->time_zoom_lo);
	rig_keys(&rig, "Esc");
	ck_assert_double_eq(ui->time_zoom_lo, 0);
	ck_assert_double_eq(ui->time_zoom_hi, 1);
}
END_TEST

START_TEST(scrub_with_the_mouse)
{
	struct hit line = rig_hit(&rig, ACTION_HIT_TIME, 0);
	const struct canvas *canvas = &rig.app->canvas;

	for (int i = 0; i < canvas->hit_count; i++) // the time line, not a plot
		if (canvas->hits[i].action == ACTION_HIT_TIME &&
		    canvas->hits[i].area.y > line.area.y)
			line = canvas->hits[i];
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_LEFT, line.area.x, line.area.y);
	ck_assert_double_eq(rig.app->ui.playhead_frac, 0);
	rig_mouse(&rig, INPUT_DRAG, INPUT_BUTTON_LEFT, line.area.x + line.area.w - 1, 0);
	ck_assert_double_eq(rig.app->ui.playhead_frac, 1);
	rig_mouse(&rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, 0, 0);
	ck_assert(!rig.app->edited);
	rig_wheel(&rig, -1, line.area.x, line.area.y);
	ck_assert_double_lt(rig.app->ui.playhead_frac, 1);
}
END_TEST

/* Rows of keys that have rested are steps of their own, as many as there are. */
START_TEST(undo_has_no_limit)
{
	struct knob volume = { .param = P_traffic_volume_qpm };
	double before = rig_value(&rig, volume);

	for (int i = 0; i < 300; i++) {
		rig_keys(&rig, i % 2 ? "h" : "l");
		rig_pass(&rig, 2 * APP_SETTLE_S);
	}
	ck_assert_int_ge(rig.app->log.count, 299);
	for (int i = 0; i < 301; i++)
		rig_keys(&rig, "u");
	ck_assert_double_eq(rig_value(&rig, volume), before);
	ck_assert_str_eq(rig.app->ui.message, "nothing to undo");
	for (int i = 0; i < 301; i++)
		rig_keys(&rig, i % 2 ? "U" : "C-r");
	ck_assert_str_eq(rig.app->ui.message, "nothing to redo");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_time");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, play_pause_and_end);
	tcase_add_test(tcase, speed_has_ends);
	tcase_add_test(tcase, steps_of_time);
	tcase_add_test(tcase, events_in_order);
	tcase_add_test(tcase, zoom_in_time);
	tcase_add_test(tcase, scrub_with_the_mouse);
	tcase_add_test(tcase, undo_has_no_limit);
	return suite_run("app_time", tcase);
}
