// SPDX-License-Identifier: MIT
/* The presenter's mode: steps, reveal, guesses, restoring, leaving, keys that are shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "ui/app_rig.h"
#include "ui/app_tour.h"

static struct rig rig;
static struct tour *tour;
static const struct knob volume = { .param = P_traffic_volume_qpm };

/* 1: as in the file; 2: asks; 3: another volume and a view; 4: an entry of the timeline. */
static void setup(void)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	rig_open(&rig, "");
	tour = xcalloc(1, sizeof(*tour));
	tour->step_count = 4;
	for (int i = 0; i < 4; i++)
		tour->steps[i].at_days = PARAM_NULL;
	strcpy(tour->steps[0].title, "the first");
	strcpy(tour->steps[1].ask, "where?");
	strcpy(tour->steps[1].answer, "rag.cost.monthly_usd");
	strcpy(tour->steps[1].say, "there");
	tour->steps[1].view = TOUR_COST;
	tour->steps[2].view = TOUR_LATENCY;
	tour->steps[2].form = LATENCY_HISTOGRAM;
	tour->steps[2].has_knob = true;
	tour->steps[2].knob = P_rag_search_s;
	tour->steps[2].at_days = 15;
	tour->set_count = 1;
	tour->sets[0] = (struct tour_set){ 2, P_traffic_volume_qpm, 90000 };
	tour->entry_count = 1;
	tour->entries[0].step = 3;
	tour->entries[0].entry = (struct timeline_entry){ .at_days = 9, .kind = TIMELINE_NOTE };
	strcpy(tour->entries[0].entry.note, "note");
	*scenario = rig.scenario;
	scenario->tour = tour;
	app_load(rig.app, scenario, "file.json");
	free(scenario);
	app_tour_go(rig.app, 0);
	rig_settle(&rig);
}

static void teardown(void)
{
	rig_close(&rig);
	free(tour);
}

static bool screen_has(const char *text)
{
	char *screen = canvas_to_text(&rig.app->canvas);
	bool has = strstr(screen, text) != NULL;

	free(screen);
	return has;
}

static int step(void)
{
	return rig.app->ui.tour.step + 1;
}

START_TEST(steps_and_reveal)
{
	ck_assert(screen_has("1 of 4   the first"));
	rig_keys(&rig, "PgUp");
	ck_assert_str_eq(rig.app->ui.message, "this is the first step");
	rig_keys(&rig, "PgDn");
	ck_assert_int_eq(step(), 2);
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_COST);
	ck_assert(screen_has("where?"));
	ck_assert(!screen_has("there"));
	rig_keys(&rig, "PgDn");
	ck_assert_int_eq(step(), 2);
	ck_assert(screen_has("there"));
	ck_assert(!screen_has("where?"));
	rig_keys(&rig, "PgDn PgDn PgDn");
	ck_assert_int_eq(step(), 4);
	ck_assert_str_eq(rig.app->ui.message, "that was the last step; q leaves the tour");
	/* What the room has seen is not hidden from it again. */
	rig_keys(&rig, "PgUp PgUp");
	ck_assert_int_eq(step(), 2);
	ck_assert(screen_has("there"));
}
END_TEST

START_TEST(a_step_sets_all_it_says)
{
	const struct ui_state *ui = &rig.app->ui;

	rig_keys(&rig, ":");
	rig_type(&rig, "step 3");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(ui->zoom, PANEL_LATENCY);
	ck_assert_int_eq(ui->latency_form, LATENCY_HISTOGRAM);
	ck_assert_int_eq(ui->knobs[ui->knob].param, P_rag_search_s);
	ck_assert_double_eq(ui->playhead_frac, 0.5);
	ck_assert_double_eq(rig_value(&rig, volume), 90000);
	ck_assert_int_eq(rig.app->scenario.timeline_count, 0);
	rig_keys(&rig, "PgDn");
	ck_assert_int_eq(rig.app->scenario.timeline_count, 1);
	ck_assert_double_eq(rig_value(&rig, volume), 90000);
	ck_assert_int_eq(ui->latency_form, LATENCY_OVER_TIME);
	ck_assert_int_eq(ui->knobs[ui->knob].param, P_rag_search_s); /* said by the step before */
	rig_keys(&rig, ":");
	rig_type(&rig, "step 5");
	rig_keys(&rig, "Enter");
	ck_assert_str_eq(ui->prompt.message, "! not a step from 1 to 4: \"5\"");
}
END_TEST

