// SPDX-License-Identifier: MIT
#define _GNU_SOURCE /* memmem */
#include "pty/tty.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_S = 300 };

static int opened; /* programs so far */

/* --- the program --- */

static void set_environment(const struct tty_options *options)
{
	char state[32];

	unsetenv("COLORTERM");
	unsetenv("NO_COLOR");
	unsetenv("LANG");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	// Nobody's own preferences, nor edits that another program left, unless asked for.
	snprintf(state, sizeof(state), "state-%d", opened);
	setenv("XDG_CONFIG_HOME", tty_folder(), 1);
	setenv("XDG_STATE_HOME", tty_path(state), 1);
	setenv("TERM", options->term ? options->term : "xterm-256color", 1);
	setenv("LC_ALL", options->locale ? options->locale : "C.UTF-8", 1);
	if (options->environment) {
		char *copy = strdup(options->environment), *equals = strchr(copy, '=');
		*equals = '\0';
		setenv(copy, equals + 1, 1);
	}
}

static void exec_program(const struct tty_options *options)
{
	const struct rlimit none = { 0, 0 };
	char *argv[TTY_ARGS_MAX + 2];
	int n = 0;

	setrlimit(RLIMIT_CORE, &none);
	argv[n++] = options->program ? strdup(options->program) : getenv("RAGTOP_BIN");
	if (!argv[0])
		_exit(99);
	for (int i = 0; i < TTY_ARGS_MAX && options->args[i]; i++)
		argv[n++] = strdup(options->args[i]);
	argv[n] = NULL;
	// Paths are made anew: an argument may be one, and is copied by now.
	set_environment(options);
	execvp(argv[0], argv);
	_exit(98);
}

/* What a shell does for a job: a group of its own in the foreground; on a stop, the terminal back
 * and SIGSTOP for itself, so that the test sees it; on SIGCONT, the job in the foreground again. */
static void shell(const struct tty_options *options)
{
	pid_t job = fork();
	int status;

	if (job == 0) {
		setpgid(0, 0);
		while (tcgetpgrp(STDIN_FILENO) != getpid())
			;
		exec_program(options);
	}
	signal(SIGTTOU, SIG_IGN);
	setpgid(job, job);
	tcsetpgrp(STDIN_FILENO, job);
	for (;;) {
		waitpid(job, &status, WUNTRACED);
		if (WIFEXITED(status))
			_exit(WEXITSTATUS(status));
		if (!WIFSTOPPED(status))
			_exit(97);
		tcsetpgrp(STDIN_FILENO, getpgrp());
		raise(SIGSTOP);
		tcsetpgrp(STDIN_FILENO, job);
		kill(-job, SIGCONT);
	}
}

static void child(int slave, const struct tty_options *options)
{
	setsid();
	ioctl(slave, TIOCSCTTY, 0);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	if (options->errors_here)
		dup2(slave, STDERR_FILENO);
	close(slave);
	if (options->shell)
		shell(options);
	exec_program(options);
}

static void answer(const char *bytes, size_t size, void *user)
{
	struct tty *tty = user;

	if (write(tty->fd, bytes, size) < 0)
		tty->closed = true;
}

void tty_open(struct tty *tty, const struct tty_options *options)
{
	struct winsize size = { .ws_col = (unsigned short)options->w,
				.ws_row = (unsigned short)options->h };
	int slave;

	*tty = (struct tty){ .w = options->w, .h = options->h };
	ck_assert_int_eq(openpty(&tty->fd, &slave, NULL, NULL, &size), 0);
	fcntl(tty->fd, F_SETFD, FD_CLOEXEC);
	ck_assert_int_eq(tcgetattr(slave, &tty->before), 0);
	if (options->dull)
		tty->before.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	ck_assert_int_eq(tcsetattr(slave, TCSANOW, &tty->before), 0);
	tty->vterm = vterm_new(tty->h, tty->w);
	vterm_set_utf8(tty->vterm, !options->locale);
	vterm_output_set_callback(tty->vterm, answer, tty);
	tty->screen = vterm_obtain_screen(tty->vterm);
	vterm_screen_enable_altscreen(tty->screen, 1);
	vterm_screen_reset(tty->screen, 1);
	fflush(NULL);
	tty_folder(); // it is to be ours and not the program's
	opened++;
	tty->pid = fork();
	if (tty->pid == 0)
		child(slave, options);
	close(slave);
}

