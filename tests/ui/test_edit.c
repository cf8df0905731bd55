// SPDX-License-Identifier: MIT
#include "ui/edit.h"

#include <math.h>
#include <stdlib.h>

#include "base/suite.h"
#include "base/xalloc.h"

static const struct knob volume = { .param = P_traffic_volume_qpm };
static const struct knob price = { .param = P_base_input_usd_per_mtok };
static const struct knob target = { .is_target = true, .target = TARGET_TTFT_P95_S };

static struct scenario *scenario, *file;
static struct edit_log edits;
static struct edit edit;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	file = xmalloc(sizeof(*file));
	scenario_init(scenario);
	scenario->params.traffic.volume_qpm = 1000;
	*file = *scenario;
	edit_init(&edits);
}

static void teardown(void)
{
	edit_release(&edits);
	free(scenario);
	free(file);
}

static double volume_now(void)
{
	return scenario->params.traffic.volume_qpm;
}

START_TEST(undo_and_redo)
{
	ck_assert(edit_knob(&edits, scenario, volume, 2000, false));
	ck_assert(edit_knob(&edits, scenario, price, 7, false));
	ck_assert(edit_seed(&edits, scenario, 99));
	ck_assert(edit_undo(&edits, scenario, &edit));
	ck_assert_int_eq(edit.kind, EDIT_SEED);
	ck_assert_uint_eq(scenario->seed, file->seed);
	ck_assert(edit_undo(&edits, scenario, &edit));
	ck_assert(knob_equal(edit.knob, price));
	ck_assert(edit_undo(&edits, scenario, &edit));
	ck_assert_double_eq(volume_now(), 1000);
	ck_assert(!edit_undo(&edits, scenario, &edit));
	for (int i = 0; i < 3; i++)
		ck_assert(edit_redo(&edits, scenario, &edit));
	ck_assert(!edit_redo(&edits, scenario, &edit));
	ck_assert_uint_eq(scenario->seed, 99);
	ck_assert_double_eq(volume_now(), 2000);
}
END_TEST

/* Without limit means without limit. */
START_TEST(many_steps)
{
	for (int i = 1; i <= 5000; i++)
		ck_assert(edit_knob(&edits, scenario, volume, 1000 + i, false));
	for (int i = 5000; i >= 1; i--) {
		ck_assert_double_eq(volume_now(), 1000 + i);
		ck_assert(edit_undo(&edits, scenario, &edit));
	}
	ck_assert_double_eq(volume_now(), 1000);
}
END_TEST

START_TEST(a_drag_is_one_step)
{
	for (int i = 1; i <= 50; i++)
		edit_knob(&edits, scenario, volume, 1000 + i, true);
	edit_close(&edits);
	ck_assert_int_eq(edits.count, 1);
	edit_knob(&edits, scenario, volume, 5000, true);
	edit_close(&edits);
	ck_assert_int_eq(edits.count, 2);
	edit_undo(&edits, scenario, &edit);
	ck_assert_double_eq(volume_now(), 1050);
	edit_undo(&edits, scenario, &edit);
	ck_assert_double_eq(volume_now(), 1000);
}
END_TEST

START_TEST(another_knob_ends_the_drag)
{
	edit_knob(&edits, scenario, volume, 2000, true);
	edit_knob(&edits, scenario, price, 3, true);
	edit_knob(&edits, scenario, volume, 3000, true);
	ck_assert_int_eq(edits.count, 3);
}
END_TEST

/* Back where it began: nothing to undo, nothing to save. */
START_TEST(a_drag_to_nowhere_is_no_step)
{
	edit_knob(&edits, scenario, volume, 2000, true);
	edit_knob(&edits, scenario, volume, 1000, true);
	edit_close(&edits);
	ck_assert_int_eq(edits.count, 0);
	ck_assert(!edit_dirty(&edits));
}
END_TEST

START_TEST(same_value_is_no_edit)
{
	ck_assert(!edit_knob(&edits, scenario, volume, 1000, false));
	ck_assert(isnan(knob_get(scenario, target)));
	ck_assert(!edit_knob(&edits, scenario, target, (double)NAN, false));
	ck_assert(!edit_seed(&edits, scenario, scenario->seed));
	ck_assert_int_eq(edits.count, 0);
}
END_TEST

START_TEST(a_new_edit_forgets_what_was_undone)
{
	edit_knob(&edits, scenario, volume, 2000, false);
	edit_knob(&edits, scenario, volume, 3000, false);
	edit_undo(&edits, scenario, &edit);
	edit_knob(&edits, scenario, price, 9, false);
	ck_assert(!edit_redo(&edits, scenario, &edit));
	edit_undo(&edits, scenario, &edit);
	ck_assert_double_eq(volume_now(), 2000);
}
END_TEST

