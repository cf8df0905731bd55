// SPDX-License-Identifier: MIT
/*
 * L4. A canvas on a real terminal. The only file that knows curses is screen.c.
 *
 * curses works out the difference to the frame before and writes it to memory; from there it goes
 * to the terminal in one write, bracketed as synchronised output, or not at all when nothing
 * changed. Only one thread may use this. Input does not come through curses, see input.h.
 */
#ifndef RAGTOP_UI_SCREEN_H
#define RAGTOP_UI_SCREEN_H

#include <stdbool.h>

#include <ragtop/error.h>
#include "ui/canvas.h"
#include "ui/dashboard.h"
#include "ui/input.h"
#include "ui/theme.h"

struct screen;

/* Can the terminal show a screen at all? Takes nothing over. */
bool screen_is_possible(struct error *error);
/* Takes over the terminal. False, with the terminal as it was, when it cannot move the cursor. */
bool screen_open(const struct dashboard_options *options, struct screen **out, struct error *error);
/* Gives the terminal back. */
void screen_close(struct screen *screen);

/* What was found out about the terminal, or asked for; the depth of colours stays in here. */
enum charset screen_charset(const struct screen *screen);
void screen_size(const struct screen *screen, int *w, int *h);
/* Tells the decoder the sequences of this terminal's keys. */
void screen_define_keys(const struct screen *screen, struct input *input);

/* Asks the terminal for its size again; the next frame is drawn whole if it changed. */
void screen_resize(struct screen *screen);
/* Draws the canvas, which should have the size of the screen. False when the terminal is gone. */
bool screen_draw(struct screen *screen, const struct canvas *canvas, enum theme theme);
/* Every frame goes there, too; NULL: nowhere. */
struct record;
void screen_record(struct screen *screen, struct record *record);
/* To the terminal's clipboard, where it allows it. */
bool screen_copy(const char *text);
/* The next frame is drawn whole. */
void screen_redraw(struct screen *screen);
bool screen_mouse(struct screen *screen, bool on);

/* Stops the process, see terminal_stop; and takes the terminal over again afterwards. */
void screen_stop(struct screen *screen, bool force);
/* Somebody else stopped us and continued us: take the terminal over again. */
void screen_continue(struct screen *screen);

#endif
