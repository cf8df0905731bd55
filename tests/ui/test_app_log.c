// SPDX-License-Identifier: MIT
/* The log, bookmarks, and the incident menu: edits of the timeline, each one step of undo. */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "io/scenario_io.h"
#include "ui/app_rig.h"
#include "ui/log.h"

static struct rig rig;

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

static const struct timeline_entry *entry(int i)
{
	ck_assert_int_lt(i, rig.app->scenario.timeline_count);
	return &rig.app->scenario.timeline[i];
}

static int entries(void)
{
	return rig.app->scenario.timeline_count;
}

/* --- bookmarks --- */

START_TEST(bookmarks)
{
	char digest[17];

	rig_settle(&rig);
	memcpy(digest, rig.app->digest, sizeof(digest));
	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "b");
	app_set_playhead(rig.app, 0.25);
	rig_keys(&rig, "b");
	ck_assert_int_eq(entries(), 2);
	ck_assert_double_eq(entry(0)->at_days, 7.5);
	ck_assert(entry_is_bookmark(entry(1)));
	/* A bookmark says something about a run; it is the same run. */
	rig_settle(&rig);
	ck_assert_str_eq(rig.app->digest, digest);
	app_set_playhead(rig.app, 0);
	rig_keys(&rig, "'");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 7.5, 1e-9);
	rig_keys(&rig, "'");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 15, 1e-9);
	rig_keys(&rig, "'");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 7.5, 1e-9);
	rig_keys(&rig, "b");
	ck_assert_int_eq(entries(), 1);
	rig_keys(&rig, "u u u");
	ck_assert_int_eq(entries(), 0);
	ck_assert(!edit_dirty(&rig.app->log));
	rig_keys(&rig, "' U U C-r");
	ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(bookmarks_are_saved)
{
	static struct scenario read;
	struct error error;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "b");
	ck_assert(scenario_save(&rig.app->scenario, "bookmark.json", &error));
	ck_assert_msg(scenario_load("bookmark.json", &read, &error), "%s", error.message);
	ck_assert_int_eq(read.timeline_count, 1);
	ck_assert(entry_is_bookmark(&read.timeline[0]));
	remove("bookmark.json");
}
END_TEST

START_TEST(right_click_on_the_time_line)
{
	const struct canvas *canvas = &rig.app->canvas;
	struct hit line = rig_hit(&rig, ACTION_HIT_TIME, 0);

	for (int i = 0; i < canvas->hit_count; i++)
		if (canvas->hits[i].action == ACTION_HIT_TIME &&
		    canvas->hits[i].area.y > line.area.y)
			line = canvas->hits[i];
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_RIGHT, line.area.x + line.area.w / 2,
		  line.area.y);
	ck_assert_int_eq(entries(), 1);
	ck_assert_double_eq_tol(entry(0)->at_days, 15, 0.3);
}
END_TEST

/* --- incidents --- */

/* On the last day the menu proposes the middle and says so. What it previews is a real run with the
 * incident; Esc leaves nothing behind, Enter one step. */
START_TEST(incident_is_previewed_and_kept)
{
	struct app *app = rig.app;
	double before_usd;

	rig_settle(&rig);
	before_usd = app->shown.result.arch[ARCH_RAG].monthly_usd;
	rig_keys(&rig, "i t");
	ck_assert_int_eq(app->ui.overlay, OVERLAY_INCIDENT);
	ck_assert(app->ui.incident.middle);
	ck_assert_double_eq(app->ui.incident.at_days, 15);
	rig_pass(&rig, 2 * APP_SETTLE_S);
	while (!app->ui.incident_after) {
		session_wait(app->session, 1000);
		app_snapshot(app);
	}
	ck_assert_double_gt(app->ui.incident_after->arch[ARCH_RAG].monthly_usd, before_usd);
	ck_assert_double_eq(app->ui.incident_before->arch[ARCH_RAG].monthly_usd, before_usd);
	ck_assert(!edit_dirty(&app->log));
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(entries(), 0);
	ck_assert(!edit_dirty(&app->log));
	rig_settle(&rig);
	ck_assert_double_eq(app->shown.result.arch[ARCH_RAG].monthly_usd, before_usd);
	rig_keys(&rig, "i t l l Enter");
	ck_assert_int_eq(app->ui.overlay, OVERLAY_NONE);
	ck_assert_int_eq(entries(), 1);
	ck_assert_int_eq(entry(0)->incident, INCIDENT_TRAFFIC);
	ck_assert_double_eq(entry(0)->times, 20);
	ck_assert_double_eq(entry(0)->for_hours, 24);
	ck_assert_int_eq(app->log.count, 1);
	rig_keys(&rig, "u");
	ck_assert_int_eq(entries(), 0);
	ck_assert(!edit_dirty(&app->log));
}
END_TEST

