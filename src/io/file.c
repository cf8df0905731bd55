// SPDX-License-Identifier: MIT
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "io/file.h"

enum { LEFT_OVER_S = 60 };

bool file_error(struct error *error, int error_number, const char *path)
{
	char cause[128];

	snprintf(cause, sizeof(cause), "%s", strerror(error_number));
	cause[0] = (char)tolower((unsigned char)cause[0]);
	return error_set(error, "%s: \"%s\"", cause, path);
}

/* Opens without waiting for the other end of a FIFO. -1 when it is no regular file. */
static int open_regular(const char *path, size_t limit, struct error *error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0) {
		file_error(error, errno, path);
		return -1;
	}
	if (fstat(fd, &st) != 0)
		file_error(error, errno, path);
	else if (S_ISDIR(st.st_mode))
		file_error(error, EISDIR, path);
	else if (!S_ISREG(st.st_mode))
		error_set(error, "not a regular file: \"%s\"", path);
	else if (st.st_size > 0 && (uintmax_t)st.st_size > limit)
		error_set(error, "larger than %zu bytes: \"%s\"", limit, path);
	else
		return fd;
	close(fd);
	return -1;
}

/* Reads to the end; the size that fstat gave is not trusted, a file may grow. */
static bool read_all(int fd, const char *path, size_t limit, char **data, size_t *size,
		     struct error *error)
{
	size_t room = 64 << 10, n = 0;
	char *bytes = xmalloc(room + 1);

	for (;;) {
		ssize_t got = read(fd, bytes + n, room - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			file_error(error, errno, path);
			break;
		}
		if (got == 0) {
			bytes[n] = '\0';
			*data = bytes;
			*size = n;
			return true;
		}
		n += (size_t)got;
		if (n > limit) {
			error_set(error, "larger than %zu bytes: \"%s\"", limit, path);
			break;
		}
		if (n == room) {
			room *= 2;
			bytes = xrealloc(bytes, room + 1);
		}
	}
	free(bytes);
	return false;
}

bool file_read(const char *path, size_t limit, char **data, size_t *size, struct error *error)
{
	int fd;
	bool ok;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, "standard input", limit, data, size, error);
	fd = open_regular(path, limit, error);
	if (fd < 0)
		return false;
	ok = read_all(fd, path, limit, data, size, error);
	close(fd);
	return ok;
}

static int system_open(const char *path, int flags, mode_t mode)
{
	return open(path, flags, mode);
}

const struct file_ops file_ops_system = {
	.open = system_open,
	.write = write,
	.fchmod = fchmod,
	.fsync = fsync,
	.close = close,
	.rename = rename,
};

/* Where a save goes. */
struct save {
	const struct file_ops *ops;
	const char *shown;     /* the path as it was given, for messages */
	char target[PATH_MAX]; /* without symbolic links */
	char directory[PATH_MAX];
	char temporary[PATH_MAX]; /* "" while there is none */
	bool exists;
	mode_t mode;
};

/* Looks at what is there and whether it may be replaced. */
static bool save_locate(struct save *save, struct error *error)
{
	struct stat st;

	if (!realpath(save->shown, save->target)) {
		if (errno != ENOENT)
			return file_error(error, errno, save->shown);
		if (lstat(save->shown, &st) == 0)
			return error_set(error, "symbolic link to nowhere: \"%s\"", save->shown);
		if ((size_t)snprintf(save->target, sizeof(save->target), "%s", save->shown) >=
		    sizeof(save->target))
			return file_error(error, ENAMETOOLONG, save->shown);
		save->mode = 0644;
		return true;
	}
	if (stat(save->target, &st) != 0)
		return file_error(error, errno, save->shown);
	if (S_ISDIR(st.st_mode))
		return file_error(error, EISDIR, save->shown);
	if (!S_ISREG(st.st_mode))
		return error_set(error, "not a regular file: \"%s\"", save->shown);
	/* A rename would replace even a file that may not be written to. */
	if (access(save->target, W_OK) != 0)
		return file_error(error, errno, save->shown);
	save->exists = true;
	save->mode = st.st_mode & 07777;
	return true;
}

static void save_find_directory(struct save *save)
{
	const char *slash = strrchr(save->target, '/');

	if (!slash)
		strcpy(save->directory, ".");
	else if (slash == save->target)
		strcpy(save->directory, "/");
	else
		snprintf(save->directory, sizeof(save->directory), "%.*s",
			 (int)(slash - save->target), save->target);
}

