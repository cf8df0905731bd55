// SPDX-License-Identifier: MIT
/*
 * L4. The tty itself: raw mode, signals, stopping and going on, and giving it back in every case.
 *
 * Knows termios and signals; does not know curses or what is drawn. There is one terminal per
 * process, so its state is static: signal handlers have no other way to find it.
 *
 * TERM HUP INT QUIT and crashes give the terminal back with write() and tcsetattr() alone and are
 * raised again. WINCH, CONT and TSTP are told through a descriptor. Standard error goes to memory
 * while the screen is up, if it is a terminal, and is shown when the screen is gone.
 */
#ifndef RAGTOP_UI_TERMINAL_H
#define RAGTOP_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>

/* False when there is no terminal to talk to. */
bool terminal_open(struct error *error);
/* Sends the restore sequence and gives everything back; does nothing when it is not open. */
void terminal_close(void);

/* What brings the terminal back to what it was; kept for the handlers. At most 255 bytes. */
void terminal_set_restore(const char *sequence, size_t size);
/* For when memory runs out: as terminal_close, but safe at any moment. */
void terminal_emergency(void);

int terminal_input_fd(void);
int terminal_output_fd(void);
/* Readable when a signal was told; terminal_signals takes them. */
int terminal_signal_fd(void);
struct terminal_signals {
	bool resized, continued, stop;
};
struct terminal_signals terminal_signals(void);

/* Size in cells; 80 x 24 when the terminal does not tell. */
void terminal_size(int *w, int *h);
/* Never waits: what the terminal does not take now is kept and goes out later, in order. False when
 * the terminal is gone. */
bool terminal_write(const char *bytes, size_t size);
/* Writes more of what was kept; true while some of it is left. */
bool terminal_lags(void);
/* The same, or a further write would have to be kept. */
bool terminal_busy(void);
/* Reads what is there, at most size bytes; 0 when there is nothing, -1 when the terminal is gone.
 * */
int terminal_read(unsigned char *bytes, int size);

/* Cooked mode and stop; comes back in raw mode when the process goes on. `force` stops also where
 * no shell could ever continue us: somebody asked for it by signal. */
void terminal_stop(bool force);
/* Raw mode again, after somebody else stopped and continued us. */
void terminal_continue(void);

#endif
