// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static const struct knob volume = { .param = P_traffic_volume_qpm };
static const struct knob target = { .is_target = true, .target = TARGET_TTFT_P95_S };

static struct rig rig;

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

static double volume_now(void)
{
	return rig_value(&rig, volume);
}

static struct knob active(void)
{
	return rig.app->ui.knobs[rig.app->ui.knob];
}

static void select_knob(struct knob knob)
{
	app_select_knob(rig.app, app_find_knob(rig.app, knob));
	ck_assert(knob_equal(active(), knob));
}

static int verdict_now(void)
{
	const struct verdict *verdict = &rig.app->shown.result.verdict;

	return verdict->none_meets ? ARCH_COUNT : (int)verdict->best;
}

/* Everything can be turned, and nothing twice. */
START_TEST(every_parameter_is_a_knob)
{
	const struct ui_state *ui = &rig.app->ui;

	ck_assert_int_eq(ui->knob_count, PARAM_COUNT + TARGET_COUNT);
	for (int i = 0; i < ui->knob_count; i++)
		for (int j = i + 1; j < ui->knob_count; j++)
			ck_assert(!knob_equal(ui->knobs[i], ui->knobs[j]));
	ck_assert(knob_equal(ui->knobs[0], volume));
	ck_assert_str_eq(knob_label(ui->knobs[4]), "target p95");
	ck_assert_str_eq(knob_label(ui->knobs[11]), "index lag");
}
END_TEST

/* A step of a log track of five decades is 12 %, ten of them half a decade. */
START_TEST(arrows_turn_the_active_knob)
{
	rig_keys(&rig, "Right");
	ck_assert_double_eq_tol(volume_now(), 60000 * 1.122, 100);
	ck_assert_double_eq(rig.app->shown.scenario.params.traffic.volume_qpm, volume_now());
	rig_keys(&rig, "h");
	ck_assert_double_eq(volume_now(), 60000);
	rig_keys(&rig, "L");
	ck_assert_double_eq_tol(volume_now() / 60000, pow(10, 0.5), 0.01);
	rig_keys(&rig, "S-Left +");
	ck_assert_double_eq_tol(volume_now() / 60000, 1.0116, 0.002);
}
END_TEST

/* No knob may be deaf to its keys: from anywhere on its track, a step moves it the right way. */
START_TEST(every_knob_moves)
{
	for (int i = 0; i < rig.app->ui.knob_count; i++) {
		struct knob knob = rig.app->ui.knobs[i];
		bool flag = !knob.is_target && param_table[knob.param].kind == PARAM_FLAG;
		bool choice = !knob.is_target && param_table[knob.param].kind == PARAM_CHOICE;

		app_select_knob(rig.app, i);
		for (double place = 0; place <= 1; place += choice ? 1 : 0.5) {
			double before = knob_from_position(knob, place);

			if (!flag)
				knob_set(&rig.app->scenario, knob, before);
			before = rig_value(&rig, knob);
			app_turn(rig.app, place < 1 ? 1 : -1);
			if (flag)
				continue;
			ck_assert_msg((rig_value(&rig, knob) - before) * (place < 1 ? 1 : -1) > 0,
				      "%s is stuck at %g", knob_label(knob), before);
			if (choice)
				continue;
			before = rig_value(&rig, knob);
			app_turn(rig.app, place < 1 ? 0.1 : -0.1);
			ck_assert_msg((rig_value(&rig, knob) - before) * (place < 1 ? 1 : -1) > 0,
				      "%s has no fine step at %g", knob_label(knob), before);
		}
	}
}
END_TEST

START_TEST(flags_turn_over)
{
	const struct knob raft = { .param = P_hybrid_raft };

	select_knob(raft);
	rig_keys(&rig, "h");
	ck_assert_double_eq(rig_value(&rig, raft), 0);
	rig_keys(&rig, "h l");
	ck_assert_double_eq(rig_value(&rig, raft), 1);
}
END_TEST

/* A typed value may lie beyond the track; a step outwards must not pull it back. */
START_TEST(values_beyond_the_track)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "5B");
	rig_keys(&rig, "Enter Right");
	ck_assert_double_eq(volume_now(), 5e9);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "end of its track"));
	rig_keys(&rig, "Left");
	ck_assert_double_lt(volume_now(), 1e8);
}
END_TEST

