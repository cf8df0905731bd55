// SPDX-License-Identifier: MIT
/*
 * The real program in a pseudo-terminal, and the screen as libvterm sees it. Nothing here sleeps:
 * one waits for what should appear, as long as it takes; only a deadline far away ends that.
 */
#ifndef RAGTOP_TESTS_PTY_TTY_H
#define RAGTOP_TESTS_PTY_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include <vterm.h>

enum { TTY_ARGS_MAX = 24 };

struct tty {
	int fd;
	pid_t pid; /* of the program; with a shell, of the shell */
	VTerm *vterm;
	VTermScreen *screen;
	int w, h;
	struct termios before; /* as the program found the terminal */
	char *output;          /* all bytes it has sent */
	size_t size, capacity;
	size_t shown; /* of them, the emulator has */
	bool closed;  /* nobody is left at the other end */
	int status;   /* as waitpid has it, once it has ended */
};

struct tty_options {
	int w, h;
	const char *term;        /* NULL: xterm-256color */
	const char *locale;      /* NULL: C.UTF-8 */
	const char *environment; /* one more variable, "NO_COLOR=1"; NULL */
	bool shell;              /* below a process that does job control, see tty_shell */
	bool dull;               /* the terminal shows nothing by itself, and keys are no signals */
	bool errors_here;        /* standard error is the terminal, too; else what the test has */
	const char *program;     /* another one, that starts it; NULL */
	const char *args[TTY_ARGS_MAX]; /* NULL-terminated */
};

/* Starts $RAGTOP_BIN, or the other program. */
void tty_open(struct tty *tty, const struct tty_options *options);
/* Kills what is left. */
void tty_close(struct tty *tty);

void tty_send(struct tty *tty, const char *bytes);
void tty_resize(struct tty *tty, int w, int h);
/* Waits until the text is somewhere on the screen, in one row. */
void tty_wait(struct tty *tty, const char *text);
void tty_wait_gone(struct tty *tty, const char *text);
/* Takes what there is, waiting at most so long for more; true when something came. */
bool tty_pump(struct tty *tty, int timeout_ms);
/* Waits for the end of the program. Returns the exit status, or minus the signal. */
int tty_wait_end(struct tty *tty);

/* A row as UTF-8; caller frees. */
char *tty_row(const struct tty *tty, int y);
/* Where the text begins, in cells. */
bool tty_find(const struct tty *tty, const char *text, int *x, int *y);
uint32_t tty_code(const struct tty *tty, int x, int y);
/* Mouse: 0-based cells; SGR codes, 0 left, 2 right, 32 more for motion. */
void tty_mouse(struct tty *tty, int code, int x, int y, bool release);

/* Is the terminal in the mode in which the program found it? */
bool tty_is_restored(const struct tty *tty);
/* Did the program send these bytes, from byte `from` on? */
bool tty_sent(const struct tty *tty, size_t from, const char *bytes);

/* Job control below a shell: waits until the program is stopped; lets it go on. */
void tty_wait_stopped(struct tty *tty);
void tty_continue(struct tty *tty);

/* A new folder under /tmp; tty_remove_folder takes it away with all files in it. */
const char *tty_folder(void);
void tty_remove_folder(void);
/* A path in it; static, for the next call only. */
const char *tty_path(const char *name);
/* Writes a small scenario that is simulated in no time, and returns its path; or one that is even
 * smaller, in which nothing can turn over. */
const char *tty_quick_scenario(void);
const char *tty_bare_scenario(void);

#endif
