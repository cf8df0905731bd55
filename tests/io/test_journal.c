// SPDX-License-Identifier: MIT
#include "io/journal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"

static char folder[64], state[80];
static struct scenario *file, *edited;
static struct journal_entry *entry;

static void enter_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/ragtop-test-journal-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	snprintf(state, sizeof(state), "%s/a/b/ragtop", folder);
	file = xmalloc(sizeof(*file));
	edited = xmalloc(sizeof(*edited));
	entry = xmalloc(sizeof(*entry));
	scenario_init(file);
	snprintf(file->name, sizeof(file->name), "mine");
	*edited = *file;
	edited->params.traffic.volume_qpm = 12345;
}

static void leave_folder(void)
{
	char command[128];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
	free(file);
	free(edited);
	free(entry);
}

/* The journals in the folder; `path` gets the last one's. */
static int count(const char *end, char path[512])
{
	DIR *dir = opendir(state);
	int found = 0;

	for (struct dirent *item; dir && (item = readdir(dir));)
		if (strstr(item->d_name, end)) {
			snprintf(path, 512, "%s/%s", state, item->d_name);
			found++;
		}
	if (dir)
		closedir(dir);
	return found;
}

static void write_volume(struct journal *journal, double volume_qpm)
{
	struct error error;

	edited->params.traffic.volume_qpm = volume_qpm;
	ck_assert_msg(journal_write(journal, file, edited, &error), "%s", error.message);
}

/* Somebody else wrote these volumes and died. The path of his journal. */
static const char *die_after(const char *scenario_path, const double *volumes, int n)
{
	static char path[512];
	struct journal *journal = journal_new(state, scenario_path);

	for (int i = 0; i < n; i++)
		write_volume(journal, volumes[i]);
	journal_free(journal);
	ck_assert_int_eq(count(".journal", path), 1);
	return path;
}

static struct journal *find(const char *scenario_path)
{
	struct error error;
	struct journal *found = journal_find(state, scenario_path, entry, &error);

	ck_assert_str_eq(error.message, "");
	return found;
}

static const double three[] = { 1000, 2000, 3000 };

START_TEST(is_found_after_a_death)
{
	struct journal *found;
	char path[512];
	struct stat st;

	ck_assert_ptr_null(find("x.json"));
	ck_assert(!journal_waits(state, "x.json"));
	die_after("x.json", three, 3);
	ck_assert(journal_waits(state, "x.json"));
	ck_assert(!journal_waits(state, "y.json"));
	ck_assert(!journal_waits(state, ""));
	found = find("x.json");
	ck_assert_ptr_nonnull(found);
	ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 3000);
	ck_assert_uint_eq(entry->file_print, journal_print(file));
	ck_assert_uint_ne(entry->file_print, journal_print(edited));
	count(".journal", path);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(stat(state, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0700);
	/* The finder goes on where the other one stopped. */
	write_volume(found, 4000);
	journal_free(found);
	found = find("x.json");
	ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 4000);
	journal_clear(found);
	journal_free(found);
	ck_assert_int_eq(count("", path), 2); /* . and .. */
}
END_TEST

/* It is the file that counts, not what it was called. */
START_TEST(knows_a_file_by_any_name)
{
	char path[512];
	struct journal *found;

	ck_assert_int_eq(system("echo {} >x.json; ln -s x.json link.json"), 0);
	snprintf(path, sizeof(path), "%s/../%s/x.json", folder, strrchr(folder, '/') + 1);
	die_after("link.json", three, 1);
	found = find(path);
	ck_assert_ptr_nonnull(found);
	journal_free(found);
}
END_TEST

/* Nobody takes the journal of a program that lives; two on one file have one each. */
START_TEST(belongs_to_who_writes_it)
{
	struct journal *mine = journal_new(state, "x.json"), *yours = journal_new(state, "x.json");
	char path[512];
	struct journal *found;

	write_volume(mine, 1);
	write_volume(yours, 2);
	ck_assert_int_eq(count(".journal", path), 2);
	ck_assert_ptr_null(find("x.json"));
	journal_free(mine);
	found = find("x.json");
	ck_assert_ptr_nonnull(found);
	ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 1);
	ck_assert(!journal_waits(state, "x.json"));
	journal_clear(found);
	journal_free(found);
	write_volume(yours, 3);
	journal_free(yours);
	found = find("x.json");
	ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 3);
	journal_free(found);
}
END_TEST

/* Wherever a writing was torn, what was written before it is there. */
START_TEST(drops_a_torn_writing)
{
	char path[512], command[700];
	struct stat before, after;
	struct journal *found;

	snprintf(path, sizeof(path), "%s", die_after("x.json", three, 2));
	ck_assert_int_eq(stat(path, &before), 0);
	/* The second writing is in the first place: turn 2. Bytes of its head, path and text. */
	for (int at = 0; at < 600; at += 29) {
		snprintf(command, sizeof(command),
			 "cp %s keep; printf '\\377' | "
			 "dd of=%s bs=1 seek=%d conv=notrunc status=none",
			 path, path, at);
		ck_assert_int_eq(system(command), 0);
		found = find("x.json");
		ck_assert_ptr_nonnull(found);
		if (at < 96 || at >= 128) /* else it was in the blanks of the head */
			ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 1000);
		journal_free(found);
		snprintf(command, sizeof(command), "cp keep %s", path);
		ck_assert_int_eq(system(command), 0);
	}
	/* A file that was cut. */
	ck_assert_int_eq(truncate(path, before.st_size - 1), 0);
	found = find("x.json");
	ck_assert_double_eq(entry->scenario.params.traffic.volume_qpm, 2000);
	journal_free(found);
	ck_assert_int_eq(truncate(path, 500), 0);
	ck_assert_ptr_null(find("x.json"));
	/* Young, so it might be about to be written; old, it is litter. */
	ck_assert_int_eq(stat(path, &after), 0);
	ck_assert_int_eq(utime(path, &(struct utimbuf){ 1000, 1000 }), 0);
	ck_assert_ptr_null(find("x.json"));
	ck_assert_int_ne(stat(path, &after), 0);
}
END_TEST

