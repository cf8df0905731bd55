// SPDX-License-Identifier: MIT
/* Entries of the timeline by words: behind `:at`, and from the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "io/scenario_io.h"
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

static const struct timeline_entry *entry(int i)
{
	ck_assert_int_lt(i, rig.app->scenario.timeline_count);
	return &rig.app->scenario.timeline[i];
}

static int entries(void)
{
	return rig.app->scenario.timeline_count;
}

START_TEST(dated_values_are_changed_from_the_log)
{
	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "i p Enter 0 m g =");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_msg(strstr(rig.app->ui.prompt.text, "entry 1 at 15 set base.input_usd_per_mtok 3 "
						      "note prices +20 %") != NULL,
		      "%s", rig.app->ui.prompt.text);
	rig_keys(&rig, "C-u");
	rig_type(&rig, "entry 1 at 12 set base.input_usd_per_mtok 7 over 6d note slowly");
	rig_keys(&rig, "Enter");
	ck_assert_double_eq(entry(0)->value, 7);
	ck_assert_double_eq(entry(0)->at_days, 12);
	ck_assert_double_eq(entry(0)->over_days, 6);
	ck_assert_str_eq(entry(0)->note, "slowly");
	ck_assert_int_eq(entry(0)->incident, INCIDENT_PRICE_CHANGE);
	rig_keys(&rig, "u");
	ck_assert_double_eq(entry(0)->value, 3);
	ck_assert_double_eq(entry(0)->at_days, 15);
	rig_keys(&rig, "U");
	ck_assert_double_eq(entry(0)->value, 7);
	ck_assert_double_eq(rig.app->scenario.params.base.input_usd_per_mtok,
			    rig.scenario.params.base.input_usd_per_mtok);
}
END_TEST

static void command(const char *line)
{
	rig_keys(&rig, ":");
	rig_type(&rig, line);
	rig_keys(&rig, "Enter");
}

/* By words what the menu has no room for; every one is one step of undo, and the run takes it. */
START_TEST(entries_by_words)
{
	double before;

	rig_settle(&rig);
	before = rig.app->shown.result.arch[ARCH_RAG].total_usd;
	command("at 12 switch rag hybrid $5k");
	ck_assert_int_eq(entries(), 1);
	ck_assert_int_eq(entry(0)->kind, TIMELINE_SWITCH);
	ck_assert_int_eq(entry(0)->to, ARCH_HYBRID);
	ck_assert_double_eq(entry(0)->migration_usd, 5000);
	rig_settle(&rig);
	ck_assert_double_eq(rig.app->shown.result.arch[ARCH_RAG].ledger_usd[LEDGER_MIGRATION],
			    5000);
	ck_assert_double_gt(rig.app->shown.result.arch[ARCH_RAG].total_usd, before + 5000);
	command("at 6 set traffic.volume_qpm 70k over 10d");
	ck_assert_int_eq(entries(), 2);
	ck_assert_double_eq(entry(0)->value, 70000);
	ck_assert_double_eq(entry(0)->over_days, 10);
	rig_settle(&rig);
	ck_assert(rig.app->shown.has_result);
	rig_keys(&rig, "u u");
	ck_assert_int_eq(entries(), 0);
	command("at 12 switch rag rag");
	ck_assert_int_eq(entries(), 0);
	ck_assert_msg(strstr(rig.app->ui.prompt.message, "is that already") != NULL, "%s",
		      rig.app->ui.prompt.message);
}
END_TEST

/* Moved in time and changed where it stands in the log. */
START_TEST(switches_are_changed_from_the_log)
{
	command("at 12 switch rag hybrid 5000");
	rig_keys(&rig, "0 m g =");
	ck_assert_str_eq(rig.app->ui.prompt.text, "entry 1 at 12 switch rag hybrid 5000");
	rig_keys(&rig, "C-u");
	rig_type(&rig, "entry 1 at 20 switch rag ft 700");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(entries(), 1);
	ck_assert_double_eq(entry(0)->at_days, 20);
	ck_assert_int_eq(entry(0)->to, ARCH_FT);
	rig_keys(&rig, "D");
	ck_assert_int_eq(entries(), 0);
	rig_keys(&rig, "u u");
	ck_assert_double_eq(entry(0)->at_days, 12);
}
END_TEST

/* What was set moves by days, one step of undo each; what the run did does not. */
START_TEST(entries_move_in_time)
{
	app_set_playhead(rig.app, 0.5);
	rig_keys(&rig, "i v Enter i d Enter 0 m g");
	ck_assert_int_eq(entries(), 2);
	rig_keys(&rig, "l l L");
	ck_assert_int_eq(entry(0)->incident, INCIDENT_DELETION_REQUEST);
	ck_assert_double_eq(entry(0)->at_days, 15);
	ck_assert_int_eq(entry(1)->incident, INCIDENT_VECTOR_DB_DOWN);
	ck_assert_double_eq(entry(1)->at_days, 27);
	/* The same one stays chosen while it passes others. */
	rig_keys(&rig, "H H h");
	ck_assert_double_eq(entry(0)->at_days, 6);
	ck_assert_int_eq(entry(0)->incident, INCIDENT_VECTOR_DB_DOWN);
	rig_keys(&rig, "H");
	ck_assert_double_eq(entry(0)->at_days, 0);
	rig_keys(&rig, "u");
	ck_assert_double_eq(entry(0)->at_days, 6);
	rig_keys(&rig, "u u u u u u u");
	ck_assert_int_eq(entries(), 1);
	rig_keys(&rig, "u");
	/* A switch stays off the first day, and says why. */
	rig_keys(&rig, "i s Enter H H H");
	ck_assert_double_eq(entry(0)->at_days, 5);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "not at the start"));
	rig_keys(&rig, "u u u");
	ck_assert_int_eq(entries(), 0);
	rig_settle(&rig);
	rig_keys(&rig, "m g l");
	ck_assert_int_eq(entries(), 0);
}
END_TEST