/* The star after the name must tell the truth, also by way of undo and redo. */
START_TEST(dirty_follows_the_save)
{
	ck_assert(!edit_dirty(&edits));
	edit_knob(&edits, scenario, volume, 2000, false);
	ck_assert(edit_dirty(&edits));
	edit_undo(&edits, scenario, &edit);
	ck_assert(!edit_dirty(&edits));
	edit_redo(&edits, scenario, &edit);
	edit_mark_saved(&edits);
	ck_assert(!edit_dirty(&edits));
	edit_undo(&edits, scenario, &edit);
	ck_assert(edit_dirty(&edits));
	edit_redo(&edits, scenario, &edit);
	ck_assert(!edit_dirty(&edits));
	// The saved state lies on a branch that is gone: no way leads back to clean.
	edit_undo(&edits, scenario, &edit);
	edit_knob(&edits, scenario, price, 9, false);
	ck_assert(edit_dirty(&edits));
	edit_undo(&edits, scenario, &edit);
	ck_assert(edit_dirty(&edits));
}
END_TEST

/* Saving in the middle of a drag must not make the rest of the drag part of what was saved. */
START_TEST(a_save_ends_the_drag)
{
	edit_knob(&edits, scenario, volume, 2000, true);
	edit_mark_saved(&edits);
	edit_knob(&edits, scenario, volume, 3000, true);
	edit_close(&edits);
	ck_assert(edit_dirty(&edits));
	edit_undo(&edits, scenario, &edit);
	ck_assert_double_eq(volume_now(), 2000);
	ck_assert(!edit_dirty(&edits));
}
END_TEST

START_TEST(reset_goes_to_the_file_then_to_the_default)
{
	double value;

	edit_knob(&edits, scenario, volume, 2000, false);
	value = edit_reset_value(scenario, file, volume);
	ck_assert_double_eq(value, 1000);
	edit_knob(&edits, scenario, volume, value, false);
	ck_assert_double_eq(edit_reset_value(scenario, file, volume),
			    param_table[P_traffic_volume_qpm].def);
	edit_knob(&edits, scenario, target, 2, false);
	file->targets[TARGET_TTFT_P95_S] = 1;
	ck_assert_double_eq(edit_reset_value(scenario, file, target), 1);
	edit_knob(&edits, scenario, target, 1, false);
	ck_assert(isnan(edit_reset_value(scenario, file, target)));
}
END_TEST

static void take_entry(double at_days)
{
	struct scenario *edited = xmalloc(sizeof(*edited));

	*edited = *scenario;
	scenario_timeline_add(edited, &(struct timeline_entry){ .at_days = at_days,
								.kind = TIMELINE_SET,
								.param = price.param,
								.value = at_days });
	ck_assert(edit_timeline(&edits, scenario, edited));
	ck_assert(!edit_timeline(&edits, scenario, edited));
	free(edited);
}

/* Entries lie in order of time whatever the order of edits; a dated knob turned in between is
 * undone where it was turned. */
START_TEST(timelines_come_and_go)
{
	struct knob dated = price;

	take_entry(20);
	dated.dated = 1;
	edit_knob(&edits, scenario, dated, 77, false);
	take_entry(10);
	take_entry(20);
	ck_assert_int_eq(scenario->timeline_count, 3);
	ck_assert_double_eq(scenario->timeline[0].value, 10);
	ck_assert_double_eq(scenario->timeline[1].value, 77);
	ck_assert_double_eq(scenario->timeline[2].value, 20);
	edit_undo(&edits, scenario, &edit);
	edit_undo(&edits, scenario, &edit);
	ck_assert_int_eq(edit.kind, EDIT_TIMELINE);
	edit_undo(&edits, scenario, &edit);
	ck_assert_int_eq(scenario->timeline_count, 1);
	ck_assert_double_eq(scenario->timeline[0].value, 20);
	edit_undo(&edits, scenario, &edit);
	ck_assert_int_eq(scenario->timeline_count, 0);
	while (edit_redo(&edits, scenario, &edit))
		;
	ck_assert_int_eq(scenario->timeline_count, 3);
	ck_assert_double_eq(scenario->timeline[1].value, 77);
	edit_undo(&edits, scenario, &edit);
	take_entry(5); /* what was undone is forgotten, its memory too */
	ck_assert(!edit_redo(&edits, scenario, &edit));
}
END_TEST

START_TEST(reset_of_a_value_that_moved_in_the_timeline)
{
	struct knob dated = price;

	take_entry(20);
	*file = *scenario;
	take_entry(10);
	dated.dated = 2;
	edit_knob(&edits, scenario, dated, 99, false);
	ck_assert_double_eq(edit_reset_value(scenario, file, dated), 20);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("edit");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, undo_and_redo);
	tcase_add_test(tcase, many_steps);
	tcase_add_test(tcase, a_drag_is_one_step);
	tcase_add_test(tcase, another_knob_ends_the_drag);
	tcase_add_test(tcase, a_drag_to_nowhere_is_no_step);
	tcase_add_test(tcase, same_value_is_no_edit);
	tcase_add_test(tcase, a_new_edit_forgets_what_was_undone);
	tcase_add_test(tcase, dirty_follows_the_save);
	tcase_add_test(tcase, a_save_ends_the_drag);
	tcase_add_test(tcase, reset_goes_to_the_file_then_to_the_default);
	tcase_add_test(tcase, timelines_come_and_go);
	tcase_add_test(tcase, reset_of_a_value_that_moved_in_the_timeline);
	return suite_run("edit", tcase);
}
