// SPDX-License-Identifier: MIT
#define _GNU_SOURCE /* memfd_create */
#include "ui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "base/xalloc.h"

enum { RESTORE_MAX = 256, HANDLER_STACK = 64 * 1024, LAST_WORDS_MS = 1000 };

/* Signals that end the program, by request or by crash. */
static const int fatal_signals[] = {
	SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGPIPE,
};
static const int told_signals[] = { SIGWINCH, SIGCONT, SIGTSTP };

enum {
	FATAL_COUNT = sizeof(fatal_signals) / sizeof(fatal_signals[0]),
	TOLD_COUNT = sizeof(told_signals) / sizeof(told_signals[0]),
};

/* What the handlers read is set before they are installed and not changed while they may run, but
 * for the flags, which are of a type that allows it. */
static struct {
	volatile sig_atomic_t open; /* there is something to give back */
	volatile sig_atomic_t raw;
	volatile sig_atomic_t stops; /* times we came back from being stopped */
	int in_fd, out_fd;
	bool own_in_fd, own_out_fd;
	char *pending; /* what the terminal has not taken yet */
	size_t pending_size, pending_at;
	int pipe_fd[2];
	int stderr_fd, stderr_memory; /* the true one, and where it goes meanwhile; -1: as it was */
	struct termios saved, changed;
	char restore[RESTORE_MAX];
	size_t restore_size;
	struct sigaction old_fatal[FATAL_COUNT], old_told[TOLD_COUNT];
	void *handler_stack;
} tty;

/* A terminal that takes nothing must not keep us from ending. */
static bool wait_writable(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLOUT };

	return poll(&ready, 1, LAST_WORDS_MS) > 0;
}

/* Only what is safe in a handler, here and in all it calls. */
static void write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN && wait_writable(fd))
			continue;
		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}

static void replay_stderr(void)
{
	char buffer[512];
	ssize_t n;

	if (tty.stderr_memory < 0)
		return;
	dup2(tty.stderr_fd, STDERR_FILENO);
	lseek(tty.stderr_memory, 0, SEEK_SET);
	while ((n = read(tty.stderr_memory, buffer, sizeof(buffer))) > 0)
		write_all(tty.stderr_fd, buffer, (size_t)n);
	close(tty.stderr_memory);
	close(tty.stderr_fd);
	tty.stderr_memory = -1;
}

void terminal_emergency(void)
{
	if (!tty.open)
		return;
	tty.open = 0;
	write_all(tty.out_fd, tty.restore, tty.restore_size);
	tcsetattr(tty.in_fd, TCSANOW, &tty.saved);
	replay_stderr();
}

static void on_fatal(int number)
{
	int saved_errno = errno;

	terminal_emergency();
	// The handler was reset when it was called, so this time it is what it would have been.
	raise(number);
	errno = saved_errno;
}

static void on_told(int number)
{
	int saved_errno = errno;
	char told = number == SIGWINCH ? 'w' : number == SIGCONT ? 'c' : 's';

	if (number == SIGCONT)
		tty.stops++;
	// When the pipe is full, the reader has plenty to wake up for already.
	if (write(tty.pipe_fd[1], &told, 1) < 0)
		errno = saved_errno;
	errno = saved_errno;
}

static void install_handlers(void)
{
	stack_t stack = { .ss_size = HANDLER_STACK };
	struct sigaction action = { .sa_handler = on_fatal };

	tty.handler_stack = malloc(HANDLER_STACK);
	stack.ss_sp = tty.handler_stack;
	if (tty.handler_stack)
		sigaltstack(&stack, NULL);
	sigemptyset(&action.sa_mask);
	action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND;
	for (int i = 0; i < FATAL_COUNT; i++)
		sigaction(fatal_signals[i], &action, &tty.old_fatal[i]);
	action.sa_handler = on_told;
	action.sa_flags = SA_RESTART;
	for (int i = 0; i < TOLD_COUNT; i++)
		sigaction(told_signals[i], &action, &tty.old_told[i]);
}

static void remove_handlers(void)
{
	stack_t none = { .ss_flags = SS_DISABLE };

	for (int i = 0; i < FATAL_COUNT; i++)
		sigaction(fatal_signals[i], &tty.old_fatal[i], NULL);
	for (int i = 0; i < TOLD_COUNT; i++)
		sigaction(told_signals[i], &tty.old_told[i], NULL);
	sigaltstack(&none, NULL);
	free(tty.handler_stack);
	tty.handler_stack = NULL;
}

static void make_raw(void)
{
	tty.changed = tty.saved;
	tty.changed.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
	tty.changed.c_oflag &= ~(tcflag_t)OPOST;
	tty.changed.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	tty.changed.c_cc[VMIN] = 1;
	tty.changed.c_cc[VTIME] = 0;
	tcsetattr(tty.in_fd, TCSADRAIN, &tty.changed);
}

/* The terminal once more, for ourselves: what others do with standard output is not changed when
 * writing to this one never waits. */
static void open_output(void)
{
	const char *name = ttyname(STDOUT_FILENO);
	int fd = name ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;

	tty.own_out_fd = fd >= 0;
	tty.out_fd = fd >= 0 ? fd : STDOUT_FILENO;
}

