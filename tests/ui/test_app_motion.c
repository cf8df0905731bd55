// SPDX-License-Identifier: MIT
/* What moves by itself: the glide to the flip, and the ghost hand. The clock is the test's. */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;
static const struct knob volume = { .param = P_traffic_volume_qpm };

static void setup(void)
{
	rig_open(&rig, "");
	rig.app->ui.still = false;
	rig_wait_curve(&rig);
}

static void teardown(void)
{
	rig_close(&rig);
}

static double now_qpm(void)
{
	return rig_value(&rig, volume);
}

/* Where `c` takes the volume when nothing moves. */
static double flip_qpm(void)
{
	double value;

	rig.app->ui.still = true;
	rig_keys(&rig, "c");
	value = now_qpm();
	rig_keys(&rig, "u");
	rig.app->ui.still = false;
	rig_wait_curve(&rig);
	return value;
}

/* --- gliding --- */

START_TEST(glides_to_the_flip_as_one_step)
{
	double from = now_qpm(), to = flip_qpm(), last = from;
	int frames = 0, steps = rig.app->log.position;

	ck_assert_double_gt(to, from);
	rig_keys(&rig, "c");
	ck_assert_double_eq(now_qpm(), from);
	while (rig.app->glide.active && frames < 100) {
		ck_assert_double_le(app_wake_s(rig.app), rig.now_s + 0.05);
		rig_pass(&rig, 1.0 / 30);
		ck_assert_double_ge(now_qpm(), last);
		last = now_qpm();
		frames++;
	}
	ck_assert_int_ge(frames, 10);
	ck_assert_int_le(frames, 14);
	ck_assert_double_eq(now_qpm(), to);
	ck_assert_int_eq(rig.app->log.position, steps + 1);
	rig_keys(&rig, "u");
	ck_assert_double_eq(now_qpm(), from);
	ck_assert(!edit_dirty(&rig.app->log));
}
END_TEST

START_TEST(esc_takes_the_glide_back)
{
	double from = now_qpm();

	rig_keys(&rig, "c");
	rig_pass(&rig, 0.2);
	ck_assert_double_gt(now_qpm(), from);
	rig_keys(&rig, "Esc");
	ck_assert_double_eq(now_qpm(), from);
	ck_assert(!rig.app->glide.active);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_keys(&rig, "u");
	ck_assert_str_eq(rig.app->ui.message, "nothing to undo");
}
END_TEST

/* Any other key means the flip, and itself. */
START_TEST(a_key_ends_the_glide)
{
	double to = flip_qpm();

	rig_keys(&rig, "c");
	rig_pass(&rig, 0.1);
	rig_keys(&rig, "s");
	ck_assert_double_eq(now_qpm(), to);
	ck_assert_int_eq(rig.app->ui.arch, ARCH_FT);
	rig_keys(&rig, "u c");
	rig_pass(&rig, 0.1);
	rig_keys(&rig, "u");
	ck_assert(!edit_dirty(&rig.app->log));
}
END_TEST

START_TEST(a_slow_terminal_jumps)
{
	double to = flip_qpm();

	rig.app->slow = true;
	rig_keys(&rig, "c");
	ck_assert_double_eq(now_qpm(), to);
}
END_TEST

/* With the knobs all over the screen f does what c does; on the main screen it is the figure's. */
START_TEST(f_on_zoomed_knobs)
{
	double from = now_qpm(), to = flip_qpm();
	enum cost_figure figure = rig.app->ui.cost_figure;

	rig_keys(&rig, "f");
	ck_assert_int_ne(rig.app->ui.cost_figure, figure);
	ck_assert_double_eq(now_qpm(), from);
	rig_keys(&rig, "5 f");
	rig_pass(&rig, 1);
	ck_assert_double_eq(now_qpm(), to);
}
END_TEST

/* --- the ghost hand --- */

static void wait_for_the_hand(void)
{
	app_demo_arm(rig.app);
	rig_pass(&rig, 0.1);
	rig_pass(&rig, APP_DEMO_AFTER_S);
	ck_assert(rig.app->demo.active);
}

START_TEST(the_hand_crosses_and_puts_back)
{
	static struct scenario before;
	double flip = flip_qpm(), from = now_qpm(), most = from;

	rig_keys(&rig, "]");
	rig_settle(&rig);
	rig_wait_curve(&rig);
	rig.app->log.count = rig.app->log.position; /* what was undone to find the flip */
	before = rig.app->scenario;
	wait_for_the_hand();
	ck_assert_msg(strstr(rig.app->ui.message, "nobody touched anything"), "%s",
		      rig.app->ui.message);
	for (int i = 0; i < 60; i++) {
		rig_pass(&rig, 0.1);
		most = fmax(most, now_qpm());
	}
	ck_assert_double_gt(most, flip);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_keys(&rig, "l"); /* ends it, and nothing else */
	ck_assert_int_eq(memcmp(&before.params, &rig.app->scenario.params, sizeof(before.params)),
			 0);
	ck_assert_int_eq(rig.app->log.count, 0);
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert_int_eq(rig.app->ui.knob, 1);
	rig_settle(&rig);
	ck_assert(!rig.app->demo.armed);
	rig_pass(&rig, 100);
	ck_assert(!rig.app->demo.active);
	ck_assert_double_eq(now_qpm(), from);
	rig_keys(&rig, "h l"); /* and from now on keys do what they do */
	ck_assert(edit_dirty(&rig.app->log));
}
END_TEST

START_TEST(the_hand_tires)
{
	double from = now_qpm();

	wait_for_the_hand();
	for (int i = 0; i < 120; i++)
		rig_pass(&rig, 0.5);
	ck_assert(!rig.app->demo.active);
	ck_assert_double_eq(now_qpm(), from);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_settle(&rig);
	ck_assert(isinf(app_wake_s(rig.app)));
}
END_TEST

START_TEST(a_touch_in_time_keeps_it_away)
{
	app_demo_arm(rig.app);
	rig_pass(&rig, 0.1);
	ck_assert_double_eq_tol(app_wake_s(rig.app), rig.now_s + APP_DEMO_AFTER_S, 0.01);
	rig_pass(&rig, 9);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_LEFT, 0, 0);
	rig_pass(&rig, 20);
	ck_assert(!rig.app->demo.active);
}
END_TEST

START_TEST(never_without_being_asked)
{
	rig_pass(&rig, 100);
	ck_assert(!rig.app->demo.active);
	ck_assert(isinf(app_wake_s(rig.app)));
}
END_TEST

START_TEST(quitting_during_the_show)
{
	wait_for_the_hand();
	rig_pass(&rig, 2);
	rig_keys(&rig, "q");
	ck_assert(rig.app->quit);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_motion");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, glides_to_the_flip_as_one_step);
	tcase_add_test(tcase, esc_takes_the_glide_back);
	tcase_add_test(tcase, a_key_ends_the_glide);
	tcase_add_test(tcase, a_slow_terminal_jumps);
	tcase_add_test(tcase, f_on_zoomed_knobs);
	tcase_add_test(tcase, the_hand_crosses_and_puts_back);
	tcase_add_test(tcase, the_hand_tires);
	tcase_add_test(tcase, a_touch_in_time_keeps_it_away);
	tcase_add_test(tcase, never_without_being_asked);
	tcase_add_test(tcase, quitting_during_the_show);
	return suite_run("app_motion", tcase);
}
