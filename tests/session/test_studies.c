// SPDX-License-Identifier: MIT
/* Studies that fill while somebody looks: what comes from the board is what one thread computes. */
#include <math.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "session/rig.h"
#include "study/probe.h"

enum { COLUMNS = 6, ROWS = 4, SOME_ROWS = 8 };

static struct map *map;
static struct sensitivity *found;
static struct claims_known *claims;
static const struct knob first = { .param = P_traffic_volume_qpm };

static void setup(void)
{
	rig_setup();
	map = xcalloc(1, sizeof(*map));
	found = xcalloc(1, sizeof(*found));
	claims = xcalloc(1, sizeof(*claims));
	scenario->horizon_days = 10;
	scenario->fidelity = 0;
	session_want_flips(session, &first, 1);
}

static void teardown(void)
{
	rig_teardown();
	free(claims);
	free(found);
	free(map);
}

static void wait_news(void)
{
	wait_readable();
	session_release(session, session_acquire(session));
}

static struct study_wish map_wish(void)
{
	return (struct study_wish){ .study = STUDY_MAP,
				    .x = P_traffic_volume_qpm,
				    .y = P_knowledge_updates_per_month,
				    .lo_x = (double)NAN,
				    .hi_x = (double)NAN,
				    .lo_y = (double)NAN,
				    .hi_y = (double)NAN,
				    .columns = COLUMNS,
				    .rows = ROWS,
				    .measure = MEASURE_ALL_IN };
}

static void wait_map(uint64_t generation, struct study_news *news)
{
	while (news->generation != generation || !news->complete) {
		if (!session_copy_map(session, map, news))
			wait_news();
	}
}

/* Cell by cell, and the lines between them. */
START_TEST(map_is_that_of_one_thread)
{
	struct study_wish wish = map_wish();
	struct map *alone = xcalloc(1, sizeof(*alone));
	struct study_news news = { 0 };
	struct probe *probe = probe_new(scenario, NULL);

	session_want_study(session, &wish);
	wait_map(session_edit(session, scenario, false), &news);
	ck_assert_int_eq(news.pieces, COLUMNS * ROWS);
	ck_assert(!session_copy_map(session, map, &news));
	map_init(alone, scenario, &map->x, &map->y, COLUMNS, ROWS);
	for (int k = 0; k < alone->cell_count; k++)
		ck_assert(map_cell_compute(alone, k, scenario, probe));
	map_edges_find(alone);
	for (int e = 0; e < alone->edge_count; e++)
		ck_assert(map_edge_refine(alone, e, scenario, probe));
	for (int i = 0; i < alone->cell_count; i++)
		for (int a = 0; a < ARCH_DEFAULTS; a++)
			ck_assert(alone->cell[i].cost[a] == map->cell[i].cost[a]);
	ck_assert_int_gt(alone->edge_count, 0);
	ck_assert_int_eq(alone->edge_count, map->edge_count);
	for (int e = 0; e < alone->edge_count; e++)
		ck_assert(alone->edge[e].change[0].at == map->edge[e].change[0].at);
	probe_free(probe);
	free(alone);
}
END_TEST

/* An edit in the middle begins a map of its own, and none comes without being wanted. */
START_TEST(edits_begin_another_map)
{
	struct study_wish wish = map_wish();
	struct study_news news = { 0 };
	uint64_t generation;

	session_want_study(session, &wish);
	session_edit(session, scenario, false);
	while (news.pieces == 0) {
		if (!session_copy_map(session, map, &news))
			wait_news();
	}
	scenario->params.ft.run_usd *= 3;
	generation = session_edit(session, scenario, false);
	wait_map(generation, &news);
	ck_assert_int_eq(news.pieces, COLUMNS * ROWS);
	wish.study = STUDY_NONE;
	session_want_study(session, &wish);
	session_edit(session, scenario, false);
	ck_assert(session_wait(session, PATIENCE_MS));
	ck_assert(!session_copy_map(session, map, &news));
}
END_TEST

/* Axes that the scenario cannot have make no map, and nobody waits for it. */
START_TEST(impossible_axes_are_no_map)
{
	struct study_wish wish = map_wish();
	struct study_news news = { 0 };

	wish.y = P_ft_retrain_policy;
	session_want_study(session, &wish);
	wait_map(session_edit(session, scenario, false), &news);
	ck_assert_int_eq(news.pieces, 0);
	ck_assert_int_eq(map->cell_count, 0);
}
END_TEST

START_TEST(sensitivity_is_that_of_one_thread)
{
	const struct study_wish wish = { .study = STUDY_SENSITIVITY };
	const struct run_options options = { 0 };
	struct sensitivity *alone = xmalloc(sizeof(*alone));
	struct result *now = xmalloc(sizeof(*now));
	struct study_news news = { 0 };
	struct error error;
	uint64_t generation;

	scenario->arch_count = 2;
	session_want_study(session, &wish);
	generation = session_edit(session, scenario, false);
	while (news.generation != generation || news.pieces < SOME_ROWS) {
		if (!session_copy_sensitivity(session, found, &news))
			wait_news();
	}
	ck_assert(run(scenario, &options, now, &error));
	ck_assert(sensitivity_init(alone, scenario, MEASURE_ALL_IN, now, NULL));
	ck_assert(alone->gap == found->gap);
	for (int i = 0; i < alone->row_count; i++) {
		if (!found->row[i].known)
			continue;
		ck_assert(sensitivity_row(alone, i, scenario, now, NULL));
		ck_assert_int_eq(alone->row[i].acts, found->row[i].acts);
		ck_assert(alone->row[i].lo.gap == found->row[i].lo.gap ||
			  (isnan(alone->row[i].lo.gap) && isnan(found->row[i].lo.gap)));
		ck_assert_int_eq(alone->row[i].flip.found, found->row[i].flip.found);
	}
	free(now);
	free(alone);
}
END_TEST

/* What has been judged outlives edits; the others come after them. */
START_TEST(claims_outlive_edits)
{
	const struct study_wish wish = { .study = STUDY_CLAIMS };
	int before;

	session_want_study(session, &wish);
	session_edit(session, scenario, false);
	while (claims->count < 2) {
		if (!session_copy_claims(session, claims))
			wait_news();
	}
	before = claims->count;
	scenario->params.ft.run_usd *= 2;
	session_edit(session, scenario, false);
	while (claims->count <= before) {
		if (!session_copy_claims(session, claims))
			wait_news();
	}
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (claims->known[i])
			ck_assert_int_eq(claims->outcome[i].verdict == CLAIM_NOT_RUN,
					 claim_at(i)->margin == NULL);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("studies");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, map_is_that_of_one_thread);
	tcase_add_test(tcase, edits_begin_another_map);
	tcase_add_test(tcase, impossible_axes_are_no_map);
	tcase_add_test(tcase, sensitivity_is_that_of_one_thread);
	tcase_add_test(tcase, claims_outlive_edits);
	return suite_run("session/studies", tcase);
}
