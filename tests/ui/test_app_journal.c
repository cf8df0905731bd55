// SPDX-License-Identifier: MIT
/* When the journal of unsaved edits is written, offered, taken and given up. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "ui/app_journal.h"
#include "ui/app_moves.h"
#include "ui/app_rig.h"

static char folder[64];
static struct rig rig;
static const struct knob volume = { .param = P_traffic_volume_qpm };

static void start(const char *file_name)
{
	rig_open(&rig, file_name);
	app_journal_begin(rig.app);
	rig_pass(&rig, 0.01);
}

static void setup(void)
{
	strcpy(folder, "/tmp/ragtop-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	setenv("XDG_STATE_HOME", folder, 1);
	start("");
}

static void teardown(void)
{
	char command[128];

	rig_close(&rig);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

/* Journals there are; *size gets how much the last one holds. */
static int journals(struct timespec *written)
{
	DIR *dir = opendir("ragtop");
	char path[300];
	struct stat st;
	int count = 0;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (!strstr(entry->d_name, ".journal"))
			continue;
		count++;
		snprintf(path, sizeof(path), "ragtop/%s", entry->d_name);
		ck_assert_int_eq(stat(path, &st), 0);
		if (written)
			*written = st.st_mtim;
	}
	if (dir)
		closedir(dir);
	return count;
}

/* As if the program had been killed: its lock goes, its journal stays. */
static void die_and_start(const char *file_name)
{
	journal_free(rig.app->journal.own);
	rig.app->journal.own = NULL;
	rig_close(&rig);
	start(file_name);
}

/* The file is not touched: an edit is written once it is half a second old, and a drag not with
 * every step. */
START_TEST(is_written_half_a_second_after_an_edit)
{
	struct timespec first, second;

	rig_keys(&rig, "l");
	ck_assert_int_eq(journals(NULL), 0);
	rig_pass(&rig, 0.4);
	ck_assert_int_eq(journals(NULL), 0);
	rig_pass(&rig, 0.11);
	ck_assert_int_eq(journals(&first), 1);
	for (int i = 0; i < 40; i++) {
		rig_keys(&rig, "l");
		rig_pass(&rig, 0.01);
	}
	ck_assert_int_eq(journals(&second), 1);
	ck_assert_int_eq(memcmp(&first, &second, sizeof(first)), 0);
	rig_pass(&rig, 0.2);
	journals(&second);
	ck_assert_int_ne(memcmp(&first, &second, sizeof(first)), 0);
}
END_TEST

START_TEST(is_there_only_while_something_is_unsaved)
{
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	rig_keys(&rig, "u");
	rig_pass(&rig, 1);
	ck_assert_int_eq(journals(NULL), 0);
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert_int_eq(journals(NULL), 1);
	rig_keys(&rig, "W C-u");
	rig_type(&rig, "mine.json");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	ck_assert_int_eq(journals(NULL), 0);
}
END_TEST

/* What is typed into a prompt is shown at once, and is no edit before Enter. */
START_TEST(has_no_previews)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "77k");
	rig_pass(&rig, 5);
	ck_assert_int_eq(journals(NULL), 0);
	rig_keys(&rig, "Enter");
	rig_pass(&rig, 1);
	ck_assert_int_eq(journals(NULL), 1);
}
END_TEST

START_TEST(is_offered_and_restored)
{
	double value;

	rig_keys(&rig, "l l");
	rig_pass(&rig, 1);
	value = rig_value(&rig, volume);
	die_and_start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_JOURNAL);
	ck_assert(!rig.app->ui.offer.file_changed);
	ck_assert_double_ne(rig_value(&rig, volume), value); /* not by itself */
	rig_keys(&rig, "r");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_double_eq(rig_value(&rig, volume), value);
	ck_assert(edit_dirty(&rig.app->log));
	ck_assert_int_eq(journals(NULL), 1);
	/* It is this program's now, and holds its edits, too. */
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	value = rig_value(&rig, volume);
	die_and_start("");
	rig_keys(&rig, "r");
	ck_assert_double_eq(rig_value(&rig, volume), value);
	ck_assert_int_eq(journals(NULL), 1);
}
END_TEST

