// SPDX-License-Identifier: MIT
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "session/rig.h"

static bool has_all_flips(const struct snapshot *snapshot)
{
	for (int i = 0; i < snapshot->knob_count; i++)
		if (!snapshot->flips[i].known)
			return false;
	return true;
}

/* What the dashboard shows, the command prints: the digest may not depend on the threads. */
START_TEST(threads_do_not_change_bits)
{
	const struct run_options options = { 0 };
	struct error error;
	char digest[17];

	for (int level = 0; level <= 1; level++) {
		scenario->fidelity = level;
		ck_assert(run(scenario, &options, result, &error));
		memcpy(digest, result->digest, sizeof(digest));
		for (int threads = 1; threads <= 4; threads *= 2) {
			memset(result, 0, sizeof(*result));
			ck_assert(session_run(scenario, &options, threads, result, &error));
			ck_assert_str_eq(result->digest, digest);
		}
	}
}
END_TEST

START_TEST(settles_at_the_fidelity_of_the_scenario)
{
	const struct run_options options = { 0 };
	const struct snapshot *snapshot;
	struct error error;

	snapshot = wait_settled(session_edit(session, scenario, false));
	ck_assert(snapshot->has_result);
	ck_assert_int_eq(snapshot->level, scenario->fidelity);
	ck_assert(run(scenario, &options, result, &error));
	ck_assert_str_eq(snapshot->result.digest, result->digest);
	ck_assert_int_eq(snapshot->curve.point_count, 41);
	ck_assert(snapshot->curve.complete);
	ck_assert_uint_eq(snapshot->curve_generation, snapshot->generation);
	session_release(session, snapshot);
}
END_TEST

/* A snapshot that is held does not change under its reader, whatever is published meanwhile. */
START_TEST(snapshots_are_immutable)
{
	const struct snapshot *held = wait_settled(session_edit(session, scenario, false));
	struct snapshot *copy = xmalloc(sizeof(*copy));

	memcpy(copy, held, sizeof(*copy));
	for (int i = 0; i < 5; i++) {
		scenario->params.traffic.prompt_tok += 10;
		session_edit(session, scenario, false);
		ck_assert(session_wait(session, PATIENCE_MS));
	}
	ck_assert_int_eq(memcmp(copy, held, sizeof(*copy)), 0);
	session_release(session, held);
	free(copy);
}
END_TEST

START_TEST(flips_come_for_the_wanted_knobs)
{
	const struct knob knobs[] = {
		{ .param = P_traffic_volume_qpm },
		{ .is_target = true, .target = TARGET_TTFT_P95_S },
	};
	const struct snapshot *snapshot;
	struct flip flip;

	session_want_flips(session, knobs, 2);
	snapshot = wait_settled(session_edit(session, scenario, false));
	ck_assert_int_eq(snapshot->knob_count, 2);
	ck_assert(has_all_flips(snapshot));
	ck_assert(flip_find(scenario, knobs[0], &snapshot->result, &flip, NULL));
	ck_assert(snapshot->flips[0].found);
	ck_assert_double_eq(snapshot->flips[0].at, flip.at);
	ck_assert(knob_equal(snapshot->knobs[1], knobs[1]));
	session_release(session, snapshot);
}
END_TEST

/* They are those of the best architecture; after an edit they stay, marked, until there are others.
 */
START_TEST(sparks_come_for_the_wanted_knobs)
{
	const struct knob knobs[] = {
		{ .param = P_traffic_answer_tok },
		{ .is_target = true, .target = TARGET_TTFT_P95_S },
	};
	const struct snapshot *before, *after;
	struct probe *probe = probe_new(scenario, NULL);
	struct spark spark;

	session_want_flips(session, knobs, 2);
	before = wait_settled(session_edit(session, scenario, false));
	ck_assert(spark_find(scenario, knobs[0], before->result.verdict.best, &spark, probe));
	probe_free(probe);
	ck_assert(before->sparks[0].known && !before->sparks[0].stale);
	ck_assert_mem_eq(before->sparks[0].all_in_usd, spark.all_in_usd, sizeof(spark.all_in_usd));
	ck_assert(before->sparks[1].known && spark_is_flat(&before->sparks[1]));
	scenario->params.traffic.prompt_tok += 100;
	session_edit(session, scenario, true);
	ck_assert(session_wait(session, PATIENCE_MS));
	after = session_acquire(session);
	ck_assert(after->sparks[0].known && after->sparks[0].stale);
	ck_assert_mem_eq(after->sparks[0].all_in_usd, spark.all_in_usd, sizeof(spark.all_in_usd));
	session_release(session, before);
	session_release(session, after);
}
END_TEST

