// SPDX-License-Identifier: MIT
/* Preferences: read strictly, printed as they are read, written only when asked and line by line.
 */
#include "ui/preferences.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "pty/tty.h"
#include "ui/actions.h"
#include "ui/app_rig.h"

static struct preferences preferences;
static struct error error;
static char path[PATH_MAX];

static void setup(void)
{
	setenv("XDG_CONFIG_HOME", tty_folder(), 1);
	unsetenv("NO_COLOR");
	snprintf(path, sizeof(path), "%s", tty_path("config"));
	preferences_init(&preferences);
}

static void teardown(void)
{
	preferences_release(&preferences);
	remove(tty_path("ragtop/config"));
	tty_remove_folder();
}

static void write_file(const char *text)
{
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

static void check_file(const char *at, const char *text)
{
	char found[1024];
	FILE *in = fopen(at, "r");
	size_t n;

	ck_assert_ptr_nonnull(in);
	n = fread(found, 1, sizeof(found) - 1, in);
	found[n] = '\0';
	fclose(in);
	ck_assert_str_eq(found, text);
}

static void load(void)
{
	ck_assert_msg(preferences_load(&preferences, path, &error), "%s", error.message);
}

/* --- reading --- */

START_TEST(reads_a_file)
{
	struct dashboard_options options;

	write_file("theme = light\ncolor = 16\ncharset = ascii\nlayout = talk\nmouse = off\n"
		   "motion = off\nsync = off\nthreads = 3\nkey.! = :theme mono\n");
	load();
	dashboard_options_init(&options);
	preferences_apply(&preferences, &options);
	ck_assert_str_eq(options.theme, "light");
	ck_assert_int_eq(options.colour, DASHBOARD_COLOUR_16);
	ck_assert_int_eq(options.charset, DASHBOARD_CHARSET_ASCII);
	ck_assert_int_eq(options.layout, SCREEN_TALK);
	ck_assert(!options.mouse && !options.sync && options.still);
	ck_assert_int_eq(options.threads, 3);
	ck_assert_str_eq(preferences_command(&preferences, '!'), "theme mono");
	ck_assert_ptr_null(preferences_command(&preferences, '@'));
}
END_TEST

START_TEST(no_file_is_the_default)
{
	struct dashboard_options options, usual;

	ck_assert(preferences_load(&preferences, NULL, &error));
	ck_assert_str_eq(preferences.path, tty_path("ragtop/config"));
	dashboard_options_init(&options);
	usual = options;
	preferences_apply(&preferences, &options);
	ck_assert_str_eq(options.theme, "dark");
	ck_assert_int_eq(options.mouse, usual.mouse);
	ck_assert_int_eq(options.sync, usual.sync);
	ck_assert_int_eq(options.charset, usual.charset);
	ck_assert(!options.still);
	// One that is named has to be there.
	ck_assert(!preferences_load(&preferences, path, &error));
}
END_TEST

static const struct {
	const char *text, *message;
	int line, column;
} broken[] = {
	{ "thme = dark\n", "unknown key, did you mean \"theme\": \"thme\"", 1, 1 },
	{ "\n  colour = 8\n", "unknown key, did you mean \"color\": \"colour\"", 2, 3 },
	{ "telemetry = on\n", "unknown key: \"telemetry\"", 1, 1 },
	{ "theme = pink\n", "not one of dark|light|terminal|mono: \"pink\"", 1, 9 },
	{ "theme =\n", "not one of dark|light|terminal|mono: \"\"", 1, 8 },
	{ "threads = 257\n", "not a whole number from 0 to 256: \"257\"", 1, 11 },
	{ "threads = -1\n", "not a whole number from 0 to 256: \"-1\"", 1, 11 },
	{ "mouse = on\nmouse = off\n", "given twice, first in line 1: \"mouse\"", 2, 1 },
	{ "key.q = theme light\n", "not a free key (!\"#%&();@BFIOPQS\\^_|~): \"key.q\"", 1, 1 },
	{ "key.! = a\nkey.! = b\n", "given twice, first in line 1: \"key.!\"", 2, 1 },
};

START_TEST(names_the_place)
{
	write_file(broken[_i].text);
	ck_assert(!preferences_load(&preferences, path, &error));
	ck_assert_str_eq(error.message, broken[_i].message);
	ck_assert_str_eq(error.file, path);
	ck_assert_int_eq(error.line, broken[_i].line);
	ck_assert_int_eq(error.column, broken[_i].column);
}
END_TEST

/* --- printing --- */

static char *print(const struct preferences *printed)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	preferences_print(printed, out);
	fclose(out);
	return text;
}

/* What is printed can be saved and says the same. */
START_TEST(what_is_printed_is_a_file)
{
	struct preferences again;
	char *text, origin[PATH_MAX + 32];

	write_file("# mine\ntheme = terminal\nthreads = 2\nkey.# = seed 7\n");
	load();
	preferences_set(&preferences, PREFERENCE_MOUSE, PREFERENCE_OFF);
	text = print(&preferences);
	snprintf(origin, sizeof(origin), "# from %s:2\ntheme = terminal\n", path);
	ck_assert_ptr_nonnull(strstr(text, origin));
	ck_assert_ptr_nonnull(strstr(text, "# from the command line\nmouse = off\n"));
	ck_assert_ptr_nonnull(strstr(text, "# the default\nsync = on\n"));
	write_file(text);
	free(text);
	preferences_init(&again);
	ck_assert_msg(preferences_load(&again, path, &error), "%d: %s", error.line, error.message);
	for (int i = 0; i < PREFERENCE_COUNT; i++) {
		ck_assert_int_eq(again.of[i].value, preferences.of[i].value);
		ck_assert_int_eq(again.of[i].origin, BY_FILE);
	}
	ck_assert_str_eq(preferences_command(&again, '#'), "seed 7");
	preferences_release(&again);
}
END_TEST

