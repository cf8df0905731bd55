// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "ui/app_rig.h"

static struct rig rig;
static char folder[64];

/* Every test has a folder of its own, and stands in it. */
static void setup(void)
{
	strcpy(folder, "/tmp/ragtop-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	rig_open(&rig, "");
}

static void remove_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char name[512];

	while (dir && (entry = readdir(dir))) {
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
			remove_folder(name);
		else
			remove(name);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

static void teardown(void)
{
	rig_close(&rig);
	ck_assert_int_eq(chdir("/"), 0);
	remove_folder(folder);
}

static struct scenario *load(const char *path)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct error error;

	ck_assert_msg(scenario_load(path, scenario, &error), "%s", error.message);
	return scenario;
}

static void save_as(const char *name)
{
	rig_keys(&rig, "W C-u");
	rig_type(&rig, name);
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	ck_assert_msg(!rig.app->save.pending, "%s", rig.app->ui.message);
}

static int count_files(void)
{
	DIR *dir = opendir(".");
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(dir)))
		count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
	closedir(dir);
	return count;
}

/* The whole point of a file: whoever opens it gets the same bits, from any command. */
START_TEST(saved_file_gives_the_same_digest)
{
	const struct run_options options = { 0 };
	struct result *result = xmalloc(sizeof(*result));
	struct scenario *saved;
	struct error error;

	rig_keys(&rig, "L +");
	save_as("mine.json");
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "saved mine.json, digest "));
	saved = load("mine.json");
	ck_assert(run(saved, &options, result, &error));
	ck_assert_str_eq(saved->expect_digest, result->digest);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, result->digest));
	ck_assert_double_eq(saved->params.traffic.volume_qpm,
			    rig.app->scenario.params.traffic.volume_qpm);
	ck_assert_int_eq(count_files(), 1); // no litter
	free(saved);
	free(result);
}
END_TEST

/* What was never a file asks for a name, and proposes one. */
START_TEST(unnamed_scenario_asks_for_a_name)
{
	strcpy(rig.app->scenario.name, "SaaS support bot (v2)");
	rig_keys(&rig, "w");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_str_eq(rig.app->ui.prompt.text, "saas-support-bot-v2.json");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	free(load("saas-support-bot-v2.json"));
	// From now on it has one.
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	rig_keys(&rig, "w");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	rig_settle(&rig);
	ck_assert(!edit_dirty(&rig.app->log));
}
END_TEST

START_TEST(installed_files_are_not_written_over)
{
	save_as("shipped.json");
	snprintf(rig.app->ui.file_name, sizeof(rig.app->ui.file_name), "%s/shipped.json", folder);
	rig.app->installed = folder;
	rig_keys(&rig, "l w");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_str_eq(rig.app->ui.prompt.text, "shipped.json");
	// A name that only begins like the folder's is somebody's own.
	rig_keys(&rig, "Esc");
	rig.app->installed = "/tmp/ragtop-te";
	app_file_seen(rig.app);
	rig_keys(&rig, "w");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	rig_settle(&rig);
}
END_TEST

START_TEST(another_file_is_not_replaced_unasked)
{
	struct scenario *kept;

	save_as("first.json");
	rig_keys(&rig, "L");
	save_as("second.json");
	rig_keys(&rig, "L W C-u");
	rig_type(&rig, "first.json");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "file exists"));
	kept = load("first.json");
	ck_assert_double_eq(kept->params.traffic.volume_qpm, 60000);
	free(kept);
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	kept = load("first.json");
	ck_assert_double_gt(kept->params.traffic.volume_qpm, 60000);
	free(kept);
}
END_TEST

/* Somebody else wrote the file in the meantime: their work is not lost without a word. */
START_TEST(change_on_disk_is_noticed)
{
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };

	save_as("shared.json");
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	ck_assert_int_eq(utimensat(AT_FDCWD, "shared.json", times, 0), 0);
	rig_keys(&rig, "w");
	ck_assert(rig.app->ui.message_is_error);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "changed on disk"));
	ck_assert(edit_dirty(&rig.app->log));
	rig_keys(&rig, "w");
	rig_settle(&rig);
	ck_assert(!edit_dirty(&rig.app->log));
}
END_TEST

START_TEST(failure_to_save_is_said_and_keeps_the_edits)
{
	rig_keys(&rig, "l");
	rig_keys(&rig, "W C-u");
	rig_type(&rig, "no/such/folder/x.json");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	ck_assert(rig.app->ui.message_is_error);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "not saved"));
	ck_assert(edit_dirty(&rig.app->log));
	ck_assert_str_eq(rig.app->ui.file_name, "");
}
END_TEST