/* Keys in a row are one step of undo; after a rest a new one begins. */
START_TEST(rows_of_keys_are_one_step)
{
	rig_keys(&rig, "l l l l");
	ck_assert(!rig.app->full);
	rig_pass(&rig, 2 * APP_SETTLE_S);
	ck_assert_int_eq(rig.app->log.count, 1);
	rig_keys(&rig, "l l");
	rig_pass(&rig, 2 * APP_SETTLE_S);
	ck_assert_int_eq(rig.app->log.count, 2);
	rig_keys(&rig, "u u");
	ck_assert_double_eq(volume_now(), 60000);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_keys(&rig, "U C-r");
	ck_assert_double_eq_tol(volume_now(), 60000 * pow(1.122, 6), 2000);
}
END_TEST

START_TEST(undo_says_what)
{
	rig_keys(&rig, "] l u");
	ck_assert_str_eq(knob_label(active()), "updates a month");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "updates a month back"));
	rig_keys(&rig, "u");
	ck_assert_str_eq(rig.app->ui.message, "nothing to undo");
}
END_TEST

START_TEST(locked_knobs_hold)
{
	struct error error;

	rig_keys(&rig, "x l");
	ck_assert_double_eq(volume_now(), 60000);
	ck_assert(rig.app->ui.message_is_error);
	rig_keys(&rig, "=");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert(app_command(rig.app, "set traffic.volume_qpm 5", &error));
	app_drag_to(rig.app, 0, 0.5);
	app_reset_knob(rig.app, 0);
	ck_assert_double_eq(volume_now(), 60000);
	rig_keys(&rig, "x l");
	ck_assert_double_gt(volume_now(), 60000);
}
END_TEST

START_TEST(reset_twice)
{
	rig.app->ui.file.params.traffic.volume_qpm = 70000;
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	rig_keys(&rig, "Bksp");
	ck_assert_double_eq(volume_now(), 70000);
	rig_keys(&rig, "Bksp");
	ck_assert_double_eq(volume_now(), param_table[P_traffic_volume_qpm].def);
	rig_keys(&rig, "u");
	ck_assert_double_eq(volume_now(), 70000);
}
END_TEST

/* --- typed values --- */

/* What is typed shows on the curves at once; Esc is as if nothing had been typed. */
START_TEST(typed_value_is_previewed)
{
	uint64_t before = rig.app->generation;

	rig_keys(&rig, "=");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	rig_type(&rig, "3.5M");
	ck_assert(rig.app->ui.prompt.valid);
	ck_assert_double_eq(volume_now(), 3.5e6);
	ck_assert_uint_gt(rig.app->generation, before);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "3,500,000"));
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "1.35 a second"));
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_double_eq(volume_now(), 60000);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_settle(&rig);
	ck_assert_double_eq(rig.app->shown.scenario.params.traffic.volume_qpm, 60000);
}
END_TEST

START_TEST(typed_value_is_one_step)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "1234567");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(volume_now(), 1234567);
	ck_assert_int_eq(rig.app->log.count, 1);
	rig_keys(&rig, "u");
	ck_assert_double_eq(volume_now(), 60000);
}
END_TEST

/* Relative to what stood there before, not to the preview of the characters so far. */
START_TEST(relative_values)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "x20");
	ck_assert_double_eq(volume_now(), 1.2e6);
	rig_keys(&rig, "Enter =");
	rig_type(&rig, "+10 %");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq_tol(volume_now(), 1.32e6, 1);
}
END_TEST

START_TEST(nonsense_changes_nothing)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "3.5MB");
	ck_assert(!rig.app->ui.prompt.valid);
	ck_assert_int_eq(rig.app->ui.prompt.message[0], '!');
	ck_assert_double_eq(volume_now(), 60000);
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	rig_keys(&rig, "C-u Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_double_eq(volume_now(), 60000);
}
END_TEST

START_TEST(out_of_range_goes_to_the_bound)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "-5");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(volume_now(), 0);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "nearest legal"));
}
END_TEST

START_TEST(targets_choices_and_flags_by_word)
{
	const struct knob policy = { .param = P_ft_retrain_policy },
			  raft = { .param = P_hybrid_raft };

	select_knob(target);
	rig_keys(&rig, "=");
	rig_type(&rig, "850ms");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq_tol(rig_value(&rig, target), 0.85, 1e-12);
	rig_keys(&rig, "=");
	rig_type(&rig, "none");
	rig_keys(&rig, "Enter");
	ck_assert(isnan(rig_value(&rig, target)));
	select_knob(policy);
	rig_keys(&rig, "=");
	rig_type(&rig, "Never");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(rig_value(&rig, policy), RETRAIN_NEVER);
	select_knob(raft);
	rig_keys(&rig, "=");
	rig_type(&rig, "off");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(rig_value(&rig, raft), 0);
}
END_TEST

