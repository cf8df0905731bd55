// SPDX-License-Identifier: MIT
/* The microscope's thread: records come, go on, belong to the newest wish, and are the simulator's.
 */
#include "session/watch.h"

#include <poll.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "session/session.h"
#include "study/sample.h"

enum { PATIENCE_MS = 300000 };

#define AT_S (10.5 * 86400)

static struct scenario *scenario;
static struct session *session;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	sample_init(scenario);
	scenario->horizon_days = 30;
	scenario->params.traffic.volume_qpm = 20e6;
	session = session_new(2);
}

static void teardown(void)
{
	session_free(session);
	free(scenario);
}

/* The first record of a ticket that reaches beyond after_s. */
static const struct watched *wait_for(uint64_t ticket, double after_s)
{
	for (;;) {
		const struct watched *watched = session_watch_acquire(session);
		struct pollfd fd = { .fd = session_fd(session), .events = POLLIN };

		if (watched && watched->ticket == ticket &&
		    (!watched->record || watched->record->to_s > after_s))
			return watched;
		session_watch_release(session, watched);
		ck_assert_int_eq(poll(&fd, 1, PATIENCE_MS), 1);
		session_release(session, session_acquire(session)); /* clears the mark */
	}
}

START_TEST(records_what_the_simulator_does)
{
	uint64_t ticket = session_watch(session, scenario, ARCH_RAG, AT_S, 30);
	const struct watched *watched = wait_for(ticket, AT_S);
	struct scope_record *record;
	struct error error;
	struct scope *scope;

	ck_assert(scope_new(scenario, ARCH_RAG, AT_S, NULL, &scope, &error));
	scope_advance(scope, 30, NULL);
	record = scope_record(scope, 0);
	ck_assert_double_eq(watched->record->to_s, AT_S + 30);
	ck_assert_uint_eq(watched->record->visit_count, record->visit_count);
	ck_assert_mem_eq(watched->record->visits, record->visits,
			 record->visit_count * sizeof(*record->visits));
	scope_record_free(record);
	scope_free(scope);
	session_watch_release(session, watched);
}
END_TEST

START_TEST(goes_on_where_it_ended)
{
	uint64_t ticket = session_watch(session, scenario, ARCH_RAG, AT_S, 10);
	const struct watched *first = wait_for(ticket, AT_S), *second;

	session_watch_on(session, AT_S, 10);
	second = wait_for(ticket, AT_S + 10);
	ck_assert_double_eq(second->record->to_s, AT_S + 20);
	ck_assert_double_eq(second->record->from_s, AT_S);
	ck_assert_double_eq(first->record->to_s, AT_S + 10); /* still there, and as it was */
	session_watch_release(session, first);
	session_watch_release(session, second);
}
END_TEST

START_TEST(the_newest_wish_wins)
{
	const struct watched *watched;
	uint64_t ticket = 0;

	for (int i = 0; i < 50; i++)
		ticket = session_watch(session, scenario, ARCH_RAG, AT_S + 1000 * i, 10);
	watched = wait_for(ticket, 0);
	ck_assert_double_eq(watched->record->to_s, AT_S + 49010);
	session_watch_release(session, watched);
}
END_TEST

START_TEST(an_edit_cancels_and_a_new_wish_is_granted)
{
	const struct watched *watched;
	uint64_t ticket;

	session_watch(session, scenario, ARCH_RAG, AT_S, 10);
	session_edit(session, scenario, false);
	ticket = session_watch(session, scenario, ARCH_FT, AT_S, 10);
	watched = wait_for(ticket, 0);
	ck_assert_int_eq(watched->record->arch, ARCH_FT);
	session_watch_release(session, watched);
}
END_TEST

START_TEST(a_refusal_comes_with_its_reason)
{
	const struct watched *watched;

	scenario->params.knowledge.updates_per_month = 1e9;
	scenario->params.knowledge.facts_per_update = 1e6;
	watched = wait_for(session_watch(session, scenario, ARCH_RAG, AT_S, 10), 0);
	ck_assert_ptr_null(watched->record);
	ck_assert_ptr_nonnull(strstr(watched->error.message, "too many changes"));
	session_watch_release(session, watched);
}
END_TEST

START_TEST(ends_in_the_middle_of_work)
{
	scenario->params.traffic.volume_qpm = 5e9;
	session_watch(session, scenario, ARCH_RAG, AT_S, 1e6);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("watch");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, records_what_the_simulator_does);
	tcase_add_test(tcase, goes_on_where_it_ended);
	tcase_add_test(tcase, the_newest_wish_wins);
	tcase_add_test(tcase, an_edit_cancels_and_a_new_wish_is_granted);
	tcase_add_test(tcase, a_refusal_comes_with_its_reason);
	tcase_add_test(tcase, ends_in_the_middle_of_work);
	return suite_run("watch", tcase);
}