/* Is it the temporary file of a process that is no more? Not one that has just been made: a process
 * on another machine may be at it. */
static bool is_left_over(int folder, const char *name)
{
	struct stat st;
	int pid = 0, end = 0;

	return sscanf(name, ".ragtop-%d-%*d.tmp%n", &pid, &end) == 1 && end > 0 && !name[end] &&
	       pid > 0 && kill(pid, 0) != 0 && errno == ESRCH &&
	       fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       st.st_mtime + LEFT_OVER_S < time(NULL);
}

/* Whoever is killed while saving cannot tidy up; the next save in this folder does. */
static void save_sweep(const struct save *save)
{
	DIR *dir = opendir(save->directory);

	for (const struct dirent *entry; dir && (entry = readdir(dir));)
		if (is_left_over(dirfd(dir), entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
}

/* Creates the temporary file. O_EXCL: a link planted under its name is not followed. */
static int save_create(struct save *save, struct error *error)
{
	for (int i = 0; i < 100; i++) {
		if ((size_t)snprintf(save->temporary, sizeof(save->temporary),
				     "%s/.ragtop-%ld-%d.tmp", save->directory, (long)getpid(),
				     i) >= sizeof(save->temporary)) {
			errno = ENAMETOOLONG;
			break;
		}
		int fd = save->ops->open(save->temporary,
					 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
					 save->mode & 0777);
		if (fd >= 0)
			return fd;
		if (errno != EEXIST && errno != EINTR)
			break;
	}
	save->temporary[0] = '\0';
	file_error(error, errno, save->shown);
	return -1;
}

static bool write_all(const struct file_ops *ops, int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t written = ops->write(fd, data, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			if (written == 0)
				errno = ENOSPC;
			return false;
		}
		data += written;
		size -= (size_t)written;
	}
	return true;
}

static bool sync_fd(const struct file_ops *ops, int fd)
{
	while (ops->fsync(fd) != 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

static bool set_mode(const struct file_ops *ops, int fd, mode_t mode)
{
	while (ops->fchmod(fd, mode) != 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

/* Fills and closes the temporary file, all of it on disk. */
static bool save_fill(struct save *save, int fd, const void *data, size_t size, struct error *error)
{
	int cause = 0;

	/* The mode of creation went through the umask. */
	if ((save->exists && !set_mode(save->ops, fd, save->mode)) ||
	    !write_all(save->ops, fd, data, size) || !sync_fd(save->ops, fd))
		cause = errno;
	/* After EINTR the descriptor is gone and the data are synced. */
	if (save->ops->close(fd) != 0 && errno != EINTR && cause == 0)
		cause = errno;
	return cause == 0 || file_error(error, cause, save->shown);
}

static bool save_rename(struct save *save, struct error *error)
{
	while (save->ops->rename(save->temporary, save->target) != 0) {
		if (errno != EINTR)
			return file_error(error, errno, save->shown);
	}
	save->temporary[0] = '\0';
	return true;
}

/* Makes the new name survive a crash. Some file systems cannot sync a directory: EINVAL. */
static bool save_sync_directory(struct save *save, struct error *error)
{
	int fd, cause = 0;

	do
		fd = save->ops->open(save->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return file_error(error, errno, save->shown);
	if (!sync_fd(save->ops, fd) && errno != EINVAL)
		cause = errno;
	if (save->ops->close(fd) != 0 && errno != EINTR && cause == 0)
		cause = errno;
	return cause == 0 || file_error(error, cause, save->shown);
}

bool file_save_with(const struct file_ops *ops, const char *path, const void *data, size_t size,
		    struct error *error)
{
	struct save save = { .ops = ops, .shown = path };
	int fd;
	bool ok;

	if (!save_locate(&save, error))
		return false;
	save_find_directory(&save);
	fd = save_create(&save, error);
	if (fd < 0)
		return false;
	save_sweep(&save);
	ok = save_fill(&save, fd, data, size, error) && save_rename(&save, error);
	if (save.temporary[0] != '\0')
		unlink(save.temporary);
	return ok && save_sync_directory(&save, error);
}

bool file_save(const char *path, const void *data, size_t size, struct error *error)
{
	return file_save_with(&file_ops_system, path, data, size, error);
}