START_TEST(save_and_quit)
{
	save_as("mine.json");
	rig_keys(&rig, "l q");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_QUIT);
	rig_keys(&rig, "w");
	rig_settle(&rig);
	ck_assert(rig.app->quit);
	ck_assert(!edit_dirty(&rig.app->log));
}
END_TEST

/* Giving up the name is giving up the quitting, too: nothing may end by itself later. */
START_TEST(save_and_quit_can_be_left)
{
	rig_keys(&rig, "l q w");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	rig_keys(&rig, "Esc");
	save_as("later.json");
	ck_assert(!rig.app->quit);
}
END_TEST

START_TEST(expectations_that_fail_are_dropped)
{
	struct scenario *saved;

	rig.app->scenario.expect_count = 2;
	rig.app->scenario.expect[0] = (struct expectation){ "rag.cost.monthly_usd", 0, 1e9 };
	rig.app->scenario.expect[1] = (struct expectation){ "rag.cost.monthly_usd", 1e8, 1e9 };
	rig.app->scenario.expect_best.present = true;
	rig.app->scenario.expect_best.arch = rig.app->shown.result.verdict.best;
	rig.app->scenario.expect_cheapest.present = true;
	rig.app->scenario.expect_cheapest.arch = ARCH_ROUTED;
	save_as("expect.json");
	saved = load("expect.json");
	ck_assert_double_eq(saved->expect[0].lo, 0);
	for (int i = 1; i < saved->expect_count; i++)
		ck_assert_str_ne(saved->expect[i].figure, "rag.cost.monthly_usd");
	ck_assert(saved->expect_best.present && saved->expect_cheapest.present);
	ck_assert_int_ne(saved->expect_cheapest.arch, ARCH_ROUTED);
	free(saved);
}
END_TEST

/* --- opening --- */

static void write_file(const char *name, const char *text)
{
	FILE *out = fopen(name, "w");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

START_TEST(list_shows_scenarios_only)
{
	static const char *const folders[] = { "shelf", "nowhere", NULL };

	rig.app->folders = folders;
	write_file("package.json", "{ \"name\": \"something else\" }");
	ck_assert_int_eq(mkdir("dir.json", 0755), 0);
	ck_assert_int_eq(mkfifo("fifo.json", 0644), 0);
	ck_assert_int_eq(mkdir("shelf", 0755), 0);
	save_as("b.json");
	save_as("a.json");
	save_as("shelf/c.json");
	rig_keys(&rig, "o");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_OPEN);
	ck_assert_int_gt(rig.app->ui.open_count, 3 + 30); /* with those that ship */
	ck_assert_str_eq(rig.app->ui.open_names[0], "a.json");
	ck_assert_str_eq(rig.app->ui.open_names[1], "b.json");
	ck_assert_str_eq(rig.app->ui.open_names[2], "c");
	rig_keys(&rig, "G k j g Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

/* As in the folder of scenarios: a file is listed, not once more what ships under its name. */
START_TEST(list_has_each_once)
{
	int count = 0;

	save_as("hr-policy-bot.json");
	rig_keys(&rig, "o");
	ck_assert_str_eq(rig.app->ui.open_names[0], "hr-policy-bot.json");
	for (int i = 0; i < rig.app->ui.open_count; i++)
		count += strncmp(rig.app->ui.open_names[i], "hr-policy-bot", 13) == 0;
	ck_assert_int_eq(count, 1);
}
END_TEST

/* Where there are no files, there are those that ship; they have no file until they are saved. */
START_TEST(those_that_ship)
{
	struct error error;

	rig_keys(&rig, "o");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_OPEN);
	ck_assert_int_gt(rig.app->ui.open_count, 30);
	ck_assert_str_eq(rig.app->ui.open_names[0], "agriculture-benchmark");
	rig_keys(&rig, "Enter");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "opened agriculture-benchmark"));
	ck_assert_str_eq(rig.app->ui.file_name, "");
	ck_assert(app_open(rig.app, "hr-policy-bot", &error));
	ck_assert(!app_open(rig.app, "hr-policy", &error));
	/* A file of that name comes first. */
	save_as("hr-policy-bot");
	ck_assert(app_open(rig.app, "hr-policy-bot", &error));
	ck_assert_str_eq(rig.app->ui.file_name, "hr-policy-bot");
}
END_TEST

/* A proposed name is taken, changed or typed anew. */
START_TEST(a_proposed_name)
{
	rig_keys(&rig, "w");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.text, ".json"));
	rig_type(&rig, "mine.json");
	ck_assert_str_eq(rig.app->ui.prompt.text, "mine.json");
	rig_keys(&rig, "Esc w Left");
	rig_type(&rig, "x");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.text, ".jsoxn"));
	rig_keys(&rig, "Esc");
}
END_TEST

