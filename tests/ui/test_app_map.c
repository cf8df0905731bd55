// SPDX-License-Identifier: MIT
/* The map on the dashboard: it fills, is zoomed and left alone; and what it hangs on, beside it. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

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

static bool screen_has(const char *text)
{
	char *screen = canvas_to_text(&rig.app->canvas);
	bool has = strstr(screen, text) != NULL;

	free(screen);
	return has;
}

/* Until the map is that of the newest edit, all of it. */
static void wait_map(void)
{
	const struct map_view *view = &rig.app->ui.map;
	struct pollfd fd = { .fd = session_fd(rig.app->session), .events = POLLIN };
	const bool had = view->map != NULL;

	app_draw(rig.app);
	while (view->old || !view->news.complete) {
		ck_assert_int_eq(poll(&fd, 1, 30000), 1);
		app_snapshot(rig.app);
		app_draw(rig.app);
		ck_assert(!had || !screen_has("drawing the map"));
	}
}

static void set_axis(bool x, enum param_id param)
{
	struct error error;

	ck_assert_msg(app_map_axis(rig.app, x, param, &error), "%s", error.message);
	app_submit(rig.app);
}

/* Few whole numbers end soon; the other axis goes on, and the way out is always there. */
START_TEST(zoom_ends_where_numbers_do)
{
	const struct map_view *view = &rig.app->ui.map;
	const struct map *map = rig.app->map;

	rig_keys(&rig, "6");
	set_axis(true, P_rag_search_servers);
	set_axis(false, P_ft_run_usd);
	wait_map();
	for (int i = 0; i < 10; i++) {
		rig_keys(&rig, "z");
		wait_map();
		ck_assert_ptr_nonnull(view->map);
		ck_assert_double_lt(map->x.lo, map->x.hi);
		ck_assert_int_ge(map->columns, 2);
	}
	ck_assert_double_eq(map->x.hi - map->x.lo, 1);
	rig_keys(&rig, "Z");
	wait_map();
	ck_assert_double_eq(map->x.lo, param_table[P_rag_search_servers].slider_lo);
	ck_assert_double_eq(map->x.hi, param_table[P_rag_search_servers].slider_hi);
}
END_TEST

/* After an edit the map before it stands until there is something of the next one. */
START_TEST(the_map_before_stands)
{
	const struct map_view *view = &rig.app->ui.map;
	int volume = app_find_knob(rig.app, (struct knob){ .param = P_traffic_volume_qpm });

	rig_keys(&rig, "6");
	wait_map();
	for (int i = 0; i < 2; i++) {
		ck_assert(app_set_knob(rig.app, volume, 20000 + 1000 * i, false));
		app_submit(rig.app);
		app_draw(rig.app);
		ck_assert(view->old);
		wait_map();
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_map");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, zoom_ends_where_numbers_do);
	tcase_add_test(tcase, the_map_before_stands);
	return suite_run("app_map", tcase);
}