START_TEST(line_editing)
{
	const char *text = rig.app->ui.prompt.text;

	rig_keys(&rig, ":");
	rig_type(&rig, "abc def");
	rig_keys(&rig, "C-a X Right Right Del End Bksp C-w");
	ck_assert_str_eq(text, "Xab ");
	rig_keys(&rig, "Home Right C-k");
	ck_assert_str_eq(text, "X");
	rig_keys(&rig, "\xc3\xa9 Left Bksp");
	ck_assert_str_eq(text, "\xc3\xa9");
	rig_keys(&rig, "Del C-u");
	ck_assert_str_eq(text, "");
	for (int i = 0; i < 400; i++)
		rig_type(&rig, "y");
	ck_assert_int_eq((int)strlen(text), 255);
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

START_TEST(history)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "1M");
	rig_keys(&rig, "Enter =");
	rig_type(&rig, "2M");
	rig_keys(&rig, "Enter = Up");
	ck_assert_str_eq(rig.app->ui.prompt.text, "2M");
	rig_keys(&rig, "Up Up");
	ck_assert_str_eq(rig.app->ui.prompt.text, "1M");
	ck_assert_double_eq(volume_now(), 1e6);
	rig_keys(&rig, "Down Down");
	ck_assert_str_eq(rig.app->ui.prompt.text, "");
	rig_keys(&rig, "Esc");
	ck_assert_double_eq(volume_now(), 2e6);
}
END_TEST

/* --- the crossing --- */

/* One key from "where does it turn over?" to seeing it turned over. */
START_TEST(c_turns_the_answer_over)
{
	enum arch before = rig.app->shown.result.verdict.best;

	rig_wait_curve(&rig);
	rig_keys(&rig, "c");
	rig_pass(&rig, 1); // it glides
	rig_settle(&rig);
	ck_assert_double_gt(volume_now(), 1e6);
	ck_assert_int_ne(rig.app->shown.result.verdict.best, before);
	ck_assert_double_eq(volume_now(), app_round(volume_now(), 3));
	ck_assert_double_gt(rig.app->ui.flash_s, 0);
	rig_keys(&rig, "u");
	ck_assert_double_eq(volume_now(), 60000);
}
END_TEST

START_TEST(c_goes_to_the_flip_of_other_knobs)
{
	int before;

	select_knob(target);
	rig_keys(&rig, "l h"); // an edit with this knob active, so that its flip comes first
	rig_wait_flip(&rig);
	before = verdict_now();
	rig_keys(&rig, "c");
	rig_pass(&rig, 1);
	rig_settle(&rig);
	ck_assert_double_lt(rig_value(&rig, target), 1);
	ck_assert_int_ne(verdict_now(), before);
}
END_TEST

/* --- values in force later --- */

START_TEST(the_playhead_chooses_the_dated_value)
{
	struct scenario *dated = &rig.scenario;
	const struct knob price = { .param = P_base_input_usd_per_mtok };

	dated->timeline_count = 1;
	dated->timeline[0] = (struct timeline_entry){
		.at_days = 20, .kind = TIMELINE_SET, .param = price.param, .value = 5
	};
	app_load(rig.app, dated, "");
	app_select_knob(rig.app, app_find_knob(rig.app, price));
	rig_keys(&rig, "=");
	rig_type(&rig, "6");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(rig.app->scenario.timeline[0].value, 6);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "from day 20 on"));
	app_set_playhead(rig.app, 0.1);
	rig_keys(&rig, "=");
	rig_type(&rig, "4");
	rig_keys(&rig, "Enter u u");
	ck_assert_double_eq(rig.app->scenario.timeline[0].value, 5);
	ck_assert_double_eq(rig_value(&rig, price), dated->params.base.input_usd_per_mtok);
}
END_TEST

/* --- the mouse on knobs --- */