START_TEST(incident_amount_length_and_day_are_typed)
{
	app_set_playhead(rig.app, 0.1);
	rig_keys(&rig, "i a =");
	rig_type(&rig, "x5");
	rig_keys(&rig, "Enter Tab =");
	rig_type(&rig, "90min");
	rig_keys(&rig, "Enter Tab =");
	rig_type(&rig, "12.5");
	/* Tried out while it stands there. */
	ck_assert_double_eq(entry(0)->at_days, 12.5);
	rig_keys(&rig, "Enter Enter");
	ck_assert_int_eq(entries(), 1);
	ck_assert_int_eq(entry(0)->incident, INCIDENT_API_BROWNOUT);
	ck_assert_double_eq(entry(0)->times, 5);
	ck_assert_double_eq(entry(0)->for_hours, 1.5);
	ck_assert_double_eq(entry(0)->at_days, 12.5);
}
END_TEST

START_TEST(wrong_input_stays_in_the_prompt)
{
	rig_keys(&rig, "i Tab Tab =");
	rig_type(&rig, "31");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_msg(strstr(rig.app->ui.prompt.message, "not a day from 0 to 30"), "%s",
		      rig.app->ui.prompt.message);
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_INCIDENT);
	ck_assert_double_eq(rig.app->ui.incident.at_days, 15);
	rig_keys(&rig, "q");
	ck_assert_int_eq(entries(), 0);
}
END_TEST

/* A change of prices is several entries and one step; those that are null follow the others. */
START_TEST(price_change)
{
	const struct params *p = &rig.app->scenario.params;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "i p =");
	rig_type(&rig, "-50%");
	rig_keys(&rig, "Enter Enter");
	ck_assert_int_eq(entries(), 2);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(entry(i)->kind, TIMELINE_SET);
		ck_assert_int_eq(entry(i)->incident, INCIDENT_PRICE_CHANGE);
		ck_assert_double_eq(entry(i)->value, params_get(p, entry(i)->param) / 2);
	}
	rig_keys(&rig, "u");
	ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(note_needs_a_text)
{
	rig_keys(&rig, "i n Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	rig_type(&rig, "launch");
	rig_keys(&rig, "Enter Enter");
	ck_assert_int_eq(entries(), 1);
	ck_assert_str_eq(entry(0)->note, "launch");
	ck_assert_int_eq(entry(0)->kind, TIMELINE_NOTE);
}
END_TEST

/* The menu goes through the knobs; Esc goes back to the one that was active. */
START_TEST(esc_puts_the_knob_back)
{
	int before = rig.app->ui.knob;

	rig_keys(&rig, "i g ] ]");
	ck_assert_int_ne(rig.app->ui.knob, before);
	rig_keys(&rig, "= Esc Esc");
	ck_assert_int_eq(rig.app->ui.knob, before);
}
END_TEST

/* Every one can be injected as it stands, and the run takes it. */
START_TEST(every_incident_runs)
{
	static const char keys[] = "rvautpdgs";

	for (const char *key = keys; *key; key++) {
		char text[] = "i ? Enter";

		text[2] = *key;
		app_set_playhead(rig.app, 0.3);
		rig_keys(&rig, text);
	}
	ck_assert_int_eq(rig.app->log.count, (int)strlen(keys));
	rig_settle(&rig);
	ck_assert(rig.app->shown.has_result);
	for (const char *key = keys; *key; key++)
		rig_keys(&rig, "u");
	ck_assert_int_eq(entries(), 0);
	for (const char *key = keys; *key; key++)
		rig_keys(&rig, "U");
	ck_assert_int_eq(entries(), 10); /* two are prices */
}
END_TEST

/* More than the simulator takes is said to be so, and not kept. */
START_TEST(refused_incidents_are_not_kept)
{
	rig_keys(&rig, "i u =");
	rig_type(&rig, "1M");
	rig_keys(&rig, "Enter");
	rig_pass(&rig, 2 * APP_SETTLE_S);
	while (rig.app->shown.generation != rig.app->generation) {
		session_wait(rig.app->session, 1000);
		app_snapshot(rig.app);
	}
	ck_assert(!rig.app->shown.has_result);
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_INCIDENT);
	ck_assert_msg(strstr(rig.app->ui.message, "not possible") != NULL, "%s",
		      rig.app->ui.message);
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(entries(), 0);
	rig_settle(&rig);
	ck_assert(rig.app->shown.has_result);
}
END_TEST