void tty_close(struct tty *tty)
{
	if (tty->pid > 0) {
		kill(tty->pid, SIGCONT);
		kill(tty->pid, SIGKILL);
		waitpid(tty->pid, NULL, 0);
	}
	close(tty->fd);
	vterm_free(tty->vterm);
	free(tty->output);
}

/* --- bytes --- */

void tty_send(struct tty *tty, const char *bytes)
{
	size_t size = strlen(bytes);

	while (size > 0) {
		ssize_t n = write(tty->fd, bytes, size);
		ck_assert_int_gt(n, 0);
		bytes += n;
		size -= (size_t)n;
	}
}

static void keep_output(struct tty *tty, const char *bytes, size_t size)
{
	if (tty->size + size + 1 > tty->capacity) {
		tty->capacity = 2 * (tty->size + size + 1);
		tty->output = realloc(tty->output, tty->capacity);
		ck_assert_ptr_nonnull(tty->output);
	}
	memcpy(tty->output + tty->size, bytes, size);
	tty->size += size;
	tty->output[tty->size] = '\0';
}

/* Where a letter of UTF-8 begins that has not come in whole; the size when there is none. */
static size_t whole_letters(const char *bytes, size_t size)
{
	size_t back = 1;
	unsigned char first;

	while (back < 4 && back < size && ((unsigned char)bytes[size - back] & 0xC0) == 0x80)
		back++;
	first = (unsigned char)bytes[size - back];
	if (first >= 0xC0 && back < (first >= 0xF0 ? 4u : first >= 0xE0 ? 3u : 2u))
		return size - back;
	return size;
}

/* libvterm now and then takes the halves of a letter that a read cut for two unknown ones. */
static void show_whole_letters(struct tty *tty)
{
	size_t to = whole_letters(tty->output, tty->size);

	if (to <= tty->shown)
		return;
	vterm_input_write(tty->vterm, tty->output + tty->shown, to - tty->shown);
	tty->shown = to;
}

bool tty_pump(struct tty *tty, int timeout_ms)
{
	struct pollfd fd = { .fd = tty->fd, .events = POLLIN };
	char buffer[16384];
	ssize_t n;

	if (tty->closed || poll(&fd, 1, timeout_ms) <= 0)
		return false;
	n = read(tty->fd, buffer, sizeof(buffer));
	if (n <= 0) {
		tty->closed = n == 0 || errno != EINTR;
		return false;
	}
	keep_output(tty, buffer, (size_t)n);
	show_whole_letters(tty);
	return true;
}

static double clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void give_up(struct tty *tty, const char *what)
{
	for (int y = 0; y < tty->h; y++) {
		char *row = tty_row(tty, y);
		fprintf(stderr, "|%s\n", row);
		free(row);
	}
	ck_abort_msg("waited in vain for %s", what);
}

static void wait_until(struct tty *tty, const char *text, bool there)
{
	double until_s = clock_s() + PATIENCE_S;
	int x, y;

	while (tty_find(tty, text, &x, &y) != there) {
		tty_pump(tty, 100);
		if (clock_s() > until_s || tty->closed)
			give_up(tty, text);
	}
}

void tty_wait(struct tty *tty, const char *text)
{
	wait_until(tty, text, true);
}

void tty_wait_gone(struct tty *tty, const char *text)
{
	wait_until(tty, text, false);
}

int tty_wait_end(struct tty *tty)
{
	double until_s = clock_s() + PATIENCE_S;

	// The other end is read empty first: a program may wait for its last words to be taken.
	while (waitpid(tty->pid, &tty->status, WNOHANG) == 0) {
		tty_pump(tty, 20);
		if (clock_s() > until_s)
			give_up(tty, "the end of the program");
	}
	while (tty_pump(tty, 100))
		;
	tty->pid = 0;
	return WIFSIGNALED(tty->status) ? -WTERMSIG(tty->status) : WEXITSTATUS(tty->status);
}

