// SPDX-License-Identifier: MIT
/* View 9 in the dashboard: the clock runs through what is simulated, stands when paused, and goes
 * where the playhead goes. */
#include <math.h>
#include <poll.h>
#include <string.h>

#include "base/suite.h"
#include "ui/app_rig.h"
#include "ui/flow_read.h"

enum { PATIENCE_MS = 300000 };

static struct rig rig;

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

static const struct flow_state *flow(void)
{
	return &rig.app->ui.flow;
}

/* Takes records until there is one of this architecture that has the clock's moment, and what was
 * asked for is there. */
static void wait_for_record(void)
{
	while (rig.app->flow.asked || !flow()->record) {
		struct pollfd fd = { .fd = session_fd(rig.app->session), .events = POLLIN };

		ck_assert_int_eq(poll(&fd, 1, PATIENCE_MS), 1);
		app_snapshot(rig.app);
	}
	app_draw(rig.app);
}

static void enter(const char *keys)
{
	rig_keys(&rig, keys);
	wait_for_record();
}

static void volume(double qpm)
{
	rig.app->scenario.params.traffic.volume_qpm = qpm;
	rig.app->edited = rig.app->full = true;
	rig_settle(&rig);
}

static char *picture(void)
{
	app_draw(rig.app);
	return canvas_to_text(&rig.app->canvas);
}

START_TEST(time_goes_on_and_stands)
{
	double before_s, then_s;
	char *first, *second;

	volume(50e6);
	enter("9");
	ck_assert(rig.app->ui.playing);
	ck_assert_double_eq(flow()->speed, 1);
	before_s = flow()->clock_s;
	first = picture();
	rig_pass(&rig, 0.4);
	ck_assert_double_eq_tol(flow()->clock_s - before_s, 0.4, 1e-6);
	second = picture();
	ck_assert_str_ne(first, second);
	ck_assert_double_le(app_wake_s(rig.app), rig.now_s + 0.05);
	free(first);
	rig_keys(&rig, "Space");
	then_s = flow()->clock_s;
	first = picture();
	rig_pass(&rig, 0.4);
	free(second);
	second = picture();
	ck_assert_double_eq(flow()->clock_s, then_s);
	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}
END_TEST

START_TEST(the_next_stretch_is_asked_for_ahead)
{
	double before_s;

	volume(20e6);
	enter("9");
	rig_keys(&rig, "> > > > >");
	ck_assert_double_eq(flow()->speed, 50);
	before_s = flow()->clock_s;
	for (int i = 0; i < 200; i++) {
		rig_pass(&rig, 0.1);
		wait_for_record();
	}
	/* never held up by more than what was not there at the first moment */
	ck_assert_double_eq_tol(flow()->clock_s - before_s, 200 * 0.1 * 50, 60);
	ck_assert_double_le(flow()->record->from_s, flow()->clock_s - 60);
}
END_TEST

START_TEST(the_clock_waits_for_the_record)
{
	volume(20e6);
	enter("9");
	rig_keys(&rig, "> > > > > > > > >");
	for (int i = 0; i < 50; i++)
		rig_pass(&rig, 1); /* takes no snapshot */
	ck_assert_double_eq(flow()->clock_s, flow()->record->to_s);
	ck_assert(flow()->held_up);
	wait_for_record();
	rig_pass(&rig, 0.01);
	ck_assert_double_lt(flow()->clock_s, flow()->record->to_s);
}
END_TEST

/* Where a query comes once a minute, the clock runs faster from the start. */
START_TEST(few_queries_make_it_faster)
{
	volume(60000);
	enter("9");
	ck_assert_double_ge(flow()->speed, 50);
	rig_keys(&rig, "< < < < < < < < < < <");
	ck_assert_double_eq(flow()->speed, 1);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "slowest"));
}
END_TEST

START_TEST(the_playhead_leads_and_follows)
{
	double day;

	volume(20e6);
	app_set_playhead(rig.app, 0.25); /* day 7.5 */
	enter("9");
	ck_assert_double_eq_tol(flow()->clock_s, 7.5 * 86400, 1e-3);
	rig_pass(&rig, 0.5);
	day = app_playhead_day(rig.app);
	ck_assert_double_eq_tol(day * 86400, flow()->clock_s, 1e-3);
	app_set_playhead(rig.app, 0.5);
	rig_pass(&rig, 0);
	wait_for_record();
	ck_assert_double_eq_tol(flow()->clock_s, 15 * 86400, 1);
	ck_assert_double_le(flow()->record->from_s, 15 * 86400);
	rig_keys(&rig, "9");
	ck_assert(!rig.app->ui.playing);
	ck_assert_double_eq_tol(rig.app->ui.playhead_frac, 0.5, 1e-4);
}
END_TEST