/* Opening starts over: other values, nothing to undo, and the same digest as when it was saved. */
START_TEST(open_what_was_saved)
{
	char digest[17];
	double volume_qpm;

	rig_keys(&rig, "L");
	save_as("mine.json");
	memcpy(digest, rig.app->digest, sizeof(digest));
	volume_qpm = rig.app->scenario.params.traffic.volume_qpm;
	rig_keys(&rig, "H H o");
	rig_keys(&rig, "Enter"); // unsaved edits: the first time only warns
	ck_assert(rig.app->ui.message_is_error);
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	rig_settle(&rig);
	ck_assert_double_eq(rig.app->scenario.params.traffic.volume_qpm, volume_qpm);
	ck_assert_str_eq(rig.app->shown.result.digest, digest);
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert(!rig.app->ui.message_is_error);
	rig_keys(&rig, "u");
	ck_assert_double_eq(rig.app->scenario.params.traffic.volume_qpm, volume_qpm);
}
END_TEST

START_TEST(a_digest_that_is_not_met_is_said)
{
	struct scenario *scenario;
	struct error error;

	save_as("mine.json");
	scenario = load("mine.json");
	strcpy(scenario->expect_digest, "0123456789abcdef");
	ck_assert(scenario_save(scenario, "other.json", &error));
	free(scenario);
	ck_assert(app_open(rig.app, "other.json", &error));
	app_submit(rig.app);
	rig_settle(&rig);
	ck_assert(rig.app->ui.message_is_error);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "0123456789abcdef"));
}
END_TEST

START_TEST(open_by_name)
{
	static const char *const folders[] = { "shelf", NULL };
	struct error error;

	rig.app->folders = folders;
	ck_assert_int_eq(mkdir("shelf", 0755), 0);
	save_as("shelf/tall.json");
	ck_assert(app_open(rig.app, "tall", &error));
	ck_assert_str_eq(rig.app->ui.file_name, "shelf/tall.json");
	ck_assert(!app_open(rig.app, "short", &error));
	ck_assert_str_ne(error.message, "");
	write_file("broken.json", "{ \"ragtop\": 1, ");
	ck_assert(!app_open(rig.app, "broken.json", &error));
	ck_assert_str_eq(rig.app->ui.file_name, "shelf/tall.json");
}
END_TEST

START_TEST(file_names_are_completed)
{
	static const char *const folders[] = { "shelf", NULL };

	ck_assert_int_eq(mkdir("shelf", 0755), 0);
	save_as("shelf/tall.json");
	save_as("alpha-one.json");
	save_as("alpha-two.json");
	rig.app->folders = folders;
	rig_keys(&rig, "W C-u a Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "alpha-");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "alpha-two.json"));
	rig_keys(&rig, "o Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "alpha-one.json");
	rig_keys(&rig, "C-u s Tab t Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "shelf/tall.json");
	rig_keys(&rig, "Esc :");
	rig_type(&rig, "o ta");
	rig_keys(&rig, "Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "o tall.json ");
	rig_keys(&rig, "Enter");
	ck_assert_str_eq(rig.app->ui.file_name, "shelf/tall.json");
}
END_TEST

START_TEST(open_by_mouse)
{
	struct hit row;

	save_as("a.json");
	save_as("b.json");
	rig_keys(&rig, "o");
	row = rig_hit(&rig, ACTION_HIT_OPEN, 0);
	rig_click(&rig, row.area.x, row.area.y);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_OPEN);
	app_event(rig.app,
		  &(struct input_event){
			  .kind = INPUT_PRESS, .x = row.area.x, .y = row.area.y, .twice = true },
		  rig.now_s);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_str_eq(rig.app->ui.file_name, "a.json");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_files");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, saved_file_gives_the_same_digest);
	tcase_add_test(tcase, unnamed_scenario_asks_for_a_name);
	tcase_add_test(tcase, installed_files_are_not_written_over);
	tcase_add_test(tcase, another_file_is_not_replaced_unasked);
	tcase_add_test(tcase, change_on_disk_is_noticed);
	tcase_add_test(tcase, failure_to_save_is_said_and_keeps_the_edits);
	tcase_add_test(tcase, save_and_quit);
	tcase_add_test(tcase, save_and_quit_can_be_left);
	tcase_add_test(tcase, expectations_that_fail_are_dropped);
	tcase_add_test(tcase, list_shows_scenarios_only);
	tcase_add_test(tcase, list_has_each_once);
	tcase_add_test(tcase, those_that_ship);
	tcase_add_test(tcase, a_proposed_name);
	tcase_add_test(tcase, open_what_was_saved);
	tcase_add_test(tcase, a_digest_that_is_not_met_is_said);
	tcase_add_test(tcase, open_by_name);
	tcase_add_test(tcase, file_names_are_completed);
	tcase_add_test(tcase, open_by_mouse);
	return suite_run("app_files", tcase);
}
