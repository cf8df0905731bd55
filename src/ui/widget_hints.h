// SPDX-License-Identifier: MIT
/*
 * L4. Hints: a key and what it does, in borders and in the last line, each of which can be clicked.
 */
#ifndef RAGTOP_UI_WIDGET_HINTS_H
#define RAGTOP_UI_WIDGET_HINTS_H

#include "ui/actions.h"
#include "ui/canvas.h"

/* The keys stand as in actions.def, arrows as signs. tests/ui/test_view.c checks that. */
struct hint {
	const char *key, *key2; /* key2: of a pair, such as "[ " and "]"; or NULL */
	const char *text;
	enum action action, action2;
};

/* Draws what fits, the first ones before the later ones, two blanks apart. Returns the columns. */
int hints_draw(struct canvas *canvas, int x, int y, int columns, const struct hint *hints, int n);
/* One without a mouse, whole or not at all; returns where the next begins. */
int hint_draw(struct canvas *canvas, int x, int y, const char *key, const char *text);
/* The same in a border, ending before x_end, with a blank at both ends. Returns where it starts. */
int hints_draw_border(struct canvas *canvas, int x, int x_end, int y, const struct hint *hints,
		      int n);

#endif
