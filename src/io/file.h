// SPDX-License-Identifier: MIT
/*
 * L2. Whole files in and out.
 *
 * Reading never hangs on a FIFO or a terminal and never takes more than it was told. Saving is
 * atomic: the old file or the new one, whatever goes wrong. Errors name the cause and the file and
 * are without a place.
 */
#ifndef RAGTOP_IO_FILE_H
#define RAGTOP_IO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <ragtop/error.h>

/*
 * Reads a regular file, or all of standard input when path is "-". *data is to be freed and ends
 * in a zero byte that *size does not count. More than `limit` bytes are an error.
 */
bool file_read(const char *path, size_t limit, char **data, size_t *size, struct error *error);

/*
 * Writes a temporary file beside the target, syncs it, renames it over the target and syncs the
 * directory. The mode of an existing file is kept, a new one gets 0644 less the umask. A symbolic
 * link is followed, so that its target is replaced and not the link. Only regular files are
 * replaced. On false no temporary file is left, and those of killed processes are taken away; the
 * old file is as it was, except when the last step failed, the syncing of the directory.
 */
bool file_save(const char *path, const void *data, size_t size, struct error *error);

/* The system calls of saving, so that tests can let each of them fail. */
struct file_ops {
	int (*open)(const char *path, int flags, mode_t mode);
	ssize_t (*write)(int fd, const void *data, size_t size);
	int (*fchmod)(int fd, mode_t mode);
	int (*fsync)(int fd);
	int (*close)(int fd);
	int (*rename)(const char *from, const char *to);
};
extern const struct file_ops file_ops_system;
bool file_save_with(const struct file_ops *ops, const char *path, const void *data, size_t size,
		    struct error *error);

/* Sets "cause: subject" from an errno, in lower case. Returns false. */
bool file_error(struct error *error, int error_number, const char *path);

#endif
