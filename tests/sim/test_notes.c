// SPDX-License-Identifier: MIT
/* Notes on the timeline: who writes something down changes no bit of any figure. */
#include <ragtop/run.h>

#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct result result, other;

static void note_at(double at_days)
{
	scenario_timeline_add(&scenario, &(struct timeline_entry){ .at_days = at_days,
								   .kind = TIMELINE_NOTE,
								   .note = "looked here" });
}

static void run_into(struct result *into)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

/* Before, between, beside and behind everything else, a burst with luck of its own among it. */
START_TEST(notes_change_nothing)
{
	static const int levels[] = { FIDELITY_MAP, 0, FIDELITY_EXACT };

	scenario_init(&scenario);
	scenario.horizon_days = 90;
	scenario.fidelity = levels[_i];
	scenario.params.traffic.volume_qpm = 20000;
	scenario.params.knowledge.updates_per_month = 20;
	fixture_set_at(&scenario, 20, P_traffic_knowledge_frac, 0.4);
	fixture_change_at(&scenario, 33, 3, 0.1);
	fixture_incident_at(&scenario, 70, INCIDENT_UPDATE_BURST, 5);
	run_into(&result);
	for (int day = 0; day <= 90; day += 10)
		note_at(day);
	note_at(70.123);
	run_into(&other);
	ck_assert_str_eq(result.digest, other.digest);
	ck_assert_int_eq(result.arch[ARCH_FT].event_count, other.arch[ARCH_FT].event_count);
	/* The events name the entry that they are about, wherever it lies now. */
	for (int i = 0; i < other.arch[ARCH_RAG].event_count; i++) {
		int index = other.arch[ARCH_RAG].events[i].timeline_index;

		if (index >= 0)
			ck_assert_int_ne(scenario.timeline[index].kind, TIMELINE_NOTE);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("notes");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, notes_change_nothing, 0, 3);
	return suite_run("notes", tcase);
}
