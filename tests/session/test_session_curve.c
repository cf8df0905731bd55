// SPDX-License-Identifier: MIT
/* The curve comes in pieces, and stays or goes with what is edited. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "session/rig.h"

/* The newest one of this edit that has a curve of it. */
static const struct snapshot *wait_curve(uint64_t generation)
{
	for (;;) {
		const struct snapshot *snapshot = session_acquire(session);

		if (snapshot && snapshot->curve.point_count > 0 &&
		    snapshot->curve_generation == generation)
			return snapshot;
		if (snapshot)
			session_release(session, snapshot);
		wait_readable();
	}
}

/* While dragging, figures and a coarse curve come; nothing is refined before the button is up. */
START_TEST(dragging_stops_at_the_coarse_picture)
{
	const struct snapshot *snapshot = wait_curve(session_edit(session, scenario, true));

	ck_assert_int_eq(snapshot->level, 0);
	ck_assert_int_eq(snapshot->curve.point_count, 11);
	ck_assert(!snapshot->curve.complete);
	ck_assert_int_ge(snapshot->curve.crossing_count, 1);
	ck_assert(!snapshot->settled);
	session_release(session, snapshot);
	session_release(session, wait_settled(session_edit(session, scenario, false)));
}
END_TEST

/* The first picture's curve has costs alone: whoever moves the volume then still gets the rest. */
START_TEST(costs_alone_are_not_kept)
{
	const struct snapshot *snapshot;
	bool first = false; /* on a busy machine it may have been replaced before it is seen */

	for (int i = 0; i < 50 && !first; i++) {
		session_free(session);
		session = session_new(1);
		snapshot = wait_curve(session_edit(session, scenario, false));
		first = snapshot->curve.point[0].costs_only;
		session_release(session, snapshot);
	}
	ck_assert(first);
	scenario->params.traffic.volume_qpm *= 1.5;
	snapshot = wait_curve(session_edit(session, scenario, true));
	ck_assert(!snapshot->curve.point[0].costs_only);
	ck_assert_int_ge(snapshot->curve.crossing_count, 1);
	session_release(session, snapshot);
}
END_TEST

/* Moving the volume must not cost a curve: the finished one stays, and counts as the new one's. */
START_TEST(volume_keeps_the_curve)
{
	const struct snapshot *before = wait_settled(session_edit(session, scenario, false));
	const struct snapshot *after;
	uint64_t generation;

	scenario->params.traffic.volume_qpm *= 1.5;
	generation = session_edit(session, scenario, true);
	ck_assert(session_wait(session, PATIENCE_MS));
	after = session_acquire(session);
	ck_assert_uint_eq(after->generation, generation);
	ck_assert_uint_eq(after->curve_generation, generation);
	ck_assert(after->curve.complete);
	ck_assert_int_eq(memcmp(&after->curve, &before->curve, sizeof(after->curve)), 0);
	session_release(session, after);
	session_release(session, before);
}
END_TEST

/* Anything else keeps it as a picture only, and says so. */
START_TEST(other_edits_carry_the_old_curve)
{
	const struct snapshot *before = wait_settled(session_edit(session, scenario, false));
	const struct snapshot *after;
	uint64_t generation;

	scenario->params.base.output_usd_per_mtok *= 2;
	generation = session_edit(session, scenario, false);
	ck_assert(session_wait(session, PATIENCE_MS));
	after = session_acquire(session);
	ck_assert_int_gt(after->curve.point_count, 0);
	ck_assert(after->curve_generation == before->generation ||
		  after->curve_generation == generation);
	session_release(session, after);
	after = wait_settled(generation);
	ck_assert_uint_eq(after->curve_generation, generation);
	ck_assert_double_gt(after->curve.point[40].arch[ARCH_RAG].all_in_usd,
			    before->curve.point[40].arch[ARCH_RAG].all_in_usd);
	session_release(session, after);
	session_release(session, before);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("session_curve");

	tcase_add_checked_fixture(tcase, rig_setup, rig_teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, dragging_stops_at_the_coarse_picture);
	tcase_add_test(tcase, costs_alone_are_not_kept);
	tcase_add_test(tcase, volume_keeps_the_curve);
	tcase_add_test(tcase, other_edits_carry_the_old_curve);
	return suite_run("session/curve", tcase);
}