static bool open_descriptors(struct error *error)
{
	open_output();
	tty.own_in_fd = !isatty(STDIN_FILENO);
	tty.in_fd = tty.own_in_fd ? open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
	if (!isatty(STDOUT_FILENO))
		return error_set(error, "standard output is not a terminal");
	if (tty.in_fd < 0 || tcgetattr(tty.in_fd, &tty.saved) != 0)
		return error_set(error, "no terminal to read keys from");
	if (pipe(tty.pipe_fd) != 0)
		return error_set(error, "%s: pipe", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(tty.pipe_fd[i], F_SETFD, FD_CLOEXEC);
		fcntl(tty.pipe_fd[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

/* What anybody writes to standard error would spoil the picture. */
static void hold_stderr(void)
{
	tty.stderr_memory = -1;
	if (!isatty(STDERR_FILENO))
		return;
	tty.stderr_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	tty.stderr_memory = memfd_create("stderr", MFD_CLOEXEC);
	if (tty.stderr_memory >= 0)
		dup2(tty.stderr_memory, STDERR_FILENO);
}

bool terminal_open(struct error *error)
{
	if (!open_descriptors(error))
		return false;
	hold_stderr();
	install_handlers();
	tty.open = 1;
	make_raw();
	return true;
}

static void drain(void);

void terminal_close(void)
{
	if (!tty.open)
		return;
	drain();
	terminal_emergency();
	remove_handlers();
	free(tty.pending);
	tty.pending = NULL;
	if (tty.own_out_fd)
		close(tty.out_fd);
	close(tty.pipe_fd[0]);
	close(tty.pipe_fd[1]);
	if (tty.own_in_fd)
		close(tty.in_fd);
}

void terminal_set_restore(const char *sequence, size_t size)
{
	sigset_t all, old;

	if (size > sizeof(tty.restore))
		size = sizeof(tty.restore);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	memcpy(tty.restore, sequence, size);
	tty.restore_size = size;
	sigprocmask(SIG_SETMASK, &old, NULL);
}

int terminal_input_fd(void)
{
	return tty.in_fd;
}

int terminal_output_fd(void)
{
	return tty.out_fd;
}

int terminal_signal_fd(void)
{
	return tty.pipe_fd[0];
}

struct terminal_signals terminal_signals(void)
{
	struct terminal_signals told = { false, false, false };
	char byte;

	while (read(tty.pipe_fd[0], &byte, 1) == 1) {
		told.resized = told.resized || byte == 'w';
		told.continued = told.continued || byte == 'c';
		told.stop = told.stop || byte == 's';
	}
	return told;
}

void terminal_size(int *w, int *h)
{
	struct winsize size;

	*w = 80;
	*h = 24;
	if (ioctl(tty.out_fd, TIOCGWINSZ, &size) != 0)
		return;
	if (size.ws_col > 0)
		*w = size.ws_col;
	if (size.ws_row > 0)
		*h = size.ws_row;
}

/* Writes what it takes. The number of bytes, or -1 when it is gone. */
static ssize_t write_some(const char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = write(tty.out_fd, bytes + done, size - done);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static void keep(const char *bytes, size_t size)
{
	if (tty.pending_at > 0) {
		tty.pending_size -= tty.pending_at;
		memmove(tty.pending, tty.pending + tty.pending_at, tty.pending_size);
		tty.pending_at = 0;
	}
	tty.pending = xrealloc_array(tty.pending, tty.pending_size + size, 1);
	memcpy(tty.pending + tty.pending_size, bytes, size);
	tty.pending_size += size;
}

/* What is left of earlier writes. False when the terminal is gone. */
static bool write_pending(void)
{
	ssize_t n;

	if (tty.pending_at == tty.pending_size)
		return true;
	n = write_some(tty.pending + tty.pending_at, tty.pending_size - tty.pending_at);
	if (n > 0)
		tty.pending_at += (size_t)n;
	return n >= 0;
}

static void drain(void)
{
	while (write_pending() && tty.pending_at < tty.pending_size)
		if (!wait_writable(tty.out_fd))
			return;
}

bool terminal_write(const char *bytes, size_t size)
{
	ssize_t n = 0;

	if (!write_pending())
		return false;
	if (tty.pending_at == tty.pending_size)
		n = write_some(bytes, size);
	if (n >= 0 && (size_t)n < size)
		keep(bytes + n, size - (size_t)n);
	return n >= 0;
}

bool terminal_busy(void)
{
	struct pollfd ready = { .fd = tty.out_fd, .events = POLLOUT };

	if (terminal_lags())
		return true;
	return poll(&ready, 1, 0) == 0;
}

bool terminal_lags(void)
{
	write_pending(); // when it is gone, reading from it says so
	return tty.pending_at < tty.pending_size;
}

int terminal_read(unsigned char *bytes, int size)
{
	struct pollfd ready = { .fd = tty.in_fd, .events = POLLIN };
	ssize_t n;

	if (poll(&ready, 1, 0) <= 0)
		return 0;
	if (ready.revents & POLLNVAL)
		return -1;
	n = read(tty.in_fd, bytes, (size_t)size);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	return n > 0 ? (int)n : -1;
}

/* SIGTSTP goes to the whole group, so that whoever started us from a script stops as well and the
 * shell behind it takes over. */
static void stop_group(bool force)
{
	struct sigaction ours, standard = { .sa_handler = SIG_DFL };
	sig_atomic_t stops = tty.stops;

	sigemptyset(&standard.sa_mask);
	sigaction(SIGTSTP, &standard, &ours);
	kill(0, SIGTSTP);
	// Without a shell that could continue us, the system ignores the signal.
	if (force && tty.stops == stops)
		raise(SIGSTOP);
	sigaction(SIGTSTP, &ours, NULL);
}

void terminal_stop(bool force)
{
	drain();
	tty.pending_at = tty.pending_size;
	tcsetattr(tty.in_fd, TCSADRAIN, &tty.saved);
	stop_group(force);
	// The shell may have changed what "as it was" means.
	tcgetattr(tty.in_fd, &tty.saved);
	make_raw();
}

void terminal_continue(void)
{
	tcsetattr(tty.in_fd, TCSADRAIN, &tty.changed);
}
