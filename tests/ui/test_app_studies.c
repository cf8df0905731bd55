// SPDX-License-Identifier: MIT
/* The views of studies by keys and mouse: map, sensitivity, advisor, claims, why. */
#include <math.h>
#include <poll.h>
#include <string.h>

#include "base/suite.h"
#include "study/advise.h"
#include "ui/app_rig.h"

static struct rig rig;
static const struct knob volume = { .param = P_traffic_volume_qpm };
static const struct knob updates = { .param = P_knowledge_updates_per_month };

static void setup(void)
{
	rig_open(&rig, "");
	rig.app->ui.still = true;
	rig_wait_curve(&rig);
}

static void teardown(void)
{
	rig_close(&rig);
}

static void wait_until(bool (*done)(void))
{
	struct pollfd fd = { .fd = session_fd(rig.app->session), .events = POLLIN };

	app_draw(rig.app);
	while (!done()) {
		ck_assert_int_eq(poll(&fd, 1, 300000), 1);
		app_snapshot(rig.app);
		app_draw(rig.app);
	}
}

static bool has_map(void)
{
	const struct map_view *view = &rig.app->ui.map;

	return view->map && view->news.complete && !view->old;
}

static bool has_rows(void)
{
	const struct sensitivity_view *view = &rig.app->ui.sensitivity;

	return view->found && view->found->ranked_count > 3;
}

static bool has_claims(void)
{
	return rig.app->claims->count > 0;
}

static void open_map(void)
{
	rig_keys(&rig, "6");
	wait_until(has_map);
}

/* Enter takes both knobs to the cursor; undo takes them back. */
START_TEST(map_goes_there)
{
	double was = rig_value(&rig, volume), often = rig_value(&rig, updates);

	open_map();
	rig_keys(&rig, "L l k k");
	ck_assert(rig.app->ui.map.at_x > 0.4);
	rig_keys(&rig, "Enter");
	ck_assert_double_gt(rig_value(&rig, volume), was);
	ck_assert_double_gt(rig_value(&rig, updates), often);
	rig_keys(&rig, "u u");
	ck_assert_double_eq(rig_value(&rig, volume), was);
	ck_assert_double_eq(rig_value(&rig, updates), often);
}
END_TEST

/* c goes to where the best of the row changes: on either side another one is best. */
START_TEST(map_goes_to_the_frontier)
{
	const struct map *map;
	int column, row;

	open_map();
	rig_keys(&rig, "g c");
	map = rig.app->ui.map.map;
	column = (int)floor(rig.app->ui.map.at_x * (map->columns - 1) + 0.5);
	row = (int)floor(rig.app->ui.map.at_y * (map->rows - 1) + 0.5);
	ck_assert_int_gt(column, 0);
	ck_assert_int_ne(map_best(map, map_look(map, column, row)),
			 map_best(map, map_look(map, column - 1, row)));
}
END_TEST

START_TEST(map_takes_the_mouse)
{
	struct hit hit;

	open_map();
	hit = rig_hit(&rig, ACTION_HIT_MAP, 0);
	rig_click(&rig, hit.area.x, hit.area.y);
	ck_assert_double_eq(rig.app->ui.map.at_x, 0);
	ck_assert_double_eq(rig.app->ui.map.at_y, 1);
	rig_mouse(&rig, INPUT_PRESS, INPUT_BUTTON_LEFT, hit.area.x + 3, hit.area.y + 3);
	rig_mouse(&rig, INPUT_DRAG, INPUT_BUTTON_LEFT, hit.area.x + hit.area.w - 1, hit.area.y + 5);
	rig_mouse(&rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, hit.area.x + hit.area.w - 1,
		  hit.area.y + 5);
	ck_assert_double_eq(rig.app->ui.map.at_x, 1);
	ck_assert_double_eq(rig_value(&rig, volume), 60000);
}
END_TEST

START_TEST(map_has_other_axes)
{
	rig_keys(&rig, "6 X");
	rig_type(&rig, "rag.context_tok");
	rig_keys(&rig, "Enter");
	wait_until(has_map);
	ck_assert_int_eq(rig.app->ui.map.map->x.param, P_rag_context_tok);
	rig_keys(&rig, ":");
	rig_type(&rig, "map y rag.context_tok");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT); // refused, and says why
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "other axis"));
	rig_keys(&rig, "Esc");
}
END_TEST

START_TEST(map_zooms)
{
	double wide;

	open_map();
	wide = rig.app->ui.map.map->x.hi / rig.app->ui.map.map->x.lo;
	rig_keys(&rig, "z");
	wait_until(has_map);
	ck_assert_double_eq_tol(rig.app->ui.map.map->x.hi / rig.app->ui.map.map->x.lo, sqrt(wide),
				0.01 * sqrt(wide));
	rig_keys(&rig, "Z");
	wait_until(has_map);
	ck_assert_double_eq_tol(rig.app->ui.map.map->x.hi / rig.app->ui.map.map->x.lo, wide, 1);
}
END_TEST

/* The row with the cursor is the knob that - and + turn, and that c takes past its flip. */
START_TEST(sensitivity_chooses_the_knob)
{
	const struct sensitivity *found;
	struct knob second;

	rig_keys(&rig, "7");
	wait_until(has_rows);
	rig_keys(&rig, "g j");
	found = rig.app->ui.sensitivity.found;
	second = found->row[found->ranked[1]].knob;
	ck_assert(knob_equal(rig.app->ui.knobs[rig.app->ui.knob], second));
	rig_keys(&rig, "f f m");
	ck_assert_int_eq(rig.app->ui.sensitivity.figure, SENSITIVITY_BREAKEVEN);
	ck_assert(rig.app->ui.sensitivity.list.only);
}
END_TEST

START_TEST(advisor_has_two_lists)
{
	rig_keys(&rig, "8 j j G");
	ck_assert_int_eq(rig.app->ui.advisor.list[ADVISOR_FRAMEWORKS].row, ADVISE_FRAMEWORKS - 1);
	rig_keys(&rig, "v");
	wait_until(has_claims);
	ck_assert_int_eq(rig.app->ui.advisor.list[ADVISOR_CLAIMS].row, 0);
	rig_keys(&rig, "PgDn");
	ck_assert_int_eq(rig.app->ui.advisor.list[ADVISOR_CLAIMS].row, 10);
	rig_keys(&rig, "v");
	ck_assert_int_eq(rig.app->ui.advisor.list[ADVISOR_FRAMEWORKS].row, ADVISE_FRAMEWORKS - 1);
}
END_TEST

START_TEST(why_opens_and_leads_on)
{
	rig_keys(&rig, "y");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_WHY);
	rig_keys(&rig, "s");
	ck_assert_int_eq(rig.app->ui.why_pair, 1);
	rig_keys(&rig, "s");
	ck_assert_int_eq(rig.app->ui.why_pair, 0);
	rig_keys(&rig, "7");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_SENSITIVITY);
	rig_keys(&rig, "7 y Enter");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_COST);
	ck_assert_int_eq(rig.app->ui.cost_form, COST_LEDGER);
	rig_keys(&rig, "y y");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_studies");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, map_goes_there);
	tcase_add_test(tcase, map_goes_to_the_frontier);
	tcase_add_test(tcase, map_takes_the_mouse);
	tcase_add_test(tcase, map_has_other_axes);
	tcase_add_test(tcase, map_zooms);
	tcase_add_test(tcase, sensitivity_chooses_the_knob);
	tcase_add_test(tcase, advisor_has_two_lists);
	tcase_add_test(tcase, why_opens_and_leads_on);
	return suite_run("ui/app_studies", tcase);
}