/* Whatever was played with: the same step has the same figures, bit for bit. */
START_TEST(as_it_was)
{
	char first[17], third[17];

	memcpy(first, rig.app->digest, sizeof(first));
	rig_keys(&rig, ":");
	rig_type(&rig, "step 3");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	memcpy(third, rig.app->digest, sizeof(third));
	ck_assert_str_ne(first, third);
	rig_keys(&rig, "H l = 9 Enter 4 v b Esc");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_LATENCY); /* Esc: the step's view */
	rig_settle(&rig);
	ck_assert_str_ne(rig.app->digest, third);
	rig_keys(&rig, "`");
	rig_settle(&rig);
	ck_assert_str_eq(rig.app->digest, third);
	ck_assert_int_eq(rig.app->log.count, 0);
	ck_assert_int_eq(rig.app->scenario.timeline_count, 0);
	rig_keys(&rig, "L L PgUp PgUp");
	rig_settle(&rig);
	ck_assert_int_eq(step(), 1);
	ck_assert_str_eq(rig.app->digest, first);
}
END_TEST

START_TEST(a_guess)
{
	double before;

	rig_keys(&rig, "PgDn");
	before = rig_value(&rig, volume);
	rig_keys(&rig, "= a b Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT); /* not a number */
	rig_keys(&rig, "C-u $ 5 0 0 Enter");
	ck_assert(rig.app->ui.tour.guessed);
	ck_assert_double_eq(rig.app->ui.tour.guess, 500);
	ck_assert_double_eq(rig_value(&rig, volume), before);
	ck_assert(screen_has("Your guess: $500"));
	ck_assert(!screen_has("The run:"));
	rig_keys(&rig, "PgDn");
	rig_settle(&rig);
	ck_assert(screen_has("Your guess: $500. The run: $"));
	/* After the reveal the key types a value, as everywhere. */
	rig_keys(&rig, "= 7 0 k Enter");
	ck_assert_double_eq(rig_value(&rig, volume), 70000);
}
END_TEST

START_TEST(leaving_and_coming_back)
{
	rig_keys(&rig, "PgDn PgDn PgDn q");
	ck_assert(!rig.app->quit);
	ck_assert(!rig.app->ui.tour.on);
	ck_assert_double_eq(rig_value(&rig, volume), 90000);
	ck_assert_str_eq(rig.app->ui.file_name, ""); /* w asks for a name: the tour stays whole */
	rig_keys(&rig, "`");
	ck_assert_str_eq(rig.app->ui.message, "only in a tour; :tour starts this scenario's");
	rig_keys(&rig, ":");
	rig_type(&rig, "tour");
	rig_keys(&rig, "Enter");
	ck_assert(rig.app->ui.tour.on);
	ck_assert_int_eq(step(), 3);
	rig_keys(&rig, "q q");
	ck_assert(rig.app->quit);
}
END_TEST

START_TEST(without_a_tour)
{
	app_load(rig.app, &rig.scenario, "");
	rig_keys(&rig, "E");
	ck_assert_str_eq(rig.app->ui.message, "only in a tour; this scenario has none");
	rig_keys(&rig, ":");
	rig_type(&rig, "step 1");
	rig_keys(&rig, "Enter");
	ck_assert_str_eq(rig.app->ui.prompt.message, "! this scenario has no tour");
}
END_TEST

START_TEST(keys_are_shown)
{
	rig_keys(&rig, "l l l PgDn =");
	rig_type(&rig, "5k");
	rig_keys(&rig, "Enter PgDn");
	ck_assert_str_eq(rig.app->ui.tour.keys,
			 "l more ×3   PgDn step 2   = 5k Enter guess   PgDn reveal");
	ck_assert(screen_has("keys  l more ×3   PgDn step 2"));
	for (int i = 0; i < 100; i++)
		rig_keys(&rig, "[ ]");
	ck_assert_uint_lt(strlen(rig.app->ui.tour.keys), sizeof(rig.app->ui.tour.keys) - 1);
	rig_keys(&rig, "E l");
	ck_assert(!screen_has(" keys "));
}
END_TEST

/* Lists still have their pages. */
START_TEST(pages_by_the_other_keys)
{
	int before;

	rig_keys(&rig, "5");
	before = rig.app->ui.knob;
	rig_keys(&rig, "C-f");
	ck_assert_int_gt(rig.app->ui.knob, before);
	ck_assert_int_eq(step(), 1);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app tour");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, steps_and_reveal);
	tcase_add_test(tcase, a_step_sets_all_it_says);
	tcase_add_test(tcase, as_it_was);
	tcase_add_test(tcase, a_guess);
	tcase_add_test(tcase, leaving_and_coming_back);
	tcase_add_test(tcase, without_a_tour);
	tcase_add_test(tcase, keys_are_shown);
	tcase_add_test(tcase, pages_by_the_other_keys);
	return suite_run("ui/app_tour", tcase);
}