START_TEST(no_color_is_told_of)
{
	char *text;

	setenv("NO_COLOR", "1", 1);
	text = print(&preferences);
	unsetenv("NO_COLOR");
	ck_assert_ptr_nonnull(strstr(text, "NO_COLOR is set: no colours\ncolor = auto\n"));
	free(text);
}
END_TEST

/* --- writing --- */

START_TEST(writes_one_line)
{
	write_file("# my file\r\n\tmouse=off # no\n");
	ck_assert(!preferences_load(&preferences, path, &error)); // "off # no" is no choice
	write_file("# my file\r\n\tmouse=off \nlayout = talk");
	load();
	ck_assert(preferences_save(&preferences, "mouse", "on", &error));
	check_file(path, "# my file\r\n\tmouse=on \nlayout = talk");
	ck_assert(preferences_save(&preferences, "theme", "light", &error));
	check_file(path, "# my file\r\n\tmouse=on \nlayout = talk\ntheme = light\n");
}
END_TEST

START_TEST(writes_a_first_file)
{
	ck_assert(preferences_load(&preferences, NULL, &error));
	ck_assert_msg(preferences_save(&preferences, "theme", "mono", &error), "%s", error.message);
	check_file(tty_path("ragtop/config"), "theme = mono\n");
	remove(tty_path("ragtop/config"));
	rmdir(tty_path("ragtop"));
}
END_TEST

/* Somebody edits the file meanwhile: it is said, and what they wrote stays. */
START_TEST(says_that_the_file_has_changed)
{
	write_file("theme = dark\n");
	load();
	write_file("theme = terminal\n# by hand\n");
	ck_assert(!preferences_save(&preferences, "theme", "light", &error));
	ck_assert_ptr_nonnull(strstr(error.message, "has changed since it was read"));
	check_file(path, "theme = terminal\n# by hand\n");
	ck_assert(preferences_save(&preferences, "theme", "light", &error));
	check_file(path, "theme = light\n# by hand\n");
}
END_TEST

/* --- in the dashboard --- */

static void command(struct rig *rig, const char *line)
{
	rig_keys(rig, ":");
	rig_type(rig, line);
	rig_keys(rig, "Enter");
}

START_TEST(set_default_keeps_what_is_seen)
{
	struct rig rig;

	write_file("# hello\n");
	load();
	rig_open(&rig, "");
	rig.app->preferences = &preferences;
	rig_keys(&rig, "T");
	command(&rig, "set-default theme");
	check_file(path, "# hello\ntheme = light\n");
	command(&rig, "set-default layout focus");
	ck_assert_int_eq(rig.app->ui.layout, SCREEN_FOCUS);
	command(&rig, "layout talk");
	ck_assert_int_eq(rig.app->ui.layout, SCREEN_TALK);
	command(&rig, "set-default charset ascii");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "from the next start on"));
	check_file(path, "# hello\ntheme = light\nlayout = focus\ncharset = ascii\n");
	command(&rig, "set-default thme");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "did you mean \"theme\""));
	rig_close(&rig);
}
END_TEST

START_TEST(keys_of_ones_own)
{
	struct rig rig;

	write_file("key.! = seed 99\nkey.@ = sed 1\n");
	load();
	rig_open(&rig, "");
	rig_keys(&rig, "!");
	ck_assert_str_eq(rig.app->ui.message, "! does nothing here; ? lists the keys");
	rig.app->preferences = &preferences;
	rig_keys(&rig, "!");
	ck_assert_int_eq((int)rig.app->scenario.seed, 99);
	rig_keys(&rig, "@");
	ck_assert(rig.app->ui.message_is_error);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "unknown command: \"sed\""));
	command(&rig, "set-default key.S seed 5");
	rig_keys(&rig, "S");
	ck_assert_int_eq((int)rig.app->scenario.seed, 5);
	rig_close(&rig);
}
END_TEST

/* The keys that are promised to users are not taken by an action behind their back. */
START_TEST(free_keys_are_free)
{
	for (const char *key = preference_free_keys; *key; key++)
		ck_assert_msg(action_of_key((unsigned char)*key) == ACTION_NONE, "%c", *key);
	ck_assert_int_le((int)strlen(preference_free_keys), BINDINGS_MAX);
}
END_TEST

START_TEST(motion_off_does_not_flash)
{
	struct rig rig;

	rig_open(&rig, "");
	rig.app->ui.still = true;
	command(&rig, "set traffic.volume_qpm 80M");
	rig_settle(&rig);
	ck_assert(rig.app->ui.flash_s == 0);
	rig_close(&rig);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("preferences");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 400);
	tcase_add_test(tcase, reads_a_file);
	tcase_add_test(tcase, no_file_is_the_default);
	tcase_add_loop_test(tcase, names_the_place, 0, sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(tcase, what_is_printed_is_a_file);
	tcase_add_test(tcase, no_color_is_told_of);
	tcase_add_test(tcase, writes_one_line);
	tcase_add_test(tcase, writes_a_first_file);
	tcase_add_test(tcase, says_that_the_file_has_changed);
	tcase_add_test(tcase, set_default_keeps_what_is_seen);
	tcase_add_test(tcase, keys_of_ones_own);
	tcase_add_test(tcase, free_keys_are_free);
	tcase_add_test(tcase, motion_off_does_not_flash);
	return suite_run("ui/preferences", tcase);
}
