// SPDX-License-Identifier: MIT
#include "cli/program.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"

static char folder[64];

void program_enter_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/ragtop-test-cli-XXXXXX");
	ck_assert(mkdtemp(folder) != NULL);
	ck_assert_int_eq(chdir(folder), 0);
	setenv("HOME", folder, 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	setenv("LC_ALL", "C.UTF-8", 1);
}

void program_leave_folder(void)
{
	char command[128];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

char *program_read(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = xmalloc(1 << 20);
	size_t size;

	ck_assert(file != NULL);
	size = fread(text, 1, (1 << 20) - 1, file);
	text[size] = '\0';
	fclose(file);
	return text;
}

void program_redirect(const char *path, int flags, int fd)
{
	int opened = open(path, flags, 0600);

	if (opened < 0 || dup2(opened, fd) < 0)
		_exit(99);
	close(opened);
}

int program_wait(pid_t child)
{
	int status;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct outcome ragtop_to(const char *out, const char *in, const char *arguments)
{
	char words[1024], *rest = words, *argv[32] = { getenv("RAGTOP_BIN") };
	struct outcome outcome;
	pid_t child;
	int argc = 1;

	ck_assert_msg(argv[0] != NULL, "RAGTOP_BIN names the program to test");
	snprintf(words, sizeof(words), "%s", arguments);
	while (argc < 31 && (argv[argc] = strtok_r(rest, " ", &rest)) != NULL)
		argc++;
	child = fork();
	if (child == 0) {
		program_redirect(in, O_RDONLY, STDIN_FILENO);
		program_redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		program_redirect(".err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
		execv(argv[0], argv);
		_exit(98);
	}
	outcome.status = program_wait(child);
	outcome.out = strcmp(out, ".out") == 0 ? program_read(".out") : xstrdup("");
	outcome.err = program_read(".err");
	return outcome;
}

struct outcome ragtop(const char *arguments)
{
	return ragtop_to(".out", "/dev/null", arguments);
}

void program_release(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

void check_status(const struct outcome *outcome, int status)
{
	ck_assert_msg(outcome->status == status, "status %d: %.500s", outcome->status,
		      outcome->err);
}

void check_refused(const char *arguments, const char *message)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 2);
	ck_assert_str_eq(outcome.out, "");
	ck_assert_str_eq(outcome.err, message);
	program_release(&outcome);
}

void check_golden(const char *arguments, const char *name)
{
	struct outcome outcome = ragtop(arguments);
	char path[4096], *golden;

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_msg(getenv("RAGTOP_SRC") != NULL, "RAGTOP_SRC names the folder of the sources");
	snprintf(path, sizeof(path), "%s/tests/golden/%s", getenv("RAGTOP_SRC"), name);
	if (getenv("UPDATE_GOLDEN") != NULL)
		program_write(path, outcome.out);
	golden = program_read(path);
	ck_assert_msg(strcmp(golden, outcome.out) == 0,
		      "\"%s\" differs; UPDATE_GOLDEN=1 writes it. It is now:\n%s", name,
		      outcome.out);
	free(golden);
	program_release(&outcome);
}

void program_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert(file != NULL);
	fputs(text, file);
	fclose(file);
}