/* Taking a snapshot over an older one gives all of it, whatever was the same. */
START_TEST(snapshots_are_taken_whole)
{
	struct snapshot *mine = xcalloc(1, sizeof(*mine));
	const struct snapshot *snapshot;
	uint64_t generation = 0;
	bool settled = false;

	for (int edit = 0; edit < 2; edit++) {
		scenario->params.traffic.prompt_tok += 100;
		generation = session_edit(session, scenario, false);
		for (settled = false; !settled;) {
			wait_readable();
			snapshot = session_acquire(session);
			if (!snapshot)
				continue;
			snapshot_take(mine, snapshot);
			ck_assert_int_eq(memcmp(mine, snapshot, sizeof(*mine)), 0);
			settled = mine->settled && mine->generation == generation;
			session_release(session, snapshot);
		}
	}
	free(mine);
}
END_TEST

static const struct snapshot *wait_newest(void)
{
	ck_assert(session_wait(session, PATIENCE_MS));
	return session_acquire(session);
}

/* Dragging a knob past its mark: the mark stays where it is, and beyond it lies what was before. */
START_TEST(the_mark_of_the_moved_knob_stays)
{
	const struct knob knobs[] = {
		{ .param = P_rag_context_tok },
		{ .is_target = true, .target = TARGET_TTFT_P95_S },
	};
	const struct snapshot *before, *after;
	enum arch best;

	session_want_flips(session, knobs, 2);
	before = wait_settled(session_edit(session, scenario, false));
	ck_assert(before->flips[0].found);
	best = before->result.verdict.best;
	scenario->params.rag.context_tok = before->flips[0].at * 1.2;
	session_edit(session, scenario, true);
	after = wait_newest();
	ck_assert(after->flips[0].known && after->flips[0].found);
	ck_assert_double_eq(after->flips[0].at, before->flips[0].at);
	ck_assert_int_eq(after->flips[0].best, best);
	ck_assert(!after->flips[0].nobody);
	ck_assert(!after->flips[1].known); // of the others nothing is known any more
	session_release(session, before);
	session_release(session, after);
}
END_TEST

/* The mark of the volume comes with the curve, long before flips are searched for. */
START_TEST(the_curve_gives_the_mark_of_the_volume)
{
	const struct knob volume = { .param = P_traffic_volume_qpm };
	const struct snapshot *snapshot;
	uint64_t generation;

	session_want_flips(session, &volume, 1);
	generation = session_edit(session, scenario, true);
	for (;;) {
		snapshot = wait_newest();
		if (snapshot->curve_generation == generation)
			break;
		session_release(session, snapshot);
		wait_readable();
	}
	ck_assert(snapshot->flips[0].known && snapshot->flips[0].found);
	ck_assert_double_eq(snapshot->flips[0].at, snapshot->curve.crossing[0].at_qpm);
	session_release(session, snapshot);
}
END_TEST

/* A scenario that asks for too much is an answer, not a hang. */
START_TEST(refusal_is_published)
{
	const struct snapshot *snapshot;
	uint64_t generation;

	scenario->params.knowledge.updates_per_month = 1e6;
	scenario->params.knowledge.facts_per_update = 1e6;
	scenario->params.knowledge.facts = 1e6;
	generation = session_edit(session, scenario, false);
	ck_assert(session_wait(session, PATIENCE_MS));
	snapshot = session_acquire(session);
	ck_assert_uint_eq(snapshot->generation, generation);
	ck_assert(!snapshot->has_result);
	ck_assert_str_ne(snapshot->error.message, "");
	ck_assert(snapshot->settled);
	session_release(session, snapshot);
	// And the next edit works again.
	sample_init(scenario);
	session_edit(session, scenario, true);
	ck_assert(session_wait(session, PATIENCE_MS));
	snapshot = session_acquire(session);
	ck_assert(snapshot->has_result);
	ck_assert_str_eq(snapshot->error.message, "");
	session_release(session, snapshot);
}
END_TEST

START_TEST(exact_on_demand)
{
	const struct snapshot *snapshot;
	bool exact = false;

	scenario->fidelity = 0;
	scenario->params.traffic.volume_qpm = 20000;
	session_release(session, wait_settled(session_edit(session, scenario, false)));
	session_refine_exact(session);
	while (!exact) {
		wait_readable();
		snapshot = session_acquire(session);
		exact = snapshot->level == FIDELITY_EXACT && snapshot->settled;
		if (exact)
			ck_assert(snapshot->result.exact);
		session_release(session, snapshot);
	}
}
END_TEST

/*
 * Edits faster than anything can be computed, dragging or not, with snapshots taken at any moment.
 * Under ThreadSanitizer this finds races; otherwise lost wake-ups, leaks and use after free.
 */