START_TEST(drag_on_the_track)
{
	struct hit track = rig_hit(&rig, ACTION_HIT_TRACK, 0);
	int y = track.area.y, right = track.area.x + track.area.w - 1;

	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_LEFT, track.area.x, y);
	ck_assert_double_eq(volume_now(), 1e3);
	for (int x = track.area.x; x <= right; x++)
		rig_mouse(&rig, INPUT_DRAG, INPUT_BUTTON_LEFT, x, y - 5);
	ck_assert_double_eq(volume_now(), 1e8);
	rig_mouse(&rig, INPUT_DRAG, INPUT_BUTTON_LEFT, right + 500, y);
	ck_assert_double_eq(volume_now(), 1e8);
	ck_assert(!rig.app->full);
	rig_mouse(&rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, right, y);
	ck_assert(rig.app->full);
	ck_assert_int_eq(rig.app->log.count, 1);
	rig_mouse(&rig, INPUT_DRAG, INPUT_BUTTON_LEFT, track.area.x, y);
	ck_assert_double_eq(volume_now(), 1e8);
	rig_keys(&rig, "u");
	ck_assert_double_eq(volume_now(), 60000);
}
END_TEST

START_TEST(drag_on_the_curves)
{
	struct hit plot = rig_hit(&rig, ACTION_HIT_VOLUME, 0);
	int middle = plot.area.x + plot.area.w / 2;

	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_LEFT, middle, plot.area.y + 2);
	ck_assert_double_eq_tol(log10(volume_now()), 5.5, 0.1);
	rig_mouse(&rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, middle, plot.area.y + 2);
	ck_assert_int_eq(rig.app->ui.focus, PANEL_COST);
	rig_settle(&rig);
}
END_TEST

START_TEST(clicks_on_a_knob)
{
	struct hit name = rig_hit(&rig, ACTION_HIT_KNOB, 3);
	struct hit value = rig_hit(&rig, ACTION_HIT_VALUE, 3);
	struct input_event twice = {
		.kind = INPUT_PRESS, .x = value.area.x, .y = value.area.y, .twice = true
	};
	double before;

	rig_click(&rig, name.area.x, name.area.y);
	ck_assert_int_eq(rig.app->ui.knob, 3);
	before = rig_value(&rig, active());
	rig_wheel(&rig, -1, value.area.x, value.area.y);
	ck_assert_double_gt(rig_value(&rig, active()), before);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_RIGHT, name.area.x, name.area.y);
	ck_assert_double_eq(rig_value(&rig, active()), before);
	app_event(rig.app, &twice, rig.now_s);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	// A click anywhere else is Esc.
	rig_click(&rig, 1, 1);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

START_TEST(wheel_on_the_track)
{
	struct hit track = rig_hit(&rig, ACTION_HIT_TRACK, 1);
	double before = rig_value(&rig, rig.app->ui.knobs[1]);

	rig_wheel(&rig, 1, track.area.x + 2, track.area.y);
	ck_assert_int_eq(rig.app->ui.knob, 1);
	ck_assert_double_lt(rig_value(&rig, active()), before);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_knobs");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, every_parameter_is_a_knob);
	tcase_add_test(tcase, arrows_turn_the_active_knob);
	tcase_add_test(tcase, every_knob_moves);
	tcase_add_test(tcase, flags_turn_over);
	tcase_add_test(tcase, values_beyond_the_track);
	tcase_add_test(tcase, rows_of_keys_are_one_step);
	tcase_add_test(tcase, undo_says_what);
	tcase_add_test(tcase, locked_knobs_hold);
	tcase_add_test(tcase, reset_twice);
	tcase_add_test(tcase, typed_value_is_previewed);
	tcase_add_test(tcase, typed_value_is_one_step);
	tcase_add_test(tcase, relative_values);
	tcase_add_test(tcase, nonsense_changes_nothing);
	tcase_add_test(tcase, out_of_range_goes_to_the_bound);
	tcase_add_test(tcase, targets_choices_and_flags_by_word);
	tcase_add_test(tcase, line_editing);
	tcase_add_test(tcase, history);
	tcase_add_test(tcase, c_turns_the_answer_over);
	tcase_add_test(tcase, c_goes_to_the_flip_of_other_knobs);
	tcase_add_test(tcase, the_playhead_chooses_the_dated_value);
	tcase_add_test(tcase, drag_on_the_track);
	tcase_add_test(tcase, drag_on_the_curves);
	tcase_add_test(tcase, clicks_on_a_knob);
	tcase_add_test(tcase, wheel_on_the_track);
	return suite_run("app_knobs", tcase);
}