/* The name of the journal that x.json has, with another content. */
static void put_journal(const char *content, size_t size)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s", die_after("x.json", three, 1));
	out = fopen(path, "w");
	fwrite(content, 1, size, out);
	fclose(out);
}

#define F16 "ffffffffffffffff"
#define ONE "0000000000000001"

/* What nobody wrote is nobody's edit. */
START_TEST(is_no_journal)
{
	static const char *const contents[] = {
		"",
		"{}",
		"ragtop journal 1 ",
		"ragtop journal 1 1 2 3 4 5\n",
		"ragtop journal 1 " F16 " " F16 " " F16 " ffffffff " F16 "\n",
		"ragtop journal 1 " ONE " " ONE " " ONE " -0000001 " ONE "\n",
		"ragtop journal 9 " ONE " " ONE " " ONE " 00000010 " ONE "\n",
	};

	put_journal(contents[_i], strlen(contents[_i]));
	ck_assert_ptr_null(find("x.json"));
}
END_TEST

/* A whole journal with a hostile scenario in it, as somebody might put there who can count. */
START_TEST(sets_hostile_journals_aside)
{
	char path[512];
	struct journal *found;
	struct error error;

	/* Steering bytes and a range that files may not have: the writer does not look. */
	edited->params.rag.search_s = 1e9;
	die_after("x.json", three, 1);
	found = journal_find(state, "x.json", entry, &error);
	ck_assert_ptr_null(found);
	ck_assert_ptr_nonnull(
		strstr(error.message, "the journal of unsaved edits is not read, line "));
	ck_assert_ptr_nonnull(strstr(error.message, "out of range"));
	ck_assert_int_eq(count(".damaged", path), 1);
	ck_assert(!journal_waits(state, "x.json"));
}
END_TEST

START_TEST(neutralises_names)
{
	struct journal *found;

	snprintf(edited->name, sizeof(edited->name), "\x1b[31mred\r");
	die_after("x.json", three, 1);
	found = find("x.json");
	ck_assert_ptr_nonnull(found);
	for (const char *c = entry->scenario.name; *c; c++)
		ck_assert((unsigned char)*c >= 0x20);
	journal_free(found);
}
END_TEST

/* Links and FIFOs with a journal's name are not followed and not waited for. */
START_TEST(takes_files_only)
{
	char path[512], command[1200];

	snprintf(path, sizeof(path), "%s", die_after("x.json", three, 1));
	snprintf(command, sizeof(command), "mv %s elsewhere; ln -s %s/elsewhere %s", path, folder,
		 path);
	ck_assert_int_eq(system(command), 0);
	ck_assert_ptr_null(find("x.json"));
	snprintf(command, sizeof(command), "rm %s; mkfifo %s", path, path);
	ck_assert_int_eq(system(command), 0);
	ck_assert_ptr_null(find("x.json"));
}
END_TEST

START_TEST(says_when_it_cannot_be_written)
{
	struct journal *journal = journal_new("/proc/none/ragtop", "x.json");
	struct error error;

	ck_assert(!journal_write(journal, file, edited, &error));
	ck_assert_str_eq(error.message, "no such file or directory: \"/proc/none/ragtop\"");
	journal_clear(journal);
	journal_free(journal);
}
END_TEST

START_TEST(finds_its_folder)
{
	char path[PATH_MAX];

	setenv("HOME", "/h", 1);
	setenv("XDG_STATE_HOME", "/s", 1);
	journal_folder(path);
	ck_assert_str_eq(path, "/s/ragtop");
	setenv("XDG_STATE_HOME", "relative", 1);
	journal_folder(path);
	ck_assert_str_eq(path, "/h/.local/state/ragtop");
	unsetenv("HOME");
	journal_folder(path);
	ck_assert_str_eq(path, "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("journal");

	tcase_add_checked_fixture(tcase, enter_folder, leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, is_found_after_a_death);
	tcase_add_test(tcase, knows_a_file_by_any_name);
	tcase_add_test(tcase, belongs_to_who_writes_it);
	tcase_add_test(tcase, drops_a_torn_writing);
	tcase_add_loop_test(tcase, is_no_journal, 0, 7);
	tcase_add_test(tcase, sets_hostile_journals_aside);
	tcase_add_test(tcase, neutralises_names);
	tcase_add_test(tcase, takes_files_only);
	tcase_add_test(tcase, says_when_it_cannot_be_written);
	tcase_add_test(tcase, finds_its_folder);
	return suite_run("journal", tcase);
}
