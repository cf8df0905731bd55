// SPDX-License-Identifier: MIT
/* The baseline: pinned, refined, looked at, never edited. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;
static const struct knob volume = { .param = P_traffic_volume_qpm };

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

static bool screen_has(const char *text)
{
	char *screen = canvas_to_text(&rig.app->canvas);
	bool has = strstr(screen, text) != NULL;

	free(screen);
	return has;
}

START_TEST(looking_shows_the_pinned_run)
{
	double before = rig_value(&rig, volume), after;
	char digest[17];

	rig_settle(&rig);
	rig_keys(&rig, "a L");
	rig_settle(&rig);
	after = rig_value(&rig, volume);
	memcpy(digest, rig.app->pinned.result.digest, sizeof(digest));
	ck_assert_double_eq(rig.app->pinned.scenario.params.traffic.volume_qpm, before);
	ck_assert(!screen_has("BASELINE"));
	ck_assert(screen_has("vs base"));
	rig_keys(&rig, "A");
	ck_assert(screen_has("BASELINE"));
	ck_assert(!screen_has("vs base"));
	/* No key changes anything, neither here nor there. */
	rig_keys(&rig, "l L = x u $ c b i D + Bksp");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_double_eq(rig_value(&rig, volume), after);
	ck_assert_str_eq(rig.app->ui.message,
			 "the baseline cannot be edited; A or Esc goes back to the scenario");
	ck_assert_int_eq(rig.app->log.count, 1);
	rig_keys(&rig, "2 Esc"); /* one step back: the baseline first */
	ck_assert(!rig.app->ui.looking);
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_SCOREBOARD);
	ck_assert(!screen_has("BASELINE"));
	ck_assert_str_eq(rig.app->ui.baseline->digest, digest);
}
END_TEST

/* The mouse has ways of its own to what keys are refused. */
START_TEST(the_mouse_does_not_edit_it_either)
{
	const struct scenario *scenario = &rig.app->scenario;
	int archs = scenario->arch_count;
	struct hit row, line;

	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "b");
	rig_settle(&rig);
	rig_keys(&rig, "a 0 m A");
	ck_assert(rig.app->ui.looking);
	row = rig_hit(&rig, ACTION_HIT_LOG, 0);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_RIGHT, row.area.x + 2, row.area.y);
	ck_assert_int_eq(scenario->timeline_count, 1);
	line = rig_hit(&rig, ACTION_HIT_TIME, 0);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_RIGHT, line.area.x + 2, line.area.y);
	ck_assert_int_eq(scenario->timeline_count, 1);
	app_act(rig.app, ACTION_ARCHS);
	ck_assert_int_eq(scenario->arch_count, archs);
	ck_assert_int_eq(rig.app->log.count, 1);
}
END_TEST

START_TEST(dragging_the_baseline_does_nothing)
{
	double before = rig_value(&rig, volume);
	struct hit track;

	rig_keys(&rig, "a A");
	track = rig_hit(&rig, ACTION_HIT_TRACK, 0);
	rig_click(&rig, track.area.x + track.area.w - 1, track.area.y);
	ck_assert_double_eq(rig_value(&rig, volume), before);
	ck_assert_int_eq(rig.app->log.count, 0);
}
END_TEST

START_TEST(without_one)
{
	rig_keys(&rig, "A");
	ck_assert(!rig.app->ui.looking);
	ck_assert_str_eq(rig.app->ui.message, "there is no baseline: a pins one");
	rig_keys(&rig, "2 d");
	ck_assert_msg(strstr(rig.app->ui.message, "a pins a baseline"), "%s", rig.app->ui.message);
	rig_keys(&rig, "a A a");
	ck_assert(!rig.app->ui.looking);
	ck_assert(!rig.app->ui.has_baseline);
}
END_TEST

/* What is pinned while it is still computed is pinned when it is there. */
START_TEST(pinned_when_it_is_there)
{
	rig.app->scenario.params.traffic.volume_qpm = 70000;
	rig.app->edited = rig.app->full = true;
	app_act(rig.app, ACTION_BASELINE);
	ck_assert(!rig.app->ui.has_baseline);
	app_submit(rig.app);
	rig_settle(&rig);
	ck_assert(rig.app->ui.has_baseline);
	ck_assert_double_eq(rig.app->pinned.scenario.params.traffic.volume_qpm, 70000);
	ck_assert_str_eq(rig.app->pinned.result.digest, rig.app->digest);
}
END_TEST

/* The difference in per cent is that of the figures. */
START_TEST(differences)
{
	double before, after;
	char text[32];

	rig_settle(&rig);
	before = rig.app->shown.result.arch[ARCH_RAG].all_in_usd;
	rig_keys(&rig, "a L");
	rig_settle(&rig);
	after = rig.app->shown.result.arch[ARCH_RAG].all_in_usd;
	rig_keys(&rig, "2 d");
	snprintf(text, sizeof(text), "%+.1f %%", 100 * (after / before - 1));
	ck_assert_msg(screen_has(text), "%s", text);
	rig_keys(&rig, "d");
	ck_assert(!screen_has(text));
}
END_TEST

/* By volume too, the baseline lies dim behind. */
START_TEST(ghosts_by_volume)
{
	const struct canvas *canvas = &rig.app->canvas;
	int dim = 0;

	rig_wait_curve(&rig);
	rig_keys(&rig, "a ] ] ] = 5 0 0 0 Enter");
	rig_wait_curve(&rig);
	rig_keys(&rig, "1");
	for (int i = 0; i < canvas->w * canvas->h; i++)
		dim += canvas->cells[i].role >= ROLE_RAG_DIM &&
		       canvas->cells[i].role <= ROLE_ROUTED_DIM;
	ck_assert_int_gt(dim, 20);
	rig_keys(&rig, "a");
	dim = 0;
	for (int i = 0; i < canvas->w * canvas->h; i++)
		dim += canvas->cells[i].role >= ROLE_RAG_DIM &&
		       canvas->cells[i].role <= ROLE_ROUTED_DIM;
	ck_assert_int_eq(dim, 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_baseline");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, looking_shows_the_pinned_run);
	tcase_add_test(tcase, the_mouse_does_not_edit_it_either);
	tcase_add_test(tcase, dragging_the_baseline_does_nothing);
	tcase_add_test(tcase, without_one);
	tcase_add_test(tcase, pinned_when_it_is_there);
	tcase_add_test(tcase, differences);
	tcase_add_test(tcase, ghosts_by_volume);
	return suite_run("app_baseline", tcase);
}