/* With entries before it a dated value still goes back to what the file has for that day. */
START_TEST(reset_of_a_dated_value)
{
	double price = rig.scenario.params.base.input_usd_per_mtok;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "i p Enter");
	app_set_playhead(rig.app, 0.2);
	rig_keys(&rig, "b");
	app_set_playhead(rig.app, 0.6);
	app_select_knob(
		rig.app,
		app_find_knob(rig.app, (struct knob){ .param = P_base_input_usd_per_mtok }));
	ck_assert_int_eq(rig.app->ui.knobs[rig.app->ui.knob].dated, 2);
	rig_keys(&rig, "Bksp");
	ck_assert_double_eq(entry(1)->value, price);
	ck_assert_double_eq(rig.app->scenario.params.base.input_usd_per_mtok, price);
}
END_TEST

/* --- the log --- */

static int shown_rows(void)
{
	struct log_rows rows = log_rows(&rig.app->shown, &rig.app->ui);
	int count = rows.count;

	log_rows_free(&rows);
	return count;
}

START_TEST(log_is_in_order_of_time)
{
	struct log_rows rows;
	int events = 0;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "i v Enter b 0");
	rig_settle(&rig);
	rows = log_rows(&rig.app->shown, &rig.app->ui);
	for (int i = 1; i < rows.count; i++)
		ck_assert_double_ge(rows.rows[i].at_s, rows.rows[i - 1].at_s);
	for (int a = 0; a < ARCH_COUNT; a++)
		for (int i = 0; i < rig.app->shown.result.arch[a].event_count; i++)
			events += rig.app->shown.result.arch[a].events[i].timeline_index < 0;
	/* Each of mine once, each of the run's once. */
	ck_assert_int_eq(rows.count, events + 2);
	log_rows_free(&rows);
	rig_keys(&rig, "m");
	ck_assert_int_eq(shown_rows(), 2);
	rig_keys(&rig, "m f");
	ck_assert_int_lt(shown_rows(), events + 2);
}
END_TEST

START_TEST(log_goes_there_and_deletes)
{
	app_set_playhead(rig.app, 0.2);
	rig_keys(&rig, "i v Enter");
	app_set_playhead(rig.app, 0.6);
	rig_keys(&rig, "b");
	app_set_playhead(rig.app, 1);
	rig_keys(&rig, "0 m g Enter");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 6, 1e-9);
	rig_keys(&rig, "j Enter");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 18, 1e-9);
	rig_keys(&rig, "k D");
	ck_assert_int_eq(entries(), 1);
	ck_assert(entry_is_bookmark(entry(0)));
	rig_keys(&rig, "u g");
	ck_assert_int_eq(entries(), 2);
	/* A change opens the menu on it; the entry is replaced, not doubled. */
	rig_keys(&rig, "= Tab =");
	rig_type(&rig, "8h");
	ck_assert_int_eq(entries(), 2);
	rig_keys(&rig, "Enter Enter");
	ck_assert_int_eq(entries(), 2);
	ck_assert_double_eq(entry(0)->for_hours, 8);
	rig_keys(&rig, "m g Del"); /* what the run did stays */
	ck_assert_int_eq(entries(), 2);
	rig_keys(&rig, "Esc D");
	ck_assert_int_eq(entries(), 2);
	ck_assert_msg(strstr(rig.app->ui.message, "nothing to delete"), "%s", rig.app->ui.message);
}
END_TEST

