// SPDX-License-Identifier: MIT
/*
 * Tests: runs the real program, RAGTOP_BIN, as a shell would, in a folder of its own.
 */
#ifndef RAGTOP_TESTS_CLI_PROGRAM_H
#define RAGTOP_TESTS_CLI_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

/* A scenario that runs in no time; close the brace behind it. */
#define SMALL                                                                  \
	"{\"ragtop\":1,\"name\":\"small\",\"horizon_days\":30,\"fidelity\":0," \
	"\"params\":{\"traffic\":{\"volume_qpm\":3000}}"

/* A fixture: a fresh folder as home and working directory, UTF-8, no scenarios of the user. */
void program_enter_folder(void);
void program_leave_folder(void);

struct outcome {
	int status; /* 128 + signal when killed */
	char *out, *err;
};

/* Arguments are words between blanks. Standard input and output are files; the outcome has what
 * went to standard output only if that is ".out". Release it with program_release. */
struct outcome ragtop_to(const char *out, const char *in, const char *arguments);
/* The same from /dev/null. */
struct outcome ragtop(const char *arguments);
void program_release(struct outcome *outcome);

void check_status(const struct outcome *outcome, int status);
/* Exit status 2, nothing on standard output, exactly this on standard error. */
void check_refused(const char *arguments, const char *message);

/* Exit status 0, nothing on standard error, and standard output as in tests/golden/NAME, which
 * UPDATE_GOLDEN=1 in the environment writes. */
void check_golden(const char *arguments, const char *name);

/* Points a descriptor of a forked child at a file. */
void program_redirect(const char *path, int flags, int fd);
int program_wait(pid_t child);
/* At most 1 MiB, to be freed. */
char *program_read(const char *path);
void program_write(const char *path, const char *text);

#endif
