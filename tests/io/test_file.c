// SPDX-License-Identifier: MIT
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "base/suite.h"

/* Every test has its own folder and works inside it. */
static char folder[64];

static void enter_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/ragtop-test-file-XXXXXX");
	ck_assert(mkdtemp(folder) != NULL);
	ck_assert_int_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
	char command[128];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert(file != NULL);
	fputs(text, file);
	fclose(file);
}

static void check_content(const char *path, const char *text)
{
	struct error error;
	char *data;
	size_t size;

	ck_assert(file_read(path, 1 << 20, &data, &size, &error));
	ck_assert_uint_eq(size, strlen(text));
	ck_assert_str_eq(data, text);
	free(data);
}

/* Files in the folder, to see litter. */
static int count_files(void)
{
	DIR *dir = opendir(".");
	int count = 0;

	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	return count;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_mode & 07777;
}

START_TEST(reads_up_to_the_limit)
{
	struct error error;
	char *data = NULL;
	size_t size = 99;

	put("ten", "0123456789");
	ck_assert(file_read("ten", 10, &data, &size, &error));
	ck_assert_uint_eq(size, 10);
	ck_assert_str_eq(data, "0123456789");
	free(data);
	data = NULL;
	ck_assert(!file_read("ten", 9, &data, &size, &error));
	ck_assert_str_eq(error.message, "larger than 9 bytes: \"ten\"");
	ck_assert(data == NULL);
	put("empty", "");
	ck_assert(file_read("empty", 0, &data, &size, &error));
	ck_assert_uint_eq(size, 0);
	free(data);
}
END_TEST

/* fstat gives these files size 0; their text must come all the same. */
START_TEST(reads_what_has_no_size)
{
	struct error error;
	char *data;
	size_t size;

	ck_assert(file_read("/proc/self/status", 1 << 20, &data, &size, &error));
	ck_assert_uint_gt(size, 0);
	free(data);
	ck_assert(!file_read("/proc/self/status", 10, &data, &size, &error));
}
END_TEST

START_TEST(reads_large_files)
{
	enum { SIZE = 300000 };
	static char text[SIZE + 1];

	for (int i = 0; i < SIZE; i++)
		text[i] = (char)('a' + i % 26);
	put("large", text);
	check_content("large", text);
}
END_TEST

/* A FIFO without a writer would block for ever, a directory is no text. */
START_TEST(refuses_to_read)
{
	struct error error;
	char *data;
	size_t size;

	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert(!file_read("fifo", 10, &data, &size, &error));
	ck_assert_str_eq(error.message, "not a regular file: \"fifo\"");
	ck_assert(!file_read(".", 10, &data, &size, &error));
	ck_assert_str_eq(error.message, "is a directory: \".\"");
	ck_assert(!file_read("none", 10, &data, &size, &error));
	ck_assert_str_eq(error.message, "no such file or directory: \"none\"");
	ck_assert_str_eq(error.file, "");
	ck_assert_int_eq(error.line, 0);
	ck_assert(!file_read("/dev/zero", 10, &data, &size, &error));
}
END_TEST

START_TEST(reads_standard_input)
{
	struct error error;
	char *data;
	size_t size;
	int pipe_fds[2], saved = dup(STDIN_FILENO);

	ck_assert_int_eq(pipe(pipe_fds), 0);
	ck_assert_int_eq(write(pipe_fds[1], "piped", 5), 5);
	close(pipe_fds[1]);
	dup2(pipe_fds[0], STDIN_FILENO);
	ck_assert(file_read("-", 5, &data, &size, &error));
	ck_assert_str_eq(data, "piped");
	free(data);
	dup2(saved, STDIN_FILENO);
}
END_TEST

START_TEST(saves_new_files)
{
	struct error error;

	umask(027);
	ck_assert(file_save("new", "text", 4, &error));
	check_content("new", "text");
	ck_assert_uint_eq(mode_of("new"), 0640);
	ck_assert_int_eq(count_files(), 1);
	ck_assert(file_save("./new", "", 0, &error));
	check_content("new", "");
}
END_TEST