START_TEST(keys_faster_than_frames)
{
	const struct input_event key = { .kind = INPUT_KEY, .key = 'D' };

	app_set_playhead(rig.app, 0.2);
	rig_keys(&rig, "b");
	app_set_playhead(rig.app, 0.4);
	rig_keys(&rig, "i v Enter");
	app_set_playhead(rig.app, 0.6);
	rig_keys(&rig, "b 0 m G");
	ck_assert_int_eq(entries(), 3);
	app_event(rig.app, &key, rig.now_s);
	app_event(rig.app, &key, rig.now_s);
	ck_assert_int_eq(entries(), 1);
	ck_assert(entry_is_bookmark(entry(0)));
	app_event(rig.app, &key, rig.now_s);
	ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(log_is_searched)
{
	app_set_playhead(rig.app, 0.2);
	rig_keys(&rig, "i v Enter 0 g /");
	rig_type(&rig, "VECTOR");
	rig_keys(&rig, "Enter Enter");
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 6, 1e-9);
	rig_keys(&rig, "v /");
	rig_type(&rig, "rag.search_s");
	rig_keys(&rig, "Enter Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_SOURCE);
	ck_assert_int_eq(rig.app->ui.knobs[rig.app->ui.knob].param, P_rag_search_s);
}
END_TEST

/* What is set without a word for it is called so, not called assumed. */
START_TEST(provenance_says_who_set_it)
{
	const struct scenario *scenario = &rig.app->scenario;
	const char *date;
	int all, mine;

	ck_assert_str_eq(log_param_kind(scenario, P_rag_search_s),
			 provenance_name(param_table[P_rag_search_s].provenance));
	ck_assert_str_eq(log_param_source(scenario, P_rag_search_s, &date),
			 param_table[P_rag_search_s].source);
	rig_keys(&rig, ":");
	rig_type(&rig, "set rag.search_s 123ms");
	rig_keys(&rig, "Enter");
	ck_assert_str_eq(log_param_kind(scenario, P_rag_search_s), "set");
	ck_assert_str_eq(log_param_source(scenario, P_rag_search_s, &date), "");
	rig.app->ui.log_form = LOG_PROVENANCE;
	{
		enum param_id params[PARAM_COUNT];

		all = log_params(&rig.app->shown, &rig.app->ui, params);
		rig.app->ui.log_mine = true;
		mine = log_params(&rig.app->shown, &rig.app->ui, params);
	}
	ck_assert_int_eq(all, PARAM_COUNT);
	ck_assert_int_gt(mine, 0);
	ck_assert_int_lt(mine, all);
}
END_TEST

/* Off the main screen's panels the focus goes back to the knobs. */
START_TEST(leaving_the_log)
{
	rig_keys(&rig, "0 Esc");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_NONE);
	ck_assert_int_eq(rig.app->ui.focus, PANEL_KNOBS);
}
END_TEST

START_TEST(log_with_the_mouse)
{
	struct hit row;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "b 0 m");
	row = rig_hit(&rig, ACTION_HIT_LOG, 0);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_RIGHT, row.area.x + 20, row.area.y);
	ck_assert_int_eq(entries(), 0);
	rig_keys(&rig, "m i");
	row = rig_hit(&rig, ACTION_HIT_INCIDENT, CHOICE_UPDATE_BURST);
	rig_click(&rig, row.area.x + 5, row.area.y);
	ck_assert_int_eq(rig.app->ui.incident.choice, CHOICE_UPDATE_BURST);
	rig_click(&rig, 0, 0);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_int_eq(entries(), 0);
}
END_TEST

/* A save that waits for its digest must not write what is only tried out. */
START_TEST(previews_are_not_saved)
{
	static struct scenario read;
	struct error error;

	remove("preview.json");
	rig_keys(&rig, "L W");
	rig_keys(&rig, "C-u");
	rig_type(&rig, "preview.json");
	rig_keys(&rig, "Enter i");
	rig_pass(&rig, 2 * APP_SETTLE_S);
	while (!rig.app->ui.incident_after && !rig.app->shown.settled) {
		session_wait(rig.app->session, 1000);
		app_snapshot(rig.app);
	}
	ck_assert(!scenario_load("preview.json", &read, &error));
	rig_keys(&rig, "Esc");
	rig_settle(&rig);
	ck_assert_msg(scenario_load("preview.json", &read, &error), "%s", error.message);
	ck_assert_int_eq(read.timeline_count, 0);
	remove("preview.json");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_log");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, bookmarks);
	tcase_add_test(tcase, bookmarks_are_saved);
	tcase_add_test(tcase, right_click_on_the_time_line);
	tcase_add_test(tcase, incident_is_previewed_and_kept);
	tcase_add_test(tcase, incident_amount_length_and_day_are_typed);
	tcase_add_test(tcase, wrong_input_stays_in_the_prompt);
	tcase_add_test(tcase, price_change);
	tcase_add_test(tcase, note_needs_a_text);
	tcase_add_test(tcase, esc_puts_the_knob_back);
	tcase_add_test(tcase, every_incident_runs);
	tcase_add_test(tcase, refused_incidents_are_not_kept);
	tcase_add_test(tcase, reset_of_a_dated_value);
	tcase_add_test(tcase, log_is_in_order_of_time);
	tcase_add_test(tcase, log_goes_there_and_deletes);
	tcase_add_test(tcase, keys_faster_than_frames);
	tcase_add_test(tcase, log_is_searched);
	tcase_add_test(tcase, provenance_says_who_set_it);
	tcase_add_test(tcase, leaving_the_log);
	tcase_add_test(tcase, log_with_the_mouse);
	tcase_add_test(tcase, previews_are_not_saved);
	return suite_run("app_log", tcase);
}