/* Who types a command while the offer comes up has not answered it. */
START_TEST(is_not_answered_by_a_command)
{
	rig_keys(&rig, "l l");
	rig_pass(&rig, 1);
	die_and_start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_JOURNAL);
	rig_keys(&rig, ": r");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_str_eq(rig.app->ui.prompt.text, "r");
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert_int_eq(journals(NULL), 1);
}
END_TEST

/* What is being recorded follows edits that are no more. */
START_TEST(restoring_ends_a_recording)
{
	struct error error;

	rig_keys(&rig, "l l");
	rig_pass(&rig, 1);
	die_and_start("");
	ck_assert(app_moves_record(rig.app, "moves", &error));
	rig_keys(&rig, "r");
	rig_pass(&rig, 1);
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert(!app_moves_stop(rig.app));
}
END_TEST

START_TEST(is_put_off_or_dropped)
{
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	die_and_start("");
	rig_keys(&rig, "l Esc"); /* other keys do nothing */
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert(!edit_dirty(&rig.app->log));
	die_and_start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_JOURNAL);
	rig_keys(&rig, "d");
	ck_assert_int_eq(journals(NULL), 0);
	die_and_start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

/* q leaves the edits in the journal, q! does not. */
START_TEST(outlives_quitting)
{
	rig_keys(&rig, "l q");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_QUIT);
	rig_keys(&rig, "q");
	ck_assert(rig.app->quit);
	rig_close(&rig);
	ck_assert_int_eq(journals(NULL), 1);
	start("");
	rig_keys(&rig, "r :");
	rig_type(&rig, "q!");
	rig_keys(&rig, "Enter");
	ck_assert(rig.app->quit);
	rig_close(&rig);
	ck_assert_int_eq(journals(NULL), 0);
	start("");
}
END_TEST

/* Edits of a file are for that file; those of none are only told of. */
START_TEST(belongs_to_a_file)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct error error;

	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	*scenario = rig.scenario;
	ck_assert(scenario_save(scenario, "mine.json", &error));
	die_and_start("mine.json");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "a scenario without a file"));
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert_int_eq(journals(NULL), 2);
	die_and_start("");
	rig_keys(&rig, "d");
	ck_assert_int_eq(journals(NULL), 1);
	/* Opening the file offers its edits, after another has changed it. */
	scenario->params.traffic.volume_qpm = 4242;
	ck_assert(scenario_save(scenario, "mine.json", &error));
	ck_assert_msg(app_open(rig.app, "mine.json", &error), "%s", error.message);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_JOURNAL);
	ck_assert(rig.app->ui.offer.file_changed);
	free(scenario);
}
END_TEST

/* Two programs on one scenario: each keeps its own, and neither is offered the other's. */
START_TEST(is_not_taken_from_the_living)
{
	struct rig other = rig;

	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	other = rig;
	start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	rig_keys(&rig, "h");
	rig_pass(&rig, 1);
	ck_assert_int_eq(journals(NULL), 2);
	rig_close(&other);
	die_and_start("");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_JOURNAL);
	rig_keys(&rig, "d");
	die_and_start("");
	rig_keys(&rig, "d");
	ck_assert_int_eq(journals(NULL), 0);
}
END_TEST

/* A folder that cannot be written to is said once, and then one edits without. */
START_TEST(fails_once)
{
	rig_close(&rig);
	setenv("XDG_STATE_HOME", "/proc/none", 1);
	start("");
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "no journal of unsaved edits: "));
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert_str_eq(rig.app->ui.message, "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_journal");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, is_written_half_a_second_after_an_edit);
	tcase_add_test(tcase, is_there_only_while_something_is_unsaved);
	tcase_add_test(tcase, has_no_previews);
	tcase_add_test(tcase, is_offered_and_restored);
	tcase_add_test(tcase, is_not_answered_by_a_command);
	tcase_add_test(tcase, restoring_ends_a_recording);
	tcase_add_test(tcase, is_put_off_or_dropped);
	tcase_add_test(tcase, outlives_quitting);
	tcase_add_test(tcase, belongs_to_a_file);
	tcase_add_test(tcase, is_not_taken_from_the_living);
	tcase_add_test(tcase, fails_once);
	return suite_run("app_journal", tcase);
}