START_TEST(keeps_the_mode)
{
	struct error error;

	put("old", "old");
	ck_assert_int_eq(chmod("old", 0606), 0);
	umask(077);
	ck_assert(file_save("old", "new", 3, &error));
	check_content("old", "new");
	ck_assert_uint_eq(mode_of("old"), 0606);
}
END_TEST

/* Replacing the link instead of its target would part the two. */
START_TEST(follows_links)
{
	struct error error;
	struct stat st;

	ck_assert_int_eq(mkdir("sub", 0700), 0);
	put("sub/target", "old");
	ck_assert_int_eq(symlink("sub/target", "link"), 0);
	ck_assert(file_save("link", "new", 3, &error));
	check_content("sub/target", "new");
	ck_assert_int_eq(lstat("link", &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
	ck_assert(!file_save("dangling", "new", 3, &error));
	ck_assert_str_eq(error.message, "symbolic link to nowhere: \"dangling\"");
}
END_TEST

/* Renaming over a device or a directory would replace it. */
START_TEST(refuses_to_replace)
{
	struct error error;

	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert(!file_save("fifo", "x", 1, &error));
	ck_assert_str_eq(error.message, "not a regular file: \"fifo\"");
	ck_assert(!file_save("/dev/null", "x", 1, &error));
	ck_assert(!file_save(".", "x", 1, &error));
	ck_assert_str_eq(error.message, "is a directory: \".\"");
	ck_assert(!file_save("none/file", "x", 1, &error));
	ck_assert_str_eq(error.message, "no such file or directory: \"none/file\"");
	ck_assert(!file_save("", "x", 1, &error));
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(refuses_read_only_files)
{
	struct error error;

	if (geteuid() == 0) {
		printf("skip refuses_read_only_files: root may write everything\n");
		return;
	}
	put("mine", "old");
	ck_assert_int_eq(chmod("mine", 0444), 0);
	ck_assert(!file_save("mine", "new", 3, &error));
	ck_assert_str_eq(error.message, "permission denied: \"mine\"");
	check_content("mine", "old");
}
END_TEST

/* Faults: call number fault_at of kind fault_call fails once with fault_errno; 0 writes short. */
enum call { CALL_OPEN, CALL_FCHMOD, CALL_WRITE, CALL_FSYNC, CALL_CLOSE, CALL_RENAME, CALLS };

static enum call fault_call;
static int fault_at, fault_errno, calls;

static bool fails(enum call call)
{
	if (call != fault_call || calls++ != fault_at)
		return false;
	errno = fault_errno;
	return true;
}

static int faulty_open(const char *path, int flags, mode_t mode)
{
	return fails(CALL_OPEN) ? -1 : open(path, flags, mode);
}

/* Never more than 5 bytes at a time, as a signal or a full buffer would have it. */
static ssize_t faulty_write(int fd, const void *data, size_t size)
{
	return fails(CALL_WRITE) ? -1 : write(fd, data, size < 5 ? size : 5);
}

static int faulty_fsync(int fd)
{
	return fails(CALL_FSYNC) ? -1 : fsync(fd);
}

/* A close that fails has closed all the same. */
static int faulty_close(int fd)
{
	close(fd);
	return fails(CALL_CLOSE) ? -1 : 0;
}

static int faulty_rename(const char *from, const char *to)
{
	return fails(CALL_RENAME) ? -1 : rename(from, to);
}

static int faulty_fchmod(int fd, mode_t mode)
{
	return fails(CALL_FCHMOD) ? -1 : fchmod(fd, mode);
}

static const struct file_ops faulty_ops = {
	faulty_open, faulty_write, faulty_fchmod, faulty_fsync, faulty_close, faulty_rename,
};

static bool save_with_fault(enum call call, int at, int error_number, struct error *error)
{
	fault_call = call;
	fault_at = at;
	fault_errno = error_number;
	calls = 0;
	return file_save_with(&faulty_ops, "file", "a new and longer text", 21, error);
}

static const struct {
	enum call call;
	int at;
	int error_number;
	const char *message;
} faults[] = {
	{ CALL_OPEN, 0, EACCES, "permission denied: \"file\"" },
	{ CALL_OPEN, 0, EROFS, "read-only file system: \"file\"" },
	{ CALL_WRITE, 0, ENOSPC, "no space left on device: \"file\"" },
	{ CALL_WRITE, 1, EIO, "input/output error: \"file\"" },
	{ CALL_WRITE, 4, EDQUOT, "disk quota exceeded: \"file\"" },
	{ CALL_FSYNC, 0, EIO, "input/output error: \"file\"" },
	{ CALL_CLOSE, 0, EIO, "input/output error: \"file\"" },
	{ CALL_RENAME, 0, EXDEV, "invalid cross-device link: \"file\"" },
};

/* Whatever fails, the old file stays and nothing is left beside it. */
START_TEST(survives_faults)
{
	struct error error = { 0 };

	put("file", "old");
	ck_assert(
		!save_with_fault(faults[_i].call, faults[_i].at, faults[_i].error_number, &error));
	ck_assert_str_eq(error.message, faults[_i].message);
	check_content("file", "old");
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

/* And when there was no old file, there is none. */
START_TEST(leaves_nothing_new_on_faults)
{
	struct error error;

	ck_assert(
		!save_with_fault(faults[_i].call, faults[_i].at, faults[_i].error_number, &error));
	ck_assert_int_eq(count_files(), 0);
}
END_TEST

/* Interrupted calls are made again; a close is not, its descriptor is gone. */
START_TEST(goes_on_after_interrupts)
{
	static const struct {
		enum call call;
		int at;
	} interrupts[] = {
		{ CALL_OPEN, 0 },  { CALL_WRITE, 0 }, { CALL_WRITE, 3 },  { CALL_FSYNC, 0 },
		{ CALL_FSYNC, 1 }, { CALL_CLOSE, 0 }, { CALL_RENAME, 0 },
	};
	struct error error;

	put("file", "old");
	ck_assert(save_with_fault(interrupts[_i].call, interrupts[_i].at, EINTR, &error));
	check_content("file", "a new and longer text");
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

/* The new file is in place by then; that the folder may not survive a crash is still said. */
START_TEST(says_when_the_folder_is_not_synced)
{
	struct error error;

	put("file", "old");
	ck_assert(!save_with_fault(CALL_FSYNC, 1, EIO, &error));
	check_content("file", "a new and longer text");
	ck_assert(!save_with_fault(CALL_OPEN, 1, EMFILE, &error));
	ck_assert(!save_with_fault(CALL_CLOSE, 1, EIO, &error));
	/* file systems that cannot sync a folder say EINVAL */
	ck_assert(save_with_fault(CALL_FSYNC, 1, EINVAL, &error));
	ck_assert_int_eq(count_files(), 1);
}
END_TEST

/* A temporary file that a killed process left is stepped over. */
START_TEST(steps_over_old_temporaries)
{
	struct error error;
	char name[64];

	snprintf(name, sizeof(name), ".ragtop-%ld-0.tmp", (long)getpid());
	put(name, "left over");
	ck_assert(file_save("file", "text", 4, &error));
	check_content("file", "text");
	check_content(name, "left over");
}
END_TEST

/* Every error at every call of a save, one after the other until none is left to fail. The file is
 * whole, old or new, and alone; the new one only where the save went on or the last step failed. */
START_TEST(survives_every_error_at_every_call)
{
	static const int errors[] = { ENOSPC, EIO, EINTR, EDQUOT, EACCES, EROFS, EMFILE, EFBIG };
	static const int made[CALLS] = { 2, 1, 5, 2, 2, 1 };
	enum call call = (enum call)_i;
	struct error error;
	char *data;
	size_t size;

	for (size_t e = 0; e < sizeof(errors) / sizeof(errors[0]); e++) {
		for (int at = 0; at < made[call]; at++) {
			bool last = at == 1 && call != CALL_WRITE, ok;

			put("file", "old");
			ok = save_with_fault(call, at, errors[e], &error);
			ck_assert_int_gt(calls, at); /* there was such a call */
			ck_assert_int_eq(ok, errors[e] == EINTR);
			ck_assert(file_read("file", 100, &data, &size, &error));
			ck_assert_str_eq(data, ok || last ? "a new and longer text" : "old");
			free(data);
			ck_assert_int_eq(count_files(), 1);
		}
		ck_assert(save_with_fault(call, made[call], errors[e], &error));
		ck_assert_int_eq(calls, made[call]);
	}
}
END_TEST

/* A process that was killed while saving left this; another one may still be writing that. */
START_TEST(sweeps_up_after_the_killed)
{
	static const struct {
		const char *before, *after; /* the number of the process */
		time_t when;                /* 0: now */
		bool goes;
	} rows[] = {
		{ ".ragtop-", "-0.tmp", 1000, true },   { ".ragtop-", "-7.tmp", 1000, true },
		{ ".ragtop-", "-1.tmp", 0, false },     { ".ragtop-", "-0.tmpx", 1000, false },
		{ "ragtop-", "-0.tmp", 1000, false },   { ".ragtop-1-", ".tmp", 1000, false },
		{ ".ragtop--", "-0.tmp", 1000, false },
	};
	struct error error;
	char name[64];
	pid_t dead = fork();

	if (dead == 0)
		_exit(0);
	waitpid(dead, NULL, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(name, sizeof(name), "%s%d%s", rows[i].before, (int)dead, rows[i].after);
		put(name, "left over");
		if (rows[i].when > 0)
			utime(name, &(struct utimbuf){ rows[i].when, rows[i].when });
	}
	ck_assert(file_save("file", "text", 4, &error));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(name, sizeof(name), "%s%d%s", rows[i].before, (int)dead, rows[i].after);
		ck_assert_msg((access(name, F_OK) != 0) == rows[i].goes, "%s", name);
	}
}
END_TEST

/* A folder that may not be written to: said, and nothing is left. */
START_TEST(refuses_read_only_folders)
{
	struct error error;

	if (geteuid() == 0) {
		printf("skip refuses_read_only_folders: root may write everything\n");
		return;
	}
	ck_assert_int_eq(mkdir("closed", 0700), 0);
	put("closed/file", "old");
	ck_assert_int_eq(chmod("closed", 0500), 0);
	ck_assert(!file_save("closed/file", "new", 3, &error));
	ck_assert_str_eq(error.message, "permission denied: \"closed/file\"");
	check_content("closed/file", "old");
	ck_assert_int_eq(chmod("closed", 0700), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("file");
	int fault_count = sizeof(faults) / sizeof(faults[0]);

	tcase_add_checked_fixture(tcase, enter_folder, leave_folder);
	tcase_add_test(tcase, reads_up_to_the_limit);
	tcase_add_test(tcase, reads_what_has_no_size);
	tcase_add_test(tcase, reads_large_files);
	tcase_add_test(tcase, refuses_to_read);
	tcase_add_test(tcase, reads_standard_input);
	tcase_add_test(tcase, saves_new_files);
	tcase_add_test(tcase, keeps_the_mode);
	tcase_add_test(tcase, follows_links);
	tcase_add_test(tcase, refuses_to_replace);
	tcase_add_test(tcase, refuses_read_only_files);
	tcase_add_loop_test(tcase, survives_faults, 0, fault_count);
	tcase_add_loop_test(tcase, leaves_nothing_new_on_faults, 0, fault_count);
	tcase_add_loop_test(tcase, goes_on_after_interrupts, 0, 7);
	tcase_add_test(tcase, says_when_the_folder_is_not_synced);
	tcase_add_test(tcase, steps_over_old_temporaries);
	tcase_add_loop_test(tcase, survives_every_error_at_every_call, 0, CALLS);
	tcase_add_test(tcase, sweeps_up_after_the_killed);
	tcase_add_test(tcase, refuses_read_only_folders);
	return suite_run("file", tcase);
}