/* The edit was refused with this reason, and the timeline is as it was: two entries of a parameter
 * that is null at the start, the second gradual, so that the first has to come before it. */
static void check_stays(const char *reason)
{
	static struct scenario read;
	struct error error;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	scenario_write(&rig.app->scenario, out);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_msg(scenario_parse(text, size, "test", &read, &error), "%s", error.message);
	free(text);
	ck_assert_msg(strstr(rig.app->ui.message, reason) != NULL, "%s", rig.app->ui.message);
	ck_assert_int_eq(entries(), 2);
	ck_assert_double_eq(entry(0)->at_days, 5);
	ck_assert_double_eq(entry(0)->value, 300);
	ck_assert_double_eq(entry(1)->at_days, 10);
	ck_assert_double_eq(entry(1)->value, 400);
	ck_assert_int_eq(rig.app->log.position, 2);
}

/* Every way to take from a gradual change the number that it starts from. */
START_TEST(what_comes_after_holds_an_entry)
{
	static const char gradual[] = "cannot change gradually, only from a number to a number";

	rig.app->scenario.params.ft.answer_tok = PARAM_NULL;
	command("at 5 set ft.answer_tok 300");
	command("at 10 set ft.answer_tok 400 over 5d");
	ck_assert_int_eq(entries(), 2);
	rig_keys(&rig, "0 m g L");
	check_stays(gradual);
	rig_keys(&rig, "D");
	check_stays(gradual);
	command("day 7");
	command("set ft.answer_tok null");
	check_stays(gradual);
	command("day 30");
	command("set ft.answer_tok null");
	check_stays(gradual);
	command("entry 1 at 12 set ft.answer_tok 300");
	ck_assert_msg(strstr(rig.app->ui.prompt.message, gradual) != NULL, "%s",
		      rig.app->ui.prompt.message);
	rig_keys(&rig, "Esc");
	command("at 7 set ft.answer_tok null");
	ck_assert_msg(strstr(rig.app->ui.prompt.message, gradual) != NULL, "%s",
		      rig.app->ui.prompt.message);
	rig_keys(&rig, "Esc");
	/* What nothing hangs on goes. */
	command("entry 2 at 10 set ft.answer_tok 400");
	rig_keys(&rig, "g L L D");
	ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(what_comes_after_holds_the_start)
{
	command("day 0");
	command("set ft.answer_tok 200");
	command("at 10 set ft.answer_tok 400 over 5d");
	command("day 0");
	command("set ft.answer_tok null");
	ck_assert_double_eq(rig.app->scenario.params.ft.answer_tok, 200);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "cannot change gradually"));
	/* So does the menu, which is typed into. */
	app_select_knob(rig.app, app_find_knob(rig.app, (struct knob){ .param = P_ft_answer_tok }));
	command("day 5");
	rig_keys(&rig, "i g =");
	rig_type(&rig, "null");
	ck_assert_msg(strstr(rig.app->ui.prompt.message, "cannot change gradually") != NULL, "%s",
		      rig.app->ui.prompt.message);
	rig_keys(&rig, "Esc Esc");
	ck_assert_int_eq(entries(), 1);
}
END_TEST

/* A book may say that a price is null, as of cached tokens. */
START_TEST(what_comes_after_holds_the_prices)
{
	command("prices current");
	ck_assert_double_eq(rig.app->scenario.params.base.cached_usd_per_mtok, 0.25);
	command("at 10 set base.cached_usd_per_mtok 2 over 5d");
	ck_assert_int_eq(entries(), 1);
	command("prices s4");
	ck_assert_msg(strstr(rig.app->ui.message, "prices stay: cannot change gradually") != NULL,
		      "%s", rig.app->ui.message);
	ck_assert_str_eq(rig.app->scenario.price_book, "current");
	ck_assert_double_eq(rig.app->scenario.params.base.cached_usd_per_mtok, 0.25);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_at");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, dated_values_are_changed_from_the_log);
	tcase_add_test(tcase, entries_by_words);
	tcase_add_test(tcase, switches_are_changed_from_the_log);
	tcase_add_test(tcase, entries_move_in_time);
	tcase_add_test(tcase, what_comes_after_holds_an_entry);
	tcase_add_test(tcase, what_comes_after_holds_the_start);
	tcase_add_test(tcase, what_comes_after_holds_the_prices);
	return suite_run("app_at", tcase);
}