/* Nobody had put the playhead anywhere: it is the peak of the last day, and nowhere again after. */
START_TEST(the_end_is_not_lost)
{
	volume(20e6);
	enter("9");
	ck_assert_double_eq_tol(flow()->clock_s, 29 * 86400 + 15 * 3600, 1);
	rig_pass(&rig, 0.5);
	rig_keys(&rig, "Esc");
	ck_assert_double_eq(rig.app->ui.playhead_frac, 1);
	ck_assert(!rig.app->ui.playing);
	ck_assert_ptr_null(flow()->record);
	rig_pass(&rig, 2 * APP_FLASH_S);
	ck_assert(isinf(app_wake_s(rig.app)));
}
END_TEST

START_TEST(steps_from_event_to_event)
{
	double at_s, back_s;

	volume(20e6);
	enter("9 Space");
	at_s = flow()->clock_s;
	rig_keys(&rig, ".");
	ck_assert_double_gt(flow()->clock_s, at_s);
	ck_assert_double_lt(flow()->clock_s, at_s + 1);
	ck_assert_str_ne(rig.app->ui.message, "");
	back_s = flow()->clock_s;
	rig_keys(&rig, ". ,");
	ck_assert_double_eq_tol(flow()->clock_s, back_s, 1e-6);
	rig_keys(&rig, "L");
	ck_assert_double_eq_tol(flow()->clock_s, back_s + 1, 1e-6);
}
END_TEST

START_TEST(another_architecture_and_an_edit)
{
	uint64_t generation;

	volume(20e6);
	enter("9 s");
	ck_assert_int_eq(flow()->record->arch, ARCH_FT);
	generation = rig.app->generation;
	enter("+");
	ck_assert_uint_ne(rig.app->generation, generation);
	ck_assert_uint_eq(rig.app->flow.generation, rig.app->generation);
}
END_TEST

START_TEST(stations_are_chosen)
{
	struct hit hit;
	int count;

	volume(75e6);
	enter("9");
	count = flow_station_count(flow()->record);
	rig_keys(&rig, "j j");
	ck_assert_int_eq(flow()->station, 2);
	rig_keys(&rig, "G");
	ck_assert_int_eq(flow()->station, count - 1);
	rig_keys(&rig, "j g");
	ck_assert_int_eq(flow()->station, 0);
	hit = rig_hit(&rig, ACTION_HIT_STATION, 1);
	rig_click(&rig, hit.area.x + 1, hit.area.y);
	ck_assert_int_eq(flow()->station, 1);
	rig_keys(&rig, "v");
	ck_assert(flow()->one);
	rig_keys(&rig, "f");
	ck_assert_str_ne(rig.app->ui.message, "");
	rig_keys(&rig, "v");
	ck_assert(!flow()->one);
}
END_TEST

static double waiting(void)
{
	struct scope_count counts[STAGE_COUNT];

	scope_count(flow()->record, flow()->clock_s, counts);
	return counts[STAGE_SEARCH].waiting;
}

/* The queue of the view is the simulation's: a search that is too slow fills it while one looks. */
START_TEST(a_rush_is_seen_to_fill_the_queue)
{
	struct timeline_entry *entry = &rig.app->scenario.timeline[0];
	double before;

	rig.app->scenario.params.rag.search_servers = 2;
	rig.app->scenario.params.rag.search_s = 0.1;
	rig.app->scenario.params.rag.timeout_s = rig.app->scenario.params.rag.queue_limit = 0;
	rig.app->scenario.timeline_count = 1;
	*entry = (struct timeline_entry){ .at_days = 10.5,
					  .kind = TIMELINE_INCIDENT,
					  .incident = INCIDENT_TRAFFIC,
					  .for_hours = 0.05,
					  .times = 10 };
	volume(10e6);
	app_set_playhead(rig.app, (10.5 * 86400 - 5) / (30 * 86400));
	enter("9");
	rig_keys(&rig, "> >"); /* 5x */
	before = waiting();
	for (int i = 0; i < 13; i++) {
		rig_pass(&rig, 1);
		wait_for_record();
	}
	ck_assert_double_lt(before, 20);
	ck_assert_double_gt(waiting(), 500);
}
END_TEST

START_TEST(a_short_screen_and_every_key_at_once)
{
	volume(20e6);
	enter("9");
	for (int i = 0; i < 20; i++) {
		app_resize(rig.app, 20 + 9 * i, 6 + 2 * i);
		rig_keys(&rig, "v j > . , < v k s");
	}
	wait_for_record();
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_flow");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, time_goes_on_and_stands);
	tcase_add_test(tcase, the_next_stretch_is_asked_for_ahead);
	tcase_add_test(tcase, the_clock_waits_for_the_record);
	tcase_add_test(tcase, few_queries_make_it_faster);
	tcase_add_test(tcase, the_playhead_leads_and_follows);
	tcase_add_test(tcase, the_end_is_not_lost);
	tcase_add_test(tcase, steps_from_event_to_event);
	tcase_add_test(tcase, another_architecture_and_an_edit);
	tcase_add_test(tcase, stations_are_chosen);
	tcase_add_test(tcase, a_rush_is_seen_to_fill_the_queue);
	tcase_add_test(tcase, a_short_screen_and_every_key_at_once);
	return suite_run("app_flow", tcase);
}