void tty_resize(struct tty *tty, int w, int h)
{
	struct winsize size = { .ws_col = (unsigned short)w, .ws_row = (unsigned short)h };

	vterm_set_size(tty->vterm, h, w);
	tty->w = w;
	tty->h = h;
	ck_assert_int_eq(ioctl(tty->fd, TIOCSWINSZ, &size), 0);
}

void tty_mouse(struct tty *tty, int code, int x, int y, bool release)
{
	char text[64];

	snprintf(text, sizeof(text), "\033[<%d;%d;%d%c", code, x + 1, y + 1, release ? 'm' : 'M');
	tty_send(tty, text);
}

/* --- the screen --- */

uint32_t tty_code(const struct tty *tty, int x, int y)
{
	VTermScreenCell cell;

	if (!vterm_screen_get_cell(tty->screen, (VTermPos){ .row = y, .col = x }, &cell))
		return ' ';
	return cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1 ? ' ' : cell.chars[0];
}

static size_t encode(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

char *tty_row(const struct tty *tty, int y)
{
	char *row = malloc((size_t)tty->w * 3 + 1);
	size_t used = 0;

	ck_assert_ptr_nonnull(row);
	for (int x = 0; x < tty->w; x++)
		used += encode(tty_code(tty, x, y) & 0xffff, row + used);
	row[used] = '\0';
	return row;
}

static int cells_before(const char *row, const char *found)
{
	int cells = 0;

	for (; row < found; row++)
		cells += ((unsigned char)*row & 0xc0) != 0x80;
	return cells;
}

bool tty_find(const struct tty *tty, const char *text, int *x, int *y)
{
	for (int i = 0; i < tty->h; i++) {
		char *row = tty_row(tty, i);
		const char *found = strstr(row, text);
		if (found) {
			*x = cells_before(row, found);
			*y = i;
		}
		free(row);
		if (found)
			return true;
	}
	return false;
}

/* --- the terminal --- */

bool tty_is_restored(const struct tty *tty)
{
	struct termios now;

	if (tcgetattr(tty->fd, &now) != 0)
		return false;
	return now.c_iflag == tty->before.c_iflag && now.c_oflag == tty->before.c_oflag &&
	       now.c_lflag == tty->before.c_lflag && now.c_cflag == tty->before.c_cflag &&
	       memcmp(now.c_cc, tty->before.c_cc, sizeof(now.c_cc)) == 0;
}

bool tty_sent(const struct tty *tty, size_t from, const char *bytes)
{
	return tty->output && memmem(tty->output + from, tty->size - from, bytes, strlen(bytes));
}

void tty_wait_stopped(struct tty *tty)
{
	double until_s = clock_s() + PATIENCE_S;
	int status = 0;

	while (waitpid(tty->pid, &status, WUNTRACED | WNOHANG) == 0) {
		tty_pump(tty, 20);
		if (clock_s() > until_s)
			give_up(tty, "the program to stop");
	}
	ck_assert(WIFSTOPPED(status));
	while (tty_pump(tty, 50))
		;
}

void tty_continue(struct tty *tty)
{
	ck_assert_int_eq(kill(tty->pid, SIGCONT), 0);
}

/* --- files --- */

static char folder[32];

void tty_remove_folder(void)
{
	char command[sizeof(folder) + 16];

	if (folder[0] == '\0')
		return;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
	folder[0] = '\0';
}

const char *tty_folder(void)
{
	if (folder[0] == '\0') {
		strcpy(folder, "/tmp/ragtop-pty-XXXXXX");
		ck_assert_ptr_nonnull(mkdtemp(folder));
	}
	return folder;
}

const char *tty_path(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", tty_folder(), name);
	return path;
}

static const char *write_scenario(const char *name, const char *text)
{
	const char *path = tty_path(name);
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
	return path;
}

const char *tty_quick_scenario(void)
{
	return write_scenario("quick.json", "{ \"ragtop\": 1, \"name\": \"quick\",\n"
					    "  \"horizon_days\": 20, \"fidelity\": 0,\n"
					    "  \"targets\": { \"ttft_p95_s\": 1 } }\n");
}

const char *tty_bare_scenario(void)
{
	return write_scenario("bare.json", "{ \"ragtop\": 1, \"name\": \"bare\",\n"
					   "  \"horizon_days\": 2, \"fidelity\": 0,\n"
					   "  \"architectures\": [\"rag\"] }\n");
}