START_TEST(storm_of_edits)
{
	const struct knob knob = { .param = P_traffic_answer_tok };
	const struct snapshot *snapshot;
	uint64_t generation = 0;

	session_want_flips(session, &knob, 1);
	for (int i = 0; i < 120; i++) {
		struct timespec pause = { .tv_nsec = (i * 37 % 11) * 1000000L };

		scenario->params.traffic.answer_tok = 100 + i;
		if (i % 7 == 3)
			scenario->params.traffic.volume_qpm = 1e4 * (i + 1);
		generation = session_edit(session, scenario, i % 3 != 0);
		if (i % 5 == 0)
			session_refine_exact(session);
		nanosleep(&pause, NULL);
		snapshot = session_acquire(session);
		if (snapshot)
			ck_assert_uint_le(snapshot->generation, generation);
		session_release(session, snapshot);
	}
	ck_assert(session_wait(session, PATIENCE_MS));
	scenario->fidelity = 0;
	snapshot = wait_settled(session_edit(session, scenario, false));
	ck_assert_double_eq(snapshot->scenario.params.traffic.answer_tok, 219);
	session_release(session, snapshot);
}
END_TEST

/* In a drag, pictures must keep coming although each edit is followed by the next at once. */
START_TEST(drag_is_not_starved)
{
	uint64_t seen = 0, last = 0;
	int frames = 0;

	while (frames < 4) {
		const struct snapshot *snapshot;
		struct timespec pause = { .tv_nsec = 1000000 };

		scenario->params.traffic.answer_tok += 0.01;
		last = session_edit(session, scenario, true);
		nanosleep(&pause, NULL);
		snapshot = session_acquire(session);
		if (snapshot && snapshot->generation > seen) {
			seen = snapshot->generation;
			frames++;
		}
		session_release(session, snapshot);
	}
	// And the last position is not forgotten.
	ck_assert(session_wait(session, PATIENCE_MS));
	session_release(session, session_acquire(session));
	ck_assert_uint_gt(last, 4);
}
END_TEST

/* The program quits in the middle of everything. */
START_TEST(freeing_cancels)
{
	for (int i = 0; i < 10; i++) {
		struct session *brief = session_new(3);
		struct timespec pause = { .tv_nsec = i * 4000000L };

		scenario->fidelity = 5;
		session_edit(brief, scenario, i % 2 == 0);
		session_edit(brief, scenario, i % 2 == 0);
		nanosleep(&pause, NULL);
		session_free(brief);
	}
	session_free(NULL);
}
END_TEST

/* Signals belong to the owner of the terminal: no worker may take one. */
START_TEST(workers_take_no_signals)
{
	sigset_t before, after;

	pthread_sigmask(SIG_SETMASK, NULL, &before);
	session_edit(session, scenario, false);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	for (int number = 1; number < 32; number++)
		ck_assert_int_eq(sigismember(&before, number), sigismember(&after, number));
	ck_assert(session_wait(session, PATIENCE_MS));
}
END_TEST

/* The descriptor wakes up once per news and is quiet after they were taken. */
START_TEST(descriptor_is_cleared)
{
	struct pollfd fd = { .fd = session_fd(session), .events = POLLIN };

	ck_assert_ptr_null(session_acquire(session));
	ck_assert_int_eq(poll(&fd, 1, 0), 0);
	session_release(session, wait_settled(session_edit(session, scenario, false)));
	ck_assert_int_eq(poll(&fd, 1, 0), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("session");

	tcase_add_checked_fixture(tcase, rig_setup, rig_teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, threads_do_not_change_bits);
	tcase_add_test(tcase, settles_at_the_fidelity_of_the_scenario);
	tcase_add_test(tcase, snapshots_are_immutable);
	tcase_add_test(tcase, flips_come_for_the_wanted_knobs);
	tcase_add_test(tcase, sparks_come_for_the_wanted_knobs);
	tcase_add_test(tcase, snapshots_are_taken_whole);
	tcase_add_test(tcase, the_mark_of_the_moved_knob_stays);
	tcase_add_test(tcase, the_curve_gives_the_mark_of_the_volume);
	tcase_add_test(tcase, refusal_is_published);
	tcase_add_test(tcase, exact_on_demand);
	tcase_add_test(tcase, storm_of_edits);
	tcase_add_test(tcase, drag_is_not_starved);
	tcase_add_test(tcase, freeing_cancels);
	tcase_add_test(tcase, workers_take_no_signals);
	tcase_add_test(tcase, descriptor_is_cleared);
	return suite_run("session", tcase);
}
